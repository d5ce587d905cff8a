"""A language's words, compiled from its `lexicon.yaml` for one dictionary look-up a token."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitrep.language import text

Bend = Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]
VERBS = ("transitive", "intransitive")  # classes of verbs by their base form; each form joins the role that it has
ROLES = (
    "participle", "passive", "active", "subject", "adjective", "count_noun", "toll", "causative", "infinitive",
    "subset", "repeated", "giving", "leaving", "arriving",
)  # fmt: skip
KINDS = {"people": "p", "families": "f", "homes": "h", "facilities": "y", "housing": "b"}
EVENTS = {"airstrikes": "e", "attacks": "e", "munitions": "m"}  # indicators that their noun alone makes
GRAMMAR = {
    "ignored": "W", "have": "H", "auxiliary": "B", "adverb": "D", "modal": "K", "fear": "F", "negation": "Z",
    "relative": "R", "subset": "S", "subset_all": "Q", "of": "O", "and": "&", "more": "X", "place_before": "L",
    "article": "d", "one": "a",
}  # fmt: skip
NO_TAGS: frozenset[str] = frozenset()
GAP = "~"  # in a phrase: up to three words that only describe, "left ~ homes" is also "left their burning homes"
PLAIN = re.compile(r"[a-zA-Z~]+(?:[ -][a-zA-Z~]+)*")
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


Phrases = tuple[tuple[tuple[str, ...], Word], ...]


# What begins with a token: the word that it is, the phrases by their second token (the longest first), and those with
# a gap: what stands before the gap, without the first token, and by the first token after it the rest.
Gaps = tuple[tuple[tuple[str, ...], Mapping[str, Phrases]], ...]
Entry = tuple[Word | None, Mapping[str, Phrases], Gaps]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` leads from a token to what begins with it; `number_words` can fill no gap of a phrase."""

    words: Mapping[str, Entry]
    singles: frozenset[str]  # a token of every noun that an article can count: "a woman"
    triggers: frozenset[str]  # without one of these tokens no number of a sentence is an indicator's
    nationalities: Mapping[str, str]
    abbreviations: frozenset[str]
    teasers: tuple[str, ...]
    captions: tuple[str, ...]
    joint: str  # "and" between two actors
    endings: tuple[str, ...]  # possessives
    adverbs: tuple[str, ...]  # endings of adverbs
    possessives: frozenset[str]  # "a woman and her son": one more
    origins: tuple[str, ...]  # endings of a word that says whence: "-based"
    lists: Mapping[str, frozenset[str]]


def lexicon(content: Mapping[str, Any], forms: Bend) -> Lexicon:
    """The lexicon of a mapping as `lexicon.yaml` lays it out; `forms` bends the verbs of the language."""
    table: dict[tuple[str, ...], dict[str, Any]] = {}
    bent = {name: _bent(classes, forms) for name, classes in content["indicators"].items()}
    _indicators(bent, content.get("own", {}), table)
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
        frozenset(max(tokens, key=len) for tokens, entry in table.items() if _single(entry.get("noun"))),
        _triggers(table),
        nations,
        frozenset(content["abbreviations"]),
        tuple(content["sections"]["teaser"]),
        tuple(content["sections"]["caption"]),
        content["actors"]["and"][0],
        tuple(content["endings"]),
        tuple(content["adverb_endings"]),
        frozenset(content["possessives"]),
        tuple(content["origins"]),
        {name: frozenset(content[name]) for name in ("ordinals", "glued", "particles", "armed_groups")},
    )  # fmt: skip


def _bent(classes: Mapping[str, Any], forms: Bend) -> dict[str, Any]:
    """The classes of an indicator with every form of its verbs in the class that it belongs to."""
    found = {role: list(classes.get(role, ())) for role in ROLES}
    for entry in classes.get("transitive", ()):
        active, participles = _verb(entry, forms)
        found["participle"] += participles
        found["active"] += [form for form in active if form not in participles]
    for entry in classes.get("intransitive", ()):
        active, participles = _verb(entry, forms)
        found["subject"] += [*active, *(form for form in participles if form not in active)]
    return {role: list(dict.fromkeys(entries)) for role, entries in found.items()}


def _verb(entry: str, forms: Bend) -> tuple[list[str], list[str]]:
    """The forms of an entry whose first word is a verb, or several of which one stands: "(walk|trek) to"."""
    end = entry.find(")") + 1 if entry.startswith("(") else len(entry.partition(" ")[0])
    active: list[str] = []
    participles: list[str] = []
    for verb in expanded(entry[:end]):
        does, done = forms(verb)
        active += [form + entry[end:] for form in does]
        participles += [form + entry[end:] for form in done]
    return active, participles


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
                    roles[role] = meant if role not in roles else tuple(dict.fromkeys((*roles[role], *meant)))


def _mark_own(entry: dict[str, Any], indicator: str, meant: tuple[str, ...]) -> None:
    """Notes in the lists of a word whose own it is, and the indicators ("lent") that it would else not mean."""
    known = {name for names in entry.get("roles", {}).values() for name in names}
    tags = entry.setdefault("tags", set())
    tags |= {f"own.{indicator}", *(f"lent.{name}" for name in meant if name not in known)}


def word_of(tokens: tuple[str, ...], lexicon: Lexicon) -> Word | None:
    """The word or phrase that these tokens are, all of them; None if they are none."""
    word, longer, _ = lexicon.words.get(tokens[0], (None, {}, ()))
    if len(tokens) == 1:
        return word
    return next((phrase for rest, phrase in longer.get(tokens[1], ()) if rest == tokens[1:]), None)


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
            yield number, _tokens(option)


def _tokens(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase; one of plain words, as nearly all are, is split at its spaces."""
    words = phrase.split(" ")
    if phrase.isascii() and (all(map(str.isalpha, words)) or PLAIN.fullmatch(phrase)):
        return tuple(phrase.lower().split(" "))
    return tuple(text.key(word) for word, _, _ in text.tokens(phrase))


def expanded(entry: str) -> tuple[str, ...]:
    """The forms that an entry stands for, the singular first.

    >>> expanded("death(s)"), expanded("bod(y|ies)"), expanded("air raid")
    (('death', 'deaths'), ('body', 'bodies'), ('air raid',))
    """
    if "(" not in entry:
        return (entry,)
    found = [""]
    end = 0
    for match in FORMS.finditer(entry):
        endings = match[2].split("|") if "|" in match[2] else ["", match[2]]
        between = entry[end : match.start()] + match[1]
        found = [before + between + ending for before in found for ending in endings]
        end = match.end()
    return tuple(dict.fromkeys(form + entry[end:] for form in found))


def bare(word: str, endings: tuple[str, ...]) -> str:
    """The word without a possessive ending.

    >>> bare("Syria's", ("'s",))
    'Syria'
    """
    if not word.endswith(endings):
        return word
    return next(word.removesuffix(ending) for ending in endings if word.endswith(ending))


INHERITED = frozenset({"scope.perfect", "scope.still", "scope.shut"})
# A word with several roles is seen as the first of these; V serves on both sides of a number.
LETTERS = (("toll", "T"), ("causative", "U"), ("giving", "G"), ("infinitive", ">"), ("subset", "S"),
    ("leaving", "Y"))


def _letter(entry: Mapping[str, Any]) -> str:
    roles = entry.get("roles", {})
    for role, letter in LETTERS:
        if role in roles:
            return letter
    left = "participle" in roles or "active" in roles
    right = "participle" in roles or "subject" in roles or "adjective" in roles
    if left or right:
        both = "participle" in roles or ("active" in roles and "passive" in roles)
        return "V" if both else "E" if left and right else "A" if left else "I"
    if "passive" in roles:
        return "P"
    letters = entry.get("letters", [])
    if letters:
        return str(letters[0])
    return "N" if entry.get("noun") else "W"


def _table(table: Mapping[tuple[str, ...], Mapping[str, Any]]) -> dict[str, Entry]:
    made: dict[tuple[Any, ...], Word] = {}
    about_time = _about_time(table)
    singles: dict[str, Word] = {}
    phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Word]]]] = {}
    gaps: dict[str, dict[tuple[str, ...], dict[str, list[tuple[tuple[str, ...], Word]]]]] = {}
    for tokens, entry in table.items():
        word = _word(tokens, entry, about_time, made)
        if len(tokens) == 1:
            singles[tokens[0]] = word
        elif GAP in tokens:
            cut = tokens.index(GAP)
            after = gaps.setdefault(tokens[0], {}).setdefault(tokens[1:cut], {})
            after.setdefault(tokens[cut + 1], []).append((tokens[cut + 1 :], word))
        elif tokens:
            phrases.setdefault(tokens[0], {}).setdefault(tokens[1], []).append((tokens[1:], word))
    return {
        first: (
            singles.get(first),
            _longest_first(phrases.get(first, {})),
            tuple((before, _longest_first(after)) for before, after in gaps.get(first, {}).items()),
        )
        for first in {*singles, *phrases, *gaps}
    }


def _single(noun: Noun | None) -> bool:
    return noun is not None and noun.number == "one" and noun.kind in "pyf"


def _triggers(table: Mapping[tuple[str, ...], Mapping[str, Any]]) -> frozenset[str]:
    """The longest token of everything that can make a number an indicator's, or that shelters people."""
    found = set()
    for tokens, entry in table.items():
        noun = entry.get("noun")
        counts = noun is not None and (noun.indicators or noun.kind == KINDS["housing"])
        if counts or entry.get("roles") or "place.shelter" in entry.get("tags", ()):
            found.add(tokens[0] if len(tokens) == 1 else max((token for token in tokens if token != GAP), key=len))
    return frozenset(found)


def _word(
    tokens: tuple[str, ...],
    entry: Mapping[str, Any],
    about_time: Mapping[str, frozenset[str]],
    made: dict[tuple[Any, ...], Word],
) -> Word:
    """The word of an entry; entries that mean the same share one."""
    roles, tags = entry.get("roles", {}), _tags(tokens, entry, about_time)
    same = (tuple(roles.items()), tuple(entry.get("letters", ())), entry.get("noun"), tags)
    if same not in made:
        made[same] = Word(_letter(entry), roles, entry.get("noun"), tags)
    return made[same]


def _longest_first(phrases: Mapping[str, list[tuple[tuple[str, ...], Word]]]) -> dict[str, Phrases]:
    return {
        second: tuple(rest) if len(rest) == 1 else tuple(sorted(rest, key=lambda p: -len(p[0])))
        for second, rest in phrases.items()
    }


def _tags(
    tokens: tuple[str, ...], entry: Mapping[str, Any], about_time: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """The lists that a phrase stands in, and those about time that its words stand in: "have fled", "still living"."""
    own, told = entry.get("tags"), [about_time[token] for token in tokens if token in about_time]
    return frozenset(own or ()).union(*told) if own or told else NO_TAGS


def _about_time(table: Mapping[tuple[str, ...], Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """The tags that a phrase inherits from each of these words."""
    single = {tokens[0]: INHERITED & entry.get("tags", set()) for tokens, entry in table.items() if len(tokens) == 1}
    return {token: frozenset(tags) for token, tags in single.items() if tags}
