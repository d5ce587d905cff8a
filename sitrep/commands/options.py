"""Options that several verbs have, each with one meaning and one wording; and what may be written after them."""

import argparse
from datetime import date
from pathlib import Path

from sitrep.shown import show


def workspace(parser: argparse.ArgumentParser, holds: str = "config/, seeds/, templates/ and out/") -> None:
    """Adds --workspace: where the verb works. `holds` tells which of its folders the verb looks into."""
    parser.add_argument(
        "--workspace", metavar="DIR", type=Path, default=Path(),
        help=f"the folder that holds {holds} (default: where you are)",
    )  # fmt: skip


def profile(parser: argparse.ArgumentParser) -> None:
    """Adds --profile: the kind of report."""
    parser.add_argument(
        "--profile", metavar="NAME", default="",
        help="the kind of report, such as flash (default: the profile of config/report.yaml)",
    )  # fmt: skip


def wait(parser: argparse.ArgumentParser) -> None:
    """Adds --wait: how long another build is waited for."""
    parser.add_argument(
        "--wait", metavar="SECONDS", type=seconds, default=0.0,
        help="wait so long for another build to end (default: 0)",
    )  # fmt: skip



def day(text: str) -> date:
    """A day written as in 2018-09-09."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{show(text)!r} is no date such as 2018-09-09") from None


def seconds(text: str) -> float:
    """A number of seconds, 0 or more."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{show(text)!r} is no number of seconds such as 600")
    return float(text)


def languages(text: str) -> tuple[str, ...]:
    """Codes of languages between commas, each once.

    >>> languages("en, fr")
    ('en', 'fr')
    """
    codes = tuple(code.strip() for code in text.split(","))
    if not all(codes) or len(set(codes)) < len(codes):
        raise argparse.ArgumentTypeError(f"{show(text)!r} is no list of languages such as en,fr")
    return codes
