"""Each call by which publishing changes the disk fails, or the process ends at it: no edition is ever half or lost.

So it is with those by which the archive is written and old editions are removed.

`FailingCalls` stands before the `os` that `sitrep.publish.disk` uses and counts its calls. Number 1, 2, 3 … fails until
a run gets through, so no call is left out; how many there were is printed (`pytest -s`).
"""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shelf
from builds import whole

from sitrep import publish
from sitrep.errors import PublishFailed
from sitrep.model import Imprint, Period
from sitrep.publish import archive, disk

WEEK_36 = Period(date(2018, 9, 3), date(2018, 9, 9))
WEEK_37 = Period(date(2018, 9, 10), date(2018, 9, 16))
FIRST, SECOND = "SYR001_20180909_v1", "SYR002_20180916_v1"


class FailingCalls:
    """`os`, but the n-th call of one of its functions does `act` instead, and so do all later ones if `for_good`."""

    def __init__(self, number: int, act: Callable[[str], Any], for_good: bool = False, of: Any = os) -> None:
        self.calls: list[str] = []
        self.number, self.act, self.for_good, self.of = number, act, for_good, of

    def beside(self, module: Any) -> "FailingCalls":
        """The same for another module, whose calls are counted with these."""
        other = FailingCalls(self.number, self.act, self.for_good, module)
        other.calls = self.calls
        return other

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.of, name)
        if not callable(real):
            return real

        def call(*arguments: Any, **named: Any) -> Any:
            self.calls.append(name)
            count = len(self.calls)
            # a file that is not closed stays open until the process ends: closing is let through, and then fails
            if count == self.number or (self.for_good and count > self.number):
                if name == "close":
                    real(*arguments)
                return self.act(name)
            return real(*arguments, **named)

        return call


class RoomFor:
    """`os` of a disk that has room for so many bytes: a write gets as far as they reach, as a real one does."""

    def __init__(self, room_bytes: int) -> None:
        self.room_bytes = room_bytes

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, file: int, content: Any) -> int:
        if not self.room_bytes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(file, content[: self.room_bytes])
        self.room_bytes -= written
        return written


def build(out: Path, period: Period) -> None:
    """What a build does to the disk, with small files."""
    with publish.locked(out):
        number, revision = publish.numbers(out, period)
        name = publish.name("SYR", number, period, revision)
        report = {f"{name}.html": b"<p>page</p>" * 1000, f"{name}.pdf": b"%PDF" * 1000}
        internal = {"figures.json": b"[]", "facts.jsonl": b"{}\n" * 1000}
        files = {f"report/{k}": v for k, v in report.items()} | {f"internal/{k}": v for k, v in internal.items()}
        made_from = {
            "version": "0.1.0", "as_of": "2018-09-16", "digest": name,
            "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        }
        internal["manifest.json"] = publish.manifest(made_from, Imprint(number, revision), 0, {}, files)
        publish.edition(out, name, report, internal)


def keep_house(out: Path) -> None:
    """What follows a good publish: of seven issues one too many, and the page and feed of those that stay."""
    publish.pruned(out, 6)
    publish.derived(out, shelf.office(out.parent))


def contents(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Every file below `folder`: its bytes, when they were written, and its mode."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


def check_after(out: Path, before: dict[str, tuple[bytes, int, int]], debris: bool = False) -> None:
    """The first edition is as it was, every edition is whole, `latest` leads to one, and nothing else lies about."""
    assert contents(out / "editions" / FIRST) == before
    assert all(whole(edition) for edition in (out / "editions").iterdir())
    assert whole((out / "latest").resolve(strict=True))
    if not debris:
        assert {path.name for path in out.iterdir()} <= {".lock", "editions", "latest"}


def check_next_run(out: Path, before: dict[str, tuple[bytes, int, int]]) -> None:
    """A run without faults publishes, leaves nothing of the failed one behind, and `latest` leads to the newest."""
    build(out, WEEK_37)
    check_after(out, before)
    newest = max(path.name for path in (out / "editions").iterdir())
    assert os.readlink(out / "latest") == f"editions/{newest}"
    assert newest.startswith("SYR002_20180916_v")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An `out/` with one published edition."""
    build(tmp_path / "out", WEEK_36)
    return tmp_path / "out"


def refuse(code: int) -> Callable[[str], Any]:
    def act(name: str) -> Any:
        raise OSError(code, os.strerror(code))

    return act


def fresh(out: Path, number: int) -> Path:
    """A copy of `out` for one failing run."""
    return shutil.copytree(out, out.parent / f"out{number}", symlinks=True)


@pytest.mark.parametrize(
    ("code", "for_good"),
    [(errno.ENOSPC, False), (errno.EIO, False), (errno.EACCES, False), (errno.ENOSPC, True), (errno.EROFS, True)],
    ids=["ENOSPC", "EIO", "EACCES", "ENOSPC_from_then_on", "EROFS_from_then_on"],
)
def test_whichever_call_fails_the_last_edition_stands(out, monkeypatch, capsys, code, for_good):
    number = 0
    while True:
        number += 1
        here = fresh(out, number)
        before = contents(here / "editions" / FIRST)
        calls = FailingCalls(number, refuse(code), for_good)
        with monkeypatch.context() as patched:
            patched.setattr(disk, "os", calls)
            failed = _failure(here)
        if len(calls.calls) < number:
            break
        assert os.strerror(code) in failed
        assert str(here) in failed
        # a disk that goes on refusing cannot be tidied now; the next run does it
        check_after(here, before, debris=for_good)
        if not for_good:
            assert os.readlink(here / "latest") == f"editions/{FIRST}"
            assert os.listdir(here / "editions") == [FIRST]
        check_next_run(here, before)
    with capsys.disabled():
        print(f" [{number - 1} calls failed with {errno.errorcode[code]}]", end="")
    assert not failed
    assert number > 30


def _failure(out: Path) -> str:
    """What a build of the second week failed with, or an empty string."""
    try:
        build(out, WEEK_37)
    except PublishFailed as failed:
        return str(failed)
    return ""


def test_at_whichever_call_the_process_is_killed_the_last_edition_stands(out, capsys):
    number = 0
    while True:
        number += 1
        here = fresh(out, number)
        before = contents(here / "editions" / FIRST)
        pid = os.fork()
        if pid == 0:  # the child has all that it needs in memory: quicker by far than a new interpreter
            disk.os = FailingCalls(number, lambda name: os._exit(9))
            build(here, WEEK_37)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert ended in (0, 9)
        check_after(here, before, debris=True)
        if ended == 0:
            break
        check_next_run(here, before)
    with capsys.disabled():
        print(f" [killed at {number - 1} calls]", end="")
    assert number > 30


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """An `out/` with seven cleared issues, the page of the first six, and no feed."""
    out = tmp_path / "out"
    for number in range(1, 8):
        if number == 7:
            publish.derived(out, shelf.office(tmp_path))
            (out / "feed.xml").unlink()
        shelf.put(out, number, clearance=shelf.CLEARED)
    return out


def check_house(out: Path, page: bytes) -> None:
    """Each edition is whole or gone, the six last stand, and the page is the one of before or the new one."""
    names = sorted(path.name for path in (out / "editions").iterdir())
    assert names[-6:] == [f"SYR00{number}_{shelf.week(number).end:%Y%m%d}_v1" for number in range(2, 8)]
    assert all(whole(edition) for edition in (out / "editions").iterdir())
    assert os.readlink(out / "latest") == f"editions/{names[-1]}"
    shown = (out / "index.html").read_bytes()
    assert shown == page or b"SYR007_20181021_v1/report/" in shown
    for file in ("index.html", "feed.xml"):
        if (out / file).exists():
            stamp = (out / file).read_text().rpartition("made from ")[2]
            assert archive._stands(out / file, stamp[:64])


def check_house_mended(out: Path) -> None:
    """The next run removes what is too old and leaves page and feed of the rest, and nothing of the one that failed."""
    with publish.locked(out):
        keep_house(out)
    assert sorted(path.name for path in out.iterdir()) == [".lock", "editions", "feed.xml", "index.html", "latest"]
    assert len(list((out / "editions").iterdir())) == 6
    assert "SYR001" not in (out / "index.html").read_text() + (out / "feed.xml").read_text()


@pytest.mark.parametrize(
    ("code", "for_good"),
    [(errno.ENOSPC, False), (errno.EIO, False), (errno.EACCES, False), (errno.EROFS, True)],
    ids=["ENOSPC", "EIO", "EACCES", "EROFS_from_then_on"],
)
def test_whichever_call_of_keeping_house_fails_nothing_is_half(seven, monkeypatch, caplog, capsys, code, for_good):
    number, page = 0, (seven / "index.html").read_bytes()
    while True:
        number += 1
        here = fresh(seven, number)
        calls = FailingCalls(number, refuse(code), for_good)
        caplog.clear()
        with publish.locked(here), monkeypatch.context() as patched:
            patched.setattr(disk, "os", calls)
            keep_house(here)  # it raises nothing: the edition is out, and what failed is told
        if len(calls.calls) < number:
            break
        assert os.strerror(code) in caplog.text
        check_house(here, page)
        check_house_mended(here)
    with capsys.disabled():
        print(f" [{number - 1} calls failed with {errno.errorcode[code]}]", end="")
    assert number > 25


def test_at_whichever_call_of_keeping_house_the_process_is_killed_nothing_is_half(seven, capsys):
    number, page = 0, (seven / "index.html").read_bytes()
    while True:
        number += 1
        here = fresh(seven, number)
        pid = os.fork()
        if pid == 0:
            with publish.locked(here):
                disk.os = FailingCalls(number, lambda name: os._exit(9))
                keep_house(here)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert ended in (0, 9)
        check_house(here, page)
        if ended == 0:
            break
        check_house_mended(here)
    with capsys.disabled():
        print(f" [killed at {number - 1} calls]", end="")
    assert number > 25


def test_a_first_edition_that_fails_leaves_none(tmp_path, monkeypatch):
    """Before the first edition there is no `latest`; a failing swap must not leave one that leads nowhere."""
    number, calls = 0, []
    while len(calls) >= number:
        number += 1
        out = tmp_path / f"out{number}"
        failing = FailingCalls(number, refuse(errno.ENOSPC))
        with monkeypatch.context() as patched:
            patched.setattr(disk, "os", failing)
            try:
                build(out, WEEK_36)
            except PublishFailed:
                assert not list(out.glob("editions/*"))
                assert not os.path.lexists(out / "latest")
        calls = failing.calls
        if len(calls) >= number:
            build(out, WEEK_36)
        assert whole((out / "latest").resolve(strict=True))
    assert number > 30


def test_everything_is_on_the_disk_before_it_has_a_name(out, monkeypatch):
    """The order that survives a power cut: each file, then each folder, then the rename, then the link."""
    calls = FailingCalls(0, refuse(errno.EIO))
    with publish.locked(out):
        monkeypatch.setattr(disk, "os", calls)
        publish.edition(out, SECOND, {"a.html": b"page"}, {"manifest.json": b"{}"})
    folder, settled = ["mkdir", "chmod"], ["open", "fsync", "close"]
    file = ["open", "write", "fchmod", "fsync", "close"]
    assert calls.calls == [
        *folder, *folder, *file, *settled, *folder, *file, *settled, *settled,
        "rename", *settled, "symlink", "replace", *settled,
    ]


def test_what_was_done_is_undone_when_the_run_is_ended(out, monkeypatch):
    """An exception that is no error of the disk, as a signal's: the stage is gone at once."""
    def end(name: str) -> Any:
        raise KeyboardInterrupt

    before = contents(out / "editions" / FIRST)
    monkeypatch.setattr(disk, "os", FailingCalls(20, end))
    with pytest.raises(KeyboardInterrupt):
        build(out, WEEK_37)
    check_after(out, before)


def test_a_file_may_not_be_larger_than_the_system_allows(out):
    code = (
        "import resource as r, sys; from pathlib import Path; r.setrlimit(r.RLIMIT_FSIZE, (1000, 1000))\n"
        "from sitrep import publish; from sitrep.errors import PublishFailed\n"
        "with publish.locked(Path(sys.argv[1])):\n"
        "    try: publish.edition(Path(sys.argv[1]), 'SYR002_20180916_v1', {'a.html': b'x' * 5000}, {})\n"
        "    except PublishFailed as failed: print(failed)"
    )
    before = contents(out / "editions" / FIRST)
    said = subprocess.run([sys.executable, "-c", code, out], capture_output=True, text=True, check=True)
    assert "a.html: File too large" in said.stdout
    check_after(out, before)
