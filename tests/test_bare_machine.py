"""An office server that nobody watches: cron's bare environment, full and read-only disks, a renderer that dies.

Whatever the machine lacks, the edition is the same or the last one stands, and the message names path and reason.
"""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import builds
import pytest
import stub_renderer
from test_publish_faults import RoomFor

from sitrep import sandbox
from sitrep.cli import main
from sitrep.publish import disk
from sitrep.report import pdf

PR_CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2  # <linux/prctl.h>, <linux/capability.h>


@cache
def standing(program: Sequence[str] = builds.STUB) -> Path:
    """A workspace with one edition, built once a process of the tests; each test has a copy."""
    folder = builds.workspace(Path(tempfile.mkdtemp()) / "office", builds.SHORT)
    code, said = builds.built(folder, program=program)
    assert code == 0, said
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with one edition and a correction that waits to be published."""
    folder = shutil.copytree(standing(), tmp_path / "office", symlinks=True)
    builds.correct(folder, 11)
    return folder


def bound_by_modes() -> None:
    """In a process about to begin: it may not open what modes forbid, even if it is root's."""
    for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def mounts() -> tuple[str, ...]:
    """The command that runs another where it may mount without anybody noticing; () if the machine has none."""
    ways = (("unshare", "-m"), ("unshare", "-rm"))
    tried = "mount -t tmpfs tmpfs /mnt"
    return next((w for w in ways if not subprocess.run([*w, "sh", "-c", tried], capture_output=True).returncode), ())


def check_stands(office: Path, before: dict[str, tuple[bytes, int]]) -> None:
    """Nothing was published, the edition that was there is whole, and nothing else lies about."""
    assert builds.contents(office / "out/editions") == before
    assert os.readlink(office / "out/latest") == f"editions/{builds.FIRST}"
    assert builds.all_whole(office / "out")
    assert builds.debris(office / "out") == []


# --- cron -------------------------------------------------------------------------------------------------------------

SILENCES = {
    "a log": '"$@" <&- 2>"$LOG"',
    "all closed": '"$@" <&- >&- 2>&-',
    "a full disk": '"$@" <&- >/dev/full 2>&1',
    "a closed pipe": 'exec 3>&1; { "$@" <&- 3>&- 2>&1; echo $? >&3; } | true',
}


@pytest.mark.slow
@pytest.mark.parametrize("silence", SILENCES)
def test_cron_gives_it_nothing(tmp_path: Path, silence: str) -> None:
    office = builds.workspace(tmp_path / "office", builds.SHORT)
    bare = ["env", "-i", "PATH=/usr/bin:/bin", "HOME=/nonexistent", *builds.REAL, "build", "--workspace", str(office)]
    ran = subprocess.run(
        ["sh", "-c", SILENCES[silence], "sh", *bare], cwd="/", umask=0o077, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "LOG": str(tmp_path / "log")},
    )
    assert (ran.returncode, ran.stdout) == ((0, "0\n") if silence == "a closed pipe" else (0, ""))
    assert builds.contents(office / "out/editions") == builds.contents(standing(builds.REAL) / "out/editions")
    assert {path.stat().st_mode & 0o777 for path in (office / "out/latest/report").iterdir()} == {0o644}
    assert (office / "out/latest/report").stat().st_mode & 0o777 == 0o755
    if silence == "a log":
        assert (tmp_path / "log").read_text().splitlines()[-1].startswith("sitrep: 5 documents, ")


def test_a_failure_that_nobody_hears_has_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/report.yaml").write_text("titel: Idlib\n")
    asked = [*builds.STUB, "build", "--workspace", str(tmp_path)]
    with open("/dev/full", "w") as full:
        assert subprocess.run(asked, stderr=full).returncode == 2
    assert subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *asked]).returncode == 2


def test_what_was_closed_is_not_written_into_a_file_of_ours(tmp_path: Path) -> None:
    code = (
        "import os; from sitrep import cli; cli._open_standard_streams(); import sys\n"
        "file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT); print('out'); print('err', file=sys.stderr)\n"
        "os.write(file, bytes([48 + file]))"
    )
    asked = [sys.executable, "-c", code, str(tmp_path / "file")]
    subprocess.run(["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *asked], check=True)
    assert (tmp_path / "file").read_bytes() == b"3"  # the number of a file after stdin, stdout and stderr


# --- disks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, office: Path) -> Callable[..., int]:
    """A function that builds the office in this process, with the stub renderer, and gives the exit code."""
    stub_renderer.put_in_place(monkeypatch.setattr)
    return lambda *words: main(["build", "--workspace", str(office), *words])


@pytest.mark.parametrize("room_bytes", [0, 1, 4096, 20_000])
def test_a_disk_that_fills_up(office: Path, in_process: Any, monkeypatch, capsys, room_bytes: int) -> None:
    before = builds.contents(office / "out/editions")
    with monkeypatch.context() as patched:
        patched.setattr(disk, "os", RoomFor(room_bytes))
        assert in_process() == 13
    *_, error, summary = capsys.readouterr().err.splitlines()
    assert f"ERROR cannot write {office}/out/.stage-" in error
    assert "No space left on device; the last edition stands untouched" in error
    assert summary.startswith("sitrep: nothing published, exit 13, ")
    check_stands(office, before)
    assert in_process() == 0  # once there is room again


REALLY_FULL = (
    'saved=$(mktemp -d) && cp -a "$1/out/." "$saved" && mount -t tmpfs -o size="$2" tmpfs "$1/out" && '
    'cp -a "$saved/." "$1/out" && rm -r "$saved"; at=$1; shift 2; "$@"; code=$?; '
    'cp -a "$at/out/." "$at/after"; exit $code'
)


def test_a_disk_that_is_really_full(office: Path, in_process: Any, monkeypatch, capsys) -> None:
    """A file system with room for half an edition; played where the machine lets nobody mount one."""
    before = builds.contents(office / "out/editions")
    used = sum(-(-path.stat().st_size // 4096) * 4096 for path in office.joinpath("out").rglob("*") if path.is_file())
    if mounts():
        under = [*mounts(), "sh", "-c", REALLY_FULL, "sh", str(office), str(used + 16384)]
        code, said = builds.built(office, under=under)
        shutil.rmtree(office / "out")
        (office / "after").rename(office / "out")
    else:
        monkeypatch.setattr(disk, "os", RoomFor(used // 2))
        code, said = in_process(), capsys.readouterr().err
    assert code == 13
    assert f"ERROR cannot write {office}/out/.stage-" in said
    assert "No space left on device" in said
    check_stands(office, before)


READ_ONLY = 'mount --bind "$1/out" "$1/out" && mount -o remount,ro,bind "$1/out" && shift && "$@"'


def test_an_out_that_is_read_only(office: Path) -> None:
    """By its mount where the machine lets us, else by its mode."""
    before = builds.contents(office / "out/editions")
    if mounts():
        code, said = builds.built(office, under=[*mounts(), "sh", "-c", READ_ONLY, "sh", str(office)])
        reason = "Read-only file system"
    else:
        code, said = _forbidden(office, office / "out")
        reason = "Permission denied"
    assert code == 13
    assert f"ERROR cannot write {office}/out/" in said
    assert f": {reason}; the last edition stands untouched" in said
    check_stands(office, before)


@pytest.mark.parametrize("forbidden", ["out", "out/editions"])
def test_a_folder_that_may_not_be_written(office: Path, forbidden: str) -> None:
    before = builds.contents(office / "out/editions")
    code, said = _forbidden(office, office / forbidden)
    assert code == 13
    assert f"ERROR cannot write {office}/{forbidden}" in said
    assert "Permission denied; the last edition stands untouched" in said
    check_stands(office, before)


def _forbidden(office: Path, folder: Path, **how: Any) -> tuple[int, str]:
    """A build that may not write in `folder`, though it may be root's."""
    folder.chmod(0o555)
    try:
        return builds.built(office, preexec_fn=bound_by_modes, **how)
    finally:
        folder.chmod(0o755)


def test_files_may_not_be_larger_than_the_owner_of_the_machine_allows(office: Path) -> None:
    before = builds.contents(office / "out/editions")
    limits = (2000, 2000)
    code, said = builds.built(office, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits))
    assert code == 13
    assert f"ERROR cannot write {office}/out/.stage-" in said
    assert ": File too large; the last edition stands untouched" in said
    check_stands(office, before)


# --- temporary files and caches ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("state", ["missing", "read-only", "a file"])
def test_without_a_place_for_caches_and_temporary_files_it_builds_all_the_same(
    office: Path, tmp_path: Path, state: str
) -> None:
    place = tmp_path / "place"
    if state == "a file":
        place.write_text("")
    elif state == "read-only":
        place.mkdir(0o555)
    env = {"PATH": os.defpath, "HOME": str(place), "TMPDIR": str(place)}
    code, said = builds.built(office, program=builds.REAL, env=env, preexec_fn=bound_by_modes)
    assert (code, builds.debris(office / "out")) == (0, []), said
    assert len(os.listdir(office / "out/editions")) == 2
    assert (list(place.iterdir()) == []) if state == "read-only" else place.exists() == (state == "a file")


FULL_TMPDIR = 'mount -t tmpfs -o size=8k tmpfs "$TMPDIR" && "$@"'


@pytest.mark.slow
def test_a_place_for_temporary_files_that_is_full(office: Path, tmp_path: Path) -> None:
    """The PDF finds no room there; where the machine lets nobody mount, a limit on the size of files does the same."""
    before = builds.contents(office / "out/editions")
    env = {"PATH": os.defpath, "HOME": os.environ.get("HOME", "/"), "TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    limits, under = (8192, 8192), [*mounts(), "sh", "-c", FULL_TMPDIR, "sh"] if mounts() else []
    code, said = builds.built(
        office, program=builds.REAL, env=env, under=under,
        preexec_fn=None if under else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
    )
    assert code == 12, said
    assert (f" – {tmp_path}/temporary/" if under else "wrote more than") in said
    assert (", where temporary files go, has no room left" in said) == bool(under)
    check_stands(office, before)


# --- clock and leftovers ----------------------------------------------------------------------------------------------


def test_a_clock_set_back_a_year_changes_nothing(office: Path, in_process: Any, monkeypatch, capsys) -> None:
    (office / "config/report.yaml").write_text(builds.SHORT.replace("as_of: 2018-09-09\n", ""))
    monkeypatch.setattr("sitrep.clock.datetime", _clock(2018))
    assert in_process() == 0
    before = builds.contents(office / "out/editions")
    assert len({path.split("/")[0] for path in before}) == 2
    monkeypatch.setattr("sitrep.clock.datetime", _clock(2017))
    assert in_process() == 10
    assert " 2017-09-04 to 2017-09-10 " in capsys.readouterr().err
    assert builds.contents(office / "out/editions") == before
    assert os.readlink(office / "out/latest") == "editions/SYR001_20180909_v2"
    monkeypatch.setattr("sitrep.clock.datetime", _clock(2018))
    assert in_process() == 0
    assert ", unchanged, exit 0" in capsys.readouterr().err


def _clock(year: int) -> type[datetime]:
    """A clock that stands on 11 September of that year."""

    class Stands(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Stands":
            return cls(year, 9, 11, 6, 0, tzinfo=UTC)

    return Stands


def test_what_a_build_that_died_had_left_is_gone_after_the_next(office: Path, in_process, tmp_path, capsys) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    left = office / "out/.stage-4242-SYR009_20180909_v9"
    (left / "internal/deeper").mkdir(parents=True)
    (left / "report").symlink_to(outside)
    (left / "internal/facts.jsonl").write_text("{}")
    (left / "internal").chmod(0o500)
    (office / "out/.stage-latest").symlink_to("editions/SYR009_20180909_v9")
    assert in_process() == 0
    said = capsys.readouterr().err
    assert f"WARN removed {left}, left by a build that was cut short" in said
    assert builds.debris(office / "out") == []
    assert (outside / "kept.txt").read_text() == "kept"


# --- the renderer -----------------------------------------------------------------------------------------------------

EMPTY = (f"sitrep-{os.getuid()}", "runs")  # what stays of the places for temporary files
LOW = sandbox.Limits(wall_s=2, cpu_s=30, memory_bytes=512 << 20)
DEATHS = {
    "SIGSEGV": ("os.kill(os.getpid(), signal.SIGSEGV)", "dies crashed (SIGSEGV)"),
    "SIGKILL": ("os.kill(os.getpid(), signal.SIGKILL)", "dies was killed (SIGKILL); the system does this when memory"),
    "MemoryError": ("bytearray(1 << 40)", "dies needed more than 512 MB of memory"),
    "hang": ("signal.pause()", "dies took longer than 2 s and was stopped"),
    "no PDF": ("print('page')", "the PDF is empty: the child ended well but wrote none"),
    "no room": ("raise OSError(28, os.strerror(28))", "dies failed (status 1): OSError: [Errno 28] No space left"),
}


@pytest.mark.parametrize("death", DEATHS)
def test_whichever_way_the_renderer_dies(office: Path, tmp_path, monkeypatch, capsys, death: str) -> None:
    act, reason = DEATHS[death]
    (tmp_path / "dies.py").write_text(f"import os, signal, sys\nsys.stdin.buffer.read()\n{act}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(pdf, "started", lambda: sandbox.started("dies", LOW))
    before = builds.contents(office / "out/editions")
    assert main(["build", "--workspace", str(office)]) == 12
    *_, error, summary = capsys.readouterr().err.splitlines()
    assert f"Z ERROR {reason}" in error
    assert summary.startswith("sitrep: nothing published, exit 12, ")
    check_stands(office, before)
    assert [path for path in (tmp_path / "temporary").rglob("*") if path.name not in EMPTY] == []
    assert builds.children(os.getpid()) == []
