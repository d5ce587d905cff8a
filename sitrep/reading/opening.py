"""Which documents an edition opens: those whose facts it may tell. The others stay closed: counted, and filed as is.

An office keeps years of documents, and an edition tells of a week; a year of closed documents takes little time and
little memory.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from sitrep import records
from sitrep.model import Fact, Header
from sitrep.reading.one import Result, between


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an edition of the day `as_of` may tell: facts of the days `first` to `last`, and those of given ids.

    An edition cannot know of documents published after its day. What a document says of days long before it counts
    by the document's own day, so all that were published since `first` are opened.
    """

    first: date
    last: date
    as_of: date
    facts: frozenset[str] = frozenset()  # that were told before, or that somebody ruled on


@dataclass(frozen=True, slots=True)
class Closed:
    """A document that is not opened: its facts, how many, as lines of JSON."""

    document: str
    count: int
    lines: bytes


def opened(results: Iterable[Result], wanted: Wanted | None) -> tuple[tuple[Fact, ...], tuple[Closed, ...]]:
    """The facts of the documents that are wanted, in order, and the documents that stay closed. None wants all."""
    facts: list[Fact] = []
    closed: list[Closed] = []
    for result in results:
        if wanted is None or _opens(result, wanted):
            facts += records.facts(result.lines)
        elif result.header is not None:
            closed.append(Closed(result.header.id, len(result.ids), result.lines))
    return tuple(facts), tuple(closed)


def _opens(result: Result, wanted: Wanted) -> bool:
    published = result.header.published if result.header else None
    if not wanted.facts.isdisjoint(result.ids):
        return True
    if published is None:
        return True
    speaks = result.first is not None and result.last is not None and (
        result.first <= wanted.last and wanted.first <= result.last)
    return published <= wanted.as_of and (published >= wanted.first or speaks)


def filed(
    content: bytes, headers: Sequence[Header], wanted: Wanted | None
) -> tuple[tuple[Fact, ...], tuple[Closed, ...]]:
    """The facts of a file of lines, which `lines` of all documents make up, opened as seeds are.

    Documents with a fact that somebody ruled on are opened too, as they were when the file was made.
    """
    known = {header.id: header for header in headers}
    facts = [(json.loads(line), line + b"\n") for line in content.split(b"\n") if line]
    results = [_filed(known[name], list(of)) for name, of in groupby(facts, lambda fact: fact[0]["document"])]
    ruled = frozenset(record["id"] for record, _ in facts if record["decisions"])
    return opened(results, wanted and replace(wanted, facts=wanted.facts | ruled))


def _filed(header: Header, facts: Sequence[tuple[Mapping[str, Any], bytes]]) -> Result:
    days = (day for record, _ in facts for day in (record["start"], record["end"]))
    first, last = between(day and date.fromisoformat(day) for day in days)
    ids = tuple(record["id"] for record, _ in facts)
    return Result("", header, None, ids, first, last, b"".join(map(itemgetter(1), facts)))


def lines(document: str, facts: Sequence[Fact]) -> Closed:
    """The facts of an open document as those of a closed one are."""
    return Closed(document, len(facts), records.lines(facts))
