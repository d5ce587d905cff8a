"""What the words of a sentence agree on: the form of a noun after its number, genders, prepositions, articles.

Languages differ here, the code does not: all of it stands in `templates/strings/<language>.yaml`. A language that has
no genders, or one preposition for all places, leaves the keys out.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from sitrep.report import wording
from sitrep.report.wording import Line, Run, Words

SEVERAL = 3  # "children killed": the number whose form stands for any

# --- nouns and their numbers ----------------------------------------------------------------------------------------


def gender(words: Words, indicator: str, who: str) -> str:
    """The gender of what is counted: of the indicator's own noun ("air strikes"), else of the group or unit `who`."""
    own = wording.find(words, f"indicators.{indicator}.gender") or wording.find(words, f"groups.{who}.gender")
    return str(own or "m")


def form(words: Words, run: Run, kind: str) -> str:
    """The plural form of a noun of gender `kind` beside a printed number.

    Two keys of the language change what Unicode says of whole numbers: `million_form` ("2 millions de personnes"), and
    `qualified_form`, by form, for a number that does not stand alone ("at least 2 of the children").
    """
    many = run.high if run.high is not None else run.low or 0
    found: str = words.locale.plural_form(many)
    millions = wording.find(words, "numbers.million_form")
    if millions and wording.in_millions(many):
        return str(millions)
    qualified = wording.find(words, "numbers.qualified_form") or {}
    if found in qualified and run.text != wording.number(words, many, many, "exact", "long", gender=kind):
        return str(qualified[found])
    return found


def endings(words: Words, kind: str, form: str) -> Mapping[str, str]:
    """What ends a participle beside a noun of that gender and form, by the {name} it has in patterns: "tué{e}{s}"."""
    found: Mapping[str, Mapping[str, str]] = wording.find(words, f"endings.{kind}") or {}
    return found.get(form, found.get("other", {}))


def agreed(words: Words, key: str, run: Run, kind: str, who: str, label: str = "") -> Line:
    """The pattern at `key` for a number of `who`: "nine children were reported killed".

    Patterns may hold {number} and {who}, or {counted} for both in the order of the language, and the endings.
    """
    chosen = form(words, run, kind)
    noun = wording.pattern(words, f"groups.{who}", chosen)
    counted = wording.line(words, "counted.who", chosen, number=run, who=noun)
    return wording.line(words, key, chosen, number=run, who=noun, counted=counted, label=label,
                        **endings(words, kind, chosen))


def several(words: Words, key: str, kind: str, who: str) -> str:
    """The pattern at `key` for any number of `who`, without one: "Children killed". {part} is "of the children"."""
    named = wording.pattern(words, f"groups.{who}", SEVERAL)
    part = wording.pattern(words, f"groups.{who}", "part")
    ends = endings(words, kind, words.locale.plural_form(SEVERAL))
    text = wording.plain(wording.line(words, key, who=named, part=part, **ends))
    return text[:1].upper() + text[1:]


def named(words: Words, said: str) -> Line:
    """A name as a sentence says it; an article that other words may join ("à le" is "au") stands apart from it."""
    first, space, rest = said.partition(" ")
    joins = wording.find(words, "contractions") or {}
    if space and any(pair.endswith(f" {first} ") for pair in joins):
        return (Run(first + space), wording.name(rest))
    return (wording.name(said),)


# --- places ---------------------------------------------------------------------------------------------------------


def sounded(words: Words, key: str, name: str) -> str:
    """`key`, or its `vowel` or `consonant` if the pattern there depends on how `name` begins: "d’Idlib", "de Hama"."""
    found = wording.find(words, key)
    if not isinstance(found, Mapping) or "vowel" not in found:
        return key
    first = unicodedata.normalize("NFD", name)[:1].casefold()
    return f"{key}.{'vowel' if first in words.strings['vowels'] else 'consonant'}"


def placed(words: Words, key: str, places: Sequence[tuple[str, str]], most: int) -> Line:
    """Places by name and kind with the preposition at `key`: "in A and B", "en Syrie et à B"; `most` are named.

    What stands for the others may have a preposition too: `places.more` by the name of the key.
    """
    found = wording.find(words, key)
    is_each = isinstance(found, Mapping)  # each place has its own preposition
    told = [_placed(words, key, *place) if is_each else with_article(words, *place) for place in places[:most]]
    more = [wording.pattern(words, "places.more", key.rpartition(".")[2])] if len(places) > most else []
    named = wording.joined(words, [*told, *more])
    return named if is_each else wording.line(words, key, place=named)


def with_article(words: Words, name: str, kind: str) -> Line:
    """A place in a sentence: "the United Kingdom", "la Russie"."""
    run = wording.name(name)
    if isinstance(wording.find(words, "places.article"), Mapping):
        return _placed(words, "places.article", name, kind)
    has_article = name in words.strings["places"]["article_names"]
    return wording.line(words, "places.article", name=run) if has_article else (run,)


def _placed(words: Words, key: str, name: str, kind: str) -> Line:
    classes = wording.find(words, "places.classes") or {}
    chosen = next((own for own, names in classes.items() if name in names), kind)
    known = wording.find(words, key)
    own = sounded(words, f"{key}.{chosen if chosen in known else 'other'}", name)
    run = wording.name(name)
    return wording.line(words, own, place=run, name=run)
