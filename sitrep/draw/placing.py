"""Where the words of a map stand: beside what they name, and never over a bubble or over other words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sitrep.draw.bubbles import Placed, number_inside, square
from sitrep.draw.bubbles import view_lon as lon_of
from sitrep.draw.clipping import thinned
from sitrep.draw.land import Ring
from sitrep.draw.lettering import drawable, line, width
from sitrep.draw.shapes import DEEP, INK, PAPER, QUIET, Box, Dot, Line, Point, Shape, inside, overlap
from sitrep.draw.view import View
from sitrep.model import Landmark

SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))  # where reading goes on first
AWAY = (0.0, 0.9, 1.8, 2.8)  # of the text's size: how far words look for room
GAP = 0.3  # of the text's size, between a bubble and its words
TALL = 0.72  # of the text's size: a capital letter
MOST = {"admin1": 12, "town": 6}  # names for orientation: the map is of the numbers
TOWN = 1.1  # radius of a town's dot
COARSE = 2.0  # points: what a shore may be off where only a name's place is sought
GRID = 9  # places across and up at which a country's name is tried


@dataclass(frozen=True, slots=True)
class Sheet:
    """The map that words are put on, the size of their text, and the boxes that are `taken`: more with each word."""

    frame: Box
    size: float
    direction: str
    taken: list[Box]

    def free(self, box: Box) -> bool:
        """Whether `box` lies within the map and over nothing else."""
        air = self.size * 0.12
        wide = Box(box.left - air, box.bottom - air, box.right + air, box.top + air)
        return inside(wide, self.frame) and not any(overlap(wide, other) for other in self.taken)


def numbers(sheet: Sheet, bubbles: Sequence[Placed]) -> list[Shape]:
    """The number and the name of each bubble: the largest chooses first; what finds no room is left to the table."""
    size = sheet.size
    within = {id(one): number_inside(one, bubbles, size * 1.05) for one in bubbles}
    shapes: list[Shape] = [words for words in within.values() if words]
    for one in bubbles:
        number = (drawable(one.bubble.label, bold=True), size * 1.05, DEEP, True, one.bubble.figure)
        name = (drawable(one.bubble.name), size, INK, False, "")
        if within[id(one)]:
            shapes += _beside(sheet, one, [name])
        else:
            shapes += _beside(sheet, one, [number, name]) or _beside(sheet, one, [number])
    return shapes


def _beside(sheet: Sheet, one: Placed, parts: Sequence[tuple[str, float, str, bool, str]]) -> list[Shape]:
    """The words beside the bubble, and the line that leads to them if they stand away; nothing if there is no room."""
    parts = [part for part in parts if part[0]]
    if sheet.direction == "rtl":
        parts = parts[::-1]
    gap = sheet.size * 0.35
    widths = [width(text, size, bold) for text, size, _, bold, _ in parts]
    wide = sum(widths) + gap * (len(parts) - 1)
    for away, box in _sides((one.x, one.y), one.reach, wide, sheet) if parts else ():
        leader = _leader(one, box) if away else None
        lead = _around(leader) if leader else None
        if not sheet.free(box) or (lead and any(overlap(lead, other) for other in sheet.taken if other != one.box)):
            continue
        sheet.taken.extend(filter(None, (box, lead)))
        starts = [box.left + sum(widths[:n]) + gap * n for n in range(len(parts))]
        words = [
            line(text, (x, box.bottom + sheet.size * 0.24), size, colour, bold, figure=figure)
            for x, (text, size, colour, bold, figure) in zip(starts, parts, strict=True)
        ]
        halos = [replace(told, colour=PAPER, figure="", halo=True) for told in words]
        return [*halos, *([leader] if leader else []), *words]
    return []


def _sides(at: Point, reach: float, wide: float, sheet: Sheet) -> Iterator[tuple[float, Box]]:
    """Boxes for a line of text about a point, the nearest first; over and under it they stay inside."""
    size, frame = sheet.size, sheet.frame
    tall, first = size * 1.02, -1 if sheet.direction == "rtl" else 1
    for away in AWAY:
        far = reach + size * (GAP + away)
        for across, up in ((first * side, up) for side, up in SIDES):
            reached = far * (0.75 if across and up else 1.0)
            x = at[0] + across * reached + {1: 0.0, 0: -wide / 2, -1: -wide}[across]
            y = at[1] + up * reached + {1: 0.0, 0: -tall / 2, -1: -tall}[up]
            if not across:
                x = min(max(x, frame.left + size * 0.3), frame.right - size * 0.3 - wide)
            yield away, Box(x, y, x + wide, y + tall)


def _leader(one: Placed, box: Box) -> Line:
    """The line that leads from a bubble to words that stand away from it."""
    x = min(max(one.x, box.left), box.right)
    y = min(max(one.y, box.bottom), box.top)
    far = max(((x - one.x) ** 2 + (y - one.y) ** 2) ** 0.5, 1e-6)
    share = one.reach / far
    return Line((one.x + (x - one.x) * share, one.y + (y - one.y) * share), (x, y), QUIET, 0.5)


def _around(leader: Line) -> Box:
    (ax, ay), (bx, by) = leader.start, leader.end
    return Box(min(ax, bx) - 0.4, min(ay, by) - 0.4, max(ax, bx) + 0.4, max(ay, by) + 0.4)


def landmarks(sheet: Sheet, view: View, names: Sequence[Landmark]) -> list[Shape]:
    """Names of provinces in capitals and of a few towns with their dots, wherever there is room left."""
    shapes: list[Shape] = []
    left = dict(MOST)
    for one in names:
        x, y = view.at(lon_of(one.lon, view), one.lat)
        if not left[one.kind]:
            continue
        if one.kind == "admin1":
            steps = (0.0, 1.2, -1.2)  # no farther, or it would name the next one
            found = _centred(sheet, drawable(one.name.upper()), [(x, y + step * sheet.size) for step in steps])
        else:
            found = _town(sheet, drawable(one.name), (x, y))
        left[one.kind] -= bool(found)
        shapes += found
    return shapes


def _town(sheet: Sheet, name: str, at: Point) -> list[Shape]:
    dot = square(*at, TOWN)
    if not name or not sheet.free(dot):
        return []
    for away, box in _sides(at, TOWN, width(name, sheet.size), sheet):
        if not away and sheet.free(box):
            sheet.taken.extend((box, dot))
            return [Dot(at, TOWN, QUIET), line(name, (box.left, box.bottom + sheet.size * 0.24), sheet.size, QUIET)]
    return []


def countries(
    sheet: Sheet, rings: Mapping[str, Sequence[Ring]], names: Mapping[str, str], own: str
) -> list[Shape]:
    """The names of the neighbours, each in the middle of what is seen of it."""
    shapes: list[Shape] = []
    largest = {country: max(seen, key=_area) for country, seen in rings.items() if country != own}
    largest = {country: tuple(thinned(ring, COARSE)) for country, ring in largest.items()}
    for country, ring in sorted(largest.items(), key=lambda pair: (-_area(pair[1]), pair[0])):
        text = drawable(names.get(country, "").upper())
        half = width(text, sheet.size) / 2
        shapes += _centred(
            sheet, text, [at for at in _middle_first(ring) if _holds(ring, at, half, sheet.size / 2)])
    return shapes


def _centred(sheet: Sheet, text: str, places: Sequence[Point]) -> list[Shape]:
    """Words of the ground at the first of `places` that is free."""
    size = sheet.size * 0.95
    for x, y in places:
        words = line(text, (x, y - size * TALL / 2), size, QUIET, anchor="middle")
        if text and sheet.free(_airy(words.box, size)):
            sheet.taken.append(words.box)
            return [words]
    return []


def _airy(box: Box, size: float) -> Box:
    """Names of the ground keep apart from each other, so that none is read as part of the next."""
    return Box(box.left - size * 0.5, box.bottom - size * 0.2, box.right + size * 0.5, box.top + size * 0.2)


def _middle_first(ring: Ring) -> list[Point]:
    """Places of a grid over a ring, the one nearest to its middle first."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    left, low, wide, tall = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    grid = [(left + wide * (i + 0.5) / GRID, low + tall * (j + 0.5) / GRID) for i in range(GRID) for j in range(GRID)]
    middle = (left + wide / 2, low + tall / 2)
    return sorted(grid, key=lambda at: ((at[0] - middle[0]) ** 2 + (at[1] - middle[1]) ** 2, at))


def _holds(ring: Ring, at: Point, half: float, tall: float) -> bool:
    """Whether words that reach `half` to either side stand on the land."""
    x, y = at
    return all(_is_within(ring, (x + side * half, y + up * tall)) for side in (-1, 0, 1) for up in (-1, 1))


def _is_within(ring: Ring, at: Point) -> bool:
    x, y = at
    found = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            found = not found
    return found


def _area(ring: Ring) -> float:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2
