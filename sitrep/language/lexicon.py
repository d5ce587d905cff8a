"""A language's words, compiled from its `lexicon.yaml` for one dictionary look-up a token."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitrep.language import text

ROLES = (
    "participle", "passive", "active", "subject", "adjective", "count_noun", "toll", "causative", "infinitive",
    "subset", "repeated", "giving",
)  # fmt: skip
KINDS = {"people": "p", "families": "f", "homes": "h", "facilities": "y", "housing": "b"}
EVENTS = {"airstrikes": "e", "attacks": "e", "munitions": "m"}  # indicators that their noun alone makes
GRAMMAR = {
    "ignored": "W", "have": "H", "auxiliary": "B", "adverb": "D", "modal": "K", "fear": "F", "negation": "Z",
    "relative": "R", "subset": "S", "subset_all": "Q", "of": "O", "and": "&", "more": "X", "place_before": "L",
    "article": "d", "one": "a",
}  # fmt: skip
FORMS = re.compile(r"([^\s()]*)\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun makes of a number before it.

    `kind` is p people, f families, h homes, y facilities, m munitions, e incidents, n a counting noun of people
    (deaths), b what houses people, x something that no indicator counts, ! a measure.
    """

    kind: str
    indicators: tuple[str, ...] = ()
    group: str | None = None
    number: str = "any"  # one, many or any
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase: the letter that rules see, what it means in each role, and itself as a noun."""

    letter: str
    roles: Mapping[str, tuple[str, ...]]
    noun: Noun | None
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` leads from a token to the word it is and to the phrases it begins, longest first."""

    words: Mapping[str, tuple[Word | None, tuple[tuple[tuple[str, ...], Word], ...]]]
    nationalities: Mapping[str, str]
    abbreviations: frozenset[str]
    teasers: tuple[str, ...]
    captions: tuple[str, ...]
    joint: str  # "and" between two actors
    endings: tuple[str, ...]  # possessives
    origins: tuple[str, ...]  # endings of a word that says whence: "-based"
    lists: Mapping[str, frozenset[str]]


def lexicon(content: Mapping[str, Any]) -> Lexicon:
    """The lexicon of a mapping as `lexicon.yaml` lays it out."""
    table: dict[tuple[str, ...], dict[str, Any]] = {}
    _indicators(content["indicators"], content.get("own", {}), table)
    _nouns(content, table)
    for name, letter in GRAMMAR.items():
        for phrase in _phrases(content["grammar"].get(name, ())):
            _entry(table, phrase).setdefault("letters", []).append(letter)
    for section in ("voices", "place", "scope", "actors"):
        for name, entries in content[section].items():
            for phrase in _phrases(entries):
                _entry(table, phrase).setdefault("tags", set()).add(f"{section}.{name}")
    nations = {" ".join(p): code for code, entries in content["nationalities"].items() for p in _phrases(entries)}
    for nation in nations:
        _entry(table, tuple(nation.split())).setdefault("tags", set()).add("nation")
    return Lexicon(
        _table(table),
        nations,
        frozenset(content["abbreviations"]),
        tuple(content["sections"]["teaser"]),
        tuple(content["sections"]["caption"]),
        content["actors"]["and"][0],
        tuple(content["endings"]),
        tuple(content["origins"]),
        {name: frozenset(content[name]) for name in ("ordinals", "glued", "particles")},
    )  # fmt: skip


def _indicators(
    content: Mapping[str, Any], own: Mapping[str, tuple[str, ...]], table: dict[tuple[str, ...], dict[str, Any]]
) -> None:
    """The words of the indicators. Those of an office's own count for the built-in ones that they are like."""
    for indicator, classes in content.items():
        meant = own.get(indicator, (indicator,))
        for role in ROLES:
            for position, phrase in _forms(classes.get(role, ())):
                entry = _entry(table, phrase)
                if indicator in own:
                    _mark_own(entry, indicator, meant)
                if role == "count_noun":
                    noun = Noun(EVENTS.get(meant[0], "n"), meant, None, position)
                    entry["noun"] = _joined(entry.get("noun"), noun)
                else:
                    roles = entry.setdefault("roles", {})
                    roles[role] = tuple(dict.fromkeys((*roles.get(role, ()), *meant)))


def _mark_own(entry: dict[str, Any], indicator: str, meant: tuple[str, ...]) -> None:
    """Notes in the lists of a word whose own it is, and the indicators ("lent") that it would else not mean."""
    known = {name for names in entry.get("roles", {}).values() for name in names}
    tags = entry.setdefault("tags", set())
    tags |= {f"own.{indicator}", *(f"lent.{name}" for name in meant if name not in known)}


def word_of(tokens: tuple[str, ...], lexicon: Lexicon) -> Word | None:
    """The word or phrase that these tokens are, all of them; None if they are none."""
    word, longer = lexicon.words.get(tokens[0], (None, ()))
    return word if len(tokens) == 1 else next((phrase for rest, phrase in longer if rest == tokens[1:]), None)


def _nouns(content: Mapping[str, Any], table: dict[tuple[str, ...], dict[str, Any]]) -> None:
    for name, kind in KINDS.items():
        for group, entries in content["nouns"].get(name, {}).items():
            for position, phrase in _forms(entries):
                noun = Noun(kind, (), None if group == "everyone" else group, position)
                entry = _entry(table, phrase)
                entry["noun"] = _joined(entry.get("noun"), noun)
    for position, phrase in _forms(content["nouns"].get("other", ())):
        _entry(table, phrase).setdefault("noun", Noun("x", (), None, position, "counts something else"))
    for reason, entries in content["measures"].items():
        for position, phrase in _forms(entries):
            _entry(table, phrase)["noun"] = Noun("!", (), None, position, reason)
    for reason, entries in content["before"].items():
        for phrase in _phrases(entries):
            _entry(table, phrase).setdefault("tags", set()).add(f"before.{reason}")


def _joined(old: Noun | None, new: Noun) -> Noun:
    """A noun listed twice: the indicator's reading wins over the mere noun, and the group is kept."""
    if old is None:
        return new
    first, second = (old, new) if old.indicators else (new, old)
    indicators = (*first.indicators, *(i for i in second.indicators if i not in first.indicators))
    return Noun(
        first.kind, indicators, first.group or second.group, first.number if first.number == second.number else "any"
    )


def _entry(table: dict[tuple[str, ...], dict[str, Any]], phrase: tuple[str, ...]) -> dict[str, Any]:
    return table.setdefault(phrase, {})


def _phrases(entries: Iterable[str]) -> Iterator[tuple[str, ...]]:
    return (phrase for _, phrase in _forms(entries))


def _forms(entries: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Number (one, many, any) and tokens of every form that the entries stand for."""
    for entry in entries:
        options = expanded(entry)
        for index, option in enumerate(options):
            number = "any" if len(options) == 1 else "one" if index == 0 else "many"
            yield number, tuple(text.key(word) for word, _, _ in text.tokens(option))


def expanded(entry: str) -> tuple[str, ...]:
    """The forms that an entry stands for, the singular first.

    >>> expanded("death(s)"), expanded("bod(y|ies)"), expanded("air raid")
    (('death', 'deaths'), ('body', 'bodies'), ('air raid',))
    """
    match = FORMS.search(entry)
    if match is None:
        return (entry,)
    endings = match[2].split("|")
    if "|" not in match[2]:
        endings = ["", *endings]
    return tuple(
        dict.fromkeys(
            itertools.chain.from_iterable(
                expanded(f"{entry[: match.start()]}{match[1]}{ending}{entry[match.end() :]}") for ending in endings
            )
        )
    )


def bare(word: str, endings: tuple[str, ...]) -> str:
    """The word without a possessive ending.

    >>> bare("Syria's", ("'s",))
    'Syria'
    """
    return next((word.removesuffix(ending) for ending in endings if word.endswith(ending)), word)


INHERITED = frozenset({"scope.perfect", "scope.still"})
# A word with several roles is seen as the first of these; V serves on both sides of a number.
LETTERS = (("toll", "T"), ("giving", "G"), ("causative", "U"), ("infinitive", ">"), ("subset", "S"))


def _letter(entry: Mapping[str, Any]) -> str:
    roles = entry.get("roles", {})
    for role, letter in LETTERS:
        if role in roles:
            return letter
    left = "participle" in roles or "active" in roles
    right = "participle" in roles or "subject" in roles or "adjective" in roles
    if left or right:
        return "V" if "participle" in roles else "E" if left and right else "A" if left else "I"
    if "passive" in roles:
        return "P"
    letters = entry.get("letters", [])
    if letters:
        return str(letters[0])
    return "N" if entry.get("noun") else "W"


def _table(
    table: Mapping[tuple[str, ...], Mapping[str, Any]],
) -> dict[str, tuple[Word | None, tuple[tuple[tuple[str, ...], Word], ...]]]:
    singles: dict[str, Word] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for tokens, entry in table.items():
        word = Word(_letter(entry), entry.get("roles", {}), entry.get("noun"), _tags(tokens, entry, table))
        if len(tokens) == 1:
            singles[tokens[0]] = word
        elif tokens:
            phrases.setdefault(tokens[0], []).append((tokens[1:], word))
    ordered = {first: tuple(sorted(rest, key=lambda p: -len(p[0]))) for first, rest in phrases.items()}
    return {first: (singles.get(first), ordered.get(first, ())) for first in {*singles, *ordered}}


def _tags(
    tokens: tuple[str, ...], entry: Mapping[str, Any], table: Mapping[tuple[str, ...], Mapping[str, Any]]
) -> frozenset[str]:
    """The lists that a phrase stands in, and those about time that its words stand in: "have fled", "still living"."""
    inherited = (tag for token in tokens for tag in table.get((token,), {}).get("tags", ()))
    return frozenset(entry.get("tags", ())) | (INHERITED & frozenset(inherited))
