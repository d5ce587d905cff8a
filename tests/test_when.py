"""Which days a count covers, by families of sentences, checked with a calendar."""

from datetime import date

import pytest

from sitrep import extract
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Fact, Header

READER = reader(gazetteer())
PUBLISHED = date(2019, 1, 2)  # a Wednesday


def facts(text: str) -> tuple[Fact, ...]:
    return extract.facts(Document(Header("d", "", PUBLISHED, "Hill Radio", "en", "", ""), text), READER)


# Text, and first and last day of the last fact (ISO, empty for None).
TABLE = [
    ("The storm hit Luzon on Friday. Two days earlier, 12 people drowned.", "2018-12-26", "2018-12-26"),
    ("A raid killed two people on Monday. The day before, five people were wounded.", "2018-12-30", "2018-12-30"),
    ("Fighting broke out on Saturday in Nyala. Since then 45 people were killed.", "2018-12-29", "2019-01-02"),
    ("Some 126 people died in fighting that broke out on Saturday.", "2018-12-29", "2019-01-02"),
    ("Some 3,000 people have fled since the fighting began.", "", "2019-01-02"),
    ("Some 3,000 people have fled since the siege of Nyala.", "", "2019-01-02"),
    ("The offensive has killed 40 people since it began on 20 December.", "2018-12-20", "2019-01-02"),
    ("The agency has so far reached 41,000 people.", "", "2019-01-02"),
    ("The raid killed two people on Monday. Three schools have closed.", "", ""),
    ("The raid on Monday killed two people. Some 900 people are still missing.", "", "2019-01-02"),
    ("A quake killed six on Friday. The ministry put the toll at 57 dead on Tuesday.", "2018-12-28", "2018-12-28"),
    ("The ministry said 12 people died on Friday.", "2018-12-28", "2018-12-28"),
    ("The ministry said in a statement on Monday that 12 people died on Friday.", "2018-12-28", "2018-12-28"),
    ("A bomb killed four on Friday. Ministers met on Monday. Nine people were wounded.", "2018-12-28", "2018-12-28"),
    ("Up to 5,000 people could be displaced this week.", "2018-12-31", "2019-01-06"),
    ("Up to 5,000 people could be displaced within 24 hours.", "", ""),
    ("More than 1,200 people returned over the weekend.", "2018-12-29", "2018-12-30"),
    ("The army evacuated 800 people after two days of shelling.", "2019-01-01", "2019-01-02"),
    ("Four soldiers were killed on 28 December.", "2018-12-28", "2018-12-28"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end"), TABLE, ids=[row[0][:60] for row in TABLE])
def test_the_days_of_a_count(text: str, start: str, end: str) -> None:
    fact = facts(text)[-1]
    assert [day.isoformat() if day else "" for day in (fact.start, fact.end)] == [start, end]
