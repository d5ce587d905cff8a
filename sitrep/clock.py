"""The clock, read once by the command that runs and handed down: nothing else asks what time it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sitrep.model import Clock


def read(timezone: str) -> Clock:
    """This moment, in a time zone by its name: the reader's day is not Greenwich's."""
    return Clock(datetime.now(UTC).astimezone(ZoneInfo(timezone)))
