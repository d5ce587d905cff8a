"""Text written by hand: the small part of Markdown that a report needs, as blocks of stretches.

Paragraphs, headings (`# `), lists (`- `, `1. `), **bold**, *italic* and [words](https://…). Nothing here makes markup:
a template prints each stretch, escaped. What else Markdown knows (HTML, pictures, tables, code) is no part of it, and
`mistakes` names it, so that no text prints otherwise than its writer meant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from sitrep.model import Block, Stretch

HEADING = re.compile(r"#{1,6}\s+(.*)")
BULLET = re.compile(r"\s*[-*+]\s+(.*)")
NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(.*)")
# In this order: an escaped sign, a link, bold, italic in either of its two ways. Bounded, so that no text takes long.
INLINE = re.compile(
    r"\\(?P<sign>[\\*_\[\]#<>|!`-])"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<url>[^()\s]*)\)"
    r"|\*\*(?!\s)(?P<strong>.{1,999}?)(?<!\s)\*\*"
    r"|\*(?!\s)(?P<italic>[^*]{1,999}?)(?<!\s)\*"
    r"|(?<!\w)_(?!\s)(?P<leaning>[^_]{1,999}?)(?<!\s)_(?!\w)"
)
REFUSED = (
    (re.compile(r"(?<!\\)<(?:[A-Za-z/!?])"), "HTML is not printed – write **bold**, *italic* or plain words"),
    (re.compile(r"(?<!\\)!\["), "pictures are not printed in texts – take it out"),
    (re.compile(r"^\s*(?:```|~~~)"), "code is not printed – take the line out"),
    (re.compile(r"^\s*\|"), "tables are not printed in texts – write a list, each line after `- `"),
)


def blocks(text: str) -> tuple[Block, ...]:
    """The text as blocks, in order.

    >>> [(block.kind, len(block.lines)) for block in blocks("# Access\\n\\nThe road\\nis *shut*.\\n- one\\n- two\\n")]
    [('heading', 1), ('paragraph', 1), ('bullets', 2)]
    """
    return tuple(
        Block(kind, tuple(stretches(" ".join(line.split())) for line in lines), first)
        for kind, lines, first in _blocks(text)
    )


def _blocks(text: str) -> Iterator[tuple[str, list[str], int]]:
    """Kind, lines and first number of each block; a line that goes on with the one before is joined to it."""
    kind, lines, first = "", [""], 1
    for line in [*text.splitlines(), ""]:
        other, words, number = _line(line, kind)
        is_list = kind in ("bullets", "numbers")
        if other == "paragraph" and (kind == "paragraph" or is_list and line[0].isspace()):
            lines[-1] += f" {words}"
        elif other == kind and is_list:
            lines.append(words)
        else:
            if kind:
                yield kind, lines, first
            kind, lines, first = other, [words], number


def _line(line: str, before: str) -> tuple[str, str, int]:
    """What kind of block a line belongs to ("" for an empty line), its words, and the number it begins with."""
    if bullet := BULLET.fullmatch(line):
        return "bullets", bullet[1], 1
    number = NUMBER.fullmatch(line)
    if number and (before != "paragraph" or number[1] == "1"):  # a line of prose may begin with a number
        return "numbers", number[2], int(number[1])
    if heading := HEADING.fullmatch(line):
        return "heading", heading[1].rstrip("# "), 1
    return "paragraph" if line.strip() else "", line, 1


def stretches(text: str, strong: bool = False, italic: bool = False) -> tuple[Stretch, ...]:
    """One paragraph, or one point of a list, as stretches.

    >>> [(one.text, one.strong, one.url) for one in stretches("No **aid** [yet](https://example.org/a)")]
    [('No ', False, ''), ('aid', True, ''), (' ', False, ''), ('yet', False, 'https://example.org/a')]

    A link that leads to no web page is its words alone.
    """
    found: list[Stretch] = []
    at = 0
    for match in INLINE.finditer(text):
        found.append(Stretch(text[at : match.start()], strong, italic))
        at = match.end()
        if match["sign"]:
            found.append(Stretch(match["sign"], strong, italic))
        elif match["words"]:
            url = safe_url(match["url"])
            found += (replace(one, url=url) for one in stretches(match["words"], strong, italic))
        elif match["strong"]:
            found += stretches(match["strong"], True, italic)
        else:
            found += stretches(match["italic"] or match["leaning"], strong, True)
    found.append(Stretch(text[at:], strong, italic))
    return _joined(found)


def _joined(found: list[Stretch]) -> tuple[Stretch, ...]:
    """Without empty stretches, and with neighbours that are set alike as one."""
    kept: list[Stretch] = []
    for one in found:
        if kept and replace(kept[-1], text="") == replace(one, text=""):
            kept[-1] = replace(one, text=kept[-1].text + one.text)
        elif one.text:
            kept.append(one)
    return tuple(kept)


def mistakes(text: str) -> tuple[tuple[int, str], ...]:
    """What a text holds that would not print as its writer meant: the line, from 1, and what to do.

    >>> mistakes("The road\\nis <b>shut</b>")
    ((2, 'HTML is not printed – write **bold**, *italic* or plain words'),)
    """
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        found += ((number, told) for sign, told in REFUSED if sign.search(line))
        for match in INLINE.finditer(line):
            if match["words"] and not safe_url(match["url"]):
                found.append((number, "a link must lead to http:// or https:// – mend its address or keep its words"))
    return tuple(found)


def safe_url(url: str) -> str:
    """The address if it is one of the web that can be linked to, else nothing.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
