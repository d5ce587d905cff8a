"""Facts and figures as rows of typed cells: what every table, map and workbook is written from.

A bound that is open and a number that nobody reported are empty, never zero. Texts lose what no file should hold.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sitrep.model import Claim, Fact, Figure, Header, Place, Report
from sitrep.workbook import LIMIT_CELL_CHARACTERS

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

Cell = str | int | float | date | None
Row = Mapping[str, Cell]

# Control characters, signs that turn the text round, halves of characters, and what XML cannot hold.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")
WEB = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)
LEVELS = {"country": 0, "admin1": 1, "admin2": 2}


def facts(
    report: Report, config: "Config", gazetteer: "Gazetteer", headers: Iterable[Header], facts: Iterable[Fact]
) -> tuple[Row, ...]:
    """A row for each fact that the report has a note of, in the order of the notes; keys are `columns.FACTS`."""
    known, documents = {fact.id: fact for fact in facts}, {header.id: header for header in headers}
    notes, codes = report.content["notes"], report.content["codes"]
    numbered = sorted((number, known[id]) for id, number in notes.items())
    return tuple(_fact(f, n, codes[f.id], documents[f.document], config, gazetteer) for n, f in numbered)


def _fact(
    fact: Fact, note: int, code: tuple[str, str], header: Header, config: "Config", gazetteer: "Gazetteer"
) -> Row:
    voice, admiralty = code
    is_doubtful = fact.confidence < config.thresholds.confidence and "accepted" not in fact.flags
    is_written = fact.place if fact.place_match in ("inside", "unresolved") else None
    return {
        "fact_id": fact.id, "note": note, "indicator": fact.indicator, **_quantity(fact), "scope": fact.scope,
        "status": fact.status, **_where(gazetteer, fact.place_id or fact.country or "", is_written),
        "place_match": fact.place_match, "place_dest": text(fact.destination),
        "reference_period_start": fact.start, "reference_period_end": fact.end, "date_reported": header.published,
        "actor": text(fact.actor), "attributed_to": _voices([voice]), "source": text(header.publisher),
        "source_title": text(header.title), "source_url": _address(header.url),
        "source_language": text(header.language),
        "source_sentence": text(fact.sentence), "source_quote": text(fact.quote),
        "source_reliability": admiralty[:1], "info_credibility": admiralty[1:],
        "part_of": fact.part_of, "confidence": fact.confidence,
        "warning": text(" ".join([*fact.flags, *(["low_confidence"] if is_doubtful else [])])),
    }


def figures(
    gazetteer: "Gazetteer", facts: Iterable[Fact], figures: Sequence[Figure]
) -> tuple[Row, ...]:
    """A row for each figure, in their order; keys are `columns.FIGURES`."""
    nested = {
        f"{fact.place_id}/{fact.place.casefold()}": fact.place
        for fact in facts if fact.place_match == "inside" and fact.place
    }
    return tuple(_figure(figure, gazetteer, nested) for figure in figures)


def _figure(figure: Figure, gazetteer: "Gazetteer", nested: Mapping[str, str]) -> Row:
    change = figure.change
    is_compared = change is not None and change.kind != "first"
    return {
        "figure_id": figure.id, "indicator": figure.indicator, "kind": figure.kind, **_quantity(figure),
        "value_best": figure.best, **_where(gazetteer, figure.place_id, nested.get(figure.place_id)),
        "reference_period_start": figure.start, "reference_period_end": figure.end,
        "date_reported": _reported(figure.claims), "attributed_to": _voices(figure.voices),
        "change": change.kind if change else None,
        "previous_low": change.low if change and is_compared else None,
        "previous_high": change.high if change and is_compared else None,
        "previous_edition": change.number if change and is_compared else None,
        "warning": text(" ".join(figure.flags)), "fact_ids": text(" ".join(figure.facts)),
        "facts_inside": text(" ".join(dict.fromkeys(fact for term in figure.terms for fact in term.inside))),
        "facts_apart": text(" ".join(figure.apart)),
    }


def text(value: str | None) -> str | None:
    """A text on one line, without what no file should hold, cut where Excel would cut it; None for an empty one.

    >>> text("Nine\\n  dead\\x00"), text(" "), text(None)
    ('Nine dead', None, None)
    """
    kept = " ".join(UNWANTED.sub("", value or "").split())
    return (kept if len(kept) <= LIMIT_CELL_CHARACTERS else kept[: LIMIT_CELL_CHARACTERS - 1] + "…") or None


def _address(url: str) -> str | None:
    """An address of the web; any other could start a program where it is clicked."""
    address = text(url)
    return address if address and WEB.fullmatch(address) else None


def _quantity(counted: Fact | Figure) -> Row:
    low, high = counted.low, counted.high
    return {
        "value": low if low == high else None, "value_low": low, "value_high": high,
        "qualifier": counted.qualifier if (low, high) != (None, None) else None,
        "unit": counted.unit, "group": counted.group,
    }


def _where(gazetteer: "Gazetteer", place_id: str, written: str | None) -> Row:
    """The columns of a place. `written` is the name in the text of one that the gazetteer does not list itself."""
    path = _path(gazetteer, place_id.partition("/")[0])
    last = path[-1] if path else None
    by_kind = {place.kind: place for place in path}
    country, admin1, admin2 = (by_kind.get(kind) for kind in LEVELS)
    within = last if last and last.kind not in LEVELS and not written else None
    return {
        "location_code": country.id if country else None, "location_name": country.name if country else None,
        "admin1_code": admin1.pcode if admin1 else None, "admin1_name": admin1.name if admin1 else None,
        "admin2_code": admin2.pcode if admin2 else None, "admin2_name": admin2.name if admin2 else None,
        "admin_level": LEVELS.get(last.kind) if last and not written else None,
        "place_code": within.pcode if within else None, "place": text(written) or (within.name if within else None),
        "lat": last.lat if last else None, "lon": last.lon if last else None,
    }


def _path(gazetteer: "Gazetteer", place_id: str) -> list[Place]:
    try:
        return [gazetteer.place(id) for id in gazetteer.path(place_id)]
    except KeyError:  # no country, or a place that is in no list
        return []


def _reported(claims: Iterable[Claim]) -> date | None:
    return max((claim.published for claim in claims if claim.published), default=None)


def _voices(voices: Iterable[str]) -> str | None:
    """The names of voices. A document that names no origin speaks for itself, and that is no name."""
    return text("; ".join(voice for voice in voices if not voice.startswith("document:")))
