"""Runs of capitalised words: what may be a name, and what the words around it say of it."""

from collections.abc import Sequence
from itertools import pairwise

from sitrep.extract.words import tags
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

LIMIT_SKIP = 6  # words between a preposition and its name: "in the far north of rural Hama"


def runs(sentence: Sentence, language: Language) -> list[tuple[int, int]]:
    """Runs of capitalised tokens, with the small words that names hold inside."""
    runs: list[tuple[int, int]] = []
    start = None
    for index, word in enumerate((*sentence.words, ".")):
        if word[:1].isupper() or ("-" in word and any(c.isupper() for c in word)):
            start = index if start is None else start
        elif start is not None and not (
            word in language.lexicon.lists["particles"] and index + 1 < len(sentence.words)
        ):
            end = index
            while end > start and not any(c.isupper() for c in sentence.words[end - 1]):
                end -= 1
            # The first word of a sentence is capitalised whatever it is.
            while start < end and opens(start, sentence) and _common(start, end, sentence, language):
                start += 1
            if start < end:
                runs.append((start, end))
            start = None
    return runs


def lists(runs: Sequence[tuple[int, int]], sentence: Sentence, language: Language) -> dict[int, int]:
    """For each name that goes on with a list of names where the one before ends: "Gao, Ménaka and Timbuktu".

    The list ends in "and" with a name, or with a number of others: "Gao, Ménaka and three other regions".
    """
    found: dict[int, int] = {}
    waiting: dict[int, int] = {}
    keys = sentence.keys
    for (_, end), (first, last) in pairwise(runs):
        if keys[end] != "," and "actors.and" not in tags(end, sentence, language):
            waiting = {}
            continue
        between = [i for i in range(end, first) if "place.skip" not in tags(i, sentence, language)]
        comma = bool(between) and between[0] == end and keys[end] == ","
        others = between[comma:]
        if comma and not others:
            waiting[first] = end
            after = "actors.and" in tags(last, sentence, language)
            if after and sentence.keys[last + 1 : last + 2] and sentence.keys[last + 1] in language.numbers.table:
                found |= waiting
        elif len(others) == 1 and "actors.and" in tags(others[0], sentence, language):
            found |= waiting | ({first: end} if waiting else {})
            waiting = {}
        else:
            waiting = {}
    return found


def is_date(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a capital is that of a month or a day of the week: "since Friday's attack", "mid-June"."""
    word = bare(sentence.keys[first], language.lexicon.endings).rpartition("-")[2]
    calendar = language.dates.calendar
    return last - first == 1 and (word in calendar.months or word in calendar.weekdays)


def name_of(first: int, last: int, sentence: Sentence, language: Language) -> str:
    """The name as written, without a possessive."""
    written = sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]].replace("-\n", "")
    return bare(" ".join(written.split()), language.lexicon.endings)


def is_nation(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a run is a nationality or ends in one: "Syrian", "South Sudanese"."""
    words = " ".join(sentence.keys[first:last])
    return words in language.lexicon.nationalities or sentence.keys[last - 1] in language.lexicon.nationalities


def titled(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a run of capitals is a person's name: a title stands in it or before it."""
    return any("voices.person_titles" in tags(i, sentence, language) for i in range(max(0, first - 1), last))


def before(first: int, sentence: Sentence, language: Language) -> tuple[set[str], bool]:
    """Tags of the words between the preposition and a name; empty without a preposition."""
    seen: set[str] = set()
    for index in range(first - 1, max(-1, first - 1 - LIMIT_SKIP), -1):
        here = tags(index, sentence, language)
        if index == first - 1 and "place.article" in here:
            continue  # "in a Kyiv warehouse"
        if "place.before" in here and "place.of" not in here:
            return seen | {"place.before"}, "place.to" in here
        if here.isdisjoint({"place.skip", "place.type", "place.of"}):
            part = "place.type" in seen or "place.of" in tags(first - 1, sentence, language)
            return (seen | {"place.skip"} if part else set()), False
        seen |= here
    return set(), False


def verb(first: int, sentence: Sentence, language: Language) -> frozenset[str]:
    """Tags of the word before a name and its directions: "shelled northern Hama"."""
    index = first - 1
    while index > 0 and "place.skip" in tags(index, sentence, language):
        index -= 1
    return tags(index, sentence, language)


def opens(index: int, sentence: Sentence) -> bool:
    """Whether no word stands before a token."""
    return index == 0 or not any(word[:1].isalpha() for word in sentence.words[:index])


def _common(index: int, end: int, sentence: Sentence, language: Language) -> bool:
    """Whether a word is one of the lexicon's and names no nation."""
    key_ = sentence.keys[index]
    entry = language.lexicon.words.get(key_)
    if entry is None or key_ in language.lexicon.nationalities:
        return False
    # "South Sudan", "Northern Gaza": a direction belongs to the name it stands before.
    return (
        end - index == 1
        or (entry[0] is not None and "place.skip" not in entry[0].tags)
        or key_ == sentence.keys[index + 1]
    )
