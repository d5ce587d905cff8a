"""Text → blocks → sentences → tokens, each with its span. The text itself is never altered, only annotated.

blocks      paragraphs, bullets, headings, teasers: what belongs together on the page
sentences   within a block, at most LIMIT characters each
tokens      within a sentence: numbers, words, single signs
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# A scraped page can be one line of a megabyte; rules look at one sentence at a time, so its length bounds their work.
LIMIT = 1500

# Signs that no reader sees: zero-width ones split a number, direction marks turn its digits round.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
NARROW = "\u00a0\u2007\u2009\u202f"  # spaces that group digits
TOKEN = re.compile(
    rf"\d{{1,3}}(?:[ {NARROW}]\d{{3}})+(?!\d)|\d[\d{UNSEEN}]*(?:[.,٫٬][{UNSEEN}]*\d[\d{UNSEEN}]*)*"
    rf"|[^\W\d_](?:[^\W\d_{UNSEEN}]|[{UNSEEN}](?=[^\W\d_]))*(?:(?:[-‐‑'’]|-\n)[^\W\d_]+)*"
    r"|>>|[^\w\s]"
)
BULLET = re.compile(r"\s*(?:[•·▪●◦‣*>–—-]|\(?[a-z0-9]{1,2}[.)])\s+")
HEADING_WORDS = 7
COUNTED = re.compile(r"[^.:]{2,70}:\s*[~<>]?\d")  # "Newly displaced: 405,700"
# "Kolofata – 17 hurt": a row where another such line stands right above or below.
LABELLED = re.compile(r"[^\W\d_a-z][^.;:–—|\n]{1,40}(?:\s[–—-]|:)\s\S")
BRACKETED = re.compile(r"\s*\([^()]{1,60}\)$")
CELL = "|"  # between two cells of a table
SHORT_LINE = 45  # characters; text that is wrapped to a page has longer lines, so a shorter one ended there
LAST_SIGNS = tuple(".,;:!?…»”\"'’)]-")
TEASER_SIGNS = (">>", "»", "►", "▶", "→")
# Tried once a run of points, and never given back: a line of points would else be read as often as it has points.
STOP = re.compile(r"(?<![.!?…؟。])[.!?…؟。]++[\"'”’»)\]]*+(?=\s|[A-ZÀ-Þ][^\W\d_])")
SOFT_STOP = re.compile(r"[;,؛،]\s")


class Block(NamedTuple):
    """A run of lines that belongs together. `section` is title, deck, body, caption or teaser."""

    start: int
    end: int
    section: str
    heading: bool = False
    row: bool = False


class Sentence(NamedTuple):
    """A sentence and its tokens. `keys` are what a dictionary is asked for: lower case, hyphenation mended."""

    text: str
    start: int
    section: str
    row: bool
    heading: bool
    block: int
    keys: tuple[str, ...]
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]  # in `text`


def key(word: str) -> str:
    """The dictionary form of a token: lower case, straight apostrophe, no line break, no sign that cannot be seen.

    >>> key("House-\\nholds"), key("Children’s")
    ('households', "children's")
    """
    if word.isascii() and "\n" not in word:
        return word.lower()
    joined = re.sub(rf"-\n|[{UNSEEN}]", "", word)
    return joined.replace("’", "'").replace("‐", "-").replace("‑", "-").lower()


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Word, start and end of every token.

    >>> [word for word, _, _ in tokens("Over 1,700–1,900 families fled.")]
    ['Over', '1,700', '–', '1,900', 'families', 'fled', '.']
    """
    return [(match[0], match.start(), match.end()) for match in TOKEN.finditer(text)]


def blocks(text: str, titled: bool, marks: tuple[str, ...], captions: tuple[str, ...]) -> list[Block]:
    """The blocks of a document's text.

    `titled` says that the title is known from elsewhere; otherwise a first line without a full stop is it. `marks`
    and `captions` are a language's words that begin a teaser or stand in a caption (lower case).
    """
    found: list[Block] = []
    for start, end in _runs(text):
        line = text[start:end]
        row = BULLET.match(line) is not None or CELL in line
        heading = "\n" not in line and not row and _heading(line)
        section = _section(line, marks, captions)
        if section == "body" and not found and not line.rstrip().endswith(LAST_SIGNS):
            section = "deck" if titled else "title"
        elif section == "body" and len(found) == 1 and found[0].section == "title" and not line.endswith(LAST_SIGNS):
            section = "deck"
        found.append(Block(start, end, section, heading and section == "body", row))
    return _labelled(text, found)


def _labelled(text: str, found: list[Block]) -> list[Block]:
    """The blocks, with those that begin with a label as rows where another such line stands right above or below."""
    alike = [block.section == "body" and LABELLED.match(text, block.start, block.end) is not None for block in found]
    for index in range(1, len(found)):
        above, block = found[index - 1], found[index]
        if alike[index - 1] and alike[index] and block.start - above.end == 1:
            found[index - 1], found[index] = above._replace(row=True), block._replace(row=True)
    return found


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines that go together: a new one begins after an empty line, at a bullet and around a heading."""
    start, last_end, last = -1, 0, ""
    position = 0
    for line in text.split("\n"):
        end = position + len(line)
        begins = not line.strip() or BULLET.match(line) or line.lstrip().startswith(TEASER_SIGNS)
        if start >= 0 and (begins or _breaks(last, line)):
            yield start, last_end
            start = -1
        if line.strip():
            if start < 0:
                start = position + len(line) - len(line.lstrip())
            last_end, last = position + len(line.rstrip()), line.strip()
        position = end + 1
    if start >= 0:
        yield start, last_end


def _breaks(last: str, line: str) -> bool:
    """Whether `line` begins something new after the line `last`: that one was a heading or ended its paragraph."""
    if CELL in last or CELL in line or (LABELLED.match(last) and LABELLED.match(line)):  # a row of a table
        return True
    first = line.lstrip()[:1]
    short = COUNTED.match(last) is not None and last[-1:] not in ",;-"
    short = short or len(last) < SHORT_LINE and not last.endswith((",", ";", "-"))
    return (short or _heading(last) or last.endswith((".", "!", "?"))) and (
        first.isupper() or first.isdigit() or not first.isalpha()
    )


def _heading(line: str) -> bool:
    bare = BRACKETED.sub("", line.rstrip())  # "Viet Nam (source: VDDMA, 17 September)"
    return bool(bare) and not bare.endswith(LAST_SIGNS) and len(bare.split()) <= HEADING_WORDS


def _section(line: str, marks: tuple[str, ...], captions: tuple[str, ...]) -> str:
    low = line[:200].lower()
    if line.startswith(TEASER_SIGNS) or low.startswith(marks):
        return "teaser"
    if any(word in low for word in captions) or any(word in line[-60:].lower() for word in captions):
        return "caption"
    return "body"


def sentences(text: str, block: Block, number: int, abbreviations: frozenset[str]) -> Iterator[Sentence]:
    """The sentences of a block in order. `abbreviations` (lower case) end in a full stop without ending a sentence."""
    for start, end in _spans(text, block, abbreviations):
        piece = text[start:end]
        found = list(TOKEN.finditer(piece))
        words = tuple([match[0] for match in found])
        plain = piece.isascii() and "-\n" not in piece
        keys = tuple(map(str.lower if plain else key, words))
        spans = tuple([match.span() for match in found])
        yield Sentence(piece, start, block.section, block.row, block.heading, number, keys, words, spans)


def _spans(text: str, block: Block, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    start = block.start
    for stop in STOP.finditer(text, block.start, block.end):
        if not _ends(text, stop.start(), stop.end(), start, abbreviations):
            continue
        yield from _capped(text, start, stop.end())
        start = stop.end()
        while start < block.end and text[start].isspace():
            start += 1
    if start < block.end:
        yield from _capped(text, start, block.end)


def _ends(text: str, stop: int, after: int, start: int, abbreviations: frozenset[str]) -> bool:
    """Whether the stop at `stop` ends a sentence: no abbreviation or initial before it, no lower case after it."""
    if text[stop] == ".":
        word = re.search(r"[^\s(]*$", text[max(start, stop - 20) : stop])
        before = word[0].lower() if word else ""
        if before in abbreviations or (len(before) == 1 and before.isalpha()):
            return False
    if after - stop > 2 and text[after : after + 2].strip()[:1].isdecimal():  # dots that lead to a number in a table
        return False
    following = text[after : after + 3].lstrip("\"'“‘«([ \n")
    return not following[:1].islower()


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span in pieces of at most LIMIT characters, cut at a semicolon or comma where there is one."""
    while end - start > LIMIT:
        cut = start + LIMIT
        for soft in SOFT_STOP.finditer(text, start + LIMIT // 2, cut):
            cut = soft.end()
        yield start, cut
        start = cut
    if start < end:
        yield start, end
