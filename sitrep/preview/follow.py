"""Files that change → pages made anew. What did not change is remembered: the facts of a seed, the reader's words."""

import os
import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep import bundled, clock, extract, review, sources, stages
from sitrep import config as settings
from sitrep.build import planned
from sitrep.errors import SitrepError
from sitrep.language import places
from sitrep.language.reader import Reader, reader
from sitrep.model import Document, Report
from sitrep.preview.board import Board, Shown, now, put
from sitrep.reading import Found
from sitrep.shown import show

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.reading import Wanted

POLL_S = 0.25  # between two looks at the files; a look at 1,000 of them takes 10 ms
SETTLE_S = 0.05  # an editor that is still writing is waited for

Stamps = dict[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which workspace, up to which day and in which profile; without these two as config/report.yaml has it."""

    workspace: Path
    as_of: date | None = None
    profile: str = ""


def kept_up(asked: Asked, board: Board) -> None:
    """Keeps the board up to date, and tells each change in a line on stderr, until the process is ended."""
    seeds = remembered()
    before: Stamps | None = None
    while True:
        seen = stamps(asked.workspace)
        while seen != before:
            before = seen
            time.sleep(SETTLE_S)
            seen = stamps(asked.workspace)
            if seen == before:
                _tell(update(asked, board, seeds))
                seen = stamps(asked.workspace)  # what changed meanwhile is not in it yet
        time.sleep(POLL_S)


def stamps(workspace: Path) -> Stamps:
    """Each file below config/, templates/ and seeds/, with what changes when somebody writes it."""
    found: Stamps = {}
    for folder in bundled.FOLDERS:
        for parent, folders, files in os.walk(workspace / folder):
            folders[:] = (name for name in folders if not name.startswith("."))
            for name in files:
                path = os.path.join(parent, name)
                try:
                    state = os.stat(path, follow_symlinks=False)
                except OSError:
                    continue  # it has just vanished
                found[path] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return found


def update(asked: Asked, board: Board, seeds: stages.Reads) -> Shown:
    """What the board shows from now on: new pages, or the old ones with what is wrong."""
    last = now(board)
    try:
        with board.drawing:
            shown = _pages(asked, last.number + 1, seeds)
    except SitrepError as error:
        shown = replace(last, number=last.number + 1, mistakes=tuple(str(error).splitlines()))
    except Exception as error:  # a mistake of ours must not end the preview
        told = f"unexpected {type(error).__name__}: {show(str(error))}; a bug: `sitrep --debug build` tells where"
        shown = replace(last, number=last.number + 1, mistakes=(told,))
    put(board, shown)
    return shown


def _pages(asked: Asked, number: int, seeds: stages.Reads) -> Shown:
    from sitrep.report import html

    config = settings.load(asked.workspace, asked.profile)
    made = _reports(config.model_copy(update={"as_of": asked.as_of or config.as_of}), seeds)
    html.environment.cache_clear()  # a template that is new beside the package's own is seen by a new environment
    pages = {
        language: html.html(report, config.templates, "screen").encode() for language, report in made.items()
    }
    return Shown(number, number, pages, made, config.templates)


def _reports(config: "Config", seeds: stages.Reads) -> dict[str, Report]:
    """The reports that a build would make now: of the next revision, whether or not anything has changed."""
    plan = planned(config, clock.read(config.period.timezone))
    return stages.reports(stages.findings(plan.config, plan.period, plan.earlier, seeds), plan.imprint)


def remembered() -> stages.Reads:
    """What reads the seeds of a workspace as a build does, and remembers the facts of each document between two calls.

    Other words or places of the office make it read everything again.
    """
    kept: dict[Document, extract.Read] = {}
    readers: list[tuple[Any, Reader]] = []

    def seeds(config: "Config", wanted: "Wanted | None" = None) -> stages.Seeds:
        key = (config.extra_words, [path.read_bytes() for path in sorted(config.places.glob("*.csv"))])
        if not readers or readers[0][0] != key:
            readers[:] = [(key, reader(places.gazetteer(config.places), config.extra_words))]
            kept.clear()
        known, found = dict(kept), readers[0][1]
        kept.clear()  # what is no longer among the seeds is forgotten

        def one(document: Document, words: Reader) -> extract.Read:
            kept[document] = known[document] if document in known else extract.partly(document, words)
            return kept[document]

        decisions = review.decisions(config.decisions, review.units(config))
        got = Found(*extract.all(sources.found([config.seeds]), found, one))
        return stages.decided(config, decisions, found, got)

    return seeds


def _tell(shown: Shown) -> None:
    told = "pages made" if shown.page == shown.number else "\n".join(shown.mistakes)
    print(told, file=sys.stderr)
