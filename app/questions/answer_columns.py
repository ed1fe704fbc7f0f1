"""Columns of answers by several models: `answer_gpt4`, 回答（Llama）, AI回答（日）, or just a model's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from app.questions.headers import MAX_NAME, folded, language_named, meaning
from app.records import Language

_WORDS = "answers?|predictions?|completions?|generations?|モデル回答|回答|解答|返答|応答|答え"
_WEAK = "outputs?|responses?|results?|出力|生成|生成結果|結果"
"""Words that stand for an answer only beside the name of a known model."""
_AFTER = re.compile(
    rf"(?:model[_ -]?)?(?P<word>{_WORDS}|{_WEAK})\s*\d{{0,2}}\s*[_\-:：/(【\[]\s*(?P<name>[^()\[\]【】]+?)\s*[)\]】]?",
    re.IGNORECASE,
)
_SPACED = re.compile(rf"(?P<word>{_WORDS}|{_WEAK})\s+(?P<name>\S.*)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?P<name>\S.*?)\s*[_\-:：/の]?\s*(?P<word>{_WORDS}|{_WEAK})", re.IGNORECASE)
_SPELLED = "日本語版?|英語版?|和文|英文"
"""Names of languages that may stand beside a word without anything between."""
_CODE = "ja|jp|jpn|en|eng|japanese|english|日|英|和|" + _SPELLED
_BRACKETED = re.compile(rf"\s*[(【\[]\s*(?P<language>{_CODE})\s*[)】\]]\s*", re.IGNORECASE)
_BETWEEN = r"\s*[\s_\-:：/・の,、]\s*"
_LAST = re.compile(
    rf"(?P<rest>.+?)(?:(?:{_BETWEEN}|(?<=[)】\]]))(?P<apart>{_CODE})|(?P<spelled>{_SPELLED}))", re.IGNORECASE
)
_FIRST = re.compile(
    rf"(?!(?:japanese|english)[ -])(?:(?P<apart>{_CODE}){_BETWEEN}|(?P<spelled>{_SPELLED}))(?P<rest>.+)", re.IGNORECASE
)
"""Not "Japanese StableLM", which is the name of a model."""
_MODEL = re.compile(
    r"モデル.|model[ _-]?[a-z0-9]$|(chat)?gpt|japanese[ -](stable|gpt|llama|mi[sx]tral)|"
    r"o[1345](-|$)|claude|gemini|gemma|palm\b|bard\b|(code)?llama|calm|open-?calm|qwen|mistral|mixtral|phi-?\d"
    r"|swallow|elyza|plamo|rinna|stablelm|deepseek|command-?r|vicuna|tanuki|sarashina|youri|nekomata|falcon|glm-?\d"
    r"|chatglm|internlm|grok|nova-?\d|llm-jp|h2ogpt|weblab|ca-?gpt|fugaku-?llm|kimi|hunyuan",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"score|スコア|採点|コメント|comment|備考|メモ|点|評価|判定|正誤|judge|verdict|similarity|類似|time|秒|token|cost|rank|順位|reason|理由"
    r"|latency|duration|時間|elapsed|length|文字数|長さ|price|料金|費用|accura|正解率|正答率|correct$|confidence|確信|信頼度"
    r"|rouge|bleu|bertscore|exact_?match|[_ ](f1|em|ms|len|id|error|errors|feedback|version|date|grade|rating)$",
    re.IGNORECASE,
)

_NOBODY = re.compile(
    r"model|モデル|(in|not[ _-]?)correct|wrong|false|distractors?|不正解|誤答|correct|"
    r"right|true|gold|ideal|best|input|sample|example|reference|expected|human|target|my|your|the|an?"
    r"|正しい|正解|正|入力|模範|想定|期待|参照|参考|人間|例|別|他の|追加",
    re.IGNORECASE,
)
"""What stands beside "answer" and is no model's name."""


_NUMBERED = re.compile(rf"(?:{_WORDS})[_ -]?[(]?[\d①-⑳][)]?|(?:{_WORDS})[_ -]?[a-z]", re.IGNORECASE)
_COMMENT = re.compile(
    r"解説|説明|備考|出典|根拠|理由|メモ|原文|本文|キーワード|explanation|rationale|note|comment|context|passage|source|hint|url|title|keyword",
    re.IGNORECASE,
)
MOSTLY = 0.5


def may_be_answers(header: str, texts: Sequence[str], references: Sequence[str], least: float = MOSTLY) -> bool:
    """Whether a column that says nothing reads like answers: numbered ones, or texts that hold the references.

    `texts` and `references` are those of the same rows; `least` is the share of rows whose references are held.
    """
    name = unicodedata.normalize("NFKC", header).strip()
    if _OTHER.search(name) or _COMMENT.search(name) or meaning(header) is not None:
        return False
    if _NUMBERED.fullmatch(name):
        return any(text.strip() for text in texts)
    pairs = [(folded(t), folded(r)) for t, r in zip(texts, references, strict=True) if t.strip() and r.strip()]
    held = sum(len(right) > 1 and right in said for said, right in pairs)
    return len(pairs) > 1 and held >= least * len(pairs)


class NamedAnswer(NamedTuple):
    """What a header says of an answer column: whose answers, and in which language, where it says that."""

    model: str
    language: Language | None = None


def without_language(text: str) -> tuple[str, Language | None]:
    """A name without the language that it says at its end, at its beginning or in brackets, and that language.

    >>> without_language("gpt-4o ja"), without_language("英語_Llama 3"), without_language("Japanese StableLM")
    (('gpt-4o', 'ja'), ('Llama 3', 'en'), ('Japanese StableLM', None))
    """
    if (inside := _BRACKETED.search(text)) and (rest := _BRACKETED.sub(" ", text, count=1).strip()):
        return rest, language_named(inside["language"])
    for pattern in (_LAST, _FIRST):
        if match := pattern.fullmatch(text):
            return match["rest"].strip(), language_named(match["apart"] or match["spelled"])
    return text, None


def named_answer(header: str) -> NamedAnswer | None:
    """The model whose answers a column holds, by its name; None for a column of something else.

    >>> named_answer("answer_gpt4"), named_answer("AI回答（日）"), named_answer("Llama-3")
    (NamedAnswer(model='gpt4', language=None), NamedAnswer(model='AI', language='ja'), \
NamedAnswer(model='Llama-3', language=None))
    """
    text = " ".join(unicodedata.normalize("NFKC", header).split())
    if not text or len(text) >= MAX_NAME or meaning(header) is not None or _OTHER.search(text):
        return None
    text, language = without_language(text)
    for pattern in (_AFTER, _SPACED, _BEFORE):
        found = pattern.fullmatch(text)
        name = found["name"].strip(" _-") if found else ""
        if language is None:
            name, language = without_language(name)
        weak = found is not None and re.fullmatch(_WEAK, found["word"], re.IGNORECASE) is not None
        if (weak or pattern is _SPACED) and not _MODEL.match(name):
            continue
        if name and not folded(name).isdigit() and not _NOBODY.fullmatch(name):
            return NamedAnswer(name, language)
    return NamedAnswer(text, language) if _MODEL.match(text) else None
