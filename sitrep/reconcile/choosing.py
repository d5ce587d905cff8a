"""Which of the voices that differ a figure shows, and which of their numbers is the best.

Whatever is chosen, every voice's number stays among the claims, with its date and Admiralty code: nothing is hidden.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sitrep.model import Claim
from sitrep.reconcile.bounds import Said


def chosen(claims: Sequence[Claim], method: str, priorities: Mapping[str, int]) -> tuple[Claim, ...]:
    """The claims whose span a figure shows: one where the method decides, several where it cannot.

    range: all · priority: those of the voices that the office ranks first · majority: the number that most voices give
    · latest: what was published last. Whatever ties is shown as a range: no method picks by chance.
    """
    if method == "priority":
        ranks = [priorities[claim.voice] for claim in claims]
        return tuple(claim for claim, rank in zip(claims, ranks, strict=True) if rank == min(ranks))
    if method == "latest":
        last = max(claim.published or date.min for claim in claims)
        return tuple(claim for claim in claims if (claim.published or date.min) == last)
    if method == "majority":
        times = Counter((claim.low, claim.high) for claim in claims)
        return tuple(claim for claim in claims if times[claim.low, claim.high] == max(times.values()))
    return tuple(claims)


def best(claims: Sequence[Claim], priorities: Mapping[str, int], shown: Said) -> int | None:
    """The number to use where only one can be: that of the voice that is most to be believed.

    By the letter that the office gave it, then by the office's ranking, then by what was published last: the letter is
    the only judgement of reliability that somebody answers for. It is never outside what is `shown`.
    """
    first = min(claims, key=lambda claim: (
        claim.code[:1], priorities[claim.voice], -(claim.published or date.min).toordinal(),
        claim.voice,
    ))  # fmt: skip
    said = first.low if first.low is not None else first.high
    if said is None:
        return None
    if shown.low is not None:
        said = max(said, shown.low)
    return said if shown.high is None else min(said, shown.high)
