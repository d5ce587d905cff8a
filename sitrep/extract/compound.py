"""Numbers that borrow their meaning from another: sums, parts, and those that say only where else."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link, kinds, linked
from sitrep.extract.words import Chunk
from sitrep.language.reader import Language
from sitrep.model import Quantity

RUN = re.compile(r"(?=([py][VI]?(?:(?:,d?|,?&d?D?X?)[py])+))")
PART_BEFORE = re.compile(r"S[DdX:,]{0,2}$")
OF_TOTAL = re.compile(r"^Od?[pnq][^q;:]{0,6},$")
LIST = re.compile(r"^[BLOdWCD]{0,5}(?:,|,?&)[DX]?$")
SUM_COST, ELIDED_COST, PART_CONFIDENCE = 0.08, 0.12, 0.82
LIMIT_OPENING = 6  # chunks of a sentence in which "of them" can look back at the sentence before
ENDS = "L),;.&tS(C:-OXD"


def compounded(chunked: Chunked, found: list[Link], before: Sequence[Link], language: Language) -> list[Link]:
    """The links with sums, parts and elided numbers added. `before` are the links of the sentence before.

    `Link.total` is a position in the list returned, or −1−i for link i of `before`.
    """
    links = _sums(chunked, list(found))
    links = _elided(chunked, links, language)
    return _parts(chunked, links, before)


def _by_number(links: Sequence[Link]) -> dict[int, Link]:
    return {link.number: link for link in reversed(links)}


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
        or any(_opens_part(chunked, i) for i in members)
    ):
        return links
    lead = mine[0]
    each = [link for i in members if (link := _borrowed(i, lead, chunked))]
    if any(c.quantity is None or c.quantity.qualifier != "exact" for c in chunks) or len(each) != len(members):
        return [*others, *each]
    low = sum(c.quantity.low or 0 for c in chunks if c.quantity)
    groups = {link.group for link in each}
    words = " + ".join(c.quantity.words for c in chunks if c.quantity)
    total = replace(
        lead,
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
        *(replace(link, total=position, rule="sum.part", confidence=total.confidence) for link in parts),
    ]


def _opens_part(chunked: Chunked, number: int) -> bool:
    """Whether a number is said to be a part ("including two women and five children"): parts are never summed."""
    return (
        PART_BEFORE.search(chunked.letters, max(0, number - 4), number) is not None
        or chunked.letters[number + 1 : number + 2] == "S"
    )


def _borrowed(number: int, lead: Link, chunked: Chunked) -> Link | None:
    """The link of another number to the same word."""
    if chunked.chunks[number].letter not in kinds(lead.indicator):
        return None
    return linked(number, lead.indicator, lead.trigger, lead.rule, lead.confidence, chunked)


def _elided(chunked: Chunked, links: list[Link], language: Language) -> list[Link]:
    """Numbers that only say where or when else: 24 in Bor as well as 22 in Ayod; followed by Twic (158)."""
    known = _by_number(links)
    for number, chunk in enumerate(chunked.chunks):
        if chunk.quantity is None or chunk.article or chunk.letter not in "qpfhyeg":
            continue
        if number in known or _opens_part(chunked, number):
            continue
        lead = next((known[i] for i in range(number - 1, -1, -1) if i in known), None)
        if lead is None or chunk.letter not in kinds(lead.indicator) or not _goes_on(chunked, lead, number, language):
            continue
        link = linked(
            number, lead.indicator, lead.trigger, "elided", lead.confidence - ELIDED_COST, chunked, group=None
        )
        if link is not None:
            first = min(link.first, chunked.chunks[lead.number].first) if chunk.letter in "qg" else link.first
            unit, group = (lead.unit, lead.group) if chunk.letter == "q" else (link.unit, link.group)
            known[number] = replace(link, first=first, unit=unit, group=group, total=lead.total)
            links.append(known[number])
    return links


def _goes_on(chunked: Chunked, lead: Link, number: int, language: Language) -> bool:
    letters = chunked.letters
    start = max(lead.number, lead.trigger) + 1
    between = letters[start:number] if start <= number else letters[lead.number + 1 : number]
    if language.elided.fullmatch(between) is None:
        return False
    return number + 1 >= len(letters) or letters[number + 1] in ENDS


def _parts(chunked: Chunked, links: list[Link], before: Sequence[Link]) -> list[Link]:
    """Numbers that are said to be a part of another."""
    last_part: int | None = None
    last: tuple[int | None, str | None] = (None, None)
    for number, chunk in enumerate(chunked.chunks):
        if chunk.quantity is None or chunk.letter not in "qpfhynu":
            continue
        marked = _mark(chunked, number, last_part)
        if marked is None:
            continue
        known = _by_number(links)
        goes_on = marked == last_part and number not in known and chunked.letters[number + 1 : number + 2] != "S"
        total, indicator = last if goes_on else _total(chunked, number, marked, links, before, known)
        if indicator is None or (chunk.article and chunked.letters[max(0, number - 2) : number] in ("qS", "gS")):
            continue
        links = _with_part(chunked, number, marked, links, before, total, indicator)
        last_part, last = number, (total, indicator)
    return links


def _mark(chunked: Chunked, number: int, last_part: int | None) -> int | None:
    """The chunk that makes a number a part: the subset word before or after it, or the one of the list it goes on."""
    letters = chunked.letters
    if letters[number + 1 : number + 2] in ("S", "Q"):
        return number + 1
    match = PART_BEFORE.search(letters, max(0, number - 4), number)
    if match is not None:
        return match.start()
    if OF_TOTAL.match(letters[:number]):
        return 0
    if last_part is not None and LIST.match(letters[last_part + 1 : number]):
        return last_part
    return None


def _total(
    chunked: Chunked, number: int, mark: int, links: list[Link], before: Sequence[Link], known: dict[int, Link]
) -> tuple[int | None, str | None]:
    """Position of the total and the indicator of a part."""
    own = known.get(number)
    word = chunked.chunks[mark].word
    named = word.roles.get("subset", ()) if word is not None else ()
    earlier = [
        i
        for i, link in enumerate(links)
        if link.number < number and link.total is None and _fits(chunked.chunks[number], link)
    ]
    later = [-1 - i for i, link in enumerate(before) if link.total is None and _fits(chunked.chunks[number], link)]
    alone = mark < LIMIT_OPENING and not any(
        c.quantity is not None and c.letter in "pqfn" for c in chunked.chunks[:number]
    )
    pool = earlier or (later if alone else [])
    if named:
        pool = [i for i in (*later, *earlier) if _at(i, links, before).indicator in named]
        return (pool[-1] if pool else None), (own.indicator if own and own.indicator not in named else named[0])
    if not pool:
        return None, own.indicator if own else None
    total = max(pool, key=lambda i: (i >= 0, _at(i, links, before).number))
    indicator = own.indicator if own is not None and own.rule != "elided" else _at(total, links, before).indicator
    return total, indicator


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
        links[own] = replace(links[own], total=total, indicator=indicator, group=group or links[own].group)
        return links
    lead = _at(total, links, before) if total is not None else None
    same = lead is not None and total is not None and total >= 0
    trigger = lead.trigger if same and lead is not None else mark
    link = linked(number, indicator, trigger, "part", PART_CONFIDENCE, chunked, group=group)
    if link is None or indicator in ("airstrikes", "attacks", "munitions"):
        return links
    first = min(link.first, chunked.chunks[lead.number].first) if same and lead is not None else link.first
    unit = lead.unit if lead is not None and chunk.letter == "q" else link.unit
    # Whom the whole counts, the part counts too; a group of its own says more.
    inherited = group or (lead.group if lead is not None and chunk.letter == "q" else None)
    links.append(replace(link, first=first, unit=unit, group=inherited, total=total))
    return links


def _group_after(chunked: Chunked, number: int) -> str | None:
    """The group that a bare number's complement names: nine of them men; one of them a woman; 43 among children."""
    for chunk in chunked.chunks[number + 1 : number + 6]:
        noun = chunk.word.noun if chunk.word is not None else chunk.noun
        if noun is not None and noun.kind == "p" and (chunk.letter == "N" or chunk.article):
            return noun.group
        if chunk.letter not in "SLOBDdHW":
            break
    return None
