"""Sections: which, in what order, under which titles, and what stands in them."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sample
from sample import CONFIG, FACTS, REJECTED, fact, inputs, report

from sitrep import markdown, model
from sitrep.config import Config, SectionChoice
from sitrep.config.reconciling import Reconciling
from sitrep.config.settings import Thresholds
from sitrep.model import Map, Period, Previous, Report, Section, Trend
from sitrep.report import compose, evidence, wording
from sitrep.report.keyfigures import round_above
from sitrep.report.wording import Run


def content(made: Report, section: str) -> Mapping[str, Any]:
    return next(s for s in parts_of(made) if s.id == section).content


def parts_of(made: Report) -> Iterator[Section]:
    """The sections, and those that stand within one."""
    for section in made.sections:
        yield section
        yield from section.content.get("parts", ())


def plain(line: Any) -> str:
    return wording.plain(line).replace("\u00a0", " ")


def chosen(*ids: str, **titles: str) -> Any:
    choices = tuple(SectionChoice(id=id, title={"en": titles[id]} if id in titles else {}) for id in ids)
    return CONFIG.model_copy(update={"sections": choices})


ALL = ["masthead", "key_figures", "highlights", "changes", "key_visual", "overview", "displacement", "casualties",
       "hostilities", "infrastructure", "contested", "locations", "totals", "gaps_method", "sources", "annex", "about"]


def test_sections_stand_in_their_order_and_one_with_nothing_to_say_is_left_out() -> None:
    assert [section.id for section in report().sections] == ALL  # no `rejected`: all seeds were read


def test_what_could_not_be_read_is_told() -> None:
    made = report(rejections=REJECTED)
    assert [s.id for s in made.sections][-2:] == ["rejected", "about"]
    assert content(made, "rejected")["rows"][0]["reason"] == "no text in it"


def test_a_report_of_figures_that_agree_has_no_contested_section() -> None:
    assert "contested" not in [section.id for section in report(facts=FACTS[:2]).sections]


def test_sections_follow_the_configuration() -> None:
    made = report(config=chosen("sources", "highlights", "annex", sources="Who says so"))
    assert [(s.id, s.title) for s in made.sections] == [
        ("sources", "Who says so"), ("highlights", "Highlights"), ("annex", "Annex: every figure and its sentence")]


def test_dropping_one_section_and_moving_another_changes_nothing_else() -> None:
    whole = {section.id: section.content for section in report().sections}
    moved = report(config=chosen("sources", *(id for id in ALL if id not in ("sources", "key_visual"))))
    assert [s.id for s in moved.sections] == ["sources", *(id for id in ALL if id not in ("sources", "key_visual"))]
    for section in moved.sections:
        assert section.content == whole[section.id]


def test_a_section_switched_off_is_not_there() -> None:
    entries = (SectionChoice(id="highlights", enabled=False), SectionChoice(id="about"))
    config = CONFIG.model_copy(update={"sections": entries})
    assert [section.id for section in report(config=config).sections] == ["about"]


def test_an_office_may_ask_for_fewer_highlights() -> None:
    entry = SectionChoice(id="highlights", options={"max": "2"})
    made = report(config=CONFIG.model_copy(update={"sections": (entry,)}))
    assert len(content(made, "highlights")["sentences"]) == 2


def test_a_section_of_the_office_gets_its_options() -> None:
    own = SectionChoice.model_construct(id="own_notes", options={"text": "x"}, enabled=True, title={})
    made = report(config=CONFIG.model_copy(update={"sections": (own,)}))
    assert made.sections[0].content == {"options": {"text": "x"}}
    assert made.sections[0].title == "Own notes"


def test_the_masthead() -> None:
    made = report()
    head = content(made, "masthead")
    assert (head["kicker"], head["title"]) == ("Syria · Weekly situation report", "Idlib")
    assert plain(head["number"]) == "No. 1"
    assert [plain(head[key]) for key in ("period", "as_of", "next")] == [
        "3–9 September 2018", "9 September 2018", "around 16 September"]
    assert plain(made.title) == "Syria: Idlib Situation Report No. 1 (as of 9 September 2018)"
    assert made.name == "SYR001_sitrep_20180909_en_v1"


def test_a_report_without_a_country_and_with_the_default_title() -> None:
    plainest = Config(as_of=date(2018, 9, 9))
    made = report(config=plainest, facts=[replace(FACTS[0], place_id=None, place=None, country=None)])
    assert plain(made.title) == "Situation report No. 1 (as of 9 September 2018)"
    assert content(made, "masthead")["kicker"] == "Weekly situation report"
    line = plain(content(made, "highlights")["sentences"][0])
    assert line.startswith("Nine people were reported killed on 4 September")
    assert plain(content(made, "locations")["rows"][0]["name"]) == "place not stated"


PRINTED = Previous("SYR001_20180909_v2", 1, sample.WEEK, {
    figure.id: {**model.plain(figure), "low": 8, "high": 8} if figure.indicator == "killed" else model.plain(figure)
    for figure in sample.inputs().figures
}, "0", revision=2)


def test_a_version_that_corrects_another_says_which_and_what() -> None:
    made = report(revision=3, corrects=PRINTED)
    assert plain(content(made, "masthead")["number"]) == "No. 1, revised (version 3)"
    (notice,) = made.content["notices"]
    assert plain(notice).startswith("This version corrects version 2 of this report. People killed: ")
    assert plain(notice).endswith(", printed as 8.")


def test_a_version_that_replaces_a_draft_revises_nothing() -> None:
    made = report(revision=2)
    assert plain(content(made, "masthead")["number"]) == "No. 1"
    assert made.content["notices"] == ()


def test_a_version_that_corrects_no_figure_says_that() -> None:
    same = {figure.id: model.plain(figure) for figure in sample.inputs().figures}
    (notice,) = report(revision=3, corrects=replace(PRINTED, figures=same)).content["notices"]
    told = "This version corrects version 2 of this report. The figures for the whole country are the same."
    assert plain(notice) == told


def test_a_figure_that_is_gone_is_told_as_withdrawn() -> None:
    printed = {"indicator": "homes_destroyed", "kind": "event", "group": None, "place_id": "SYR", "terms": [{}],
               "low": 12, "high": 12, "qualifier": "exact"}
    gone = replace(PRINTED, figures={**PRINTED.figures, "homes_destroyed.event.SYR": printed})
    (notice,) = report(revision=3, corrects=gone).content["notices"]
    assert plain(notice).endswith("; Homes destroyed: the 12 printed before is withdrawn.")


def test_a_period_of_few_documents_says_so() -> None:
    one = [header for header in sample.HEADERS if header.published][:1]
    facts = [fact for fact in FACTS if fact.document == one[0].id]
    (notice,) = report(headers=one, facts=facts).content["notices"]
    assert plain(notice).startswith("Only 1 document was published in this period. ")
    many = sample.CONFIG.model_copy(update={"thresholds": Thresholds(few_documents=1)})
    assert report(config=many, headers=one, facts=facts).content["notices"] == ()


# --- key figures ----------------------------------------------------------------------------------------------------


def tile(label: str, **more: Any) -> Mapping[str, Any]:
    tiles: list[Mapping[str, Any]] = content(report(**more), "key_figures")["tiles"]
    return next(made for made in tiles if made["label"] == label)


def test_a_tile_of_one_voice() -> None:
    made = tile("People displaced")
    assert [plain(made[key]) for key in ("figure", "agreement", "unit", "dates", "change")] == [
        "5,000+", "One voice", "people", "8–9 September", "First report"]
    assert made["figure"][0].target == "fd1"  # one fact: its card
    assert made["dates"][-1].notes[0].target == "fd1"


def test_a_tile_of_a_sum_leads_to_its_row() -> None:
    made = tile("Air strikes")
    assert plain(made["figure"]) == "59+"
    assert made["figure"][0].target == "w-airstrikes-syr-12"
    assert plain(made["dates"]) == "4 and 9 September"


def test_a_tile_that_voices_differ_on_has_a_range_bar() -> None:
    made = tile("Living in displacement")
    assert plain(made["figure"]) == "1 M – 2 M"
    assert (made["range"]["from"], made["range"]["wide"]) == ("33.33%", "33.33%")
    assert plain(made["range"]["top"]) == "3 M"
    assert plain(made["agreement"]) == "Two voices differ"


def test_an_undated_count_stands_beside_the_tile_and_is_not_added() -> None:
    made = tile("People killed")
    assert plain(made["figure"]) == "13–14"
    assert plain(made["apart"]) == "(4) without a date"


def test_large_numbers_of_people_are_rounded_on_tiles_alone() -> None:
    many = fact("f1", "a", "displaced", (38517, 38517), "38,517 people", "38,517 people fled.", "8", says=sample.SOHR)
    assert plain(tile("People displaced", facts=[many])["figure"]) == "~38,500"
    made = report(facts=[many])
    assert plain(content(made, "annex")["cards"][0]["counts"]) == "38,517 people displaced"
    assert plain(content(made, "locations")["rows"][0]["cells"][0]) == "38,517"


def test_deaths_are_never_rounded() -> None:
    many = fact("f1", "a", "killed", (38517, 38517), "38,517 dead", "38,517 dead", "8", says=sample.SOHR)
    assert plain(tile("People killed", facts=[many])["figure"]) == "38,517"


@pytest.mark.parametrize(("number", "top"), [(0, 1), (9, 10), (10, 20), (14, 20), (2_000_000, 3_000_000), (999, 1000)])
def test_a_scale_ends_at_the_next_round_number(number: int, top: int) -> None:
    assert round_above(number) == top


# --- change ---------------------------------------------------------------------------------------------------------


def test_the_first_issue_says_that_it_is_the_first() -> None:
    assert plain(content(report(), "changes")["first"]) == "This is the first issue. Change is told from No. 2 on."


def test_change_is_told_on_tiles_and_in_the_table() -> None:
    previous = {"airstrikes-syr": sample.printed(45, None, sample.SOHR),
                "displaced-syr": sample.printed(1, 1, "somebody else"),
                "idps-syr-12-stock": sample.printed(2_000_000, 2_000_000, "Levant Wire")}
    made = report(previous=previous)
    assert plain(tile("Air strikes", previous=previous)["change"]) == "+14 since No. 1"
    rows = {row["label"]: row for row in content(made, "changes")["rows"]}
    assert [plain(rows["Air strikes"][key]) for key in ("before", "now", "change")] == ["45+", "59+", "+14 (+31%)"]
    assert plain(rows["People displaced"]["change"]) == "Not comparable"
    assert plain(rows["Living in displacement"]["change"]) == "Now contested"
    assert plain(tile("Living in displacement", previous=previous)["change"]) == "2 M in No. 1"  # no single difference
    assert plain(rows["People killed"]["before"]) == "" and plain(rows["People killed"]["change"]) == "First report"
    assert next(s.title for s in made.sections if s.id == "changes") == "What changed since No. 1"


def test_numbers_of_the_last_issue_that_are_known_otherwise_by_now_are_listed() -> None:
    made = report(**sample.second())
    rows = {row["label"]: row for row in content(made, "changes")["rows"]}
    assert [plain(rows["People killed"][key]) for key in ("before", "now", "change")] == [
        "29, by now 31", "40", "+9 (+29%)"]
    revised = [plain(line) for line in content(made, "changes")["revised"]]
    assert revised == ["People killed: 31, printed as 29 in No. 1"]
    assert plain(tile("People killed", **sample.second())["change"]) == "+9 since No. 1, as it is known by now"


def test_what_an_officer_rejected_since_is_told_as_withdrawn() -> None:
    given = sample.second()
    facts = [replace(sample.TWO_WEEKS[0], flags=("rejected",)), sample.TWO_WEEKS[2]]
    lines = content(report(**{**given, "facts": facts}), "changes")["revised"]
    assert [plain(line) for line in lines] == ["People killed: the 29 of No. 1 is withdrawn"]


def test_families_counted_as_people_are_marked_and_shown() -> None:
    given = sample.second(reconcile=Reconciling(household_size=5.2))
    shown = tile("People displaced", **given)
    assert (plain(shown["figure"]), shown["computed"]) == ("~1,560", "Counted in part as families, at 5.2 people each")
    row = next(r for r in content(report(**given), "annex")["rows"] if plain(r["figure"]) == "~1,560")
    claim = row["terms"][0]["claims"][0]
    assert (plain(claim["families"]), claim["times"]) == ("300 families × 5.2", "5.2")
    items = [plain(item) for item in content(report(**given), "gaps_method")["items"]]
    assert any(item.startswith("Of families, counted as 5.2 people each, is one fact.") for item in items)
    assert tile("People killed", **given)["computed"] == ""


def test_events_since_the_start_of_the_crisis_stand_beside_those_of_the_period() -> None:
    totals = content(report(**sample.second(crisis_start=date(2018, 8, 1))), "totals")
    killed = next(row for row in totals["events"] if plain(row["label"]) == "People killed")
    assert plain(Run(totals["since"])) == "Since 1 Aug"
    assert (plain(killed["now"]), plain(killed["since"])) == ("40", "71")
    assert "totals" not in {s.id for s in report(**sample.second()).sections}


def test_what_the_parts_of_a_total_come_to_stands_beside_it() -> None:
    rows = content(report(**sample.second()), "annex")["rows"]
    assert [plain(line) for row in rows for line in row["beside"]] == ["narrower places come to 30"]


def test_the_last_issues_stand_side_by_side_from_the_third_on() -> None:
    def edition(number: int, end: int, low: int, days: int = 7) -> Previous:
        last = date(2018, 8, end)
        figures = {"killed-syr": sample.printed(low, low, sample.SOHR)}
        return Previous(f"SYR00{number}", number, Period(last - timedelta(days=days - 1), last), figures, "0")

    def made(*editions: Previous) -> Report:
        return compose.report(replace(inputs(facts=FACTS[:1]), earlier=editions, number=4))

    shown = content(made(edition(1, 19, 18), edition(2, 26, 4)), "issues")
    assert [column["number"].replace("\u00a0", " ") for column in shown["columns"]] == ["No. 1", "No. 2", "No. 4"]
    (row,) = shown["rows"]
    assert [(plain(cell["figure"]), cell["wide"]) for cell in row["cells"]] == [
        ("18", "100.00%"), ("4", "22.22%"), ("9", "50.00%")]
    ids = {section.id for section in made(edition(2, 26, 4)).sections}
    assert "issues" not in ids  # two issues are told by `changes`
    month = made(edition(1, 19, 18), edition(2, 26, 400, days=31))
    assert "issues" not in {section.id for section in month.sections}


# --- tables and chart -----------------------------------------------------------------------------------------------


def test_the_table_of_places() -> None:
    table = content(report(), "locations")
    rows = [(plain(row["name"]), [plain(cell) for cell in row["cells"]]) for row in table["rows"]]
    assert table["columns"] == ("Killed", "Displaced", "Air strikes", "Bombs, shells", "Homes destroyed")
    assert rows == [
        ("Hama governorate", ["3", "", "", "", ""]),
        ("Mhardeh", ["3", "", "", "", ""]),
        ("Idlib governorate", ["10–11(4)", "5,000+", "59+", "~25", "up to 12"]),
        ("Jisr al-Shughour", ["9", "", "45+", "", ""]),
        ("Basatin", ["(5)", "", "", "", ""]),  # told by another voice: not added to the nine
        ("Kafr Nabl", ["1–2", "", "", "", "up to 12"]),
        ("No narrower place", ["", "5,000+", "14", "~25", ""]),
        ("Syria, all places", ["13–14(4)", "5,000+", "59+", "~25", "up to 12"]),
    ]
    assert [row["depth"] for row in table["rows"]] == [0, 1, 0, 1, 2, 1, 1, 0]
    assert plain(table["left_out"]) == "Not in the table for want of room: families displaced."


def test_contested_figures_show_each_voice_and_no_average() -> None:
    groups = content(report(), "contested")["groups"]
    assert [plain(group["title"]) for group in groups] == [
        "People killed, Kafr Nabl, 5 September", "Living in displacement, Idlib governorate"]
    first = groups[0]
    assert [plain(first[key]) for key in ("low", "best", "high")] == ["1", "", "2"]
    assert [(plain(row["voice"]), row["code"], plain(row["figure"])) for row in first["rows"]] == [
        ("Syria Civil Defence", "C3", "2"), ("Syrian Observatory for Human Rights", "C3", "1")]


def test_best_is_the_one_voice_whose_reliability_stands_above_the_others() -> None:
    facts = [f if f.id != "fb1" else replace(f, attribution="United Nations") for f in FACTS]
    first = content(report(facts=facts), "contested")["groups"][0]
    assert plain(first["best"]) == "2"
    assert [row["is_best"] for row in first["rows"]] == [False, True]


def test_totals_are_kept_apart_by_kind() -> None:
    since = fact("f1", "a", "killed", (350000, None), "more than 350,000", "more than 350,000", at="SYR",
                 says=sample.SOHR, scope="cumulative", start=date(2011, 3, 15), end=date(2018, 9, 4))
    groups = content(report(facts=[*FACTS, since]), "totals")["groups"]
    assert [(group["title"], len(group["rows"])) for group in groups] == [
        ("Standing totals", 2), ("Running totals", 1), ("Projections", 1)]
    assert plain(groups[1]["rows"][0]["as_of"]) == "15 Mar 2011 – 4 Sept 2018"


def test_the_chart_has_a_row_an_indicator_and_tells_itself_in_words() -> None:
    made = content(report(), "trend")
    chart = made["trend"]
    assert isinstance(chart, Trend)
    assert [row.title for row in chart.rows] == [
        "People killed", "People displaced", "Air strikes", "Bombs, shells and rockets", "Living in displacement"]
    assert [(bar.label, bar.start) for bar in chart.rows[0].bars] == [
        ("9", date(2018, 9, 4)), ("1–2", date(2018, 9, 5)), ("3", date(2018, 9, 6)), ("4", None)]
    assert "Air strikes: 45+ on 4 September, 14 on 9 September." in plain(made["alt"])
    assert plain(made["note"]) == "Syria, 3–9 September 2018; each row has its own scale"
    assert plain(made["sources"]) == "Source: five voices; documents A, B, C and D, as of 9 September."


def test_a_footer_names_the_voices_while_they_are_few() -> None:
    made = content(report(facts=FACTS[:2]), "trend")
    assert plain(made["sources"]) == (
        "Source: the Syrian Observatory for Human Rights; document A, as of 9 September.")


# --- the map --------------------------------------------------------------------------------------------------------


def test_the_map_has_a_bubble_a_place_and_tells_itself_in_words() -> None:
    made = content(report(), "map")
    drawn = made["map"]
    assert isinstance(drawn, Map)
    assert (made["title"], plain(made["note"])) == (
        "People killed by place", "Syria, 3–9 September 2018; the area of a circle follows the number")
    assert [(b.name, b.label, b.lat, b.is_wide) for b in drawn.bubbles] == [
        ("Jisr al-Shughour", "9", 35.81, False), ("Kafr Nabl", "1–2", 35.61, False), ("Mhardeh", "3", 35.25, False)]
    assert plain(made["alt"]) == (
        "Map of Syria. People killed by place: Jisr al-Shughour 9, Kafr Nabl 1–2, Mhardeh 3.")
    assert [(plain(row["place"]), plain(row["figure"])) for row in made["table"]] == [
        ("Jisr al-Shughour", "9"), ("Kafr Nabl", "1–2"), ("Mhardeh", "3")]
    assert made["key"] == ("ring",)
    assert [words for _, words in drawn.sizes] == ["5", "2"]


def test_what_has_no_place_or_no_date_is_told_beside_the_map() -> None:
    wide = fact("f1", "a", "killed", (6, 6), "six killed", "Six were killed in Syria.", "8", at="SYR", says=sample.SOHR)
    made = content(report(facts=[*FACTS, wide]), "map")
    assert plain(made["left_out"]) == (
        "Not on the map: 6 in Syria, no narrower place; 4 in Idlib governorate, without a date.")
    assert [run.target for run in made["left_out"] if run.kind == "figure"] == ["f1", "fd5"]


def test_the_map_is_of_the_figure_with_the_most_places() -> None:
    strikes = [
        fact(f"f{n}", "a", "airstrikes", (n, n), "raids", "Raids.", "4", at=at, says=sample.SOHR, unit="incidents")
        for n, at in enumerate(["SYR.100", "SYR.101", "SYR.102"], 1)
    ]
    killed = fact("f9", "a", "killed", (9, 9), "nine dead", "Nine dead.", "4", "SYR.100", sample.SOHR)
    assert content(report(facts=[killed]), "map")["title"] == "People killed by place"
    assert content(report(facts=[killed, *strikes]), "map")["title"] == "Air strikes by place"


def test_an_area_is_drawn_apart_from_the_places_in_it() -> None:
    wide = fact("f1", "a", "killed", (6, 6), "six killed", "Six were killed in Idlib.", "8", says=sample.SOHR)
    bubbles = content(report(facts=[*FACTS, wide]), "map")["map"].bubbles
    assert [(b.name, b.label, b.is_wide) for b in bubbles if b.is_wide] == [("Idlib", "6", True)]
    assert sum(b.low or 0 for b in bubbles) == 9 + 1 + 3 + 6  # no number is drawn twice


def test_standing_totals_are_drawn_where_they_were_counted() -> None:
    totals = [
        fact(f"f{n}", "a", "idps", (n * 1000, n * 1000), "displaced", "Displaced.", "4", at=at, says=sample.SOHR,
             scope="cumulative")
        for n, at in enumerate(["SYR.12", "SYR.05"], 1)
    ]
    made = content(report(facts=totals), "map")
    assert {(b.name, b.label) for b in made["map"].bubbles} == {("Idlib", "1,000"), ("Hama", "2,000")}
    assert plain(made["note"]).startswith("Syria, standing totals as of 9 September;")


def test_without_a_place_to_draw_there_is_no_map_and_the_trend_stands_alone() -> None:
    wide = fact("f1", "a", "killed", (6, 6), "six killed", "Six were killed in Syria.", "8", at="SYR", says=sample.SOHR)
    (section,) = (s for s in report(facts=[wide]).sections if s.id == "key_visual")
    assert [(part.id, part.content["beside"]) for part in section.content["parts"]] == [("trend", False)]
    gaps = " ".join(plain(item) for item in content(report(facts=[wide]), "gaps_method")["items"])
    assert "There is no map" in gaps
    assert "There is no map" not in " ".join(plain(item) for item in content(report(), "gaps_method")["items"])


@pytest.mark.parametrize("alone", ["map", "trend"])
def test_map_and_trend_can_stand_alone(alone: str) -> None:
    made = report(config=chosen(alone, **{alone: "Where and when"}))
    assert [(s.id, s.title) for s in made.sections] == [(alone, "Where and when")]


# --- evidence -------------------------------------------------------------------------------------------------------


def test_documents_have_letters_by_date_and_only_web_addresses_are_links() -> None:
    documents = content(report(), "sources")["documents"]
    assert [(d["letter"], d["publisher"], d["facts"]) for d in documents] == [
        ("A", "Levant Wire", 4), ("B", "Orontes Daily", 3), ("C", "Cedar Post", 3), ("D", "Valley Press", 6)]
    assert [d["url"] for d in documents] == ["https://example.org/a", "", "", "https://example.org/d"]


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "javascript://example.org/%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org",
    "//example.org", "http:", "http://[", "",
])
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    assert markdown.safe_url(url) == ""


def test_voices_show_their_reliability_and_whether_they_are_a_party() -> None:
    voices = {plain(v["name"]): v for v in content(report(), "sources")["voices"]}
    assert (voices["SANA"]["code"], voices["SANA"]["is_party"]) == ("D", True)
    assert (voices["Camp manager"]["code"], voices["Camp manager"]["is_party"]) == ("F", False)


def test_gaps_tell_what_is_left_out() -> None:
    text = " ".join(plain(item) for item in content(report(), "gaps_method")["items"])
    assert "five documents by four publishers; it holds 16 facts" in text
    assert "Published after the as-of date and left out: one document." in text
    assert "No date is given for two facts: they are shown and not added." in text
    assert "The reading of one fact is doubtful." in text
    assert "No figure was reported for people injured" in text


def test_the_annex_has_a_card_for_each_fact_of_the_period_in_order_of_note_number() -> None:
    cards = content(report(), "annex")["cards"]
    assert [card["number"] for card in cards] == [str(n) for n in range(1, 17)]
    assert {card["fact"] for card in cards} == {f.id for f in FACTS if f.document != "e"}
    teaser = next(card for card in cards if card["fact"] == "fd5")
    assert teaser["confidence"] == "Low: a link to another story"
    assert teaser["sentence"] == (("Raids kill four", True), (" in southern Idlib", False))


def test_a_sentence_that_lacks_its_quote_is_followed_by_it() -> None:
    odd = replace(FACTS[0], quote="nine  dead")
    assert evidence.marked(odd)[-1] == ("nine  dead", True)


def test_a_row_shows_how_a_sum_is_made() -> None:
    row = next(r for r in content(report(), "annex")["rows"] if r["id"] == "w-killed-syr")
    assert plain(row["figure"]) == "13–14"
    assert [plain(term["figure"]) for term in row["terms"]] == ["9", "1–2", "3"]
    assert [[fact for _, fact in claim["facts"]] for claim in row["terms"][1]["claims"]] == [["fb1"], ["fc1"]]


def test_composing_is_the_same_for_any_order_of_what_goes_in() -> None:
    shuffled = inputs(tuple(reversed(FACTS)), headers=tuple(reversed(sample.HEADERS)))
    assert compose.report(shuffled) == report()


def test_composing_changes_nothing_that_it_was_given() -> None:
    given = inputs()
    kept = copy.deepcopy(given.figures)
    compose.report(given)
    assert given.figures == kept


def test_a_number_on_the_word_of_a_party_alone_says_so() -> None:
    tile = next(tile for tile in content(report(), "key_figures")["tiles"] if tile["label"] == "People killed")
    assert tile["party"] == "In part on the word of a party to the conflict alone"  # Mhardeh is told by SANA alone
    page = sample.page()
    assert tile["party"] in page
    assert "SANA</bdi> (party to the conflict)" in page
