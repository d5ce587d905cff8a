"""One seed read: its header, its facts, and why all or part of it could not be read; as bytes, and back."""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, get_type_hints

from sitrep import extract, sources
from sitrep.language.reader import Reader
from sitrep.model import Decision, Document, Fact, Header, Rejection, Repeat, Span
from sitrep.shown import show

FASTEST = 1  # of zlib's levels: a fifth of the size, at a tenth of the time that reading takes


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one seed. `sha256` is that of the bytes that were read, "" where none could be.

    Without a `header` the rejection tells why; with both, some rows of a spreadsheet could not be read.
    """

    sha256: str
    header: Header | None
    facts: tuple[Fact, ...] = ()
    rejection: Rejection | None = None


def read(asked: sources.Asked, reader: Reader) -> Result:
    """The seed read. Whatever goes wrong costs this seed alone, and is told with the report."""
    try:
        item = sources.document(asked.seed, asked.entry)
        header, facts, rejection = extract.one(item, reader)
    except Exception as error:
        told = f"reading it failed ({type(error).__name__}: {str(error)[:200]}); this is a bug – report it"
        return refused(asked, told)
    return Result(item.header.sha256 if isinstance(item, Document) else "", header, facts, rejection)


def refused(asked: sources.Asked, reason: str) -> Result:
    """The result of a seed that was not read, for `reason`."""
    known = f" – known: {asked.entry.reason}" if asked.entry.acknowledged else ""
    return Result("", None, (), Rejection(asked.seed.id, show(reason) + known, asked.entry.acknowledged))


# --- as bytes ---------------------------------------------------------------------------------------------------------


def packed(result: Result) -> bytes:
    """The result as bytes: each noun as the list of its values, in the order of its fields."""
    rejection = _values(result.rejection) if result.rejection else None
    header = _values(result.header) if result.header else None
    rows = [result.sha256, header, [_values(fact) for fact in result.facts], rejection]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_plain).encode(), FASTEST)


def unpacked(content: bytes) -> Result:
    """The result that was `packed`."""
    sha256, header, facts, rejection = json.loads(zlib.decompress(content))
    return Result(
        sha256, _noun(Header, header) if header else None, tuple(_noun(Fact, fact) for fact in facts),
        _noun(Rejection, rejection) if rejection else None,
    )


def _values(noun: Any) -> list[Any]:
    return [getattr(noun, name) for name in _names(noun.__class__)]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Span):
        return (value.start, value.end)
    if isinstance(value, Repeat):
        return _values(value)
    raise TypeError(f"{type(value).__name__} is nothing that is read from a seed")


def _noun(kind: Any, values: list[Any]) -> Any:
    for at, made in _made(kind):
        if values[at] is not None:
            values[at] = made(values[at])
    return kind(*values)


@lru_cache(maxsize=8)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@lru_cache(maxsize=8)
def _made(kind: Any) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """The fields that JSON has no form for, by position, and what makes them of what it has."""
    hints = get_type_hints(kind)
    told = ((at, hints[name]) for at, name in enumerate(_names(kind)))
    return tuple((at, MADE[hint]) for at, hint in told if hint not in PLAIN)


PLAIN: frozenset[Any] = frozenset({str, int, float, bool, str | None, int | None, float | None})
MADE: Mapping[Any, Callable[[Any], Any]] = {
    date | None: lru_cache(maxsize=4096)(date.fromisoformat),
    Span: lambda pair: Span(*pair),
    tuple[int, ...]: tuple,
    tuple[str, ...]: tuple,
    tuple[Repeat, ...]: lambda rows: tuple(_noun(Repeat, row) for row in rows),
    tuple[Decision, ...]: tuple,  # none yet: officers decide about what was read
}
