"""Lines and areas cut to a rectangle and freed of points that nobody would see. Unclipped, a map is 15 MB."""

from collections.abc import Callable, Sequence

from sitrep.draw.shapes import Box, Point

Cut = Callable[[Point, Point], Point]


def thinned(line: Sequence[Point], far: float) -> list[Point]:
    """The line without the points that lie within `far` of what is left (Douglas and Peucker); its ends stay.

    >>> thinned([(0, 0), (5, 0.1), (10, 0), (10, 9)], 1)
    [(0, 0), (10, 0), (10, 9)]
    """
    keep = {0, len(line) - 1}
    left = [(0, len(line) - 1)]
    while left:
        first, last = left.pop()
        farthest, distance = _farthest(line, first, last)
        if distance > far * far:
            keep.add(farthest)
            left += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(keep)]


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[int, float]:
    """The point between two others that lies farthest from the stretch between them, and how far, squared."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    found, most = first, 0.0
    for index in range(first + 1, last):
        px, py = line[index][0] - ax, line[index][1] - ay
        along = (px * dx + py * dy) / length if length else 0.0
        along = 0.0 if along < 0 else min(along, 1.0)
        ex, ey = px - along * dx, py - along * dy
        if ex * ex + ey * ey > most:
            found, most = index, ex * ex + ey * ey
    return found, most


def area(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of an area that lies within `box` (Sutherland and Hodgman); it may run along the box's edge.

    >>> area([(0, 0), (4, 0), (4, 4), (0, 4)], Box(2, 2, 9, 9))
    [(2.0, 2), (4.0, 2), (4, 4), (2, 4.0)]
    """
    found = list(ring)
    for axis, edge, sign in ((0, box.left, 1), (1, box.bottom, 1), (0, box.right, -1), (1, box.top, -1)):
        found = _half(found, axis, edge, sign)
    return found


def _half(ring: Sequence[Point], axis: int, edge: float, sign: int) -> list[Point]:
    found: list[Point] = []
    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, now = (before[axis] - edge) * sign >= 0, (here[axis] - edge) * sign >= 0
        if was != now:
            found.append(_cut(before, here, axis, edge))
        if now:
            found.append(here)
    return found


def _cut(start: Point, end: Point, axis: int, edge: float) -> Point:
    share = (edge - start[axis]) / (end[axis] - start[axis])
    other = start[1 - axis] + share * (end[1 - axis] - start[1 - axis])
    return (edge, other) if axis == 0 else (other, edge)


def runs(line: Sequence[Point], box: Box) -> list[list[Point]]:
    """The stretches of a line that lie within `box`, each cut at its edge.

    >>> runs([(-2, 1), (2, 1), (2, 9)], Box(0, 0, 4, 4))
    [[(0, 1.0), (2, 1), (2.0, 4)]]
    """
    found: list[list[Point]] = []
    for start, end in zip(line, line[1:], strict=False):
        piece = _within(start, end, box)
        if piece is None:
            continue
        if found and found[-1][-1] == piece[0]:
            found[-1].append(piece[1])
        else:
            found.append(list(piece))
    return found


def _within(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """The part of one straight stretch that lies within `box`."""
    for axis, low, high in ((0, box.left, box.right), (1, box.bottom, box.top)):
        if max(start[axis], end[axis]) < low or min(start[axis], end[axis]) > high:
            return None
        for edge, sign in ((low, 1), (high, -1)):
            if (start[axis] - edge) * sign < 0:
                start = _cut(start, end, axis, edge)
            if (end[axis] - edge) * sign < 0:
                end = _cut(end, start, axis, edge)
    return start, end
