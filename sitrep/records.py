"""Nouns as an edition keeps them, and back: records that `model.plain` makes, facts a line of JSON each."""

import dataclasses
import json
import types
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sitrep.model import Fact, Span, plain

Noun = TypeVar("Noun")


def nouns(kind: type[Noun], records: Sequence[Mapping[str, Any]]) -> tuple[Noun, ...]:
    """The nouns of that kind, whose fields are as `model.plain` gives them.

    >>> from sitrep.model import Period
    >>> nouns(Period, [{"start": "2018-09-03", "end": "2018-09-09"}])
    (Period(start=datetime.date(2018, 9, 3), end=datetime.date(2018, 9, 9)),)

    Raises TypeError, KeyError or ValueError if a record is none of them.
    """
    read: Callable[[Mapping[str, Any]], Noun] = _reading(cast(Hashable, kind))
    return tuple(read(record) for record in records)


def lines(facts: Iterable[Fact]) -> bytes:
    """The facts, a line of JSON each."""
    return "".join(f"{json.dumps(plain(fact), ensure_ascii=False)}\n" for fact in facts).encode()


def facts(lines: bytes) -> tuple[Fact, ...]:
    """The facts of such lines."""
    return nouns(Fact, [json.loads(line) for line in lines.split(b"\n") if line])


@cache
def _reading(kind: Hashable) -> Callable[[Any], Any]:
    """What makes a value of that type of its plain form."""
    if kind is Span:
        return lambda pair: Span(*pair)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        fields = [(field.name, _reading(hints[field.name])) for field in dataclasses.fields(kind)]
        return lambda record: kind(**{name: read(record[name]) for name, read in fields})
    if get_origin(kind) in (Union, types.UnionType):
        inner = _reading(next(one for one in get_args(kind) if one is not type(None)))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        item = _reading(get_args(kind)[0])
        return tuple if item is _as_is else lambda values: tuple(map(item, values))
    return _as_is


def _as_is(value: Any) -> Any:
    return value
