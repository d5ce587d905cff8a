"""All that the engine knows: the gazetteer, and each language's words compiled when a document first asks."""

import gc
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

from sitrep import yamlfile
from sitrep.language import dates, lexicon, numbers, own
from sitrep.language.places import Gazetteer

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """A link rule: where a number (`q`) and a word (`t`) stand to each other, and how far it is believed."""

    id: str
    side: str  # after, before, toll or flight: which roles of the word count
    confidence: float
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], frozenset[str]]  # letters of which a sentence must have one: number's, word's


@dataclass(frozen=True, eq=False, slots=True)
class Language:
    """All that the engine knows of a language."""

    code: str
    lexicon: lexicon.Lexicon
    numbers: numbers.NumberWords
    dates: dates.DateWords
    rules: tuple[Rule, ...]
    shared: tuple[Rule, ...]
    elided: re.Pattern[str]
    saying: frozenset[str]
    putting: frozenset[str]
    own: own.Vocabulary  # indicators of the office's own


@dataclass(frozen=True, eq=False, slots=True)
class Reader:
    """The gazetteer and the languages, each compiled when a document first asks for it."""

    gazetteer: Gazetteer
    extra_words: Mapping[str, own.ExtraWords]
    compiled: dict[str, Language] = field(default_factory=dict)

    def language(self, code: str) -> Language | None:
        """The language of that code ("en", "en-gb"), or None if there is no folder for it."""
        code = code.partition("-")[0]
        if code not in languages():
            return None
        if code not in self.compiled:
            # Of a hundred thousand small things that all stay, none is garbage: looking for it takes a seventh longer.
            collecting = gc.isenabled()
            gc.disable()
            try:
                self.compiled[code] = _language(code, self.extra_words) if self.extra_words else _built_in(code)
            finally:
                if collecting:
                    gc.enable()
        return self.compiled[code]


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Codes of the languages that can be read.

    >>> "en" in languages()
    True
    """
    return frozenset(path.parent.name for path in FOLDER.glob("*/lexicon.yaml"))


def lexicon_file(code: str) -> Path:
    """Where the words of a language stand."""
    return FOLDER / code / "lexicon.yaml"


def reader(gazetteer: Gazetteer, extra_words: Mapping[str, own.ExtraWords] | None = None) -> Reader:
    """The reader of every language. `extra_words` are an office's own, by indicator."""
    return Reader(gazetteer, extra_words or {})


@cache
def _built_in(code: str) -> Language:
    """A language without an office's own words, compiled once in a process however many readers ask."""
    return _language(code, {})


def _language(code: str, extra_words: Mapping[str, own.ExtraWords]) -> Language:
    content = yamlfile.mapping(lexicon_file(code))
    vocabulary = own.added(content, code, extra_words)
    order = import_module(f"sitrep.language.{code}.order")
    date_module = import_module(f"sitrep.language.{code}.dates")
    return Language(
        code,
        lexicon.lexicon(content, import_module(f"sitrep.language.{code}.forms").forms),
        numbers.words(import_module(f"sitrep.language.{code}.numbers")),
        dates.words(date_module),
        _rules(order.RULES),
        _rules(order.SHARED),
        re.compile(order.ELIDED),
        frozenset(date_module.SAYING),
        frozenset(date_module.PUTTING),
        vocabulary,
    )


def _rules(rules: tuple[tuple[str, str, float, str], ...]) -> tuple[Rule, ...]:
    """Compiled as look-ahead, so that matches may overlap and one is looked for at every place."""
    return tuple(
        Rule(name, side, belief, re.compile(_everywhere(pattern)), (_letters("q", pattern), _letters("t", pattern)))
        for name, side, belief, pattern in rules
    )


def _letters(group: str, pattern: str) -> frozenset[str]:
    """The letters that a named group of a pattern can be: one letter, or one of a class."""
    match = re.search(rf"\(\?P<{group}>(?:\[([^]]+)\]|(.))\)", pattern)
    return frozenset((match[1] or match[2]) if match is not None else "")


def _everywhere(pattern: str) -> str:
    guards = re.match(r"(?:\(\?<!\w+\))*", pattern)
    behind = guards[0] if guards else ""
    return f"{behind}(?={pattern[len(behind) :]})"
