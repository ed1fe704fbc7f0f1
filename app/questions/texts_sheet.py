"""Faults and doubts of a sheet and its columns."""

from __future__ import annotations

from app.questions.text import Text

SHEET_TEXTS = {
    "no_rows": Text(
        "error",
        "there are no questions",
        "put the column names in row 1 and the questions below",
        "質問がありません",
        "1 行目に列名、その下に質問を入力してください",
    ),
    "no_question_column": Text(
        "error",
        "there is no question column (found: {found})",
        "name the column “instruction(jp)” or “instruction(en)”",
        "質問の列がありません（見つかった列：{found}）",
        "列名を「instruction(jp)」または「instruction(en)」にしてください",
    ),
    "further_sheets": Text(
        "warning",
        "only the sheet “{used}” is read; not read: {others}",
        "put all questions on one sheet, if they belong together",
        "読み込むのはシート「{used}」だけです。読み込まないシート：{others}",
        "必要な質問は一つのシートにまとめてください",
    ),
    "rows_above_header": Text(
        "warning",
        "the rows above the column names (row {header}) are not read",
        "nothing to do, if no question stands there",
        "列名の行（{header} 行目）より上は読み込みません",
        "そこに質問がなければ、このままでかまいません",
    ),
    "no_such_column": Text(
        "error",
        "there is no column “{name}”",
        "check the names given for the columns",
        "列「{name}」がありません",
        "指定した列名を確認してください",
    ),
    "context_follows": Text(
        "warning",
        "the text of this column follows the question",
        "rename the column, if it should not be part of the question",
        "この列の文は質問の後に続けます",
        "質問に含めない場合は列名を変えてください",
    ),
    "duplicate_column": Text(
        "warning",
        "the column means the same as column {first}; it is carried over, but not used",
        "remove it, or number further accepted answers, e.g. “response(jp) 2”",
        "{first} 列と同じ意味の列です。出力には引き継ぎますが、使いません",
        "削除するか、別解なら「response(jp) 2」のように番号を付けてください",
    ),
    "unnamed_column": Text(
        "warning",
        "the column has no name; it is carried over as “{name}”",
        "name it in the header row",
        "列名がありません。「{name}」として出力に引き継ぎます",
        "見出し行に列名を付けてください",
    ),
    "orphan_reference": Text(
        "warning",
        "these are accepted answers in a language that has no question column; they are carried over, but not used",
        "add the question column of that language",
        "質問の列がない言語の正解です。出力には引き継ぎますが、使いません",
        "その言語の質問の列を追加してください",
    ),
    "answer_as_reference": Text(
        "warning",
        "there is no column of references; this column is taken as the references",
        "name it “response(jp)” or “response(en)” if that is right, and add references if not",
        "正解の列がないため、この列を正解として扱います",
        "正しければ「response(jp)」か「response(en)」に改名し、違えば正解の列を追加してください",
    ),
    "no_reference_column": Text(
        "warning",
        "there are no references in this language; its answers stay unjudged",
        "add a column “response({suffix})” with the accepted answers",
        "この言語の正解の列がありません。回答は自動判定されません",
        "正解を入れた列「response({suffix})」を追加してください",
    ),
    "no_number_column": Text(
        "warning",
        "there is no column NO; the questions are numbered by row",
        "add a column “NO”, so that the numbers stay when rows move",
        "NO 列がないため、行の順に番号を付けます",
        "行を動かしても番号が変わらないよう、「NO」列を追加してください",
    ),
    "columns_swapped": Text(
        "warning",
        "most of the Japanese questions hold no Japanese, and most of the English ones do: swapped columns?",
        "exchange the two column names",
        "日本語の質問の多くに日本語がなく、英語の質問の多くに日本語があります。列が入れ替わっていませんか",
        "二つの列名を入れ替えてください",
    ),
    "merged_cells": Text(
        "warning",
        "merged cells {ranges}: only the first cell of each holds a value, the others count as blank",
        "unmerge them and fill in every cell",
        "結合セル {ranges}：値は先頭のセルだけにあり、ほかは空白として扱います",
        "結合を解除し、すべてのセルに入力してください",
    ),
    "hidden_rows": Text(
        "warning",
        "hidden rows are read as well: {rows}",
        "delete them, if they should not be asked",
        "非表示の行も読み込みます：{rows}",
        "質問しない行は削除してください",
    ),
    "no_answers_sheet": Text(
        "error",
        "there is no sheet “Answers”",
        "choose a workbook that Narabe wrote",
        "シート「Answers」がありません",
        "Narabe が書き出したブックを選んでください",
    ),
    "no_verdict_columns": Text(
        "error",
        "the columns NO, arm and verdict are not there",
        "choose a workbook that Narabe wrote, with its columns as they were",
        "NO、arm、verdict の列がありません",
        "Narabe が書き出したブックを、列を変えずに使ってください",
    ),
}
