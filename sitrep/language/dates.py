"""Words about days in a sentence → mentions: the days they mean, and how they bound them.

Every pattern holds a word of one of a few families (a month, a weekday, a unit, a year …). Only where a token is such
a word are the patterns of its family tried, at the tokens a little before it: a sentence without one costs a look-up.
The words come from the language's module `dates`, what they mean from `days`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from types import ModuleType
from typing import NamedTuple

from sitrep.language import days as calendar
from sitrep.language.days import UNKNOWN, Calendar, Days
from sitrep.language.text import Sentence

YEARS = range(1900, 2100)
SINCE = ("then", "open")  # patterns that say "since" of a day that they do not give
LIMIT = 60  # mentions in one sentence; the 1,500 characters of a sentence hold fewer
NEAR, FAR = 30, 100  # characters before a mention in which the word that bounds it is looked for


class Mention(NamedTuple):
    """Words about days in a sentence. `kind` is on, since, began, from, until, before or span; `unit` the
    pattern's name.

    `back` is for how many days before a day that another sentence or mention gives: "two days earlier" (2), "that day"
    (0), "a week later" (-7). `over` is for how many days from that day on: "in the first three days" (3). `whose` is
    what the day is said of: "Friday's blast".
    """

    start: int
    end: int
    days: Days
    kind: str
    unit: str
    back: int | None = None
    over: int = 1
    whose: bool = False


@dataclass(frozen=True, slots=True)
class DateWords:
    """A language's words about days. Patterns are compiled when a text first needs them: most texts need few."""

    anchors: Mapping[str, str]
    reach: Mapping[str, int]
    families: Mapping[str, Callable[[], re.Pattern[str]]]
    patterns: tuple[tuple[str, Callable[[], re.Pattern[str]]], ...]
    calendar: Calendar
    prefixes: re.Pattern[str]
    far: re.Pattern[str]
    prefix_kinds: Mapping[str, str]
    links: frozenset[str]
    joins: frozenset[str]


def words(module: ModuleType) -> DateWords:
    """The date words that a language's module `dates` lists."""
    prefixes = "|".join(sorted(map(re.escape, module.PREFIXES), key=len, reverse=True))
    anchors = {str(year): "year" for year in YEARS}
    anchors |= {word: family for family, listed in module.ANCHORS.items() for word in listed}
    return DateWords(
        anchors,
        module.REACH,
        {family: cache(partial(_family, family, module)) for family in module.REACH},
        tuple((name, cache(partial(re.compile, pattern, re.IGNORECASE))) for name, _, pattern in module.PATTERNS),
        Calendar(module.MONTHS, module.WEEKDAYS, module.FEASTS, module.COUNTS, module.UNITS, module.THIRDS),
        re.compile(rf"\b({prefixes}){module.PREFIX_END}", re.IGNORECASE),
        re.compile(rf"\b({'|'.join(module.FAR_PREFIXES)})\b[^,.;:]*$", re.IGNORECASE),
        module.PREFIXES,
        frozenset(module.LINKS),
        frozenset(module.JOINS),
    )


def _family(family: str, module: ModuleType) -> re.Pattern[str]:
    """The patterns of a family as one, each a group named after its position in the list of all."""
    # A group name may stand once in a pattern, so what is found is matched again by its own pattern.
    plain = (
        f"(?P<p{position}>" + re.sub(r"\(\?P<[a-z0-9]+>", "(?:", pattern) + ")"
        for position, (_, families, pattern) in enumerate(module.PATTERNS)
        if family in families.split()
    )
    return re.compile(r"(?<![^\W\d_])(?:" + "|".join(plain) + ")", re.IGNORECASE)


def mentions(sentence: Sentence, published: date | None, words: DateWords) -> list[Mention]:
    """Every mention of days in a sentence, in order.

    Without `published` only full dates and years are resolved; the days of the others are (None, None).
    """
    found: list[Mention] = []
    if words.anchors.keys().isdisjoint(sentence.keys):
        return found
    free = 0  # first token that no mention holds
    for index, key in enumerate(sentence.keys):
        family = words.anchors.get(key)
        if family is None or index < free:
            continue
        mention = _mention(sentence, max(free, index - words.reach[family]), index, published, words)
        if mention is None:
            continue
        free = index + 1
        while free < len(sentence.spans) and sentence.spans[free][0] < mention.end:
            free += 1
        joined = _span(found[-1], mention, sentence.text, words) if found else None
        if joined is not None:
            found.pop()
        found.append(joined or mention)
        if len(found) == LIMIT:
            break
    return found


def _mention(sentence: Sentence, first: int, anchor: int, published: date | None, words: DateWords) -> Mention | None:
    """The mention that holds the token `anchor` and begins at the earliest token from `first` on."""
    family, text = words.families[words.anchors[sentence.keys[anchor]]](), sentence.text
    for index in range(first, anchor + 1):
        start = sentence.spans[index][0]
        match = family.match(text, start)
        if match is None or match.end() <= sentence.spans[anchor][0]:
            continue
        name, pattern = words.patterns[int((match.lastgroup or "p0")[1:])]
        match = pattern().match(text, start)
        if match is not None:
            groups = {key: value.lower() for key, value in match.groupdict().items() if value}
            return _resolved(text, name, groups, match.span(), published, words)
    return None


def _resolved(
    text: str, name: str, groups: Mapping[str, str], span: tuple[int, int], published: date | None, words: DateWords
) -> Mention:
    start, end = span
    prefix = words.prefixes.search(text[max(0, start - NEAR) : start]) or words.far.search(
        text[max(0, start - FAR) : start]
    )
    kind = words.prefix_kinds[" ".join(prefix[1].lower().split())] if prefix else "on"
    if name == "bytime":  # by evening
        kind = "until"
    elif name == "days" and kind == "from":  # between 3 and 14 October
        kind = "span"
    elif "whose" in groups and kind in ("until", "from"):  # killed by Friday's storm
        kind = "on"
    try:
        days = calendar.MEANINGS[name](groups, published, words.calendar, kind == "until")
    except (ValueError, OverflowError):  # 32 September
        days = UNKNOWN
    back, over = _relative(name, groups, words)
    if name in SINCE:
        return Mention(start, end, (None, published), "since", name, back)
    first = start - len(prefix[0]) if prefix else start
    return Mention(first, end, framed(days, kind, published), kind, name, back, over, "whose" in groups)


def _relative(name: str, groups: Mapping[str, str], words: DateWords) -> tuple[int | None, int]:
    """How many days a mention lies before a day that it does not give, and how many days it is from there."""
    if name in ("ago", "first") and "ago" not in groups:
        unit = words.calendar.units[groups["unit"]]
        count = calendar.number(groups.get("count", "1"), words.calendar)
        if name == "first":
            return 0, max(1, count // 24) + 1 if unit == "hours" else count * calendar.DAYS.get(unit, 0)
        if unit in calendar.DAYS:
            return count * calendar.DAYS[unit] * (-1 if "later" in groups else 1), 1
        return None, 1
    if name == "weekbefore":
        return 7, 7
    if name == "spanafter":
        unit = words.calendar.units[groups["unit"]]
        return -1, calendar.number(groups.get("count", "1"), words.calendar) * calendar.DAYS[unit]
    return {"daybefore": 1, "sameday": 0, "samespan": 0, "dayafter": -1, "open": 0, "then": 0, "bytime": 0}.get(name), 1


def framed(days: Days, kind: str, published: date | None) -> Days:
    """The days that a mention covers, given the word before it.

    >>> framed((date(2019, 1, 2), date(2019, 1, 3)), "until", None)
    (None, datetime.date(2019, 1, 3))
    """
    start, end = days
    if kind in ("since", "began"):
        return start, published
    if kind == "until":
        return None, end
    if kind == "before":
        return None, start
    return start, end


def _span(first: Mention, second: Mention, text: str, words: DateWords) -> Mention | None:
    """One mention of two: from January to September, between 1 May and the end of June."""
    between = text[first.end : second.start].strip().lower()
    if first.kind not in ("from", "on") or between not in words.links or second.kind not in ("on", "until"):
        return None
    if first.kind == "on":
        alike = first.unit == second.unit and first.unit in ("day", "weekday", "month", "year")
        if between not in words.joins or not alike:
            return None
        if first.unit == "weekday" and (first.days[1] or date.max) >= (second.days[0] or date.min):
            return None
    start, end = first.days[0], second.days[1]
    if start and end and start > end:  # of Saturday to Thursday, seen from a Friday, the last is the sure one
        start = start - timedelta(days=7) if first.unit == "weekday" else calendar.year_before(start)
    return Mention(first.start, second.end, (start, end), "span", second.unit)


def related(mention: Mention, base: Days, published: date | None) -> Mention:
    """A mention that counts from a day given elsewhere, with its days: "two days earlier", "since then".

    It is returned as it is where that day is unknown.
    """
    start, end = base
    if mention.back is None or start is None or end is None:
        return mention
    try:
        day = start - timedelta(days=mention.back)
        last = day + timedelta(days=mention.over - 1) if mention.back or mention.over > 1 else end
    except OverflowError:  # 9,999,999 days later
        return mention
    return mention._replace(days=framed((day, last), mention.kind, published))
