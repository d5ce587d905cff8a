"""What an edition tells of all that was read: closed documents and untold ones change nothing on its pages."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from sitrep import config as settings
from sitrep import reconcile, stages
from sitrep.commands import init
from sitrep.config import Config
from sitrep.model import Clearance, Fact, Figure, Header, Imprint, Period, Previous, Span, plain

WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
PLACES = ("Idlib", "Jisr al-Shughour", "Kafr Nabl", "Hama", "Saraqib")
TOLD = (
    "{n} people were killed in {place}, Syria, on {day}, the Observatory said.",
    "At least {n} people fled {place} on {day}, according to the United Nations.",
    "About {n} people are displaced in {place} as of {day}.",
    "The army killed {n} fighters near {place}.",
    "Officials fear that {n} people could flee {place} in October.",
    "Since January {n} civilians have been killed in {place}, the Civil Defence said.",
)


def office(folder: Path, seed: int, count: int = 120) -> Config:
    """A workspace with documents of half a year, some undated, some printed twice, some on weeks long before them."""
    chance = random.Random(seed)
    init.write(folder)
    for old in (folder / "seeds").iterdir():
        old.unlink()
    texts: list[str] = []
    for number in range(count):
        published = date(2018, 5, 1) + timedelta(days=chance.randrange(150))
        spoken = published - timedelta(days=chance.choice((0, 0, 1, 3, 9, 40)))
        text = texts and chance.random() < 0.15 and chance.choice(texts) or " ".join(
            chance.choice(TOLD).format(
                n=chance.randrange(2, 300), place=chance.choice(PLACES), day=f"{spoken.day} {spoken:%B %Y}")
            for _ in range(chance.randrange(1, 4))
        ) + " " + " ".join(f"word{chance.randrange(999)}" for _ in range(30)) + "."
        texts.append(text)
        dated = f"published: {published}\n" if chance.random() < 0.95 else ""
        (folder / "seeds" / f"{number:03}.txt").write_text(
            f"---\ntitle: Report {number}\n{dated}publisher: Wire {chance.randrange(9)}\n---\n{text}\n")
    return settings.load(folder).model_copy(update={"as_of": date(2018, 9, 11)})


def last_week(config: Config) -> Previous:
    """The figures of the week before, as an edition keeps them."""
    before = Period(date(2018, 8, 27), date(2018, 9, 2))
    made = stages.findings(config.model_copy(update={"as_of": before.end}), before, ()).figures
    return Previous("SYR001_20180902_v1", 1, before, {figure.id: plain(figure) for figure in made}, "aa")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("crisis", [None, date(2018, 8, 1)])
def test_closed_documents_change_no_word_of_a_report(tmp_path, monkeypatch, seed, crisis):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    config = office(tmp_path / "office", seed).model_copy(update={"crisis_start": crisis})
    earlier = (last_week(config),)
    some = stages.findings(config, WEEK, earlier)
    every = stages.findings(config, WEEK, earlier, lambda config, wanted: stages.read(config))
    imprint = Imprint(2, 1, Clearance("draft"), None)
    assert some.seeds.closed
    assert not every.seeds.closed
    assert some.figures == every.figures
    assert some.coverage == every.coverage
    assert some.kept == every.kept
    assert stages.reports(some, imprint) == stages.reports(every, imprint)
    assert stages.internal(some) == stages.internal(every)
    assert len(some.kept["en"].headers) < len(some.seeds.headers)


def test_a_ruling_finds_its_fact_in_a_document_that_would_stay_closed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    config = office(tmp_path / "office", 1)
    whole = stages.read(config)
    closed = {one.document for one in stages.findings(config, WEEK, ()).seeds.closed}
    times = Counter(one.sentence for one in whole.facts)
    fact = next(
        one for one in whole.facts
        if one.document in closed and times[one.sentence] == 1 and one.low == one.high and one.scope == "event"
    )
    ledger = tmp_path / "office" / "config" / "decisions.csv"
    head = "fact,action,field,value,who,when,why,sentence,number,indicator\n"
    for id_ in (fact.id, "f000"):  # as read, and after a release that changed ids
        ruling = f'{id_},correct,start,2018-09-05,HA,2018-09-10,misread,"{fact.sentence}",{fact.low},{fact.indicator}\n'
        ledger.write_text(head + ruling + ruling.replace("start", "end"))
        found = stages.findings(config, WEEK, ())
        moved = next(one for one in found.seeds.facts if one.id == fact.id)
        assert (moved.start, moved.end) == (date(2018, 9, 5), date(2018, 9, 5))
        assert found.seeds.orphans == ()
        assert any(fact.id in figure.facts for figure in found.figures)


def fact(id_: str, document: str) -> Fact:
    return Fact(
        id_, document, "killed", 7, 7, "exact", "people", None, "Idlib", "SYR", None, None, None, "event", "reported",
        None, None, "seven", "Seven died.", Span(0, 5), "body",
    )


def test_an_edition_tells_of_the_documents_behind_its_figures_and_of_their_first_printings():
    run = "".join(f"{number:08x}" for number in range(64))
    headers = [
        Header("a", "", date(2018, 9, 1), "Wire", "en", "", "1", run),
        Header("b", "", date(2018, 9, 4), "Daily", "en", "", "2", run),
        Header("c", "", date(2018, 9, 4), "Post", "en", "", "3"),
        Header("d", "", date(2018, 9, 12), "Late", "en", "", "4"),
    ]
    facts = [fact("f1", "b"), fact("f2", "b"), fact("f3", "c"), fact("f4", "d")]
    apart = Figure(
        "killed", "killed", "event", "people", None, "SYR", None, None, None, None, "exact", (), apart=("f1",))
    told, of_them = reconcile.told(headers, facts, [apart], WEEK, date(2018, 9, 10))
    assert [header.id for header in told] == ["a", "b"]
    assert [one.id for one in of_them] == ["f1", "f2"]  # the other fact of its document may be in the same sentence
    count = partial(reconcile.coverage, headers, period=WEEK, as_of=date(2018, 9, 10))
    covered = count(facts)
    assert (covered.documents, covered.publishers, covered.later, covered.undated) == (4, 4, 1, 0)
    assert (covered.in_period, covered.facts) == (2, 3)
    assert count([replace(facts[0], flags=("rejected",))], closed={"c": 5, "d": 9}).facts == 5
