"""The series of many periods, worked out a column at a time, tells the numbers that `figures` tells of each period."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
import scenario
import test_reconcile_properties as properties
from hypothesis import given
from scenario import header

from sitrep import reconcile
from sitrep.model import METHODS, Decision, Fact, Header, Period
from sitrep.reconcile.columns import added
from sitrep.reconcile.frame import frame

WEEKS = [Period(date(2018, 8, 27) + timedelta(weeks=i), date(2018, 9, 2) + timedelta(weeks=i)) for i in range(3)]
Told = Counter[tuple[Any, ...]]


def series(
    facts: Sequence[Fact], headers: Iterable[Header], method: str = "range", periods: Sequence[Period] = WEEKS,
) -> pd.DataFrame:
    office = scenario.config(method)
    table = frame(tuple(headers), facts, office, scenario.GAZETTEER, date(2018, 12, 31))
    return reconcile.series(table, office, periods)


def told(table: pd.DataFrame) -> Told:
    """Its rows as plain values."""
    days = {name: table[name].dt.date for name in ("period", "start", "end")}
    plain = table.assign(**days).astype(object)
    return Counter(tuple(None if pd.isna(value) else value for value in row) for row in plain.itertuples(index=False))


def period_by_period(facts: Sequence[Fact], headers: Iterable[Header], method: str, periods: Sequence[Period]) -> Told:
    """The same of what `figures` makes of each period; where nothing was added no qualifier is told of."""
    made = (
        (period, figure) for period in periods for figure in reconcile.figures(
            tuple(headers), facts, scenario.config(method), scenario.GAZETTEER, period, date(2018, 12, 31))
    )
    return Counter(
        (period.start, f.indicator, f.unit, f.kind, f.group, f.place_id, f.start, f.end, f.low, f.high, f.best,
         f.qualifier if f.terms else None) for period, f in made
    )  # fmt: skip


@properties.steady
@given(properties.ANY, properties.METHOD)
def test_it_tells_what_each_period_does_for_any_facts(facts: list[Fact], method: str) -> None:
    headers = tuple(properties.DOCUMENTS.values())
    assert told(series(facts, headers, method)) == period_by_period(facts, headers, method, WEEKS)


GROUPS: dict[str, Sequence[str | None]] = {
    "everyone": [None], "a part": [None, None, "children"], "nested": [None, "civilians", "children"],
    "apart": [None, "children", "women", "soldiers"],
}
SAID: dict[str, Sequence[tuple[int | None, int | None, str]]] = {
    "small": [(n, n, "exact") for n in (1, 1, 2, 3)], "large": [(n, n, "exact") for n in range(1, 90)],
    "open": [(1, 1, "exact"), (2, None, "at_least"), (2, 2, "about"), (None, 3, "at_most"), (0, 0, "exact")],
}
WINDOWS: dict[str, Sequence[int]] = {"days": [0], "nights": [0, 0, 1], "weeks": [0, 0, 0, 1, 6]}


def many(chance: random.Random, groups: str, said: str, lengths: str) -> list[Fact]:
    """Some of everything: a few events on each of many days, copies, parts of one voice, totals and rulings."""
    made: list[Fact] = []
    for i in range(500):
        first = chance.randrange(1, 16)
        about = {"when": (first, first + chance.choice(WINDOWS[lengths])), "group": chance.choice(GROUPS[groups])}
        if chance.random() < 0.02:
            about |= {"when": chance.choice([(None, None), about["when"]]), "scope": "cumulative"}
        one = properties.fact(
            f"f{chance.randrange(10**9)}", chance.choice(SAID[said]), chance.choice(["SOHR", "Red Cross", "Ministry"]),
            chance.choice(list(properties.DOCUMENTS)), indicator=chance.choice(INDICATORS),
            place=chance.choice([*scenario.PLACES, "unknown", "Basatin in Jisr"]), **about,
        )  # fmt: skip
        other = chance.choice(made) if made else one
        if chance.random() < 0.04:
            elsewhere = {"place_id": other.place_id, "place": other.place, "place_match": other.place_match}
            one = replace(
                one, part_of=other.id, start=other.start, end=other.end, indicator=other.indicator,
                attribution=other.attribution, **chance.choice([elsewhere, {}]))
        elif chance.random() < 0.1:
            one = replace(other, id=one.id, low=one.low, high=one.high, qualifier=one.qualifier, decisions=())
        if said == "open" and i and chance.random() < 0.02:
            ruling = Decision(one.id, "split", "", other.id, "A. N.", date(2018, 9, 9), "two events")
            one = replace(other, id=one.id, decisions=(ruling,))
            made[made.index(other)] = replace(other, decisions=(ruling,))
        made.append(one)
    return made


INDICATORS = ("killed", "injured", "displaced", "airstrikes", "attacks", "munitions", "detained", "refugees")


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("lengths", WINDOWS)
def test_it_tells_what_each_period_does_for_many_facts(groups: str, said: str, lengths: str) -> None:
    chance = random.Random(f"{groups} {said} {lengths}")
    facts, headers, method = many(chance, groups, said, lengths), properties.DOCUMENTS.values(), chance.choice(METHODS)
    assert told(series(facts, headers, method)) == period_by_period(facts, headers, method, WEEKS)


def test_what_meets_only_along_the_branches_is_not_asked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The days of three weeks in all places: fast because nobody looks at single facts."""
    monkeypatch.setattr(added, "clashes", None)
    facts = many(random.Random(4), "a part", "large", "days")
    facts = [replace(one, part_of=None) for one in facts]
    headers = tuple(properties.DOCUMENTS.values())
    assert told(series(facts, headers)) == period_by_period(facts, headers, "range", WEEKS)


def test_a_series_by_hand() -> None:
    """9 dead in Jisr, 12 by the Red Cross; a week later 30 in its province, 4 undated, and a standing total."""
    headers = [header("first", date(2018, 9, 2)), header("second", date(2018, 9, 9))]
    facts = [
        properties.fact("f1", (9, 9, "exact"), "Observatory", "first", when=(1, 1)),
        properties.fact("f2", (12, 12, "exact"), "Red Cross", "first", when=(1, 1)),
        properties.fact("f3", (30, None, "at_least"), "Observatory", "second", when=(5, 5), place="Idlib"),
        properties.fact("f4", (4, 4, "exact"), "Observatory", "second", when=(None, None), place="Hama"),
        properties.fact("f5", (500, 500, "about"), "SOHR", "second", indicator="idps", when=(None, None)),
    ]
    got = series(facts, headers)
    assert list(got.columns) == [
        "period", "indicator", "unit", "kind", "group", "place_id", "start", "end", "low", "high", "best", "qualifier",
    ]
    first, second = date(2018, 8, 27), date(2018, 9, 3)
    event, one, five = ("killed", "people", "event", None), date(2018, 9, 1), date(2018, 9, 5)
    assert told(got) == Counter([
        *((first, *event, place, one, one, 9, 12, 12, "range") for place in ("Jisr", "Idlib", "Syria")),
        *((second, *event, place, five, five, 30, None, 30, "at_least") for place in ("Idlib", "Syria")),
        (second, *event, "Hama", None, None, None, None, None, None),
        (second, "idps", "people", "stock", None, "Jisr", None, None, 500, 500, 500, "about"),
    ])  # fmt: skip


def test_a_group_that_only_an_undated_count_names_holds_the_narrower_ones() -> None:
    facts = [
        properties.fact("f1", (5, 5, "exact"), "Observatory", "c", group="elderly", place="Syria"),
        properties.fact("f2", (3, 3, "exact"), "Observatory", "c", group="civilians", place="Syria", when=(None, None)),
    ]
    got = series(facts, properties.DOCUMENTS.values())
    assert {(one.group, one.low) for one in got[got.group.notna()].itertuples()} == {("elderly", 5), ("civilians", 5)}


def test_without_facts_a_series_is_empty() -> None:
    assert series([], []).empty


def test_periods_that_share_a_day_are_refused() -> None:
    with pytest.raises(ValueError, match="may not share a day"):
        series([], [], periods=[WEEKS[0], replace(WEEKS[1], start=WEEKS[0].end)])
