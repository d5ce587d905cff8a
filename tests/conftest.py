"""What tests share: the checkout, and a workspace of one's own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import played
import pytest

ROOT = Path(__file__).parent.parent
# Builds when it is imported, for a process of its own; looking there for doctests would put the stub renderer here too.
collect_ignore = ["hostile/warm.py"]


@pytest.fixture(autouse=True, scope="session")
def _cache_of_this_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds in the cache what another session or the developer's own builds left, nor leaves anything there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


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
