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
    # A list of names is one place as written; a list with numbers is many.
    ("", "Floods killed 40 people in Sylhet, Rangpur and Khulna.", [("Sylhet, Rangpur and Khulna", "BGD")]),
    ("Flooding in Nigeria", "Some 900 people fled Borno, Yobe and two other states.", [("Borno, Yobe", "NGA")]),
    ("Mali", "The raids killed nine (Gao 6, Mopti 3).", [("Mali", "MLI"), ("Gao", "MLI"), ("Mopti", "MLI")]),
    # Days, bodies, faiths and what a ministry is for are no places.
    ("Kabul after the blast", "The death toll from Friday's bombing has risen to 33.", [("Kabul", "AFG")]),
    ("Kabul after the blast", "The Ministry of Health in Kabul said 18 children had died.", [("Kabul", "AFG")]),
    ("Mosul", "Islamic State fighters killed 12 people, the IOM said.", [("Mosul", "IRQ")]),
    ("Storm Oskar: Derna counts its dead", "At least 90 bodies were found.", [("Derna", "LBY")]),
    # Sites by their names; where they lie, and whose they are, is no part of these.
    ("Sudan", "Shells hit Al Salam hospital in Omdurman, killing four patients.", [("Al Salam hospital", "SDN")]),
    ("", "A bomb killed six people at Mogadishu's Zoppe junction.", [("Zoppe junction", "SOM")]),
    ("Myanmar", "At Tazun, on Lake Taro, 30 houses burned down.", [("Tazun", "MMR")]),
    # The clause decides: "where", a semicolon, a comma.
    ("", "A mine went off in Kidal, where nine people died, and a patrol left Gao.", [("Kidal", "MLI")]),
    ("", "In Kherson shells killed two women; the wounded were taken to Odesa.", [("Kherson", "UKR")]),
    ("Aleppo", "Clinics in Aleppo have treated 80 wounded, more than those of Idlib in a month.", [("Aleppo", "SYR")]),
    # Who is forced out is so where the cause strikes.
    ("Sudan", "Clashes in Nyala displaced 300 families to Zalingei.", [("Nyala", "SDN")]),
    ("Italy and Libya", "At least 20 migrants from Central Africa drowned off Libya.", [("Libya", "LBY")]),
    # Verbs that have a place as their object, if the gazetteer knows it.
    ("Ukraine", "Russian troops shelled Kherson and killed four people.", [("Kherson", "UKR")]),
    # Whoever takes people in.
    ("Syria", "Turkey, which hosts 3.4 million Syrian refugees, closed the road.", [("Turkey", "TUR")]),
    ("Syria", "Lebanon, a small land that hosts 900,000 Syrian refugees, is tired.", [("Lebanon", "LBN")]),
    # A side of a border; a nation in need.
    ("Clashes in Kyrgyzstan", "Shells hit Batken. On the Tajik side 15 people were killed.", [("Tajikistan", "TJK")]),
    ("Yemen", "The mills lie near Hodeidah. WFP fed 7 million Yemenis.", [("Yemen", "YEM")]),
    # Lines that open with a place.
    ("Shelling in Sumy", "KHERSON, Ukraine — Shells killed two people.", [("KHERSON", "UKR")]),
    ("Morning post", "Odisha: 300 people moved to shelters", [("Odisha", "IND")]),
    ("Week in Cameroon", "Kolofata – 9 night raids; 13 killed\nGoulfey – 12 fishermen seized",
     [("Kolofata", "CMR"), ("Kolofata", "CMR"), ("Goulfey", "CMR")]),
    ("Yemen", "• Lahj: floods destroyed 20 homes and damaged 90 in Tuban.", [("Tuban", "YEM"), ("Tuban", "YEM")]),
    # Places that are reached or owned, behind an article, and the country as a whole.
    ("Syria", "About 450 families reached Sarmada on Sunday.", [("Sarmada", "SYR")]),
    ("Mali", "The agency fed 900 people at its Gao and Kidal kitchens.", [("Gao and Kidal", "MLI")]),
    ("Ukraine", "Three bodies were found in a Kharkiv cellar.", [("Kharkiv", "UKR")]),
    ("Nepal", "Two people died in Pokhara; 40 were hurt across the country.", [("Pokhara", "NPL"), ("Nepal", "NPL")]),
    # A kind of place stands for the place of that kind that was named.
    ("Mozambique", "Raids hit Cabo Delgado. Gunmen burned shops in Palma. In the province 300 people died.",
     [("Cabo Delgado", "MOZ")]),
    # A running toll is that of the document; a part is where its total is.
    ("War in Gaza", "A raid hit Rafah. Since the start of the war 9,000 people have been killed.", [("Gaza", "PSE")]),
    ("Nepal", "The quake killed 90 people. Of these, 40 were in Jajarkot. Twenty of the 90 were children.",
     [("Nepal", "NPL"), ("Jajarkot", "NPL"), ("Nepal", "NPL")]),
    # Forces may be abroad; a city far off where a quake was felt is not what the text is about.
    ("Sumy, the morning post", "Russian forces fired all night. Shells killed two people in Shostka.",
     [("Shostka", "UKR")]),
    ("Nepal", "A quake hit Jajarkot. It was felt in New Delhi. It killed 12 people.", [("Jajarkot", "NPL")]),
    # The document's own name for a country.
    ("PNG: quake update", "Papua New Guinea sent help.\n\nThe quake killed 31 people.", [("Papua New Guinea", "PNG")]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "places"), TABLE, ids=[row[1][:60] for row in TABLE])
def test_the_place_of_a_count(title: str, text: str, places: list[tuple[str, str | None]]) -> None:
    found = [fact for fact in facts(text, title) if fact.section != "title"]
    assert [fact.place for fact in found] == [place for place, _ in places]
    for fact, (_, country) in zip(found, places, strict=True):
        assert country is None or fact.country == country


def test_the_country_of_a_heading_holds_for_its_section() -> None:
    text = (
        "CAMEROON\n\n- Mozogo: 14 people were killed.\n\n"
        "Niger (source: the prefecture)\n\n- Baroua: 600 people were displaced."
    )
    found = facts(text, "Lake Chad: week 28")
    assert [(fact.place, fact.country) for fact in found] == [("Mozogo", "CMR"), ("Baroua", "NER")]


def test_homonyms_go_with_the_other_places() -> None:
    """Tripoli is a city of two countries: with Misrata it is Libya's, with Sidon Lebanon's."""
    libya = facts("Clashes in Misrata and shelling in Tripoli. Five people were killed in Misrata.")
    lebanon = facts("Clashes in Tripoli, in Sidon and in Beirut. Five people were killed in Tripoli.")
    assert [fact.country for fact in (*libya, *lebanon)] == ["LBY", "LBN"]
