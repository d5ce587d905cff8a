"""Fonts, and a page that is really drawn, in a child with the limits of a build."""

import re
import struct
import zlib

from sitrep.doctor.findings import DRAWING, Finding, Office, failure, ok
from sitrep.errors import RenderFailed
from sitrep.report import pdf

INSTALL = "install sitrep anew: its font files are damaged or missing"

# Every face that pages are set in, by the name it has in a PDF: how CSS asks for it.
FACES = {
    "Noto-Sans": "400 12pt Noto Sans", "Noto-Sans-Semi-Bold": "600 12pt Noto Sans",
    "Noto-Sans-Bold": "700 12pt Noto Sans",
    "Amiri": "400 12pt Amiri", "Amiri-Bold": "700 12pt Amiri",
}  # fmt: skip
LETTERS = "A1é ءب"
PAGE = '<!doctype html><html lang="en"><head><title>sitrep doctor</title></head><body>{}</body></html>'
EMBEDDED = re.compile(rb"/FontName ?/[A-Z]{6}\+([A-Za-z-]+)")

HEAD_ADJUSTMENT = slice(8, 12)  # of the table `head`: it makes up for the file, and counts as 0
WHOLE = 0xFFFFFFFF


def fonts(office: Office) -> Finding:
    """Whether the font files of the package are whole, table by table."""
    files = sorted(pdf.FONTS.glob("*.ttf"))
    damaged = [path.name for path in files if not is_whole(path.read_bytes())]
    if damaged or len(files) < len(FACES):
        told = f"damaged: {', '.join(damaged)}" if damaged else f"{len(files)} of {len(FACES)} files are there"
        return failure(DRAWING, f"{pdf.FONTS}: {told}", INSTALL)
    return ok(f"{len(files)} font files are whole")


def is_whole(font: bytes) -> bool:
    """Whether each table of a TrueType font has the sum that the font's directory tells (OpenType 1.9, `otff`)."""
    try:
        (count,) = struct.unpack(">4xH6x", font[:12])
        entries = [struct.unpack(">4sIII", font[at : at + 16]) for at in range(12, 12 + 16 * count, 16)]
    except struct.error:
        return False
    return count > 0 and all(_sum(font, tag, start, length) == told for tag, told, start, length in entries)


def _sum(font: bytes, tag: bytes, start: int, length: int) -> int:
    """The sum of a table's 32-bit words; that of what is there if it is cut short."""
    table = bytearray(font[start : start + length])
    if tag == b"head":
        table[HEAD_ADJUSTMENT] = bytes(4)
    table += bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(table) // 4}I", table)
    return sum(words) & WHOLE


def drawing(office: Office) -> Finding:
    """Whether a page becomes a PDF within the limits of a build, in every face of the package."""
    lines = [f'<p style="font: {font}">{LETTERS}</p>' for font in FACES.values()]
    try:
        made = pdf.pdf(PAGE.format("".join(lines)))
    except RenderFailed as error:
        return failure(DRAWING, str(error), "see README.md, Where it runs, for Pango; free memory if it ran out")
    missing = FACES.keys() - faces(made)
    if missing:
        return failure(DRAWING, f"a page was drawn, but not in {', '.join(sorted(missing))}", INSTALL)
    return ok(f"a page was drawn in {len(FACES)} faces, within {pdf.LIMITS.memory_bytes >> 20} MB")


def faces(made: bytes) -> set[str]:
    """The names of the fonts that a PDF carries, wherever in it they stand."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, flags=re.DOTALL)
    parts = [made, *map(_unpacked, packed)]
    return {name.decode("ascii") for part in parts for name in EMBEDDED.findall(part)}


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:  # it is not packed
        return b""
