"""Text that is safe to draw, how wide it is, and how to fit it into a column."""

import re
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
# Text with letters of these is set in Amiri, digits and all; its letters are small on their body, so it is set larger.
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
LARGER = 1.1
LEADING, ARABIC_LEADING = 1.3, 1.65  # of the text's size, from line to line


def font(text: str, size: float, bold: bool) -> "FontProperties":
    """The package's own font for `text`. Named by its file, so that no font of the host can take its place."""
    return _font(_is_arabic(text), size, bold)


def _is_arabic(text: str) -> bool:
    """Whether Amiri has more of the letters than Noto Sans."""
    if not ARABIC.search(text):
        return False
    lacks = {arabic: sum(ord(c) not in _characters(arabic, False) for c in text) for arabic in (True, False)}
    return lacks[True] < lacks[False]


@lru_cache(maxsize=64)
def _font(is_arabic: bool, size: float, bold: bool) -> "FontProperties":
    library.prepare()
    from matplotlib.font_manager import FontProperties

    name = f"{'Amiri' if is_arabic else 'NotoSans'}-{'Bold' if bold else 'Regular'}.ttf"
    return FontProperties(fname=str(FONTS / name), size=size * LARGER if is_arabic else size)


@lru_cache(maxsize=4)
def _characters(is_arabic: bool, bold: bool) -> frozenset[int]:
    """Code points that the font can draw."""
    chosen = _font(is_arabic, 10, bold)
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(chosen.get_file())).get_charmap())


def drawable(text: str, bold: bool = False) -> str:
    """`text` on one line, without control, direction and other unseen characters; what the font lacks shows as �.

    The sign makes the lack visible; an empty box drawn by the renderer would come with a warning for each letter.
    """
    seen = (" " if c.isspace() and c not in "\u00a0\u202f\u2009" else c for c in text[:LONGEST])
    kept = "".join(c for c in seen if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    known = _characters(_is_arabic(kept), bold)
    return "".join(c if ord(c) in known else MISSING for c in kept).strip()


def leading(text: str) -> float:
    """How far below the line of `text` the next one stands, in sizes of the text."""
    return ARABIC_LEADING if _is_arabic(text) else LEADING


def width(text: str, size: float, bold: bool = False) -> float:
    """Points that `text` takes on its line."""
    if not text:
        return 0.0
    chosen = font(text, size, bold)
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
