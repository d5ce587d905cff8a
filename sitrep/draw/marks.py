"""One bar of a trend as shapes: what was said of a number shows in the shape, never in colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sitrep.draw.shapes import BLUE, QUIET, Area, Box, Dot, Line, Shape
from sitrep.model import Bar

DASHED = (2.5, 1.5)  # of a bar without a date
DOTTED = (1.0, 1.2)  # of a side that has no end: "more than", "at most"
FINE, THICK = 0.9, 1.5  # points
LEAST = 0.8  # points; one person beside three million is still seen


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn bar: its shapes, the box they fill, and the x over which its label stands."""

    shapes: tuple[Shape, ...]
    box: Box
    x: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers to heights in one row: `base` is the y of zero, `top` the largest number, `tall` its height.

    `open` is how far a dotted side runs on above a number that is "more than", `em` the size of text.
    """

    base: float
    top: int
    tall: float
    open: float
    em: float

    def y(self, number: int) -> float:
        """The y of `number`."""
        return self.base + (max(number * self.tall / self.top, LEAST) if number else 0.0)


def scale_of(bars: Sequence[Bar], base: float, tall: float, em: float) -> Scale:
    """The scale that the bars of a row share, from zero to the largest of them."""
    top = max((bound for bar in bars for bound in (bar.low, bar.high) if bound is not None), default=0)
    return Scale(base, max(top, 1), tall, em * 0.62, em)


def bar_mark(bar: Bar, left: float, right: float, scale: Scale) -> Mark:
    """A flow: a bar from zero over its days; dashed and empty if it has no date.

    Full to the low bound. Two dotted sides without a lid: more than. Dotted sides with a lid: at most. An I-bar from
    low to high: a range. A line on the base: a reported zero, which is unlike a gap.
    """
    dated = bar.start is not None or bar.end is not None
    colour = BLUE if dated else QUIET
    shapes: list[Shape] = []
    top = scale.y(bar.low or 0)
    if bar.low:
        body = Box(left, scale.base, right, top)
        shapes.append(Area(body, fill=BLUE) if dated else Area(body, line=QUIET, dash=DASHED))
    if bar.high is None:  # more than, or a number that nobody gave ("dozens")
        reach = top + scale.open
        shapes += _sides(left, right, top, reach, colour)
        top = reach
    elif bar.low is None:
        lid = scale.y(bar.high)
        shapes += [*_sides(left, right, scale.base, lid, colour), Line((left, lid), (right, lid), colour, FINE)]
        top = lid
    elif bar.high > bar.low:
        top = scale.y(bar.high)
        shapes += _range((left + right) / 2, scale.y(bar.low), top, min(scale.em * 0.3, (right - left) / 3), QUIET)
    elif bar.high == 0:
        top = scale.base + THICK
        shapes.append(Line((left, scale.base + THICK / 2), (right, scale.base + THICK / 2), colour, THICK))
    return Mark(tuple(shapes), Box(left, scale.base, right, top), (left + right) / 2)


def dot_mark(bar: Bar, x: float, scale: Scale) -> Mark:
    """A stock: a dot at its date, an I-bar if it is a range; a ring if it has no date."""
    dated = bar.start is not None or bar.end is not None
    radius = scale.em * 0.3
    colour = BLUE if dated else QUIET
    low, high = (scale.y(bound) if bound is not None else None for bound in (bar.low, bar.high))
    shapes: list[Shape] = []
    if low is not None and high is not None and high > low:
        shapes = _range(x, low, high, radius * 1.15, colour)
        return Mark(tuple(shapes), Box(x - radius * 1.15, low, x + radius * 1.15, high + THICK / 2), x)
    y = next((bound for bound in (low, high) if bound is not None), scale.base)
    end = y + radius
    if high is None:
        end = y + radius + scale.open
        shapes.append(Line((x, y + radius), (x, end), colour, FINE, DOTTED))
    elif low is None:
        shapes.append(Line((x, scale.base), (x, y - radius), colour, FINE, DOTTED))
    shapes.append(Dot((x, y), radius if dated else radius * 1.2, colour, hollow=not dated))
    return Mark(tuple(shapes), Box(x - radius, y - radius, x + radius, end), x)


def gap_mark(x: float, day: float, scale: Scale) -> Mark:
    """A day of which nothing was reported: the quiet dash of the tables, clear of the base, for it is no zero."""
    half = min(scale.em * 0.4, day * 0.3)
    y = scale.base + scale.em * 0.5
    return Mark((Line((x - half, y), (x + half, y), QUIET, FINE),), Box(x - half, y - FINE, x + half, y + FINE), x)


def _sides(left: float, right: float, low: float, high: float, colour: str) -> list[Shape]:
    inset = FINE / 2
    return [Line((x, low), (x, high), colour, FINE, DOTTED) for x in (left + inset, right - inset)]


def _range(x: float, low: float, high: float, half: float, colour: str) -> list[Shape]:
    caps = [Line((x - half, y), (x + half, y), colour, THICK) for y in (low, high)]
    return [Line((x, low), (x, high), colour, THICK), *caps]
