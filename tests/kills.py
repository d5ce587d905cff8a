"""Builds with the real renderer that are killed at random points, and what must hold after each: 60 in CI, 500 by hand.

The points are spread evenly over the time that a build takes. The seed of the chance makes them the same on each run,
as far as a machine with other things to do ever does the same twice.
"""

import random
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import builds

from sitrep import publish


class Landed(NamedTuple):
    """What came of it: kills, those that met a running build, seconds of an unhurried one, and what was published."""

    kills: int
    landed: int
    took_s: float
    editions: int

    def __str__(self) -> str:
        return (
            f"{self.landed} of {self.kills} kills landed in a build of {self.took_s:.1f} s, {self.editions} editions, "
            "0 damaged, 0 left over"
        )


def killed(folder: Path, kills: int, seed: int = 20180909) -> Landed:
    """What came of so many kills; AssertionError at the first that does harm.

    Two editions come first. Each build has a correction to publish, and after each kill comes what the next build
    begins with: it takes the lock and tidies. Every twentieth is followed by a whole build.
    """
    report = builds.SHORT.replace("exports: []", "exports: [xlsx]")  # which is written by way of temporary files
    office, temporary = builds.workspace(folder / "office", report), folder / "temporary"
    temporary.mkdir()
    env = {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(temporary)}
    _whole_build(office, env)
    builds.correct(office, 10)
    took = _whole_build(office, env)
    standing = builds.contents(office / "out/editions")
    chance, landed = random.Random(seed), 0
    for number in range(kills):
        builds.correct(office, 11 + number)
        hit, lasted = _one(office, env, chance.uniform(0, took))
        landed += hit
        took = took if hit else min(took, lasted)  # the machine has become quicker
        _check(office, standing)
        if number % 20 == 19:
            took = _whole_build(office, env)
            assert [path for path in temporary.rglob("*") if not path.is_dir() or path.parent.name == "runs"] == []
    _whole_build(office, env)
    _check(office, standing)
    return Landed(kills, landed, took, len(list((office / "out/editions").iterdir())))


def _whole_build(office: Path, env: Mapping[str, str]) -> float:
    """The seconds that a build takes at this moment."""
    begun = time.monotonic()
    code, said = builds.built(office, program=builds.REAL, env=env)
    assert code == 0, said
    return time.monotonic() - begun


def _one(office: Path, env: Mapping[str, str], after_s: float) -> tuple[bool, float]:
    """Whether a build that is killed after so long was still running, and how long it ran; its children end with it."""
    begun = time.monotonic()
    with builds.begun(office, program=builds.REAL, env=env, stderr=None) as running:
        try:
            running.wait(after_s)
        except subprocess.TimeoutExpired:
            renderers = builds.children(running.pid)
            running.kill()
            until = time.monotonic() + 20
            while any(map(builds.is_running, renderers)):
                assert time.monotonic() < until, "a renderer outlived its build"
                time.sleep(0.01)
        else:
            assert running.returncode == 0
    return running.returncode != 0, time.monotonic() - begun


def _check(office: Path, standing: Mapping[str, tuple[bytes, int]]) -> None:
    """Editions that stood before are as they were, all are whole, and once the next build has begun nothing is left."""
    out = office / "out"
    found = builds.contents(out / "editions")
    assert {path: found.get(path) for path in standing} == standing
    assert builds.all_whole(out)
    with publish.locked(out):
        assert builds.debris(out) == []
        assert builds.all_whole(out)
