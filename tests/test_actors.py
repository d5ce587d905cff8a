"""Who did it: one sentence a family, the actor of each count in order beside it."""

from datetime import date

import pytest

from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Header

READER = reader(gazetteer())

ACTORS = [
    ("Russian jets killed 12 civilians in Idlib, Syria.", ["Russia"]),
    ("Government helicopters dropped 17 barrel bombs on Hama, Syria. A woman was killed.", ["Syrian government"] * 2),
    ("Suspected ADF rebels killed 14 villagers.", ["ADF"]),
    ("Suspected jihadists killed 24 villagers.", ["jihadists"]),
    ("Twelve people were killed by gunmen in Zamfara.", ["gunmen"]),
    ("An attack blamed on Boko Haram killed nine farmers.", ["Boko Haram"]),
    ("Drones struck the airport twice, the army said, blaming Rwanda.", ["Rwanda"]),
    ("Saudi-led coalition jets carried out seven raids.", ["Saudi-led coalition"]),
    ("The Rapid Support Forces killed 30 people in El Fasher.", ["Rapid Support Forces"]),
    ("Hezbollah fired 30 rockets at Safed, wounding two people.", ["Hezbollah", "Hezbollah"]),
    ("Al-Shabaab said it had killed 30 soldiers.", ["Al-Shabaab"]),
    ("WFP distributed food to 4,000 families.", ["WFP"]),
    ("Some 3,000 children were vaccinated by UNICEF.", ["UNICEF"]),
    ("The Red Cross and its partners reached 12,000 people.", ["Red Cross"]),
    ("Humanitarian partners have assisted 790,000 people.", ["Humanitarian partners"]),
    # Who tells, who suffers and who rescues did not do it; nor did one of two sides, or the storm.
    ("Police: 12 dead after blast.", [None]),
    ("South Africa lost 14 soldiers in Goma.", [None]),
    ("MSF closed three clinics in Khartoum.", [None]),
    ("The army evacuated 300 people.", [None]),
    ("Clashes between the army and rebels killed 22 people.", [None]),
    ("The storm killed 12 people in Manila.", [None]),
    ("The Woolsey Fire has killed three people.", [None]),
    ("In March 712,000 people received rations.", [None]),
    ("Ten people were shot dead by soldiers, police said. The ministry said 20 militants were killed.",
     ["soldiers", None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ACTORS, ids=[text for text, _ in ACTORS])
def test_the_actor_of_each_count(text: str, expected: list[str | None]) -> None:
    document = Document(Header("d", "", date(2024, 5, 10), "Hill Radio", "en", "", ""), text)
    assert [fact.actor for fact in extract.facts(document, READER)] == expected
