"""Files that a theme brings along, checked before a page holds them: a logo (PNG or SVG) and fonts (TTF or OTF).

They stand in `config/`, and a page holds them in itself: it asks for nothing outside.
"""

import base64
import os
import stat
from collections.abc import Callable
from pathlib import Path

from sitrep.config import logo
from sitrep.shown import show

# A page with its logo stays below 600 kB; a font of one weight with Latin, Greek and Cyrillic has some 600 kB.
LIMIT_LOGO, LIMIT_FONT = 150_000, 2_000_000  # bytes

FONT_KINDS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
NO_EMBEDDING = 0x0002  # OS/2 fsType: restricted licence


def address(path: Path, kind: str) -> str:
    """A checked file as a `data:` address; `kind` is logo or font. Raises ValueError that says what is wrong with it.

    In base64: no character of it can end an attribute or a string of CSS.
    """
    mime, checked = _kind(path, kind)
    content = checked(_content(path, LIMIT_LOGO if kind == "logo" else LIMIT_FONT))
    return f"data:{mime};base64,{base64.b64encode(content).decode('ascii')}"


def inside(folder: Path, name: str) -> Path:
    """The file `name` below `folder`. Raises ValueError for a name that leads out of it."""
    path = folder / name
    steps = Path(name).parts
    if Path(name).is_absolute() or ".." in steps or not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f'must be a file in config/, such as logo.svg, not "{show(name)}"')
    return path


def _kind(path: Path, kind: str) -> tuple[str, Callable[[bytes], bytes]]:
    known: dict[tuple[str, str], tuple[str, Callable[[bytes], bytes]]] = {
        ("logo", ".png"): ("image/png", logo.png), ("logo", ".svg"): ("image/svg+xml", logo.svg),
        ("font", ".ttf"): ("font/ttf", _font), ("font", ".otf"): ("font/otf", _font),
    }  # fmt: skip
    found = known.get((kind, path.suffix.lower()))
    if found is None:
        endings = " or ".join(ending for asked, ending in known if asked == kind)
        raise ValueError(f'must be a file that ends in {endings}, not "{show(path.name)}"')
    return found


def _content(path: Path, limit: int) -> bytes:
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(opened, "rb") as file:
            content = file.read(limit + 1) if stat.S_ISREG(os.fstat(opened).st_mode) else b""
    except OSError as error:
        raise ValueError(f"cannot be read: {show(str(path))}: {error.strerror}") from None
    if not content:
        raise ValueError(f"is empty or no file: {show(str(path))}")
    if len(content) > limit:
        raise ValueError(f"is larger than {limit // 1000} kB – save a smaller one: {show(path.name)}")
    return content


def _font(content: bytes) -> bytes:
    """The font as it is, once it is sure to be one that may be embedded, with outlines of its own."""
    if content[:4] not in FONT_KINDS:
        raise ValueError("is no TTF or OTF font, whatever its name says")
    tables = _tables(content)
    if missing := [name.decode() for name in (b"cmap", b"head", b"hmtx", b"OS/2") if name not in tables]:
        raise ValueError(f"is a font without {missing[0]}, which printing needs – take another")
    if b"fvar" in tables:
        raise ValueError("is a variable font – take the static file of one weight")
    start = tables[b"OS/2"][0]
    if int.from_bytes(content[start + 8 : start + 10]) & 0xF == NO_EMBEDDING:
        raise ValueError("may not be embedded, by its own licence – take another")
    return content


def _tables(content: bytes) -> dict[bytes, tuple[int, int]]:
    """Where each table of a font begins, and its length. Raises ValueError where one lies outside the file."""
    listed = [content[12 + 16 * n : 28 + 16 * n] for n in range(int.from_bytes(content[4:6]))]
    tables = {entry[:4]: (int.from_bytes(entry[8:12]), int.from_bytes(entry[12:16])) for entry in listed}
    if any(len(name) < 4 or start + length > len(content) for name, (start, length) in tables.items()):
        raise ValueError("is a font that is damaged or cut off")
    return tables
