"""The words of the Results tab."""

TEXTS: dict[str, tuple[str, str]] = {
    "results.run": ("実行結果", "Run"),
    "results.download": ("Excel をダウンロード", "Download Excel"),
    "results.preparing": ("Excel を準備中…", "Preparing Excel…"),
    "results.review": ("レビューを開く", "Open in Review"),
    "results.empty": ("結果はまだありません。", "No results yet."),
    "results.empty_hint": (
        "「質問」タブで質問を読み込み、「実行」タブで実行すると、ここに集計表が表示されます。",
        "Load questions on the Questions tab and start them on the Run tab; the table appears here.",
    ),
    "results.unanswered_run": (
        "この実行にはまだ回答がありません。回答が届くと、ここに集計表が表示されます。",
        "This run has no answers yet. The table appears here as they arrive.",
    ),
    "results.closed": ("この実行は、先に自分で判定する設定です。", "This run is reviewed blind."),
    "results.closed_hint": (
        "自分の担当分を評価し終えると、結果を見られます。評価リーダーと管理者は、いつでも見られます。",
        "Its results open once you have decided your part; to its lead and to admins they always are.",
    ),
    "results.table": ("正解数（種類・言語別）", "Correct answers by type and language"),
    "results.going": (
        "実行中：これまでの回答だけを集計しています",
        "Still running: the table counts the answers so far",
    ),
    "results.type": ("種類", "Type"),
    "results.language": ("言語", "Language"),
    "results.judged": ("自動判定", "Automatic judgement"),
    "results.verdict": ("人の評価", "Reviewers’ verdicts"),
    "results.correct": ("正解 / 件数", "correct / n"),
    "results.rate": ("正解率と95%区間", "rate and 95 % interval"),
    "results.other": ("うち別言語", "in other language"),
    "results.uncertain": ("不確か {n}件", "{n} uncertain"),
    "results.as_judged": ("判定どおりなら {rate}", "{rate} as judged"),
    "results.bounds": ("95%区間 {low}–{high}", "95 % interval {low}–{high}"),
    "results.note_uncertain": (
        "自動判定が迷った回答があるときは、それらがすべて不正解だった場合からすべて正解だった場合までの幅で正解率を示します。",
        "Where the judge is unsure of some answers, the rate is a range: from all of those being wrong to all "
        "being right.",
    ),
    "results.unjudged": ("判定なし", "Not judged"),
    "results.unsure": ("判断できない", "Unsure"),
    "results.errors": ("エラー", "Errors"),
    "results.missing": ("未回答", "Unanswered"),
    "results.no_type": ("種類なし", "no type"),
    "results.all_types": ("すべての種類", "All types"),
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
        "件数は「正解」か「不正解」と決まった回答だけです。判定なし・判断できない・エラー・未回答は不正解に数えません。",
        "n counts only answers decided as correct or incorrect. What is not judged, unsure, an error or unanswered "
        "never counts as incorrect.",
    ),
    "results.note_interval": (
        "帯は95%信頼区間（Wilson）です。質問が少ないほど広くなり、帯が重なる程度の差は、偶然かもしれません。",
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
    "results.shift": (
        "この実行の正解の割合に合わせて自動判定を補正する",
        "Correct the judgements to this run’s share of right answers",
    ),
    "results.shift_hint": (
        "自動判定は正解が約半数のデータで学習しているため、正解がずっと少ない（多い）実行では甘く（厳しく）なりがちです。"
        "実行自身の確率から割合を推定して補正します。",
        "The judge learned from a mix in which about half is right, so it leans towards that where far fewer, or more, "
        "are; this estimates the run’s own share from its probabilities and restates them.",
    ),
    "results.shifted": ("補正済みの判定で数えています。", "Counted by the corrected judgements."),
    "results.base_rates": ("補正した正解率の推定：", "Estimated share of right answers:"),
    "results.colon": ("：", ": "),
    "results.habits": (
        "回答 {total}件のうち {n}件は、複数の候補を並べる（{several}件）か、質問を繰り返すだけ（{echo}件）です。",
        "{n} of {total} answers list several options ({several}) or repeat the question ({echo}).",
    ),
    "results.habits_open": ("レビューで見る", "See them in Review"),
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
    "results.p_small_judged": (
        "自動判定では{language}のほうが正解が多く出ました。判定の誤りがなければ、偶然ではめったに起こらない差です。",
        "By the judgements {language} is right more often; if they erred nowhere, chance alone would rarely do that.",
    ),
    "results.corrected": ("補正後の率", "Corrected rate"),
    "plots.title": ("図", "Plots"),
    "results.p_large": ("この差は偶然でも起こりえます。", "Chance alone could make this difference."),
    "results.p_none": ("違いの出た質問はありません。", "No question tells them apart."),
    "results.references": (
        "参照解答 v{n}：レビューでの追加・取消が {n}回あり、判定はこの版によります。",
        "References v{n}: reviewers accepted or withdrew {n} times; the judgements rest on this version.",
    ),
    "results.references_file": (
        "参照解答はファイルのものです（v0：レビューでの追加はまだありません）。",
        "The references are those of the file (v0: reviewers have added none).",
    ),
    "results.calibrated": (
        "自動判定は、この実行の評価に合わせて調整されています：{rule}",
        "The judgements are adjusted to this run’s verdicts: {rule}",
    ),
    "results.download_questions": ("質問を参照解答つきで保存", "Questions with added references"),
    "arms.title": ("比較条件・実行どうしの比較", "Arms and runs side by side"),
    "arms.intro": (
        "2つの比較条件の回答を質問ごとに並べ、違う語に印を付けます。同じ質問の別の実行とも比べられます。"
        "← → で移動できます。",
        "The answers of two arms, of this run or of another one of the same questions, with the words that differ "
        "marked. ← and → move.",
    ),
    "arms.first": ("比較条件 A", "Arm A"),
    "arms.second": ("比較条件 B", "Arm B"),
    "arms.filter": ("表示する質問", "Questions"),
    "arms.all": ("すべて", "All"),
    "arms.flipped": ("正誤が変わったもの", "Flipped"),
    "arms.differing": ("回答が違うもの", "Different answers"),
    "arms.same": ("異なる2つの比較条件を選んでください。", "Choose two different arms."),
    "arms.both_right": ("両方正解", "both correct"),
    "arms.only_a": ("A だけ正解", "only A correct"),
    "arms.only_b": ("B だけ正解", "only B correct"),
    "arms.neither": ("両方不正解", "neither correct"),
    "arms.gained": ("B で正解に：NO", "right with B: NO"),
    "arms.lost": ("B で不正解に：NO", "wrong with B: NO"),
    "arms.place": ("{total}問中 {n}問目", "{n} of {total}"),
    "arms.outside": ("絞り込みの対象外", "outside the filter"),
    "arms.none": ("該当する質問はありません", "No questions here"),
    "arms.by_reviewer": ("人の評価", "verdict"),
    "arms.by_judge": ("自動判定", "judgement"),
    "arms.similarity": ("類似度 {value}", "similarity {value}"),
    "arms.review": ("レビューで開く", "Open in Review"),
    "similarity.title": ("類似度の分布", "Similarity of right and wrong answers"),
    "similarity.intro": (
        "参照解答とのコサイン類似度だけで正誤を分けると、どこまで当たるかを見ます。",
        "How far the cosine similarity to the reference alone would tell right answers from wrong ones.",
    ),
    "similarity.against": ("比べる参照解答", "Compared with"),
    "similarity.asked": ("質問と同じ言語のもの", "the reference in the language asked"),
    "similarity.closer": ("日英の近いほう", "the closer one of both languages"),
    "similarity.basis": ("正誤の根拠", "Right and wrong by"),
    "similarity.arm": ("比較条件", "Arm"),
    "similarity.few": (
        "正誤の決まった回答が {n} 件しかありません。{enough} 件から、しきい値に意味が出てきます。",
        "Only {n} answers are decided; from {enough} on, a threshold says something.",
    ),
    "similarity.useless": (
        "どのしきい値も、常に多いほうと答えること（{usual} 正しい）より、はっきりとは良くなりません。",
        "No threshold is clearly better than always saying what most answers are (right on {usual}).",
    ),
    "similarity.threshold": ("しきい値", "Threshold"),
    "similarity.n": ("{n}件", "{n} answers"),
    "similarity.chart": ("類似度ごとの正解と不正解の件数", "Right and wrong answers by similarity"),
    "similarity.above": ("しきい値以上", "at or above"),
    "similarity.below": ("しきい値未満", "below"),
    "similarity.precision": ("適合率", "precision"),
    "similarity.recall": ("再現率", "recall"),
    "similarity.accuracy": ("判別の正確度", "accuracy"),
    "similarity.basis_verdict": ("正解・不正解は人の評価によります。", "Right and wrong are the reviewers’ verdicts."),
    "similarity.basis_judgement": (
        "正解・不正解は自動判定によります。自動判定は類似度も使うので、参考程度にしてください。",
        "Right and wrong are the automatic judgement, which uses the similarity itself: take this as a hint only.",
    ),
    "similarity.note": (
        "最初のしきい値 {best} は、この実行の回答を最もよく分ける値です。別の回答では、精度が少し下がります。",
        "The first threshold, {best}, is the one that fits these answers best; on others it will do a little worse.",
    ),
    "agreement.title": ("自動判定をどこまで信頼できるか", "How far to trust the automatic judgement"),
    "agreement.judge": ("自動判定と人の評価", "Judgement and verdicts"),
    "agreement.reviewers": ("レビュアーどうし", "Reviewers among themselves"),
    "agreement.blind": ("自動判定を見ずに付けた評価", "Verdicts given blind"),
    "agreement.same": ("一致", "the same"),
    "agreement.of": ("/ {n}件", "of {n}"),
    "agreement.kappa": ("Cohen の κ", "Cohen’s κ"),
    "agreement.ac1": ("Gwet の AC1", "Gwet’s AC1"),
    "agreement.alpha": ("Krippendorff の α", "Krippendorff’s α"),
    "agreement.errors": (
        "自動判定は正解だが人は不正解：{kind}件。自動判定は不正解だが人は正解：{strict}件。",
        "Judged correct, but incorrect to the reviewer: {kind}. Judged incorrect, but correct to the reviewer: "
        "{strict}.",
    ),
    "agreement.no_judge": (
        "自動判定と人の評価の両方で決まった回答がまだありません。",
        "No answer is decided by both yet.",
    ),
    "agreement.raters": ("レビュアー {n}人", "{n} reviewers"),
    "agreement.no_reviewers": (
        "2人以上が評価した回答がまだありません。",
        "No answer has been decided by two reviewers yet.",
    ),
    "agreement.blind_n": ("評価", "verdicts"),
    "agreement.changed": ("判定を見て変更", "changed afterwards"),
    "agreement.toward": ("うち自動判定に合わせた", "to what was judged"),
    "agreement.blind_judge": (
        "見る前の評価は、自動判定と {share} 一致しています（{n}件）。",
        "Before they saw it, {share} agreed with the automatic judgement ({n} verdicts).",
    ),
    "agreement.no_blind": (
        "自動判定を見ずに付けた評価がありません。レビューの一覧の下にある「自動判定を見ずに評価」で付けられます。",
        "No verdict was given with the judgement hidden. “Blind first” is below the list in Review.",
    ),
    "agreement.note_chance": (
        "κ と α は偶然の一致を除いた値で、1 が完全な一致、0 が偶然と同じです。"
        "ほとんどが正解のように偏っていると低く出るので、偏りに強い AC1 も並べています。",
        "κ and α leave out agreement by chance: 1 is perfect, 0 is what chance gives. They fall when nearly all "
        "answers are of one kind, AC1 does not, so both stand here.",
    ),
    "agreement.note_level": (
        "短い回答の採点では、人どうしの一致は 87% ほど（κ 0.74）と報告されています。",
        "In grading short answers, people agree with each other in about 87 % of cases (κ 0.74), as reported.",
    ),
    "excluded.title": ("正解率の計算から除いた回答 {n}件", "Answers left out of the rates: {n}"),
    "excluded.error": ("エラー", "error"),
    "excluded.unanswered": ("未回答", "unanswered"),
    "excluded.unjudged": ("判定なし", "not judged"),
    "excluded.unsure": ("人の評価が「判断できない」", "reviewer unsure"),
}
