"""From the frame of facts to the figures that the report may print."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sitrep.model import Fact, Figure, Header, Period, Quantity, Term
from sitrep.reconcile.bounds import total
from sitrep.reconcile.change import change
from sitrep.reconcile.frame import frame
from sitrep.reconcile.groups import line
from sitrep.reconcile.terms import Node, Voices, last_words, taken_back, term, terms

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer


def figures(
    headers: Sequence[Header], facts: Sequence[Fact], config: "Config", gazetteer: "Gazetteer",
    period: Period, as_of: date, previous: Mapping[str, Mapping[str, Any]] | None = None, previous_number: int = 0,
) -> tuple[Figure, ...]:
    """Every number that may be printed of `period`, in order of id, the same for any order of headers and facts.

    Event counts come for each place with facts and all places around it, for everyone and for each group; running
    totals ("since"), stocks and projections for the place they speak of, because they are never added.
    `previous` holds the figures of the edition before by id, as its `figures.json` has them; None for a first edition.
    """
    table = frame(headers, facts, config, gazetteer, period, as_of)
    known = sorted((config.voice(voice) for voice in table["voice"].unique()), key=lambda v: (v.priority, v.name))
    codes = {voice.name: voice.reliability for voice in known}
    voices = Voices(codes, {voice.name: voice.priority for voice in known}, config.reconcile.method)
    found: list[Figure] = []
    for (indicator, unit, kind), rows in table.groupby(["indicator", "unit", "kind"], sort=True):
        make = _events if kind == "event" else _standing
        found.extend(make(str(indicator), str(unit), str(kind), list(rows.itertuples()), voices))
    stated = {fact.id: fact for fact in facts}
    parties = frozenset(voice.name for voice in known if voice.party)
    told = (
        replace(one, change=change(one, previous, previous_number), flags=(*one.flags, *_marks(one, stated, parties)))
        for one in found
    )
    return tuple(sorted(told, key=lambda figure: figure.id))


def _marks(figure: Figure, facts: Mapping[str, Fact], parties: frozenset[str]) -> Iterator[str]:
    """What a reader should know of the facts behind a figure, and of who vouches for them."""
    if any(facts[id].place_id is None for id in (*figure.facts, *figure.apart)):
        yield "unplaced"
    if figure.kind == "stock" and any(facts[claim.facts[0]].end is None for claim in figure.claims):
        yield "as_published"
    if any(parties.issuperset(claim.voice for claim in one.claims) for one in figure.terms):
        yield "party"


def _events(indicator: str, unit: str, kind: str, rows: list[Any], voices: Voices) -> Iterator[Figure]:
    """Flows: at every place and group, the sum of the disjoint events inside it."""
    there: dict[tuple[str, ...], list[Any]] = {}  # by place, the rows of it and of all that lies in it
    for row in rows:
        for depth in range(1, len(row.path) + 1):
            there.setdefault(row.path[:depth], []).append(row)
    groups = sorted({group for row in rows for group in (None, *line(row.group))}, key=lambda group: group or "")
    gone = {row.id for row in taken_back([row for row in rows if not row.undated])}
    for path in sorted(there):
        for group in groups:
            inside = [row for row in there[path] if group is None or group in line(row.group)]
            ids = {row.id for row in inside}  # a part that went with its total is shown inside that, and nowhere else
            inside = [row for row in inside if row.id not in gone or row.part_of in ids]
            if inside and (group is None or any(row.group == group for row in inside)):
                dated = [row for row in inside if not row.undated]
                undated = [row for row in inside if row.undated]
                yield _figure(indicator, unit, kind, group, path[-1], terms(dated, voices), undated)


def _standing(indicator: str, unit: str, kind: str, rows: list[Any], voices: Voices) -> Iterator[Figure]:
    """Stocks, running totals and projections: one term a place and group, each voice's latest, nothing added.

    Running totals that began on different days are different things; so are a part and its total of one place. What
    is stated of a part alone ("cholera deaths") says nothing of the total that it is part of.
    """
    same: dict[tuple[Any, ...], list[Any]] = {}
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
    quantities = [Quantity(t.low, t.high, t.qualifier, "") for t in made_of]
    whole = total(quantities) if quantities else Quantity(None, None, "exact", "")
    apart = tuple(sorted(row.id for row in undated))
    starts = [t.start for t in made_of if t.start]
    ends = [t.end for t in made_of if t.end]
    flags = [name for name, holds in (
        ("contested", any(_contested(t) for t in made_of)), ("undated", bool(apart)),
    ) if holds]
    words = ("families" if unit == "families" else "", place, group or "", "" if kind == "event" else kind)
    name = slug(indicator, *words, *suffix)
    bests = [t.best for t in made_of if t.best is not None]
    best = sum(bests) if bests and len(bests) == len(made_of) else None
    return Figure(
        name, indicator, kind, unit, group, place, min(starts, default=None), max(ends, default=None),
        whole.low, whole.high, whole.qualifier, tuple(made_of), apart, None, best, tuple(flags),
    )


def _contested(one: Term) -> bool:
    return len({(claim.low, claim.high) for claim in one.claims}) > 1


def slug(*parts: str) -> str:
    """An id that may stand in HTML, SVG and file names: letters a–z, digits and hyphens.

    >>> slug("airstrikes", "", "SYR.12", "children")
    'airstrikes-syr-12-children'
    >>> slug("killed", "SYR.12/Kafr é")
    'killed-syr-12-kafr-e9'

    Other letters become their code points, so that two names never share an id.
    """
    joined = "-".join(part for part in parts if part).casefold()
    spelt = "".join(c if c.isascii() else f"{ord(c):x}" for c in joined)
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


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
