"""The bytes of one file that a stranger may have made."""

import errno
import os
import stat
from pathlib import Path

# A news text has some thousand characters, a year's archive of one agency in one file some millions. 20 MB is above
# both, and every pattern of the reader is linear: the worst file costs seconds, not hours.
LIMIT_BYTES = 20_000_000

REASONS = {
    errno.ELOOP: "it is a symbolic link – put the file itself here",
    errno.ENOENT: "it vanished before it was read",
    errno.EACCES: "it may not be read – check its permissions",
    errno.EPERM: "it may not be read – check its permissions",
    errno.ENXIO: "it is a socket, not a file",
}


class RefusedError(Exception):
    """Why a seed cannot be read, in words for the reader of the report."""


def content(path: Path) -> bytes:
    """The bytes of a regular file of at most LIMIT_BYTES.

    Links are never followed and pipes never waited for: the file is opened without blocking and looked at before a
    byte is read. Raises RefusedError.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            return _read(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise RefusedError(REASONS.get(error.errno or 0, f"it cannot be read: {error.strerror or error}")) from None


def _read(handle: int) -> bytes:
    status = os.fstat(handle)
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("it is a folder with the name of a text")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("it is a pipe or device, not a file")
    with os.fdopen(handle, "rb", closefd=False) as file:
        raw = b"" if status.st_size > LIMIT_BYTES else file.read(LIMIT_BYTES + 1)
    if status.st_size > LIMIT_BYTES or len(raw) > LIMIT_BYTES:
        raise RefusedError(f"it is larger than {LIMIT_BYTES // 1_000_000} MB – split it")
    return raw
