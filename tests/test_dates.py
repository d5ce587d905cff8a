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
]


def mentions(words: str, published: date | None) -> list[dates.Mention]:
    (sentence,) = text.sentences(words, text.Block(0, len(words), "body"), 0, frozenset())
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
    ("words", "back"), [("two days earlier", 2), ("the night before", 1), ("a week before", 7), ("that day", 0)]
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
    "words", ["civilians may flee", "the march went on", "32 September 2018", "a 17-hour lull", "2016 people fled"]
)
def test_what_is_no_day(words: str) -> None:
    assert [found for found in days(words, SUNDAY) if found != ("", "")] == []


def test_a_mention_holds_its_words() -> None:
    sentence = "Nine people died in the past two days."
    (mention,) = mentions(sentence, SUNDAY)
    assert sentence[mention.start : mention.end] == "past two days"
