"""A drawing as an SVG document or as PNG, by matplotlib; the same drawing gives the same bytes on every machine."""

import io
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from sitrep.draw import library
from sitrep.draw.lettering import font
from sitrep.draw.shapes import Area, Dot, Drawing, Line, Outline, Shape, Words
from sitrep.draw.svg import HALO

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# The colours of print. Each is unlike the others, so that a colour found in the drawing leads back to its token.
PRINT = {
    "ink": "#333333", "quiet": "#666666", "rule": "#bfbfbf", "blue": "#0077b8", "deep": "#005392",
    "paper": "#ffffff", "sea": "#eaf2fa", "abroad": "#e4e4e4", "border": "#8a8c8e",
}  # fmt: skip

ALIGNED: dict[str, Literal["left", "center", "right"]] = {"start": "left", "middle": "center", "end": "right"}
SLUG = re.compile(r"[a-z0-9-]+")


def painted(drawing: Drawing) -> str:
    """The SVG document of `drawing`. A figure's number is a group with the id `figure--SLUG`, a day's label `axis`.

    Raises ValueError if a figure's id is no slug: it becomes an attribute, and must not be able to be more.
    """
    with library.settings():
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        sheet = _sheet(drawing, PRINT)
        FigureCanvasSVG(sheet)
        sheet.patch.set_visible(False)
        written = io.BytesIO()
        sheet.savefig(written, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return written.getvalue().decode("utf-8")


def pixels(drawing: Drawing, dpi: int, colours: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """`drawing` as PNG on white, for programs that know no SVG; `colours` (by token) in place of the neutral ones.

    ValueError as `painted` raises it.
    """
    with library.settings():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.patheffects import withStroke
        from matplotlib.text import Text
        from matplotlib.transforms import Affine2D

        sheet = _sheet(drawing, {**PRINT, **colours})
        FigureCanvasAgg(sheet)
        for artist in sheet.artists:  # placed in points; sizes of letters and lines follow `dpi` by themselves
            artist.set_transform(Affine2D().scale(dpi / 72))
            if isinstance(artist, Text) and artist.get_gid() == "halo":
                artist.set_path_effects([withStroke(linewidth=HALO, foreground=artist.get_color())])
        written = io.BytesIO()
        sheet.savefig(written, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
    return written.getvalue()


def _sheet(drawing: Drawing, colours: Mapping[str, str]) -> "Figure":
    """The shapes on a sheet of their own, the last one on top; one pixel is one point."""
    from matplotlib.figure import Figure

    sheet = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72)
    for order, shape in enumerate(drawing.shapes):
        artist = _text(shape, colours) if isinstance(shape, Words) else _mark(shape, colours)
        artist.set_zorder(order)
        sheet.add_artist(artist)
    return sheet


def _mark(shape: Shape, colours: Mapping[str, str]) -> "Artist":
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Rectangle
    from matplotlib.transforms import IdentityTransform

    flat = IdentityTransform()
    match shape:
        case Area(box=box):
            fill = colours[shape.fill] if shape.fill else "none"
            edge = colours[shape.line] if shape.line else "none"
            size = (box.right - box.left, box.top - box.bottom)
            return Rectangle(
                (box.left, box.bottom), *size, facecolor=fill, edgecolor=edge, linewidth=0.9 if shape.line else 0,
                linestyle=(0, shape.dash) if shape.dash else "-", transform=flat,
            )
        case Dot():
            colour = colours[shape.colour]
            fill, edge = ("none", colour) if shape.hollow else (colour, "none")
            return Circle(
                shape.centre, shape.radius, facecolor=fill, edgecolor=edge, linewidth=0.9 if shape.hollow else 0,
                linestyle=(0, shape.dash) if shape.hollow and shape.dash else "-", transform=flat,
            )
        case Outline():
            return _outline(shape, colours)
        case Line(start=start, end=end):
            return Line2D(
                [start[0], end[0]], [start[1], end[1]], color=colours[shape.colour], linewidth=shape.width,
                linestyle=(0, shape.dash) if shape.dash else "-", solid_capstyle="butt", dash_capstyle="butt",
                transform=flat,
            )
    raise TypeError(f"no shape: {shape!r}")


def _outline(shape: Outline, colours: Mapping[str, str]) -> "Artist":
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.transforms import IdentityTransform

    points, codes = [], []
    for run in shape.lines:
        points += list(run)
        codes += [Path.MOVETO, *[Path.LINETO] * (len(run) - 1)]
        if not shape.width:
            points.append(run[0])
            codes.append(Path.CLOSEPOLY)
    colour = colours[shape.colour]
    fill, edge = ("none", colour) if shape.width else (colour, "none")
    return PathPatch(
        Path(points, codes), facecolor=fill, edgecolor=edge, linewidth=shape.width, joinstyle="round",
        linestyle=(0, shape.dash) if shape.dash else "-", capstyle="butt", transform=IdentityTransform(),
    )


def _text(words: Words, colours: Mapping[str, str]) -> "Text":
    from matplotlib.text import Text
    from matplotlib.transforms import IdentityTransform

    if words.figure and not SLUG.fullmatch(words.figure):
        raise ValueError(f"figure id {words.figure!r} is no slug (a-z, 0-9 and hyphens)")
    text = Text(
        *words.at, words.text, fontproperties=font(words.text, words.size, words.bold), color=colours[words.colour],
        horizontalalignment=ALIGNED[words.anchor], verticalalignment="baseline", transform=IdentityTransform(),
    )
    if words.figure:
        text.set_gid(f"figure--{words.figure}")
    elif words.axis or words.halo:
        text.set_gid("axis" if words.axis else "halo")
    return text
