"""`sitrep places import`: P-codes of OCHA's list. The codes below are OCHA's own for Syria, checked by hand."""

from pathlib import Path

import pytest

from sitrep.cli import main
from sitrep.language.places import gazetteer, problems

LIST = """Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
SYR,1,SY02,Aleppo,SYR,2020-12-17
SYR,1,SY07,Idleb,SYR,2020-12-17
SYR,2,SY0703,Harim,SY07,2020-12-17
SYR,2,SY0299,Nowhere at all,SY02,2020-12-17
JAM,2,JM10001,,JM10,2017-09-09
"""


def workspace(folder: Path, rows: str = "id,name,pcode\n") -> Path:
    (folder / "config" / "places").mkdir(parents=True)
    (folder / "config" / "places" / "SYR.csv").write_text(rows)
    (folder / "list.csv").write_text(LIST)
    return folder


def run(folder: Path, *more: str) -> int:
    return main(["places", "import", str(folder / "list.csv"), "--workspace", str(folder), *more])


def test_provinces_and_districts_get_their_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(workspace(tmp_path)) == 0
    places = tmp_path / "config" / "places"
    assert problems(places) == []
    found = gazetteer(places)
    assert found.find("Idlib", ("SYR",), "admin1").pcode == "SY07"  # type: ignore[union-attr]
    assert found.find("Aleppo", ("SYR",), "admin1").pcode == "SY02"  # type: ignore[union-attr]
    told = capsys.readouterr().out
    assert "3 of 4 provinces and districts" in told and "Nowhere at all (SY0299)" in told


def test_what_staff_wrote_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = "id,name,pcode\nSYR.12,Idleb,OWN7\nSYR.13,,\n"
    assert run(workspace(tmp_path, mine)) == 0
    text = (tmp_path / "config" / "places" / "SYR.csv").read_text()
    assert text.startswith(mine) and "SYR.09,,SY02\n" in text and "SY07\n" not in text
    assert "left as you wrote them: SYR.12" in capsys.readouterr().out


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    run(workspace(tmp_path))
    file = tmp_path / "config" / "places" / "SYR.csv"
    first = file.read_bytes()
    run(tmp_path)
    assert file.read_bytes() == first
    assert [path.name for path in file.parent.iterdir()] == ["SYR.csv"]  # no half-written file beside it


def test_a_country_without_a_file_gets_one(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST)
    assert run(tmp_path, "--country", "SYR") == 0
    assert "SYR.12" in (tmp_path / "config" / "places" / "SYR.csv").read_text()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", 'list.csv:1: no column "Location"'),
        (LIST + "SYR,1,,Hama,SYR,2020-12-17\n", "list.csv:7: an empty cell"),
        (b"\xff\xfe\x00", "list.csv: not UTF-8"),
    ],
)
def test_a_list_that_is_none_is_told(
    tmp_path: Path, content: str | bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = "id,name,pcode\n"
    workspace(tmp_path, before)
    (tmp_path / "list.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(tmp_path) == 2
    assert message in capsys.readouterr().err
    assert (tmp_path / "config" / "places" / "SYR.csv").read_text() == before


def test_no_country_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.csv").write_text(LIST)
    assert run(tmp_path) == 2
    assert run(tmp_path, "--country", "SYX") == 2
    assert 'no country "SYX"' in capsys.readouterr().err
