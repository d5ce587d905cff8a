"""A week as a report is made of it: the figures of the two first documents, retold, and some that are harder to print.

    A  Levant Wire, 4 Sept    9 killed and more than 45 air strikes in Jisr al-Shughour (the Observatory), 5 children in
                              its Basatin quarter (monitoring groups), some 2 million displaced in Idlib
    B  Orontes Daily, 7 Sept  2 killed in Kafr Nabl on 5 Sept (Civil Defence), up to 12 homes, 800,000 could flee (UN)
    C  Cedar Post, 7 Sept     1 killed in Kafr Nabl (the Observatory), 3 killed in Mhardeh, one of them a child
    D  Valley Press, 9 Sept   more than 5,000 fled, 14 air strikes, about 25 bombs (the Observatory), about 1 million
                              displaced, four killed without a date, 60 families without a date
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sitrep import reconcile
from sitrep.config import SECTIONS, Config, Contact, SectionChoice, Voice
from sitrep.config.settings import WRITTEN
from sitrep.model import Fact, Header, Period, Place, Previous, Rejection, Report, Span, plain
from sitrep.report import compose, wording
from sitrep.report.html import html

WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
LAST_WEEK = Period(date(2018, 8, 27), date(2018, 9, 2))
SOHR = "Syrian Observatory for Human Rights"
ROOT = Path(__file__).parent.parent


def place(
    id: str, name: str, kind: str, parent: str | None, lat: float, lon: float, pcode: str | None = None
) -> Place:
    return Place(id, name, kind, "SYR", parent, lat, lon, pcode, 0)


PLACES = {p.id: p for p in (
    place("SYR", "Syria", "country", None, 35.0, 38.0), place("RUS", "Russia", "country", None, 60.0, 100.0),
    place("SYR.12", "Idlib", "admin1", "SYR", 35.86, 36.63, "SY07"),
    place("SYR.05", "Hama", "admin1", "SYR", 35.21, 36.66, "SY05"),
    place("SYR.100", "Jisr al-Shughour", "town", "SYR.12", 35.81, 36.32, "C4286"),
    place("SYR.101", "Kafr Nabl", "town", "SYR.12", 35.61, 36.56),
    place("SYR.102", "Mhardeh", "town", "SYR.05", 35.25, 36.57),
)}


def path(id: str) -> tuple[str, ...]:
    parent = PLACES[id].parent
    return (*path(parent), id) if parent else (id,)


CALLED = {
    ("SYR.12", "ar"): "إدلب", ("SYR.05", "ar"): "حماة", ("SYR.100", "ar"): "جسر الشغور", ("SYR.101", "ar"): "كفرنبل",
    ("SYR.102", "ar"): "محردة", ("SYR.100", "fr"): "Jisr al-Choghour", ("SYR.100", "es"): "Jisr al Shughur",
}
COUNTRIES = {"Syria": "SYR", "Russia": "RUS"}
GAZETTEER: Any = SimpleNamespace(
    place=PLACES.__getitem__, path=path, landmarks=lambda country: (PLACES["SYR.12"], PLACES["SYR.05"]),
    countries=lambda: (PLACES["SYR"],), country=COUNTRIES.get, whole=COUNTRIES.__contains__,
    called=lambda id, language: CALLED.get((id, language), ""),
    find=lambda name, countries: next((place for place in PLACES.values() if place.name == name), None),
)

CONFIG = Config(
    title="Idlib", country="SYR", organisation="Relief office", as_of=date(2018, 9, 9), folder=ROOT,
    contact=Contact(name="Information desk", email="desk@example.org"), sensitivity="public",
    voices=(
        Voice(name=SOHR, aliases=("SOHR",), reliability="C"), Voice(name="Syria Civil Defence", reliability="C"),
        Voice(name="United Nations", reliability="B"), Voice(name="SANA", reliability="D", party=True),
    ),
    # every section that a rule fills, each at full length: a profile would cut some short
    sections=tuple(SectionChoice(id=name) for name in SECTIONS if name not in WRITTEN),
)

HEADERS = (
    Header("a", "Jisr al-Shughour bombed", date(2018, 9, 4), "Levant Wire", "en", "https://example.org/a", "1a"),
    Header("b", "Strike on Kafr Nabl", date(2018, 9, 7), "Orontes Daily", "en", "", "2b"),
    Header("c", "Rockets hit Mhardeh", date(2018, 9, 7), "Cedar Post", "en", "javascript:alert(1)", "3c"),
    Header("d", "Thousands leave Idlib", date(2018, 9, 9), "Valley Press", "en", "https://example.org/d", "4d"),
    Header("e", "Clashes go on", date(2018, 9, 11), "Valley Press", "en", "https://example.org/e", "5e"),
)


def fact(
    id: str, document: str, indicator: str, number: tuple[int | None, int | None], quote: str, sentence: str,
    on: str = "", at: str = "SYR.12", says: str | None = None, **more: Any,
) -> Fact:
    """`number` is low and high; `on` is "4" or "8-9" of September, "" for no date."""
    low, high = number
    days = [date(2018, 9, int(day)) for day in on.split("-")] if on else [None]
    qualifier = "exact" if low == high else "at_least" if high is None else "at_most" if low is None else "range"
    given: dict[str, Any] = {
        "qualifier": qualifier, "unit": "people", "group": None, "place": PLACES[at].name, "country": "SYR",
        "actor": None, "start": days[0], "end": days[-1], "scope": "event", "status": "reported", "attribution": says,
        "part_of": None, "quote": quote, "sentence": sentence, "span": Span(0, len(quote)), "section": "body",
        "place_id": at, "place_match": "exact", "confidence": 0.95,
    }
    return Fact(id=id, document=document, indicator=indicator, low=low, high=high, **given | more)


STRUCK = "The Observatory counted nine dead and more than 45 air strikes around Jisr al-Shughour."
KAFR = "An air strike killed two people in Kafr Nabl, Syria Civil Defence said."
ROCKETS = "Rockets killed three people, one of them a child, in Mhardeh, SANA said."
RAIDS = "Russian jets flew 14 air raids and helicopters dropped about 25 barrel bombs, the Observatory said."

FACTS = (
    fact("fa1", "a", "killed", (9, 9), "nine dead", STRUCK, "4", "SYR.100", SOHR),
    fact("fa2", "a", "airstrikes", (45, None), "more than 45 air strikes", STRUCK, "4", "SYR.100", SOHR,
         unit="incidents"),
    fact("fa3", "a", "killed", (5, 5), "Five children died", "Five children died in Basatin, monitoring groups said.",
         "4", "SYR.100", "monitoring groups", group="children", place="Basatin", place_match="inside"),
    fact("fa4", "a", "idps", (2000000, 2000000), "some two million displaced",
         "Idlib holds some two million displaced.",
         qualifier="about", scope="cumulative", group="civilians"),
    fact("fb1", "b", "killed", (2, 2), "killed two people", KAFR, "5", "SYR.101", "Syria Civil Defence"),
    fact("fb2", "b", "homes_destroyed", (None, 12), "up to 12 houses were destroyed",
         "In all up to 12 houses were destroyed.",
         "5", "SYR.101", "local council", unit="buildings"),
    fact("fb3", "b", "displaced", (None, 800000), "up to 800,000 people could flee",
         "The United Nations fears that up to 800,000 people could flee.", says="United Nations", status="projected"),
    fact("fc1", "c", "killed", (1, 1), "one person was killed",
         "In Kafr Nabl one person was killed, SOHR said.", "5", "SYR.101", SOHR),
    fact("fc2", "c", "killed", (3, 3), "killed three people", ROCKETS, "6", "SYR.102", "SANA"),
    fact("fc3", "c", "killed", (1, 1), "killed three people, one of them a child", ROCKETS, "6", "SYR.102", "SANA",
         group="children", part_of="fc2"),
    fact("fd1", "d", "displaced", (5000, None), "more than 5,000 people to flee",
         "Bombing led more than 5,000 people to flee, the Observatory said.", "8-9", says=SOHR),
    fact("fd2", "d", "airstrikes", (14, 14), "14 air raids", RAIDS, "9", says=SOHR, unit="incidents", actor="Russia"),
    fact("fd3", "d", "munitions", (25, 25), "dropped about 25 barrel bombs", RAIDS, "9", says=SOHR, unit="munitions",
         qualifier="about", actor="Syrian government"),
    fact("fd4", "d", "idps", (1000000, 1000000), "about one million are displaced",
         "Of these about one million are displaced.",
         qualifier="about", scope="cumulative"),
    fact("fd5", "d", "killed", (4, 4), "Raids kill four", "Raids kill four in southern Idlib", section="teaser",
         confidence=0.6, flags=("teaser",)),
    fact("fd6", "d", "displaced", (60, 60), "About 60 families fled",
         "About 60 families fled Kafr Nabl, a camp manager said.",
         at="SYR.101", says="camp manager", unit="families", qualifier="about"),
    fact("fe1", "e", "killed", (70, 70), "killed 70", "Clashes killed 70.", "10", "SYR.101"),
)


def printed(low: int, high: int | None, voice: str) -> dict[str, Any]:
    """A figure of the edition before, as its figures.json holds it; the text behind it is no longer there."""
    claim = {"voice": voice, "facts": ["put-away"]}
    return {
        "indicator": "", "kind": "event", "unit": "people", "group": None, "place_id": "", "low": low, "high": high,
        "qualifier": "exact" if high else "at_least", "terms": [{"claims": [claim], "inside": []}], "apart": [],
    }


# Two weeks: what the first edition printed of its own, and what is told of it later.
TWO_WEEKS = (
    fact("g1", "a", "killed", (29, 29), "29 people were killed", "On Friday 29 people were killed in Kafr Nabl.",
         "1", "SYR.101", SOHR),
    fact("g2", "d", "killed", (31, 31), "31 people died", "By now 31 people died of Friday's raid, SOHR said.",
         "1", "SYR.101", SOHR),
    fact("g3", "d", "killed", (40, 40), "killed 40", "On Wednesday shells killed 40, SOHR said.", "5", "SYR.101", SOHR),
    fact("g4", "d", "displaced", (300, 300), "300 families fled", "On Wednesday 300 families fled, SOHR said.",
         "5", "SYR.101", SOHR, unit="families"),
    fact("g5", "d", "injured", (50, 50), "50 people were hurt", "In Idlib 50 people were hurt, SOHR said.", "5",
         "SYR.12", SOHR),
    fact("g6", "d", "injured", (30, 30), "30 in Jisr", "In Jisr 30 were hurt, SOHR said.", "5", "SYR.100", SOHR),
)


def second(**settings: Any) -> dict[str, Any]:
    """What the second edition of the two weeks is made from."""
    config = CONFIG.model_copy(update=settings)
    old = reconcile.figures(HEADERS, TWO_WEEKS[:1], config, GAZETTEER, LAST_WEEK, WEEK.end)
    return {"facts": TWO_WEEKS, "config": config, "previous": {one.id: plain(one) for one in old}}


def inputs(
    facts: Sequence[Fact] = FACTS, config: Config = CONFIG, previous: Any = None, headers: Sequence[Header] = HEADERS,
    rejections: Sequence[Rejection] = (), **more: Any,
) -> compose.Inputs:
    """What the sections of the sample are made from; `previous` holds the figures of edition No. 1, if any."""
    compared = () if previous is None else (Previous("SYR001_20180902_v1", 1, LAST_WEEK, previous, "0"),)
    figures = reconcile.figures(headers, facts, config, GAZETTEER, WEEK, date(2018, 9, 9), compared)
    return replace(compose.inputs(
        config, gazetteer=GAZETTEER, headers=headers, rejections=rejections, facts=facts, figures=figures, period=WEEK,
        number=2 if compared else 1, revision=1, earlier=compared,
    ), **more)


def words(language: str) -> wording.Words:
    """The words of a language, for a page of 2018."""
    return replace(wording.words(language, [ROOT / "templates"]), year=2018)


@cache
def _plain() -> Report:
    return compose.report(inputs())


def report(**more: Any) -> Report:
    return compose.report(inputs(**more)) if more else _plain()


def page(medium: str = "screen", **more: Any) -> str:
    return html(report(**more), CONFIG.templates, medium)


REJECTED = (Rejection("scan-3", "no text in it"),)
