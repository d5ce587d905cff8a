"""Numbers as bubbles: the area of each follows its number, and what was said of the number shows in its rim."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitrep.draw.lettering import drawable, line, width
from sitrep.draw.shapes import BLUE, DEEP, INK, PAPER, QUIET, Box, Dot, Line, Shape, Words, inside, overlap
from sitrep.draw.view import View
from sitrep.model import Bubble

LEAST = 1.3  # points; one person beside three million is still seen
DASHED, DOTTED = (2.5, 1.5), (0.6, 1.6)  # rims: of an area, of an open end
RIM = 2.2  # points between a bubble and the dotted rim of "more than"
LEGEND_TEXT = 1.25  # of the text's size, between the numbers of the legend
STEPS = (0.0, 1.0, 1.8, 2.8, 4.0)  # of its radius: how far a wide bubble moves out of the way of others


@dataclass(frozen=True, slots=True)
class Placed:
    """A bubble on the page: `radius` of its disc, `reach` with its rim."""

    bubble: Bubble
    x: float
    y: float
    radius: float
    reach: float

    @property
    def box(self) -> Box:
        """The square around it."""
        return square(self.x, self.y, self.reach)


def square(x: float, y: float, half: float) -> Box:
    """The square around a point."""
    return Box(x - half, y - half, x + half, y + half)


def radius(number: int, largest: int, most: float) -> float:
    """The radius of a bubble: its area follows `number`, and that of `largest` has the radius `most`.

    >>> radius(25, 100, 10), radius(100, 100, 10)
    (5.0, 10.0)
    """
    return max(most * math.sqrt(number / max(largest, 1)), LEAST)


def largest(bubbles: Sequence[Bubble]) -> int:
    """The number that the largest bubble shows."""
    return max((bound for b in bubbles for bound in (b.low, b.high) if bound is not None), default=1)


def placed(bubbles: Sequence[Bubble], view: View, most: float) -> list[Placed]:
    """The bubbles on the page, the largest first. Those of an area have no point of their own: they move aside."""
    top = largest(bubbles)
    found: list[Placed] = []
    for bubble in sorted(bubbles, key=lambda b: (b.is_wide, -(b.low or b.high or 0), b.name, b.figure)):
        disc = radius(bubble.low or bubble.high or 0, top, most)
        outer = radius(bubble.high, top, most) if bubble.high else disc + (RIM if bubble.high is None else 0)
        x, y = view.at(view_lon(bubble.lon, view), bubble.lat)
        for shift_x, shift_y in _steps(disc) if bubble.is_wide else [(0.0, 0.0)]:
            there = Placed(bubble, x + shift_x, y + shift_y, disc, max(disc, outer))
            free = not any(overlap(square(there.x, there.y, there.reach + 1), other.box) for other in found)
            if free and inside(there.box, view.frame):
                break
        else:
            there = Placed(bubble, x, y, disc, max(disc, outer))
        found.append(there)
    return sorted(found, key=lambda one: -one.reach)


def view_lon(lon: float, view: View) -> float:
    """The longitude as the view counts it, which may lie across the date line."""
    return lon + 360.0 * round((view.lon - lon) / 360.0)


def _steps(disc: float) -> Iterator[tuple[float, float]]:
    for step in STEPS:
        for eighth in range(8 if step else 1):
            angle = math.pi * eighth / 4
            far = step * max(disc, 5.0)
            yield far * math.cos(angle), far * math.sin(angle)


def shapes(one: Placed) -> list[Shape]:
    """A disc to the low bound, dashed and empty if it is of an area; a ring to the high one, dotted if it is open."""
    bubble, at = one.bubble, (one.x, one.y)
    found: list[Shape] = []
    if bubble.high is not None and bubble.high > (bubble.low or 0):
        found.append(Dot(at, one.reach, BLUE, hollow=True, dash=None))
    elif bubble.high is None:
        found.append(Dot(at, one.reach, BLUE, hollow=True, dash=DOTTED))
    if bubble.low and bubble.is_wide:
        found.append(Dot(at, one.radius, BLUE, hollow=True, dash=DASHED))
    elif bubble.low:
        found += [Dot(at, one.radius + 0.5, PAPER), Dot(at, one.radius, BLUE)]
    elif not found:
        found.append(Dot(at, one.radius, QUIET, hollow=True, dash=None))  # a reported zero
    return found


def number_inside(one: Placed, others: Sequence[Placed], size: float) -> Words | None:
    """The number within its bubble, if it fits there and no smaller bubble lies over it."""
    text = drawable(one.bubble.label, bold=True)
    tall = size * 0.72
    wide = width(text, size, bold=True)
    if not text or math.hypot(wide, tall) > one.radius * 1.88 or not one.bubble.low:
        return None
    colour = DEEP if one.bubble.is_wide else PAPER
    words = line(text, (one.x, one.y - tall / 2), size, colour, True, "middle", one.bubble.figure)
    return None if any(overlap(words.box, other.box) for other in others if other is not one) else words


def legend(
    sizes: Sequence[tuple[int, str]], top: int, most: float, size: float, at: tuple[float, float]
) -> list[Shape]:
    """Rings of round numbers, one within the other, with their numbers; `at` is the lower left corner."""
    big = radius(sizes[0][0], top, most)
    x, y = at[0] + big + 1, at[1] + 1
    found: list[Shape] = []
    height = math.inf
    for number, told in sizes:
        disc = radius(number, top, most)
        level = min(y + 2 * disc, height - size * LEGEND_TEXT)
        if level < y:
            break
        height = level
        found.append(Dot((x, y + disc), disc, BLUE, hollow=True, dash=None))
        end = x + big + size * 0.7
        found.append(Line((x, y + 2 * disc), (end, level), QUIET, 0.4))
        found.append(line(drawable(told), (end + size * 0.3, level - size * 0.3), size, INK, axis=True))
    return found


def legend_size(sizes: Sequence[tuple[int, str]], top: int, most: float, size: float) -> tuple[float, float]:
    """Width and height of the legend."""
    big = radius(sizes[0][0], top, most)
    text = max(width(drawable(told), size) for _, told in sizes)
    return 2 * big + size * 1.2 + text, 2 * big + size * 0.6 + 1
