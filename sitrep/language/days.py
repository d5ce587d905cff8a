"""The calendar: what each pattern of `dates` means, seen from the day a text was published.

A weekday is the latest such day up to the publication date; a span stays a span; what cannot be resolved is None.
(Three libraries were tried with Sunday 9 September 2018 as base: "Sunday" became 2 September in one and 16 September
in another, and all three lost "in the past two days".)
"""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date | None, date | None]
Groups = Mapping[str, str]
UNKNOWN: Days = (None, None)
DAYS = {"days": 1, "weeks": 7, "fortnights": 14}
MONTHS = {"quarters": 3, "halves": 6}
DAYS_A_MONTH, HALF_YEAR = 30, 190
HALF_QUARTER = timedelta(days=45)
# First and last month and day of a part of a year; as the middle of a month is its 15th, that of a year is 1 July.
YEAR_THIRDS = {
    "early": (1, 1, 3, 31), "mid": (7, 1, 7, 1), "late": (10, 1, 12, 31), "first": (1, 1, 1, 1),
    "last": (12, 31, 12, 31),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """A language's names of months, weekdays, feasts, numbers, units and parts of a month."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    feasts: Mapping[str, tuple[int, int]]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    thirds: Mapping[str, str]


def number(word: str, words: Calendar) -> int:
    """The number that digits or a word say."""
    return int(word) if word.isdecimal() else words.counts[word]


def year_before(day: date) -> date:
    """The same day of the year before, of a leap day the last of February.

    >>> year_before(date(2020, 2, 29))
    datetime.date(2019, 2, 28)
    """
    return months_before(day, 12)


def months_before(day: date, months: int) -> date:
    """The day of the same number so many months before, the month's last where it has no such day.

    >>> months_before(date(2019, 3, 31), 1)
    datetime.date(2019, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of a day's month.

    >>> month_end(date(2020, 2, 1))
    datetime.date(2020, 2, 29)
    """
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def _month(groups: Groups, words: Calendar) -> int:
    if "monthnumber" in groups:
        return int(groups["monthnumber"])
    return words.months[groups["month"].replace("-\n", "").rstrip(".")]


def _year(groups: Groups, month: int, day: int, published: date | None, future: bool) -> int | None:
    """The year written, else that in which the day is the latest up to publication (the nearest, of a limit)."""
    if "year" in groups:
        return int(groups["year"])
    if published is None:
        return None
    later = (month, day) > (published.month, published.day)
    if future:  # by, until, as of: the nearest
        apart = (month - published.month) * DAYS_A_MONTH + day - published.day
        return published.year + (apart < -HALF_YEAR) - (apart > HALF_YEAR)
    return published.year - 1 if later else published.year


def _on(month: int, day: int, groups: Groups, published: date | None, future: bool) -> Days:
    year = _year(groups, month, day, published, future)
    return (date(year, month, day),) * 2 if year else UNKNOWN


def _day(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    return _on(_month(groups, words), int(groups["day"]), groups, published, future)


def _numeric(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """A date in figures; which is the day and which the month is only known where one of them is above 12."""
    day, month = int(groups["day"]), int(groups["monthnumber"])
    if day <= 12 and month <= 12 and day != month:
        return UNKNOWN
    return _on(*((month, day) if month <= 12 else (day, month)), groups, published, future)


def _days(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    month, first, last = _month(groups, words), int(groups["day"]), int(groups["day2"])
    year = _year(groups, month, last, published, future)
    return (date(year, month, first), date(year, month, last)) if year else UNKNOWN


def _day_only(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """On the 9th: the latest such day."""
    if published is None:
        return UNKNOWN
    day = int(groups["day"])
    month = published if day <= published.day else months_before(published.replace(day=1), 1)
    return (date(month.year, month.month, day),) * 2


def _feast(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    return _on(*words.feasts[groups["feast"].replace("’", "'")], groups, published, future)


def _months(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    month = _month(groups, words)
    year = _year(groups, month, 1, published, future and month != (published.month if published else 0))
    if year is None:
        return UNKNOWN
    if "last" in groups and published and (year, month) == (published.year, published.month):
        year -= 1
    last = calendar.monthrange(year, month)[1]
    third = words.thirds.get(groups.get("third", ""), "")
    first_day, last_day = {
        "early": (1, 10), "mid": (15, 15), "late": (21, last), "first": (1, 1), "last": (last, last),
    }.get(third, (1, last))  # fmt: skip
    end = date(year, month, last_day)
    if published and not future and date(year, month, 1) <= published < end:
        end = published
    return date(year, month, first_day), max(end, date(year, month, first_day))


def _past(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """The last N hours, days …: N days count the day of publication; 24 hours begin the day before."""
    unit = words.units[groups["unit"]]
    if published is None or ("count" not in groups and "many" in groups and unit != "hours"):
        return UNKNOWN
    return _ending(published, number(groups.get("count", "1"), words), unit)


def _ending(last: date, count: int, unit: str) -> Days:
    """The so many hours, days, weeks, months or years that end with a day."""
    if unit == "hours":
        return last - timedelta(days=max(1, count // 24)), last
    if unit in ("months", "years"):
        return months_before(last, count * (12 if unit == "years" else 1)), last
    return last - timedelta(days=max(0, count * DAYS[unit] - 1)), last


def _ago(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """N days ago. "Earlier", "before", "later" count from a day that the words do not give: they stay unresolved."""
    unit = words.units[groups["unit"]]
    if published is None or "ago" not in groups or unit == "hours":
        return UNKNOWN
    count = number(groups["count"], words)
    if unit == "years":
        return date(published.year - count, 1, 1), date(published.year - count, 12, 31)
    if unit == "months":
        day = months_before(published, count)
        return day.replace(day=1), month_end(day)
    return (published - timedelta(days=count * DAYS[unit]),) * 2


def _anniversary(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """Eight days after the quake, seen from the day that this is written: the day of the quake."""
    return _ago({**groups, "ago": ""}, published, words, future)


def _weekday(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    if published is None:
        return UNKNOWN
    back = (published.weekday() - words.weekdays[groups["weekday"]]) % 7
    if "next" in groups:
        return (published + timedelta(days=7 - back),) * 2
    return (published - timedelta(days=back or (7 if "last" in groups else 0)),) * 2


def _week_to(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    last = (_weekday if "weekday" in groups else _day)(groups, published, words, False)[1]
    count = number(groups.get("count", "1"), words)
    return _ending(last, count, words.units[groups["unit"]]) if last else UNKNOWN


def _week_of(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    first = _day(groups, published, words, future)[0]
    return (first, first + timedelta(days=6)) if first else UNKNOWN


def _part_of(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """A week or half of a month, a half or quarter of a year."""
    unit = words.units[groups["unit"]]
    count = words.counts.get(groups["count"], 0)  # 0 is the last
    start, end = (_months if "month" in groups else _year_of)({**groups, "whole": ""}, published, words, future)
    if start is None or end is None:
        return UNKNOWN
    if "month" in groups:
        end = month_end(start)
        if unit == "weeks":
            first = end - timedelta(days=6) if not count else start + timedelta(days=7 * (count - 1))
            return first, min(first + timedelta(days=6), end)
        return (start, start.replace(day=15)) if count == 1 else (start.replace(day=16), end)
    months = MONTHS[unit]
    first = date(start.year, 12 - months + 1 if not count else months * (count - 1) + 1, 1)
    if published is not None and not future and "year" not in groups and first + HALF_QUARTER > published:
        first = year_before(first)
    return first, month_end(months_before(first, 1 - months))


def _first_months(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    start = _year_of({**groups, "whole": ""}, published, words, future)[0]
    return (start, month_end(months_before(start, 1 - number(groups["count"], words)))) if start else UNKNOWN


def _today(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    return published, published


def _yesterday(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    return (published - timedelta(days=1),) * 2 if published else UNKNOWN


def _tomorrow(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    return (published + timedelta(days=1),) * 2 if published else UNKNOWN


def _overnight(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """From the day before to the day; by last night is by the end of the day before."""
    if published is None:
        return UNKNOWN
    return published - timedelta(days=1), published - timedelta(days=1) if future else published


def _weekend(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """The last Saturday and Sunday that have begun."""
    if published is None:
        return UNKNOWN
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return saturday, min(saturday + timedelta(days=1), published)


def _unresolved(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    return UNKNOWN


def _week(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """This week begins on Monday and ends today; last week is the whole one before."""
    if published is None:
        return UNKNOWN
    monday = published - timedelta(days=published.weekday())
    if "past" in groups:
        return published - timedelta(days=6), published
    if "last" in groups or "next" in groups:
        monday += timedelta(days=-7 if "last" in groups else 7)
        return monday, monday + timedelta(days=6)
    return monday, published


def _month_of(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    if published is None:
        return UNKNOWN
    first = published.replace(day=1)
    if "last" in groups or "next" in groups:
        first = months_before(first, 1 if "last" in groups else -1)
        return first, month_end(first)
    return first, published


def _year_of(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    if "year" in groups:
        return _years(groups, published, words, future)
    if published is None:
        return UNKNOWN
    year = published.year + ("next" in groups) - ("last" in groups)
    return date(year, 1, 1), published if year == published.year and "whole" not in groups else date(year, 12, 31)


def _years(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    year, third = int(groups["year"]), words.thirds.get(groups.get("third", ""), "")
    if third:
        month, day, last_month, last_day = YEAR_THIRDS[third]
        return date(year, month, day), date(year, last_month, last_day)
    current = published is not None and year == published.year and not future and "whole" not in groups
    return date(year, 1, 1), published if current else date(year, 12, 31)


def _year_span(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """From one year to another: 2016-17."""
    first, last = groups["year"], groups["year2"]
    end = _years({"year": first[: 4 - len(last)] + last}, published, words, future)[1]
    start = date(int(first), 1, 1)
    return (start, end) if end is not None and start < end else UNKNOWN


def _end_of(groups: Groups, published: date | None, words: Calendar, future: bool) -> Days:
    """The last day of this week, month or year."""
    if published is None:
        return UNKNOWN
    ends = {
        "weeks": published + timedelta(days=6 - published.weekday()),
        "months": month_end(published),
        "years": date(published.year, 12, 31),
    }
    return (ends[words.units[groups["unit"]]],) * 2


Meaning = Callable[[Groups, date | None, Calendar, bool], Days]
# What each pattern means. Each takes the words matched, the publication date, the names, and whether days to come are
# meant.
MEANINGS: Mapping[str, Meaning] = {
    "day": _day,
    "numeric": _numeric,
    "days": _days,
    "dayonly": _day_only,
    "feast": _feast,
    "month": _months,
    "past": _past,
    "within": _past,
    "lasting": _past,
    "raging": _past,
    "first": _unresolved,
    "ago": _ago,
    "weekday": _weekday,
    "anniversary": _anniversary,
    "bytime": _unresolved,
    "weekto": _week_to,
    "weekof": _week_of,
    "partof": _part_of,
    "firstmonths": _first_months,
    "today": _today,
    "yesterday": _yesterday,
    "tomorrow": _tomorrow,
    "overnight": _overnight,
    "daybefore": _unresolved,
    "dayafter": _unresolved,
    "weekbefore": _unresolved,
    "sameday": _unresolved,
    "samespan": _unresolved,
    "spanafter": _unresolved,
    "unsaid": _unresolved,
    "then": _unresolved,
    "open": _unresolved,
    "weekend": _weekend,
    "week": _week,
    "monthof": _month_of,
    "yearof": _year_of,
    "year": _years,
    "years": _year_span,
    "endof": _end_of,
}
