"""What a drawing is made of. Lengths are points, x runs from the left edge, y from the bottom edge upwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

MM = 72 / 25.4  # points in a millimetre

# Colours are named by token; the page gives them their values, print has them fixed.
INK, QUIET, RULE, BLUE, DEEP = "ink", "quiet", "rule", "blue", "deep"
PAPER, SEA, ABROAD, BORDER = "paper", "sea", "abroad", "border"  # of a map

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page, used to tell whether two things collide."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, filled or outlined, never both."""

    box: Box
    fill: str | None = None
    line: str | None = None
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash` is on and off in line widths."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str
    width: float
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc, or a ring when `hollow`: dashed, unless `dash` is none."""

    centre: tuple[float, float]
    radius: float
    colour: str
    hollow: bool = False
    dash: tuple[float, float] | None = (1.6, 1.1)


@dataclass(frozen=True, slots=True)
class Outline:
    """Areas filled as one, or lines drawn as one, never both; `lines` are rings of areas or runs of lines."""

    lines: tuple[tuple[Point, ...], ...]
    colour: str
    width: float = 0.0  # of a line; 0 fills
    dash: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on the baseline `at`. `anchor` is start, middle or end.

    `figure` names the figure whose number this is; `axis` marks the label of a day. A `halo` is drawn as a rim in its
    colour, under words that may cross a line.
    """

    text: str
    at: tuple[float, float]
    box: Box
    size: float
    colour: str
    bold: bool = False
    anchor: str = "start"
    figure: str = ""
    axis: bool = False
    halo: bool = False


Shape = Area | Line | Dot | Outline | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of `width` × `height` points, in the order in which they are painted."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than an edge.

    >>> overlap(Box(0, 0, 2, 2), Box(1, 1, 3, 3)), overlap(Box(0, 0, 2, 2), Box(2, 0, 3, 2))
    (True, False)
    """
    return (
        one.left < other.right and other.left < one.right and one.bottom < other.top and other.bottom < one.top
    )


def inside(one: Box, other: Box) -> bool:
    """Whether `one` lies within `other`, edges included.

    >>> inside(Box(0, 0, 1, 1), Box(0, 0, 2, 2))
    True
    """
    return (
        other.left <= one.left and one.right <= other.right and other.bottom <= one.bottom and one.top <= other.top
    )


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing for a page that is read from right to left: places swap sides, letters stay as they are."""
    return replace(drawing, shapes=tuple(_mirror(shape, drawing.width) for shape in drawing.shapes))


def _mirror(shape: Shape, width: float) -> Shape:
    def across(point: tuple[float, float]) -> tuple[float, float]:
        return width - point[0], point[1]

    def turned(box: Box) -> Box:
        return Box(width - box.right, box.bottom, width - box.left, box.top)

    match shape:
        case Area():
            return replace(shape, box=turned(shape.box))
        case Line():
            return replace(shape, start=across(shape.start), end=across(shape.end))
        case Dot():
            return replace(shape, centre=across(shape.centre))
        case Outline():
            return replace(shape, lines=tuple(tuple(map(across, run)) for run in shape.lines))
        case Words():
            anchor = {"start": "end", "middle": "middle", "end": "start"}[shape.anchor]
            return replace(shape, at=across(shape.at), box=turned(shape.box), anchor=anchor)


def texts(shapes: Sequence[Shape]) -> list[Words]:
    """The lines of text among `shapes`."""
    return [shape for shape in shapes if isinstance(shape, Words)]
