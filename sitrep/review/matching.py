"""How a decision finds its fact: by its id, or, after a release that changed ids, by what was read."""

from collections.abc import Mapping, Sequence

from sitrep.model import Decision, Fact
from sitrep.shown import show

GONE, AMBIGUOUS = "gone", "ambiguous"
LIMIT_SENTENCE = 1000  # characters: a text without full stops is one sentence of megabytes


def number(fact: Fact) -> str:
    """What a fact counts, as text: "9", "5000+", "up to 12", "10-15".

    "About" is not told, so that a release which reads it better does not orphan a decision.
    """
    low, high = fact.low, fact.high
    if high is None:
        return "" if low is None else f"{low}+"
    if low is None:
        return f"up to {high}"
    return f"{low}" if low == high else f"{low}-{high}"


def sentence(fact: Fact) -> str:
    """A fact's sentence on one line, with all spelt out that could deceive the eye; a very long one is cut."""
    return show(" ".join(fact.sentence.split()))[:LIMIT_SENTENCE].strip()


Read = Mapping[tuple[str, str, str], Sequence[str]]


def index(facts: Sequence[Fact]) -> tuple[Mapping[str, Fact], Read]:
    """Facts by id, and their ids by what was read: sentence, number, indicator."""
    by_read: dict[tuple[str, str, str], list[str]] = {}
    for fact in facts:
        by_read.setdefault((sentence(fact), number(fact), fact.indicator), []).append(fact.id)
    return {fact.id: fact for fact in facts}, by_read


def found(decision: Decision, by_id: Mapping[str, Fact], by_read: Read) -> str:
    """The id of the fact that a decision is about: that id, else the one fact of the same sentence and number.

    Gives GONE or AMBIGUOUS, which are no ids, where there is no such fact or there are several.
    """
    if decision.fact in by_id:
        return decision.fact
    same = by_read.get((decision.sentence, decision.number, decision.indicator), ()) if decision.sentence else ()
    return same[0] if len(same) == 1 else AMBIGUOUS if same else GONE
