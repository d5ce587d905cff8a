"""How a decision finds its fact: by its id, or, after a release that changed ids, by what was read."""

from collections.abc import Sequence

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


def found(facts: Sequence[Fact], decisions: Sequence[Decision]) -> list[str]:
    """For each decision the id of its fact: that id, else the one fact of the same sentence, number and indicator.

    GONE or AMBIGUOUS, which are no ids, stand where there is no such fact or there are several.
    """
    ids = {fact.id for fact in facts}
    by_read: dict[tuple[str, str, str], list[str]] = {}
    if any(one.fact not in ids for one in decisions):  # sentences of a million facts take a while to lay out
        for fact in facts:
            by_read.setdefault((sentence(fact), number(fact), fact.indicator), []).append(fact.id)
    told = []
    for one in decisions:
        same = by_read.get((one.sentence, one.number, one.indicator), []) if one.sentence else []
        told.append(one.fact if one.fact in ids else same[0] if len(same) == 1 else AMBIGUOUS if same else GONE)
    return told
