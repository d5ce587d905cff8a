"""Builds in processes of their own, and what must hold of `out/` after each: for the tests of faults.

`workspace` makes a small office whose build takes two seconds with the stub renderer and four with the real one.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
STUB = (sys.executable, str(TESTS / "stub_renderer.py"))
REAL = (sys.executable, "-c", "from sitrep.cli import main; raise SystemExit(main())")

REPORT = "title: Idlib\ncountry: SYR\nlanguages: [en]\nas_of: 2018-09-09\n"
SHORT = REPORT + "exports: []\nsections: {weekly: [masthead, key_figures, annex, rejected]}\n"  # half of the time
# Day, publisher and text of five seeds: two voices on one strike, a crowd that moves, a total that stands.
GOOD = (
    ("04", "Levant Wire", "Air strikes killed nine people in Jisr al-Shughour on Tuesday, the Observatory said."),
    ("05", "Orontes Daily", "An air strike on Wednesday killed two people in Kafr Nabl, the Civil Defence said."),
    ("06", "Cedar Post", "One person was killed in Kafr Nabl on Wednesday, the Observatory said."),
    ("07", "Valley Press", "More than 5,000 people fled southern Idlib on Friday, the United Nations said."),
    ("08", "Relief Desk", "Helicopters dropped 16 barrel bombs on Hbit on Saturday. Idlib holds 1 million displaced."),
)
FIRST = "SYR001_20180909_v1"
# All that may lie in out/ once a run has ended.
AT_HOME = {".lock", ".journal", "editions", "index.html", "feed.xml"}


def workspace(folder: Path, report: str = REPORT) -> Path:
    """A workspace with five good seeds of the week 3–9 September 2018."""
    (folder / "config").mkdir(parents=True)
    (folder / "seeds").mkdir()
    (folder / "config/report.yaml").write_text(report)
    for name, text in seeds().items():
        (folder / "seeds" / name).write_text(text)
    return folder


def seeds() -> dict[str, str]:
    """The files of the good seeds."""
    return {
        f"good-{day}.txt": f"---\npublished: 2018-09-{day}\npublisher: {publisher}\nlanguage: en\n---\n{text}\n"
        for day, publisher, text in GOOD
    }


def correct(folder: Path, number: int) -> None:
    """Another number in one of the seeds, so that the next build makes a revision."""
    seed = next(iter(seeds()))
    (folder / "seeds" / seed).write_text(seeds()[seed].replace("nine", str(number)))


def begun(
    folder: Path, *words: str, program: Sequence[str] = STUB, under: Sequence[str] = (),
    env: Mapping[str, str] | None = None, **how: Any,
) -> "subprocess.Popen[str]":
    """A build of `folder` that runs; `under` is a command that runs it, such as `unshare -n`."""
    asked = [*under, *program, "build", "--workspace", str(folder), *words]
    return subprocess.Popen(asked, env=env, text=True, **({"stderr": subprocess.PIPE} | how))


def built(folder: Path, *words: str, **how: Any) -> tuple[int, str]:
    """Exit code of a build of `folder`, and what it said."""
    with begun(folder, *words, **how) as running:
        said = running.communicate()[1]
    return running.returncode, said or ""


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below `folder`: its bytes and its mode."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode & 0o7777)
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


def whole(edition: Path) -> bool:
    """Whether an edition has exactly the files of its manifest, with their hashes."""
    files = json.loads((edition / "internal/manifest.json").read_bytes())["files"]
    there = {str(path.relative_to(edition)) for path in edition.rglob("*") if path.is_file()}
    hashes_hold = all(sha256((edition / path).read_bytes()).hexdigest() == hash_ for path, hash_ in files.items())
    return there == {*files, "internal/manifest.json"} and hashes_hold


def all_whole(out: Path) -> bool:
    """Whether every edition is whole and every `latest` leads to one."""
    links = [path.resolve(strict=True) for path in out.iterdir() if path.name.startswith("latest")]
    return bool(links) and all(map(whole, [*(out / "editions").iterdir(), *links]))


def children(pid: int) -> list[int]:
    """The processes that a process started and that have not ended."""
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def is_running(pid: int) -> bool:
    """Whether a process has not ended; one that nobody has asked how it ended (a zombie) has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def debris(out: Path) -> list[str]:
    """What lies in `out` and should not."""
    return sorted(p.name for p in out.iterdir() if p.name not in AT_HOME and not p.name.startswith("latest"))
