"""The four files read, checked and joined. Every mistake of all four is told in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sitrep import bundled
from sitrep.config import own, profiles, texts
from sitrep.config.mistakes import line_of, mistakes_of
from sitrep.config.publishing import Publishing
from sitrep.config.settings import (
    PARTS,
    Config,
    Indicator,
    IndicatorChoice,
    Parts,
    Report,
    Voice,
    VoiceChoice,
    folded,
    indicator,
)
from sitrep.config.values import line
from sitrep.errors import ConfigError
from sitrep.model import UNITS
from sitrep.shown import hint, show
from sitrep.yamlfile import Mistake, Node, parsed

REPORT, INDICATORS, VOICES = "config/report.yaml", "config/indicators.yaml", "config/voices.yaml"
PUBLISHING = "config/publishing.yaml"  # decides no byte of an edition, so it is none of the files that do
DECISIONS = "config/decisions.csv"  # read by `sitrep.review`; here it is only one of the files that decide an edition

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def load(folder: Path, profile: str = "", languages: Sequence[str] = ()) -> Config:
    """The settings of the workspace `folder`; files and keys that are missing have their defaults.

    `profile` and `languages` go before those that config/report.yaml names. Raises ConfigError whose message holds
    every mistake of every file, one a line, in order of file and line.
    """
    if not folder.is_dir():
        raise ConfigError(f"{show(str(folder))}: no such folder – `sitrep init DIR` makes a workspace")
    mistakes: list[Mistake] = []
    written = {name: _read(folder, name, mistakes) for name in (REPORT, INDICATORS, VOICES, PUBLISHING)}
    whole = _report(folder, written, profile, mistakes)
    report = _report(folder, _in_languages(written, languages), profile, mistakes) if languages else whole
    context = {"languages": report.languages if report else ("en",)}
    indicators = _indicators(written[INDICATORS], context, mistakes)
    voices = _voices(written[VOICES], context, mistakes)
    publishing = _publishing(folder, written, mistakes)
    if mistakes or report is None or whole is None:
        raise ConfigError("\n".join(map(str, sorted(set(mistakes)))))
    found = {"sections": texts.written(folder, report.sections), "indicators": indicators, "voices": voices,
             "publishing": publishing, "first_language": whole.languages[0]}  # fmt: skip
    files = (*_files(folder, report), *texts.files(folder, report.sections))
    return Config.model_construct(**dict(report) | found, folder=folder, files=files)


def _in_languages(written: Mapping[str, Node], languages: Sequence[str]) -> Mapping[str, Node]:
    """The files, with these languages in the place of those that config/report.yaml names."""
    node = written[REPORT]
    if not languages or node.kind != "mapping":
        return written
    asked = Node("list", 0, tuple(Node("text", 0, code) for code in languages))
    kept = tuple(pair for pair in node.value if pair[0].value != "languages")
    return {**written, REPORT: replace(node, value=(*kept, (Node("text", 0, "languages"), asked)))}


def _read(folder: Path, name: str, mistakes: list[Mistake]) -> Node:
    path = folder / name
    if not path.exists() and not path.is_symlink():
        return Node("mapping", 1, ())
    node, wrong = parsed(path, name)
    mistakes += wrong
    return node


def _files(folder: Path, report: Report) -> tuple[Path, ...]:
    attached = (f"config/{name}" for name in report.theme.files)
    named = [folder / name for name in (REPORT, INDICATORS, VOICES, DECISIONS, *attached)]
    return tuple(path for path in (*named, *sorted((folder / "config" / "places").glob("*.csv"))) if path.is_file())


def _names(folder: Path, extension: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob(f"*{extension}")))


def given(node: Node) -> Any:
    """The plain values of a node; a key after which nothing was written counts as not given."""
    if node.kind == "mapping":
        return {key.value: given(value) for key, value in node.value if value.kind != "empty"}
    return [given(item) for item in node.value] if node.kind == "list" else node.value


def _checked(
    model: type[AnyModel], node: Node, file: str, context: Mapping[str, Any], mistakes: list[Mistake]
) -> AnyModel | None:
    """What `node` holds, as a `model`; None if it is wrong, and each mistake noted."""
    try:
        return model.model_validate(given(node), context=dict(context))
    except ValidationError as error:
        mistakes += mistakes_of(error, model, node, file)
        return None


def _report(folder: Path, written: Mapping[str, Node], asked: str, mistakes: list[Mistake]) -> Report | None:
    """config/report.yaml, with what only the whole of it can show."""
    node, lists = profiles.chosen(written[REPORT], asked)
    country = node.get("country")
    context = {
        "places": folder / "config" / "places", "country": given(country[1]) if country else "",
        "indicators": tuple(given(written[INDICATORS])) if written[INDICATORS].kind == "mapping" else (),
        "languages": _languages(node),
        "sections": _names(folder / "templates" / "sections", ".html"),
        "worded": {name for home in (folder / "templates", bundled.folder("templates"))
                   for name in _names(home / "strings", ".yaml")},
        "attached": folder / "config",
    }  # fmt: skip
    report = _checked(Report, node, REPORT, context, mistakes)
    for entries in lists.values():
        mistakes += _twice(entries)
        others = Node("mapping", entries.line, ((Node("text", entries.line, "sections"), entries),))
        parts = _checked(Parts, others, REPORT, context, mistakes)
        mistakes += texts.mistakes(folder, parts.sections if parts else (), entries, REPORT)
    if report is None:
        return None
    if report.period.end and report.as_of and report.period.end > report.as_of:
        line = line_of(node, ("period", "end"))
        mistakes.append(Mistake(REPORT, line, f"end: is after as_of ({report.as_of}) – move one of the two"))
    known = (*profiles.PROFILES, *lists)
    if report.profile not in known:
        told = f'profile: there is no profile "{show(report.profile)}"{hint(report.profile, known)}'
        mistakes.append(Mistake(REPORT, 0 if asked else line_of(node, ("profile",)), told))
    return report


def _publishing(folder: Path, written: Mapping[str, Node], mistakes: list[Mistake]) -> Publishing | None:
    """config/publishing.yaml, which may name any profile that config/report.yaml knows."""
    lists = profiles.chosen(written[REPORT])[1]
    context = {"workspace": folder, "profiles": (*profiles.PROFILES, *lists)}
    return _checked(Publishing, written[PUBLISHING], PUBLISHING, context, mistakes)


def _twice(entries: Node) -> Iterable[Mistake]:
    """Sections that stand in a list a second time."""
    seen: set[Any] = set()
    for entry in entries.value if entries.kind == "list" else ():
        named = entry.get("id")
        name = named[1].value if named else entry.value
        names = (name, *PARTS.get(name, ()))  # a section that holds others stands for each of them
        if twice := next((one for one in names if one in seen), None):
            yield Mistake(REPORT, entry.line, f'sections: "{show(str(twice))}" stands above already – keep one')
        seen.update(names)


def _languages(node: Node) -> tuple[str, ...]:
    """The languages that the file asks for, right or wrong: a title without language stands for each."""
    pair = node.get("languages")
    asked = given(pair[1]) if pair else None
    return tuple(code for code in asked if isinstance(code, str)) if isinstance(asked, list) else ("en",)


def _indicators(
    node: Node, context: Mapping[str, Any], mistakes: list[Mistake]
) -> Mapping[str, Indicator]:
    """The indicators: those of the file in its order, then the other built-in ones."""
    told: dict[str, Indicator] = {}
    owned: dict[str, Node] = {}
    for key, value in _entries(node, INDICATORS, "ids of indicators", mistakes):
        name = key.value
        if name not in UNITS and not own.is_own(value):
            mistakes.append(Mistake(INDICATORS, key.line, own.unknown(name)))
        elif choice := _checked(IndicatorChoice, value, INDICATORS, context, mistakes):
            if name in UNITS:
                told[name] = indicator(name, **choice.model_dump(exclude_unset=True))
                mistakes += own.fixed(name, value, INDICATORS)
            else:
                told[name], owned[name] = own.own(name, choice), value
                mistakes += own.incomplete(key, value, told[name], context["languages"], INDICATORS)
    if owned and not mistakes:
        mistakes += own.overlapping(owned, told, INDICATORS)
    return {**told, **{name: indicator(name) for name in UNITS if name not in told}}


def _voices(node: Node, context: Mapping[str, Any], mistakes: list[Mistake]) -> tuple[Voice, ...]:
    """The voices, in the order of the file. A name that would lead to two of them is a mistake."""
    told: list[Voice] = []
    owner: dict[str, str] = {}
    for key, value in _entries(node, VOICES, "names of voices", mistakes):
        try:
            name = line(key.value)
        except ValueError as error:
            mistakes.append(Mistake(VOICES, key.line, f"the name {error}"))
            continue
        if choice := _checked(VoiceChoice, value, VOICES, context, mistakes):
            told.append(Voice.model_construct(name=name, **dict(choice)))
            for called in told[-1].called:
                other = owner.setdefault(folded(called), name)
                if other != name:
                    message = f'"{show(called)}" is already a name of "{show(other)}" – keep it with one voice'
                    mistakes.append(Mistake(VOICES, key.line, message))
    return tuple(told)


def _entries(node: Node, file: str, what: str, mistakes: list[Mistake]) -> Iterable[tuple[Node, Node]]:
    """The keys of a file and the settings below each; nothing below a key is no settings."""
    if node.kind != "mapping":
        mistakes.append(Mistake(file, node.line, f"must be {what}, each followed by a colon, its keys indented below"))
        return ()
    return [(key, value if value.kind != "empty" else Node("mapping", key.line, ())) for key, value in node.value]
