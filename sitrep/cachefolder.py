"""Where things are kept that can be made again: safe to delete at any time, never part of an edition."""

import os
import stat
import tempfile
from pathlib import Path


def folder(name: str) -> Path:
    """A writable folder for `name`, the same one in each run wherever that is possible.

    First choice is `sitrep/` in the user's cache folder, which is found without HOME too (cron). Where it cannot be
    written, or HOME names a folder that is not there, a private folder in the system's temporary folder that outlives
    the run; where somebody else sits on that name, a fresh temporary folder.
    """
    return lasting(name) or Path(tempfile.mkdtemp(prefix="sitrep-"))


def lasting(name: str) -> Path | None:
    """The folder of that `name` if the next run will find it again, else None."""
    home = os.environ.get("HOME", os.path.expanduser("~"))
    told = os.environ.get("XDG_CACHE_HOME") or (os.path.join(home, ".cache") if os.path.isdir(home) else "")
    for parent in (Path(told) / "sitrep", shared()):
        if parent.is_absolute() and is_ours(parent) and is_ours(parent / name):
            return parent / name
    return None


def shared() -> Path:
    """This user's part of the system's folder for temporary files; the same within a run that has a folder of its own.

    Whether it is there, and nobody else's, is not looked at.
    """
    here, name = Path(tempfile.gettempdir()), f"sitrep-{os.getuid()}"
    return next((outer for outer in here.parents if outer.name == name), here / name)


def is_ours(path: Path) -> bool:
    """True if `path` is now a folder that only its owner, this user, may write."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = path.lstat()
    except OSError:
        return False
    private = stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022
    return private and os.access(path, os.W_OK | os.X_OK)
