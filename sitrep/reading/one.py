"""One seed read: its header, its facts, and why all or part of it could not be read; as bytes, and back.

Facts stay lines of JSON until somebody needs them: most documents of an office are of other weeks.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sitrep import extract, records, sources
from sitrep.language.reader import Reader
from sitrep.model import Document, Fact, Header, Rejection, plain
from sitrep.shown import show

FASTEST = 1  # of zlib's levels: a fifth of the size, at a tenth of the time that reading takes
HEAD = ("sha256", "header", "rejection", "ids", "first", "last")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one seed. `sha256` is that of the bytes that were read, "" where none could be.

    Without a `header` the rejection tells why; with both, some rows of a spreadsheet could not be read. `lines` are its
    facts, as `records.lines` writes them; `ids` are theirs, `first` and `last` the days between which they speak.
    """

    sha256: str
    header: Header | None
    rejection: Rejection | None = None
    ids: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    lines: bytes = b""


def read(asked: sources.Asked, reader: Reader) -> Result:
    """The seed read. Whatever goes wrong costs this seed alone, and is told with the report."""
    try:
        item = sources.document(asked.seed, asked.entry)
        header, facts, rejection = extract.one(item, reader)
        return result(item.header.sha256 if isinstance(item, Document) else "", header, facts, rejection)
    except Exception as error:
        told = f"reading it failed ({type(error).__name__}: {str(error)[:200]}); this is a bug – report it"
        return refused(asked, told)


def result(sha256: str, header: Header | None, facts: Sequence[Fact], rejection: Rejection | None = None) -> Result:
    """The result of a seed with these facts."""
    first, last = between(day for fact in facts for day in (fact.start, fact.end))
    return Result(sha256, header, rejection, tuple(fact.id for fact in facts), first, last, records.lines(facts))


def between(days: Iterable[date | None]) -> tuple[date | None, date | None]:
    """The first and the last of days, some of which nobody knows."""
    known = [day for day in days if day]
    return min(known, default=None), max(known, default=None)


def refused(asked: sources.Asked, reason: str) -> Result:
    """The result of a seed that was not read, for `reason`."""
    known = f" – known: {asked.entry.reason}" if asked.entry.acknowledged else ""
    return Result("", None, Rejection(asked.seed.id, show(reason) + known, asked.entry.acknowledged))


def packed(result: Result) -> bytes:
    """The result as bytes."""
    head = json.dumps({name: plain(getattr(result, name)) for name in HEAD})
    return zlib.compress(head.encode() + b"\n" + result.lines, FASTEST)


def unpacked(content: bytes) -> Result:
    """The result that was `packed`."""
    head, _, lines = zlib.decompress(content).partition(b"\n")
    return records.nouns(Result, [{**json.loads(head), "lines": lines}])[0]
