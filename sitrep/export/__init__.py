"""What leaves beside PDF and HTML: tables (CSV, XLSX), a map's layer (GeoJSON), a portal's form (JSON), a Word copy.

All are made of the report, its page, and the facts and figures behind it: nothing here reads a document. `shared` are
the files that an edition has once, `word` and `portal` those that each language has, named as its page is.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sitrep.model import Fact, Figure, Header, Report

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

FACTS_CSV = "facts.csv"  # travels inside the PDF too
BY_LANGUAGE = frozenset({"docx", "json"})


def carried(
    report: Report, config: "Config", gazetteer: "Gazetteer", headers: Sequence[Header], facts: Sequence[Fact]
) -> dict[str, bytes]:
    """What the PDF carries inside, by file name: the facts, if they are exported as CSV."""
    from sitrep.export import columns, csv, rows

    if "csv" not in config.exports:
        return {}
    return {FACTS_CSV: csv.written(columns.FACTS, rows.facts(report, config, gazetteer, headers, facts), config.hxl)}


def shared(
    report: Report, config: "Config", gazetteer: "Gazetteer", headers: Sequence[Header], facts: Sequence[Fact],
    figures: Sequence[Figure],
) -> dict[str, bytes]:
    """The tables and the layer that `config.exports` asks for, by file name; `report` is in the first language."""
    from sitrep.export import columns, csv, geojson, rows, xlsx

    told = rows.facts(report, config, gazetteer, headers, facts)
    counted = rows.figures(gazetteer, facts, figures)
    files: dict[str, bytes] = {}
    if "csv" in config.exports:
        files[FACTS_CSV] = csv.written(columns.FACTS, told, config.hxl)
        files["figures.csv"] = csv.written(columns.FIGURES, counted, config.hxl)
    if "xlsx" in config.exports:
        files["figures.xlsx"] = xlsx.written(report, counted, told)
    if "geojson" in config.exports:
        files["figures.geojson"] = geojson.written(counted)
    return files


def word(report: Report, config: "Config", page: str) -> dict[str, bytes]:
    """The Word copy of one language, if it is exported, by file name. `page` is its page for `word`."""
    from sitrep.export import docx

    return {f"{report.name}.docx": docx.written(report, page)} if "docx" in config.exports else {}


def portal(
    report: Report, config: "Config", gazetteer: "Gazetteer", page: str, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The report.json of one language, if it is exported, by file name; `files` are all that stand beside it."""
    from sitrep.export import json

    if "json" not in config.exports:
        return {}
    return {f"{report.name}.json": json.written(report, config, gazetteer, page, files)}
