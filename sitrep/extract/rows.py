"""Rows of a spreadsheet → Facts: no sentence is read, each cell says what it is.

A row that cannot be read costs that row and no more; `read` tells of it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sitrep.extract import cells as cell
from sitrep.extract.document import Rejected
from sitrep.extract.whole import placed
from sitrep.language.places import Gazetteer, countries
from sitrep.language.reader import Reader
from sitrep.model import GROUPS, STOCKS, UNITS, Document, Fact, Place, TableRow
from sitrep.shown import hint, show

PROTESTS = "demonstration"  # of HAPI's types of event the one that is no attack
LEVELS = (("admin2_code", "admin2_name"), ("admin1_code", "admin1_name"))  # the narrower one goes first
LIMIT_TOLD = 10  # rows that a rejection names


def read(document: Document, reader: Reader) -> tuple[tuple[Fact, ...], tuple[Rejected, ...], tuple[Rejected, ...]]:
    """The facts of a document's rows, the rows that could not be read, and those that state no count; each with why."""
    language = reader.language(document.header.language)
    if language is None:
        return (), (), ()
    setting = _setting(document.rows, reader.gazetteer)
    found: list[tuple[Fact, str]] = []
    mistaken: list[Rejected] = []
    empty: list[Rejected] = []
    for row in document.rows:
        given = dict(row.cells)
        try:
            quantity = cell.quantity(given, language.numbers)
            said = Fact(
                id="", document=document.header.id, low=quantity.low, high=quantity.high, qualifier=quantity.qualifier,
                **_meaning(given, reader), place=None, country=None, actor=None,
                attribution=given.get("voice"), part_of=None, quote=document.text[row.quote.start : row.quote.end],
                sentence=document.text[row.line.start : row.line.end], span=row.quote, section="body",
                rule="row", number=row.amount,
            )  # fmt: skip
            fact = _flagged(_located(said, given, setting, reader.gazetteer), document, reader)
            found.append((fact, document.text[row.quote.start : row.line.end]))
        except cell.EmptyError as error:
            empty.append(_rejected(row, document, error))
        except cell.CellError as error:
            mistaken.append(_rejected(row, document, error))
    return _named(found), tuple(mistaken), tuple(empty)


def told(mistaken: Sequence[Rejected], rows: int) -> str:
    """The reason of a rejection that names the rows that could not be read."""
    reasons = tuple(dict.fromkeys(one.reason for one in mistaken))  # a row of two counts may be told of twice
    count = len({reason.partition(": ")[0] for reason in reasons})
    few = "; ".join(reasons[:LIMIT_TOLD])
    more = f"; {len(reasons) - LIMIT_TOLD:,} more: `sitrep explain` tells all" if len(reasons) > LIMIT_TOLD else ""
    return f"{count:,} of {rows:,} rows could not be read – {few}{more}"


def _rejected(row: TableRow, document: Document, error: cell.CellError) -> Rejected:
    span = row.quote if row.quote.start < row.quote.end else row.line
    return Rejected(span, document.text[span.start : span.end], f"{row.name}: {error}")


def _meaning(given: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    """The fields of a fact that say what was counted, when, and in what way."""
    own = {name: words for name, words in reader.extra_words.items() if words.like}
    known = (*UNITS, *own)
    indicator = cell.choice(given, "indicator", known, "")
    if not indicator:
        raise cell.CellError(f"it names no indicator{hint('', known)}")
    if given.get("counted") == "events" and given.get("event_type", "").casefold() == PROTESTS:
        raise cell.EmptyError("demonstrations are no attacks")
    units = UNITS[indicator] if indicator in UNITS else (own[indicator].unit,)
    scope = "cumulative" if _is_stock(indicator, reader) else "event"
    start, end = cell.days(given)
    return {
        "indicator": indicator,
        "unit": cell.choice(given, "unit", units, units[0]),
        "group": cell.choice(given, "group", GROUPS, "") or None,
        "start": start, "end": end,
        "scope": cell.choice(given, "scope", ("event", "cumulative"), scope),
        "status": cell.choice(given, "status", ("reported", "projected"), "reported"),
    }  # fmt: skip


def _is_stock(indicator: str, reader: Reader) -> bool:
    own = reader.extra_words.get(indicator)
    return own.kind == "stock" if own is not None and own.like else indicator in STOCKS


# --- places ---------------------------------------------------------------------------------------------------------


def _setting(rows: Sequence[TableRow], gazetteer: Gazetteer) -> str | None:
    """The country of rows that do not state theirs: the one stated most, else where most places of these names are."""
    stated: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for row in rows:
        given = dict(row.cells)
        try:
            country = _country(given, gazetteer)
        except cell.CellError:
            continue
        if country is not None:
            stated[country] += 1
        elif (name := given.get("admin1_name") or given.get("location")) and (known := gazetteer.likely(name)):
            named[known[0]] += 1
    votes = stated or named
    return min(votes, key=lambda country: (-votes[country], country), default=None)


def _country(given: Mapping[str, str], gazetteer: Gazetteer) -> str | None:
    """The country that a row states: by its code, its name, the P-code of a place in it, or as its place."""
    code = given.get("location_code", "").upper()
    if code:
        if code not in countries():
            raise cell.CellError(f'location_code is "{show(code)}", not a code of ISO 3166 such as SYR')
        return code
    if "country" in given:
        named = given["country"].upper()
        country = named if named in countries() else gazetteer.country(given["country"])
        if country is None:
            raise cell.CellError(f'unknown country "{show(given["country"])}" – write its three letters, such as SYR')
        return country
    coded = (gazetteer.coded(given[code_name]) for code_name, _ in LEVELS if code_name in given)
    place = next((one for one in coded if one is not None), None)
    return place.country if place is not None else gazetteer.country(given.get("location", ""))


def _located(fact: Fact, given: Mapping[str, str], setting: str | None, gazetteer: Gazetteer) -> Fact:
    """The fact with its place: the location in its district or province, these where there is none, else the country.

    A location that the gazetteer lacks lies inside the district or province that the row names.
    """
    country = _country(given, gazetteer) or setting
    around, name_around = _admin(given, country, gazetteer)
    name = given.get("location")
    if name is None:
        place, match = around, "exact" if around is not None else "unresolved"
        name = name_around
        if name is None and {"location_code", "country"} & given.keys() and country is not None:
            place, match = countries()[country].place, "exact"
            name = place.name
    else:
        place, match = _place(name, around, country, gazetteer)
    return placed(replace(fact, place=name, country=country, place_match=match), place, gazetteer)


def _admin(given: Mapping[str, str], country: str | None, gazetteer: Gazetteer) -> tuple[Place | None, str | None]:
    """The district or province that a row names, if the gazetteer knows it, and how the row names it."""
    written = None
    for code, name in LEVELS:
        if not {code, name} & given.keys():
            continue
        written = written or given.get(name) or given[code]
        found = gazetteer.coded(given[code]) if code in given else None
        kind = "admin1" if name == "admin1_name" else "admin2"
        if found is None and country is not None and name in given:
            found = gazetteer.find(given[name], (country,), kind)
            found = found if found is not None and found.kind == kind else None
        if found is not None:
            return found, written
    return None, written


def _place(name: str, around: Place | None, country: str | None, gazetteer: Gazetteer) -> tuple[Place | None, str]:
    """The place of a name in what is around it, and how it was found."""
    whole = gazetteer.country(name)
    if whole is not None and around is None and whole == country:
        return countries()[whole].place, "exact"
    if around is not None:
        found = gazetteer.within(name, around.id)
        near = gazetteer.nearest(name, (around.country,)) if found is None else None
        if near is not None and around.id in gazetteer.path(near.id):
            return near, "fuzzy"
        return (found, "exact") if found is not None else (around, "inside")
    if country is None:
        return None, "unresolved"
    found = gazetteer.find(name, (country,))
    if found is not None:
        return found, "exact"
    near = gazetteer.nearest(name, (country,))
    return (near, "fuzzy") if near is not None else (None, "unresolved")


# --- the whole ------------------------------------------------------------------------------------------------------


def _flagged(fact: Fact, document: Document, reader: Reader) -> Fact:
    """The fact with what a reader should know of it: a standing total without a day is read as of its publication."""
    told = {
        "undated_document": document.header.published is None and fact.end is None,
        "as_published": fact.end is None and _is_stock(fact.indicator, reader),
    }
    return replace(fact, flags=tuple(flag for flag, holds in told.items() if holds))


def _named(found: Sequence[tuple[Fact, str]]) -> tuple[Fact, ...]:
    """The facts, each given with the words of its row, with ids. A row that moves keeps its own: no number is hashed.

    A table grows from week to week, so its text is none either; the document's id is, as two tables may share rows.
    """
    seen: Counter[str] = Counter()
    facts = []
    for fact, words in found:
        parts = (fact.document, words, fact.indicator, fact.unit, fact.group, fact.low, fact.high)
        key = json.dumps(parts, ensure_ascii=False)
        seen[key] += 1
        hashed = hashlib.sha256(f"{key}{seen[key]}".encode("utf-8", "surrogatepass"))
        facts.append(replace(fact, id="f" + hashed.hexdigest()[:16]))
    return tuple(facts)
