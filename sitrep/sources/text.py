"""Bytes to text, and text to front matter and body."""

import codecs
import re

from sitrep.sources.file import RefusedError

# A news text has some thousand characters, a report of 300 pages a million. A megabyte takes up to 9 s and 60 MB to
# read, and must fit into a small machine beside all the rest.
LIMIT_BYTES = 2_000_000

FENCE = re.compile(r"---[ \t]*(?:\r?\n|\Z)")
CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)

# How well-known formats begin that are no text, whatever the file is called.
MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{\\rtf", "an RTF file"),
)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(raw: bytes) -> str:
    r"""The text in `raw`: UTF-8, or UTF-16 if a byte order mark says so. The mark is no part of the text.

    >>> decoded(b"caf\xc3\xa9\r\n")
    'café\r\n'

    Line ends stay as they are. Raises RefusedError, which names the first byte that is wrong, counted from 1.
    """
    if not raw:
        raise RefusedError("it is empty")
    kind = next((kind for magic, kind in MAGIC if raw.startswith(magic)), None)
    if kind:
        raise RefusedError(f"it is {kind}, not plain text – save it as plain text (.txt)")
    mark, encoding = next(((mark, name) for mark, name in MARKS if raw.startswith(mark)), (b"", "utf-8"))
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        position, name = error.start + len(mark) + 1, encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise RefusedError(f"it is not {name} at byte {position} – save it as UTF-8") from None
    if "\0" in text:
        byte = len(mark) + len(text[: text.index("\0")].encode(encoding)) + 1
        raise RefusedError(f"it holds a NUL at byte {byte}, so it is no plain text – save it as UTF-8")
    return text


def parted(text: str) -> tuple[str, str, int]:
    r"""Front matter, body, and the line of the file on which the front matter's content begins.

    >>> parted("---\ntitle: A\n---\nBody.\n")
    ('title: A\n', 'Body.\n', 2)
    >>> parted("Body.\n")
    ('', 'Body.\n', 1)

    Front matter stands between two lines `---`, the first of which is the first of the file. Raises RefusedError if it
    is not closed.
    """
    opening = FENCE.match(text)
    if not opening:
        return "", text, 1
    closing = CLOSING.search(text, opening.end())
    if not closing:
        raise RefusedError("line 1: front matter begins and never ends – close it with a line ---")
    return text[opening.end() : closing.start()], text[closing.end() :], 2
