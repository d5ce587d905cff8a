"""The log of a run on stderr: one line an event, and in the last line what the run came to.

    2018-09-10T06:00:03Z WARN rejected x: not UTF-8 at byte 3
    sitrep: 2 documents, 14 facts, 9 figures, 1 rejected, exit 3, 6.2 s (reading 1.1, reconciling 0.4, pages 4.6, …)

In the form `json` each line is an object of the same words, in ASCII: `time`, `level`, `event`; of an event that ends a
stage also `stage` and `seconds`; of the last line `counts`, `stages`, `seconds` and `exit_code`.

An event that ends a stage names it, `log.info("…", extra={"stage": "reading"})`: what passed since the stage before is
its time, and nobody else measures. Nothing that goes wrong with stderr (closed, its reader gone, the disk behind it
full) changes how a run ends: lines that cannot be written are lost.
"""

import contextlib
import io
import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TextIO

from sitrep.shown import show

FORMS = ("text", "json")
PUBLISHED_ALL_THE_SAME = (3, 14)  # exit codes after which there is an edition, and something for a person to do


@dataclass(frozen=True, slots=True)
class Log:
    """A log under way: its form, where its lines go, and by stage the seconds it took."""

    form: str
    quiet: bool
    lines: TextIO  # stderr; of a quiet log what is kept until we know how the run ended
    begun: float
    stages: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: its exit code, what was counted, and what else the last line says."""

    exit_code: int
    counts: Mapping[str, int]
    words: str = ""

    @property
    def told(self) -> str:
        """Counts and words as people read them.

        >>> Outcome(0, {"documents": 2, "facts": 14}, "unchanged").told
        '2 documents, 14 facts, unchanged'
        """
        parts = [f"{count} {what}" for what, count in self.counts.items()]
        return ", ".join([*parts, self.words] if self.words else parts)


@contextlib.contextmanager
def logged(form: str, quiet: bool) -> Iterator[Log]:
    """While the block runs, every event of sitrep and every warning of its libraries is a line of the log.

    A quiet log says all of it at the end, unless `ended` has told that the exit code is 0.
    """
    log = Log(form, quiet, io.StringIO() if quiet else sys.stderr, time.monotonic())
    handler = logging.StreamHandler(log.lines)
    handler.addFilter(partial(_laid_out, log))
    root, ours = logging.getLogger(), logging.getLogger("sitrep")
    level, raises = ours.level, logging.raiseExceptions
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written is lost without a traceback in its place
    try:
        yield log
    finally:
        root.removeHandler(handler)
        ours.setLevel(level)
        logging.captureWarnings(False)
        logging.raiseExceptions = raises
        _written(log)


def ended(log: Log, outcome: Outcome) -> int:
    """The exit code of the run, after its last line; of a quiet log that ends with 0 nothing at all was said."""
    code = outcome.exit_code
    if log.quiet and code == 0:
        log.lines.seek(0)
        log.lines.truncate()
        return code
    level = logging.WARNING if code in PUBLISHED_ALL_THE_SAME else logging.ERROR if code else logging.INFO
    measured = {
        "counts": dict(outcome.counts), "stages": {stage: round(took, 3) for stage, took in log.stages.items()},
        "seconds": round(time.monotonic() - log.begun, 3), "exit_code": code,
    }  # fmt: skip
    logging.getLogger("sitrep").log(level, "%s", outcome.told, extra={"last": measured})
    return code


def _laid_out(log: Log, record: logging.LogRecord) -> bool:
    """The record's message becomes its whole line, whatever is in it: a foreign name cannot look like another event."""
    level = "WARN" if record.levelno == logging.WARNING else record.levelname
    event = {"time": f"{_time(record.created)}Z", "level": level, "event": show(_said(record))}
    measured: Mapping[str, Any] = getattr(record, "last", {})
    stage = getattr(record, "stage", "")
    if stage:
        took = time.monotonic() - log.begun - sum(log.stages.values())
        log.stages[stage] = log.stages.get(stage, 0.0) + took
        measured = {"stage": stage, "seconds": round(took, 3)}
    if log.form == "json":
        record.msg = json.dumps({**event, **measured})
    elif "exit_code" in measured:
        record.msg = _summary(event["event"], measured)
    else:
        record.msg = " ".join(event.values())
    record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
    return True


def _said(record: logging.LogRecord) -> str:
    """The message; with the error that is told with it, and without the line of code that Python adds to a warning."""
    if record.name == "py.warnings":
        return record.getMessage().partition("\n")[0]
    error = record.exc_info[1] if record.exc_info else None
    return record.getMessage() + (f": {type(error).__name__}: {error}" if error else "")


def _summary(told: str, measured: Mapping[str, Any]) -> str:
    stages = ", ".join(f"{stage} {took:.1f}" for stage, took in measured["stages"].items())
    line = f"sitrep: {told}, exit {measured['exit_code']}, {measured['seconds']:.1f} s"
    return f"{line} ({stages})" if stages else line


def _time(moment_s: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment_s))


def _written(log: Log) -> None:
    """What a quiet log kept is said, and nothing waits in stderr for Python to fail at when it ends (exit 120)."""
    try:
        if isinstance(log.lines, io.StringIO):
            sys.stderr.write(log.lines.getvalue())
        sys.stderr.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
