"""The bytes of one file that a stranger may have made."""

import errno
import os
import stat
from pathlib import Path

REASONS = {
    errno.ELOOP: "it is a symbolic link – put the file itself here",
    errno.ENOENT: "it vanished before it was read",
    errno.EACCES: "it may not be read – check its permissions",
    errno.EPERM: "it may not be read – check its permissions",
    errno.ENXIO: "it is a socket, not a file",
}


class RefusedError(Exception):
    """Why a seed cannot be read, in words for the reader of the report."""


def content(path: Path, limit_bytes: int) -> bytes:
    """The bytes of a regular file of at most so many.

    Links are never followed and pipes never waited for: the file is opened without blocking and looked at before a
    byte is read. One that somebody writes to meanwhile is not taken for whole. Raises RefusedError.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return _read(handle, limit_bytes)
        finally:
            os.close(handle)
    except OSError as error:
        raise RefusedError(REASONS.get(error.errno or 0, f"it cannot be read: {error.strerror or error}")) from None


def _read(handle: int, limit_bytes: int) -> bytes:
    before = os.fstat(handle)
    if stat.S_ISDIR(before.st_mode):
        raise RefusedError("it is a folder with the name of a text")
    if not stat.S_ISREG(before.st_mode):
        raise RefusedError("it is a pipe or device, not a file")
    if before.st_size > limit_bytes:
        raise RefusedError(f"it is larger than {limit_bytes // 1_000_000} MB – split it")
    with os.fdopen(handle, "rb", closefd=False) as file:
        raw = file.read(limit_bytes + 1)
    after = os.fstat(handle)
    if len(raw) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise RefusedError("it was written to while it was read – build again once it is complete")
    return raw
