"""A page's tree → what any text processor has: headings, paragraphs, lists, tables and pictures, in reading order.

Only the meaning of an element and a few classes of the page's templates count (the tables below), so a section that an
office made of its own template comes out too.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sitrep.export.page import SPACE, Element, every, words
from sitrep.export.rows import WEB

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LEFT_OUT = frozenset({"head", "script", "style", "template", "title"})
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "header", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul", "img", "hr",
    *HEADINGS,
})  # fmt: skip
DRAWN = frozenset({"range-ends", "strip", "axis-row"})  # parts of a picture made by style alone: they say nothing
TILES = "tiles"  # columns side by side: a table, the headings of the tiles its header
RUN_IN = frozenset({"card-number"})  # stands before the next paragraph, on its line
JOINED = frozenset({"masthead-facts", "card-facts"})  # short items, on one line
SMALL = frozenset({"small", "key", "unit", "change", "agreement", "kicker", "organisation", *JOINED})
BOLD = frozenset({"term", "tile-figure", "card-figure", "working-figure"})
BEFORE = {"next": ", ", "through": "–", "apart": " "}  # what the page's style sheet puts between notes, and numbers
PNG, SIGNATURE = "data:image/png;base64,", b"\x89PNG\r\n\x1a\n"


class Words(NamedTuple):
    """A stretch of text. `target` is the id it leads to in the report, `url` an address of the web.

    A figure or a name is `isolated`: its signs keep their order, whatever the direction of the text around it. `place`
    is "page" or "pages" where the number of this page or of all stands.
    """

    text: str
    bold: bool = False
    marked: bool = False
    raised: bool = False
    target: str = ""
    url: str = ""
    language: str = ""
    isolated: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind` is text, small, heading (of `level`), item (of a list), quote or figure (large); `ids` lead to it."""

    kind: str
    words: tuple[Words, ...]
    level: int = 0
    ids: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(part.text for part in self.words)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, over `across` columns and `down` rows."""

    paragraphs: tuple[Paragraph, ...]
    is_head: bool = False
    is_number: bool = False
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first `heads` of them are headers."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what it shows, in words. One that is `small` is a sign beside the text, not as wide as it."""

    png: bytes
    alt: str
    small: bool = False


Block = Paragraph | Table | Picture


def blocks(element: Element) -> tuple[Block, ...]:
    """What an element holds, in reading order. What is only drawn, or hidden from a screen reader, is left out."""
    return tuple(_run_in(_blocks(element)))


def running(tree: Element, name: str) -> tuple[Paragraph, ...]:
    """The paragraphs of what stands at the head or foot of each page: the element of the class `running-NAME`."""
    found = [element for element in every(tree) if f"running-{name}" in element.classes]
    inner = (block for element in found for block in _inside(element))
    return tuple(block for block in inner if isinstance(block, Paragraph))


def _blocks(element: Element) -> Iterator[Block]:
    if element.tag in LEFT_OUT or element.attributes.get("aria-hidden") == "true" or element.classes & DRAWN:
        return
    found = list(_made(element))
    given = element.attributes.get("id")
    if given and found and isinstance(found[0], Paragraph):
        found[0] = replace(found[0], ids=(given, *found[0].ids))
    yield from found


def _made(element: Element) -> Iterator[Block]:
    if element.tag == "table":
        yield _table(element)
    elif element.tag == "img":
        yield _picture(element)
    elif element.attributes.get("role") == "img" and element.attributes.get("aria-label"):
        yield Paragraph("small", (Words(element.attributes["aria-label"]),))
    elif TILES in element.classes:
        yield _tiles(element)
    elif element.classes & JOINED:
        yield from _joined(element)
    else:
        yield from _inside(element)


def _inside(element: Element) -> Iterator[Block]:
    """The blocks in an element; words between them are paragraphs of the element's own kind."""
    loose: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element) and (child.tag in BLOCKS or child.classes & DRAWN):
            yield from _paragraph(element, loose)
            loose = []
            yield from _blocks(child)
        else:
            loose.append(child)
    yield from _paragraph(element, loose)


def _paragraph(element: Element, inner: Sequence[Element | str]) -> Iterator[Paragraph]:
    bold = bool(element.classes & BOLD) or element.tag in ("th", "dt")
    said = _tidy(part for child in inner for part in _words(child, Words("", bold)))
    if not said:
        return
    kind = "heading" if element.tag in HEADINGS else "item" if element.tag == "li" else "text"
    if element.tag == "blockquote":
        kind, language = "quote", element.attributes.get("lang", "")
        said = tuple(part._replace(language=part.language or language) for part in said)
    elif element.classes & RUN_IN:
        kind = "run-in"
    elif kind == "text" and element.classes & SMALL:
        kind = "small"
    ids = tuple(
        each.attributes["id"] for child in inner if isinstance(child, Element)
        for each in every(child) if "id" in each.attributes
    )
    yield Paragraph(kind, said, HEADINGS.get(element.tag, 0), ids)


def _words(child: Element | str, around: Words) -> Iterator[Words]:
    """The stretches of text in an inline element; `around` is what holds for all text in it."""
    if isinstance(child, str):
        yield around._replace(text=SPACE.sub(" ", child))
        return
    if child.tag in LEFT_OUT or child.classes & DRAWN or child.attributes.get("aria-hidden") == "true":
        return
    inner = _meaning(child, around)
    if child.tag == "br":
        yield around._replace(text=" ")
    for name in child.classes & BEFORE.keys():
        yield inner._replace(text=BEFORE[name], target="")
    if inner.place and not around.place:
        yield inner
    for part in child.children:
        yield from _words(part, inner)


def _meaning(child: Element, around: Words) -> Words:
    given, classes = child.attributes, child.classes
    link = given.get("href", "")
    return around._replace(
        text="",
        bold=around.bold or child.tag in ("b", "strong") or bool(classes & BOLD),
        marked=around.marked or child.tag == "mark", raised=around.raised or "note" in classes,
        target=link[1:] if link.startswith("#") else given.get("data-figure", around.target),
        url=link if WEB.fullmatch(link) else around.url,
        language=given.get("lang", around.language), isolated=around.isolated or child.tag in ("bdi", "data"),
        place="page" if "page-now" in classes else "pages" if "page-all" in classes else around.place,
    )


def _tidy(parts: Iterable[Words]) -> tuple[Words, ...]:
    """Neighbours that are alike as one, no space at the ends, none twice."""
    kept: list[Words] = []
    for part in parts:
        text = part.text
        if (not kept or kept[-1].text.endswith(" ")) and text.startswith(" "):
            text = text[1:]
        if not text and not part.place:
            continue
        if kept and kept[-1][1:] == part[1:]:
            text = kept.pop().text + text
        kept.append(part._replace(text=text))
    while kept and not kept[-1].place and not kept[-1].text.rstrip(" "):
        kept.pop()
    if kept:
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip(" "))
    return tuple(kept)


def _run_in(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with what runs in put before the paragraph after it."""
    waiting: Paragraph | None = None
    for block in found:
        if isinstance(block, Paragraph) and block.kind == "run-in":
            waiting = block
        elif waiting and isinstance(block, Paragraph):
            yield replace(block, words=(*waiting.words, Words("\t"), *block.words), ids=(*waiting.ids, *block.ids))
            waiting = None
        else:
            yield block


def _joined(element: Element) -> Iterator[Paragraph]:
    items = [block for block in _inside(element) if isinstance(block, Paragraph)]
    parts = [part for n, item in enumerate(items) for part in ((Words(" · "),) if n else ()) + item.words]
    if parts:
        yield Paragraph("small", _tidy(parts))


def _picture(element: Element) -> Block:
    """The picture, or what it shows in words where it is none that a text processor knows."""
    source, alt = element.attributes.get("src", ""), element.attributes.get("alt", "")
    if source.startswith(PNG):
        try:
            png = base64.b64decode(source.removeprefix(PNG), validate=True)
        except binascii.Error:
            png = b""
        if png.startswith(SIGNATURE):
            return Picture(png, alt, "logo" in element.classes)
    return Paragraph("small", (Words(alt),))


def _tiles(element: Element) -> Table:
    """A column a tile: its heading, its figure, and the rest."""
    columns = [list(_inside(tile)) for tile in element.children if isinstance(tile, Element)]
    parted = [[block for block in column if isinstance(block, Paragraph)] for column in columns]
    heads = tuple(Cell(tuple(replace(p, kind="text", level=0) for p in column[:1]), is_head=True) for column in parted)
    figures = tuple(Cell(tuple(replace(p, kind="figure") for p in column[1:2])) for column in parted)
    return Table((heads, figures, tuple(Cell(tuple(column[2:])) for column in parted)), 1)


def _table(element: Element) -> Table:
    """Rows that say nothing (an axis) are left out, and the caption is: the heading of the section says it."""
    head: list[tuple[Cell, ...]] = []
    body: list[tuple[Cell, ...]] = []
    for part in every(element):
        for row in part.children:
            if isinstance(row, Element) and row.tag == "tr" and not row.classes & DRAWN and words(row).strip():
                (head if part.tag == "thead" else body).append(_cells(row))
    return Table((*head, *body), len(head))


def _cells(row: Element) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            tuple(block for block in blocks(cell) if isinstance(block, Paragraph)), cell.tag == "th",
            "n" in cell.classes, _span(cell, "colspan"), _span(cell, "rowspan"),
        )
        for cell in row.children if isinstance(cell, Element) and cell.tag in ("td", "th")
    )


def _span(cell: Element, name: str) -> int:
    given = cell.attributes.get(name, "")
    return min(int(given), 100) if given.isascii() and given.isdigit() and int(given) > 1 else 1
