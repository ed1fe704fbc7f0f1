"""The words of the sheets `Summary` and `Reviewers`, and the columns of the first one's table."""

from __future__ import annotations

from collections.abc import Callable

from app.records import Language

ALL = "(all)"
"""Stands for all types, or both languages."""
TABLE = (
    "arm", "type", "language", "items", "answered", "errors", "judged", "unjudged", "judged correct", "judged rate",
    "judged low 95%", "judged high 95%", "judged correct, other language", "reviewed", "unsure", "verdict correct",
    "verdict rate", "verdict low 95%", "verdict high 95%", "verdict correct, other language",
)  # fmt: skip
PAIRS = ("text", *["plain"] * 6, "p")
PASS = ("text", "plain", "plain", "plain", "plain", "percent", "percent", "percent")
EXCLUDED = ("text", "plain", "plain", "plain", "plain")
TRUST = ("text", "plain", "percent", "number", "number", "number")

_JA = {
    ALL: "（すべて）",
    "arm": "比較条件",
    "arms": "比較条件（先 / 後）",
    "type": "種類",
    "language": "言語",
    "items": "項目",
    "answered": "回答",
    "errors": "エラー",
    "judged": "判定あり",
    "unjudged": "判定なし",
    "judged correct": "自動判定 正解",
    "judged rate": "自動判定 率",
    "judged low 95%": "自動判定 95% 下限",
    "judged high 95%": "自動判定 95% 上限",
    "judged correct, other language": "自動判定 正解（別の言語）",
    "reviewed": "評価済み",
    "unsure": "判断できない",
    "verdict correct": "評価 正解",
    "verdict rate": "評価 率",
    "verdict low 95%": "評価 95% 下限",
    "verdict high 95%": "評価 95% 上限",
    "verdict correct, other language": "評価 正解（別の言語）",
    "basis": "根拠",
    "judgement": "自動判定",
    "verdict": "評価",
    "judgement ja": "自動判定（日本語）",
    "judgement en": "自動判定（英語）",
    "verdict ja": "評価（日本語）",
    "verdict en": "評価（英語）",
    "questions": "質問",
    "both correct": "両方正解",
    "Japanese only": "日本語のみ",
    "English only": "英語のみ",
    "first only": "先のみ",
    "second only": "後のみ",
    "neither": "どちらも不正解",
    "repeated": "複数回たずねた質問：k 個の回答のうち少なくとも1つが正解になる確率（区間は質問単位）",
    "low 95%": "95% 下限",
    "high 95%": "95% 上限",
    "languages compared": "同じ質問での日本語と英語の比較（McNemar 正確検定、複数回たずねた質問では質問単位の t 検定）",
    "arms compared": "同じ質問での比較条件どうしの比較（McNemar 正確検定、複数回たずねた質問では質問単位の t 検定）",
    "left out": "率に入らない回答",
    "why": "分類",
    "answers": "件数",
    "reason": "理由",
    "error": "エラー",
    "unanswered": "未回答",
    "agreement": "一致の度合い",
    "between": "何の一致か",
    "observed": "一致率",
    "reviewers agree": "レビュアーどうし",
    "judge agrees": "自動判定と評価",
    "judge agrees blind": "自動判定と、判定を見る前の評価",
    "rests": "参照解答 第{references}版（0：ファイルのまま）、質問セット 第{version}版",
    "calibrated": "自動判定はこの実行の評価に合わせて調整されています：{name}",
    "rule": "評価は、裁定 ＞ 一致（二人以上が同じ） ＞ 最新 の順で決まります。",
    "moment": "評価の件数と率は数式で、Answers の評価欄に従って変わります。ほかの数値は書き出した時点のものです。",
    "chart": "正解率（95% 区間）",
    "reviewer": "レビュアー",
    "correct": "正解",
    "incorrect": "不正解",
    "correct rate": "正解とした割合",
    "compared": "ほかのレビュアーと比べた数",
    "agrees": "一致率",
    "judge compared": "自動判定と比べた数",
    "agrees with judge": "自動判定との一致率",
    "first": "最初 (UTC)",
    "last": "最後 (UTC)",
    "pairs": "二人ずつの一致",
}
_EN = {
    "arms": "arms (first / second)",
    "repeated": "Questions asked several times: how often at least one of k answers is right (intervals by question)",
    "languages compared": "Japanese against English on the same questions (exact McNemar test; t-test by question "
    "where questions were asked several times)",
    "arms compared": "Arms compared on the same questions (exact McNemar test; t-test by question where questions were "
    "asked several times)",
    "left out": "In no rate",
    "agreement": "Agreement",
    "reviewers agree": "reviewers among themselves",
    "judge agrees": "automatic judgement with the verdicts",
    "judge agrees blind": "automatic judgement with verdicts given before it was shown",
    "rests": "References version {references} (0: those of the file), question set version {version}",
    "calibrated": "Judgements adjusted to this run's verdicts (calibration): {name}",
    "rule": "Which verdict stands: adjudicated > agreed (two or more alike) > latest.",
    "moment": "Counts and rates of verdicts are formulas and follow the verdict cells of Answers; all else is as it "
    "was when this was written.",
    "chart": "Rate correct (95 % interval)",
    "compared": "compared with others",
    "agrees": "agreement with others",
    "judge compared": "compared with judgement",
    "agrees with judge": "agreement with judgement",
    "first": "first (UTC)",
    "last": "last (UTC)",
    "pairs": "Every two reviewers",
}


def words(language: Language) -> Callable[[str], str]:
    """A function: key → what it says in `language`; what is no key stays as it is."""
    table = _JA if language == "ja" else _EN
    return lambda key: table.get(key, key)
