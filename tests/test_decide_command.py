"""`sitrep decide` as a user runs it: a sheet read back, checked as a whole, and added to the file."""

import csv
import io
import os
import random
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_facts_command import SEED

from sitrep import cli, publish, review, workbook
from sitrep.commands import decide
from sitrep.model import UNITS
from sitrep.review import sheet

KILLED, INJURED, FLED = "killed", "injured", "displaced"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with three facts, two killed and 25 injured and 300 families fled, and the sheet to review them."""
    folder = tmp_path_factory.mktemp("fresh")
    for name in ("config", "seeds"):
        (folder / name).mkdir()
    (folder / "config" / "report.yaml").write_text("title: Idlib\ncountry: SYR\n", encoding="utf-8")
    text = (
        "A shell killed two people in Idlib on Friday. About 25 people were injured in Hama on Saturday. "
        "At least 300 families fled Khan Sheikhoun."
    )
    (folder / "seeds" / "a.txt").write_text(SEED.format("Shelling goes on", text), encoding="utf-8")
    assert cli.main(["facts", "--workspace", str(folder), "--review", str(folder / "review.xlsx")]) == 0
    return folder


@pytest.fixture
def office(tmp_path: Path, fresh: Path) -> Path:
    """A copy of it to work in."""
    return shutil.copytree(fresh, tmp_path / "office")


def page_of(office: Path) -> tuple[Any, Any]:
    book = openpyxl.load_workbook(office / "review.xlsx")
    return book, book["facts"]


def ids(office: Path) -> dict[str, str]:
    """The id of the fact of each indicator."""
    return {row[6].value: row[15].value for row in page_of(office)[1].iter_rows(min_row=2)}


def fill(office: Path, indicator: str, *cells: object) -> int:
    """Writes into the row of a fact, decision first, as an officer would; the number of the row."""
    book, page = page_of(office)
    row = next(row for row in page.iter_rows(min_row=2) if row[6].value == indicator)
    for cell, value in zip(row, cells, strict=False):
        cell.value = value
    book.save(office / "review.xlsx")
    return int(row[0].row)


def run(office: Path, *more: str) -> int:
    return cli.main(["decide", str(office / "review.xlsx"), "--workspace", str(office), *more])


def file(office: Path) -> Path:
    return office / "config" / "decisions.csv"


def test_decisions_are_added_and_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = ids(office)
    day = datetime(2018, 9, 20, tzinfo=UTC).replace(tzinfo=None)  # as Excel keeps a day: midnight, in no time zone
    fill(office, KILLED, "correct", "number", 3.0, "A. N.", day, "typing error")
    fill(office, INJURED, "Reject", None, None, None, date(2018, 9, 21), "of another week")
    assert run(office, "--by", "M. O.") == 0
    assert file(office).read_text("utf-8").splitlines() == [
        "fact,action,field,value,who,when,why,sentence,number,indicator",
        *sorted([
            f"{known[KILLED]},correct,number,3,A. N.,2018-09-20,typing error,"
            "A shell killed two people in Idlib on Friday.,2,killed",
            f"{known[INJURED]},reject,,,M. O.,2018-09-21,of another week,"
            "About 25 people were injured in Hama on Saturday.,25,injured",
        ], key=lambda line: line.split(",")[0] != first(office)),
    ]  # fmt: skip
    told = capsys.readouterr().out
    assert f"correct {known[KILLED]}, number: 3 (A. N., 2018-09-20: typing error)\n" in told
    assert told.endswith("config/decisions.csv: 2 added, 0 were there already\n")
    assert os.stat(file(office)).st_mode & 0o777 == 0o644
    assert [name.name for name in file(office).parent.iterdir() if name.name.startswith(".")] == []


def first(office: Path) -> str:
    """The id of the fact in the sheet's first row that was decided on."""
    return next(str(row[15].value) for row in page_of(office)[1].iter_rows(min_row=2) if row[0].value)


def test_the_day_is_today_where_none_is_given(office: Path) -> None:
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    assert run(office) == 0
    day = file(office).read_text("utf-8").splitlines()[1].split(",")[5]
    assert abs((date.fromisoformat(day) - date.today()).days) <= 1  # noqa: DTZ011 - the office's zone may be ahead


def test_a_sheet_that_is_read_twice_adds_nothing_twice(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    assert run(office) == 0
    once = file(office).read_bytes()
    capsys.readouterr()
    assert run(office) == 0
    assert file(office).read_bytes() == once
    told = capsys.readouterr().out
    assert f"review.xlsx: row {row}: accept" in told and "– stands on line 2 already\n" in told
    assert "0 added, 1 were there already" in told


def test_an_old_sheet_does_not_overrule_a_newer_decision(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    assert run(office) == 0
    fill(office, KILLED, "reject", None, None, "A. N.", None, "of another week")
    assert run(office) == 0
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    capsys.readouterr()
    assert run(office) == 0
    told = capsys.readouterr().out
    assert "– stands on line 2 already; line 3 overrules it: give another reason to decide anew\n" in told
    assert len(file(office).read_text("utf-8").splitlines()) == 3


def test_what_stands_in_the_file_stays_byte_for_byte(office: Path) -> None:
    known = ids(office)
    old = f"\ufefffact,action,value,field,who,when,why\r\n{known[FLED]},accept,,,\"B\",2018-09-08,seen".encode()
    file(office).write_bytes(old)
    os.chmod(file(office), 0o664)
    fill(office, KILLED, "accept", None, None, "A. N.", date(2018, 9, 20), "seen")
    assert run(office) == 0
    assert file(office).read_bytes() == old + f"\r\n{known[KILLED]},accept,,,A. N.,2018-09-20,seen\r\n".encode()
    assert os.stat(file(office)).st_mode & 0o777 == 0o664


def test_every_mistake_of_every_row_is_told_and_nothing_is_written(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {
        KILLED: fill(office, KILLED, "corect", "number", 3, "A. N.", None, ""),
        INJURED: fill(office, INJURED, "correct", "low", 30, "A. N.", date(2199, 1, 1), "miscounted"),
        FLED: fill(office, FLED, "correct", "place", "Xyzzyburg", "A. N.", None, "said on the phone"),
    }
    assert run(office) == 2
    told = capsys.readouterr().err.splitlines()
    assert sorted(told) == sorted([
        f'review.xlsx: row {rows[KILLED]}: decision: unknown word "corect" – did you mean "correct"?',
        f"review.xlsx: row {rows[KILLED]}: why: is empty",
        *[line for line in told if f"row {rows[INJURED]}: when: 2199-01-01 is yet to come – today is " in line],
        f'review.xlsx: row {rows[FLED]}: value: no place "Xyzzyburg" is known in SYR'
        " – write its id, or add it to config/places/",
    ])
    assert len(told) == 4 and not file(office).exists()


def test_a_correction_that_contradicts_the_rest_is_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = fill(office, KILLED, "correct", "low", 30, "A. N.", None, "miscounted")
    assert run(office) == 2
    assert capsys.readouterr().err == (
        f"review.xlsx: row {row}: the corrected fact would contradict itself"
        " (low 30 is above high 2: correct number, or both)\n")


def test_a_row_that_was_begun_and_not_decided_is_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = fill(office, KILLED, None, None, None, "A. N.", None, "seen")
    assert run(office) == 2
    assert f'review.xlsx: row {row}: decision: unknown word ""' in capsys.readouterr().err


def test_a_name_alone_decides_nothing(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(office, KILLED, None, None, None, "A. N.", date(2018, 9, 20))
    assert run(office) == 0
    assert capsys.readouterr().out == "config/decisions.csv: 0 added, 0 were there already\n"
    assert not file(office).exists()


@pytest.mark.parametrize(("decision", "value", "told"), [
    ("merge", "f0000", "value: no fact f0000 is read from the seeds – copy the id of the other one"),
    ("merge", "INJURED", "the two facts count different things"),
    ("split", None, 'value: must be the id of the other fact, not ""'),
])  # fmt: skip
def test_the_other_fact_must_be_there(
    office: Path, decision: str, value: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = ids(office)[INJURED] if value == "INJURED" else value
    row = fill(office, KILLED, decision, None, other, "A. N.", None, "one strike")
    assert run(office) == 2
    assert capsys.readouterr().err == f"review.xlsx: row {row}: {told}\n"


def test_a_fact_that_has_gone_is_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    (office / "seeds" / "a.txt").write_text(SEED.format("Rain", "It rained in Idlib."), encoding="utf-8")
    assert run(office) == 2
    assert f"row {row}: id: no fact f" in (told := capsys.readouterr().err)
    assert "write a fresh sheet with `sitrep facts --review`" in told


# --- hostile sheets --------------------------------------------------------------------------------------------------


def book(office: Path, *rows: dict[str, object]) -> None:
    """The sheet with these rows alone, each about the fact of those killed if it names no other."""
    known = ids(office)[KILLED]
    accept = {"decision": "accept", "who": "A. N.", "when": date(2018, 9, 20), "why": "seen", "id": known}
    names = [column.name for column in sheet.COLUMNS]
    told: list[Any] = [[(accept | row).get(name) for name in names] for row in rows]
    (office / "review.xlsx").write_bytes(workbook.written([workbook.Sheet("facts", sheet.COLUMNS, told)]))


def swollen(raw: bytes, words: str, size: int) -> bytes:
    """A workbook with a cell of `size` letters where `words` stood; no spreadsheet program would write it."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(words.encode(), b"x" * size))
    return result.getvalue()


NUMBER = {"decision": "correct", "field": "number"}
HOSTILE: tuple[tuple[dict[str, object], str], ...] = (
    ({"why": "a\nb"}, "why: holds a line break or control character – retype it on one line"),
    ({"who": "\u202eN .A"}, "who: holds a sign that reverses the reading order – retype it: ⟦U+202E⟧N .A"),
    ({"why": "MEGABYTE"}, "why: has 1000000 characters – at most 200"),
    ({"id": "=1+1"}, 'id: must be the id of a fact, as `sitrep facts` prints it, not "=1+1"'),
    ({"id": "../../etc/passwd"}, "id: must be the id of a fact"),
    ({"decision": 7}, 'decision: unknown word "7"'),
    (NUMBER | {"value": "9" * 400}, "value: number: must be written as"),
    (NUMBER | {"value": -4}, "value: number: must be written as"),
    (NUMBER | {"value": 4.5}, "value: number: must be written as"),
    (NUMBER | {"value": date(2026, 10, 15)}, "Excel made a day of it: write '10-15, with the apostrophe"),
)


def test_a_hostile_cell_is_a_mistake_told_on_one_short_line(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book(office, *(row for row, _ in HOSTILE))
    raw = (office / "review.xlsx").read_bytes()
    (office / "review.xlsx").write_bytes(swollen(raw, "MEGABYTE", 1_000_000))
    assert run(office) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(HOSTILE) and not file(office).exists()
    for number, (line, (_, told)) in enumerate(zip(lines, HOSTILE, strict=True), 2):
        assert line.startswith(f"review.xlsx: row {number}: ") and told in line
        assert len(line) < 300 and line.isprintable()


def test_a_formula_is_text_and_none_in_the_file_either(office: Path) -> None:
    book(office, {"why": "=cmd|' /C calc'!A0"}, {"who": "+1"}, {"decision": "correct", "field": "actor", "value": "@X"})
    assert run(office) == 0
    _, *rows = csv.reader(file(office).read_text("utf-8").splitlines())
    assert len(rows) == 3 and not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert [rows[0][6], rows[1][4], rows[2][3]] == ["'=cmd|' /C calc'!A0", "'+1", "'@X"]
    (*_, last) = review.decisions(file(office), UNITS)
    assert last.value == "@X"


@pytest.mark.parametrize(("raw", "told"), [
    (b"no zip at all", "review.xlsx: it is no workbook"), (b"", "review.xlsx: it is no workbook"),
    (b"PK\x03\x04" + random.Random(1).randbytes(1_000_000), "review.xlsx: it is no workbook"),
    (workbook.written([workbook.Sheet("a", (workbook.Column("b"),), [])]), 'review.xlsx: row 1: no column "decision"'),
], ids=["text", "empty", "noise", "columns"])  # fmt: skip
def test_what_is_no_sheet_is_refused(office: Path, raw: bytes, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "review.xlsx").write_bytes(raw)
    assert run(office) == 2
    assert told in capsys.readouterr().err


def test_a_renamed_column_is_told_and_one_of_their_own_is_passed_over(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    book, page = page_of(office)
    page["Q1"] = "remarks"
    page["Q2"] = "ask Mia"
    page["A1"] = "decison"
    book.save(office / "review.xlsx")
    assert run(office) == 2
    assert capsys.readouterr().err == 'review.xlsx: row 1: no column "decision" – did you mean "decison"?\n'
    page["A1"] = " Decision "
    book.save(office / "review.xlsx")
    assert run(office) == 0


def test_a_sheet_that_is_not_there_is_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "review.xlsx").unlink()
    assert run(office) == 2
    assert "no such file – `sitrep facts --review FILE.xlsx` writes one" in capsys.readouterr().err


# --- the disk --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_a_disk_that_refuses_leaves_the_file_as_it_was(
    office: Path, call: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    assert run(office) == 0
    before = file(office).read_bytes()
    fill(office, INJURED, "accept", None, None, "A. N.", None, "seen")

    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        assert run(office) == 13
    assert "No space left on device" in capsys.readouterr().err
    assert file(office).read_bytes() == before
    assert [name.name for name in file(office).parent.iterdir() if name.name.startswith(".")] == []


def test_a_link_to_a_shared_file_stays_one(office: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.csv"
    shared.write_text("", encoding="utf-8")
    file(office).symlink_to(shared)
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    assert run(office) == 0
    assert file(office).is_symlink() and len(shared.read_text("utf-8").splitlines()) == 2


def test_while_a_build_is_at_work_nothing_is_decided(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(office, KILLED, "accept", None, None, "A. N.", None, "seen")
    with publish.locked(office / "out"):
        assert run(office) == 11
    assert not file(office).exists()


def test_limits_hold(office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(decide, "LIMIT_BYTES", 100)
    assert run(office) == 2
    assert "larger than 0 MB – this is no sheet of facts" in capsys.readouterr().err
