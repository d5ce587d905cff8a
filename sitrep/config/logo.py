"""The logo of a theme as the page holds it: written anew from what is known here, and refused if it could do harm.

Whatever a page has no use for is left out: who made the picture, with what and where.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sitrep.shown import show

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIMIT_SIDE = 2000  # pixels: 42 mm, the width of its place, at 1,200 dots an inch
LIMIT_SHAPES, LIMIT_DEPTH = 2000, 20  # of an SVG

PNG = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND")  # the others: texts, places, profiles

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
SHAPES = frozenset((
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "linearGradient", "radialGradient", "stop", "clipPath", "mask", "style",
))  # fmt: skip
# What designers put into a drawing besides shapes, and what they can do about it.
ADVICE = {
    "text": "turn text into paths", "image": "a picture in it may hold anything: draw it, or save all as PNG",
    "use": "save it as plain SVG, with copies turned into shapes",
}  # fmt: skip
# In CSS and attributes: an address that is not within the file, and what hides one.
OUTSIDE = re.compile(r"url\((?!\s*['\"]?#)|@|\\|expression|javascript:|data:|//", re.IGNORECASE)


def png(content: bytes) -> bytes:
    """A PNG without anything told beside the picture. Raises ValueError for one that is damaged or too large."""
    if not content.startswith(PNG):
        raise ValueError("is no PNG, whatever its name says – save it as PNG again")
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        raise ValueError("is a PNG that is damaged or cut off – save it again")
    wide, high = struct.unpack(">II", chunks[0][1][:8])
    if not (0 < wide <= LIMIT_SIDE and 0 < high <= LIMIT_SIDE):
        raise ValueError(f"has {wide} × {high} pixels – at most {LIMIT_SIDE} a side")
    kept = (chunk for chunk in chunks if chunk[0] in KEPT_CHUNKS)
    return PNG + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in kept
    )


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each whole chunk; reading ends at the first that is damaged."""
    at = len(PNG)
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        body, check = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(check) < 4 or struct.unpack(">I", check)[0] != zlib.crc32(name + body):
            return
        yield name, body
        at += 12 + length


def svg(content: bytes) -> bytes:
    """An SVG made of shapes alone. Raises ValueError for a script, a document type, whatever leads out of the file."""
    from xml.etree.ElementTree import tostring

    source = _parsed(content)
    if source.tag != f"{SVG}svg":
        raise ValueError("is no SVG: its first element must be <svg xmlns=\"http://www.w3.org/2000/svg\">")
    if sum(1 for _ in source.iter()) > LIMIT_SHAPES:
        raise ValueError(f"has more than {LIMIT_SHAPES} shapes – simplify it, or save it as PNG")
    root = _copied(source, 1)
    if "viewBox" not in root.attrib:
        sides = [re.fullmatch(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*", source.get(side, "")) for side in ("width", "height")]
        if not all(sides):
            raise ValueError("says no size: its <svg> needs a viewBox – save it as plain SVG again")
        root.set("viewBox", " ".join(["0 0", *(side[1] for side in sides if side)]))
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    root.set("xmlns", SVG[1:-1])
    return tostring(root, encoding="unicode").encode()


def _parsed(content: bytes) -> "Element":
    """The tree of an XML file without a document type, so that nothing in it can grow or be fetched."""
    from xml.etree.ElementTree import Element, TreeBuilder
    from xml.parsers import expat

    def refuse(*given: object) -> None:
        raise ValueError("holds a document type (<!DOCTYPE …>) – remove it, or save the file as plain SVG")

    def named(name: str) -> str:
        return f"{{{name}" if "}" in name else name

    built = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: built.start(
        named(name), {named(key): value for key, value in given.items()})  # fmt: skip
    parser.EndElementHandler = lambda name: built.end(named(name))
    parser.CharacterDataHandler = built.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(f"is no XML at its line {error.lineno} – save it as plain SVG again") from None
    root = built.close()
    assert isinstance(root, Element)
    return root


def _copied(source: "Element", depth: int) -> "Element":
    """An element of the drawing with all below it; notes of drawing programs, in namespaces of their own, left out."""
    from xml.etree.ElementTree import Element

    if depth > LIMIT_DEPTH:
        raise ValueError(f"has groups more than {LIMIT_DEPTH} levels deep – ungroup them")
    name = source.tag.removeprefix(SVG)
    if name not in SHAPES:
        raise ValueError(f"holds <{show(name)}> – {ADVICE.get(name, 'a logo is made of shapes: take it out')}")
    made = Element(name)
    for key, value in source.attrib.items():
        if key.lower().startswith("on"):
            raise ValueError(f"holds a script ({show(key)}) – take it out")
        own = key.removeprefix(XLINK)
        if own == "href" and not value.startswith("#") or OUTSIDE.search(value):
            raise ValueError(f"leads out of the file ({show(own)}) – a logo must hold all that it shows")
        if not own.startswith("{"):
            made.set(own, value)
    if name == "style" and OUTSIDE.search(source.text or ""):
        raise ValueError("leads out of the file (style) – a logo must hold all that it shows")
    made.text = source.text
    for inner in source:
        if inner.tag.startswith(SVG) and inner.tag != f"{SVG}metadata":
            made.append(_copied(inner, depth + 1))
    return made
