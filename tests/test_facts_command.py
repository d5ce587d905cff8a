"""`sitrep facts` as a user runs it: a table on the terminal, and the sheet in which officers decide."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sitrep import cli, workbook
from sitrep.model import Fact
from sitrep.review import sheet

SEED = "---\ntitle: {}\npublished: 2018-09-09\npublisher: Hill Radio\nlanguage: en\n---\n{}\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with two texts: three facts, of which the one of the headline is the least certain."""
    for folder in ("config", "seeds"):
        (tmp_path / folder).mkdir()
    (tmp_path / "config" / "report.yaml").write_text("title: Idlib\ncountry: SYR\n", encoding="utf-8")
    a = "A shell killed two people in Idlib on Friday, the Red Crescent said."
    (tmp_path / "seeds" / "a.txt").write_text(SEED.format("Shelling goes on", a), encoding="utf-8")
    b = "About 25 people were injured in Hama on Saturday. At least 300 families fled Khan Sheikhoun."
    (tmp_path / "seeds" / "b.txt").write_text(SEED.format("Raids on the south", b), encoding="utf-8")
    return tmp_path


def written(office: Path) -> Any:
    assert cli.main(["facts", "--workspace", str(office), "--review", str(office / "review.xlsx")]) == 0
    return openpyxl.load_workbook(office / "review.xlsx")


def test_the_table_has_a_line_a_fact_and_the_doubtful_come_first(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["facts", "--workspace", str(office)]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["sure", "number", "indicator", "place", "days", "voice", "flags", "id", "sentence"]
    assert len(lines) == 3 and lines == sorted(lines, key=lambda line: float(line[:4]))
    told = next(line for line in lines if "killed" in line)
    for words in (" 2 ", "Idlib", "2018-09-07", "Red Crescent", "A shell killed two people in Idlib on Friday"):
        assert words in told
    assert "about 25" in "".join(lines) and "300+" in "".join(lines)


def test_seeds_that_were_not_read_are_named(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "seeds" / "c.txt").write_bytes(b"\xff\xfe\xff")
    assert cli.main(["facts", "--workspace", str(office)]) == 0
    assert "sitrep: c: not read: " in capsys.readouterr().err


def test_a_decision_without_its_fact_is_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "fact,action,field,value,who,when,why\nf1,accept,,,A. N.,2018-09-08,seen\n"
    (office / "config" / "decisions.csv").write_text(rows, encoding="utf-8")
    assert cli.main(["facts", "--workspace", str(office)]) == 0
    assert capsys.readouterr().err == (
        "sitrep: decision not applied: config/decisions.csv:2: accept f1: its fact is no longer read from the seeds\n")


def test_the_sheet_has_a_row_a_fact_with_sentence_beside_number(office: Path) -> None:
    page = written(office)["facts"]
    names = [cell.value for cell in page[1]]
    assert names == [
        "decision", "field", "value", "who", "when", "why", "indicator", "number", "place", "days", "voice",
        "confidence", "flags", "sentence", "document", "id"]
    rows = [dict(zip(names, (cell.value for cell in row), strict=True)) for row in page.iter_rows(min_row=2)]
    sure = [row["confidence"] for row in rows]
    assert len(rows) == 3 and sure == sorted(sure)
    killed = next(row for row in rows if row["indicator"] == "killed")
    assert {name: killed[name] for name in ("decision", "number", "place", "days", "document")} == {
        "decision": None, "number": 2, "place": "Idlib", "days": "2018-09-07", "document": "a"}
    assert killed["sentence"] == "A shell killed two people in Idlib on Friday, the Red Crescent said."
    assert next(row["number"] for row in rows if row["indicator"] == "injured") == "about 25"


def test_the_sheet_can_be_worked_in(office: Path) -> None:
    """The head stays, the sentence is wrapped, decisions and fields are chosen from a list."""
    page = written(office)["facts"]
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["C"].number_format == "@"  # 10-15 typed into `value` is no day
    assert page.column_dimensions["N"].width == 90 and page["N2"].alignment.wrap_text
    lists = {str(rule.sqref): rule.type for rule in page.data_validations.dataValidation}
    assert lists == {"A2:A4": "list", "B2:B4": "list"}
    assert [row[0].value for row in written_help(office)][:4] == ["decision", "accept", "reject", "correct"]


def written_help(office: Path) -> Any:
    return openpyxl.load_workbook(office / "review.xlsx")["how to"].iter_rows()


def test_the_same_facts_make_the_same_bytes(office: Path) -> None:
    written(office)
    assert cli.main(["facts", "--workspace", str(office), "--review", str(office / "again.xlsx")]) == 0
    assert (office / "again.xlsx").read_bytes() == (office / "review.xlsx").read_bytes()


def test_of_too_many_facts_the_most_doubtful_are_in_the_sheet(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = [row[11].value for row in written(office)["facts"].iter_rows(min_row=2)]
    (office / "review.xlsx").unlink()
    capsys.readouterr()
    monkeypatch.setattr(sheet, "LIMIT_ROWS", 2)
    assert [row[11].value for row in written(office)["facts"].iter_rows(min_row=2)] == every[:2]
    assert "the 2 most doubtful of 3 facts to review" in capsys.readouterr().out


def test_a_sheet_that_is_there_is_never_written_over(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "review.xlsx").write_bytes(b"decisions of last week")
    assert cli.main(["facts", "--workspace", str(office), "--review", str(office / "review.xlsx")]) == 2
    assert "is there already, with decisions perhaps – choose another name" in capsys.readouterr().err
    assert (office / "review.xlsx").read_bytes() == b"decisions of last week"


@pytest.mark.parametrize(("name", "told"), [("review.csv", "end it in .xlsx"), ("no/review.xlsx", "cannot write")])
def test_a_place_where_no_sheet_can_be_is_refused(
    office: Path, name: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["facts", "--workspace", str(office), "--review", str(office / name)]) == 2
    assert told in capsys.readouterr().err


def test_a_hostile_sentence_is_text(fact_of_sample: Fact) -> None:
    raw = sheet.sheet([fact_of_sample], {"fa1": "=1+1"})
    page = openpyxl.load_workbook(io.BytesIO(raw))["facts"]
    for cell in page[2]:
        assert cell.data_type != "f", cell.coordinate
    assert page["N2"].value == '=HYPERLINK("http://x") ⟦U+0007⟧'
    assert workbook.rows(raw)["facts"][1].cells[10] == "=1+1"


@pytest.fixture
def fact_of_sample() -> Fact:
    from dataclasses import replace

    from sample import FACTS

    return replace(FACTS[0], sentence='=HYPERLINK("http://x")\n\a', place="@SUM(A1)")
