"""A cache that lasts where it can, is private always, and never stops a build."""

import tempfile
from pathlib import Path

import pytest

from sitrep import cachefolder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and a temporary folder beside it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path / "home"


def test_it_is_the_same_in_each_run_and_private(home: Path) -> None:
    first = cachefolder.folder("fonts")
    assert first == cachefolder.folder("fonts") == home / ".cache" / "sitrep" / "fonts"
    assert first.stat().st_mode & 0o077 == 0


def test_the_users_cache_folder_is_respected(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "elsewhere"))
    assert cachefolder.folder("fonts") == home / "elsewhere" / "sitrep" / "fonts"


def test_cron_without_a_home_of_its_own_still_keeps_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home / "file" / "below"))
    (home / "file").write_text("no folder can be made below a file")
    first = cachefolder.folder("fonts")
    assert first == cachefolder.folder("fonts")
    assert first.parent.parent == Path(tempfile.gettempdir())


@pytest.mark.parametrize("named", ["nonexistent", ""])
def test_a_home_that_is_not_there_is_not_made(home: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HOME", str(home / named) if named else "")
    assert cachefolder.folder("fonts").is_relative_to(tempfile.gettempdir())
    assert list(home.iterdir()) == []


def test_a_relative_cache_folder_is_not_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert cachefolder.folder("fonts").is_relative_to(tempfile.gettempdir())


@pytest.mark.parametrize("trap", ["open to all", "a link"])
def test_a_folder_that_others_could_write_is_not_trusted(home: Path, trap: str) -> None:
    (home / ".cache").mkdir()
    ours = home / ".cache" / "sitrep"
    if trap == "a link":
        (home / "theirs").mkdir()
        ours.symlink_to(home / "theirs")
    else:
        ours.mkdir()
        ours.chmod(0o777)
    assert cachefolder.folder("fonts").is_relative_to(tempfile.gettempdir())
