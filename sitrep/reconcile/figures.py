"""From the frame of facts to the figures that the report may print."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from sitrep.model import Fact, Figure, Header, Period, Previous, Quantity, Term
from sitrep.reconcile.bounds import total
from sitrep.reconcile.change import change, revised
from sitrep.reconcile.frame import Row, frame, rows, within
from sitrep.reconcile.groups import line
from sitrep.reconcile.naming import figure_id, slug
from sitrep.reconcile.nodes import Node, Voices, last_words, term
from sitrep.reconcile.terms import terms, web

if TYPE_CHECKING:
    import pandas as pd

    from sitrep.config import Config
    from sitrep.language.places import Gazetteer


def figures(
    headers: Sequence[Header], facts: Sequence[Fact], config: "Config", gazetteer: "Gazetteer",
    period: Period, as_of: date, earlier: Sequence[Previous] = (),
) -> tuple[Figure, ...]:
    """Every number that may be printed of `period`, in order of id, the same for any order of headers and facts.

    Event counts come for each place with facts and all places around it, for everyone and for each group; running
    totals ("since"), stocks and projections for the place they speak of, because they are never added. With
    `crisis_start` the events since then come too, for whole countries; and, with `earlier` editions, those of
    the last one's period of which another number is known by now.
    """
    previous = earlier[-1] if earlier else None
    table = frame(headers, facts, config, gazetteer, as_of)
    told = of_frame(within(table, period), config)
    known_by_now: tuple[Figure, ...] = ()
    if previous is not None:
        if previous.name:
            known = frozenset(fact.id for fact in facts)
            known_by_now = revised(of_frame(within(table, previous.period), config), previous, known)
        now = {figure_id(replace(one, kind="event")): one for one in known_by_now}
        told = [replace(one, change=change(one, previous, period, now)) for one in told]
    if config.crisis_start and config.crisis_start < period.start:
        told += _to_date(within(table, Period(config.crisis_start, period.end)), config)
    return tuple(sorted([*told, *known_by_now], key=lambda figure: figure.id))


def series(table: "pd.DataFrame", config: "Config", periods: Sequence[Period]) -> "pd.DataFrame":
    """The numbers of many periods at once, for trends and notebooks: those of `figures`, a row for each.

    `table` is the frame of facts (`frame.frame`); periods are in order and do not overlap. Columns: period (its first
    day), indicator, unit, kind (event, since, stock, projected), group (missing is everyone), place_id, start, end,
    low, high, best (counts in `unit`; low is missing where it is open below, high where it is open above), qualifier.
    Where there are only undated counts all numbers are missing.
    """
    from sitrep.reconcile.columns.series import series as made

    return made(table, config, periods)


def of_frame(table: "pd.DataFrame", config: "Config", deepest: int | None = None) -> list[Figure]:
    """The figures of the facts of one period; of events those of places so deep in the tree at most."""
    voices = _voices(table, config)
    parties = frozenset(voice.name for voice in map(config.voice, table["voice"].cat.categories) if voice.party)
    found: list[Figure] = []
    for (indicator, unit, kind), here in table.groupby(["indicator", "unit", "kind"], observed=True):
        told = rows(here)
        if kind == "event":
            made = _events(str(indicator), str(unit), told, voices, deepest)
        else:
            made = _standing(str(indicator), str(unit), str(kind), told, voices)
        marked = _Marked(
            frozenset(row.id for row in told if row.unplaced), frozenset(row.id for row in told if row.computed),
            frozenset(row.id for row in told if row.kind == "stock" and row.end is None), parties,
        )
        for one in made:
            marks = tuple(_marks(one, marked))
            found.append(replace(one, flags=(*one.flags, *marks)) if marks else one)
    return found


def _to_date(table: "pd.DataFrame", config: "Config") -> list[Figure]:
    """The events since the start of the crisis, for whole countries."""
    whole = (replace(one, kind="to_date") for one in of_frame(table[table["kind"] == "event"], config, deepest=1))
    return [replace(one, id=figure_id(one)) for one in whole]


def _voices(table: "pd.DataFrame", config: "Config") -> Voices:
    """How the office rates the voices of the facts, in the order in which they are listed."""
    known = [config.voice(name) for name in table["voice"].cat.categories]
    return Voices(
        {voice.name: voice.reliability for voice in known}, {voice.name: voice.priority for voice in known},
        {voice.name: i for i, voice in enumerate(known)}, config.reconcile.method,
    )


class _Marked(NamedTuple):
    """Of which facts and voices a reader should know what they are."""

    unplaced: frozenset[str]
    computed: frozenset[str]
    as_published: frozenset[str]
    parties: frozenset[str]


def _marks(figure: Figure, of: _Marked) -> Iterator[str]:
    """What a reader should know of the facts behind a figure, and of who vouches for them."""
    for name, facts in (("unplaced", of.unplaced), ("computed", of.computed)):
        if facts and not facts.isdisjoint((*figure.facts, *figure.apart)):
            yield name
    if of.as_published and any(claim.facts[0] in of.as_published for claim in figure.claims):
        yield "as_published"
    if of.parties and any(of.parties.issuperset(claim.voice for claim in one.claims) for one in figure.terms):
        yield "party"


def _events(
    indicator: str, unit: str, rows: Sequence[Row], voices: Voices, deepest: int | None,
) -> Iterator[Figure]:
    """Flows: at every place and group, the sum of the disjoint events inside it."""
    made = web([row for row in rows if not row.undated], voices)
    # By place, the nodes and the undated facts of it and of all that lies in it.
    at: dict[tuple[str, ...], list[int]] = {}
    undated: dict[tuple[str, ...], list[Row]] = {}
    for i, node in enumerate(made.nodes):
        for depth in range(1, len(node.path[:deepest]) + 1):
            at.setdefault(node.path[:depth], []).append(i)
    for row in rows:
        for depth in range(1, len(row.path[:deepest]) + 1 if row.undated else 1):
            undated.setdefault(row.path[:depth], []).append(row)
    lines = {group: line(group) for group in {row.group for row in rows}}
    groups = sorted({None, *chain.from_iterable(lines.values())}, key=lambda group: group or "")
    for path in sorted({*at, *undated}):
        for group in groups:
            inside = [i for i in at.get(path, ()) if group is None or group in lines[made.nodes[i].group]]
            apart = [row for row in undated.get(path, ()) if group is None or group in lines[row.group]]
            told = {*(made.nodes[i].group for i in inside), *(row.group for row in apart)}
            if told and (group is None or group in told):
                # a part that went with its total is shown inside that, and nowhere else
                gone = [
                    row for row in made.gone
                    if row.path[: len(path)] == path and (group is None or group in lines[row.group])
                ]
                yield _figure(indicator, unit, "event", group, path[-1], terms(made, inside, gone), apart)


def _standing(indicator: str, unit: str, kind: str, rows: Sequence[Row], voices: Voices) -> Iterator[Figure]:
    """Stocks, running totals and projections: one term a place and group, each voice's latest, nothing added.

    Running totals that began on different days are different things; so are a part and its total of one place. What
    is stated of a part alone ("cholera deaths") says nothing of the total that it is part of.
    """
    same: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        began = row.start if kind == "since" else None
        same.setdefault((row.path, row.group, began), []).append(row)
    for (path, group, began), here in sorted(same.items(), key=lambda item: str(item[0])):
        ids = {row.id for row in here}
        whole = [row for row in here if row.part_of not in ids and row.stated == indicator]
        if not whole:
            continue
        ends = [said[0].end for said in last_words(whole).values()]
        end = max((end for end in ends if end is not None), default=None)
        node = Node(path, group, began, end, tuple(sorted(whole, key=lambda row: row.id)))
        parts = sorted({row.id for row in here} - {row.id for row in whole})
        suffix = [began.strftime("%Y%m%d")] if began else []
        yield _figure(indicator, unit, kind, group, path[-1], (term(node, voices, parts),), [], suffix)


def _figure(
    indicator: str, unit: str, kind: str, group: str | None, place: str,
    made_of: Sequence[Term], undated: Iterable[Any], suffix: Sequence[str] = (),
) -> Figure:
    whole = total(made_of) if made_of else Quantity(None, None, "exact", "")
    apart = tuple(sorted(row.id for row in undated))
    starts = [t.start for t in made_of if t.start]
    ends = [t.end for t in made_of if t.end]
    flags = [name for name, holds in (
        ("contested", any(_contested(t) for t in made_of)), ("undated", bool(apart)),
    ) if holds]
    bests = [t.best for t in made_of if t.best is not None]
    best = sum(bests) if bests and len(bests) == len(made_of) else None
    made = Figure(
        "", indicator, kind, unit, group, place, min(starts, default=None), max(ends, default=None),
        whole.low, whole.high, whole.qualifier, tuple(made_of), apart, None, best, tuple(flags),
    )
    return replace(made, id=figure_id(made, *suffix))


def _contested(one: Term) -> bool:
    return len(one.claims) > 1 and len({(claim.low, claim.high) for claim in one.claims}) > 1


def part(figure: Figure, chosen: Sequence[Term], suffix: str) -> Figure:
    """The share of a figure that some of its terms make up, as a figure of its own: one day, one place."""
    made = _figure(figure.indicator, figure.unit, figure.kind, figure.group, figure.place_id, chosen, ())
    return replace(made, id=slug(figure.id, suffix))


def windows(figure: Figure) -> tuple[Figure, ...]:
    """A figure split by time: one figure for each run of days whose terms overlap. This is what a trend draws.

    Each bears the days in its id. A two-day window and an event on its second day make one two-day figure, because
    nobody said how the two days share the first.
    """
    runs: list[list[Term]] = []
    for one in figure.terms:
        if runs and one.start and one.start <= max(t.end for t in runs[-1] if t.end):
            runs[-1].append(one)
        else:
            runs.append([one])
    return tuple(part(figure, run, f"{run[0].start:%Y%m%d}" if run[0].start else "undated") for run in runs)
