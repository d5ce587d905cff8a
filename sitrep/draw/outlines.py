"""The outlines of the world that travel with the package: countries, and the borders inside each.

`tools/outlines.py` makes the files from Natural Earth. `world.tsv.gz` holds a line an arc (its kind; its first point
and the steps to each next one, in thousandths of a degree) and a line a polygon (its country; its ends; its rings as
numbers of arcs: ~n, which is below zero, for arc n run backwards, n@1 for arc n a turn of the globe farther east).
`<ISO3>.tsv.gz` holds a line for each border between two provinces.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sitrep.draw.shapes import Box, Point, overlap

FOLDER = Path(__file__).parent / "outlines"
UNIT = 1000
TURN = 360.0  # degrees; a view may lie across the date line
NEAR = 0.25  # of a country's size: islands no farther off belong to its picture


@dataclass(frozen=True, slots=True)
class Arc:
    """A line that one or two countries share. `kind` is coast, border, unsettled (a border) or inner."""

    kind: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Land:
    """One polygon of a country: its rings as keys of arcs, True where the arc runs backwards."""

    country: str
    rings: tuple[tuple[tuple[str, bool], ...], ...]


def known(country: str) -> bool:
    """Whether there is an outline of that country (ISO 3166-1 alpha-3).

    >>> known("SYR"), known("")
    (True, False)
    """
    return country != "" and any(country == owner for owner, _, _ in _world()[1])


def has_inner(country: str) -> bool:
    """Whether borders between its provinces can be drawn."""
    return country.isalpha() and bool(_lines(country))


def extent(country: str) -> Box:
    """The ends of a country in degrees: of its largest polygon and of all that lie about it, without far possessions.

    East may be beyond 180. Raises KeyError for a country without outline.
    """
    boxes = sorted((box for owner, box, _ in _world()[1] if owner == country), key=_size)
    if not boxes:
        raise KeyError(country)
    found = boxes.pop()
    while near := [box for box in boxes if overlap(_padded(found), _turned(box, found))]:
        boxes = [box for box in boxes if box not in near]
        for box in (_turned(box, found) for box in near):
            found = Box(
                min(found.left, box.left), min(found.bottom, box.bottom),
                max(found.right, box.right), max(found.top, box.top),
            )
    return found


def lands(view: Box, country: str = "") -> tuple[list[Land], dict[str, Arc]]:
    """The polygons that reach into `view` (of one country, if one is named), and their arcs by key, in degrees."""
    arcs, polygons = _world()
    found: list[Land] = []
    drawn: dict[str, Arc] = {}
    for owner, box, told in polygons:
        for turn in (-TURN, 0.0, TURN) if country in ("", owner) else ():
            if not overlap(Box(box.left + turn, box.bottom, box.right + turn, box.top), view):
                continue
            rings = tuple(tuple(_arc(word, turn) for word in ring.split(" ")) for ring in told.split(";"))
            found.append(Land(owner, rings))
            for key in (key for ring in rings for key, _ in ring):
                if key not in drawn:
                    kind, _, points = arcs[int(key.partition("/")[0])].partition("\t")
                    drawn[key] = Arc(kind, _points(points, float(key.partition("/")[2])))
    return found, drawn


def inner(country: str) -> list[tuple[Point, ...]]:
    """The borders between the provinces of a country, in degrees; none where the package has none."""
    return [_points(line, 0.0) for line in _lines(country)] if country.isalpha() else []


def _arc(word: str, turn: float) -> tuple[str, bool]:
    name, _, turns = word.partition("@")
    number, turn = int(name), turn + TURN * int(turns or 0)
    return f"{number if number >= 0 else ~number}/{turn:g}", number < 0


def _points(told: str, turn: float) -> tuple[Point, ...]:
    return tuple(_walked(map(int, told.split(" ")), turn))


def _walked(steps: Iterator[int], turn: float) -> Iterator[Point]:
    x = y = 0
    for dx, dy in zip(steps, steps, strict=True):
        x, y = x + dx, y + dy
        yield x / UNIT + turn, y / UNIT


@lru_cache(maxsize=4)
def _lines(name: str) -> tuple[str, ...]:
    file = FOLDER / f"{name}.tsv.gz"
    return tuple(gzip.decompress(file.read_bytes()).decode("ascii").splitlines()) if file.is_file() else ()


@lru_cache(maxsize=1)
def _world() -> tuple[tuple[str, ...], tuple[tuple[str, Box, str], ...]]:
    """The arcs as they are written, and of each polygon its country, its ends in degrees and its rings as written."""
    lines = _lines("world")
    first = next(index for index, line in enumerate(lines) if line.count("\t") == 2)
    polygons = []
    for country, ends, rings in (line.split("\t") for line in lines[first:]):
        west, south, east, north = (int(end) / UNIT for end in ends.split(" "))
        polygons.append((country, Box(west, south, east, north), rings))
    return lines[:first], tuple(polygons)


def _size(box: Box) -> float:
    return (box.right - box.left) * (box.top - box.bottom)


def _padded(box: Box) -> Box:
    across, up = NEAR * (box.right - box.left), NEAR * (box.top - box.bottom)
    return Box(box.left - across, box.bottom - up, box.right + across, box.top + up)


def _turned(box: Box, about: Box) -> Box:
    """The box where it lies nearest to another: seen across the date line if that is the shorter way."""
    turn = TURN * round(((about.left + about.right) - (box.left + box.right)) / 2 / TURN)
    return Box(box.left + turn, box.bottom, box.right + turn, box.top)
