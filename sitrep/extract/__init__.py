"""Document → Facts, pure: the same document and reader always give the same facts.

    blocks and sentences → chunks (one letter each) → links (rules over the letters) → sums and parts
    → place, days, voice, actor, status, scope → the whole document: duplicates, ids

A sentence in which a rule fails costs that sentence and no more; `read` tells of it and of every number that became
no fact. A document made of rows has no sentences: its cells say what they are (`rows`).
"""

from collections.abc import Callable, Iterable

from sitrep.extract import document as texts
from sitrep.extract import rows
from sitrep.extract.document import Rejected, titled
from sitrep.language.reader import Reader
from sitrep.model import Document, Fact, Header, Rejection

Read = tuple[tuple[Fact, ...], Rejection | None]  # of one document

__all__ = ["Rejected", "all", "facts", "one", "partly", "read", "titled"]


def all(  # the name that the straight line of the design gives it
    found: Iterable[Document | Rejection], reader: Reader, read: Callable[[Document, Reader], Read] | None = None
) -> tuple[tuple[Header, ...], tuple[Fact, ...], tuple[Rejection, ...]]:
    """Headers, facts and rejections of everything found, sorted by document id. `read` reads a document: `partly`.

    A spreadsheet of which some rows could not be read is among the headers, and among the rejections with these.
    """
    results = [one(item, reader, read) for item in sorted(found, key=_id)]
    return (
        tuple(header for header, _, _ in results if header is not None),
        tuple(fact for _, stated, _ in results for fact in stated),
        tuple(rejection for _, _, rejection in results if rejection is not None),
    )


def one(
    item: Document | Rejection, reader: Reader, read: Callable[[Document, Reader], Read] | None = None
) -> tuple[Header | None, tuple[Fact, ...], Rejection | None]:
    """Header, facts and rejection of one thing found: `all` for one."""
    if isinstance(item, Rejection):
        return None, (), item
    header = item.header
    if reader.language(header.language) is None:
        reason = f"no reader for the language {header.language!r}"
        return None, (), Rejection(header.id, reason, header.acknowledged)
    return header, *(read or partly)(item, reader)


def facts(document: Document, reader: Reader) -> tuple[Fact, ...]:
    """The facts of a document in the order of its text; none where its language has no reader."""
    return partly(document, reader)[0]


def partly(document: Document, reader: Reader) -> Read:
    """The facts of a document, and a rejection that names the rows of it that could not be read, if there are any."""
    if not document.rows:
        return texts.facts(document, reader), None
    found, mistaken, _ = rows.read(document, reader)
    header, count = document.header, len({row.name for row in document.rows})
    reason = rows.told(mistaken, count) if mistaken else ""
    return found, Rejection(header.id, reason, header.acknowledged) if mistaken else None


def read(document: Document, reader: Reader) -> tuple[tuple[Fact, ...], tuple[Rejected, ...]]:
    """The facts of a document, and its numbers, rows and columns that became none, each with the reason."""
    if not document.rows:
        return texts.read(document, reader)
    found, mistaken, empty = rows.read(document, reader)
    columns = (
        Rejected(one.span, document.text[one.span.start : one.span.end], one.reason) for one in document.left_out
    )
    return found, tuple(sorted((*columns, *mistaken, *empty), key=lambda one: one.span))


def _id(item: Document | Rejection) -> str:
    return item.id if isinstance(item, Rejection) else item.header.id
