"""How figures stand against the edition before, and what is known by now of its period."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sitrep.model import Change, Figure, Period, Previous, Quantity
from sitrep.reconcile.naming import figure_id

if TYPE_CHECKING:
    from sitrep.config import Config

Record = Mapping[str, Any]  # a figure as figures.json holds it


def change(figure: Figure, previous: Previous | None, period: Period, now: Mapping[str, Figure]) -> Change | None:
    """What became of a figure since the edition before, or None if there is none.

    first: nothing like it was printed. not_comparable: no voice vouched for both, so that a difference would tell of
    the voices and not of the world; it was of another scope; events of a week stand beside events of a month; or only
    undated counts are left. Else unchanged, up or down by the low bound, then by the high.

    `now` holds the revised figures of that edition's period by the id of what it printed: with these it is compared.
    """
    if previous is None:
        return None
    before = previous.figures.get(figure.id)
    if before is None or _is_empty(before):
        is_other = before is None and any(_is_kin(figure, other) for other in previous.figures.values())
        return Change("not_comparable" if is_other else "first", previous.number, None, None, "exact")
    revised, printed = now.get(figure.id), _said(before)
    stands = Quantity(revised.low, revised.high, revised.qualifier, "") if revised else printed
    voices = set(revised.voices) if revised else _voices(before)
    is_other = figure.kind == "event" and not comparable(period, previous.period)
    if is_other or previous.name and voices.isdisjoint(figure.voices):
        kind = "not_comparable"
    else:
        kind = _moved((figure.low, figure.high), (stands.low, stands.high))
    told = Change(kind, previous.number, stands.low, stands.high, stands.qualifier)
    return replace(told, printed=printed) if revised else told


def comparable(one: Period, other: Period) -> bool:
    """Whether events of two periods may stand beside each other: a week beside a week, a month beside a month.

    >>> from datetime import date
    >>> week = Period(date(2018, 9, 3), date(2018, 9, 9))
    >>> comparable(week, Period(date(2018, 8, 1), date(2018, 8, 31)))
    False

    Months differ by up to three days, and are compared all the same.
    """
    return abs((one.end - one.start) - (other.end - other.start)).days <= SAME_LENGTH


SAME_LENGTH = 3  # days by which two months differ at most


def revised(figures: Iterable[Figure], previous: Previous, known: frozenset[str]) -> tuple[Figure, ...]:
    """Of the events of the period before, as they are known now, those that its edition printed otherwise.

    A number that is gone stays as a figure without terms, withdrawn. Nothing is told where a fact behind the number
    printed is not among those `known`: seeds are put away in the end, and that is no news.
    """
    now = {figure.id: figure for figure in figures if figure.kind == "event"}
    found = []
    for id, before in previous.figures.items():
        if before["kind"] != "event" or _is_empty(before) or not known.issuperset(_facts(before)):
            continue
        figure = now.get(id) or _withdrawn(before)
        if not figure.terms:
            kind = "withdrawn"
        else:
            kind = _moved((figure.low, figure.high), (before["low"], before["high"]))
        if kind != "unchanged":
            said = Change(kind, previous.number, before["low"], before["high"], before["qualifier"])
            name = figure_id(replace(figure, kind="revised"))
            found.append(replace(figure, id=name, kind="revised", change=said))
    return tuple(found)


def printed(edition: Previous) -> frozenset[str]:
    """The ids of all facts behind what an edition printed."""
    return frozenset().union(*(_facts(figure) for figure in edition.figures.values() if "terms" in figure))


def _withdrawn(before: Record) -> Figure:
    return Figure(
        before["id"], before["indicator"], "event", before["unit"], before["group"], before["place_id"], None, None,
        None, None, "exact", (),
    )


def baseline(config: "Config") -> tuple[Previous, ...]:
    """What the first edition is compared with: the figures of a report made elsewhere, if the office gave them."""
    given = config.baseline
    if given is None:
        return ()
    figures = {}
    for one in given.figures:
        kind = "stock" if config.indicators[one.indicator].kind == "stock" else "event"
        place, group = one.place or config.country, one.group or None
        said = one.value
        figure = Figure(
            "", one.indicator, kind, one.unit, group, place, given.start, given.end, said.low, said.high,
            said.qualifier, (),
        )
        figures[figure_id(figure)] = {
            "indicator": one.indicator, "kind": kind, "unit": one.unit, "group": group, "place_id": place,
            "low": said.low, "high": said.high, "qualifier": said.qualifier,
        }
    return (Previous("", given.number, Period(given.start, given.end), figures, ""),)


def _moved(now: tuple[int | None, int | None], before: tuple[int | None, int | None]) -> str:
    one, other = _size(*now), _size(*before)
    return "unchanged" if one == other else "up" if one > other else "down"


def _size(low: int | None, high: int | None) -> tuple[int, float]:
    return (low or 0, float("inf") if high is None else high)


def _is_empty(before: Record) -> bool:
    """Whether an edition printed no number there: only undated counts, which are no sum."""
    return before["low"] is None and before["high"] is None


def _is_kin(figure: Figure, before: Record) -> bool:
    """Whether a number is of the same thing in another scope: a running total beside the events of a week."""
    same = (figure.indicator, figure.group, figure.place_id) == (
        before["indicator"], before["group"], before["place_id"])
    return same and (figure.kind, figure.unit) != (before["kind"], before["unit"]) and not _is_empty(before)


def _said(before: Record) -> Quantity:
    return Quantity(before["low"], before["high"], before["qualifier"], "")


def _voices(before: Record) -> set[str]:
    return {claim["voice"] for term in before.get("terms", ()) for claim in term["claims"]}


def _facts(before: Record) -> set[str]:
    claimed = {fact for term in before["terms"] for claim in term["claims"] for fact in claim["facts"]}
    return claimed.union(before["apart"], *(term["inside"] for term in before["terms"]))
