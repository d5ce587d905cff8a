"""The same inputs give the same bytes in every environment: PDF, page, tables, Word and all that stays in the office.

Each environment differs from the plain one in everything at once, and no two are alike: seed of the hashes, time zone,
locale, path, current folder, order and age of the files, processors, home, network, fonts, umask.
"""

import os
import random
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import builds
import pytest

pytestmark = pytest.mark.slow

NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>'
KINDS = (".pdf", ".html", ".csv", ".json", ".xlsx", ".docx", ".geojson")


class Environment(NamedTuple):
    """Where and how a build runs."""

    hash_seed: str = "0"
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    folder: str = "office"
    parent: str = ""  # a file system that lists a folder in another order
    cwd: str = "/"
    order: int = 0
    processors: int = 2
    home: str | None = None  # of its own, with nothing in it
    network: bool = True
    fonts: bool = True
    umask: int = 0o022


PLAIN = Environment()
ZONES = ("Asia/Damascus", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", ":No/Where")
LOCALES = ("C", "tr_TR.UTF-8", "ar_SY.UTF-8", "POSIX", "fr_FR.ISO-8859-1", "")
FOLDERS = ("Büro für Lage", "a" * 60, "x/y/z/office", "it's 100% ‘ours’", "مكتب", "-n", "office.d")
PARENTS = ("", "/dev/shm")
CWDS = ("/", "/usr/share", "/tmp")
HOMES = (None, "/nonexistent", "", "/proc", "/dev/null")

ENVIRONMENTS = tuple(
    Environment(
        str(number * 7919), ZONES[number % 5], LOCALES[number % 6], FOLDERS[number % 7], PARENTS[number // 2 % 2],
        CWDS[number % 3], number + 1, 1 + number % 2, HOMES[number % 5], number % 4 > 0, number % 3 > 0,
        (0o077, 0o000, 0o027)[number % 3],
    )
    for number in range(24)
)
REALLY_DRAWN = ENVIRONMENTS[::4]  # 0, 4, …, 20: each value of each property but the processors'


def shelved(environment: Environment, parent: Path, program: Any) -> dict[str, tuple[bytes, int]]:
    """The files of the edition that is built there."""
    folder = parent / environment.folder
    folder.mkdir(parents=True)
    fonts, home = parent / "fonts.conf", parent / "home"
    fonts.write_text(NO_FONTS)
    home.mkdir()
    files = [("config/report.yaml", builds.REPORT), *((f"seeds/{k}", text) for k, text in builds.seeds().items())]
    random.Random(environment.order).shuffle(files)
    for age, (name, text) in enumerate(files):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
        os.utime(folder / name, (86400 * environment.order, 1e9 + 86400 * age))
    env = {
        "PATH": os.defpath, "PYTHONHASHSEED": environment.hash_seed, "TZ": environment.zone,
        "LC_ALL": environment.locale, "HOME": str(home) if environment.home is None else environment.home,
    } | ({} if environment.fonts else {"FONTCONFIG_FILE": str(fonts)})
    processors = sorted(os.sched_getaffinity(0))[: environment.processors]
    code, said = builds.built(
        folder, program=program, under=() if environment.network else offline(), env=env, cwd=environment.cwd,
        umask=environment.umask, preexec_fn=lambda: os.sched_setaffinity(0, processors),
    )
    assert code == 0, said
    return builds.contents(folder / "out/editions")


@cache
def offline() -> tuple[str, ...]:
    """The command that runs another without network, as far as this machine lets us."""
    ways = (("unshare", "-n"), ("unshare", "-rn"))
    return next((way for way in ways if not subprocess.run([*way, "true"], capture_output=True).returncode), ())


@pytest.fixture
def parent(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder on the file system that the environment asks for, where there is one."""
    wanted: Environment = request.getfixturevalue("environment")
    with tempfile.TemporaryDirectory(dir=wanted.parent if os.access(wanted.parent, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@cache
def plain(program: Any) -> dict[str, tuple[bytes, int]]:
    """What the plain environment gives: once a process of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        return shelved(PLAIN, Path(folder), program)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=range(len(ENVIRONMENTS)))
def test_the_environment_decides_no_byte(environment: Environment, parent: Path) -> None:
    alike(shelved(environment, parent, builds.STUB), plain(builds.STUB))


@pytest.mark.parametrize("environment", REALLY_DRAWN, ids=[ENVIRONMENTS.index(one) for one in REALLY_DRAWN])
def test_nor_does_it_decide_one_that_is_really_drawn(environment: Environment, parent: Path) -> None:
    alike(shelved(environment, parent, builds.REAL), plain(builds.REAL))


def alike(found: dict[str, tuple[bytes, int]], expected: dict[str, tuple[bytes, int]]) -> None:
    """The same files with the same bytes, which those that may be sent are readable for all, whatever the umask."""
    assert [name for name in expected if found.get(name, (b"",))[0] != expected[name][0]] == []
    assert found.keys() == expected.keys()
    assert {Path(name).suffix for name in found if "/report/" in name} == set(KINDS)
    assert {mode for name, (_, mode) in found.items() if "/report/" in name} == {0o644}
    assert {mode for name, (_, mode) in found.items() if "/internal/" in name} == {0o600}


def test_the_environments_differ() -> None:
    assert len(set(ENVIRONMENTS)) == 24
    assert len(REALLY_DRAWN) == 6
    for place, name in enumerate(Environment._fields):
        assert len({environment[place] for environment in ENVIRONMENTS}) > 1, name
