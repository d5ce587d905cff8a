"""What words say of a number, checked by hand against the annotation guide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.language import numbers, text
from sitrep.language.en import numbers as english

WORDS = numbers.words(english)

TABLE = [
    ("nine", 9, 9, "exact"),
    ("5,000", 5000, 5000, "exact"),
    ("5000", 5000, 5000, "exact"),
    ("12 400", 12400, 12400, "exact"),
    ("6\u202f240", 6240, 6240, "exact"),
    ("1\u00a0730", 1730, 1730, "exact"),
    ("1,60,000", 160000, 160000, "exact"),
    ("70,50,000", 7050000, 7050000, "exact"),
    ("1.4 lakh", 140000, 140000, "exact"),
    ("2 crore", 20000000, 20000000, "exact"),
    ("5.1M", 5100000, 5100000, "exact"),
    ("104k", 104000, 104000, "exact"),
    ("1.2m", 1200000, 1200000, "exact"),
    ("3 million", 3000000, 3000000, "exact"),
    ("40 thousand", 40000, 40000, "exact"),
    ("two million", 2000000, 2000000, "exact"),
    ("two trillion", 2000000000000, 2000000000000, "exact"),
    ("half a million", 500000, 500000, "exact"),
    ("a million", 1000000, 1000000, "exact"),
    ("a hundred", 100, 100, "exact"),
    ("twenty-five", 25, 25, "exact"),
    ("two hundred and fifty", 250, 250, "exact"),
    ("three hundred thousand", 300000, 300000, "exact"),
    ("two thousand five hundred", 2500, 2500, "exact"),
    ("a dozen", 12, 12, "exact"),
    ("half a dozen", 6, 6, "exact"),
    ("two dozen", 24, 24, "exact"),
    ("٥٠٠٠", 5000, 5000, "exact"),
    ("more than 5,000", 5000, None, "at_least"),
    ("over 45", 45, None, "at_least"),
    ("at least a dozen", 12, None, "at_least"),
    ("no fewer than 30", 30, None, "at_least"),
    ("50,000 or more", 50000, None, "at_least"),
    ("up to 40", None, 40, "at_most"),
    ("as many as 40,000", None, 40000, "at_most"),
    ("no more than 12", None, 12, "at_most"),
    ("fewer than 90", None, 90, "at_most"),
    ("some two million", 2000000, 2000000, "about"),
    ("around 25", 25, 25, "about"),
    ("an estimated 2,750", 2750, 2750, "about"),
    ("nearly 1,000", 1000, 1000, "about"),
    ("almost 1,500", 1500, 1500, "about"),
    ("between 15 and 20", 15, 20, "range"),
    ("15–20", 15, 20, "range"),
    ("100 to 140", 100, 140, "range"),
    ("1,700–1,900", 1700, 1900, "range"),
    ("50 to 60 thousand", 50000, 60000, "range"),
    ("dozens", 24, None, "vague"),
    ("scores", 40, None, "vague"),
    ("several", 3, None, "vague"),
    ("a couple of", 2, None, "vague"),
    ("a few", 3, None, "vague"),
    ("hundreds", 200, None, "vague"),
    ("tens of thousands", 20000, None, "vague"),
    ("hundreds of thousands", 200000, None, "vague"),
    ("3.000", 3000, 3000, "exact"),  # thousands, as much of the world parts them
    ("1.234 million", 1234000, 1234000, "exact"),
    ("3.5 million", 3500000, 3500000, "exact"),
    ("4\u200b5", 45, 45, "exact"),  # what cannot be seen splits no number
]


@pytest.mark.parametrize(("words", "low", "high", "qualifier"), TABLE, ids=[row[0] for row in TABLE])
def test_what_words_say(words: str, low: int | None, high: int | None, qualifier: str) -> None:
    quantity = numbers.quantity(words, WORDS)
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.qualifier, quantity.words) == (low, high, qualifier, quantity.words)


@pytest.mark.parametrize(
    "words", ["a 17-hour lull", "seven-year war", "²", "9" * 5000, "3.5", "a third", "many", "1,23"]
)
def test_what_says_no_whole_number(words: str) -> None:
    assert numbers.quantity(words, WORDS) is None


def found(sentence: str) -> list[numbers.Numeral]:
    tokens = text.tokens(sentence)
    spans = tuple((start, end) for _, start, end in tokens)
    return numbers.numerals(tuple(text.key(word) for word, _, _ in tokens), spans, sentence, WORDS)


def test_a_fraction_is_a_part_of_something() -> None:
    assert [str(numeral.part) for numeral in found("a third of them, two-thirds, half of whom")] == [
        "1/3",
        "2/3",
        "1/2",
    ]


def test_a_rise_by_some_to_more_is_no_range() -> None:
    assert [n.quantity.low for n in found("rose by 12 to 340") if n.quantity] == [12, 340]


def test_a_qualifier_binds_its_own_number_only() -> None:
    said = [(n.quantity.low, n.quantity.qualifier) for n in found("more than 73 families, 289 people") if n.quantity]
    assert said == [(73, "at_least"), (289, "exact")]


def test_a_number_glued_to_a_word_is_no_count() -> None:
    assert [numeral.reason for numeral in found("a 17-hour lull")] == ["part of a word"]
    assert [numeral.reason for numeral in found("a boy, 12-year-old at most")] == ["part of a word"]


@given(
    st.lists(
        st.sampled_from(
            ["5", "1,000", "two", "hundred", "and", "to", "-", "a", "half", "more", "than", "k", "million", "9" * 30]
        ),
        max_size=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_numerals_never_overlap_and_bounds_are_in_order(words: list[str]) -> None:
    last = 0
    for numeral in found(" ".join(words)):
        assert last <= numeral.first <= numeral.core < numeral.last
        last = numeral.last
        if numeral.quantity and numeral.quantity.low is not None and numeral.quantity.high is not None:
            assert numeral.quantity.low <= numeral.quantity.high
