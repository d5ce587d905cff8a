"""Sentences from figures: chosen, ordered and worded by rule; nothing is said that no figure says."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import sample
from sample import FACTS, fact, inputs

from sitrep.model import Fact
from sitrep.report import inputs as what
from sitrep.report import narrative, wording

RELATIVE = re.compile(r"\b(today|yesterday|tomorrow|last (week|month|year)|this week|weekend|ago|recently)\b", re.I)


def said(*facts: Fact, most: int = 5, **more: Any) -> list[str]:
    return [wording.plain(line).replace("\u00a0", " ") for line in narrative.highlights(inputs(facts, **more), most)]


def told(*facts: Fact) -> list[str]:
    return [wording.plain(line).replace("\u00a0", " ") for line in narrative.overview(inputs(facts))]


def one(id: str = "f1", indicator: str = "killed", number: Any = (9, 9), on: str = "4", **more: Any) -> Fact:
    return fact(id, "a", indicator, number, more.pop("quote", "nine dead"), more.pop("sentence", "nine dead"), on,
                more.pop("at", "SYR.100"), more.pop("says", sample.SOHR), **more)


def test_one_voice_is_named_and_the_sentence_is_passive() -> None:
    assert said(one()) == [
        "Nine people were reported killed in Jisr al-Shughour on 4 September, "
        "the Syrian Observatory for Human Rights said."
    ]


def test_no_sentence_begins_with_a_numeral() -> None:
    line = said(one(number=(14, 14), indicator="injured"))[0]
    assert line.startswith("On 4 September, 14 people were reported injured in")


def test_the_qualifier_stays() -> None:
    said_so = "more than 5,000"
    more = one(indicator="displaced", number=(5000, None), on="8-9", quote=said_so, sentence=said_so)
    assert said(more)[0].startswith("More than 5,000 people were reported displaced from Jisr al-Shughour on 8 and 9")
    least = replace(more, quote="at least 5,000", sentence="at least 5,000")
    assert said(least)[0].startswith("At least 5,000 people")


def test_the_word_over_counts_only_as_a_word_of_its_own() -> None:
    less = one(indicator="displaced", number=(5000, None), quote="5,000 moreover", sentence="5,000 moreover fled")
    assert said(less)[0].startswith("At least 5,000")


def test_two_voices_that_differ_are_told_each_with_its_number() -> None:
    assert said(one(number=(1, 1)), one("f2", number=(2, 2), says="Syria Civil Defence")) == [
        "Between one and two people were reported killed in Jisr al-Shughour on 4 September; two voices differ: "
        "Syria Civil Defence said two and the Syrian Observatory for Human Rights said one."
    ]


def test_two_voices_that_agree_are_counted() -> None:
    assert said(one(), one("f2", says="Syria Civil Defence"))[0].endswith("on 4 September; two voices agree.")


def test_children_come_first() -> None:
    lines = said(
        one(), one("f2", number=(5, 5), group="children", says="monitoring groups"),
        one("f3", "airstrikes", (45, 45), unit="incidents"),
    )
    begun = [line.split(" were")[0] for line in lines]
    assert begun == ["Five children", "Nine people", "On 4 September, 45 air strikes"]
    assert lines[0].endswith("whether all of them are part of the count of all people is not stated.")


def test_children_who_are_a_declared_part_stand_in_the_sentence_of_the_total() -> None:
    lines = said(one(), one("f2", number=(5, 5), group="children", part_of="f1"))
    assert len(lines) == 1
    assert "on 4 September, among them five children, the Syrian" in lines[0]


def test_people_come_before_families_and_strikes_before_buildings() -> None:
    lines = said(
        one("f1", "homes_destroyed", (3, 3), unit="buildings"), one("f2", "airstrikes", (4, 4), unit="incidents"),
        one("f3", "displaced", (9, 9), unit="families"), one("f4", "displaced", (9, 9)),
    )
    begun = [line.split(" were")[0] for line in lines]
    assert begun == ["Nine people", "Four air strikes", "Three homes", "Nine families"]


def test_a_country_has_its_article() -> None:
    gazetteer = SimpleNamespace(
        called=lambda id, language: "",
        place=(sample.PLACES | {"GBR": sample.place("GBR", "United Kingdom", "country", None, 54.0, -2.0)}).__getitem__,
        path=lambda id: ("GBR",) if id == "GBR" else sample.path(id))
    given = replace(inputs((one(),)), gazetteer=gazetteer)
    assert wording.plain(what.where(given, "killed", ["GBR"])) == "in the United Kingdom"


def test_at_most_so_many_are_told() -> None:
    assert len(said(*FACTS, most=2)) == 2


def test_a_document_that_names_no_origin_speaks_for_itself() -> None:
    nobody = replace(sample.HEADERS[0], publisher="")
    assert said(one(says=None), headers=[nobody])[0].endswith("according to document A, no origin named.")


def test_the_overview_goes_day_by_day_with_standing_totals_last() -> None:
    paragraphs = told(*FACTS)
    assert 2 <= len(paragraphs) <= 4
    assert paragraphs[0].startswith(
        "On 4 September, the Syrian Observatory for Human Rights reported nine people killed and more than 45 air "
        "strikes in Jisr al-Shughour. In Basatin, monitoring groups reported five children killed."
    )
    assert "Between 1 million and 2 million people were reported to be living in displacement" in paragraphs[-1]
    undated = "Valley Press also reported four people killed in Idlib governorate, without a date; these are not added."
    assert undated in paragraphs[-1]


def test_who_did_it_is_attributed_never_stated() -> None:
    text = " ".join(told(*FACTS))
    assert "14 air strikes attributed to Russia and about 25 bombs" in text
    assert "rockets attributed to the Syrian government" in text


def test_a_declared_part_is_told_with_its_total() -> None:
    assert "SANA reported three people killed (among them one child) in Mhardeh." in " ".join(told(*FACTS))


def test_no_relative_date_and_no_percent_sign_in_any_sentence() -> None:
    text = " ".join([*said(*FACTS), *told(*FACTS)])
    assert RELATIVE.search(text) is None and "%" not in text


def test_every_sentence_has_its_notes() -> None:
    for line in narrative.highlights(inputs(), 5):
        assert line[-1].kind == "notes" and line[-1].notes


@pytest.mark.parametrize("indicator", sorted(inputs().config.indicators))
def test_every_indicator_can_be_told(indicator: str) -> None:
    unit = inputs().config.indicators[indicator].unit
    stock = {"scope": "cumulative"} if inputs().config.indicators[indicator].kind == "stock" else {}
    for number in (1, 2):
        line = said(one(indicator=indicator, number=(number, number), unit=unit, **stock))[0]
        assert line[0].isupper() and line.endswith("said.") and "  " not in line
