"""`sitrep why FIGURE`: the tree behind a published figure, down to the sentences, and what was left out of it."""

import argparse
import json
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sitrep import config as settings
from sitrep.commands.options import workspace
from sitrep.config import Config
from sitrep.errors import ConfigError, NothingToReport
from sitrep.language import places
from sitrep.model import Period
from sitrep.publish import past
from sitrep.reconcile import why
from sitrep.shown import nearest, show

LIMIT_WIDTH = 120  # characters
SIGNS = {False: ("├─ ", "│  "), True: ("└─ ", "   ")}  # of a step, and of the lines below it; True for the last


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `sitrep why`."""
    parser.add_argument("figure", metavar="FIGURE", nargs="?", help="its id; without one, all are listed")
    parser.add_argument("--edition", metavar="NAME", help="which edition (default: the last)")
    workspace(parser, "config/ and out/")


def run(options: argparse.Namespace) -> int:
    """Prints the tree, or the list of figures; gives 0.

    Raises NothingToReport where no edition is, ConfigError where there is none of that name, or no such figure.
    """
    config = settings.load(options.workspace)
    folder, said = _edition(config, options.edition)
    figures = json.loads((folder / "internal" / "figures.json").read_bytes())
    if options.figure is None:
        for figure in figures:
            print(f"{figure['id']:<44} {why.said(figure):>18}  {why.counts(figure)}")
        return 0
    known = {figure["id"]: figure for figure in figures}
    if options.figure not in known:
        meant = nearest(options.figure, known)
        more = f' – did you mean "{meant}"?' if meant else " – `sitrep why` lists them"
        raise ConfigError(f'{folder.name} has no figure "{show(options.figure)}"{more}')
    lines = (folder / "internal" / "facts.jsonl").read_text("utf-8").split("\n")  # a sentence may hold other line ends
    facts = {fact["id"]: fact for fact in map(json.loads, filter(None, lines))}
    days = said["period"]
    period = Period(date.fromisoformat(days["start"]), date.fromisoformat(days["end"]))
    gazetteer = places.gazetteer(config.places)
    print(f"{options.figure} in {folder.name}, {period.start} to {period.end}")
    width = min(LIMIT_WIDTH, shutil.get_terminal_size().columns)
    for line in drawn(why.tree(known[options.figure], figures, facts, period, gazetteer.path), width):
        print(line)
    return 0


def _edition(config: Config, name: str | None) -> tuple[Path, Mapping[str, Any]]:
    """The folder of an edition and its manifest."""
    shelved = past.found(config.out, name) if name else past.newest(config.out, config.profile)
    if shelved is None:
        raise NothingToReport(f"{show(str(config.out))} holds no edition yet: run `sitrep build`")
    said = past.manifest(shelved)
    if said is None:
        raise NothingToReport(f"{shelved.name} is damaged: put it back from a copy, or build a new version")
    return shelved.folder, said


def drawn(step: why.Step, width: int, before: str = "", sign: str = "", below: str = "") -> Iterator[str]:
    """The lines of a tree.

    >>> list(drawn(why.Step("nine", (why.Step("four"), why.Step("five", (why.Step("two"),)))), 40))
    ['nine', '├─ four', '└─ five', '   └─ two']
    """
    room = max(20, width - len(before) - len(sign))
    first, *rest = textwrap.wrap(step.words, room, break_long_words=False) or [""]
    yield f"{before}{sign}{first}"
    inner = before + below
    trunk = "│  " if step.below else "   " if sign else ""
    yield from (f"{inner}{trunk}{line}" for line in rest)
    for position, other in enumerate(step.below, 1):
        own, next_ = SIGNS[position == len(step.below)]
        yield from drawn(other, width, inner, own, next_)
