"""The words of each language: their examples are run, and every indicator has some."""

from datetime import date

import pytest

from sitrep.extract import examples, facts
from sitrep.language import lexicon
from sitrep.language.en.forms import forms
from sitrep.language.own import ExtraWords
from sitrep.language.places import gazetteer
from sitrep.language.reader import Reader, languages, reader
from sitrep.model import UNITS, Document, Header

EXAMPLES = [example for code in sorted(languages()) for example in examples.of_language(code)]


@pytest.fixture(scope="module")
def words() -> Reader:
    return reader(gazetteer())


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.text for example in EXAMPLES])
def test_examples(example: examples.Example, words: Reader) -> None:
    assert examples.wrong(example, words) == ""


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_indicator_has_words_and_an_example(code: str) -> None:
    assert {example.indicator for example in examples.of_language(code)} == set(UNITS)


def test_forms() -> None:
    assert lexicon.expanded("kill(|s|ing)") == ("kill", "kills", "killing")
    assert lexicon.expanded("wom(an|en) worker(s)") == (
        "woman worker",
        "woman workers",
        "women worker",
        "women workers",
    )


def test_the_verbs_of_english_bend() -> None:
    verbs = ("flee", "carry off", "stop", "take prisoner", "burn")
    assert [forms(verb) for verb in verbs] == [
        (("flee", "flees", "fled", "fleeing"), ("fled",)),
        (("carry off", "carries off", "carried off", "carrying off"), ("carried off",)),
        (("stop", "stops", "stopped", "stopping"), ("stopped",)),
        (("take prisoner", "takes prisoner", "took prisoner", "taking prisoner"), ("taken prisoner",)),
        (("burn", "burns", "burned", "burning"), ("burned",)),
    ]


def test_staff_words_are_added_to_an_indicator(words: Reader) -> None:
    header = Header("example", "", date(2018, 9, 9), "", "en", "", "")
    document = Document(header, "The flood whooshed off 12 villagers.")
    assert facts(document, words) == ()
    more = reader(gazetteer(), {"missing": ExtraWords({"en": {"active": ["whooshed off"]}})})
    assert [(fact.indicator, fact.low) for fact in facts(document, more)] == [("missing", 12)]
