"""What a token of a sentence is: the longest word or phrase of the lexicon that begins there."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from sitrep.language.lexicon import Noun, Word
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Quantity

NO_TAGS: frozenset[str] = frozenset()
LIMIT_GLUED = 4  # letters of a word that "were" or "people" was glued to; shorter ones are parts of other words


@dataclass(frozen=True, slots=True)
class Chunk:
    """One letter of the sentence: tokens `first` to `last` (excluded) and what they are.

    Of a number: `quantity` or `part`, `group`, the token where the number begins and ends (`number`), whether it was
    only an article, the words between number and noun that are an indicator's own (`marks`), and its nation.
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

    @property
    def tags(self) -> frozenset[str]:
        """The lists of the lexicon that its word stands in."""
        return self.word.tags if self.word is not None else NO_TAGS


def look_up(index: int, sentence: Sentence, language: Language) -> tuple[Word | None, int]:
    """The longest word or phrase of the lexicon that begins at a token, and how many tokens it has."""
    keys = sentence.keys
    entry = language.lexicon.words.get(keys[index])
    if entry is None:
        return _glued(keys[index], language), 1
    word, phrases = entry
    for rest, phrase in phrases:
        if keys[index + 1 : index + 1 + len(rest)] == rest:
            return phrase, 1 + len(rest)
    return word, 1


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
