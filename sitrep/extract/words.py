"""What a token of a sentence is: the longest word or phrase of the lexicon that begins there."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from sitrep.language.lexicon import NO_TAGS, Gaps, Noun, Word
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Quantity

LIMIT_GAP = 3  # words in the gap of a phrase
DIGIT = re.compile(r"\d|\w-\w")  # or a hyphen: "twenty-five" begins with no word of its own
FILLERS = "dXWNDOa&"
LIMIT_DATELINE = 10  # words of a dateline with the agency in brackets
DASHES = frozenset("-–—")
LIMIT_GLUED = 4  # letters of a word that "were" or "people" was glued to; shorter ones are parts of other words


class Chunk(NamedTuple):
    """One letter of the sentence: tokens `first` to `last` (excluded) and what they are.

    Of a number: `quantity` or `part`, `group`, the token where the number begins and ends (`number`), whether it was
    only an article, the words between number and noun that are an indicator's own (`marks`), its nation, and the lists
    that its noun stands in (`whom`), and the number that it is taken from where that names no noun (`base`: of the 72).
    """

    letter: str
    first: int
    last: int
    word: Word | None = None
    quantity: Quantity | None = None
    part: Fraction | None = None
    noun: Noun | None = None
    number: tuple[int, int] = (0, 0)
    reason: str = ""
    article: bool = False
    marks: tuple[str, ...] = ()
    nation: str | None = None
    qualifier: str = "exact"
    whom: frozenset[str] = NO_TAGS
    base: int | None = None

    @property
    def tags(self) -> frozenset[str]:
        """The lists of the lexicon that its word stands in."""
        return self.word.tags if self.word is not None else NO_TAGS


def may_count(sentence: Sentence, language: Language) -> bool:
    """Whether a sentence has both a number and a word of an indicator; without either it states no count."""
    keys = sentence.keys
    lexicon, numbers = language.lexicon, language.numbers
    if DIGIT.search(sentence.text) is None and numbers.starts.isdisjoint(keys):
        one = not numbers.articles.isdisjoint(keys) or not lexicon.possessives.isdisjoint(keys)
        if not one or lexicon.singles.isdisjoint(keys):
            return False
    if not lexicon.triggers.isdisjoint(keys):
        return True
    return any(key not in lexicon.words and _glued(key, language) is not None for key in keys)


def opening(sentence: Sentence) -> int:
    """The token that a sentence opens with, after the place of its dateline: "GAO, Mali – Gunmen"."""
    if sentence.words and sentence.words[0].isupper() and len(sentence.words[0]) > 1:
        for index, key in enumerate(sentence.keys[:LIMIT_DATELINE]):
            if key in DASHES:
                return index + 1
    return 0


def look_up(index: int, sentence: Sentence, language: Language) -> tuple[Word | None, int]:
    """The longest word or phrase of the lexicon that begins at a token, and how many tokens it has."""
    keys = sentence.keys
    entry = language.lexicon.words.get(keys[index])
    if entry is None:
        return _glued(keys[index], language), 1
    word, phrases, gaps = entry
    if index + 1 < len(keys):
        for rest, phrase in phrases.get(keys[index + 1], ()) if phrases else ():
            if keys[index + 1 : index + 1 + len(rest)] == rest:
                return phrase, 1 + len(rest)
        if gaps:
            found = _over_gap(index, keys, gaps, language)
            if found is not None:
                return found
    return word, 1


def _over_gap(index: int, keys: tuple[str, ...], gaps: Gaps, language: Language) -> tuple[Word, int] | None:
    """The phrase with words in between that begins at a token: "left their burning homes" is "left ~ homes"."""
    for before, after in gaps:
        start = index + 1 + len(before)
        if keys[index + 1 : start] != before:
            continue
        for place in range(start, min(start + LIMIT_GAP + 1, len(keys))):
            for rest, phrase in after.get(keys[place], ()):
                if keys[place : place + len(rest)] == rest:
                    return phrase, place + len(rest) - index
            if not _describes(keys[place], language):
                break
    return None


def _describes(key: str, language: Language) -> bool:
    """Whether a word may fill the gap of a phrase: no number, verb or sign."""
    entry = language.lexicon.words.get(key)
    if entry is None or entry[0] is None:
        return key[:1].isalpha() and key not in language.numbers.starts
    return entry[0].letter in FILLERS and key not in language.numbers.starts


def tags(index: int, sentence: Sentence, language: Language) -> frozenset[str]:
    """The lists of the lexicon that the word or phrase at a token stands in; none where there is no token."""
    if index < 0 or index >= len(sentence.keys):
        return frozenset()
    word, _ = look_up(index, sentence, language)
    return word.tags if word is not None else frozenset()


@lru_cache(maxsize=65536)
def _glued(key: str, language: Language) -> Word | None:
    """A word whose hyphen or lost space hides it: `fami-lies`, `weredisplaced`, `IDPs'`, `officials'`."""
    words = language.lexicon.words
    for form in (key.replace("-", ""), key.partition("'")[0], key.rpartition("-")[2]):
        if form != key and form in words and (word := words[form][0]) is not None:
            return replace(word, letter="N" if word.noun else word.letter)
    for start in language.lexicon.lists["glued"]:
        rest = key[len(start) :] if key.startswith(start) else ""
        if len(rest) > LIMIT_GLUED and rest in words and (word := words[rest][0]) is not None:
            return word
    return None
