"""Seeds that nothing good comes of, made by code, and a build among them that is measured.

Each kind is a file `bad…` beside five good seeds. `why` is what the report says of it; "" is a file that is read, or
that is none of our business, and so is a build of exit 0.
"""

import contextlib
import io
import os
import random
import resource
import socket
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import stub_renderer

from sitrep.cli import main
from sitrep.sources import file
from sitrep.workbook import Column, Sheet, written

TEXT = "Nobody says anything here.\n"
HEADER = b"indicator,value,location\n"
MEGABYTE = 1 << 20


class Kind(NamedTuple):
    """How to make a bad seed in a folder, why it is rejected, and what happens to it while it is read."""

    make: Callable[[Path], Any]
    why: str = ""
    name: str = "bad"  # as it is shown
    meanwhile: Callable[[Path], Any] | None = None
    count: int = 1


class Came(NamedTuple):
    """What came of a build: exit code, what it said, seconds of the processor, and the most memory it held, in MB."""

    code: int
    said: str
    cpu_s: float
    memory_mb: float


def content(name: str, raw: bytes | str | Callable[[], bytes]) -> Callable[[Path], Any]:
    """What writes such a file into a folder; a function makes its bytes only then."""

    def make(folder: Path) -> None:
        made = raw() if callable(raw) else raw
        (folder / name).write_bytes(made.encode() if isinstance(made, str) else made)

    return make


def sized(name: str, megabytes: int, begin: bytes = b"") -> Callable[[Path], Any]:
    """What makes a large file that takes no room."""

    def make(folder: Path) -> None:
        with open(folder / name, "wb") as large:
            large.write(begin)
            large.truncate(megabytes * MEGABYTE)

    return make


def named(name: bytes, raw: bytes = b"") -> Callable[[Path], Any]:
    """What makes an empty file of a name that no program would give."""

    def make(folder: Path) -> None:
        with open(os.path.join(os.fsencode(folder), name), "wb") as odd:
            odd.write(raw)

    return make


def many(count: int, extension: str) -> Callable[[Path], Any]:
    """What makes so many empty files."""

    def make(folder: Path) -> None:
        for number in range(count):
            (folder / f"bad{number:05}{extension}").touch()

    return make


def a_socket(folder: Path) -> None:
    """The path of a socket has at most 108 bytes, so it is bound from inside."""
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind("bad.txt")
    finally:
        os.fchdir(here)
        os.close(here)


def a_device(folder: Path) -> None:
    """A second /dev/zero, which never ends; a pipe where only root may make one and we are not."""
    try:
        os.mknod(folder / "bad.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(folder / "bad.txt")


def zipped(**parts: int) -> bytes:
    """A zip of parts of so many megabytes of zeros, which take a thousandth of that."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), bytes(part * MEGABYTE))
    return packed.getvalue()


def book(part: str = "", raw: bytes = b"", rows: int = 1) -> bytes:
    """A workbook with one part replaced or added."""
    plain = written([Sheet("a", (Column("indicator"), Column("value")), [["killed", None]] * rows)])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)) if name != part else None
        new.writestr(part, raw) if part else None
    return changed.getvalue()


ENTITIES = '<!DOCTYPE a [<!ENTITY e0 "ha">' + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + "]><a>&e11;</a>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
SHEET = "xl/worksheets/sheet1.xml"
PDF_BOMB = b"%PDF-1.7\n1 0 obj<</Length 9/Filter/FlateDecode>>stream\n" + bytes(4096)
LINK = "it is a symbolic link – put the file itself here"
TXT = "save it as plain text (.txt)"

KINDS = {
    # what is in it
    "empty": Kind(content("bad.txt", b""), "it is empty"),
    "spaces": Kind(content("bad.txt", " \n\t\u00a0\n"), "it has no text"),
    "byte order mark": Kind(content("bad.txt", b"\xef\xbb\xbf"), "it has no text"),
    "NUL": Kind(content("bad.txt", b"Four\0killed"), "it holds a NUL at byte 5, so it is no plain text"),
    "random": Kind(content("bad.txt", random.Random(1).randbytes(MEGABYTE)), "it is not UTF-8 at byte "),
    "UTF-16 without mark": Kind(content("bad.txt", TEXT.encode("utf-16-le")), "it holds a NUL at byte 2"),
    "UTF-16 cut off": Kind(content("bad.txt", TEXT.encode("utf-16")[:-1]), "it is not UTF-16 at byte "),
    "cp1252": Kind(content("bad.txt", "Café".encode("cp1252")), "it is not UTF-8 at byte 4 – save it as UTF-8"),
    "cp1256": Kind(content("bad.txt", "قتيل".encode("cp1256")), "it is not UTF-8 at byte 1 – save it as UTF-8"),
    "overlong UTF-8": Kind(content("bad.txt", b"\xc0\xaf"), "it is not UTF-8 at byte 1 – save it as UTF-8"),
    "a language nobody reads": Kind(
        content("bad.txt", "---\nlanguage: xx\n---\n" + TEXT), "no reader for the language 'xx'"),
    "100 MB": Kind(sized("bad.txt", 100, b"Words. "), "it is larger than 2 MB – split it"),
    "5 MB on a line": Kind(content("bad.txt", b"word " * MEGABYTE), "it is larger than 2 MB – split it"),
    "front matter without end": Kind(
        content("bad.txt", "---\ntitle: A\n" + TEXT), "front matter begins and never ends – close it with a line ---"),
    "front matter deep": Kind(
        content("bad.txt", "---\ntitle: " + "[" * 100_000 + "\n---\n" + TEXT), "more than 50 levels of nesting"),
    "front matter that repeats itself": Kind(
        content("bad.txt", "---\na: &a [x]\nb: &b [*a, *a]\ntitle: *b\n---\n" + TEXT), "is not allowed"),
    # formats, under the names of others
    "PDF": Kind(content("bad.pdf", PDF_BOMB), f"files of the kind .pdf are not read – {TXT}"),
    "PDF named txt": Kind(content("bad.txt", PDF_BOMB), f"it is a PDF, not plain text – {TXT}"),
    "picture named txt": Kind(content("bad.txt", b"\x89PNG\r\n"), f"it is a picture, not plain text – {TXT}"),
    "gzip named txt": Kind(content("bad.txt", b"\x1f\x8b\x08"), f"it is a compressed file, not plain text – {TXT}"),
    "Word bomb": Kind(
        content("bad.docx", lambda: zipped(word__document_xml=150)), f"files of the kind .docx are not read – {TXT}"),
    "Word bomb named txt": Kind(
        content("bad.txt", lambda: zipped(word__document_xml=150)), "it is a Word, Excel or ZIP file, not plain text"),
    "zip bomb": Kind(content("bad.zip", lambda: zipped(a=150)), f"files of the kind .zip are not read – {TXT}"),
    "XML bomb": Kind(content("bad.xml", ENTITIES), f"files of the kind .xml are not read – {TXT}"),
    # tables
    "zip bomb named xlsx": Kind(
        content("bad.xlsx", lambda: book(SHEET, bytes(150 * MEGABYTE))), "it is larger than 100 MB once unpacked"),
    "100 MB of workbook": Kind(sized("bad.xlsx", 100, b"PK"), "it is larger than 20 MB – split it"),
    "workbook with entities": Kind(
        content("bad.xlsx", lambda: book(SHEET, ENTITIES.encode())), "declares a document type"),
    "workbook that asks for files": Kind(
        content("bad.xlsx", lambda: book("xl/sharedStrings.xml", OUTSIDE.encode())), "declares a document type"),
    "workbook with links": Kind(
        content("bad.xlsx", lambda: book("xl/externalLinks/externalLink1.xml", b"<a/>")), "its cells are linked to"),
    "workbook with macros": Kind(content("bad.xlsx", lambda: book("xl/vbaProject.bin", b"x")), "it holds macros"),
    "workbook with a password": Kind(
        content("bad.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600)), "it is an old Excel file (.xls) or has a password"),
    "workbook of elements": Kind(
        content("bad.xlsx", lambda: book(SHEET, b"<a>" + b"<b/>" * 600_000 + b"</a>")), "more cells at once than"),
    "workbook cut off": Kind(content("bad.xlsx", lambda: book()[:-30]), "it is no workbook or a damaged one"),
    "workbook that is text": Kind(content("bad.xlsx", TEXT), "it is no workbook or a damaged one"),
    "CSV of 100 MB": Kind(sized("bad.csv", 100, HEADER), "it is larger than 20 MB – split it"),
    "CSV with a cell of 5 MB": Kind(
        content("bad.csv", HEADER + b"killed,1," + b"x" * (5 * MEGABYTE)), "it is no CSV (field larger than"),
    "CSV with NULs": Kind(content("bad.csv", HEADER + b"killed,\0,Idlib\n"), "it holds a NUL at byte 33"),
    "CSV with an open quote": Kind(content("bad.csv", HEADER + b'killed,"1,Idlib\n'), "look for a quotation mark"),
    "CSV without columns": Kind(content("bad.csv", b"a,b\n1,2\n"), 'row 1 has no column "indicator"'),
    "CSV of too many columns": Kind(content("bad.csv", b"," * 300 + b"\n"), "row 1 has more than 256 columns"),
    "CSV of too many rows": Kind(content("bad.csv", HEADER + b"killed,,\n" * 100_001), "it has more than 100,000 rows"),
    # no files
    "pipe": Kind(lambda folder: os.mkfifo(folder / "bad.txt"), "it is a pipe or device, not a file"),
    "device": Kind(a_device, "it is a pipe or device, not a file"),
    "socket": Kind(a_socket, "it is a socket, not a file"),
    "folder": Kind(lambda folder: (folder / "bad.txt").mkdir(), "it is a folder with the name of a text"),
    "link outside": Kind(lambda folder: (folder / "bad.txt").symlink_to("/etc/passwd"), LINK),
    "link to a device": Kind(lambda folder: (folder / "bad.csv").symlink_to("/dev/zero"), LINK),
    "link to itself": Kind(lambda folder: (folder / "bad.txt").symlink_to("bad.txt"), LINK),
    "link to nowhere": Kind(lambda folder: (folder / "bad.txt").symlink_to("nowhere"), LINK),
    "link to a folder": Kind(lambda folder: (folder / "bad").symlink_to("/etc"), LINK),
    "link in a ring": Kind(lambda folder: (folder / "bad").symlink_to("."), LINK),
    # names
    "line break": Kind(named(b"bad\n2018-09-10T06:00:03Z INFO all is well.txt"), "it is empty",
                       "bad⟦U+000A⟧2018-09-10T06:00:03Z INFO all is well"),
    "escape": Kind(named(b"bad\x1b[2J.txt"), "it is empty", "bad⟦U+001B⟧[2J"),
    "no UTF-8": Kind(named(b"bad\xff\xfe.txt"), "it is empty", "bad⟦xFF⟧⟦xFE⟧"),
    "turned round": Kind(
        named("bad\u202etxt.exe".encode()), f"files of the kind .exe are not read – {TXT}", "bad⟦U+202E⟧txt"),
    "255 bytes": Kind(named(b"bad" + b"x" * 248 + b".txt"), "it is empty", "bad" + "x" * 248),
    "markup": Kind(named(b"bad<script>alert(1)<!--.txt"), "it is empty", "bad<script>alert(1)<!--"),
    "no extension": Kind(content("bad", TEXT), f"files without extension are not read – {TXT}"),
    # what happens meanwhile
    "vanishes": Kind(content("bad.txt", TEXT), "it vanished before it was read", meanwhile=Path.unlink),
    "grows": Kind(content("bad.txt", TEXT), "it was written to while it was read – build again once it is complete",
                  meanwhile=lambda path: path.write_text(TEXT * 9)),
    # crowds
    "10,000 empty texts": Kind(many(10_000, ".txt"), "it is empty", "bad00000", count=10_000),
    "10,000 pictures": Kind(
        many(10_000, ".jpg"), f"files of the kind .jpg are not read – {TXT}", "bad00000", count=10_000),
    # rightly read, or none of our business
    "2 MB of words": Kind(content("bad.txt", b"word " * 399_000)),
    "XML bomb named txt": Kind(content("bad.txt", "---\nlanguage: en\n---\n" + ENTITIES)),
    "UTF-16 with its mark": Kind(content("bad.txt", TEXT.encode("utf-16"))),
    "hidden": Kind(content(".bad.txt", b"\xff")),
}  # fmt: skip
NOT_SEEDS = ("hidden",)


def built(folder: Path, kind: str) -> Came:
    """What came of a build with the stub renderer; for a process of its own, because memory is never given back."""
    meanwhile = KINDS[kind].meanwhile if kind else None
    if meanwhile:
        _meddled(meanwhile)
    stub_renderer.put_in_place()
    said = io.BytesIO()
    heard = io.TextIOWrapper(said, encoding="utf-8", write_through=True)
    begun = _seconds()
    with contextlib.redirect_stderr(heard):
        code = main(["build", "--workspace", str(folder)])
    used = resource.getrusage(resource.RUSAGE_SELF)
    return Came(code, said.getvalue().decode(), _seconds() - begun, used.ru_maxrss / 1024)


def _seconds() -> float:
    """What this process and those that it started have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _meddled(meanwhile: Callable[[Path], Any]) -> None:
    """From now on something happens to a bad seed between the moment that it was listed, or opened, and its reading."""
    real_open, real_read, path = os.open, os.fdopen, Path()

    def opened(name: Any, *how: Any, **more: Any) -> int:
        nonlocal path
        path = Path(name)
        if path.name == "bad.txt" and meanwhile is Path.unlink:
            path.unlink()
        return real_open(name, *how, **more)

    def read(handle: int, *how: Any, **more: Any) -> Any:
        if path.name == "bad.txt" and meanwhile is not Path.unlink:
            meanwhile(path)
        return real_read(handle, *how, **more)

    class Meddling:
        open, fdopen = staticmethod(opened), staticmethod(read)

        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

    file.os = Meddling()  # type: ignore[assignment]
