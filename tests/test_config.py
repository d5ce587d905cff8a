"""The settings: every mistake with its file, line and words; every default; every key documented."""

import pickle
import random
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from sitrep import config, extract
from sitrep.config.publishing import Mail, Publishing, Recipient
from sitrep.config.reconciling import Baseline, BaselineFigure, Reconciling
from sitrep.config.settings import (
    Config,
    Contact,
    Example,
    Indicator,
    IndicatorChoice,
    PeriodChoice,
    Privacy,
    Report,
    SectionChoice,
    Thresholds,
    Voice,
    VoiceChoice,
)
from sitrep.config.theme import Theme
from sitrep.errors import ConfigError
from sitrep.language import places
from sitrep.language.own import ExtraWords
from sitrep.language.reader import reader
from sitrep.model import UNITS, Document, Header

ROOT = Path(__file__).parent.parent


def workspace(folder: Path, **files: str) -> Path:
    """A workspace with the files given: report="…" is config/report.yaml."""
    (folder / "config").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "config" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def mistakes(folder: Path, **files: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        config.load(workspace(folder, **files))
    return str(refused.value).splitlines()


KNOWN_REPORT = (
    "title, kicker, country, organisation, contact, clearance, sensitivity, languages, as_of, period, crisis_start, "
    "next_issue_days, profile, sections, tiles, thresholds, reconcile, baseline, theme, privacy, disclaimer, exports, "
    "hxl"
)

BASELINE = "country: SYR\nbaseline:\n  number: 12\n  start: 2018-08-27\n  end: 2018-09-02\n  figures: {figures}\n"

REPORT_MISTAKES = [
    # keys
    ("title: A\nsectoins: []\n", '2: unknown key "sectoins" – did you mean "sections"?'),
    ("Title: A\n", '1: unknown key "Title" – did you mean "title"?'),
    ("zebra: A\n", f'1: unknown key "zebra" – known are: {KNOWN_REPORT}'),
    ("period:\n  kind: week\n  week_strat: monday\n", '3: unknown key "week_strat" – did you mean "week_start"?'),
    ("contact: {name: A, mail: b@example.org}\n", '1: unknown key "mail" – did you mean "email"?'),
    ("thresholds:\n  confidance: 0.5\n", '2: unknown key "confidance" – did you mean "confidence"?'),
    ("sections:\n  - masthead\n  - {id: trend, enable: false}\n", '3: unknown key "enable" – did you mean "enabled"?'),
    ("title: A\ntitle: B\n", '2: the key "title" stands on line 1 already – keep one of the two'),
    # what the first issue is compared with
    (BASELINE.format(figures=3), "6: figures: must be a list of figures, such as {indicator: killed, value: 9}"),
    (BASELINE.format(figures="[{indicator: killd, value: 9}]"),
     '6: indicator: unknown indicator "killd" – did you mean "killed"?'),
    (BASELINE.format(figures="[{indicator: killed, value: nine}]"),
     '6: value: must be written as 12, 1,200, 12+, up to 12, about 12 or 10-15, not "nine"'),
    (BASELINE.format(figures="[{indicator: killed, value: 9, place: Nowhere}]"),
     '6: place: no place "Nowhere" in SYR – write its name or id'),
    ("reconcile: {household_size: 0.5}\n",
     '1: household_size: must be a number from 1 to 20, such as 5.2, not "0.5"'),
    ("privacy:\n  min_count: -1\n", '2: min_count: must be a whole number from 0 to 1000, not "-1"'),
    ("privacy: {public_name: [A]}\n", '1: unknown key "public_name" – did you mean "public_names"?'),
    # secrets
    (
        "smtp_password: x\n",
        '1: "smtp_password" looks like a secret – settings are copied and mailed, so keep secrets out of them',
    ),
    (
        "contact:\n  token: x\n",
        '2: "token" looks like a secret – settings are copied and mailed, so keep secrets out of them',
    ),
    ("api_key: x\n", '1: "api_key" looks like a secret – settings are copied and mailed, so keep secrets out of them'),
    # shapes
    ("- a\n", "1: must be keys and values, one a line, indented below it, not a list"),
    ("title:\n  en: A\n", "1: title: must be text, not keys and values"),
    ("title: [A, B]\n", "1: title: must be text, not a list"),
    ("contact: Ann\n", '1: contact: must be keys and values, one a line, indented below it, not "Ann"'),
    ("period: week\n", '1: period: must be keys and values, one a line, indented below it, not "week"'),
    ("sections: {a: b}\n", '1: sections: must be a list, one entry a line, each after `- `, not "b"'),
    ("sections:\n  - masthead\n  -\n", "3: sections: an entry is empty – write it out or remove the line"),
    # text
    ('title: "A\\eB"\n', "1: title: holds a line break or control character – retype it on one line"),
    ('title: "A\\nB"\n', "1: title: holds a line break or control character – retype it on one line"),
    (f"title: {'x' * 201}\n", "1: title: has 201 characters – at most 200"),
    ('kicker: "4\\u202e5"\n', "1: kicker: holds a sign that reverses the reading order – retype it: 4⟦U+202E⟧5"),
    ('disclaimer: {en: "a\\u0007"}\n', "1: en: holds a control character that cannot be seen – retype it"),
    (f"disclaimer:\n  en: {'x' * 2001}\n", "2: en: has 2001 characters – at most 2000"),
    (
        "contact:\n  email: desk at example.org\n",
        '2: email: must be a mail address such as desk@example.org, not "desk at example.org"',
    ),
    ("status: draft\n", "1: status: is gone – remove the line: a build is a draft until `sitrep clear`, "
     "or write `clearance: none`"),
    # choices
    ("clearance: nobody\n", '1: clearance: must be required or none, not "nobody"'),
    ("sensitivity: secret\n", '1: sensitivity: must be public, internal or restricted, not "secret"'),
    ("period:\n  kind: fortnight\n", '2: kind: must be week, month or dates, not "fortnight"'),
    (
        "period: {week_start: satuday}\n",
        "1: week_start: must be monday, tuesday, wednesday, thursday, friday, saturday or sunday, "
        'not "satuday" – did you mean "saturday"?',
    ),
    (
        "exports: [csv, xslx]\n",
        '1: exports: must be csv, xlsx, geojson, json or docx, not "xslx" – did you mean "xlsx"?',
    ),
    ("hxl: sometimes\n", '1: hxl: must be true or false, not "sometimes"'),
    # numbers
    ("tiles: 6\n", '1: tiles: must be a whole number from 1 to 5, not "6"'),
    ("tiles: 0\n", '1: tiles: must be a whole number from 1 to 5, not "0"'),
    ("tiles: ten\n", '1: tiles: must be a whole number from 1 to 5, not "ten"'),
    ("tiles: 03\n", '1: tiles: must be a whole number from 1 to 5, not "03"'),
    ("tiles: 3.0\n", '1: tiles: must be a whole number from 1 to 5, not "3.0"'),
    ("tiles: ٣\n", '1: tiles: must be a whole number from 1 to 5, not "٣"'),
    ("tiles: [5]\n", "1: tiles: must be a whole number from 1 to 5, not a list"),
    (f"tiles: {'9' * 5000}\n", f'1: tiles: must be a whole number from 1 to 5, not "{"9" * 60}…"'),
    ("next_issue_days: -1\n", '1: next_issue_days: must be a whole number from 1 to 366, not "-1"'),
    ("thresholds:\n  confidence: 70\n", '2: confidence: must be a number from 0 to 1, such as 0.7, not "70"'),
    ("thresholds: {confidence: nan}\n", '1: confidence: must be a number from 0 to 1, such as 0.7, not "nan"'),
    # dates and times
    ("as_of: 9 September\n", '1: as_of: must be a date such as 2018-09-09, not "9 September"'),
    ("as_of: 2018-02-30\n", '1: as_of: is no day of the calendar: "2018-02-30"'),
    ("as_of: 1536451200\n", '1: as_of: must be a date such as 2018-09-09, not "1536451200"'),
    ("as_of: 0001-01-01\n", '1: as_of: must be a date such as 2018-09-09, not "0001-01-01"'),
    ("as_of: 12:30\n", '1: as_of: must be a date such as 2018-09-09, not "12:30"'),
    (
        "period:\n  kind: dates\n  start: 2018-09-09\n  end: 2018-09-03\n",
        "4: end: is before start (2018-09-03 is earlier than 2018-09-09)",
    ),
    ("period:\n  kind: dates\n  start: 2018-09-09\n", "1: period: with `kind: dates` needs both start and end"),
    ("period:\n  start: 2018-09-09\n", "2: start: stands only with `kind: dates` – change kind, or leave this empty"),
    (
        "as_of: 2018-09-01\nperiod: {kind: dates, start: 2018-08-01, end: 2018-09-09}\n",
        "2: end: is after as_of (2018-09-01) – move one of the two",
    ),
    (
        "period: {timezone: Asia/Damascsu}\n",
        '1: timezone: unknown time zone "Asia/Damascsu" – did you mean "Asia/Damascus"?',
    ),
    (
        "period: {timezone: ../../etc/passwd}\n",
        '1: timezone: unknown time zone "../../etc/passwd" – write it as Asia/Damascus or UTC',
    ),
    # names
    ("country: SYA\n", '1: country: unknown country "SYA" – write the three letters of ISO 3166, such as SYR'),
    ("country: Syria\n", '1: country: unknown country "Syria" – did you mean "SYR"?'),
    ("country: 12\n", '1: country: unknown country "12" – write the three letters of ISO 3166, such as SYR'),
    ("languages: [en, english]\n", '1: languages: must be a language code such as en, fr, es or ar, not "english"'),
    ("languages:\n  - en\n  - xx\n", '1: languages: no wording for language "xx" – there is: ar, en, es, fr'),
    ("languages: [en, en]\n", "1: languages: must name at least one language, and each once"),
    ("languages: []\n", "1: languages: must name at least one language, and each once"),
    ("sections:\n  - masthead\n  - key_figure\n", '3: id: unknown section "key_figure" – did you mean "key_figures"?'),
    (
        "sections:\n  - {id: highlihgts, enabled: false}\n",
        '2: id: unknown section "highlihgts" – did you mean "highlights"?',
    ),
    (
        "sections:\n  - ../../etc/passwd\n",
        '2: id: must be made of small letters, digits and _, beginning with a letter, not "../../etc/passwd"',
    ),
    ("sections:\n  - trend\n  - about\n  - trend\n", '4: sections: "trend" stands above already – keep one'),
    ("sections:\n  - map\n  - key_visual\n", '3: sections: "map" stands above already – keep one'),
    ("sections:\n  - key_visual\n  - trend\n", '3: sections: "trend" stands above already – keep one'),
    ("sections:\n  - enabled: false\n", "2: id: is missing"),
    ("sections:\n  - {id: trend, enabled: maybe}\n", '2: enabled: must be true or false, not "maybe"'),
    (
        "sections:\n  - id: trend\n    title:\n      english: A\n",
        '4: english: must be a language code such as en, fr, es or ar, not "english"',
    ),
    (
        "sections:\n  - {id: highlights, options: {max: many}}\n",
        '2: options: max must be a whole number from 1 to 10, not "many"',
    ),
    (
        "sections:\n  - {id: highlights, options: {most: 3}}\n",
        '2: options: the section highlights has no option "most" – known are: max, extra, override',
    ),
    ("sections:\n  - {id: trend, options: {size: 3}}\n", '2: options: the section trend has no option "size"'),
]  # fmt: skip

INDICATOR_MISTAKES = [
    ("killd:\n  tile: true\n", '1: unknown indicator "killd" – did you mean "killed"?'),
    ("killed:\n  tyle: true\n", '2: unknown key "tyle" – did you mean "tile"?'),
    ("killed:\n  rounding: 2sf\n", '2: rounding: must be none or 3sf, not "2sf" – did you mean "3sf"?'),
    ("killed:\n  label: {en: [a]}\n", "2: en: must be text, not a list"),
    ("killed:\n  words:\n    en: {verb: [slain]}\n", '3: verb: unknown kind of word "verb"'),
    (
        "killed:\n  examples:\n    en:\n      - {text: Two died, expect: {lo: 2}}\n",
        '4: lo: a fact has no "lo" – did you mean "low"?',
    ),
    ("killed:\n  examples: {en: [{expect: {low: 2}}]}\n", "2: text: is missing"),
    ("killed: true\n", '1: must be keys and values, one a line, indented below it, not "true"'),
    ("- killed\n", "1: must be ids of indicators, each followed by a colon, its keys indented below"),
]

VOICE_MISTAKES = [
    ("SOHR:\n  reliabilty: C\n", '2: unknown key "reliabilty" – did you mean "reliability"?'),
    ("SOHR:\n  reliability: G\n", '2: reliability: must be A, B, C, D, E or F, not "G"'),
    ("SOHR:\n  party: perhaps\n", '2: party: must be true or false, not "perhaps"'),
    ("SOHR:\n  priority: 0\n", '2: priority: must be a whole number from 1 to 99, not "0"'),
    (
        "SOHR:\n  secret_token: x\n",
        '2: "secret_token" looks like a secret – settings are copied and mailed, so keep secrets out of them',
    ),
    (
        "SOHR:\n  aliases: {a: b}\n",
        "2: aliases: must be a list, one entry a line, each after `- `, not keys and values",
    ),
    ("A:\n  aliases: [B]\nC:\n  aliases: [the b]\n", '3: "the b" is already a name of "A" – keep it with one voice'),
    (
        "SOHR:\n  reliability: C\nSOHR:\n  reliability: D\n",
        '3: the key "SOHR" stands on line 1 already – keep one of the two',
    ),
    ('"A\\nB":\n  party: true\n', "1: the name holds a line break or control character – retype it on one line"),
    ("A: B\n", '1: must be keys and values, one a line, indented below it, not "B"'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REPORT_MISTAKES)
def test_a_mistake_in_the_report(tmp_path: Path, text: str, expected: str) -> None:
    [told] = mistakes(tmp_path, report=text)
    assert told.startswith(f"config/report.yaml:{expected}")
    assert told == f"config/report.yaml:{expected}" or told.startswith(f"config/report.yaml:{expected} – ")


@pytest.mark.parametrize(("text", "expected"), INDICATOR_MISTAKES)
def test_a_mistake_in_the_indicators(tmp_path: Path, text: str, expected: str) -> None:
    [told] = mistakes(tmp_path, indicators=text)
    assert told == f"config/indicators.yaml:{expected}" or told.startswith(f"config/indicators.yaml:{expected} – ")


@pytest.mark.parametrize(("text", "expected"), VOICE_MISTAKES)
def test_a_mistake_in_the_voices(tmp_path: Path, text: str, expected: str) -> None:
    assert mistakes(tmp_path, voices=text) == [f"config/voices.yaml:{expected}"]


def test_every_mistake_of_every_file_is_told_in_one_run(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        report="titel: A\nclearance: nobody\ntiles: 9\nas_of: soon\nas_of: later\nsections:\n  - trend\n  - nowhere\n",
        indicators="killd:\ninjured:\n  rounding: most\n",
        voices="A:\n  reliability: Z\n  party: so-so\n",
    )
    assert [re.match(r"config/(\w+)\.yaml:(\d+)", line).groups() for line in told] == [  # type: ignore[union-attr]
        ("indicators", "1"), ("indicators", "3"),
        ("report", "1"), ("report", "2"), ("report", "3"), ("report", "4"), ("report", "5"), ("report", "8"),
        ("voices", "2"), ("voices", "3"),
    ]  # fmt: skip


def test_text_stays_the_text_that_was_written(tmp_path: Path) -> None:
    loaded = config.load(
        workspace(
            tmp_path, report='title: NO\nkicker: 12:30\norganisation: 010\ncontact: {phone: 1.10, name: "{{7*7}} $x"}\n'
        )
    )
    assert (loaded.title, loaded.kicker, loaded.organisation) == ("NO", "12:30", "010")
    assert loaded.contact == Contact(phone="1.10", name="{{7*7}} $x")


def test_a_folder_without_settings_has_neutral_defaults(tmp_path: Path) -> None:
    loaded = config.load(tmp_path)
    assert loaded.title == "Situation report"
    assert loaded.country == "ZZZ"
    assert (loaded.clearance, loaded.sensitivity) == ("required", "internal")
    assert (loaded.languages, loaded.as_of) == (("en",), None)
    assert loaded.period == PeriodChoice(kind="week", week_start="monday", timezone="UTC")
    assert (loaded.tiles, loaded.next_issue_days, loaded.thresholds.confidence) == (5, 7, 0.7)
    assert loaded.profile == "weekly"
    assert [section.id for section in loaded.sections] == [
        "masthead", "key_figures", "highlights", "changes", "key_visual", "issues", "overview", "displacement",
        "casualties", "hostilities", "infrastructure", "contested", "locations", "gaps_method", "sources", "totals",
        "annex", "rejected", "about",
    ]  # fmt: skip
    assert all(section.enabled for section in loaded.sections)
    assert loaded.voices == ()
    assert loaded.files == ()
    assert (loaded.seeds, loaded.out, loaded.templates) == (
        tmp_path / "seeds",
        tmp_path / "out",
        tmp_path / "templates",
    )


def test_an_empty_value_has_the_default(tmp_path: Path) -> None:
    loaded = config.load(workspace(tmp_path, report="title:\ntiles:\nperiod:\n  kind:\ncontact:\n"))
    assert (loaded.title, loaded.tiles, loaded.period.kind, loaded.contact) == (
        "Situation report",
        5,
        "week",
        Contact(),
    )


def test_a_missing_workspace_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder – `sitrep init DIR` makes a workspace"):
        config.load(tmp_path / "nowhere")


def test_the_demonstration(tmp_path: Path) -> None:
    loaded = config.load(ROOT)
    assert (loaded.title, loaded.country, loaded.as_of) == ("Idlib", "SYR", date(2018, 9, 9))
    assert loaded.sections == Config().sections  # which it writes out
    assert config.load(ROOT, "flash").sections == Config(profile="flash").sections
    assert [path.name for path in loaded.files][:3] == ["report.yaml", "indicators.yaml", "voices.yaml"]
    assert loaded.voice("SOHR").reliability == "C"
    assert [voice.name for voice in loaded.voices if voice.party] == ["SANA", "Russian Ministry of Defence"]


def test_sections_keep_their_order_and_say_more_when_asked(tmp_path: Path) -> None:
    (tmp_path / "templates" / "sections").mkdir(parents=True)
    (tmp_path / "templates" / "sections" / "forecast.html").write_text("x")
    loaded = config.load(workspace(tmp_path, report=(
        "sections:\n  - sources\n  - {id: trend, enabled: no}\n"
        "  - {id: highlights, title: In short, options: {max: 3}}\n"
        "  - {id: forecast, title: {en: What next, fr: La suite}, options: {text: Rain.}}\n"
    )))  # fmt: skip
    assert loaded.sections == (
        SectionChoice(id="sources"),
        SectionChoice(id="trend", enabled=False),
        SectionChoice(id="highlights", title={"en": "In short"}, options={"max": 3}),
        loaded.sections[3],
    )
    assert loaded.sections[3].title == {"en": "What next", "fr": "La suite"}
    assert loaded.sections[3].options == {"text": "Rain."}


def test_a_secret_among_the_options_of_an_own_section_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates" / "sections").mkdir(parents=True)
    (tmp_path / "templates" / "sections" / "forecast.html").write_text("x")
    [told] = mistakes(tmp_path, report="sections:\n  - {id: forecast, options: {map_token: abc}}\n")
    assert told.startswith('config/report.yaml:2: options: "map_token" looks like a secret')


def test_all_17_indicators_are_built_in() -> None:
    shown = Config().indicators
    assert tuple(shown) == tuple(UNITS)
    assert {name for name, one in shown.items() if one.kind == "stock"} == {
        "missing",
        "idps",
        "affected",
        "in_need",
        "reached",
    }
    assert {name for name, one in shown.items() if one.rounding == "3sf"} == {
        "displaced", "idps", "refugees", "returned", "affected", "in_need", "reached",
    }  # fmt: skip
    assert (shown["facilities_hit"].unit, shown["munitions"].unit, shown["displaced"].unit) == (
        "buildings",
        "munitions",
        "people",
    )
    assert shown["killed"] == Indicator(id="killed", unit="people", kind="flow", tile=True, rounding="none")


def test_the_file_changes_what_it_names_and_puts_it_first(tmp_path: Path) -> None:
    loaded = config.load(workspace(tmp_path, indicators=(
        'munitions: {tile: true, label: {en: Bombs}}\n'
        "idps:\n  words: {en: {count_noun: [tent dwellers]}}\nkilled:\n"
    )))  # fmt: skip
    assert list(loaded.indicators)[:4] == ["munitions", "idps", "killed", "injured"]
    assert len(loaded.indicators) == 17
    munitions, idps = loaded.indicators["munitions"], loaded.indicators["idps"]
    assert (munitions.tile, munitions.label, munitions.unit) == (True, {"en": "Bombs"}, "munitions")
    assert (idps.kind, idps.rounding, idps.tile) == ("stock", "3sf", True)
    assert loaded.extra_words == {"idps": ExtraWords({"en": {"count_noun": ("tent dwellers",)}})}


def test_words_of_the_office_are_read_in_texts(tmp_path: Path) -> None:
    loaded = config.load(workspace(tmp_path, indicators="killed:\n  words:\n    en: {participle: [zapped]}\n"))
    known = places.gazetteer()
    header = Header("a", "", date(2018, 9, 9), "", "en", "", "")
    text = Document(header, "Twelve people were zapped in Idlib on Sunday.")
    assert extract.facts(text, reader(known)) == ()
    [fact] = extract.facts(text, reader(known, loaded.extra_words))
    assert (fact.indicator, fact.low, fact.high) == ("killed", 12, 12)


def test_a_voice_is_found_by_any_name(tmp_path: Path) -> None:
    loaded = config.load(workspace(tmp_path, voices=(
        "Syrian Observatory for Human Rights:\n  names: {fr: l'Observatoire syrien, ar: المرصد السوري}\n"
        "  aliases: [SOHR, the Observatory]\n  reliability: c\nLevant Wire:\n"
    )))  # fmt: skip
    for name in (
        "sohr",
        "The  observatory",
        "Observatory",
        "the Syrian Observatory for Human Rights",
        "Observatoire Syrien",
        "المرصد السوري",
    ):
        assert loaded.voice(name).name == "Syrian Observatory for Human Rights", name
    assert loaded.voice("SOHR").reliability == "C"
    assert loaded.voice("levant wire") == Voice(name="Levant Wire", reliability="F")


@pytest.mark.parametrize("name", ["Somebody", "x" * 5000, "a\nb\u202e", ""])
def test_an_unknown_voice_keeps_its_name_and_cannot_be_judged(name: str) -> None:
    voice = Config().voice(name)
    assert (voice.name, voice.reliability, voice.party, voice.priority) == (name, "F", False, 50)


def test_settings_are_frozen_and_travel_between_processes() -> None:
    loaded = config.load(ROOT)
    with pytest.raises(ValueError, match="frozen"):
        loaded.title = "B"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(loaded)) == loaded
    assert pickle.loads(pickle.dumps(loaded)).voice("SOHR") == loaded.voice("SOHR")


def models() -> Mapping[str, type[BaseModel]]:
    return {
        "report.yaml": Report, "contact": Contact, "period": PeriodChoice, "sections": SectionChoice,
        "thresholds": Thresholds, "reconcile": Reconciling, "baseline": Baseline, "figures": BaselineFigure,
        "theme": Theme, "privacy": Privacy, "indicators.yaml": IndicatorChoice, "examples": Example,
        "voices.yaml": VoiceChoice, "publishing.yaml": Publishing, "recipients": Recipient, "mail": Mail,
    }  # fmt: skip


def test_no_model_is_left_out_of_the_documentation_tests() -> None:
    fields = (*Report.model_fields.values(), *Publishing.model_fields.values())
    below = {part for field in fields for part in (field.annotation, *get_args(field.annotation))}
    nested = {part for part in below if isinstance(part, type) and issubclass(part, BaseModel)}
    assert nested <= set(models().values())


@pytest.mark.parametrize("heading", models())
def test_every_key_is_documented(heading: str) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    part = re.search(rf"^##+ (?:config/)?{re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part
    for key in models()[heading].model_fields:
        row = re.search(rf"^\| (?:`\w+`, )?`{key}`(?:, `\w+`)? \|(.*)\|$", part[1], re.MULTILINE)
        assert row, f"{heading}: {key} is not in docs/configuration.md"
        assert row[1].split("|")[0].strip(), f"{heading}: {key} has no default in docs/configuration.md"


@pytest.mark.parametrize(
    ("file", "model"),
    [
        ("report.yaml", name)
        for name in ("report.yaml", "contact", "period", "thresholds", "reconcile", "theme", "privacy")
    ] + [("publishing.yaml", name) for name in ("publishing.yaml", "mail")],
)
def test_every_key_stands_in_the_shipped_report_with_a_comment_that_tells_its_default(file: str, model: str) -> None:
    lines = (ROOT / "config" / file).read_text("utf-8").splitlines()
    for key in models()[model].model_fields:
        at = next(at for at, line in enumerate(lines) if re.match(rf"\s*{key}:", line))
        above = []
        while at and not (lines[at - 1].lstrip().startswith("#")):
            at -= 1  # keys that share one comment
            assert lines[at].strip(), f"{key} has no comment"
        while at and lines[at - 1].lstrip().startswith("#"):
            at -= 1
            above.append(lines[at])
        is_group = key in ("period", "thresholds", "reconcile", "privacy", "mail")  # its keys below tell their own
        assert is_group or "Default:" in " ".join(above), f"{key} does not tell its default"


@pytest.mark.parametrize("file", ["indicators.yaml", "voices.yaml"])
def test_every_key_is_told_at_the_head_of_the_shipped_file(file: str) -> None:
    head = (ROOT / "config" / file).read_text("utf-8")
    for key in models()[file].model_fields:
        told = re.search(rf"^#   {key}  +(.*(?:\n#     .*)*)", head, re.MULTILINE)
        assert told and "Default:" in told[1], key


def test_the_documented_defaults_of_the_report_are_the_real_ones(tmp_path: Path) -> None:
    assert (Report().title, Report().clearance, Report().tiles, Report().next_issue_days) == (
        "Situation report",
        "required",
        5,
        7,
    )
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    for key in ("title", "country", "clearance", "sensitivity", "tiles", "next_issue_days"):
        assert re.search(rf"^\| `{key}` \| `{getattr(Report(), key)}`", text, re.MULTILINE), key


def example(heading: str) -> str:
    """The first indented block below a heading of the documentation."""
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    part = re.split(rf"^##+ {re.escape(heading)}\n", text, flags=re.MULTILINE)[1]
    block = re.search(r"^(?: {4}.*\n)+", part, re.MULTILINE)
    assert block and "\n## " not in part[: block.start()], heading
    return textwrap.dedent(block[0])


def examples(heading: str) -> list[str]:
    """Every indented block below a heading of the documentation."""
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    part = re.split(r"^##", re.split(rf"^##+ {re.escape(heading)}\n", text, flags=re.MULTILINE)[1], flags=re.MULTILINE)
    return [textwrap.dedent(block) for block in re.findall(r"^(?: {4}.*\n|\n(?= {4}))+", part[0], re.MULTILINE)]


def test_the_examples_of_the_documentation_work(tmp_path: Path) -> None:
    publishing = "".join(example(heading) for heading in ("config/publishing.yaml", "mail"))
    config.load(workspace(tmp_path, publishing=publishing))
    config.load(workspace(tmp_path, publishing=example("recipients") + example("mail")))
    report = "".join(example(heading) for heading in ("contact", "period", "sections"))
    assert [section.id for section in config.load(
        workspace(tmp_path, report=examples("Profiles")[1]), "monthly").sections][1:3] == ["key_figures", "trend"]
    config.load(workspace(tmp_path, report=examples("Text of your own")[0]))
    for single in examples("Text of your own")[2].splitlines():
        config.load(workspace(tmp_path, report=f"sections:\n  {single}"))
    indicators, voices = example("config/indicators.yaml"), example("config/voices.yaml")
    loaded = config.load(workspace(tmp_path, report=report, indicators=indicators, voices=voices))
    assert (loaded.contact.email, loaded.period.week_start) == ("desk@example.org", "saturday")
    assert [(section.id, section.enabled) for section in loaded.sections][-1] == ("annex", False)
    assert loaded.indicators["displaced"].label == {"en": "People who fled"}
    assert loaded.voice("SOHR").priority == 30
    loaded.places.mkdir()
    (loaded.places / "SYR.csv").write_text(example("Add a place"), "utf-8")
    assert places.problems(loaded.places) == []
    basatin = places.gazetteer(loaded.places).find("Basatin", ("SYR",))
    assert basatin is not None
    assert places.gazetteer(loaded.places).path(basatin.id)[-2:] == ("SYR.169023", "SYR.basatin")


def test_loading_opens_no_slow_library() -> None:
    code = (
        "import sys; from pathlib import Path; from sitrep.config import load; load(Path('.'));"
        "print([m for m in ('pandas', 'numpy', 'matplotlib', 'weasyprint', 'jinja2', 'babel') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout == "[]\n"


SNIPPETS = (
    *("*a", "&a ", "!!map ", "{", "[", "]", "}", "'", '"', "\t", ": ", "- ", "#", "|", ">", "%", "@", "~", "?", "NO"),
    *("\x1b", "\u202e", "é", "\r", "\n---\n", "9" * 5000),
)


def mutated(text: str, chance: random.Random) -> str:
    """The text with one to four things inserted, removed or exchanged."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text))
        cut = at + chance.choice((0, 0, 1, 5, 60))
        text = text[:at] + chance.choice(SNIPPETS + ("", "")) + text[cut:]
    return text


@pytest.mark.parametrize("name", ["report", "indicators", "voices"])
def test_a_damaged_file_is_told_with_file_and_line_and_never_crashes(tmp_path: Path, name: str) -> None:
    text = "\n".join(
        line for line in (ROOT / "config" / f"{name}.yaml").read_text("utf-8").splitlines() if "#" not in line
    )
    chance = random.Random(name)
    refused = 0
    for _ in range(150):
        try:
            config.load(workspace(tmp_path, **{name: mutated(text, chance)}))
        except ConfigError as error:
            refused += 1
            for line in str(error).splitlines():
                assert re.match(rf"config/{name}\.yaml:\d+: .", line), line
    assert refused > 50
