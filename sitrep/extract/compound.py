"""Numbers that borrow their meaning from another: sums, parts, and those that say only where else."""

import re
from collections.abc import Callable, Sequence

from sitrep.extract.chunks import Chunked
from sitrep.extract.elided import PART_BEFORE, Label, below, by_number, elided, labelled, paired, restated, said_part
from sitrep.extract.links import Link, kinds, linked
from sitrep.extract.words import Chunk
from sitrep.language.reader import Language
from sitrep.model import UNITS, Quantity

RUN = re.compile(r"(?=([py][VI]?(?:(?:,d?[py])*,?&d?D?X?[py]|(?:,d?[py])+)))")
OF_TOTAL = re.compile(r"^Od?[pnq][^qpn;:]{0,10},$")
HEADED = re.compile(r"W{0,2}(?:L[dWC]{0,3})?[:(-][^;.pufhyN]*$")
LIST = re.compile(r"^[BLOdWCD]{0,5}(?:,|,?&)[DX]?$")
LIST_OF_TAKEN = re.compile(r"^(?:S|O)?[IBLOdWCDN]{0,7},?&$")  # twenty of the 72 died in cars and (31 were elderly)
SAYS_WHO = re.compile(r"BD?[da]?N")  # (31) were elderly
OR_SO = re.compile(r",?&[pqfn],")  # half of the 47 million, or nearly 25 million, need aid
SUM_COST, PART_CONFIDENCE = 0.08, 0.82
ABOUT = 1.2  # how many times "about 900" the number of all may be
OLDER = ("restated", ".before")  # ends of rules of counts that another has replaced
LIMIT_QUOTE = 16  # tokens between a total and its part that one quote may hold
LIMIT_OPENING = 6  # chunks of a sentence in which "of them" can look back at the sentence before
# Groups that "18 others" after them share; of children or women the others are not said to be any.
CALLINGS = frozenset(("civilians", "fighters", "soldiers", "police", "aid_workers", "medics", "journalists",
    "hospitals", "schools"))  # fmt: skip
PEOPLED = ("people", "families")
BUILT = frozenset(("hospitals", "schools"))
BY_UNIT = {"people": (CALLINGS - BUILT) | {"children", "women", "men", "elderly"}, "buildings": BUILT}


def compounded(
    chunked: Chunked, found: list[Link], before: Sequence[Link], above: Label | None, language: Language
) -> list[Link]:
    """The links with sums, parts and elided numbers added. `before` are the links of the sentence before,
    `above` is the heading's label.

    `Link.total` is a position in the list returned, or −1−i for link i of `before`.
    """
    links = _sums(chunked, [_in_full(link, chunked) for link in found])
    links = paired(chunked, elided(chunked, links, language))
    links = _increments(chunked, _parts(chunked, links, before))
    links = elided(chunked, links, language)  # again: a part may have been told of one place, and then of another
    links = labelled(chunked, restated(chunked, links, before), above)
    return _grouped(chunked, links, language)


def opens_part(chunked: Chunked) -> bool:
    """Whether a sentence names a total that may stand further before: "43 of the dead were children"."""
    if "S" not in chunked.letters or all(chunk.quantity is None for chunk in chunked.chunks):
        return False
    return any(chunk.word is not None and "subset" in chunk.word.roles for chunk in chunked.chunks)


def _in_full(link: Link, chunked: Chunked) -> Link:
    """The link; of a share the one of the number that it is: "half of the 47 million, or nearly 25 million"."""
    said = OR_SO.match(chunked.letters, link.number + 1) if chunked.chunks[link.number].part is not None else None
    if said is None:
        return link
    return linked(said.end() - 2, link.indicator, link.trigger, link.rule, link.confidence, chunked) or link


def _sums(chunked: Chunked, links: list[Link]) -> list[Link]:
    """Coordinated victims under one verb are summed, and those with a group are parts of the sum."""
    end = -1
    for match in RUN.finditer(chunked.letters):
        if match.start() < end:
            continue
        members = [i for i in range(match.start(1), match.end(1)) if chunked.letters[i] in "py"]
        if len({chunked.letters[i] for i in members}) == 1:
            end = match.end(1)
            links = _summed(chunked, links, members)
    return links


def _summed(chunked: Chunked, links: list[Link], members: list[int]) -> list[Link]:
    mine = [link for link in links if link.number in members]
    others = [link for link in links if link.number not in members]
    indicators = {link.indicator for link in mine}
    chunks = [chunked.chunks[i] for i in members]
    if (
        len(indicators) != 1
        or any(link.rule.startswith("own") for link in mine)
        or any(said_part(chunked, i) for i in members)
    ):
        return links
    lead = mine[0]
    each = [link for i in members if (link := _borrowed(i, lead, chunked))]
    if any(c.quantity is None or c.quantity.qualifier != "exact" for c in chunks) or len(each) != len(members):
        return [*others, *each]
    low = sum(c.quantity.low or 0 for c in chunks if c.quantity)
    groups = {link.group for link in each}
    words = " + ".join(c.quantity.words for c in chunks if c.quantity)
    total = lead._replace(
        number=members[0],
        first=min(link.first for link in each),
        last=max(link.last for link in each),
        quantity=Quantity(low, low, "exact", words),
        group=groups.pop() if len(groups) == 1 else None,
        rule="sum",
        confidence=lead.confidence - SUM_COST,
    )
    parts = [] if total.group else [link for link in each if link.group]
    position = len(others)
    return [
        *others,
        total,
        *(link._replace(total=position, rule="sum.part", confidence=total.confidence) for link in parts),
    ]


def _borrowed(number: int, lead: Link, chunked: Chunked) -> Link | None:
    """The link of another number to the same word."""
    if chunked.chunks[number].letter not in kinds(lead.indicator):
        return None
    return linked(number, lead.indicator, lead.trigger, lead.rule, lead.confidence, chunked)


def _parts(chunked: Chunked, links: list[Link], before: Sequence[Link]) -> list[Link]:
    """Numbers that are said to be a part of another."""
    last_part: int | None = None
    last: tuple[int | None, str | None] = (None, None)
    for number, chunk in enumerate(chunked.chunks):
        if chunk.quantity is None or chunk.letter not in "qpfhynu":
            continue
        marked = number if _known(chunk, before) is not None else _mark(chunked, number, last_part)
        if marked is None or _of_another(chunked, number):
            continue
        known = by_number(links)
        own = known.get(number)
        if marked == last_part and own is not None and own.rule != "elided" and own.indicator != last[1]:
            continue  # "among them five children, and 117 wounded": the list of parts has ended
        unsaid = own is None or own.rule == "elided"
        goes_on = marked == last_part and unsaid and chunked.letters[number + 1 : number + 2] != "S"
        total, indicator = last if goes_on else _total(chunked, number, marked, links, before, known)
        if (taken := _known(chunk, before)) is not None:
            total, indicator = taken, own.indicator if own is not None else _at(taken, links, before).indicator
        if total is not None and not _can_be(chunk, _at(total, links, before)):
            total = None
        if indicator is None or (chunk.article and chunked.letters[max(0, number - 2) : number] in ("qS", "gS")):
            continue
        links = _with_part(chunked, number, marked, links, before, total, indicator)
        last_part, last = number, (total, indicator)
    return links


def _can_be(part: Chunk, total: Link) -> bool:
    """Whether a number is not larger than the one that it is to be a part of."""
    low = part.quantity.low if part.quantity is not None else None
    high = total.quantity.high
    return low is None or high is None or low <= high * (1 if total.quantity.qualifier == "exact" else ABOUT)


def _known(chunk: Chunk, before: Sequence[Link]) -> int | None:
    """The position of the count before that a number is taken from: "twenty of the 72"."""
    if chunk.base is None:
        return None
    return next((-1 - i for i, link in enumerate(before) if link.quantity.low == chunk.base), None)


def _of_another(chunked: Chunked, number: int) -> bool:
    """Whether a part is one of things named right before it, or of people who are said to be free or alive."""
    letters = chunked.letters
    thing = chunked.chunks[number - 2].word if letters[number - 1 : number] == "," and number > 1 else None
    if thing is not None and thing.noun is not None and thing.noun.kind == "x":
        return True  # "in ambulances, two of which came under fire"
    end = next((i for i in range(number + 1, len(letters)) if letters[i] in ",;."), len(letters))
    return "Z" in letters[number:end]


def _grouped(chunked: Chunked, links: list[Link], language: Language) -> list[Link]:
    """The links with the groups that the sentence gives them elsewhere than in their noun.

    "Nine civilian deaths", "one of its soldiers", "killing seven civilians and injuring 18 others".
    """
    found: list[Link] = []
    for link in links:
        chunk = chunked.chunks[link.number]
        group = link.group
        if group is None and chunk.letter in "nq":
            group = _group_inside(chunk.number[1], chunk.last - 1, chunked, language) or _group_of(chunked, link.number)
        if group is None and chunk.letter in "qn" and link.total is None and link.unit in ("people", "buildings"):
            group = _group_before(link, found, chunked, language)
        found.append(link._replace(group=group) if group in BY_UNIT.get(link.unit, ()) else link)
    return found


def _group_inside(first: int, last: int, chunked: Chunked, language: Language) -> str | None:
    """The group that a word between a number and its noun names: "171 civilian deaths"."""
    for key in chunked.sentence.keys[first:last]:
        entry = language.lexicon.words.get(key)
        if entry is not None and entry[0] is not None and entry[0].noun is not None and entry[0].noun.group is not None:
            return entry[0].noun.group
    return None


def _group_of(chunked: Chunked, number: int) -> str | None:
    """The group that a bare number is taken from: "one of its soldiers"."""
    if re.match(r"O[dXWC]{0,3}N", chunked.letters[number + 1 : number + 6]) is None:
        return None
    noun = next((c.word.noun for c in chunked.chunks[number + 2 : number + 6] if c.letter == "N" and c.word), None)
    return noun.group if noun is not None and noun.kind == "p" else None


def _group_before(link: Link, found: Sequence[Link], chunked: Chunked, language: Language) -> str | None:
    """The group of what is counted before in the sentence, where that says what people or buildings do."""
    for other in reversed(found):
        if other.number < link.number and other.unit == link.unit and other.total is None:
            last = other.trigger if other.number < other.trigger < link.number else other.number
            plain = not set(chunked.letters[last + 1 : link.number]) & set(";:.Npfhy(S")
            return other.group if plain and other.group in CALLINGS else None
    return _group_headed(link.number, chunked, language)


def _group_headed(number: int, chunked: Chunked, language: Language) -> str | None:
    """The group of a sum that is told in its parts: "4,701 civilian casualties: 2,015 killed and 2,686 injured"."""
    heads = [i for i in range(number - 1, -1, -1) if chunked.letters[i] in "pu"]
    if not heads or HEADED.match(chunked.letters[heads[0] + 1 : number]) is None:
        return None
    head = chunked.chunks[heads[0]]
    return _group_inside(head.number[1], head.last, chunked, language)


def _increments(chunked: Chunked, links: list[Link]) -> list[Link]:
    """What is added to a toll is part of it: "another 58, bringing the total to 1,147" (ruling 11)."""
    for position, total in enumerate(links):
        begin = total.trigger
        while begin > 0 and chunked.letters[begin - 1] in "dWCNDO" and total.trigger - begin < LIMIT_OPENING:
            begin -= 1
        risen = "T" in chunked.letters[total.trigger : total.trigger + 1] and chunked.letters[begin - 1 : begin] == "U"
        if not risen or total.number < total.trigger:
            continue
        for added, link in enumerate(links):
            before = link.number < begin and ";" not in chunked.letters[link.number : begin]
            if before and link.indicator == total.indicator and link.total is None and below(link, total):
                links[added] = link._replace(total=position)
    return links


def _mark(chunked: Chunked, number: int, last_part: int | None) -> int | None:
    """The chunk that makes a number a part: the subset word before or after it, or the one of the list it goes on."""
    letters = chunked.letters
    if letters[number + 1 : number + 2] in ("S", "Q"):
        return number + 1
    if re.match(r"(?:,?&|,)[pq]S", letters[number + 1 : number + 5]) is not None:
        mark = letters.index("S", number)
        # "18 children and four women were among the dead"; "ten women and three infants among them"
        if "scope.among" in chunked.chunks[mark].tags or letters[mark + 1 : mark + 2] in tuple(",.;"):
            return mark
    match = PART_BEFORE.search(letters, max(0, number - 4), number)
    if match is not None:
        return match.start()
    if OF_TOTAL.match(letters[:number]):
        return 0
    if last_part is None:
        return None
    between = letters[last_part + 1 : number]
    taken = SAYS_WHO.match(letters, number + 1) is not None and LIST_OF_TAKEN.match(between) is not None
    if taken or LIST.match(between):
        return last_part
    return None


def _total(
    chunked: Chunked, number: int, mark: int, links: list[Link], before: Sequence[Link], known: dict[int, Link]
) -> tuple[int | None, str | None]:
    """Position of the total and the indicator of a part."""
    own = known.get(number)
    following = [i for i, link in enumerate(links) if 0 < link.number - mark <= 2 and mark > number]
    if following:  # "were among the 52 dead"
        return following[0], links[following[0]].indicator
    word = chunked.chunks[mark].word
    named = word.roles.get("subset", ()) if word is not None else ()
    earlier = [
        i
        for i, link in enumerate(links)
        if link.number < number and link.total is None and _fits(chunked.chunks[number], link)
    ]
    later = [-1 - i for i, link in enumerate(before) if link.total is None and _fits(chunked.chunks[number], link)]
    # "In Beira, a port, 300 of them are in schools": it has a verb of its own.
    touches = own is not None and mark == number + 1 and not any(i in known for i in range(number))
    alone = touches or (
        mark < LIMIT_OPENING and not any(c.quantity is not None and c.letter in "pqfn" for c in chunked.chunks[:number])
    )
    pool = earlier or (later if alone else [])
    if named:
        pool = [i for i in (*later, *earlier) if _at(i, links, before).indicator in named]
        pool = _like(pool, lambda link: not link.rule.endswith(OLDER), links, before)
        return (pool[-1] if pool else None), (own.indicator if own and own.indicator not in named else named[0])
    if not pool:
        return None, own.indicator if own else None
    # People are no part of houses, and deaths rather of deaths than of injuries.
    if own is not None and own.rule != "elided":
        pool = _like(pool, lambda link: (link.unit in PEOPLED) == (own.unit in PEOPLED), links, before)
        pool = _like(pool, lambda link: link.indicator == own.indicator, links, before)
    total = max(pool, key=lambda i: (i >= 0, _at(i, links, before).number))
    lead = _at(total, links, before)
    housed = own is not None and own.rule.endswith("housed") and lead.indicator in ("killed", "injured", "detained")
    indicator = own.indicator if own is not None and own.rule != "elided" and not housed else lead.indicator
    return total, indicator


def _like(
    pool: list[int], alike: Callable[[Link], bool], links: Sequence[Link], before: Sequence[Link]
) -> list[int]:
    """Those of the positions whose links are alike, if there are any."""
    return [i for i in pool if alike(_at(i, links, before))] or pool


def _at(position: int, links: Sequence[Link], before: Sequence[Link]) -> Link:
    return links[position] if position >= 0 else before[-1 - position]


def _fits(chunk: Chunk, link: Link) -> bool:
    return chunk.letter in kinds(link.indicator) or (chunk.letter in "pqu" and link.unit in ("people", "families"))


def _with_part(
    chunked: Chunked,
    number: int,
    mark: int,
    links: list[Link],
    before: Sequence[Link],
    total: int | None,
    indicator: str,
) -> list[Link]:
    chunk = chunked.chunks[number]
    own = next((i for i, link in enumerate(links) if link.number == number and link.rule != "sum"), None)
    group = (chunk.noun.group if chunk.noun else None) or _group_after(chunked, number)
    if own is not None:
        whole = _at(total, links, before) if total is not None and chunk.letter == "q" else None
        inherited = whole.group if whole is not None and whole.unit == links[own].unit else None
        rule = "part.named" if _names_total(chunked, mark) else links[own].rule
        group = group or links[own].group or inherited
        unit = _unit(links[own].unit, indicator)
        links[own] = links[own]._replace(total=total, indicator=indicator, unit=unit, group=group, rule=rule)
        return links
    lead = _at(total, links, before) if total is not None else None
    rule = "part.named" if _names_total(chunked, mark) else "part"
    same = lead is not None and total is not None and total >= 0 and rule == "part"
    same = same and lead is not None and chunk.first - chunked.chunks[lead.number].first <= LIMIT_QUOTE
    trigger = lead.trigger if same and lead is not None else mark
    link = linked(number, indicator, trigger, rule, PART_CONFIDENCE, chunked, group=group)
    if link is None:
        return links
    first = min(link.first, chunked.chunks[lead.number].first) if same and lead is not None else link.first
    unit = _unit(lead.unit if lead is not None and chunk.letter == "q" else link.unit, indicator)
    # Whom the whole counts, the part counts too; a group of its own says more.
    inherited = group or (lead.group if lead is not None and chunk.letter == "q" else None)
    links.append(link._replace(first=first, unit=unit, group=inherited, total=total))
    return links


def _unit(unit: str, indicator: str) -> str:
    """The unit of a part, if its indicator is counted in it: 10 families fled, but nobody counts families hurt."""
    units = UNITS.get(indicator, (unit,))
    return unit if unit in units else units[0]


def _names_total(chunked: Chunked, mark: int) -> bool:
    """Whether the words that make a number a part say of what: "of the dead"."""
    word = chunked.chunks[mark].word
    return word is not None and "subset" in word.roles


def _group_after(chunked: Chunked, number: int) -> str | None:
    """The group that a bare number's complement names: nine of them men; one of them a woman; 43 among children."""
    for chunk in chunked.chunks[number + 1 : number + 6]:
        noun = chunk.word.noun if chunk.word is not None else chunk.noun
        if noun is not None and noun.kind == "p" and (chunk.letter == "N" or chunk.article):
            return noun.group
        if chunk.letter not in "SLOBDdHW":
            break
    return None
