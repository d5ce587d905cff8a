"""What the cells of a count say: numbers, days and words of a list. A cell that cannot be read says why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sitrep.language import deception, numbers
from sitrep.language.numbers import NumberWords
from sitrep.model import QUALIFIERS, Quantity
from sitrep.shown import hint, is_safe, show

LIMIT_NUMBER = 10**10  # the world has ten digits of people
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:00)?)?", re.ASCII)
SLASHED = re.compile(r"(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})", re.ASCII)
NUMBER = re.compile(r"\d{1,15}|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+", re.ASCII)
START, END = "reference_period_start", "reference_period_end"


class CellError(Exception):
    """Why a row cannot be read, in words for whoever keeps the table."""


class EmptyError(CellError):
    """A row that states no count. That is no mistake, and no zero."""


def quantity(cells: Mapping[str, str], words: NumberWords) -> Quantity:
    """What the cells value, low, high and qualifier say of a number.

    A qualifier tells how a bare number is meant; without one, a low bound alone is "at least". Raises CellError.
    """
    qualifier = choice(cells, "qualifier", QUALIFIERS, "")
    if "value" in cells:
        if {"low", "high"} & cells.keys():
            raise CellError("it has a value and bounds – keep the value, or low and high")
        said = _said(cells["value"], "value", words)
        if qualifier in ("", said.qualifier):
            return said
        if said.qualifier != "exact" or said.low is None or qualifier == "range":
            raise CellError(f'the value "{show(cells["value"])}" is no number of the qualifier {qualifier}')
        return _qualified(said.low, qualifier, said.words)
    low, high = (_bound(cells, name, words) for name in ("low", "high"))
    if low is None and high is None:
        raise EmptyError("no number – an empty cell is not a zero")
    if low is not None and high is not None and low > high:
        raise CellError(f"low is {low:,} and high {high:,} – the other way round?")
    if low is None or high is None:
        meant = "at_most" if low is None else "at_least"
        meant = qualifier if qualifier == "vague" and high is None else meant
    else:
        meant = "range" if low != high else "exact"
        meant = "about" if qualifier == "about" else meant
    if qualifier not in ("", meant):
        raise CellError(f"the bounds make it {meant.replace('_', ' ')}, and the qualifier is {qualifier}")
    return Quantity(low, high, meant, "")


def _qualified(number: int, qualifier: str, words: str) -> Quantity:
    low = None if qualifier == "at_most" else number
    high = None if qualifier in ("at_least", "vague") else number
    return Quantity(low, high, qualifier, words)


def _bound(cells: Mapping[str, str], name: str, words: NumberWords) -> int | None:
    if name not in cells:
        return None
    said = _said(cells[name], name, words)
    if said.qualifier != "exact":
        raise CellError(f'{name} is "{show(cells[name])}", not a plain number')
    return said.low


def _said(cell: str, name: str, words: NumberWords) -> Quantity:
    """What one cell says of a number, and of nothing besides."""
    if cell.startswith(("-", "−")) and cell[1:2].isdecimal():
        raise CellError(f'{name} is "{show(cell)}": a count is not negative')
    if not is_safe(cell) or deception.is_deceptive(cell, 0, len(cell)):
        raise CellError(f'{name} is "{show(cell)}", which is not what it looks like – type it again')
    if NUMBER.fullmatch(cell):
        number = int("".join(sign for sign in cell if sign.isdecimal()))
        said: Quantity | None = Quantity(number, number, "exact", cell)
    else:
        said = numbers.quantity(cell, words)
        rest = cell.replace(said.words, "", 1).strip() if said is not None else cell
        if rest and not (rest == "+" and cell.endswith("+")):
            said = None
    if said is None:
        raise CellError(f'{name} is "{show(cell)}", not a whole number such as 1,200 or "about 40"')
    if max(said.low or 0, said.high or 0) >= LIMIT_NUMBER:
        raise CellError(f'{name} is "{show(cell)}": nobody counts so many')
    return replace(said, words=cell)


def choice(cells: Mapping[str, str], name: str, known: Sequence[str], default: str) -> str:
    """The word in a cell, which is one of those known, in any case; the default where the cell is empty.

    >>> choice({"status": "Projected"}, "status", ("reported", "projected"), "reported")
    'projected'
    """
    word = re.sub(r"[\s-]+", "_", cells.get(name, default).casefold())
    if word not in known and word != default:
        raise CellError(f'unknown {name} "{show(cells[name])}"{hint(word, known)}')
    return word


def days(cells: Mapping[str, str]) -> tuple[date | None, date | None]:
    """First and last day. A start alone is one day, an end alone everything up to it. Raises CellError.

    >>> days({"reference_period_start": "2018-09-04"})
    (datetime.date(2018, 9, 4), datetime.date(2018, 9, 4))
    """
    start, end = (_day(cells[name], name) if name in cells else None for name in (START, END))
    if start is not None and end is not None and start > end:
        raise CellError(f"it begins on {start} and ends on {end}, before it")
    return start, end or start


def _day(cell: str, name: str) -> date:
    written = DAY.fullmatch(cell)
    try:
        day = date.fromisoformat(written[1]) if written else None
    except ValueError:
        raise CellError(f'{name} is "{cell}", a day that no calendar has') from None
    if day is not None and 1900 <= day.year < 2200:
        return day
    slashed = SLASHED.fullmatch(cell)
    both = ", which is one day in some countries and another in others" if slashed else ""
    raise CellError(f'{name} is "{show(cell)}"{both} – write it like 2018-09-04')
