"""A collection of odd files, made anew by the tests: what people's files are like when nobody has tidied them up.

`python -m tests.data.make FOLDER` writes them, so that `python -m app check` can be tried on each.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import xlsxwriter
import xlwt

HEADERS = ("NO", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)", "type")
TOKYO = (1, "日本の首都はどこですか？", "東京", "What is the capital of Japan?", "Tokyo", "open_qa")
APPLE = (2, "りんごは果物ですか？", "はい", "Is an apple a fruit?", "Yes", "classification")
RAW = {
    "NO": [1, 2, 3],
    "instruction(jp)": ["日本の首都はどこですか？", "空は何色ですか？", "1足す1はいくつですか？"],
    "type": ["open_qa", "open_qa", "classification"],
    "Referece": ["東京", "青", "2"],
    "Answer": ["Tokyo", "空は青いです。", None],
}
Text = Callable[[], bytes]


def raw_workbook() -> bytes:
    """The output of the original experiment's script: what pandas writes, with its row index."""
    stream = io.BytesIO()
    pandas.DataFrame(RAW).to_excel(stream, sheet_name="Sheet_name_1")
    return stream.getvalue()


def workbook(change: Callable[[Any, Any], None] | None = None, rows: tuple[tuple[Any, ...], ...] = ()) -> bytes:
    """A tidy .xlsx with two questions, changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows or (HEADERS, TOKYO, APPLE):
        sheet.append(list(row))
    if change is not None:
        change(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _merged(book: Any, sheet: Any) -> None:
    sheet.merge_cells("F2:F3")


def _hidden(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def _formula(book: Any, sheet: Any) -> None:
    sheet["C2"] = '=CONCATENATE("東","京")'


def _sheets(book: Any, sheet: Any) -> None:
    other = book.create_sheet("予備")
    for row in (HEADERS[:3], (1, "犬は英語で何ですか？", "dog")):
        other.append(row)


def _untidy(book: Any, sheet: Any) -> None:
    sheet["B2"] = " 日本の首都は\u200bどこですか？"
    sheet["C3"] = "Yes, it is indeed"
    sheet["E3"] = "はい"
    sheet["A5"], sheet["B5"], sheet["D5"] = 3, "りんごは果物ですか？", "Is an apple a fruit?"
    sheet["A6"], sheet["B6"], sheet["C6"], sheet["D6"], sheet["E6"] = 4, TOKYO[1], TOKYO[2], TOKYO[3], TOKYO[4]


def macros() -> bytes:
    """A workbook with a part for macros in it."""
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0" * 64)
    return stream.getvalue()


def dates() -> bytes:
    """Numbers, percentages and dates stored as such."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("数と日付")
        sheet.write_row(0, 0, ["NO", "質問", "正解"])
        sheet.write_column(1, 0, [1, 2, 3])
        sheet.write_column(1, 1, ["いつですか？", "何割ですか？", "何年ですか？"])
        sheet.write_datetime(1, 2, datetime(2024, 5, 3), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        sheet.write_number(2, 2, 0.25, book.add_format({"num_format": "0%"}))
        sheet.write_number(3, 2, 1776.0)
    return stream.getvalue()


def old_excel() -> bytes:
    """An .xls with a date, merged cells, and a hidden row."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("質問")
    for row, values in enumerate((HEADERS, TOKYO, APPLE)):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    sheet.write(3, 0, 3)
    sheet.write(3, 1, "いつですか？")
    sheet.write(3, 2, datetime(2024, 5, 3), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(3, 3, "When?")
    sheet.write(3, 4, 0.5, xlwt.easyxf(num_format_str="0%"))
    sheet.write_merge(3, 4, 5, 5, "open_qa")
    sheet.row(2).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def open_document(manifest: str = "<manifest/>") -> bytes:
    """An .ods with a date, repeated and merged cells, a note, and a hidden row."""

    def text(value: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell>'

    note = "<office:annotation><text:p>覚え書き</text:p></office:annotation>"
    rows = [
        "".join(map(text, ("NO", "質問", "正解", "種別"))),
        '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="string">{note}<text:p>日本の<text:span>首都</text:span>は？</text:p>'
        "</table:table-cell>" + text("東京") + text("open_qa", ' table:number-rows-spanned="2"'),
        '<table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'
        + text("いつ<text:s/>ですか？")
        + '<table:table-cell office:value-type="date" office:date-value="2024-05-03"><text:p>2024年5月3日</text:p>'
        "</table:table-cell><table:covered-table-cell/>",
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows[:2])
    body += f'<table:table-row table:visibility="collapse">{rows[2]}</table:table-row>'
    body += '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    content = (
        f'<office:document-content {_SPACES}><office:body><office:spreadsheet><table:table table:name="表1">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return stream.getvalue()


def protected() -> bytes:
    """The beginning of what Excel writes when a password is set: an encrypted package within an old Office file."""
    names = "EncryptionInfo".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(names) + b"\0" * 900


def lines(*records: Mapping[str, Any]) -> bytes:
    """JSON Lines."""
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in records).encode()


def parquet() -> bytes:
    """A Parquet file with a list in it."""
    stream = io.BytesIO()
    rows = {"question": ["日本の首都は？", "空の色は？"], "answer": ["東京", "青"], "tags": [["a"], ["b", "c"]]}
    pandas.DataFrame(rows).to_parquet(stream)
    return stream.getvalue()


PROMPTFOO = {
    "evalId": "eval-1",
    "results": {
        "results": [
            {
                "provider": {"id": f"openai:{model}", "label": ""},
                "prompt": {"raw": "{{question}}", "label": "plain"},
                "vars": {"question": question, "expected": expected},
                "response": {"output": answer},
                "testIdx": index,
            }
            for model, answers in (("small", ("Tokyo", "青です")), ("large", ("東京", "青")))
            for index, ((question, expected), answer) in enumerate(
                zip((("日本の首都は？", "東京"), ("空の色は？", "青")), answers, strict=True)
            )
        ]
    },
}
HARNESS = [
    {
        "doc_id": index,
        "doc": {"question": question, "answer": target},
        "target": target,
        "arguments": {"gen_args_0": {"arg_0": f"Q: {question}\nA:", "arg_1": {"until": ["\n"]}}},
        "resps": [[f" {answer}\n"]],
        "filtered_resps": [answer],
        "filter": "none",
    }
    for index, (question, target, answer) in enumerate(
        [("What is the capital of Japan?", "Tokyo", "Tokyo"), ("What colour is the sky?", "Blue", "Green")]
    )
]
INSPECT_SAMPLES = [
    {
        "id": number,
        "epoch": 1,
        "input": question if number == 1 else [{"role": "user", "content": question}],
        "target": target,
        "output": {"choices": [{"message": {"role": "assistant", "content": answer}, "stop_reason": "stop"}]},
    }
    for number, question, target, answer in [
        (1, "What is the capital of Japan?", ["Tokyo", "Tokyo City"], "It is Tokyo."),
        (2, "空の色は？", "青", [{"type": "text", "text": "青いです。"}]),
    ]
]
INSPECT = {"version": 2, "status": "success", "eval": {"model": "m"}, "samples": INSPECT_SAMPLES}


def inspect_archive() -> bytes:
    """An .eval archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", json.dumps({"version": 2, "eval": {}}))
        for sample in INSPECT_SAMPLES:
            archive.writestr(f"samples/{sample['id']}_epoch_1.json", json.dumps(sample, ensure_ascii=False))
    return stream.getvalue()


_CSV = "NO,質問,正解\n1,日本の首都はどこですか？,東京\n2,りんごは果物ですか、野菜ですか。,果物\n"

GOOD: dict[str, bytes] = {
    "tidy.xlsx": workbook(),
    "raw.xlsx": raw_workbook(),
    "macros.xlsm": macros(),
    "merged.xlsx": workbook(_merged),
    "hidden.xlsx": workbook(_hidden),
    "sheets.xlsx": workbook(_sheets),
    "untidy.xlsx": workbook(_untidy),
    "dates.xlsx": dates(),
    "old.xls": old_excel(),
    "calc.ods": open_document(),
    "wrong-extension.csv": workbook(),
    "sjis.csv": _CSV.encode("cp932"),
    "euc.tsv": _CSV.replace(",", "\t").encode("euc_jp"),
    "utf16.csv": _CSV.encode("utf-16"),
    "bom.csv": _CSV.encode("utf-8-sig"),
    "swapped.csv": f"{','.join(HEADERS)}\n1,What is it?,A cat,これは何？,猫,t\n2,Who is he?,Ken,誰？,健,t\n".encode(),
    "dolly.jsonl": lines(
        {"index": "1", "category": "open_qa", "instruction": "首都は？", "input": "", "output": "東京"}
    ),
    "chat.jsonl": lines(
        {"messages": [{"role": "user", "content": "首都は？"}, {"role": "assistant", "content": "東京"}]}
    ),
    "table.parquet": parquet(),
    "promptfoo.json": json.dumps(PROMPTFOO, ensure_ascii=False).encode(),
    "harness.jsonl": lines(*HARNESS),
    "inspect.json": json.dumps(INSPECT, ensure_ascii=False).encode(),
    "inspect.eval": inspect_archive(),
}
"""Files that load, most of them with warnings."""

BAD: dict[str, bytes] = {
    "empty.xlsx": b"",
    "cut.xlsx": workbook()[:3000],
    "cut.xls": old_excel()[:3000],
    "cut.ods": open_document()[:700],
    "cut.json": b'[{"question": "x"}, {"quest',
    "protected.xlsx": protected(),
    "protected.ods": open_document("<manifest><encryption-data/></manifest>"),
    "formula.xlsx": workbook(_formula),
    "unknown-headers.xlsx": workbook(rows=(("番", "といかけ", "こたえ"), (1, "首都は？", "東京"))),
    "numbers-twice.xlsx": workbook(rows=(HEADERS, TOKYO, (1, *APPLE[1:]))),
    "picture.xlsx": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "broken-encoding.csv": b"\xff\xfeN\x00O\x00\x00\xd8",
    "open-quote.csv": b'NO,question\n1,"cut off',
}
"""Files that cannot be used, each explained."""


def write_all(folder: Path) -> list[Path]:
    """Write the whole collection."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in {**GOOD, **BAD}.items():
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    return paths


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
