"""The days an edition covers."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sitrep.model import Clock, Period

if TYPE_CHECKING:
    from sitrep.config import Config

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def as_of(config: "Config", clock: Clock) -> date:
    """The last day that the edition may know of: the configured one, else the clock's."""
    return config.as_of or clock.now.date()


def period(config: "Config", clock: Clock) -> Period:
    """The days of the edition: the last whole week or month that had ended on the as-of date, or the dates given."""
    day = as_of(config, clock)
    if config.period.kind == "dates":
        assert config.period.start is not None and config.period.end is not None  # the loader asks for both
        return Period(config.period.start, config.period.end)
    if config.period.kind == "month":
        return month(day)
    return week(day, config.period.week_start)


def week(day: date, first_day: str) -> Period:
    """The last week beginning on `first_day` whose seven days had ended on `day`, that day included.

    >>> week(date(2018, 9, 9), "monday")
    Period(start=datetime.date(2018, 9, 3), end=datetime.date(2018, 9, 9))
    >>> week(date(2018, 9, 10), "saturday")
    Period(start=datetime.date(2018, 9, 1), end=datetime.date(2018, 9, 7))

    The printed dates are the authority: WHO's weeks in Syria run from Saturday, ISO's from Monday.
    """
    last = (WEEKDAYS.index(first_day) - 1) % 7
    end = day - timedelta(days=(day.weekday() - last) % 7)
    return Period(end - timedelta(days=6), end)


def month(day: date) -> Period:
    """The last calendar month that had ended on `day`, that day included.

    >>> month(date(2018, 9, 30)).start, month(date(2018, 9, 29)).end
    (datetime.date(2018, 9, 1), datetime.date(2018, 8, 31))
    """
    tomorrow = day + timedelta(days=1)
    end = tomorrow.replace(day=1) - timedelta(days=1)
    return Period(end.replace(day=1), end)
