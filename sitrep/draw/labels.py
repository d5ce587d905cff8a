"""Where the number of each mark is written: above it, and never over anything else."""

from collections.abc import Iterator, Sequence

from sitrep.draw.lettering import drawable, line
from sitrep.draw.marks import Mark
from sitrep.draw.shapes import DEEP, INK, QUIET, Box, Line, Shape, Words, inside, overlap
from sitrep.model import Bar

GAP = 0.22  # of the text's size, between a mark and its label
SHIFTS = (0.0, -0.25, 0.25, -0.45, 0.45)  # of the label's width: it stays over its mark
RISE = 0.3  # of the text's size: the steps in which a label looks for room upwards
LEADER = 0.6  # of the text's size: a label that rose more than this is led back to its mark


def labelled(marks: Sequence[tuple[Bar, Mark]], gaps: Sequence[Mark], field: Box, size: float) -> list[Shape]:
    """The labels of one row within `field`, and the thin lines that lead from risen labels to their marks.

    The largest number chooses first. A label that finds no room is left out: the page's table has its number.
    """
    taken = [mark.box for _, mark in marks] + [gap.box for gap in gaps]
    shapes: list[Shape] = []
    for bar, mark in sorted(marks, key=lambda pair: -max(pair[0].low or 0, pair[0].high or 0)):
        for leader, words in _places(bar, mark, field, size):
            lead = _around(leader, size) if leader else None
            if any(overlap(_padded(words.box, size), box) or (lead and overlap(lead, box)) for box in taken):
                continue
            taken += [words.box, lead] if lead else [words.box]
            shapes += [leader, words] if leader else [words]
            break
    return shapes


def _places(bar: Bar, mark: Mark, field: Box, size: float) -> Iterator[tuple[Line | None, Words]]:
    """Every place within `field` where the label of `mark` may stand, the best first."""
    text = drawable(bar.label, bold=True)
    dated = bar.start is not None or bar.end is not None
    start = mark.box.top + size * (GAP + 0.24)
    height = line(text, (0, 0), size, DEEP, True).box
    wide = height.right - height.left
    if not text or wide > field.right - field.left:
        return
    for step in range(int((field.top - start) / (size * RISE)) + 1):
        y = start + step * size * RISE
        for shift in SHIFTS:
            x = min(max(mark.x + shift * wide, field.left + wide / 2), field.right - wide / 2)
            words = line(text, (x, y), size, DEEP if dated else INK, True, "middle", bar.figure)
            over = words.box.left < mark.box.right and mark.box.left < words.box.right
            if over and inside(words.box, field):
                yield _leader(mark, words, step * size * RISE, size), words


def _leader(mark: Mark, words: Words, risen: float, size: float) -> Line | None:
    if risen <= size * LEADER:
        return None
    x = min(max(mark.x, words.box.left), words.box.right)
    return Line((x, mark.box.top + 1), (x, words.box.bottom - 0.5), QUIET, 0.5)


def _around(leader: Line, size: float) -> Box:
    (x, low), (_, high) = leader.start, leader.end
    return Box(x - size * 0.1, low, x + size * 0.1, high)


def _padded(box: Box, size: float) -> Box:
    return Box(box.left - size * 0.2, box.bottom, box.right + size * 0.2, box.top)
