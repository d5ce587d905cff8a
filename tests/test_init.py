"""`sitrep init`, and the wheel that carries what it writes."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from sitrep import bundled
from sitrep.cli import main

ROOT = Path(__file__).parent.parent


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_workspace_holds_what_travels_with_the_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "my-office"
    assert main(["init", str(office)]) == 0
    assert sorted(path.name for path in office.iterdir()) == ["config", "out", "seeds", "templates"]
    for name in bundled.FOLDERS:
        assert files(office / name) == files(bundled.folder(name)) != set()
    assert f"cd {office}\n    sitrep check\n" in capsys.readouterr().out


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["init", str(tmp_path)]) == 2
    assert "is not empty, and init overwrites nothing" in capsys.readouterr().err
    assert files(tmp_path) == {"mine.txt"}


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "config" / "report.yaml").is_file()


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["init", str(tmp_path / "mine.txt")]) == 2
    assert "is a file" in capsys.readouterr().err
    assert main(["init", str(tmp_path / "mine.txt" / "deeper")]) == 2
    assert "choose a folder you may write to" in capsys.readouterr().err


def test_only_known_folders_travel() -> None:
    with pytest.raises(ValueError, match="'out' does not travel"):
        bundled.folder("out")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_carries_the_workspace_and_every_file_of_the_package(wheel: Path) -> None:
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {f"sitrep/{name}" for name in files(ROOT / "sitrep")}
    for name in bundled.FOLDERS:
        wanted |= {f"sitrep/workspace/{name}/{inner}" for inner in files(ROOT / name)}
    assert carried == {name for name in wanted if "__pycache__" not in name}


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_starts_and_builds_a_workspace(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    scripts = tmp_path / "venv" / "bin"
    install = ["pip", "--python", str(scripts / "python"), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", *install], capture_output=True, check=True)
    # The dependencies are borrowed from the environment of the tests, without its link to the checkout.
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(tmp_path / "venv")}))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def sitrep(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
        command = [str(scripts / "sitrep"), *words]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    started = sitrep("init", "my-office", folder=tmp_path)
    assert (started.returncode, started.stderr) == (0, "")
    checked = sitrep("check", folder=tmp_path / "my-office")
    assert checked.returncode == 0, checked.stderr
    built = sitrep("build", folder=tmp_path / "my-office")
    assert built.returncode in (0, 3), built.stderr
    assert len(list((tmp_path / "my-office" / "out" / "latest" / "report").glob("*.pdf"))) == 1
