"""What may be ruled, and what the value of a correction means: one table of fields."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sitrep.config import values
from sitrep.model import GROUPS, QUALIFIERS, UNITS, Fact
from sitrep.review.matching import number
from sitrep.shown import hint

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

# `number` is low, high and qualifier in one, as a person writes a number.
FIELDS = (
    "number", "low", "high", "qualifier", "indicator", "unit", "group", "place", "start", "end", "scope", "status",
    "attribution", "actor", "part_of",
)
NOTHING = "none"  # an empty cell could as well be forgotten
MAY_BE_NOTHING = frozenset({"low", "high", "group", "place", "start", "end", "attribution", "actor", "part_of"})
SCOPES, STATUSES = ("event", "cumulative"), ("reported", "projected")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Units = Mapping[str, tuple[str, ...]]


def units(config: "Config") -> Units:
    """The units of each indicator, those of the office's own among them."""
    return {**{name: (one.unit,) for name, one in config.indicators.items()}, **UNITS}


def is_id(value: str) -> bool:
    """Whether a value can be the id of a fact."""
    return ID.fullmatch(value) is not None


def problem(field: str, value: str, known: Units) -> str:
    """What is wrong with the value of a correction, and what to write; "" if nothing is.

    >>> problem("number", "twelve", {})
    'number: must be written as 12, 1,200, 12+, up to 12, about 12 or 10-15, not "twelve"'
    >>> problem("scope", "evnt", {}), problem("number", "1,200+", {})
    ('scope: unknown word "evnt" – did you mean "event"?', '')
    """
    if value == NOTHING and field in MAY_BE_NOTHING:
        return ""
    try:
        MEANINGS[field](value, known)
    except ValueError as error:
        return f"{field}: {error}"
    return ""


def corrected(fact: Fact, field: str, value: str, gazetteer: "Gazetteer", country: str, known: Units) -> Fact:
    """The fact with one field as it was ruled. A place is looked up in the fact's country, else in the report's.

    Raises ValueError where the value is no value of the field.
    """
    if field == "place":
        return _placed(fact, value, gazetteer, country)
    if field == "number":
        low, high, qualifier = _number(value, known)
        kept = fact.qualifier if fact.qualifier in ("exact", "about") else "exact"
        return replace(fact, low=low, high=high, qualifier=qualifier or kept)
    meant = None if value == NOTHING and field in MAY_BE_NOTHING else MEANINGS[field](value, known)
    given: dict[str, Any] = {field: meant}
    changed = replace(fact, **given)
    if field == "indicator" and changed.unit not in known[changed.indicator]:
        return replace(changed, unit=known[changed.indicator][0])
    return changed


def read(fact: Fact, field: str) -> str:
    """The value of a field as a correction would write it."""
    if field == "number":
        return number(fact)
    value = getattr(fact, field)
    return NOTHING if value is None else value.isoformat() if isinstance(value, date) else str(value)


def is_other(one: Fact, other: Fact, field: str) -> bool:
    """Whether two facts differ in a field: of places of one name the ids tell."""
    also = {"number": ("qualifier",), "place": ("place_id",)}.get(field, ())
    return read(one, field) != read(other, field) or any(getattr(one, n) != getattr(other, n) for n in also)


def settled(fact: Fact, known: Units) -> Fact:
    """The fact with a qualifier that fits its bounds. Raises ValueError where what it says contradicts itself.

    Whoever corrects only one end of an exact number makes it a range.
    """
    low, high, qualifier = fact.low, fact.high, fact.qualifier
    if low is None and high is None:
        raise ValueError("no number is left: write low, high or number")
    if low is not None and high is not None and low > high:
        raise ValueError(f"low {low} is above high {high}: correct number, or both")
    if fact.start and fact.end and fact.start > fact.end:
        raise ValueError(f"start {fact.start} is after end {fact.end}: correct both")
    if fact.unit not in known.get(fact.indicator, (fact.unit,)):
        raise ValueError(f"{fact.indicator} is counted in {' or '.join(known[fact.indicator])}, not {fact.unit}")
    if fact.part_of == fact.id:
        raise ValueError("a fact is no part of itself")
    if high is None or low is None:
        return replace(fact, qualifier=qualifier if qualifier == "vague" else "at_least" if high is None else "at_most")
    if low < high:
        return replace(fact, qualifier="range" if qualifier in ("exact", "at_least", "at_most") else qualifier)
    return replace(fact, qualifier="exact" if qualifier in ("range", "at_least", "at_most") else qualifier)


def whereabouts(name: str, gazetteer: "Gazetteer", countries: tuple[str, ...]) -> tuple[Any, str]:
    """The place of an id or a name, and how it was found (exact, fuzzy, unresolved); None where there is none."""
    if "." in name or name.isupper():
        try:
            return gazetteer.place(name), "exact"
        except KeyError:
            pass  # "St. Louis" has a point too
    if code := gazetteer.country(name):
        return gazetteer.place(code), "exact"
    if place := gazetteer.find(name, countries):
        return place, "exact"
    place = gazetteer.nearest(name, countries)
    return place, "fuzzy" if place else "unresolved"


def _placed(fact: Fact, value: str, gazetteer: "Gazetteer", country: str) -> Fact:
    from sitrep.extract.whole import placed  # late: `sitrep check` reads decisions and extracts nothing

    nowhere = replace(
        fact, place=None if value == NOTHING else values.line(value), place_id=None, lat=None, lon=None, admin1=None,
        pcode=None, place_match="unresolved",
    )  # fmt: skip
    if nowhere.place is None:
        return nowhere
    countries = tuple(dict.fromkeys(code for code in (fact.country, country) if code))
    place, match = whereabouts(value, gazetteer, countries)
    if place is None:
        return nowhere
    called = place.name if value == place.id else value
    return placed(replace(nowhere, place=called, place_match=match), place, gazetteer)


def _number(value: str, known: Units) -> tuple[int | None, int | None, str]:
    try:
        said = values.quantity(value)
    except ValueError as error:
        excel = " – Excel made a day of it: write '10-15, with the apostrophe" if DAY.fullmatch(value) else ""
        raise ValueError(f"{error}{excel}") from None
    # an exact number stays "about" if it was read so
    return said.low, said.high, "" if said.qualifier == "exact" else said.qualifier


def _whole(value: str, known: Units) -> int:
    if re.fullmatch(values.DIGITS, value) is None:
        raise ValueError(f"must be a whole number such as 12 or 1,200, or none, not {values.written(value)}")
    return int(value.replace(",", ""))


def _word(words: tuple[str, ...]) -> Callable[[str, Units], str]:
    def check(value: str, known: Units) -> str:
        if value not in words:
            raise ValueError(f"unknown word {values.written(value)}{hint(value, words)}")
        return value

    return check


def _indicator(value: str, known: Units) -> str:
    return _word(tuple(known))(value, known)


def _unit(value: str, known: Units) -> str:
    return _word(tuple(dict.fromkeys(unit for some in known.values() for unit in some)))(value, known)


def _id(value: str, known: Units) -> str:
    if not is_id(value):
        raise ValueError(f"must be the id of a fact, not {values.written(value)}")
    return value


def _line(value: str, known: Units) -> str:
    return values.line(value)


def _day(value: str, known: Units) -> date:
    return values.day(value)


MEANINGS: Mapping[str, Callable[[str, Units], Any]] = {
    "number": _number, "low": _whole, "high": _whole, "qualifier": _word(QUALIFIERS), "indicator": _indicator,
    "unit": _unit, "group": _word(GROUPS), "place": _line, "start": _day, "end": _day, "scope": _word(SCOPES),
    "status": _word(STATUSES), "attribution": _line, "actor": _line, "part_of": _id,
}  # fmt: skip
