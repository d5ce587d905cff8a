"""Rows as CSV that Excel, R and `csv` read alike: UTF-8 with a byte order mark, one line a row, commas, CRLF."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from sitrep.export.columns import Column
from sitrep.export.rows import Cell, Row

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection; the wide forms in East Asian editions),
# and where lists are parted by semicolons, what follows one in a text begins a cell too. Signs that cannot be seen
# may stand before.
FORMULA = re.compile("(^|;)(?=[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def written(columns: Sequence[Column], rows: Iterable[Row], hxl: bool = False) -> bytes:
    """The file: names of the columns, their HXL tags if `hxl`, then the rows. Days are ISO 8601, empty is empty.

    A text that a spreadsheet would take for a formula has an apostrophe before it; a number never has.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(column.name for column in columns)
    if hxl:
        writer.writerow(column.tag for column in columns)
    writer.writerows([_cell(row[column.name]) for column in columns] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str | int | float | None:
    """A value as it is written.

    >>> _cell("=1+1"), _cell("a;=1+1"), _cell(-1), _cell("-1"), _cell(date(2018, 9, 9)), _cell(None)
    ("'=1+1", "a;'=1+1", -1, "'-1", '2018-09-09', None)
    """
    if isinstance(value, date):
        return value.isoformat()
    return FORMULA.sub(r"\1'", value) if isinstance(value, str) else value
