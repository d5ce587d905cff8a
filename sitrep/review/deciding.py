"""Facts + decisions → the facts as they were ruled, and the decisions that could not be applied."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sitrep.model import Decision, Fact, Orphan
from sitrep.review import matching
from sitrep.review.ledger import NAME
from sitrep.review.rulings import Units, corrected, is_other, read, settled

if TYPE_CHECKING:
    from sitrep.language.places import Gazetteer

FLAGS = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "merge": "merged", "split": "split"}
REASONS = {
    "gone": "its fact is no longer read from the seeds", "ambiguous": "several facts are like the one it was about",
    "other_gone": "the other fact is no longer read from the seeds",
    "unlike": "the two facts count different things", "contradiction": "the corrected fact would contradict itself",
}  # fmt: skip
PAIRS = ("merge", "split")
IN_NUMBER = ("low", "high", "qualifier")  # what a later correction of `number` says anew
# What a fact takes over from the one that it is merged into: all that tells reconciliation which event it is of. Number
# and voice stay its own, so that two voices become one figure with both of them and not one voice with one number.
OF_THE_EVENT = (
    "group", "place", "country", "start", "end", "scope", "status", "part_of", "place_id", "lat", "lon", "admin1",
    "pcode", "place_match",
)  # fmt: skip


def decided(
    facts: Sequence[Fact], decisions: Sequence[Decision], gazetteer: "Gazetteer", country: str, known: Units
) -> tuple[tuple[Fact, ...], tuple[Orphan, ...]]:
    """The facts as they were ruled, in their order, and the decisions that could not be applied, with the reason.

    No fact is left out: what was rejected has the flag `rejected`, and no figure is made of it. Of two decisions on one
    field of one fact, on its worth (accept, reject) or on one pair of facts, the later in the file holds. `country` is
    the report's, `known` are the units of each indicator.
    """
    standing, orphans = _standing(facts, decisions)
    by_id = {fact.id: fact for fact in facts}
    corrections: dict[str, list[Decision]] = {}
    for one in standing:
        if one.action == "correct":
            corrections.setdefault(one.fact, []).append(one)
    for id_, some in corrections.items():
        try:
            by_id[id_] = _corrected(by_id[id_], some, gazetteer, country, known)
        except ValueError as error:
            orphans += [Orphan(one, "contradiction", str(error)) for one in some]
    for one in standing:
        if one.action in ("accept", "reject"):
            by_id[one.fact] = _with(by_id[one.fact], one)
    orphans += _merged(by_id, [one for one in standing if one.action == "merge"])
    for one in standing:
        if one.action == "split":
            for id_ in (one.fact, one.value):
                by_id[id_] = _with(by_id[id_], one)
    return tuple(by_id[fact.id] for fact in facts), tuple(sorted(orphans, key=lambda orphan: orphan.decision.line))


def told(orphan: Orphan) -> str:
    """A line of a log about a decision that was not applied: where it stands and why."""
    one = orphan.decision
    return f"decision not applied: {NAME}:{one.line}: {one.action} {one.fact}: {why(orphan)}"


def why(orphan: Orphan) -> str:
    """Why a decision was not applied, for a log or a message."""
    return REASONS[orphan.reason] + (f" ({orphan.detail})" if orphan.detail else "")


def _standing(facts: Sequence[Fact], decisions: Sequence[Decision]) -> tuple[list[Decision], list[Orphan]]:
    """The decisions that hold, each with the id that its fact has now; and those whose fact cannot be found."""
    ids = {fact.id for fact in facts}
    standing: dict[tuple[Any, ...], Decision] = {}
    orphans: list[Orphan] = []
    for one, id_ in zip(decisions, matching.found(facts, decisions), strict=True):
        other = one.value if one.action in PAIRS or one.field == "part_of" and one.value != "none" else id_
        if id_ in (matching.GONE, matching.AMBIGUOUS):
            orphans.append(Orphan(one, id_))
        elif other not in ids:
            orphans.append(Orphan(one, "other_gone"))
        else:
            if one.field == "number":
                for field in IN_NUMBER:
                    standing.pop((id_, field), None)
            now = replace(one, fact=id_)
            standing.pop(slot(now), None)  # so that the later one stands in its own place of the order
            standing[slot(now)] = now
    return list(standing.values()), orphans


def slot(one: Decision) -> tuple[Any, ...]:
    """What a decision is about; of several about the same the last holds."""
    if one.action in PAIRS:
        return ("pair", *sorted((one.fact, one.value)))
    return (one.fact, one.field) if one.action == "correct" else (one.fact, "worth")


def _with(fact: Fact, one: Decision) -> Fact:
    flag = FLAGS[one.action]
    flags = fact.flags if flag in fact.flags else (*fact.flags, flag)
    return replace(fact, flags=flags, decisions=(*fact.decisions, one))


def _corrected(fact: Fact, some: Sequence[Decision], gazetteer: "Gazetteer", country: str, known: Units) -> Fact:
    """The fact with all its corrections. One that says what was read anyway changes nothing and is not noted."""
    changed = fact
    for one in some:
        changed = corrected(changed, one.field, one.value, gazetteer, country, known)
    changed = settled(changed, known)
    for one in some:
        if is_other(fact, changed, one.field):
            changed = _with(changed, replace(one, read=read(fact, one.field)))
    return changed if changed.decisions else fact


def _merged(by_id: dict[str, Fact], merges: Sequence[Decision]) -> list[Orphan]:
    """Makes the facts that were ruled to be one count of one event; gives the merges of things that cannot be one."""
    leads: dict[str, str] = {}

    def lead(id_: str) -> str:
        while id_ in leads:
            id_ = leads[id_]
        return id_

    orphans = []
    for one in merges:
        fact, other = by_id[one.fact], by_id[one.value]
        if (fact.indicator, fact.unit) != (other.indicator, other.unit):
            orphans.append(Orphan(one, "unlike"))
            continue
        first = lead(fact.id)
        if first != lead(other.id):
            leads[first] = lead(other.id)
        for id_ in dict.fromkeys((fact.id, first)):  # what the fact was merged with before goes along, and is told too
            by_id[id_] = _with(by_id[id_], one)
    for id_ in leads:
        by_id[id_] = _alike(by_id[id_], by_id[lead(id_)])
    _without_circles(by_id, leads, lead)
    return orphans


def _alike(fact: Fact, other: Fact) -> Fact:
    return replace(fact, **{name: getattr(other, name) for name in OF_THE_EVENT})


def _without_circles(by_id: dict[str, Fact], leads: Mapping[str, str], lead: Any) -> None:
    """A count that was part of the one that it is merged with is part of nothing now."""
    for id_ in {*leads, *leads.values()}:
        total = by_id[id_].part_of
        if total is not None and lead(total) == lead(id_):
            by_id[id_] = replace(by_id[id_], part_of=None)
