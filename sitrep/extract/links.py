"""Numbers ↔ the words that make them an indicator's: link rules over a sentence's letters."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitrep.extract.chunks import Chunked
from sitrep.extract.words import Chunk
from sitrep.language.lexicon import Noun, Word
from sitrep.language.reader import Language, Rule
from sitrep.model import UNITS, Quantity

# Roles of a word that count on each side of a number.
SIDES = {
    "after": ("participle", "passive", "subject", "adjective"),
    "before": ("participle", "active"),
    "toll": ("toll",),
    "flight": ("infinitive",),
    "repeated": ("repeated",),
    "giving": ("giving",),
    "leaving": ("leaving",),
    "arriving": ("arriving",),
    "among": ("subset",),
    "put": ("participle", "subject", "adjective", "passive", "toll"),
    "counted": ("own",),
    "label": ("participle", "subject", "adjective", "passive", "toll"),
}
# Sides that want a noun that shelters people, and what a number of people beside it then is.
SHELTERED = {"housed": "idps", "taken": "displaced"}
# Who is killed is somebody, whether the lexicon knows the noun or not.
OF_UNKNOWN = ("killed", "injured", "detained", "missing")
LIVE_UNKNOWN = (*OF_UNKNOWN, "displaced", "idps", "refugees", "returned", "affected", "in_need")
KIND_UNITS = {"p": "people", "f": "families", "h": "buildings", "y": "buildings", "m": "munitions", "e": "incidents"}
LIMIT_BEFORE, LIMIT_ALREADY = 4, 7  # chunks around a number that say since when people are displaced
LIMIT_KIND = 20  # chunks before a bare number in which another one says what it counts
FREED = re.compile(r"(?<=[^,;.])[^,;.&q]{0,12}?BZ")  # the clause of the captives ends in "were freed"
NUMBERS = frozenset("pfhymenbgqu")  # letters of chunks with a number
LIMIT_SUM = 20  # chunks between a total and the number that it has reached
LIMIT_SHELTER = 8  # chunks between a camp and how many it holds
HEADING = "pfhyem"  # kinds of noun that may head a row
ARTICLE_CONFIDENCE = 0.86  # "a woman" is counted only by rules that are believed this far
HOMES = ("homes_destroyed", "homes_damaged")


class Link(NamedTuple):
    """A number that a rule made an indicator's.

    `number` is the chunk of the number, `trigger` that of the word; `first` and `last` (excluded) are the tokens of
    the quote. `total` is the position, in the list of links, of the number that this one is a part of.
    """

    number: int
    indicator: str
    trigger: int
    first: int
    last: int
    rule: str
    confidence: float
    quantity: Quantity
    unit: str
    group: str | None
    total: int | None = None


def links(chunked: Chunked, language: Language) -> list[Link]:
    """The links that the rules find, at most one a number and indicator, in order of the numbers."""
    found: dict[int, Link] = {}
    present = frozenset(chunked.letters)
    if present.isdisjoint(NUMBERS):
        return []
    for rule in language.rules:
        if rule.needs[0].isdisjoint(present) or rule.needs[1].isdisjoint(present):
            continue
        for match in rule.pattern.finditer(chunked.letters):
            number = match.start("q")
            if number not in found and (link := _link(rule, match, chunked, found)) is not None:
                found[number] = link
    shared = list(_shared(chunked, language.shared, found))
    for number, chunk in enumerate(chunked.chunks):
        own = _own(number, chunk, chunked, found.get(number))
        if own is not None:
            found[number] = own
    return sorted((*found.values(), *shared), key=lambda link: (link.number, link.trigger))


def taken_back(link: Link, chunked: Chunked) -> bool:
    """Whether the text withdraws a number or corrects it; such a figure is no fact (ruling 8)."""
    if link.indicator == "detained" and FREED.search(chunked.letters, max(link.number, link.trigger)) is not None:
        return True  # "the 264 girls abducted on Friday have been freed"
    if chunked.tags.isdisjoint(("scope.withdrawn", "scope.corrects")):
        return False
    end = chunked.letters.find(";", link.number)
    after = chunked.chunks[link.number : end if end >= 0 else len(chunked.chunks)]
    return any("scope.corrects" in chunk.tags for chunk in chunked.chunks[: link.number]) or any(
        "scope.withdrawn" in chunk.tags for chunk in (*after, *chunked.chunks[:3])
    )


def _link(rule: Rule, match: re.Match[str], chunked: Chunked, found: dict[int, Link]) -> Link | None:
    number, trigger = match.start("q"), match.start("t")
    chunk, word = chunked.chunks[number], chunked.chunks[trigger].word
    if chunk.quantity is None or (chunk.article and rule.confidence < ARTICLE_CONFIDENCE):
        return None
    if _ratio(number, chunked):
        return None
    if rule.side == "giving":
        direct = number - trigger <= 2 and not _towards(number, chunked)
        if direct and "scope.grants" not in chunked.chunks[trigger].tags:
            return None
        if not direct and not _towards(number, chunked):
            return None
    if rule.side == "put" and "scope.level" not in chunked.chunks[number - 1].tags | chunked.chunks[number - 2].tags:
        return None
    if rule.side in SHELTERED:
        within = rule.side != "housed" or any("place.within" in c.tags for c in chunked.chunks[number + 1 : trigger])
        if not _shelters(chunked, trigger) or not (within or trigger < number):
            return None
        return linked(number, SHELTERED[rule.side], trigger, rule.id, rule.confidence, chunked)
    if word is None:
        return None
    heading = _heading(trigger, chunked) if rule.side == "label" else None
    kind = heading.kind if heading is not None else ""
    roles = SIDES[rule.side]
    if rule.side == "after" and _spoke(number, trigger, chunked):
        return None
    if rule.side == "after" and _by_itself(number, trigger, chunked):
        roles = ("subject", "adjective")
    indicator = _indicator(word, roles, chunk, number, chunked, found, kind)
    if indicator is None:
        return None
    before = rule.side == "toll" and "actors.from" in chunked.chunks[number - 1].tags  # the toll rose from 54
    name = f"{rule.id}.before" if before else rule.id
    link = linked(number, indicator, trigger, name, rule.confidence, chunked, begin=match.start())
    if link is None or heading is None:
        return link
    return _headed(link, heading, trigger, chunked)


def _spoke(number: int, trigger: int, chunked: Chunked) -> bool:
    """Whether those counted only tell of others: "two doctors at the hospital said that nine people died"."""
    for index in range(number + 1, trigger):
        if chunked.letters[index] == ",":
            return False
        if "voices.speech" in chunked.chunks[index].tags:
            return True
    return False


def _by_itself(number: int, trigger: int, chunked: Chunked) -> bool:
    """Whether people did something and did not suffer it: "9,000 have reached the town" are not aid's."""
    between = chunked.letters[number + 1 : trigger]
    return "H" in between and "B" not in between


def _heading(trigger: int, chunked: Chunked) -> Noun | None:
    """The noun that heads a row: "Houses destroyed: 340", "Air raids: 15"."""
    head = chunked.letters.find("N") if chunked.letters[trigger - 1 : trigger] in (":", ";") else trigger
    for index in (trigger, trigger - 1, trigger + 1, head):
        word = chunked.chunks[index].word if 0 <= index < len(chunked.chunks) else None
        if word is not None and word.noun is not None and word.noun.kind in HEADING + "x":
            return word.noun
    return None


def _headed(link: Link, heading: Noun, trigger: int, chunked: Chunked) -> Link:
    """The link of a row with what its heading says: the unit, the group, and the words for the quote."""
    unit = "families" if heading.kind == "f" else link.unit
    first = min(link.first, chunked.chunks[max(0, trigger - 1)].first)
    return link._replace(unit=unit, group=link.group or heading.group, first=first)


def _ratio(number: int, chunked: Chunked) -> bool:
    """Whether a number is half of a ratio: four in ten, one out of every three."""
    for first in (number, number - 2):
        if first >= 0 and chunked.letters[first : first + 3] in ("qLq", "qOq", "qWq"):
            word = chunked.chunks[first + 1].word
            if word is not None and "scope.ratio" in word.tags:
                return True
    return False


def _towards(number: int, chunked: Chunked) -> bool:
    """Whether the preposition before a number says for whom: to, for."""
    return any("place.to" in c.tags for c in chunked.chunks[max(0, number - 3) : number])


def _shelters(chunked: Chunked, index: int) -> bool:
    """Whether a chunk is a noun that shelters people: a school is one to those who live in it."""
    chunk = chunked.chunks[index]
    if chunk.letter == "b" or (chunk.word is not None and chunk.word.noun is not None and chunk.word.noun.kind == "b"):
        return True
    if chunk.letter in "NAE":
        return "place.shelter" in chunk.tags
    return chunk.letter in "hy" and not chunk.article


def linked(
    number: int,
    indicator: str,
    trigger: int,
    rule: str,
    confidence: float,
    chunked: Chunked,
    begin: int | None = None,
    group: str | None = None,
) -> Link | None:
    """The link of a number chunk and a trigger chunk; the quote runs over both and what lies between."""
    chunk = chunked.chunks[number]
    if chunk.quantity is None:
        return None
    spans = (chunk, chunked.chunks[trigger])
    first = min(c.first for c in spans)
    if begin is not None and chunked.letters[begin] == "U":
        first = min(first, chunked.chunks[begin].first)
    last = max(c.last for c in spans)
    noun = chunk.noun
    unit = "families" if chunk.letter == "f" else UNITS[indicator][0]
    return Link(
        number,
        indicator,
        trigger,
        first,
        last,
        rule,
        confidence,
        chunk.quantity,
        unit,
        group or (noun.group if noun else None),
    )


def kinds(indicator: str) -> str:
    """The kinds of noun that an indicator counts, as letters.

    >>> kinds("killed"), kinds("displaced"), kinds("homes_damaged")
    ('pnq', 'pnqf', 'hq')
    """
    units = UNITS.get(indicator, ("people",))
    if "people" in units:
        return "pnqf" if "families" in units else "pnq"
    if "buildings" in units:
        return "hq" if indicator in HOMES else "yq"
    return "mq" if "munitions" in units else "egq"


def _indicator(
    word: Word, roles: Iterable[str], chunk: Chunk, number: int, chunked: Chunked, found: dict[int, Link],
    heading: str = "",
) -> str | None:
    """What a word makes of a number, given the noun that the number counts, or the one that heads its row."""
    options = [indicator for role in roles for indicator in word.roles.get(role, ())]
    if ("own" in roles or ("toll" in roles and "subject" in roles)) and word.noun is not None:
        options += word.noun.indicators
    letter = chunk.letter
    if letter == "n" and chunk.noun is not None:
        return _of_counted(options, chunk.noun.indicators, "infinitive" in roles)
    if letter == "g":
        return "airstrikes" if options and _by_air(number, chunked) else options[0] if options else None
    if letter == "u":
        known = LIVE_UNKNOWN if "subject" in roles else OF_UNKNOWN
        return next((indicator for indicator in options if indicator in known), None)
    if letter == "q":
        letter = heading or _kind_before(number, chunked, found)
    fitting = [indicator for indicator in options if letter in kinds(indicator)]
    if "scope.held" in word.tags and fitting[:1] == ["detained"] and _settled(number, chunked):
        return None
    if "scope.host" in word.tags and chunk.nation is None:
        return None  # "home to 2.3 million people" is a population
    if fitting and fitting[0] == "reached" and _sums_up(number, chunked):
        return None
    if fitting and fitting[0] == "displaced":
        if "scope.captive" in chunk.whom:
            return None
        if "scope.migrant" in chunk.whom:
            return "refugees"
    if "idps" in fitting and _sheltering(number, chunked):
        return "idps"
    if fitting and fitting[0] == "displaced" and "participle" in roles and _already(number, chunked):
        return "idps"
    return fitting[0] if fitting else None


def _settled(number: int, chunked: Chunked) -> bool:
    """Whether it is an area that holds people: "Idlib and nearby areas hold 3 million people"."""
    before = chunked.chunks[max(0, number - LIMIT_BEFORE) : number]
    return any("place.skip" in chunk.tags and chunk.letter != "d" for chunk in before)


def _sums_up(number: int, chunked: Chunked) -> bool:
    """Whether a total is what reached a number: "the estimate of displaced people has reached 2.6 million"."""
    before = chunked.chunks[max(0, number - LIMIT_SUM) : number]
    return "H" in chunked.letters[max(0, number - 3) : number] and any("scope.sums" in c.tags for c in before)


def _already(number: int, chunked: Chunked) -> bool:
    """Whether people live in displacement, and were not displaced by what is told: "are", "even before the quake"."""
    near = chunked.chunks[number + 1 : number + LIMIT_ALREADY]
    if "K" in chunked.letters[number + 1 : number + 4]:
        return False
    present = any("scope.present" in chunk.tags for chunk in near[:2])
    around = (*chunked.chunks[max(0, number - LIMIT_BEFORE) : number], *near)
    return present or any("scope.already" in chunk.tags for chunk in around)


def _sheltering(number: int, chunked: Chunked) -> bool:
    """Whether a camp or shelter is named before a number: what it holds lives there."""
    return any(
        (chunk.word is not None and chunk.word.noun is not None and chunk.word.noun.kind == "b")
        or "place.shelter" in chunk.tags
        for chunk in chunked.chunks[max(0, number - LIMIT_SHELTER) : number]
    )


def _of_counted(options: list[str], own: tuple[str, ...], moved: bool) -> str | None:
    """Refugees who returned are returned, refugees who were killed are killed; of deaths nothing else can be said."""
    if "idps" in options and not moved:
        return None  # a camp holds refugees, nobody detains them
    if not set(own) & {"refugees", "idps", "displaced", "missing", "returned", "in_need"}:
        return None
    fitting = [indicator for indicator in options if "p" in kinds(indicator)]
    return fitting[0] if fitting and (moved or fitting[0] not in ("displaced", "idps")) else None


def _kind_before(number: int, chunked: Chunked, found: dict[int, Link]) -> str:
    """What a bare number counts: what the one before it did, if that was buildings; else people."""
    others = chunked.letters[number + 1 : number + 2] == "X"  # "three clinics reopened; nine others are shut"
    for before in range(number - 1, max(-1, number - LIMIT_KIND), -1):
        letter, word = chunked.letters[before], chunked.chunks[before].word
        if letter in "hypfn" and not chunked.chunks[before].article:
            return letter if letter in "hy" else "p"
        if letter == "N" and chunked.letters[before + 1] == ":" and word is not None and word.noun is not None:
            return word.noun.kind  # "Schools: 29 shut"
        if (letter == ";" and not others) or (letter == "q" and before not in found):
            break
    return "p"


def _own(number: int, chunk: Chunk, chunked: Chunked, found: Link | None) -> Link | None:
    """The link that a number's own noun makes: nine deaths, 14 air raids, two million displaced civilians."""
    noun = chunk.noun
    if noun is None or chunk.quantity is None or chunk.article:
        return None
    if chunk.letter in "emn":
        indicator = "airstrikes" if noun.indicators[0] == "attacks" and _by_air(number, chunked) else noun.indicators[0]
        if found is not None and chunk.letter == "n":
            return None
        return linked(number, indicator, number, "own.noun", 0.88, chunked)
    if found is not None or not chunk.marks:
        return None
    fitting = [indicator for indicator in chunk.marks if chunk.letter in kinds(indicator)]
    if not fitting:
        return None
    # "displaced" before a noun says how people live, after it what befell them.
    indicator = "idps" if "displaced" in fitting else fitting[0]
    return linked(number, indicator, number, "own.adjective", 0.8, chunked)


def _by_air(number: int, chunked: Chunked) -> bool:
    """Whether something that flies is named before a number of attacks, or right after it as who made them."""
    if "actors.air" not in chunked.tags:
        return False
    tags = [chunk.tags for chunk in chunked.chunks[: number + 6]]
    if any("actors.air" in tag for tag in tags[:number]):
        return True
    by = next((index for index, tag in enumerate(tags) if index > number and "actors.by" in tag), len(tags))
    return by <= number + 2 and any("actors.air" in tag for tag in tags[by : by + 4])


def _shared(chunked: Chunked, rules: tuple[Rule, ...], found: dict[int, Link]) -> Iterator[Link]:
    """The second link of a number that two verbs share."""
    for rule in rules:
        for match in rule.pattern.finditer(chunked.letters):
            number, trigger = match.start("q"), match.start("t")
            first = found.get(number)
            word = chunked.chunks[trigger].word
            if first is None or word is None or first.trigger == trigger:
                continue
            indicator = _indicator(word, SIDES[rule.side], chunked.chunks[number], number, chunked, found)
            if {indicator, first.indicator} == set(HOMES):  # "destroyed or damaged" is one number of damaged ones
                found[number] = first._replace(indicator="homes_damaged")
            elif indicator is not None and indicator != first.indicator:
                link = linked(number, indicator, trigger, rule.id, rule.confidence, chunked)
                if link is not None:
                    yield link
