"""`sitrep preview`: the page in the browser of this machine, made anew whenever a file of the workspace changes."""

import argparse
import sys

from sitrep.commands.build import ended_in_order
from sitrep.commands.options import day, profile, workspace
from sitrep.errors import ConfigError
from sitrep.preview import Asked, Board, kept_up, served
from sitrep.shown import show


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what may be asked of a preview."""
    workspace(parser, "config/, seeds/ and templates/")
    parser.add_argument(
        "--port", metavar="N", type=port, default=0, help="the port at 127.0.0.1 (default: one that is free)"
    )
    profile(parser)
    parser.add_argument(
        "--as-of", metavar="DATE", type=day,
        help="show the last period that had ended on this day, such as 2018-09-09 (default: today)",
    )


def port(text: str) -> int:
    """A number of a port that everybody may use."""
    if not text.isdecimal() or not 1024 <= int(text[:6]) <= 65535:
        raise argparse.ArgumentTypeError(f"{show(text)!r} is no port from 1024 to 65535, such as 8000")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Serves the page until it is ended by a signal; gives 128 + its number (Ctrl-C: 130)."""
    if not options.workspace.is_dir():
        raise ConfigError(f"{show(str(options.workspace))}: no such folder – `sitrep init DIR` makes a workspace")
    board = Board()
    try:
        with ended_in_order(), served(board, options.port) as address:
            print(f"preview at {address} – Ctrl-C ends it; nothing is published", file=sys.stderr, flush=True)
            kept_up(Asked(options.workspace, options.as_of, options.profile), board)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
