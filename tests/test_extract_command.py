"""`sitrep extract` as a user runs it."""

import json
from pathlib import Path

import pytest

from sitrep import cli

SEED = "---\ntitle: Two die in Bor\npublished: 2018-09-09\npublisher: Hill Radio\nlanguage: {}\n---\n{}\n"


def seed(folder: Path, name: str, language: str, text: str) -> None:
    (folder / name).write_text(SEED.format(language, text), encoding="utf-8")


def test_one_object_a_line_and_rejections_on_stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "texts"
    folder.mkdir()
    seed(folder, "a.txt", "en", "A shell killed two people in Bor on Friday.")
    seed(folder, "b.txt", "de", "Zwei Menschen starben.")
    assert cli.main(["extract", str(folder), "--format", "jsonl"]) == 0
    printed = capsys.readouterr()
    (line,) = printed.out.splitlines()
    fact = json.loads(line)
    assert (fact["document"], fact["indicator"], fact["low"], fact["end"]) == ("a", "killed", 2, "2018-09-07")
    text = "A shell killed two people in Bor on Friday.\n"
    assert text[slice(*fact["span"])] == fact["quote"] == "killed two people"
    assert "b: not read: no reader for the language" in printed.err


def test_a_manifest_gives_what_the_text_does_not_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Nine people died yesterday.\n", encoding="utf-8")
    manifest = tmp_path / "dates.yaml"
    manifest.write_text("a.txt: {published: 2018-09-09}\n", encoding="utf-8")
    assert cli.main(["extract", str(tmp_path / "a.txt"), "--manifest", str(manifest)]) == 0
    assert json.loads(capsys.readouterr().out)["end"] == "2018-09-08"
