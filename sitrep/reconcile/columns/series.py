"""From the frame of facts to the numbers of many periods."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sitrep.model import QUALIFIERS, Period
from sitrep.reconcile.columns.added import EVERYONE, added
from sitrep.reconcile.columns.branches import Tree, tree
from sitrep.reconcile.columns.spoken import EXACT, OPEN, Mask, Numbers, last_words, qualifiers, runs, starts, terms
from sitrep.reconcile.columns.things import things, totals
from sitrep.reconcile.frame import FRESH, in_order, numbers

if TYPE_CHECKING:
    from sitrep.config import Config

KINDS = ("indicator", "unit", "kind")
FIGURE = ["account", "place", "group"]


def series(table: pd.DataFrame, config: "Config", periods: Sequence[Period]) -> pd.DataFrame:
    """A row for each figure of each period, as `figures.series` describes it."""
    if any(one.end >= other.start for one, other in pairwise(periods)):
        raise ValueError("periods must be in order and may not share a day")
    places = tree(table["path"].cat.categories)
    at, period = _belonging(table, periods)
    kinds = [numbers(table[name])[at] for name in KINDS]
    account = runs(*kinds, period)
    is_event = table["kind"].eq("event").to_numpy()[at]
    is_dated = ~table["undated"].to_numpy()[at]

    def rows(which: Mask) -> pd.DataFrame:
        return _rows(table, places, at[which]).assign(account=account.number[which])

    nodes, chosen = _events(rows(is_event & is_dated), table, places, config)
    asked = _asked([nodes, rows(is_event & ~is_dated)], places)
    flows = asked.merge(_sums(nodes, chosen), "left", FIGURE)
    made = pd.concat([flows, _standing(rows(~is_event), table, config)], ignore_index=True)
    accounts = pd.DataFrame(dict(zip(KINDS, kinds, strict=True))).assign(period=period).iloc[account.starts]
    return _plain(made, accounts, table, places, periods)


def _belonging(table: pd.DataFrame, periods: Sequence[Period]) -> tuple[Numbers, Numbers]:
    """Rows of the frame and the number of the period that each belongs to, in order of account (`frame.within`).

    A fact may belong to two: the period of its day, and that in which a standing total was told.
    """
    first, last = (np.array([getattr(one, end).toordinal() for one in periods]) for end in ("start", "end"))
    day, told = table["day"].to_numpy(), table["published"].to_numpy()
    is_late = table["kind"].isin(("stock", "since")).to_numpy() & (day > 0) & (told > 0) & (told - day <= FRESH.days)
    of_day, of_told = (np.searchsorted(first, date, "right") - 1 for date in (day, told))
    on_day = (day > 0) & (of_day >= 0) & (day <= last[of_day])
    newest = is_late & (of_told >= 0) & (told <= last[of_told]) & (day < first[of_told])
    never = np.flatnonzero(day == 0)
    row = np.concatenate([np.flatnonzero(on_day), np.flatnonzero(newest), np.tile(never, len(periods))])
    period = np.concatenate([of_day[on_day], of_told[newest], np.repeat(np.arange(len(periods)), len(never))])
    kind = runs(*(numbers(table[name]) for name in KINDS)).number[row]
    key = kind * len(periods) + period
    if np.any(row[1:] < row[:-1]) or np.any(key[1:] < key[:-1]):
        order = np.lexsort([row, key])
        row, period = row[order], period[order]
    return row, period


def _rows(table: pd.DataFrame, places: Tree, at: Numbers) -> pd.DataFrame:
    """Rows of the frame as whole numbers; `at` is where each stands in it."""
    some = ("group", "voice", "start", "end", "published", "low", "high", "part_of", "fact", "computed")
    stated = table["stated"].cat.set_categories(table["indicator"].cat.categories)
    alike = np.array([QUALIFIERS.index(name) for name in table["qualifier"].cat.categories], np.int64)
    read = np.where(table["kind"].isin(("stock", "since")), table["day"], 0)
    return pd.DataFrame({name: numbers(table[name])[at] for name in some} | {
        "at": at, "place": places.number[numbers(table["path"])[at]], "stated": numbers(stated)[at],
        "qualifier": alike[numbers(table["qualifier"])[at]], "is_ruled": numbers(table["apart_from"])[at] >= 0,
        "read": read[at],
    })  # fmt: skip


def _said(rows: pd.DataFrame, table: pd.DataFrame, config: "Config") -> pd.DataFrame:
    """What each thing comes to by itself, and the last day that is told of it: a row a thing, in order."""
    names = list(table["voice"].cat.categories)
    claims = rows[["thing", "voice", "published", "low", "high", "qualifier", "end"]].iloc[last_words(rows)[0]]
    of = runs(claims["thing"].to_numpy())
    return terms(claims, of, config, names).assign(last=np.maximum.reduceat(claims["end"].to_numpy(), of.starts))


def _events(
    rows: pd.DataFrame, table: pd.DataFrame, places: Tree, config: "Config",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The nodes of dated events with what each comes to, a row a thing, and at which places each is a term."""
    made = things(rows, table)
    begin = starts(made["thing"].to_numpy())
    of = made[["thing", *FIGURE, "start", "end"]].iloc[begin].reset_index(drop=True)
    of["fact"] = np.minimum.reduceat(made["fact"].to_numpy(), begin)
    of["is_ruled"] = np.logical_or.reduceat(made["is_ruled"].to_numpy(), begin)
    of["country"] = places.around[1][of["place"]]
    nodes = of.join(_said(made, table, config))
    order = np.lexsort([nodes["country"], nodes["account"]])  # in time as they stood
    return nodes, added(made, nodes.iloc[order].reset_index(drop=True), places, table)


def _asked(told: Sequence[pd.DataFrame], places: Tree) -> pd.DataFrame:
    """The places and groups that there are figures of: all around a place, for everyone and the group told of there."""
    every = pd.concat([some[FIGURE] for some in told]).drop_duplicates()
    account, place, group = (every[name].to_numpy().astype(np.int64) for name in FIGURE)
    found = []
    for around in places.around[1:]:
        here = np.flatnonzero(around[place] >= 0)
        found += [
            pd.DataFrame({"account": account[here], "place": around[place[here]], "group": of[here]})
            for of in (np.full(len(every), EVERYONE), group)
        ]
    return pd.concat(found).drop_duplicates()


def _sums(nodes: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """The sum of the terms of each figure (`bounds.total`)."""
    of = nodes[["account", "low", "high", "best", "qualifier", "start", "end"]].iloc[chosen["thing"].to_numpy()]
    terms = of.fillna({"best": OPEN}).assign(place=chosen["place"].to_numpy(), group=chosen["group"].to_numpy())
    by = terms.groupby(FIGURE)
    made = by.agg({"high": "sum", "best": "sum", "qualifier": "max", "start": "min", "end": "max"})
    made["low"] = by["low"].sum(min_count=1)
    # the numbers of qualifiers begin with exact, so the largest is exact only where all are
    several = qualifiers(made["low"].to_numpy(), made["high"].to_numpy(), made["qualifier"].to_numpy() == EXACT)
    made["qualifier"] = np.where(by.size() == 1, made["qualifier"], several)
    return made.reset_index()


def _standing(rows: pd.DataFrame, table: pd.DataFrame, config: "Config") -> pd.DataFrame:
    """Stocks, running totals and projections: each voice's latest (`figures._standing`)."""
    is_since = table["kind"].eq("since").to_numpy()[rows["at"]]
    made = rows.assign(start=np.where(is_since, rows["start"], 0))
    thing = [*FIGURE, "start"]
    made = made.take(in_order(made, [*thing, "voice", "fact"])).reset_index(drop=True)
    made["thing"] = runs(*(made[name].to_numpy() for name in thing)).number
    number, (part, total) = made["thing"].to_numpy(), totals(made)
    is_whole = made["stated"].to_numpy() == numbers(table["indicator"])[made["at"]]
    is_whole[part[number[part] == number[total]]] = False
    whole = made[is_whole]
    figures: pd.DataFrame = whole.take(starts(number[is_whole])).filter(thing).reset_index(drop=True)
    return figures.join(_said(whole, table, config).rename(columns={"last": "end"}))


def _plain(
    made: pd.DataFrame, accounts: pd.DataFrame, table: pd.DataFrame, places: Tree, periods: Sequence[Period],
) -> pd.DataFrame:
    """Figures with names, days and missing values for numbers."""
    of = accounts.iloc[made["account"].to_numpy()]
    firsts = pd.to_datetime([one.start for one in periods])

    def named(codes: Any, names: Any) -> pd.Categorical:
        return pd.Categorical.from_codes(np.asarray(codes), names)

    def day(ordinals: pd.Series) -> pd.Series:
        return pd.to_datetime(ordinals.where(ordinals > 0) - EPOCH, unit="D")

    def count(bound: pd.Series) -> pd.Series:
        return bound.where(np.isfinite(bound)).astype("Int64")

    known = {name: named(of[name], table[name].cat.categories) for name in KINDS}
    figures = pd.DataFrame({
        "period": firsts[of["period"].to_numpy()], **known,
        "group": named(made["group"], table["group"].cat.categories),
        "place_id": pd.Categorical([path[-1] for path in places.paths])[made["place"].to_numpy()],
        "start": day(made["start"]), "end": day(made["end"]),
        **{name: count(made[name]) for name in ("low", "high", "best")},
        "qualifier": named(made["qualifier"].fillna(-1).astype(int), QUALIFIERS),
    })  # fmt: skip
    return figures.sort_values(["period", "indicator", "unit", "kind", "group", "place_id", "start"], ignore_index=True)


EPOCH = 719_163  # ordinal of 1 January 1970
