"""Which days a count covers, by families of sentences, checked with a calendar."""

import random
from datetime import date

import pytest

from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Fact, Header

READER = reader(gazetteer())
PUBLISHED = date(2019, 1, 2)  # a Wednesday


def facts(text: str, title: str = "", published: date | None = PUBLISHED) -> tuple[Fact, ...]:
    return extract.facts(Document(Header("d", title, published, "Hill Radio", "en", "", ""), text), READER)


# Text, first and last day of the last fact (ISO, empty for None), and the title.
TABLE = [
    # the event that a text goes on with
    ("The storm hit Luzon on Friday. Two days earlier, 12 people drowned.", "2018-12-26", "2018-12-26", ""),
    ("A raid killed two people on Monday. The day before, five people were wounded.", "2018-12-30", "2018-12-30", ""),
    ("Fighting broke out on Saturday in Nyala. Since then 45 people were killed.", "2018-12-29", "2019-01-02", ""),
    ("Some 126 people died in fighting that broke out on Saturday.", "2018-12-29", "2019-01-02", ""),
    ("Some 3,000 people have fled since the fighting began.", "", "2019-01-02", ""),
    ("Some 3,000 people have fled since the siege of Nyala.", "", "2019-01-02", ""),
    ("The offensive has killed 40 people since it began on 20 December.", "2018-12-20", "2019-01-02", ""),
    ("The agency has so far reached 41,000 people.", "", "2019-01-02", ""),
    ("The raid killed two people on Monday. Three schools have closed.", "", "", ""),
    ("The raid on Monday killed two people. Some 900 people are still missing.", "", "2019-01-02", ""),
    (
        "A quake killed six on Friday. The ministry put the toll at 57 dead on Tuesday.",
        "2018-12-28", "2018-12-28", "",
    ),
    ("The ministry said 12 people died on Friday.", "2018-12-28", "2018-12-28", ""),
    ("The ministry said in a statement on Monday that 12 people died on Friday.", "2018-12-28", "2018-12-28", ""),
    (
        "A bomb killed four on Friday. Ministers met on Monday. Nine people were wounded.",
        "2018-12-28", "2018-12-28", "",
    ),
    ("Up to 5,000 people could be displaced this week.", "2018-12-31", "2019-01-06", ""),
    ("Up to 5,000 people could be displaced within 24 hours.", "", "", ""),
    ("More than 1,200 people returned over the weekend.", "2018-12-29", "2018-12-30", ""),
    ("The army evacuated 800 people after two days of shelling.", "2019-01-01", "2019-01-02", ""),
    ("Four soldiers were killed on 28 December.", "2018-12-28", "2018-12-28", ""),
    # one event told on
    (
        "A bomb killed four people in Nyala on Monday. Nine others were wounded. Three houses were destroyed.",
        "2018-12-31", "2018-12-31", "",
    ),
    (
        "An earthquake struck Luzon on Saturday, killing six people.\n\nIn Quezon, 40 houses were destroyed.",
        "2018-12-29", "2018-12-29", "",
    ),
    (
        "An earthquake struck Luzon on Saturday, killing six people.\n\nThe mayor said 12 people were "
        "injured in Tarlac.",
        "2018-12-29", "2018-12-29", "",
    ),
    (
        "The tsunami hit the coast of Banten on 22 December.\n\nMore than 400 people were killed.\n\nAt "
        "least 1,400 people have been injured.",
        "2018-12-22", "2018-12-22", "",
    ),
    (
        "Saturday's earthquake killed 30 people in Luzon. On Tuesday an aftershock injured two "
        "people.\n\nSome 500 houses were destroyed.",
        "2018-12-29", "2018-12-29", "",
    ),
    (
        "Floods hit Sofala on Sunday. The army said on Tuesday that 12 people had died.",
        "2018-12-30", "2018-12-30", "",
    ),
    ("The toll from Friday's landslide rose to 57 dead on Tuesday.", "2018-12-28", "2018-12-28", ""),
    (
        "A landslide buried a village on Friday.\n\nThe death toll rose to 57 on Tuesday.",
        "2018-12-28", "2018-12-28", "",
    ),
    (
        "Gunmen stormed a church in Kaduna on Sunday. They killed 11 worshippers and abducted five people.",
        "2018-12-30", "2018-12-30", "",
    ),
    ("The convoy came under attack on Monday near Beni. Six soldiers died.", "2018-12-31", "2018-12-31", ""),
    ("Jets came over the town at noon on Tuesday. Seven people were killed.", "2019-01-01", "2019-01-01", ""),
    # another event ends it
    ("A bomb killed four people in Nyala on Monday. In a separate attack, three soldiers were killed.", "", "", ""),
    ("A bomb killed four people in Nyala on Monday. Elsewhere, gunmen abducted three teachers.", "", "", ""),
    ("A bomb killed four people in Kassala on Monday. Gunmen killed two people in El Fasher.", "", "", ""),
    ("Shelling killed two people in Kharkiv on Monday.\n\nMeanwhile, 12 people were injured.", "", "", ""),
    # later on days of their own
    ("Shelling killed two people in Kharkiv on Monday. Thousands of people have fled.", "", "", ""),
    ("Shelling killed two people in Kharkiv on Monday. Police have arrested three men.", "", "", ""),
    (
        "A quake killed two people in Luzon on Monday. Three schools have since closed.",
        "2018-12-31", "2019-01-02", "",
    ),
    ("A bomb killed four people on Monday. Two of the wounded have since died.", "2018-12-31", "2019-01-02", ""),
    (
        "Clashes killed two people in Nyala on Monday. Some 40 families have since returned home.",
        "", "2019-01-02", "",
    ),
    # reporting days
    ("The ministry said on Monday that 12 people had died.", "", "", ""),
    ("Twelve people were killed in clashes, officials told reporters late on Monday.", "", "", ""),
    ("In a statement on Monday, the army said 12 rebels were killed.", "", "", ""),
    ("The agency announced on Tuesday that 300 people were displaced.", "", "", ""),
    (
        "A quake hit Luzon on Friday. The council put the number of injured at 98 on Tuesday.",
        "2018-12-28", "2018-12-28", "",
    ),
    ("At least 12 people were killed on Sunday, the ministry said on Monday.", "2018-12-30", "2018-12-30", ""),
    ("The ministry said yesterday that 12 people were killed on Sunday.", "2018-12-30", "2018-12-30", ""),
    # stocks
    ("Some 2,000 people are living in camps.", "", "", ""),
    ("Some 2,000 people are still living in camps.", "", "2019-01-02", ""),
    ("Some 2,000 people were living in camps on Monday.", "", "2018-12-31", ""),
    ("As of 30 December, 2,000 people were living in camps.", "", "2018-12-30", ""),
    ("By Tuesday 2,000 people were living in camps.", "", "2019-01-01", ""),
    ("More than 3 million people need aid.", "", "", ""),
    ("More than 3 million people now need aid.", "", "2019-01-02", ""),
    ("Before the quake on Friday, 3 million people needed aid.", "", "2018-12-28", ""),
    ("A quake hit Luzon on Friday. Some 4,000 people are living in tents.", "", "", ""),
    ("A quake hit Luzon on Friday. Some 40 people are still missing.", "", "2019-01-02", ""),
    ("Some 40 people are missing after Friday's landslide.", "2018-12-28", "2018-12-28", ""),
    # deaths up to now
    ("So far 45 people have died.", "", "2019-01-02", ""),
    ("Cholera has killed 45 people.", "", "2019-01-02", ""),
    ("Cholera has killed 45 people since 20 December.", "2018-12-20", "2019-01-02", ""),
    ("As of Monday, 45 people had died since 20 December.", "2018-12-20", "2018-12-31", ""),
    ("The storm hit Luzon on Friday. By Monday rescuers had found 20 bodies.", "2018-12-28", "2018-12-31", ""),
    ("By Monday 45 people had died.", "", "2018-12-31", ""),
    # spans
    ("From 24 to 28 December, 45 people were killed.", "2018-12-24", "2018-12-28", ""),
    ("Between 20 December and 1 January, 45 people were killed.", "2018-12-20", "2019-01-01", ""),
    ("In the past three days 45 people were killed.", "2018-12-31", "2019-01-02", ""),
    ("In the last 24 hours 45 people were killed.", "2019-01-01", "2019-01-02", ""),
    ("Overnight, 45 people were killed.", "2019-01-01", "2019-01-02", ""),
    ("Some 45 people were killed last week.", "2018-12-24", "2018-12-30", ""),
    ("Some 45 people were killed this week.", "2018-12-31", "2019-01-02", ""),
    ("Some 45 people were killed last month.", "2018-12-01", "2018-12-31", ""),
    ("Some 450 people were killed last year.", "2018-01-01", "2018-12-31", ""),
    ("Some 450 people were killed in 2017.", "2017-01-01", "2017-12-31", ""),
    ("In the first half of 2018 some 450 people were killed.", "2018-01-01", "2018-06-30", ""),
    ("In the three days to Monday 45 people were killed.", "2018-12-29", "2018-12-31", ""),
    ("Some 45 people were killed between Saturday and Monday.", "2018-12-29", "2018-12-31", ""),
    ("Some 45 people were killed on Saturday and Sunday.", "2018-12-29", "2018-12-30", ""),
    ("Some 45 people were killed on 30 and 31 December.", "2018-12-30", "2018-12-31", ""),
    ("More than 45 people have been killed since mid-December.", "2018-12-15", "2019-01-02", ""),
    ("More than 45 people have been killed since early October.", "2018-10-01", "2019-01-02", ""),
    ("More than 45 people have been killed since the uprising began in March 2011.", "2011-03-01", "2019-01-02", ""),
    ("Fighting that erupted on Sunday has killed 45 people.", "2018-12-30", "2019-01-02", ""),
    # two counts, two days
    ("A raid killed 12 people on Sunday and eight on Monday.", "2018-12-31", "2018-12-31", ""),
    ("On Sunday 12 people were killed, and on Monday eight people were injured.", "2018-12-31", "2018-12-31", ""),
    ("Some 45 people were killed on Sunday; nine people were injured on Monday.", "2018-12-31", "2018-12-31", ""),
    ("Twelve people were killed on Sunday. The next day, five people were injured.", "2018-12-31", "2018-12-31", ""),
    (
        "Twelve people were killed on 20 December. A week later, five people were injured.",
        "2018-12-27", "2018-12-27", "",
    ),
    ("The storm hit Luzon on Friday. In the first two days 30 people died.", "2018-12-28", "2018-12-29", ""),
    (
        "A raid killed 12 people on Sunday. The same day five people were injured in Nyala.",
        "2018-12-30", "2018-12-30", "",
    ),
    # background
    ("It was the deadliest attack since 2014. Three people were killed.", "", "", ""),
    ("It was the deadliest attack since March 2014, when 60 people were killed.", "2014-03-01", "2014-03-31", ""),
    ("It was the worst quake since 2010, when 500 people died.", "2010-01-01", "2010-12-31", ""),
    ("It was the third raid on the town in ten days. It killed five people.", "", "", ""),
    (
        "A bomb killed four people in Nyala on Monday.\n\nIn 2015 a similar attack killed 50 people.",
        "2015-01-01", "2015-12-31", "",
    ),
    (
        "A bomb killed four people in Nyala on Monday.\n\nThree years ago a similar attack killed 50 people.",
        "2016-01-01", "2016-12-31", "",
    ),
    # since an event told
    ("An earthquake struck Luzon on Saturday. Since the quake, 30 people have died.", "2018-12-29", "2019-01-02", ""),
    ("Fighting broke out in Nyala on 20 December. Since then 30 people were killed.", "2018-12-20", "2019-01-02", ""),
    ("Some 30 people were killed since the start of the war.", "", "2019-01-02", ""),
    # projections
    ("Up to 5,000 people could be displaced by the end of January.", "", "2019-01-31", ""),
    ("WFP plans to assist 5,000 people in February.", "2019-02-01", "2019-02-28", ""),
    ("The storm could displace 5,000 people on Friday.", "2019-01-04", "2019-01-04", ""),
    ("The storm could displace 5,000 people next week.", "2019-01-07", "2019-01-13", ""),
    ("The plan for 2019 aims to reach 5,000 people.", "2019-01-01", "2019-12-31", ""),
    ("Up to 5,000 people might be displaced tomorrow.", "2019-01-03", "2019-01-03", ""),
    # datelines, updates, headings
    ("NYALA, Jan 2 (Reuters) - Four people were killed in clashes.", "", "", ""),
    ("NYALA, 1 January – A raid killed four people on Sunday.", "2018-12-30", "2018-12-30", ""),
    ("Reporting period: 24-30 December\n\nFour people were killed in Nyala.", "2018-12-24", "2018-12-30", ""),
    (
        "Four people were killed in Nyala.\n\n- Two people were injured in Kutum.",
        "2018-12-24", "2018-12-30", "Sudan: weekly note (24-30 December)",
    ),
    ("The agency assisted 4,000 people.", "2018-12-24", "2018-12-30", "Sudan: weekly note (24-30 December)"),
    ("Some 40 people are still missing.", "", "2018-12-30", "Sudan: flash update (as of 30 December)"),
    (
        "On Monday the army attacked several towns:\n- Nyala: four people killed\n- Kutum: two people injured",
        "2018-12-31", "2018-12-31", "",
    ),
    ("- Nyala: four people killed on Monday\n- Kutum: two people injured", "", "", ""),
    ("28 Dec – Nyala: four people killed.\n30 Dec – Kutum: two people injured.", "2018-12-30", "2018-12-30", ""),
    # aid is no event; bodies found later are none
    (
        "A quake killed six people in Luzon on Friday. The agency fed 400 people on Monday. Nine people were "
        "injured.",
        "2018-12-28", "2018-12-28", "",
    ),
    ("Rescuers found 12 bodies on Monday. The fire destroyed 300 homes.", "", "", ""),
    ("The list of missing people dropped to 300 on Monday.", "", "2018-12-31", ""),
    # frames, windows and what was before
    ("In the past 24 hours two people were killed. Some 1,700 people have been injured.", "", "", ""),
    (
        "In the past 24 hours two people were killed. That brings the toll since 10 December to 230. "
        "Some 1,700 people have been injured.",
        "2018-12-10", "2019-01-02", "",
    ),
    ("After two days of fighting 20 people are dead.\n\nNine people were wounded.", "2019-01-01", "2019-01-02", ""),
    ("A cyclone hit Beira on Friday. Floods killed 56 people before the cyclone.", "", "2018-12-28", ""),
    ("The toll in the floods mounted to 108 dead on Tuesday.", "", "2019-01-01", ""),
    ("The storm has affected 5,000 families.", "", "", "Storm sitrep 5, 1 January 2019"),
    ("Militants killed 31 in Mali on Friday.\n\nTwo people were wounded in Songho.", "2018-12-28", "2018-12-28", ""),
    (
        "A storm hit Luzon on Friday. Sixty houses collapsed, and many will sleep outside tonight.",
        "2018-12-28", "2018-12-28", "",
    ),
    ("On Monday the ministry said that 12 people had died.", "", "", ""),
    ("On Monday, they added, five people had died.", "2018-12-31", "2018-12-31", ""),
    ("Men dug on Tuesday after a storm hit on Sunday. It killed 40 people.", "2018-12-30", "2018-12-30", ""),
    ("A storm hit Derna on Sunday. On Monday 120 people left. Forty people died.", "2018-12-30", "2018-12-30", ""),
    ("24/12: four people were killed.", "2018-12-24", "2018-12-24", ""),
    ("The centre is open 24/7. Four people were killed.", "", "", ""),
    # names and others
    ("Sunday Okafor said four people were killed.", "", "", ""),
    ("The 13th such attack killed four people.", "", "", ""),
    ("The ministry on Monday said that 12 people had died.", "", "", ""),
    ("The agency, at work in the country since 2015, said 12 people were killed.", "", "", ""),
    ("The army killed 12 people in the town, which was founded in 1952.", "", "", ""),
    ("The army, on Monday, killed 12 people.", "2018-12-31", "2018-12-31", ""),
    (
        "A bomb killed four people in Maiduguri on Monday.\n\nThe conflict has killed 40,000 people.",
        "", "2019-01-02", "",
    ),
    ("Rain is expected on Friday. Floods killed four people.", "", "", ""),
    ("Some 450 people were killed in 2016 and 2017.", "2016-01-01", "2017-12-31", ""),
    ("Some 450 people were killed in January–March 2018.", "2018-01-01", "2018-03-31", ""),
    ("Since Monday's attack 12 people have died.", "2018-12-31", "2019-01-02", ""),
    (
        "The quake hit Luzon on Friday.\n\nThe toll rose to 57 dead on Tuesday, up from 31 on Sunday.",
        "2018-12-28", "2018-12-28", "",
    ),
    ("Five days after the earthquake, 300 people are dead.", "2018-12-28", "2018-12-28", ""),
    # an event told by its length, or by how long ago it was
    ("Two weeks of fighting have left 51 people dead.", "2018-12-20", "2019-01-02", ""),
    ("Ten days of rain have killed nine people, the council said on Monday.", "2018-12-22", "2018-12-31", ""),
    ("The depot held two weeks of food. Nine people were killed.", "", "", ""),
    ("In five days of clashes, from 12 to 16 December, nine people died.", "2018-12-12", "2018-12-16", ""),
    ("Four days after Typhoon Usman hit Luzon, the toll reached 72 on Tuesday.", "2018-12-29", "2018-12-29", ""),
    ("The toll from Friday's blast in Kabul has risen to 33, a doctor said.", "2018-12-28", "2018-12-28", ""),
    ("A year ago a quake struck Lombok. Some 560 people died, officials said.", "2018-01-02", "2018-01-02", ""),
    ("The siege began on Friday 28 December and fighting ended on Sunday. Nine people were killed.",
     "2018-12-28", "2018-12-30", ""),
    # days that count from others
    ("Between 3 and 14 December 400 people fled Sinjar. In the same period 90 fled Tal Afar.",
     "2018-12-03", "2018-12-14", ""),
    ("A strike hit Bor on 20 December. Over the following week shells killed five people.",
     "2018-12-21", "2018-12-27", ""),
    ("Some 428 people drowned in the first quarter.", "2018-01-01", "2018-03-31", ""),
    ("Some 7,600 homes were flattened in 2016-17.", "2016-01-01", "2017-12-31", ""),
    ("Landslides hit Bor on Monday. Forty people were still missing on Tuesday.", "", "2019-01-01", ""),
    ("The rains have, since 1 December, brought down 340 houses.", "2018-12-01", "2019-01-02", ""),
    ("Two schools were hit on Friday.\n\nA school in Bor is out of use.", "", "", ""),
    ("A party fired 68 rockets on Tuesday, down from 92 on Monday.", "2018-12-31", "2018-12-31", ""),
    # a war is not the event of the paragraph
    ("The town has been under siege since 2013. The war has killed 340,000 people.", "", "2019-01-02", ""),
    # year boundary, unresolved
    ("Four people were killed on 31 December.", "2018-12-31", "2018-12-31", ""),
    ("Four people were killed on 3 January.", "2018-01-03", "2018-01-03", ""),
    ("Four people were killed in recent days.", "", "", ""),
    ("Four people were killed two days before.", "", "", ""),
    ("Four people were killed on 12/31/2018.", "2018-12-31", "2018-12-31", ""),
    ("Four people were killed on 02/12/2018.", "", "", ""),
    ("Four people were killed on Christmas Day.", "2018-12-25", "2018-12-25", ""),
    ("Four people were killed from 29 December to 2 January.", "2018-12-29", "2019-01-02", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "title"), TABLE, ids=[row[0][:60] for row in TABLE])
def test_the_days_of_a_count(text: str, start: str, end: str, title: str) -> None:
    fact = facts(text, title)[-1]
    assert [day.isoformat() if day else "" for day in (fact.start, fact.end)] == [start, end]


def test_rows_under_a_heading_with_a_source_are_as_of_its_day() -> None:
    text = "Floods went on.\n\nViet Nam (source: VDDMA, 1 January)\n\n• Lao Cai: 125 dead\n• Cao Bang: 43 dead"
    found = facts(text)
    assert [(fact.start, fact.end, fact.attribution) for fact in found] == [(None, date(2019, 1, 1), "VDDMA")] * 2


def test_key_numbers_above_the_text_take_the_days_of_its_event() -> None:
    text = "52 people killed | 345 injured\n\nAn earthquake struck Luzon on Friday."
    assert {fact.end for fact in facts(text, "Flash update")} == {date(2018, 12, 28)}


def test_rows_are_of_the_days_of_the_total_above_them() -> None:
    text = "Since Friday, 900 people were displaced.\n\n• Bor: 600 people fled\n• Juba: 300 people fled"
    assert [fact.start for fact in facts(text)] == [date(2018, 12, 28)] * 3


def test_a_day_in_another_clause_is_another_counts() -> None:
    first, last = facts("On Sunday 12 people were killed, and on Monday eight people were injured.")
    assert (first.end, last.end) == (date(2018, 12, 30), date(2018, 12, 31))


# Text, and the scope of the last fact.
SCOPES = [
    ("Clashes have killed 40 people since Friday.", "event"),
    ("Clashes have killed 40 people since 5 December.", "event"),
    ("Clashes have killed 40 people since October.", "cumulative"),
    ("Some 4,000 people have fled since the offensive began on 28 December.", "cumulative"),
    ("Some 4,000 people have fled since the fall of Nyala.", "cumulative"),
    ("The drought has driven 40,000 people from their homes.", "cumulative"),
    ("Some 9,000 people were killed in 2015.", "event"),
    ("The group logged 516 attacks in 2017.", "cumulative"),
    ("Some 40,000 people left the region last year.", "cumulative"),
    ("More than 40,000 refugees live in the camp.", "cumulative"),
    ("Some 400 people crossed into Uganda on Monday.", "event"),
    ("Some 4,000 people are living in camps.", "cumulative"),
    ("The plan for 2019 aims to reach 5,000 people.", "cumulative"),
    ("The agency has so far reached 41,000 people.", "cumulative"),
    ("The agency has fed 20,000 people.", "event"),
    ("A quake killed 40 people.", "event"),
]


@pytest.mark.parametrize(("text", "scope"), SCOPES, ids=[row[0] for row in SCOPES])
def test_the_scope_of_a_count(text: str, scope: str) -> None:
    assert facts(text)[-1].scope == scope


# Text, and the status of the last fact.
STATUSES = [
    ("Up to 5,000 people could be displaced.", "projected"),
    ("The agency fears that 5,000 people will be displaced.", "projected"),
    ("Across Sudan, the agency warns, 21 million people face acute hunger.", "reported"),
    ("The project logged 516 attacks.", "reported"),
    ("The 2019 plan targets 5,000 people.", "projected"),
    ("Some 5,000 people were displaced.", "reported"),
    ("The agency fed 1,500 people in January; the target for February is 1,700.", "projected"),
    ("The evacuation of 300 people is planned.", "projected"),
]


@pytest.mark.parametrize(("text", "status"), STATUSES, ids=[row[0] for row in STATUSES])
def test_the_status_of_a_count(text: str, status: str) -> None:
    assert facts(text)[-1].status == status


@pytest.mark.parametrize("row", TABLE, ids=[row[0][:60] for row in TABLE])
def test_without_a_publication_date_nothing_fails_and_nothing_is_guessed(row: tuple[str, str, str, str]) -> None:
    for fact in facts(row[0], row[3], None):
        for day in (fact.start, fact.end):
            assert day is None or str(day.year) in row[0] + row[3] or f"-{day.year % 100}" in row[0]


PIECES = (
    "killed five", "on Monday", "since the quake", "by evening", "in the week to", "32 May", "the first", "12/13/2018",
    "two days later", "; ", ", ", "as of", "29 February", "– 3", "Sunday", "in 9999", "300 years ago", "was closed",
    "the toll", "may", "\n\n", "\n- ", "Nyala: ", "who", "999 weeks ago", "up from 31",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("published", [None, date(2019, 1, 2), date.min, date.max])
def test_no_heap_of_words_about_days_fails(seed: int, published: date | None) -> None:
    chance = random.Random(seed)
    text = " ".join(chance.choice(PIECES) for _ in range(60))
    document = Document(Header("d", "Day 3, week 5-9 May", published, "Hill Radio", "en", "", ""), text)
    _, rejected = extract.read(document, READER)
    assert not [one for one in rejected if "could not be read" in one.reason]
