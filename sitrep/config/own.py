"""Indicators of the office's own: what they must say, and that no number is counted as two things unawares."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sitrep.config.mistakes import line_of
from sitrep.config.settings import Indicator, IndicatorChoice, kind
from sitrep.config.values import slug
from sitrep.model import UNITS
from sitrep.shown import hint, nearest, show
from sitrep.yamlfile import Mistake, Node

if TYPE_CHECKING:
    from sitrep.language.reader import Language

KEYS = ("unit", "kind", "instead_of", "part_of")  # what only an office's own has


def is_own(entry: Node) -> bool:
    """Whether an entry that no built-in indicator has is meant as one of the office's own, and no slip of the pen."""
    return any(entry.get(key) for key in KEYS)


def unknown(name: str) -> str:
    """What is told of a name that no indicator has."""
    own = "" if nearest(name, UNITS) else "; one of your own needs unit and kind"
    return f'unknown indicator "{show(name)}"{hint(name, UNITS)}{own}'


def own(name: str, choice: IndicatorChoice) -> Indicator:
    """The office's own indicator; unit and kind are those of what it takes its numbers from, if it does not say."""
    first = (*choice.part_of, *choice.instead_of, "")[0]
    given = {"unit": UNITS[first][0], "kind": kind(first)} if first else {"unit": "", "kind": ""}
    plain = choice.model_dump(exclude_unset=True)
    return Indicator.model_construct(**{"id": name, **given, **plain})


def fixed(name: str, entry: Node, file: str) -> Iterator[Mistake]:
    """What an entry for a built-in indicator must not say."""
    for key in KEYS:
        if entry.get(key):
            yield Mistake(file, line_of(entry, (key,)), f"{key}: is fixed for {name} – remove the line")
    for code, classes in _words(entry):
        if (pair := classes.get("nouns")) is not None:
            told = f"nouns: only an indicator of your own counts nouns of its own – remove it from {name} ({code})"
            yield Mistake(file, pair[0].line, told)


def incomplete(key: Node, entry: Node, one: Indicator, languages: Sequence[str], file: str) -> Iterator[Mistake]:
    """What an entry for an indicator of the office's own lacks, or says against itself."""
    for path, told in _problems(one, languages):
        line = line_of(entry, path) if path and entry.get(path[0]) else key.line
        yield Mistake(file, line, f"{show(one.id)}: {told}")


def _problems(one: Indicator, languages: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where in the entry, and what is wrong."""
    try:
        slug(one.id)
    except ValueError as error:
        yield (), f"the name {error}"
    for code in languages:
        if code not in one.label:
            yield ("label",), f"needs a label in {code}, such as `label: {{{code}: Wells destroyed}}`"
    for name in sorted(set(one.part_of) & set(one.instead_of)):
        yield ("part_of",), f"is either part_of {name} or counted instead_of it – keep one of the two"
    if not one.takes:
        for key in ("unit", "kind"):
            if not getattr(one, key):
                yield (), f"needs {key}, or instead_of or part_of and the indicator whose numbers it takes"
    for name in one.takes:
        for key, have, its in (("unit", one.unit, UNITS[name][0]), ("kind", one.kind, kind(name))):
            if have != its:
                yield (key,), f"{key} is {have}, but that of {name} is {its} – make it the same, or leave {name} out"
    if not any(entries for classes in one.words.values() for entries in classes.values()):
        yield ("words",), "needs words, such as `words: {en: {nouns: [well(s)], participle: [destroyed]}}`"
    for code, classes in one.words.items():
        if "nouns" in classes and len(classes) == 1 and not one.takes:
            yield ("words", code), "has nouns alone – add what happened to them (participle, subject …), or instead_of"
        if one.unit == "items" and not {"nouns", "count_noun"} & set(classes):
            yield ("words", code), "counts items – name them: `nouns: [goat(s)]`"


def overlapping(entries: Mapping[str, Node], known: Mapping[str, Indicator], file: str) -> Iterator[Mistake]:
    """Words of own indicators that another indicator knows too, where nothing says which of them counts.

    `entries` are the nodes of the own ones. The lexicon of each language in which one has words is read.
    """
    from sitrep.language.places import gazetteer
    from sitrep.language.reader import reader

    words = reader(gazetteer(), {name: one.extra_words for name, one in known.items() if name in UNITS and one.words})
    before: list[Indicator] = []
    for name, entry in entries.items():
        for code in known[name].words:
            compiled = words.language(code)
            told = [*_with_built_in(known[name], code, compiled), *_with_own(known[name], code, before)]
            yield from (Mistake(file, line_of(entry, ("words", code, role)), f"{name}: {said}") for role, said in told)
        before.append(known[name])


def _with_built_in(one: Indicator, code: str, compiled: "Language | None") -> Iterator[tuple[str, str]]:
    """Class of words and what is told, once for each built-in indicator that counts the same."""
    from sitrep.language.own import overlaps

    told = set(one.takes)
    for role, word, other in overlaps(one.words[code], one.unit, compiled.lexicon) if compiled is not None else ():
        if other not in told:
            told.add(other)
            yield role, (
                f'"{show(word)}" counts what {other} counts – write `instead_of: {other}` (then it is only {one.id}) '
                f"or `part_of: {other}` (then it is in {other} too)"
            )


def _with_own(one: Indicator, code: str, others: Sequence[Indicator]) -> Iterator[tuple[str, str]]:
    """The same for the own indicators before: they share a word, and no nouns tell them apart."""
    from sitrep.language.own import NOUNS, phrases

    def nouns(indicator: Indicator) -> set[tuple[str, ...]]:
        return set(phrases(indicator.words.get(code, {}).get(NOUNS, ())))

    for other in others:
        apart = nouns(one) and nouns(other) and not nouns(one) & nouns(other)
        known = other.words.get(code, {})
        theirs = {phrase for role, entries in known.items() if role != NOUNS for phrase in phrases(entries)}
        for role, entries in one.words[code].items():
            shared = theirs & set(phrases(entries)) if role != NOUNS and not apart else set()
            if shared:
                word = show(" ".join(min(shared)))
                yield role, f'"{word}" counts what {other.id} counts – give each words or nouns of its own'
                break


def _words(entry: Node) -> Iterator[tuple[str, Node]]:
    pair = entry.get("words")
    for code, classes in pair[1].value if pair is not None and pair[1].kind == "mapping" else ():
        yield code.value, classes
