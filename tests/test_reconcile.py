"""The table and the eight rules of what a figure may be made of, by name; every expected number worked out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep import reconcile
from sitrep.config import Config as Settings
from sitrep.config.reconciling import Baseline, BaselineFigure
from sitrep.model import Change, Clock, Fact, Figure, Header, Period, Previous, Span, plain
from sitrep.reconcile.periods import month, week

WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
LAST_WEEK = Period(date(2018, 8, 27), date(2018, 9, 2))
AS_OF = date(2018, 9, 9)
# country > governorate > district or town > quarter
PATHS: Mapping[str, tuple[str, ...]] = {
    "SYR": ("SYR",), "IDLIB": ("SYR", "IDLIB"), "HAMA": ("SYR", "HAMA"),
    "JISR": ("SYR", "IDLIB", "JISR"), "KHAN": ("SYR", "IDLIB", "KHAN"), "QUARTER": ("SYR", "IDLIB", "JISR", "QUARTER"),
}
GAZETTEER: Any = SimpleNamespace(path=PATHS.__getitem__)


@dataclass
class Config:
    country: str = "SYR"
    indicators: dict[str, Any] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=lambda: {"SOHR": "Observatory"})
    reliability: dict[str, str] = field(default_factory=lambda: {"Observatory": "C"})
    priority: dict[str, int] = field(default_factory=dict)
    reconcile: Any = field(default_factory=lambda: SimpleNamespace(method="range", household_size=None))
    crisis_start: Any = None

    def voice(self, name: str) -> Any:
        known = self.aliases.get(name, name)
        letter, place = self.reliability.get(known, "F"), self.priority.get(known, 50)
        return SimpleNamespace(name=known, reliability=letter, priority=place, party=False)


CONFIG: Any = Config()


def header(id: str = "a", published: date | None = date(2018, 9, 9), publisher: str = "Wire", **more: Any) -> Header:
    return Header(id, "", published, publisher, "en", "", "", **more)


def fact(id: str, indicator: str = "killed", low: int | None = 1, day: int | None = 4, **more: Any) -> Fact:
    """An exact event count of people in Jisr on a day of September 2018, unless said otherwise."""
    on = date(2018, 9, day) if day else None
    given: dict[str, Any] = {
        "document": "a", "high": low, "qualifier": "exact", "unit": "people", "group": None, "place": None,
        "country": "SYR", "actor": None, "start": on, "end": on, "scope": "event", "status": "reported",
        "attribution": "Observatory",
        "part_of": None, "quote": "", "sentence": "", "span": Span(0, 0), "section": "body", "place_id": "JISR",
        "place_match": "exact",
    }
    return Fact(id=id, indicator=indicator, low=low, **given | more)


def made(*facts: Fact, headers: tuple[Header, ...] = (), config: Any = CONFIG, **more: Any) -> dict[str, Figure]:
    known = headers or tuple(header(id) for id in sorted({f.document for f in facts}))
    period, as_of = more.pop("period", WEEK), more.pop("as_of", AS_OF)
    return {f.id: f for f in reconcile.figures(known, facts, config, GAZETTEER, period, as_of, **more)}


def bounds(figure: Figure) -> tuple[int | None, int | None, str]:
    return figure.low, figure.high, figure.qualifier


def test_two_voices_of_one_event_make_a_range_never_a_sum() -> None:
    got = made(fact("f1", low=1, attribution="Red Cross"), fact("f2", low=2, attribution="Government"))["killed-syr"]
    assert bounds(got) == (1, 2, "range")
    assert got.flags == ("contested",)
    assert set(got.voices) == {"Red Cross", "Government"}


def test_two_publishers_that_quote_one_voice_are_one_voice() -> None:
    got = made(fact("f1", low=9), fact("f2", low=9, document="b", attribution="SOHR"))["killed-syr"]
    assert bounds(got) == (9, 9, "exact")
    assert got.voices == ("Observatory",)
    assert got.facts == ("f1", "f2")


def test_two_voices_that_agree_confirm_each_other() -> None:
    got = made(fact("f1", low=9), fact("f2", low=9, attribution="Red Cross"))["killed-syr"]
    assert bounds(got) == (9, 9, "exact")
    assert {claim.voice: claim.code for claim in got.claims} == {"Observatory": "C2", "Red Cross": "F2"}


def test_voices_stand_in_the_order_of_their_priority() -> None:
    told = fact("f1", low=1, attribution="Red Cross"), fact("f2", low=2, attribution="Ministry")
    assert made(*told)["killed-syr"].voices == ("Ministry", "Red Cross")
    config: Any = Config(priority={"Red Cross": 10})
    assert made(*told, config=config)["killed-syr"].voices == ("Red Cross", "Ministry")


def test_a_part_is_inside_its_total() -> None:
    got = made(fact("f1", low=9), fact("f2", low=5, group="children", part_of="f1"))
    assert bounds(got["killed-syr"]) == (9, 9, "exact")
    assert got["killed-syr"].terms[0].inside == ("f2",)
    assert bounds(got["killed-syr-children"]) == (5, 5, "exact")


@pytest.mark.parametrize("towns", [3, 15, 16, 40])
def test_many_towns_that_come_to_more_than_their_province_are_not_given_up_for_it(
    towns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many overlap: 50 told of the province on the day on which each of its towns had 10."""
    paths = {**PATHS, **{f"T{n}": ("SYR", "IDLIB", f"T{n}") for n in range(towns)}}
    monkeypatch.setattr(GAZETTEER, "path", paths.__getitem__)
    counts = [fact(f"f{n}", low=10, place_id=f"T{n}") for n in range(towns)]
    got = made(fact("p", low=50, place_id="IDLIB"), *counts)
    more = 10 * towns > 50
    for place in ("syr", "idlib"):
        assert bounds(got[f"killed-{place}"])[0] == (10 * towns if more else 50), place
        assert set(got[f"killed-{place}"].facts) == ({f"f{n}" for n in range(towns)} if more else {"p"})


def test_days_that_come_to_more_than_a_window_over_them_are_not_given_up_for_it(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty towns on each of two days, 10 a town, and 100 of the province over both days."""
    paths = {**PATHS, **{f"T{n}": ("SYR", "IDLIB", f"T{n}") for n in range(20)}}
    monkeypatch.setattr(GAZETTEER, "path", paths.__getitem__)
    counts = [fact(f"f{n}d{day}", low=10, day=day, place_id=f"T{n}") for n in range(20) for day in (4, 5)]
    window = fact("w", low=100, place_id="IDLIB", end=date(2018, 9, 5))
    assert bounds(made(window, *counts)["killed-syr"])[0] == 400


def test_a_narrower_group_of_another_voice_lowers_nothing() -> None:
    children = fact("f2", low=5, group="children", attribution="Monitors", place_id="QUARTER")
    got = made(fact("f1", low=9), children)["killed-syr"]
    assert bounds(got) == (9, 9, "exact")
    assert got.flags == ()


def test_a_part_without_place_or_day_is_still_inside() -> None:
    got = made(fact("f1", low=9), fact("f2", low=4, place_id=None, day=None, part_of="f1"))["killed-syr"]
    assert bounds(got) == (9, 9, "exact")


def test_a_projection_is_never_added_to_a_report() -> None:
    got = made(fact("f1", "displaced", 5000), fact("f2", "displaced", 800_000, status="projected", day=None))
    assert bounds(got["displaced-syr"]) == (5000, 5000, "exact")
    assert bounds(got["displaced-jisr-projected"]) == (800_000, 800_000, "exact")


def test_a_running_total_is_shown_apart_from_events() -> None:
    since = fact("f2", low=300, scope="cumulative", start=date(2018, 1, 1), end=date(2018, 9, 4))
    got = made(fact("f1", low=9), since)
    assert bounds(got["killed-syr"]) == (9, 9, "exact")
    assert bounds(got["killed-jisr-since-20180101"]) == (300, 300, "exact")


def test_people_and_families_are_two_figures() -> None:
    got = made(fact("f1", "displaced", 289), fact("f2", "displaced", 73, unit="families"))
    assert bounds(got["displaced-syr"]) == (289, 289, "exact")
    assert bounds(got["displaced-families-syr"]) == (73, 73, "exact")


def test_a_repeated_story_is_one_voice() -> None:
    run = "".join(f"{number:08x}" for number in range(64))
    first = header("a", date(2018, 9, 4), "Wire", signature=run)
    copy = header("b", date(2018, 9, 5), "Daily", signature=run[: 60 * 8] + 4 * 8 * "0")
    told = fact("f1", low=9, attribution=None)
    got = made(told, replace(told, id="f2", document="b"), headers=(first, copy))
    assert got["killed-syr"].voices == ("Wire",)


@pytest.mark.parametrize(("place", "day", "want"), [
    ("JISR", 5, 14), ("KHAN", 4, 14), ("HAMA", 4, 14),  # disjoint in time or place: add
    ("IDLIB", 5, 14), ("QUARTER", 6, 14),               # disjoint days add at any level of place
    ("IDLIB", 4, 9), ("QUARTER", 4, 9), ("SYR", 4, 9),  # one day, one branch: the larger, the other inside
])
def test_events_add_only_where_they_cannot_overlap(place: str, day: int, want: int) -> None:
    got = made(fact("f1", low=9), fact("f2", low=5, place_id=place, day=day, document="b"))["killed-syr"]
    assert got.low == got.high == want
    assert got.terms[0].inside == (() if want == 14 else ("f2",))


def test_groups_that_share_nobody_add_and_others_do_not() -> None:
    soldiers, civilians = fact("f1", low=9, group="soldiers"), fact("f2", low=5, group="civilians")
    assert made(soldiers, civilians)["killed-syr"].low == 14
    elderly = fact("f3", low=2, group="elderly")
    assert made(soldiers, civilians, elderly)["killed-syr"].low == 14


def test_a_part_that_seems_to_lie_elsewhere_is_still_inside() -> None:
    assert made(fact("f1", low=9), fact("f2", low=4, place_id="HAMA", part_of="f1"))["killed-syr"].low == 9


def test_of_equal_numbers_the_narrower_place_is_told() -> None:
    wide = fact("f0", low=9, place_id="IDLIB", attribution="Red Cross")
    got = made(fact("f1", low=9), wide)["killed-syr"]
    assert [(term.place_id, term.inside) for term in got.terms] == [("JISR", ("f0",))]


@pytest.mark.parametrize("day", [3, 4, 9])
def test_a_narrower_window_of_another_voice_lowers_nothing(day: int) -> None:
    whole_week = fact("f3", low=20, start=WEEK.start, end=WEEK.end, attribution="Red Cross")
    assert bounds(made(fact("f1", low=9, day=day), whole_week)["killed-syr"]) == (20, 20, "exact")


def test_a_night_between_two_days_overlaps_both_and_joins_neither() -> None:
    night = fact("f2", low=12, start=date(2018, 9, 4), end=date(2018, 9, 5), attribution="Red Cross")
    got = made(fact("f1", low=9), night, fact("f3", low=5, day=5))["killed-syr"]
    assert bounds(got) == (14, 14, "exact")
    assert all(term.inside == ("f2",) for term in got.terms)


def test_windows_that_overlap_nest() -> None:
    whole_week = fact("f3", low=20, start=WEEK.start, end=WEEK.end)
    got = made(fact("f1", low=9), fact("f2", low=5, day=8), whole_week)["killed-syr"]
    assert bounds(got) == (20, 20, "exact")
    assert set(got.terms[0].inside) == {"f1", "f2"}


def test_parts_that_exceed_a_stated_total_win() -> None:
    total = fact("f3", low=10, place_id="IDLIB")
    got = made(fact("f1", low=9), fact("f2", low=5, place_id="KHAN"), total)["killed-idlib"]
    assert bounds(got) == (14, 14, "exact")


def test_a_night_dated_by_evening_or_morning_is_one_event() -> None:
    night = fact("f2", low=11, start=date(2018, 9, 3), end=date(2018, 9, 4), attribution="Red Cross")
    assert bounds(made(fact("f1", low=9), night)["killed-syr"]) == (9, 11, "range")


def test_a_voice_corrects_itself_and_the_older_number_stays_visible() -> None:
    known = (header("a", date(2018, 9, 4)), header("b", date(2018, 9, 6)))
    got = made(fact("f1", low=9), fact("f2", low=7, document="b"), headers=known)["killed-syr"]
    assert bounds(got) == (7, 7, "exact")
    assert got.terms[0].inside == ("f1",)


def test_the_qualifier_stays() -> None:
    more = fact("f1", "airstrikes", 45, high=None, qualifier="at_least", unit="incidents")
    got = made(more, fact("f2", "airstrikes", 14, 9, unit="incidents", place_id="IDLIB"))["airstrikes-syr"]
    assert bounds(got) == (59, None, "at_least")
    about = fact("f3", "munitions", 25, 9, qualifier="about", unit="munitions")
    assert bounds(made(about)["munitions-syr"]) == (25, 25, "about")


STOCK = {"scope": "cumulative", "start": None, "end": None, "place_id": "IDLIB"}


def test_stocks_of_two_voices_are_a_range_and_never_added() -> None:
    got = made(
        fact("f1", "idps", 1_000_000, qualifier="about", group="civilians", attribution="A", **STOCK),
        fact("f2", "idps", 2_000_000, qualifier="about", attribution="B", **STOCK),
    )
    assert bounds(got["idps-idlib-stock"]) == (1_000_000, 2_000_000, "range")
    assert got["idps-idlib-stock"].flags == ("contested", "as_published")
    assert [name for name in got if name.startswith("idps")] == ["idps-idlib-stock"]


def test_a_later_stock_supersedes_within_one_voice_only() -> None:
    known = (header("a", date(2018, 9, 4)), header("b", date(2018, 9, 6)))
    later = fact("f2", "idps", 120, document="b", **STOCK)
    got = made(fact("f1", "idps", 100, **STOCK), later, headers=known)["idps-idlib-stock"]
    assert bounds(got) == (120, 120, "exact")
    assert got.facts == ("f2",) and got.terms[0].inside == ("f1",)


def test_a_part_of_a_stock_is_no_second_opinion_on_it() -> None:
    part = fact("f2", "idps", 40, attribution="B", part_of="f1", **STOCK)
    got = made(fact("f1", "idps", 100, **STOCK), part)["idps-idlib-stock"]
    assert bounds(got) == (100, 100, "exact")
    assert got.terms[0].inside == ("f2",)


@pytest.mark.parametrize("indicator", [
    "killed", "injured", "detained", "displaced", "returned", "airstrikes", "attacks", "munitions",
    "homes_destroyed", "homes_damaged", "facilities_hit",
])
def test_flows_add_events_and_keep_running_totals_apart(indicator: str) -> None:
    since = fact("f3", indicator, 700, scope="cumulative", start=None, end=date(2018, 9, 5))
    got = made(fact("f1", indicator, 9), fact("f2", indicator, 5, 8), since)
    name = indicator.replace("_", "-")
    assert got[f"{name}-syr"].low == 14
    assert got[f"{name}-jisr-since"].low == 700


@pytest.mark.parametrize("indicator", ["missing", "idps", "affected", "in_need", "reached"])
@pytest.mark.parametrize("scope", ["event", "cumulative"])
def test_stocks_are_the_latest_of_each_voice_and_place(indicator: str, scope: str) -> None:
    known = (header("a", date(2018, 9, 4)), header("b", date(2018, 9, 8)))
    facts = fact("f1", indicator, 9, 4, scope=scope), fact("f2", indicator, 5, 8, scope=scope, document="b")
    assert made(*facts, headers=known)[f"{indicator.replace('_', '-')}-jisr-stock"].low == 5


def test_refugees_are_a_flow_when_they_cross_and_a_stock_when_they_live_abroad() -> None:
    got = made(
        fact("f1", "refugees", 100), fact("f2", "refugees", 50, 5),
        fact("f3", "refugees", 3_500_000, scope="cumulative", day=None),
    )
    assert got["refugees-syr"].low == 150
    assert got["refugees-jisr-stock"].low == 3_500_000


def test_an_undated_event_is_listed_once_in_the_week_of_its_document_and_not_added() -> None:
    loose = fact("f2", low=4, day=None, place_id="IDLIB")
    got = made(fact("f1", low=9), loose)["killed-syr"]
    assert bounds(got) == (9, 9, "exact")
    assert got.apart == ("f2",) and "undated" in got.flags
    before = (header("a", date(2018, 9, 2)),)
    assert made(loose, headers=before) == {}
    alone = made(loose)["killed-syr"]
    assert bounds(alone) == (None, None, "exact") and alone.apart == ("f2",)


def test_an_unplaced_event_is_not_added_to_a_placed_one_of_its_day() -> None:
    loose = fact("f2", low=4, place_id=None, place_match="unresolved")
    assert made(fact("f1", low=9), loose)["killed-syr"].low == 9
    assert made(fact("f1", low=9), replace(loose, start=date(2018, 9, 5), end=date(2018, 9, 5)))["killed-syr"].low == 13


def test_an_unlisted_quarter_stands_inside_its_town() -> None:
    quarter = fact("f1", low=5, place="Basatin", place_id="JISR", place_match="inside")
    got = made(quarter, fact("f2", low=9))
    assert got["killed-jisr"].low == 9
    assert got["killed-jisr-basatin"].low == 5


def test_a_window_that_straddles_two_weeks_counts_once_in_the_later() -> None:
    night = fact("f1", low=3, start=date(2018, 9, 2), end=date(2018, 9, 3))
    assert made(night)["killed-syr"].low == 3
    assert made(night, period=Period(date(2018, 8, 27), date(2018, 9, 2))) == {}


def test_what_is_published_after_the_as_of_date_is_not_known_yet() -> None:
    assert made(fact("f1"), headers=(header("a", date(2018, 9, 10)),)) == {}


def test_numbers_open_below_stay_open_below() -> None:
    up_to = fact("f1", low=None, high=40, qualifier="at_most")
    assert bounds(made(up_to)["killed-syr"]) == (None, 40, "at_most")


def test_change_against_the_edition_before() -> None:
    def before(*facts: Fact) -> dict[str, Any]:
        return {name: plain(figure) for name, figure in made(*facts).items()}

    def now(old: dict[str, Any] | None, low: int, voice: str = "Observatory") -> Any:
        earlier = () if old is None else (Previous("SYR001", 1, LAST_WEEK, old, "0"),)
        change = made(fact("f9", low=low, attribution=voice), earlier=earlier)["killed-syr"].change
        return change and change.kind

    assert now(None, 9) is None
    assert now({}, 9) == "first"
    assert now(before(fact("f1", low=9)), 9) == "unchanged"
    assert now(before(fact("f1", low=9)), 12) == "up"
    assert now(before(fact("f1", low=9)), 4) == "down"
    assert now(before(fact("f1", low=9)), 4, "Red Cross") == "not_comparable"


def printed(*facts: Fact, period: Period = LAST_WEEK, **more: Any) -> Previous:
    """The edition of last week, made of these facts."""
    figures = made(*facts, period=period, as_of=period.end, headers=(header("a", period.end),), **more)
    return Previous("SYR001", 1, period, {name: plain(figure) for name, figure in figures.items()}, "0")


def test_what_an_officer_rejects_is_withdrawn_from_the_issue_that_printed_it() -> None:
    last = fact("f1", low=9, start=date(2018, 9, 1), end=date(2018, 9, 1))
    known = (header("a", date(2018, 9, 2)), header("b"))
    now = made(replace(last, flags=("rejected",)), fact("f2", document="b"), headers=known, earlier=[printed(last)])
    gone = now["killed-syr-revised"]
    assert (gone.terms, gone.change) == ((), Change("withdrawn", 1, 9, 9, "exact"))
    assert "killed-syr-revised" not in made(last, fact("f2", document="b"), headers=known, earlier=[printed(last)])


def test_a_week_is_not_compared_with_a_month_but_one_month_is_with_another() -> None:
    august, july = Period(date(2018, 8, 1), date(2018, 8, 31)), Period(date(2018, 6, 1), date(2018, 6, 30))
    before = fact("f1", low=900, start=date(2018, 8, 5), end=date(2018, 8, 5))
    earlier = fact("f1", low=900, start=date(2018, 6, 5), end=date(2018, 6, 5))

    def kind(previous: Previous, day: date, period: Period) -> str:
        figures = made(fact("f2", low=12, start=day, end=day), period=period, earlier=[previous])
        return figures["killed-syr"].change.kind  # type: ignore[union-attr]

    assert kind(printed(before, period=august), date(2018, 9, 4), WEEK) == "not_comparable"
    assert kind(printed(earlier, period=july), date(2018, 8, 4), august) == "down"


def test_the_first_issue_is_compared_with_the_figures_of_a_report_made_elsewhere() -> None:
    told = [
        BaselineFigure(indicator="killed", value="9"), BaselineFigure(indicator="idps", value="2,000+", place="SYR.12"),
        BaselineFigure(indicator="displaced", value="60", unit="families", group="children"),
    ]
    config = Settings(country="SYR", baseline=Baseline(
        number="12", start="2018-08-27", end="2018-09-02", figures=told))
    (before,) = reconcile.baseline(config)
    assert (before.number, before.period, before.name) == (12, LAST_WEEK, "")
    assert set(before.figures) == {"killed-syr", "idps-syr-12-stock", "displaced-families-syr-children"}
    assert made(fact("f1", low=12), earlier=[before])["killed-syr"].change == Change("up", 12, 9, 9, "exact")
    assert reconcile.baseline(Settings()) == ()


def test_windows_split_a_figure_by_days_that_overlap() -> None:
    two_days = fact("f2", "displaced", 5000, start=date(2018, 9, 8), end=date(2018, 9, 9))
    figure = made(fact("f1", "displaced", 300, 4), two_days, fact("f3", "displaced", 40, 9, place_id="HAMA"))
    split = reconcile.windows(figure["displaced-syr"])
    assert [(f.id, f.low, f.start, f.end) for f in split] == [
        ("displaced-syr-20180904", 300, date(2018, 9, 4), date(2018, 9, 4)),
        ("displaced-syr-20180908", 5040, date(2018, 9, 8), date(2018, 9, 9)),
    ]


@pytest.mark.parametrize(("day", "first", "start"), [
    ("2018-09-09", "monday", "2018-09-03"), ("2018-09-10", "monday", "2018-09-03"),
    ("2018-09-15", "monday", "2018-09-03"), ("2018-10-19", "saturday", "2018-10-13"),
    ("2018-10-20", "saturday", "2018-10-13"), ("2018-09-08", "sunday", "2018-09-02"),
    ("2018-12-31", "monday", "2018-12-24"), ("2019-01-06", "monday", "2018-12-31"),
    ("2024-03-03", "monday", "2024-02-26"),
])
def test_week(day: str, first: str, start: str) -> None:
    got = week(date.fromisoformat(day), first)
    assert (got.start, got.end) == (date.fromisoformat(start), date.fromisoformat(start) + timedelta(days=6))


def test_month_across_a_year_and_a_leap_day() -> None:
    assert month(date(2019, 1, 1)) == Period(date(2018, 12, 1), date(2018, 12, 31))
    assert month(date(2024, 2, 29)) == Period(date(2024, 2, 1), date(2024, 2, 29))


def test_the_clock_is_read_only_where_no_date_is_configured() -> None:
    clock = Clock(datetime(2018, 9, 17, 6, tzinfo=UTC))
    kind = SimpleNamespace(kind="week", week_start="monday", start=None, end=None)
    assert reconcile.period(SimpleNamespace(as_of=None, period=kind), clock).end == date(2018, 9, 16)
    assert reconcile.period(SimpleNamespace(as_of=AS_OF, period=kind), clock) == WEEK


PLACES = st.sampled_from(sorted(PATHS))
FACTS = st.lists(
    st.builds(
        fact, id=st.uuids().map(lambda u: f"f{u.hex[:8]}"), low=st.integers(0, 50),
        day=st.one_of(st.none(), st.integers(1, 9)),
        place_id=PLACES, attribution=st.sampled_from(["Observatory", "SOHR", "Red Cross", "Ministry"]),
        group=st.sampled_from([None, None, "children", "women", "civilians", "soldiers"]),
        document=st.sampled_from("ab"), indicator=st.sampled_from(["killed", "displaced", "idps"]),
    ), max_size=12, unique_by=lambda f: f.id)


@settings(max_examples=60, deadline=None)
@given(FACTS, st.randoms())
def test_the_order_of_facts_changes_nothing(facts: list[Fact], random: Any) -> None:
    shuffled = sorted(facts, key=lambda _: random.random())
    known = header("a"), header("b")
    assert made(*facts, headers=known) == made(*shuffled, headers=known[::-1])


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_every_figure_can_be_computed_again_from_its_facts(facts: list[Fact]) -> None:
    by_id = {f.id: f for f in facts}
    for figure in made(*facts, headers=(header("a"), header("b"))).values():
        spans = [[by_id[claim.facts[0]] for claim in term.claims] for term in figure.terms]
        assert figure.low == (sum(min(f.low or 0 for f in claims) for claims in spans) if spans else None)
        assert figure.high == (sum(max(f.high or 0 for f in claims) for claims in spans) if spans else None)
        told = [*figure.facts, *figure.apart]
        assert len(told) == len(set(told))


THREE = (
    fact("f1", low=9, attribution="Observatory"),
    fact("f2", low=10, attribution="Red Cross", document="b"),
    fact("f3", low=10, attribution="Ministry", document="c"),
    fact("f4", low=60, attribution="Council", document="d"),
)
PRINTED = tuple(header(id, date(2018, 9, day)) for id, day in (("a", 5), ("b", 6), ("c", 7), ("d", 8)))


@pytest.mark.parametrize(("method", "want"), [
    ("range", (9, 60, "range")),    # all
    ("priority", (10, 10, "exact")),  # the Red Cross comes first
    ("majority", (10, 10, "exact")),  # two of four
    ("latest", (60, 60, "exact")),  # the Council's, of 8 September
])
def test_the_office_chooses_what_is_shown_where_voices_differ(method: str, want: tuple[int, int, str]) -> None:
    config: Any = Config(priority={"Red Cross": 10}, reconcile=SimpleNamespace(method=method, household_size=None))
    got = made(*THREE, headers=PRINTED, config=config)["killed-syr"]
    assert bounds(got) == want
    assert {claim.voice for claim in got.claims} == {"Observatory", "Red Cross", "Ministry", "Council"}
    assert got.flags == ("contested",)


def test_what_ties_is_a_range_whatever_the_method() -> None:
    told = fact("f1", low=9, attribution="Red Cross"), fact("f2", low=12, attribution="Ministry")
    for method in ("priority", "majority", "latest"):
        config: Any = Config(reconcile=SimpleNamespace(method=method, household_size=None))
        assert bounds(made(*told, config=config)["killed-syr"]) == (9, 12, "range")


def test_the_best_number_is_that_of_the_most_reliable_voice() -> None:
    got = made(*THREE, fact("g1", low=4, place_id="KHAN"), headers=PRINTED)["killed-syr"]
    assert got.best == 9 + 4  # the Observatory is the only voice with a letter above F
    assert [term.best for term in got.terms] == [9, 4]


def test_the_best_number_lies_within_what_is_shown() -> None:
    told = fact("f1", low=None, attribution="Observatory", high=40, qualifier="at_most"), fact("f2", low=50)
    got = made(told[0], replace(told[1], attribution="Ministry"))["killed-syr"]
    assert got.best is not None
    assert (got.low or 0) <= got.best <= (got.high or 10**9)
