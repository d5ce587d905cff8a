"""What a check is given, and what it gives."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitrep.config import Config

# Exit codes of failures, as a build would end that ran into them. Where several failed, the first of these is told.
DISK, SETTINGS, DRAWING, MAIL = CODES = (13, 2, 12, 14)

OK, WARNING, FAILURE = "ok", "warning", "failure"


@dataclass(frozen=True, slots=True)
class Office:
    """A workspace on a machine, at a moment. `config` is None if there are `mistakes` in it; then `now` is in UTC."""

    folder: Path
    config: "Config | None"
    mistakes: tuple[str, ...]
    now: datetime

    @property
    def out(self) -> Path:
        """Where editions are published."""
        return self.folder / "out"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, and what to do about it; a failure's `exit_code` is one of CODES."""

    level: str
    found: str
    do: str = ""
    exit_code: int = 0


def ok(found: str) -> Finding:
    """All is well."""
    return Finding(OK, found)


def warning(found: str, do: str) -> Finding:
    """A report can be made all the same."""
    return Finding(WARNING, found, do)


def failure(exit_code: int, found: str, do: str) -> Finding:
    """No report can be made, or none that should be published."""
    return Finding(FAILURE, found, do, exit_code)
