"""Strict YAML: every value is the text that was written, and knows its line. The only importer of `yaml`.

YAML's own guesses (`NO` is false, `12:30` is 750, `010` is 8, `1.10` is 1.1) are never made: a scalar stays text until
the schema that asks for it gives it a type. What a report's settings have no use for is refused: a key written twice,
anchors and aliases (a few lines of them expand to gigabytes), tags, a second document.

The file is read as a stream of events and not composed by the library, because its composer calls itself for every
level of nesting and a deep file ends the process.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from sitrep.errors import ConfigError
from sitrep.shown import show

LIMIT_BYTES = 1_000_000  # a settings file written by hand has some hundred lines; 1 MB is a wrong file
LIMIT_DEPTH = 50  # the deepest setting has five levels

FRAME = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml reads ten times faster where it is installed

# A colour without quotes: to YAML a note after a key that says nothing.
COLOUR = re.compile(r":\s+(#[0-9A-Fa-f]{6})\b")

# What libyaml says, and what a person can do about it.
ADVICE = (
    ("cannot start any token", "a tab, or a sign with its own meaning – indent with spaces, put such text in quotes"),
    ("mapping values are not allowed", "a colon inside a text, or a wrong indentation – put such text in quotes"),
    ("could not find expected ':'", "a line without a colon where a key was expected – write `key: value`"),
    ("did not find expected", "this line does not fit the ones above – check indentation, quotes and brackets"),
    ("control characters are not allowed", "a control character that cannot be seen – retype this line"),
    ("block sequence entries are not allowed", "a list entry (`- `) where none can stand – give it a line of its own"),
)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong with a file, as a person is told. Lines are counted from 1; 0 means the whole file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """The line that is printed: `config/report.yaml:12: what is wrong – what to do`."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML file and the line it stands on (from 1).

    `value` is text, None where nothing was written after the colon, a tuple of nodes (a list), or a tuple of pairs of
    nodes (keys and values; the key node's line is the key's).
    """

    kind: str  # text, empty, list or mapping
    line: int
    value: Any

    def plain(self) -> Any:
        """The value without its lines: str, None, list or dict."""
        if self.kind == "list":
            return [item.plain() for item in self.value]
        if self.kind == "mapping":
            return {key.value: item.plain() for key, item in self.value}
        return self.value

    def get(self, key: str) -> "tuple[Node, Node] | None":
        """The key's node and its value's, or None if this is no mapping or lacks the key."""
        pairs: Any = self.value if self.kind == "mapping" else ()
        return next(((name, item) for name, item in pairs if name.value == key), None)


def read(path: Path) -> Node:
    """The content of a YAML file; an empty file is an empty mapping.

    Raises ConfigError with every mistake found, one a line.
    """
    node, mistakes = parsed(path)
    if mistakes:
        raise ConfigError("\n".join(map(str, mistakes)))
    return node


def mapping(path: Path) -> dict[str, Any]:
    """A file of strings: keys to text, or to further mappings and lists of text. An empty value is empty text.

    Raises ConfigError with every mistake found, one a line.
    """
    node = read(path)
    if node.kind != "mapping":
        raise ConfigError(f"{show(str(path))}:{node.line}: must be keys and values, one a line, such as `title: Idlib`")
    content = _texts(node.plain())
    assert isinstance(content, dict)
    return content


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return "" if value is None else value


def parsed(path: Path, name: str = "") -> tuple[Node, tuple[Mistake, ...]]:
    """The content of a file as far as it can be read, and everything wrong with its YAML; `name` stands in messages."""
    shown = name or show(str(path))
    try:
        raw = _bytes(path)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _nothing(Mistake(shown, line, f"not UTF-8 at byte {error.start + 1} – save the file as UTF-8"))
    except OSError as error:
        return _nothing(Mistake(shown, 0, f"cannot be read: {error.strerror or error}"))
    return parsed_text(text, shown)


@lru_cache(maxsize=32)
def parsed_text(text: str, name: str, first_line: int = 1) -> tuple[Node, tuple[Mistake, ...]]:
    """The same for a text whose first line is line `first_line` of the file `name`.

    Kept by content: a build asks several times for the words of its pages, and parsing them takes as long as composing.
    """
    source = _Source(name, first_line, tuple(text.split("\n")), [])
    try:
        node = _document(_events(text, source), source)
    except yaml.YAMLError as error:
        source.mistakes.append(_syntax(error, text, source))
        node = _empty(first_line)
    except _TooDeepError as error:
        source.mistakes.append(Mistake(name, error.line, f"more than {LIMIT_DEPTH} levels of nesting – flatten it"))
        node = _empty(first_line)
    return node, tuple(sorted(set(source.mistakes)))


@dataclass(frozen=True, slots=True)
class _Source:
    """What is being read, and the mistakes noted so far."""

    name: str
    first_line: int
    lines: tuple[str, ...]
    mistakes: list[Mistake]

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def note(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(self.name, line, message))


class _TooDeepError(Exception):
    """Nesting that would end the process."""

    def __init__(self, line: int) -> None:
        self.line = line


def _nothing(mistake: Mistake) -> tuple[Node, tuple[Mistake, ...]]:
    return _empty(1), (mistake,)


def _empty(line: int) -> Node:
    return Node("mapping", line, ())


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file of at most LIMIT_BYTES; a pipe or device is never waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("it is no file but a folder, pipe or device")
        with os.fdopen(handle, "rb", closefd=False) as file:
            raw = file.read(LIMIT_BYTES + 1)
    finally:
        os.close(handle)
    if len(raw) > LIMIT_BYTES:
        raise OSError(f"it is larger than {LIMIT_BYTES // 1_000_000} MB, so it is no settings file")
    return raw


def _events(text: str, source: _Source) -> Iterator[Any]:
    """The parser's events without their frame, the refused ones noted on the way."""
    documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                source.note(source.line(event), "a second document begins here – keep one, remove the line `---`")
        elif documents < 2 and not isinstance(event, FRAME):
            refused = _refused(event)
            if refused:
                source.note(source.line(event), refused)
            yield event


def _refused(event: Any) -> str:
    """What is told of an event that no settings file needs, or nothing."""
    if isinstance(event, yaml.AliasEvent):
        return f"the alias {show(f'*{event.anchor}')} is not allowed – write the value out, or put such text in quotes"
    if getattr(event, "anchor", None):
        return f"the anchor {show(f'&{event.anchor}')} is not allowed – remove it, or put such text in quotes"
    if getattr(event, "tag", None):
        return f"the tag {show(event.tag)} is not allowed – remove it, or put text that begins with ! in quotes"
    return ""


def _document(events: Iterator[Any], source: _Source) -> Node:
    first = next(events, None)
    if first is None:
        return _empty(source.first_line)
    node = _node(first, events, source, 1)
    for _ in events:  # reads on to the end, so that a broken second half is told too
        pass
    return _empty(node.line) if node.kind == "empty" else node


def _node(event: Any, events: Iterator[Any], source: _Source, depth: int) -> Node:
    line = source.line(event)
    if depth > LIMIT_DEPTH:
        raise _TooDeepError(line)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, source)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_node(item, events, source, depth + 1))
        return Node("list", line, tuple(items))
    if isinstance(event, yaml.MappingStartEvent):
        pairs: dict[str, tuple[Node, Node]] = {}
        while not isinstance(item := next(events), yaml.MappingEndEvent):
            key = _node(item, events, source, depth + 1)
            value = _node(next(events), events, source, depth + 1)
            _keep(key, value, pairs, source)
        return Node("mapping", line, tuple(pairs.values()))
    return Node("empty", line, None)  # an alias, which has been noted


def _scalar(event: Any, source: _Source) -> Node:
    line = source.line(event)
    if event.value or event.style:
        return Node("text", line, event.value)
    if found := COLOUR.search(source.lines[line - source.first_line]):
        source.note(line, f'what follows # is a note, so no colour is given – put it in quotes: "{found[1]}"')
    return Node("empty", line, None)


def _keep(key: Node, value: Node, pairs: dict[str, tuple[Node, Node]], source: _Source) -> None:
    """Puts the pair among `pairs`, or notes why it cannot stand there."""
    if key.kind != "text":
        source.note(key.line, "a key must be text on one line, such as `title: Idlib`")
    elif key.value in pairs:
        first = pairs[key.value][0].line
        source.note(key.line, f'the key "{show(key.value)}" stands on line {first} already – keep one of the two')
    else:
        pairs[key.value] = (key, value)


def _syntax(error: yaml.YAMLError, text: str, source: _Source) -> Mistake:
    context, mark = getattr(error, "context", None) or "", getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    advice = next((told for words, told in ADVICE if words in problem), f"not valid YAML: {show(problem)}")
    if "quoted scalar" in context or "flow" in context:
        mark = getattr(error, "context_mark", None) or mark
        advice = "a quote or bracket that begins here is not closed as it should be – check it and what lies within"
    if mark is None:  # an unreadable character: its position counts bytes in libyaml, characters elsewhere
        mark_line = text.encode("utf-8", "replace")[: getattr(error, "position", 0)].count(b"\n")
    else:
        mark_line = mark.line
    return Mistake(source.name, min(mark_line, text.count("\n")) + source.first_line, advice)
