"""The command line: verbs, messages, exit codes."""

import argparse
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from sitrep import __version__, cli, errors
from sitrep.commands import init

SITREP = [sys.executable, "-c", "import sys; from sitrep.cli import main; sys.exit(main())"]


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """The exit code of a verb that ends in `error`."""

    def run(options: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(init, "run", run)
    return cli.main(["init", "somewhere"])


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_its_module_with_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(import_module(f"sitrep.commands.{verb}").run)
    with pytest.raises(SystemExit) as end:
        cli.main([verb, "--help"])
    assert end.value.code == 0
    assert f"usage: sitrep {verb}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["biuld"], ["init"], ["build", "--no-such-option"]], ids=" ".join)
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2
    assert "usage: sitrep" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.NothingToReport("no seed could be read"), 10),
        (errors.Locked("another build is running"), 11),
        (errors.RenderFailed("took too long"), 12),
        (errors.PublishFailed("disk full"), 13),
    ],
)
def test_a_refusal_is_told_in_one_line_and_its_own_code(
    error: errors.SitrepError, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing(monkeypatch, error) == code
    assert capsys.readouterr() == ("", f"sitrep: {error}\n")


def test_mistakes_of_configuration_stand_as_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing(monkeypatch, errors.ConfigError("config/report.yaml:3: one\nconfig/report.yaml:9: two")) == 2
    assert capsys.readouterr().err == "config/report.yaml:3: one\nconfig/report.yaml:9: two\n"


def test_a_bug_ends_with_1_one_line_and_how_to_report_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing(monkeypatch, KeyError("gone\naway")) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("sitrep: unexpected KeyError: 'gone")
    assert "sitrep --debug init somewhere" in said[1]
    assert len(said) == 2


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(options: argparse.Namespace) -> int:
        raise KeyError("gone")

    monkeypatch.setattr(init, "run", run)
    with pytest.raises(KeyError):
        cli.main(["--debug", "init", "somewhere"])


def test_an_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failing(monkeypatch, KeyboardInterrupt()) == 130


def test_a_reader_who_leaves_is_no_error() -> None:
    program = "import sys\nfrom sitrep import cli\nfrom sitrep.commands import init\n"
    program += "init.run = lambda options: [print('x' * 99) for _ in range(99_999)] and 0\n"
    program += "sys.exit(cli.main(['init', 'somewhere']))"
    line = f"{sys.executable} -c \"$0\" | head -n 1; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", line, program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["x" * 99, "0"]
    assert ran.stderr == ""


def test_version_is_the_packages() -> None:
    ran = subprocess.run([*SITREP, "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout == f"sitrep {__version__}\n"


def test_a_build_where_no_workspace_is_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "--workspace", str(tmp_path)]) == 2
    assert f"{tmp_path}: is no workspace – name one by --workspace" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
