"""Numbers that leave out what they count, because the text has just said it.

    elided     24 in Bor as well as 22 in Ayod
    restated   the ministry put the toll at 58; rebels claim 70, up from 54 on Friday
    labelled   rows under a heading or in a table: "Displaced by district" – "Batangas | 11,236"
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import SIDES, Link, kinds, linked
from sitrep.extract.words import Chunk
from sitrep.language.reader import Language

ELIDED_COST, RESTATED_COST, LABELLED = 0.12, 0.2, 0.72
LIMIT_TELLING = 4  # chunks between the word that tells and its number
LIMIT_RATIO = 60  # two tolls of one thing are of one order of magnitude
LIMIT_ROWS = 40  # rows under one heading
PART_BEFORE = re.compile(r"S[DdX:,B]{0,2}$")
PAIR = re.compile(r"[pf](?:,?&D?|-|,|O)$")
ROW = re.compile(r"[-;(]?(?:#[.)]?)?[dWCNOLD]{1,7}[.]*[:;(,.-]")
ENDS = "L),;.&tS(C:-OXDd"


@dataclass(frozen=True, slots=True)
class Label:
    """What the rows under a heading count: indicator and group, and of a table the kind of noun of each column."""

    indicator: str
    group: str | None
    columns: tuple[str, ...] = ()


def by_number(links: Sequence[Link]) -> dict[int, Link]:
    """The links by the chunk of their number; of two links of one number the first."""
    return {link.number: link for link in reversed(links)}


def below(part: Link, total: Link) -> bool:
    """Whether one number is smaller than another, as a part is."""
    low, high = part.quantity.low or part.quantity.high or 0, total.quantity.high or total.quantity.low or 0
    return low < high


def said_part(chunked: Chunked, number: int) -> bool:
    """Whether a number is said to be a part ("including two women and five children"): parts are never summed."""
    return (
        PART_BEFORE.search(chunked.letters, max(0, number - 4), number) is not None
        or chunked.letters[number + 1 : number + 2] == "S"
    )


def elided(chunked: Chunked, links: list[Link], language: Language) -> list[Link]:
    """Numbers that only say where or when else: 24 in Bor as well as 22 in Ayod; followed by Twic (158)."""
    known = by_number(links)
    for number, chunk in enumerate(chunked.chunks):
        if chunk.quantity is None or chunk.article or chunk.letter not in "qpfhyeg":
            continue
        if number in known or said_part(chunked, number) or _summed(chunk, links):
            continue
        lead = next((known[i] for i in range(number - 1, -1, -1) if i in known), None)
        if lead is None or chunk.letter not in kinds(lead.indicator) or not _goes_on(chunked, lead, number, language):
            continue
        link = linked(number, lead.indicator, lead.trigger, "elided", lead.confidence - ELIDED_COST, chunked)
        if link is not None:
            first = min(link.first, chunked.chunks[lead.number].first) if chunk.letter in "qg" else link.first
            unit, group = (lead.unit, lead.group) if chunk.letter == "q" else (link.unit, link.group)
            total = lead.total
            if total is None and _broken_down(chunked, lead, link):
                total = links.index(lead)
            known[number] = link._replace(first=first, unit=unit, group=group, total=total)
            links.append(known[number])
    return links


def _summed(chunk: Chunk, links: Sequence[Link]) -> bool:
    """Whether a number is already inside a sum."""
    return any(link.rule == "sum" and link.first <= chunk.first < link.last for link in links)


def _broken_down(chunked: Chunked, lead: Link, link: Link) -> bool:
    """Whether a number breaks down the one before its bracket or colon.

    Eight people (5 men, 3 women); 212 dead (Badulla 71, Kandy 53).
    """
    between = chunked.letters[lead.number + 1 : link.number]
    narrower = (link.group is not None and lead.group is None) or between.endswith("C")
    bracket = "(" in between and ")" not in between and narrower
    return (bracket or ":" in between) and link.unit == lead.unit and below(link, lead)


def _goes_on(chunked: Chunked, lead: Link, number: int, language: Language) -> bool:
    letters = chunked.letters
    start = max(lead.number, lead.trigger) + 1
    between = letters[start:number] if start <= number else letters[lead.number + 1 : number]
    if language.elided.fullmatch(between) is None:
        return False
    return number + 1 >= len(letters) or letters[number + 1] in ENDS


def paired(chunked: Chunked, links: list[Link]) -> list[Link]:
    """People and families that one verb counts twice: "62,313 families or 302,790 people have been affected"."""
    known = by_number(links)
    for link in list(links):
        letter = chunked.letters[link.number]
        match = PAIR.search(chunked.letters, 0, link.number) if letter in "pf" else None
        number = match.start() if match is not None else -1
        if match is None or number in known or {letter, chunked.letters[number]} != {"p", "f"}:
            continue
        other = linked(number, link.indicator, link.trigger, "paired", link.confidence - ELIDED_COST, chunked)
        if other is not None and not chunked.chunks[number].article and "f" in kinds(link.indicator):
            links.append(other._replace(group=link.group))
    return links


def restated(chunked: Chunked, links: list[Link], before: Sequence[Link]) -> list[Link]:
    """Bare numbers that another voice, or another day, gave for the count before: "rebels claim 70"."""
    if chunked.tags.isdisjoint(("scope.restates", "scope.so")):
        return links
    known = by_number(links)
    for number, chunk in enumerate(chunked.chunks):
        if chunk.letter != "q" or chunk.article or number in known or said_part(chunked, number):
            continue
        telling = _telling(chunked, number)
        own = [known[i] for i in range(number - 1, -1, -1) if i in known]
        lead = next((link for link in (*own, *reversed(before)) if link.total is None), None)
        if telling is None or lead is None or not _alike(chunk, lead):
            continue
        link = linked(number, lead.indicator, telling, "restated", lead.confidence - RESTATED_COST, chunked)
        if link is not None:
            known[number] = link._replace(unit=lead.unit, group=lead.group)
            links.append(known[number])
    return links


def _telling(chunked: Chunked, number: int) -> int | None:
    """The chunk of the word that tells a bare number again; None where the number counts something of its own."""
    letters = chunked.letters
    verb = next((i for i in range(number + 1, min(number + 4, len(letters))) if letters[i] not in "KHDXB"), number)
    if "scope.so" in chunked.chunks[verb].tags:
        return verb
    if number + 1 < len(letters) and letters[number + 1] not in ENDS:
        return None
    for index in range(number - 1, max(-1, number - 1 - LIMIT_TELLING), -1):
        if "scope.restates" in chunked.chunks[index].tags and (letters[index] != "H" or index == number - 1):
            return index
        if letters[index] in ";:.,(pqfhyemnVIPAE":
            return None
    return None


def _alike(chunk: Chunk, lead: Link) -> bool:
    """Whether a number can be another count of the same: of one order of magnitude, and of people or buildings."""
    if chunk.quantity is None:
        return False
    value = chunk.quantity.low if chunk.quantity.low is not None else chunk.quantity.high
    other = lead.quantity.low if lead.quantity.low is not None else lead.quantity.high
    return bool(value and other) and 1 / LIMIT_RATIO <= (value or 1) / (other or 1) <= LIMIT_RATIO


def label(chunked: Chunked, links: Sequence[Link], before: Label | None) -> Label | None:
    """What the rows below this sentence count: it is a heading or ends in a colon, and has a word of an indicator.

    A row keeps the label of the rows before it; the head of a table says what its columns count.
    """
    sentence = chunked.sentence
    if "|" in sentence.text and all(chunk.quantity is None for chunk in chunked.chunks):
        own = _indicator(chunked) or before
        return replace(own, columns=_columns(chunked)) if own is not None else None
    if not (sentence.heading or sentence.keys[-1:] == (":",)):
        return before if sentence.row or _is_row(chunked) else None
    return Label(links[-1].indicator, links[-1].group) if links else _indicator(chunked)


def _indicator(chunked: Chunked) -> Label | None:
    """The indicator of the words of a heading: "Arrivals by town", "Houses destroyed", "Inside evacuation centres"."""
    noun = next((c.word.noun for c in chunked.chunks if c.word is not None and c.word.noun is not None), None)
    for chunk in chunked.chunks:
        if chunk.word is None:
            continue
        options = [name for role in SIDES["label"] for name in chunk.word.roles.get(role, ())]
        options += chunk.word.noun.indicators if chunk.word.noun is not None else ()
        fitting = [name for name in options if noun is None or noun.kind not in "fhy" or noun.kind in kinds(name)]
        if fitting:
            return Label(fitting[0], noun.group if noun is not None else None)
    return Label("idps", None) if noun is not None and noun.kind == "b" else None


def _columns(chunked: Chunked) -> tuple[str, ...]:
    """The kind of noun in each cell of the head of a table, or a blank."""
    columns = [" "]
    for chunk in chunked.chunks:
        if chunk.letter == ";":
            columns.append(" ")
        elif chunk.word is not None and chunk.word.noun is not None and columns[-1] == " ":
            columns[-1] = chunk.word.noun.kind
    return tuple(columns)


def _is_row(chunked: Chunked) -> bool:
    return ROW.match(chunked.letters) is not None and len(chunked.chunks) <= LIMIT_ROWS


def labelled(chunked: Chunked, links: list[Link], above: Label | None) -> list[Link]:
    """The numbers of a row that count what the heading above says."""
    if above is None or links or not (_is_row(chunked) and chunked.sentence.section == "body"):
        return links
    cell = 0
    for number, chunk in enumerate(chunked.chunks):
        cell += chunk.letter == ";"
        if chunk.quantity is None or chunk.article or chunk.letter not in kinds(above.indicator):
            continue
        if number + 1 < len(chunked.letters) and chunked.letters[number + 1] not in ENDS:
            continue
        link = linked(number, above.indicator, number, "labelled", LABELLED, chunked)
        if link is None:
            continue
        column = above.columns[cell] if cell < len(above.columns) else " "
        unit = "families" if column == "f" and chunk.letter == "q" and "f" in kinds(above.indicator) else link.unit
        links.append(link._replace(unit=unit, group=link.group or above.group))
    return links
