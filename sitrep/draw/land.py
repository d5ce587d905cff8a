"""Land and borders under a map: the country in white, its neighbours in grey, each border drawn once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitrep.draw import outlines
from sitrep.draw.clipping import area, runs, thinned
from sitrep.draw.outlines import Land
from sitrep.draw.shapes import ABROAD, BORDER, PAPER, SEA, Area, Box, Outline, Point, Shape
from sitrep.draw.view import View

FINE = 0.25  # points: what a line may be off before anybody sees it
POINTS = 7_000  # of all lines of a map: 100 kB
SPECK = 0.5  # points: a smaller island is not drawn
# The lines of OCHA's maps, a little finer: kind → width and dashes.
LINES: Mapping[str, tuple[float, tuple[float, float] | None]] = {
    "inner": (0.4, (3.2, 3.2)), "coast": (0.5, None), "unsettled": (0.8, (1.0, 1.6)), "border": (1.1, None),
}  # fmt: skip

Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The shapes of sea, land and borders, and the rings of each country that is seen, for its name."""

    shapes: tuple[Shape, ...]
    rings: Mapping[str, tuple[Ring, ...]]


def ground(view: View, country: str) -> Ground:
    """What lies under the bubbles of a map."""
    lands, arcs = outlines.lands(view.degrees)
    placed = {key: _placed(arc.points, view) for key, arc in arcs.items()}
    inner = [_placed(line, view) for line in outlines.inner(country)]
    fine = FINE
    while sum(map(len, (*placed.values(), *inner))) > POINTS:  # a land of a thousand fjords
        fine *= 2
        placed = {key: thinned(line, fine) for key, line in placed.items()}
        inner = [thinned(line, fine) for line in inner]
    rings: dict[str, list[Ring]] = {}
    for land in lands:
        rings.setdefault(land.country, []).extend(_rings(land, placed, view.frame))
    abroad = [ring for owner, found in sorted(rings.items()) if owner != country for ring in found]
    shapes: list[Shape] = [Area(view.frame, fill=SEA)]
    shapes += _filled(abroad, ABROAD) + _filled(rings.get(country, []), PAPER)
    shapes += _drawn([run for line in inner for run in runs(line, view.frame)], "inner", BORDER)
    for kind in ("coast", "unsettled", "border"):
        lines = [run for key, arc in arcs.items() if arc.kind == kind for run in runs(placed[key], view.frame)]
        shapes += _drawn(lines, kind, BORDER)
    return Ground(tuple(shapes), {owner: tuple(found) for owner, found in rings.items() if found})


def silhouette(view: View, country: str) -> list[Shape]:
    """The country alone, for the inset."""
    lands, arcs = outlines.lands(view.degrees, country)
    placed = {key: _placed(arc.points, view) for key, arc in arcs.items()}
    return _filled([ring for land in lands for ring in _rings(land, placed, view.frame)], ABROAD)


def _placed(points: Sequence[Point], view: View) -> list[Point]:
    """A line on the page, without what is too fine to be seen; two lands that share it have the same points.

    A line that lies wholly beside the map is only followed as closely as keeps it there: Russia's takes long to thin.
    """
    line, frame = view.all(points), view.frame
    xs, ys = [x for x, _ in line], [y for _, y in line]
    beside = max(frame.left - max(xs), min(xs) - frame.right, frame.bottom - max(ys), min(ys) - frame.top)
    far = max(FINE, beside / 4)
    return thinned(_sparse(line, far), far)


def _sparse(line: Sequence[Point], far: float) -> list[Point]:
    """The line without points that lie next to the one before: less work for what follows. Its ends stay."""
    x, y = line[0]
    found = [line[0]]
    for point in line[1:-1]:
        if abs(point[0] - x) + abs(point[1] - y) > far:
            x, y = point
            found.append(point)
    return [*found, line[-1]]


def _rings(land: Land, placed: Mapping[str, Sequence[Point]], frame: Box) -> Iterable[Ring]:
    for told in land.rings:
        ring = [point for key, is_back in told for point in (placed[key][::-1] if is_back else placed[key])[:-1]]
        cut = area(ring, frame)
        if len(cut) > 2 and _spread(cut) > SPECK:
            yield tuple(cut)


def _spread(ring: Sequence[Point]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _filled(rings: Sequence[Ring], colour: str) -> list[Shape]:
    return [Outline(_short(rings), colour)] if rings else []


def _drawn(lines: Sequence[Sequence[Point]], kind: str, colour: str) -> list[Shape]:
    width, dash = LINES[kind]
    seen = [line for line in lines if _spread(line) > SPECK]
    return [Outline(_short(seen), colour, width, dash)] if seen else []


def _short(lines: Iterable[Sequence[Point]]) -> tuple[Ring, ...]:
    """Points to a tenth, which keeps the file small."""
    return tuple(tuple((round(x, 1), round(y, 1)) for x, y in line) for line in lines)
