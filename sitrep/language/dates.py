"""Words about days → the days they mean, seen from the day a text was published.

A weekday is the latest such day up to the publication date; a span stays a span; what cannot be resolved is None.
(Three libraries were tried with Sunday 9 September 2018 as base: "Sunday" became 2 September in one and 16 September
in another, and all three lost "in the past two days".) The words come from the language's module `dates`.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType

Days = tuple[date | None, date | None]
DAYS = {"days": 1, "weeks": 7, "fortnights": 14}
SINCE = ("then", "open")  # patterns that say "since" of a day that they do not give
LIMIT = 60  # mentions looked at in one sentence; the 1,500 characters of a sentence hold fewer


@dataclass(frozen=True, slots=True)
class Mention:
    """Words about days in a sentence. `kind` is on, since, until or before; `unit` is the pattern's name.

    `back` is for how many days before a day that another sentence or mention gives: "two days earlier".
    """

    start: int
    end: int
    days: Days
    kind: str
    unit: str
    back: int | None = None


@dataclass(frozen=True, slots=True)
class DateWords:
    """A language's words about days, compiled."""

    pattern: re.Pattern[str]
    hint: re.Pattern[str]
    names: tuple[tuple[str, re.Pattern[str]], ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    thirds: Mapping[str, str]
    prefixes: re.Pattern[str]
    far: re.Pattern[str]
    prefix_kinds: Mapping[str, str]
    links: frozenset[str]
    joins: frozenset[str]


def words(module: ModuleType) -> DateWords:
    """The date words that a language's module `dates` lists."""
    # A group name may stand once in a pattern, so each pattern is searched by itself where the hint of all fits.
    names = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in module.PATTERNS)
    plain = "|".join("(?:" + re.sub(r"\(\?P<[a-z0-9]+>", "(?:", pattern) + ")" for _, pattern in module.PATTERNS)
    prefixes = "|".join(sorted(map(re.escape, module.PREFIXES), key=len, reverse=True))
    return DateWords(
        re.compile(plain, re.IGNORECASE),
        re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_stems(module))}|(?:19|20)\d\d)", re.IGNORECASE),
        names,
        module.MONTHS,
        module.WEEKDAYS,
        module.COUNTS,
        module.UNITS,
        module.THIRDS,
        re.compile(rf"\b({prefixes}){module.PREFIX_END}", re.IGNORECASE),
        re.compile(rf"\b({'|'.join(module.FAR_PREFIXES)})\b[^,.;:]{{0,45}}$", re.IGNORECASE),
        module.PREFIXES,
        frozenset(module.LINKS),
        frozenset(module.JOINS),
    )


def _stems(module: ModuleType) -> list[str]:
    """Beginnings of words one of which every mention holds, so that most sentences are not searched."""
    return [*module.MONTHS, *module.WEEKDAYS, *module.UNITS, *module.TODAY]


def mentions(sentence: str, published: date | None, dw: DateWords) -> list[Mention]:
    """Every mention of days in a sentence, in order.

    Without `published` only full dates and years are resolved; the days of the others are (None, None).
    """
    found: list[Mention] = []
    if dw.hint.search(sentence) is None:
        return found
    position = 0
    while len(found) < LIMIT and (match := dw.pattern.search(sentence, position)):
        mention = _mention(sentence, match.start(), published, dw)
        position = match.end()
        if mention is not None:
            joined = _span(found[-1], mention, sentence, dw) if found else None
            if joined is not None:
                found.pop()
            found.append(joined or mention)
            position = max(position, mention.end)
    return found


def _mention(sentence: str, start: int, published: date | None, dw: DateWords) -> Mention | None:
    for name, pattern in dw.names:  # noqa: B007 – the name of the pattern that fits is used below
        match = pattern.match(sentence, start)
        if match is not None:
            break
    else:
        return None
    prefix = dw.prefixes.search(sentence[max(0, start - 20) : start]) or dw.far.search(
        sentence[max(0, start - 50) : start]
    )
    kind = dw.prefix_kinds[" ".join(prefix[1].lower().split())] if prefix else "on"
    first = start - len(prefix[0]) if prefix else start
    groups = {key: value.lower() for key, value in match.groupdict().items() if value}
    try:
        days = MEANINGS[name](groups, published, dw, kind in ("until",))
    except (ValueError, OverflowError):
        return None
    if name in SINCE:
        return Mention(first, match.end(), (None, published), "since", name, 0 if name == "then" else None)
    return Mention(first, match.end(), _framed(days, kind, published), kind, name, _back(name, groups, dw))


def _back(name: str, groups: Mapping[str, str], dw: DateWords) -> int | None:
    """How many days a mention lies before a day that it does not give."""
    if name == "ago" and "ago" not in groups and (unit := DAYS.get(dw.units[groups["unit"]])):
        return _number(groups["count"], dw) * unit
    return {"daybefore": 1, "sameday": 0}.get(name)


def _framed(days: Days, kind: str, published: date | None) -> Days:
    """The days that a mention covers, given the word before it."""
    start, end = days
    if kind == "since":
        return start, published
    if kind == "until":
        return None, end
    if kind == "before":
        return None, start - timedelta(days=1) if start else None
    return start, end


def _span(first: Mention, second: Mention, sentence: str, dw: DateWords) -> Mention | None:
    """One mention of two: from January to September, between 1 May and the end of June."""
    between = sentence[first.end : second.start].strip().lower()
    if first.kind not in ("from", "on") or between not in dw.links or second.kind not in ("on", "until"):
        return None
    alike = first.unit == second.unit and first.unit in ("day", "weekday")
    if first.kind == "on" and (between not in dw.joins or not alike):
        return None
    if first.unit == "weekday" and first.kind == "on" and (first.days[1] or date.max) >= (second.days[0] or date.min):
        return None
    start, end = first.days[0], second.days[1]
    if start and end and start > end:
        start = _year_before(start)
    return Mention(first.start, second.end, (start, end), "span", second.unit)


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


# What each pattern means. Each takes the words matched, the publication date, the tables, and whether days to come
# are meant.


def _number(word: str, dw: DateWords) -> int:
    return int(word) if word.isdecimal() else dw.counts[word]


def _month(groups: Mapping[str, str], dw: DateWords) -> int:
    if "monthnumber" in groups:
        return int(groups["monthnumber"])
    return dw.months[groups["month"].replace("\n", "").rstrip(".")]


def _year(groups: Mapping[str, str], month: int, day: int, published: date | None, future: bool) -> int | None:
    """The year written, else that in which the day is the latest up to publication (the next, of days to come)."""
    if "year" in groups:
        return int(groups["year"])
    if published is None:
        return None
    later = (month, day) > (published.month, published.day)
    if future and (month - published.month) % 12 <= 8:
        return published.year if (month, day) >= (published.month, published.day) else published.year + 1
    return published.year - 1 if later else published.year


def _day(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    month, day = _month(groups, dw), int(groups["day"])
    year = _year(groups, month, day, published, future)
    return (date(year, month, day),) * 2 if year else (None, None)


def _days(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    month, first, last = _month(groups, dw), int(groups["day"]), int(groups["day2"])
    year = _year(groups, month, last, published, future)
    return (date(year, month, first), date(year, month, last)) if year else (None, None)


def _months(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    month = _month(groups, dw)
    year = _year(groups, month, 1, published, future and month != (published.month if published else 0))
    if year is None:
        return None, None
    if "last" in groups and published and (year, month) == (published.year, published.month):
        year -= 1
    last = calendar.monthrange(year, month)[1]
    third = dw.thirds.get(groups.get("third", ""), "")
    first_day, last_day = {
        "early": (1, 10), "mid": (15, 15), "late": (21, last), "first": (1, 1), "last": (last, last),
    }.get(third, (1, last))  # fmt: skip
    end = date(year, month, last_day)
    if published and not future and date(year, month, 1) <= published < end:
        end = published
    return date(year, month, first_day), max(end, date(year, month, first_day))


def _past(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    """The last N hours, days …: N days count the day of publication; 24 hours begin the day before."""
    if published is None:
        return None, None
    count = _number(groups.get("count", "one"), dw) if "count" in groups or groups.get("unit") in dw.units else 1
    unit = dw.units[groups["unit"]]
    if "count" not in groups and "many" in groups and unit != "hours":
        return None, None
    if unit == "hours":
        return published - timedelta(days=max(1, count // 24)), published
    if unit in ("months", "years"):
        return _months_before(published, count * (12 if unit == "years" else 1)), published
    days = count * DAYS[unit]
    return published - timedelta(days=max(0, days - 1)), published


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ago(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    """N days ago. "Earlier" and "before" count from a day that the words do not give, so they stay unresolved."""
    unit = dw.units[groups["unit"]]
    if published is None or "ago" not in groups or unit == "hours":
        return None, None
    count = _number(groups["count"], dw)
    if unit == "years":
        year = published.year - count
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "months":
        day = _months_before(published, count)
        return date(day.year, day.month, 1), date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    return (published - timedelta(days=count * DAYS[unit]),) * 2


def _weekday(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    if published is None:
        return None, None
    back = (published.weekday() - dw.weekdays[groups["weekday"]]) % 7
    if "last" in groups and back == 0:
        back = 7
    return (published - timedelta(days=back),) * 2


def _week_to(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    last = (_weekday if "weekday" in groups else _day)(groups, published, dw, False)[1]
    return (last - timedelta(days=6), last) if last else (None, None)


def _last_week_of(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    last = _months(groups, published, dw, False)[1]
    return (last - timedelta(days=6), last) if last else (None, None)


def _today(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    return published, published


def _yesterday(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    return (published - timedelta(days=1),) * 2 if published else (None, None)


def _overnight(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    return (published - timedelta(days=1), published) if published else (None, None)


def _weekend(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    """The last Saturday and Sunday that have begun."""
    if published is None:
        return None, None
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return saturday, min(saturday + timedelta(days=1), published)


def _unresolved(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    return None, None


def _week(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    """This week begins on Monday and ends today; last week is the whole one before."""
    if published is None:
        return None, None
    monday = published - timedelta(days=published.weekday())
    if "last" in groups:
        return monday - timedelta(days=7), monday - timedelta(days=1)
    if "past" in groups:
        return published - timedelta(days=6), published
    return monday, published


def _month_of(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    if published is None:
        return None, None
    first = published.replace(day=1)
    if "last" in groups:
        return (first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)
    return first, published


def _year_of(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    if published is None:
        return None, None
    if "last" in groups:
        return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)
    return date(published.year, 1, 1), published


def _years(groups: Mapping[str, str], published: date | None, dw: DateWords, future: bool) -> Days:
    year = int(groups["year"])
    if published and year == published.year and not future:
        return date(year, 1, 1), published
    return date(year, 1, 1), date(year, 12, 31)


MEANINGS: Mapping[str, Callable[[Mapping[str, str], date | None, DateWords, bool], Days]] = {
    "day": _day,
    "days": _days,
    "month": _months,
    "past": _past,
    "within": _past,
    "ago": _ago,
    "weekday": _weekday,
    "weekto": _week_to,
    "lastweekof": _last_week_of,
    "today": _today,
    "yesterday": _yesterday,
    "overnight": _overnight,
    "daybefore": _unresolved,
    "sameday": _unresolved,
    "then": _unresolved,
    "open": _unresolved,
    "weekend": _weekend,
    "week": _week,
    "monthof": _month_of,
    "yearof": _year_of,
    "year": _years,
}
