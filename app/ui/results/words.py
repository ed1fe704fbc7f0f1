"""The words of the Results tab."""

TEXTS: dict[str, tuple[str, str]] = {
    "results.run": ("実行結果", "Run"),
    "results.download": ("Excel をダウンロード", "Download Excel"),
    "results.preparing": ("Excel を準備中…", "Preparing Excel…"),
    "results.review": ("レビューを開く", "Open in Review"),
    "results.empty": ("結果はまだありません。", "No results yet."),
    "results.empty_hint": (
        "「質問」タブで質問を読み込み、「実行」タブで始めると、ここに集計表が出ます。",
        "Load questions on the Questions tab and start them on the Run tab; the table appears here.",
    ),
    "results.unanswered_run": (
        "この実行にはまだ回答がありません。回答が届くと、ここに集計表が出ます。",
        "This run has no answers yet. The table appears here as they arrive.",
    ),
    "results.table": ("正解数（種類・言語別）", "Correct answers by type and language"),
    "results.going": ("実行中：集計は今ある回答によるものです", "Still running: the table counts the answers so far"),
    "results.type": ("種類", "Type"),
    "results.language": ("言語", "Language"),
    "results.judged": ("自動判定", "Automatic judgement"),
    "results.verdict": ("人の評価", "Reviewers’ verdicts"),
    "results.correct": ("正解 / 件数", "correct / n"),
    "results.rate": ("正解率と95%区間", "rate and 95 % interval"),
    "results.other": ("うち別言語", "in other language"),
    "results.unjudged": ("判定なし", "Not judged"),
    "results.unsure": ("不明", "Unsure"),
    "results.errors": ("エラー", "Errors"),
    "results.missing": ("未回答", "Unanswered"),
    "results.no_type": ("種類なし", "no type"),
    "results.all_types": ("すべての種類", "All types"),
    "results.language_ja": ("日本語", "Japanese"),
    "results.language_en": ("英語", "English"),
    "results.language_both": ("両言語", "both"),
    "results.interval": (
        "正解率 {rate}、95%区間 {low}～{high}",
        "rate {rate}, 95 % interval {low} to {high}",
    ),
    "results.reviewed": (
        "回答 {total} 件のうち {done} 件を人が評価しました。",
        "{done} of {total} answers have a verdict.",
    ),
    "results.no_verdicts": (
        "まだ人の評価がありません。レビューで評価すると、この表に加わります。",
        "No verdicts yet. Grade some answers in Review and they are counted here.",
    ),
    "results.how_to_read": ("表の読み方", "How to read this"),
    "results.note_n": (
        "件数は「正解」か「不正解」と決まった回答だけです。判定なし・不明・エラー・未回答は不正解に数えません。",
        "n counts only answers decided as correct or incorrect. What is not judged, unsure, an error or unanswered "
        "never counts as incorrect.",
    ),
    "results.note_interval": (
        "帯は95%信頼区間（Wilson）です。問題数が少ないほど広くなり、帯が重なる差は偶然かもしれません。",
        "The band is the 95 % Wilson interval. Fewer questions make it wider; a difference between overlapping bands "
        "may be chance.",
    ),
    "results.note_other": (
        "「うち別言語」は、意味は正しいが質問と違う言語で答えたものです。正解に含めています。",
        "“In other language” are answers whose meaning is right but which are not in the language asked. They are "
        "counted as correct.",
    ),
    "results.note_both": (
        "両言語の合計には区間を付けません。同じ質問への2つの回答は独立ではないためです。",
        "Both languages together have no interval: two answers to one question are not independent.",
    ),
    "results.pairs": ("日本語と英語の比較（同じ質問どうし）", "Japanese against English, question by question"),
    "results.pair_basis": ("{basis}・{n}問", "{basis} · {n} questions"),
    "results.both_right": ("両方正解", "both correct"),
    "results.only_ja": ("日本語だけ正解", "only Japanese correct"),
    "results.only_en": ("英語だけ正解", "only English correct"),
    "results.neither": ("両方不正解", "neither correct"),
    "results.p_value": ("McNemar 正確検定 p {p}", "exact McNemar test: p {p}"),
    "results.p_small": (
        "{language}のほうが正解が多く、偶然とは考えにくい差です。",
        "{language} is right more often, and chance alone would rarely do that.",
    ),
    "results.p_large": ("この差は偶然でも起こりえます。", "Chance alone could make this difference."),
    "results.p_none": ("違いの出た質問はありません。", "No question tells them apart."),
}
