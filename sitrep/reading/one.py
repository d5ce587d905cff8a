"""One seed read: its header, its facts, and why all or part of it could not be read; as bytes, and back."""

import json
import zlib
from dataclasses import dataclass

from sitrep import extract, records, sources
from sitrep.language.reader import Reader
from sitrep.model import Document, Fact, Header, Rejection, plain
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


def packed(result: Result) -> bytes:
    """The result as bytes."""
    return zlib.compress(json.dumps(plain(result)).encode(), FASTEST)


def unpacked(content: bytes) -> Result:
    """The result that was `packed`."""
    return records.nouns(Result, [json.loads(zlib.decompress(content))])[0]
