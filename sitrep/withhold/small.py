"""Small counts of people in small places, lifted to the place around: what is moved, and the figures after it.

A small place is one that the gazetteer does not list, a site, or a town of fewer people than `privacy.min_population`
(or of a number that nobody knows). A small place with a small count of people is told nowhere in the edition: every
fact of it is told of the place around. Where a reader could still find the number by taking the other places from the
place around, the same count of one more place goes with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sitrep.model import Change, Fact, Figure, Previous, Term
from sitrep.reconcile import part

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

PEOPLE = ("people", "families")
SUMS = ("event", "to_date", "revised")  # kinds of figures that hold what happened in all places inside theirs
UNLISTED = ("inside", "unresolved")  # how the place of a fact is matched that the gazetteer lacks


@dataclass(frozen=True, slots=True)
class Moves:
    """Where facts are told of instead: place id by fact; `places` are the spots that are told of nowhere any more.

    `secret` are those of them whose name must not be read beside a number. Facts that are moved without all of their
    spot keep its number company.
    """

    facts: Mapping[str, str]
    places: frozenset[str]
    secret: frozenset[str] = frozenset()


def spot(fact: Fact) -> str:
    """The narrowest place of a fact: its id, with the name as written behind it where only a place around is listed."""
    around = fact.place_id or fact.country or ""
    return f"{around}/{fact.place.casefold()}" if fact.place and fact.place_match in UNLISTED else around


@lru_cache(maxsize=16384)
def path(place: str, gazetteer: "Gazetteer") -> tuple[str, ...]:
    """Ids from the country down to a spot."""
    listed, _, inner = place.partition("/")
    try:
        ids = tuple(gazetteer.path(listed))
    except KeyError:
        ids = (listed,)
    return (*ids, place) if inner else ids


def is_small_place(place: str, config: "Config", gazetteer: "Gazetteer") -> bool:
    """Whether a count of few people could point at single ones there."""
    if "/" in place:
        return True
    try:
        known = gazetteer.place(place)
    except KeyError:
        return False
    return known.kind == "site" or known.kind == "town" and known.population < config.privacy.min_population


def is_small_count(low: int | None, high: int | None, config: "Config") -> bool:
    """Whether so few people were counted: by the high bound, or by the low one of an open number. None is few."""
    most = low if high is None else high
    return most is not None and 0 < most < config.privacy.min_count


def moves(
    facts: Sequence[Fact], shown: Sequence[Figure], config: "Config", gazetteer: "Gazetteer",
    unlisted: Iterable[str] = (), wide: Iterable[str] = (),
) -> Moves:
    """What is moved where. `unlisted` are spots that are told of nowhere for another reason: nobody lists their name.

    `wide` are several large places told of together ("Rafah and Khan Younis"), which no list has either.

    Which numbers can be taken from one another is a matter of the figures that are `shown` together.
    """
    few = [fact for fact in facts if fact.unit in PEOPLE and is_small_count(fact.low, fact.high, config)]
    secret = {spot(fact) for fact in few if is_small_place(spot(fact), config, gazetteer)} - set(wide)
    gone = secret | set(unlisted)
    moved = {fact.id: _around(spot(fact), gone, config, gazetteer) for fact in facts if spot(fact) in gone}
    used = {id_ for one in shown for id_ in (*one.facts, *one.apart, *(i for term in one.terms for i in term.inside))}
    while more := _beside([fact for fact in facts if fact.id in used], moved, config, gazetteer):
        told = {(fact.document, fact.sentence) for fact in facts if fact.id in more}
        spots = {spot(fact): more[fact.id] for fact in facts if fact.id in more}
        with_it = (f for f in facts if f.id not in moved and (f.document, f.sentence) in told and spot(f) in spots)
        moved |= {fact.id: spots[spot(fact)] for fact in with_it}
    return Moves(moved, frozenset(gone), frozenset(secret))


def _around(place: str, gone: set[str], config: "Config", gazetteer: "Gazetteer") -> str:
    """The place around a spot that may be told of: the nearest that is not small, else the country."""
    above = path(place, gazetteer)[:-1]
    kept = (one for one in reversed(above) if one not in gone and not is_small_place(one, config, gazetteer))
    return next(kept, above[0] if above else place)


def _beside(
    facts: Sequence[Fact], moved: Mapping[str, str], config: "Config", gazetteer: "Gazetteer"
) -> dict[str, str]:
    """The facts that go too, with where to, so that no place around less its other places gives a small number.

    That is so where one spot alone is gone from a place, with a small count, and nothing is told of the place itself.
    The smaller place goes, then the smaller number. Empty when nothing more need go.
    """
    columns: dict[tuple[str, str, str], dict[str, list[Fact]]] = {}
    others: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.id not in moved:
            others.setdefault((fact.indicator, fact.unit), []).append(fact)
        elif fact.unit in PEOPLE and fact.place_match != "unresolved":  # which no row ever told
            columns.setdefault((moved[fact.id], fact.indicator, fact.unit), {}).setdefault(spot(fact), []).append(fact)
    more: dict[str, str] = {}
    for (target, indicator, unit), hidden in sorted(columns.items()):
        alone = [fact for of in hidden.values() for fact in of]
        if len(hidden) > 1 or not any(is_small_count(fact.low, fact.high, config) for fact in alone):
            continue
        alike = [fact for fact in others.get((indicator, unit), ()) if fact.id not in more]
        inside = [fact for fact in alike if target in path(spot(fact), gazetteer)[:-1]]
        if inside and not any(spot(fact) == target for fact in alike):
            least = min(inside, key=lambda f: (not is_small_place(spot(f), config, gazetteer), _size(f), spot(f)))
            more |= {fact.id: target for fact in inside if spot(fact) == spot(least)}
    return more


def _size(fact: Fact) -> int:
    return (fact.low if fact.high is None else fact.high) or 0


def figures(
    known: Sequence[Figure], facts: Mapping[str, Fact], moved: Moves, config: "Config", gazetteer: "Gazetteer"
) -> tuple[Figure, ...]:
    """The figures after the move: terms are told of the place that their facts are told of.

    A figure of a place that is told of nowhere goes; what it counted is in that of the place around, or, where nothing
    is ever added (totals and projections), becomes one of it.
    """
    made: dict[str, Figure] = {}
    later: list[Figure] = []
    for figure in known:
        if not (moved.places.intersection((figure.place_id,)) or any(_is_moved(t, moved) for t in figure.terms)
                or any(fact in moved.facts for fact in figure.apart)):
            told = _without_past(figure, config, gazetteer)
            made |= {told.id: told} if told is not None else {}
        elif figure.kind in SUMS:
            kept = _kept(figure, facts, moved, gazetteer)
            made |= {kept.id: kept} if kept is not None else {}
        else:
            later.append(figure)
    for figure in later:
        lifted = _lifted(figure, moved, made)
        made[lifted.id] = lifted
    return tuple(made[name] for name in sorted(made))


def _is_moved(term: Term, moved: Moves) -> bool:
    return any(fact in moved.facts for claim in term.claims for fact in claim.facts) or term.place_id in moved.places


def _target(term: Term, moved: Moves) -> str:
    told = (moved.facts[fact] for claim in term.claims for fact in claim.facts if fact in moved.facts)
    return next(told, term.place_id)


def _kept(figure: Figure, facts: Mapping[str, Fact], moved: Moves, gazetteer: "Gazetteer") -> Figure | None:
    """A sum of events without the terms that are told of a wider place now; None if nothing is left of it."""
    if figure.place_id in moved.places:
        return None
    terms = [replace(term, place_id=_target(term, moved)) for term in figure.terms]
    inside = [term for term in terms if figure.place_id in path(term.place_id, gazetteer)]
    apart = tuple(
        fact for fact in figure.apart
        if figure.place_id in path(moved.facts.get(fact, spot(facts[fact])), gazetteer)
    )
    if not inside and not apart or figure.kind == "revised" and len(inside) < len(terms):
        return None
    if len(inside) == len(terms) and apart == figure.apart:
        return replace(figure, terms=tuple(inside))
    fewer = part(figure, inside, "")
    flags = tuple(flag for flag in figure.flags if flag != "contested" or flag in fewer.flags)
    return replace(fewer, id=figure.id, apart=apart, flags=flags, change=_untold(figure.change))


def _lifted(figure: Figure, moved: Moves, made: Mapping[str, Figure]) -> Figure:
    """A total of one place as one of the place around, under an id that no other figure has."""
    terms = tuple(replace(term, place_id=_target(term, moved)) for term in figure.terms)
    place = terms[0].place_id
    base = f"{figure.indicator}-in-{place}-{figure.kind}-{figure.group or 'all'}-{figure.unit}".casefold()
    base = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in base)
    name = next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(made) + 3))) if one not in made)
    return replace(figure, id=name, place_id=place, terms=terms, change=_untold(figure.change))


def _without_past(figure: Figure, config: "Config", gazetteer: "Gazetteer") -> Figure | None:
    """The figure without the number of the edition before, where that was a small count of a small place.

    None of one that only tells how that number was revised.
    """
    past = figure.change
    if past is None or figure.unit not in PEOPLE or not is_small_place(figure.place_id, config, gazetteer):
        return figure
    said = [past, *([past.printed] if past.printed else ())]
    if not any(is_small_count(one.low, one.high, config) for one in said):
        return figure
    return None if figure.kind == "revised" else replace(figure, change=_untold(past))


def _untold(past: Change | None) -> Change | None:
    """A change that can no longer be told: the number before was made of other facts than the number now."""
    return past and replace(past, kind="not_comparable", low=None, high=None, qualifier="exact", printed=None)


def earlier(
    editions: Iterable[Previous], config: "Config", gazetteer: "Gazetteer"
) -> tuple[Previous, ...]:
    """Earlier editions without their small counts in small places, which `internal/` holds whole."""
    return tuple(
        replace(edition, figures={
            name: one for name, one in edition.figures.items()
            if one["unit"] not in PEOPLE or not is_small_place(one["place_id"], config, gazetteer)
            or not is_small_count(one["low"], one["high"], config)
        })
        for edition in editions
    )
