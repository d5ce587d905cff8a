"""Writes config/schema/: what may stand in the YAML files, so that an editor completes keys and marks what is wrong.

    make schema

Keys and kinds of values come from the settings that sitrep checks (`sitrep/config/settings.py`), descriptions from the
tables of docs/configuration.md. The schemas are looser than `sitrep check` where an editor cannot know (names of files,
what fits together), and never stricter on what is written as the documentation shows it.
"""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from sitrep.config.own import KEYS
from sitrep.config.publishing import Publishing
from sitrep.config.settings import PACKAGED, IndicatorChoice, Report, VoiceChoice
from sitrep.language.lexicon import ROLES, VERBS
from sitrep.language.own import NOUNS
from sitrep.model import UNITS, Fact

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "config" / "schema"
# Without the `#` that YAML needs in quotes, a number of six digits would do too.
PATTERNS = {"primary": "^(#?[0-9A-Fa-f]{6})?$", "accent": "^(#?[0-9A-Fa-f]{6})?$", "country": "^[A-Za-z]{3}$"}
SLUG, LANGUAGE = "^[a-z][a-z0-9_]{0,59}$", "^[a-z]{2,3}$"
# A text is what was written, also where YAML would see a number or a truth in it.
TEXT = {"type": ["string", "number", "boolean"]}

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """The schema of each file, by its name in config/schema/."""
    indicator, voice = _of(IndicatorChoice, "indicators.yaml"), _of(VoiceChoice, "voices.yaml")
    own = {**indicator, "anyOf": [{"required": [key]} for key in KEYS]}
    built_in = {**indicator, "properties": {k: v for k, v in indicator["properties"].items() if k not in KEYS}}
    definitions = indicator.pop("$defs") | {"own": own, "built_in": built_in}
    for one in (own, built_in):
        one.pop("$defs", None)
    indicators = {
        "type": "object", "properties": {name: _or_empty({"$ref": "#/$defs/built_in"}) for name in UNITS},
        "patternProperties": {f"^(?!({'|'.join(UNITS)})$){SLUG[1:]}": {"$ref": "#/$defs/own"}},
        "additionalProperties": False, "$defs": definitions,
    }  # fmt: skip
    voices = {"type": "object", "additionalProperties": _or_empty(voice)}
    return {
        "report.schema.json": _headed(_of(Report, "report.yaml"), "config/report.yaml"),
        "indicators.schema.json": _headed(indicators, "config/indicators.yaml"),
        "voices.schema.json": _headed(voices, "config/voices.yaml"),
        "publishing.schema.json": _headed(_of(Publishing, "publishing.yaml"), "config/publishing.yaml"),
    }


def _headed(schema: Schema, title: str) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema}


def _of(model: type[BaseModel], heading: str) -> Schema:
    """The schema of a model and of those inside it, with every key described."""
    made = model.model_json_schema()
    inner = {name: _described(schema, heading, _heading(name, model)) for name, schema in made.get("$defs", {}).items()}
    return {**_described(made, heading, ""), **({"$defs": inner} if inner else {})}


def _heading(name: str, model: type[BaseModel]) -> str:
    """The key under which the model of that name stands, which is its heading in the documentation."""
    held = {part.__name__: key for key, part in _held(model)}
    return held[name]


def _held(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    for key, field in model.model_fields.items():
        waiting = [field.annotation]
        while waiting:
            part = waiting.pop()
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield key, part
                yield from _held(part)
            waiting += get_args(part)


def _described(schema: Schema, file: str, heading: str) -> Schema:
    """One group of keys as an editor needs it; `heading` is where the documentation describes it, "" the file's own."""
    rows = documented()[heading or file]
    required = schema.get("required", [])
    properties = {}
    for key, given in schema["properties"].items():
        value = _loosened(key, given)
        default, told = rows[key]
        described = {"description": f"{told}. Default: {default}" if default not in ("–", "see below") else told}
        properties[key] = described | (value if key in required else _or_empty(value))
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _or_empty(schema: Schema) -> Schema:
    """The same, or nothing after the colon: then the default holds."""
    if isinstance(schema.get("type"), list) and "pattern" not in schema:
        return {**schema, "type": [*schema["type"], "null"]}
    return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}


def _loosened(key: str, given: Schema) -> Schema:
    """A value as people may write it: text without quotes, a lone text for a list or for every language."""
    if key in PATTERNS:
        return {"type": ["string", "number"], "pattern": PATTERNS[key]}
    if "$ref" in given:
        return {"anyOf": [{"$ref": given["$ref"]}]}
    if "anyOf" in given:
        options = [_loosened("", one) for one in given["anyOf"] if one != {"type": "null"}]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if "enum" in given or given.get("format") or given.get("type") not in ("string", "array", "object"):
        return {name: value for name, value in given.items() if name not in ("default", "title")}
    if given["type"] == "string":
        return TEXT
    return _list(key, given) if given["type"] == "array" else _mapping(key, given)


def _list(key: str, given: Schema) -> Schema:
    if given["items"].get("$ref") == "#/$defs/SectionChoice":
        names = [{"enum": list(PACKAGED)}, {"type": "string", "pattern": SLUG}]
        one = {"type": "array", "items": {"anyOf": [*names, {"$ref": given["items"]["$ref"]}]}}
        return {"anyOf": [one, {"type": "object", "additionalProperties": one}]}  # one list, or one a profile
    if key == "recipients":  # an address alone, or one with more about it; one of them alone
        one = {"anyOf": [TEXT, given["items"]]}
        return {"anyOf": [*one["anyOf"], {"type": "array", "items": one}]}
    if "$ref" in given["items"]:
        return {"type": "array", "items": {"$ref": given["items"]["$ref"]}}
    item = {"enum": list(UNITS)} if key in ("instead_of", "part_of") else _loosened("", given["items"])
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _mapping(key: str, given: Schema) -> Schema:
    inner = given["additionalProperties"]
    if inner is True:  # options of sections: what their templates ask for
        return {"type": "object"}
    if key == "expect":
        return {"type": "object", "propertyNames": {"enum": [field.name for field in dataclasses.fields(Fact)]},
                "additionalProperties": {"type": [*TEXT["type"], "null"]}}  # fmt: skip
    value = _loosened("", inner)
    if key == "words":
        value = {"type": "object", "propertyNames": {"enum": [*VERBS, *ROLES, NOUNS]},
                 "additionalProperties": _list("", inner["additionalProperties"])}  # fmt: skip
    by_language = {"type": "object", "propertyNames": {"pattern": LANGUAGE}, "additionalProperties": value}
    return {"anyOf": [TEXT, by_language]} if inner.get("type") == "string" else by_language


def documented() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Default and meaning of each key, by the heading of its table in docs/configuration.md."""
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for part in re.split(r"^##+ (?:config/)?", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        rows = found.setdefault(heading, {})
        for line in re.findall(r"^\| `.*\|$", body, flags=re.MULTILINE):
            cells = re.split(r"\s*\|\s+", line.strip("| "))
            for key in re.findall(r"`(\w+)`", cells[0]):
                rows[key] = (_plain(cells[1]), _plain(cells[-1]))
    return found


def _plain(cell: str) -> str:
    """A cell without Markdown."""
    return re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", cell).replace("`", "").replace("*", "").rstrip(" .")


def written(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, made in schemas().items():
        (FOLDER / name).write_text(written(made), "utf-8")
