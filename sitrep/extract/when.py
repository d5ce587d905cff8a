"""When: the days that a count covers."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sitrep.extract.chunks import Chunked
from sitrep.language.dates import Days, Mention
from sitrep.language.reader import Language

LIMIT_CARRY = 8  # sentences over which the day of an event is carried
LIMIT_SPOKEN = 9  # tokens between a verb of saying and its day
LIMIT_EVENT = timedelta(days=32)  # "since" over a longer span is a running total (ruling 3)
SPOKEN_UNITS = frozenset({"weekday", "day", "today", "yesterday", "daybefore", "ago", "sameday"})
PERIODS = frozenset({"week", "month", "monthof", "year", "yearof"})
DAY_UNITS = frozenset(
    {
        "day",
        "days",
        "weekday",
        "today",
        "yesterday",
        "overnight",
        "past",
        "daybefore",
        "week",
        "weekto",
        "weekend",
        "ago",
    }
)


@dataclass(frozen=True, slots=True)
class When:
    """The days of a count, whether they were carried from another sentence, and the mention they come from."""

    days: Days
    carried: bool = False
    kind: str = "on"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """The day of the event that the text is about, and the sentence that named it."""

    days: Days
    sentence: int
    kind: str = "on"


def events(chunked: Chunked, language: Language, before: Carried | None, published: date | None) -> tuple[Mention, ...]:
    """The mentions of days that do not only say when somebody spoke, those that count from another resolved."""
    found: list[Mention] = []
    base = before.days if before is not None else (None, None)
    for mention in chunked.mentions:
        if mention.back is not None:
            mention = _related(mention, base, published)
        if not _speaks(mention, chunked, language):
            found.append(mention)
            base = mention.days if mention.kind == "on" and mention.days[0] is not None else base
    return tuple(found)


def _related(mention: Mention, base: Days, published: date | None) -> Mention:
    """A mention that counts from a day given elsewhere: "two days earlier", "since then"."""
    start, end = base
    if start is None or end is None:
        return mention
    if mention.kind == "since":
        return replace(mention, days=(start, published))
    back = timedelta(days=mention.back or 0)
    return replace(mention, days=(start - back, start - back) if back else (start, end))


def _speaks(mention: Mention, chunked: Chunked, language: Language) -> bool:
    """Whether a mention follows a verb of saying: "the ministry said on Friday", "put the toll at 149 on Monday"."""
    if mention.unit not in SPOKEN_UNITS or mention.kind != "on":
        return False
    sentence = chunked.sentence
    counts = {i for chunk in chunked.chunks if chunk.quantity is not None for i in range(chunk.first, chunk.last)}
    before = [i for i, (start, _) in enumerate(sentence.spans) if start < mention.start]
    numbered = False
    for index in reversed(before[-LIMIT_SPOKEN:]):
        if sentence.keys[index] in language.putting or (sentence.keys[index] in language.saying and not numbered):
            return True
        if sentence.keys[index] in (",", ";", ":"):
            return False
        numbered = numbered or index in counts
    return False


def when(number: int, trigger: int, stop: int, begin: int, chunked: Chunked, found: Sequence[Mention]) -> When | None:
    """The days of a count by its own sentence: the mention after it, else the last before it, else any."""
    if not found:
        return None
    spans, chunks = chunked.sentence.spans, chunked.chunks
    low = spans[chunks[min(number, trigger)].first][0]
    end = spans[chunks[stop].first][0] if stop < len(chunks) else spans[-1][1] + 1
    after = [m for m in found if low <= m.start < end]
    start = spans[chunks[begin].first][0] if begin else 0
    before = [m for m in found if start <= m.start < low]
    mention = after[0] if after else before[-1] if before else None
    if mention is None:
        leading = [m for m in found if m.start < low]
        mention = leading[0] if leading else found[-1] if mention is None and len(found) == 1 else None
    return When(mention.days, False, mention.kind, mention.unit) if mention else None


def coming(own: When, published: date | None) -> When:
    """The days of something that has not happened yet: a weekday is then the next one, a year lasts to its end."""
    start, end = own.days
    if own.unit in ("past", "within") or own.kind == "from":
        return When((None, None))
    if own.kind != "on" or published is None or start is None or end is None:
        return own
    if own.unit == "weekday" and end < published:
        return replace(own, days=(start + timedelta(days=7), end + timedelta(days=7)))
    if end == published and own.unit in PERIODS:
        return replace(own, days=(start, _last(start, own.unit)))
    return own


def _last(start: date, unit: str) -> date:
    """The last day of the week, month or year that begins."""
    if unit == "week":
        return start + timedelta(days=6)
    if unit in ("month", "monthof"):
        return date(start.year, start.month, monthrange(start.year, start.month)[1])
    return date(start.year, 12, 31)


def carried(found: Sequence[Mention], position: int, before: Carried | None, counted: bool) -> Carried | None:
    """The event's day after this sentence: its own mention of a day, else the one from before.

    A span that a count was given for ("since Friday") is carried too. A sentence that counts nothing gives a day only
    where there is none: the ministers who met on Monday are not the event.
    """
    if not counted and before is not None and position - before.sentence < LIMIT_CARRY:
        return before
    days = [m for m in found if m.unit in DAY_UNITS and m.kind == "on" and m.days[1] is not None]
    spans = [m for m in found if (counted or before is None) and m.kind in ("since", "span") and m.days[0] is not None]
    if days or spans:
        mention = min((*days, *spans), key=lambda m: m.start)
        return Carried(mention.days, position, mention.kind)
    return before if before is not None and position - before.sentence < LIMIT_CARRY else None


def standing(cut: Chunked, published: date | None, status: str) -> When:
    """A stock that "still" or "now" holds ends on the day of publication; any other has no days (ruling 4)."""
    return When((None, published)) if "scope.still" in cut.tags and status == "reported" else When((None, None))


def long(days: Days, published: date | None) -> bool:
    """Whether a span is so long that its count is a running total."""
    start, end = days
    return start is not None and (end or published or start) - start > LIMIT_EVENT
