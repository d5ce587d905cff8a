"""Twice the text takes twice the time, whatever the shape: S3 of the reliability notes, for the whole of the engine."""

from collections.abc import Iterator

import pace
import pytest

from hostile import shapes
from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader

SIZE = 50_000  # characters; short enough for all shapes, long enough for a square to show
RATIO = 2.6  # that of the notes; exactly 2 is linear
FLOOR_S = 0.1  # a shorter time is a machine's mood, not the engine's
TRIES = 4
LIMIT_S = 10.0  # for a megabyte of one line
TIMES = shapes.MEGABYTE / (2 * SIZE)  # how many times the longer text a megabyte is
READER = reader(gazetteer())


def seconds(text: str) -> float:
    """What reading takes, of this process alone: whoever shares the machine does not count."""
    return pace.seconds(lambda: extract.read(shapes.document(text), READER))


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """Whatever is compiled once is compiled before the first shape is timed."""
    for make in shapes.SHAPES.values():
        extract.read(shapes.document(make(2_000)), READER)
    with pace.undisturbed():
        yield


@pytest.mark.slow
@pytest.mark.parametrize("shape", shapes.SHAPES)
def test_twice_the_text_takes_no_more_than_twice_the_time(shape: str) -> None:
    short, long = shapes.SHAPES[shape](SIZE), shapes.SHAPES[shape](2 * SIZE)
    once, twice = seconds(short), seconds(long)
    megabyte = twice * TIMES if shape in shapes.LINES else 0.0
    for _ in range(TRIES):  # the least of several: what disturbs a run only makes it longer
        if twice <= RATIO * max(once, FLOOR_S) and megabyte < LIMIT_S:
            break
        again = seconds(long)
        megabyte = min(megabyte, again * TIMES / pace.slowed())  # as on a quiet machine, told right after
        once, twice = min(once, seconds(short)), min(twice, again)
    assert twice <= RATIO * max(once, FLOOR_S), f"{once:.2f} s, then {twice:.2f} s"
    assert megabyte < LIMIT_S, f"a megabyte would take {megabyte:.1f} s"


def test_the_floor_hides_no_square() -> None:
    """A step that looks at every pair of 20-character facts passes the floor at these sizes and fails the ratio."""
    assert RATIO * FLOOR_S < (2 * SIZE / 20) ** 2 / 2 * 50e-9
