"""The text of a tagged PDF in its logical order: what a screen reader says, and what is copied from it.

`pdftotext` gives Arabic by its place on the paper. The tags of the PDF give the order in which it was written, and each
piece of text in it is one line of one direction; `pdfinfo -struct-text` does the same, and takes minutes for it.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

HYPHEN = "\u2010"  # of a word that the renderer has broken; hyphens of the text are others
RTL = re.compile("[\u0590-\u060b\u060d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # without the comma
# What is read from the left on a page that is read from the right (a number; Latin words and what stands between), and
# what is read from the right on one that is read from the left. L, N, P, S, R: Latin, number, sign, space, Arabic.
FROM_LEFT = re.compile("[NP]*L[LNP]*(S+[LNP]+)*|[NP]+")
FROM_RIGHT = re.compile("R+([SP]+R+)*")
SHOWN = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGES = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")

Marked = Mapping[Any, Mapping[int, list[str]]]


def text(content: bytes) -> str:
    """All text of a PDF that is no furniture, in the order of its tags, a piece a line; no word is broken."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        pages = {page.obj.objgen: _marked(page) for page in opened.pages}
        is_rtl = str(opened.Root.Lang).startswith("ar")
        pieces = list(_pieces(opened.Root.StructTreeRoot.K, pages, None, is_rtl))
    return "\n".join(pieces).replace(f"{HYPHEN}\n", "")


def _pieces(node: Any, pages: Marked, page: Any, is_rtl: bool) -> Iterator[str]:
    """The marked text below a node of the tree of tags; a number is a mark on the page of the node around it.

    A quote has its own direction: that of most of its letters.
    """
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _pieces(one, pages, page, is_rtl)
    elif isinstance(node, pikepdf.Dictionary):
        page = node.Pg.objgen if "/Pg" in node else page
        is_rtl = is_rtl and node.get("/S") != "/BlockQuote"
        if node.get("/Type") == "/MCR":
            yield _logical(pages[page].get(int(node.MCID), []), is_rtl)
        elif "/K" in node:
            yield from _pieces(node.K, pages, page, is_rtl)
    else:
        yield _logical(pages[page].get(int(node), []), is_rtl)


def _marked(page: Any) -> dict[int, list[str]]:
    """The letters that a page shows under each mark, from left to right."""
    fonts = {name: _letters(font) for name, font in page.obj.Resources.Font.items()}
    found: dict[int, list[str]] = {}
    marks: list[int] = []
    font: Mapping[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                is_marked = isinstance(operands[-1], pikepdf.Dictionary) and "/MCID" in operands[-1]
                marks.append(int(operands[-1].MCID) if is_marked else -1)
            case "EMC":
                marks.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "TJ":
                codes = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                letters = [font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2)]
                found.setdefault(max(marks, default=-1), []).extend(letters)
    return found


def _letters(font: Any) -> dict[int, str]:
    """What each glyph of a font stands for, one letter or more."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    known: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        known |= {int(code, 16): bytes.fromhex(said).decode("utf-16-be") for code, said in SHOWN.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said in (map(_hex, found) for found in RANGES.findall(block)):
            known |= {code: chr(said + code - first) for code in range(first, last + 1)}
    return known


def _hex(digits: str) -> int:
    return int(digits, 16)


def _logical(letters: list[str], is_rtl: bool) -> str:
    """Letters from left to right in the order in which they are read."""
    turned = letters[::-1] if is_rtl else list(letters)
    for run in (FROM_LEFT if is_rtl else FROM_RIGHT).finditer("".join(map(_kind, letters))):
        start = len(letters) - run.end() if is_rtl else run.start()
        stop = start + run.end() - run.start()
        turned[start:stop] = turned[start:stop][::-1]
    return "".join(turned)


def _kind(letter: str) -> str:
    if RTL.match(letter):
        return "R"
    return "L" if letter[:1].isalpha() else "N" if letter[:1].isdigit() else "S" if letter.isspace() else "P"
