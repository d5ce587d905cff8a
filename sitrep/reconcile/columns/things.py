"""Which facts speak of one thing, a column at a time: the nodes of `nodes`, of many indicators and periods at once.

Rows are those of the frame as whole numbers (`series`). `account` numbers what one set of figures is made of, an
indicator, a unit, a kind and a period: nothing of one account meets anything of another. `thing` numbers the nodes.
"""

import numpy as np
import pandas as pd

from sitrep.reconcile.columns.spoken import Mask, Numbers, last_words, runs, tops
from sitrep.reconcile.frame import in_order
from sitrep.reconcile.frame import rows as plain
from sitrep.reconcile.nodes import Window, by_ruling, joins

PLACE = ["account", "place", "group", "stated"]
NODE = ["account", "start", "end", "place", "group", "stated", "ruling"]


def things(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of dated events in order of the things that they speak of, without parts that went with their total."""
    made = _numbered(rows, table)
    gone = _taken_back(made)
    return _numbered(rows[~np.isin(rows["at"], made["at"][gone])], table) if gone.any() else made


def _numbered(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Rows with `thing`: one for each place, group and window, but for windows that are one and for rulings."""
    made = rows.assign(ruling=0)
    if (made["end"] > made["start"]).any():
        made = _joined(made)
    if made["is_ruled"].any():
        made = _ruled(made, table)
    return made.assign(thing=runs(*(made[name].to_numpy() for name in NODE)).number)


def _joined(rows: pd.DataFrame) -> pd.DataFrame:
    """Windows of one place and group that differ by a day at most as one: the longest (`nodes.joins`)."""
    place = rows.groupby(PLACE, sort=False).ngroup().to_numpy()
    start, end = rows["start"].to_numpy().copy(), rows["end"].to_numpy().copy()
    touched = np.flatnonzero(np.isin(place, place[end > start]))  # single days are never one
    told = list(zip(*(column[touched].tolist() for column in (place, start, end)), strict=True))
    windows: dict[int, set[Window]] = {}
    for number, first, last in told:
        windows.setdefault(number, set()).add((first, last))
    longest = {number: joins(sorted(some)) for number, some in windows.items()}
    joined = np.array([longest[number][first, last] for number, first, last in told])
    start[touched], end[touched] = joined.T
    made = rows.assign(start=start, end=end)
    return made.take(in_order(made, [*NODE, "voice", "fact"]))


def _ruled(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of one place and window that an officer held to be of different events, apart (`nodes.by_ruling`)."""
    node = runs(*(rows[name].to_numpy() for name in NODE)).number
    ruling = np.zeros(len(rows), np.int64)
    for number in np.unique(node[rows["is_ruled"].to_numpy()]):
        here = np.flatnonzero(node == number)
        told = plain(table.iloc[rows["at"].to_numpy()[here]])
        place = {row.id: i for i, row in zip(here, told, strict=True)}
        for event, of_one in enumerate(by_ruling(sorted(told, key=lambda row: row.id))):
            ruling[[place[row.id] for row in of_one]] = event
    made = rows.assign(ruling=ruling)
    return made.take(in_order(made, [*NODE, "voice", "fact"]))


def totals(rows: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Where a part of a total of the same account stands, and where that total."""
    account, fact, part_of = (rows[name].to_numpy().astype(np.int64) for name in ("account", "fact", "part_of"))
    parts = np.flatnonzero(part_of >= 0)
    if not len(parts):
        return parts, parts
    many = max(fact.max(), part_of.max()) + 1
    is_total = np.zeros(many, bool)
    is_total[part_of[parts]] = True
    whole = np.flatnonzero(is_total[fact])
    found = pd.Index(account[whole] * many + fact[whole]).get_indexer(account[parts] * many + part_of[parts])
    return parts[found >= 0], whole[found[found >= 0]]


def _taken_back(rows: pd.DataFrame) -> Mask:
    """Parts that went with their total, because its voice has lowered it below them since (`nodes.taken_back`)."""
    gone = np.zeros(len(rows), bool)
    thing, voice = rows["thing"].to_numpy(), rows["voice"].to_numpy()
    part, total = totals(rows)
    of_one_voice = voice[part] == voice[total]
    part, total = part[of_one_voice], total[of_one_voice]
    if not len(part):
        return gone
    has_total = np.zeros(thing.max() + 1, bool)
    has_total[thing[total]] = True
    here = np.flatnonzero(has_total[thing])
    last, number = last_words(rows.iloc[here])
    now = here[last[number[np.searchsorted(here, total)]]]  # what the voice says now of what the total speaks of
    low, high, qualifier = (rows[name].to_numpy() for name in ("low", "high", "qualifier"))
    is_said = (low[total] == low[now]) & (high[total] == high[now]) & (qualifier[total] == qualifier[now])
    gone[part[~is_said & (np.maximum(low[part], 0) > tops(high[now]))]] = True
    return gone
