"""Claims of a whole document → Facts: duplicates merged, totals named, ids given."""

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sitrep.language.places import Gazetteer
from sitrep.model import Document, Fact, Place, Repeat

LIMIT_TOTAL = 30  # drafts between a part and its total
LIMIT_ALONE = 2  # sentences between a total and what is said of a day or place alone
LIMIT_DAYS = 1  # sentences between the count of some days and that of the weeks they lie in
LIMIT_PLACES = 4  # sentences between the toll of a country and that of a place in it
LIMIT_HEADLINES = 100  # counts of title and deck for which a rounder number is looked for; later ones stay apart
CLOSE = 0.12  # a headline's round number stands for the body's: "nearly 1,000 dead" for 961
FULLEST = {"body": 0, "caption": 1, "deck": 2, "teaser": 3, "title": 4}
MOVED = frozenset(("displaced", "idps"))  # people who fled and people in shelters may be told in one list
HEADLINES = ("title", "deck")
UNNAMED = ""  # instead of the place of a draft whose sentence names none
VAGUE_TITLE = ("vague", "about", "at_least", "at_most")

Alike = tuple[Hashable, ...]


class Draft(NamedTuple):
    """A fact before the whole document was seen: `total` is the position of its total in the list of drafts."""

    fact: Fact
    total: int | None
    named: bool  # the sentence itself names the place
    position: int  # of its sentence in the document
    row: bool = False  # a row of a bulleted list
    dated: bool = False  # the sentence itself gives the days
    alone: bool = False  # "in the last week alone": a part of what was told just before
    sums_up: bool = False  # "in all", "that brought to": what was told just before are parts of it


def facts(document: Document, drafts: Sequence[Draft], titled: bool) -> tuple[Fact, ...]:
    """The facts of a document in order, each stated once, each with its own id."""
    drafts = _summed_up([_within(index, drafts) for index in range(len(drafts))])
    kept, stands_for = _merged(drafts)
    order = sorted(kept, key=lambda i: _order(drafts[i].fact, titled))
    ids = _ids(document, order, drafts)
    repeats = _repeats(drafts, stands_for, titled)
    found = []
    for index in order:
        total = drafts[index].total
        while total is not None and total not in ids and total in stands_for:
            total = stands_for[total]
        part_of = ids.get(total) if total is not None and total != index else None
        found.append(replace(drafts[index].fact, id=ids[index], part_of=part_of, repeats=tuple(repeats.get(index, ()))))
    return tuple(found)


def _ids(document: Document, order: Sequence[int], drafts: Sequence[Draft]) -> dict[int, str]:
    """The id of each draft that stands: a hash of the document's words and its own; the first of two alike is 1."""
    # The document goes into the hash once and not for every fact: a long one has many facts.
    opening = hashlib.sha256(_bytes(json.dumps((document.header.title, document.text), ensure_ascii=False)[:-1] + ", "))
    ids: dict[int, str] = {}
    seen: dict[str, int] = {}
    for index in order:
        key = _key(drafts[index].fact)
        seen[key] = seen.get(key, 0) + 1
        hashed = opening.copy()
        hashed.update(_bytes(f"{key}{seen[key]}"))
        ids[index] = "f" + hashed.hexdigest()[:16]
    return ids


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # half a pair of signs is no reason to lose a document


def _repeats(drafts: Sequence[Draft], stands_for: Mapping[int, int], titled: bool) -> dict[int, list[Repeat]]:
    """For each draft that stands where else the document says the same, in the order of its text."""
    found: dict[int, list[Repeat]] = {}
    for index in sorted(stands_for, key=lambda i: _order(drafts[i].fact, titled)):
        fact, full = drafts[index].fact, drafts[stands_for[index]].fact
        if (fact.section, fact.number) != (full.section, full.number):
            found.setdefault(stands_for[index], []).append(Repeat(fact.section, fact.span, fact.number))
    return found


def _within(index: int, drafts: Sequence[Draft]) -> Draft:
    """The draft with the total that it is a part of by where it stands, if it has none yet.

    A part ("74 of the dead") belongs to the last total before it, a row of a list to the total above the list, the
    count of some days to that of the weeks they lie in.
    """
    draft = drafts[index]
    if draft.total is not None or draft.fact.section in ("title", "teaser"):
        return draft
    for other in range(index - 1, max(-1, index - LIMIT_TOTAL), -1):
        total = drafts[other]
        listed = draft.row and not total.row and draft.fact.end in (None, total.fact.end)
        top = total.total is None or listed
        if top and _larger(total.fact, draft.fact) and _holds(total, draft):
            return draft._replace(total=other, fact=_dated(total, draft))
    return draft


def _summed_up(drafts: list[Draft]) -> list[Draft]:
    """The drafts; the rows, or the counts of one sentence, right before a count that sums up are its parts."""
    for index, total in enumerate(drafts):
        at = total.position
        for other in range(index - 1, -1, -1) if total.sums_up and total.total is None else ():
            part = drafts[other]
            if part.fact.section != "body" or at - part.position > 1 + (part.row and at == total.position):
                break
            alike = {part.fact.indicator, total.fact.indicator} <= MOVED or part.fact.indicator == total.fact.indicator
            alike = alike and part.fact.unit == total.fact.unit and _more(total.fact, part.fact)
            if part.position < total.position and part.total is None and alike:
                drafts[other] = part._replace(total=index)
            at = part.position if part.row else at
    return drafts


def _dated(total: Draft, part: Draft) -> Fact:
    """The fact of a part; a row that says no days of its own is of those of the total above the list."""
    fact, days = part.fact, (total.fact.start, total.fact.end)
    if not part.row or part.dated or total.fact.end is None or days == (fact.start, fact.end):
        return fact
    flags = fact.flags if "carried_date" in fact.flags else (*fact.flags, "carried_date")
    return replace(fact, start=days[0], end=days[1], flags=flags)


def _larger(total: Fact, part: Fact) -> bool:
    same = (total.indicator, total.status) == (part.indicator, part.status) and total.group in (None, part.group)
    return same and total.section == "body" and _more(total, part)


def _more(total: Fact, part: Fact) -> bool:
    low, high = part.low if part.low is not None else part.high, total.high if total.high is not None else total.low
    unit = total.unit == part.unit or (total.unit, part.unit) == ("people", "families")
    return unit and low is not None and high is not None and low < high


def _holds(total: Draft, part: Draft) -> bool:
    a, b = total.fact, part.fact
    if b.rule == "part.named" or (part.alone and part.position - total.position <= LIMIT_ALONE):
        return True
    if part.row and not total.row:
        abroad = a.country is not None and b.country not in (None, a.country)
        return not abroad and (a.place != b.place or not total.named)
    if not (part.row and total.row) and _province(total, part):
        return True
    if part.position - total.position > LIMIT_DAYS or a.start is None or b.start is None or a.end is None:
        return False
    shorter = b.end is not None and a.start < b.start and b.end <= a.end and (a.end - a.start).days > 1
    return shorter and not (part.named and a.place != b.place) and a.attribution == (b.attribution or a.attribution)


def _province(total: Draft, part: Draft) -> bool:
    """Whether one voice goes on from the toll of a country or province to that of a place in it."""
    a, b = total.fact, part.fact
    if not part.named or part.position - total.position > LIMIT_PLACES or part.position == total.position:
        return False
    inside = a.place_id is not None and b.place_id is not None and a.place_id != b.place_id
    inside = inside and a.country == b.country and (a.place_id == a.country or a.place == b.admin1)
    same_days = (a.start, a.end) == (b.start, b.end) or b.end is None
    return inside and same_days and (b.attribution is None or a.attribution == b.attribution)


def _order(fact: Fact, titled: bool) -> tuple[int, int, int, str]:
    return (0 if titled and fact.section == "title" else 1, fact.span.start, fact.span.end, fact.indicator)


def _key(fact: Fact) -> str:
    """What tells a fact from the others of its document, as the rest of a JSON list that opens with the document."""
    parts = (fact.sentence, fact.indicator, fact.unit, fact.group, fact.low, fact.high)
    return json.dumps(parts, ensure_ascii=False)[1:]


def _merged(drafts: Sequence[Draft]) -> tuple[list[int], dict[int, int]]:
    """Positions of the drafts that stand, and for each that does not the one that says the same more fully."""
    stands_for: dict[int, int] = {}
    kept: list[int] = []
    alike: dict[Alike, list[int]] = {}  # places in `kept` of those that may state one count, in order
    headlines = 0
    for index in sorted(range(len(drafts)), key=lambda i: (FULLEST[drafts[i].fact.section], drafts[i].position)):
        draft = drafts[index]
        headlines += draft.fact.section in HEADLINES
        if draft.fact.section in HEADLINES and headlines <= LIMIT_HEADLINES:
            found: Iterable[Iterable[int]] = (range(len(kept)),)
        else:
            found = (alike.get(key, ()) for key in _sought(draft))
        firsts = (next((one for one in places if _same(drafts[kept[one]], draft)), None) for places in found)
        same = min((one for one in firsts if one is not None), default=None)
        if same is None:
            for key in _shared(draft):
                alike.setdefault(key, []).append(len(kept))
            kept.append(index)
        else:
            stands_for[index] = kept[same]
    return kept, stands_for


def _shared(draft: Draft) -> tuple[Alike, ...]:
    """Under what a draft is found by those that may state the same count."""
    fact = draft.fact
    plain = (fact.indicator, fact.unit, fact.status, fact.low, fact.high)
    count = (*plain, fact.group or None)
    days = (*count, fact.start, fact.end)
    return plain, (*count, draft.position, fact.span), days, (*days, fact.place if draft.named else UNNAMED)


def _sought(draft: Draft) -> tuple[Alike, ...]:
    """Where a draft looks for the one that states the same count, so that the first found there is it."""
    plain, here, days, place = _shared(draft)
    if draft.fact.section in HEADLINES:
        return (plain,)
    return (here, place, (*days, UNNAMED)) if draft.named else (here, days)


def _same(full: Draft, other: Draft) -> bool:
    """Whether two drafts state one count."""
    a, b = full.fact, other.fact
    if (a.indicator, a.unit, a.status) != (b.indicator, b.unit, b.status) or b.section == "teaser":
        return False
    if (a.group or b.group) and a.group != b.group and not (b.section in HEADLINES and b.group is None):
        return b.section in HEADLINES and (a.low, a.high) == (b.low, b.high)
    if (a.low, a.high) == (b.low, b.high):
        if full.position == other.position:
            return full.fact.span == other.fact.span
        return (
            not (full.named and other.named and a.place != b.place)
            and (a.start, a.end) == (b.start, b.end)
            or b.section in HEADLINES
        )
    return b.section in HEADLINES and _near(a, b)


def _near(full: Fact, title: Fact) -> bool:
    """Whether a headline's round number stands for the body's fuller one."""
    a, b = full.low if full.low is not None else full.high, title.low if title.low is not None else title.high
    if a is None or b is None:
        return False
    if a == b:
        return True
    if title.qualifier in ("vague", "at_least"):
        return a >= b and (title.qualifier == "vague" or a - b <= CLOSE * a)
    if title.qualifier == "at_most":
        return a <= b and b - a <= CLOSE * b
    return title.qualifier in VAGUE_TITLE and abs(a - b) <= CLOSE * max(a, b)


def placed(fact: Fact, place: Place | None, gazetteer: Gazetteer) -> Fact:
    """The fact with what the gazetteer knows of its place."""
    if place is None:
        return fact
    path = [gazetteer.place(id_) for id_ in gazetteer.path(place.id)]
    admin1 = next((step.name for step in path if step.kind == "admin1"), None)
    return replace(
        fact, place_id=place.id, lat=place.lat, lon=place.lon, admin1=admin1, pcode=place.pcode, country=place.country
    )  # fmt: skip
