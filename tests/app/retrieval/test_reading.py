"""Files of a knowledge base: every kind is read, bad ones are named, nothing outside the folder is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import NarabeError
from app.retrieval import texts as reading
from app.retrieval.texts import Source, read_folder, texts


def pdf(text: str) -> bytes:
    """A PDF of one page with one line."""
    stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def read(name: str, data: bytes | str) -> list[tuple[str, str]]:
    given = data.encode() if isinstance(data, str) else data
    return [(one.heading, one.text.strip()) for one in texts([Source(name, given)])]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.txt", "東京は首都である。", [("", "東京は首都である。")]),
        ("a.txt", "東京\n\n首都である。", [("東京", "首都である。")]),
        ("a.txt", "一行目\n二行目", [("", "一行目\n二行目")]),
        ("a.md", "# 東京\n\n首都。\n\n## 歴史\n\n江戸。", [("東京", "首都。"), ("東京 歴史", "江戸。")]),
        ("a.md", "まえがき\n# 東京\n首都。", [("", "まえがき\n# 東京\n首都。")]),
        ("a.csv", "名前,国\n東京,日本\n,\n", [("", "東京; 国: 日本")]),
        ("a.csv", "一行だけ,です\n", [("", "一行だけ; です")]),
        (
            "sjis.txt",
            "東京は日本の首都である。人口が多い。".encode("cp932"),
            [("", "東京は日本の首都である。人口が多い。")],
        ),
        ("a.PDF", pdf("Tokyo is the capital."), [("", "Tokyo is the capital.")]),
        ("empty.txt", " \n", []),
    ],
)
def test_every_kind_is_read(name: str, data: bytes | str, found: list[tuple[str, str]]) -> None:
    assert read(name, data) == found


def test_a_workbooks_rows_are_read_sheet_by_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.append(["city", "country"])
    sheet.append(["Tokyo", "Japan"])
    book.create_sheet("もう一つ").append(["川", "利根川"])
    book.save(tmp_path / "a.xlsx")
    found = texts(read_folder(tmp_path))
    assert [one.text for one in found] == ["Tokyo; country: Japan", "川; 利根川"]
    assert all(one.whole for one in found)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bad.pdf", b"no pdf"),
        ("bad.pdf", pdf("x")[:120]),
        ("bad.xlsx", b"PK\x03\x04 broken"),
        ("bad.md", b"\x00\x01\x02" * 50),
        ("bad.csv", '"open'),
    ],
)
def test_bad_files_are_named_together(name: str, data: bytes | str) -> None:
    given = data.encode() if isinstance(data, str) else data
    with pytest.raises(NarabeError, match=rf"{name}.*また{name}"):
        texts([Source(name, given), Source("good.txt", b"text"), Source(f"また{name}", given)])


def test_the_folder_is_all_that_is_read(tmp_path: Path) -> None:
    inside = tmp_path / "base"
    (inside / "深い").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "linked").symlink_to(tmp_path, target_is_directory=True)
    for name in (".hidden.txt", "~$open.xlsx", "image.png"):
        (inside / name).write_text("x", encoding="utf-8")
    (inside / "深い" / "東京.md").write_text("首都", encoding="utf-8")
    assert [source.name for source in read_folder(inside)] == ["深い/東京.md"]


def test_what_is_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("語" * 100, encoding="utf-8")
    for limit, value, said in (
        ("MAX_FILES", 2, "3 files"),
        ("MAX_TOTAL_BYTES", 500, "MB of files"),
        ("MAX_FILE_BYTES", 200, r"0\.txt: larger"),
    ):
        with monkeypatch.context() as patch, pytest.raises(NarabeError, match=said):
            patch.setattr(reading, limit, value)
            read_folder(tmp_path)
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 50)
    with pytest.raises(NarabeError, match=r"0\.txt: more than 50 characters"):
        texts(read_folder(tmp_path))


def test_no_folder_and_an_empty_one_are_named(tmp_path: Path) -> None:
    with pytest.raises(NarabeError, match=r"nowhere: no such folder"):
        read_folder(tmp_path / "nowhere")
    with pytest.raises(NarabeError, match=r"nothing to read → put \.txt"):
        read_folder(tmp_path)
