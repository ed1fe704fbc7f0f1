"""Faults and doubts of single cells."""

from __future__ import annotations

from app.questions.text import Text

CELL_TEXTS = {
    "blank_question": Text(
        "error",
        "the question is blank",
        "write the question, or clear the row",
        "質問が空白です",
        "質問を入力するか、行を空にしてください",
    ),
    "duplicate_number": Text(
        "error",
        "NO {no} stands in row {first} already",
        "give every question a number of its own",
        "NO {no} は {first} 行目と重複しています",
        "質問ごとに別の番号を付けてください",
    ),
    "formula_without_value": Text(
        "error",
        "the formula has no stored result",
        "open the workbook in Excel and save it, or replace the formula by its value",
        "数式の計算結果が保存されていません",
        "Excel で開いて保存し直すか、数式を値に置き換えてください",
    ),
    "carried_formula_without_value": Text(
        "warning",
        "the formula has no stored result; nothing is carried over",
        "open the workbook in Excel and save it",
        "数式の計算結果が保存されていないため、出力に引き継げません",
        "Excel で開いて保存し直してください",
    ),
    "error_value": Text(
        "warning",
        "the cell shows the error {value}",
        "correct the formula",
        "セルがエラー {value} を表示しています",
        "数式を直してください",
    ),
    "missing_number": Text(
        "warning",
        "the question has no NO; it is numbered {no}",
        "fill in the number",
        "NO がないため、{no} とします",
        "番号を入力してください",
    ),
    "side_missing": Text(
        "warning",
        "the question is blank in this language; it is asked in the other one only",
        "fill it in, if it should be asked in both",
        "この言語の質問が空白のため、もう一方の言語だけで質問します",
        "両方の言語で質問する場合は入力してください",
    ),
    "blank_reference": Text(
        "warning",
        "the reference is blank; the answer stays unjudged",
        "write the accepted answer",
        "正解が空白のため、回答は自動判定されません",
        "正解を入力してください",
    ),
    "blank_type": Text(
        "warning",
        "the type is blank, though other questions have one",
        "fill in the type",
        "ほかの質問には種別がありますが、ここは空白です",
        "種別を入力してください",
    ),
    "odd_type": Text(
        "warning",
        "the type “{value}” differs from “{usual}” only in notation; they are counted apart",
        "write both alike",
        "種別「{value}」は「{usual}」と表記だけが異なり、別の種別として集計されます",
        "表記をそろえてください",
    ),
    "long_type": Text(
        "warning",
        "the type is {length} characters long: a wrong column?",
        "use a short word such as open_qa or classification",
        "種別が {length} 文字あります。列がずれていませんか",
        "open_qa や classification のような短い語にしてください",
    ),
    "sides_swapped": Text(
        "warning",
        "the Japanese question holds no Japanese and the English one does: swapped?",
        "exchange the two texts",
        "日本語の質問に日本語がなく、英語の質問に日本語があります。入れ替わっていませんか",
        "二つの文を入れ替えてください",
    ),
    "spaces": Text(
        "warning",
        "spaces or line breaks at the ends of the text are left out",
        "remove them",
        "前後の空白や改行は取り除いて使います",
        "前後の空白や改行を削除してください",
    ),
    "bad_verdict": Text(
        "error",
        "“{value}” is no verdict",
        "choose correct, incorrect or unsure",
        "「{value}」は評価として使えません",
        "correct、incorrect、unsure のいずれかを選んでください",
    ),
    "bad_language_ok": Text(
        "error",
        "“{value}” is neither TRUE nor FALSE",
        "choose TRUE or FALSE, or leave the cell blank",
        "「{value}」は TRUE でも FALSE でもありません",
        "TRUE か FALSE を選ぶか、空白にしてください",
    ),
    "verdict_without_number": Text(
        "error",
        "the row has a verdict but no NO",
        "restore the number of the question",
        "評価がありますが、NO がありません",
        "質問の番号を元に戻してください",
    ),
}
