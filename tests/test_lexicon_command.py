"""`sitrep lexicon check`: every example that fails is told with file and line, those of the office too."""

from pathlib import Path

import pytest

from sitrep import cli
from sitrep.extract import examples
from sitrep.language import reader

LEXICON = Path("sitrep") / "language" / "en" / "lexicon.yaml"
OWN = """\
displaced:
  words: {en: {subject: [trekked out]}}
  examples:
    en:
      - {text: Some 300 families trekked out of Bor, expect: {low: 300, unit: families, group: null}}
"""


def office(folder: Path, indicators: str) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "indicators.yaml").write_text(indicators, encoding="utf-8")


def test_all_examples_that_come_with_sitrep_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lexicon", "check", "--language", "en"]) == 0
    count = len(examples.of_language("en"))
    assert count > 30
    assert f"{LEXICON}: {count} examples, all as expected\n" in capsys.readouterr().out


def test_the_office_s_own_are_run_with_its_own_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office(tmp_path, OWN)
    assert cli.main(["lexicon", "check", "--workspace", str(tmp_path)]) == 0
    assert "config/indicators.yaml: 1 example, all as expected\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("low: 300", "low: 30", "low is 300, not 30"),
        ("group: null", "group: women", "group is None, not women"),
        ("trekked out]", "zapped]", "no fact found, not one (Some 300 families: no word of an indicator beside it)"),
        (
            "Bor,",
            "Bor and 20 died,",
            "2 facts found, not one (displaced Some 300 families trekked out, killed 20 died)",
        ),
        ("en:\n", "fr:\n", "no reader for the language fr"),
    ],
)
def test_one_that_fails_is_told_with_file_and_line(
    old: str, new: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office(tmp_path, OWN.replace(old, new))
    assert cli.main(["lexicon", "check", "--workspace", str(tmp_path)]) == 2
    text = "Some 300 families trekked out of Bor" + (" and 20 died" if "died" in new else "")
    printed = capsys.readouterr()
    assert printed.err == f"config/indicators.yaml:5: displaced: “{text}”: {told}\n"
    assert printed.out == ""


def test_one_of_a_language_is_told_with_the_line_of_its_lexicon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "en").mkdir()
    whole = reader.lexicon_file("en").read_text("utf-8")
    right = 'text: "Eleven people have died.", expect: {low: 11}'
    assert right in whole
    line = whole[: whole.index(right)].count("\n") + 1
    (tmp_path / "en" / "lexicon.yaml").write_text(whole.replace(right, right.replace("11", "12")), encoding="utf-8")
    monkeypatch.setattr(reader, "FOLDER", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lexicon", "check"]) == 2
    assert capsys.readouterr().err == f"en/lexicon.yaml:{line}: killed: “Eleven people have died.”: low is 11, not 12\n"


def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lexicon", "check", "--language", "xx"]) == 2
    assert capsys.readouterr().err == '--language: no words for "xx" – known are: en\n'
    with pytest.raises(SystemExit) as end:
        cli.main(["lexicon"])
    assert end.value.code == 2
