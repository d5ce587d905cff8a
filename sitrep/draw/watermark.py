"""The word across each page of a draft."""

from sitrep.draw import lettering, library

WIDE, HIGH = 210, 297  # A4 in mm; other paper scales the picture
SIZE, SLANT, TINT = 44, -52, "#f4f5f7"
LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}  # matplotlib's path codes as SVG writes them


def watermark(word: str) -> str:
    """A page as SVG with `word` across it, as outlines: whoever copies, searches or listens to the page misses it."""
    with library.settings():
        from matplotlib.textpath import TextPath

        drawn_word = lettering.drawable(word, bold=True)
        outline = TextPath((0, 0), drawn_word, prop=lettering.font(drawn_word, SIZE, bold=True))
        box = outline.get_extents()
        drawn = "".join(
            LETTERS[int(code)] + ("" if code == 79 else " ".join(f"{point:.2f}" for point in points))
            for points, code in outline.iter_segments()
        )
    middle = f"translate({-(box.x0 + box.x1) / 2:.2f} {-(box.y0 + box.y1) / 2:.2f})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}mm" height="{HIGH}mm" viewBox="0 0 {WIDE} {HIGH}">'
        f'<path fill="{TINT}" d="{drawn}" '
        f'transform="translate({WIDE / 2} {HIGH / 2}) rotate({SLANT}) scale(1 -1) {middle}"/></svg>'
    )
