"""Where editions are published: what its file system can do, its space and rights, the lock; and the cache."""

import contextlib
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from sitrep import cachefolder
from sitrep.doctor.findings import DISK, Finding, Office, failure, ok, warning
from sitrep.publish import disk, past

EDITION_BYTES = 20 << 20  # how much room an edition needs until there is one to measure: the demo's has 3 MB
LEAST_FILES = 100  # an edition has about thirty


def out(office: Office) -> Finding:
    """Whether all that publishing asks of a file system is granted here, by doing it under a name of our own."""
    home = _nearest(office.out)
    stage, published = home / f".doctor-{os.getpid()}", home / f".doctor-{os.getpid()}-published"
    if (home / past.EDITIONS).is_dir():
        published = home / past.EDITIONS / stage.name
    try:
        refused = _refused(stage, published)
    finally:
        for path in (stage, published):
            with contextlib.suppress(OSError):
                disk.clear(path)
    if refused:
        return failure(DISK, refused, "give the user who builds the right to it, or move the workspace to another disk")
    told = "" if home == office.out else f"; {office.out} is made by the first build"
    return ok(f"{home} can be written, flushed, locked, linked and renamed{told}")


def _refused(stage: Path, published: Path) -> str:
    """The first step of publishing that is refused, and why; or nothing."""
    steps: dict[str, Callable[[], None]] = {
        "make a folder": lambda: disk.folder(stage, 0o700),
        "write and flush a file": lambda: disk.write(stage / "file", b"sitrep doctor", 0o600),
        "flush a folder": lambda: disk.settle(stage),
        "lock a file": lambda: _lock(stage / "file"),
        "make a symbolic link": lambda: disk.point(stage / "link", "file"),
        "swap a symbolic link": lambda: disk.point(stage / "link", "another"),
        "rename a folder": lambda: disk.move(stage, published),
    }
    for what, step in steps.items():
        try:
            step()
        except OSError as error:
            return f"cannot {what} in {stage.parent}: {error.strerror}"
    if published.stat().st_mode & 0o077:
        return f"{stage.parent} is on a file system that keeps no rights: others could read what stays in the office"
    return ""


def _lock(path: Path) -> None:
    with path.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def space(office: Office) -> Finding:
    """Whether there is room for the next edition, measured by the largest of the last ones."""
    home = _nearest(office.out)
    state = os.statvfs(home)
    free, edition = state.f_bavail * state.f_frsize, _size(office.out)
    told = f"{free >> 20} MB are free on the disk of {home}; an edition takes {max(1, edition >> 20)} MB"
    if state.f_files and state.f_favail < LEAST_FILES:
        return failure(DISK, f"{state.f_favail} files may still be made on the disk of {home}", "delete files")
    if free < 2 * edition:  # it is written beside the last one, and the log and the system need some too
        return failure(DISK, told, "make room")
    return ok(told) if free > 20 * edition else warning(told, "make room before it is used up")


def _size(out: Path) -> int:
    """The bytes of the largest of each profile's last editions."""
    newest = [last for profile in past.profiles(out) if (last := past.newest(out, profile))]
    sizes = [sum(path.lstat().st_size for path in last.folder.rglob("*")) for last in newest]
    return max(sizes, default=EDITION_BYTES)


def internal(office: Office) -> Finding:
    """Whether what must stay in the office can be read by others on this machine."""
    shelf = [(one.name, one.folder / "internal") for one in past.shelf(office.out)]
    open_to_others = [name for name, folder in shelf if folder.is_dir() and folder.stat().st_mode & 0o077]
    if open_to_others:
        return failure(
            DISK, f"others may read internal/ of {len(open_to_others)} editions, of {open_to_others[0]} for one",
            f"chmod go= {office.out / past.EDITIONS}/*/internal",
        )  # fmt: skip
    return ok(f"internal/ of {len(shelf)} editions is for the office alone")


def lock(office: Office) -> Finding:
    """Whether a build is at work. To ask takes the lock for microseconds, and only beside others who ask."""
    path = office.out / ".lock"
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return ok("no build has run here yet")
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return warning(f"a build is at work in {office.out}", "let it end; if it hangs, end it: the lock ends with it")
    finally:
        os.close(file)
    return ok("no build is at work")


def cache(office: Office) -> Finding:
    """Whether what can be made again is kept from run to run."""
    kept = cachefolder.lasting("pdf")  # what the renderer keeps: a build would make the same folder
    if kept is None:
        return warning(
            "neither the user's cache folder nor the system's temporary one can be kept",
            "set XDG_CACHE_HOME to a folder that the user who builds may write: builds get quicker",
        )
    return ok(f"{kept.parent}")


def _nearest(path: Path) -> Path:
    """The path, or if it is not there the nearest folder above it that is."""
    return next(parent for parent in (path, *path.absolute().parents) if os.path.lexists(parent))
