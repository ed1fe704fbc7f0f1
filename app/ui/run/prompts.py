"""The prompts, Japanese left and English right: what is sent for a question, word for word, and words of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import gradio as gr

from app.errors import NarabeError
from app.generation.base import Message
from app.prompts import Template, Wording, edited, own_names, template
from app.prompts import keep as keep_prompt
from app.prompts import remove as remove_prompt
from app.prompts.rendering import prompts as put
from app.records import LANGUAGES, NO_RETRIEVAL, Arm, Decoding, Language
from app.retrieval import open_knowledge, shelf
from app.runs.planning import planned
from app.ui import choices
from app.ui.events import QUIET
from app.ui.faults import failure
from app.ui.loaded import Loaded
from app.ui.messages import message
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.run.retrieval import label as knowledge_label

DRAFT = "draft"
"""Stands for the name of a prompt that has none yet."""
OFFERED = 500
"""How many of the loaded questions can be chosen for the preview."""

TO_END = """
const toEnd = () => element.querySelectorAll('pre').forEach((sent) => { sent.scrollTop = sent.scrollHeight; });
toEnd();
new MutationObserver(toEnd).observe(element, {subtree: true, childList: true});
"""
"""Many prompts begin with examples; what is asked stands at their end."""


class Words(NamedTuple):
    """The fields of one language."""

    system: gr.Textbox
    text: gr.Textbox
    passages: gr.Textbox
    stop: gr.Textbox


@dataclass(frozen=True)
class PromptBox:
    """The components that events read or change; `sides` and `previews` are by language, Japanese first."""

    which: gr.Dropdown
    question: gr.Dropdown
    knowledge: gr.Dropdown
    previews: tuple[gr.HTML, gr.HTML]
    sides: tuple[Words, Words]
    chat: gr.Checkbox
    name: gr.Textbox
    keep: gr.Button
    remove: gr.Button
    banner: gr.HTML

    @property
    def words(self) -> list[Any]:
        """Every field of the words, in the order in which handlers take them."""
        return [self.chat, *self.sides[0], *self.sides[1]]


def build(page: Page, offered: gr.CheckboxGroup, retrieval: gr.CheckboxGroup) -> None:
    """Lays the card out and wires it. `offered`: the Run form's prompts; `retrieval`: its knowledge bases."""
    with gr.Accordion(page.labels("prompts.title"), open=False, elem_classes="nb-card nb-fold", elem_id="nb-prompts"):
        box = layout(page)
    wire(page, box, offered, retrieval)


def layout(page: Page) -> PromptBox:
    """What is chosen on top, what is sent below it, and the words, folded."""
    t = page.labels
    panel(render("heading", t, title="", text=t("prompts.hint")))
    with gr.Row(elem_classes="nb-line3"):
        which = gr.Dropdown(choices.prompts(t), value=Arm().prompt, label=t("prompts.which"))
        question = gr.Dropdown(_questions(page, None), value=0, label=t("prompts.question"))
        knowledge = gr.Dropdown(_bases(page, [NO_RETRIEVAL]), value=NO_RETRIEVAL, label=t("prompts.knowledge"))
    with gr.Row(elem_classes="nb-even"):
        previews = (panel(elem_id="nb-sent-ja", script=TO_END), panel(elem_id="nb-sent-en", script=TO_END))
    with gr.Accordion(t("prompts.edit"), open=False, elem_classes="nb-fold"):
        panel(render("heading", t, title="", text=t("prompts.fields")))
        with gr.Row(elem_classes="nb-even"):
            sides = (_words(page, "ja"), _words(page, "en"))
        chat = gr.Checkbox(label=t("prompts.chat"), info=t("prompts.chat_hint"))
        with gr.Row(elem_classes=["nb-line", "nb-for-admins"]):
            name = gr.Textbox(label=t("prompts.name"), max_length=40)
            button = gr.Button(t("prompts.keep"), size="md")
        with gr.Row(elem_classes=["nb-buttons", "nb-for-admins"]):
            gone = gr.Button(t("prompts.remove"), size="md", variant="stop", visible=False)
        banner = panel()
    return PromptBox(which, question, knowledge, previews, sides, chat, name, button, gone, banner)


def _words(page: Page, language: Language) -> Words:
    def field(key: str, lines: int) -> gr.Textbox:
        title = f"{page.labels(f'prompts.{key}')} · {page.labels(f'language.{language}')}"
        lang = gr.InputHTMLAttributes(lang=language, spellcheck=False)
        return gr.Textbox(label=title, lines=lines, max_lines=14, max_length=20_000, html_attributes=lang)

    with gr.Column():
        return Words(field("system", 1), field("text", 4), field("passages", 4), field("stop", 2))


def wire(page: Page, box: PromptBox, offered: gr.CheckboxGroup, retrieval: gr.CheckboxGroup) -> None:
    """A chosen prompt fills the fields; whatever changes, what is sent is shown anew."""
    shown = [page.questions, box.question, box.knowledge, *box.words]
    previews = list(box.previews)
    filled = box.which.change(open_prompt, box.which, [*box.words, box.remove], **QUIET)
    filled.then(page.bind(preview), shown, previews, **QUIET)
    page.questions.change(page.bind(offer_questions), page.questions, box.question, **QUIET).then(
        page.bind(preview), shown, previews, **QUIET
    )
    retrieval.change(page.bind(offer_bases), [retrieval, box.knowledge], box.knowledge, **QUIET)
    typed = [field.change for field in (*box.words, box.question, box.knowledge)]
    gr.on(typed, page.bind(preview), shown, previews, trigger_mode="always_last", **QUIET)
    gr.on(None, page.bind(offer_prompts), None, [box.which, offered], **QUIET)
    opened = gr.on(None, open_prompt, box.which, [*box.words, box.remove], **QUIET)
    opened.then(page.bind(preview), shown, previews, **QUIET)
    kept = [box.which, offered, box.name, box.banner]
    box.keep.click(page.bind(keep), [offered, box.name, *box.words], kept, **QUIET)
    box.remove.click(page.bind(remove), [offered, box.which], kept, **QUIET)


# -- handlers -------------------------------------------------------------------------------------------------------


def open_prompt(name: str | None) -> list[Any]:
    """The words of a prompt, for their fields, and whether it can be deleted; one that was deleted leaves its words."""
    if not name:
        return [gr.skip()] * 9 + [gr.update(visible=False)]
    return [*fields(template(name)), gr.update(visible=name in own_names())]


def preview(page: Page, loaded: Loaded | None, number: int, base: str, *words: Any) -> tuple[str, str]:
    """What a model is sent for the question, in Japanese and in English."""
    ja, en = (
        _preview(page, language, _question(page, loaded, number, language), base, words) for language in LANGUAGES
    )
    return ja, en


def keep(page: Page, chosen: list[str], name: str, *words: Any) -> tuple[Any, Any, Any, str]:
    """Keeps the words under a name, and chooses that prompt for the run; or says why not."""
    try:
        kept = keep_prompt(draft(name, words)).name
    except NarabeError as error:
        return gr.skip(), gr.skip(), gr.skip(), failure(page.labels, "prompts.not_kept", error)
    banner = render("banner", page.labels, kind="ok", title=page.labels("prompts.kept", name=kept), text="")
    known = choices.prompts(page.labels)
    taken = gr.update(choices=known, value=list(dict.fromkeys([*chosen, kept])))
    return gr.update(choices=known, value=kept), taken, "", banner


def remove(page: Page, chosen: list[str], name: str | None) -> tuple[Any, Any, Any, str]:
    """Deletes a prompt of the user's own; its words stay in the fields, and its name beside the button that keeps."""
    try:
        remove_prompt(name or "")
    except NarabeError as error:
        return gr.skip(), gr.skip(), gr.skip(), failure(page.labels, "prompts.not_removed", error)
    title, note = page.labels("prompts.removed", name=name), page.labels("prompts.removed_note")
    known = choices.prompts(page.labels)
    left = gr.update(choices=known, value=[one for one in chosen if one != name])
    banner = render("banner", page.labels, kind="ok", title=title, text=note)
    return gr.update(choices=known, value=None), left, name, banner


def offer_prompts(page: Page) -> tuple[Any, Any]:
    """The prompts that there are now, for both choices: others may have been kept since the app was started."""
    known = gr.update(choices=choices.prompts(page.labels))
    return known, known


def offer_questions(page: Page, loaded: Loaded | None) -> Any:
    """The loaded questions, for the preview."""
    return gr.update(choices=_questions(page, loaded), value=0)


def offer_bases(page: Page, chosen: list[str], now: str) -> Any:
    """The knowledge bases chosen for the run, for the preview; one that was just chosen is shown."""
    named = [name for name in chosen if name != NO_RETRIEVAL]
    value = now if now in named else named[-1] if named else NO_RETRIEVAL
    return gr.update(choices=_bases(page, chosen), value=value)


# -- between fields and prompts -------------------------------------------------------------------------------------


def draft(name: str, words: Sequence[Any]) -> Template:
    """The prompt that the fields hold.

    Raises:
        SettingsError: see `edited`.
    """
    chat, *written = words
    return edited(name, {"ja": _wording(written[:4]), "en": _wording(written[4:])}, chat=bool(chat))


def fields(chosen: Template) -> list[Any]:
    """What stands in the fields for a prompt, in the order of `PromptBox.words`."""
    return [chosen.chat, *_fields(chosen.wordings["ja"]), *_fields(chosen.wordings["en"])]


def _fields(wording: Wording) -> list[str]:
    marks = "\n".join(mark.replace("\\", "\\\\").replace("\n", "\\n") for mark in wording.stop)
    return [wording.system, wording.text, wording.passages, marks]


def _wording(written: Sequence[str]) -> Wording:
    system, text, passages, stop = (field or "" for field in written)
    marks = [mark.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\") for mark in stop.split("\n")]
    return Wording(text, passages, tuple(mark for mark in marks if mark), system)


def _questions(page: Page, loaded: Loaded | None) -> list[tuple[str, int]]:
    questions = loaded.questions.questions[:OFFERED] if loaded and loaded.questions else ()
    sides = [(question.no, next(iter(question.sides.values())).text) for question in questions]
    listed = [(f"{no}  {' '.join(text.split())[:60]}", place) for place, (no, text) in enumerate(sides)]
    return listed or [(page.labels(f"prompts.example_{page.labels.language}"), 0)]


def _question(page: Page, loaded: Loaded | None, number: int | None, language: Language) -> str | None:
    questions = loaded.questions.questions if loaded and loaded.questions else ()
    if not questions:
        return page.labels(f"prompts.example_{language}")
    side = questions[min(number or 0, len(questions) - 1)].sides.get(language)
    return side.text if side else None


def _bases(page: Page, chosen: Sequence[str]) -> list[tuple[str, str]]:
    named = [name for name in chosen if name != NO_RETRIEVAL]
    return [(knowledge_label(page.labels, name), name) for name in (NO_RETRIEVAL, *named)]


def _preview(page: Page, language: Language, question: str | None, base: str, words: Sequence[Any]) -> str:
    if question is None:
        return ""
    values: dict[str, Any] = {"language": language, "knowledge": base != NO_RETRIEVAL, "fault": ""}
    try:
        chosen = draft(DRAFT, words)
        knowledge = open_knowledge(planned(Arm(retrieval=shelf.folder(base))))
        sent = put(chosen, language, [question], knowledge=knowledge, model=None, decoding=Decoding())[0]
    except NarabeError as error:
        values["fault"] = message(page.labels, error)
        return render("sent", page.labels, **values, messages=(), chat=False, passages=())
    messages = chosen.messages(language, question, sent.context) if chosen.chat else (Message("user", sent.text),)
    return render("sent", page.labels, **values, messages=messages, chat=chosen.chat, passages=sent.passages)
