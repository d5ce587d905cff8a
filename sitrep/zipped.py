"""Zips whose bytes hang on their content alone: documents of offices are zips, and each part of one has a time."""

import io
import zipfile
from datetime import datetime

LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - a zip has no time zones; the first moment that it can tell


def timeless(packed: bytes) -> bytes:
    """The same zip with one fixed time on every part, packed anew.

    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive: archive.writestr("a.xml", "<a/>")
    >>> zipfile.ZipFile(io.BytesIO(timeless(file.getvalue()))).getinfo("a.xml").date_time
    (1980, 1, 1, 0, 0, 0)
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(result, "w") as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, LONG_AGO.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(part), zipfile.ZIP_DEFLATED)
    return result.getvalue()
