"""The editions as archive page and feed list them: issues with their versions, newest first, and drafts that wait.

Read from the manifests alone. What is a draft must not reach the world, so of a draft no more than its name is told.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from logging import getLogger
from pathlib import Path
from typing import Any

from sitrep.model import Period
from sitrep.publish import past
from sitrep.publish.past import Shelved

log = getLogger(__name__)

FIRST = (".pdf", ".html")  # of the files of a language, in this order


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure in plain text."""

    value: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an edition says of itself in one language. `files` are those of that language, PDF and page first."""

    language: str
    direction: str
    title: str
    kicker: str = ""
    number: str = ""
    period: str = ""
    tiles: tuple[Tile, ...] = ()
    highlights: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition that may leave the office. `updated` is the day of its clearance, else its as-of date."""

    name: str
    profile: str
    number: int
    revision: int
    period: Period
    updated: date
    digest: str  # of what it was made from
    told: Mapping[str, Told]  # by language, in the order of the report
    data: tuple[str, ...]  # files of no language

    def in_language(self, language: str) -> Told:
        """What it says in that language, else in its first."""
        return self.told.get(language) or next(iter(self.told.values()))


@dataclass(frozen=True, slots=True)
class Issue:
    """The last version of a period's edition, and the versions that it replaced, the last one first."""

    newest: Listed
    replaced: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What may be listed: issues, the latest period first, and the names of drafts that wait to be cleared."""

    issues: tuple[Issue, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def listed(self) -> tuple[Listed, ...]:
        """Every edition that may leave the office, each newest version before those that it replaced."""
        return tuple(one for issue in self.issues for one in (issue.newest, *issue.replaced))


def catalogue(out: Path) -> Catalogue:
    """The editions of `out`. One whose manifest cannot be read, or of which a file is missing, is left out and logged.

    The hashes of its files are not compared: that would read every PDF at every start.
    """
    issues: list[Issue] = []
    waiting: list[str] = []
    for _, versions in groupby(sorted(past.shelf(out), key=_issue), _issue):
        read = [(one, _read(one)) for one in versions]
        whole = [(one, said) for one, said in read if said is not None]
        cleared = [_listed(one, said) for one, said in whole if not past.is_draft(said)]
        if cleared:
            issues.append(Issue(cleared[-1], tuple(reversed(cleared[:-1]))))
        if whole and past.is_draft(whole[-1][1]):
            waiting.append(whole[-1][0].name)
    issues.sort(key=lambda issue: _place(issue.newest), reverse=True)
    return Catalogue(tuple(issues), tuple(sorted(waiting, reverse=True)))


def _issue(shelved: Shelved) -> tuple[str, int]:
    """What the versions of one issue share: a period keeps its number for good."""
    return shelved.profile, shelved.number


def _place(listed: Listed) -> tuple[date, str, int]:
    return listed.period.end, listed.profile, listed.number


def _read(shelved: Shelved) -> Mapping[str, Any] | None:
    """The manifest of an edition that has every file it names for its readers; else None, and a line in the log."""
    said = past.stated(shelved)
    if said is None:
        told = "left out of the archive: %s is damaged, its manifest cannot be read – %s"
        log.warning(told, shelved.folder, past.MEND)
        return None
    there = {f"report/{name}" for name in names(shelved)}
    gone = sorted(path for path in said["files"] if path.startswith("report/") and path not in there)
    if gone:
        log.warning("left out of the archive: %s is damaged, %s is missing – %s", shelved.folder, gone[0], past.MEND)
    return None if gone else said


def names(shelved: Shelved) -> tuple[str, ...]:
    """The names of the files that an edition has for its readers."""
    try:
        return tuple(sorted(os.listdir(shelved.folder / "report")))
    except OSError:
        return ()


def _listed(shelved: Shelved, said: Mapping[str, Any]) -> Listed:
    files = sorted(path.removeprefix("report/") for path in said["files"] if path.startswith("report/"))
    told = {language: _told(language, one, files) for language, one in _mapping(said.get("told")).items()}
    taken = {file for one in told.values() for file in one.files}
    period = Period(date.fromisoformat(said["period"]["start"]), shelved.end)
    return Listed(
        shelved.name, shelved.profile, shelved.number, shelved.revision, period, _updated(said, period),
        said["inputs"]["digest"], told or {"": Told("", "ltr", shelved.name)},
        tuple(file for file in files if file not in taken),
    )


def _told(language: str, said: Any, files: Sequence[str]) -> Told:
    """What the manifest tells in one language; what is no text there is left empty."""
    text = {key: value for key, value in _mapping(said).items() if isinstance(value, str)}
    stem = text.get("name", "")
    own = [file for file in files if stem and file.startswith(f"{stem}.")]
    return Told(
        language, "rtl" if text.get("direction") == "rtl" else "ltr",
        **{key: text.get(key, "") for key in ("title", "kicker", "number", "period")},
        tiles=tuple(_tile(one) for one in _list(_mapping(said).get("tiles"))),
        highlights=tuple(str(one) for one in _list(_mapping(said).get("highlights"))),
        files=tuple(sorted(own, key=lambda file: (_rank(file), file))),
    )


def _rank(file: str) -> int:
    suffix = Path(file).suffix
    return FIRST.index(suffix) if suffix in FIRST else len(FIRST)


def _tile(said: Any) -> Tile:
    return Tile(*(str(_mapping(said).get(key, "")) for key in ("value", "label", "note")))


def _updated(said: Mapping[str, Any], period: Period) -> date:
    """The day of clearance, else the as-of date; never the clock, so that the same editions give the same bytes."""
    try:
        return past.clearance(said).on or date.fromisoformat(str(said.get("as_of"))[:10])
    except ValueError:
        return period.end


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
