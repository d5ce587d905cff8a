"""Whether a count is stated at all, reported or projected, of one event or a running total."""

from datetime import date

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.when import When, long

LIMIT_BACK = 6  # chunks before a link in which a modal verb or an "if" still rules it
BREAKS = frozenset(";:.(VAIT")


def refused(link: Link, cut: Chunked) -> bool:
    """Whether a link is denied ("no", "without"), only imagined ("if"), or a rate ("a day", "per month")."""
    low, high = _ends(link)
    if "Z" in cut.letters[max(0, low - 2) : high] or cut.letters[max(0, link.number - 1) : link.number] == "Z":
        return True
    begin = max(0, low - LIMIT_BACK)
    if _tagged("scope.hypothetical", begin, high, cut) and "," not in cut.letters[begin:low]:
        return True
    return _rate(link, cut)


def _rate(link: Link, cut: Chunked) -> bool:
    after = cut.chunks[link.number + 1 : link.number + 3]
    if len(after) < 2 or after[0].letter not in "aLW" or after[1].word is None:
        return False
    noun = after[1].word.noun
    return noun is not None and noun.reason == "duration" and noun.number != "many"


def projected(link: Link, cut: Chunked) -> bool:
    """Whether a modal verb or a fear rules the clause of a link."""
    low, high = _ends(link)
    if "K" in cut.letters[low:high]:
        return True
    begin = low
    while begin > 0 and low - begin < LIMIT_BACK and cut.letters[begin - 1] not in BREAKS:
        begin -= 1
    before = cut.letters[begin:low]
    return "K" in before.rpartition(",")[2] or "F" in before


def perfect(link: Link, cut: Chunked) -> bool:
    """Whether the verb of a link says what has been, on no day: "have fled", "has destroyed"."""
    low, high = _ends(link)
    return _tagged("scope.perfect", max(0, low - 2), high, cut)


def scope(link: Link, dated: When, cut: Chunked, published: date | None) -> str:
    """`event` or `cumulative` (rulings 3 and 18): a long span, a running total's words, people who live abroad."""
    if link.indicator == "refugees" and link.rule.startswith("own") and dated.days[0] is None:
        return "cumulative"
    if long(dated.days, published) and (dated.unit != "year" or dated.kind == "since"):
        return "cumulative"
    if link.indicator == "reached":
        return "cumulative" if perfect(link, cut) else "event"
    return "cumulative" if "scope.cumulative" in cut.tags else "event"


def _ends(link: Link) -> tuple[int, int]:
    return min(link.number, link.trigger), max(link.number, link.trigger)


def _tagged(tag: str, begin: int, end: int, cut: Chunked) -> bool:
    return tag in cut.tags and any(chunk.word is not None and tag in chunk.word.tags for chunk in cut.chunks[begin:end])
