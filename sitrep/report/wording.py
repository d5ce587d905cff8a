"""How numbers, dates and sentences print in a language. Door of babel.

A printed line is a tuple of `Run`s: stretches of text that know what they are (a figure with its target, a date, a
count, a reference, a name, note numbers). Templates print them through one macro, so that no figure goes untraced.
All words come from `templates/strings/<language>.yaml`; conventions are those of OCHA's editorial style guide.
"""

import math
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.dates import format_date
from babel.numbers import format_decimal

from sitrep import yamlfile
from sitrep.errors import ConfigError
from sitrep.model import Figure

MILLION = 1_000_000
# Signs that no language of the page sets apart from the word before; a place that is left out leaves a space there.
CLOSING = (",", ".", "،")
# From here on a rounded number of people keeps three significant figures; below it three would be false precision.
ROUNDED_FROM = 10_000
# An exact count may be written as "1.23 million" only where that drops nothing.
MILLION_STEP = MILLION // 100


@dataclass(frozen=True, slots=True)
class Note:
    """A note number: what is printed, the fact's card it leads to, and whether "–" joins it to the one before."""

    text: str
    target: str
    through: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line. `kind` is text, figure, change, date, count, ref, name or notes.

    A figure has the id of its target in the annex, its exact bounds, and the Figure it was taken from.
    """

    text: str
    kind: str = "text"
    target: str = ""
    low: int | None = None
    high: int | None = None
    source: Figure | None = None
    notes: tuple[Note, ...] = ()
    strong: bool = False


Line = tuple[Run, ...]
Fill = Run | Line | str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page in one language; dates of `year` stand without their year in sentences and tables."""

    language: str
    strings: Mapping[str, Any]
    origin: str
    year: int = 0

    @property
    def locale(self) -> Locale:
        """Babel's rules for the language."""
        return _locale(self.strings["locale"])


_locale = lru_cache(maxsize=16)(Locale.parse)


def words(language: str, folders: Sequence[Path]) -> Words:
    """The words of `language`: the first folder's `strings/<language>.yaml`, completed from the folders after it.

    Raises ConfigError where none of the folders has the language.
    """
    files = [folder / "strings" / f"{language}.yaml" for folder in folders]
    found = [file for file in files if file.is_file()]
    if not found:
        raise ConfigError(f'languages: no words for "{language}": write {files[0]}')
    strings: Mapping[str, Any] = {}
    for file in reversed(found):
        strings = _over(strings, yamlfile.mapping(file))
    return Words(language, strings, str(found[0]))


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _over(merged[key], value) if both else value
    return merged


def has(words: Words, key: str) -> bool:
    """Whether the words have `key` ("dates.on")."""
    return find(words, key) is not None


def find(words: Words, key: str) -> Any:
    """What stands at `key`, None if nothing does."""
    found: Any = words.strings
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:  # an ABC would take four times as long
            return None
        found = found[part]
    return found


def pattern(words: Words, key: str, form: int | str | None = None) -> str:
    """The text at `key`; with `form`, the plural form of that name or for so many. ConfigError if there is none."""
    found = find(words, key)
    if isinstance(found, dict) and form is not None:
        found = found.get(words.locale.plural_form(form) if isinstance(form, int) else form, found.get("other"))
    if not isinstance(found, str):
        raise ConfigError(f"{words.origin}: {key} is missing or no text")
    return found


def line(words: Words, key: str, form: int | str | None = None, /, **values: Fill) -> Line:
    """The pattern at `key` with its {names} filled by runs; runs keep what they are."""
    runs = filled(pattern(words, key, form), f"{words.origin}: {key}", **values)
    pairs = find(words, "contractions")
    if not pairs:
        return runs
    return tuple(replace(run, text=_contracted(run.text, pairs)) if run.kind == "text" else run for run in runs)


def _contracted(text: str, pairs: Mapping[str, str]) -> str:
    """The text with what two words become one for in the language.

    >>> _contracted("attribué à le ", {"à le ": "au "}), _contracted("voilà le ", {"à le ": "au "})
    ('attribué au ', 'voilà le ')
    """
    for words, one in pairs.items():
        if words in text:
            text = re.sub(rf"(?<!\w){re.escape(words)}", one, text)
    return text


def filled(text: str, origin: str, **values: Fill) -> Line:
    """`text` with its {names} filled.

    >>> filled("on {day}", "strings", day=Run("9 September", "date"))[1].kind
    'date'

    Raises ConfigError, naming `origin`, for a name that the page cannot fill.
    """
    runs: list[Run] = []
    try:
        parts = _parsed(text)
    except ValueError as mistake:
        raise ConfigError(f"{origin}: {mistake} in {text!r}") from mistake
    for literal, name in parts:
        if literal:
            runs.append(Run(literal))
        if name is not None and name not in values:
            raise ConfigError(f"{origin}: {{{name}}} cannot be filled; known are {', '.join(sorted(values))}")
        if name is not None:
            runs += as_line(values[name])
    return tidy(runs)


@lru_cache(maxsize=2048)
def _parsed(text: str) -> tuple[tuple[str, str | None], ...]:
    """The parts of a pattern: text, and the name that is filled in behind it."""
    return tuple((literal, name) for literal, name, _spec, _conversion in string.Formatter().parse(text))


def as_line(value: Fill) -> Line:
    """Text, a run or a line as a line."""
    if isinstance(value, str):
        return (Run(value),) if value else ()
    return (value,) if isinstance(value, Run) else value


def tidy(runs: Iterable[Run]) -> Line:
    """The runs without empty ones and with neighbouring plain text joined; no space is doubled or before a comma.

    >>> tidy([Run("a "), Run(""), Run(" b "), Run(", c")])[0].text
    'a b, c'
    """
    kept: list[Run] = []
    for run in runs:
        last = kept[-1] if kept else None
        if run.kind == "text" and last and last.text.endswith(" ") and run.text.startswith(" "):
            run = replace(run, text=run.text.lstrip(" "))
        if not run.text and not run.notes:
            continue
        if last and last.kind == "text" and run.text.startswith(CLOSING):
            kept[-1] = last = replace(last, text=last.text.rstrip(" "))
        if last and run.kind == last.kind == "text" and run.strong == last.strong:
            kept[-1] = replace(last, text=last.text + run.text)
        else:
            kept.append(run)
    return tuple(kept)


def plain(value: Fill) -> str:
    """The words of a line without what they are: for alternative texts and titles."""
    return "".join(run.text for run in as_line(value))


def sentence(value: Line) -> Line:
    """The line with its first letter in upper case and no space at its ends."""
    runs = list(tidy(value))
    if runs:
        head = runs[0].text.lstrip(" ")
        runs[0] = replace(runs[0], text=head[:1].upper() + head[1:])
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return tidy(runs)


def strong(value: Line) -> Line:
    """The line in bold."""
    return tuple(replace(run, strong=True) for run in value)


def joined(words: Words, items: Sequence[Fill], separator: str = "comma") -> Line:
    """The items as a list in the language: "A, B and C"; with separator "semicolon": "A; B; C"."""
    runs: list[Run] = []
    for index, item in enumerate(items):
        if index:
            is_last = index == len(items) - 1 and separator == "comma"
            runs.append(Run(_last(words, plain(item)) if is_last else pattern(words, f"lists.{separator}")))
        runs += as_line(item)
    return tidy(runs)


def _last(words: Words, following: str) -> str:
    """What stands before the last item of a list; Spanish has another "and" before the sound of its own."""
    sound = find(words, "lists.last_before")
    heard = following.casefold()
    if sound and heard.startswith(tuple(sound["starts"])) and not heard.startswith(tuple(sound["but"])):
        return str(sound["last"])
    return pattern(words, "lists.last")


def name(text: str) -> Run:
    """A name as documents write it, for a line."""
    return Run(text, "name")


def country(words: Words, iso3: str) -> str:
    """What the language calls a country (Unicode CLDR), "" if it has no name for it.

    >>> country(Words("fr", {"locale": "fr"}, ""), "SYR")
    'Syrie'
    """
    known = get_global("territory_aliases").get(iso3) or [""]
    return str(words.locale.territories.get(known[0], ""))


def own_name(language: str) -> str:
    """What a language calls itself (Unicode CLDR), its code if it is not known there.

    >>> own_name("fr"), own_name("ar"), own_name("xx")
    ('Français', 'العربية', 'xx')
    """
    try:
        found = Locale.parse(language).get_language_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return found[:1].upper() + found[1:]


def with_article(words: Words, run: Run) -> Line:
    """A name in a sentence: "the United Nations", "a camp manager", "Reuters", as the language has it.

    Bodies are known by a word of their name (where the strings have `heads`, by the first), roles by their small first
    letter; other names stand alone.
    """
    voices = words.strings["voices"]
    if "heads" in voices:
        kind = next((kind for kind, heads in voices["heads"].items() if run.text.split(" ")[0] in heads), "")
        return line(words, f"voices.articles.{kind}", name=run) if kind else (run,)
    article = plain(filled(voices["article"], "voices.article", name=""))
    has_one = bool(article) and run.text.casefold().startswith(article.casefold())
    bare = run.text[len(article):] if has_one else run.text
    bodies = {word.casefold() for word in voices["article_words"]}
    if has_one or not bodies.isdisjoint(bare.casefold().split()) and bare[:1].isupper():
        return line(words, "voices.article", name=replace(run, text=bare))
    is_plural = any(bare.endswith(ending) for ending in voices["plural_endings"])
    if not bare[:1].islower() or is_plural:
        return (run,)
    sound = "vowel" if bare[0] in voices["vowels"] else "consonant"
    return line(words, f"voices.indefinite.{sound}", name=run)


# --- numbers --------------------------------------------------------------------------------------------------------


def decimal(words: Words, number: int | float) -> str:
    """Digits with the separators of the language. Spanish groups from five digits on, which Babel overlooks."""
    grouped = not (words.language == "es" and abs(number) < ROUNDED_FROM)
    return str(format_decimal(number, format="#,##0.##" if grouped else "0.##", locale=words.locale))


def rounded(low: int | None, high: int | None, qualifier: str) -> tuple[int | None, int | None, str]:
    """Bounds to three significant figures, outwards, so that what is printed stays true.

    >>> rounded(182618, 182618, "exact")
    (183000, 183000, 'about')
    >>> rounded(10460, None, "at_least"), rounded(9999, 9999, "exact")
    ((10400, None, 'at_least'), (9999, 9999, 'exact'))
    """
    if low is not None and low == high:
        near = _three(low, round)
        return near, near, qualifier if near == low else "about"
    return (
        None if low is None else _three(low, math.floor),
        None if high is None else _three(high, math.ceil),
        qualifier,
    )


def _three(number: int, to: Callable[[Fraction], Any]) -> int:
    if number < ROUNDED_FROM:
        return number
    step: int = 10 ** (len(str(number)) - 3)
    return int(to(Fraction(number, step))) * step


def number(
    words: Words, low: int | None, high: int | None, qualifier: str, style: str = "short", strict: bool = False,
    gender: str = "m",
) -> str:
    """What a number prints as: "5,000+" in style short, "more than 5,000" in style long.

    Style "alone" is long, for a number without its noun. `strict` says that an open number was given as "more than",
    not as "at least"; `gender` is that of what is counted. None and None is "–".
    """
    style = str(find(words, "numbers.alone") or "long") if style == "alone" else style
    bare = low == high and qualifier != "about"
    if style == "long" and not bare and find(words, "numbers.words_bare"):
        style = "digits"
    short = "short." if style == "short" else ""
    if low is None and high is None:
        return pattern(words, f"numbers.{short}none")
    if high is None or low is None:
        form = "at_most" if low is None else "more_than" if strict and not short else "at_least"
        return plain(line(words, f"numbers.{short}{form}", low=_one(words, low, style, gender),
                          high=_one(words, high, style, gender)))
    if low == high:
        text = _one(words, low, style, gender)
        return text if bare else plain(line(words, f"numbers.{short}about", low=text))
    # Where a list mixes, the rule of the higher number holds for all: "between 5 and 12".
    style = "digits" if style == "long" and high > 9 else style
    form = "between_wide" if short and high >= MILLION else "between"
    return plain(line(words, f"numbers.{short}{form}", low=_one(words, low, style, gender),
                      high=_one(words, high, style, gender)))


def _one(words: Words, value: int | None, style: str, gender: str = "m") -> str:
    if value is None:
        return ""
    small = find(words, "numbers.words") or ()
    if isinstance(small, Mapping):
        small = small[gender]
    if style == "long" and 0 <= value < len(small):
        return str(small[value])
    if in_millions(value):
        key = "numbers.short.million" if style == "short" else "numbers.million"
        return plain(line(words, key, None if style == "short" else round(value / MILLION),
                          number=decimal(words, value / MILLION)))
    return decimal(words, value)


def in_millions(value: int) -> bool:
    """Whether a number is written as so many millions."""
    return value >= MILLION and value % MILLION_STEP == 0


def counted(words: Words, key: str, count: int) -> Run:
    """A count of documents, voices or facts in words: "three documents"; no figure of the crisis."""
    gender = (find(words, key) or {}).get("gender", "m")
    style = "alone" if key == "counted.number" else "long"
    told = number(words, count, count, "exact", style, gender=gender)
    return Run(plain(line(words, key, count, number=told)), "count")


# --- dates ----------------------------------------------------------------------------------------------------------


def day(words: Words, when: date, style: str = "day", year: bool | None = None) -> str:
    """A date: "9 September", with its year if `year` or if it is not the year of the page; style "short" for tables.

    Patterns are Babel's; a language may have another word for the first ("1er") and names of months of its own.
    """
    with_year = when.year != words.year if year is None else year
    form = pattern(words, f"dates.{style}{'_year' if with_year else ''}")
    first, months = find(words, "dates.first_day"), find(words, "dates.months")
    if first and when.day == 1:
        form = re.sub(r"(?<![\w'])d(?!\w)", f"'{first}'", form, count=1)
    if months:
        form = re.sub("M{3,4}", f"'{months[when.month - 1]}'", form)
    return str(format_date(when, form, words.locale))


def span(words: Words, start: date | None, end: date | None, style: str = "day", year: bool | None = None) -> str:
    """A window of days: "3–9 September", "8 and 9 September" for two days in style "long"; "no date" for none."""
    first, last = start or end, end or start
    if first is None or last is None:
        return pattern(words, "dates.undated")
    form = "short" if style == "short" else "day"
    year = True if year is None and first.year != last.year else year
    to = day(words, last, form, year)
    if first == last:
        return to
    is_same = (first.year, first.month) == (last.year, last.month)
    come = day(words, first, "number", year=False) if is_same else day(words, first, form)
    key = "same_month" if is_same else "other_month"
    if style == "long":
        key = "pair" if last - first == timedelta(days=1) else "to"
    return plain(line(words, f"dates.{key}", first=come, last=to))


def when(words: Words, start: date | None, end: date | None) -> Line:
    """A window of days in a sentence: "on 9 September", "on 8 and 9 September", "from 3 to 9 September"."""
    first, last = start or end, end or start
    if first is None or last is None:
        return ()
    if start is None:
        return line(words, "dates.until", day=Run(day(words, last), "date"))
    if last - first <= timedelta(days=1):
        key = "dates.on" if first == last else "dates.on_days"
        return line(words, key, day=Run(span(words, first, last, "long"), "date"))
    is_same = (first.year, first.month) == (last.year, last.month)
    year = True if first.year != last.year else None
    come = day(words, first, "number", year=False) if is_same else day(words, first)
    return line(words, "dates.from", first=Run(come, "date"), last=Run(day(words, last, year=year), "date"))
