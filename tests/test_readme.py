"""What the documents say is true: commands run, files exist, exit codes are those of the code."""

import re
from pathlib import Path

import pytest

from sitrep import cli, errors
from sitrep.commands import status
from sitrep.publish import deliver

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def blocks(language: str, text: str = README) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[list[str]]:
    """Every command of the README's shell and cron blocks, split into words."""
    lines = [line for language in ("sh", "cron") for block in blocks(language) for line in block.splitlines()]
    parts = [part for line in lines for part in line.split("&&")]
    return [part.split("#")[0].split() for part in parts if part.split("#")[0].strip()]


def test_readme_is_short() -> None:
    assert len(README.splitlines()) < 120


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_exists(words: list[str]) -> None:
    program, *rest = words[words.index("cd") :] if "cd" in words else words
    if program == "make":
        assert re.search(rf"^{rest[0]}:", MAKEFILE, flags=re.MULTILINE)
    elif program.endswith("sitrep"):
        assert rest[0] in cli.VERBS
    else:
        assert program in ("cd", "pip")


def test_commands_of_make_are_listed_by_help() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    assert targets == set(re.findall(r"^([a-z]+):.*  ## \S", MAKEFILE, flags=re.MULTILINE))


def test_readme_check_and_first_edit(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    before = capsys.readouterr().out
    assert "Idlib" in before
    assert "key_visual" in before

    report = workspace / "config" / "report.yaml"
    text = report.read_text("utf-8")
    text = re.sub(r"^title: .*$", "title: Aleppo", text, flags=re.MULTILINE)
    text = re.sub(r"^ *- key_visual\n", "", text, flags=re.MULTILINE)
    report.write_text(text, encoding="utf-8")
    assert cli.main(["check"]) == 0
    after = capsys.readouterr().out
    assert "Aleppo" in after
    assert "key_visual" not in after


def test_readme_mistake_is_told_as_it_says(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = workspace / "config" / "report.yaml"
    text = report.read_text("utf-8")
    report.write_text(text.replace("\nsections:", "\nsectoins:"), encoding="utf-8")
    line = text[: text.index("\nsections:")].count("\n") + 2
    (shown,) = (block.strip() for block in blocks("text"))
    assert cli.main(["check"]) == 2
    assert capsys.readouterr().err.strip() == re.sub(r":\d+:", f":{line}:", shown)


def test_readme_facts_of_seeds(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["extract", "seeds/"]) == 0
    assert capsys.readouterr().out.count('"quote"') > 20


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)", document.read_text("utf-8")):
        target = (document.parent / link).resolve()
        assert "://" in link or target.exists(), f"{document.name} links to {link}"


def test_exit_codes_are_those_of_the_code() -> None:
    table = re.findall(r"^\| (\d+) \|", (ROOT / "docs" / "cron.md").read_text("utf-8"), flags=re.MULTILINE)
    refusals = {error.exit_code for error in errors.SitrepError.__subclasses__()}
    told = {0, 1, 3, status.OVERDUE, 5, deliver.LEFT}  # 5: `verify`
    assert {int(code) for code in table} == refusals | told
