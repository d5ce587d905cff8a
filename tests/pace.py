"""Seconds of processor that tell of the work alone, and how they compare with those of a quiet machine.

Who shares a machine takes no processor time from a process, but slows it down all the same: caches and clock rates are
shared. So a limit that was missed is held against a piece of work whose time is known.
"""

import contextlib
import gc
import re
import time
from collections.abc import Callable, Iterator

TEXT = "Air strikes killed nine people in Jisr al-Shughour on Tuesday, the Observatory said. " * 5_000
KNOWN_S = 0.029  # what `_work` takes where the limits were set, with nobody else there
TRIES = 3


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """What lives in the process by now is not looked through for garbage again and again while something is timed."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def seconds(act: Callable[[], object]) -> float:
    """What `act` takes of this process."""
    began = time.process_time()
    act()
    return time.process_time() - began


def slowed() -> float:
    """How many times longer than on the known machine this process works now; at least 1."""
    return max(1.0, min(seconds(_work) for _ in range(TRIES)) / KNOWN_S)


def _work() -> list[tuple[int, str]]:
    """Words found, looked up and counted, as a reader of texts does."""
    found: dict[str, list[int]] = {}
    for match in re.finditer(r"\w+|[^\w\s]", TEXT):
        found.setdefault(match[0].lower(), []).append(match.start())
    return sorted((len(starts), word) for word, starts in found.items())
