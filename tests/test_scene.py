"""Which place a count is about, by families of sentences: the place, its country, as a reader of the text would say."""

from datetime import date

import pytest

from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Fact, Header

READER = reader(gazetteer())
PUBLISHED = date(2019, 1, 2)  # a Wednesday


def facts(text: str, title: str = "") -> tuple[Fact, ...]:
    return extract.facts(Document(Header("d", title, PUBLISHED, "Hill Radio", "en", "", ""), text), READER)


# Title, text, and place and country of each fact in order.
TABLE = [
    # A text that names no country is about that of its provinces and towns.
    ("", "Shelling killed nine people in Kherson on Monday.", [("Kherson", "UKR")]),
    ("", "Gunmen killed 14 villagers in Kaga on Saturday, residents of Maiduguri said.", [("Kaga", "NGA")]),
    ("", "Shells fell on Taiz. In Salh district, 15 people were killed.", [("Salh", "YEM")]),
    (
        "",
        "A market was shelled in Taiz and 15 people were killed in Salh district.",
        [("Taiz", "YEM"), ("Salh", "YEM")],
    ),
    # One town abroad does not move a text out of the country that it names.
    ("", "The UN in Geneva said 40 people died in Mali. Six died in Kidal.", [("Mali", "MLI"), ("Kidal", "MLI")]),
    # Each number of a shared verb has its own place.
    (
        "",
        "Shelling killed nine people in Kherson as well as three in Mykolaiv on Monday.",
        [("Kherson", "UKR"), ("Mykolaiv", "UKR")],
    ),
    # The place of a part is not that of its total; a place after a comma is that of both.
    (
        "Floods in Nepal",
        "Some 60 people died, 20 of them near Pokhara.",
        [("Nepal", "NPL"), ("Pokhara", "NPL")],
    ),
    ("", "Raids killed 12 people, including three children, in Aleppo.", [("Aleppo", "SYR"), ("Aleppo", "SYR")]),
    ("", "Seven people were killed and 12 wounded in Idlib on Friday.", [("Idlib", "SYR"), ("Idlib", "SYR")]),
    # Directions inside a coordinated run are dropped like those before a name.
    ("", "At least 34 people were killed in southern Idlib and northern Hama.", [("Idlib and Hama", "SYR")]),
    # Where people left; for those who crossed or came back, where they are.
    ("", "About 300 families fled Khan Younis for Rafah.", [("Khan Younis", "PSE")]),
    ("", "More than 1,200 people returned to Mosul from Erbil.", [("Mosul", "IRQ")]),
    ("Sudan and Chad", "Some 4,100 refugees from Darfur have crossed into Adre.", [("Adre", None)]),
    # Where somebody has an office, a body's name and an unknown clinic are no places.
    ("", "The Geneva-based group said 22 people died in an air strike on Marib.", [("Marib", "YEM")]),
    ("", "In a Red Crescent clinic in Idlib doctors treated 30 wounded.", [("Idlib", "SYR")]),
    ("Somalia", "The attack hit a camp of the African Union force in Jowhar. Ten soldiers died.", [("Jowhar", "SOM")]),
    # An update's title names the country that its paragraphs come back to.
    (
        "Chad: Flood snapshot",
        "In Bongor 300 people were displaced.\n\nPartners have so far reached 41,000 people.",
        [("Bongor", "TCD"), ("Chad", "TCD")],
    ),
    ("Hill districts of Nepal bury their dead", "At least 326 people were hurt.", [("Nepal", "NPL")]),
    ("", "In Taiz three people died. Nationwide, 45 people have been killed.", [("Taiz", "YEM"), ("Yemen", "YEM")]),
    # A country that a place belongs to is no part of its name; a title of one word may be a place.
    ("", "Fighters killed 18 people in Chad's Lake region.", [("Lake", "TCD")]),
    ("Idlib", "• Ariha: 12 people were killed\n• Saraqeb: 4 killed", [("Ariha", "SYR"), ("Saraqeb", "SYR")]),
    # The province named right after a place only says where it lies.
    ("Chad", "Some 200 people were killed at Tinka, in Wadi Fira province.", [("Tinka", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "places"), TABLE, ids=[row[1][:60] for row in TABLE])
def test_the_place_of_a_count(title: str, text: str, places: list[tuple[str, str | None]]) -> None:
    found = [fact for fact in facts(text, title) if fact.section != "title"]
    assert [fact.place for fact in found] == [place for place, _ in places]
    for fact, (_, country) in zip(found, places, strict=True):
        assert country is None or fact.country == country


def test_homonyms_go_with_the_other_places() -> None:
    """Tripoli is a city of two countries: with Misrata it is Libya's, with Sidon Lebanon's."""
    libya = facts("Clashes in Misrata and shelling in Tripoli. Five people were killed in Misrata.")
    lebanon = facts("Clashes in Tripoli, in Sidon and in Beirut. Five people were killed in Tripoli.")
    assert [fact.country for fact in (*libya, *lebanon)] == ["LBY", "LBN"]
