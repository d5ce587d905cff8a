"""Arithmetic on what was said of numbers: adding disjoint counts, and the range of voices that differ."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from sitrep.model import Claim, Quantity, Term

Said = Quantity | Claim | Term  # whatever has a low and a high bound and a qualifier
Kind = TypeVar("Kind", bound=Said)
Join = Callable[[Iterable[int]], int]


def total(parts: Sequence[Kind]) -> Kind | Quantity:
    """The sum of counts that do not overlap, with the qualifier that still holds for it.

    >>> total([Quantity(45, None, "at_least", ""), Quantity(14, 14, "exact", "")])
    Quantity(low=59, high=None, qualifier='at_least', words='')

    A count open below ("up to 40") adds nothing to the low bound; one open above opens the sum.
    """
    known = [part.low for part in parts if part.low is not None]
    return parts[0] if len(parts) == 1 else _joined(parts, sum(known) if known else None, sum)


def spread(claims: Sequence[Kind]) -> Kind | Quantity:
    """The lowest and the highest of what voices say of one thing; never their sum or their mean.

    >>> spread([Quantity(1, 1, "exact", ""), Quantity(2, 2, "exact", "")])
    Quantity(low=1, high=2, qualifier='range', words='')
    >>> spread([Quantity(None, 40, "at_most", ""), Quantity(35, 35, "exact", "")])
    Quantity(low=None, high=40, qualifier='at_most', words='')

    One claim open below leaves the range open below, unless another is open above: a number open at both ends says
    nothing, so "up to 40" and "more than 5" are "more than 5".
    """
    alike = len({(claim.low, claim.high, claim.qualifier) for claim in claims}) == 1
    known = [claim.low for claim in claims if claim.low is not None]
    is_closed = len(known) == len(claims) or any(claim.high is None for claim in claims)
    return claims[0] if alike else _joined(claims, min(known) if known and is_closed else None, max)


def disjoint(one: Said, other: Said) -> bool:
    """Whether two numbers cannot both be right.

    >>> nine, ten = Quantity(9, 9, "exact", ""), Quantity(10, None, "at_least", "")
    >>> disjoint(nine, ten), disjoint(nine, Quantity(None, 12, "at_most", ""))
    (True, False)
    """
    return _below(one, other) or _below(other, one)


def _below(one: Said, other: Said) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


def _joined(said: Sequence[Said], low: int | None, highs: Join) -> Quantity:
    """One quantity of several, from `low`. One bound open above leaves the whole open."""
    tops = [one.high for one in said if one.high is not None]
    high = highs(tops) if len(tops) == len(said) else None
    return Quantity(low, high, _qualifier(low, high, [one.qualifier for one in said]), "")


def _qualifier(low: int | None, high: int | None, qualifiers: Sequence[str]) -> str:
    if high is None:
        return "at_least"
    if low is None:
        return "at_most"
    if low != high:
        return "range"
    return "exact" if set(qualifiers) == {"exact"} else "about"
