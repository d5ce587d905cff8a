"""What voices say of many things at once, a column at a time.

The rules are those that `nodes` and `choosing` tell of one thing. Here a *thing* is a number that rows have in common:
an event, a stock or a running total. Rows stand in the order of things, voices (as the office lists them) and ids.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sitrep.model import QUALIFIERS

if TYPE_CHECKING:
    from sitrep.config import Config

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

LEAST = np.int64(np.iinfo(np.int64).min)
OPEN = np.inf  # a high bound that is open


def starts(*columns: npt.NDArray[np.generic]) -> Numbers:
    """Where each run begins of rows that are alike in all columns and stand one after another.

    >>> starts(np.array([7, 7, 8, 8]), np.array([1, 1, 1, 2])).tolist()
    [0, 2, 3]
    """
    return np.flatnonzero(_is_new(columns))


def _is_new(columns: Sequence[npt.NDArray[np.generic]]) -> Mask:
    found = np.zeros(len(columns[0]), bool)
    found[:1] = True
    for column in columns:
        found[1:] |= column[1:] != column[:-1]
    return found


class Runs(NamedTuple):
    """Rows that are alike and stand one after another: where each run begins, and the number of each row's run."""

    starts: Numbers
    number: Numbers


def runs(*columns: npt.NDArray[np.generic]) -> Runs:
    """The runs of rows that are alike in all columns.

    >>> runs(np.array([7, 7, 8, 8]), np.array([1, 1, 1, 2])).number.tolist()
    [0, 0, 1, 2]
    """
    is_new = _is_new(columns)
    return Runs(np.flatnonzero(is_new), np.cumsum(is_new) - 1)


def narrowed(keep: Mask, value: npt.NDArray[np.generic], of: Runs) -> Mask:
    """Of the rows kept so far those with the largest value of their run. What ties stays.

    >>> one = runs(np.array([1, 1, 1, 2]))
    >>> narrowed(np.array([True, True, False, True]), np.array([5, 5, 9, 0]), one).tolist()
    [True, True, False, True]
    """
    least = LEAST if value.dtype.kind in "iub" else -OPEN
    largest = np.maximum.reduceat(np.where(keep, value, least), of.starts)
    is_largest: Mask = value == largest[of.number]
    return keep & is_largest


def largest(values: Sequence[npt.NDArray[np.generic]], of: Runs) -> Numbers:
    """The row of each run that is largest by the first value, of those by the second and so on; then the first.

    >>> largest([np.array([1, 5, 5, 0]), np.array([0, 2, 3, 0])], runs(np.array([7, 7, 7, 8]))).tolist()
    [2, 3]
    """
    found = of.starts.copy()
    is_long = np.diff(of.starts, append=len(of.number)) > 1
    rows = np.flatnonzero(is_long[of.number])
    inner = runs(of.number[rows])
    keep = np.ones(len(rows), bool)
    for value in values:
        keep = narrowed(keep, value[rows], inner)
    kept = rows[keep]
    found[is_long] = kept[starts(of.number[kept])]
    return found


def tops(high: Numbers) -> npt.NDArray[np.float64]:
    """High bounds as they compare: open is above all."""
    return np.where(high < 0, OPEN, high)


def last_words(said: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """The row that stands for what each voice says of each thing, and for each row the number of that thing and voice.

    The latest document's largest number, people counted before people computed; stocks and running totals go by the
    date that they are read at first (`nodes.last_words`).
    """
    of = runs(said["thing"].to_numpy(), said["voice"].to_numpy())
    values = (
        said["read"].to_numpy(), said["published"].to_numpy(), ~said["computed"].to_numpy(),
        np.maximum(said["low"].to_numpy(), 0), tops(said["high"].to_numpy()),
    )
    return largest(values, of), of.number


def shown(claims: pd.DataFrame, of: Runs, config: "Config", voices: Sequence[str]) -> Mask:
    """Which claims of each thing the office's method shows (`choosing.chosen`)."""
    everything = np.ones(len(claims), bool)
    method = config.reconcile.method
    if method == "priority":
        priorities = np.array([config.voice(name).priority for name in voices], np.int64)
        return narrowed(everything, -priorities[claims["voice"].to_numpy()], of)
    if method == "latest":
        return narrowed(everything, claims["published"].to_numpy(), of)
    if method == "majority":
        alike = claims.assign(thing=of.number).groupby(["thing", "low", "high"])["voice"].transform("size")
        return narrowed(everything, alike.to_numpy(), of)
    return everything


def terms(claims: pd.DataFrame, of: Runs, config: "Config", voices: Sequence[str]) -> pd.DataFrame:
    """What each thing comes to by itself, as `nodes.term` tells it of one: a row a thing.

    Columns: low (NaN is open), high (inf is open), best (NaN where there is none), qualifier (its place in
    QUALIFIERS), least and most (the largest claim shown, an open low bound being 0: what is larger is judged by these).
    """
    keep = shown(claims, of, config, voices)
    number = of.number[keep]
    of = runs(number)
    said = claims[keep]
    low, top, qualifier = said["low"].to_numpy(), tops(said["high"].to_numpy()), said["qualifier"].to_numpy()
    least, most = (np.minimum.reduceat(low, of.starts), np.maximum.reduceat(low, of.starts))
    high, lowest_top = np.maximum.reduceat(top, of.starts), np.minimum.reduceat(top, of.starts)
    # one claim open below leaves the whole open below, unless another is open above (`bounds.spread`)
    known = np.minimum.reduceat(np.where(low < 0, np.iinfo(np.int64).max, low), of.starts)
    is_closed = (most >= 0) & ((least >= 0) | (high == OPEN))
    spread = np.where(is_closed, known, np.nan)
    one, other = np.minimum.reduceat(qualifier, of.starts), np.maximum.reduceat(qualifier, of.starts)
    is_alike = (least == most) & (lowest_top == high) & (one == other)
    heaviest = largest((np.maximum(low, 0), top), of)
    return pd.DataFrame({
        "low": spread, "high": high, "best": _best(said, of, config, voices, spread, high),
        "qualifier": np.where(is_alike, one, qualifiers(spread, high, (one == other) & (one == EXACT))),
        "least": np.maximum(low, 0)[heaviest], "most": top[heaviest],
    })  # fmt: skip


EXACT, AT_LEAST, AT_MOST, ABOUT, RANGE = map(QUALIFIERS.index, ("exact", "at_least", "at_most", "about", "range"))


def qualifiers(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64], are_exact: Mask) -> Numbers:
    """The qualifiers that hold for numbers made of several (`bounds`)."""
    return np.select(
        [high == OPEN, np.isnan(low), low != high, are_exact], [AT_LEAST, AT_MOST, RANGE, EXACT], default=ABOUT
    )


def _best(
    said: pd.DataFrame, of: Runs, config: "Config", voices: Sequence[str],
    low: npt.NDArray[np.float64], high: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """The number of the voice that is most to be believed, within what is shown (`choosing.best`)."""
    known = [config.voice(name) for name in voices]
    ranked = sorted({(voice.reliability, voice.priority) for voice in known}, reverse=True)
    rank = np.array([ranked.index((voice.reliability, voice.priority)) for voice in known], np.int64)
    chosen = said[["low", "high"]].iloc[largest((rank[said["voice"].to_numpy()], said["published"].to_numpy()), of)]
    told = np.where(chosen["low"] < 0, tops(chosen["high"].to_numpy()), chosen["low"])
    told = np.minimum(np.fmax(told, low), high)
    return np.where(np.isfinite(told), told, np.nan)
