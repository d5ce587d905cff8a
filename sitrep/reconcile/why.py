"""Why a figure is what it is: the figure ← its events ← voices ← facts ← sentences, with the rule at each step.

It reads what an edition holds (`figures.json`, `facts.jsonl`), so that it explains what was published, and not what
would be made of the seeds now.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitrep.model import Period

Record = Mapping[str, Any]  # a figure or fact as JSON holds it
LIMIT_LEFT = 40  # facts of the same indicator that are told as left out

TOP = {
    "stock": "a standing total: each voice's latest count; nothing is added",
    "since": "a running total: each voice's latest count; never added to events",
    "projected": "what is expected: never added to what happened",
    "to_date": "events since the start of the crisis, those of the period among them",
    "revised": "events of the period before, as they are known by now",
}


STANDING = frozenset({"stock", "since", "projected"})


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the tree, and what stands below it."""

    words: str
    below: tuple["Step", ...] = ()


def tree(
    figure: Record, figures: Sequence[Record], facts: Mapping[str, Record], period: Period,
    path: Callable[[str], tuple[str, ...]],
) -> Step:
    """The tree of a figure. `path` gives the places around a place, from the country down."""
    terms = figure["terms"]
    steps = [_term(term, facts) for term in terms]
    left = _left(figure, figures, facts, period, path)
    if left:
        steps.append(Step("left out", left))
    known = TOP.get(figure["kind"])
    rule = "; ".join(filter(None, (known, None if figure["kind"] in STANDING else _added(len(terms)))))
    return Step(f"{said(figure)} {counts(figure)} – {rule}", tuple(steps))


def _added(events: int) -> str:
    if not events:
        return "no dated event: nothing could be added"
    if events == 1:
        return "one event"
    return f"{events} events added: on days that do not meet, or in places that do not lie in one another"


def said(number: Record) -> str:
    """A number with its bounds, as it was said.

    >>> [said({"low": low, "high": high, "qualifier": "exact"}) for low, high in ((9, 9), (5000, None), (None, 40))]
    ['9', '5,000+', 'up to 40']
    >>> said({"low": 1, "high": 2, "qualifier": "range"}), said({"low": 40, "high": 40, "qualifier": "about"})
    ('1–2', 'about 40')
    """
    low, high = number["low"], number["high"]
    if low is None:
        return "nothing" if high is None else f"up to {high:,}"
    if high is None:
        return f"{low:,}+"
    if low != high:
        return f"{low:,}–{high:,}"
    return f"about {low:,}" if number["qualifier"] == "about" else f"{low:,}"


def counts(record: Record) -> str:
    """What a figure or a fact counts, where and when."""
    where = record.get("place") or record["place_id"] or "unplaced"
    unit = "" if record["unit"] == "people" else record["unit"]
    what = " ".join(word for word in (record["indicator"], unit, record["group"] or "") if word)
    return f"{what}, {where}, {_days(record)}"


def _days(record: Record) -> str:
    return " to ".join(dict.fromkeys(day for day in (record["start"], record["end"]) if day)) or "no date"


def _term(term: Record, facts: Mapping[str, Record]) -> Step:
    """One event or total: what each voice says of it, and what is held to be inside it."""
    claims = [Step(_claim(claim), tuple(_fact(id, facts) for id in claim["facts"])) for claim in term["claims"]]
    inside = [_fact(id, facts, _why_inside(id, term, facts)) for id in term["inside"]]
    if inside:
        claims.append(Step("inside it, not added", tuple(inside)))
    beside = (("parts", "narrower places come to"), ("whole", "it is one part of a whole that was told as"))
    claims += [Step(f"{words} {said(told)}: the larger is shown") for key, words in beside if (told := term.get(key))]
    where = next((facts[id]["place"] for id in _spoken(term) if id in facts and facts[id]["place"]), term["place_id"])
    return Step(f"{said(term)} {where}, {_days(term)} – {_range(term)}", tuple(claims))


def _range(term: Record) -> str:
    voices = len(term["claims"])
    if voices == 1:
        return "one voice"
    differ = len({(claim["low"], claim["high"]) for claim in term["claims"]}) > 1
    return f"{voices} voices, from the lowest to the highest, never added" if differ else f"{voices} voices agree"


def _claim(claim: Record) -> str:
    """What one voice says, and how it is rated."""
    on = f", published {claim['published']}" if claim["published"] else ""
    return f"{said(claim)} {claim['voice']} ({claim['code']}){on}: its last word"


def _spoken(term: Record) -> tuple[str, ...]:
    return tuple(id for claim in term["claims"] for id in claim["facts"])


def _fact(id: str, facts: Mapping[str, Record], why: str = "") -> Step:
    """A fact with its document and rule, and its sentence below."""
    fact = facts.get(id)
    if fact is None:
        return Step(f"{id}: not among the facts of this edition")
    reason = f" – {why}" if why else ""
    read = f"{fact['document']}, rule {fact['rule']}, confidence {fact['confidence']:.2f}"
    below = (*(Step(_ruled(one)) for one in fact["decisions"]), Step(f"{id} in {read}"))
    return Step(f"{said(fact)} {counts(fact)}{reason}", (Step(f"“{fact['sentence']}”", below),))


def _ruled(decision: Record) -> str:
    """What the office ruled about a fact. Who ruled is never told: the tree may be shown to anybody."""
    was = f": {decision['field']} was read as {decision['read']}" if decision["action"] == "correct" else ""
    return f"the office ruled on {decision['when']} to {decision['action']} it{was} – {decision['why']}"


def _why_inside(id: str, term: Record, facts: Mapping[str, Record]) -> str:
    """Why a fact is held to be inside an event."""
    fact, spoken = facts.get(id), [facts[other] for other in _spoken(term) if other in facts]
    if fact is None:
        return ""
    if fact["part_of"] in {other["id"] for other in spoken}:
        return "a part of it"
    if any(other["part_of"] == id for other in spoken):
        return "its total, less than its parts together"
    same = [other for other in spoken if (other["place_id"], other["group"]) == (fact["place_id"], fact["group"])]
    if any(other["attribution"] == fact["attribution"] for other in same):
        return "an earlier or smaller count of the same voice"
    return "it may count the same: days that meet, and one place or group lies in the other"


def _left(
    figure: Record, figures: Sequence[Record], facts: Mapping[str, Record], period: Period,
    path: Callable[[str], tuple[str, ...]],
) -> tuple[Step, ...]:
    """Facts of the same indicator that the figure is not made of, and why."""
    used = {id for term in figure["terms"] for id in (*_spoken(term), *term["inside"])}
    alike = [
        fact for fact in facts.values()
        if (fact["indicator"], fact["unit"]) == (figure["indicator"], figure["unit"]) and fact["id"] not in used
    ]
    found = [_fact(fact["id"], facts, _why_left(fact, figure, figures, period, path)) for fact in alike[:LIMIT_LEFT]]
    if len(alike) > LIMIT_LEFT:
        found.append(Step(f"and {len(alike) - LIMIT_LEFT} more"))
    return tuple(found)


def _why_left(
    fact: Record, figure: Record, figures: Iterable[Record], period: Period, path: Callable[[str], tuple[str, ...]]
) -> str:
    """Why a fact is no part of a figure: the first reason that holds."""
    around = path(fact["place_id"]) if fact["place_id"] else (fact["country"],)
    day = fact["end"] or fact["start"]
    reasons = (
        ("rejected" in fact["flags"], "rejected by the office"),
        (fact["id"] in figure["apart"], "without a date: listed beside it, added to nothing"),
        (figure["place_id"] not in around, "of another place"),
        (day is not None and day < period.start.isoformat(), "before the period"),
        (day is not None and day > period.end.isoformat(), "after the period"),
        (fact["status"] == "projected" and figure["kind"] != "projected", "only expected"),
        (fact["status"] != "projected" and figure["kind"] == "projected", "it has happened"),
        (fact["scope"] == "cumulative" and figure["kind"] == "event", "a running or standing total"),
        (fact["group"] != figure["group"], "of another group"),
    )
    why = next((words for holds, words in reasons if holds), "told by another figure")
    elsewhere = next((other["id"] for other in figures if fact["id"] in _made_of(other)), None)
    return f"{why}; see {elsewhere}" if elsewhere else why


def _made_of(figure: Record) -> set[str]:
    return {id for term in figure["terms"] for id in _spoken(term)}
