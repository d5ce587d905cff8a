"""`config/places/ISO3.csv` → the places, names and P-codes that staff add, and the mistakes in them."""

import csv
import difflib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitrep.language.places import tables
from sitrep.language.places.names import key

KINDS = ("country", "admin1", "admin2", "town", "site")
CALLED = re.compile(r"name_[a-z]{2,3}")  # columns beside these: the name in a language of the page
COLUMNS = ("id", "name", "kind", "parent", "lat", "lon", "pcode", "population", "names")


@dataclass(frozen=True, slots=True)
class Addition:
    """One row of `config/places/ISO3.csv`; None where the cell is empty."""

    line: int
    id: str
    name: str | None
    kind: str | None
    parent: str | None
    lat: float | None
    lon: float | None
    pcode: str | None
    population: int | None
    names: tuple[str, ...]
    called: Mapping[str, str] = field(default_factory=dict)  # the name on pages, by language


def read(folder: Path) -> tuple[Mapping[str, tuple[Addition, ...]], list[str]]:
    """The rows of a folder by country, and every mistake in it, one a line with file and line."""
    found, mistakes = _read(folder)
    return {country: rows for country, (_, rows) in found.items()}, mistakes or _mistakes(found)


def _read(folder: Path) -> tuple[dict[str, tuple[Path, tuple[Addition, ...]]], list[str]]:
    """The rows of a folder by country, each with its file, and the mistakes in their form."""
    found: dict[str, tuple[Path, tuple[Addition, ...]]] = {}
    mistakes: list[str] = []
    for file in sorted(folder.glob("*.csv")):
        if file.stem not in tables.countries():
            mistakes.append(f'{file}: "{file.stem}" is no ISO 3166-1 alpha-3 code – name the file like SYR.csv')
            continue
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            mistakes.append(f"{file}: not UTF-8 – save it again as CSV UTF-8")
            continue
        try:
            rows, wrong = _rows(file, text)
        except csv.Error as error:  # a quote that is never closed swallows the file until a cell is too long
            mistakes.append(f"{file}: no CSV ({error}) – look for a quotation mark that is not closed")
            continue
        found[file.stem] = (file, rows)
        mistakes += wrong
    return found, mistakes


def _rows(file: Path, text: str) -> tuple[tuple[Addition, ...], list[str]]:
    """The rows of one file, and the mistakes in their form."""
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    mistakes = [f"{file}:1: {problem}" for problem in _header_problems(header)]
    rows: list[Addition] = []
    for cells in reader if not mistakes else ():
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            mistakes.append(f"{file}:{reader.line_num}: {len(cells)} cells under {len(header)} columns")
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        wrong = list(_cell_problems(row))
        mistakes += [f"{file}:{reader.line_num}: {problem}" for problem in wrong]
        if not wrong:
            rows.append(_addition(reader.line_num, row))
    return tuple(rows), mistakes


def _header_problems(header: list[str]) -> Iterator[str]:
    for name in header:
        if name not in COLUMNS and not CALLED.fullmatch(name):
            near = difflib.get_close_matches(name, COLUMNS, 1)
            yield f'unknown column "{name}"' + (f' – did you mean "{near[0]}"?' if near else "")
    if "id" not in header:
        yield 'no column "id" – the columns are ' + ",".join(COLUMNS)
    if len(set(header)) < len(header):
        yield "a column stands twice"


def _cell_problems(row: Mapping[str, str]) -> Iterator[str]:
    if not row["id"]:
        yield "the id is empty"
    if (kind := row.get("kind")) and kind not in KINDS[1:]:
        yield f'kind is "{kind}", not one of ' + ", ".join(KINDS[1:])
    for name, limit in (("lat", 90), ("lon", 180)):
        cell = row.get(name, "")
        if cell and not (re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", cell) and abs(float(cell)) <= limit):
            yield f'{name} is "{cell}", not a number from -{limit} to {limit}'
    if bool(row.get("lat")) != bool(row.get("lon")):
        yield "lat and lon go together"
    if (people := row.get("population")) and not re.fullmatch(r"[0-9]{1,10}", people):
        yield f'population is "{people}", not a whole number'


def _addition(line: int, row: Mapping[str, str]) -> Addition:
    names = tuple(name.strip() for name in row.get("names", "").split(";") if key(name))
    people = row.get("population")
    return Addition(
        line, row["id"], row.get("name") or None, row.get("kind") or None, row.get("parent") or None,
        tables.number(row.get("lat", "")), tables.number(row.get("lon", "")), row.get("pcode") or None,
        int(people) if people else None, names,
        {column.removeprefix("name_"): cell for column, cell in row.items() if cell and CALLED.fullmatch(column)},
    )  # fmt: skip


def _mistakes(additions: Mapping[str, tuple[Path, tuple[Addition, ...]]]) -> list[str]:
    """The mistakes that show only beside other places: unknown parents, ids and P-codes that stand twice, circles."""
    found = []
    for country, (file, rows) in additions.items():
        known = {country: None} | dict.fromkeys(tables.lines(country)) | {row.id: None for row in rows}
        parents = {row.id: row.parent for row in rows if row.parent}
        ids: dict[str, int] = {}
        pcodes: dict[str, int] = {}
        for row in rows:
            for problem in _row_problems(row, country, known, parents, ids, pcodes):
                found.append(f"{file}:{row.line}: {problem}")
            ids.setdefault(row.id, row.line)
            if row.pcode:
                pcodes.setdefault(row.pcode, row.line)
    return found


def _row_problems(
    row: Addition,
    country: str,
    known: Mapping[str, None],
    parents: Mapping[str, str],
    ids: Mapping[str, int],
    pcodes: Mapping[str, int],
) -> Iterator[str]:
    bundled = row.id in tables.lines(country) or row.id == country
    if not bundled and not re.fullmatch(rf"{country}\.[a-z][a-z0-9-]*", row.id):
        yield (
            f'"{row.id}" is no place of the gazetteer; the id of a new place is "{country}." and a word of a–z, 0–9, -'
        )
    if row.id in ids:
        yield f'"{row.id}" stands on line {ids[row.id]} already'
    if row.pcode and row.pcode in pcodes:
        yield f'P-code "{row.pcode}" stands on line {pcodes[row.pcode]} already'
    if not bundled and not (row.name and row.kind):
        yield "a new place needs a name and a kind"
    if row.kind and bundled and (row.id == country or row.kind != tables.lines(country)[row.id].split("\t")[1]):
        yield "the kind of a place of the gazetteer cannot be changed – leave the cell empty"
    if row.parent and row.parent not in known:
        near = difflib.get_close_matches(row.parent, list(known), 1)
        yield f'unknown parent "{row.parent}"' + (f' – did you mean "{near[0]}"?' if near else "")
    elif _circular(row.id, parents):
        yield f'"{row.id}" is inside itself'


def _circular(id_: str, parents: Mapping[str, str]) -> bool:
    above, seen = parents.get(id_), set()
    while above and above != id_ and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == id_
