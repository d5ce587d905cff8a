"""Bytes of a table (.csv, .xlsx) to a Document made of rows: a line of text for each count, and its cells.

Columns are those of HDX HAPI, in any case and order; `COLUMNS` has all that is understood. What the cells mean is
`sitrep.extract.rows`' affair: here nothing is lost but the notes, which may hold what must not be printed.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from sitrep import workbook
from sitrep.model import LeftOut, Span, TableRow
from sitrep.shown import nearest, show
from sitrep.sources import text
from sitrep.sources.file import RefusedError
from sitrep.workbook import LIMIT_COLUMNS, LIMIT_ROWS, Cell, Row, WorkbookError

EXTENSIONS = (".csv", ".xlsx")
LIMIT_BYTES = 20_000_000  # as many rows as are read, of long cells
# What a column may be called → what it is. HAPI's `location_name` is the country, its `location_code` ISO 3166-1.
COLUMNS: Mapping[str, str] = {
    **{name: name for name in (
        "indicator", "value", "low", "high", "qualifier", "unit", "group", "location", "admin1_code", "admin1_name",
        "admin2_code", "admin2_name", "location_code", "country", "reference_period_start", "reference_period_end",
        "event_type", "events", "fatalities", "voice", "scope", "status", "notes",
    )},
    "place": "location", "location_name": "country", "admin1": "admin1_name", "admin2": "admin2_name",
    "start": "reference_period_start", "date": "reference_period_start", "end": "reference_period_end",
    "source": "voice", "attribution": "voice",
}  # fmt: skip
# What HAPI counts in a column of its own → the indicator.
COUNTED = {"events": "attacks", "fatalities": "killed"}
AMOUNTS = ("value", "low", "high")
TOLD_AFTER = (
    "location", "admin2_name", "admin2_code", "admin1_name", "admin1_code", "country", "location_code",
)  # fmt: skip
TOLD_LAST = ("event_type", "scope", "status", "voice")
SEPARATORS = (",", ";", "\t")
LIMIT_HEADER = 20  # rows above and with the header: sheets begin with titles and logos
LIMIT_CELL = 120  # characters; a longer cell is cut, as no name or number has as many


class Table(NamedTuple):
    """A sheet with the columns needed: its title, the row of its header, the column of each meaning, and its rows."""

    title: str
    header: Row
    columns: Mapping[str, int]
    rows: Sequence[Row]


class Lines(NamedTuple):
    """A table as text: a line for each header and each count, the counts, and the columns that were left out."""

    text: str
    rows: tuple[TableRow, ...]
    left_out: tuple[LeftOut, ...]


def lines(raw: bytes, below: str) -> Lines:
    """The table in `raw`, which is a file at `below`. Raises RefusedError.

    >>> lines(b"indicator,value,place\\nkilled,9,Idlib\\n", "a/incidents.csv").text
    'incidents.csv, row 1: indicator · value · place\\nincidents.csv, row 2: killed 9 · Idlib\\n'

    A workbook may have several sheets with the columns needed; those without are no tables of counts.
    """
    name = show(PurePosixPath(below).name)
    sheets = _sheets(raw, below)
    refusals: list[str] = []
    tables: list[Table] = []
    for title, rows in sheets.items():
        found = _table(title, rows)
        if isinstance(found, Table):
            tables.append(found)
        else:
            refusals.append(found)
    if not tables:
        raise RefusedError(next((told for told in refusals if told), "it is empty"))
    if not any(table.rows for table in tables):
        raise RefusedError("it has a header and no rows")
    return _told(name, tables)


def _sheets(raw: bytes, below: str) -> Mapping[str, Sequence[Row]]:
    """The rows of each sheet by its title; a CSV is one without title."""
    if below.lower().endswith(".csv"):
        return {"": tuple(_rows_of_text(text.decoded(raw)))}
    if not raw:
        raise RefusedError("it is empty")
    try:
        return workbook.rows(raw)
    except WorkbookError as error:
        raise RefusedError(str(error)) from None


def _rows_of_text(content: str) -> Iterator[Row]:
    """The rows of a CSV, numbered as a spreadsheet numbers them: a cell of several lines is in one row."""
    found = csv.reader(io.StringIO(content, newline=""), delimiter=_separator(content), strict=True)
    try:
        for number, cells in enumerate(found, 1):
            if number > LIMIT_ROWS:
                raise RefusedError(f"it has more than {LIMIT_ROWS:,} rows – split it")
            if len(cells) > LIMIT_COLUMNS:
                raise RefusedError(f"row {number} has more than {LIMIT_COLUMNS} columns")
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except csv.Error as error:  # a quote that is never closed swallows the file until a cell is too long
        raise RefusedError(f"it is no CSV ({error}) – look for a quotation mark that is not closed") from None


def _separator(content: str) -> str:
    """What parts the cells: the sign that makes most known columns of one of the first lines."""
    first = content.lstrip()[: LIMIT_COLUMNS * LIMIT_CELL].splitlines()[:LIMIT_HEADER]

    def known(sign: str) -> int:
        return max((sum(_folded(cell.strip('"')) in COLUMNS for cell in line.split(sign)) for line in first), default=0)

    return max(SEPARATORS, key=known)


def _table(title: str, rows: Sequence[Row]) -> Table | str:
    """The sheet as a table, or why it is none: "" where it is empty."""
    for position, row in enumerate(rows[:LIMIT_HEADER]):
        columns = _columns(row)
        if not _lacking(columns):
            # HXL, the tags of which some HDX files have below the header.
            tags = {one.number for one in rows if all(_plain(cell)[:1] in ("", "#") for cell in one.cells)}
            return Table(title, row, columns, [one for one in rows[position + 1 :] if one.number not in tags])
    if not rows:
        return ""
    likest = max(rows[:LIMIT_HEADER], key=lambda row: (len(_columns(row)), -row.number))
    return f"row {likest.number} has no column {_lacking(_columns(likest))}{_meant(likest)}"


def _columns(row: Row) -> dict[str, int]:
    """The column of each meaning. Raises RefusedError where two columns of a header mean the same."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        meaning = COLUMNS.get(_folded(cell))
        if meaning in found and meaning is not None:
            names = f'"{show(_plain(row.cells[found[meaning]]))}" and "{show(_plain(cell))}"'
            raise RefusedError(f"row {row.number}: the columns {names} mean the same – keep one of them")
        if meaning is not None:
            found[meaning] = place
    return found


def _lacking(columns: Mapping[str, int]) -> str:
    """What a header lacks, in words; "" if it can state a count."""
    if any(name in columns for name in COUNTED):
        return ""
    missing = [] if "indicator" in columns else ['"indicator"']
    if not any(name in columns for name in AMOUNTS):
        missing.append('"value" (or "low" and "high")')
    return " and no column ".join(missing)


def _meant(row: Row) -> str:
    """The end of a message on missing columns: the name that was probably meant to be one of them."""
    for cell in row.cells:
        word = _folded(cell)
        near = nearest(word, ("indicator", *AMOUNTS)) if word and word not in COLUMNS else None
        if near is not None:
            return f' – "{show(_plain(cell))}": did you mean "{near}"?'
    return ""


def _folded(cell: Cell) -> str:
    return re.sub(r"[\s_-]+", "_", _plain(cell).casefold())


def _plain(cell: Cell) -> str:
    """A cell as text on one line: a day as ISO writes it, a number in digits."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if not isinstance(cell, str):
        return str(cell)[: LIMIT_CELL + 1]
    line = " ".join(cell[: LIMIT_CELL * 4].split())
    return line if len(line) <= LIMIT_CELL else line[: LIMIT_CELL - 1] + "…"


def _told(name: str, tables: Sequence[Table]) -> Lines:
    """The tables as lines, each with where it is from."""
    told: list[str] = []
    rows: list[TableRow] = []
    left_out: list[LeftOut] = []
    length = 0
    for table in tables:
        sheet = f"sheet {show(table.title)}, " if len(tables) > 1 else ""
        opening = f"{name}, {sheet}row {table.header.number}: "
        line, unknown = _header_line(table)
        left_out += (LeftOut(_moved(span, length + len(opening)), reason) for span, reason in unknown)
        told.append(opening + line)
        length += len(told[-1]) + 1
        for row in table.rows:
            for cells in _counts(row, table.columns):
                opening = f"{name}, {sheet}row {row.number}: "
                line, quote, number = _line(cells)
                spans = (Span(0, len(opening) + len(line)), *(_moved(span, len(opening)) for span in (quote, number)))
                whole, quote, number = (_moved(span, length) for span in spans)
                rows.append(TableRow(f"{sheet}row {row.number}", whole, quote, number, tuple(cells.items())))
                told.append(opening + line)
                length += len(told[-1]) + 1
    return Lines("".join(f"{line}\n" for line in told), tuple(rows), tuple(left_out))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _header_line(table: Table) -> tuple[str, list[tuple[Span, str]]]:
    """The header as a line, and the columns in it that nothing understands."""
    line, unknown = "", []
    for cell in table.header.cells:
        shown = show(_plain(cell))
        line += " · " if line and shown else ""
        if shown and _folded(cell) not in COLUMNS:
            near = nearest(_folded(cell), COLUMNS)
            meant = f' – did you mean "{near}"?' if near else ""
            unknown.append((Span(len(line), len(line) + len(shown)), f"an unknown column, left out{meant}"))
        line += shown
    return line, unknown


def _counts(row: Row, columns: Mapping[str, int]) -> Iterator[dict[str, str]]:
    """The cells of each count in a row, by meaning, without the empty ones: one by its indicator, one a HAPI column."""
    cells = {name: _plain(row.cells[place]) for name, place in columns.items() if place < len(row.cells)}
    shared = {name: cell for name, cell in cells.items() if cell and name not in COUNTED and name != "notes"}
    apart = {name: cell for name, cell in shared.items() if name not in ("indicator", "unit", "group", *AMOUNTS)}
    if "indicator" in columns and any(name in columns for name in AMOUNTS):
        yield shared
    for name, indicator in COUNTED.items():
        if name in columns:
            amount = {"value": cells[name]} if cells.get(name) else {}
            yield {"indicator": indicator, "counted": name, **amount, **apart}


def _line(cells: Mapping[str, str]) -> tuple[str, Span, Span]:
    """The line of a count, and in it the span of the indicator with its number, and of the number."""
    shown = {name: show(cell) for name, cell in cells.items()}
    bounds = f"{shown.get('low', '')}–{shown.get('high', '')}".strip() if {"low", "high"} & shown.keys() else ""
    amount, indicator = shown.get("value") or bounds, shown.get("indicator", "")
    quote = f"{indicator} {amount}".strip()
    begin = " ".join([quote, *(shown[name] for name in ("qualifier", "group", "unit") if name in shown)])
    days = [shown[name] for name in ("reference_period_start", "reference_period_end") if name in shown]
    parts = [begin, *(shown[name] for name in TOLD_AFTER if name in shown)]
    parts += [" – ".join(dict.fromkeys(days)), *(shown[name] for name in TOLD_LAST if name in shown)]
    at = len(quote) - len(amount)
    return " · ".join(part for part in parts if part), Span(0, len(quote)), Span(at, len(quote))
