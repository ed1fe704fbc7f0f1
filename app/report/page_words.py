"""The words of a written report, in Japanese and English."""

from __future__ import annotations

from app.records import Language

WORDS: dict[str, tuple[str, str]] = {
    "title": ("評価レポート", "Report"),
    "rates": ("正解率", "Correct answers"),
    "rates_plot": ("正解率と95%区間", "Rates with 95 % intervals"),
    "type": ("種類", "Type"),
    "language": ("言語", "Language"),
    "arm": ("比較条件", "Arm"),
    "corrected": ("補正後の率", "Corrected rate"),
    "judged": ("自動判定", "Judged"),
    "verdict": ("人の評価", "Verdicts"),
    "uncertain": ("不確か", "Uncertain"),
    "unjudged": ("判定なし", "Unjudged"),
    "errors": ("エラー", "Errors"),
    "all": ("すべての種類", "all types"),
    "no_type": ("（なし）", "(none)"),
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
    "both": ("両言語", "both"),
    "mixed": ("混在", "mixed"),
    "other": ("その他", "other"),
    "none": ("なし", "none"),
    "comparisons": ("比較", "Comparisons"),
    "compared": ("比べたもの", "Compared"),
    "basis": ("根拠", "Basis"),
    "questions": ("問数", "Questions"),
    "difference": ("差（95%区間）", "Difference (95 % interval)"),
    "detectable": ("見つかる最小の差", "Detectable"),
    "p": ("p（McNemar 正確検定）", "p (exact McNemar)"),
    "p_repeated": ("p（質問単位の t 検定）", "p (t-test by question)"),
    "holm": ("p（Holm 補正、{n} 件）", "p (Holm, {n} comparisons)"),
    "ja_en": ("{arm}：日本語 − 英語", "{arm}: Japanese − English"),
    "arms": ("{first} − {second}（{asked}）", "{first} − {second} ({asked})"),
    "more": (
        "{name}：あと {n} 件で区間が ±{half:.0%} になります。",
        "{name}: {n} more answers would make the interval ± {half:.0%}.",
    ),
    "judge": ("自動判定と人の評価", "The judge against the verdicts"),
    "judge_numbers": (
        "評価 {n} 件：Brier {brier:.3f}、AUC {auc}。",
        "{n} verdicts: Brier score {brier:.3f}, AUC {auc}.",
    ),
    "reliability": ("信頼度図（点の数字は件数）", "Reliability (numbers are answers)"),
    "probability": ("判定の確率", "probability by the judge"),
    "share": ("人が正解とした割合", "correct by the verdicts"),
    "roc": ("ROC 曲線", "ROC curve"),
    "alarms": ("不正解のうち正解とされた割合", "incorrect ones taken for correct"),
    "hits": ("正解のうち見つかった割合", "correct ones found"),
    "confusion": ("質問の言語と回答の言語", "Language asked and language answered"),
    "asked": ("{asked}の質問", "asked in {asked}"),
    "answers": ("回答", "Answers"),
    "right_both": ("判定○ 評価○", "judged ○, verdict ○"),
    "too_kind": ("判定○ 評価×", "judged ○, verdict ×"),
    "too_strict": ("判定× 評価○", "judged ×, verdict ○"),
    "wrong_both": ("判定× 評価×", "judged ×, verdict ×"),
    "similarity": ("類似度と正誤（{basis}）", "Similarity of right and wrong answers ({basis})"),
    "similarity_plot": ("類似度ごとの件数", "Answers by similarity"),
    "correct": ("正解", "correct"),
    "incorrect": ("不正解", "incorrect"),
    "threshold": (
        "しきい値 {at:.2f} で {accuracy:.0%} が正しく分かれます（常に多いほうと答えると {majority:.0%}）。",
        "The threshold {at:.2f} is right on {accuracy:.0%} (always saying what most are: {majority:.0%}).",
    ),
    "threshold_useless": (
        "どのしきい値も、常に多いほうと答えること（{majority:.0%}）より目に見えては良くなりません。",
        "No threshold is clearly better than always saying what most are ({majority:.0%}).",
    ),
    "reviewers": ("レビュアー", "Reviewers"),
    "pair": ("組", "Pair"),
    "with_judge": ("{name} と自動判定", "{name} and the judge"),
    "n": ("件数", "n"),
    "same": ("一致", "Same"),
    "name": ("レビュアー", "Reviewer"),
    "verdicts": ("評価数", "Verdicts"),
    "leniency": ("正解とした割合の、ほかの人との差", "More often correct than others"),
    "seconds": ("1件の秒数（中央値）", "Seconds a verdict (median)"),
    "anchoring": (
        "判定を見ずに付けた評価 {blind} 件のうち、見たあとの変更 {changed} 件、うち自動判定に合わせた変更 {toward} 件"
        "（{low:.0%}～{high:.0%}）。",
        "Of {blind} verdicts given blind, {changed} were changed afterwards, {toward} of them to what was judged "
        "({low:.0%}–{high:.0%}).",
    ),
    "excluded": ("率に入らない回答", "In no rate"),
    "kind": ("理由", "Reason"),
    "error": ("エラー", "error"),
    "unanswered": ("未回答", "unanswered"),
    "unsure": ("人の評価が「判断できない」", "reviewer unsure"),
    "facts": ("設定と再現", "Settings, and how to repeat this"),
    "fact": ("項目", "What"),
    "value": ("値", "Value"),
    "command": ("再現するコマンド", "Command that repeats it"),
}


CAPTIONS = {"rates": "rates_plot", "languages": "confusion", "similarity": "similarity_plot"}
"""The words under plots whose names are no words."""


def caption(figure: str, language: Language) -> str:
    """What a plot is called."""
    return word(CAPTIONS.get(figure, figure), language)


def word(key: str, language: Language, **values: object) -> str:
    """A text in this language, filled in."""
    text = WORDS[key][0 if language == "ja" else 1]
    return text.format(**values) if values else text
