"""Spreadsheets as seeds: the text that is made of them, what is told of columns, and which files are refused."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sitrep import sources
from sitrep.model import Document, Rejection
from sitrep.sources.table import lines
from sitrep.workbook import Cell, Column, Sheet, written

HEADER = "indicator,value,place,date,source\n"
ROW = "killed,9,Jisr al-Shughour,2018-09-04,local council\n"


def seed(folder: Path, name: str, raw: bytes | str) -> Document | Rejection:
    (folder / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    (found,) = sources.found([folder])
    return found


def refused(folder: Path, name: str, raw: bytes | str) -> str:
    found = seed(folder, name, raw)
    assert isinstance(found, Rejection), found
    return found.reason


def text(raw: bytes | str, name: str = "a.csv") -> str:
    return lines(raw.encode() if isinstance(raw, str) else raw, name).text


def book(rows: list[list[Cell]], title: str = "data") -> bytes:
    header, *below = rows
    return written([Sheet(title, tuple(Column(str(name)) for name in header), below)])


def test_a_row_is_a_line_with_file_and_row(tmp_path: Path) -> None:
    found = seed(tmp_path, "incidents.csv", HEADER + ROW)
    assert isinstance(found, Document)
    assert found.header.id == "incidents"
    assert found.header.title == "incidents.csv"
    assert found.header.language == "en"
    assert found.header.published is None
    assert found.header.signature == ""  # two tables of one form are no copies of each other
    assert found.text == (
        "incidents.csv, row 1: indicator · value · place · date · source\n"
        "incidents.csv, row 2: killed 9 · Jisr al-Shughour · 2018-09-04 · local council\n"
    )
    (row,) = found.rows
    assert row.name == "row 2"
    assert found.text[row.line.start : row.line.end] == found.text.splitlines()[1]
    assert found.text[row.quote.start : row.quote.end] == "killed 9"
    assert found.text[row.amount.start : row.amount.end] == "9"


def test_a_workbook_reads_as_a_csv_does_with_its_own_row_numbers() -> None:
    raw = book([
        ["indicator", "value", "place", "date", "source"],
        [None] * 5,
        ["killed", 9, "Jisr al-Shughour", date(2018, 9, 4), "local council"],
        ["idps", 1200.0, "Hama", None, None],
    ])  # fmt: skip
    assert text(raw, "b/x.xlsx").splitlines()[1:] == [
        "x.xlsx, row 3: killed 9 · Jisr al-Shughour · 2018-09-04 · local council",
        "x.xlsx, row 4: idps 1200 · Hama",
    ]


def test_every_sheet_with_the_columns_is_read_and_named() -> None:
    columns = (Column("indicator"), Column("value"))
    raw = written([
        Sheet("about", (Column("how to fill this in"),), [["with care"]]),
        Sheet("north", columns, [["killed", 1]]),
        Sheet("south", columns, [["killed", 2]]),
    ])  # fmt: skip
    assert [row.name for row in lines(raw, "x.xlsx").rows] == ["sheet north, row 2", "sheet south, row 2"]
    assert text(raw, "x.xlsx") == (
        "x.xlsx, sheet north, row 1: indicator · value\nx.xlsx, sheet north, row 2: killed 1\n"
        "x.xlsx, sheet south, row 1: indicator · value\nx.xlsx, sheet south, row 2: killed 2\n"
    )


@pytest.mark.parametrize("content", [
    HEADER + ROW, (HEADER + ROW).replace(",", ";"), (HEADER + ROW).replace(",", "\t"),
    (HEADER + ROW).replace("\n", "\r\n"), "\ufeff" + HEADER + ROW, "INDICATOR, Value ,Place,DATE,Source\n" + ROW,
    "indicator,value,location,reference-period-start,attribution\n" + ROW,
    (HEADER + ROW).replace(",", ";") + "killed;1;a,b,c,d,e,f,g,h;;\n",
    '"indicator","value","place","date","source"\n' + ROW,
], ids=["comma", "semicolon", "tab", "CRLF", "BOM", "case", "other names", "commas in cells", "quotes"])  # fmt: skip
def test_separators_line_ends_and_case_make_no_difference(content: str) -> None:
    line = "a.csv, row 2: killed 9 · Jisr al-Shughour · 2018-09-04 · local council"
    assert text(content).splitlines()[1] == line
    assert text(content.removeprefix("\ufeff").encode("utf-16")).splitlines()[1] == line


def test_a_cell_of_several_lines_is_one_row() -> None:
    content = 'indicator,value,place\nkilled,9,"Jisr\nal-Shughour"\n\ninjured,3,Hama\n'
    told = ["a.csv, row 2: killed 9 · Jisr al-Shughour", "a.csv, row 4: injured 3 · Hama"]
    assert text(content).splitlines()[1:] == told


def test_the_header_may_stand_below_a_title_and_above_hxl_tags() -> None:
    content = "Field office,,\n,,\nindicator,value,place\n#indicator,#value,#loc\nkilled,9,Hama\n"
    assert text(content).splitlines() == ["a.csv, row 3: indicator · value · place", "a.csv, row 5: killed 9 · Hama"]


def test_hapi_columns_are_counts_and_an_empty_one_is_none() -> None:
    content = (
        "location_code,admin1_name,event_type,events,fatalities,reference_period_start,reference_period_end\n"
        "SYR,Idleb,political_violence,12,3,2018-09-03,2018-09-09\nSYR,Hama,political_violence,2,,2018-09-03,2018-09-09\n"
    )
    days = "2018-09-03 – 2018-09-09 · political_violence"
    assert text(content).splitlines()[1:] == [
        f"a.csv, row 2: attacks 12 · Idleb · SYR · {days}",
        f"a.csv, row 2: killed 3 · Idleb · SYR · {days}",
        f"a.csv, row 3: attacks 2 · Hama · SYR · {days}",
        f"a.csv, row 3: killed · Hama · SYR · {days}",
    ]


def test_notes_are_for_the_office_and_stand_nowhere() -> None:
    found = lines(b"indicator,value,notes\nkilled,9,told by Dr A. in the third house\n", "a.csv")
    assert "third house" not in found.text
    assert "third house" not in str(found.rows)


def test_unknown_columns_are_left_out_and_told() -> None:
    found = lines(b"indicator,value,plcae,Remark\nkilled,9,Hama,x\n", "a.csv")
    assert found.text.splitlines()[1] == "a.csv, row 2: killed 9"
    told = [(found.text[one.span.start : one.span.end], one.reason) for one in found.left_out]
    assert told == [
        ("plcae", 'an unknown column, left out – did you mean "place"?'),
        ("Remark", "an unknown column, left out"),
    ]


@pytest.mark.parametrize(("content", "reason"), [
    ("", "it is empty"),
    ("\n \n,,\n", "it is empty"),
    (HEADER, "it has a header and no rows"),
    ("indicater,value\nkilled,9\n", 'row 1 has no column "indicator" – "indicater": did you mean "indicator"?'),
    ("indicator,place\nkilled,Hama\n", 'row 1 has no column "value" (or "low" and "high")'),
    ("a,b\n1,2\n", 'row 1 has no column "indicator" and no column "value" (or "low" and "high")'),
    ("indicator,value,Value\nkilled,9,8\n", 'row 1: the columns "value" and "Value" mean the same – keep one of them'),
    ("indicator,value,place,location\n", 'row 1: the columns "place" and "location" mean the same – keep one of them'),
    ('indicator,value\nkilled,"9\n',
     "it is no CSV (unexpected end of data) – look for a quotation mark that is not closed"),
    (b"indicator,value\nkilled,9,Caf\xe9\n", "it is not UTF-8 at byte 29 – save it as UTF-8"),
    (b"indicator,value\nkilled,\x009\n", "it holds a NUL at byte 24, so it is no plain text – save it as UTF-8"),
])  # fmt: skip
def test_a_csv_that_cannot_be_read_says_why(content: bytes | str, reason: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "a.csv", content) == reason


def test_a_csv_that_is_too_long_or_wide_is_refused(tmp_path: Path) -> None:
    long, wide = "indicator,value\n" + "killed,1\n" * 100_000, "indicator" + ",x" * 1_000_000 + "\n"
    assert refused(tmp_path, "a.csv", long) == "it has more than 100,000 rows – split it"
    assert refused(tmp_path, "a.csv", wide) == "row 1 has more than 256 columns"


def test_a_workbook_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.xlsx", "") == "it is empty"
    assert refused(tmp_path, "a.xlsx", "indicator,value\n").startswith("it is no workbook or a damaged one")
    assert refused(tmp_path, "a.xlsx", book([["indicator", "place"], ["killed", "Hama"]])) == (
        'row 1 has no column "value" (or "low" and "high")'
    )
    assert refused(tmp_path, "a.xlsx", written([Sheet("data", (), [])])) == "it is empty"


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.XLSM"])
def test_other_spreadsheets_are_asked_for_again(name: str, tmp_path: Path) -> None:
    kind = Path(name).suffix
    assert refused(tmp_path, name, "x") == f"files of the kind {kind} are not read – save it as .xlsx or .csv"


def test_a_zip_bomb_named_xlsx_costs_nothing(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", " " * 300_000_000)
    begun = time.perf_counter()
    (tmp_path / "a.xlsx").write_bytes(file.getvalue())
    [found] = sources.found([tmp_path])
    assert isinstance(found, Rejection)
    assert found.reason == "it is larger than 100 MB once unpacked – split it"
    assert time.perf_counter() - begun < 1


def test_signs_that_deceive_are_spelt_out_and_other_scripts_are_not() -> None:
    told = text("indicator,value,place,source\nkilled,9,إدلب,\u202ecnuoc\u202c\n").splitlines()[1]
    assert told == "a.csv, row 2: killed 9 · إدلب · ⟦U+202E⟧cnuoc⟦U+202C⟧"


def test_a_long_cell_is_cut() -> None:
    told = text(f"indicator,value,place\nkilled,9,{'x' * 5000}\n").splitlines()[1]
    assert told == f"a.csv, row 2: killed 9 · {'x' * 119}…"
