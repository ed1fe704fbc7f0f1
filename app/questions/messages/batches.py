"""Faults and doubts of a batch's answers and their questions."""

from __future__ import annotations

from app.questions.messages.message import Message

BATCH_MESSAGES = {
    "batch_output": Message(
        "error",
        "バッチ API の出力です。回答はありますが、質問がありません",
        "質問のファイルを --batch-input で指定するか（バッチの入力、または NO が custom_id のファイル）、"
        "入力と出力だけを入れたフォルダーを指定してください",
        "the file holds answers of a batch API, but not the questions that they belong to",
        "name their file with --batch-input (the batch's input, or a file whose NO is the custom_id), or give a folder "
        "with the input and the output",
    ),
    "no_batch": Message(
        "error",
        "--batch-input を指定しましたが、どちらのファイルもバッチ API の出力ではありません",
        "バッチの出力（各行に custom_id と response がある .jsonl）を指定してください",
        "--batch-input was given, but neither file is the output of a batch API",
        "give the batch's output (.jsonl, each line with custom_id and response)",
    ),
    "batch_of_others": Message(
        "error",
        "バッチの custom_id（{ids}）と一致する質問がありません（NO：{numbers}）",
        "質問のファイルの NO を custom_id と同じにしてください（2 言語の質問なら NO-ja と NO-en）",
        "no question has one of the batch's ids: {ids} (the questions' NO: {numbers})",
        "give the questions the ids as their NO (for questions in two languages, the ids are NO-ja and NO-en)",
    ),
    "batch_joined": Message(
        "warning",
        "バッチの回答を custom_id で {count} 問に対応させます（モデル：{models}）",
        "--model column で採点します",
        "the batch's answers are joined by custom_id to {count} questions (models: {models})",
        "--model column grades them",
    ),
    "batch_errors": Message(
        "warning",
        "バッチで失敗した要求には回答がありません（custom_id：{ids}、理由：{reasons}）",
        "もう一度送るか、そのままにしてください（エラーとして数え、回答とはみなしません）",
        "requests that failed in the batch have no answer (ids: {ids}; reasons: {reasons})",
        "send them again, or leave them: they count as errors, never as answers",
    ),
    "batch_unknown": Message(
        "warning",
        "質問にない custom_id の回答は使いません：{ids}",
        "質問のファイルを確認してください",
        "answers whose id no question has are not used: {ids}",
        "check the file of the questions",
    ),
    "batch_repeated": Message(
        "warning",
        "同じモデルの 2 回目以降の回答は使いません（custom_id：{ids}）",
        "回ごとに別のファイルに分けてください",
        "further answers of the same model to a question are not used (ids: {ids})",
        "put each round into a file of its own",
    ),
    "batch_missing": Message(
        "warning",
        "バッチに回答がない質問があります（NO：{numbers}）",
        "そのままでもかまいません（エラーとして数え、回答とはみなしません）",
        "the batch holds no answer to some questions (NO {numbers})",
        "nothing to do: they count as errors, never as answers",
    ),
    "last_message_only": Message(
        "warning",
        "指示（system）や前のやり取りを含む記録が {count} 件あります。最後のユーザーの発言だけを質問とします",
        "必要な文脈は質問に書いてください",
        "{count} records hold instructions or earlier turns; only the user's last message is the question",
        "write into the question what it needs of them",
    ),
}
