"""How a figure stands against the edition before."""

from collections.abc import Mapping
from typing import Any

from sitrep.model import Change, Figure


def change(figure: Figure, previous: Mapping[str, Mapping[str, Any]] | None, number: int) -> Change | None:
    """What became of a figure since edition `number`, or None if there is no edition before.

    first: the edition before has no such figure. not_comparable: no voice vouched for both, so that a difference
    would tell of the voices and not of the world, or only undated counts are left. Else unchanged, up or down by the
    low bound, then by the high.
    """
    if previous is None:
        return None
    before = previous.get(figure.id)
    if before is None or not before["terms"]:
        return Change("first", number, None, None, "exact")
    low, high, qualifier = before["low"], before["high"], before["qualifier"]
    voices = {claim["voice"] for term in before["terms"] for claim in term["claims"]}
    if voices.isdisjoint(figure.voices):
        return Change("not_comparable", number, low, high, qualifier)
    now, then = _size(figure.low, figure.high), _size(low, high)
    return Change("unchanged" if now == then else "up" if now > then else "down", number, low, high, qualifier)


def _size(low: int | None, high: int | None) -> tuple[int, float]:
    return (low or 0, float("inf") if high is None else high)
