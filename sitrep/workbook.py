"""Bytes of a workbook (.xlsx) to plain rows, and plain rows to such bytes. The only door of openpyxl, which opens late.

A workbook is a zip of XML that a stranger may have made. Before openpyxl sees it we look at the zip's list (how many
parts, how large, how packed) and run once through each part with a parser that keeps nothing: one that declares a
document type, or would fill the memory, is refused.
"""

import contextlib
import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat

from sitrep.shown import show
from sitrep.zipped import LONG_AGO, timeless

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as BookCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None

LIMIT_ROWS = 100_000  # of one sheet, its header among them
LIMIT_COLUMNS = 256
# An empty workbook has ten parts, one with charts and pictures some dozens.
LIMIT_PARTS = 1_000
# 100,000 rows of fifteen cells are 60 MB of XML; a zip of 20 MB can hold 20 GB.
LIMIT_UNPACKED_BYTES = 100_000_000
# openpyxl keeps every element of a part but those inside rows that have ended: some 300 bytes each.
LIMIT_KEPT_ELEMENTS = 500_000
LIMIT_ELEMENTS = 8_000_000  # of a part; 100,000 rows of fifteen cells have three million
LIMIT_CELL_CHARACTERS = 32_767  # Excel's own

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# What XML 1.0 cannot hold, even as a reference.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDE = 40  # characters from which on a column's texts go over several lines
LISTS = "lists"  # the hidden sheet that holds what drop-down lists offer
PARTS_REFUSED = (
    ("vbaproject", "it holds macros – save it as .xlsx without them"),
    ("xl/macrosheets/", "it holds macros – save it as .xlsx without them"),
    ("xl/externallinks/", "its cells are linked to other files – paste them as values and save it again"),
)


class WorkbookError(Exception):
    """Why a workbook is not read, in words for whoever keeps it."""


class Row(NamedTuple):
    """A row that holds something: its number, as Excel shows it, and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write: its header, its width in characters, and what its drop-down list offers, if it has one.

    What is typed into a column that `is_text` stays as typed: Excel would make a day of 10-15.
    """

    name: str
    width: int = 12
    choices: tuple[str, ...] = ()
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: title (at most 31 characters), columns, and rows of as many cells."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def rows(raw: bytes) -> Mapping[str, tuple[Row, ...]]:
    """The rows of every sheet that is not hidden, by the sheet's title, in the order of the workbook.

    >>> book = written([Sheet("counts", (Column("place"), Column("killed")), [["Idlib", 9], ["=1+1", None]])])
    >>> rows(book)["counts"][1:]
    (Row(number=2, cells=('Idlib', 9)), Row(number=3, cells=('=1+1',)))

    Empty rows and the empty end of a row are left out. Of a formula we read the value that was stored with it, of a
    moment its day; true and false are text. Raises WorkbookError.
    """
    _looked_over(raw)
    from openpyxl import load_workbook

    with warnings.catch_warnings():  # of formats, pictures and extensions that it leaves out
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            return {str(sheet.title): tuple(_filled(sheet)) for sheet in shown}
        except WorkbookError:
            raise
        except Exception as error:  # what openpyxl raises of damaged parts is of every kind
            raise WorkbookError(f"it is damaged ({type(error).__name__}: {show(str(error))})") from None


def _looked_over(raw: bytes) -> None:
    """Raises WorkbookError if a zip is no workbook, or one that it would be unsafe to open."""
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise WorkbookError("it is an old Excel file (.xls) or has a password – save it as .xlsx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _parts_looked_over(archive.infolist())
            for part in archive.infolist():
                # The list of types may call any part a sheet, so its name tells nothing. A picture is not well-formed
                # from its first byte on, and neither is it for openpyxl.
                with contextlib.suppress(expat.ExpatError):
                    _elements_counted(part.filename, archive.read(part))
    except WorkbookError:
        raise
    except Exception as error:  # zipfile and zlib raise of every kind
        raise WorkbookError(f"it is no workbook or a damaged one ({show(str(error))})") from None


def _parts_looked_over(parts: Sequence[zipfile.ZipInfo]) -> None:
    if len(parts) > LIMIT_PARTS:
        raise WorkbookError(f"it has {len(parts):,} parts; at most {LIMIT_PARTS:,} are read")
    # A part is never unpacked beyond the size that the list gives it, so a list that lies gains nothing.
    if sum(part.file_size for part in parts) > LIMIT_UNPACKED_BYTES:
        raise WorkbookError(f"it is larger than {LIMIT_UNPACKED_BYTES // 1_000_000} MB once unpacked – split it")
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookError("it has a password – save it without one")
    # bzip2 and LZMA are unpacked without a limit on memory, and Excel uses neither.
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise WorkbookError("it is packed in a way that Excel does not use – save it again as .xlsx")
    names = [part.filename.lower().lstrip("/") for part in parts]
    if "xl/workbook.xml" not in names:
        raise WorkbookError("it is no workbook – save it as .xlsx")
    for sign, reason in PARTS_REFUSED:
        if any(sign in name for name in names):
            raise WorkbookError(reason)


def _elements_counted(name: str, part: bytes) -> None:
    """Raises WorkbookError if a part declares a document type (entities can grow without end) or keeps too much."""
    kept = total = row_at = 0
    root = ""

    def begin(tag: str, _: Mapping[str, str]) -> None:
        nonlocal kept, total, row_at, root
        kept, total, root = kept + 1, total + 1, root or tag
        if tag == f"{MAIN} row":
            row_at = kept
        if kept > LIMIT_KEPT_ELEMENTS or total > LIMIT_ELEMENTS:
            raise WorkbookError(f"{show(name)} holds more cells at once than can be read – split it")

    def end(tag: str) -> None:
        nonlocal kept
        if tag == f"{MAIN} row" and root == f"{MAIN} worksheet":
            kept = row_at

    def declared(*_: Any) -> None:
        raise WorkbookError(f"{show(name)} declares a document type, which no Excel file does")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(part, True)


def _filled(sheet: Any) -> Iterator[Row]:
    """The rows of a sheet that hold something. What the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    found = sheet.iter_rows(max_row=LIMIT_ROWS + 1, max_col=LIMIT_COLUMNS + 1, values_only=True)
    for number, values in enumerate(found, 1):
        if values.count(None) == len(values):
            continue
        if number > LIMIT_ROWS:
            raise WorkbookError(f"it has more than {LIMIT_ROWS:,} rows – split it")
        if values[LIMIT_COLUMNS:] != (None,):
            raise WorkbookError(f"row {number} has more than {LIMIT_COLUMNS} columns")
        width = next(width for width in range(len(values), 0, -1) if values[width - 1] is not None)
        cells = tuple(_plain(value) for value in values[:width])
        if any(cell is not None for cell in cells):
            yield Row(number, cells)


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, (int, float, date)):
        return value
    return str(value) or None


def written(sheets: Sequence[Sheet]) -> bytes:
    """A workbook (.xlsx) of `sheets`: header row that stays, widths, drop-down lists; the same bytes for the same rows.

    >>> written([Sheet("a", (Column("b"),), [])])[:2]
    b'PK'

    A text is text, whatever it begins with: none becomes a formula, now or when the cell is edited. Signs that no
    workbook can hold are spelt out, what is too long for a cell is cut and ends in "…".
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "sitrep"
    book.properties.created = book.properties.modified = LONG_AGO
    for sheet in sheets:
        _put(book.create_sheet(sheet.title), sheet)
    _offer(book, sheets)
    packed = io.BytesIO()
    # Not `book.save`, which writes the time of day into the properties.
    ExcelWriter(book, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED)).save()
    return timeless(packed.getvalue())


def _put(target: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet.columns, 1):
        _fill(target.cell(1, number), column.name)
        target.cell(1, number).font = Font(bold=True)
        target.column_dimensions[get_column_letter(number)].width = column.width
        if column.is_text:
            target.column_dimensions[get_column_letter(number)].number_format = "@"
    styles = {wide: _top(target, wide) for wide in (False, True)}
    for line, cells in enumerate(sheet.rows, 2):
        for number, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True), 1):
            if cell is not None:
                found: Any = target.cell(line, number)
                found._style = copy(styles[column.width >= WIDE])
                _fill(found, cell)
    target.freeze_panes = "A2"
    target.auto_filter.ref = f"A1:{get_column_letter(max(1, len(sheet.columns)))}{len(sheet.rows) + 1}"


def _top(target: Any, wide: bool) -> Any:
    """The style of a cell that begins at the top of its row. To set one on each cell takes as long as all the rest."""
    from openpyxl.styles import Alignment
    from openpyxl.styles.cell_style import StyleArray

    style = StyleArray()
    style.alignmentId = target.parent._alignments.add(Alignment(vertical="top", wrap_text=wide))
    return style


def _fill(target: "BookCell | MergedCell", cell: Cell) -> None:
    """Puts a value into a cell; a text stays one even if it begins as a formula does."""
    if isinstance(cell, float) and not math.isfinite(cell):
        cell = str(cell)
    if not isinstance(cell, str):
        target.value = cell
        return
    text = UNWRITABLE.sub(lambda sign: show(sign[0]), cell)
    target.value = text if len(text) <= LIMIT_CELL_CHARACTERS else text[: LIMIT_CELL_CHARACTERS - 1] + "…"
    target.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        target.quotePrefix = True  # what Excel keeps of a leading ': a cell that is edited stays text too


def _offer(book: "Workbook", sheets: Sequence[Sheet]) -> None:
    """Drop-down lists. What they offer stands in a hidden sheet: written into the rule it may have 255 characters."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = [(sheet, number, c) for sheet in sheets for number, c in enumerate(sheet.columns, 1) if c.choices]
    if not offered:
        return
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    for place, (sheet, number, column) in enumerate(offered, 1):
        for line, choice in enumerate(column.choices, 1):
            _fill(lists.cell(line, place), choice)
        at, below = get_column_letter(place), get_column_letter(number)
        rule = DataValidation("list", f"{LISTS}!${at}$1:${at}${len(column.choices)}", allow_blank=True)
        rule.showErrorMessage = True
        rule.error = f"Choose one of the list: {', '.join(column.choices)}"[:255]
        rule.add(f"{below}2:{below}{len(sheet.rows) + 1}")
        book[sheet.title].add_data_validation(rule)
