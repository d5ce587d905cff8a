"""The exports: what each row says, that an empty cell is no zero, that every file opens, and that bytes repeat.

The week of tests/sample.py, with a position for Jisr al-Shughour and for Idlib as a whole, and none for Kafr Nabl.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hostile_strings
import openpyxl
import pytest
import sample
from sample import fact

from sitrep import draw, export
from sitrep.config import Config
from sitrep.export import columns, rows
from sitrep.export import csv as tables
from sitrep.model import Figure, Header, Row, Trend

ROOT = Path(__file__).parent.parent
PLACES = sample.PLACES | {
    "SYR.100": replace(sample.PLACES["SYR.100"], lat=35.8142, lon=36.3206),
    "SYR.101": replace(sample.PLACES["SYR.101"], lat=None, lon=None),
    "SYR.12": replace(sample.PLACES["SYR.12"], lat=35.8642, lon=36.7353),
}
GAZETTEER: Any = SimpleNamespace(place=PLACES.__getitem__, path=sample.path)


def files(**more: Any) -> dict[str, bytes]:
    """The tables of the sample's week; `more` is as `sample.inputs` takes it."""
    config = more.get("config", sample.CONFIG)
    made = sample.inputs(**more)
    report = sample.compose.report(made)
    return export.shared(report, config, GAZETTEER, more.get("headers", sample.HEADERS), list(made.facts.values()),
                         made.figures)


@pytest.fixture(scope="module")
def week() -> dict[str, bytes]:
    return files()


def read(table: bytes) -> dict[str, dict[str, str]]:
    """The rows of a CSV by their first cell."""
    found = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    return {next(iter(row.values())): row for row in found}


def told(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


# --- facts.csv and figures.csv --------------------------------------------------------------------------------------


def test_excel_sees_arabic_and_every_program_sees_one_header(week: dict[str, bytes]) -> None:
    for name, columns_ in (("facts.csv", columns.FACTS), ("figures.csv", columns.FIGURES)):
        assert week[name].startswith(b"\xef\xbb\xbf")
        head, first = week[name].decode("utf-8-sig").split("\r\n")[:2]
        assert head.split(",") == [column.name for column in columns_]
        assert not first.startswith("#")


def test_a_fact_leads_to_its_sentence_document_and_note(week: dict[str, bytes]) -> None:
    row = read(week["facts.csv"])["fa2"]
    assert told(row, "note", "indicator", "unit", "status", "scope") == ("11", "airstrikes", "incidents", "reported",
                                                                       "event")
    assert row["source_sentence"] == sample.STRUCK
    assert told(row, "source_quote", "source", "source_title", "source_url", "source_language") == (
        "more than 45 air strikes", "Levant Wire", "Jisr al-Shughour bombed", "https://example.org/a", "en")
    assert told(row, "attributed_to", "source_reliability", "info_credibility") == (sample.SOHR, "C", "3")
    assert told(row, "reference_period_start", "reference_period_end", "date_reported") == ("2018-09-04",) * 3
    assert told(row, "location_code", "location_name") == ("SYR", "Syria")
    assert told(row, "admin1_code", "admin1_name") == ("SY07", "Idlib")
    assert told(row, "admin_level", "place_code", "place", "lat", "lon") == (
        "", "C4286", "Jisr al-Shughour", "35.8142", "36.3206")


@pytest.mark.parametrize(("id", "bounds"), [
    ("fa1", ("9", "9", "9")),  # nine dead
    ("fa2", ("", "45", "")),  # more than 45
    ("fb2", ("", "", "12")),  # up to 12
])  # fmt: skip
def test_a_bound_that_is_open_is_empty_and_no_zero(week: dict[str, bytes], id: str, bounds: tuple[str, ...]) -> None:
    assert told(read(week["facts.csv"])[id], "value", "value_low", "value_high") == bounds


def test_a_zero_that_somebody_reported_is_one() -> None:
    none = fact("f0", "a", "killed", (0, 0), "nobody was killed", "Nobody was killed in Kafr Nabl.", "5", "SYR.101")
    row = read(files(facts=(none,))["facts.csv"])["f0"]
    assert told(row, "value", "value_low", "value_high") == ("0", "0", "0")


def test_a_place_that_only_its_surroundings_are_known_of_keeps_its_name(week: dict[str, bytes]) -> None:
    row = read(week["facts.csv"])["fa3"]
    assert told(row, "place", "place_code", "place_match", "admin1_name") == ("Basatin", "", "inside", "Idlib")
    assert read(week["figures.csv"])["killed-syr-100-basatin"]["place"] == "Basatin"


def test_a_fact_of_a_whole_province_has_its_level_and_no_place(week: dict[str, bytes]) -> None:
    assert told(read(week["facts.csv"])["fd1"], "admin_level", "place") == ("1", "")


def test_a_part_names_its_total_and_a_doubtful_reading_is_marked(week: dict[str, bytes]) -> None:
    facts = read(week["facts.csv"])
    assert facts["fc3"]["part_of"] == "fc2"
    assert facts["fd5"]["warning"] == "teaser low_confidence"
    assert facts["fa1"]["warning"] == ""


def test_only_facts_of_the_report_are_exported_in_the_order_of_their_notes(week: dict[str, bytes]) -> None:
    notes = [int(row["note"]) for row in read(week["facts.csv"]).values()]
    assert notes == list(range(1, len(sample.FACTS)))
    assert "fe1" not in read(week["facts.csv"])  # told two days after the as-of date


def test_a_document_that_names_no_origin_is_no_voice() -> None:
    alone = replace(sample.HEADERS[0], publisher="")
    row = read(files(facts=(fact("f1", "a", "killed", (9, 9), "nine dead", sample.STRUCK, "4"),), headers=(alone,))
               ["facts.csv"])["f1"]
    assert told(row, "attributed_to", "source") == ("", "")


def test_an_address_that_is_none_of_the_web_is_left_out(week: dict[str, bytes]) -> None:
    assert read(week["facts.csv"])["fc1"]["source_url"] == ""  # javascript:alert(1)


def test_a_figure_names_its_facts_and_those_beside_them(week: dict[str, bytes]) -> None:
    row = read(week["figures.csv"])["killed-syr"]
    assert told(row, "value", "value_low", "value_high", "value_best", "qualifier") == ("", "13", "14", "14", "range")
    assert told(row, "fact_ids", "facts_apart", "admin_level") == ("fa1 fb1 fc1 fc2", "fd5", "0")
    assert row["attributed_to"] == f"{sample.SOHR}; Syria Civil Defence; SANA"
    assert row["warning"] == "contested undated party"
    facts = read(week["facts.csv"])
    for figure in read(week["figures.csv"]).values():
        assert set(" ".join(told(figure, "fact_ids", "facts_inside", "facts_apart")).split()) <= set(facts)


def test_a_figure_of_undated_facts_alone_has_no_number(week: dict[str, bytes]) -> None:
    row = read(week["figures.csv"])["displaced-families-syr"]
    assert told(row, "value", "value_low", "value_high", "value_best", "qualifier", "fact_ids") == ("",) * 6
    assert row["facts_apart"] == "fd6"


def test_change_stands_beside_the_number_before() -> None:
    before = {"killed-syr": sample.printed(9, 9, sample.SOHR)}
    made = read(files(previous=before)["figures.csv"])
    names = ("change", "previous_low", "previous_high", "previous_edition")
    assert told(made["killed-syr"], *names) == ("up", "9", "9", "1")
    assert told(made["munitions-syr"], *names) == ("first", "", "", "")


def test_hxl_is_a_row_of_its_own_if_asked_for() -> None:
    table = files(config=sample.CONFIG.model_copy(update={"hxl": True}))["facts.csv"].decode("utf-8-sig")
    tags = table.split("\r\n")[1].split(",")
    assert tags == [column.tag for column in columns.FACTS]
    assert all(re.fullmatch(r"#[a-z][a-z0-9]*(\+[a-z][a-z0-9_]*)*", tag) for tag in tags)
    assert len(set(tags)) == len(tags)


def test_rows_have_the_columns_that_are_declared() -> None:
    made = sample.inputs()
    report = sample.compose.report(made)
    known = rows.facts(report, sample.CONFIG, GAZETTEER, sample.HEADERS, sample.FACTS)
    counted = rows.figures(GAZETTEER, sample.FACTS, made.figures)
    assert all(set(row) == {column.name for column in columns.FACTS} for row in known)
    assert all(set(row) == {column.name for column in columns.FIGURES} for row in counted)


@pytest.mark.parametrize(("heading", "declared"), [("facts.csv", columns.FACTS), ("figures.csv", columns.FIGURES)])
def test_the_documentation_has_every_column(heading: str, declared: tuple[columns.Column, ...]) -> None:
    text = (ROOT / "docs" / "exports.md").read_text("utf-8")
    part = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    printed = re.findall(r"^\| `(\w+)` \| `(\S+)` \| (.+) \|$", part, re.MULTILINE)
    assert printed == [(column.name, column.tag, column.meaning) for column in declared]


# --- formulas -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "cell"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), (" =1+1", "' =1+1"),
    ("a;=1+1", "a;'=1+1"), ("a; -5", "a;' -5"), ("＝1", "'＝1"), ("\u200b=1", "'\u200b=1"), ("a=1", "a=1"),
    ("no. -5", "no. -5"), (-5, "-5"), (-36.5, "-36.5"), (0, "0"), (None, ""),
])  # fmt: skip
def test_a_text_is_no_formula_and_a_number_stays_one(text: rows.Cell, cell: str) -> None:
    column = columns.Column("x", "#x", "")
    written = tables.written([column, column], [{"x": text}]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(written.split("\r\n", 1)[1]))) == [cell, cell]


# --- workbook -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book(week: dict[str, bytes]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(week["figures.xlsx"]))


def cells(sheet: Any) -> dict[str, dict[str, Any]]:
    head, *body = sheet.iter_rows(values_only=True)
    return {row[0]: dict(zip(head, row, strict=True)) for row in body}


def test_a_workbook_has_typed_cells_below_a_header_that_stays(book: Any) -> None:
    assert book.sheetnames == ["figures", "facts", "about"]
    row = cells(book["facts"])["fa2"]
    assert told(row, "value", "value_low", "value_high") == (None, 45, None)
    assert told(row, "date_reported", "lat", "note") == (datetime(2018, 9, 4), 35.8142, 11)  # noqa: DTZ001
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert not sheet.merged_cells.ranges


def test_a_workbook_tells_what_it_is_and_what_its_columns_mean(book: Any) -> None:
    about = [row[:3] for row in book["about"].iter_rows(min_row=2, values_only=True)]
    assert ("report", "as of", datetime(2018, 9, 9)) in about  # noqa: DTZ001
    assert ("report", "status", "Draft, not cleared") in about
    assert ("report", "may be read by", "Public") in about
    meanings = [row[1] for row in about if row[0] == "figures"]
    assert meanings == [column.name for column in columns.FIGURES]


# --- map ------------------------------------------------------------------------------------------------------------


def test_a_map_has_a_point_for_each_figure_longitude_first(week: dict[str, bytes]) -> None:
    made = json.loads(week["figures.geojson"])
    assert made["type"] == "FeatureCollection"
    points = {feature["id"]: feature for feature in made["features"]}
    assert set(points) == set(read(week["figures.csv"]))
    town = points["airstrikes-syr-100"]
    assert town["geometry"] == {"type": "Point", "coordinates": [36.3206, 35.8142]}
    assert told(town["properties"], "value", "value_low", "reference_period_end") == (None, 45, "2018-09-04")
    assert points["killed-syr-101"]["geometry"] is None  # its place has no position


# --- portals --------------------------------------------------------------------------------------------------------


def form(config: Config = sample.CONFIG, beside: Mapping[str, bytes] | None = None) -> Any:
    chosen = config.model_copy(update={"exports": ("json",)})
    made = sample.report(config=config)
    page = sample.html(made, config.templates, "print")
    return json.loads(export.portal(made, chosen, GAZETTEER, page, beside or {})[f"{made.name}.json"])


def test_a_portal_is_told_what_reliefweb_asks_for() -> None:
    made = form(beside={"x.pdf": b"12345", "facts.csv": b"1"})
    assert made["title"] == "Syria: Idlib Situation Report No. 1 (as of 9 September 2018)"
    assert made["primary_country"] == {"iso3": "syr", "shortname": "Syria"}
    assert made["source"] == [{"name": "Relief office"}]
    assert made["date"] == {"created": "2018-09-09", "original": "2018-09-09"}
    assert made["language"] == {"code": "en"}
    assert made["headline"]["summary"].startswith("Six children were reported killed in Basatin and Mhardeh")
    assert made["file"] == [
        {"filename": "facts.csv", "mimetype": "text/csv", "filesize": 1},
        {"filename": "x.pdf", "mimetype": "application/pdf", "filesize": 5},
    ]
    assert made["sitrep"] == {
        "number": 1, "revision": 1, "period": {"start": "2018-09-03", "end": "2018-09-09"}, "status": "draft",
        "cleared_by": None, "cleared_on": None, "sensitivity": "public",
    }


def test_the_body_says_what_the_sections_say_without_note_numbers_and_annex() -> None:
    made = form()
    assert "## Highlights\n\n- Six children were reported killed" in made["body"]
    assert "Between 13 and 14 people were reported killed in Jisr al-Shughour, Kafr Nabl and Mhardeh on 4, 5 and " \
        "6\N{NO-BREAK SPACE}September, according to three voices, which differ on some of the events.\n" in made["body"]
    assert "Facts and their sentences" not in made["body"]
    assert "<h2>Highlights</h2><ul><li>Six children" in made["body-html"]
    assert "<th>Killed</th>" in made["body-html"]
    assert len(made["headline"]["summary"]) <= 300


def test_a_report_without_country_and_organisation_guesses_none() -> None:
    nowhere = sample.CONFIG.model_copy(update={"country": "ZZZ", "organisation": ""})
    assert not {"primary_country", "country", "source"} & set(form(config=nowhere))


# --- all of them ----------------------------------------------------------------------------------------------------


def test_only_what_is_asked_for_is_made() -> None:
    assert set(files(config=sample.CONFIG.model_copy(update={"exports": ("csv",)}))) == {"facts.csv", "figures.csv"}
    assert files(config=sample.CONFIG.model_copy(update={"exports": ()})) == {}


def test_a_week_without_figures_has_headers_alone() -> None:
    made = files(facts=())
    assert read(made["facts.csv"]) == read(made["figures.csv"]) == {}
    assert json.loads(made["figures.geojson"])["features"] == []


def test_the_same_week_gives_the_same_bytes(week: dict[str, bytes]) -> None:
    assert files() == week


# --- texts that mean harm -------------------------------------------------------------------------------------------

GROUPS = 8
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def hostile(group: int) -> dict[str, bytes]:
    """Every file of a report that holds the texts of a group wherever a stranger's words can stand."""
    facts, headers = [], []
    for number, text in enumerate(hostile_strings.ALL[group::GROUPS]):
        headers.append(Header(text, text, date(2018, 9, 4), text, "en", text, f"{number}"))
        for id, more in (
            ("a", {"actor": text, "destination": text}), ("b", {"place": text, "place_match": "inside"}),
            ("c", {"place": text, "place_id": None, "place_match": "unresolved", "flags": (text,)}),
        ):
            facts.append(fact(f"f{number}{id}", text, "killed", (9, 9), text, f"{text} said", "4", says=text, **more))
    config = sample.CONFIG.model_copy(update={
        "title": hostile_strings.FORMULAS[group], "organisation": hostile_strings.MARKUP[group],
        "kicker": hostile_strings.SIGNS[group],
    })  # fmt: skip
    made = sample.inputs(facts=facts, headers=headers, config=config)
    report = sample.compose.report(made)
    shared = export.shared(report, config, GAZETTEER, headers, facts, made.figures)
    page = sample.html(report, config.templates, "word")
    copied = export.word(report, config, page)
    return shared | copied | export.portal(report, config, GAZETTEER, page, {**shared, **copied})


@pytest.fixture(scope="module")
def picture() -> Any:
    """The drawing has tests of its own, and takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        drawn = draw.png(Trend(sample.WEEK, (), "", (Row("", "", "flow", ()),)))
        patch.setattr("sitrep.report.html.png", lambda *_: drawn)
        yield


def cells_of(table: str) -> Iterator[str]:
    """The cells as those see them whose lists are parted by commas, and those whose are by semicolons."""
    before = csv.field_size_limit(1 << 24)  # by the wrong sign a whole row is a cell
    try:
        for delimiter in (",", ";"):
            for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter):
                yield from row
    finally:
        csv.field_size_limit(before)  # it holds for the whole process


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_hostile_text_stays_a_text_in_every_file(group: int, picture: Any) -> None:
    made = hostile(group)
    stem = next(name.removesuffix(".docx") for name in made if name.endswith(".docx"))
    for name in ("facts.csv", "figures.csv"):
        table = made[name].decode("utf-8-sig")
        for cell in cells_of(table):
            seen = cell.lstrip(" \u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
            assert re.fullmatch(r"-?\d+(\.\d+)?", seen) or not seen.startswith(tuple("=+-@\t\r＝＋－＠")), cell
        assert not UNSAFE.search(table.replace("\r\n", ""))
        assert len(list(csv.reader(io.StringIO(table, newline="")))) == table.count("\r\n")
    for sheet in openpyxl.load_workbook(io.BytesIO(made["figures.xlsx"])):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    for name in ("figures.geojson", f"{stem}.json"):
        assert not UNSAFE.search(json.dumps(json.loads(made[name]), ensure_ascii=False))
    body = json.loads(made[f"{stem}.json"])["body-html"]
    assert set(re.findall(r"<(?!/)(\S*?)[ >]", body)) <= {"h2", "h3", "p", "ul", "li", "table", "tr", "th", "td", "br"}
    hostile_strings.assert_sound(made[f"{stem}.docx"])


def test_what_is_longer_than_a_cell_is_cut_and_says_so() -> None:
    assert rows.text("x" * 40_000) == "x" * 32_766 + "…"


def test_figures_are_typed(week: dict[str, bytes]) -> None:
    assert date(2018, 9, 4) in {row["reference_period_start"] for row in rows.figures(GAZETTEER, (), _figures())}


def _figures() -> tuple[Figure, ...]:
    return sample.inputs().figures
