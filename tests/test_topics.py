"""The sections of one topic: what is counted, what it is parted by, and what is kept apart from it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import sample
import test_traceability
from lxml import html as dom
from sample import CONFIG, FACTS, SOHR, fact

from sitrep.config import Indicator, SectionChoice
from sitrep.model import Fact
from sitrep.report import wording
from sitrep.report.topics import TOPICS


def text(line: Any) -> str:
    return wording.plain(line).replace("\u00a0", " ")


def content(name: str, facts: Sequence[Fact] = FACTS, config: Any = CONFIG, **options: Any) -> Mapping[str, Any] | None:
    config = config.model_copy(update={"sections": (SectionChoice(id=name, options=options),)})
    made = sample.report(facts=facts, config=config).sections
    return made[0].content if made else None


def sentences(name: str, facts: Sequence[Fact] = FACTS, **more: Any) -> list[str]:
    made = content(name, facts, **more)
    assert made is not None
    return [text(sentence) for sentence in made["sentences"]]


def rows(name: str, facts: Sequence[Fact] = FACTS, **more: Any) -> list[tuple[str, str, list[tuple[str, str]]]]:
    made = content(name, facts, **more)
    assert made is not None
    return [
        (text(c["label"]), text(c["figure"]), [(text(p["label"]), text(p["figure"])) for p in c["parts"]])
        for c in made["counts"]
    ]


def test_casualties_stand_by_group_and_what_names_no_group_is_a_count_and_no_remainder() -> None:
    # 9 in Jisr (5 children in it), 1–2 in Kafr Nabl, 3 in Mhardeh (1 child); 4 without a date are shown, never added
    assert rows("casualties") == [("People killed", "13–14(4)", [("Children", "6"), ("No group named", "1–2")])]
    assert sentences("casualties") == [
        "In three separate counts, between 13 and 14 people were reported killed; the highest is nine in "
        "Jisr al-Shughour on 4 September.",
        "The counts single out six children killed; groups may overlap; no group is named for between one and two "
        "people killed.",
    ]


def test_without_any_group_that_is_what_is_said() -> None:
    few = [one for one in FACTS if one.id in ("fb1", "fc2")]
    assert rows("casualties", few) == [("People killed", "5", [])]
    assert sentences("casualties", few)[-1] == "No group is named for any of these counts."


def test_hostilities_stand_by_kind_and_actor() -> None:
    assert rows("hostilities") == [
        ("Air strikes", "59+", [("Attributed to Russia", "14"), ("No actor named", "45+")]),
        ("Bombs, shells and rockets", "~25", [("Attributed to the Syrian government", "~25")]),
    ]
    assert sentences("hostilities")[-1] == (
        "The voices report 14 air strikes attributed to Russia and about 25 bombs, shells or rockets attributed to the "
        "Syrian government; no actor is named for more than 45 air strikes.")


def test_voices_that_name_different_actors_for_one_event_are_not_decided_between() -> None:
    two, three = ("attacks", (2, 2), "two raids", "Two raids."), ("attacks", (3, 3), "three raids", "Three raids.")
    told = [
        fact("f1", "a", *two, "4", "SYR.101", SOHR, unit="incidents", actor="A"),
        fact("f2", "b", *two, "4", "SYR.101", "SANA", unit="incidents", actor="B"),
        fact("f3", "b", *three, "5", "SYR.102", SOHR, unit="incidents", actor="A"),
    ]
    assert rows("hostilities", told) == [
        ("Attacks other than air strikes", "5", [("Attributed to A", "3"), ("Attributed to actors that differ", "2")])]


def test_infrastructure_stands_by_kind_of_facility_and_homes_have_none() -> None:
    hit = [
        fact("f1", "a", "facilities_hit", (2, 2), "two hospitals", "Two hospitals.", "4", "SYR.101", SOHR,
             unit="buildings", group="hospitals"),
        fact("f2", "b", "facilities_hit", (1, 1), "a depot", "A depot.", "5", "SYR.102", SOHR, unit="buildings"),
    ]
    assert rows("infrastructure", [*hit, FACTS[5]]) == [
        ("Homes destroyed", "up to 12", []),
        ("Facilities hit or closed", "3", [("Hospitals", "2"), ("No kind named", "1")]),
    ]
    assert sentences("infrastructure", [*hit, FACTS[5]])[-1] == (
        "The counts single out two hospitals hit or closed; "
        "no kind of building is named for one facility hit or closed.")
    assert sentences("infrastructure") == ["Up to 12 homes were reported destroyed in Kafr Nabl on 5 September."]


def test_displacement_keeps_stocks_and_projections_apart_from_flows() -> None:
    made = content("displacement")
    assert made is not None
    assert rows("displacement") == [("People displaced", "5,000+", []), ("Families displaced", "(~60)", [])]
    assert [(text(row["label"]), text(row["kind"]), text(row["figure"])) for row in made["apart"]] == [
        ("Living in displacement, Idlib governorate", "standing total, as published 4–9 September", "1 M – 2 M"),
        ("People displaced, Idlib governorate", "projection, no date", "up to 800,000"),
    ]
    assert sentences("displacement")[1:] == [
        "No destination is named for any of these counts.",
        "Not added to counts of the period are between 1 million and 2 million people living in displacement in Idlib "
        "governorate (standing total, as published 4–9 September); up to 800,000 people displaced from Idlib "
        "governorate (projection, no date).",
    ]


def test_displacement_stands_by_destination() -> None:
    moved = [
        fact("f1", "a", "displaced", (300, 300), "300 fled", "300 fled.", "4", "SYR.101", SOHR, destination="Afrin"),
        fact("f2", "a", "displaced", (500, 500), "500 fled", "500 fled.", "5", "SYR.102", SOHR),
    ]
    assert rows("displacement", moved) == [
        ("People displaced", "800", [("To Afrin", "300"), ("No destination named", "500")])]
    assert sentences("displacement", moved) == [
        "In two separate counts, 800 people were reported displaced; the highest is 500 from Mhardeh on 5 September.",
        "The voices report 300 people displaced to Afrin; no destination is named for 500 people displaced.",
    ]


def test_no_highest_is_named_where_another_count_may_be_higher() -> None:
    doubtful = [
        fact("f1", "a", "airstrikes", (45, None), "45+", "45.", "4", "SYR.101", SOHR, unit="incidents"),
        fact("f2", "a", "airstrikes", (20, None), "20+", "20.", "5", "SYR.102", SOHR, unit="incidents"),
    ]
    assert sentences("hostilities", doubtful)[0] == "In two separate counts, at least 65 air strikes were reported."


def test_bars_begin_at_zero_and_what_is_sure_is_told_from_what_differs() -> None:
    made = content("casualties")
    assert made is not None
    bars = {text(part["label"]): part["bar"] for part in made["counts"][0]["parts"]}
    assert bars == {  # of 14, the high bound of the figure
        "Children": {"sure": "42.86%", "more": "0.00%"}, "No group named": {"sure": "7.14%", "more": "7.14%"}}


def test_rows_beyond_the_cap_are_counted() -> None:
    made = content("casualties", max=1)
    assert made is not None
    (count,) = made["counts"]
    assert [text(part["label"]) for part in count["parts"]] == ["Children"]
    assert text(count["left_out"]) == "One more is left out for want of room."
    kept = content("displacement", max=1)
    assert kept is not None and len(kept["apart"]) == 1
    assert text(kept["left_out"]) == "One more is left out for want of room."


def test_an_indicator_of_the_office_belongs_to_the_topic_whose_numbers_it_takes() -> None:
    wells = Indicator(id="wells_destroyed", unit="buildings", kind="flow", label={"en": "Wells destroyed"},
                      instead_of=("facilities_hit",))
    config = CONFIG.model_copy(update={"indicators": {"wells_destroyed": wells, **CONFIG.indicators}})
    five = fact("w1", "a", "wells_destroyed", (5, 5), "five wells", "Five wells.", "4", unit="buildings", says=SOHR)
    assert ("Wells destroyed", "5", []) in rows("infrastructure", [five], config=config)


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_without_counts_is_left_out(name: str) -> None:
    other = "casualties" if name == "hostilities" else "hostilities"
    members = TOPICS[other].indicators
    assert content(name, [one for one in FACTS if one.indicator in members]) is None


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_number_of_a_topic_leads_to_its_sentences(medium: str) -> None:
    page = dom.document_fromstring(sample.page(medium))
    facts = {one.id: one for one in FACTS}
    test_traceability.check(page, facts)
    for name in TOPICS:
        (section,) = page.xpath("//section[@id=$id]", id=name)
        assert section.xpath(".//p//a[contains(@class,'note')]"), f"{name} cites nothing"
        assert section.xpath(".//td//data[@data-figure]")
