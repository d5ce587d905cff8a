"""The journal of deliveries: what is to go where, and what went. With the cache it is all the state that there is.

`out/.journal` holds a JSON object a line, and lines are only ever added, each on the disk before anything else is done:

    {"at": "2018-09-10T06:00:04+03:00", "state": "sent", "kind": "mail", "what": "SYR001_20180909_v1", "to": "a@b.org"}

The last line of a delivery tells its state: queued, then sent or dropped. An edition that goes to nobody is passed.
A run that is killed while it writes leaves half a line, which the next one cuts off.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger
from pathlib import Path
from typing import Any

from sitrep.errors import PublishFailed
from sitrep.publish import disk

log = getLogger(__name__)

NAME = ".journal"
STATES = ("queued", "sent", "dropped", "passed")
ROOM_BYTES = 1 << 20  # less than this on the disk, and nothing is sent: the journal might not hold that it was


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that goes to one place. `kind` is mail, folder, command or notice, and empty for what goes nowhere.

    `what` is the name of an edition, of a notice its day and reason; `to` is the address of a mail.
    """

    kind: str
    what: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to write: the new state of a delivery, and why, if that needs to be told."""

    state: str
    delivery: Delivery
    why: str = ""


def path(out: Path) -> Path:
    """Where the journal of the editions in `out` stands."""
    return out / NAME


def states(out: Path) -> dict[Delivery, str]:
    """The state of each delivery, those first that were written first; none where there is no journal.

    Raises PublishFailed for a line that is none: what had been sent would be sent again if it were passed over.
    """
    found: dict[Delivery, str] = {}
    content, end = _content(out)
    for number, text in enumerate(content[:end].decode("utf-8", "replace").split("\n"), 1):
        if not text.strip():
            continue
        entry = _entry(text)
        if entry is None:
            told = f"{path(out)}:{number}: is no line of a journal; nothing is sent before this line is taken out"
            raise PublishFailed(told)
        found[Delivery(entry.get("kind", ""), entry["what"], entry.get("to", ""))] = entry["state"]
    return found


def write(out: Path, lines: Iterable[Line], now: datetime) -> None:
    """Adds the lines. Raises PublishFailed if the disk refuses; then none of them was added.

    For the lock's holder only, as is everything that changes the journal.
    """
    entries = [
        {"at": now.isoformat(timespec="seconds"), "state": line.state, "kind": line.delivery.kind,
         "what": line.delivery.what, "to": line.delivery.to, "why": line.why}
        for line in lines
    ]  # fmt: skip
    told = (json.dumps({key: value for key, value in entry.items() if value}) for entry in entries)
    with disk.reported(path(out)):
        if content := "".join(f"{one}\n" for one in told).encode():
            disk.append(path(out), content, 0o600)


def heal(out: Path) -> None:
    """A journal whose last line is whole: half a line, left by a run that was cut short, is cut off."""
    content, end = _content(out)
    if end == len(content):
        return
    with disk.reported(path(out)):
        if _entry(content[end:].decode("utf-8", "replace")) is not None:  # somebody's editor took the line's end away
            disk.append(path(out), b"\n", 0o600)
            return
        disk.cut(path(out), end)
    log.warning("cut off half a line at the end of %s, left by a run that was cut short", path(out))


def has_room(out: Path) -> bool:
    """Whether the disk will surely hold the lines that tell what was sent."""
    state = os.statvfs(out)
    return state.f_bavail * state.f_frsize >= ROOM_BYTES


def _content(out: Path) -> tuple[bytes, int]:
    """All of the journal, and where its last whole line ends."""
    try:
        content = path(out).read_bytes()
    except FileNotFoundError:
        return b"", 0
    except OSError as error:
        told = f"cannot read {path(out)}: {error.strerror}; nothing is sent before it can be read"
        raise PublishFailed(f"{told} – give the user who builds the right to it, or put it back from a copy") from error
    return content, content.rfind(b"\n") + 1


def _entry(text: str) -> Mapping[str, Any] | None:
    """What a line says, or None if it is no line of a journal."""
    try:
        said = json.loads(text)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("state") not in STATES:
        return None
    words = [said.get("what"), said.get("kind", ""), said.get("to", "")]
    return said if all(isinstance(word, str) for word in words) else None
