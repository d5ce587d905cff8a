"""Arithmetic on what was said of numbers: adding disjoint counts, and the range of voices that differ."""

from collections.abc import Sequence

from sitrep.model import Quantity


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum of counts that do not overlap, with the qualifier that still holds for it.

    >>> total([Quantity(45, None, "at_least", ""), Quantity(14, 14, "exact", "")])
    Quantity(low=59, high=None, qualifier='at_least', words='')

    A count open below ("up to 40") adds nothing to the low bound; one open above opens the sum.
    """
    if len(parts) == 1:
        return parts[0]
    lows = [part.low for part in parts if part.low is not None]
    highs = [part.high for part in parts]
    low = sum(lows) if lows else None
    high = None if any(bound is None for bound in highs) else sum(bound for bound in highs if bound is not None)
    return Quantity(low, high, _qualifier(low, high, [part.qualifier for part in parts]), "")


def spread(claims: Sequence[Quantity]) -> Quantity:
    """The lowest and the highest of what voices say of one thing; never their sum or their mean.

    >>> spread([Quantity(1, 1, "exact", ""), Quantity(2, 2, "exact", "")])
    Quantity(low=1, high=2, qualifier='range', words='')
    """
    if len({(claim.low, claim.high, claim.qualifier) for claim in claims}) == 1:
        return claims[0]
    lows = [claim.low for claim in claims if claim.low is not None]
    highs = [claim.high for claim in claims]
    low = min(lows) if lows else None
    high = None if any(bound is None for bound in highs) else max(bound for bound in highs if bound is not None)
    return Quantity(low, high, _qualifier(low, high, [claim.qualifier for claim in claims]), "")


def _qualifier(low: int | None, high: int | None, qualifiers: Sequence[str]) -> str:
    if high is None:
        return "at_least"
    if low is None:
        return "at_most"
    if low != high:
        return "range"
    return "exact" if set(qualifiers) == {"exact"} else "about"
