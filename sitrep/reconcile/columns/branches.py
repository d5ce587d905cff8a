"""Which counts stand where places lie in one another, a column at a time.

Nodes of the same days whose groups may share a person meet along the branches of the place tree, and nowhere else. Of
these the disjoint ones with the largest sum (`terms`) are found from the narrowest places up: a count stands against
what stands inside its place, and the larger goes on. So a node stands at its own place and at all around it, up to the
nearest place with a count that is larger than all inside it.

Whatever meets in another way, or ties where the order of a tie matters, is left to `terms`.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sitrep.reconcile.columns.spoken import OPEN, Mask, Numbers, largest, runs, starts

Sizes = npt.NDArray[np.float64]


class Tree(NamedTuple):
    """Places in the order of their paths. `around[k]` holds for each the place at depth k on its path, else -1."""

    paths: list[tuple[str, ...]]
    depth: Numbers
    around: list[Numbers]
    number: Numbers  # of the categories that it is made of


def tree(paths: Iterable[tuple[str, ...]]) -> Tree:
    """The tree of some places, with all places around them.

    >>> made = tree([("SYR", "A", "A1"), ("SYR", "B")])
    >>> made.paths
    [('SYR',), ('SYR', 'A'), ('SYR', 'A', 'A1'), ('SYR', 'B')]
    >>> made.around[2].tolist()
    [-1, 1, 1, 3]
    """
    told = list(paths)
    every = sorted({path[:depth] for path in told for depth in range(1, len(path) + 1)})
    number = {path: i for i, path in enumerate(every)}
    depth = np.array([len(path) for path in every], np.int64)
    around = [
        np.array([number[path[:k]] if 0 < k <= len(path) else -1 for path in every], np.int64)
        for k in range(max(map(len, every), default=1) + 1)
    ]
    return Tree(every, depth, around, np.array([number[path] for path in told], np.int64))


class Standing(NamedTuple):
    """For each node whether it stands, and up to below which depth: that of the nearest larger count around, else 0."""

    stands: Mask
    above: Numbers
    is_unclear: Mask  # its tangle holds a tie that is decided by more than this module looks at


def standing(
    tangle: Numbers, place: Numbers, sizes: tuple[Sizes, Sizes], width: Numbers, ranks: tuple[Numbers, ...],
    places: Tree,
) -> Standing:
    """What stands of nodes that are in order of tangle and place; those of a tangle are all of one window.

    A node's size is its low, then its high bound; `width` is the depth of its group, of which the wider goes first;
    `ranks` are what else decides among nodes of one place, the lowest first.
    """
    of = runs(tangle, place)
    top = largest((*sizes, -width, *(-rank for rank in ranks)), of)
    many = len(places.paths)
    key, cells = tangle[top] * many + place[top], _cells(tangle[top], place[top], places)
    at = np.searchsorted(cells, key)
    risen = _risen(cells, at, np.stack([sizes[0][top], sizes[1][top], width[top]]), places)
    stands = np.zeros(len(tangle), bool)
    stands[top] = risen.wins[at]
    is_delicate = np.bincount(tangle, (sizes[1] == OPEN) | (sizes[0] == 0)) > 0
    unclear = np.zeros(len(is_delicate), bool)
    unclear[cells[risen.ties] // many] |= is_delicate[cells[risen.ties] // many]
    unclear[cells[risen.is_unclear] // many] = True
    return Standing(stands, risen.above[at][of.number], unclear[tangle])


def _cells(tangle: Numbers, place: Numbers, places: Tree) -> Numbers:
    """The places of each tangle and all around them, as tangle times places plus place, sorted."""
    found = []
    for around in places.around[1:]:
        wide = around[place]
        cells = (tangle * len(places.paths) + wide)[wide >= 0]  # in order, as paths are
        found.append(cells[starts(cells)])
    return np.sort(np.concatenate(found), kind="stable")  # runs of which each is sorted


class _Risen(NamedTuple):
    wins: Mask  # what is told of the place is more than what stands inside it
    above: Numbers  # depth of the nearest place around that wins
    ties: Mask  # the low bounds are the same
    is_unclear: Mask


def _risen(cells: Numbers, at: Numbers, told: Sizes, places: Tree) -> _Risen:
    """Counts against what stands inside their place, from the narrowest places up; `told` is of the cells `at`."""
    depth = places.depth[cells % len(places.paths)]
    own, inside = np.zeros((3, len(cells))), np.zeros((4, len(cells)))  # low, high, width; of those inside how many too
    own[:, at] = told
    is_told, up = np.zeros(len(cells), bool), np.zeros(len(cells), np.int64)
    is_told[at] = True
    wins, ties, unclear = np.zeros((3, len(cells)), bool)
    for level in range(len(places.around) - 1, 0, -1):
        here = np.flatnonzero(depth == level)
        (low, high, width), (low_in, high_in, width_in, many) = own[:, here], inside[:, here]
        tie = is_told[here] & (many > 0) & (low == low_in)
        same = tie & (high == high_in)
        ties[here], unclear[here] = tie, same & (many == 1) & (width != width_in)
        wins[here] = is_told[here] & ((many == 0) | (low > low_in) | tie & (high > high_in) | same & (many > 1))
        if level > 1:
            above = places.around[level - 1][cells[here] % len(places.paths)]
            up[here] = np.searchsorted(cells, cells[here] - cells[here] % len(places.paths) + above)
            stood = np.where(wins[here], [low, high, width, np.ones(len(here))], inside[:, here])
            begin = starts(up[here])
            inside[:, up[here][begin]] = np.add.reduceat(stood, begin, axis=1)
    above = np.zeros(len(cells), np.int64)
    for level in range(2, len(places.around)):
        here = np.flatnonzero(depth == level)
        above[here] = np.where(wins[up[here]], level - 1, above[up[here]])
    return _Risen(wins, above, ties, unclear)
