"""Numbers that are not what they look like: flagged or not read, told by `explain`, and marked wherever printed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sample
from lxml import html as dom

from hostile import shapes
from sitrep import extract, reconcile, sources
from sitrep.config import load
from sitrep.language import places
from sitrep.language.deception import is_deceptive
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Clock, Document, Fact, Header
from sitrep.report import compose
from sitrep.report.explained import explanation
from sitrep.report.html import html

READER = reader(gazetteer())
FLAG = "deceptive_text"
GOLD = Path(__file__).parent.parent / "gold"

# What stands in the text, and what a reader may take it for.
DECEPTIVE = {
    "letter O for zero": "1O0", "two letters O": "5OO", "letter O behind a group": "1,0OO", "small l for one": "l2",
    "small l at the end": "1l", "capital I for one": "I2", "letter S for five": "2S0", "Cyrillic O": "1\u041e0",
    "Cyrillic O at the end": "4\u041e", "Cyrillic Ze for three": "\u04170", "Greek omicron": "1\u03bf0",
    "full width": "１２", "one digit full width": "1２", "bold": "𝟏𝟐", "one digit double-struck": "1𝟚",
    "raised": "12³", "raised within": "1²3", "lowered": "1₂", "circled beside plain": "②3",
    "Arabic and Latin digits": "٤5", "Devanagari and Arabic digits": "४٥",
    "zero-width space": "4\u200b5", "joiner": "4\u200d5", "word joiner": "4\u20605", "soft hyphen": "4\u00ad5",
    "byte order mark": "4\ufeff5", "zero-width space before": "\u200b45", "zero-width space behind": "45\u200b",
    "unseen sign in a group": "45,\u200b000", "invisible times": "4\u20625",
    "override before": "\u202e45", "override within": "4\u202e5", "override closed": "\u202e45\u202c",
    "embedding": "\u202b45\u202c", "isolate": "\u206745\u2069", "mark from right to left": "45\u200f",
    "struck through": "1\u03362", "accent": "1\u0301", "keycap": "1\ufe0f\u20e32\ufe0f\u20e3",
    "overlaid circle": "1\u20dd2",
    "backspace": "4\x085", "delete": "4\x7f5", "private sign": "4\ue0005",
    "low quote for a comma": "1\u201a000", "wide comma": "1，000", "leader for a point": "1\u2024000",
    "hair space": "4\u200a5", "thin space": "4\u20095", "narrow space and two digits": "6\u202f24",
}  # fmt: skip

# How numbers are written in good faith.
HONEST = (
    "12", "10,000", "1,00,000", "2½", "6\u202f240", "6\u00a0240", "6\u2009240", "12-14", "12–14", "45%", "5m", "10k",
    "45th", "(12)", "“12”", "12.", "~12", "+12", "12/13", "٤٥", "۴۵", "४५", "٤٥٬٠٠٠", "12人", "12…", "$12", "[12]",
    "12*", "12:", "1.5", "3–4,000", "12-year-old", "12,", "'12'", "12\u2019s",
)  # fmt: skip

# Names, measures and formulas that stand beside honest numbers.
AROUND = (
    "No. 5", "H1N1", "km²", "CO₂", "H₂O", "MI-8", "S-300", "M23", "G7", "Il-76", "COVID-19", "A/RES/60/1", "PM2.5", "½",
    "Москва", "حلب", "Ωmega-3", "é", "n°5", "№ 5", "10²", "Jean‑Paul", "e\u0301cole", "👨\u200d👩\u200d👧", "5O1",
)  # fmt: skip


def read(said: str) -> tuple[Sequence[Fact], Sequence[extract.Rejected]]:
    return extract.read(shapes.document(f"Shelling killed {said} people in Aleppo on Monday."), READER)


@pytest.mark.parametrize("said", DECEPTIVE.values(), ids=DECEPTIVE)
def test_a_number_that_deceives_is_flagged_and_doubted_or_not_read_and_told(said: str) -> None:
    found, rejected = read(said)
    assert all(FLAG in fact.flags and fact.confidence < 0.5 for fact in found)
    assert found or rejected


@pytest.mark.parametrize("said", HONEST)
def test_an_honest_number_is_not_flagged(said: str) -> None:
    found, rejected = read(said)
    assert not [fact for fact in found if FLAG in fact.flags]
    assert found or rejected


@pytest.mark.parametrize("said", AROUND)
def test_what_stands_elsewhere_in_the_sentence_flags_nothing(said: str) -> None:
    text = f"The {said} report said shelling killed 12 people in Aleppo, near {said}."
    found = extract.facts(shapes.document(text), READER)
    assert 12 in [fact.low for fact in found] and not [fact for fact in found if FLAG in fact.flags]


def test_a_direction_sign_sentences_before_turns_the_number_too() -> None:
    text = "The mayor spoke \u202ein Idlib. Shelling killed 12 people in Aleppo.\n\nIn Hama 45 people died."
    twelve, more = extract.facts(shapes.document(text), READER)
    assert (twelve.low, FLAG in twelve.flags) == (12, True)
    assert (more.low, FLAG in more.flags) == (45, False)  # a paragraph ends what was left open


def test_a_name_in_another_direction_that_is_closed_turns_nothing() -> None:
    text = "In \u2067حلب\u2069 shelling killed 12 people."
    (fact,) = extract.facts(shapes.document(text), READER)
    assert (fact.low, FLAG in fact.flags) == (12, False)


def test_the_title_is_looked_at_as_the_text_is() -> None:
    document = shapes.document("Nothing more is known.", "\u202eShelling kills 12 people in Aleppo")
    (fact,) = extract.facts(document, READER)
    assert (fact.section, fact.low, FLAG in fact.flags) == ("title", 12, True)


def test_a_word_of_two_scripts_beside_a_number_is_flagged() -> None:
    found = extract.facts(shapes.document("Shelling killed 12 civiliаns in Aleppo. In Hama 45 people died."), READER)
    assert [(fact.low, FLAG in fact.flags) for fact in found] == [(12, True), (45, False)]


def test_a_number_that_is_one_sign_is_told_where_it_is_not_read() -> None:
    for sign in "①Ⅻ½":
        found, rejected = read(sign)
        assert not found and [one.words for one in rejected] == [sign]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["documents.jsonl", "unseen.jsonl", "seeds.jsonl"])
def test_no_number_of_the_labelled_documents_is_flagged(name: str) -> None:
    told = [json.loads(line) for line in (GOLD / name).read_text("utf-8").splitlines() if line.strip()]
    texts = [one for one in told if "text" in one]
    documents = [Document(Header(d["id"], d.get("title") or "", None, "", "en", "", ""), d["text"]) for d in texts]
    assert [fact.quote for one in documents for fact in extract.facts(one, READER) if FLAG in fact.flags] == []


def test_a_long_line_of_direction_signs_is_looked_at_quickly() -> None:
    said = "\u202e1" * 50_000
    assert is_deceptive(said, 40_000, 40_001)


# --- down to the page -----------------------------------------------------------------------------------------------

HIDDEN = "Shelling killed 4\u200b5 people in Aleppo on 5 September 2018, the mayor said."
PLAIN = "Shelling killed 12 people in Idlib on 6 September 2018, the mayor said."
CARD = "//article[@class='card'][.//mark[contains(., $words)]]"


def pages(workspace: Path, *texts: str) -> list[dom.HtmlElement]:
    """The pages for screen and paper of a week with these documents alone."""
    for seed in (workspace / "seeds").iterdir():
        seed.unlink()
    for number, text in enumerate(texts):
        told = f"---\ntitle: Report {number}\npublished: 2018-09-07\npublisher: Hill Radio\nlanguage: en\n---\n{text}\n"
        (workspace / "seeds" / f"{number}.txt").write_text(told, "utf-8")
    config = load(workspace)
    known = places.gazetteer(config.places)
    headers, facts, rejections = extract.all(sources.found([config.seeds]), reader(known, config.extra_words))
    clock = Clock(datetime(2018, 9, 9, 12, tzinfo=UTC))
    period, day = reconcile.period(config, clock), reconcile.as_of(config, clock)
    made = compose.reports(
        config, gazetteer=known, headers=headers, rejections=rejections, facts=facts, period=period, number=1,
        revision=1, figures=reconcile.figures(headers, facts, config, known, period, day),
    )["en"]  # fmt: skip
    return [dom.document_fromstring(html(made, config.templates, medium)) for medium in ("screen", "print")]


@pytest.mark.slow
def test_a_deceptive_number_is_marked_beside_its_figure_and_beside_its_sentence(workspace: Path) -> None:
    for page in pages(workspace, HIDDEN, PLAIN):
        (card,) = page.xpath(CARD, words="4⟦U+200B⟧5 people")
        assert "signs that hide what a text says" in card.text_content()
        (honest,) = page.xpath(CARD, words="12 people")
        assert "signs that hide" not in honest.text_content()
        (tile,) = page.xpath("//article[@class='tile'][h2[contains(., 'illed')]]")
        assert "Check by hand" in tile.text_content()
        assert "\u200b" not in page.text_content()


def test_an_honest_week_is_marked_nowhere(workspace: Path) -> None:
    for page in pages(workspace, PLAIN):
        assert page.xpath(CARD, words="12 people")
        assert "Check by hand" not in page.text_content() and "signs that hide" not in page.text_content()


def test_the_mark_stands_however_sure_the_reading_is() -> None:
    facts = tuple(replace(f, flags=(FLAG,), confidence=1.0) if f.id == "fa1" else f for f in sample.FACTS)
    page = dom.document_fromstring(sample.page(facts=facts))
    assert "signs that hide" in page.xpath("string(//article[@id='fa1'])")
    assert "signs that hide" not in page.xpath("string(//article[@id='fb1'])")


def test_explain_tells_of_the_signs_and_shows_them() -> None:
    document = shapes.document(HIDDEN)
    found, rejected = extract.read(document, READER)
    told = explanation(document, found, rejected, READER.language("en"))
    note = next(note for passage in told.passages for note in passage.notes if note.kind == "fact")
    assert "4⟦U+200B⟧5" in note.words
    assert "signs that hide what the text says" in {row.value for row in note.rows if row.label == "flags"}
