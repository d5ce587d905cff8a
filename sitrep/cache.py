"""What a run made and the next one need not make again: records by key, in files that may be deleted at any time.

A file is a line that names its form, then record after record:

    digest (16 bytes)   blake2b of all that follows in the record
    key (32 bytes)      hash of everything that decides the content
    length (8 bytes)    of the content
    content

It is written beside and renamed, so a reader finds the old file or the new one, whoever is killed and however many
builds run at once. It is never flushed to the disk: what a power cut leaves is noticed like any other damage, told in
the log, and made again. Contents are plain data, never code; the folder is its owner's alone (`cachefolder`).
"""

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from hashlib import blake2b
from logging import getLogger
from pathlib import Path

from sitrep import cachefolder

log = getLogger(__name__)

FORM = b"sitrep cache 1\n"
DIGEST, KEY, LENGTH = 16, 32, 8  # bytes
HEAD = DIGEST + KEY + LENGTH

_is_ignored: ContextVar[bool] = ContextVar("is_ignored", default=False)


@contextlib.contextmanager
def ignored(whether: bool = True) -> Iterator[None]:
    """Within it nothing is found (if `whether`), so that all is made again; what is made is kept as always."""
    before = _is_ignored.set(whether)
    try:
        yield
    finally:
        _is_ignored.reset(before)


def load(kind: str, name: str) -> dict[bytes, bytes]:
    """The whole records of the file `name` of a kind ("facts"), by key; none where there is no such file."""
    folder = None if _is_ignored.get() else cachefolder.lasting(kind)
    if folder is None:
        return {}
    path = folder / name
    try:
        records, damaged = _records(_content(path))
    except FileNotFoundError:
        return {}
    except OSError as error:
        log.warning("the cache %s cannot be read (%s); what it held is made again", path, error.strerror)
        return {}
    if damaged:
        log.warning("the cache %s is damaged; what it held is made again, but for %d entries", path, len(records))
    with contextlib.suppress(OSError):
        os.utime(path)  # whoever was used last is dropped last
    return records


def save(kind: str, name: str, records: Mapping[bytes, bytes], most: int) -> None:
    """Keeps `records` as the file `name`, and of all files of that kind the `most` that were used last.

    A disk that refuses costs the cache, never the build.
    """
    folder = cachefolder.lasting(kind)
    if folder is None:
        return
    fresh = folder / f"{name}.{os.getpid()}"
    try:
        _write(fresh, records)
        os.replace(fresh, folder / name)
        for path in sorted(folder.iterdir(), key=_age)[:-most]:
            path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("the cache %s cannot be written: %s; the next build makes all again", folder / name, error.strerror)
        with contextlib.suppress(OSError):
            fresh.unlink()


def _age(path: Path) -> tuple[int, str]:
    try:
        return path.lstat().st_mtime_ns, path.name
    except OSError:  # another build has just renamed or dropped it
        return 0, path.name


def _write(path: Path, records: Mapping[bytes, bytes]) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(FORM)
        for key, content in records.items():
            rest = key + len(content).to_bytes(LENGTH, "big")
            file.write(_digest(rest, content) + rest)
            file.write(content)


def _digest(head: bytes, content: bytes | memoryview) -> bytes:
    found = blake2b(head, digest_size=DIGEST)
    found.update(content)
    return found.digest()


def _content(path: Path) -> bytes:
    """The bytes of a file that is ours and that nobody else may write; of any other, none."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        state = os.fstat(file.fileno())
        is_ours = stat.S_ISREG(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022
        return file.read() if is_ours else b""


def _records(whole: bytes) -> tuple[dict[bytes, bytes], bool]:
    """The records whose digest holds, and whether anything else was there."""
    found: dict[bytes, bytes] = {}
    if not whole.startswith(FORM):
        return found, True
    damaged, at, seen = False, len(FORM), memoryview(whole)
    while at < len(whole):
        start, end = at + HEAD, at + HEAD + int.from_bytes(seen[at + DIGEST + KEY : at + HEAD], "big")
        if end > len(whole) or start > len(whole):
            return found, True  # cut off, or a length that is none: nobody knows where the next record begins
        at, record = end, seen[at:end]
        if record[:DIGEST] == _digest(bytes(record[DIGEST:HEAD]), record[HEAD:]):
            found[bytes(record[DIGEST : DIGEST + KEY])] = bytes(record[HEAD:])
        else:
            damaged = True
    return found, damaged
