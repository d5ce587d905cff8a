"""Whether a count is stated at all, reported or projected, of one event or a running total."""

from datetime import date

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.timeline import INCIDENTS, STANDING
from sitrep.extract.when import When, long, perfect
from sitrep.extract.words import tags
from sitrep.language.reader import Language

LIMIT_BACK = 6  # chunks before a link in which a modal verb or an "if" still rules it
LIMIT_TARGET = 4  # chunks between "the target is" and its number
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
    if "K" in cut.letters[low:high] or planned(link, cut) or _aimed(link, cut):
        return True
    if link.trigger < link.number and link.rule.startswith("part") and cut.letters[high + 1 : high + 2] == "K":
        return True  # "of the total, around 600,000 would be refugees"
    begin = low
    while begin > 0 and low - begin < LIMIT_BACK and cut.letters[begin - 1] not in BREAKS:
        begin -= 1
    before = cut.letters[begin:low]
    return "K" in before.rpartition(",")[2] or _feared(before)


def _aimed(link: Link, cut: Chunked) -> bool:
    """Whether a number is a target, or what it counts is said to be planned: "26,000 whose return is planned"."""
    if link.rule == "restated" and _tagged("scope.target", max(0, link.number - LIMIT_TARGET), link.number, cut):
        return True
    after = max(link.number, link.trigger) + 1
    return cut.letters[after : after + 2] == "BK"


def _feared(before: str) -> bool:
    """Whether a fear or forecast rules what follows: no noun ("the project"), no aside (", it warns,")."""
    found = before.rfind("F")
    return found >= 0 and before[found - 1 : found] != "d" and before[found + 1 : found + 2] != ","


def scope(link: Link, dated: When, cut: Chunked, language: Language, published: date | None) -> str:
    """`event` or `cumulative` (rulings 3 and 18): a long span, a running total's words, people who live abroad."""
    if link.indicator in STANDING or _running(link, dated, cut, language, published):
        return "cumulative"
    return "event"


def _running(link: Link, dated: When, cut: Chunked, language: Language, published: date | None) -> bool:
    start, end = dated.days
    if dated.kind == "since" and not dated.carried and _campaign(cut, language, start is None):
        return True
    if planned(link, cut):
        return True
    if long(dated.days, published):  # nine thousand died in 2015; 516 attacks were logged; 40,000 left last year
        return dated.kind != "on" or dated.unit not in ("year", "ago") or link.indicator in INCIDENTS
    if link.indicator == "reached":
        return "scope.still" in cut.tags and not dated.carried
    if start is None and link.indicator in ("refugees", "returned") and cut.chunks[link.trigger].quantity is not None:
        return True  # 32,000 refugees are a number of people, not of arrivals
    drawn_out = "scope.campaign" in cut.tags or link.indicator in INCIDENTS
    if start is None and drawn_out and perfect(link, cut):
        return True  # the drought has driven 40,000 from their homes; the group has recorded 126 attacks
    return "scope.cumulative" in cut.tags


def _campaign(cut: Chunked, language: Language, unsaid: bool) -> bool:
    """Whether a sentence counts since a war or season began, or since something began on a day that is not said."""
    since = [mention for mention in cut.mentions if mention.kind == "since"]
    if unsaid and any(mention.unit == "open" for mention in since):
        return True
    sentence = cut.sentence
    for index, (start, _) in enumerate(sentence.spans):
        near = any(-LIMIT_SINCE < start - mention.start < LIMIT_SINCE for mention in since)
        if near and "scope.campaign" in tags(index, sentence, language):
            return True
    return False


def planned(link: Link, cut: Chunked) -> bool:
    """Whether a count is the target of a plan for a year."""
    plan = link.indicator == "reached" and "scope.plan" in cut.tags
    return plan and any(mention.unit == "year" for mention in cut.mentions)


def _ends(link: Link) -> tuple[int, int]:
    return min(link.number, link.trigger), max(link.number, link.trigger)


def _tagged(tag: str, begin: int, end: int, cut: Chunked) -> bool:
    return tag in cut.tags and any(tag in chunk.tags for chunk in cut.chunks[begin:end])
