"""The section `map`: which figure it shows, where, what cannot stand on it, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sitrep import draw
from sitrep.model import Bubble, Figure, Landmark, Map, Place
from sitrep.reconcile import part
from sitrep.report import chart, keyfigures, wording
from sitrep.report import inputs as what
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

# Round numbers of the legend: the largest, one of less than half of it, one of a tenth; closer rings would touch.
ROUND = tuple(first * 10**power for power in range(10) for first in (1, 2, 5))
SHARES = (1.0, 0.4, 0.1)
WIDE = ("admin1", "admin2")  # of these a point is only where the middle is


@dataclass(frozen=True, slots=True)
class _Spot:
    """A figure at its place: `place` is None where nothing says where to draw it."""

    figure: Figure
    place: Place | None


def mapped(inputs: Inputs) -> Mapping[str, Any] | None:
    """The map, its title, alternative text, key and table; None where no figure of the tiles has a place to draw."""
    chosen = _chosen(inputs)
    if chosen is None:
        return None
    main, spots = chosen
    words = inputs.words
    drawn = [(spot, what.figure_run(inputs, spot.figure)) for spot in spots if spot.place]
    key = "map.note_standing" if main.kind == "stock" else "map.note"
    place = wording.name(what.place_name(inputs, _country(inputs, main)))
    facts = [fact for spot in spots for fact in spot.figure.facts]
    return {
        "map": _map(inputs, drawn), "alt": _alt(inputs, main, place, drawn), "key": _key(drawn),
        "title": wording.plain(wording.line(words, "map.title", label=what.label(inputs, main))),
        "note": wording.line(words, key, place=place, period=chart.period(inputs), day=chart.as_of(inputs)),
        "left_out": _left_out(inputs, main, spots), "has_inner": draw.has_inner(_country(inputs, main)),
        "table": tuple(
            {"place": what.place_begins(inputs, spot.figure.place_id),
             "figure": (run, what.notes_run(inputs, spot.figure.facts))} for spot, run in drawn
        ),
        "sources": chart.footer(inputs, facts),
    }  # fmt: skip


def is_drawn(inputs: Inputs) -> bool:
    """Whether there is a map at all."""
    return _chosen(inputs) is not None


def _chosen(inputs: Inputs) -> tuple[Figure, list[_Spot]] | None:
    """Of the figures on tiles the one with the most places, an event before a standing total, and its places."""
    found = [(main, _spots(inputs, main)) for main in keyfigures.tiles(inputs)]
    drawn = [
        (main, spots) for main, spots in found
        if any(spot.place for spot in spots) and draw.has_outline(_country(inputs, main))
    ]

    def rank(choice: tuple[Figure, list[_Spot]]) -> tuple[int, bool, int]:
        kinds = [spot.place.kind for spot in choice[1] if spot.place]
        return (len(kinds), choice[0].kind == "event", sum(kind not in WIDE for kind in kinds))

    return max(drawn, key=rank, default=None)


def _country(inputs: Inputs, figure: Figure) -> str:
    return what.place_path(inputs, figure.place_id)[0]


def _spots(inputs: Inputs, main: Figure) -> list[_Spot]:
    """The figures that `main` is drawn as: an event's sums by place; of a stock each total, at the place it is of."""
    country = _country(inputs, main)
    alike = {
        figure.place_id: figure for figure in inputs.figures
        if _kin(figure) == _kin(main) and _country(inputs, figure) == country
    }
    if main.kind == "stock":
        places = sorted(alike, key=lambda place: (what.place_path(inputs, place), place))
        return [_Spot(alike[place], _place(inputs, place)) for place in places]
    points = dict.fromkeys(_listed(term.place_id) for term in main.terms)
    return [_Spot(_here(main, alike[point], point), _place(inputs, point)) for point in points if point in alike]


def _kin(figure: Figure) -> tuple[str | None, ...]:
    return (figure.indicator, figure.kind, figure.unit, figure.group)


def _listed(place_id: str) -> str:
    """The place of the gazetteer: an unlisted one stands where the place around it does."""
    return place_id.partition("/")[0]


def _here(main: Figure, figure: Figure, point: str) -> Figure:
    """The share of a place's figure that is drawn at the place itself and not at a narrower one.

    Where that figure is made of narrower counts alone, but `main` of the place's own, what `main` adds is drawn.
    """
    terms = [term for term in figure.terms if _listed(term.place_id) == point]
    if terms and len(terms) == len(figure.terms):
        return replace(figure, apart=())
    if not terms:
        terms = [term for term in main.terms if _listed(term.place_id) == point]
    return part(figure, terms, "itself" if all(term.place_id == point for term in terms) else "here")


def _place(inputs: Inputs, place_id: str) -> Place | None:
    """Where a figure is drawn; a country has no such place, nor has one that nobody gave a position."""
    if not what.is_listed(inputs, _listed(place_id)):
        return None
    place = inputs.gazetteer.place(_listed(place_id))
    return place if place.kind != "country" and place.lat is not None and place.lon is not None else None


# --- what is drawn --------------------------------------------------------------------------------------------------


def _map(inputs: Inputs, drawn: Sequence[tuple[_Spot, Run]]) -> Map:
    bubbles = tuple(_bubble(inputs, spot.place, run) for spot, run in drawn if spot.place)
    country = next(spot.place.country for spot, _ in drawn if spot.place)
    named = {bubble.name for bubble in bubbles}
    landmarks = ((place, what.called(inputs, place)) for place in inputs.gazetteer.landmarks(country))
    top = max((bound for b in bubbles for bound in (b.low, b.high) if bound is not None), default=1)
    return Map(
        country, bubbles, tuple(
            Landmark(name, place.lat, place.lon, place.kind) for place, name in landmarks
            if name not in named and place.lat is not None and place.lon is not None
        ),
        {place.id: what.called(inputs, place) for place in inputs.gazetteer.countries()},
        tuple((size, wording.number(inputs.words, size, size, "exact")) for size in _sizes(top)),
        wording.pattern(inputs.words, "map.distance"),
    )


def _bubble(inputs: Inputs, place: Place, run: Run) -> Bubble:
    lat, lon = place.lat or 0.0, place.lon or 0.0
    return Bubble(what.called(inputs, place), lat, lon, run.low, run.high, run.text, run.target, place.kind in WIDE)


def _sizes(top: int) -> tuple[int, ...]:
    """Round numbers whose bubbles explain the scale, the largest first.

    >>> _sizes(45), _sizes(1)
    ((20, 5, 2), (1,))
    """
    largest = max((number for number in ROUND if number <= top), default=1)
    found = (max((number for number in ROUND if number <= largest * share), default=0) for share in SHARES)
    return tuple(dict.fromkeys(number for number in found if number))


def _key(drawn: Sequence[tuple[_Spot, Run]]) -> tuple[str, ...]:
    """The marks that the map has and that its key must explain."""
    found = (
        ("wide", any(spot.place is not None and spot.place.kind in WIDE for spot, _ in drawn)),
        ("open", any(run.high is None for _, run in drawn)),
        ("ring", any(run.high is not None and (run.low or 0) < run.high for _, run in drawn)),
    )
    return tuple(name for name, holds in found if holds)


# --- in words -------------------------------------------------------------------------------------------------------


def _alt(inputs: Inputs, main: Figure, place: Run, drawn: Sequence[tuple[_Spot, Run]]) -> str:
    each = [Run(f"{what.place_name(inputs, spot.figure.place_id)} {run.text}") for spot, run in drawn]
    return wording.plain(wording.line(
        inputs.words, "map.alt", place=place, label=what.label(inputs, main),
        list=wording.joined(inputs.words, each, "comma_only"),
    ))


def _left_out(inputs: Inputs, main: Figure, spots: Sequence[_Spot]) -> Line:
    """The numbers that have no place on the map, or no date."""
    words = inputs.words
    told: list[Line] = []
    for spot in (spot for spot in spots if not spot.place):
        run = what.figure_run(inputs, spot.figure)
        told.append(wording.line(
            words, "map.no_place", number=run, place=wording.name(what.place_name(inputs, spot.figure.place_id))))
    for fact_id in main.apart:
        fact = inputs.facts[fact_id]
        place = wording.name(what.place_name(inputs, what.fact_place(fact)))
        told.append(wording.line(words, "map.no_date", number=what.fact_run(inputs, fact), place=place))
    if not told:
        return ()
    return wording.line(words, "map.left_out", list=wording.joined(words, told, "semicolon"))
