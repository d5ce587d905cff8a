"""`sitrep build`: the command that cron runs. One line an event on stderr, the summary last, and an exit code."""

import argparse
import contextlib
import io
import json
import logging
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from typing import TextIO
from zoneinfo import ZoneInfo

from sitrep.build import build
from sitrep.errors import SitrepError
from sitrep.model import Clock, Edition
from sitrep.shown import show

log = logging.getLogger(__name__)

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what may be asked of a build."""
    parser.add_argument(
        "--workspace", metavar="DIR", type=Path, default=Path(),
        help="the folder that holds config/, seeds/, templates/ and out/ (default: where you are)",
    )
    parser.add_argument(
        "--as-of", metavar="DATE", type=day,
        help="build the last period that had ended on this day, such as 2018-09-09 (default: today)",
    )
    parser.add_argument(
        "--profile", metavar="NAME", default="",
        help="the kind of report, such as flash (default: the profile of config/report.yaml)",
    )
    parser.add_argument(
        "--wait", metavar="SECONDS", type=seconds, default=0.0,
        help="wait so long for another build to end (default: 0)",
    )
    parser.add_argument(
        "--languages", metavar="LIST", type=languages, default=(),
        help="the languages of the report, such as en,fr (default: those of config/report.yaml)",
    )
    parser.add_argument("--dry-run", action="store_true", help="read and reconcile, say what would come of it, write nothing")
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


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


def run(options: argparse.Namespace) -> int:
    """The exit code of a build, after its last line on stderr has told what came of it."""
    begun = time.monotonic()
    kept = io.StringIO()
    with _logged(kept if options.quiet else sys.stderr), ended_in_order():
        code, outcome = _outcome(options)
    if code:
        sys.stderr.write(kept.getvalue())
    if code or not options.quiet:
        print(f"sitrep: {outcome}, exit {code}, {time.monotonic() - begun:.1f} s", file=sys.stderr)
    return code


def _outcome(options: argparse.Namespace) -> tuple[int, str]:
    """Exit code and what came of the build; what went wrong is in the log."""
    try:
        edition = _edition(options)
        return edition.exit_code, _told(edition)
    except SitrepError as error:
        code = error.exit_code
        for line in str(error).splitlines():  # a mistake in configuration a line
            log.error("%s", line)
    except SystemExit as ended:
        code = int(ended.code or 0)
        log.error("ended by %s; the last edition stands", signal.Signals(code - 128).name)
    except Exception as error:
        if options.debug:
            raise
        code = SitrepError.exit_code
        log.error("unexpected %s: %s; this is a bug, `sitrep --debug build` tells where", type(error).__name__, error)
    return code, "nothing published"


def _edition(options: argparse.Namespace) -> Edition:
    from sitrep import config as settings

    config = settings.load(options.workspace, options.profile)
    if options.as_of:
        config = config.model_copy(update={"as_of": options.as_of})
    now = datetime.now(UTC).astimezone(ZoneInfo(config.period.timezone))
    return build(config, Clock(now), options.wait)


def _told(edition: Edition) -> str:
    """What an edition holds, for the last line."""
    counts = json.loads((Path(edition.folder) / "internal" / "manifest.json").read_bytes())["counts"]
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    return f"{told}, unchanged" if edition.unchanged else told


@contextlib.contextmanager
def _logged(lines: TextIO) -> Iterator[None]:
    """Every event of sitrep, and what its libraries warn of, becomes a line: `2018-09-10T06:00:03Z WARN rejected …`."""
    handler = logging.StreamHandler(lines)
    handler.addFilter(_on_one_line)
    form = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    form.converter = time.gmtime
    handler.setFormatter(form)
    root, ours = logging.getLogger(), logging.getLogger("sitrep")
    before = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        ours.setLevel(before)


def _on_one_line(record: logging.LogRecord) -> bool:
    """A foreign name with a line break in it must not look like an event of its own."""
    record.msg, record.args = show(record.getMessage()), ()
    record.levelname = "WARN" if record.levelno == logging.WARNING else record.levelname
    return True


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """A signal to end raises SystemExit with 128 + its number, so that what was begun is cleared away."""

    def end(number: int, frame: FrameType | None) -> None:
        for ending in ENDINGS:  # a second one must not disturb the clearing away
            signal.signal(ending, signal.SIG_IGN)
        raise SystemExit(128 + number)

    before = {ending: signal.getsignal(ending) for ending in ENDINGS}
    for ending, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup has asked not to be ended
            signal.signal(ending, end)
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
