"""Numbers, dates and lines as an officer would write them by OCHA's style guide."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep import bundled
from sitrep.errors import ConfigError
from sitrep.report import wording
from sitrep.report.wording import Run

TEMPLATES = bundled.folder("templates")
EN = replace(wording.words("en", [TEMPLATES]), year=2018)


def spaced(text: str) -> str:
    """Text with plain spaces: which of them may not break a line is not what these tests are about."""
    return text.replace("\u00a0", " ")


NUMBERS = [  # low, high, qualifier, in a table, in a sentence
    (9, 9, "exact", "9", "nine"),
    (10, 10, "exact", "10", "10"),
    (5000, None, "at_least", "5,000+", "at least 5,000"),
    (25, 25, "about", "~25", "about 25"),
    (1, 2, "range", "1–2", "between one and two"),
    (5, 12, "range", "5–12", "between 5 and 12"),
    (1_000_000, 2_000_000, "range", "1 M – 2 M", "between 1 million and 2 million"),
    (1_230_000, 1_230_000, "exact", "1.23 M", "1.23 million"),
    (1_234_567, 1_234_567, "exact", "1,234,567", "1,234,567"),
    (None, 40, "at_most", "up to 40", "up to 40"),
    (24, None, "vague", "24+", "at least 24"),
    (0, 0, "exact", "0", "zero"),
    (None, None, "exact", "–", "no figure reported"),
]


@pytest.mark.parametrize(("low", "high", "qualifier", "short", "long"), NUMBERS)
def test_a_number(low: int | None, high: int | None, qualifier: str, short: str, long: str) -> None:
    assert spaced(wording.number(EN, low, high, qualifier)) == short
    assert spaced(wording.number(EN, low, high, qualifier, "long")) == long


def test_more_than_is_kept_apart_from_at_least() -> None:
    assert wording.number(EN, 5000, None, "at_least", "long", strict=True) == "more than 5,000"


ROUNDED = [
    ((182618, 182618, "exact"), (183000, 183000, "about")),
    ((12300, 12300, "exact"), (12300, 12300, "exact")),
    ((5040, None, "at_least"), (5040, None, "at_least")),
    ((10460, None, "at_least"), (10400, None, "at_least")),
    ((None, 10460, "at_most"), (None, 10500, "at_most")),
    ((10460, 20460, "range"), (10400, 20500, "range")),
]


@pytest.mark.parametrize(("given", "expected"), ROUNDED)
def test_rounding_goes_outwards_and_says_about(given: Any, expected: Any) -> None:
    assert wording.rounded(*given) == expected


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_what_is_printed_after_rounding_stays_true(one: int, other: int) -> None:
    low, high, _ = wording.rounded(min(one, other), max(one, other), "range")
    assert low is not None and high is not None
    if one != other:
        assert low <= min(one, other) and high >= max(one, other)


SPANS = [
    (date(2018, 9, 3), date(2018, 9, 9), "day", "3–9 September"),
    (date(2018, 9, 8), date(2018, 9, 9), "long", "8 and 9 September"),
    (date(2018, 9, 3), date(2018, 9, 9), "long", "3 to 9 September"),
    (date(2018, 8, 31), date(2018, 9, 2), "day", "31 August – 2 September"),
    (date(2017, 12, 31), date(2018, 1, 2), "day", "31 December 2017 – 2 January 2018"),
    (date(2018, 9, 4), date(2018, 9, 4), "short", "4 Sept"),
    (None, date(2018, 9, 4), "day", "4 September"),
    (None, None, "day", "no date"),
]


@pytest.mark.parametrize(("start", "end", "style", "expected"), SPANS)
def test_a_window_of_days(start: date | None, end: date | None, style: str, expected: str) -> None:
    assert spaced(wording.span(EN, start, end, style)) == expected


WHENS = [
    (date(2018, 9, 9), date(2018, 9, 9), "on 9 September"),
    (date(2018, 9, 8), date(2018, 9, 9), "on 8 and 9 September"),
    (date(2018, 9, 3), date(2018, 9, 9), "from 3 to 9 September"),
    (None, date(2018, 9, 9), "up to 9 September"),
    (None, None, ""),
]


@pytest.mark.parametrize(("start", "end", "expected"), WHENS)
def test_a_window_in_a_sentence(start: date | None, end: date | None, expected: str) -> None:
    line = wording.when(EN, start, end)
    assert spaced(wording.plain(line)) == expected
    assert not any(run.kind == "text" and any(c.isdigit() for c in run.text) for run in line)


VOICES = [
    ("Syrian Observatory for Human Rights", "the Syrian Observatory for Human Rights"),
    ("the Observatory", "the Observatory"), ("The Observatory", "the Observatory"),
    ("United Nations", "the United Nations"), ("Reuters", "Reuters"), ("Syria Civil Defence", "Syria Civil Defence"),
    ("Syrian government", "the Syrian government"), ("monitoring groups", "monitoring groups"),
    ("camp manager", "a camp manager"), ("aid worker", "an aid worker"), ("local council", "a local council"),
]


@pytest.mark.parametrize(("name", "expected"), VOICES)
def test_a_voice_has_the_article_that_english_gives_it(name: str, expected: str) -> None:
    assert wording.plain(wording.with_article(EN, wording.name(name))) == expected


def test_lists() -> None:
    assert wording.plain(wording.joined(EN, ["a", "b", "c"])) == "a, b and c"
    assert wording.plain(wording.joined(EN, ["a"])) == "a"
    assert wording.joined(EN, []) == ()


def test_a_sentence_begins_with_a_capital_and_has_single_spaces() -> None:
    line = wording.filled("{a} {where} {when}", "x", a=Run("nine people", "figure"), where="", when="on Sunday")
    assert wording.plain(wording.sentence(line)) == "Nine people on Sunday"


def test_counts_of_documents_are_no_figures() -> None:
    run = wording.counted(EN, "counted.voices", 2)
    assert (run.text, run.kind) == ("two voices", "count")


def test_a_workspace_changes_single_words(tmp_path: Path) -> None:
    own = tmp_path / "strings"
    own.mkdir()
    (own / "en.yaml").write_text("sections:\n  highlights: In short\n")
    words = wording.words("en", [tmp_path, TEMPLATES])
    assert wording.pattern(words, "sections.highlights") == "In short"
    assert wording.pattern(words, "sections.overview") == "Overview"


def test_a_name_that_cannot_be_filled_is_told_with_its_key(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.yaml").write_text('dates:\n  on: "on {dya}"\n')
    words = wording.words("en", [tmp_path, TEMPLATES])
    with pytest.raises(ConfigError, match=r"en\.yaml: dates\.on: \{dya\} cannot be filled; known are day"):
        wording.when(words, date(2018, 9, 9), date(2018, 9, 9))


def test_a_language_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match='no words for "xx"'):
        wording.words("xx", [tmp_path])


def test_the_fonts_of_the_pdf_have_every_sign_of_the_words() -> None:
    from fontTools.ttLib import TTFont

    known = TTFont(Path(wording.__file__).parent.parent / "fonts" / "NotoSans-Regular.ttf").getBestCmap()

    def letters(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set().union(*map(letters, value.values()))
        return set().union(*map(letters, value)) if isinstance(value, list) else set(str(value))

    assert {c for c in letters(EN.strings) if ord(c) > 32 and ord(c) not in known} == set()
