"""Old editions are removed, if the office wants it: so many issues of each kind of report stay, and what is pinned."""

import os
from collections.abc import Collection, Iterable
from itertools import groupby
from logging import getLogger
from pathlib import Path

from sitrep.errors import PublishFailed
from sitrep.publish import disk, past

log = getLogger(__name__)


def pruned(out: Path, keep: int | None, spared: Collection[str] = ()) -> tuple[str, ...]:
    """The names of the editions that were removed: those of all but the last `keep` issues of each profile.

    An issue is a period with all its versions; without `keep` everything stays. So do the `spared`: what the office
    pinned, what was published just now, what is still to be delivered. So does what `latest` leads to, what a draft
    that waits is compared with, and the highest number, because the next edition's follows it. What the disk refuses
    to remove is logged and stays. For the lock's holder, after a good publish.
    """
    removed: list[str] = []
    for profile in past.profiles(out) if keep else ():
        shelf = past.shelf(out, profile)
        old = {one.name: one for one in _beyond(shelf, keep or 0)}
        waiting = [one for one in past.waiting(out) if one.name not in old]
        stays = {*spared, past.latest(out, profile), *_highest(shelf), *_compared(waiting)}
        for name in (name for name in old if name not in stays):
            if _removed(out, old[name]):
                log.info("removed %s: `keep` holds %d issues", old[name].folder, keep)
                removed.append(name)
    return tuple(removed)


def _beyond(shelf: tuple[past.Shelved, ...], keep: int) -> list[past.Shelved]:
    """The editions of all but the last `keep` issues of one profile, oldest first."""
    issues = [list(versions) for _, versions in groupby(shelf, lambda one: (one.end, one.number))]
    return [one for issue in issues[:-keep] for one in issue]


def _highest(shelf: tuple[past.Shelved, ...]) -> list[str]:
    """The versions of the issue with the highest number: a late report of an earlier period may have it."""
    top = max(one.number for one in shelf)
    return [one.name for one in shelf if one.number == top]


def _compared(drafts: Iterable[past.Shelved]) -> list[str]:
    """The editions without which these drafts could not be made again, so not be cleared."""
    said = (past.stated(one) for one in drafts)
    return [name for told in said if told for name in told["inputs"].get("earlier", ())]


def _removed(out: Path, shelved: past.Shelved) -> bool:
    """Whether the edition is gone. It loses its name first, whole: a kill leaves what the next start tidies away."""
    stage = out / f".stage-{os.getpid()}-{shelved.name}"
    try:
        with disk.reported(shelved.folder):
            disk.move(shelved.folder, stage)
            disk.settle(shelved.folder.parent)
            disk.clear(stage)
    except PublishFailed as failed:
        log.warning("could not remove the old edition: %s", failed)
    return not shelved.folder.exists()
