"""When: the days that a count covers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sitrep.extract import mentioned, timeline
from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.scene import Site
from sitrep.extract.timeline import STANDING, Event, Timeline
from sitrep.language.dates import Mention
from sitrep.language.days import UNKNOWN, Days
from sitrep.model import Fact

NIGHT = timedelta(days=1)
LIMIT_EVENT = timedelta(days=32)  # "since" over a longer span is a running total (ruling 3)
LIMIT_COMING = timedelta(days=240)  # a month without a year that is further off was meant in the past
AFTER_EVENT = frozenset({"anniversary", "sameday"})  # an event's day: four days after the storm; the toll of that day
HARM = frozenset({"killed", "injured"})
PERIODS = frozenset({"week", "month", "monthof", "year", "yearof"})
YEARLY = frozenset({"day", "days", "month", "feast"})  # may be written without a year
GOING = frozenset({"subject", "infinitive", "causative", "count_noun"})  # roles of words for going on one's own feet


class When(NamedTuple):
    """The days of a count, whether they were carried from another sentence, and the mention they come from."""

    days: Days = UNKNOWN
    carried: bool = False
    kind: str = "on"
    unit: str = ""


class Told(NamedTuple):
    """What is known when a count is dated: the days that its sentence and those before tell, and its place."""

    cut: Chunked
    found: Sequence[Mention]
    timeline: Timeline
    site: Site | None
    published: date | None


def dated(link: Link, own: Mention | None, told: Told, lead: Fact | None, status: str) -> When:
    """The days of a count: its own, its total's (of the fact `lead`), or those of the event that the text is about."""
    if own is not None and not (own.kind in ("since", "began") and link.indicator in STANDING):
        return _bounded(link, When(own.days, False, own.kind, own.unit), told, lead, status)
    if status == "projected" or link.indicator in STANDING:
        buried = link.indicator == "missing" and told.timeline.here is not None  # 400 may lie under the mud
        return When(told.timeline.here.days, True) if buried and told.timeline.here else _standing(link, told, status)
    if lead is not None and lead.end is not None:
        return When((lead.start, lead.end), True)
    if _before_event(link, told):
        return _standing(link, told, status)
    cut = told.cut
    event = timeline.event_of(link, cut, told.timeline, told.site)
    if event is None and link.indicator in timeline.BEFALLS:  # five days after the quake 300 are dead
        first = timeline.dating(cut, told.found)
        if first is not None and first.kind == "on" and timeline.of_event(first, cut):
            event = Event(first.days, "on", position=0, disaster=True)
    sudden = event is not None and event.sudden
    body = cut.sentence.section not in ("title", "teaser")
    if body and _still(link, cut) and not (sudden and link.indicator in HARM):
        return _standing(link, told, status)
    if body and _since(link, cut):
        event = event or told.timeline.here
        sudden = event is not None and event.sudden
        start = event.days[0] if event is not None and sudden and link.indicator != "returned" else None
        return When((start, told.published), event is not None, "since")
    if event is not None and not _later(link, event, cut, told.timeline):
        return When(event.days, True, event.kind)
    if cut.sentence.row and told.timeline.as_of is not None and link.indicator in HARM | {"missing"}:
        return When((None, told.timeline.as_of), True)  # "Viet Nam (source: VDDMA, 17 September)", and its rows
    dead = link.indicator == "killed" and (perfect(link, cut) or timeline.is_toll(link, cut))
    return When((None, told.published)) if dead and status == "reported" else When()


def _bounded(link: Link, own: When, told: Told, lead: Fact | None, status: str) -> When:
    """The days that a count's own sentence gives, with what bounds them: an event's first day, the day of a stock."""
    start, end = own.days
    planned = own.unit == "year" and "scope.plan" in told.cut.tags
    if status == "projected":
        return _whole_year(own) if planned else coming(own, told.published)
    if link.indicator in STANDING:
        if planned:
            return _standing(link, told, status)
        return own._replace(days=(None, end)) if own.kind == "on" and start == end else own
    if own.kind == "on" and _since(link, told.cut) and link.indicator != "returned":
        return own._replace(days=(start, told.published), kind="since")
    if own.kind in ("since", "began"):
        return _as_of(own, told)
    event = timeline.event_of(link, told.cut, told.timeline, told.site)
    if own.kind == "until":
        return _begun(link, own, told, lead, event)
    toll = link.indicator in HARM or "scope.superseded" in told.cut.tags
    older = link.rule == "restated" and toll and link.indicator not in timeline.DEEDS  # 92 rockets are no toll
    if own.kind == "on" and _still(link, told.cut) and link.indicator not in HARM:
        day = timeline.dating(told.cut, told.found)
        if day is not None and day.days == own.days and timeline.of_event(day, told.cut):
            return _standing(link, told, status)  # "still missing after the quake of 28 September"
        return own._replace(days=(None, end))  # 310 were still missing on Wednesday
    after_event = link.indicator in HARM | {"missing"} and told.found[0].unit == "anniversary"
    tally = older or after_event or timeline.is_toll(link, told.cut)
    if tally and own.kind == "on" and start is not None and end is not None and end - start <= NIGHT:
        return _tally(own, told, event)
    return own


def _tally(own: When, told: Told, event: Event | None) -> When:
    """The days of a toll that is given on a day: those of the event where they are known, else up to that day."""
    day = next((m for m in told.found if m.unit == "sameday" and m.days[1] is not None), None)
    day = day or timeline.dating(told.cut, told.found)
    if day is not None and (day.unit in AFTER_EVENT or timeline.of_event(day, told.cut)):
        return When(day.days, False, day.kind, day.unit)
    if event is not None and event.sudden:
        return When(event.days, True, event.kind)
    return own._replace(days=(None, own.days[1]))


def _as_of(own: When, told: Told) -> When:
    """The days of a count since a day: to the day that the sentence is told as of, if it says one."""
    start, end = own.days
    as_of = told.found[0].days[1] if told.found[0].kind == "until" else end
    return own._replace(days=(start, as_of)) if start is None or as_of is None or start <= as_of else own


def _begun(link: Link, own: When, told: Told, lead: Fact | None, event: Event | None) -> When:
    """The days of a count up to a day: from the first day of its total, or of the event that did it."""
    _, end = own.days
    start = lead.start if lead is not None else None
    first = timeline.dating(told.cut, told.found)
    if start is None and first is told.found[0] and first.kind == "on" and link.indicator in timeline.BEFALLS:
        start = first.days[0]  # a raid on Sunday buried 17; eight were dug out by midnight
    if start is None and event is not None and (event.sudden or event is told.timeline.period):
        start = event.days[0]
    if link.indicator == "returned" or start is None or end is None or start > end:
        return own
    return own._replace(days=(start, end))


def _whole_year(own: When) -> When:
    """The whole year that a plan is for."""
    start, _ = own.days
    return own._replace(days=(start, date(start.year, 12, 31))) if start is not None else own


def _still(link: Link, cut: Chunked) -> bool:
    """Whether the clause of a link says that it still or now holds."""
    if "scope.still" not in cut.tags:
        return False
    first, last = min(link.number, link.trigger), max(link.number, link.trigger)
    begin = max(cut.letters.rfind(sign, 0, first) for sign in ";.") + 1
    ends = [end for sign in ",;R" if (end := cut.letters.find(sign, last)) >= 0]
    return any("scope.still" in c.tags for c in cut.chunks[begin : min(ends, default=len(cut.chunks))])


def _since(link: Link, cut: Chunked) -> bool:
    """Whether a count is of what happened since then: "have since gone home", "found dead since: two"."""
    if "scope.since" not in cut.tags:
        return False
    first, last = min(link.number, link.trigger), max(link.number, link.trigger)
    return any("scope.since" in c.tags for c in cut.chunks[max(0, first - 1) : last + 2])


def _later(link: Link, event: Event, cut: Chunked, days: Timeline) -> bool:
    """Whether a count is of what came after an event, on days of its own: people who left, arrests, closures."""
    word = cut.chunks[link.trigger].word
    present = "scope.present" in cut.tags and any(
        "scope.present" in c.tags for c in cut.chunks[link.number : link.trigger + 1]
    )
    if event is days.period:  # 32,000 refugees live there; 400 came this week
        counted = cut.chunks[link.trigger].quantity is not None
        living = counted and (link.indicator == "refugees" or (link.indicator == "returned" and event.position == 0))
        return perfect(link, cut) or present or living
    passing = event.window or event.kind == "span" or (event.kind == "since" and event is not days.here)
    if passing and perfect(link, cut):
        return True
    if link.indicator == "facilities_hit":
        shut = word is not None and "scope.shut" in word.tags
        apart = event is not days.here and event is not days.above
        return present or (shut and (apart or perfect(link, cut)))
    if link.indicator == "homes_damaged":
        return present and not event.disaster  # are flooded
    if link.indicator == "displaced":
        going = word is not None and not GOING.isdisjoint(word.roles) and "scope.lost" not in word.tags
        evacuated = link.trigger < link.number and event is not days.here
        return (going or evacuated) and not cut.sentence.row
    held = word is not None and "scope.held" in word.tags
    return link.indicator == "detained" and (held or perfect(link, cut))


def perfect(link: Link, cut: Chunked) -> bool:
    """Whether the verb of a link says what has been, on no day: "have fled", "has destroyed"."""
    low, high = min(link.number, link.trigger), max(link.number, link.trigger)
    return "scope.perfect" in cut.tags and any(
        "scope.perfect" in chunk.tags for chunk in cut.chunks[max(0, low - 2) : high + 1]
    )


def coming(own: When, published: date | None) -> When:
    """The days of something that has not happened yet: a weekday is then the next one, a year lasts to its end."""
    start, end = own.days
    if own.unit in ("past", "within") or own.kind == "from":
        return When()
    if own.kind != "on" or published is None or start is None or end is None:
        return own
    try:
        return own._replace(days=_ahead(own.unit, start, end, published))
    except (ValueError, OverflowError):  # 29 February, the end of time
        return own


def _ahead(unit: str, start: date, end: date, published: date) -> Days:
    if unit == "weekday" and end < published:
        return start + timedelta(days=7), end + timedelta(days=7)
    if end == published and unit in PERIODS:
        return start, mentioned.last_day(start, unit)
    if unit in YEARLY and end < published - LIMIT_EVENT:
        first, last = start.replace(year=start.year + 1), end.replace(year=end.year + 1)
        if timedelta() <= first - published <= LIMIT_COMING:
            return first, last
    return start, end


def _standing(link: Link, told: Told, status: str) -> When:
    """A stock that "still" or "now" holds ends on the day reported; any other has no days (ruling 4)."""
    if status != "reported":
        return When()
    if _before_event(link, told):
        return When((None, told.timeline.main.days[0] if told.timeline.main else None))
    if not _still(link, told.cut):
        return When()
    said = next((m.days[1] for m in told.found if m.kind == "until" and m.days[1] is not None), None)
    return When((None, said or told.timeline.as_of or told.published))


def _before_event(link: Link, told: Told) -> bool:
    """Whether a count is said to be that before the event: "even before the quake 3.5 million were displaced"."""
    main, cut = told.timeline.main, told.cut
    if main is None or not main.sudden or "scope.before" not in cut.tags:
        return False
    begin, end = cut.letters.rfind(";", 0, link.number) + 1, cut.letters.find(";", link.number)
    for index in range(begin, end if end >= 0 else len(cut.chunks)):
        after = cut.chunks[index + 1 : index + 4]
        if "scope.before" in cut.chunks[index].tags and any("scope.disaster" in chunk.tags for chunk in after):
            return True
    return False


def long(days: Days, published: date | None) -> bool:
    """Whether a span is so long that its count is a running total."""
    start, end = days
    return start is not None and (end or published or start) - start > LIMIT_EVENT


def orderly(dated: When) -> When:
    """The days of a count; none where they would end before they begin: a text of 2009 that tells "since 2011" errs."""
    start, end = dated.days
    crossed = start is not None and end is not None and start > end
    return dated._replace(days=UNKNOWN) if crossed else dated
