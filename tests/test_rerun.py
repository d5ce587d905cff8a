"""A rerun that finds nothing changed loads nothing, touches nothing and takes next to nothing, however full out/ is."""

import json
import resource
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import builds
import pytest

BUILD = """
import sys
from sitrep.cli import main
code = main(["build", *sys.argv[1:]])
print(code, *(name for name in {names!r} if name in sys.modules))
""".format(names=("pandas", "numpy", "matplotlib", "weasyprint", "jinja2", "sitrep.extract", "sitrep.language.lexicon"))
LIMIT_S = 1.0  # of processor, on a machine that is busy with other tests; `make bench` tells it on a quiet one (0.4)


def build(office: Path, *words: str) -> tuple[str, str, float]:
    """Exit code with what was loaded, the log, and seconds of processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = [sys.executable, "-c", BUILD, *words]
    ran = subprocess.run(run, cwd=office, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return ran.stdout.strip(), ran.stderr, spent


def seen(folder: Path) -> dict[Path, tuple[int, int]]:
    """Everything below a folder, with what changes when somebody touches it."""
    return {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in (folder, *folder.rglob("*"))}


def older(edition: Path, weeks: int) -> None:
    """The same edition so many weeks before, under the number 53 less these."""
    said = json.loads((edition / "internal" / "manifest.json").read_bytes())
    for end in ("start", "end"):
        said["period"][end] = (date.fromisoformat(said["period"][end]) - timedelta(weeks=weeks)).isoformat()
    said["number"] = 53 - weeks
    name = f"SYR{said['number']:03}_{said['period']['end'].replace('-', '')}_v1"
    shutil.copytree(edition, edition.with_name(name))
    (edition.with_name(name) / "internal" / "manifest.json").write_text(json.dumps(said, indent=1))


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one edition; each test has a copy."""
    office = builds.workspace(tmp_path_factory.mktemp("rerun") / "office")
    assert build(office)[0].startswith("0 ")
    return office


@pytest.fixture
def office(standing: Path, tmp_path: Path) -> Path:
    return shutil.copytree(standing, tmp_path / "office", symlinks=True)


@pytest.mark.slow
def test_a_rerun_beside_a_year_of_editions_loads_nothing_and_touches_nothing(office: Path) -> None:
    (first,) = (office / "out" / "editions").iterdir()
    for weeks in range(1, 53):
        older(first, weeks)
    assert " published " in build(office)[1]  # there are other editions to compare with
    before = seen(office)
    loaded, log, spent = build(office)
    assert loaded == "0"
    assert ", unchanged" in log
    assert seen(office) == before
    assert spent < LIMIT_S


@pytest.mark.slow
def test_force_makes_all_again_and_publishes_nothing_that_is_the_same(office: Path) -> None:
    before = seen(office / "out" / "editions")
    loaded, _, _ = build(office, "--force")
    assert {"pandas", "matplotlib", "sitrep.extract"} <= set(loaded.split())
    assert seen(office / "out" / "editions") == before


@pytest.mark.slow
def test_one_new_seed_has_only_that_read(office: Path) -> None:
    new = "---\npublished: 2018-09-05\npublisher: Wire\n---\nSeven people were killed in Harim on Tuesday.\n"
    (office / "seeds" / "new.txt").write_text(new)
    assert opened(office) == [*(f"good-0{day}.txt" for day in range(4, 9)), "new.txt"]
    (office / "seeds" / "newer.txt").write_text(new.replace("Harim", "Salqin"))
    assert opened(office) == ["newer.txt"]


def opened(office: Path) -> list[str]:
    """The seeds that a build reads and has not remembered."""
    read = subprocess.run([sys.executable, "-c", OPENED], cwd=office, capture_output=True, text=True, check=True)
    return read.stdout.split()


OPENED = """
from sitrep import cli, sources
real = sources.document
def document(seed, entry):
    print(seed.below)
    return real(seed, entry)
sources.document = document
cli.main(["build", "--dry-run"])
"""
