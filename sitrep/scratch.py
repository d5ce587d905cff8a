"""A folder for the temporary files of one run. It is gone when the run ends; what a killed run left, the next removes.

Libraries write files of their own (openpyxl each sheet, WeasyPrint an office's fonts), whole sentences among them, and
remove them when they are done: a build that is killed would leave them in a folder that it shares with everybody.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sitrep import cachefolder
from sitrep.errors import RenderFailed


@contextlib.contextmanager
def temporary() -> Iterator[None]:
    """While the block runs, temporary files of this process and those that it starts go into a folder of their own.

    RenderFailed if no folder for temporary files can be written, without which nothing is drawn.
    """
    before = os.environ.get("TMPDIR"), tempfile.tempdir
    with contextlib.ExitStack() as held:
        fresh = _fresh(held)
        os.environ["TMPDIR"] = tempfile.tempdir = str(fresh)
        try:
            yield
        finally:
            os.environ.pop("TMPDIR")
            os.environ |= {"TMPDIR": before[0]} if before[0] is not None else {}
            tempfile.tempdir = before[1]
            shutil.rmtree(fresh, ignore_errors=True)


def _fresh(held: contextlib.ExitStack) -> Path:
    """A new folder, locked until `held` is closed: so a run knows the folders of the living from those of the dead."""
    try:
        runs = cachefolder.shared() / "runs"
        if not cachefolder.is_ours(runs.parent) or not cachefolder.is_ours(runs):
            return Path(tempfile.mkdtemp(prefix="sitrep-"))
        with contextlib.ExitStack() as alone:
            _locked(runs, alone, fcntl.LOCK_EX)
            for left in runs.iterdir():
                _remove(left)
            fresh = Path(tempfile.mkdtemp(dir=runs))
            _locked(fresh, held, fcntl.LOCK_EX)
        return fresh
    except OSError as error:
        raise RenderFailed(
            f"no place for temporary files ({error.strerror or error}) – set TMPDIR to a folder that can be written"
        ) from error


def _locked(folder: Path, held: contextlib.ExitStack, kind: int) -> None:
    """The kernel's lock on a folder, which ends with whoever holds it. BlockingIOError if `kind` does not wait."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    held.callback(os.close, opened)
    fcntl.flock(opened, kind)


def _remove(left: Path) -> None:
    """A folder of a run that has ended is gone."""
    with contextlib.suppress(OSError), contextlib.ExitStack() as held:
        _locked(left, held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
