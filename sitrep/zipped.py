"""Zips whose bytes hang on their content alone: documents of offices are zips, and each part of one has a time."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - a zip has no time zones; the first moment that it can tell


def timeless(packed: bytes) -> bytes:
    """The same zip with one fixed time on every part, packed anew.

    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive: archive.writestr("a.xml", "<a/>")
    >>> zipfile.ZipFile(io.BytesIO(timeless(file.getvalue()))).getinfo("a.xml").date_time
    (1980, 1, 1, 0, 0, 0)
    """
    return _zip(unpacked(packed))


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, in the order of their names.

    >>> unpacked(packed({"b/c.txt": b"two", "a.txt": b"one"}))
    {'a.txt': b'one', 'b/c.txt': b'two'}
    """
    return _zip(dict(sorted(files.items())))


def _zip(files: Mapping[str, bytes]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as new:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def unpacked(packed: bytes) -> dict[str, bytes]:
    """The files of a zip by name, in its order. Raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(packed)) as old:
        return {part.filename: old.read(part) for part in old.infolist()}


def laid_out(packed: bytes, folder: Path) -> None:
    """The files of a zip, written below `folder`, and nowhere else: ValueError for a name that leads out of it."""
    for name, content in unpacked(packed).items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{name} leads out of the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
