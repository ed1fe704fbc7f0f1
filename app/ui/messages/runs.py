"""What goes wrong with runs, prompts and the store."""

from __future__ import annotations

OF_RUNS: tuple[tuple[str, str], ...] = (
    # runs
    (
        "メモリーが足りませんでした → ほかのプログラムを終了するか、小さいモデルを選んでから、実行を再開してください",
        "the memory did not suffice → end other programs or choose a smaller model, then resume the run",
    ),
    (
        "直近24時間の回答が上限の {tokens} トークンに達しました（残り 0）→ 約 {hours} 時間後にお試しください",
        "your answers of the last 24 hours have {tokens} tokens or more, and none is left → again in {hours} h",
    ),
    (
        "直近24時間の全員の回答が上限の {tokens} トークンに達しました（残り 0）→ 約 {hours} 時間後にお試しください",
        "{tokens} tokens were generated here for all visitors in 24 hours, and none is left → again in {hours} h",
    ),
    (
        "{name} に{languages}の質問がありません → 別の言語を選んでください",
        "{name} has no questions in {languages} → choose another language",
    ),
    (
        "評価には名前が必要です → 画面の上で名前を入力してください",
        "a verdict needs a reviewer → say your name once at the top of the page",
    ),
    (
        "参照解答に加えるには名前が必要です → 画面の上で名前を入力してください",
        "a reference needs a reviewer → say your name once at the top of the page",
    ),
    (
        "{model} のファイルが、この実行を始めたときと違います → 新しい実行を始めてください",
        "the files of {model} are not those that this run began with → start a new run",
    ),
    (
        "比較条件が二つとも「{label}」になります（{both}）→ フォルダーの名前を変えてください",
        "two arms are both called “{label}” ({both}) → rename a folder",
    ),
    ("プリセット {name} はありません。あるもの：{names}。", "There is no preset {name}; there are: {names}."),
    ("{name} が二度指定されています → 一度だけにしてください", "{name} is named twice → name each run once"),
    (
        "{id} という実行はありません → python -m app runs で一覧できます",
        "no run has the id {id} → `python -m app runs` lists them",
    ),
    (
        "回答 {id} には参照解答にできる回答がありません → ページを再読み込みしてください",
        "item {id} has no answer to accept → reload the page",
    ),
    (
        "この回答はすでに参照解答です → 加える必要はありません",
        "the answer is a reference already → nothing to accept",
    ),
    ("サーバーが停止されました → 実行を再開してください", "the server was stopped → resume the run"),
    (
        "実行していたプロセスがなくなりました → 実行を再開してください",
        "the process that executed it is gone → resume the run",
    ),
    (
        "ディスクに空きがありません → 空きを作ってから、実行を再開してください",
        "the disk is full → make room, then resume the run",
    ),
    (
        "元の形式には言語が一つだけ入ります → 日本語か英語だけで実行または出力してください",
        "the original layout holds one language → run or export Japanese or English alone",
    ),
    (
        "元の形式には比較条件が一つだけ入ります → narabe 形式で出力してください",
        "the original layout holds one arm → export the layout “narabe”",
    ),
    # prompts
    ("{name} というプロンプトはありません。あるもの：{names}。", "There is no prompt {name}; there are: {names}."),
    (
        "{name} はプロンプトの名前にできません → 文字、数字、空白、点、ハイフンで 40 字以内にしてください",
        "{name} cannot be a prompt's name → up to 40 letters, digits, spaces, dots or hyphens",
    ),
    (
        "{name} は付属のプロンプトの名前です → 別の名前にしてください",
        "{name} is a prompt that comes along → choose another name",
    ),
    (
        "{name} は自分のプロンプトではありません → あるもの：{names}",
        "{name} is no prompt of your own → there are: {names}",
    ),
    (
        "プロンプトがすでに {count} 件あります → 不要なものの名前で保存してください",
        "there are {count} prompts already → use the name of one that is not needed",
    ),
    ("プロンプトを {folder} に保存できません（{reason}）", "the prompt cannot be kept in {folder} ({reason})"),
    ("プロンプト {name} を削除できません（{reason}）", "the prompt {name} cannot be deleted ({reason})"),
    (
        "プロンプト {name} には参考文を入れる場所がありません → 別のプロンプトか、検索なしを選んでください",
        "the prompt {name} has no place for passages → choose another, or no retrieval",
    ),
    ("{place}：{part} がないか、正しくありません。", "{place}: {part} is missing or wrong."),
    ("{limit} 字を超える部分があります", "a part is longer than {limit} characters"),
    (
        "{place}：波かっこが対になっていません → 波かっこそのものは {{{{ や }}}} と書いてください",
        "{place}: a brace stands alone → write {{{{ or }}}} for a brace",
    ),
    (
        "{place}：{{{field}}} は使えません → 波かっこそのものは {{{{ や }}}} と書いてください",
        "{place}: unknown field {{{field}}} → write {{{{ and }}}} for braces",
    ),
    ("{place}：{{{field}}} がありません", "{place}: {{{field}}} is missing"),
    # the store
    (
        "{path}：書き込めません（{reason}）→ 書き込めるフォルダーを NARABE_HOME に設定してください",
        "{path}: cannot be written ({reason}) → set NARABE_HOME to a folder that can be",
    ),
    (
        "{path}：データベースを開けません（{reason}）→ バックアップから戻すか、別の場所へ移してください。"
        "場所は NARABE_HOME か NARABE_DATABASE_URL で変えられます",
        "{path}: the database cannot be opened ({reason}) → restore it from a backup, or move it away; "
        "NARABE_HOME or NARABE_DATABASE_URL name another place",
    ),
    (
        "NARABE_DATABASE_URL：{reason} → SQLAlchemy の URL にするか、設定を外してください",
        "NARABE_DATABASE_URL: {reason} → an SQLAlchemy URL, or unset it",
    ),
    (
        "{path}：新しい版の Narabe で作られています（{reason}）→ Narabe を更新してください",
        "{path}: {reason}: it was made by a newer version → update Narabe",
    ),
)
"""(Japanese, English), the narrower template first where two would fit."""
