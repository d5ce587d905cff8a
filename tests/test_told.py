"""An edition told in plain text: as its page prints it, and nothing that the page does not hold."""

import json

import pytest
import sample

from sitrep import publish
from sitrep.config import SectionChoice
from sitrep.model import Imprint, Previous
from sitrep.report.told import told

NBSP = "\N{NO-BREAK SPACE}"


def test_the_head_is_told_as_the_page_prints_it():
    said = told(sample.report())
    assert {key: said[key] for key in ("name", "title", "kicker", "number", "period", "status", "direction")} == {
        "name": "SYR001_sitrep_20180909_en_v1", "title": "Idlib", "kicker": "Syria · Weekly situation report",
        "number": f"No.{NBSP}1", "period": f"3–9{NBSP}September 2018", "status": "Draft, not cleared",
        "direction": "ltr",
    }


def test_a_revision_says_so():
    sent = Previous("SYR001_20180909_v1", 1, sample.WEEK, {}, "0")
    assert told(sample.report(revision=2, corrects=sent))["number"] == f"No.{NBSP}1, revised (version 2)"


def test_key_figures_keep_their_signs_and_what_makes_them_doubtful():
    assert told(sample.report())["tiles"] == [
        {"value": "13–14", "label": "People killed",
         "note": f"deaths · 4–6{NBSP}September · Voices differ in part · "
                 "In part on the word of a party to the conflict alone"},
        {"value": "5,000+", "label": "People displaced", "note": f"people · 8–9{NBSP}September · One voice"},
        {"value": f"1{NBSP}M{NBSP}– 2{NBSP}M", "label": "Living in displacement",
         "note": f"people · as published 4–9{NBSP}September · Two voices differ"},
        {"value": "59+", "label": "Air strikes", "note": f"strikes · 4 and 9{NBSP}September · One voice"},
    ]


def test_highlights_are_sentences_without_note_numbers():
    sentences = told(sample.report())["highlights"]
    assert len(sentences) == 5
    assert (
        f"More than 5,000 people were reported displaced from Idlib governorate on 8 and 9{NBSP}September, "
        "the Syrian Observatory for Human Rights said."
    ) in sentences


@pytest.mark.parametrize(("language", "direction", "number", "value"), [
    ("fr", "ltr", f"n°{NBSP}1", "5\N{NARROW NO-BREAK SPACE}000+"), ("ar", "rtl", f"العدد{NBSP}1", "5,000+"),
    ("es", "ltr", f"n.º{NBSP}1", "5000+"),
])  # fmt: skip
def test_each_language_is_told_in_its_own_words(language, direction, number, value):
    said = told(sample.report(words=sample.words(language)))
    assert (said["direction"], said["number"], said["tiles"][1]["value"]) == (direction, number, value)


def config(*sections: SectionChoice, **more: object) -> sample.Config:
    return sample.CONFIG.model_copy(update={"sections": sections, **more})


def test_what_the_page_does_not_show_is_not_told():
    said = told(sample.report(config=config(SectionChoice(id="overview"))))
    assert (said["tiles"], said["highlights"]) == ([], [])
    assert (said["title"], said["number"]) == ("Idlib", f"No.{NBSP}1")


def test_sentences_of_the_office_are_told_without_their_marks():
    written = SectionChoice(id="highlights", options={"override": ["**Roads** are [open](https://example.org)."]})
    assert told(sample.report(config=config(written)))["highlights"] == ["Roads are open."]


def test_characters_that_no_page_prints_are_not_told():
    said = told(sample.report(config=config(title="Id\u202elib\x07")))
    assert said["title"] == "Idlib"


def test_the_manifest_tells_each_language():
    made_from = {"version": "", "as_of": "", "period": {}}
    said = json.loads(publish.manifest(made_from, Imprint(1, 1), 0, {}, {}, {"en": told(sample.report())}))
    assert said["told"]["en"] == told(sample.report())
