"""A page of HTML as a tree: what the Word copy and report.json are made from, so that they say what the page says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from sitrep.export.rows import UNWANTED

EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
# Elements that an opening tag ends if they are the innermost: their own end tag may be left out.
ENDED_BY: Mapping[str, frozenset[str]] = {
    "li": frozenset({"li", "p"}), "tr": frozenset({"tr", "td", "th"}), "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}), "tbody": frozenset({"tr", "td", "th", "thead", "tbody"}),
} | dict.fromkeys(
    ("p", "ul", "ol", "table", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6"), frozenset({"p"}))
SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and what is in it: elements and texts."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.attributes.get("class", "").split())


@lru_cache(maxsize=8)
def parsed(html: str) -> Element:
    """The tree of a page, to be read by whoever asks for it; the Word copy and report.json ask for the same.

    >>> parsed("<ul><li>a<li>b</ul>").children[0].children
    [Element(tag='li', attributes={}, children=['a']), Element(tag='li', attributes={}, children=['b'])]
    """
    reader = _Reader()
    reader.feed(UNWANTED.sub("", html))
    reader.close()
    return reader.open[0]


def every(element: Element) -> Iterator[Element]:
    """The element and all that are in it, in their order."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from every(child)


def words(element: Element) -> str:
    """The text of an element, each stretch of white space as one space.

    >>> words(parsed("<p>More  than <b>45</b>\\n strikes</p>"))
    'More than 45 strikes'
    """
    parts = [child if isinstance(child, str) else words(child) for child in element.children]
    return SPACE.sub(" ", "".join(parts))


class _Reader(HTMLParser):
    """What the library asks for: told of each tag and text in turn, it keeps the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new element in the innermost open one."""
        while self.open[-1].tag in ENDED_BY.get(tag, ()):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that has nothing in it."""
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """The innermost open element of that name ends, and all in it; a stray end means nothing."""
        depth = next((n for n in range(len(self.open) - 1, 0, -1) if self.open[n].tag == tag), 0)
        if depth:
            del self.open[depth:]

    def _text(self, data: str) -> None:
        self.open[-1].children.append(data)

    handle_data = _text
