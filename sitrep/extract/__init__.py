"""Document → Facts, pure: the same document and reader always give the same facts.

    blocks and sentences → chunks (one letter each) → links (rules over the letters) → sums and parts
    → place, days, voice, actor, status, scope → the whole document: duplicates, ids

A sentence in which a rule fails costs that sentence and no more; `read` tells of it and of every number that became
no fact.
"""

from collections.abc import Iterable

from sitrep.extract.document import Rejected, facts, read, titled
from sitrep.language.reader import Reader
from sitrep.model import Document, Fact, Header, Rejection

__all__ = ["Rejected", "all", "facts", "read", "titled"]


def all(  # the name that the straight line of the design gives it
    found: Iterable[Document | Rejection], reader: Reader
) -> tuple[tuple[Header, ...], tuple[Fact, ...], tuple[Rejection, ...]]:
    """Headers, facts and rejections of everything found, sorted by document id."""
    headers: list[Header] = []
    stated: list[Fact] = []
    rejections: list[Rejection] = []
    for item in sorted(found, key=_id):
        if isinstance(item, Rejection):
            rejections.append(item)
        elif reader.language(item.header.language) is None:
            reason = f"no reader for the language {item.header.language!r}"
            rejections.append(Rejection(item.header.id, reason, item.header.acknowledged))
        else:
            headers.append(item.header)
            stated += facts(item, reader)
    return tuple(headers), tuple(stated), tuple(rejections)


def _id(item: Document | Rejection) -> str:
    return item.id if isinstance(item, Rejection) else item.header.id
