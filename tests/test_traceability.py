"""Every number of a figure leads to the sentences it was made from: a walk over the page, on screen and on paper.

A numeral or number word stands inside an element with `data-figure`, inside one of the exempt classes (dates, counts of
documents, references, quotes, axis labels), or inside what the office wrote by hand (`data-written`). Its target lists
every contributing fact, whose quote is in the sentence of its card; adding the facts up again gives the low and high
that are printed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sample
from lxml import html as dom

from sitrep import extract, reconcile, sources
from sitrep.config import load
from sitrep.config.reconciling import Reconciling
from sitrep.language import places
from sitrep.language.reader import reader
from sitrep.model import Clock, Fact, Quantity
from sitrep.reconcile.bounds import spread, total
from sitrep.report import compose
from sitrep.report.html import html
from sitrep.report.wording import rounded

EXEMPT = {"date", "count", "ref", "quoted", "axis"}
MARKED = {"data-figure", "data-written"}  # a figure; what the office wrote by hand
SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
WORDS = {word: value for value, word in enumerate(SMALL)} | {
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "twenty": 20, "hundred": 100,
    "thousand": 1000, "million": 1000000,
}
NUMBER = re.compile(r"\d|\b(" + "|".join(f"{word}s?" for word in WORDS) + r")\b", re.IGNORECASE)
# The same of other languages: words for numbers (the first two are articles too, and seen in figures alone), millions,
# and the signs that part thousands and decimals.
FRENCH = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
SPANISH = ["cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
OTHERS = {
    "fr": ({word: value for value, word in enumerate(FRENCH)} | {"une": 1}, "millions?|M", "\u202f", ","),
    "es": ({word: value for value, word in enumerate(SPANISH)} | {"una": 1}, "millón|millones|M", ".", ","),
    "ar": ({"واحد": 1, "واحدة": 1, "اثنين": 2, "اثنتين": 2}, "مليون|ملايين", ",", "."),
}


def texts(page: Any) -> Iterator[tuple[Any, str]]:
    """Every text of the body with the element that it stands in."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in ("style", "title", "head", "meta"):
            continue
        yield element, element.text or ""
        if element.getparent() is not None and element.tag != "body":
            yield element.getparent(), element.tail or ""


def lineage(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()


def untraced(page: Any) -> list[str]:
    """Texts with a number that is neither a figure nor exempt."""
    language = page.get("lang", "en")
    number = NUMBER
    if language in OTHERS:
        words = [word for word, value in OTHERS[language][0].items() if value > 1 or language == "ar"]
        number = re.compile(r"\d|\b(" + "|".join(words) + r")\b", re.IGNORECASE)
    return [
        text for element, text in texts(page) if number.search(text) and not any(
            MARKED & set(e.attrib) or EXEMPT & set((e.get("class") or "").split()) for e in lineage(element))
    ]


def bounds(element: Any, facts: Mapping[str, Fact]) -> Quantity:
    """Low and high of a target, computed again: terms are added, voices ranged, and facts of a voice agree."""
    kinds = (element.get("class") or "").split()
    if "card" in kinds:
        fact = facts[element.get("data-fact")]
        return Quantity(fact.low, fact.high, fact.qualifier, "")
    if "working" in kinds:
        return total([bounds(term, facts) for term in element.xpath('.//*[contains(@class,"term-of")]')])
    if "term-of" in kinds:
        return spread([bounds(claim, facts) for claim in element.xpath('.//*[contains(@class,"claim-of")]')])
    assert "claim-of" in kinds, dom.tostring(element)
    told = {(facts[a.get("data-fact")].low, facts[a.get("data-fact")].high) for a in element.xpath(".//*[@data-fact]")}
    assert len(told) == 1, told
    times = float(element.get("data-times") or 1)  # people in a family
    low, high = (None if bound is None else round(bound * times) for bound in told.pop())
    return Quantity(low, high, "exact", "")


def printed(text: str, language: str = "en") -> list[int]:
    """The numbers in a printed figure: "1 M – 2 M" is 1000000 and 2000000, "nine" is 9."""
    found = []
    if language in OTHERS:
        words, millions, group, decimal = OTHERS[language]
        pattern = rf"(\d[\d{re.escape(group + decimal)}]*)\s?({millions})?(?!\w)|(\w+)"
        for digits, scale, word in re.findall(pattern, text, re.IGNORECASE):
            if digits:
                plain = digits.replace(group, "").replace(decimal, ".").rstrip(".")
                found.append(round(float(plain) * (1000000 if scale else 1)))
            elif word.lower() in words:
                found.append(words[word.lower()])
        return found
    for digits, scale, word in re.findall(r"(\d[\d,.]*)\s?(M\b|million)?|\b([a-z]+)\b", text, re.IGNORECASE):
        if digits:
            found.append(round(float(digits.replace(",", "").rstrip(".")) * (1000000 if scale else 1)))
        elif word.lower() in WORDS:
            found.append(WORDS[word.lower()])
    return found


def whole(text: str) -> int | None:
    return int(text) if text else None


def check(page: Any, facts: Mapping[str, Fact]) -> int:
    """Asserts all of it; the number of printed figures."""
    assert untraced(page) == []
    language = page.get("lang", "en")
    figures = page.xpath("//*[@data-figure]")
    for element in figures:
        target = page.xpath("//*[@id=$id]", id=element.get("data-figure"))
        assert len(target) == 1, dom.tostring(element)
        behind = target[0].xpath("descendant-or-self::*[@data-fact]")
        assert behind, element.get("data-figure")
        for link in behind:
            card = page.xpath('//article[@id=$id]', id=link.get("data-fact"))[0]
            assert facts[link.get("data-fact")].quote in card.xpath("string(.//blockquote)")
        if "data-low" not in element.attrib:
            continue
        low, high = whole(element.get("data-low")), whole(element.get("data-high"))
        again = bounds(target[0], facts)
        assert (again.low, again.high) == (low, high), dom.tostring(element)
        about = rounded(low, high, "exact")
        told = printed(element.text_content(), language)
        assert told, dom.tostring(element)
        assert set(told) <= {low, high, about[0], about[1]}, dom.tostring(element)
    return len(figures)


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_number_of_a_figure_leads_to_its_sentences(medium: str) -> None:
    page = dom.document_fromstring(sample.page(medium))
    assert check(page, {fact.id: fact for fact in sample.FACTS}) > 60


@pytest.mark.parametrize("language", sorted(OTHERS))
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_number_of_a_figure_leads_to_its_sentences_in_other_languages(medium: str, language: str) -> None:
    page = dom.document_fromstring(sample.page(medium, words=sample.words(language)))
    assert page.get("lang") == language
    assert check(page, {fact.id: fact for fact in sample.FACTS}) > 60


def test_the_walk_sees_a_number_without_a_target_in_other_languages() -> None:
    bare = {"fr": "deux morts", "es": "tres muertos", "ar": "مقتل شخصين اثنين"}
    for language, text in bare.items():
        assert untraced(dom.document_fromstring(f"<html lang={language}><p>{text}</p></html>")) == [text]


def test_the_second_issue_is_traced_too() -> None:
    previous = {"killed-syr": sample.printed(9, 9, sample.SOHR)}
    page = dom.document_fromstring(sample.page(previous=previous))
    check(page, {fact.id: fact for fact in sample.FACTS})
    assert page.xpath('//*[@data-change]')


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_revised_computed_and_added_up_numbers_are_traced_too(medium: str) -> None:
    given = sample.second(reconcile=Reconciling(household_size=5.2), crisis_start=date(2018, 8, 1))
    page = dom.document_fromstring(sample.page(medium, **given))
    assert check(page, {fact.id: fact for fact in sample.TWO_WEEKS}) > 20
    assert page.xpath("//*[@data-times]") and page.xpath("//*[@class='since']")


def test_a_chart_names_the_target_of_each_of_its_numbers() -> None:
    page = dom.document_fromstring(sample.page())
    named = {element.get("data-figure") for element in page.xpath("//*[local-name()='g'][@data-figure]")}
    assert named and all(page.xpath("//*[@id=$id]", id=name) for name in named)


def test_the_walk_sees_a_number_without_a_target() -> None:
    bare = dom.document_fromstring("<p>Nine people were killed and <b class='date'>4</b> hurt</p>")
    assert untraced(bare) == ["Nine people were killed and "]


def test_the_walk_sees_a_sum_that_is_wrong() -> None:
    facts = {fact.id: fact for fact in sample.FACTS} | {"fa1": replace(sample.FACTS[0], low=8, high=8)}
    with pytest.raises(AssertionError):
        check(dom.document_fromstring(sample.page()), facts)


@pytest.fixture(scope="module")
def week() -> tuple[dict[str, Fact], dict[str, str]]:
    """The demo's facts, and its pages by medium."""
    config = load(sample.ROOT)
    gazetteer = places.gazetteer(config.places)
    words = reader(gazetteer, config.extra_words)
    headers, facts, rejections = extract.all(sources.found([config.seeds]), words)
    clock = Clock(datetime(2018, 9, 9, 12, tzinfo=UTC))
    period = reconcile.period(config, clock)
    figures = reconcile.figures(headers, facts, config, gazetteer, period, reconcile.as_of(config, clock))
    made = compose.reports(
        config, gazetteer=gazetteer, headers=headers, rejections=rejections, facts=facts, figures=figures,
        period=period, number=1, revision=1,
    )["en"]
    return {fact.id: fact for fact in facts}, {m: html(made, config.templates, m) for m in ("screen", "print")}


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_the_demo_week_is_traced_from_page_to_seed(week: tuple[dict[str, Fact], dict[str, str]], medium: str) -> None:
    facts, pages = week
    page = dom.document_fromstring(pages[medium])
    assert check(page, facts) > 60
    for name in page.xpath("//@data-fact"):
        fact = facts[name]
        seed = (sample.ROOT / "seeds" / f"{fact.document}.txt").read_text(encoding="utf-8")
        assert fact.quote in seed or fact.section == "title"


def test_the_demo_week_has_no_empty_section(week: tuple[dict[str, Fact], dict[str, str]]) -> None:
    page = dom.document_fromstring(week[1]["screen"])
    tiles = page.xpath("//article[@class='tile']")
    assert 3 <= len(tiles) <= 5
    assert all(tile.xpath(".//a[contains(@class,'note')]") and tile.xpath(".//data[@data-figure]") for tile in tiles)
    assert 2 <= len(page.xpath("//section[@id='highlights']//li")) <= 5
    for section in page.xpath("//section"):
        assert len(section.text_content().split()) > 8, section.get("id")
