"""`sitrep clear EDITION --by NAME`: the draft, which somebody has read, is published as the cleared edition."""

import argparse
import sys

from sitrep import clearing, clock, publish
from sitrep import config as settings
from sitrep.build import settled
from sitrep.commands.build import ended_in_order
from sitrep.commands.logged import FORMS, Outcome, ended, logged
from sitrep.commands.options import day, wait, workspace
from sitrep.config import Config
from sitrep.errors import ConfigError
from sitrep.publish import past
from sitrep.shown import show


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds which draft, and who has read it."""
    parser.add_argument(
        "edition", metavar="EDITION", nargs="?", help="the name of the draft; without it, those that wait are listed")
    parser.add_argument("--by", metavar="NAME", type=name, help="who has read it, as the report will print it")
    parser.add_argument(
        "--on", metavar="DATE", type=day, help="the day on which it was read, such as 2018-09-11 (default: today)")
    workspace(parser, "config/ and out/")
    wait(parser)


def name(text: str) -> str:
    """The name of who clears."""
    try:
        return clearing.clearer(text)
    except ValueError as mistake:
        raise argparse.ArgumentTypeError(f"{show(text)!r} {mistake}") from None


def run(options: argparse.Namespace) -> int:
    """Clears the draft and says what was published, or lists the drafts; gives an exit code.

    Raises ConfigError, Locked, RenderFailed or PublishFailed; then nothing was published.
    """
    config = settings.load(options.workspace)
    if options.edition is None:
        waiting = past.waiting(config.out)
        for one in waiting:
            print(one.name)
        if not waiting:
            print("no draft waits to be cleared", file=sys.stderr)
        return 0
    if options.by is None:
        raise ConfigError("--by NAME is missing: a cleared report prints who has read it")
    return _cleared(config, options)


def _cleared(config: Config, options: argparse.Namespace) -> int:
    moment = clock.read(config.period.timezone)
    asked = clearing.Asked(options.edition, options.by, options.on or moment.now.date())
    with logged(FORMS[0], quiet=False) as log, ended_in_order(), publish.locked(config.out, options.wait):
        edition = settled(config, clearing.cleared(config.out, asked), moment)
        told = edition.clearance
        before = "was cleared already" if edition.unchanged else "is cleared"
        return ended(log, Outcome(edition.exit_code, {}, f"{asked.edition} {before}, by {told.by} on {told.on}"))
