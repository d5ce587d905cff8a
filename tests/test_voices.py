"""Who says so: one sentence or passage a family, the voice of each count in order beside it."""

from datetime import date

import pytest

from sitrep import extract
from sitrep.extract.voices import acronyms
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Fact, Header

READER = reader(gazetteer())


def facts(text: str, title: str = "") -> tuple[Fact, ...]:
    return extract.facts(Document(Header("d", title, date(2024, 5, 10), "Hill Radio", "en", "", ""), text), READER)


VOICES = [
    ("Twelve people died, Dr Amna Idris, head of the Saudi hospital, said on Monday.", ["Amna Idris"]),
    ("The head of the civil defence office, Karim Saleh, told AFP that nine bodies were found.", ["Karim Saleh"]),
    ("Two people died, Health Minister Abel Tesfay Bekele said.", ["Abel Tesfay Bekele"]),
    ("According to the Hill Relief Network (HRN), 18 people were injured. The HRN added that two died.",
     ["Hill Relief Network", "Hill Relief Network"]),
    ("Figures from the interior ministry put the number of wounded at 45.", ["interior ministry"]),
    ("NDRA figures show 655 houses damaged.", ["NDRA"]),
    ("Preliminary official figures show 655 houses damaged.", [None]),
    ("Health ministry: 31 killed.", ["Health ministry"]),
    ("Health workers: 31 killed.", [None]),
    ("WHO has verified 126 attacks on health care.", ["WHO"]),
    ("Kenya's police said 12 people died.", ["police"]),
    ("The government's disaster centre spoke of 12 deaths.", ["disaster centre"]),
    ("The army said 30 people were killed; state television spoke of nine dead.", ["army", "state television"]),
    ("Police said 30 people were killed and the hospital reported 12 wounded.", ["Police", "hospital"]),
    ("Some 16,900 houses were damaged, said Hari Oli Thapa, an official in Jajarkot.", ["Hari Oli Thapa"]),
    ("The Hill Red Cross fed 9,200 people on Sunday, it said.", ["Hill Red Cross"]),
    ("UNICEF aims to help 12,000 children.", ["UNICEF"]),
    # Whoever is named after what they are; the short form of a body, and whose it is.
    ("Nine people died, said the governor of Sfax, Karim Saleh.", ["Karim Saleh"]),
    ("Nine people died, according to a surgeon there, Dr Amna Idris.", ["Amna Idris"]),
    ("Nine people died in Omdurman, a doctor at Nubawi hospital said.", ["doctor at Nubawi hospital"]),
    ("DTM field teams recorded 300 deaths.", ["DTM"]),
    ("The rebels' police said 12 people were killed.", ["police"]),
    ("The workers' committee said 12 people were killed.", ["workers' committee"]),
    ("The U.N. said nine people died.", ["U.N"]),
    ("The U.N. Office for Floods said nine people died.", ["U.N. Office for Floods"]),
    # "They" are not those who are counted.
    ("Two men died, police said. Two neighbours are missing, they added.", ["police", "police"]),
    # The account goes on …
    ("Police said 30 people were killed. Another 61 were hurt.", ["Police", "Police"]),
    ("Police said 30 people were killed. The dead included five children.", ["Police", "Police"]),
    # … or the reporter speaks again.
    ("Police said 30 people were killed. Three clinics have closed.", ["Police", None]),
    ("The ministry said nine people died. Two days earlier, 12 people were killed in Kano.", ["ministry", None]),
    # Nobody said it.
    ("Since May 6,240 Sudanese refugees have been registered.", [None]),
    ("Typhoon Rai claimed 45 lives.", [None]),
    ("The reports of 12 deaths spread quickly.", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VOICES, ids=[text for text, _ in VOICES])
def test_the_voice_of_each_count(text: str, expected: list[str | None]) -> None:
    assert [fact.attribution for fact in facts(text)] == expected


def test_a_monitor_after_the_colon_of_a_title_is_the_voice() -> None:
    (fact,) = facts("", title="Twelve killed in Kano raid: monitor")
    assert fact.attribution == "monitor"


def test_an_acronym_stands_for_the_name_before_its_brackets_only_if_it_has_its_initials() -> None:
    text = "The Relief and Rescue Agency (RRA) met the governor of Kano (APC)."
    assert acronyms(text) == {"rra": "Relief and Rescue Agency"}
