"""Faults of a file as a whole."""

from __future__ import annotations

from app.questions.text import Text

FILE_TEXTS = {
    "missing_file": Text(
        "error",
        "there is no such file",
        "check the path",
        "ファイルが見つかりません",
        "パスを確認してください",
    ),
    "not_a_file": Text(
        "error",
        "this cannot be read as a file ({reason})",
        "choose a file that you may read",
        "ファイルとして読み込めません（{reason}）",
        "読み取り権限のあるファイルを選んでください",
    ),
    "empty_file": Text(
        "error",
        "the file is empty",
        "save the workbook again, or choose another file",
        "ファイルの中身が空です",
        "ブックを保存し直すか、別のファイルを選んでください",
    ),
    "too_large": Text(
        "error",
        "the file is too large ({size} MB; at most {limit} MB)",
        "split it, or remove pictures and sheets that are not needed",
        "ファイルが大きすぎます（{size} MB、上限 {limit} MB）",
        "分割するか、不要な画像やシートを削除してください",
    ),
    "unpacks_too_large": Text(
        "error",
        "the file unpacks to more than {limit} MB",
        "if you trust it, copy the questions into a new workbook",
        "展開すると {limit} MB を超えます",
        "信頼できるファイルなら、質問を新しいブックにコピーしてください",
    ),
    "too_many_rows": Text(
        "error",
        "there are more than {limit} rows",
        "split the file, or delete the empty rows below the table",
        "行が {limit} 行を超えています",
        "ファイルを分割するか、表の下の空行を削除してください",
    ),
    "too_many_cells": Text(
        "error",
        "there are more than {limit} cells",
        "split the file, or delete what does not belong to the questions",
        "セルが {limit} 個を超えています",
        "ファイルを分割するか、質問に関係のない部分を削除してください",
    ),
    "too_many_columns": Text(
        "error",
        "there are more than {limit} columns",
        "delete the columns that are not needed",
        "列が {limit} 列を超えています",
        "不要な列を削除してください",
    ),
    "cell_too_long": Text(
        "error",
        "the cell holds more than {limit} characters",
        "shorten it",
        "セルの文字数が {limit} 文字を超えています",
        "短くしてください",
    ),
    "protected": Text(
        "error",
        "the workbook is protected with a password",
        "open it in Excel, remove the password (File, Info, Protect Workbook), and save",
        "ブックがパスワードで保護されています",
        "Excel で開き、［ファイル］→［情報］→［ブックの保護］でパスワードを解除して保存してください",
    ),
    "old_excel": Text(
        "error",
        "this is a workbook of Excel 97-2003 (.xls) or another old Office file",
        "save it as .xlsx in Excel",
        "Excel 97-2003 形式（.xls）などの古い Office ファイルです",
        "Excel で .xlsx 形式に保存し直してください",
    ),
    "binary_excel": Text(
        "error",
        "this is a binary workbook (.xlsb)",
        "save it as .xlsx in Excel",
        "バイナリ形式のブック（.xlsb）です",
        "Excel で .xlsx 形式に保存し直してください",
    ),
    "open_document": Text(
        "error",
        "this is an OpenDocument spreadsheet",
        "save it as .xlsx",
        "OpenDocument 形式の表計算ファイルです",
        ".xlsx 形式に保存し直してください",
    ),
    "strict_excel": Text(
        "error",
        "this workbook is saved as Strict Open XML",
        "save it as an ordinary Excel workbook (.xlsx)",
        "「Strict Open XML」形式で保存されています",
        "通常の「Excel ブック（.xlsx）」形式で保存し直してください",
    ),
    "damaged": Text(
        "error",
        "the workbook is cut off or damaged",
        "copy or download it again, or open it in Excel and save it",
        "ブックが途中で切れているか、壊れています",
        "もう一度コピーまたはダウンロードするか、Excel で開いて保存し直してください",
    ),
    "not_a_workbook": Text(
        "error",
        "this is neither an Excel workbook (.xlsx) nor a CSV file in UTF-8",
        "choose an .xlsx or .csv file",
        "Excel ブック（.xlsx）でも UTF-8 の CSV ファイルでもありません",
        ".xlsx か .csv のファイルを選んでください",
    ),
    "not_utf8": Text(
        "error",
        "the text is not in UTF-8 (byte {position})",
        "save it as “CSV UTF-8”, or as .xlsx",
        "文字コードが UTF-8 ではありません（{position} バイト目）",
        "「CSV UTF-8」または .xlsx で保存し直してください",
    ),
    "broken_csv": Text(
        "error",
        "the row cannot be read as CSV ({reason})",
        "look for a quotation mark that is not doubled or not closed, or save the file as .xlsx",
        "CSV として読み取れない行です（{reason}）",
        "閉じていない、または二重になっていない引用符を確認するか、.xlsx で保存し直してください",
    ),
}
