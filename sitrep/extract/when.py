"""When: the days that a count covers."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sitrep.extract import timeline
from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.scene import Site
from sitrep.extract.timeline import STANDING, Event, Timeline
from sitrep.extract.words import tags
from sitrep.language.dates import Mention, related
from sitrep.language.days import UNKNOWN, Days
from sitrep.language.reader import Language
from sitrep.model import Fact

NIGHT = timedelta(days=1)
LIMIT_SPOKEN = 9  # tokens between a verb of saying and its day
LIMIT_DATELINE = 8  # tokens before the day of a dateline
DASHES = ("-", "–", "—", ":", "(")
BACKGROUND = frozenset({"year", "month", "yearof", "ago", "open"})
LIMIT_RECORD = 6  # tokens between "the deadliest" and its "since"
LIMIT_EVENT = timedelta(days=32)  # "since" over a longer span is a running total (ruling 3)
LIMIT_COMING = timedelta(days=240)  # a month without a year that is further off was meant in the past
SPOKEN_UNITS = frozenset({"weekday", "day", "today", "yesterday", "daybefore", "ago", "sameday", "dayonly"})
HARM = frozenset({"killed", "injured"})
PERIODS = frozenset({"week", "month", "monthof", "year", "yearof"})
YEARLY = frozenset({"day", "days", "month", "feast"})  # may be written without a year
GOING = frozenset({"subject", "infinitive", "causative", "count_noun"})  # roles of words for going on one's own feet


@dataclass(frozen=True, slots=True)
class When:
    """The days of a count, whether they were carried from another sentence, and the mention they come from."""

    days: Days = UNKNOWN
    carried: bool = False
    kind: str = "on"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of days when a count is dated: the sentence, its mentions that are no reporting days, the place
    that it tells of, and what the sentences before told."""

    cut: Chunked
    found: Sequence[Mention]
    timeline: Timeline
    site: Site | None
    published: date | None


def events(chunked: Chunked, language: Language, before: Timeline, published: date | None) -> tuple[Mention, ...]:
    """The mentions of days that do not only say when somebody spoke, those that count from another resolved."""
    found: list[Mention] = []
    base: Days = UNKNOWN
    for written in chunked.mentions:
        mention = _compared(written, chunked, language)
        if mention is None or _speaks(mention, chunked, language) or _dateline(mention, chunked, published):
            continue
        if mention.back is not None and (mention.unit != "open" or _follows_event(mention, chunked)):
            told = base if base[0] is not None and mention.unit != "open" else timeline.base(before, mention)
            mention = related(mention, told, published)
        found.append(mention)
        base = mention.days if mention.kind == "on" and mention.days[0] is not None else base
    return tuple(found)


def _follows_event(mention: Mention, chunked: Chunked) -> bool:
    """Whether "since" is followed by the event itself: since the quake."""
    spans = chunked.sentence.spans
    after = [c for c in chunked.chunks if mention.end <= spans[c.first][0]][:3]
    return any("scope.disaster" in c.tags or "scope.taking" in c.tags for c in after)


def _compared(mention: Mention, chunked: Chunked, language: Language) -> Mention | None:
    """None of a day that only says how rare something is; the day itself where it is then told of.

    The deadliest since January 2016; the worst since January 2016, when 150 were killed.
    """
    rare = mention.kind == "since" and mention.days[0] is not None
    if not rare and mention.unit not in ("within", "past"):
        return mention
    sentence = chunked.sentence
    before = [i for i, (start, _) in enumerate(sentence.spans) if start < mention.start][-LIMIT_RECORD:]
    if not any("scope.record" in tags(i, sentence, language) for i in before):
        return mention
    if not rare or mention.days[0] is None:  # the second raid in ten days
        return replace(mention, days=UNKNOWN)
    after = [c for c in chunked.chunks if sentence.spans[c.first][0] >= mention.end]
    if not any(c.letter == "R" or "scope.when" in c.tags for c in after[:4]):
        return None
    return replace(mention, days=(mention.days[0], _last(mention.days[0], mention.unit)), kind="on")


def _dateline(mention: Mention, chunked: Chunked, published: date | None) -> bool:
    """Whether a day is that of the dispatch: "ADEN, Nov 8 - …"."""
    if (mention.unit, mention.kind) != ("day", "on") or published is None or mention.days[1] is None or mention.start == 0:
        return False
    near = timedelta() <= published - mention.days[1] <= timedelta(days=1)
    after = chunked.sentence.text[mention.end :].lstrip()[:1]
    early = sum(start < mention.start for start, _ in chunked.sentence.spans) <= LIMIT_DATELINE
    return near and early and after in DASHES


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
            break
        numbered = numbered or index in counts
    after = next((i for i, (start, _) in enumerate(sentence.spans) if start >= mention.end), len(sentence.keys))
    return sentence.keys[after : after + 1] != () and sentence.keys[after] in language.saying  # on Monday said


def own(number: int, trigger: int, stop: int, begin: int, told: Told) -> When | None:
    """The days of a count by its own sentence: the mention after it, else the last before it, else any."""
    cut = told.cut
    first, last = min(number, trigger), max(number, trigger)
    found = [m for m in told.found if m.unit != "anniversary" and not _beside(m, first, last, cut)]
    if not found:
        return None
    segment = cut.letters.rfind(";", 0, first) + 1
    begin = max(begin, segment)
    parted = cut.letters.find(";", last)
    low, start, end = _at(first, cut), _at(begin, cut), _at(min(stop, parted) if parted >= 0 else stop, cut)
    after = [m for m in found if low <= m.start < end and not _apart(last, m, stop, cut)]
    before = [m for m in found if start <= m.start < low]
    if after and found[0].start < low and _aside(last, after[0], cut):
        after = []
    before = [m for m in before if m.kind != "until" or _opens(m, segment, cut)]
    mention = after[0] if after else before[-1] if before else None
    if mention is None:
        leading = [m for m in found if m.start < low and (m.kind != "until" or _opens(m, 0, cut))]
        mention = leading[0] if leading else _trailing(found, last, cut)
    return When(mention.days, False, mention.kind, mention.unit) if mention else None


def _apart(last: int, mention: Mention, stop: int, cut: Chunked) -> bool:
    """Whether a mention after a count is that of another clause: "…, and on Monday eight", "…, they will leave today"."""
    between = cut.letters[last + 1 : _index(mention, cut)]
    return "K" in between or (",&" in between and stop < len(cut.chunks))


def _trailing(found: Sequence[Mention], last: int, cut: Chunked) -> Mention | None:
    """The one mention of a sentence, after all its numbers: "killed 24 in Bor and 22 in Ayod over the past week"."""
    if len(found) != 1:
        return None
    at = _index(found[0], cut)
    between, beyond = cut.chunks[last + 1 : at], cut.chunks[at:]
    if any(chunk.quantity is not None for chunk in beyond) or not {";", "K", "Z"}.isdisjoint(cut.letters[last:at]):
        return None
    return None if any("scope.superseded" in chunk.tags for chunk in between) else found[0]


def _beside(mention: Mention, first: int, last: int, cut: Chunked) -> bool:
    """Whether a mention only describes what a sentence names: "the agency, at work here since 2015, said 12 died"."""
    at = _index(mention, cut)
    if at > last:
        return mention.unit in BACKGROUND and "R" in cut.letters[last + 1 : at]
    begin, end = cut.letters.rfind(",", 0, at), cut.letters.find(",", at)
    counts = any(chunk.quantity is not None for chunk in cut.chunks[begin + 1 : at])
    vague = (mention.unit in BACKGROUND or mention.kind == "since") and not counts
    older = any("scope.superseded" in chunk.tags for chunk in cut.chunks[begin + 1 : at])  # up from 31 on Sunday
    return (vague or older) and 0 <= begin < at < end < first


def _opens(mention: Mention, segment: int, cut: Chunked) -> bool:
    """Whether a mention stands before all numbers: "by Tuesday seven bodies and …", not "seven by Tuesday, and …"."""
    numbers = [index for index in range(segment, len(cut.chunks)) if cut.chunks[index].quantity is not None]
    return not numbers or mention.start < _at(numbers[0], cut)


def _aside(last: int, mention: Mention, cut: Chunked) -> bool:
    """Whether a mention stands in a clause on something else: "the region that suffered most on Friday"."""
    between = range(last + 1, _index(mention, cut))
    return any(cut.letters[i] in ",R" or "scope.when" in cut.chunks[i].tags for i in between)


def _index(mention: Mention, cut: Chunked) -> int:
    """The chunk that a mention is."""
    return next((i for i in range(len(cut.chunks)) if _at(i + 1, cut) > mention.start), len(cut.chunks))


def _at(index: int, cut: Chunked) -> int:
    """Where a chunk begins in the text; its end for the one after the last."""
    spans = cut.sentence.spans
    return spans[cut.chunks[index].first][0] if index < len(cut.chunks) else spans[-1][1] + 1


def dated(link: Link, own: When | None, told: Told, lead: Fact | None, status: str) -> When:
    """The days of a count: its own, its total's, or those of the event that the text is about."""
    if own is not None and not (own.kind in ("since", "began") and link.indicator in STANDING):
        return _bounded(link, own, told, lead, status)
    if status == "projected" or link.indicator in STANDING:
        buried = link.indicator == "missing" and told.timeline.here is not None  # 400 may lie under the mud
        return When(told.timeline.here.days, True) if buried and told.timeline.here else _standing(link, told, status)
    if lead is not None and lead.end is not None:
        return When((lead.start, lead.end), True)
    cut = told.cut
    event = timeline.event_of(link, cut, told.timeline, told.site)
    first = timeline.dating(cut, told.found) if event is None and link.indicator in timeline.BEFALLS else None
    if first is not None and "scope.disaster" in cut.tags and first.kind == "on":
        return When(first.days)  # five days after the quake 300 are dead
    sudden = event is not None and event.sudden
    body = cut.sentence.section not in ("title", "teaser")
    if body and _still(link, cut) and not (sudden and link.indicator in HARM):
        return _standing(link, told, status)
    if body and _since(link, cut):
        start = event.days[0] if event is not None and sudden and link.indicator != "returned" else None
        return When((start, told.published), event is not None, "since")
    if event is not None and not _later(link, event, cut, told.timeline):
        return When(event.days, True, event.kind)
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
        return replace(own, days=(None, end)) if own.kind == "on" and start == end else own
    if own.kind == "on" and _since(link, told.cut) and link.indicator != "returned":
        return replace(own, days=(start, told.published), kind="since")
    if own.kind in ("since", "began"):
        return _as_of(own, told)
    event = timeline.event_of(link, told.cut, told.timeline, told.site)
    if own.kind == "until":
        return _begun(link, own, told, lead, event)
    older = link.rule == "restated" and (link.indicator in HARM or "scope.superseded" in told.cut.tags)
    tally = older or timeline.is_toll(link, told.cut)
    if tally and own.kind == "on" and start is not None and end is not None and end - start <= NIGHT:
        return _tally(own, told, event)
    return own


def _tally(own: When, told: Told, event: Event | None) -> When:
    """The days of a toll that is given on a day: those of the event where they are known, else up to that day."""
    day = timeline.dating(told.cut, told.found) if "scope.disaster" in told.cut.tags else None
    if day is not None:
        return When(day.days, False, day.kind, day.unit)
    if event is not None and event.sudden:
        return When(event.days, True, event.kind)
    return replace(own, days=(None, own.days[1]))


def _as_of(own: When, told: Told) -> When:
    """The days of a count since a day: to the day that the sentence is told as of, if it says one."""
    start, end = own.days
    as_of = told.found[0].days[1] if told.found[0].kind == "until" else end
    return replace(own, days=(start, as_of)) if start is None or as_of is None or start <= as_of else own


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
    return replace(own, days=(start, end))


def _whole_year(own: When) -> When:
    """The whole year that a plan is for."""
    start, _ = own.days
    return replace(own, days=(start, date(start.year, 12, 31))) if start is not None else own


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
        "scope.present" in c.tags for c in cut.chunks[link.number : link.trigger]
    )
    if event is days.period:  # 32,000 refugees live there; 400 came this week
        counted = cut.chunks[link.trigger].quantity is not None
        living = counted and (link.indicator == "refugees" or (link.indicator == "returned" and event.position == 0))
        return perfect(link, cut) or present or living
    if event.kind == "since" and event is not days.here and perfect(link, cut):
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
    if own.unit == "weekday" and end < published:
        return replace(own, days=(start + timedelta(days=7), end + timedelta(days=7)))
    if end == published and own.unit in PERIODS:
        return replace(own, days=(start, _last(start, own.unit)))
    if own.unit in YEARLY and end < published - LIMIT_EVENT:
        return _next_year(own, start, end, published)
    return own


def _next_year(own: When, start: date, end: date, published: date) -> When:
    """The same days a year later, if those are near."""
    try:
        start, end = start.replace(year=start.year + 1), end.replace(year=end.year + 1)
    except ValueError:  # 29 February
        return own
    return replace(own, days=(start, end)) if timedelta() <= start - published <= LIMIT_COMING else own


def _last(start: date, unit: str) -> date:
    """The last day of the week, month or year that begins; of a day, the day itself."""
    if unit == "week":
        return start + timedelta(days=6)
    if unit in ("month", "monthof"):
        return date(start.year, start.month, monthrange(start.year, start.month)[1])
    return date(start.year, 12, 31) if unit in ("year", "yearof") else start


def _standing(link: Link, told: Told, status: str) -> When:
    """A stock that "still" or "now" holds ends on the day reported; any other has no days (ruling 4)."""
    if status != "reported":
        return When()
    main = told.timeline.main
    if main is not None and main.sudden and _before_event(link, told.cut):
        return When((None, main.days[0]))
    if not _still(link, told.cut):
        return When()
    return When((None, told.timeline.as_of or told.published))


def _before_event(link: Link, cut: Chunked) -> bool:
    """Whether a stock is said to be that before the event: "even before the quake 3.5 million were displaced"."""
    begin = cut.letters.rfind(";", 0, link.number) + 1
    for index in range(begin, link.number):
        after = cut.chunks[index + 1 : index + 4]
        if "scope.before" in cut.chunks[index].tags and any("scope.disaster" in chunk.tags for chunk in after):
            return True
    return False


def long(days: Days, published: date | None) -> bool:
    """Whether a span is so long that its count is a running total."""
    start, end = days
    return start is not None and (end or published or start) - start > LIMIT_EVENT
