"""The examples that stand beside words, in a language's lexicon and in an office's settings: what each must give.

    killed:
      examples:
        - {text: "killing at least 12 in Ariha", expect: {low: 12, qualifier: at_least}}

Exactly one fact must be found in the text, of the indicator it stands under, and hold all that is expected; `null`
expects nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sitrep import yamlfile
from sitrep.extract.document import read
from sitrep.language.reader import Reader, lexicon_file
from sitrep.model import Document, Fact, Header
from sitrep.yamlfile import Node

PUBLISHED = date(2018, 9, 9)  # of every example: a Sunday


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the fields that the one fact in it must have, and where that is written."""

    language: str
    indicator: str
    text: str
    expect: Mapping[str, str]
    line: int


def of_language(code: str) -> tuple[Example, ...]:
    """The examples of a language's lexicon, in order. Raises ConfigError where that is no YAML."""
    indicators = yamlfile.read(lexicon_file(code)).get("indicators")
    pairs = indicators[1].value if indicators else ()
    return tuple(one for key, classes in pairs for one in _of(classes.get("examples"), code, key.value))


def of_office(node: Node) -> tuple[Example, ...]:
    """The examples in an office's config/indicators.yaml: `node` is its content, checked before."""
    found: list[Example] = []
    for key, entry in node.value:
        by_language = entry.get("examples")
        for code, examples in by_language[1].value or () if by_language else ():
            found += _of((code, examples), code.value, key.value)
    return tuple(found)


def _of(pair: tuple[Node, Node] | None, code: str, indicator: str) -> Iterator[Example]:
    for item in (pair[1].value or ()) if pair else ():
        said, expected = item.get("text"), item.get("expect")
        text = said[1].value if said else ""
        plain = expected[1].plain() if expected else {}
        expect = {name: "" if value in (None, "null") else str(value) for name, value in plain.items()}
        yield Example(code, indicator, text, expect, item.line)


def wrong(example: Example, reader: Reader) -> str:
    """What is not found in an example as it is expected; "" if all is."""
    document = Document(Header("example", "", PUBLISHED, "", example.language, "", ""), example.text)
    if reader.language(example.language) is None:
        return f"no reader for the language {example.language}"
    facts, rejected = read(document, reader)
    if len(facts) != 1:
        told = ", ".join(map(_told, facts)) or "; ".join(f"{one.words}: {one.reason}" for one in rejected)
        return f"{len(facts) or 'no'} fact{'s' if facts else ''} found, not one ({told or 'and no number'})"
    expect = {"indicator": example.indicator, **example.expect}
    found = {name: getattr(facts[0], name) for name in expect}
    differ = [
        f"{name} is {found[name]}, not {value or 'null'}"
        for name, value in expect.items()
        if ("" if found[name] is None else str(found[name])) != value
    ]
    return ", ".join(differ)


def _told(fact: Fact) -> str:
    return f"{fact.indicator} {fact.quote}"
