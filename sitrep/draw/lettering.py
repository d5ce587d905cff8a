"""Text that is safe to draw, how wide it is, and how to fit it into a column."""

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitrep.draw import library
from sitrep.draw.shapes import Box, Words

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

FONTS = Path(__file__).parent.parent / "fonts"
LONGEST = 200  # characters; nothing longer is a label
MISSING = "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=64)
def font(size: float, bold: bool) -> "FontProperties":
    """The package's own font at `size` points. Named by its file, so that no font of the host can take its place."""
    library.prepare()
    from matplotlib.font_manager import FontProperties

    name = "NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf"
    return FontProperties(fname=str(FONTS / name), size=size)


@lru_cache(maxsize=2)
def _characters(bold: bool) -> frozenset[int]:
    """Code points that the font can draw."""
    chosen = font(10, bold)
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(chosen.get_file())).get_charmap())


def drawable(text: str, bold: bool = False) -> str:
    """`text` on one line, without control, direction and other unseen characters; what the font lacks shows as �.

    The sign makes the lack visible; an empty box drawn by the renderer would come with a warning for each letter.
    """
    seen = (" " if c.isspace() and c not in "\u00a0\u202f\u2009" else c for c in text[:LONGEST])
    kept = "".join(c for c in seen if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    known = _characters(bold)
    return "".join(c if ord(c) in known else MISSING for c in kept).strip()


def width(text: str, size: float, bold: bool = False) -> float:
    """Points that `text` takes on its line."""
    if not text:
        return 0.0
    chosen = font(size, bold)
    from matplotlib.backend_bases import RendererBase

    return float(RendererBase().get_text_width_height_descent(text, chosen, ismath=False)[0])


def line(
    text: str, at: tuple[float, float], size: float, colour: str, bold: bool = False, anchor: str = "start",
    figure: str = "", axis: bool = False,
) -> Words:
    """`text` (drawable) set on the baseline `at`, with the box that its letters may fill."""
    wide = width(text, size, bold)
    left = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    box = Box(left, at[1] - size * 0.24, left + wide, at[1] + size * 0.78)
    return Words(text, at, box, size, colour, bold, anchor, figure, axis)


def lines(text: str, size: float, bold: bool, wide: float, most: int) -> tuple[str, ...]:
    """`text` broken at spaces into at most `most` lines of `wide` points; what is cut off ends in an ellipsis."""
    left = drawable(text, bold).split(" ")
    broken: list[str] = []
    while left and len(broken) < most:
        row = left.pop(0)
        while left and width(f"{row} {left[0]}", size, bold) <= wide:
            row = f"{row} {left.pop(0)}"
        if (left and len(broken) == most - 1) or width(row, size, bold) > wide:
            row, left = _cut(" ".join([row, *left]), size, bold, wide), []
        broken.append(row)
    return tuple(row for row in broken if row)


def _cut(text: str, size: float, bold: bool, wide: float) -> str:
    """As much of `text` as leaves room for the ellipsis that ends it."""
    kept = bisect_right(range(1, len(text) + 1), wide, key=lambda end: width(f"{text[:end].rstrip()}…", size, bold))
    return f"{text[:kept].rstrip()}…"
