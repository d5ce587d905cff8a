"""One build at a time, and a tidy `out/` to start from."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from logging import getLogger
from pathlib import Path

from sitrep.errors import Locked
from sitrep.publish import disk, past

log = getLogger(__name__)


@contextlib.contextmanager
def locked(out: Path, wait_s: float = 0.0) -> Iterator[None]:
    """Nobody else builds in `out`, which was tidied first; Locked if another build still runs after `wait_s` seconds.

    The lock is the kernel's (flock): it is free the moment its holder ends, even by kill -9, so it never gets stale.
    """
    with disk.reported(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        for folder in (out, out / past.EDITIONS):
            with contextlib.suppress(FileExistsError):
                disk.folder(folder, 0o755)
        file = os.open(out / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        with disk.reported(out / ".lock"):
            _wait_for(file, out, time.monotonic() + wait_s)
        with disk.reported(out):
            tidy(out)
        yield
    finally:
        with contextlib.suppress(OSError):  # it is closed all the same, and what the block did is done
            os.close(file)


def _wait_for(file: int, out: Path, until: float) -> None:
    has_waited = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Locked(f"another build is at work in {out}; let it end, or give --wait SECONDS") from None
        has_waited = True
        time.sleep(0.1)
    if has_waited:
        log.info("another build has ended", extra={"stage": "waiting"})


def tidy(out: Path) -> None:
    """What a killed build left is gone, and `latest` leads to the newest edition. For the lock's holder only."""
    for left in sorted(out.glob(".stage-*")):
        disk.clear(left)
        log.warning("removed %s, left by a build that was cut short", left)
    for stranger in past.strangers(out):
        log.warning("ignored %s: it is no edition", stranger)
    for profile in past.profiles(out):
        newest, link = past.newest(out, profile), out / past.link(profile)
        if newest and past.latest(out, profile) != newest.name:
            disk.point(link, f"{past.EDITIONS}/{newest.name}")
            disk.settle(out)
            log.warning("%s leads to %s again", link, newest.name)
