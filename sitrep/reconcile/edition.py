"""Of all that was read, what an edition tells of: the documents behind its figures. The others are only counted.

An office keeps years of documents, and an edition tells of a week. What it does not tell is neither screened nor
composed, however much there is of it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sitrep.model import Coverage, Fact, Figure, Header, Period, Previous
from sitrep.reconcile.change import printed
from sitrep.reconcile.frame import stories

if TYPE_CHECKING:
    from sitrep.config import Config


def spoken_of(
    config: "Config", period: Period, earlier: Sequence[Previous]
) -> tuple[Period, frozenset[str]]:
    """The days of which an edition may tell a fact, and the facts that it looks for on any day.

    The days are those of its period and of the edition that it is compared with, and all since the crisis began. The
    facts are those that the other edition printed: whether they still say what they said is news.
    """
    compared = [one for one in earlier[-1:] if one.name]
    starts = [period.start, *(one.period.start for one in compared)]
    starts += [config.crisis_start] if config.crisis_start else []
    return Period(min(starts), period.end), frozenset().union(*map(printed, compared))


def told(
    headers: Sequence[Header], facts: Sequence[Fact], figures: Iterable[Figure], period: Period, as_of: date,
) -> tuple[tuple[Header, ...], tuple[Fact, ...]]:
    """The documents that an edition tells of, and all their facts, in the order given.

    They are those with a fact that is in a figure, or was beside one; those with a fact of the period that an officer
    ruled on; and the first printings of these stories, whose publishers are the voices. A document is told of with all
    its facts, because what must not be read in its sentences may be another of them.
    """
    used = {fact for one in figures for fact in (*one.facts, *one.apart)}
    used |= {fact for one in figures for term in one.terms for fact in term.inside}
    known = {header.id: header for header in headers if _is_known(header, as_of)}
    of = {fact.document for fact in facts if fact.id in used}
    of |= {f.document for f in facts if f.decisions and f.document in known and of_period(f, known[f.document], period)}
    first = stories(tuple(known.values()))
    of |= {first[document] for document in of}
    return tuple(h for h in headers if h.id in of), tuple(fact for fact in facts if fact.document in of)


def of_period(fact: Fact, header: Header, period: Period) -> bool:
    """Whether what was ruled on a fact belongs to an edition of `period`: its text or its days do.

    Before it was corrected or rejected, the fact may have been in a figure.
    """
    days = [day for day in (header.published, fact.end or fact.start) if day is not None]
    return any(period.start <= day <= period.end for day in days)


def coverage(
    headers: Sequence[Header], facts: Iterable[Fact], period: Period, as_of: date,
    closed: Mapping[str, int] | None = None,
) -> Coverage:
    """What was read, counted, whether the edition tells of it or not; `closed` are facts by document not given here.

    >>> one = Header("a", "", date(2018, 9, 4), "Wire", "en", "", "7d1a")
    >>> coverage([one], [], Period(date(2018, 9, 3), date(2018, 9, 9)), date(2018, 9, 9)).in_period
    1
    """
    later = {header.id for header in headers if not _is_known(header, as_of)}
    hashes = "\n".join(sorted(header.sha256 for header in headers))
    return Coverage(
        documents=len(headers), publishers=len({header.publisher for header in headers} - {""}), later=len(later),
        undated=sum(header.published is None for header in headers),
        in_period=sum(period.start <= h.published <= period.end for h in headers if h.published),
        facts=sum(not fact.is_rejected and fact.document not in later for fact in facts)
        + sum(count for document, count in (closed or {}).items() if document not in later),
        digest=hashlib.sha256(hashes.encode()).hexdigest()[:12],
    )


def _is_known(header: Header, as_of: date) -> bool:
    return header.published is None or header.published <= as_of
