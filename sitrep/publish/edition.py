"""An edition appears whole or not at all, and nothing that was published is written again.

    out/.stage-<process>-<name>/    written, each file and folder flushed to the disk
    out/editions/<name>/            the same folder, renamed: now it is published
    out/latest                      a link that is swapped, never absent; of the profile flash it is out/latest_flash

A build may be killed between any two of these calls; the next one, holding the lock, tidies what was left. When a call
fails, what the run had done is undone at once, last step first.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sitrep.errors import PublishFailed
from sitrep.publish import disk, past

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def edition(out: Path, name: str, report: Mapping[str, bytes], internal: Mapping[str, bytes]) -> Path:
    """The folder of the edition `name`, published: `report` for those it is sent to, `internal` for its makers alone.

    `latest` leads to it, unless an edition of its profile and a later period is out already. PublishFailed, with path
    and reason, if the disk refuses; then the editions and `latest` are as they were. The caller holds the lock.
    """
    target, stage = out / past.EDITIONS / name, out / f".stage-{os.getpid()}-{name}"
    if os.path.lexists(target):
        raise PublishFailed(f"{target} is published already, and nothing published is overwritten")
    with disk.reported(target), contextlib.ExitStack() as undo:
        undo.callback(_if_possible, disk.clear, stage)
        _stage(stage, report, internal)
        with _not_to_be_ended():
            _publish(out, stage, target, undo)
            undo.pop_all()
    return target


def _stage(stage: Path, report: Mapping[str, bytes], internal: Mapping[str, bytes]) -> None:
    """Both folders with all their files, on the disk, under a name that no reader looks for."""
    disk.folder(stage, 0o755)
    for part, files, closed in (("report", report, 0), ("internal", internal, 0o077)):
        disk.folder(stage / part, 0o755 & ~closed)
        for file, content in files.items():
            disk.write(stage / part / file, content, 0o644 & ~closed)
        disk.settle(stage / part)
    disk.settle(stage)


def _publish(out: Path, stage: Path, target: Path, undo: contextlib.ExitStack) -> None:
    """The stage becomes the edition, and `latest` leads to the newest. Each step's undoing is known before the step."""
    undo.callback(_if_possible, disk.move, target, stage)
    disk.move(stage, target)
    disk.settle(target.parent)
    profile = past.profile(target.name)
    before, newest, link = past.latest(out, profile), past.newest(out, profile), out / past.link(profile)
    if newest and newest.name != before:
        undo.callback(_if_possible, _lead_back, link, before)
        disk.point(link, f"{past.EDITIONS}/{newest.name}")
    disk.settle(out)


def _lead_back(link: Path, before: str | None) -> None:
    if before is None:
        disk.clear(link)
    else:
        disk.point(link, f"{past.EDITIONS}/{before}")


def _if_possible(act: Callable[..., None], *arguments: object) -> None:
    """An undoing must not hide the error that made it necessary; what it cannot mend, the next build tidies."""
    with contextlib.suppress(OSError):
        act(*arguments)


@contextlib.contextmanager
def _not_to_be_ended() -> Iterator[None]:
    """For the milliseconds in which an edition appears, a signal to end is ignored: the run is as good as over.

    Otherwise it could end saying that nothing was published when something had been.
    """
    if threading.current_thread() is not threading.main_thread():  # which alone receives signals
        yield
        return
    before = {ending: signal.signal(ending, signal.SIG_IGN) for ending in ENDINGS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
