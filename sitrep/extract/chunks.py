"""A sentence's tokens → chunks: one letter each, so that link rules can be short regexes over a string.

One dictionary look-up a token; phrases, dates and numbers with their nouns become one chunk each.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from sitrep.extract.counted import counted, single
from sitrep.extract.words import Chunk, look_up
from sitrep.language import dates, numbers
from sitrep.language.lexicon import NO_TAGS
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Quantity

PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", ".": ".", "(": "(", ")": ")", "[": "(", "]": ")", "-": "-", "–": "-", "—": "-",
    "|": ";", "؛": ";", "،": ",", "…": ".", "?": ".", "!": ".", "/": "-", "•": ";",
}  # fmt: skip
SHARE_OF = re.compile(r"Od?[CWNd]{0,3}([pqfhyn])")
OPENS_SHARE = re.compile(r"[&L]?(?:S[,D]*)?D?$")  # before a share of what the sentence before counts
TAKEN_OF = re.compile(r"O[dCWXN]{0,4}?(?:(?<=[dCWXNO])N(?![CWN])|[pfhyx]|(?<=d)q)")
RATIO = "a ratio"
LIMIT_RATIO = 10  # "two in every five"; "340 in 12 villages" is none
LIMIT_SPEAKER = 6  # chunks between somebody and the verb of speech
SPEAKERS_PLACE = "LdCNWO"  # chunks that say where somebody is from
QUOTES = frozenset("\"'“”‘’«»")


class Chunked(NamedTuple):
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
    letters = "".join([chunk.letter for chunk in chunks])
    tags = NO_TAGS.union(*[chunk.word.tags for chunk in chunks if chunk.word is not None])
    if "r" in letters or "q" in letters:
        chunks = _shares(chunks)
        letters = "".join([chunk.letter for chunk in chunks])
    if "voices.speech" in tags:
        chunks = _without_speakers(chunks)
        letters = "".join([chunk.letter for chunk in chunks])
    if "y" in letters and "&" in letters:
        chunks = _one_more(chunks, sentence)
        letters = "".join([chunk.letter for chunk in chunks])
    return Chunked(sentence, tuple(chunks), letters, tuple(mentions), tags)


def _without_speakers(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks; whoever only speaks is no count of one: "a nurse said", "a teacher at the school told reporters".

    "A man reported missing" and "a nurse confirmed dead" say nothing themselves.
    """
    found = list(chunks)
    for at, chunk in enumerate(chunks):
        if not chunk.article or chunk.letter not in "py" or (at and chunks[at - 1].letter in "VA"):
            continue
        verb = at + 1
        while verb < len(chunks) and verb - at <= LIMIT_SPEAKER and not _speaks(chunks[verb]):
            verb = verb + 1 if chunks[verb].letter in SPEAKERS_PLACE else len(chunks)
        speaks = verb < len(chunks) and _speaks(chunks[verb])
        if speaks and (verb + 1 == len(chunks) or chunks[verb + 1].letter not in "VIEP"):
            found[at] = chunk._replace(letter="N", quantity=None, article=False)
    return found


def _speaks(chunk: Chunk) -> bool:
    return "voices.speech" in chunk.tags


def _one_more(chunks: list[Chunk], sentence: Sentence) -> list[Chunk]:
    """The chunks, with a building that is joined to counted ones as one: "two schools and the post office"."""
    found = list(chunks)
    for at, chunk in enumerate(chunks):
        if chunk.letter != "&" or not 0 < at < len(chunks) - 1:
            continue
        after = at + 2 if chunks[at + 1].letter == "d" and at + 2 < len(chunks) else at + 1
        for one, other in ((after, at - 1), (at - 1, after)):
            word = chunks[one].word
            noun = word.noun if word is not None else None
            named = noun is not None and noun.kind == "y" and noun.number == "one" and chunks[one].letter == "N"
            if noun is None or not named or chunks[other].letter != "y" or chunks[other].quantity is None:
                continue
            if one < other and chunks[one - 1].letter != "d":
                continue
            first, last = chunks[one].first, chunks[one].last
            said = Quantity(1, 1, "exact", sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]])
            found[one] = Chunk("y", first, last, None, said, None, noun, (first, last), "", True)
    return found


def _shares(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with numbers that are taken from another: shares, ratios and "39 of the 43 schools"."""
    found: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        if chunk.letter == "q" and (ratio := _ratio(index, chunks)) is not None:
            chunk, index = ratio, index + 2
        if chunk.letter not in "rq":
            found.append(chunk)
            index += 1
            continue
        letters = "".join(c.letter for c in chunks[index + 1 : index + 7])
        of = (SHARE_OF if chunk.letter == "r" else TAKEN_OF).match(letters)
        base = chunks[index + of.end()] if of is not None else _base(found, letters) if chunk.letter == "r" else None
        length = of.end() if of is not None else 0
        if of is not None and chunk.letter == "q" and _example(chunk, chunks[index + length :]):
            index += 1
            continue
        taken = _share(chunk, base, of is not None) if chunk.letter == "r" else _taken(chunk, base)
        found.append(taken or chunk)
        index += 1 + (length if taken is not None else 0)
    return found


def _ratio(index: int, chunks: Sequence[Chunk]) -> Chunk | None:
    """The share that a ratio says: "two in every five"; None where two numbers stand together by chance."""
    if index + 2 >= len(chunks) or chunks[index + 2].letter not in "qpfhyu#" or chunks[index + 2].quantity is None:
        return None
    word, first, second = chunks[index + 1].word, chunks[index].quantity, chunks[index + 2].quantity
    if word is None or "scope.ratio" not in word.tags or first is None or second is None:
        return None
    part, whole = first.low, second.low
    if part is None or whole is None or not part < whole <= LIMIT_RATIO or second.qualifier != "exact":
        return None
    number = chunks[index + 2].number
    return chunks[index]._replace(
        letter="r", last=chunks[index + 2].last, part=Fraction(part, whole), quantity=None,
        reason=RATIO, number=(chunks[index].number[0], number[1]),
    )  # fmt: skip


def _example(one: Chunk, of: Sequence[Chunk]) -> bool:
    """Whether one of many is only an example of them: "one of the 212 who waded ashore"."""
    single = one.quantity is not None and one.quantity.low == one.quantity.high == 1
    return single and of[0].quantity is not None and len(of) > 1 and of[1].letter in "RV"


def _base(found: Sequence[Chunk], letters: str) -> Chunk | None:
    """The number before a share that it is a share of: "3 million people, half of whom", "of 1,130 children, 38%"."""
    before = [i for i, c in enumerate(found) if c.letter in "pqfnhy" and c.quantity is not None]
    if not before:
        return None
    if letters[:1] in ("S", "Q"):
        outside = [i for i in before if i == 0 or found[i - 1].letter != "("]
        return found[(outside or before)[-1]]
    opened = before[0] > 0 and found[before[0] - 1].letter == "O" and before[0] <= 2
    return found[before[0]] if opened else None


def _share(share: Chunk, base: Chunk | None, named: bool) -> Chunk | None:
    """The number that a share of another is: "more than half" is open above, all else is about.

    Where the share names its base (`named`) it counts what that counts, else it is a bare number of its kind.
    """
    of = base.quantity if base is not None else None
    if base is None or of is None or share.part is None:
        return None
    number = round(share.part * (of.low if of.low is not None else of.high or 0))
    open_above = share.qualifier == "at_least"
    said = Quantity(number, None if open_above else number, "at_least" if open_above else "about", of.words)
    letter = base.letter if named else "q" if base.letter in "pn" else base.letter
    last = base.last if named else share.last
    taken = of.low if named and letter == "q" else None
    return share._replace(
        letter=letter, last=last, quantity=said, noun=base.noun, reason="", number=base.number, marks=base.marks,
        base=taken,
    )  # fmt: skip


def with_base(chunked: Chunked, whole: Quantity) -> Chunked:
    """The sentence with its shares of what the sentence before counted as numbers: "about half had returned"."""
    chunks = list(chunked.chunks)
    for index, chunk in enumerate(chunks):
        if chunk.letter != "r" or chunk.part is None or chunk.quantity is not None:
            continue
        after = chunked.letters[index + 1 : index + 2]
        if chunk.reason == RATIO and after not in ("S", "Q"):
            continue  # "one in three families has no roof" is no number of anybody told before
        opens = OPENS_SHARE.fullmatch(chunked.letters[:index]) is not None and (after in tuple("HBVI") or index > 1)
        if opens or after in ("S", "Q"):
            base = Chunk("q", chunk.first, chunk.last, quantity=whole, number=chunk.number)
            chunks[index] = _share(chunk, base, named=False) or chunk
    return chunked._replace(chunks=tuple(chunks), letters="".join(chunk.letter for chunk in chunks))


def _taken(part: Chunk, of: Chunk | None) -> Chunk | None:
    """The number of those that are named after it: 39 of the 43 schools, five of its soldiers."""
    noun = (of.noun or (of.word.noun if of.word is not None else None)) if of is not None else None
    if of is None or of.article or part.quantity is None:
        return None
    plain = noun is not None and noun.kind in "pfhyx" and (of.quantity is not None or noun.number != "one")
    if of.letter != "q" and not plain:
        return None
    if of.quantity is not None and (part.quantity.low or 0) > (of.quantity.high or of.quantity.low or 0):
        return None
    letter = noun.kind if noun is not None else "q"
    base = of.quantity.low if noun is None and of.quantity is not None else None
    return part._replace(letter=letter, last=of.last, noun=noun, marks=of.marks, reason=of.reason, base=base)


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
        stop = next((first for first in days if first >= numeral.last), len(sentence.keys))
        return counted(numeral, sentence, language, stop)
    if sentence.keys[index] in language.numbers.articles or _whose(index, sentence, language):
        one = single(index, sentence, language)
        if one is not None:
            return one
    return _plain(index, sentence, language)


def _whose(index: int, sentence: Sentence, language: Language) -> bool:
    """Whether a possessive tells of one more person: "a woman and her son"."""
    named = sentence.keys[index] in language.lexicon.possessives
    return named and index > 0 and sentence.keys[index - 1] == language.numbers.conjunction


def _plain(index: int, sentence: Sentence, language: Language) -> Chunk | None:
    """The word or phrase that begins at `index`; None for a sign of quotation."""
    word, length = look_up(index, sentence, language)
    if word is not None:
        if word.letter == "W" and sentence.words[index][:1].isupper() and not word.noun:
            return Chunk("C", index, index + length, word)
        return Chunk(word.letter, index, index + length, word)
    first = sentence.words[index][:1]
    if first.isalpha():
        if sentence.words[index].islower() and sentence.words[index].endswith(language.lexicon.adverbs):
            return Chunk("D", index, index + 1)
        capital = first.isupper() or ("-" in sentence.words[index] and not sentence.words[index].islower())
        return Chunk("C" if capital else "W", index, index + 1)
    if first in QUOTES:
        return None
    if first.isdecimal():
        return Chunk("#", index, index + 1, number=(index, index + 1), reason="not read as a number")
    return Chunk(PUNCTUATION.get(first, "W"), index, index + 1)
