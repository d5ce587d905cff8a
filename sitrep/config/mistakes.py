"""What pydantic found wrong, in the words of the staff and with the line of their file."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from sitrep.config.values import SECRET, secret, written
from sitrep.shown import hint, show
from sitrep.yamlfile import Mistake, Node

ASKED = {
    "missing": "is missing – write it on a line of its own",
    "string_type": "must be text",
    "tuple_type": "must be a list, one entry a line, each after `- `",
    "model_type": "must be keys and values, one a line, indented below it",
    "mapping_type": "must be keys and values, one a line, indented below it",
    "dict_type": "must be keys and values, one a line, indented below it",
}

# Keys of earlier releases, and what to do about them.
GONE = {"status": "is gone – remove the line: a build is a draft until `sitrep clear`, or write `clearance: none`"}


def mistakes_of(error: ValidationError, model: type[BaseModel], node: Node, file: str) -> tuple[Mistake, ...]:
    """Every mistake in the part of `file` that `node` holds and `model` describes."""
    return tuple(Mistake(file, line_of(node, one["loc"]), _told(one, model)) for one in error.errors(include_url=False))


def line_of(node: Node, path: Sequence[str | int]) -> int:
    """The line of the value at `path`: its key's, or the deepest that was written.

    >>> from sitrep.yamlfile import parsed_text
    >>> line_of(parsed_text("title: A\\nperiod:\\n  kind: week\\n", "x")[0], ("period", "kind"))
    3
    """
    line = node.line
    for step in path:
        if isinstance(step, int) and node.kind == "list" and step < len(node.value):
            node = node.value[step]
            line = node.line
        elif isinstance(step, str) and (pair := node.get(step)):
            line, node = pair[0].line, pair[1]
        else:
            break
    return line


def _told(one: Any, model: type[BaseModel]) -> str:
    """What a person is told of one of pydantic's errors."""
    names = [step for step in one["loc"] if isinstance(step, str) and step != "[key]"]
    if one["type"] == "extra_forbidden":
        return unknown(names[-1], known_keys(model, one["loc"][:-1]))
    message = str(one["ctx"]["error"]) if one["type"] == "value_error" else _wrong_kind(one)
    return f"{show(names[-1])}: {message}" if names else message


def unknown(key: str, known: Sequence[str]) -> str:
    """What a person is told of a key that does not exist."""
    if key in GONE:
        return f"{key}: {GONE[key]}"
    return secret(key, known) if SECRET.search(key) else f'unknown key "{show(key)}"{hint(key, known)}'


def _wrong_kind(one: Any) -> str:
    if one["input"] is None and one["type"] != "missing":
        return "an entry is empty – write it out or remove the line"
    asked = ASKED.get(one["type"], str(one["msg"]))
    return asked if one["type"] == "missing" else f"{asked}, not {written(one['input'])}"


def known_keys(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that may stand at `path` below `model`."""
    for step in path:
        if isinstance(step, str) and step in model.model_fields:
            model = _inside(model.model_fields[step].annotation) or model
    return tuple(model.model_fields)


def _inside(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `tuple[SectionChoice, ...]` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _inside(part))), None)
