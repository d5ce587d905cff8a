"""Workbooks: what is read of a good one, why a bad one is refused, and that what we write is text and repeatable."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sitrep import workbook
from sitrep.workbook import Column, Row, Sheet, WorkbookError, rows, written

NOON = datetime(2018, 9, 5, 12)  # noqa: DTZ001 - cells have no time zones
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(fill: Callable[[Workbook], None]) -> bytes:
    """The bytes of a workbook as openpyxl saves it, filled by `fill`."""
    book, file = Workbook(), io.BytesIO()
    fill(book)
    book.save(file)
    return file.getvalue()


def changed(raw: bytes, part: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The workbook with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
        new.writestr(part, content, method)
    return file.getvalue()


PLAIN = written([Sheet("a", (Column("x"),), [["y"]])])


def sheet_of(inside: str, before: str = "") -> bytes:
    """A workbook whose one sheet is this XML."""
    xml = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'
    return changed(PLAIN, "xl/worksheets/sheet1.xml", xml.encode())


def test_cells_are_plain_values_and_rows_keep_their_numbers() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.title = "incidents"
        for row in (["place", "n", "day"], [], ["Idlib", 9, date(2018, 9, 4)], [None, 2.5, NOON]):
            sheet.append(row)
        sheet.append(["إدلب", True, None, None])

    assert rows(saved(fill)) == {"incidents": (
        Row(1, ("place", "n", "day")),
        Row(3, ("Idlib", 9, date(2018, 9, 4))),
        Row(4, (None, 2.5, date(2018, 9, 5))),
        Row(5, ("إدلب", "TRUE")),
    )}  # fmt: skip


def test_a_formula_is_its_stored_value_and_never_the_formula() -> None:
    cells = '<row r="1"><c r="A1"><f>4+5</f><v>9</v></c><c r="B1"><f>4+5</f></c><c r="C1"><v>1</v></c></row>'
    assert rows(sheet_of(cells)) == {"a": (Row(1, (9, None, 1)),)}


def test_hidden_sheets_are_left_out() -> None:
    def fill(book: Workbook) -> None:
        book.create_sheet("secret").sheet_state = "hidden"
        book.create_sheet("more")["B2"] = "x"

    assert rows(saved(fill)) == {"Sheet": (), "more": (Row(2, (None, "x")),)}


def locked(raw: bytes) -> bytes:
    """The workbook with the mark of a password on its first part."""
    at = raw.index(b"PK\x01\x02") + 8
    return raw[:at] + bytes([raw[at] | 1]) + raw[at + 1 :]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(("raw", "reason"), [
    (b"", "no workbook"),
    (b"a,b\n1,2\n", "no workbook"),
    (PLAIN[:400], "no workbook"),
    (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Excel file (.xls) or has a password"),
    (locked(PLAIN), "it has a password"),
    (changed(PLAIN, "xl/vbaProject.bin", b"x"), "macros"),
    (changed(PLAIN, "xl/macrosheets/sheet1.xml", b"<a/>"), "macros"),
    (changed(PLAIN, "xl/externalLinks/externalLink1.xml", b"<a/>"), "linked to other files"),
    (changed(PLAIN, "xl/more.xml", b"<a/>", zipfile.ZIP_LZMA), "packed in a way"),
    (changed(PLAIN, "xl/worksheets/sheet1.xml", b"<worksheet><row>"), "damaged"),
    (changed(PLAIN, "[Content_Types].xml", b"<Types/>"), "damaged"),
    (sheet_of("", ENTITIES), "xl/worksheets/sheet1.xml declares a document type"),
    (changed(PLAIN, "xl/worksheets/sheet1.xml", f"{ENTITIES}<a>&b;</a>".encode("utf-16")), "declares a document type"),
    (sheet_of('<row r="1"><c r="A1"><v>none</v></c></row>'), "damaged"),
    (sheet_of('<row r="1"><c r="IW1"><v>1</v></c></row>'), "row 1 has more than 256 columns"),
    (sheet_of('<row r="100001"><c r="A100001"><v>1</v></c></row>'), "more than 100,000 rows"),
])  # fmt: skip
def test_what_is_unsafe_or_damaged_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(WorkbookError, match=r".*".join(reason.split(" "))):
        rows(raw)


def test_a_zip_without_a_workbook_is_none() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(WorkbookError, match="it is no workbook"):
        rows(file.getvalue())


def test_too_many_parts_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(workbook.LIMIT_PARTS + 1):
            archive.writestr(f"{number}.xml", "")
    with pytest.raises(WorkbookError, match="1,001 parts; at most 1,000"):
        rows(file.getvalue())


@pytest.mark.parametrize("inside", [
    " " * 101_000_000,
    '<row r="1">' + "<c/>" * 1_000_000 + "</row>",
    "<row/>" * 1_000_000,
    ('<a:row xmlns:a="z">' + "<c/>" * 100_000 + "</a:row>") * 10,
], ids=["spaces", "columns", "rows", "strange rows"])  # fmt: skip
def test_a_bomb_costs_little_time_and_is_refused(inside: str) -> None:
    raw = sheet_of(inside)
    assert len(raw) < 500_000
    begun = time.perf_counter()
    with pytest.raises(WorkbookError, match="once unpacked|at once"):
        rows(raw)
    assert time.perf_counter() - begun < 2


def test_a_sheet_under_another_name_is_looked_over_too() -> None:
    types = zipfile.ZipFile(io.BytesIO(PLAIN)).read("[Content_Types].xml")
    raw = changed(PLAIN, "[Content_Types].xml", types.replace(b"worksheets/sheet1.xml", b"media/sheet1.png"))
    with pytest.raises(WorkbookError, match="declares a document type"):
        rows(changed(raw, "xl/media/sheet1.png", f"{ENTITIES}<a/>".encode()))


def test_a_picture_in_a_workbook_is_no_reason_to_refuse_it() -> None:
    assert rows(changed(PLAIN, "xl/media/image1.png", b"\x89PNG\r\n\x1a\n")) == rows(PLAIN)


def test_a_far_row_or_cell_fills_no_memory() -> None:
    assert rows(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999999"/>')) == {"a": (Row(1, (1,)),)}


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_no_text_becomes_a_formula(sign: str) -> None:
    raw = written([Sheet("a", (Column(sign),), [[sign]])])
    sheet = load_workbook(io.BytesIO(raw))["a"]
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_what_is_written_is_read_back() -> None:
    cells = ["إدلب \u202e", 9, 2.5, date(2018, 9, 4), None, "a\nb"]
    raw = written([Sheet("a", tuple(Column(name) for name in "uvwxyz"), [cells])])
    assert rows(raw)["a"][1] == Row(2, tuple(cells))


def test_what_no_cell_can_hold_is_spelt_out_or_cut() -> None:
    raw = written([Sheet("a", (Column("x"),), [["a\x00b\ud800"], ["x" * 40_000], [float("nan")], [1e308]])])
    bell, long, nothing, huge = (row.cells[0] for row in rows(raw)["a"][1:])
    assert bell == "a⟦U+0000⟧b⟦U+D800⟧"
    assert long == "x" * 32_766 + "…"
    assert nothing == "nan"
    assert huge == 1e308


def test_the_header_stays_and_lists_drop_down() -> None:
    columns = (Column("fact", 30), Column("ruling", 14, ("accept", "reject, with reason", "=x")))
    raw = written([Sheet("facts", columns, [["f1", None], ["f2", "accept"]])])
    book = load_workbook(io.BytesIO(raw))
    sheet = book["facts"]
    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [30, 14]
    assert not sheet.merged_cells.ranges
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, str(rule.sqref), rule.formula1) == ("list", "B2:B3", "lists!$A$1:$A$3")
    assert book["lists"].sheet_state == "hidden"
    assert [cell.value for cell in book["lists"]["A"]] == ["accept", "reject, with reason", "=x"]
    assert list(rows(raw)) == ["facts"]


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [Sheet("a", (Column("x", choices=("y",)),), [["y"], [date(2018, 9, 4)]])]
    once = written(sheets)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    assert written(sheets) == once
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_openpyxl_opens_late() -> None:
    program = "import sys, sitrep.workbook; print('openpyxl' in sys.modules)"
    root = Path(__file__).parent.parent
    ran = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
