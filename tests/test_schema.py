"""The schemas that editors complete keys by: current, and of one mind with `sitrep check`."""

import importlib.util
import json
import re
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_config import example, mistakes, workspace

from sitrep import bundled, config
from sitrep.cli import main

ROOT = Path(__file__).parent.parent
FILES = ("report", "indicators", "voices", "publishing")

spec = importlib.util.spec_from_file_location("schema", ROOT / "tools" / "schema.py")
assert spec and spec.loader
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)

SCHEMAS: dict[str, Any] = {
    name: json.loads((ROOT / "config" / "schema" / f"{name}.schema.json").read_text("utf-8")) for name in FILES
}
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
    "null": type(None),
}  # fmt: skip


def fits(value: Any, schema: Any, whole: Any) -> bool:
    """Whether a value is allowed by a schema (draft 7, the words that ours use)."""
    if isinstance(schema, bool):
        return schema
    known = {"$schema", "$defs", "$ref", "title", "description", "type", "enum", "pattern", "format", "minimum",
             "maximum", "anyOf", "properties", "patternProperties", "additionalProperties", "propertyNames",
             "required", "items"}  # fmt: skip
    assert set(schema) <= known, set(schema) - known
    if "$ref" in schema and not fits(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole):
        return False
    names = schema.get("type", [])
    kinds = [TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    if kinds and not any(isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) for kind in kinds):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return False
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return False
    if isinstance(value, list) and not all(fits(item, schema.get("items", True), whole) for item in value):
        return False
    if isinstance(value, dict) and not keys_fit(value, schema, whole):
        return False
    return "anyOf" not in schema or any(fits(value, one, whole) for one in schema["anyOf"])


def keys_fit(value: dict[str, Any], schema: Any, whole: Any) -> bool:
    if not set(schema.get("required", ())) <= set(value):
        return False
    for key, inner in value.items():
        if not fits(key, schema.get("propertyNames", True), whole):
            return False
        named = [schema["properties"][key]] if key in schema.get("properties", {}) else []
        named += [one for pattern, one in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
        if not all(fits(inner, one, whole) for one in named or [schema.get("additionalProperties", True)]):
            return False
    return True


def accepts(name: str, text: str) -> bool:
    """Whether an editor has nothing to say against a file."""
    return fits(undated(yaml.safe_load(text) or {}), SCHEMAS[name], SCHEMAS[name])


def undated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: undated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [undated(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_schemas_are_those_of_the_settings() -> None:
    for name, made in tool.schemas().items():
        told = f"config/schema/{name} is not current: make schema"
        assert (ROOT / "config" / "schema" / name).read_text("utf-8") == tool.written(made), told


def test_every_file_names_its_schema_first(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "office")]) == 0
    for folder in (bundled.folder("config"), tmp_path / "office" / "config"):
        for name in FILES:
            first = (folder / f"{name}.yaml").read_text("utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema=schema/{name}.schema.json"
            assert (folder / "schema" / f"{name}.schema.json").is_file()


def groups(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, dict):
        here = [schema] if schema.get("additionalProperties") is False and "properties" in schema else []
        return here + [one for inner in schema.values() for one in groups(inner)]
    return [one for inner in schema for one in groups(inner)] if isinstance(schema, list) else []


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_described(name: str) -> None:
    found = 0
    for group in groups(SCHEMAS[name]):
        for key, value in group["properties"].items():
            if "$ref" not in json.dumps(value.get("anyOf", [{}])[0]) or "description" in value:
                assert len(value.get("description", "")) > 5, key
                found += 1
    assert found > 2


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_files_are_accepted(name: str) -> None:
    assert accepts(name, (ROOT / "config" / f"{name}.yaml").read_text("utf-8"))


def test_the_examples_of_the_documentation_are_accepted(tmp_path: Path) -> None:
    for heading in ("contact", "period", "sections", "theme"):
        assert accepts("report", example(heading)), heading
    for heading in ("config/publishing.yaml", "recipients", "mail"):
        assert accepts("publishing", example(heading)), heading
    for heading in ("config/indicators.yaml", "examples", "An indicator of your own", "config/voices.yaml"):
        if heading == "examples":
            text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
            part = text[text.index("Are your words understood?") :]
            block = re.search(r"^(?: {4}.*\n)+", part, re.MULTILINE)
            assert block
            written = textwrap.dedent(block[0])
        else:
            written = example(heading)
        assert accepts("voices" if "voices" in heading else "indicators", written), heading


SERVER = "mail: {server: mail.example.org, sender: desk@example.org}\n"

RIGHT = [
    ("report", ""), ("report", "title:\nperiod:\n  kind:\ntheme:\n"), ("report", "title: 2018\n"),
    ("report", "languages: en\n"), ("report", "languages: [en]\nsections: [masthead, {id: trend, enabled: no}]\n"),
    ("report", "sections:\n  - {id: highlights, title: In short, options: {max: 3}}\n"),
    ("report", "as_of: 2018-09-09\nperiod: {kind: dates, start: 2018-09-03, end: '2018-09-09'}\n"),
    ("report", "disclaimer: Not verified.\n"), ("report", "disclaimer: {en: Not verified.}\n"),
    ("report", "thresholds: {confidence: 0.5}\ntiles: 3\n"), ("report", "theme: {primary: '#1B7A3D', paper: Letter}\n"),
    ("indicators", "killed:\n"), ("indicators", "killed: {tile: yes, label: Deaths, rounding: 3sf}\n"),
    ("indicators", "wells: {instead_of: facilities_hit, label: Wells, words: {en: {nouns: well(s), active: [dry]}}}\n"),
    ("publishing", ""), ("publishing", "site:\nkeep: 6\npinned: SYR001_20180909_v1\n"),
    ("publishing", ""), ("publishing", "clearers:\nmail:\n  server:\n"), ("publishing", "clearers: a@x.org\n" + SERVER),
    ("publishing", "recipients:\n  - a@x.org\n  - {to: b@x.org, languages: fr, profiles: [flash]}\n" + SERVER),
    ("publishing", "recipients: a@x.org\nfolder: ../share\ncommand: [rsync, -a]\n" + SERVER),
    ("publishing", "mail: {server: '::1', port: 2525, security: none, sender: a@x.org, credentials: mail.txt}\n"),
    ("voices", "A:\nB: {aliases: C, reliability: C, party: true, priority: 3, names: {fr: D}}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), RIGHT)
def test_what_check_accepts_is_accepted(tmp_path: Path, name: str, text: str) -> None:
    assert config.load(workspace(tmp_path, **{name: text}))
    assert accepts(name, text)


WRONG = [
    ("report", "sectoins: []\n"), ("report", "period: {week_strat: monday}\n"),
    ("report", "theme: {colour: '#000000'}\n"),
    ("report", "contact: {mail: a@example.org}\n"), ("report", "sections: [{id: trend, enable: false}]\n"),
    ("report", "thresholds: {confidance: 1}\n"), ("report", "reconcile: {methode: range}\n"),
    ("report", "status: drfat\n"), ("report", "tiles: 6\n"), ("report", "tiles: many\n"), ("report", "title: [A]\n"),
    ("report", "thresholds: {confidence: 2}\n"), ("report", "theme: {paper: A3}\n"),
    ("report", "theme: {accent: red}\n"),
    ("report", "country: Syria\n"), ("report", "disclaimer: {English: A}\n"), ("report", "sections: [Trend]\n"),
    ("publishing", "sites: a\n"), ("publishing", "keep: 5\n"), ("publishing", "keep: many\n"),
    ("indicators", "kiled: {tile: true}\n"), ("indicators", "killed: {tyle: true}\n"),
    ("indicators", "killed: {unit: people}\n"), ("indicators", "Wells: {unit: items, kind: flow, label: W}\n"),
    ("indicators", "wells: {instead_of: facility}\n"), ("indicators", "killed: {words: {en: {particple: [a]}}}\n"),
    ("indicators", "killed: {examples: {en: [{text: A, expects: {low: 1}}]}}\n"),
    ("indicators", "killed: {examples: {en: [{text: A, expect: {lows: 1}}]}}\n"),
    ("publishing", "recipents: []\n"), ("publishing", "mail: {password: x}\n"), ("publishing", "mail: {port: 0}\n"),
    ("publishing", "mail: {security: ssl}\n"), ("publishing", "recipients: [{languages: fr}]\n" + SERVER),
    ("publishing", "recipients: [{to: a@x.org, language: fr}]\n" + SERVER),
    ("voices", "A: {alias: B}\n"), ("voices", "A: {reliability: G}\n"), ("voices", "A: {priority: 0}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_check_refuses_is_refused(tmp_path: Path, name: str, text: str) -> None:
    assert mistakes(tmp_path, **{name: text})
    assert not accepts(name, text)
