"""A sentence's tokens → chunks: one letter each, so that link rules can be short regexes over a string.

One dictionary look-up a token; phrases, dates and numbers with their nouns become one chunk each.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.extract.counted import counted, single
from sitrep.extract.words import Chunk, look_up
from sitrep.language import dates, numbers
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Quantity

PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", ".": ".", "(": "(", ")": ")", "[": "(", "]": ")", "-": "-", "–": "-", "—": "-",
    "|": ";", "؛": ";", "،": ",", "…": ".", "?": ".", "!": ".", "/": "-", "•": ";",
}  # fmt: skip
QUOTES = frozenset("\"'“”‘’«»")


@dataclass(frozen=True, slots=True)
class Chunked:
    """A sentence in chunks: `letters` has one for each, `tags` are the lists that any of its words stands in."""

    sentence: Sentence
    chunks: tuple[Chunk, ...]
    letters: str
    mentions: tuple[dates.Mention, ...]
    tags: frozenset[str]


def chunked(sentence: Sentence, language: Language, mentions: Sequence[dates.Mention]) -> Chunked:
    """The sentence in chunks. A token belongs to one chunk; signs of quotation to none."""
    found = numbers.numerals(sentence.keys, sentence.spans, sentence.text, language.numbers)
    by_first = {numeral.first: numeral for numeral in found}
    days = _day_tokens(sentence, mentions)
    chunks: list[Chunk] = []
    index, count = 0, len(sentence.keys)
    while index < count:
        chunk = _chunk(index, sentence, language, by_first, days)
        if chunk is not None:
            chunks.append(chunk)
        index = chunk.last if chunk is not None else index + 1
    shared = _shares(chunks)
    return Chunked(sentence, tuple(shared), "".join(chunk.letter for chunk in shared), tuple(mentions), _tags(shared))


def _tags(chunks: Sequence[Chunk]) -> frozenset[str]:
    return frozenset(tag for chunk in chunks for tag in chunk.tags)


def _shares(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with fractions computed: "a third of the 600,000 residents", "3 million people, half of whom"."""
    found: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        if chunk.letter == "r" and chunk.part is not None:
            letters = "".join(c.letter for c in chunks[index + 1 : index + 6])
            of = re.match(r"Od?[CWN]{0,2}([pqfhyn])", letters)
            if of is not None:
                base = chunks[index + of.end()]
                found.append(_share(chunk, base, base.last, base.letter))
                index += 1 + of.end()
                continue
            before = next((c for c in reversed(found) if c.letter in "pqfnhy" and c.quantity), None)
            if letters[:1] in ("S", "Q") and before is not None:
                chunk = _share(chunk, before, chunk.last, "q" if before.letter in "pn" else before.letter)
        found.append(chunk)
        index += 1
    return found


def _share(share: Chunk, base: Chunk, last: int, letter: str) -> Chunk:
    """The number that a fraction of another number is. "More than half" is open above, all else is about."""
    of = base.quantity
    if of is None or share.part is None:
        return share
    number = round(share.part * (of.low if of.low is not None else of.high or 0))
    open_above = share.qualifier == "at_least"
    said = Quantity(number, None if open_above else number, "at_least" if open_above else "about", of.words)
    return replace(
        share, letter=letter, last=last, quantity=said, noun=base.noun, reason="", number=base.number, marks=base.marks
    )


def _day_tokens(sentence: Sentence, mentions: Sequence[dates.Mention]) -> dict[int, int]:
    """Where mentions of days begin and end, in tokens."""
    found: dict[int, int] = {}
    token = 0
    for mention in mentions:
        while token < len(sentence.spans) and sentence.spans[token][1] <= mention.start:
            token += 1
        last = token
        while last < len(sentence.spans) and sentence.spans[last][0] < mention.end:
            last += 1
        if last > token:
            found[token] = last
        token = last
    return found


def _chunk(
    index: int, sentence: Sentence, language: Language, by_first: dict[int, numbers.Numeral], days: dict[int, int]
) -> Chunk | None:
    if index in days:
        return Chunk("t", index, days[index], reason="a date")
    numeral = by_first.get(index)
    if numeral is not None:
        if any(first < numeral.last and numeral.first < last for first, last in days.items()):
            return Chunk("#", index, numeral.last, number=(numeral.core, numeral.last), reason="a date")
        return counted(numeral, sentence, language)
    if sentence.keys[index] in language.numbers.articles:
        one = single(index, sentence, language)
        if one is not None:
            return one
    return _plain(index, sentence, language)


def _plain(index: int, sentence: Sentence, language: Language) -> Chunk | None:
    """The word or phrase that begins at `index`; None for a sign of quotation."""
    word, length = look_up(index, sentence, language)
    if word is not None:
        if word.letter == "W" and sentence.words[index][:1].isupper() and not word.noun:
            return Chunk("C", index, index + length, word)
        return Chunk(word.letter, index, index + length, word)
    first = sentence.words[index][:1]
    if first.isalpha():
        capital = first.isupper() or ("-" in sentence.words[index] and not sentence.words[index].islower())
        return Chunk("C" if capital else "W", index, index + 1)
    if first in QUOTES:
        return None
    if first.isdecimal():
        return Chunk("#", index, index + 1, number=(index, index + 1), reason="not read as a number")
    return Chunk(PUNCTUATION.get(first, "W"), index, index + 1)
