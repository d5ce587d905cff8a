"""The only calls by which publishing changes the disk.

They stand together so that a test can make each one fail, or end the process at it. Every error names its path.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from sitrep.errors import PublishFailed

# What a drive of another system says of modes, and of flushing a folder.
UNKNOWN = (errno.EPERM, errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
IN_THE_WAY = "move away what stands in its place"
MENDS = {
    errno.ENOSPC: "make room", errno.EDQUOT: "make room", errno.EFBIG: "raise the limit on file sizes (ulimit -f)",
    errno.EACCES: "give the user who builds the right to it", errno.EPERM: "give the user who builds the right to it",
    errno.EROFS: "mount the disk so that it can be written", errno.EISDIR: IN_THE_WAY, errno.ENOTDIR: IN_THE_WAY,
    errno.EEXIST: IN_THE_WAY, errno.ENOTEMPTY: IN_THE_WAY, errno.ELOOP: IN_THE_WAY,
}  # fmt: skip

def folder(path: Path, mode: int, *, on_any_drive: bool = False) -> None:
    """A new folder, with exactly this mode whatever the umask; FileExistsError if there is one.

    With `on_any_drive` the mode is no more than a wish: drives of other systems know none.
    """
    os.mkdir(path)
    with _wished(on_any_drive):
        os.chmod(path, mode)


def write(path: Path, content: bytes, mode: int, *, on_any_drive: bool = False) -> None:
    """A new file that holds `content` and is on the disk, not only in memory, when this returns."""
    with _named(path):
        opened = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        file = os.open(path, opened, mode if on_any_drive else 0o600)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(file, left) :]
            with _wished(on_any_drive):
                os.fchmod(file, mode)
            os.fsync(file)
        finally:
            os.close(file)


def put(path: Path, content: bytes, mode: int, *, on_any_drive: bool = False) -> None:
    """A file holds `content`, in one step: a reader finds the old one or the new one; where that fails, the old one."""
    stage = path.with_name(f".stage-{path.name}")
    if os.path.lexists(stage):  # left by a run that was killed
        clear(stage)
    try:
        write(stage, content, mode, on_any_drive=on_any_drive)
        move(stage, path)
    except BaseException:
        with contextlib.suppress(OSError):
            clear(stage)
        raise
    settle(path.parent, on_any_drive=on_any_drive)


def append(path: Path, content: bytes, mode: int) -> None:
    """A file, which may be new, ends with `content`, on the disk; where that fails, it ends as it did before."""
    with _named(path):
        is_new = not os.path.lexists(path)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, mode)
        try:
            before = os.fstat(file).st_size
            try:
                left = memoryview(content)
                while left:
                    left = left[os.write(file, left) :]
                os.fsync(file)
            except OSError:
                os.ftruncate(file, before)
                raise
        finally:
            os.close(file)
    if is_new:
        settle(path.parent)


def cut(path: Path, length: int) -> None:
    """A file that holds its first `length` bytes alone, on the disk."""
    with _named(path):
        file = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        try:
            os.ftruncate(file, length)
            os.fsync(file)
        finally:
            os.close(file)


def settle(path: Path, *, on_any_drive: bool = False) -> None:
    """The names in a folder are on the disk: without this a power cut may undo a rename.

    With `on_any_drive` one that cannot flush folders is as good.
    """
    with _named(path):
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with _wished(on_any_drive):
                os.fsync(opened)
        finally:
            os.close(opened)


def move(source: Path, target: Path) -> None:
    """What was `source` is `target`, in one step."""
    os.rename(source, target)


def point(link: Path, target: str) -> None:
    """`link` leads to `target`, in one step: there is no moment without a link, or with half of one."""
    fresh = link.with_name(f".stage-{link.name}")
    os.symlink(target, fresh)
    try:
        os.replace(fresh, link)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        raise


def clear(path: Path) -> None:
    """The file, link or whole folder is gone; links are removed, never followed."""
    if path.is_dir() and not path.is_symlink():
        with os.scandir(path) as entries:
            for entry in entries:
                clear(Path(entry.path))
        os.rmdir(path)
    else:
        os.unlink(path)


@contextlib.contextmanager
def reported(path: Path) -> Iterator[None]:
    """A refusal of the disk becomes PublishFailed: the path, else this one, the system's words, and what to do."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or path
        told = f"cannot write {where}: {error.strerror}; the last edition stands untouched"
        raise PublishFailed(f"{told} – {mend(error)}, and run again") from error


def mend(error: OSError) -> str:
    """What a person can do about a refusal of the disk.

    >>> mend(OSError(errno.ENOSPC, "No space left on device"))
    'make room'
    """
    return MENDS.get(error.errno or 0, "see what is wrong with the disk")


@contextlib.contextmanager
def _wished(is_wish: bool) -> Iterator[None]:
    """Within it a drive may say that it does not know how, if what is asked is no more than a wish."""
    try:
        yield
    except OSError as error:
        if not (is_wish and error.errno in UNKNOWN):
            raise


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of calls that know only a file's number get the file's path."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
