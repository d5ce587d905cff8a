"""What is listed, and may therefore stand in a public report: bodies, public figures, places, ordinary words.

    lists/bodies.txt, lists/figures.txt   the world's, in any language
    lists/features.txt                    islands, rivers, mountains, crossings: what a gazetteer of towns lacks
    lists/given.txt                       names that are also places or words somewhere: a person's if they stand alone
    language/<code>/public.yaml           a language's words that may have a capital, roles, words before a telephone
    language/<code>/ordinary.txt.gz       its ordinary words, which open sentences and fill headlines
    config/voices.yaml, report.yaml       the office's voices, its own name and its `privacy: public_names`
"""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sitrep import yamlfile
from sitrep.language import text
from sitrep.language.lexicon import bare
from sitrep.language.places.names import key
from sitrep.withhold import contacts

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer
    from sitrep.language.reader import Language, Reader

LISTS = Path(__file__).parent / "lists"
LANGUAGES = Path(__file__).parent.parent / "language"
ENDINGS = ("'s", "'", "’s", "’")
LONGEST_PLACE = 5  # words of a place's name
# Lists of the lexicon whose words name a body, a force or a kind of place: a run of words with one is no person.
HEADS = frozenset({
    "voices.bodies", "voices.kinds", "voices.impersonal", "voices.mouthpieces", "voices.many", "actors.forces",
    "actors.unnamed", "actors.bodies", "place.type", "place.site", "place.shelter",
})  # fmt: skip

Keys = tuple[str, ...]


class Token(NamedTuple):
    """A word or sign of a text, where it stands, and what a list is asked for."""

    word: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, eq=False, slots=True)
class Tongue:
    """What a language lends: words that may have a capital, and what its words tell of a name or number beside them."""

    code: str
    caseless: bool  # a language that has no capitals: names are what follows a title, a kunya or a verb of saying
    heads: frozenset[str]
    words: frozenset[str]
    titles: frozenset[str]
    kunyas: frozenset[str]
    sayings: frozenset[str]
    days: frozenset[str]  # of the week, and months
    date_before: frozenset[str]
    weapons: frozenset[str]
    place_before: frozenset[str]
    place_beside: frozenset[str]
    place_kinds: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    connectors: frozenset[str]  # small words inside the names of bodies: "Ministry of Health"
    prefixes: frozenset[str]  # small words that are written in one with the next
    abbreviations: frozenset[str]
    ordinary: frozenset[str]
    roles: Mapping[Keys, str]
    told: contacts.Told


@dataclass(frozen=True, eq=False, slots=True)
class Listed:
    """All that is listed for one report. `countries` are those whose every place is known by name."""

    phrases: Mapping[str, tuple[tuple[Keys, str], ...]]  # by first word: the words, and their kind; longest first
    given: frozenset[str]
    gazetteer: "Gazetteer"
    countries: tuple[str, ...]
    reader: "Reader"
    tongues: dict[str, Tongue] = field(default_factory=dict)

    def tongue(self, code: str) -> Tongue:
        """The language of that code; English where there are no words for it, so that its texts lose more."""
        code = code.partition("-")[0]
        code = code if (LANGUAGES / code / "public.yaml").is_file() else "en"
        if code not in self.tongues:
            self.tongues[code] = _tongue(code, self.reader.language(code), self.given)
        return self.tongues[code]

    def phrase(self, tokens: list[Token], first: int) -> tuple[int, str]:
        """How many tokens from `first` on are a listed name, and of what: figure, body or feature. 0 where none is."""
        word = tokens[first].key
        for keys, kind in self.phrases.get(word) or self.phrases.get(bare(word, ENDINGS), ()):
            last = first + len(keys)
            here = tuple(token.key for token in tokens[first:last])
            if here == keys or (here[:-1] == keys[:-1] and here and bare(here[-1], ENDINGS) == keys[-1]):
                return len(keys), kind
        return 0, ""

    def knows(self, name: str) -> bool:
        """Whether a name is listed as a whole: a body's, a public figure's or a place's."""
        words = tokens(name)
        return bool(words) and self.phrase(words, 0)[0] == len(words) or bool(self.place(name))

    def place(self, name: str) -> str:
        """What the gazetteer says of a name: country, place or nothing."""
        if self.gazetteer.country(name):
            return "country"
        word = key(name)
        known = word in self.gazetteer.names(self.countries) or (len(word) > 2 and self.gazetteer.likely(name))
        return "place" if known else ""


def listed(config: "Config", reader: "Reader", countries: Iterable[str]) -> Listed:
    """What is listed for a report of that configuration, in which these countries are spoken of."""
    own = [*config.privacy.public_names, config.organisation, *(name for v in config.voices for name in v.called)]
    phrases = dict(_bundled())
    for first, forms in _by_first((name, "body") for name in own).items():
        phrases[first] = _ranked({*phrases.get(first, ()), *forms})
    known = sorted({config.country, *countries} - {""})
    return Listed(phrases, _given(), reader.gazetteer, tuple(known), reader)


@lru_cache(maxsize=1)
def _bundled() -> Mapping[str, tuple[tuple[Keys, str], ...]]:
    """The world's bodies, public figures and parts of the earth, as `Listed` has them."""
    files = {"figures.txt": "figure", "bodies.txt": "body", "features.txt": "feature"}
    named = [(name, kind) for file, kind in files.items() for name in _lines(file)]
    return {first: _ranked(forms) for first, forms in _by_first(named).items()}


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(word for line in _lines("given.txt") for word in line.split())


def _by_first(named: Iterable[tuple[str, str]]) -> dict[str, set[tuple[Keys, str]]]:
    """Names of a kind by their first word; "U.N." is also "U.N", as it stands at the end of a name."""
    found: dict[str, set[tuple[Keys, str]]] = {}
    for name, kind in named:
        keys = keyed(name)
        for form in {keys, keys[:-1] if keys[-1:] == (".",) else keys} - {()}:
            found.setdefault(form[0], set()).add((form, kind))
    return found


def _ranked(forms: Iterable[tuple[Keys, str]]) -> tuple[tuple[Keys, str], ...]:
    """Longest first; a name that is both a body's and a figure's is a body's."""
    return tuple(sorted(forms, key=lambda one: (-len(one[0]), one[1], one[0])))


@lru_cache(maxsize=8192)
def keyed(name: str) -> Keys:
    """The words of a name as they are looked up, without its article: "The Observatory" is ("observatory",)."""
    keys = tuple(text.key(word) for word, _, _ in text.tokens(name))
    return keys[1:] if len(keys) > 1 and keys[0] == "the" else keys


def tokens(words: str) -> list[Token]:
    """The tokens of a text.

    >>> [token.key for token in tokens("Dr. Al-Assad’s")]
    ['dr', '.', "al-assad's"]
    """
    return [Token(word, text.key(word), start, end) for word, start, end in text.tokens(words)]


@lru_cache(maxsize=8)
def _lines(name: str) -> tuple[str, ...]:
    """The names of a list: its lines without notes, cut at semicolons."""
    rows = (LISTS / name).read_text("utf-8").splitlines()
    return tuple(part.strip() for row in rows if row[:1] != "#" for part in row.split(";") if part.strip())


@lru_cache(maxsize=8)
def _tongue(code: str, language: "Language | None", given: frozenset[str]) -> Tongue:
    written: Mapping[str, Any] = yamlfile.mapping(LANGUAGES / code / "public.yaml")

    def words(name: str) -> frozenset[str]:
        return frozenset(text.key(word) for entry in written.get(name, ()) for word in str(entry).split())

    tagged = _tagged(language)
    calendar = language.dates.calendar if language is not None else None
    days = {word for entry in (calendar.months, calendar.weekdays) for word in entry} if calendar else set()
    nations = {word for nation in language.lexicon.nationalities for word in nation.split()} if language else set()
    kinds = words("place_kinds").union(*(tagged.get(f"place.{name}", ()) for name in ("type", "site", "inside")))
    ordinary = _ordinary(code) | frozenset(language.lexicon.words if language is not None else ()) | words("words")
    heads = words("heads") | frozenset().union(*(tagged.get(tag, frozenset()) for tag in HEADS))
    roles = {keyed(phrase): role for role, phrases in written.get("roles", {}).items() for phrase in phrases}
    return Tongue(
        code, "sayings" in written, heads - given, words("words") | days | nations,
        words("titles") | tagged.get("voices.person_titles", frozenset()), words("kunyas"), words("sayings"),
        frozenset(days), words("date_before"),
        words("weapons"), words("place_before"), words("place_beside"), kinds, words("articles"),
        language.lexicon.lists["particles"] if language is not None else words("particles"),
        words("connectors"), words("prefixes"),
        language.lexicon.abbreviations if language is not None else frozenset(), ordinary - given, roles,
        contacts.told(*(map(str, written.get(f"{name}_words", ())) for name in ("phone", "number", "coordinate"))),
    )


def _tagged(language: "Language | None") -> Mapping[str, frozenset[str]]:
    """The single words of each list of a lexicon."""
    found: dict[str, set[str]] = {}
    for word, (entry, _, _) in language.lexicon.words.items() if language is not None else ():
        for tag in entry.tags if entry is not None else ():
            found.setdefault(tag, set()).add(word)
    return {tag: frozenset(words) for tag, words in found.items()}


@lru_cache(maxsize=4)
def _ordinary(code: str) -> frozenset[str]:
    file = LANGUAGES / code / "ordinary.txt.gz"
    return frozenset(gzip.decompress(file.read_bytes()).decode().split()) if file.is_file() else frozenset()
