"""What the rows of a spreadsheet become: each cell beside the fact, worked out by hand; and what costs a row."""

import json
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as dom

from sitrep import cli, extract
from sitrep.extract import Rejected, rows
from sitrep.language.own import ExtraWords
from sitrep.language.places import gazetteer
from sitrep.language.reader import Reader, reader
from sitrep.model import GROUPS, Document, Fact, Header
from sitrep.reconcile.groups import WIDER
from sitrep.sources.table import lines
from sitrep.workbook import Column, Sheet, written

ROOT = Path(__file__).parent.parent
COLUMNS = ("indicator", "value", "place", "location_code", "start", "end")
DAY = "2018-09-04"


@pytest.fixture(scope="module")
def words() -> Reader:
    said = {"en": {"nouns": ["goat(s)"], "subject": ["drowned"]}}
    goats = ExtraWords(said, ("facilities_hit",), False, "items", "flow")
    return reader(gazetteer(ROOT / "config" / "places"), {"livestock_killed": goats})


def table(columns: Sequence[str], *cells: Sequence[str], name: str = "a") -> Document:
    content = "".join("\t".join(row) + "\n" for row in (columns, *cells))
    found = lines(content.encode(), f"{name}.csv")
    header = Header(name, f"{name}.csv", date(2018, 9, 9), "Field office", "en", "", "")
    return Document(header, found.text, found.rows, found.left_out)


def only(document: Document, words: Reader) -> Fact:
    facts, rejected = extract.read(document, words)
    assert not rejected, rejected
    (fact,) = facts
    assert document.text[fact.span.start : fact.span.end] == fact.quote
    assert fact.sentence in document.text.splitlines()
    return fact


def one(words: Reader, **cells: str) -> Fact:
    """The fact of a row with these cells; killed, 9, unless they say otherwise."""
    given = {"indicator": "killed", **({} if {"low", "high"} & cells.keys() else {"value": "9"}), **cells}
    return only(table(tuple(given), tuple(given.values())), words)


def reason(words: Reader, **cells: str) -> str:
    """Why a row of these cells became no fact."""
    given = {"indicator": "killed", **({} if {"low", "high"} & cells.keys() else {"value": "9"}), **cells}
    facts, rejected = extract.read(table(tuple(given), tuple(given.values())), words)
    assert not facts, facts
    (told,) = rejected
    return told.reason


def test_every_field_of_a_row(words: Reader) -> None:
    fact = one(
        words, group="Children", place="Jisr al-Shughour", location_code="syr", reference_period_start=DAY,
        reference_period_end="2018-09-05", source="local council",
    )  # fmt: skip
    assert fact.quote == "killed 9"
    assert fact.sentence == (
        "a.csv, row 2: killed 9 Children · Jisr al-Shughour · syr · 2018-09-04 – 2018-09-05 · local council"
    )
    assert (fact.indicator, fact.low, fact.high, fact.qualifier, fact.unit) == ("killed", 9, 9, "exact", "people")
    assert (fact.group, fact.attribution, fact.scope, fact.status) == ("children", "local council", "event", "reported")
    assert (fact.place, fact.place_id, fact.admin1, fact.country) == ("Jisr al-Shughour", "SYR.169023", "Idlib", "SYR")
    assert (fact.place_match, fact.start, fact.end) == ("exact", date(2018, 9, 4), date(2018, 9, 5))
    assert (fact.rule, fact.confidence, fact.section, fact.flags) == ("row", 1.0, "body", ())


@pytest.mark.parametrize(("cells", "expected"), [
    ({"value": "1200"}, (1200, 1200, "exact")),
    ({"value": "1,200"}, (1200, 1200, "exact")),
    ({"value": "1 200"}, (1200, 1200, "exact")),
    ({"value": "1\u202f200"}, (1200, 1200, "exact")),
    ({"value": "0"}, (0, 0, "exact")),
    ({"value": "5,000+"}, (5000, None, "at_least")),
    ({"value": "about 40"}, (40, 40, "about")),
    ({"value": "more than 12"}, (12, None, "at_least")),
    ({"value": "10-20"}, (10, 20, "range")),
    ({"value": "dozens"}, (24, None, "vague")),
    ({"value": "٤٥"}, (45, 45, "exact")),
    ({"value": "9", "qualifier": "At least"}, (9, None, "at_least")),
    ({"value": "9", "qualifier": "at_most"}, (None, 9, "at_most")),
    ({"value": "9", "qualifier": "about"}, (9, 9, "about")),
    ({"low": "5", "high": "9"}, (5, 9, "range")),
    ({"low": "5", "high": "5"}, (5, 5, "exact")),
    ({"low": "5"}, (5, None, "at_least")),
    ({"high": "9"}, (None, 9, "at_most")),
])  # fmt: skip
def test_numbers(cells: dict[str, str], expected: tuple[int | None, int | None, str], words: Reader) -> None:
    fact = one(words, **cells)
    assert (fact.low, fact.high, fact.qualifier) == expected


@pytest.mark.parametrize(("cells", "expected"), [
    ({"value": "-4"}, 'value is "-4": a count is not negative'),
    ({"value": "many"}, 'value is "many", not a whole number such as 1,200 or "about 40"'),
    ({"value": "2.5"}, 'value is "2.5", not a whole number such as 1,200 or "about 40"'),
    ({"value": "NaN"}, 'value is "NaN", not a whole number such as 1,200 or "about 40"'),
    ({"value": "1e308"}, 'value is "1e308", which is not what it looks like – type it again'),
    ({"value": "1e+308"}, 'value is "1e+308", not a whole number such as 1,200 or "about 40"'),
    ({"value": "9 of 12"}, 'value is "9 of 12", not a whole number such as 1,200 or "about 40"'),
    ({"value": "=4+5"}, 'value is "=4+5", not a whole number such as 1,200 or "about 40"'),
    ({"value": "#REF!"}, 'value is "#REF!", not a whole number such as 1,200 or "about 40"'),
    ({"value": "99999999999"}, 'value is "99999999999": nobody counts so many'),
    ({"value": "1O0"}, 'value is "1O0", which is not what it looks like – type it again'),
    ({"value": "4\u200b5"}, 'value is "4⟦U+200B⟧5", which is not what it looks like – type it again'),
    ({"value": ""}, "no number – an empty cell is not a zero"),
    ({"value": "9", "low": "5"}, "it has a value and bounds – keep the value, or low and high"),
    ({"low": "9", "high": "5"}, "low is 9 and high 5 – the other way round?"),
    ({"low": "5", "high": "9", "qualifier": "exact"}, "the bounds make it range, and the qualifier is exact"),
    ({"value": "about 40", "qualifier": "exact"}, 'the value "about 40" is no number of the qualifier exact'),
    ({"qualifier": "exakt"}, 'unknown qualifier "exakt" – did you mean "exact"?'),
    ({"indicator": "kiled"}, 'unknown indicator "kiled" – did you mean "killed"?'),
    ({"group": "childen"}, 'unknown group "childen" – did you mean "children"?'),
    ({"unit": "families"}, 'unknown unit "families" – known are: people'),
    ({"status": "reportd"}, 'unknown status "reportd" – did you mean "reported"?'),
    ({"scope": "evnt"}, 'unknown scope "evnt" – did you mean "event"?'),
    ({"start": "2018-02-30"}, 'reference_period_start is "2018-02-30", a day that no calendar has'),
    ({"start": "03/04/2018"}, 'reference_period_start is "03/04/2018", which is one day in some countries and another '
                              "in others – write it like 2018-09-04"),
    ({"start": "4 Sept"}, 'reference_period_start is "4 Sept" – write it like 2018-09-04'),
    ({"start": "2018-09-05", "end": DAY}, "it begins on 2018-09-05 and ends on 2018-09-04, before it"),
    ({"location_code": "SYX"}, 'location_code is "SYX", not a code of ISO 3166 such as SYR'),
    ({"country": "Atlantis"}, 'unknown country "Atlantis" – write its three letters, such as SYR'),
])  # fmt: skip
def test_what_costs_a_row_is_told_with_its_number(cells: dict[str, str], expected: str, words: Reader) -> None:
    assert reason(words, **cells) == f"row 2: {expected}"


def test_a_row_without_indicator_names_those_known(words: Reader) -> None:
    told = reason(words, indicator="")
    assert told.startswith("row 2: it names no indicator – known are: killed, injured")


@pytest.mark.parametrize(("cells", "days"), [
    ({"start": DAY}, (date(2018, 9, 4), date(2018, 9, 4))),
    ({"end": DAY}, (None, date(2018, 9, 4))),
    ({"date": "2018-09-04T00:00:00"}, (date(2018, 9, 4), date(2018, 9, 4))),
    ({}, (None, None)),
])  # fmt: skip
def test_days(cells: dict[str, str], days: tuple[date | None, date | None], words: Reader) -> None:
    fact = one(words, **cells)
    assert (fact.start, fact.end) == days


def test_a_standing_total_is_cumulative_and_read_as_published_without_a_day(words: Reader) -> None:
    fact = one(words, indicator="idps", unit="Families")
    assert (fact.scope, fact.unit, fact.flags) == ("cumulative", "families", ("as_published",))
    assert one(words, indicator="idps", end=DAY).flags == ()


def test_an_office_counts_what_it_likes(words: Reader) -> None:
    fact = one(words, indicator="livestock_killed")
    assert (fact.indicator, fact.unit, fact.scope) == ("livestock_killed", "items", "event")


@pytest.mark.parametrize(("cells", "expected"), [
    ({"place": "Idlib", "location_code": "SYR"}, ("Idlib", "SYR.12", "exact")),
    ({"place": "Khan Cheykhoun", "country": "Syria"}, ("Khan Cheykhoun", "SYR.168325", "fuzzy")),
    ({"place": "إدلب", "location_code": "SYR"}, ("إدلب", "SYR.12", "exact")),
    ({"place": "Kharkiv"}, ("Kharkiv", "UKR.706483", "exact")),
    ({"place": "Syria"}, ("Syria", "SYR", "exact")),
    ({"place": "Third camp", "admin1_code": "SY07"}, ("Third camp", "SYR.12", "inside")),
    ({"place": "Mhardeh", "admin1_code": "SY07"}, ("Mhardeh", "SYR.12", "inside")),  # that of this name lies in Hama
    ({"admin1_code": "SY07", "admin1_name": "Idleb"}, ("Idleb", "SYR.12", "exact")),
    ({"admin1_name": "Idleb", "location_code": "SYR"}, ("Idleb", "SYR.12", "exact")),
    ({"location_code": "SYR"}, ("Syria", "SYR", "exact")),
    ({"place": "Xyzzy", "location_code": "SYR"}, ("Xyzzy", None, "unresolved")),
    ({}, (None, None, "unresolved")),
])  # fmt: skip
def test_places(cells: dict[str, str], expected: tuple[str | None, str | None, str], words: Reader) -> None:
    fact = one(words, **cells)
    assert (fact.place, fact.place_id, fact.place_match) == expected


def test_a_row_that_states_no_country_is_in_that_of_the_others(words: Reader) -> None:
    document = table(COLUMNS, ("killed", "9", "Hama", "SYR"), ("killed", "3", "Ariha"))
    assert [fact.place_id for fact in extract.facts(document, words)] == ["SYR.10", "SYR.172994"]


def test_hapi_rows(words: Reader) -> None:
    columns = ("location_code", "admin1_name", "event_type", "events", "fatalities", "reference_period_start")
    document = table(
        columns, ("SYR", "Idleb", "political_violence", "12", "3", DAY), ("SYR", "Hama", "demonstration", "2", "", DAY)
    )
    facts, rejected = extract.read(document, words)
    assert [(fact.indicator, fact.low, fact.place_id) for fact in facts] == [
        ("attacks", 12, "SYR.12"), ("killed", 3, "SYR.12")
    ]  # fmt: skip
    assert [one.reason for one in rejected] == [
        "row 3: demonstrations are no attacks", "row 3: no number – an empty cell is not a zero"
    ]  # fmt: skip
    assert extract.partly(document, words)[1] is None  # nobody has made a mistake


def test_a_row_that_cannot_be_read_costs_no_other(words: Reader) -> None:
    document = table(COLUMNS, ("killed", "9"), ("killed", "x"), ("kiled", "2"), ("killed", "3"))
    headers, facts, rejections = extract.all([document], words)
    assert [fact.low for fact in facts] == [9, 3]
    assert [header.id for header in headers] == ["a"]
    (rejection,) = rejections
    assert rejection.reason == (
        '2 of 4 rows could not be read – row 3: value is "x", not a whole number such as 1,200 or "about 40"; '
        'row 4: unknown indicator "kiled" – did you mean "killed"?'
    )


def test_a_row_of_two_counts_is_told_of_once(words: Reader) -> None:
    document = table(("events", "fatalities", "date"), ("2", "1", "4 May"))
    _, rejection = extract.partly(document, words)
    assert rejection is not None
    assert rejection.reason == (
        '1 of 1 rows could not be read – row 2: reference_period_start is "4 May" – write it like 2018-09-04'
    )


def test_of_many_rows_the_first_are_named() -> None:
    mistaken = [Rejected(document_span, "x", f"row {n}: bad") for n, document_span in enumerate([_SPAN] * 1500, 2)]
    told = rows.told(mistaken, 2000)
    assert told.startswith("1,500 of 2,000 rows could not be read – row 2: bad; row 3: bad;")
    assert told.endswith("row 11: bad; 1,490 more: `sitrep explain` tells all")


_SPAN = table(COLUMNS, ("killed", "9")).rows[0].line


def test_ids_are_unique_and_stay_when_rows_are_added(words: Reader) -> None:
    twice = ("killed", "9", "Hama")
    before = extract.facts(table(COLUMNS, twice, twice), words)
    after = extract.facts(table(COLUMNS, ("killed", "1", "Ariha"), twice, twice), words)
    assert len({fact.id for fact in after}) == 3
    assert [fact.id for fact in after[1:]] == [fact.id for fact in before]
    other = extract.facts(table(COLUMNS, twice, name="b"), words)
    assert other[0].id not in {fact.id for fact in before}


def test_the_groups_known_are_those_that_figures_know() -> None:
    assert set(GROUPS) == set(WIDER)


SOUP = ["", "killed", "idps", "9", "-1", "1,2", "1e9", "٩", "½", "\u202e9", "Idlib", "SYR", "SY07", DAY, "0000-00-00",
        "at_least", "children", "=1+1", "💥", "x" * 300, "é", "10-5", "9999999999", "+5", "5+", "+", "Ⅷ"]  # fmt: skip


def test_whatever_stands_in_cells_nothing_breaks(words: Reader) -> None:
    dice = random.Random(14)
    columns = (
        "indicator", "value", "low", "high", "qualifier", "unit", "group", "place", "admin1_code", "admin1_name",
        "location_code", "country", "start", "end", "scope", "status", "source", "event_type", "events", "fatalities",
    )  # fmt: skip
    soup = [dice.choice(SOUP) if dice.random() < 0.06 else "" for _ in range(1500 * len(columns))]
    filled = [["killed", dice.choice(SOUP), *(soup.pop() for _ in columns[2:])] for _ in range(1500)]
    document = table(columns, *filled)
    facts, rejected = extract.read(document, words)
    assert len(facts) + len(rejected) == len(document.rows)
    assert len({fact.id for fact in facts}) == len(facts) > 50
    for fact in facts:
        assert document.text[fact.span.start : fact.span.end] == fact.quote
        assert (fact.low or 0) <= (fact.high if fact.high is not None else 10**10)
        assert fact.low is not None or fact.high is not None


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.chdir(folder)
    return cli.main(list(words))


def test_the_commands_tell_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = tmp_path / "texts"
    seeds.mkdir()
    (seeds / "incidents.csv").write_text("indicator,value,place,remark\nkilled,9,Idlib,x\nkilled,x,Idlib,\n")
    (seeds / "manifest.yaml").write_text("incidents.csv: {published: 2018-09-08, publisher: Field office}\n")
    assert run(tmp_path, monkeypatch, "extract", "texts") == 0
    printed = capsys.readouterr()
    fact: dict[str, Any] = json.loads(printed.out)
    assert (fact["document"], fact["sentence"]) == ("incidents", "incidents.csv, row 2: killed 9 · Idlib")
    assert "incidents: not read: 1 of 2 rows could not be read – row 3: value" in printed.err
    assert run(tmp_path, monkeypatch, "explain", "texts/incidents.csv") == 0
    shown = capsys.readouterr().out
    for part in ("incidents.csv, row 2: killed 9[2] · Idlib", "“remark” an unknown column, left out",
                 "1 became a fact", 'row 3: value is "x"', "publisher Field office"):  # fmt: skip
        assert part in shown


@pytest.mark.slow
def test_the_report_leads_each_figure_to_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, monkeypatch, "init", str(tmp_path / "office")) == 0
    office = tmp_path / "office"
    for old in (office / "seeds").iterdir():
        old.unlink()
    columns = tuple(Column(name) for name in ("indicator", "value", "place", "location_code", "date", "source"))
    cells = [
        ["killed", 7, "Jisr al-Shughour", "SYR", date(2018, 9, 4), "local council"],
        ["killed", 0, "Saraqib", "SYR", date(2018, 9, 5), "local council"],
        ["kiled", 2, "Saraqib", "SYR", date(2018, 9, 5), "local council"],
    ]
    (office / "seeds" / "incidents.xlsx").write_bytes(written([Sheet("data", columns, cells)]))
    (office / "seeds" / "manifest.yaml").write_text("incidents: {published: 2018-09-08, publisher: Field office}\n")
    assert run(office, monkeypatch, "build", "--as-of", "2018-09-09") == 3
    latest = office / "out" / "latest"
    (page,) = (latest / "report").glob("*.html")
    shown = " ".join(dom.fromstring(page.read_bytes()).text_content().split())
    assert "incidents.xlsx, row 2: killed 7 · Jisr al-Shughour · SYR · 2018-09-04 · local council" in shown
    assert "Seven people were reported killed" in shown
    assert "Zero people" not in shown.partition("Highlights")[2].partition("What changed")[0]
    # what stands in a cell may be a name: a public edition tells the row, the office's log tells the word
    rejected = '1 of 3 rows could not be read – row 4: unknown indicator [name withheld] – did you mean "killed"?'
    assert rejected in shown
    named = rejected.replace("[name withheld]", '"kiled"')
    assert f"WARN rejected incidents: {named}" in (latest / "internal" / "log.txt").read_text()
