"""Numbers with the nouns that they count, and the reasons why some count nothing of ours."""

from dataclasses import replace
from fractions import Fraction

from sitrep.extract import reasons
from sitrep.extract.words import Chunk, look_up, tags
from sitrep.language import numbers
from sitrep.language.lexicon import NO_TAGS, Noun, Word
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Quantity

LIMIT_COUNT = 9_000_000_000  # people on earth, and more than of anything else that is counted here
LIMIT_NOUN = 5  # words between a number and its noun


def counted(numeral: numbers.Numeral, sentence: Sentence, language: Language, stop: int) -> Chunk:
    """The chunk of a number: it and the noun that it counts, which stands before the token `stop`, a day."""
    where = (numeral.core, numeral.last)
    bare = Chunk("#", numeral.first, numeral.last, number=where, qualifier=numeral.qualifier)
    if numeral.times:
        return bare._replace(letter="g", quantity=numeral.quantity)
    reason = numeral.reason or reasons.before(numeral, sentence, language) or reasons.after(numeral, sentence, language)
    if numeral.quantity is not None and (numeral.quantity.low or numeral.quantity.high or 0) > LIMIT_COUNT:
        reason = reason or "more than there are people"
    noun, last, marks, nation = _noun(numeral, sentence, language, stop)
    if reason == reasons.ORDINAL and (noun is not None or numeral.last - numeral.core > 1):
        reason = ""  # "the same bulletin 2.1 million people" is no bulletin number
    if noun is not None and noun.kind == "!":
        return _measured(bare, noun, last, reason, numeral, sentence, language)
    if reason:
        return bare._replace(reason=reason)
    if numeral.part is not None:
        return bare._replace(letter="r", part=numeral.part, reason="a share")
    if noun is None and last == numeral.last and reasons.is_year(numeral, sentence):
        return bare._replace(reason="a year")
    unknown = noun is None and last > numeral.last
    return Chunk(
        noun.kind if noun is not None else "u" if unknown else "q",
        numeral.first,
        last,
        quantity=numeral.quantity,
        noun=noun,
        number=where,
        reason=noun.reason if noun is not None else "counts something else" if unknown else "",
        marks=marks,
        nation=nation,
        qualifier=numeral.qualifier,
        whom=tags(last - 1, sentence, language) if noun is not None else NO_TAGS,
    )


def _measured(
    bare: Chunk, noun: Noun, last: int, reason: str, numeral: numbers.Numeral, sentence: Sentence, language: Language
) -> Chunk:
    """The chunk of a number with a measure: a share of something, how many times, or none of ours."""
    if noun.reason == "percent" and (part := _percentage(numeral, sentence, language)) is not None:
        return bare._replace(letter="r", last=last, part=part, reason="a percentage")
    times = noun.reason == "repetition" and last == numeral.last + 1 and reason in ("", reasons.ORDINAL)
    if times and numeral.quantity is not None:
        return bare._replace(letter="g", last=last, quantity=numeral.quantity)
    return bare._replace(last=last, reason=f"a {noun.reason}")


def _percentage(numeral: numbers.Numeral, sentence: Sentence, language: Language) -> Fraction | None:
    said = numbers.value(sentence.words[numeral.core], language.numbers.decimal, language.numbers.group)
    if said is None and numeral.quantity is not None:
        said = Fraction(numeral.quantity.low or numeral.quantity.high or 0)
    return said / 100 if said else None


def _noun(
    numeral: numbers.Numeral, sentence: Sentence, language: Language, stop: int
) -> tuple[Noun | None, int, tuple[str, ...], str | None]:
    """The noun that a number counts, where it ends, an indicator's words on the way, and a nation on the way.

    No noun and an end after the number: something is counted that the lexicon does not know.
    """
    quantity = numeral.quantity
    one = quantity is not None and quantity.low == 1 and quantity.high == 1
    index, seen = numeral.last, 0
    marks: tuple[str, ...] = ()
    nation: str | None = None
    candidate: tuple[Noun, int] | None = None
    while index < stop and seen < LIMIT_NOUN and not _counts(sentence.keys[index], language):
        word, length = look_up(index, sentence, language)
        noun = word.noun if word else None
        if noun is not None and noun.number != ("many" if one else "one"):
            if candidate is None or noun.kind != "x":
                candidate = (noun, index + length)
            if not _compound(index + length, sentence, language):
                return *_with_second(candidate, sentence, language), marks, nation
        elif candidate is not None or not _modifier(index, length, word, sentence, language):
            break
        if word is not None:
            marks += _own(word)
            nation = nation or (" ".join(sentence.keys[index : index + length]) if "nation" in word.tags else None)
        index, seen = index + length, seen + 1
    if candidate is not None:
        return candidate[0], candidate[1], marks, nation
    if nation is not None:
        return Noun("p"), index, marks, nation
    partitive = numeral.last < len(sentence.keys) and _is_of(numeral.last, language, sentence)
    stopped = (
        partitive or index >= len(sentence.keys) or seen == 0 or _only_more(numeral.last, index, sentence, language)
    )
    return None, numeral.last if stopped else index, marks, nation


def _with_second(first: tuple[Noun, int], sentence: Sentence, language: Language) -> tuple[Noun, int]:
    """A noun and where it ends, with a second one that shares its number: 460 patients and visitors."""
    noun, end = first
    if noun.kind != "p" or end + 1 >= len(sentence.keys) or sentence.keys[end] != language.numbers.conjunction:
        return first
    word, length = look_up(end + 1, sentence, language)
    other = word.noun if word is not None and word.letter == "N" else None
    if other is None or other.kind != "p" or other.number != "many":
        return first
    return replace(noun, group=noun.group if noun.group == other.group else None), end + 1 + length


def _counts(key: str, language: Language) -> bool:
    """Whether a token is a number of its own: in "868 two weeks later" the weeks are not those of 868."""
    return key[:1].isdecimal() or any(role == "cardinal" for _, role, _ in language.numbers.table.get(key, ()))


def _only_more(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether all the words after a number are like "more" or "others", which name nothing."""
    words = [look_up(index, sentence, language)[0] for index in range(first, last)]
    return all(word is not None and word.letter in "XDVIEJPAO" for word in words)


def _own(word: Word) -> tuple[str, ...]:
    """The indicators that a word means when it stands before a noun: displaced civilians, wounded men."""
    found = (*word.roles.get("participle", ()), *word.roles.get("adjective", ()))
    return found + (word.noun.indicators if word.noun is not None else ())


def _compound(index: int, sentence: Sentence, language: Language) -> bool:
    """Whether the noun before `index` is only the first half of one: 14 camp residents."""
    if index >= len(sentence.keys):
        return False
    word, _ = look_up(index, sentence, language)
    return word is not None and word.noun is not None and word.letter == "N" and word.noun.kind in "pfhymen"


def _modifier(index: int, length: int, word: Word | None, sentence: Sentence, language: Language) -> bool:
    """Whether a word may stand between a number and its noun."""
    key = sentence.keys[index]
    if word is None:
        return key[:1].isalpha() or (key == "-" and index + 1 < len(sentence.keys))
    if word.letter == "O":
        after = sentence.keys[index + 1] if index + 1 < len(sentence.keys) else ""
        entry = language.lexicon.words.get(after)
        return not (entry and entry[0] and entry[0].letter in "RS")
    if word.letter in "XWNdC":
        return (
            word.letter != "d"
            or sentence.keys[index - 1] in language.lexicon.words
            and _is_of(index - 1, language, sentence)
        )
    if word.letter in "VIEPJD" and length == 1:
        return _noun_follows(index + 1, sentence, language)
    return False


def _is_of(index: int, language: Language, sentence: Sentence) -> bool:
    entry = language.lexicon.words.get(sentence.keys[index])
    return bool(entry and entry[0] and entry[0].letter == "O")


def _noun_follows(index: int, sentence: Sentence, language: Language) -> bool:
    """Whether a plain noun comes right after a participle, which then belongs to it: 12 wounded men."""
    if index >= len(sentence.keys):
        return False
    word, _ = look_up(index, sentence, language)
    return (
        word is not None
        and word.noun is not None
        and word.letter in "NAV"
        and word.noun.kind in "pfhynx"
        and word.noun.number != "one"
    )


def single(index: int, sentence: Sentence, language: Language) -> Chunk | None:
    """ "A woman", "an elderly farmer", "a vegetable market": one, said with an article."""
    place, seen = index + 1, 0
    if sentence.keys[place : place + 1] and sentence.keys[place][:1].isdecimal():
        if sentence.keys[place + 1 : place + 2] != ("-",):
            return None
        place += 3  # "a 12-year-old boy"
    while place < len(sentence.keys) and seen < 3:
        word, length = look_up(place, sentence, language)
        if word is not None and word.noun is not None and word.noun.number == "one":
            if _compound(place + length, sentence, language):  # her infant son
                place, seen = place + length, seen + 1
                continue
            if word.noun.kind in "pyf":
                said = sentence.text[sentence.spans[index][0] : sentence.spans[index][1]]
                count = 2 if "scope.pair" in word.tags else 1
                return Chunk(
                    word.noun.kind,
                    index,
                    place + length,
                    None,
                    Quantity(count, count, "exact", said),
                    None,
                    word.noun,
                    (index, index + 1),
                    "",
                    True,
                )
            return None
        if (word is not None and word.letter not in "XWCN") or not sentence.keys[place][:1].isalpha():
            return None
        place, seen = place + length, seen + 1
    return None
