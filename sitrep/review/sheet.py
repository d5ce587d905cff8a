"""The sheet that officers review facts in: one row a fact, what they decide on the left, what was read on the right."""

from collections.abc import Mapping, Sequence
from datetime import date

from sitrep.errors import ConfigError
from sitrep.model import ACTIONS, Fact
from sitrep.review.matching import number, sentence
from sitrep.review.rulings import FIELDS
from sitrep.shown import days, hint, show
from sitrep.workbook import Cell, Column, Sheet, WorkbookError, rows, written

TITLE = "facts"
LIMIT_ROWS = 20_000  # nobody reviews more by hand; a sheet of 100,000 could be written, and not be read back
DECIDED = ("decision", "field", "value", "who", "when", "why")  # the columns that an officer fills in
COLUMNS = (
    Column("decision", 11, ACTIONS), Column("field", 12, FIELDS), Column("value", 18, is_text=True), Column("who", 14),
    Column("when", 12), Column("why", 30), Column("indicator", 15), Column("number", 12), Column("place", 20),
    Column("days", 24), Column("voice", 24), Column("confidence", 11), Column("flags", 22), Column("sentence", 90),
    Column("document", 34), Column("id", 20),
)  # fmt: skip
HELP = (
    ("accept", "The reading is right. It is no longer marked as doubtful."),
    ("reject", "No figure is made of it. It is listed in the method note with your reason."),
    ("correct", "One field was read wrongly: choose the field, write the right value. A second field: copy the row."),
    ("value", "number: 12, 1,200, 12+, up to 12, about 12, 10-15. A day: 2018-09-09. Nothing at all: none."),
    ("merge", "It is one count of one event with another fact: the id of that fact goes into value."),
    ("split", "It is of another event than a fact of the same place and days: the id of that fact goes into value."),
    ("who, when", "Your name stays in the office. An empty day is the day on which the sheet is read back."),
    ("why", "Is printed in the report. Name nobody."),
)  # fmt: skip


def doubtful_first(facts: Sequence[Fact]) -> list[Fact]:
    """The facts in the order of review: what nobody has judged before the rest, the least certain first."""
    judged = ("accepted", "rejected")
    return sorted(facts, key=lambda fact: (
        any(flag in fact.flags for flag in judged), fact.confidence, fact.document, fact.span, fact.id,
    ))  # fmt: skip


def counted(fact: Fact) -> str:
    """The number of a fact as an officer would correct it: "9", "about 25", "up to 12"."""
    return ("about " if fact.qualifier == "about" else "") + number(fact)


def sheet(facts: Sequence[Fact], voices: Mapping[str, str]) -> bytes:
    """The workbook: a row a fact in the order given, and a page that says what each decision does.

    Facts beyond LIMIT_ROWS are left out. `voices` gives the voice of each fact by its id. Text of seeds is text,
    whatever it begins with.
    """
    empty: list[Cell] = [None] * len(DECIDED)
    told = [
        [
            *empty, fact.indicator, fact.low if counted(fact).isdecimal() else counted(fact), show(fact.place or ""),
            days(fact.start, fact.end, "no date"), show(voices[fact.id]), round(fact.confidence, 2),
            ", ".join(fact.flags), sentence(fact), show(fact.document), fact.id,
        ]
        for fact in facts[:LIMIT_ROWS]
    ]  # fmt: skip
    about = (Column("decision", 14), Column("what it does", 100))
    return written([Sheet(TITLE, COLUMNS, told), Sheet("how to", about, HELP)])


def filled(raw: bytes, name: str) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """The rows in which something was decided or begun, each with its number in the sheet and its cells as text.

    Raises ConfigError, naming the file, where it is no workbook or its columns were renamed.
    """
    try:
        sheets = rows(raw)
    except WorkbookError as error:
        raise ConfigError(f"{name}: {error}") from None
    found = sheets.get(TITLE) or next((some for some in sheets.values() if some), ())
    if not found:
        raise ConfigError(f"{name}: no rows in it – `sitrep facts --review` writes the sheet")
    header = [_text(cell).casefold() for cell in found[0].cells]
    if wrong := [_missing(column, header) for column in (*DECIDED, "id") if header.count(column) != 1]:
        raise ConfigError("\n".join(f"{name}: row {found[0].number}: {one}" for one in wrong))
    told = [(row.number, dict(zip(header, map(_text, row.cells), strict=False))) for row in found[1:]]
    asked = [column for column in DECIDED if column not in ("who", "when")]  # these may be filled down a whole column
    return tuple((line, cells) for line, cells in told if any(cells.get(column) for column in asked))


def _missing(column: str, header: Sequence[str]) -> str:
    if column in header:
        return f'the column "{column}" stands twice'
    return f'no column "{column}"{hint(column, [name for name in header if name])}'


def _text(cell: Cell) -> str:
    """What stands in a cell, as it would have been typed: Excel keeps 12 as 12.0 and a day as a day."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
