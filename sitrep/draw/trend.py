"""What was reported day by day: a row for each indicator, all over the same days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from sitrep.draw import svg
from sitrep.draw.labels import labelled
from sitrep.draw.lettering import drawable, leading, line, lines, width
from sitrep.draw.marks import Mark, bar_mark, dot_mark, gap_mark, scale_of
from sitrep.draw.paint import PRINT, painted
from sitrep.draw.shapes import INK, MM, QUIET, RULE, Box, Drawing, Line, Shape, Words, mirrored, texts
from sitrep.model import Bar, Row, Trend


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is drawn: text keeps its size, so each medium has its own drawing. Points.

    `heading` is the width of the column of row titles; 0 sets each title above its row. `plot` is the height of the
    largest bar, `bar` the widest that one day may be. Few rows grow until the chart is as tall as `beside`: the map.
    """

    width: float
    text: float
    heading: float
    plot: float
    bar: float
    beside: float = 0.0


GROWTH = 1.5  # of a bar's height: so much taller it may become
SIZES = {
    "print": Size(180 * MM, 7.0, 34 * MM, 8 * MM, 7.5 * MM),  # the text width of A4
    "print-half": Size(88 * MM, 7.0, 25 * MM, 6.4 * MM, 5 * MM, 74 * MM),
    "screen": Size(840.0, 9.75, 156.0, 33.0, 38.0),  # 1,120 px, text of 13 px
    "screen-half": Size(411.0, 9.75, 118.0, 26.0, 24.0, 352.0),
    "phone": Size(87 * MM, 8.4, 0.0, 10 * MM, 7 * MM),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """Where things stand across: `day` points a day from `left`, and the column of undated bars, if any."""

    first: date
    days: int
    left: float
    day: float
    bar: float
    undated: tuple[float, float] | None

    @property
    def right(self) -> float:
        """Where the days end."""
        return self.left + self.days * self.day

    def centre(self, index: float) -> float:
        """The middle of a day, counted from 0."""
        return self.left + (index + 0.5) * self.day


def trend(
    trend: Trend, size: str, alt: str, direction: str = "ltr", colours: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The `<svg>` element of a trend, to be put into HTML as it is; `size` is a key of SIZES.

    Print has its colours fixed, `colours` (by token) in place of the neutral ones; screen and phone name them
    `var(--ink)`, `--quiet`, `--rule`, `--blue` and `--deep`, so that one drawing serves the light and the dark scheme.
    `alt` tells in words what is to be seen. With `direction` rtl the days run from right to left. Each number is a
    group `<g data-figure="FIGURE" data-label="WORDS">`, each day a `<g class="axis">`. A bar that lies outside the
    period is not drawn; a label that finds no room is left out.
    Raises ValueError if `size` is unknown or a bar's figure is no slug.
    """
    if size not in SIZES:
        raise ValueError(f"no size {size!r} of a trend: {', '.join(SIZES)}")
    sheet = drawing(trend, SIZES[size])
    if direction == "rtl":
        sheet = mirrored(sheet)
    labels = [words.text for words in texts(sheet.shapes) if words.figure]
    fixed = {**PRINT, **colours} if size.startswith("print") else None
    return svg.inline(painted(sheet), PRINT, fixed, alt, labels)


def drawing(trend: Trend, size: Size) -> Drawing:
    """The shapes of `trend`, read from left to right."""
    foot = size.text * 2.9
    size = _grown(size, len(trend.rows), foot)
    grid, row = _grid(trend, size), _row_height(size)
    shapes: list[Shape] = []
    for index, entry in enumerate(reversed(trend.rows)):
        shapes += _row(entry, grid, size, foot + index * row)
    shapes += _days(trend, grid, size, foot)
    return Drawing(size.width, foot + len(trend.rows) * row, tuple(shapes))


def _grown(size: Size, rows: int, foot: float) -> Size:
    """The size with bars so tall that the rows fill the height of what stands beside them."""
    room = (size.beside - foot) / max(rows, 1) - _row_height(size)
    return replace(size, plot=size.plot + min(max(room, 0.0), size.plot * GROWTH))


def _row_height(size: Size) -> float:
    label = size.text * (1.1 * 1.3 + 0.62)  # the open sides of "more than" and the number above them
    heading = 0.0 if size.heading else size.text * 2.1
    return size.plot + label + heading + size.text * 0.7


def _grid(trend: Trend, size: Size) -> Grid:
    days = (trend.period.end - trend.period.start).days + 1
    room = size.width - size.heading
    undated = 0.0
    if any(not _dated(bar) for row in trend.rows for bar in row.bars):
        most = max(sum(not _dated(bar) for bar in row.bars) for row in trend.rows)
        wanted = max(_widest(_undated_words(trend, size), size), size.text * 3.2 * most, room / (days + 1))
        undated = min(wanted, room * 0.3)
    gutter = size.text * 0.9 if undated else 0.0
    day = (room - undated - gutter) / days
    column = (size.width - undated, size.width) if undated else None
    return Grid(trend.period.start, days, size.heading, day, min(day * 0.64, size.bar), column)


def _dated(bar: Bar) -> bool:
    return bar.start is not None or bar.end is not None


def _widest(words: Sequence[str], size: Size) -> float:
    return max((width(text, size.text) for text in words), default=0.0)


def _undated_words(trend: Trend, size: Size) -> tuple[str, ...]:
    limit = (size.width - size.heading) * 0.25
    return tuple(text for part in trend.undated.split("\n")[:2] for text in lines(part, size.text, False, limit, 1))


def _row(row: Row, grid: Grid, size: Size, base: float) -> list[Shape]:
    scale = scale_of(row.bars, base, size.plot, size.text)
    marks = list(_marks(row, grid, size, base))
    covered = {day for bar in row.bars if _dated(bar) for day in range(*_span(bar, grid, row.kind))}
    gaps = [gap_mark(grid.centre(day), grid.day, scale) for day in range(grid.days) if day not in covered]
    shapes: list[Shape] = [Line((grid.left, base), (grid.right, base), RULE, 0.6)]
    if grid.undated and any(not _dated(bar) for bar in row.bars):
        shapes.append(Line((grid.undated[0], base), (grid.undated[1], base), RULE, 0.6))
    for mark in [*gaps, *(mark for _, mark in marks)]:
        shapes += mark.shapes
    headroom = size.text * (1.1 * 1.3 + 0.62) + size.text * 0.2
    field = Box(grid.left, base, size.width, base + size.plot + headroom)
    return [*shapes, *labelled(marks, gaps, field, size.text * 1.1), *_title(row, size, base, field.top)]


def _marks(row: Row, grid: Grid, size: Size, base: float) -> Iterator[tuple[Bar, Mark]]:
    scale = scale_of(row.bars, base, size.plot, size.text)
    undated = [bar for bar in row.bars if not _dated(bar)]
    for bar in sorted((bar for bar in row.bars if _dated(bar)), key=lambda bar: _span(bar, grid, row.kind)):
        first, after = _span(bar, grid, row.kind)
        if first >= grid.days or after <= 0:
            continue
        if row.kind == "stock":
            yield bar, dot_mark(bar, grid.centre(first), scale)
            continue
        aside = (grid.day - grid.bar) / 2
        left = grid.left + first * grid.day + aside if first >= 0 else grid.left
        right = grid.left + after * grid.day - aside if after <= grid.days else grid.right
        yield bar, bar_mark(bar, left, right, scale)
    if grid.undated:
        share = (grid.undated[1] - grid.undated[0]) / max(len(undated), 1)
        half = min(share * 0.7, size.bar) / 2
        for place, bar in enumerate(undated):
            x = grid.undated[0] + (place + 0.5) * share
            yield bar, dot_mark(bar, x, scale) if row.kind == "stock" else bar_mark(bar, x - half, x + half, scale)


def _span(bar: Bar, grid: Grid, kind: str) -> tuple[int, int]:
    """The days that a dated bar covers, as first and one after the last; a stock stands at one day, its last."""
    end = bar.end or bar.start or grid.first
    start = end if kind == "stock" else bar.start or end
    return (start - grid.first).days, (end - grid.first).days + 1


def _title(row: Row, size: Size, base: float, top: float) -> list[Words]:
    large = size.text * 1.03
    if size.heading:
        wide = size.heading - size.text
        title = lines(row.title, large, True, wide, 2)
        note = lines(row.note, size.text, False, wide, 3 - len(title))
        found, y = [], base + size.text * 0.24
        for text, bold in [*((text, False) for text in reversed(note)), *((text, True) for text in reversed(title))]:
            found.append(line(text, (0, y), large if bold else size.text, INK if bold else QUIET, bold))
            y += size.text * leading(text)
        return found
    y = top + size.text * 0.6
    title = lines(row.title, large, True, size.width * 0.75, 1)
    found = [line(text, (0, y), large, INK, True) for text in title]
    start = (found[0].box.right if found else 0.0) + size.text * 0.6
    note = lines(row.note, size.text, False, size.width - start, 1)
    return [*found, *(line(text, (start, y), size.text, QUIET) for text in note)]


def _days(trend: Trend, grid: Grid, size: Size, foot: float) -> list[Words]:
    """Labels under the days, each in one or two lines; where they would touch, only every second, third … is kept."""
    labels = [[drawable(part) for part in label.split("\n")[:2]] for label in trend.days[: grid.days]]
    widest = max((_widest(label, size) for label in labels), default=0.0) + size.text * 0.5
    step = next((step for step in (1, 2, 3, 4, 5, 7, 10, 14) if widest <= step * grid.day), grid.days)
    places = [(grid.centre(day), label) for day, label in enumerate(labels) if day % step == 0]
    if grid.undated:
        places.append(((grid.undated[0] + grid.undated[1]) / 2, list(_undated_words(trend, size))))
    edge = (grid.left, size.width)
    return [words for x, label in places for words in _below(x, label, edge, size, foot)]


def _below(x: float, label: Sequence[str], edge: tuple[float, float], size: Size, foot: float) -> Iterator[Words]:
    for number, text in enumerate(label):
        half = width(text, size.text) / 2
        at = min(max(x, edge[0] + half), edge[1] - half)
        if text and 2 * half <= edge[1] - edge[0]:
            y = foot - size.text * (1.3 + 1.2 * number)
            yield line(text, (at, y), size.text, QUIET, anchor="middle", axis=True)
