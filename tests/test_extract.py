"""Document → Facts, by families of sentences. The expected counts stand beside the words, as a reader checks them."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep import extract
from sitrep.extract import document as reading
from sitrep.language.places import gazetteer
from sitrep.language.reader import Reader, reader
from sitrep.model import Document, Fact, Header, Rejection

PUBLISHED = date(2018, 9, 9)


@pytest.fixture(scope="module")
def words() -> Reader:
    return reader(gazetteer())


def document(text: str, title: str = "", published: date | None = PUBLISHED, language: str = "en") -> Document:
    return Document(Header("d", title, published, "Hill Radio", language, "", ""), text)


def facts(text: str, title: str = "", published: date | None = PUBLISHED) -> tuple[Fact, ...]:
    return extract.facts(document(text, title, published), READER)


READER = reader(gazetteer())

# One row a sentence: the counts it states, as indicator, low, high.
FAMILIES = [
    ("The shelling displaced 12,000 people.", [("displaced", 12000, 12000)]),
    ("Another 12,000 people have been displaced from the town.", [("displaced", 12000, 12000)]),
    ("More than 12,000 fled to the hills.", [("displaced", 12000, None)]),
    ("Shelling forced 2,000 families to leave.", [("displaced", 2000, 2000)]),
    ("Officials said 1,500 had been taken to higher ground.", [("displaced", 1500, 1500)]),
    ("The violence has driven 40,000 from their homes.", [("displaced", 40000, 40000)]),
    ("Authorities ordered the evacuation of 3,000 residents.", [("displaced", 3000, 3000)]),
    ("About 400 families were moved to a school in the next valley.", [("displaced", 400, 400)]),
    ("Some 9,000 people, most of them children, arrived over the weekend.", [("displaced", 9000, 9000)]),
    ("Four schools shelter 2,500 displaced people.", [("idps", 2500, 2500)]),
    ("Around 14,000 people remain displaced.", [("idps", 14000, 14000)]),
    ("In Bor, 6,100 people are in 14 camps.", [("idps", 6100, 6100)]),
    ("The total number of internally displaced people is 6.9 million.", [("idps", 6900000, 6900000)]),
    ("Some 13,000 people crossed the border into Chad.", [("refugees", 13000, 13000)]),
    ("About 5,000 refugees have returned home.", [("returned", 5000, 5000)]),
    ("Police arrested 43 people, including six women.", [("detained", 43, 43), ("detained", 6, 6)]),
    ("Forty-two passengers were taken hostage.", [("detained", 42, 42)]),
    ("About 700,000 people face acute hunger.", [("in_need", 700000, 700000)]),
    ("Half a million people have no access to clean water.", [("in_need", 500000, 500000)]),
    ("The agency distributed food to 12,000 people.", [("reached", 12000, 12000)]),
    ("More than 200 homes were flooded and 35 destroyed.", [("homes_damaged", 200, None), ("homes_destroyed", 35, 35)]),
    ("The storm damaged or destroyed 1,200 houses.", [("homes_damaged", 1200, 1200)]),
    ("Three schools and one hospital were damaged.", [("facilities_hit", n, n) for n in (4, 3, 1)]),
    ("The bodies of 14 migrants were recovered.", [("killed", 14, 14)]),
    # Whoever speaks is no count.
    ('"Thirty people were wounded," a nurse said.', [("injured", 30, 30)]),
    ("A doctor at the hospital told reporters that nine people died.", [("killed", 9, 9)]),
    ("Two doctors at the hospital said nine people were killed.", [("killed", 9, 9)]),
    ("A shell wounded a nurse, residents said.", [("injured", 1, 1)]),
    ("Deaths jumped from about 300 to 2,189 last year.", [("killed", 300, 300), ("killed", 2189, 2189)]),
    ("Inside evacuation centres: 4,300 families.", [("idps", 4300, 4300)]),
    ("It forced the hospital to move out all 158 of its patients.", [("displaced", 158, 158)]),
    ("Turkey hosts 3.6 million Syrians.", [("refugees", 3600000, 3600000)]),
    ("Some 680,000 people were hit by the storm.", [("affected", 680000, 680000)]),
    ("Ten hospitals are under water.", [("facilities_hit", 10, 10)]),
    ("Four people were killed and 30 wounded.", [("killed", 4, 4), ("injured", 30, 30)]),
    ("The death toll has risen to 81 from 54.", [("killed", 81, 81), ("killed", 54, 54)]),
    ("Two teachers were abducted and killed.", [("detained", 2, 2), ("killed", 2, 2)]),
    ("Gunmen wounded and abducted seven.", [("injured", 7, 7), ("detained", 7, 7)]),
    ("Fire killed 24 people in Bor as well as 22 in Ayod.", [("killed", 24, 24), ("killed", 22, 22)]),
    ("Bor counted 90 deaths, followed by Ayod (60) and Twic (41).", [("killed", n, n) for n in (90, 60, 41)]),
    ("Thirty-nine fighters and nine soldiers were killed.", [("killed", 48, 48), ("killed", 39, 39), ("killed", 9, 9)]),
    ("A woman and her two sons were killed.", [("killed", 3, 3), ("killed", 1, 1), ("killed", 2, 2)]),
    ("A third of the 3 million residents have fled.", [("displaced", 1000000, 1000000)]),
    ("The jets struck the town four times.", [("airstrikes", 4, 4)]),
    ("The army carried out 12 air strikes and fired 40 shells.", [("airstrikes", 12, 12), ("munitions", 40, 40)]),
    ("Killed: 14. Injured: 22.", [("killed", 14, 14), ("injured", 22, 22)]),
    ("Three fishmongers were killed.", [("killed", 3, 3)]),
    ("Some fami-lies fled; 300 people weredisplaced.", [("displaced", 300, 300)]),
    ("The dead number 40, hospital staff said.", [("killed", 40, 40)]),
    ("Fatalities stand at 77.", [("killed", 77, 77)]),
    ("The attack cost 22 people their lives.", [("killed", 22, 22)]),
    ("Three children were among those killed.", [("killed", 3, 3)]),
    ("Sixty-four members of a defence group, among them its chief, died.", [("killed", 64, 64)]),
    ("Of the 331 confirmed deaths most were in the capital.", [("killed", 331, 331)]),
    ("More than 90 feared dead after ferry sinks", [("killed", 90, None)]),
    ("A 12-year-old boy was hurt.", [("injured", 1, 1)]),
    ("Hospitals admitted 65 people with gunshot wounds.", [("injured", 65, 65)]),
    ("The number of people displaced by the fighting has reached 64,000.", [("displaced", 64000, 64000)]),
    ("Forced from their homes were 900 families.", [("displaced", 900, 900)]),
    ("Half of the town's 20,000 residents have left.", [("displaced", 10000, 10000)]),
    ("12,000 | displaced", [("displaced", 12000, 12000)]),
    ("The total displaced population stands at 1.2 million.", [("idps", 1200000, 1200000)]),
    ("The camps at Doro and Jamam hold 85,000 people.", [("idps", 85000, 85000)]),
    ("Around 1,000 of those are in Red Cross shelters.", [("idps", 1000, 1000)]),
    ("Over 31,000 Sudanese have arrived in Egypt.", [("refugees", 31000, None)]),
    ("A total of 210,000 South Sudanese live in camps in Uganda.", [("refugees", 210000, 210000)]),
    ("Tens of thousands have fled to neighbouring countries.", [("refugees", 20000, None)]),
    ("The war has driven 4 million people abroad.", [("refugees", 4000000, 4000000)]),
    ("A convoy brought 450 refugees back to Arsal.", [("returned", 450, 450)]),
    ("The siege has cut 30,000 people off from markets.", [("in_need", 30000, 30000)]),
    ("Nearly 2 million people are in Phase 3 or worse.", [("in_need", 2000000, 2000000)]),
    ("Blankets were given to 2,400 families.", [("reached", 2400, 2400)]),
    ("Militants took 19 people hostage.", [("detained", 19, 19)]),
    ("Arrests: 33", [("detained", 33, 33)]),
    ("Houses damaged: 1,020", [("homes_damaged", 1020, 1020)]),
    ("Roofs were torn off 60 houses.", [("homes_damaged", 60, 60)]),
    ("A total of 4,500 homes sustained damage.", [("homes_damaged", 4500, 4500)]),
    ("Fighting forced six health centres to close.", [("facilities_hit", 6, 6)]),
    ("Schools closed: 12", [("facilities_hit", 12, 12)]),
    ("Damage was reported at three hospitals.", [("facilities_hit", 3, 3)]),
    ("Fifteen raids by Russian jets hit the town.", [("airstrikes", 15, 15)]),
    ("Air raids: 15", [("airstrikes", 15, 15)]),
    ("The whereabouts of 30 passengers are unknown.", [("missing", 30, 30)]),
]  # fmt: skip

# Numbers that are no facts (guide, "No facts" and rulings 8, 9, 12, 13).
NONE = [
    "After a 17-hour lull the seven-year war went on.",
    "The town is home to 3 million people.",
    "No casualties were reported and no one was killed.",
    "Aid worth 1.2 million dollars went missing.",
    "It lies 40 kilometres from the 5,000-digit mast.",
    "The bomb killed 4,000 farm animals.",
    "Ahmad, 46, was killed.",
    "Idlib and nearby areas hold about 3 million people.",
    "Assessments are complete in the estimated 1,625 affected villages.",
    "A strike hit the road near No. 5.",
    "Some 5000000 million people fled the town.",
    "It was the fourth raid, and the 13th since May.",
    "The food is enough to feed 310,000 people.",
    "Gunmen released four aid workers.",
    "Forty-five soldiers were dead or missing.",
    "Nobody was hurt.",
    "The clinic treats 80 people a day.",
    "Some 120 trucks crossed on Monday.",
    "Four in ten arrived on foot.",
    "In 2016 the price of bread rose by 12 per cent.",
    "About 300 refugees arrive every day.",
    "Troops shot down six drones.",
    "Some 40 rockets were shot down.",
    "A crowd of 2,000 people gathered in the square.",
    "Only 12 of 40 health facilities are functioning.",
    "The district has a population of 340,000.",
    "A convoy of 40 trucks arrived in Idlib.",
    "The camp was built for 20,000 people.",
    "Bulletin number 40 is out.",
    "The march drew 5,000 people.",
]


def counts(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(fact.indicator, fact.low, fact.high) for fact in facts(text)]


@pytest.mark.parametrize(("text", "expected"), FAMILIES, ids=[row[0] for row in FAMILIES])
def test_families_of_sentences(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert sorted(counts(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("text", NONE)
def test_numbers_that_are_no_facts(text: str) -> None:
    assert counts(text) == []


def test_the_fields_of_a_fact() -> None:
    text = "Russian jets flew 14 air raids on Latamneh in Syria's Hama province on Friday, the Hill Observatory said."
    (fact,) = facts(text)
    assert (fact.indicator, fact.low, fact.unit, fact.qualifier) == ("airstrikes", 14, "incidents", "exact")
    assert (fact.place, fact.country, fact.actor) == ("Latamneh", "SYR", "Russia")
    assert (fact.start, fact.end, fact.scope, fact.status) == (date(2018, 9, 7), date(2018, 9, 7), "event", "reported")
    assert (fact.attribution, fact.quote, fact.section) == ("Hill Observatory", "14 air raids", "body")


def test_a_part_names_its_total_also_over_sentences_and_indicators() -> None:
    total, part = facts("Shells wounded 61 people on Monday. Forty-three of them were women.")
    assert (part.low, part.group, part.part_of) == (43, "women", total.id)
    affected, fled = facts("The flood affected 1.6 million people, of whom 615,000 have fled their homes.")
    assert (fled.indicator, fled.part_of) == ("displaced", affected.id)


def test_a_forecast_is_projected() -> None:
    assert [fact.status for fact in facts("Up to 800,000 people could be displaced.")] == ["projected"]
    assert [fact.status for fact in facts("Officials fear that 28,000 people will be driven out.")] == ["projected"]


def test_a_headline_that_the_body_repeats_is_one_fact() -> None:
    found = facts("The blast killed 61 people in Bor on Friday.", title="Blast kills 61 in Bor")
    assert [(fact.section, fact.low) for fact in found] == [("body", 61)]


def test_a_count_that_only_the_headline_gives_stands_in_the_title() -> None:
    (fact,) = facts("The river rose on Friday.", title="Flood drives 13,500 from homes")
    assert (fact.section, fact.quote, fact.span.start) == ("title", "drives 13,500 from homes", 6)
    assert "title_only" in fact.flags


def test_a_teaser_is_another_story() -> None:
    (own, teaser) = facts("Two people died on Friday.\n\n>> Storm kills four in Bor")
    assert (teaser.section, teaser.low, teaser.start, teaser.end) == ("teaser", 4, None, None)
    assert "teaser" in teaser.flags and own.end == date(2018, 9, 7)


def test_an_unknown_neighbourhood_lies_inside_the_known_place() -> None:
    (fact,) = facts("In Syria, three elders were hurt in the Nahr quarter of Jisr al-Shughour.")
    assert (fact.place, fact.place_match, fact.country) == ("Nahr", "inside", "SYR")
    assert fact.place_id == gazetteer().find("Jisr al-Shughour", ("SYR",)).id  # type: ignore[union-attr]


def test_a_short_form_of_a_voice_is_resolved_and_a_pronoun_too() -> None:
    text = "The Hill Observatory for Rights counted nine deaths. Two were hurt, the Observatory said. It said 40 fled."
    assert {fact.attribution for fact in facts(text)} == {"Hill Observatory for Rights"}


def test_a_document_without_a_date_has_only_unresolved_days() -> None:
    (fact,) = facts("Nine people died yesterday.", published=None)
    assert (fact.start, fact.end) == (None, None) and "undated_document" in fact.flags


def test_signs_that_cannot_be_seen_are_flagged() -> None:
    (fact,) = facts("A shell killed 4\u200b5 people.")
    assert fact.low == 45 and "deceptive_text" in fact.flags


def test_every_number_that_became_no_fact_says_why() -> None:
    found, rejected = extract.read(
        document("The 17-hour raid killed two people and 40 goats, 12 per cent of the herd."), READER
    )
    assert [fact.low for fact in found] == [2]
    assert {item.words: item.reason for item in rejected} == {
        "17": "part of a word", "40 goats": "counts something else", "12 per cent": "a percentage",
    }  # fmt: skip


def test_ids_stand_whatever_the_front_matter_says_and_are_never_shared() -> None:
    text = "Two people died in Bor. Two people died in Ayod on Friday."
    found = facts(text)
    assert len({fact.id for fact in found}) == len(found) == 2
    other = Document(Header("other", "", date(2020, 1, 1), "", "en", "", ""), text)
    assert [fact.id for fact in extract.facts(other, READER)] == [fact.id for fact in found]


def test_a_sentence_that_fails_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reading.chunked

    def failing(sentence: object, *rest: object) -> object:
        if "Ayod" in sentence.text:  # type: ignore[attr-defined]
            raise IndexError("broken")
        return whole(sentence, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "chunked", failing)
    found, rejected = extract.read(document("Two died in Bor. Three died in Ayod. Four died in Twic."), READER)
    assert [fact.low for fact in found] == [2, 4]
    assert [item.words for item in rejected if "could not be read" in item.reason] == ["Three died in Ayod."]


def test_all_sorts_by_document_and_rejects_languages_without_reader() -> None:
    second = dataclasses.replace(document("Two people died."), header=Header("b", "", PUBLISHED, "", "en", "", ""))
    first = dataclasses.replace(document("Three people died."), header=Header("a", "", PUBLISHED, "", "en", "", ""))
    foreign = document("Zwei Menschen starben.", language="de")
    headers, found, rejections = extract.all(iter([second, Rejection("c", "empty"), first, foreign]), READER)
    assert [header.id for header in headers] == ["a", "b"]
    assert [fact.low for fact in found] == [3, 2]
    assert [rejection.id for rejection in rejections] == ["c", "d"]


@pytest.mark.parametrize("known", [True, False])
def test_a_language_without_reader_may_be_acknowledged(known: bool) -> None:
    foreign = Document(Header("d", "", PUBLISHED, "", "de", "", "", acknowledged=known), "Zwei Menschen starben.")
    [rejection] = extract.all([foreign], READER)[2]
    assert rejection.acknowledged is known


def test_a_language_is_read_whatever_its_country() -> None:
    british = document("Two people died in Bor.", language="en-gb")
    assert [fact.low for fact in extract.facts(british, READER)] == [2]


PIECES = [
    "12", "1,200", "a third", "half", "of whom", "of them", "including", "people", "children", "were", "killed", "and",
    ",", ";", ".", "(", ")", "in Bor", "on Monday", "have fled", "death toll", "rose to", "twice", "more", "the", "of",
    "\n\n", "- ", ">> ", "houses", "destroyed", "\u200b", "said", "The ministry", "per cent", "could", "no", "to flee",
    "forced", "some", "a woman", "5-year", "²",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=300, deadline=None)
def test_what_holds_for_every_fact(pieces: list[str]) -> None:
    page = document(" ".join(pieces), title="Four killed in Bor")
    found, rejected = extract.read(page, READER)
    assert not [item.reason for item in rejected if "could not be read" in item.reason]
    ids = {fact.id for fact in found}
    assert len(ids) == len(found)
    for fact in found:
        source = page.header.title if fact.section == "title" else page.text
        assert source[fact.span.start : fact.span.end] == fact.quote
        assert fact.quote in fact.sentence
        assert fact.part_of is None or fact.part_of in ids - {fact.id}
        assert fact.low is not None or fact.high is not None
        assert fact.start is None or fact.end is None or fact.start <= fact.end
        assert 0 < fact.confidence <= 1
