"""The sections of one topic: displacement, casualties, hostilities, infrastructure.

`overview` tells the period day by day and voice by voice. A topic takes each indicator as a whole, then apart by what
its readers ask: casualties by group, hostilities by actor, infrastructure by kind of facility, displacement by
destination. Standing totals, running totals and projections are kept apart. What nobody named is a row of its own,
never guessed and never a remainder: it is the sum of the counts that name nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sitrep.model import Figure, Term
from sitrep.reconcile import part
from sitrep.report import grammar, keyfigures, narrative, wording
from sitrep.report import inputs as what
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

# Rows of one figure, and rows kept apart; those left out are counted.
ROWS = 5
KEPT_APART = ("stock", "since", "projected")


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a section counts, and what its counts are parted by: group, kind (of building), actor or destination."""

    indicators: tuple[str, ...]
    by: str
    unparted: tuple[str, ...] = ()  # indicators of one kind


TOPICS: Mapping[str, _Topic] = {
    "displacement": _Topic(
        ("displaced", "returned", "refugees", "idps", "in_need", "affected", "reached"), "destination"),
    "casualties": _Topic(("killed", "injured", "detained", "missing"), "group"),
    "hostilities": _Topic(("airstrikes", "attacks", "munitions"), "actor"),
    "infrastructure": _Topic(
        ("facilities_hit", "homes_destroyed", "homes_damaged"), "kind", ("homes_destroyed", "homes_damaged")),
}


@dataclass(frozen=True, slots=True)
class _Count:
    """A figure of the period and its parts, each with the name of what was counted: () for what nobody named."""

    figure: Figure
    parts: tuple[tuple[Line, Figure], ...]

    @property
    def named(self) -> tuple[tuple[Line, Figure], ...]:
        return tuple((name, figure) for name, figure in self.parts if name)

    @property
    def unnamed(self) -> tuple[Figure, ...]:
        return tuple(figure for name, figure in self.parts if not name)


def topic(inputs: Inputs, options: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Sentences and a table of one topic; None where nothing was counted."""
    asked = TOPICS[name]
    figures = _figures(inputs, asked)
    flows = [figure for figure in figures if figure.kind == "event" and figure.group is None]
    counts = [
        _Count(figure, () if figure.indicator in asked.unparted else tuple(_parts(inputs, figure, asked.by)))
        for figure in flows
    ]
    apart = [figure for kind in KEPT_APART for figure in figures if figure.kind == kind and figure.terms]
    if not counts and not apart:
        return None
    most = int(options.get("max", ROWS))
    return {
        "sentences": (
            *(_whole(inputs, figure) for figure in flows if figure.terms), *_parted(inputs, counts, asked.by, most),
            *_apart(inputs, apart[:most]),
        ),
        "counts": tuple(_rows(inputs, count, asked.by, most) for count in counts),
        "apart": tuple(_row(inputs, figure) for figure in apart[:most]),
        "left_out": narrative.left_out(inputs, len(apart) - most),
    }


SECTIONS: Mapping[str, Callable[[Inputs, Mapping[str, Any]], Mapping[str, Any] | None]] = {
    name: partial(topic, name=name) for name in TOPICS
}


# --- what is counted ------------------------------------------------------------------------------------------------


def _figures(inputs: Inputs, asked: _Topic) -> list[Figure]:
    """The figures of a topic, and of the office's own indicators that take their numbers from one of its.

    The report's country comes first, then people before families, indicators as configured, the larger number.
    """
    known = inputs.config.indicators.items()
    members = {name for name, one in known if name in asked.indicators or set(one.takes) & set(asked.indicators)}
    home = inputs.config.country

    def rank(figure: Figure) -> tuple[bool, bool, int, int, str]:
        is_abroad = what.place_path(inputs, figure.place_id)[0] != home
        return (is_abroad, figure.unit == "families", what.order(inputs, figure)[0], -what.size(figure), figure.id)

    return sorted((f for f in what.widest(inputs) if f.indicator in members and (f.terms or f.apart)), key=rank)


def _parts(inputs: Inputs, figure: Figure, by: str) -> list[tuple[Line, Figure]]:
    if not figure.terms:
        return []
    if by in ("group", "kind"):
        return _by_group(inputs, figure)
    groups: dict[str, list[Term]] = {}
    for term in figure.terms:
        told = {getattr(inputs.facts[fact], by) for claim in term.claims for fact in claim.facts} - {None}
        groups.setdefault(min(told) if len(told) == 1 else "*" if told else "", []).append(term)
    if set(groups) == {""}:
        return [((), figure)]
    several = (Run(wording.pattern(inputs.words, f"topics.{by}.several")),)
    parts = [
        (name, _share(figure, terms, f"{by}-{index}")) for index, (name, terms) in enumerate(sorted(groups.items()), 1)
    ]
    parts.sort(key=lambda one: (not one[0], one[0] == "*", -what.size(one[1]), one[0]))
    return [(several if name == "*" else _named(inputs, name, by) if name else (), share) for name, share in parts]


def _named(inputs: Inputs, name: str, by: str) -> Line:
    told = what.actor_said(inputs, name) if by == "actor" else wording.with_article(inputs.words, wording.name(name))
    return wording.line(inputs.words, f"topics.{by}.part", name=told)


def _by_group(inputs: Inputs, figure: Figure) -> list[tuple[Line, Figure]]:
    """The counts of groups as figures have them, and what the events come to of which no group is told."""
    same = (figure.indicator, figure.unit, figure.kind, figure.place_id)
    groups = [f for f in inputs.figures if f.group and (f.indicator, f.unit, f.kind, f.place_id) == same and f.terms]
    told = {fact for group in groups for fact in group.facts}
    rest = [term for term in figure.terms if told.isdisjoint(_facts(term))]
    groups.sort(key=lambda f: (-what.size(f), f.group))
    found: list[tuple[Line, Figure]] = [(_group_name(inputs, f), f) for f in groups]
    return [*found, ((), _share(figure, rest, "no-group"))] if rest else found


def _facts(term: Term) -> set[str]:
    return {fact for claim in term.claims for fact in claim.facts} | set(term.inside)


def _group_name(inputs: Inputs, figure: Figure) -> Line:
    return wording.sentence((Run(wording.pattern(inputs.words, f"groups.{figure.group}", grammar.SEVERAL)),))


def _share(figure: Figure, terms: Sequence[Term], suffix: str) -> Figure:
    return part(figure, terms, suffix) if len(terms) < len(figure.terms) else figure


# --- sentences ------------------------------------------------------------------------------------------------------


def _whole(inputs: Inputs, figure: Figure) -> Line:
    """A figure with how many counts it is made of, and the highest of them where no other can be higher."""
    words = inputs.words
    said = what.said(inputs, figure, what.figure_run(inputs, figure, "long"))
    if len(figure.terms) == 1:
        return narrative.finished(inputs, narrative.lead(inputs, figure, said), figure.facts)
    counts = wording.counted(words, "topics.counts", len(figure.terms))
    told = wording.line(words, "topics.several", counts=counts, said=said)
    index = _highest(figure.terms)
    if index is not None:
        term = figure.terms[index]
        told = wording.line(
            words, "topics.highest", sentence=told, number=what.term_run(inputs, figure, index, "alone"),
            where=what.where(inputs, figure.indicator, [term.place_id]), when=wording.when(words, term.start, term.end))
    return narrative.finished(inputs, told, figure.facts)


def _highest(terms: Sequence[Term]) -> int | None:
    """The term that is higher than any other can be; None where voices or open numbers leave that in doubt.

    >>> terms = [Term("A", None, None, 9, 9, "exact", ()), Term("B", None, None, 1, 2, "range", ())]
    >>> _highest(terms), _highest([*terms, Term("C", None, None, 8, None, "at_least", ())])
    (0, None)
    """
    def is_above(one: Term, other: Term) -> bool:
        return one.low is not None and other.high is not None and one.low > other.high

    above = (i for i, one in enumerate(terms) if all(is_above(one, other) for other in terms if other is not one))
    return next(above, None)


def _parted(inputs: Inputs, counts: Sequence[_Count], by: str, most: int) -> list[Line]:
    """One sentence on the parts of all counts: which are named (those of the table), and for which nothing is."""
    words = inputs.words
    named = [(name, figure) for count in counts for name, figure in count.named[:most]]
    rest = [figure for count in counts for figure in count.unnamed]
    if not named:
        return [wording.line(words, f"topics.{by}.none")] if rest else []
    parts = [_part(inputs, name, figure, by) for name, figure in named]
    told = wording.line(words, f"topics.{by}.named", list=wording.joined(words, parts))
    if rest:
        unnamed = wording.joined(words, [_noun(inputs, figure) for figure in rest])
        told = wording.line(words, f"topics.{by}.rest", sentence=told, list=unnamed)
    facts = [fact for figure in (*(figure for _, figure in named), *rest) for fact in figure.facts]
    return [narrative.finished(inputs, told, facts)]


def _part(inputs: Inputs, name: Line, figure: Figure, by: str) -> Line:
    noun = _noun(inputs, figure)
    return noun if by in ("group", "kind") else wording.line(inputs.words, f"topics.{by}.noun", noun=noun, name=name)


def _noun(inputs: Inputs, figure: Figure) -> Line:
    return what.said(inputs, figure, what.figure_run(inputs, figure, "long"), "noun")


def _apart(inputs: Inputs, figures: Sequence[Figure]) -> list[Line]:
    """One sentence on what is kept apart, each number with its kind and date."""
    words = inputs.words
    told = [
        wording.line(
            words, "topics.total", noun=_noun(inputs, figure), kind=_kind(inputs, figure),
            where=what.where(inputs, figure.indicator, [figure.place_id]))
        for figure in figures
    ]
    facts = [fact for figure in figures for fact in figure.facts]
    line = wording.line(words, "topics.apart", list=wording.joined(words, told, "semicolon"))
    return [narrative.finished(inputs, line, facts)] if told else []


def _kind(inputs: Inputs, figure: Figure) -> Line:
    """What kind of number it is and its date: "standing total, as of 9 September"."""
    kind = Run(wording.pattern(inputs.words, f"annex.kinds.{figure.kind}"))
    return wording.joined(inputs.words, [kind, keyfigures.dates(inputs, figure)], "comma_only")


# --- table ----------------------------------------------------------------------------------------------------------


def _rows(inputs: Inputs, count: _Count, by: str, most: int) -> Mapping[str, Any]:
    """The rows of one figure: its own, and one for each part with a bar from zero on the scale of the figure.

    Undated counts stand in parentheses behind the figure, as in every table.
    """
    bounds = [bound for _, f in count.parts for bound in (f.low, f.high) if bound is not None]
    top = max([what.size(count.figure), *bounds, 1])
    shown = count.parts[:most] if count.named else ()
    abroad = count.figure.place_id.split(".")[0] != inputs.config.country
    place = (wording.name(what.place_name(inputs, count.figure.place_id)),) if abroad else ()
    label = (Run(what.label(inputs, count.figure)),)
    return {
        "label": wording.joined(inputs.words, [label, place], "comma_only") if place else label,
        "figure": (
            *((what.figure_run(inputs, count.figure),) if count.figure.terms else ()),
            *(what.apart_run(inputs, inputs.facts[fact]) for fact in count.figure.apart),
        ),
        "parts": tuple(
            {
                "label": wording.sentence(name) or (Run(wording.pattern(inputs.words, f"topics.{by}.unnamed")),),
                "figure": (what.figure_run(inputs, figure),), "bar": _bar(figure, top),
            }
            for name, figure in shown
        ),
        "left_out": narrative.left_out(inputs, len(count.parts) - most) if count.named else (),
    }


def _bar(figure: Figure, top: int) -> Mapping[str, str]:
    """A bar from zero: what is sure, then what some voice or an open number adds."""
    low, high = figure.low or 0, what.size(figure)
    return {"sure": keyfigures.percent(low, top), "more": keyfigures.percent(high - low, top)}


def _row(inputs: Inputs, figure: Figure) -> Mapping[str, Any]:
    label: list[Line] = [(Run(what.label(inputs, figure)),), (wording.name(what.place_name(inputs, figure.place_id)),)]
    return {
        "label": wording.joined(inputs.words, label, "comma_only"), "kind": _kind(inputs, figure),
        "figure": (what.figure_run(inputs, figure),),
    }
