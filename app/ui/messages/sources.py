"""What goes wrong with files, knowledge bases and settings."""

from __future__ import annotations

OF_SOURCES: tuple[tuple[str, str], ...] = (
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
