"""Temporary files of a run: in a folder of its own, gone with it, and removed by the next run if it was killed."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sitrep import cachefolder, scratch
from sitrep.errors import RenderFailed


@pytest.fixture
def common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for everybody's temporary files."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path / "tmp"


def left(common: Path) -> list[str]:
    return [path.name for path in common.rglob("*") if path.name not in (f"sitrep-{os.getuid()}", "runs")]


def test_a_run_has_a_folder_of_its_own_that_ends_with_it(common: Path) -> None:
    with scratch.temporary():
        with tempfile.NamedTemporaryFile(delete=False) as file:
            assert Path(file.name).parent.parent == common / f"sitrep-{os.getuid()}" / "runs"
        assert Path(file.name).parent.stat().st_mode & 0o777 == 0o700
        assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(Path(file.name).parent)
        Path(tempfile.mkdtemp(), "more").write_text("x")
    assert left(common) == []
    assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(common)


def test_a_cache_without_a_home_outlives_the_run(common: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(common / "none"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    outside = cachefolder.folder("fonts")
    with scratch.temporary():
        assert cachefolder.folder("fonts") == outside
    assert outside.parent.parent == common


def test_it_ends_with_a_run_that_fails(common: Path) -> None:
    with pytest.raises(ZeroDivisionError), scratch.temporary():
        tempfile.mkdtemp()
        raise ZeroDivisionError
    assert left(common) == []


RUN = (
    "import sys, tempfile, time; from sitrep import scratch\n"
    "with scratch.temporary(): tempfile.mkstemp(); print(tempfile.gettempdir(), flush=True); time.sleep(60)"
)


def test_what_a_killed_run_left_is_removed_and_what_a_living_one_has_is_not(common: Path) -> None:
    begun = [subprocess.Popen([sys.executable, "-c", RUN], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    dead, living = (Path(one.stdout.readline().strip()) for one in begun if one.stdout)
    begun[0].kill()
    begun[0].communicate()
    assert len(list(dead.iterdir())) == 1
    with scratch.temporary():
        assert not dead.exists()
        assert len(list(living.iterdir())) == 1
    begun[1].send_signal(signal.SIGINT)
    begun[1].communicate()
    assert left(common) == []


def test_where_somebody_else_sits_on_the_name_it_has_another(common: Path) -> None:
    (common / f"sitrep-{os.getuid()}").symlink_to("/")
    with scratch.temporary():
        assert Path(tempfile.gettempdir()).parent == common
    assert left(common) == []


def test_without_any_place_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", none)
    told = "no place for temporary files .*'/tmp'.* – set TMPDIR to a folder"
    with pytest.raises(RenderFailed, match=told), scratch.temporary():
        pytest.fail("there was one")
