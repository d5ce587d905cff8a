"""What tests share: the checkout, a workspace of one's own, and the demonstration as it was published."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import played
import pytest

from sitrep.cli import main
from sitrep.commands import init

ROOT = Path(__file__).parent.parent
# Builds when it is imported, for a process of its own; looking there for doctests would put the stub renderer here too.
collect_ignore = ["hostile/warm.py"]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this session, which all its processes have in common."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True, scope="session")
def _cache_of_this_session(shared: Path) -> Iterator[None]:
    """No test finds in the cache what another session or the developer's own builds left, nor leaves anything there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(shared / "cache"))
        yield


@pytest.fixture(scope="session")
def published(shared: Path) -> Path:
    """The demonstration's workspace with its weekly edition and its flash, built once a session: to be looked at alone.

    Who changes anything, or has it built again, takes a copy: `demo`.
    """
    folder, unfinished = shared / "demo", shared / "unfinished"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            init.write(unfinished)
            for profile in ("weekly", "flash"):
                assert main(["build", "--quiet", "--workspace", str(unfinished), "--profile", profile]) == 0
            unfinished.rename(folder)
    return folder


@pytest.fixture
def demo(published: Path, tmp_path: Path) -> Path:
    """A copy of the published demonstration."""
    return shutil.copytree(published, tmp_path / "demo", symlinks=True)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo's workspace, which is the current folder."""
    for name in ("config", "templates", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> None:
    played.play_stages(lambda module, name, stage: monkeypatch.setattr(module, name, stage, raising=False))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with two seeds of the week 3–9 September 2018."""
    folder = tmp_path / "office"
    for part in ("config", "seeds"):
        (folder / part).mkdir(parents=True)
    (folder / "config/report.yaml").write_text(played.REPORT)
    for name, text in played.SEEDS.items():
        (folder / "seeds" / name).write_text(text)
    return folder
