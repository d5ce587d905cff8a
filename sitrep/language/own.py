"""Indicators of an office's own: read as the built-in ones that they are like, told from these by their words.

    wells_destroyed, like facilities_hit:   nouns: [well(s)], participle: [destroyed]
    cholera_deaths, like killed:            count_noun: [cholera death(s)], subject: [died of cholera]

The engine knows the built-in indicators alone. A word of an office's own indicator counts, in the lexicon, for those
that it is like; what is linked by such a word, and to such a noun, bears the office's name in the end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitrep.language import text
from sitrep.language.lexicon import Lexicon, expanded, word_of
from sitrep.model import UNITS

Classes = Mapping[str, Sequence[str]]
NOUNS = "nouns"  # the class of words that are counted; all other classes say what happened to them
# The nouns that indicators count. A noun of things that are no buildings is read as if they were.
COUNTABLE = ("people", "families", "homes", "facilities", "housing")
# What an indicator is like that takes its numbers from no other: of a unit, and for people of a kind.
LIKE = {
    "people": ("injured",), "buildings": ("facilities_hit", "homes_damaged"), "incidents": ("attacks", "airstrikes"),
    "munitions": ("munitions",), "items": ("facilities_hit",),
}  # fmt: skip
LIKE_STOCK = {**LIKE, "people": ("in_need",)}
# The kinds of noun that an indicator counts, by its units; of buildings homes and all others are told apart.
KINDS = {"people": "p", "families": "f", "buildings": "y", "incidents": "e", "munitions": "m"}
HOMES = ("homes_destroyed", "homes_damaged")


@dataclass(frozen=True, slots=True)
class ExtraWords:
    """The words that an office gives an indicator, by language and class.

    Of one of its own: `like` are the built-in indicators that it is read as, and `takes` says that it takes numbers
    from them; `unit` and `kind` are what it counts. `like` is empty for a built-in indicator.
    """

    words: Mapping[str, Classes]
    like: tuple[str, ...] = ()
    takes: bool = False
    unit: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """An indicator of an office's own in one language. Empty `nouns`: whatever those that it is like count."""

    id: str
    like: frozenset[str]
    unit: str
    standing: bool  # a standing total that is like no standing total
    stock: bool
    nouns: frozenset[tuple[str, ...]]
    count_nouns: frozenset[tuple[str, ...]]
    verbal: bool  # some of its words say what happened

    @property
    def tag(self) -> str:
        """The list of the lexicon that its words stand in."""
        return f"own.{self.id}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All own indicators in a language, and the nouns that nothing else counts."""

    indicators: tuple[Own, ...] = ()
    nouns: frozenset[tuple[str, ...]] = frozenset()


def like(unit: str, kind: str) -> tuple[str, ...]:
    """The built-in indicators that one of an office's own is like, if it takes its numbers from none.

    >>> like("people", "flow"), like("items", "stock")
    (('injured',), ('facilities_hit',))
    """
    return (LIKE_STOCK if kind == "stock" else LIKE)[unit]


def added(content: dict[str, Any], code: str, extra: Mapping[str, ExtraWords]) -> Vocabulary:
    """The own indicators in a language, their words put into `content`, the content of its lexicon.yaml."""
    own: list[Own] = []
    new: set[tuple[str, ...]] = set()
    content["own"] = {name: words.like for name, words in extra.items() if words.like}
    for name, words in extra.items():
        given = words.words.get(code, {})
        classes = content["indicators"].setdefault(name, {})
        for role, entries in given.items():
            if role != NOUNS:
                classes[role] = [*classes.get(role, ()), *entries]
        if words.like:
            own.append(_own(name, words, given))
            fresh = _nouns_added(content["nouns"], words.unit, given.get(NOUNS, ()))
            new |= fresh if words.unit != "people" else set()
    return Vocabulary(tuple(own), frozenset(new))


def _nouns_added(nouns: dict[str, Any], unit: str, entries: Sequence[str]) -> set[tuple[str, ...]]:
    """The nouns that nothing counted before, put among those that are."""
    known = {phrase for name in COUNTABLE for listed in nouns[name].values() for phrase in phrases(listed)}
    fresh = [entry for entry in entries if not known & set(phrases([entry]))]
    section = nouns["people" if unit == "people" else "facilities"]
    section["everyone"] = [*section["everyone"], *fresh]
    return set(phrases(fresh))


def _own(name: str, words: ExtraWords, given: Classes) -> Own:
    stock = words.kind == "stock"
    return Own(
        name, frozenset(words.like), words.unit, stock and not words.takes, stock,
        frozenset(phrases(given.get(NOUNS, ()))), frozenset(phrases(given.get("count_noun", ()))),
        any(entries for role, entries in given.items() if role not in (NOUNS, "count_noun")),
    )  # fmt: skip


def phrases(entries: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The tokens of every form that entries of a lexicon stand for.

    >>> list(phrases(["tube well(s)"]))
    [('tube', 'well'), ('tube', 'wells')]
    """
    for entry in entries:
        for form in expanded(entry):
            yield tuple(text.key(word) for word, _, _ in text.tokens(form))


def overlaps(classes: Classes, unit: str, lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Where words for what `unit` counts are, or hold, words of a built-in indicator that counts the same.

    Gives class, word and indicator. With `nouns`, only indicators that count one of these.
    """
    nouns = {_kind(phrase, lexicon) for phrase in phrases(classes.get(NOUNS, ()))}
    for role, entries in classes.items():
        for entry in entries if role != NOUNS else ():
            for indicator in dict.fromkeys(_meant(entry, role, lexicon)):
                counted = _kinds(indicator) & nouns if nouns and role != "count_noun" else unit in UNITS[indicator]
                if counted:
                    yield role, entry, indicator


def _kinds(indicator: str) -> frozenset[str]:
    return frozenset("h" if indicator in HOMES else (KINDS[unit] for unit in UNITS[indicator]))


def _kind(phrase: tuple[str, ...], lexicon: Lexicon) -> str:
    word = word_of(phrase, lexicon)
    return word.noun.kind if word is not None and word.noun is not None else ""


def _meant(entry: str, role: str, lexicon: Lexicon) -> Iterator[str]:
    """The built-in indicators that any words inside an entry mean: "cholera deaths" holds "deaths"."""
    for phrase in phrases([entry]):
        for first in range(len(phrase)):
            for last in range(first + 1, len(phrase) + 1):
                word = word_of(phrase[first:last], lexicon)
                if word is not None and role != "count_noun":
                    yield from (indicator for meant in word.roles.values() for indicator in meant)
                if word is not None and word.noun is not None and role == "count_noun":
                    yield from word.noun.indicators
