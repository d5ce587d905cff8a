"""A draft that a person has seen becomes the cleared edition: the same report, without the watermark, with the name.

    remade      what an edition tells, made again from its own files: seeds and settings may have changed since
    cleared     the cleared edition of a draft, published as the next revision of its period
    asked       the clearances that config/clearances.csv asks for: one line each, edition, by, on

Before a draft is cleared it is made again as it was, so that what is sent is what the person saw.
"""

import contextlib
import csv
import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from sitrep import config as settings
from sitrep import publish, reconcile, stages, zipped
from sitrep.config import values
from sitrep.errors import ConfigError
from sitrep.model import Clearance, Edition, Header, Imprint, Orphan, Period, Rejection
from sitrep.publish import past
from sitrep.publish.past import Said
from sitrep.records import nouns
from sitrep.shown import show
from sitrep.stages import Findings, Seeds

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.reading import Wanted

log = getLogger(__name__)

FILE = "config/clearances.csv"
HEAD = ("edition", "by", "on")
NAME_LENGTH = 80  # of who clears: it is printed in a narrow column of the masthead


@dataclass(frozen=True, slots=True)
class Asked:
    """A clearance that somebody asks for; `line` is that of the file, 0 from the command line."""

    edition: str
    by: str
    on: date
    line: int = 0


def clearer(text: str) -> str:
    """The name of a person who clears, as it is printed. ValueError for an empty one, or one that does not fit."""
    name = values.line(text)
    if not name or len(name) > NAME_LENGTH:
        raise ValueError(f"must be a name of at most {NAME_LENGTH} characters")
    return name


def draft(out: Path, name: str) -> tuple[past.Shelved, Said]:
    """The whole edition of that name and its manifest. Raises ConfigError with names that are like it."""
    shelved = past.found(out, name)
    said = past.manifest(shelved)
    if said is None:
        raise ConfigError(f"{name} is damaged: build it again and clear the new draft, or put it back from a copy")
    return shelved, said


def cleared(out: Path, asked: Asked) -> Edition:
    """The cleared edition of a draft, published; the one that stands, if somebody has cleared it before.

    Raises ConfigError if there is no such draft, a later version of its period exists, or it cannot be made again as it
    was seen. The caller holds the lock.
    """
    shelved, said = draft(out, asked.edition)
    period = Period(date.fromisoformat(said["period"]["start"]), shelved.end)
    newest = publish.standing(out, period, shelved.profile)
    if newest and (done := past.clearance(newest[1])).of == shelved.name:
        log.info("%s is cleared already, by %s on %s", shelved.name, done.by, done.on)
        return publish.unchanged(*newest)
    if not past.is_draft(said):
        raise ConfigError(f"{shelved.name} is no draft: it needs no clearance")
    if newest is None or newest[0] != shelved:
        later = newest[0].name if newest else "a later version"
        raise ConfigError(f"{shelved.name} was replaced by {later}: look at that one, and clear it")
    return _cleared(out, shelved, said, asked)


def _cleared(out: Path, shelved: past.Shelved, said: Said, asked: Asked) -> Edition:
    from sitrep import scratch
    from sitrep.report import pdf

    with scratch.temporary(), pdf.started() as renderer, remade(out, shelved, said) as found:
        seen = publish.imprint(out, shelved, said)
        if not stages.gives(found, stages.reports(found, seen), said):
            raise ConfigError(
                f"{shelved.name} cannot be made again as it was seen; another release of sitrep or of its libraries "
                "may be why: build again, look at the new draft, and clear that one"
            )
        clearance = Clearance("cleared", asked.by, asked.on, shelved.name)
        imprint = Imprint(seen.number, seen.revision + 1, clearance, seen.corrects)
        reports = stages.reports(found, imprint)
        pages = stages.pages(found, reports, renderer)
        return stages.published(out, found, said["inputs"], imprint, reports, pages)


@contextlib.contextmanager
def remade(out: Path, shelved: past.Shelved, said: Said) -> Iterator[Findings]:
    """What an edition tells, made again from its own files, for as long as the block lasts.

    Facts and documents are those that it was made from, settings and templates those of then. Raises ConfigError if its
    files do not hold what is needed.
    """
    internal, inputs = shelved.folder / "internal", said["inputs"]
    period = Period(date.fromisoformat(said["period"]["start"]), shelved.end)
    with tempfile.TemporaryDirectory(prefix="sitrep-") as folder:
        try:
            zipped.laid_out((internal / "settings.zip").read_bytes(), Path(folder))
            config = settings.load(Path(folder), inputs["profile"]).model_copy(
                update={"as_of": date.fromisoformat(said["as_of"]), "languages": tuple(inputs["languages"])})
            earlier = [past.named(out, name) for name in inputs["earlier"]]
        except (OSError, KeyError, ValueError, BadZipFile) as mistake:
            raise ConfigError(f"{shelved.name} cannot be made again: {show(str(mistake))}") from mistake
        gone = [name for name, one in zip(inputs["earlier"], earlier, strict=True) if one is None]
        if gone:
            raise ConfigError(f"{shelved.name} cannot be made again: it is compared with {gone[0]}, which has gone")
        compared = tuple(one for one in earlier if one) or reconcile.baseline(config)
        yield stages.findings(config, period, compared, lambda config, wanted: _stored(config, wanted, internal))


def _stored(config: "Config", wanted: "Wanted | None", internal: Path) -> Seeds:
    """What reading had come to when the edition was made."""
    from sitrep import reading
    from sitrep.language import places
    from sitrep.language.reader import reader

    documents = json.loads((internal / "documents.json").read_bytes())
    headers = nouns(Header, documents["headers"])
    facts, closed = reading.filed((internal / "facts.jsonl").read_bytes(), headers, wanted)
    return Seeds(
        reader(places.gazetteer(config.places), config.extra_words), headers, facts,
        nouns(Rejection, documents["rejections"]), nouns(Orphan, documents["orphans"]), closed,
    )


def asked(config: "Config") -> tuple[Asked, ...]:
    """What config/clearances.csv asks for; the file may be missing. Raises ConfigError with every mistake in it."""
    written = _written(config.folder / FILE)
    if written is None:
        return ()
    rows = csv.DictReader(io.StringIO(written, newline=""))
    found, mistakes = [], []
    try:
        if tuple(rows.fieldnames or ()) != HEAD:
            raise ConfigError(f"{FILE}:1: must begin with the line {','.join(HEAD)}")
        for row in rows:
            try:
                found.append(_row(row, rows.line_num))
            except ValueError as mistake:
                mistakes.append(f"{FILE}:{rows.line_num}: {mistake}")
    except csv.Error as mistake:
        mistakes.append(f"{FILE}:{rows.line_num}: {show(str(mistake))} – write the line anew")
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return tuple(found)


def _row(row: Mapping[str, str | None], line: int) -> Asked:
    """What a row asks for. Raises ValueError with the column that is wrong."""
    given = {name: row[name] or "" for name in HEAD}
    try:
        by = clearer(given["by"])
    except ValueError as mistake:
        raise ValueError(f"by: {show(str(mistake))}") from None
    try:
        return Asked(given["edition"], by, date.fromisoformat(given["on"]), line)
    except ValueError:
        raise ValueError(f'on: "{show(given["on"])}" is no day such as 2018-09-11') from None


def _written(path: Path) -> str | None:
    """The text of config/clearances.csv, None if there is no such file."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise ConfigError(f"{FILE}: not UTF-8 – save it again as CSV UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{FILE}: cannot be read: {error.strerror} – give the right to it, or move it") from error


def all_asked(config: "Config") -> tuple[Edition, ...]:
    """The editions that config/clearances.csv has just cleared, in its order. The caller holds the lock.

    A line that cannot be followed is told in the log and costs nothing else: the next build tries it again.
    """
    done = []
    for one in asked(config):
        try:
            edition = cleared(config.out, one)
        except ConfigError as mistake:
            log.warning("%s:%d: %s", FILE, one.line, mistake)
        else:
            done += [] if edition.unchanged else [edition]
    return tuple(done)
