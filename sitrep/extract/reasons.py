"""Why a number is none of ours, by what stands beside it: money, an age, a year, part of a name."""

import re

from sitrep.extract.words import look_up, tags
from sitrep.language import numbers
from sitrep.language.lexicon import Word
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

ORDINAL = "a ordinal"
LIMIT_AGE = 110
TOUCHING = ("/", ".")  # between two parts of one number: section B.1, picture 3/6
YEAR = re.compile(r"(?:19|20)\d\d")


def is_year(numeral: numbers.Numeral, sentence: Sentence) -> bool:
    """Whether a number without a noun is a year."""
    return numeral.qualifier == "exact" and YEAR.fullmatch(sentence.words[numeral.core]) is not None


def before(numeral: numbers.Numeral, sentence: Sentence, language: Language) -> str:
    """Why a number is none of ours, by the word before it; empty if that says nothing against it."""
    last = numeral.first - 1
    if last < 0:
        return ""
    if _part_of_name(numeral, sentence):
        return "part of a name"
    if _part_of_number(last, numeral, sentence):
        return "the number of a heading"
    word, _ = look_up(last, sentence, language)
    phrase, length = look_up(last - 1, sentence, language) if last else (None, 1)
    phrase = phrase if length > 1 else None
    if phrase is not None and phrase.letter == "T":
        word = None  # the last word of a phrase: "the dead number 40"
    digits = sentence.keys[numeral.core][:1].isdecimal()
    for tag in (*(word.tags if word else ()), *(phrase.tags if phrase else ())):  # "No. 5"
        if tag.startswith("before.") and (digits or tag != "before.ordinal"):
            return f"a {tag[7:]}"
    return "an age" if _age(numeral, word, phrase, sentence, language) else ""


def after(numeral: numbers.Numeral, sentence: Sentence, language: Language) -> str:
    """Why a number is none of ours, by what touches its end: an ordinal, a time."""
    end = numeral.last
    if end >= len(sentence.keys) or sentence.spans[end][0] != sentence.spans[end - 1][1]:
        return ""
    following = "".join(sentence.keys[end + 1 : end + 2])
    if sentence.keys[end] == "/" and following.isdecimal():
        return "the number of a heading"
    if sentence.keys[end] in language.lexicon.lists["ordinals"]:
        return "an ordinal"
    return "a clock" if sentence.keys[end] == ":" and following.isdecimal() else ""


def _age(
    numeral: numbers.Numeral, word: Word | None, phrase: Word | None, sentence: Sentence, language: Language
) -> bool:
    """Whether a number says how old somebody is: "children under five", "of them over seventy", "Amal, 42,"."""
    quantity = numeral.quantity
    if quantity is None or not 0 < (quantity.high or quantity.low or 0) < LIMIT_AGE:
        return False
    people = (word is not None and word.noun is not None and word.noun.kind == "p") or (
        phrase is not None and phrase.letter == "S"
    )
    if people and "scope.age" in tags(numeral.first, sentence, language):
        return True
    keys, last = sentence.keys, numeral.first - 1
    named = keys[last] == "," and last > 0 and sentence.words[last - 1][:1].isupper()
    alone = numeral.last - numeral.first == 1 and keys[numeral.last : numeral.last + 1] in ((",",), (".",), ())
    return named and alone and sentence.words[numeral.core].isdecimal()


def _part_of_number(last: int, numeral: numbers.Numeral, sentence: Sentence) -> bool:
    spans = sentence.spans
    touches = last > 0 and spans[last][1] == spans[numeral.first][0] and spans[last - 1][1] == spans[last][0]
    return touches and sentence.keys[last] in TOUCHING


def _part_of_name(numeral: numbers.Numeral, sentence: Sentence) -> bool:
    """Whether a number is tied to letters before it: S-300, MH-17."""
    dash, spans = numeral.first - 1, sentence.spans
    if dash < 1 or numeral.first != numeral.core or sentence.keys[dash] not in numbers.DASHES:
        return False
    touches = spans[dash - 1][1] == spans[dash][0] and spans[dash][1] == spans[numeral.first][0]
    return touches and sentence.words[dash - 1][-1:].isalpha()
