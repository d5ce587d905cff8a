"""OCHA's list of P-codes → rows of `config/places/ISO3.csv`: each province and district that the gazetteer knows."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitrep.errors import ConfigError
from sitrep.language.places.additions import COLUMNS
from sitrep.language.places.gazetteer import Gazetteer
from sitrep.model import Place

NEEDED = ("Location", "Admin Level", "P-Code", "Name", "Parent P-Code")  # columns of the list as HDX publishes it
LEVELS = {"1": "admin1", "2": "admin2"}


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the list: a province (level admin1) or district (admin2) of a country."""

    country: str
    level: str
    pcode: str
    name: str
    parent: str


def divisions(file: Path) -> tuple[Division, ...]:
    """The provinces and districts in a list of P-codes. Raises ConfigError with file and line where it is none."""
    try:
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")), strict=True)
        lacking = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if lacking:
            raise ConfigError(f'{file}:1: no column "{lacking[0]}" – take the list of global P-codes from HDX as it is')
        told = (row for row in reader if row["Admin Level"] in LEVELS)
        return tuple(_division(row, file, reader.line_num) for row in told if row["Name"])  # OCHA has some without name
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 – save it again as CSV UTF-8") from error
    except csv.Error as error:
        raise ConfigError(f"{file}: no CSV ({error})") from error


def _division(row: Mapping[str, str | None], file: Path, line: int) -> Division:
    cells = [row[name] for name in NEEDED]
    if any(cell is None or not cell.strip() for cell in cells):
        raise ConfigError(f"{file}:{line}: an empty cell – each row needs " + ", ".join(NEEDED))
    country, level, pcode, name, parent = (str(cell).strip() for cell in cells)
    return Division(country, LEVELS[level], pcode, name, parent)


def found(country: str, rows: Sequence[Division], gazetteer: Gazetteer) -> tuple[dict[str, str], tuple[Division, ...]]:
    """P-codes by place id for the divisions of a country that the gazetteer knows, and the divisions that it does not.

    A district is looked for in its own province only, so that homonyms are told apart.
    """
    by_place: dict[str, str] = {}
    places: dict[str, str] = {country: country}  # place ids by P-code
    unknown: list[Division] = []
    for row in sorted((row for row in rows if row.country == country), key=lambda row: row.level):
        place = _place(row, places.get(row.parent), gazetteer)
        if place is None or place.id in by_place:
            unknown.append(row)
        else:
            by_place[place.id] = row.pcode
            places[row.pcode] = place.id
    return by_place, tuple(unknown)


def _place(row: Division, parent: str | None, gazetteer: Gazetteer) -> Place | None:
    """The place of a division: of its name or nearly so, of its level, and inside its parent."""
    names = (gazetteer.find(row.name, (row.country,), row.level), gazetteer.nearest(row.name, (row.country,)))
    fitting = (place for place in names if place is not None and place.kind == row.level)
    return next((place for place in fitting if parent in gazetteer.path(place.id)), None)


def merged(text: str, pcodes: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The CSV of a country with these P-codes by place id, and the ids for which it already held another one.

    >>> merged("id,pcode\\nSYR.12,\\n", {"SYR.12": "SY07", "SYR.09": "SY02"})[0].splitlines()
    ['id,pcode', 'SYR.12,SY07', 'SYR.09,SY02']

    What stands in the file stays, in its order; only empty cells of P-codes are filled, and rows put below.
    """
    reader = csv.DictReader(io.StringIO(text))
    columns = list(reader.fieldnames or COLUMNS)
    columns += [] if "pcode" in columns else ["pcode"]
    rows = [dict(row) for row in reader]
    known = {row["id"]: row for row in rows}
    taken = {row.get("pcode") for row in rows} - {None, ""}
    kept = tuple(id_ for id_, pcode in pcodes.items() if known.get(id_, {}).get("pcode") not in (None, "", pcode))
    for id_, pcode in pcodes.items():
        if pcode in taken or id_ in kept:
            continue
        if id_ in known:
            known[id_]["pcode"] = pcode
        else:
            rows.append({"id": id_, "pcode": pcode})
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue(), kept
