"""`sitrep build`: the command that cron runs. One line an event on stderr, the summary last, and an exit code."""

import argparse
import contextlib
import gc
import json
import logging
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from sitrep import cache, clock, progress, publish, stages
from sitrep.build import build, found, planned, unchanged
from sitrep.commands.logged import FORMS, Outcome, ended, logged
from sitrep.commands.options import day, languages, profile, wait, workspace
from sitrep.errors import ConfigError, SitrepError
from sitrep.model import Clock, Edition

if TYPE_CHECKING:
    from sitrep.config import Config

log = logging.getLogger(__name__)

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what may be asked of a build."""
    workspace(parser)
    parser.add_argument(
        "--as-of", metavar="DATE", type=day,
        help="build the last period that had ended on this day, such as 2018-09-09 (default: today)",
    )
    profile(parser)
    wait(parser)
    parser.add_argument(
        "--languages", metavar="LIST", type=languages, default=(),
        help="the languages of the report, such as en,fr (default: those of config/report.yaml)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="read and reconcile, say what would come of it, write nothing")
    parser.add_argument(
        "--force", action="store_true",
        help="make all again, with nothing from the cache; what gives the same bytes is not published again",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    parser.add_argument(
        "--log", choices=FORMS, default=FORMS[0], help="how events are told: as text, or as one JSON object a line"
    )


def run(options: argparse.Namespace) -> int:
    """The exit code of a build, after its last line on stderr has told what came of it."""
    with logged(options.log, options.quiet) as told:
        with ended_in_order():
            outcome = _outcome(options)
        return ended(told, outcome)


def _outcome(options: argparse.Namespace) -> Outcome:
    """What came of the build; what went wrong is in the log."""
    try:
        config, clock = _asked(options)
        with _uncollected(), cache.ignored(options.force), progress.shown(options.quiet):
            if options.dry_run:
                return _tried(config, clock)
            return _told(build(config, clock, options.wait, options.force))
    except SitrepError as error:
        code = error.exit_code
        for line in str(error).split("\n") if isinstance(error, ConfigError) else [error]:  # a mistake a line
            log.error("%s", line)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
        log.error("ended by %s; the last edition stands", signal.Signals(code - 128).name)
    except Exception as error:
        if options.debug:
            raise
        code = SitrepError.exit_code
        log.error("unexpected %s: %s; this is a bug, `sitrep --debug build` tells where", type(error).__name__, error)
    return Outcome(code, {}, "nothing published")


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Within it nobody looks for objects that hang in circles: a run makes few, and the search takes a tenth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _asked(options: argparse.Namespace) -> tuple["Config", Clock]:
    """The settings with what the command line puts over them, and the one reading of the clock."""
    from sitrep import config as settings

    config = settings.load(options.workspace, options.profile, options.languages)
    if not any((config.folder / part).exists() for part in ("config", "seeds", "out")):  # else out/ would be made there
        raise ConfigError(
            f"{config.folder.resolve()}: is no workspace – name one by --workspace, or start one by sitrep init")
    if options.as_of:
        config = config.model_copy(update={"as_of": options.as_of})
    return config, clock.read(config.period.timezone)


def _tried(config: "Config", clock: Clock) -> Outcome:
    """What a build would come to; nothing is written, and the pages are not drawn."""
    plan = planned(config, clock)
    if edition := unchanged(plan):
        return _told(edition)
    findings = found(plan)
    imprint = plan.imprint
    name = publish.name(config.country, imprint.number, plan.period, imprint.revision, config.profile)
    code = stages.exit_code(findings.seeds.rejections)
    return Outcome(code, stages.counts(findings), f"nothing written; a build would make {name}")


def _told(edition: Edition) -> Outcome:
    """What an edition holds, for the last line."""
    counts = json.loads((Path(edition.folder) / "internal" / "manifest.json").read_bytes())["counts"]
    return Outcome(edition.exit_code, counts, "unchanged" if edition.unchanged else "")


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
