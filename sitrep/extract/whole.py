"""Claims of a whole document → Facts: duplicates merged, totals named, ids given."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.language.places import Gazetteer
from sitrep.model import Document, Fact, Place

CLOSE = 0.12  # a headline's round number stands for the body's: "nearly 1,000 dead" for 961
FULLEST = {"body": 0, "caption": 1, "deck": 2, "teaser": 3, "title": 4}
VAGUE_TITLE = ("vague", "about", "at_least", "at_most")


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before the whole document was seen: `total` is the position of its total in the list of drafts."""

    fact: Fact
    total: int | None
    named: bool  # the sentence itself names the place
    position: int  # of its sentence in the document


def facts(document: Document, drafts: Sequence[Draft], titled: bool) -> tuple[Fact, ...]:
    """The facts of a document in order, each stated once, each with its own id."""
    kept, stands_for = _merged(drafts)
    order = sorted(kept, key=lambda i: _order(drafts[i].fact, titled))
    ids: dict[int, str] = {}
    seen: dict[str, int] = {}
    for index in order:
        key = _key(document, drafts[index].fact)
        seen[key] = seen.get(key, 0) + 1
        ids[index] = "f" + hashlib.sha256(f"{key}{seen[key]}".encode()).hexdigest()[:16]
    found = []
    for index in order:
        total = drafts[index].total
        while total is not None and total not in ids and total in stands_for:
            total = stands_for[total]
        part_of = ids.get(total) if total is not None and total != index else None
        found.append(replace(drafts[index].fact, id=ids[index], part_of=part_of))
    return tuple(found)


def _order(fact: Fact, titled: bool) -> tuple[int, int, int, str]:
    return (0 if titled and fact.section == "title" else 1, fact.span.start, fact.span.end, fact.indicator)


def _key(document: Document, fact: Fact) -> str:
    parts = (
        document.header.title,
        document.text,
        fact.sentence,
        fact.indicator,
        fact.unit,
        fact.group,
        fact.low,
        fact.high,
    )
    return json.dumps(parts, ensure_ascii=False)


def _merged(drafts: Sequence[Draft]) -> tuple[list[int], dict[int, int]]:
    """Positions of the drafts that stand, and for each that does not the one that says the same more fully."""
    stands_for: dict[int, int] = {}
    kept: list[int] = []
    for index in sorted(range(len(drafts)), key=lambda i: (FULLEST[drafts[i].fact.section], drafts[i].position)):
        same = next((other for other in kept if _same(drafts[other], drafts[index])), None)
        if same is None:
            kept.append(index)
        else:
            stands_for[index] = same
    return kept, stands_for


def _same(full: Draft, other: Draft) -> bool:
    """Whether two drafts state one count."""
    a, b = full.fact, other.fact
    if (a.indicator, a.unit, a.status) != (b.indicator, b.unit, b.status) or b.section == "teaser":
        return False
    if (a.group or b.group) and a.group != b.group and not (b.section in ("title", "deck") and b.group is None):
        return b.section in ("title", "deck") and (a.low, a.high) == (b.low, b.high)
    if (a.low, a.high) == (b.low, b.high):
        if full.position == other.position:
            return full.fact.span == other.fact.span
        return (
            not (full.named and other.named and a.place != b.place)
            and (a.start, a.end) == (b.start, b.end)
            or b.section in ("title", "deck")
        )
    return b.section in ("title", "deck") and _near(a, b)


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
