"""The numbers of one figure by place: bubbles on the outlines of a country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sitrep.draw import outlines, placing, svg
from sitrep.draw.bubbles import Placed, largest, legend, legend_size, placed, shapes
from sitrep.draw.land import ground, silhouette
from sitrep.draw.lettering import drawable, line, width
from sitrep.draw.paint import PRINT, painted
from sitrep.draw.placing import Sheet
from sitrep.draw.shapes import DEEP, MM, PAPER, QUIET, RULE, Area, Box, Drawing, Line, Shape, overlap, texts
from sitrep.draw.view import View, fitted, view
from sitrep.model import Map

CLOSER = 0.86  # how much smaller a map is drawn where legend and inset would lie over a bubble
TRIES = 4  # how often it is drawn smaller; then what has no room is left out
INSET = 0.24  # of the map's width and height
ROUND = tuple(first * 10**power for power in range(4) for first in (1, 2, 5))  # kilometres of the scale bar
AIR = 5.0  # points, between a corner and what stands in it


@dataclass(frozen=True, slots=True)
class Size:
    """How large a map is drawn: text keeps its size, so each medium has its own drawing. Points.

    `most` is the radius of the largest bubble.
    """

    width: float
    height: float
    text: float
    most: float


SIZES = {
    "print": Size(180 * MM, 96 * MM, 7.0, 15.0),
    "print-half": Size(88 * MM, 74 * MM, 7.0, 12.0),
    "screen": Size(840.0, 470.0, 9.75, 24.0),
    "screen-half": Size(411.0, 352.0, 9.75, 18.0),
    "phone": Size(87 * MM, 86 * MM, 8.4, 14.0),
}
CORNERS = ((0, 1), (1, 1), (0, 0), (1, 0))  # upper left first


def place_map(
    given: Map, size: str, alt: str, direction: str = "ltr", colours: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The `<svg>` element of a map, to be put into HTML as it is; `size` is a key of SIZES.

    Colours, `alt` and numbers are as in `trend`: print has its own, or those of `colours`, screens name them
    (`--paper`, `--sea`, `--abroad` and `--border` too), each number is a group with `data-figure`, those of the legend
    and the scale bar have the class `axis`. The map is never mirrored; with `direction` rtl a number stands to the
    right of its name. A label that finds no room is left out. Raises ValueError if `size` is unknown, the country has
    no outline, there is no bubble, or a bubble's figure is no slug.
    """
    if size not in SIZES:
        raise ValueError(f"no size {size!r} of a map: {', '.join(SIZES)}")
    sheet = drawing(given, SIZES[size], direction)
    labels = [words.text for words in texts(sheet.shapes) if words.figure]
    fixed = {**PRINT, **colours} if size.startswith("print") else None
    return svg.inline(painted(sheet), PRINT, fixed, alt, labels)


def drawing(given: Map, size: Size, direction: str = "ltr") -> Drawing:
    """The shapes of a map."""
    if not outlines.known(given.country) or not given.bubbles:
        raise ValueError(f"no map of {given.country!r} with {len(given.bubbles)} bubbles")
    frame = Box(0, 0, size.width, size.height)
    country = outlines.extent(given.country)
    seen = view([(b.lon, b.lat) for b in given.bubbles], country, frame, size.most + size.text * 3)
    inset = fitted(country, Box(0, 0, size.width * INSET, size.height * INSET), 2) if seen.is_part else None
    seen, bubbles, corners = _composed(given, size, seen, inset)
    under = ground(seen, given.country)
    sheet = Sheet(frame, size.text, direction, [one.box for one in bubbles] + [box for box in corners if box])
    numbers = placing.numbers(sheet, bubbles)
    over = [*(shape for one in bubbles for shape in shapes(one)), *numbers, *_scale_bar(sheet, seen, given.distance)]
    made: list[Shape] = [*under.shapes, *placing.landmarks(sheet, seen, given.landmarks)]
    made += placing.countries(sheet, under.rings, given.countries, given.country)
    made += over
    made += _corner_shapes(given, size, seen, inset, corners)
    return Drawing(size.width, size.height, (*made, Area(frame, line=RULE)))


def _composed(
    given: Map, size: Size, seen: View, inset: View | None
) -> tuple[View, list[Placed], tuple[Box | None, Box | None]]:
    """The view that leaves corners for legend and inset, the bubbles in it, and the two corners."""
    top = largest(given.bubbles)
    wanted = [legend_size(given.sizes, top, size.most, size.text)] if given.sizes else [(0.0, 0.0)]
    wanted.append((inset.frame.right, inset.frame.top) if inset else (0.0, 0.0))
    for _ in range(TRIES):
        bubbles = placed(given.bubbles, seen, size.most)
        corners = _corners([one.box for one in bubbles], wanted, seen.frame)
        if all(corner or not wide for corner, (wide, _) in zip(corners, wanted, strict=True)):
            break
        seen = replace(seen, scale=seen.scale * CLOSER)
    return seen, bubbles, (corners[0], corners[1])


def _corners(taken: Sequence[Box], wanted: Sequence[tuple[float, float]], frame: Box) -> list[Box | None]:
    """A free corner for each thing of that width and height, or None; nothing of no width needs one."""
    found: list[Box | None] = []
    left = list(CORNERS)
    for wide, tall in wanted:
        boxes = {corner: _corner(corner, wide + 2 * AIR, tall + 2 * AIR, frame) for corner in left}
        corner = next((c for c, box in boxes.items() if wide and not any(overlap(box, b) for b in taken)), None)
        found.append(boxes[corner] if corner else None)
        left = [other for other in left if other != corner]
    return found


def _corner(corner: tuple[int, int], wide: float, tall: float, frame: Box) -> Box:
    left = frame.right - wide if corner[0] else frame.left
    bottom = frame.top - tall if corner[1] else frame.bottom
    return Box(left, bottom, left + wide, bottom + tall)


def _corner_shapes(
    given: Map, size: Size, seen: View, inset: View | None, corners: tuple[Box | None, Box | None]
) -> list[Shape]:
    found: list[Shape] = []
    first, second = corners
    if first:
        first = Box(first.left + AIR / 2, first.bottom + AIR / 2, first.right - AIR / 2, first.top - AIR / 2)
        at = (first.left + AIR / 2, first.bottom + AIR / 2)
        found.append(Area(first, fill=PAPER))
        found += legend(given.sizes, largest(given.bubbles), size.most, size.text, at)
    if inset and second:
        box = Box(second.left + AIR, second.bottom + AIR, second.right - AIR, second.top - AIR)
        small = replace(inset, frame=box)
        west, south, east, north = (getattr(seen.degrees, side) for side in ("left", "bottom", "right", "top"))
        (left, bottom), (right, top) = small.at(west, south), small.at(east, north)
        grown = max(3.0 - (right - left), 0.0) / 2
        here = Box(
            max(left - grown, box.left), max(bottom - grown, box.bottom),
            min(right + grown, box.right), min(top + grown, box.top),
        )
        found += [Area(box, fill=PAPER), *silhouette(small, given.country), Area(box, line=RULE), Area(here, line=DEEP)]
    return found


def _scale_bar(sheet: Sheet, seen: View, words: str) -> list[Shape]:
    """A length of round kilometres in the first lower or upper corner that is free."""
    longest = (sheet.frame.right - sheet.frame.left) * 0.22
    number = max((km for km in ROUND if km * seen.km <= longest), default=0)
    text = drawable(words.replace("{number}", str(number)))
    long = number * seen.km
    wide = max(long, width(text, sheet.size))
    for corner in (CORNERS[3], CORNERS[2], *CORNERS[:2]) if number else ():
        box = _corner(corner, wide + 2 * AIR, sheet.size * 1.3 + AIR, sheet.frame)
        if not any(overlap(box, other) for other in sheet.taken):
            sheet.taken.append(box)
            end, y = box.right - AIR, box.bottom + AIR
            told = line(text, (end, y + 2.5), sheet.size, QUIET, anchor="end", axis=True)
            return [Line((end - long, y), (end, y), QUIET, 1.0), told]
    return []
