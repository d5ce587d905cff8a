"""The demonstration's seeds from end to end: what is read from them, fact by fact, and the week they add up to.

`tests/gold/seeds.jsonl` holds every fact of the seeds as a careful reader labelled it by hand, and
`tests/gold/week.yaml` the figures of 3–9 September 2018 as the same reader would add them up.
"""

import functools
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from sitrep import bundled, config, extract, reconcile, sources, yamlfile
from sitrep.language import places
from sitrep.language.reader import reader
from sitrep.model import Clock, Fact, Figure, Header, Period, plain

GOLD = Path(__file__).parent / "gold"
SECTIONS = {"title", "deck", "body", "caption", "teaser"}
MATCHES = {"exact", "fuzzy", "inside", "unresolved"}
# What a label says beside the number itself; all of it is compared.
DETAILS = (
    "qualifier", "unit", "group", "country", "place", "actor", "start", "end", "scope", "status", "attribution",
)
WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))


def gold() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / "seeds.jsonl").read_text("utf-8").splitlines()]


def seed_folder() -> Path:
    return bundled.folder("seeds")


@functools.cache
def countries() -> Any:
    return places.gazetteer(bundled.folder("config") / "places")


@functools.cache
def documents() -> dict[str, Any]:
    folder = seed_folder()
    return {found.header.id: found for found in sources.found([folder], folder / "manifest.yaml")}


@functools.cache
def extracted() -> tuple[tuple[Header, ...], tuple[Fact, ...]]:
    headers, facts, rejections = extract.all(iter(documents().values()), reader(countries()))
    assert rejections == ()
    return headers, facts


def text_of(fact: Fact) -> str:
    document = documents()[fact.document]
    from_front_matter = fact.section == "title" and document.header.title not in document.text
    return str(document.header.title if from_front_matter else document.text)


def folded(name: Any) -> Any:
    """A name without case and article: "Monitoring groups" may open a sentence."""
    return str(name).casefold().removeprefix("the ") if isinstance(name, str) else name


# --- the seeds themselves


def test_every_seed_is_read_with_the_header_that_its_head_or_the_manifest_gives() -> None:
    assert sorted(documents()) == sorted(path.stem for path in seed_folder().glob("*.txt"))
    for label in gold():
        header = documents()[label["id"]].header
        published = label["published"] and date.fromisoformat(label["published"])
        assert (header.title, header.published, header.publisher) == (label["title"], published, label["source"])
        assert header.language == "en" and header.url.startswith("https://example.org/")


def test_labels_speak_of_these_very_texts() -> None:
    assert len(gold()) == len(documents())
    for label in gold():
        text = documents()[label["id"]].text
        assert text.strip() == label["text"].strip()
        for fact in label["facts"]:
            assert (label["title"] + "\n" + text).count(fact["quote"]) == 1, (label["id"], fact["quote"])


def test_seeds_hold_what_the_demonstration_is_to_show() -> None:
    facts = [{**fact, "document": d["id"], "publisher": d["source"]} for d in gold() for fact in d["facts"]]
    dates = [d["published"] for d in gold()]
    assert len(gold()) >= 12 and len({d["source"] for d in gold()}) >= 5
    assert all("2018-08-27" <= day <= "2018-09-16" for day in dates if day) and dates.count(None) == 1
    assert any(fact["status"] == "projected" for fact in facts)
    assert any(fact["part_of"] is not None for fact in facts)
    assert {"exact", "at_least", "at_most", "about", "range"} == {fact["qualifier"] for fact in facts}
    titles = {d["id"]: d for d in gold()}
    assert any(fact["quote"] not in titles[fact["document"]]["text"] for fact in facts), "a headline-only figure"
    told = {(f["attribution"], f["publisher"]) for f in facts if f["place"] == "Jisr al-Shughour" and f["low"] == 9}
    assert len({voice for voice, _ in told}) == 1 and len(told) == 2, "one voice, two publishers"
    numbers = {(f["attribution"], f["low"]) for f in facts if f["place"] == "Kafr Nabl" and f["indicator"] == "killed"}
    assert len(numbers) == 2, "two voices, two numbers"


def test_the_story_printed_twice_shares_its_signature_and_no_other_pair_does() -> None:
    def alike(one: str, other: str) -> float:
        a, b = documents()[one].header.signature, documents()[other].header.signature
        return sum(a[at : at + 8] == b[at : at + 8] for at in range(0, len(a), 8)) * 8 / len(a)

    first, copy = "2018-09-06-levant-wire-kafr-nabl", "2018-09-07-anadolu-valley-press-kafr-nabl"
    names = sorted(documents())
    close = [(a, b) for a in names for b in names if a < b and alike(a, b) >= 0.6]
    assert close == [(first, copy)]


# --- facts


def test_every_fact_keeps_the_contract() -> None:
    _, facts = extracted()
    ids = [fact.id for fact in facts]
    assert len(set(ids)) == len(ids) and all(name.startswith("f") for name in ids)
    for fact in facts:
        text = text_of(fact)
        assert text[fact.span.start : fact.span.end] == fact.quote, fact
        assert fact.sentence and fact.section in SECTIONS and fact.place_match in MATCHES
        assert 0 < fact.confidence <= 1 and fact.rule
        assert fact.low is not None or fact.high is not None
        assert fact.low is None or fact.high is None or fact.low <= fact.high
        assert fact.start is None or fact.end is None or fact.start <= fact.end
        assert fact.part_of is None or fact.part_of in set(ids) - {fact.id}


def test_facts_come_in_order_of_document_and_place_in_it() -> None:
    headers, facts = extracted()
    names = [header.id for header in headers]
    assert names == sorted(names)
    assert [fact.document for fact in facts] == sorted(fact.document for fact in facts)


def label_rows() -> dict[tuple[Any, ...], dict[str, Any]]:
    """Labels by what makes a fact one and the same: document, indicator and number."""
    rows = {}
    for document in gold():
        for fact in document["facts"]:
            key = (document["id"], fact["indicator"], fact["low"], fact["high"])
            assert key not in rows
            total = document["facts"][fact["part_of"]] if fact["part_of"] is not None else None
            rows[key] = {**fact, "total": total and (total["indicator"], total["low"], total["high"])}
    return rows


def test_exactly_the_labelled_facts_are_found() -> None:
    _, facts = extracted()
    found = sorted(((f.document, f.indicator, f.low, f.high) for f in facts), key=str)
    wanted = sorted(label_rows(), key=str)
    missed = [key for key in wanted if key not in found]
    alarms = [key for key in found if key not in wanted]
    assert (missed, alarms, len(found)) == ([], [], len(wanted))


def test_every_detail_of_the_found_facts_is_as_labelled() -> None:
    _, facts = extracted()
    by_id = {fact.id: fact for fact in facts}
    labels = label_rows()
    wrong = []
    for fact in facts:
        label = labels.get((fact.document, fact.indicator, fact.low, fact.high))
        if label is None:
            continue
        have, total = plain(fact), by_id.get(fact.part_of or "")
        have["total"] = total and (total.indicator, total.low, total.high)
        wrong += [
            (fact.document, fact.quote, key, have[key], label[key])
            for key in (*DETAILS, "total") if folded(have[key]) != folded(label[key])
        ]
        quotes_meet = fact.quote in label["quote"] or label["quote"] in fact.quote
        shared = set(fact.quote.split()) & set(label["quote"].split())
        assert quotes_meet or len(shared) >= 2, (fact.quote, label["quote"])
    assert wrong == []


def test_places_of_the_seeds_are_found_in_the_gazetteer() -> None:
    _, facts = extracted()
    unresolved = {fact.place for fact in facts if fact.place_match not in ("exact", "inside")}
    assert unresolved == set()
    inside = {fact.place for fact in facts if fact.place_match == "inside"}
    assert inside == {"Basatin"}, "a neighbourhood that no gazetteer lists stands inside its town"
    governorates = {fact.place: fact.admin1 for fact in facts}
    assert governorates["Mhardeh"] == governorates["Latamneh"] == "Hama"
    assert governorates["Kafr Nabl"] == governorates["Atmeh"] == "Idlib"


def test_a_document_without_a_date_leaves_yesterday_unresolved() -> None:
    header = documents()["undated-relief-desk-sarmada"].header
    (fact,) = [fact for fact in extracted()[1] if fact.document == header.id]
    assert header.published is None and (fact.start, fact.end) == (None, None)
    assert "undated_document" in fact.flags


def test_a_count_that_only_the_headline_gives_is_read_from_the_headline() -> None:
    (fact,) = [f for f in extracted()[1] if f.document == "2018-09-08-orontes-daily-mhardeh" and f.low == 8]
    assert (fact.section, fact.indicator, fact.start) == ("title", "injured", date(2018, 9, 7))


def test_the_link_to_another_story_is_told_from_the_body() -> None:
    teasers = [fact for fact in extracted()[1] if fact.section == "teaser"]
    assert [(fact.indicator, fact.low, fact.start) for fact in teasers] == [("killed", 4, None)]


# --- the week


@functools.cache
def figures() -> tuple[Figure, ...]:
    settings = config.load(bundled.folder("config").parent)
    headers, facts = extracted()
    assert reconcile.period(settings, Clock(datetime(2026, 1, 1, tzinfo=UTC))) == WEEK  # as_of is set, not the clock
    return reconcile.figures(headers, facts, settings, countries(), WEEK, WEEK.end, None)


def expected() -> list[dict[str, Any]]:
    return list(yamlfile.read(GOLD / "week.yaml").plain())


def place_id(name: str) -> str:
    """The id of the governorate of that name if there is one, else of the country or town."""
    found = (countries().find(name, ("SYR",), kind) for kind in ("admin1", "town"))
    kinds = {place.kind: str(place.id) for place in found if place}
    return kinds.get("country") or kinds.get("admin1") or kinds["town"]


def spelt(row: dict[str, Any]) -> str:
    return "-".join(row[key] for key in ("indicator", "unit", "kind", "group", "place") if row.get(key))


@pytest.mark.parametrize("row", expected(), ids=spelt)
def test_the_week_adds_up_as_it_does_by_hand(row: dict[str, Any]) -> None:
    """`row` is one figure of week.yaml; its `why` is the reason to argue with when this fails."""
    where = place_id(row["place"])
    found = [
        figure for figure in figures()
        if (figure.indicator, figure.unit, figure.kind, figure.group, figure.place_id)
        == (row["indicator"], row["unit"], row["kind"], row.get("group"), where)
    ]
    assert len(found) == 1, f"no such figure, or more than one: {[f.id for f in figures()]}"
    (figure,) = found
    low, high = (int(row[bound]) if row[bound] else None for bound in ("low", "high"))
    assert (figure.low, figure.high, figure.qualifier) == (low, high, row["qualifier"]), row["why"]
    assert ("contested" in figure.flags) == (row.get("contested") == "true"), row["why"]
    if figure.kind == "event":
        assert len(figure.terms) == len(row["terms"]), row["why"]
        inside = {fact for term in figure.terms for fact in term.inside}
        assert len(inside - set(figure.facts)) == len(row.get("inside", ())), row["why"]
        assert len(figure.apart) == len(row.get("apart", ())), row["why"]


def test_no_figure_of_the_week_is_missing_from_the_hand_made_list() -> None:
    """Figures of the country and its governorates; the rest are the same counts at narrower places."""
    listed = {(row["indicator"], row["unit"], row["kind"], row.get("group")) for row in expected()}
    made = {(f.indicator, f.unit, f.kind, f.group) for f in figures() if f.facts}
    assert made == listed
