"""Which days words mean, checked by hand with a calendar."""

from datetime import date

import pytest

from sitrep.language import dates, text
from sitrep.language.en import dates as english

WORDS = dates.words(english)
SUNDAY = date(2018, 9, 9)

# Words, publication date, first and last day (ISO, empty for None).
TABLE = [
    ("on Sunday", "2018-09-09", "2018-09-09", "2018-09-09"),  # the same day counts
    ("on Friday", "2018-09-09", "2018-09-07", "2018-09-07"),
    ("on Monday", "2018-09-09", "2018-09-03", "2018-09-03"),
    ("Friday's raid", "2018-09-09", "2018-09-07", "2018-09-07"),
    ("last Sunday", "2018-09-09", "2018-09-02", "2018-09-02"),
    ("on Thursday night", "2018-09-09", "2018-09-06", "2018-09-06"),
    ("on Saturday and Sunday", "2018-09-09", "2018-09-08", "2018-09-09"),
    ("today", "2018-09-09", "2018-09-09", "2018-09-09"),
    ("yesterday", "2018-09-09", "2018-09-08", "2018-09-08"),
    ("yesterday", "2019-01-01", "2018-12-31", "2018-12-31"),  # over the year's boundary
    ("overnight", "2018-09-09", "2018-09-08", "2018-09-09"),
    ("overnight", "2018-03-25", "2018-03-24", "2018-03-25"),  # the night of the change to summer time
    ("in the past 24 hours", "2018-09-09", "2018-09-08", "2018-09-09"),
    ("in the past 48 hours", "2018-09-09", "2018-09-07", "2018-09-09"),
    ("in the past two days", "2018-09-09", "2018-09-08", "2018-09-09"),
    ("over the past week", "2018-09-09", "2018-09-03", "2018-09-09"),
    ("in the last three weeks", "2018-09-09", "2018-08-20", "2018-09-09"),
    ("three days ago", "2018-09-09", "2018-09-06", "2018-09-06"),
    ("a week ago", "2018-09-09", "2018-09-02", "2018-09-02"),
    ("a year ago", "2018-09-09", "2017-01-01", "2017-12-31"),
    ("since Friday", "2018-09-09", "2018-09-07", "2018-09-09"),
    ("since 10 May", "2024-05-22", "2024-05-10", "2024-05-22"),
    ("since it struck a second time on Saturday", "2023-03-16", "2023-03-11", "2023-03-16"),
    ("since the start of September", "2018-09-13", "2018-09-01", "2018-09-13"),
    ("since mid-May", "2024-06-21", "2024-05-15", "2024-06-21"),
    ("since 2015", "2018-09-09", "2015-01-01", "2018-09-09"),
    ("as of Thursday", "2018-09-09", "", "2018-09-06"),
    ("by mid-June", "2024-05-22", "", "2024-06-15"),
    ("on September 8, 2018", "2018-09-09", "2018-09-08", "2018-09-08"),
    ("on 8 September", "2018-09-09", "2018-09-08", "2018-09-08"),
    ("on 27 December", "2019-01-02", "2018-12-27", "2018-12-27"),  # the latest such day, not the coming one
    ("2018-09-08", "2018-09-09", "2018-09-08", "2018-09-08"),
    ("between 26 and 30 January", "2025-02-05", "2025-01-26", "2025-01-30"),
    ("24 February to 14 April", "2022-04-15", "2022-02-24", "2022-04-14"),
    ("from January to September", "2021-11-08", "2021-01-01", "2021-09-30"),
    ("between May and the end of October", "2021-11-08", "2021-05-01", "2021-10-31"),
    ("in April", "2021-05-14", "2021-04-01", "2021-04-30"),
    ("in May", "2018-09-09", "2018-05-01", "2018-05-31"),
    ("in the last week of October", "2021-11-08", "2021-10-25", "2021-10-31"),
    ("in the week to Thursday", "2022-08-26", "2022-08-19", "2022-08-25"),
    ("this week", "2018-09-09", "2018-09-03", "2018-09-09"),
    ("last week", "2018-09-09", "2018-08-27", "2018-09-02"),
    ("earlier this month", "2018-09-09", "2018-09-01", "2018-09-09"),
    ("last month", "2018-01-09", "2017-12-01", "2017-12-31"),
    ("last year", "2018-09-09", "2017-01-01", "2017-12-31"),
    ("this year", "2018-09-09", "2018-01-01", "2018-09-09"),
    ("in 2016", "2018-09-09", "2016-01-01", "2016-12-31"),
    ("since the start of the year", "2018-09-09", "2018-01-01", "2018-09-09"),
    ("since the fighting began", "2018-09-09", "", "2018-09-09"),  # since a day that is not said
    ("since Minova fell", "2018-09-09", "", "2018-09-09"),
    ("since the offensive began on 13 June", "2018-09-09", "2018-06-13", "2018-09-09"),
    ("clashes that broke out on Friday", "2018-09-09", "2018-09-07", "2018-09-09"),
    ("over the weekend", "2018-09-12", "2018-09-08", "2018-09-09"),
    ("at the weekend", "2018-09-08", "2018-09-08", "2018-09-08"),  # it has only begun
    ("after two days of shelling", "2018-09-09", "2018-09-08", "2018-09-09"),
    ("in three days", "2019-01-01", "2018-12-30", "2019-01-01"),
    ("in February", "2020-03-05", "2020-02-01", "2020-02-29"),  # a leap year
    ("Friday, 12 May 2023", "2023-06-17", "2023-05-12", "2023-05-12"),  # the date counts, not the last Friday
    ("Sept. 5", "2023-09-17", "2023-09-05", "2023-09-05"),
    ("12/25/2022", "2023-05-17", "2022-12-25", "2022-12-25"),
    ("12/05/2023", "2023-05-17", "", ""),  # 12 May or 5 December
    ("on the 9th; he", "2023-05-17", "2023-05-09", "2023-05-09"),
    ("on the 21st.", "2023-05-17", "2023-04-21", "2023-04-21"),
    ("on the 31st.", "2023-05-17", "", ""),  # April has no such day
    ("the Wednesday before", "2023-05-17", "2023-05-10", "2023-05-10"),
    ("next Friday", "2023-05-17", "2023-05-19", "2023-05-19"),
    ("tomorrow", "2022-12-31", "2023-01-01", "2023-01-01"),
    ("next week", "2023-05-17", "2023-05-22", "2023-05-28"),
    ("next month", "2022-12-17", "2023-01-01", "2023-01-31"),
    ("from Tuesday to Thursday", "2023-05-19", "2023-05-16", "2023-05-18"),
    ("from Saturday to Monday", "2023-05-17", "2023-05-13", "2023-05-15"),
    ("from Thursday to Tuesday", "2023-05-17", "2023-05-11", "2023-05-16"),  # not the Thursday to come
    ("between 28 December and 3 January", "2023-05-17", "2022-12-28", "2023-01-03"),  # over the year's boundary
    ("28 December – 3 January", "2023-01-05", "2022-12-28", "2023-01-03"),
    ("2021 and 2022", "2023-05-17", "2021-01-01", "2022-12-31"),
    ("January–March 2022", "2023-05-17", "2022-01-01", "2022-03-31"),
    ("May 5-7", "2023-05-17", "2023-05-05", "2023-05-07"),
    ("May 5 and 6, 2022", "2023-05-17", "2022-05-05", "2022-05-06"),
    ("week of 8 May", "2023-05-17", "2023-05-08", "2023-05-14"),
    ("the week of 8-14 May", "2023-05-17", "2023-05-08", "2023-05-14"),
    ("in the 24 hours to Thursday", "2023-05-19", "2023-05-17", "2023-05-18"),
    ("in the three days to 12 May", "2023-05-17", "2023-05-10", "2023-05-12"),
    ("in the first week of May", "2023-05-17", "2023-05-01", "2023-05-07"),
    ("in the second half of April", "2023-05-17", "2023-04-16", "2023-04-30"),
    ("in the first half of 2022", "2023-05-17", "2022-01-01", "2022-06-30"),
    ("in the last quarter of 2022", "2023-05-17", "2022-10-01", "2022-12-31"),
    ("in the first quarter of this year", "2023-05-17", "2023-01-01", "2023-03-31"),
    ("in the first two months of the year", "2024-05-17", "2024-01-01", "2024-02-29"),
    ("in late 2021", "2023-05-17", "2021-10-01", "2021-12-31"),
    ("since mid-2022", "2023-05-17", "2022-07-01", "2023-05-17"),
    ("by the end of the year", "2023-05-17", "", "2023-12-31"),
    ("by year's end", "2023-05-17", "", "2023-12-31"),
    ("by end-May", "2023-05-17", "", "2023-05-31"),
    ("by 29 December", "2023-01-02", "", "2022-12-29"),  # the nearest, before or after
    ("by 15 January", "2022-12-30", "", "2023-01-15"),
    ("by last night", "2023-05-17", "", "2023-05-16"),
    ("before 26 April", "2023-05-17", "", "2023-04-26"),
    ("killed by Monday's storm", "2023-05-17", "2023-05-15", "2023-05-15"),  # not: up to Monday
    ("since the weekend", "2023-05-17", "2023-05-13", "2023-05-17"),
    ("over Christmas", "2023-01-05", "2022-12-25", "2022-12-25"),
    ("on New Year's Eve", "2023-01-05", "2022-12-31", "2022-12-31"),
    ("in recent weeks", "2023-05-17", "", ""),
    ("two days after the quake", "2023-05-17", "2023-05-15", "2023-05-15"),
    ("on 28Febru-\nary", "2023-05-17", "2023-02-28", "2023-02-28"),  # as PDFs break it
    ("since the Rapid Support Forces (RSF) took the city on 26 April", "2023-05-17", "2023-04-26", "2023-05-17"),
]


def mentions(words: str, published: date | None) -> list[dates.Mention]:
    (sentence,) = text.sentences(words, text.Block(0, len(words), "body"), 0, frozenset({"mar", "sept"}))
    return dates.mentions(sentence, published, WORDS)


def days(words: str, published: date | None) -> list[tuple[str, str]]:
    found = mentions(words, published)
    return [tuple(day.isoformat() if day else "" for day in mention.days) for mention in found]  # type: ignore[misc]


@pytest.mark.parametrize(("words", "published", "start", "end"), TABLE, ids=[f"{row[0]} @ {row[1]}" for row in TABLE])
def test_which_days(words: str, published: str, start: str, end: str) -> None:
    assert days(words, date.fromisoformat(published)) == [(start, end)]


@pytest.mark.parametrize("words", ["two days earlier", "the night before", "three days before"])
def test_what_counts_from_an_unsaid_day_stays_unresolved(words: str) -> None:
    assert days(words, SUNDAY) == [("", "")]


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("two days earlier", 2), ("the night before", 1), ("a week before", 7), ("that day", 0), ("a week later", -7),
        ("the next day", -1), ("by evening", 0), ("in the first two days", 0),
    ],  # fmt: skip
)
def test_how_far_a_mention_lies_before_a_day_that_it_does_not_give(words: str, back: int) -> None:
    (mention,) = mentions(words, SUNDAY)
    assert mention.back == back


@pytest.mark.parametrize(
    "words", ["on Sunday", "yesterday", "overnight", "in the past two days", "on 8 September", "this week"]
)
def test_without_a_publication_date_relative_days_stay_unresolved(words: str) -> None:
    assert days(words, None) == [("", "")]


def test_without_a_publication_date_full_dates_are_resolved() -> None:
    assert days("on September 8, 2018", None) == [("2018-09-08", "2018-09-08")]
    assert days("in 2016", None) == [("2016-01-01", "2016-12-31")]


@pytest.mark.parametrize(
    "words", [
        "civilians may flee", "the march went on", "32 September 2018", "a 17-hour lull", "2016 people fled",
        "Sunday Okafor fled", "Viña del Mar. All fled", "the 13th such raid", "the second day", "12 years in jail",
    ],  # fmt: skip
)
def test_what_is_no_day(words: str) -> None:
    assert [found for found in days(words, SUNDAY) if found != ("", "")] == []


def test_a_mention_holds_its_words() -> None:
    sentence = "Nine people died in the past two days."
    (mention,) = mentions(sentence, SUNDAY)
    assert sentence[mention.start : mention.end] == "past two days"


def test_many_dates_take_time_in_proportion_to_their_number() -> None:
    words = "on the week of the last first of May " * 40
    assert len(mentions(words, SUNDAY)) <= dates.LIMIT


@pytest.mark.parametrize(
    ("base", "words", "start", "end"),
    [
        (("2018-09-01", "2018-09-01"), "two days later", "2018-09-03", "2018-09-03"),
        (("2018-09-01", "2018-09-02"), "that day", "2018-09-01", "2018-09-02"),
        (("2018-09-01", "2018-09-01"), "in the first three days", "2018-09-01", "2018-09-03"),
        (("2018-09-01", "2018-09-01"), "in the first 24 hours", "2018-09-01", "2018-09-02"),
        (("2018-09-01", "2018-09-01"), "since then", "2018-09-01", "2018-09-09"),
        (("2018-09-01", "2018-09-01"), "before that day", "", "2018-09-01"),
        (("2018-09-01", "2018-09-01"), "by midnight", "", "2018-09-01"),
    ],
)
def test_what_counts_from_a_day_that_is_told(base: tuple[str, str], words: str, start: str, end: str) -> None:
    (mention,) = mentions(words, SUNDAY)
    first, last = map(date.fromisoformat, base)
    found = dates.related(mention, (first, last), SUNDAY).days
    assert [day.isoformat() if day else "" for day in found] == [start, end]
