"""Spreadsheets from strangers: what programs save is read, what was made to harm is refused at once."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from marketplace.adapters.sheets import MAX_BYTES, Line, read_sheet
from marketplace.core.errors import Invalid

QUICK_SECONDS = 1.5
"""Of a hostile file on a busy machine; most of it is the start of the child process."""


def workbook(*rows: tuple[object, ...]) -> bytes:
    """Make an .xlsx of texts and numbers."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            (sheet.write_string if isinstance(cell, str) else sheet.write_number)(number, column, cell)
    book.close()
    return buffer.getvalue()


def changed(change: Callable[[bytes], bytes], member: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Make an .xlsx and change one of its parts."""
    with zipfile.ZipFile(io.BytesIO(workbook(("Nama", "Harga"), ("Keripik", 15000)))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[member] = change(parts[member])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def row(text: bytes) -> bytes:
    return changed(lambda sheet: sheet.replace(b"</sheetData>", text + b"</sheetData>"))


def refused(data: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(Invalid) as caught:
        read_sheet(data)
    assert time.monotonic() - started < QUICK_SECONDS
    assert "file" in caught.value.errors
    return caught.value.code


def test_numbers_texts_and_blank_lines_of_a_workbook_keep_their_places() -> None:
    found = read_sheet(workbook(("Nama", "Harga"), (), ("Keripik\n150 g", 15000, 8991234567890, 1.5)))

    assert found == [Line(1, ("Nama", "Harga")), Line(3, ("Keripik\n150 g", "15000", "8991234567890", "1.5"))]


@pytest.mark.parametrize(
    "data",
    [
        "Nama;Harga\r\nTéh; 15.000 \r\n".encode("utf-8-sig"),
        "Nama,Harga\nTéh, 15.000 \n".encode(),
        "Nama;Harga\nTéh; 15.000 \n".encode("latin-1"),
        "Nama\tHarga\r\nTéh\t 15.000 \r\n".encode("utf-16"),
        '"Nama";"Harga"\n"Téh";" 15.000 "'.encode(),
    ],
    ids=["excel-id", "commas", "latin-1", "unicode-text", "quoted"],
)
def test_f29_a_csv_is_read_as_it_was_saved(data: bytes) -> None:
    assert read_sheet(data) == [Line(1, ("Nama", "Harga")), Line(2, ("Téh", " 15.000 "))]


def test_f29_quotes_and_line_breaks_stay_within_their_cell() -> None:
    found = read_sheet(b'Nama;Deskripsi\n"Kain ""lurik"";";"satu\r\ndua"\n\nTeh;x\n')

    assert found == [
        Line(1, ("Nama", "Deskripsi")),
        Line(2, ('Kain "lurik";', "satu\ndua")),
        Line(4, ("Teh", "x")),
    ]


def test_t63_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(lambda sheet: sheet + b" " * 60_000_000)
    dense = changed(lambda sheet: sheet + b" " * 20_000_000)

    assert len(bomb) < 100_000
    assert refused(bomb) == "sheet_bomb"
    assert refused(dense) == "sheet_bomb"


def test_t63_very_many_members_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for number in range(500):
            container.writestr(f"xl/{number}.xml", "")

    assert refused(buffer.getvalue()) == "sheet_bomb"


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>',
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b'<row r="3"><c r="XFD3"><v>1</v></c></row>',
    ],
    ids=["row-of-2-31", "far-corner", "last-row", "last-column"],
)
def test_t64_an_absurd_place_is_refused(cell: bytes) -> None:
    assert refused(row(cell)) in ("sheet_broken", "sheet_too_many_rows", "sheet_too_wide")


def test_f28_an_external_entity_is_neither_fetched_nor_shown() -> None:
    secret = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    hostile = changed(
        lambda sheet: sheet.replace(b"<worksheet", secret, 1).replace(
            b"</sheetData>", b'<row r="9"><c r="A9" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData>'
        )
    )

    assert refused(hostile) == "sheet_broken"


def test_f28_a_billion_laughs_does_not_grow() -> None:
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    doctype = b'<!DOCTYPE w [<!ENTITY a0 "ha">' + laughs + b"]><worksheet"
    hostile = changed(
        lambda sheet: sheet.replace(b"<worksheet", doctype, 1).replace(
            b"</sheetData>", b'<row r="9"><c r="A9" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData>'
        )
    )

    assert refused(hostile) == "sheet_broken"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet_empty"),
        (b"x" * (MAX_BYTES + 1), "sheet_too_big_bytes"),
        (b"PK\x03\x04 cut", "sheet_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "sheet_old"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "sheet_type"),
        (b"a;b\n" * 2_002, "sheet_too_many_rows"),
        (b";".join([b"x"] * 61), "sheet_too_wide"),
        (b"Nama\n" + b"x" * 50_000, "sheet_broken"),
    ],
)
def test_what_is_no_fitting_spreadsheet_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_another_office_file_is_no_spreadsheet() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        container.writestr("word/document.xml", "<w/>")

    assert refused(buffer.getvalue()) == "sheet_type"
