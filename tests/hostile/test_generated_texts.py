"""Twenty thousand texts that nobody wrote: no exception, and of every fact what must hold of any fact."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from hostile import generated, shapes
from sitrep import extract
from sitrep.extract import document as reading
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import QUALIFIERS, UNITS, Document, Fact

TEXTS, PARTS = 20_000, 4
FAILED = "this sentence could not be read"
READER = reader(gazetteer())
WORDS = sorted(READER.language("en").lexicon.words)  # type: ignore[union-attr]


def wrong(document: Document, facts: Sequence[Fact]) -> Iterable[str]:
    """What does not hold of a document's facts, in words."""
    by_id = {fact.id: fact for fact in facts}
    if len(by_id) < len(facts):
        yield "two facts share an id"
    for fact in facts:
        where = document.header.title if fact.section == "title" and extract.titled(document) else document.text
        if where[fact.span.start : fact.span.end] != fact.quote or not fact.quote:
            yield f"{fact.quote!r} is not what stands at its span"
        if fact.quote not in fact.sentence or fact.sentence not in where:
            yield f"{fact.quote!r} stands in no sentence of its own"
        if not fact.span.start <= fact.number.start < fact.number.end <= fact.span.end:
            yield f"{fact.quote!r} does not hold its number"
        if fact.low is None and fact.high is None or min(x for x in (fact.low, fact.high) if x is not None) < 0:
            yield f"{fact.quote!r} is no number"
        if fact.low is not None and fact.high is not None and fact.low > fact.high:
            yield f"{fact.quote!r} is from {fact.low} to {fact.high}"
        if not 0 <= fact.confidence <= 1:
            yield f"{fact.quote!r} has the confidence {fact.confidence}"
        if fact.start is not None and fact.end is not None and fact.start > fact.end:
            yield f"{fact.quote!r} begins on {fact.start} and ends on {fact.end}"
        if fact.qualifier not in QUALIFIERS or fact.unit not in UNITS[fact.indicator]:
            yield f"{fact.quote!r} is {fact.qualifier} {fact.unit} of {fact.indicator}"
        yield from _astray(fact, by_id)


def _astray(fact: Fact, by_id: dict[str, Fact]) -> Iterable[str]:
    """Where the way from a part up to its totals does not end."""
    seen: set[str] = set()
    above: Fact | None = fact
    while above is not None:
        if above.id in seen:
            yield f"{fact.quote!r} is a part of itself"
            return
        seen.add(above.id)
        if above.part_of is not None and above.part_of not in by_id:
            yield f"{fact.quote!r} is a part of nothing"
        above = by_id.get(above.part_of or "")


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_read_each_fact_is_a_fact(part: int) -> None:
    count = 0
    for number, document in enumerate(generated.documents(part, TEXTS // PARTS, WORDS)):
        found, rejected = extract.read(document, READER)
        count += len(found)
        told = [*wrong(document, found), *(one.reason for one in rejected if one.reason.startswith(FAILED))]
        assert not told, f"seed {part}, text {number}: {told}\n{document.header.title!r}\n{document.text!r}"
        if number % 10 == 0:
            assert extract.facts(document, READER) == found, f"seed {part}, text {number} read twice"
    assert count > TEXTS // PARTS / 2, "texts so damaged that little was read prove little"


def test_the_same_seed_gives_the_same_texts() -> None:
    first, second = ([d.text for d in generated.documents(7, 50, WORDS)] for _ in range(2))
    assert first == second and len(set(first)) == 50


def test_a_wrong_fact_is_seen() -> None:
    """The checks above can fail: a fact with a span, an id or a total that is not its own is told of."""
    document = shapes.document("Three people were killed in Bor, including two children.")
    total, part = extract.facts(document, READER)
    assert not list(wrong(document, (total, part)))
    for broken in (
        {"quote": total.quote[1:]}, {"id": part.id}, {"part_of": part.id}, {"part_of": "f0"}, {"low": 4},
        {"confidence": 1.5}, {"qualifier": "so"}, {"number": dataclasses.replace(total.number, end=99)},
    ):  # fmt: skip
        assert list(wrong(document, (dataclasses.replace(total, **broken), part))), broken


def test_a_sentence_that_cannot_be_read_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "links", lambda *_: 1 / 0)
    _, rejected = extract.read(shapes.document("Three people were killed in Bor."), READER)
    assert [one.reason.startswith(FAILED) for one in rejected] == [True]


def test_a_text_older_than_what_it_tells_gives_no_days() -> None:
    document = shapes.document("Some 300 families have fled Idlib since 2011.", "", date(2009, 1, 1))
    (fact,) = extract.facts(document, READER)
    assert (fact.start, fact.end) == (None, None)


def test_a_part_is_counted_in_a_unit_of_its_own_indicator() -> None:
    text = "10,000 families fled to Aleppo. half of the dead, 163 hurt in the Nahr quarter of Idlib raid: monitor"
    assert {(fact.indicator, fact.unit) for fact in extract.facts(shapes.document(text), READER)} == {
        ("displaced", "families"), ("injured", "people"),
    }  # fmt: skip
