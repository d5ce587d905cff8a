"""Timeline: the events that a document dates, and which of them a count without a day of its own belongs to.

A text dates its event once and then counts what it did, for sentences or paragraphs on end. So the day of the first
sentences' sudden event holds wherever nothing else is told of; that of any other event holds in its own paragraph; the
days in the heading of a periodical hold for all that is counted under it.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.scene import Site
from sitrep.language.dates import Mention
from sitrep.language.days import Days, year_before
from sitrep.language.lexicon import Word
from sitrep.language.text import Sentence

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
TITLE = -1  # position of the event of a title
LIMIT_LEAD = 4  # sentences, with the title, in which a document names its event
LIMIT_REPORT = 8  # sentences in which a report says what days it covers
LIMIT_TOLL = 8  # chunks between a toll and its number
LIMIT_SUBJECT = 5  # chunks between a war and what it did
LIMIT_WHOSE = 5  # chunks between "Friday's" and the noun of its attack
LIMIT_LABEL = 5  # tokens of the label of a paragraph: "KHARKIV —", "Cabo Delgado:"
LIMIT_SUDDEN = timedelta(days=2)  # between first and last day of an event that is told of as one
LABELS = frozenset("–—:|-")
# What befalls people on a day; its day is carried from the sentences before.
BEFALLS = frozenset((
    "killed", "injured", "missing", "detained", "displaced", "affected", "airstrikes", "attacks", "munitions",
    "homes_destroyed", "homes_damaged", "facilities_hit",
))  # fmt: skip
INCIDENTS = frozenset(("airstrikes", "attacks"))
DEEDS = INCIDENTS | {"munitions", "detained"}  # no disaster does these
AFTERMATH = frozenset(("displaced", "detained", "reached", "returned"))  # comes after a disaster, on days of its own
STANDING = frozenset(("idps", "in_need"))
# Patterns that name days of an event, as against months and years in its background.
DAY_UNITS = frozenset((
    "day", "numeric", "days", "dayonly", "feast", "weekday", "today", "yesterday", "overnight", "past", "within",
    "lasting", "daybefore", "dayafter", "sameday", "first", "week", "weekto", "weekof", "weekend", "ago", "anniversary",
    "raging", "samespan", "spanafter",
))  # fmt: skip
SPANS = frozenset(("since", "began", "span"))
STARTS = ("on", "began")
WINDOWS = frozenset(("past", "within", "weekto"))
PERIODS = frozenset(("days", "weekof", "weekto"))


class Event(NamedTuple):
    """What a sentence dates. A `disaster` strikes wherever it strikes, `wide` fighting only within its country.

    A `window` is days that are only looked at, like the past 24 hours.

    `told` is False of a day that no count or event goes with: "a helicopter came over on Tuesday".
    """

    days: Days
    kind: str
    position: int
    site: Site | None = None
    disaster: bool = False
    wide: bool = False
    told: bool = True
    window: bool = False

    @property
    def sudden(self) -> bool:
        """Whether it is told of as one event of a day or a few, not as a span that something is counted over."""
        start, end = self.days
        return self.kind == "on" and start is not None and end is not None and end - start <= LIMIT_SUDDEN


class Timeline(NamedTuple):
    """What the sentences so far tell of days.

    `main` is the event of the document, `here` that of the paragraph `block`, `above` that of the paragraph above a
    list; `turn` the last day that something began or happened on; `period` and `as_of` what a title or heading says
    that all under it covers. `listed` says that the paragraph is a row or has a label of its own, so that it is on
    something else than the one before; `leads` that the sentence before ended with a colon.
    """

    main: Event | None = None
    here: Event | None = None
    above: Event | None = None
    turn: date | None = None
    period: Event | None = None
    as_of: date | None = None
    block: int = -1
    listed: bool = False
    leads: bool = False


def opened(before: Timeline, sentence: Sentence, position: int) -> Timeline:
    """The timeline at the beginning of a sentence: a new paragraph leaves the event of the last one behind."""
    if sentence.block == before.block:
        return before
    above = before.above if sentence.row or before.leads else None
    if before.here is not None and not before.listed and (sentence.row or before.leads):
        above = before.here
    label = position >= LIMIT_LEAD and not LABELS.isdisjoint(sentence.words[1:LIMIT_LABEL])
    return before._replace(here=None, above=above, block=sentence.block, listed=sentence.row or label)


def base(before: Timeline, mention: Mention) -> Days:
    """The days that a mention counts from: "since the quake" from the event, "the day before" from the last told."""
    event = before.here or before.main or before.period
    if mention.unit == "open" and (event is None or not event.sudden):
        return before.turn, before.turn
    if mention.unit == "sameday" and before.turn is not None and event is not None and event.days[0] != event.days[1]:
        return before.turn, before.turn
    return event.days if event is not None else (before.turn, before.turn)


def after(
    before: Timeline,
    cut: Chunked,
    found: Sequence[Mention],
    counted: Sequence[Link],
    site: Site | None,
    position: int,
    published: date | None,
) -> Timeline:
    """The timeline after a sentence. `found` are its mentions of days, `counted` its counts that did happen."""
    sentence = cut.sentence
    titled = sentence.section in ("title", "deck") or sentence.heading
    if titled or (not counted and position < LIMIT_REPORT and "scope.period" in cut.tags):
        before = _headed(before, found, position, published)
        if sentence.heading and "voices.source" in cut.tags and (day := _sourced(cut, found)) is not None:
            return before._replace(as_of=day)
    before = before._replace(turn=_turn(found) or before.turn, leads=cut.letters.endswith(":"))
    if sentence.section == "teaser":
        return before
    if sentence.section == "title":  # a date in a title is that of the report
        position, found = TITLE, [mention for mention in found if mention.unit not in ("day", "numeric")]
    event = _event(cut, found, counted, site, position)
    if event is not None and event.days == _year_ago(published) and (event.disaster or event.wide):
        day = year_before(published or date.max)  # a text on what struck "a year ago" is written on its day
        event = event._replace(days=(day, day))
    after_main = before.main is not None and before.main.disaster and {link.indicator for link in counted} <= AFTERMATH
    if event is not None and after_main and counted and not event.wide:
        return before
    if event is None or (sentence.section in ("title", "caption") and not event.disaster):
        return before
    title = before.main is not None and before.main.position == TITLE  # the text is fuller than its title
    open_ = before.main is None or (title and (event.sudden or not before.main.sudden))
    lead = open_ and before.period is None and position < LIMIT_LEAD and event.told
    main = event if lead and not event.window and (event.disaster or not before.listed) else before.main
    here = event if before.here is None or (event.told and not _within(event, before.here)) else before.here
    return before._replace(here=before.here if sentence.section == "title" else here, main=main)


def _sourced(cut: Chunked, found: Sequence[Mention]) -> date | None:
    """The day in the brackets of a heading, which say where its rows are from: "(source: VDDMA, 17 September)"."""
    text = cut.sentence.text
    inside = (m.days[1] for m in found if m.kind == "on" and text.rfind("(", 0, m.start) > text.rfind(")", 0, m.start))
    return next((day for day in inside if day is not None), None)


def _year_ago(published: date | None) -> Days | None:
    """The days that "a year ago" means."""
    if published is None or published.year == date.min.year:
        return None
    return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)


def _headed(before: Timeline, found: Sequence[Mention], position: int, published: date | None) -> Timeline:
    """The timeline with the period or the day that a title, a heading or a line without counts says it is of."""
    for mention in found:
        start, end = mention.days
        if mention.kind == "until" and end is not None and (published is None or end <= published):
            before = before._replace(as_of=end)
        elif start is None or end is None or start == end:
            continue
        elif mention.unit in PERIODS or (mention.kind == "span" and mention.unit == "day"):
            before = before._replace(period=Event(mention.days, "span", position))
    return before


def _within(event: Event, frame: Event) -> bool:
    """Whether an event is a part of the span that is counted over: "in the last week of October alone"."""
    start, end = event.days
    first, last = frame.days
    if frame.kind not in SPANS or start is None or end is None or first is None or last is None:
        return False
    return first <= start and end <= last and (first, last) != (start, end)


def _turn(found: Sequence[Mention]) -> date | None:
    """The last day that a sentence says something began or happened on."""
    days = [m.days[0] for m in found if m.kind in ("since", "began") or (m.kind == "on" and m.days[0] == m.days[1])]
    return next((day for day in reversed(days) if day is not None), None)


def _event(
    cut: Chunked, found: Sequence[Mention], counted: Sequence[Link], site: Site | None, position: int
) -> Event | None:
    """The event that a sentence dates; None where it dates none or only what came later: aid, bodies found."""
    disaster = "scope.disaster" in cut.tags
    mention = dating(cut, found)
    if mention is None or (not counted and _coming(mention, cut)):
        return None
    befell = any(
        link.indicator in BEFALLS and link.rule != "restated" and (mention.kind != "on" or not is_toll(link, cut))
        for link in counted
    )
    later = ("scope.found" in cut.tags) if befell else bool(counted)
    if later and not of_event(mention, cut):
        return None
    fighting = "scope.fighting" in cut.tags
    struck = any(_names_event(chunk.word) for chunk in cut.chunks)
    told = disaster or befell or ((fighting or struck) and not _captioned(mention, cut))
    verbs = (chunk.word for chunk in cut.chunks if chunk.word is not None and chunk.word.noun is None)
    bombed = any(_names_event(word) for word in verbs)
    wide = disaster or fighting or bombed or any(link.indicator in INCIDENTS for link in counted)
    days = _from_to(found) if fighting and not counted else None
    window = mention.unit in WINDOWS
    return Event(days or mention.days, "on" if days else mention.kind, position, site, disaster, wide, told, window)


def of_event(mention: Mention, cut: Chunked) -> bool:
    """Whether a mention is an event's own: "Friday's quake", not "the floods killed 108 up to Thursday"."""
    spans = cut.sentence.spans
    at = next((i for i, c in enumerate(cut.chunks) if spans[c.last - 1][1] > mention.start), len(cut.chunks))
    if mention.whose and any(_names_event(chunk.word) for chunk in cut.chunks[at + 1 : at + LIMIT_WHOSE]):
        return True
    for index, chunk in enumerate(cut.chunks):
        if "scope.disaster" in chunk.tags:
            between = cut.chunks[min(at, index) : max(at, index)]
            if all(c.quantity is None for c in between):
                return True
    return False


def _captioned(mention: Mention, cut: Chunked) -> bool:
    """Whether a day is written with its year, as below a picture: "smoke rises over the town on 8 September 2018"."""
    return mention.unit == "day" and YEAR.search(cut.sentence.text, mention.start, mention.end) is not None


def _coming(mention: Mention, cut: Chunked) -> bool:
    """Whether the clause of a day tells of what is only expected: "rain is expected on Friday"."""
    spans = cut.sentence.spans
    at = next((i for i, chunk in enumerate(cut.chunks) if spans[chunk.last - 1][1] > mention.start), len(cut.chunks))
    stop = cut.letters.find(",", at)
    return "K" in cut.letters[: stop if stop >= 0 else len(cut.letters)]


def _from_to(found: Sequence[Mention]) -> Days | None:
    """The days of "opened up on Wednesday and fell silent on Friday", of "that began on Friday ended on Sunday"."""
    if len(found) < 2 or found[0].kind not in STARTS or found[1].kind != "on":
        return None
    start, end = found[0].days[0], found[1].days[1]
    return (start, end) if start is not None and end is not None and start < end else None


def is_toll(link: Link, cut: Chunked) -> bool:
    """Whether a count is told as a toll or tally: its day is that of the tally, not of the event."""
    word = cut.chunks[link.trigger].word
    if word is not None and "toll" in word.roles:
        return True
    toll = cut.letters.rfind("T", 0, link.number)  # the toll rose to 57 dead
    return toll >= 0 and link.number - toll <= LIMIT_TOLL and ";" not in cut.letters[toll : link.number]


def _names_event(word: Word | None) -> bool:
    """Whether a word is a strike, or to strike: "resumed strikes on Sunday" counts none but dates them."""
    if word is None:
        return False
    return word.noun.kind == "e" if word.noun is not None else "repeated" in word.roles


def dating(cut: Chunked, found: Sequence[Mention]) -> Mention | None:
    """The mention that dates what a sentence tells: the first, of a disaster the earliest day.

    Survivors searched the rubble on Thursday after a storm that burst two dams on Sunday.
    """
    days = [m for m in found if m.kind == "on" and m.unit in DAY_UNITS and m.days[1] is not None]
    spans = [m for m in found if m.kind in SPANS and m.days[0] is not None]
    disaster = "scope.disaster" in cut.tags
    named = [m for m in days if m.unit != "anniversary"]
    if disaster and days:
        # Eight days after the quake: the day of the quake, unless another is named for it.
        first = min(days, key=lambda m: m.days[1] or date.max)
        if first.unit != "anniversary":
            return first
        near = [m for m in named if first.days[1] and m.days[1] and m.days[1] - first.days[1] <= LIMIT_SUDDEN]
        return near[0] if near else first if named or not spans else spans[0]
    days = named
    return min((*days, *spans), key=lambda m: m.start, default=None)


def event_of(link: Link, cut: Chunked, timeline: Timeline, site: Site | None) -> Event | None:
    """The event that a count without a day belongs to, or the period that is reported on."""
    sentence = cut.sentence
    if sentence.section in ("title", "teaser") or "scope.apart" in cut.tags:
        return None
    if link.indicator in BEFALLS:
        event = _candidate(sentence, timeline)
        if event is not None and _fits(event, link, cut, timeline, site):
            return event
    return timeline.period if link.indicator not in STANDING else None


def _candidate(sentence: Sentence, timeline: Timeline) -> Event | None:
    """The event that may hold for a sentence: its paragraph's, the one above its list, the document's."""
    if timeline.here is not None:
        return timeline.here
    if sentence.row and timeline.above is not None:
        return timeline.above
    main = timeline.main
    if main is None or (timeline.listed and not main.wide):
        return None
    return main if main.sudden or (main.disaster and main.kind == "since") else None


def _fits(event: Event, link: Link, cut: Chunked, timeline: Timeline, site: Site | None) -> bool:
    if event is timeline.main and event is not timeline.here and event.disaster and link.indicator in DEEDS:
        return False
    if not event.sudden and _new_incident(cut):
        return False
    if _campaign(link, cut):
        return False
    return not _elsewhere(event, site)


def _campaign(link: Link, cut: Chunked) -> bool:
    """Whether a war or a siege did what is counted ("the war has killed 40,000"), and is not only mentioned."""
    if "scope.campaign" not in cut.tags:
        return False
    begin = max(0, link.trigger - LIMIT_SUBJECT)
    near = cut.chunks[begin : max(link.trigger, link.number) + LIMIT_SUBJECT]
    return any("scope.campaign" in chunk.tags for chunk in near)


def _new_incident(cut: Chunked) -> bool:
    """Whether a sentence tells of an incident of its own: "a shell that landed in the market"."""
    for index, chunk in enumerate(cut.chunks):
        single = chunk.article or cut.letters[index - 1 : index] == "a"
        if single and chunk.word is not None and chunk.word.noun is not None and chunk.word.noun.kind in "em":
            return True
    return False


def _elsewhere(event: Event, site: Site | None) -> bool:
    """Whether a sentence tells of a place that the event did not touch."""
    if site is None or event.site is None or same(event.site, site):
        return False
    if event.disaster and event.kind == "on":
        return False
    one, other = event.site.country, site.country
    return not event.wide or (one is not None and other is not None and one != other)


def same(first: Site, second: Site) -> bool:
    """Whether two sites are one place, or one lies in the other, as far as can be known."""
    if first.name == second.name:
        return True
    if first.place is None or second.place is None:
        known = first.place or second.place  # a village that no gazetteer has is in the country that is spoken of
        return known is not None and known.kind == "country"
    one, other = ((site.id, site.parent, site.country) for site in (first.place, second.place))
    return one[0] in other or other[0] in one
