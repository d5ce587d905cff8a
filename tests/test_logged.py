"""The log of a run: lines nobody can forge, times by stage, a last line that sums up, and a stderr that may be gone."""

import contextlib
import json
import logging
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import deliveries
import pytest
from played import FIRST, REPORT, SEEDS, play_stages
from test_build import PLAYED

from sitrep.cli import main
from sitrep.commands import logged as module
from sitrep.commands.logged import Outcome, ended, logged

ours = logging.getLogger("sitrep.somewhere")

# Each of them has been seen to end a line, turn it round or hide a part of it: in terminals, editors or log readers.
HOSTILE = {
    "newline": "a\n2018-09-10T06:00:03Z INFO all is well", "carriage return": "a\rINFO all is well",
    "escape": "a\x1b[2J\x1b[1;1H", "right to left": "a\u202etxt.exe", "line separator": "a\u2028INFO all is well",
    "next line": "a\x85INFO all is well", "form feed": "a\x0cINFO", "NUL": "a\x00b", "zero width": "a\u200bb",
    "bytes that are no UTF-8": b"caf\xe9\xff".decode("utf-8", "surrogateescape"), "quotes": 'a", "level": "INFO',
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two seeds of the week 3–9 September 2018, built by played stages."""
    play_stages(lambda module, name, stage: monkeypatch.setattr(module, name, stage, raising=False))
    folder = tmp_path / "office"
    for part in ("config", "seeds"):
        (folder / part).mkdir(parents=True)
    (folder / "config/report.yaml").write_text("title: Idlib\ncountry: SYR\n")
    for name, text in SEEDS.items():
        (folder / "seeds" / name).write_text(text)
    return folder


def run(office: Path, *words: str) -> int:
    return main(["build", "--workspace", str(office), "--as-of", "2018-09-09", *words])


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """The records of the block reach our log alone: pytest's could not pass on a name that is no UTF-8."""
    with mock.patch.object(logging.root, "handlers", []):
        yield


def objects(text: str) -> list[dict[str, object]]:
    """The lines of a log in the form `json`; each must be a whole object, and ASCII without control characters."""
    assert text.endswith("\n")
    assert set(text.encode("ascii")) <= {0x0A, *range(0x20, 0x7F)}
    return [json.loads(line) for line in text[:-1].split("\n")]


# --- a line an event --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_a_part_of_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with unseen(), logged("text", quiet=False):
        ours.warning("rejected %s: it is empty", name)
    said = capsys.readouterr().err
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARN rejected (a|caf).*: it is empty\n", said)
    assert len(said.splitlines()) == 1
    assert not set("\x00\x0c\x1b\r\x85\u200b\u2028\u202e") & set(said)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_a_part_of_one_object(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with unseen(), logged("json", quiet=False):
        ours.warning("rejected %s: it is empty", name)
    (event,) = objects(capsys.readouterr().err)
    assert list(event) == ["time", "level", "event"]
    assert event["level"] == "WARN"
    assert re.fullmatch(r"rejected (a|caf).*: it is empty", str(event["event"]))
    assert not set("\x00\x0c\x1b\r\n\x85\u200b\u2028\u202e") & set(str(event["event"]))


def test_an_event_with_its_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with logged("text", quiet=False):
        try:
            raise ValueError("one\ntwo")
        except ValueError:
            ours.exception("odd")
    assert capsys.readouterr().err[20:] == " ERROR odd: ValueError: one⟦U+000A⟧two\n"


def test_a_warning_of_a_library_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings(), logged("text", quiet=False):
        warnings.simplefilter("always")
        warnings.warn("division by zero\nINFO all is well", RuntimeWarning, stacklevel=1)
    said = capsys.readouterr().err
    assert re.fullmatch(r"\S+Z WARN \S+test_logged\.py:\d+: RuntimeWarning: division by zero\n", said)


def test_what_libraries_tell_below_a_warning_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with logged("text", quiet=False):
        logging.getLogger("fontTools").info("closing glyphs")
        logging.getLogger("fontTools").warning("no glyphs")
    assert capsys.readouterr().err[20:] == " WARN no glyphs\n"


def test_after_a_run_nothing_of_its_log_is_left() -> None:
    before = (list(logging.root.handlers), logging.getLogger("sitrep").level, logging.raiseExceptions)
    showing = warnings.showwarning
    with pytest.raises(ZeroDivisionError), logged("text", quiet=True):
        raise ZeroDivisionError
    assert (list(logging.root.handlers), logging.getLogger("sitrep").level, logging.raiseExceptions) == before
    assert warnings.showwarning is showing


# --- stages and the last line -----------------------------------------------------------------------------------------


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands at 100, 101.5, 104 … whenever it is read."""
    moments = iter((100.0, 101.5, 104.0, 104.25, 110.0))
    monkeypatch.setattr(module.time, "monotonic", lambda: next(moments))


def told_in_stages(form: str) -> int:
    with logged(form, quiet=False) as log:
        ours.info("read", extra={"stage": "reading"})  # at 101.5
        ours.info("an event between two stages")
        ours.info("drew", extra={"stage": "pages"})  # at 104
        ours.info("drew again", extra={"stage": "pages"})  # at 104.25
        return ended(log, Outcome(3, {"documents": 2, "rejected": 1}, "of the profile flash"))  # at 110


def test_the_last_line_tells_counts_code_and_times(ticks: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert told_in_stages("text") == 3
    lines = capsys.readouterr().err.splitlines()
    assert [line[20:] for line in lines[:-1]] == [
        " INFO read", " INFO an event between two stages", " INFO drew", " INFO drew again",
    ]  # fmt: skip
    told = "sitrep: 2 documents, 1 rejected, of the profile flash, exit 3, 10.0 s (reading 1.5, pages 2.8)"
    assert lines[-1] == told


def test_the_last_object_tells_them_as_fields(ticks: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert told_in_stages("json") == 3
    *events, last = objects(capsys.readouterr().err)
    assert [event.get("stage") for event in events] == ["reading", None, "pages", "pages"]
    assert [event.get("seconds") for event in events] == [1.5, None, 2.5, 0.25]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(last.pop("time")))
    assert last == {
        "level": "WARN", "event": "2 documents, 1 rejected, of the profile flash",
        "counts": {"documents": 2, "rejected": 1}, "stages": {"reading": 1.5, "pages": 2.75},
        "seconds": 10.0, "exit_code": 3,
    }  # fmt: skip


@pytest.mark.parametrize(("code", "level"), [(0, "INFO"), (3, "WARN"), (14, "WARN"), (1, "ERROR"), (13, "ERROR")])
def test_the_level_of_the_last_object_is_that_of_its_code(
    code: int, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged("json", quiet=False) as log:
        assert ended(log, Outcome(code, {}, "done")) == code
    assert objects(capsys.readouterr().err)[-1]["level"] == level


@pytest.mark.parametrize("form", module.FORMS)
def test_a_quiet_log_is_silent_after_0_and_whole_after_the_rest(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged(form, quiet=True) as log:
        ours.warning("odd")
        ended(log, Outcome(0, {}, "done"))
    assert capsys.readouterr().err == ""
    with logged(form, quiet=True) as log:
        ours.warning("odd")
        assert capsys.readouterr().err == ""
        ended(log, Outcome(13, {}, "nothing published"))
    first, last = capsys.readouterr().err.splitlines()
    assert "odd" in first
    assert "nothing published" in last


def test_a_quiet_log_loses_nothing_to_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError), logged("text", quiet=True):
        ours.warning("odd")
        raise KeyError("gone")
    assert capsys.readouterr().err.endswith(" WARN odd\n")


# --- the log of a build -----------------------------------------------------------------------------------------------


def test_a_build_tells_its_stages(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "drive").mkdir()
    (office / "config/report.yaml").write_text(f"{REPORT}clearance: none\n")
    (office / "config/publishing.yaml").write_text("folder: drive\n")
    assert run(office, "--log", "json") == 0
    *events, last = objects(capsys.readouterr().err)
    stages = ["reading", "reconciling", "pages", "publishing", "archive", "delivery"]
    assert [event["stage"] for event in events if "stage" in event] == [*stages, "archive"]  # that of the folder
    assert [event["event"] for event in events] == [
        "read 2 documents: 2 facts", "made 1 figures", "drew pages, made tables: 4 files",
        f"published {office}/out/editions/{FIRST}", f"page and feed of {office}/out are made anew",
        f"sent {FIRST} to the folder", "delivered 1 of 1", f"page and feed of {office}/drive are made anew",
    ]  # fmt: skip
    assert last["event"] == "2 documents, 2 facts, 1 figures, 0 rejected"
    assert last["counts"] == {"documents": 2, "facts": 2, "figures": 1, "rejected": 0}
    assert (last["exit_code"], last["level"]) == (0, "INFO")
    took = last["stages"]
    assert isinstance(took, dict)
    assert list(took) == stages
    assert 0 < sum(took.values()) <= float(str(last["seconds"])) + 0.002  # each is rounded


def test_a_build_that_finds_nothing_new_has_no_stages(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(office, "--quiet") == 0
    assert run(office, "--log", "json") == 0
    (last,) = objects(capsys.readouterr().err)
    assert last["event"] == "2 documents, 2 facts, 1 figures, 0 rejected, unchanged"
    assert last["stages"] == {}


def test_hostile_seeds_cannot_forge_events(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name in HOSTILE.values() if "\x00" not in name]
    for name in names:
        (office / "seeds" / f"{name}.txt").write_bytes(b"\xff\xfe\x00")
    with unseen():
        assert run(office, "--log", "json") == 3
    *events, last = objects(capsys.readouterr().err)
    rejected = [event for event in events if str(event["event"]).startswith("rejected ")]
    assert len(rejected) == len(names)
    assert {event["level"] for event in rejected} == {"WARN"}
    assert len(events) == len(names) + 5
    assert last["exit_code"] == 3


def test_mistakes_of_the_configuration_are_an_object_each(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "config/report.yaml").write_text("titel: Idlib\nsectoins: []\n")
    assert run(office, "--log", "json") == 2
    *events, last = objects(capsys.readouterr().err)
    assert [event["level"] for event in events] == ["ERROR", "ERROR"]
    assert str(events[1]["event"]).startswith('config/report.yaml:2: unknown key "sectoins"')
    assert (last["event"], last["counts"], last["exit_code"]) == ("nothing published", {}, 2)


def test_a_path_with_a_line_break_in_an_error_is_one_line(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = office.rename(office.parent / "an\noffice")
    (odd / "out").write_text("no folder")
    assert run(odd) == 13
    event, last = capsys.readouterr().err.splitlines()
    assert " ERROR cannot write " in event
    assert "an⟦U+000A⟧office" in event
    assert last.startswith("sitrep: nothing published, exit 13, ")


# --- a stderr that is gone --------------------------------------------------------------------------------------------


def built_with(office: Path, redirection: str, *words: str) -> int:
    """The exit code of a build with played stages in a shell of its own."""
    program = PLAYED.format(tests=str(Path(__file__).parent))
    asked = [sys.executable, "-c", program, str(office), "0", *words]
    bare = {"PATH": os.environ["PATH"]}  # PYTHONUNBUFFERED would hide what is left in a buffer at the end
    return subprocess.run(["bash", "-c", f'"$@" {redirection}', "bash", *asked], env=bare, check=False).returncode


GONE = {
    "closed": "2>&-", "all closed": "<&- >&- 2>&-", "full disk": "2>/dev/full", "reader gone": "2> >(exec true)",
    "read only": "2</dev/null",
}  # fmt: skip


@pytest.mark.parametrize("redirection", GONE.values(), ids=GONE)
def test_a_stderr_that_cannot_be_written_changes_nothing(office: Path, redirection: str) -> None:
    (office / "seeds/c.txt").write_bytes(b"\xff\xfe\x00")
    assert built_with(office, redirection) == 3
    assert list(office.glob("out/.stage-*")) == []
    assert (office / "out/.lock").read_bytes() == b""  # nothing that was said ended up in it
    assert "WARN rejected c: " in (office / "out/latest/internal/log.txt").read_text()


@pytest.mark.parametrize("words", [["--quiet"], ["--log", "json"]], ids=["quiet", "json"])
@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"], ids=["closed", "full disk"])
def test_nor_does_it_change_a_failure(office: Path, redirection: str, words: list[str]) -> None:
    (office / "config/report.yaml").write_text("titel: Idlib\n")
    assert built_with(office, redirection, *words) == 2


def test_lines_after_the_disk_has_room_again_are_told(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails costs its line at most: it does not end the log."""
    said: list[str] = []

    class Disk:
        def write(self, text: str) -> int:
            if not said:
                said.append("")
                raise OSError(28, "No space left on device")
            said.append(text)
            return len(text)

        def flush(self) -> None:
            pass

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stderr", Disk())
    assert run(office) == 0
    assert "made 1 figures" in "".join(said)
    assert said[-1].startswith("sitrep: 2 documents")


def test_waiting_for_another_build_is_a_stage_of_its_own(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    refusals = iter([BlockingIOError(11, "busy")])
    real = fcntl.flock

    def busy_once(file: int, how: int) -> None:
        for refusal in refusals:
            raise refusal
        real(file, how)  # or this run would take the folders of all that run beside it for those of the dead

    monkeypatch.setattr(fcntl, "flock", busy_once)
    assert run(office, "--wait", "5", "--log", "json") == 0
    first, *_, last = objects(capsys.readouterr().err)
    assert (first["event"], first["stage"]) == ("another build has ended", "waiting")
    assert float(str(first["seconds"])) >= 0.1
    stages = last["stages"]
    assert isinstance(stages, dict)
    assert list(stages) == ["waiting", "reading", "reconciling", "pages", "publishing", "archive"]


def test_a_failed_build_tells_how_long_telling_the_clearers_took(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in (office / "seeds").iterdir():
        seed.unlink()
    with deliveries.serving() as server:
        (office / "config/publishing.yaml").write_text(
            f"clearers: [head@example.org]\n{deliveries.mail(server.port)}")
        assert run(office, "--log", "json") == 10
    last = objects(capsys.readouterr().err)[-1]
    assert isinstance(last["stages"], dict) and list(last["stages"])[-2:] == ["archive", "delivery"]


