"""`sitrep facts`: the facts of the seeds as a table, or as the sheet in which officers review them."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sitrep import config as settings
from sitrep import reading, review
from sitrep.commands.options import workspace
from sitrep.errors import ConfigError
from sitrep.language import places
from sitrep.language.reader import reader
from sitrep.model import Decision, Fact, Header
from sitrep.reconcile.frame import stories, voice
from sitrep.review import sheet
from sitrep.shown import days, show

if TYPE_CHECKING:
    from sitrep.config import Config

LIMIT_CELL = 26  # characters of a cell of the table but the last


@dataclass(frozen=True)
class Seen:
    """What is known of the facts of a workspace: as read from the seeds, and as decided so far."""

    gazetteer: places.Gazetteer
    headers: Sequence[Header]
    read: Sequence[Fact]
    facts: Sequence[Fact]
    decisions: Sequence[Decision]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds where to look and where to write."""
    parser.add_argument(
        "--review", metavar="FILE.xlsx", type=Path,
        help="write a sheet to decide in; `sitrep decide FILE.xlsx` reads it back",
    )
    workspace(parser, "config/ and seeds/")


def run(options: argparse.Namespace) -> int:
    """Prints the facts, or writes the sheet; the doubtful come first. Seeds that were not read are named on stderr."""
    if options.review:
        _free(options.review)
    config = settings.load(options.workspace)
    known = seen(config)
    facts = sheet.doubtful_first(known.facts)
    if options.review:
        _write(options.review, sheet.sheet(facts, _voices(known, config)))
        all_, some = len(facts), sheet.LIMIT_ROWS
        told = f"{all_} facts" if all_ <= some else f"the {some} most doubtful of {all_} facts"
        print(f"{show(str(options.review))}: {told} to review; then: sitrep decide {show(str(options.review))}")
        return 0
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in table(facts, _voices(known, config)):
        print(line[:width])
    return 0


def seen(config: "Config") -> Seen:
    """The facts of the workspace. Names what could not be read, and decisions that were not applied, on stderr."""
    units = review.units(config)
    decisions = review.decisions(config.decisions, units)
    gazetteer = places.gazetteer(config.places)
    words = reader(gazetteer, config.extra_words)
    known_by = reading.context(config.places, config.extra_words)
    headers, read, rejections, _ = reading.found(config.seeds, words, known_by)
    facts, orphans = review.decided(read, decisions, gazetteer, config.country, units)
    for rejection in rejections:
        print(f"sitrep: {show(rejection.id)}: not read: {show(rejection.reason)}", file=sys.stderr)
    for orphan in orphans:
        print(f"sitrep: {review.told(orphan)}", file=sys.stderr)
    return Seen(gazetteer, headers, read, facts, decisions)


def _voices(known: Seen, config: "Config") -> dict[str, str]:
    """Who vouches for each fact; a document that names nobody speaks for itself."""
    headers = {header.id: header for header in known.headers}
    first = stories(known.headers)
    named = {fact.id: voice(fact, headers[first[fact.document]], config) for fact in known.facts}
    return {id_: "nobody named" if name.startswith("document:") else name for id_, name in named.items()}


def table(facts: Sequence[Fact], voices: Mapping[str, str]) -> Iterator[str]:
    """A line a fact under one line of headings: how sure, how many of what, where, when, who says so, the sentence."""
    rows = [("sure", "number", "indicator", "place", "days", "voice", "flags", "id", "sentence")]
    rows += [
        (
            f"{fact.confidence:.2f}", sheet.counted(fact), fact.indicator, fact.place or "",
            days(fact.start, fact.end, "no date"), voices[fact.id], ",".join(fact.flags), fact.id,
            review.sentence(fact),
        )
        for fact in facts
    ]  # fmt: skip
    shown = [[*(_cut(show(cell)) for cell in row[:-1]), row[-1]] for row in rows]
    widths = [max(len(row[column]) for row in shown) for column in range(len(rows[0]) - 1)]
    for row in shown:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])


def _cut(cell: str) -> str:
    return cell if len(cell) <= LIMIT_CELL else cell[: LIMIT_CELL - 1] + "…"


def _free(file: Path) -> None:
    """ConfigError where a sheet cannot be written: somebody's decisions may stand in a file that is there."""
    if file.suffix.lower() != ".xlsx":
        raise ConfigError(f"--review: {show(str(file))} is no name of a workbook – end it in .xlsx")
    if file.exists() or file.is_symlink():
        raise ConfigError(f"--review: {show(str(file))} is there already, with decisions perhaps – choose another name")


def _write(file: Path, content: bytes) -> None:
    try:
        with open(file, "xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise ConfigError(f"--review: cannot write {show(str(file))}: {error.strerror}") from error
