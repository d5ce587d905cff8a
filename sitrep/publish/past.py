"""What was published before: numbers, revisions and the figures to compare with.

An edition's name tells its number, profile, the last day of its period and its revision, so most questions need no
file to be opened. Contents count only if they are whole: a damaged edition keeps its name and number, and is otherwise
ignored. Editions of each profile are a series of their own: they are numbered, revised and compared among themselves.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from logging import getLogger
from pathlib import Path
from typing import Any

from sitrep.config.profiles import WEEKLY
from sitrep.errors import ConfigError
from sitrep.model import DRAFT, Clearance, Edition, Imprint, Period, Previous, plain
from sitrep.shown import hint, show

log = getLogger(__name__)

EDITIONS, LATEST = "editions", "latest"
Said = Mapping[str, Any]  # a manifest
MEND = "put it back from a copy, or remove it"
MAY_LEAVE = ("cleared", "none")  # what an edition that is no draft says of its clearance
MAIN = WEEKLY  # the profile that names of editions and links do not tell
NAME = re.compile(
    r"(?P<country>[A-Z]{3})(?P<number>\d{3,9})(?:_(?P<profile>[a-z][a-z0-9]*))?_(?P<end>\d{8})_v(?P<revision>\d{1,9})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class Shelved:
    """A folder of `out/editions` that is named as editions are; in order, the latest period's last revision is last."""

    end: date
    number: int
    revision: int
    name: str
    folder: Path
    profile: str = MAIN


def name(country: str, number: int, period: Period, revision: int, profile: str = MAIN) -> str:
    """The name of an edition.

    >>> name("SYR", 1, Period(date(2018, 9, 3), date(2018, 9, 9)), 2)
    'SYR001_20180909_v2'
    >>> name("SYR", 1, Period(date(2018, 9, 3), date(2018, 9, 9)), 1, "flash")
    'SYR001_flash_20180909_v1'
    """
    kind = "" if profile == MAIN else f"_{profile}"
    return f"{country}{number:03d}{kind}_{period.end:%Y%m%d}_v{revision}"


def shelf(out: Path, profile: str | None = None) -> tuple[Shelved, ...]:
    """The folders of `out/editions` that are named as editions are (of one profile), oldest period first."""
    known = sorted(shelved for folder in _entries(out) if (shelved := _shelved(folder)))
    return tuple(one for one in known if profile in (None, one.profile))


def strangers(out: Path) -> tuple[Path, ...]:
    """What else stands in `out/editions`: nothing of ours, left alone."""
    return tuple(entry for entry in _entries(out) if not _shelved(entry) and not entry.name.startswith("."))


def _entries(out: Path) -> list[Path]:
    folder = out / EDITIONS
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _shelved(folder: Path) -> Shelved | None:
    parts = NAME.fullmatch(folder.name)
    if not parts or folder.is_symlink() or not folder.is_dir():
        return None
    try:
        end = datetime.strptime(parts["end"], "%Y%m%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
    number, revision, profile = int(parts["number"]), int(parts["revision"]), parts["profile"] or MAIN
    return Shelved(end, number, revision, folder.name, folder, profile)


def profile(name: str) -> str:
    """The profile of the edition of that name.

    >>> profile("SYR001_flash_20180909_v1"), profile("SYR001_20180909_v1")
    ('flash', 'weekly')
    """
    parts = NAME.fullmatch(name)
    return parts["profile"] or MAIN if parts else MAIN


def profiles(out: Path) -> tuple[str, ...]:
    """The profiles that have editions."""
    return tuple(sorted({one.profile for one in shelf(out)}))


def link(profile: str = MAIN) -> str:
    """The name of the link to the newest edition of a profile: each has its own.

    >>> link("weekly"), link("flash")
    ('latest', 'latest_flash')
    """
    return LATEST if profile == MAIN else f"{LATEST}_{profile}"


def newest(out: Path, profile: str = MAIN) -> Shelved | None:
    """The last revision of the latest period: where `latest` leads. A clock set back does not turn the page back."""
    known = reversed(shelf(out, profile))
    return next((one for one in known if (one.folder / "internal" / "manifest.json").is_file()), None)


def latest(out: Path, profile: str = MAIN) -> str | None:
    """The name of the edition that the link leads to, whether or not it is there; None if there is no such link."""
    try:
        return Path(os.readlink(out / link(profile))).name
    except OSError:
        return None


def manifest(shelved: Shelved) -> Mapping[str, Any] | None:
    """What an edition says of itself, or None, with a line in the log, if a file of it is missing or altered."""
    told = stated(shelved)
    if told is None:
        log.warning("ignored %s: it is damaged, its manifest cannot be read – %s", shelved.folder, MEND)
        return None
    for path in altered(shelved, told):
        log.warning("ignored %s: it is damaged, %s is missing or altered – %s", shelved.folder, path, MEND)
        return None
    return told


def altered(shelved: Shelved, told: Mapping[str, Any]) -> Iterator[str]:
    """The files of an edition that are missing or not what its manifest tells, each looked at when it is asked for."""
    for path, expected in told["files"].items():
        if _sha256(shelved.folder / path) != expected:
            yield path


def stated(shelved: Shelved) -> Mapping[str, Any] | None:
    """A manifest that is one and belongs to this folder; its hashes are not compared with the files."""
    try:
        said: Mapping[str, Any] = json.loads((shelved.folder / "internal" / "manifest.json").read_bytes())
        date.fromisoformat(said["period"]["start"])
        about = (said["number"], said["revision"], said["period"]["end"])
        files, digest = said["files"], said["inputs"]["digest"]
        whole = isinstance(files, dict) and "internal/figures.json" in files and isinstance(digest, str)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return said if whole and about == (shelved.number, shelved.revision, shelved.end.isoformat()) else None


def _sha256(path: Path) -> str | None:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def earlier(out: Path, period: Period, most: int = 5, profile: str = MAIN) -> tuple[Previous, ...]:
    """The last whole editions of earlier periods, each in its last revision, oldest first, at most so many.

    The last of them is the one that this period is compared with.
    """
    found: list[Previous] = []
    for shelved in reversed(shelf(out, profile)):
        is_told = any(one.number == shelved.number for one in found)
        said = manifest(shelved) if shelved.end < period.start and not is_told else None
        if said:
            found.insert(0, _previous(shelved, said))
        if len(found) == most:
            break
    return tuple(found)


def _previous(shelved: Shelved, said: Mapping[str, Any]) -> Previous:
    content = (shelved.folder / "internal" / "figures.json").read_bytes()
    figures = {figure["id"]: figure for figure in json.loads(content)}
    days = Period(date.fromisoformat(said["period"]["start"]), shelved.end)
    return Previous(shelved.name, shelved.number, days, figures, sha256(content).hexdigest(), shelved.revision)


def named(out: Path, name: str) -> Previous | None:
    """The whole edition of that name, to compare with; None if there is none."""
    shelved = _shelved(out / EDITIONS / name)
    said = manifest(shelved) if shelved else None
    return _previous(shelved, said) if shelved and said else None


def clearance(said: Said) -> Clearance:
    """What a manifest says of clearance. An edition that does not say it, or not as we write it, is a draft.

    >>> clearance({"clearance": {"status": "none", "by": "", "on": "", "of": ""}}).status, clearance({}).status
    ('none', 'draft')
    """
    try:
        told = said["clearance"]
        status, by, of = (str(told[key]) for key in ("status", "by", "of"))
        day = date.fromisoformat(told["on"]) if told["on"] else None
    except (KeyError, TypeError, ValueError):
        return DRAFT
    return Clearance(status, by, day, of) if status in MAY_LEAVE else DRAFT


def is_draft(said: Said | None) -> bool:
    """Whether an edition may go to nobody but the clearers; so it is with one that is damaged (None)."""
    return clearance(said or {}).status == DRAFT.status


def imprint(out: Path, shelved: Shelved, said: Mapping[str, Any]) -> Imprint:
    """What tells an edition from others that hold the same, as its manifest has it."""
    corrects = named(out, said["corrects"]) if said.get("corrects") else None
    return Imprint(shelved.number, shelved.revision, clearance(said), corrects)


def waiting(out: Path) -> tuple[Shelved, ...]:
    """The drafts that nobody has cleared: of each period the last edition, if it is a draft. Oldest first."""
    last: dict[tuple[str, int], Shelved] = {(one.profile, one.number): one for one in shelf(out)}
    said = ((one, stated(one)) for one in last.values())
    return tuple(one for one, told in said if told and is_draft(told))


def found(out: Path, name: str) -> Shelved:
    """The edition of that name, whole or not. Raises ConfigError with a name that is like it."""
    known = {one.name: one for one in shelf(out)}
    if name not in known:
        near = hint(name, sorted(known)) if known else " – there are none yet: `sitrep build` makes the first"
        raise ConfigError(f'there is no edition "{show(name)}" in {show(str(out / EDITIONS))}{near}')
    return known[name]


def standing(out: Path, period: Period, profile: str = MAIN) -> tuple[Shelved, Said] | None:
    """The last edition of `period` and its manifest, if it is whole."""
    same = _of(out, period, profile)
    said = manifest(same[-1]) if same else None
    return (same[-1], said) if said else None


def sent(
    out: Path, period: Period, profile: str = MAIN, known: tuple[Shelved, Said] | None = None
) -> Previous | None:
    """The last whole edition of `period` that is no draft: what a new one corrects.

    `known` is the one that stands, where its files have been looked at already.
    """
    for shelved in reversed(_of(out, period, profile)):
        said = known[1] if known and known[0] == shelved else manifest(shelved)
        if said and not is_draft(said):
            return _previous(shelved, said)
    return None


def numbers(out: Path, period: Period, after: int = 0, profile: str = MAIN) -> tuple[int, int]:
    """Number and revision for an edition of `period` published now: a period keeps its number for good.

    `after` is the number of the last report that was made elsewhere: the first edition goes on from there. A damaged
    edition keeps its number too, because somebody may have read it.
    """
    same = _of(out, period, profile)
    if same:
        return same[-1].number, same[-1].revision + 1
    return max((one.number for one in shelf(out, profile)), default=after) + 1, 1


def unchanged(shelved: Shelved, said: Mapping[str, Any]) -> Edition:
    """An edition that stands, because a build would make the same again."""
    days = Period(date.fromisoformat(said["period"]["start"]), shelved.end)
    return Edition(
        shelved.name, shelved.number, shelved.revision, days, str(shelved.folder), unchanged=True,
        clearance=clearance(said),
    )


def _of(out: Path, period: Period, profile: str) -> list[Shelved]:
    """The editions of a period. Periods that end on one day are told apart by the manifest: a week, a month."""
    ending = ((one, stated(one)) for one in shelf(out, profile) if one.end == period.end)
    return [one for one, said in ending if said is None or said["period"] == plain(period)]
