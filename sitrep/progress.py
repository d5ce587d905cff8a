"""How far reading has come: one line of a terminal, written over and over, and cleared at the end. Never in a log."""

import contextlib
import os
import sys
from collections.abc import Iterator
from contextvars import ContextVar

CLEARED = "\r\x1b[K"
STEPS = 100  # times that the line is written

_is_shown: ContextVar[bool] = ContextVar("is_shown", default=False)


@contextlib.contextmanager
def shown(quiet: bool = False) -> Iterator[None]:
    """Within it, `tell` is seen, if there is a terminal to look at and nobody asked for `quiet`."""
    before = _is_shown.set(not quiet and os.isatty(2))
    try:
        yield
    finally:
        _is_shown.reset(before)


def tell(done: int, of: int) -> None:
    """So many documents of so many are read. Nothing is left of the line when all are."""
    if _is_shown.get() and (done >= of or done % max(of // STEPS, 1) == 0):
        sys.stderr.write(CLEARED if done >= of else f"{CLEARED}reading {done:,} of {of:,} documents")
        sys.stderr.flush()
