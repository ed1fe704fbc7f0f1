"""How the layout of a table was read: rows, languages, choices, answers, references; most can be said otherwise."""

from __future__ import annotations

from app.questions.messages.message import Message

LAYOUT_MESSAGES = {
    "two_header_rows": Message(
        "warning",
        "列名が複数の行にわたっています（{rows} 行目）。まとめて読み込みます：{listing}",
        "違う場合は 1 行にまとめるか、列名の行を指定してください（--header-row）",
        "the column names stand in several rows ({rows}); they are read together: {listing}",
        "if that is wrong, write them in one row, or say which one holds them (--header-row)",
    ),
    "turned_table": Message(
        "warning",
        "列名が縦に並ぶ表のため、行と列を入れ替えて読み込みます：{listing}。行番号は元の列の順番です",
        "違う場合は、列名を 1 行に横に並べるか、列名の行を指定してください（--header-row）",
        "the table lies on its side (its names stand one below the other): rows and columns are exchanged: {listing}; "
        "a row's number is the place of its column",
        "if that is wrong, write the column names side by side in one row, or say which row holds them (--header-row)",
    ),
    "merged_filled": Message(
        "warning",
        "結合セル {ranges}：その値を各行の値として読み込みます",
        "先頭の行だけの値なら、結合を解除してください",
        "merged cells {ranges}: their value is taken for each of their rows",
        "unmerge them, if it belongs to the first row alone",
    ),
    "total_rows": Message(
        "warning",
        "合計などの行とみなして除きます：{rows}",
        "質問なら参照解答を入力してください",
        "rows that look like totals are left out: {rows}",
        "give them a reference, if they are questions",
    ),
    "heading_rows": Message(
        "warning",
        "見出しの行とみなして除きます：{rows}",
        "質問なら参照解答を入力してください",
        "rows that look like headings are left out: {rows}",
        "give them a reference, if they are questions",
    ),
    "note_rows": Message(
        "warning",
        "注記の行とみなして除きます：{rows}",
        "質問なら参照解答を入力してください",
        "rows that look like notes are left out: {rows}",
        "give them a reference, if they are questions",
    ),
    "header_again": Message(
        "warning",
        "列名を繰り返した行を除きます：{rows}",
        "その行を削除してください",
        "rows that repeat the column names are left out: {rows}",
        "delete them",
    ),
    "choices_read": Message(
        "warning",
        "各質問を選択肢（{names}）付きで質問します。正解を示す列：{key}{counting_ja}",
        "違う場合は列名を変えてください",
        "each question is asked with its choices ({names}); the right one is named by: {key}{counting}",
        "name the columns otherwise, if that is wrong",
    ),
    "choices_in_text": Message(
        "warning",
        "参照解答が質問文中の選択肢を指すため、その記号と文の両方を正しい答えとします（行：{rows}）",
        "それでよければ、そのままで構いません",
        "the references name options in the questions' texts; letter and text of each are accepted (rows: {rows})",
        "nothing to do, if that is right",
    ),
    "worked_solutions": Message(
        "warning",
        "参照解答が途中式つきの解答（最後の行が「#### 答え」）のため、最後の答えだけを参照解答とします（行：{rows}）",
        "それでよければ、そのままで構いません",
        "the references are worked solutions that end with “#### answer”; only that answer is accepted (rows: {rows})",
        "nothing to do, if that is right",
    ),
    "named_choices": Message(
        "warning",
        "列名がないため、質問・選択肢・正解を示す列の表として読み込みます（列：{names}）",
        "違う場合は 1 行目に列名を入れてください",
        "there are no column names; it is read as questions, their choices and the right letter ({names})",
        "put the column names in row 1, if that is wrong",
    ),
    "choices_not_taken": Message(
        "warning",
        "2 言語の質問に対して選択肢（{names}）の言語が分からないため、質問には付けません",
        "選択肢を質問文に書くか、言語ごとのファイルに分けてください",
        "the choices ({names}) are not put to the questions, which are in two languages: they do not say in which",
        "write the choices into the questions, or load a file for each language",
    ),
    "answers_read": Message(
        "warning",
        "複数のモデルの回答の列です。--model column でそれぞれを条件として採点します：{models}",
        "別の内容なら列名を変えてください",
        "the columns hold answers of several models; --model column grades each as an arm: {models}",
        "name the columns otherwise, if they hold something else",
    ),
    "model_sheets": Message(
        "warning",
        "シート（ファイル）{models} には同じ質問と、それぞれ別のモデルの回答があるため、まとめて読み込みます",
        "1 つだけ読み込むには、そのシートを指定してください（--sheet）",
        "the sheets (files) {models} hold the same questions, each with the answers of another model; they are read as "
        "one",
        "to read one alone, name it (--sheet)",
    ),
    "models_joined": Message(
        "warning",
        "列「{name}」が各行のモデルを示すため、行を {count} 問にまとめ、各モデルの回答を条件とします：{models}",
        "違う場合はその列の名前を変えてください",
        "the column “{name}” says the model of each row; the rows are read as {count} questions, each model's answers "
        "as an arm: {models}",
        "rename that column, if it holds something else",
    ),
    "models_apart": Message(
        "warning",
        "列「{name}」が各行のモデルを示しますが、同じ質問に 2 回答えたモデルがあるため、まとめません（行：{rows}）",
        "重複を除くか、回ごとに別のファイルに分けてください",
        "the column “{name}” says the model of each row, but one answered a question twice: the rows stay apart "
        "(rows: {rows})",
        "remove the repeated ones, or put each round into a file of its own",
    ),
    "answers_maybe": Message(
        "warning",
        "モデルの回答のような列ですが、採点しません（出力には引き継ぎます）",
        "採点する場合は「回答：{name}」のような列名にするか、列を指定してください（--columns answer.ja=…）",
        "the column reads like a model's answers, but is not graded (it is carried over)",
        "to grade it, name it “answer: {name}” or so, or say it (--columns answer.ja=…)",
    ),
    "answers_not_taken": Message(
        "warning",
        "モデルの回答の列のようですが、同じ名前の列があるか、その言語の質問がないため、採点しません",
        "採点する場合は列名を変えてください",
        "the column looks like answers of a model, but is not taken as such: another one is of the same name, or there "
        "are no questions in its language",
        "rename it, if it should be graded",
    ),
    "languages_joined": Message(
        "warning",
        "列「{name}」が各行の言語を示すため、{count} 組の行をそれぞれ 1 つの質問として読み込みます",
        "プレビューを確認してください。行ごとに読み込むには --join none を指定します",
        "the column “{name}” says the language of each row; {count} pairs of rows are read as one question each",
        "look at the preview; to read the rows apart: --join none",
    ),
    "languages_apart": Message(
        "warning",
        "列「{name}」が各行の言語を示しますが、どの行が同じ質問か分からないため、行ごとに 1 つの質問とします",
        "同じ質問の行には同じ NO を付けるか、順に組にしてください（--join order）",
        "the column “{name}” says the language of each row, but not which rows belong together: each is a question of "
        "its own",
        "give the rows of one question the same NO, or join them by their order (--join order)",
    ),
    "languages_left": Message(
        "warning",
        "列「{name}」が各行の言語を示しますが、指定どおり、行ごとに 1 つの質問とします",
        "組にする場合は --join no か --join order を指定してください",
        "the column “{name}” says the language of each row; as you said, each is a question of its own",
        "to join them: --join no, or --join order",
    ),
    "cells_split": Message(
        "warning",
        "列「{name}」などのセルに日本語と英語の両方があるため、言語ごとに分けて読み込みます",
        "プレビューを確認してください。分けずに読み込むには --join none を指定します",
        "the cells of “{name}” and others hold the texts of both languages; they are read as one question each in two "
        "languages",
        "look at the preview; to read them as they stand: --join none",
    ),
    "cells_left": Message(
        "warning",
        "列「{name}」のセルに日本語と英語の両方がありますが、1 つの日本語の質問として読み込みます",
        "同じ質問の 2 言語なら、言語ごとの列に分けてください",
        "the cells of “{name}” hold texts in Japanese and in English; each is read as one question in Japanese",
        "if they are the same question in two languages, write those into two columns",
    ),
    "sheets_joined": Message(
        "warning",
        "2 つのシートを {by_ja}で対応させ、{count} 問を日本語と英語の質問として読み込みます",
        "プレビューを確認してください。1 枚だけ読み込むには --join none またはシートを指定します（--sheet）",
        "the two sheets are joined by {by}: {count} questions are in both languages",
        "look at the preview; to read one sheet alone: --join none, or name it (--sheet)",
    ),
    "sheets_alone": Message(
        "warning",
        "一方のシートにしかない質問は、その言語だけで質問します（NO：{numbers}）",
        "もう一方のシートに同じ NO の行を追加してください",
        "questions that stand on one of the sheets only are asked in its language alone (NO {numbers})",
        "add them to the other sheet under the same NO",
    ),
    "sheets_apart": Message(
        "error",
        "シート「{first}」と「{second}」は同じ質問の 2 言語のようですが、どの行が対応するか分かりません",
        "NO で対応させる（--join no、両方に NO が必要）か、行の順で対応させる（--join order、同じ行数が必要）か、"
        "「{first}」だけを読み込んで（--join none）ください",
        "the sheets “{first}” and “{second}” seem to hold the questions in two languages, but not which rows belong "
        "together",
        "join them by NO (--join no, which needs it on both), by order (--join order, which needs as many rows), or "
        "read “{first}” alone (--join none)",
    ),
    "sheets_maybe": Message(
        "warning",
        "シート「{second}」は「{first}」の質問のもう一方の言語かもしれませんが、読み込みません",
        "同じ質問なら --join no（NO で対応）か --join order（行の順で対応）を指定してください",
        "the sheet “{second}” may hold the questions of “{first}” in the other language; it is not read",
        "if so, join them by NO (--join no) or by order (--join order)",
    ),
    "several_references": Message(
        "warning",
        "1 つのセルに複数の参照解答があるようですが、1 つの文として比較します（行：{rows}）。分けるとこうなります："
        "{split}",
        "このとおりに分けるか（--split-references auto）、「response({suffix}) 2」のような別の列にしてください",
        "references that read like several in one cell are compared as one text (rows: {rows}); split, they would be: "
        "{split}",
        "split them so (--split-references auto), or write each in a column of its own: “response({suffix})”, "
        "“response({suffix}) 2”, …",
    ),
    "references_split": Message(
        "warning",
        "1 つのセルにある複数の参照解答を分けて読み込みます（行：{rows}）：{split}",
        "分けない場合は --split-references none を指定してください",
        "several references in one cell are split (rows: {rows}): {split}",
        "to leave them whole: --split-references none",
    ),
}
