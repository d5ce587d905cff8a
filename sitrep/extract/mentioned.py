"""Which mentions of days in a sentence say when something happened, and which of them is a count's own."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from sitrep.extract import timeline
from sitrep.extract.chunks import Chunked
from sitrep.extract.words import tags
from sitrep.language.dates import Mention, related
from sitrep.language.days import UNKNOWN, Days, month_end
from sitrep.language.reader import Language

LIMIT_SPOKEN = 9  # tokens between a verb of saying and its day
LIMIT_OPENING = 2  # tokens before a day that opens a sentence
LIMIT_SPEAKER = 6  # tokens of who spoke
LIMIT_DATELINE = 8  # tokens before the day of a dateline
DASHES = ("-", "–", "—", ":", "(")
BACKGROUND = frozenset({"year", "month", "yearof", "ago", "open"})
LIMIT_RAGING = 4  # chunks between "two weeks of" and what raged
RAGING = frozenset({"scope.fighting", "scope.disaster"})
LIMIT_RECORD = 6  # tokens between "the deadliest" and its "since"
SPOKEN_UNITS = frozenset({"weekday", "day", "today", "yesterday", "daybefore", "ago", "sameday", "dayonly", "dayafter"})


CLAUSE = frozenset(",;:.RKZBHVAIT")  # letters at which another clause begins, or has begun


def events(
    chunked: Chunked, language: Language, before: timeline.Timeline, published: date | None
) -> tuple[Mention, ...]:
    """The mentions of days that do not only say when somebody spoke, those that count from another resolved."""
    found: list[Mention] = []
    base: Days = UNKNOWN
    for written in chunked.mentions:
        mention = _compared(written, chunked, language)
        if mention is None or _speaks(mention, chunked, language) or _dateline(mention, chunked, published):
            continue
        if mention.unit == "raging" and (mention := _raging(mention, chunked, language, published)) is None:
            continue
        if mention.back is not None and (mention.unit != "open" or _follows_event(mention, chunked)):
            told = base if base[0] is not None and mention.unit != "open" else timeline.base(before, mention)
            mention = related(mention, told, published)
        found.append(mention)
        base = mention.days if mention.kind == "on" and mention.days[0] is not None else base
    return tuple(found)


def _raging(mention: Mention, chunked: Chunked, language: Language, published: date | None) -> Mention | None:
    """The days of "two weeks of fighting", up to the day that the sentence is told on; None of "two weeks of food"."""
    spans = chunked.sentence.spans
    after = [c for c in chunked.chunks if mention.end <= spans[c.first][0]][:LIMIT_RAGING]
    if not any(RAGING & c.tags for c in after) or published is None or mention.days[0] is None:
        return None
    others = [m for m in chunked.mentions if m is not mention and m.days[1] is not None]
    spoken = [m.days[1] for m in others if _speaks(m, chunked, language) and m.days[1] is not None]
    if len(spoken) < len(others):
        return None  # 16–20 January: five days of fighting
    said = spoken[0] if spoken else published
    return mention._replace(days=(mention.days[0] - (published - said), said))


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
        return mention._replace(days=UNKNOWN)
    after = [c for c in chunked.chunks if sentence.spans[c.first][0] >= mention.end]
    if not any(c.letter == "R" or "scope.when" in c.tags for c in after[:4]):
        return None
    return mention._replace(days=(mention.days[0], last_day(mention.days[0], mention.unit)), kind="on")


def _dateline(mention: Mention, chunked: Chunked, published: date | None) -> bool:
    """Whether a day is that of the dispatch: "ADEN, Nov 8 - …"."""
    if (
        (mention.unit, mention.kind) != ("day", "on")
        or published is None
        or mention.days[1] is None
        or mention.start == 0
    ):
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
    before = bisect_left(sentence.spans, (mention.start,))  # tokens before it
    numbered = False
    for index in range(before - 1, max(-1, before - 1 - LIMIT_SPOKEN), -1):
        if sentence.keys[index] in language.putting or (sentence.keys[index] in language.saying and not numbered):
            return True
        if sentence.keys[index] in (",", ";", ":") or "scope.disaster" in tags(index, sentence, language):
            break  # "its bulletin on the flood of 29 October"
        numbered = numbered or _in_number(index, chunked)
    after = bisect_left(sentence.spans, (mention.end,))
    if sentence.keys[after : after + 1] and sentence.keys[after] in language.saying:  # on Monday said
        return True
    return before <= LIMIT_OPENING and _told_on(after, chunked, language)


def _in_number(token: int, chunked: Chunked) -> bool:
    """Whether a token belongs to a number or to what it counts."""
    index = bisect_right(chunked.chunks, token, key=lambda chunk: chunk.first) - 1
    return index >= 0 and chunked.chunks[index].quantity is not None and token < chunked.chunks[index].last


def _told_on(after: int, chunked: Chunked, language: Language) -> bool:
    """Whether a day that opens a sentence is that on which somebody spoke: "On Monday the ministry said …"."""
    sentence = chunked.sentence
    comma = sentence.keys[after : after + 1] == (",",)
    begin = after + comma
    for index in range(begin, min(begin + LIMIT_SPEAKER, len(sentence.keys))):
        if sentence.keys[index] in language.saying:  # not: on Monday, they added, five had died
            return not (comma and sentence.keys[index + 1 : index + 2] == (",",))
        if _in_number(index, chunked) or sentence.keys[index] in (",", ";", ":"):
            return False
    return False


def last_day(start: date, unit: str) -> date:
    """The last day of the week, month or year that begins; of a day, the day itself."""
    if unit == "week":
        return start + timedelta(days=6)
    if unit in ("month", "monthof"):
        return month_end(start)
    return date(start.year, 12, 31) if unit in ("year", "yearof") else start


def own(number: int, trigger: int, stop: int, begin: int, cut: Chunked, mentions: Sequence[Mention]) -> Mention | None:
    """The mention that dates a count: the one after it, else the last before it, else any of its sentence.

    `number` and `trigger` are its chunks, those from `begin` to `stop` are not another count's.
    """
    first, last = min(number, trigger), max(number, trigger)
    told = "scope.superseded" in cut.tags  # else only what may be background can stand beside
    found = [
        m for m in mentions
        if m.unit != "anniversary" and not (
            (told or m.kind == "since" or m.unit in BACKGROUND) and _beside(m, first, last, cut)
        )
    ]  # fmt: skip
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
    return mention


def _apart(last: int, mention: Mention, stop: int, cut: Chunked) -> bool:
    """Whether a mention after a count is another clause's: "…, and on Monday eight", "…, they will leave today"."""
    between = cut.letters[last + 1 : _index(mention, cut)]
    return "K" in between or (",&" in between and stop < len(cut.chunks))


def _trailing(found: Sequence[Mention], last: int, cut: Chunked) -> Mention | None:
    """The one mention of a sentence, after all its numbers: "killed 24 in Bor and 22 in Ayod over the past week"."""
    if len(found) != 1:
        return None
    at = _index(found[0], cut)
    between, beyond = cut.chunks[last + 1 : at], cut.chunks[at:]
    if CLAUSE.isdisjoint(cut.letters[last + 1 : at]) and "&" in cut.letters[last + 1 : at]:
        return found[0]  # "launched 27 drones and four missiles overnight": the day is that of both
    if any(chunk.quantity is not None for chunk in beyond) or not {";", "K", "Z"}.isdisjoint(cut.letters[last:at]):
        return None
    return None if any("scope.superseded" in chunk.tags for chunk in between) else found[0]


def _beside(mention: Mention, first: int, last: int, cut: Chunked) -> bool:
    """Whether a mention only describes what a sentence names: "the agency, at work here since 2015, said 12 died"."""
    background = mention.unit in BACKGROUND
    if mention.start >= _at(last + 1, cut):
        return background and "R" in cut.letters[last + 1 : _index(mention, cut)]
    if not background and mention.kind != "since" and "scope.superseded" not in cut.tags:
        return False
    at = _index(mention, cut)
    begin, end = cut.letters.rfind(",", 0, at), cut.letters.find(",", at)
    if not 0 <= begin < at < end < first or cut.letters[begin - 1 : begin] in ("H", "B"):
        return False  # "the rains have, since July, brought down …"
    if any("scope.superseded" in chunk.tags for chunk in cut.chunks[begin + 1 : at]):  # up from 31 on Sunday
        return True
    counts = any(chunk.quantity is not None for chunk in cut.chunks[begin + 1 : at])
    return (background or mention.kind == "since") and not counts


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
    return bisect_right(range(len(cut.chunks)), mention.start, key=lambda i: _at(i + 1, cut))


def _at(index: int, cut: Chunked) -> int:
    """Where a chunk begins in the text; its end for the one after the last."""
    spans = cut.sentence.spans
    return spans[cut.chunks[index].first][0] if index < len(cut.chunks) else spans[-1][1] + 1
