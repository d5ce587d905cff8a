"""An SVG document of matplotlib made fit to stand inside a page: small, no style sheet, no comment, no id that clashes.

The document is parsed and written anew from what is known here; nothing of it is copied unseen.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
DRAWN = 64  # matplotlib draws each glyph in 1/64 of its text's unit
# We write it in 1/8, a hundredth of a point in the texts of a chart: no eye sees it, and the PDF of an Arabic week is
# 25 kB smaller.
UNIT = 8
STEPS = re.compile(r"([MLQCz])([^MLQCz]*)")
PLACED = re.compile(r"translate\((?P<x>[-\d.]+) (?P<y>[-\d.]+)\)(?: scale\((?P<scale>[-\d.]+) -[\d.]+\))?")
FIGURE = re.compile(r"figure--([a-z0-9-]+)")
NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HALO = 2.0  # points, half of it seen around a letter
LONG = 8  # lines of a path, from which on it is written by its steps
STRAIGHT = re.compile(r"(?:[ML]-?[\d.]+ -?[\d.]+|z)+")
# What a mark may carry over from its style; the rest are defaults.
STYLES = ("fill", "stroke", "stroke-width", "stroke-dasharray")


def inline(
    document: str, colours: Mapping[str, str], fixed: Mapping[str, str] | None, alt: str, labels: Sequence[str]
) -> str:
    """The `<svg>` element of `document`, to be put into HTML as it is.

    `colours` are the colours in `document` by token. Each becomes that of `fixed`; without it, `var(--token)`. `alt` is
    what a screen reader says: a title on paper (where PDF takes it from), else a label, which shows no tooltip.
    `labels` are the texts of the groups that say a figure, in their order, kept as `data-label`: letters are outlines.
    """
    source = fromstring(document)  # noqa: S314 – what matplotlib has just written, with every label escaped
    root = Element("svg", {"xmlns": SVG[1:-1], "viewBox": source.attrib["viewBox"], "role": "img"})
    spoken = NO_XML.sub("", alt)
    if fixed:
        root.attrib |= {"width": source.attrib["width"], "height": source.attrib["height"]}
        SubElement(root, "title").text = spoken
    else:
        root.attrib["aria-label"] = spoken
    names = {value: fixed[token] if fixed else f"var(--{token})" for token, value in colours.items()} | {"none": "none"}
    seed = hashlib.sha256(f"{spoken}\n{document}".encode()).hexdigest()[:6]
    glyphs = {shape.attrib["id"]: f"g{seed}-{n}" for n, shape in enumerate(_glyphs(source))}
    outlines = SubElement(root, "defs")
    for shape in _glyphs(source):
        outline = _outline(shape.attrib.get("d", ""), is_paper=fixed is not None)
        SubElement(outlines, "path", {"id": glyphs[shape.attrib["id"]], "d": outline})
    left = iter(labels)
    for group in source.findall(f"{SVG}g/{SVG}g"):
        root.append(_text(group, names, glyphs, left) if group.find(f"{SVG}g") is not None else _mark(group, names))
    return tostring(root, encoding="unicode")


def _glyphs(source: Element) -> Iterator[Element]:
    return (shape for shape in source.iter(f"{SVG}path") if "id" in shape.attrib)


def _mark(group: Element, names: Mapping[str, str]) -> Element:
    shape = group[0]
    style = _style(shape)
    found = {name: style[name] for name in STYLES if name in style}
    for paint in ("fill", "stroke"):
        if paint in found:
            found[paint] = names[found[paint]]
    path = _short(shape.attrib["d"])
    steps = path.count("L") >= LONG and STRAIGHT.fullmatch(path)
    return Element("path", {"d": _stepped(path) if steps else path, **found})


def _text(group: Element, names: Mapping[str, str], glyphs: Mapping[str, str], labels: Iterator[str]) -> Element:
    letters = group[0]
    placed = PLACED.fullmatch(letters.attrib["transform"])
    if placed is None:
        raise ValueError(f"matplotlib placed text in a new way: {letters.attrib['transform']}")
    scale = float(placed["scale"]) / UNIT
    move = f"translate({_number(placed['x'])} {_number(placed['y'])}) scale({scale:.6g} {-scale:.6g})"
    found = Element("g", {"fill": names[_style(letters)["fill"]], "transform": move})
    if figure := FIGURE.fullmatch(group.attrib["id"]):
        found.attrib |= {"data-figure": figure[1], "data-label": next(labels)}
    elif group.attrib["id"] == "axis":
        found.attrib["class"] = "axis"
    elif group.attrib["id"] == "halo":
        found.attrib |= {"stroke": found.attrib["fill"], "stroke-width": f"{HALO / scale:.0f}"}
    for use in letters.findall(f"{SVG}use"):
        at = PLACED.fullmatch(use.attrib.get("transform", "translate(0 0)"))
        if at is None:
            raise ValueError(f"matplotlib placed a letter in a new way: {use.attrib['transform']}")
        x, y = (f"{float(at[axis]) * UNIT:.0f}" for axis in ("x", "y"))
        place = {name: value for name, value in (("x", x), ("y", y)) if value != "0"}
        SubElement(found, "use", {"href": f"#{glyphs[use.attrib[HREF][1:]]}", **place})
    return found


def _style(element: Element) -> dict[str, str]:
    pairs = (entry.split(":", 1) for entry in element.attrib.get("style", "").split(";") if ":" in entry)
    return {name.strip(): value.strip() for name, value in pairs}


def _short(path: str) -> str:
    """A path's data without spare blanks and with two decimals, a hundredth of a point.

    >>> _short("M 10.123456 70 \\nL 30 70 \\nz\\n")
    'M10.12 70L30 70z'
    """
    numbers = re.sub(r"-?\d+\.\d+", lambda found: _number(found[0]), path)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", numbers).strip()


def _outline(path: str, is_paper: bool) -> str:
    """A letter's path in whole units; on paper with the cubic curves of PDF, whose thirds would have six decimals.

    >>> _outline("M 64 0 Q 64 80 160 160 z", False), _outline("M 64 0 Q 64 80 160 160 z", True)
    ('M8 0Q8 10 20 20z', 'M8 0C8 7 12 13 20 20z')
    """
    written, at = [], (0.0, 0.0)
    for letter, numbers in STEPS.findall(path):
        flat = [float(number) * UNIT / DRAWN for number in numbers.split()]
        points = list(zip(flat[::2], flat[1::2], strict=True))
        if letter == "Q" and is_paper:
            bend, end = points
            letter, points = "C", [_third(at, bend), _third(end, bend), end]
        at = points[-1] if points else at
        written.append(letter + " ".join(f"{x:.0f} {y:.0f}" for x, y in points))
    return "".join(written)


def _third(end: tuple[float, float], bend: tuple[float, float]) -> tuple[float, float]:
    """Where a cubic curve bends that is the quadratic one from `end` towards `bend`: two thirds of the way."""
    return end[0] + (bend[0] - end[0]) * 2 / 3, end[1] + (bend[1] - end[1]) * 2 / 3


def _stepped(path: str) -> str:
    """A long path of straight lines by its steps, which are shorter to write than its points.

    >>> _stepped("M10.2 70L30 70.5L29.3 70.5z")
    'M10.2 70l19.8 .5l-.7 0z'
    """
    x = y = 0.0
    written = []
    for letter, *rest in ((found[0], *found[1:].split(" ")) for found in re.findall(r"[MLz][^MLz]*", path)):
        if letter == "z":
            written.append("z")
            continue
        was, (x, y) = (x, y), map(float, rest)
        written.append(f"M{rest[0]} {rest[1]}" if letter == "M" else f"l{_step(x - was[0])} {_step(y - was[1])}")
    return "".join(written)


def _step(length: float) -> str:
    return _number(f"{length:.2f}").replace("0.", ".", 1) if abs(length) < 1 else _number(f"{length:.2f}")


def _number(text: str) -> str:
    return f"{float(text):.2f}".rstrip("0").rstrip(".")
