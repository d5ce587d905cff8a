"""`sitrep verify EDITION|PDF`: whether a published edition is what it was, and is made again from the same inputs."""

import argparse

from sitrep import config as settings
from sitrep import verifying
from sitrep.commands.options import workspace
from sitrep.publish import past

WORDS = {True: "same", False: "DIFFERS", None: "note"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what to look at."""
    parser.add_argument(
        "edition", metavar="EDITION|PDF", nargs="?",
        help="its name, its folder or one of its files (default: the last)",
    )
    workspace(parser, "config/, seeds/ and out/")


def run(options: argparse.Namespace) -> int:
    """Prints a line for each thing looked at; gives 0, or 5 if one of them differs.

    Raises ConfigError for an edition that is not there, NotTheSame for a file that belongs to none.
    """
    config = settings.load(options.workspace)
    shelved = verifying.found(config.out, options.edition or past.latest(config.out) or "latest")
    print(shelved.name)
    same = True
    for check in verifying.checks(config, shelved):
        print(f"{WORDS[check.is_same]:<8} {check.name:<11} {check.told}", flush=True)
        same = same and check.is_same is not False
    return 0 if same else 5
