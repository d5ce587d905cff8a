"""Who gave aid, as the text names them."""

from collections.abc import Iterator

from sitrep.extract import actors, names
from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.names import Line

LIMIT_AGENT = 12  # chunks between a passive and who gave
LIMIT_LABEL = 8  # words of a row before its colon


def agency(link: Link, chunked: Chunked, line: Line) -> str | None:
    """The agency that a sentence names as the giver: after its passive, before its verb, or in the label of its row."""
    first, last = sorted((link.trigger, link.number))
    return _given_by(last, chunked, line) or _giver(first, chunked, line)


def is_meant(link: Link, chunked: Chunked) -> bool:
    """Whether the subject of a verb of aid is a pronoun: "It had been feeding 800,000", "its teams"."""
    opening = chunked.chunks[: max(1, min(link.trigger, link.number))]
    near = (*opening[:2], *opening[-4:])
    return any(not c.tags.isdisjoint(("voices.pronouns", "actors.owners", "voices.generic")) for c in near)


def opener(line: Line, end: int) -> str | None:
    """The agency that a sentence opens with, before a token: "WFP lost its stocks", "Short of money, UNHCR cut"."""
    keys = line.sentence.keys
    for first in (0, *(i + 1 for i in range(min(end, len(keys) - 1)) if keys[i] == ",")):
        span = names.opening(first, line)
        if span is None or span[1] > end:
            continue
        acronym = any(names.named(i, line) and line.sentence.words[i].isupper() for i in range(*span))
        if acronym or any(names.named(i, line) and names.tagged(i, line, "voices.bodies") for i in range(*span)):
            return names.name(span, line)
    return None


def _given_by(trigger: int, chunked: Chunked, line: Line) -> str | None:
    """Who gave by a passive: "were treated by 140 medical teams", "received food from WFP"."""
    chunks = chunked.chunks[trigger + 1 : trigger + LIMIT_AGENT]
    by = next((i for i, c in enumerate(chunks) if c.tags & {"actors.by", "actors.from"}), None)
    if by is None or any(c.letter in ";." for c in chunks[:by]):
        return None
    if "actors.names" in chunks[by].tags and by > 3 and any(c.letter in ",&" or c.quantity for c in chunks[:by]):
        return None
    for chunk in chunks[by + 1 : by + 6]:
        if chunk.letter in "Cpxu":
            return _aid_name(chunk.number[1] if chunk.quantity is not None else chunk.first, line)
        if chunk.letter in ",;.":
            break
    return None


def _aid_name(first: int, line: Line) -> str | None:
    """The name that begins at a token: capitalised words, and words of a body after them."""
    keys, last = line.sentence.keys, first
    while last < len(keys) and (
        line.sentence.words[last][:1].isupper()
        or names.tagged(last, line, "voices.bodies")
        or (last + 1 < len(keys) and names.tagged(last + 1, line, "voices.bodies") and not names.stops(last, line))
    ):
        last += 1
    return names.name((first, last), line, True) if last > first else None


def _giver(trigger: int, chunked: Chunked, line: Line) -> str | None:
    """The subject before a verb of aid, or the label of its row: "MSF, Tawila: 396 treated"."""
    if trigger > 0:
        span = actors.subject_span(trigger, chunked, line)
        found = _aid_giver(_acronym(span, line), line) if span is not None else None
        if found is not None:
            return found
    if trigger > 0 and chunked.letters[trigger - 1] == ",":  # "UNHCR gave out tents, reaching 15,000"
        found = opener(line, chunked.chunks[trigger].first)
        if found is not None:
            return found
    for span in _labels(line):
        if any(names.named(i, line) or names.tagged(i, line, "voices.bodies") for i in range(*span)):
            acronym = span[1] - span[0] == 1 and line.sentence.words[span[0]].isupper()
            if acronym or any(names.tagged(i, line, "voices.bodies") for i in range(*span)):
                return names.name(span, line)
    return None


def _acronym(span: tuple[int, int], line: Line) -> tuple[int, int]:
    """The acronym alone where a place stands right before it: "At Ain Zara IOM assisted 200"."""
    first, last = span
    written = line.sentence.words[first:last]
    sole = written[-1].isupper() and len(written[-1]) > 1 and not any(word.isupper() for word in written[:-1])
    placed = names.governed(first, line) and all(names.named(i, line) for i in range(first, last))
    return (last - 1, last) if sole and placed else span


def _labels(line: Line) -> Iterator[tuple[int, int]]:
    """What stands at the beginning of a row before its colon, up to the first sign."""
    keys = line.sentence.keys
    colon = next((i for i, key in enumerate(keys[:LIMIT_LABEL]) if key == ":"), 0)
    first = next((i for i in range(colon) if keys[i][:1].isalpha()), colon)
    last = next((i for i in range(first, colon) if names.stops(i, line)), colon)
    if first < last:
        yield first, last


def _aid_giver(span: tuple[int, int], line: Line) -> str | None:
    """The name of whoever gives aid: an agency's, several agencies', or unnamed partners and volunteers."""
    first, last = span
    named = any(names.named(i, line) for i in range(first, last))
    if names.tagged(first, line, "voices.pronouns", "voices.possessive") or (
        names.tagged(last - 1, line, "voices.generic") and not named
    ):
        return None
    owned = next((i for i in range(first, last) if names.tagged(i, line, "actors.owners")), None)
    if owned is not None:  # "the Red Cross and its partners" begin with it
        last = owned
    alone = span == (0, 1) and line.sentence.words[0][:1].isupper() and names.word(0, line) is None
    tied = any(names.letter(i, line) == "O" or names.tagged(i, line, "voices.inner") for i in range(first, last))
    while last > first and not (tied or alone) and not names.may_speak(last - 1, last, line):  # "UNHCR kits"
        last -= 1
    bodies = ("voices.bodies", "voices.many")
    gives = any(names.named(i, line) or names.tagged(i, line, *bodies) for i in range(first, last))
    if alone:
        return line.sentence.words[0]
    return names.name((first, last), line) if gives else None
