"""Which nodes are added at every place and for every group, a column at a time.

What shares a day with something of one country hangs together, a *tangle*. Most tangles are of one window and of groups
that may all share a person, and `branches` tells what stands; the others go to `terms`, one by one.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pandas as pd

from sitrep.reconcile.columns.branches import Tree, standing
from sitrep.reconcile.columns.spoken import Mask, Numbers, runs
from sitrep.reconcile.columns.things import totals
from sitrep.reconcile.frame import Row
from sitrep.reconcile.frame import rows as plain
from sitrep.reconcile.groups import line, overlap
from sitrep.reconcile.nodes import Node, linked
from sitrep.reconcile.terms import Web, chosen_of, clashes

EVERYONE = -1  # the number of no group
FAR = 1 << 22  # more days than the calendar has
TERM = ("thing", "place", "group")


def added(rows: pd.DataFrame, nodes: pd.DataFrame, places: Tree, table: pd.DataFrame) -> pd.DataFrame:
    """A row for each node, place and group that it is a term of: thing, place and group.

    `rows` are dated events in order of `thing`, numbers of rows of `table`; `nodes` has a row a thing, in order of
    account, country, window, place and group.
    """
    groups = list(table["group"].cat.categories)
    tangle, is_odd = _tangles(rows, nodes, places, groups)
    depth = np.array([*(len(line(group)) for group in groups), 0])  # the last is everyone's
    found = []
    for group in (EVERYONE, *range(len(groups))):  # of which an undated count may be told alone
        inside = [i for i, name in enumerate(groups) if group == EVERYONE or groups[group] in line(name)]
        some = nodes[~is_odd[tangle] & nodes["group"].isin([group, *inside])]
        if some.empty:
            continue
        hangs = tangle[some.index]
        told = standing(
            hangs, some["place"].to_numpy(), (some["least"].to_numpy(), some["most"].to_numpy()),
            depth[some["group"]], (some["group"].to_numpy(), some["fact"].to_numpy()), places,
        )
        is_odd[hangs[told.is_unclear]] = True
        found.append(_at_each_depth(some, hangs, told.stands, told.above, group, places))
    clear = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*TERM, "tangle"], dtype=np.int64)
    odd = pd.DataFrame(_exactly(rows, nodes, tangle, is_odd, places, table), columns=TERM, dtype=np.int64)
    return pd.concat([clear[~is_odd[clear["tangle"]]].filter(TERM), odd], ignore_index=True)


def _at_each_depth(
    nodes: pd.DataFrame, tangle: Numbers, stands: Mask, above: Numbers, group: int, places: Tree,
) -> pd.DataFrame:
    """Where nodes are terms: from their own place up to below the nearest larger count."""
    thing, place = nodes["thing"].to_numpy(), nodes["place"].to_numpy()
    found = []
    for level in range(1, len(places.around)):
        here = np.flatnonzero(stands & (above < level) & (level <= places.depth[place]))
        found.append(pd.DataFrame({
            "thing": thing[here], "place": places.around[level][place[here]], "group": group, "tangle": tangle[here],
        }))  # fmt: skip
    return pd.concat(found, ignore_index=True)


def _tangles(
    rows: pd.DataFrame, nodes: pd.DataFrame, places: Tree, groups: Sequence[str],
) -> tuple[Numbers, Mask]:
    """The tangle of each node, and of each tangle whether its nodes meet otherwise than along the branches."""
    of = runs(nodes["account"].to_numpy(), nodes["country"].to_numpy()).number * FAR
    start, end, place = (nodes[name].to_numpy() for name in ("start", "end", "place"))
    is_new = np.ones(len(nodes), bool)
    is_new[1:] = (start + of)[1:] > np.maximum.accumulate(end + of)[:-1]
    tangle, starts = np.cumsum(is_new) - 1, np.flatnonzero(is_new)
    odd = np.logical_or.reduceat(nodes["is_ruled"].to_numpy(), starts)
    for day in (start, end):
        odd |= np.minimum.reduceat(day, starts) != np.maximum.reduceat(day, starts)
    bits = np.array([*(1 << i for i in range(len(groups))), 0], np.int64)  # the last is everyone's
    told = np.bitwise_or.reduceat(bits[nodes["group"].to_numpy()], starts)
    apart = [mask for mask in np.unique(told).tolist() if not _meet([g for i, g in enumerate(groups) if mask >> i & 1])]
    odd |= np.isin(told, apart)
    node = np.empty(len(nodes), np.int64)
    node[nodes["thing"]] = np.arange(len(nodes))
    part, total = (node[rows["thing"].to_numpy()[at]] for at in totals(rows))
    level = np.minimum(places.depth[place[part]], places.depth[place[total]])
    around = np.stack(places.around)
    is_far = (tangle[part] != tangle[total]) | (around[level, place[part]] != around[level, place[total]])
    one, other = tangle[part[is_far]], tangle[total[is_far]]
    odd[one] = odd[other] = True
    joined = np.arange(len(odd))
    for some in linked(np.union1d(one, other).tolist(), zip(one.tolist(), other.tolist(), strict=True)):
        joined[some] = some[0]
    return joined[tangle], odd


def _meet(groups: Sequence[str]) -> bool:
    """Whether any two of the groups may share a person."""
    return all(overlap(one, other) for one in groups for other in groups)


def _exactly(
    rows: pd.DataFrame, nodes: pd.DataFrame, tangle: Numbers, is_odd: Mask, places: Tree, table: pd.DataFrame,
) -> Iterator[tuple[int, int, int]]:
    """Thing, place and group of the terms that `terms` finds in the odd tangles."""
    number = {path: i for i, path in enumerate(places.paths)}
    groups = {name: i for i, name in enumerate(table["group"].cat.categories)}
    odd = nodes.assign(tangle=tangle)[is_odd[tangle]].sort_values(["tangle", "place", "group", "start", "end", "fact"])
    behind: dict[int, list[Row]] = {thing: [] for thing in odd["thing"].tolist()}
    some = rows[rows["thing"].isin(odd["thing"])]
    for thing, row in zip(some["thing"].tolist(), plain(table.iloc[some["at"]]), strict=True):
        behind[thing].append(row)
    for _, here in odd.groupby("tangle"):
        things = here["thing"].tolist()
        made = _web(here, [behind[thing] for thing in things])
        within: dict[tuple[tuple[str, ...], str | None], list[int]] = {}
        for i, one in enumerate(made.nodes):
            for depth in range(1, len(one.path) + 1):
                for group in (None, *groups.keys() & line(one.group)):
                    within.setdefault((one.path[:depth], group), []).append(i)
        for (path, group), inside in within.items():
            for _, kept in chosen_of(made, inside):
                yield from ((things[i], number[path], groups.get(group or "", EVERYONE)) for i in kept)


def _web(nodes: pd.DataFrame, rows: Sequence[Sequence[Row]]) -> Web:
    """A tangle as `terms` knows it, in order of place, group and window; rows are those of each node."""
    days = zip(nodes["start"].tolist(), nodes["end"].tolist(), strict=True)
    made = [
        Node(of[0].path, of[0].group, date.fromordinal(start), date.fromordinal(end), tuple(of))
        for of, (start, end) in zip(rows, days, strict=True)
    ]
    return Web(made, clashes(made), (), list(zip(nodes["least"].tolist(), nodes["most"].tolist(), strict=True)), ())
