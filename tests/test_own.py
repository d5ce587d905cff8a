"""Indicators of an office's own, made of words alone: read, told from others, never counted twice, shown like any."""

import re
import textwrap
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sample
from sample import fact

from sitrep import cli, config, extract, reconcile
from sitrep.config import Config
from sitrep.errors import ConfigError
from sitrep.model import Document, Fact, Figure, Header
from sitrep.report import wording
from sitrep.report.inputs import label

ROOT = Path(__file__).parent.parent


def shipped() -> str:
    """The indicators that stand as examples in the comments of the shipped file, without the signs of a comment."""
    text = (ROOT / "config" / "indicators.yaml").read_text("utf-8")
    return "".join(f"{line[2:]}\n" for line in text[text.index("# wells_destroyed:") :].splitlines())


OTHERS = """\
livestock_killed:
  label: Livestock killed
  unit: items
  kind: flow
  words: {en: {nouns: [goat(s), head of cattle], participle: [killed, drowned]}}
wells_poisoned:
  label: Wells poisoned
  unit: buildings
  kind: flow
  words: {en: {nouns: [well(s)], participle: [poisoned]}}
clinics_open:
  label: Clinics open
  unit: buildings
  kind: stock
  words: {en: {nouns: [clinic(s)], subject: [are open, were open]}}
schools_hit:
  label: Schools hit
  instead_of: facilities_hit
  words: {en: {nouns: [school(s)]}}
"""


def office(folder: Path, indicators: str) -> Path:
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config" / "indicators.yaml").write_text(indicators, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return config.load(office(tmp_path_factory.mktemp("office"), shipped() + OTHERS))


@cache
def _reader(folder: Path) -> Any:
    return config.load(folder).reader()


def facts(text: str, settings: Config, title: str = "") -> list[Fact]:
    document = Document(Header("a", title, date(2018, 9, 9), "Hill Radio", "en", "", ""), text)
    return list(extract.facts(document, _reader(settings.folder)))


def told(text: str, settings: Config) -> list[tuple[str, int | None, str]]:
    return [(fact.indicator, fact.low, fact.unit) for fact in facts(text, settings)]


# --- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # wells destroyed, instead of facilities hit
        ("Five wells were destroyed in Abyan.", [("wells_destroyed", 5, "buildings")]),
        ("Shelling destroyed at least 12 tube wells.", [("wells_destroyed", 12, "buildings")]),
        ("The strike destroyed a well in Abyan.", [("wells_destroyed", 1, "buildings")]),
        ("Two wells and three boreholes were destroyed.", [("wells_destroyed", 5, "buildings")]),
        ("Five wells were destroyed in Abyan on Friday and three in Lahj.",
         [("wells_destroyed", 5, "buildings"), ("wells_destroyed", 3, "buildings")]),
        ("Five wells were damaged in Abyan.", [("facilities_hit", 5, "buildings")]),  # not destroyed
        ("Three bakeries were destroyed in Abyan.", [("facilities_hit", 3, "buildings")]),  # no wells
        ("Two wells and three pumps were destroyed.", [("facilities_hit", 5, "buildings")]),  # a sum over both
        ("Twelve homes were destroyed in Abyan.", [("homes_destroyed", 12, "buildings")]),
        # cholera deaths, part of killed
        ("The ministry recorded 14 cholera deaths.", [("cholera_deaths", 14, "people")]),
        ("14 people died of cholera in Aden on Monday.", [("cholera_deaths", 14, "people")]),
        ("14 people died in Aden on Monday.", [("killed", 14, "people")]),
        # words that no other indicator has
        ("Floods killed 40 goats in Lahj.", [("livestock_killed", 40, "items")]),
        ("Floods killed 40 farmers in Lahj.", [("killed", 40, "people")]),
        ("Four wells were poisoned in Lahj.", [("wells_poisoned", 4, "buildings")]),
        ("Four schools were poisoned in Lahj.", []),
        ("Forty goats fled.", []),
        # nouns alone take all that the other counts of them
        ("Shells damaged two schools in Lahj. Three clinics were destroyed.",
         [("schools_hit", 2, "buildings"), ("facilities_hit", 3, "buildings")]),
        ("The road is closed.", []),
    ],
)  # fmt: skip
def test_a_number_is_the_office_s_own_by_noun_and_word(
    text: str, expected: list[tuple[str, int, str]], settings: Config
) -> None:
    assert told(text, settings) == expected


def test_without_the_indicators_the_same_sentences_count_for_the_others() -> None:
    plain = Config()
    assert told("Five wells were destroyed in Abyan.", plain) == [("facilities_hit", 5, "buildings")]
    assert told("The ministry recorded 14 cholera deaths.", plain) == [("killed", 14, "people")]
    assert told("Floods killed 40 goats in Lahj.", plain) == []


def test_an_own_count_has_place_days_group_and_total_like_any(settings: Config) -> None:
    text = "Thirty people died in Aden on Friday, including 14 cholera deaths, the health ministry said."
    killed, cholera = facts(text, settings)
    assert (killed.indicator, killed.low, cholera.indicator, cholera.low) == ("killed", 30, "cholera_deaths", 14)
    assert cholera.part_of == killed.id
    assert (cholera.place, cholera.start, cholera.end) == ("Aden", date(2018, 9, 7), date(2018, 9, 7))
    (child,) = facts("Nine children died of cholera in Aden.", settings)
    assert (child.indicator, child.group) == ("cholera_deaths", "children")


def test_a_standing_total_is_read_as_one(settings: Config) -> None:
    (fact,) = facts("In Idlib 12 clinics are open.", settings)
    assert (fact.indicator, fact.scope, fact.start) == ("clinics_open", "cumulative", None)
    assert "as_published" in fact.flags


def test_the_examples_that_are_shipped_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lexicon", "check", "--workspace", str(office(tmp_path, shipped()))]) == 0
    assert "config/indicators.yaml: 3 examples, all as expected" in capsys.readouterr().out


def test_extract_and_explain_know_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(office(tmp_path, shipped()))
    (tmp_path / "a.txt").write_text("Five wells were destroyed in Abyan.\n", encoding="utf-8")
    assert cli.main(["extract", "a.txt"]) == 0
    assert '"indicator": "wells_destroyed"' in capsys.readouterr().out
    assert cli.main(["explain", "a.txt"]) == 0
    assert "[1] “Five wells” wells_destroyed, 5 buildings" in capsys.readouterr().out


# --- settings -------------------------------------------------------------------------------------------------------


def test_unit_and_kind_are_those_of_the_indicator_whose_numbers_it_takes(settings: Config) -> None:
    known = settings.indicators
    wells, cholera, livestock = known["wells_destroyed"], known["cholera_deaths"], known["livestock_killed"]
    assert (wells.unit, wells.kind, wells.instead_of) == ("buildings", "flow", ("facilities_hit",))
    assert (cholera.unit, cholera.kind, cholera.part_of) == ("people", "flow", ("killed",))
    assert (livestock.unit, livestock.kind, livestock.tile) == ("items", "flow", False)
    assert list(settings.indicators)[:2] == ["wells_destroyed", "cholera_deaths"]  # in the order of the file
    assert len(settings.indicators) == 6 + 17


WELLS = "wells:\n  label: Wells\n  {}\n  words: {{en: {{nouns: [well(s)], participle: [destroyed]}}}}\n"
CAPPED = "wells:\n  label: Wells\n  {}\n  words: {{en: {{participle: [capped]}}}}\n"
OWN = "unit: buildings\n  kind: flow"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # words of another indicator, and no word of which of them counts
        (WELLS.format(OWN),
         '5: wells: "destroyed" counts what facilities_hit counts – write `instead_of: facilities_hit` (then it is '
         "only wells) or `part_of: facilities_hit` (then it is in facilities_hit too)"),
        (WELLS.format("unit: items\n  kind: flow"), '5: wells: "destroyed" counts what facilities_hit counts'),
        ("c:\n  label: C\n  unit: people\n  kind: flow\n  words:\n    en:\n      count_noun: [cholera death(s)]\n",
         '7: c: "cholera death(s)" counts what killed counts – write `instead_of: killed`'),
        ("c:\n  label: C\n  unit: people\n  kind: flow\n  words: {en: {subject: [died of cholera]}}\n",
         '5: c: "died of cholera" counts what killed counts'),
        ("killed:\n  words: {en: {participle: [zapped]}}\n"
         "c:\n  label: C\n  unit: people\n  kind: flow\n  words: {en: {participle: [zapped]}}\n",
         '7: c: "zapped" counts what killed counts'),
        # two of the office's own
        (OTHERS + "w:\n  label: W\n  unit: buildings\n  kind: flow\n  words: {en: {participle: [poisoned]}}\n",
         '24: w: "poisoned" counts what wells_poisoned counts – give each words or nouns of its own'),
        # what one needs
        (CAPPED.format("kind: flow"), "1: wells: needs unit, or instead_of or part_of and the indicator whose numbers"),
        (CAPPED.format("unit: buildings"), "1: wells: needs kind, or instead_of"),
        ("wells:\n  instead_of: facilities_hit\n  words: {en: {nouns: [well(s)]}}\n", "1: wells: needs a label in en"),
        ("wells:\n  label: W\n  instead_of: facilities_hit\n", "1: wells: needs words, such as `words: {en: {nouns:"),
        ("wells:\n  label: W\n  unit: buildings\n  kind: flow\n  words: {en: {nouns: [well(s)]}}\n",
         "5: wells: has nouns alone – add what happened to them"),
        (CAPPED.format("unit: items\n  kind: flow"), "5: wells: counts items – name them: `nouns: [goat(s)]`"),
        (CAPPED.format(OWN).replace("wells", "Wells"), "1: Wells: the name must be made of small letters"),
        # what does not go together
        (WELLS.format("instead_of: killd"), '3: instead_of: unknown indicator "killd" – did you mean "killed"?'),
        (WELLS.format("instead_of: facilities_hit\n  unit: people"),
         "4: wells: unit is people, but that of facilities_hit is buildings – make it the same"),
        (WELLS.format("instead_of: facilities_hit\n  kind: stock"),
         "4: wells: kind is stock, but that of facilities_hit is flow – make it the same"),
        (WELLS.format("instead_of: facilities_hit\n  part_of: facilities_hit"),
         "4: wells: is either part_of facilities_hit or counted instead_of it"),
        (CAPPED.format("unit: houses\n  kind: flow"), "3: unit: must be people, buildings, incidents, munitions or"),
        ("killed:\n  kind: stock\n", "2: kind: is fixed for killed – remove the line"),
        ("killed:\n  words: {en: {nouns: [well(s)]}}\n", "2: nouns: only an indicator of your own counts nouns"),
        ("sheep:\n  tile: true\n", '1: unknown indicator "sheep" – known are: killed'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_do(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        config.load(office(tmp_path, text))
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"config/indicators.yaml:{expected}"), line


def test_check_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--workspace", str(office(tmp_path, WELLS.format(OWN)))]) == 2
    assert "wells" in (printed := capsys.readouterr().err) and "facilities_hit" in printed


def test_words_that_count_other_things_are_no_overlap(tmp_path: Path) -> None:
    text = WELLS.format("unit: items\n  kind: flow").replace("well", "truck")
    loaded = config.load(office(tmp_path, text))
    assert told("Shells destroyed nine trucks and two homes.", loaded) == [
        ("trucks", 9, "items"), ("homes_destroyed", 2, "buildings")]  # fmt: skip


def test_the_examples_of_the_documentation_work(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    part = text[text.index("### An indicator of your own") :]
    blocks = [textwrap.dedent(block) for block in re.findall(r"^(?: {4}.*\n|\n(?= {4}))+", part, re.MULTILINE)]
    loaded = config.load(office(tmp_path, blocks[0]))
    assert told("Five wells were destroyed in Abyan. In Lahj 12 sheep drowned.", loaded) == [
        ("wells_destroyed", 5, "buildings"), ("livestock_killed", 12, "items")]  # fmt: skip
    wrong = blocks[0].replace("  instead_of: facilities_hit\n", "  unit: buildings\n  kind: flow\n").split("\n\n")[0]
    with pytest.raises(ConfigError) as error:
        config.load(office(tmp_path, wrong))
    assert re.sub(r":\d+:", ":7:", str(error.value)) == blocks[1].strip()


# --- figures --------------------------------------------------------------------------------------------------------

MINISTRY = "Health Ministry"


def cholera(id: str, number: int, on: str, **more: Any) -> Fact:
    given: dict[str, Any] = {"at": "SYR.12", "says": MINISTRY} | more
    quote = f"{number} cholera deaths"
    return fact(id, "a", "cholera_deaths", (number, number), quote, f"The ministry recorded {quote}.", on, **given)


def killed(id: str, number: int, on: str, **more: Any) -> Fact:
    given: dict[str, Any] = {"at": "SYR.12", "says": MINISTRY} | more
    return fact(id, "a", "killed", (number, number), f"{number} died", f"{number} died.", on, **given)


def figures(facts: Sequence[Fact], settings: Config) -> dict[str, Figure]:
    config = settings.model_copy(update={"country": "SYR"})
    made = reconcile.figures(sample.HEADERS, facts, config, sample.GAZETTEER, sample.WEEK, date(2018, 9, 9))
    return {figure.id: figure for figure in made}


def test_what_is_part_of_another_counts_there_too(settings: Config) -> None:
    made = figures([cholera("c1", 14, "4"), killed("k1", 9, "6")], settings)
    assert made["cholera-deaths-syr"].low == 14
    assert made["killed-syr"].low == 14 + 9


def test_but_never_beyond_its_total(settings: Config) -> None:
    made = figures([killed("k1", 30, "4"), cholera("c1", 14, "4", part_of="k1")], settings)
    assert (made["killed-syr"].low, made["killed-syr"].high, made["cholera-deaths-syr"].low) == (30, 30, 14)
    assert made["killed-syr"].terms[0].inside == ("c1",)


@pytest.mark.parametrize("at", ["SYR.12", "SYR.100"])
def test_nor_beyond_a_toll_that_may_hold_it(at: str, settings: Config) -> None:
    made = figures([killed("k1", 30, "4", says="United Nations"), cholera("c1", 14, "4", at=at)], settings)
    assert (made["killed-syr"].low, made["killed-syr"].high) == (30, 30)  # no range 14–30: nobody said that 14 died
    assert (made["cholera-deaths-syr"].low, made["killed-syr"].flags) == (14, ())


def test_a_running_total_of_a_part_is_none_of_the_whole(settings: Config) -> None:
    since = {"scope": "cumulative"}
    made = figures([cholera("c1", 400, "3-8", **since)], settings)
    assert [id for id in made if id.startswith("killed")] == []
    made = figures([cholera("c1", 400, "3-8", **since), killed("k1", 900, "3-8", **since)], settings)
    (whole,) = (figure for id, figure in made.items() if id.startswith("killed"))
    assert (whole.low, whole.terms[0].inside) == (900, ("c1",))


def test_what_stands_instead_of_another_is_not_counted_there(settings: Config) -> None:
    wells = fact("w1", "a", "wells_destroyed", (5, 5), "five wells", "Five wells.", "4", unit="buildings")
    hit = fact("f1", "a", "facilities_hit", (2, 2), "two clinics", "Two clinics.", "4", unit="buildings")
    made = figures([wells, hit], settings)
    assert (made["wells-destroyed-syr"].low, made["facilities-hit-syr"].low) == (5, 2)


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_report_shows_them_like_any_other(settings: Config) -> None:
    own = {name: settings.indicators[name] for name in ("wells_destroyed", "cholera_deaths")}
    config = sample.CONFIG.model_copy(update={"indicators": own | dict(sample.CONFIG.indicators)})
    stated = [
        *sample.FACTS,
        cholera("c1", 14, "4", at="SYR.05"),
        cholera("c2", 5, "4", at="SYR.05", group="children", part_of="c1"),
        fact("w1", "d", "wells_destroyed", (5, 5), "Five wells were destroyed", "Five wells were destroyed.", "7",
             unit="buildings", says="water board"),
    ]  # fmt: skip
    made = sample.report(facts=stated, config=config)
    content = {section.id: section.content for section in made.sections}
    tiles = [(tile["label"], wording.plain(tile["figure"])) for tile in content["key_figures"]["tiles"]]
    assert tiles[:2] == [("Wells destroyed", "5"), ("Cholera deaths", "14")]
    assert content["locations"]["columns"][:2] == ("Wells destroyed", "Cholera deaths")
    said = " ".join(wording.plain(paragraph) for paragraph in content["overview"]["paragraphs"]).replace("\u00a0", " ")
    assert "a water board reported five wells destroyed" in said
    assert "Health Ministry reported 14 cholera deaths (among them five children)" in said
    assert "14 people killed" not in said  # the same count is told once, by its own name
    assert sample.page(facts=stated, config=config).count("Wells destroyed") >= 3
    (children,) = (f for f in sample.inputs(stated, config).figures if f.id == "cholera-deaths-syr-children")
    assert label(sample.inputs(stated, config), children) == "Cholera deaths (children)"
