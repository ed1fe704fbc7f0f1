r"""What a reasoning model wrote → its reasoning, and the answer that follows it.

Reasoning stands in a block of its own (`<think>…</think>`, `◁think▷…◁/think▷`, a channel `analysis`), or before words
that announce the answer (`Final answer:`, 最終回答：, `\boxed{…}`). All steps take time linear in the text's length.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NAMES = r"(?:think|thinking|thought|thoughts|reasoning|scratchpad)"
_OPENS = rf"(?:<{_NAMES}>|◁think▷|\[THINK\]|<\|begin_of_thought\|>)"
_OPEN = re.compile(rf"^[ \t]{{0,8}}{_OPENS}", re.I | re.M)
_OPENED = re.compile(rf"{_OPENS}\s{{0,8}}\Z", re.I)
_CLOSES = rf"(?:</{_NAMES}>|◁/think▷|\[/THINK\]|<\|end_of_thought\|>)"
_CLOSE = re.compile(_CLOSES, re.I)
_LONE_CLOSE = re.compile(rf"(?:^[ \t]{{0,8}}{_CLOSES}|{_CLOSES}[ \t]{{0,8}}$)", re.I | re.M)
"""The end of reasoning that the prompt itself began: it ends a line or begins one."""
_TAGS = re.compile(rf"{_OPENS}|{_CLOSES}", re.I)
_CHANNEL = re.compile(r"<\|channel\|>([^<]{0,80})<\|message\|>")
_TOKEN = re.compile(r"<\|(?:channel|message|end|return|call|start|(?:begin|end)_of_solution)\|>(?:assistant\b)?")
_BARE_CHANNELS = re.compile(r"analysis(?=\S)")
_BARE_FINAL = re.compile(r"assistant(?:final(?=\S))")
"""The channels of a text whose special tokens were left out: `analysis…assistantfinal…`."""

_BEGIN = r"^[ \t>*#]{0,8}"
_FINALLY = re.compile(
    rf"{_BEGIN}(?:(?:the |my )?final answer(?: is)?|最終(?:的な)?(?:回答|解答|答え)(?:は)?)[ \t*]{{0,4}}"
    r"(?:[:：][ \t*]{0,4}|$)",
    re.I | re.M,
)
_ANSWER = re.compile(rf"{_BEGIN}(?:(?:the )?answer|答え|回答|解答|答)[ \t*]{{0,4}}[:：][ \t*]{{0,4}}", re.I | re.M)
_OTHER_FRAME = re.compile(
    rf"{_BEGIN}(?:next question|question|passage|context|質問|問題|問い?|資料)[ \t]{{0,3}}\d{{0,3}}[ \t]{{0,3}}[:：]"
    r"|</?[ \t]{0,3}(?:answer|prompt|question|response)s?[ \t]{0,3}>",
    re.I | re.M,
)
_BRACES = re.compile(r"\\(?:boxed|fbox)[ \t]{0,3}\{|\\[{}\\]|[{}]")
_AFTER_BOX = re.compile(r"[\s$.,。．、*!）)\]\\]*(?:です|である|となる|となります|になります)?[\s$.。．*!）)\]\\]*")
_WRAPPED = re.compile(r"\\(?:text|textbf|textit|mathrm|mathbf|mathsf|operatorname)[ \t]{0,3}\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac[ \t]{0,3}\{([^{}]{1,40})\}[ \t]{0,3}\{([^{}]{1,40})\}")
_SPACE = re.compile(r"\\[ ,;:!]|~")

_LONG = 60
"""How wide a text is, a Japanese character counting 2, that may be reasoning before `Answer:`."""
_SHORT = 40
"""The same before words that say “final”."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A text taken apart.

    Attributes:
        reasoning: what stands before the answer, without its tags; empty where nothing was reasoned.
        answer: what follows; the whole text where nothing was reasoned.
        finished: False where the text ends within its reasoning (cut at the token limit): then there is no answer.
    """

    reasoning: str
    answer: str
    finished: bool = True


def split_reasoning(raw: str) -> Reasoned:
    r"""The reasoning and the answer in `raw`; a text without reasoning is its own answer, character for character.

    Examples:
        >>> split_reasoning("<think>日本の首都は…</think>\n東京")
        Reasoned(reasoning='日本の首都は…', answer='東京', finished=True)
        >>> split_reasoning("<think>The capital is")
        Reasoned(reasoning='The capital is', answer='', finished=False)
        >>> split_reasoning(r"The answer is $\boxed{\text{Tokyo}}$.").answer
        'Tokyo'
        >>> split_reasoning("Final answer: Tokyo").answer
        'Final answer: Tokyo'
    """
    apart = _without_block(raw)
    if not apart.finished:
        return apart
    before, answer = _conclusion(apart.answer)
    return Reasoned("\n\n".join(filter(None, (apart.reasoning, before))), answer)


def answer_start(raw: str) -> int:
    """Where in `raw` the block of reasoning is over; 0 where there is none, its length where it never ends."""
    apart = _without_block(raw)
    if not apart.finished:
        return len(raw)
    at = raw.rfind(apart.answer) if apart.reasoning and apart.answer else 0
    return max(at, 0)


def opening_of(prompt: str) -> str:
    """The tag that a prompt ends with where it opens the reasoning itself (`<think>`); empty for other prompts."""
    match = _OPENED.search(prompt[-64:])
    return match[0] if match else ""


def _without_block(raw: str) -> Reasoned:
    if "<|channel|>" in raw:
        return _channels(raw)
    if _BARE_CHANNELS.match(raw) and (final := _last(_BARE_FINAL, raw)):
        return Reasoned(raw[len("analysis") : final.start()].strip(), raw[final.end() :].strip())
    opened = _OPEN.search(raw)
    closed = _last(_CLOSE if opened else _LONE_CLOSE, raw)
    if closed is not None:
        first = opened.start() if opened and opened.start() < closed.start() else 0
        thought, rest = raw[first : closed.end()], _TOKEN.sub("", raw[closed.end() :])
        again = _OPEN.search(rest)
        if again:
            rest, thought = rest[: again.start()], thought + rest[again.start() :]
        answer = rest.strip() or raw[:first].strip()
        return Reasoned(_TAGS.sub("", thought).strip(), answer, bool(answer) or again is None)
    if opened is not None:
        said = raw[: opened.start()].strip()
        return Reasoned(_TAGS.sub("", raw[opened.start() :]).strip(), said, bool(said))
    return Reasoned("", raw)


def _channels(raw: str) -> Reasoned:
    """A text in channels: `final` is the answer, the others (`analysis`, `commentary`) lead to it."""
    marks = list(_CHANNEL.finditer(raw))
    if not marks:
        return Reasoned("", raw)
    ends = [*(mark.start() for mark in marks[1:]), len(raw)]
    said: dict[bool, list[str]] = {True: [], False: []}
    for mark, end in zip(marks, ends, strict=True):
        text = _TOKEN.sub("", raw[mark.end() : end]).strip()
        said[mark[1].strip().startswith("final")].append(text)
    return Reasoned("\n\n".join(filter(None, said[False])), "\n".join(said[True]).strip(), bool(said[True]))


def _conclusion(text: str) -> tuple[str, str]:
    """What leads to the announced answer, and that answer; a text that announces none is all answer."""
    before, answer = "", text
    mark = _announcement(text)
    if mark is not None:
        before, answer = text[: mark.start()].strip(), text[mark.end() :].strip()
    boxed = _boxed(answer)
    if boxed is not None:
        lead, answer = boxed
        before = "\n\n".join(filter(None, (before, lead if _width(lead) > _LONG else "")))
    return before, answer


def _announcement(text: str) -> re.Match[str] | None:
    """The words after which the answer stands, at a line's start, where enough stands before and something after."""
    final = _last(_FINALLY, text)
    if final is not None and text[final.end() :].strip():
        leads = text[: final.start()]
        return final if _width(leads) > _SHORT and not _OTHER_FRAME.search(leads) else None
    marks = list(_ANSWER.finditer(text))
    if len(marks) != 1 or _OTHER_FRAME.search(text):
        return None
    leads, after = text[: marks[0].start()], text[marks[0].end() :].strip()
    return marks[0] if after and _width(leads) > max(_LONG, 2 * _width(after)) else None


def _boxed(text: str) -> tuple[str, str] | None:
    r"""What stands before the last `\boxed{…}` and what is in it; None where the text has none or goes on after it."""
    if "\\boxed" not in text and "\\fbox" not in text:
        return None
    spans = _box_spans(text)
    if not spans:
        return None
    start, inner, end = spans[-1]
    line = text.rfind("\n", 0, start) + 1
    if not _AFTER_BOX.fullmatch(text, end) or any(one[0] >= line for one in spans[:-1]):
        return "", _unboxed(text, spans)
    return text[:start].strip().rstrip("$\\[( "), _plain(text[inner : end - 1])


def _box_spans(text: str) -> list[tuple[int, int, int]]:
    """Start, start of the content, and end of each complete outermost box."""
    opened: list[tuple[int, int] | None] = []
    found: list[tuple[int, int, int]] = []
    for match in _BRACES.finditer(text):
        if match[0][0] == "\\" and match[0][-1] == "{" and len(match[0]) > 2:
            opened.append((match.start(), match.end()))
        elif match[0] == "{":
            opened.append(None)
        elif match[0] == "}" and opened and (box := opened.pop()) is not None:
            while found and found[-1][0] > box[0]:
                found.pop()
            found.append((*box, match.end()))
    return found


def _unboxed(text: str, spans: list[tuple[int, int, int]]) -> str:
    parts, at = [], 0
    for start, inner, end in spans:
        parts += [text[at:start], _plain(text[inner : end - 1])]
        at = end
    return "".join(parts) + text[at:]


def _plain(content: str) -> str:
    """The content of a box without the commands that only set it."""
    text = _FRACTION.sub(r"\1/\2", _WRAPPED.sub(r"\1", content))
    return _SPACE.sub(" ", text).replace("\\%", "%").replace("\\$", "$").strip()


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _width(text: str) -> int:
    """How wide a text is: a Japanese character counts 2, as it says about as much as two letters."""
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text.strip()[: 4 * _LONG])
