"""Whether a count is stated at all, reported or projected, of one event or a running total."""

from datetime import date

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.when import When, long

LIMIT_BACK = 6  # chunks before a link in which a modal verb or an "if" still rules it
LIMIT_SINCE = 40  # characters between "since" and the war that it counts from
LIMIT_RATE = 4  # chunks after a link in which "every day" still belongs to it
BREAKS = frozenset(";:.(VAIT")


def refused(link: Link, cut: Chunked) -> str:
    """Why a link is no count: denied ("no", "without"), only imagined ("if"), a rate ("a day"); "" if it is one."""
    low, high = _ends(link)
    if "Z" in cut.letters[max(0, low - 2) : high] or cut.letters[max(0, link.number - 1) : link.number] == "Z":
        return "said not to have happened"
    if link.indicator == "munitions" and "Z" in cut.letters[high : high + 3]:
        return "said not to have happened"  # "were shot down"
    begin = max(0, low - LIMIT_BACK)
    if _tagged("scope.hypothetical", begin, high, cut) and "," not in cut.letters[begin:low]:
        return "only imagined"
    return "a rate" if _rate(link, cut) else ""


def _rate(link: Link, cut: Chunked) -> bool:
    if _often(link, cut):
        return True
    after = cut.chunks[link.number + 1 : link.number + 3]
    if len(after) < 2 or after[0].letter not in "aLW" or after[1].word is None:
        return False
    noun = after[1].word.noun
    return noun is not None and noun.reason == "duration" and noun.number != "many"


def _often(link: Link, cut: Chunked) -> bool:
    """Whether a count is said to recur: "arrive every day", "are treated each week"."""
    if "scope.rate" not in cut.tags:
        return False
    near = cut.chunks[link.number + 1 : _ends(link)[1] + LIMIT_RATE]
    for chunk, after in zip(near, near[1:], strict=False):
        rate = "scope.rate" in chunk.tags
        if rate and after.word is not None and after.word.noun is not None and after.word.noun.reason == "duration":
            return True
    return False


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
    return _tagged("scope.perfect", max(0, low - 2), high + 1, cut)


def scope(link: Link, dated: When, cut: Chunked, published: date | None) -> str:
    """`event` or `cumulative` (rulings 3 and 18): a long span, a running total's words, people who live abroad."""
    if link.indicator == "refugees" and link.rule.startswith("own") and dated.days[0] is None:
        return "cumulative"
    if long(dated.days, published) and (dated.unit != "year" or dated.kind == "since"):
        return "cumulative"
    if link.indicator == "reached":
        yearly = "scope.plan" in cut.tags and any(mention.unit == "year" for mention in cut.mentions)
        return "cumulative" if yearly or perfect(link, cut) else "event"
    return "cumulative" if "scope.cumulative" in cut.tags or _campaign(cut) else "event"


def _campaign(cut: Chunked) -> bool:
    """Whether a sentence counts since something began: "since the offensive began", "since Minova fell"."""
    if "scope.since" in cut.tags:
        for index, chunk in enumerate(cut.chunks[:-1]):
            if "scope.since" in chunk.tags and cut.letters[index + 1] in "Cd":
                return True
    starts = [mention.start for mention in cut.mentions if mention.kind == "since"]
    if not starts or "scope.campaign" not in cut.tags:
        return False
    place = cut.sentence.spans
    return any(
        "scope.campaign" in chunk.tags
        and any(-LIMIT_SINCE < place[chunk.first][0] - start < LIMIT_SINCE for start in starts)
        for chunk in cut.chunks
    )


def _ends(link: Link) -> tuple[int, int]:
    return min(link.number, link.trigger), max(link.number, link.trigger)


def _tagged(tag: str, begin: int, end: int, cut: Chunked) -> bool:
    return tag in cut.tags and any(tag in chunk.tags for chunk in cut.chunks[begin:end])
