"""Sums, parts and groups: each count as low, group and the low of its total, in order."""

from datetime import date

import pytest

from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Header

READER = reader(gazetteer())

PARTS = [
    ("Twelve people were killed, including five children and three women.",
     [(12, None, None), (5, "children", 12), (3, "women", 12)]),
    ("Another 58 bodies were found, bringing the toll to 1,147.", [(58, None, 1147), (1147, None, None)]),
    ("Some 1.3 million people are affected, 760,000 of whom have fled their homes.",
     [(1_300_000, None, None), (760_000, None, 1_300_000)]),
    ("Eight people (5 men, 3 women) were killed.", [(8, None, None), (5, "men", 8), (3, "women", 8)]),
    ("The raid left 61 people dead, among them five children, and 117 wounded.",
     [(61, None, None), (5, "children", 61), (117, None, None)]),
    ("Floods killed 120 people. Police cut the road. Rain fell. Soldiers came. Forty-three of the dead were children.",
     [(120, None, None), (43, "children", 120)]),
    ("At least 193 people died in Nepal, police said. Koshi had 61 deaths, it added.",
     [(193, None, None), (61, None, 193)]),
    ("In Nepal 193 people have died since 1 April. In the past 24 hours 12 people died.",
     [(193, None, None), (12, None, 193)]),
    ("Floods have affected 90,000 people.\n\n• Juba: 30,000 affected\n• Bor: 4,000 families affected",
     [(90_000, None, None), (30_000, None, 90_000), (4_000, None, 90_000)]),
    ("Raids killed 80 people. Some 33 of those killed were civilians and 14 were soldiers.",
     [(80, None, None), (33, "civilians", 80), (14, "soldiers", 80)]),
    ("Clashes killed 30 people. Among the dead were 19 civilians and three medics.",
     [(30, None, None), (19, "civilians", 30), (3, "medics", 30)]),
    ("Russia fired 480 missiles at Ukraine since Friday. On Sunday alone, 149 missiles were fired.",
     [(480, None, None), (149, None, 480)]),
    ("Shells fell.\n\n• Bor: 600 people fled\n• Juba: 300 people fled\n\nIn all, 900 people have been displaced.",
     [(600, None, 900), (300, None, 900), (900, None, None)]),
    ("Five people were killed in Bor on Monday. That brought to 33 the number of dead since Friday.",
     [(5, None, 33), (33, None, None)]),
    ("Floods affected 900 people, of whom 600 have fled.\n\n• Bor: 200 people fled",
     [(900, None, None), (600, None, 900), (200, None, 600)]),
    ("Flooding went on. Deaths: 212 (Badulla 71, Kandy 53).", [(212, None, None), (71, None, 212), (53, None, 212)]),
    ("At least 70 people died, ten women and three infants among them.",
     [(70, None, None), (3, "children", 70), (10, "women", 70)]),
    ("The toll rose to 143 from 136. Ten of the dead are minors.",
     [(143, None, None), (136, None, None), (10, "children", 143)]),
    ("Returns of the week.\n\nTorkham | 300 returnees\nSpin Boldak | 100 returnees\nTotal | 400 returnees",
     [(300, None, 400), (100, None, 400), (400, None, None)]),
    # No part is larger than its total.
    ("Some 900 people fled. The country shelters 40,000 of them.", [(900, None, None), (40_000, None, None)]),
    # What a share comes to is said once.
    ("Half of the 300 villagers, or about 140, were killed.", [(140, None, None)]),
    # One more building, one more person.
    ("Shells hit two schools and the hospital.", [(2, "schools", 3), (3, None, None), (1, "hospitals", 3)]),
    ("A shell killed a woman and her infant son.", [(1, "women", 2), (2, None, None), (1, "children", 2)]),
    # Groups beside the noun, or from the count before it.
    ("Seven civilian deaths were recorded.", [(7, "civilians", None)]),
    ("Shells killed seven civilians and injured 18 others.", [(7, "civilians", None), (18, "civilians", None)]),
    ("Shells killed three children and injured 18 others.", [(3, "children", None), (18, None, None)]),
    ("The mission recorded 340 civilian casualties: 90 killed and 250 injured.",
     [(90, "civilians", None), (250, "civilians", None)]),
    # Two tolls of two places are no parts of each other.
    ("Thirty people were killed in Kano. Twelve people were killed in Lagos.", [(30, None, None), (12, None, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PARTS, ids=[text for text, _ in PARTS])
def test_totals_parts_and_groups(text: str, expected: list[tuple[int, str | None, int | None]]) -> None:
    document = Document(Header("d", "", date(2024, 5, 10), "Hill Radio", "en", "", ""), text)
    found = extract.facts(document, READER)
    lows = {fact.id: fact.low for fact in found}
    assert [(fact.low, fact.group, lows.get(fact.part_of or "")) for fact in found] == expected
