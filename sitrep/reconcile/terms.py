"""From nodes to terms: which events may be added.

Nodes that overlap (places on one branch, windows that share a day, groups that may share a person, a part and its
total) are never added: of all that overlaps, the disjoint nodes with the largest sum are the terms, and the rest is
inside them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from sitrep.model import Quantity, Term
from sitrep.reconcile.bounds import total
from sitrep.reconcile.choosing import chosen
from sitrep.reconcile.groups import line, overlap
from sitrep.reconcile.nodes import Node, Rows, Voices, linked, nodes, ruled_apart, taken_back, term

# Beyond so many overlapping nodes the exact choice would take too long; then a wider count is held against those in it.
EXACT_NODES = 16

Clashes = Sequence[set[int]]  # for each node the others that overlap it, by their number in the list
Size = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Web:
    """The nodes of one indicator and unit, in order; which overlap; and what each comes to by itself.

    It is made once, and asked for the terms of each place and group.
    """

    nodes: Sequence[Node]
    clashes: Clashes
    alone: Sequence[Term]
    sizes: Sequence[Size]
    gone: Rows  # parts that went with their total


def web(rows: Rows, voices: Voices) -> Web:
    """The nodes that dated facts of one indicator and unit make up."""
    gone = taken_back(rows)
    withdrawn = {row.id for row in gone}
    made = sorted(nodes([row for row in rows if row.id not in withdrawn]), key=lambda node: node.key)
    alone = [term(node, voices) for node in made]
    return Web(made, clashes(made), alone, [_size(one, voices) for one in alone], gone)


def _size(one: Term, voices: Voices) -> Size:
    """The largest claim that would be shown: not what a voice took back, not what the office's method passes over."""
    shown = chosen(one.claims, voices.method, voices.priorities)
    return max((claim.low or 0, float("inf") if claim.high is None else claim.high) for claim in shown)


def terms(made: Web, within: Sequence[int], held_gone: Rows) -> tuple[Term, ...]:
    """The disjoint events that the nodes `within` add up to, in order of time and place.

    Facts that overlap a term without being its claim are `inside`, parts that went with their total (`held_gone`) too.
    """
    scope = set(within)
    found: list[Term] = []
    for tangle, kept in chosen_of(made, within):
        wholes = _wholes(tangle, kept, made)
        found += [_with_inside(i, wholes, scope, made, held_gone) for i in kept]
    return tuple(sorted(found, key=lambda t: (t.start or date.min, t.end or date.min, t.place_id)))


def chosen_of(made: Web, within: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """What hangs together of the nodes `within`, and of each such tangle the nodes that are added."""
    scope = set(within)
    pairs = ((i, j) for i in within for j in made.clashes[i] & scope)
    return ((tangle, _disjoint(tangle, made)) for tangle in linked(within, pairs))


def _with_inside(i: int, wholes: set[int], scope: set[int], made: Web, gone: Rows) -> Term:
    """The term of a node, with what is inside it."""
    one, others = made.alone[i], sorted(made.clashes[i] & scope)
    if not others and not gone:
        return one
    inside = [row.id for j in others for row in made.nodes[j].rows]
    held = {*inside, *(row.id for row in made.nodes[i].rows)}
    lost = sorted(row.id for row in gone if row.part_of in held)
    return Term(
        one.place_id, one.start, one.end, one.low, one.high, one.qualifier, one.claims,
        tuple(dict.fromkeys([*one.inside, *inside, *lost])), one.best,
        _parts_told(i, others, made), _whole_told(i, wholes, others, made),
    )


def _parts_told(i: int, others: Sequence[int], made: Web) -> Quantity | None:
    """What the counts of narrower places inside a term come to, None where there are none."""
    within = [j for j in others if _holds(made.nodes[i], made.nodes[j])]
    if not within:
        return None
    return total([_number(made.alone[j]) for _, kept in chosen_of(made, within) for j in kept])


def _wholes(tangle: Sequence[int], kept: Sequence[int], made: Web) -> set[int]:
    """The counts of wider places that several of the terms are parts of."""
    narrowest = max(len(made.nodes[k].path) for k in kept)
    wider = (j for j in tangle if len(made.nodes[j].path) < narrowest) if len(kept) > 1 else ()
    return {j for j in wider if sum(_holds(made.nodes[j], made.nodes[k]) for k in kept) > 1}


def _whole_told(i: int, wholes: set[int], others: Sequence[int], made: Web) -> Quantity | None:
    """The count of a wider place that a term and others are the parts of, None where there is none."""
    wider = [j for j in others if j in wholes and _holds(made.nodes[j], made.nodes[i])]
    return max((_number(made.alone[j]) for j in wider), key=lambda q: (q.low or 0), default=None)


def _holds(one: Node, other: Node) -> bool:
    """Whether one is a count of the same people or things in a wider place, over the other's days."""
    return (
        len(one.path) < len(other.path) and other.path[: len(one.path)] == one.path and one.group == other.group
        and None not in (one.start, one.end, other.start, other.end)
        and one.start <= other.start and other.end <= one.end  # type: ignore[operator]
    )


def _number(one: Term) -> Quantity:
    return Quantity(one.low, one.high, one.qualifier, "")


def clashes(nodes: Sequence[Node]) -> list[set[int]]:
    """For each node the others that may count the same person or thing, by their number in the list.

    These are a part and its total; and nodes of one branch of the place tree that share a day, if their groups may
    share a person and no officer ruled them apart. Only what meets is compared, or years of facts would take hours.
    """
    found: list[set[int]] = [set() for _ in nodes]
    is_ruled = [any(row.apart_from for row in node.rows) for node in nodes]
    met = (
        (i, j) for i, j in _neighbours(nodes) if overlap(nodes[i].group, nodes[j].group)
        and not (is_ruled[i] and ruled_apart(nodes[i].rows, nodes[j].rows))
    )
    for i, j in chain(_parts(nodes), met):
        found[i].add(j)
        found[j].add(i)
    return found


def _parts(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Pairs of nodes of which one has a part of a total in the other."""
    home = {row.id: i for i, node in enumerate(nodes) for row in node.rows}
    for i, node in enumerate(nodes):
        yield from ((i, home[row.part_of]) for row in node.rows if home.get(row.part_of, i) != i)


def _neighbours(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Pairs of dated nodes that share a day, one place of which is the other's or lies in it."""
    at: dict[tuple[str, ...], list[int]] = {}  # by place, the nodes of that place that have not ended
    within: dict[tuple[str, ...], list[int]] = {}  # by place, the nodes of places in it
    dated = [(node.start, node.end, i) for i, node in enumerate(nodes) if node.start and node.end]
    for start, _, i in sorted(dated):
        path = nodes[i].path
        above = [path[:depth] for depth in range(len(path))]
        for places, keys in ((at, [*above, path]), (within, [path])):
            for key in keys:
                places[key] = [j for j in places.get(key, ()) if (nodes[j].end or start) >= start]
                yield from ((i, j) for j in places[key])
        at[path].append(i)
        for key in above:
            within.setdefault(key, []).append(i)


def _disjoint(tangle: Sequence[int], made: Web) -> list[int]:
    """Of nodes that overlap, the disjoint ones with the largest sum.

    Where sums are equal, the total before its parts, fewer before more, and the narrower place: it says more.
    """
    if len(tangle) == 1:
        return list(tangle)
    ranked = sorted(tangle, key=lambda i: _rank(i, made))
    if len(ranked) > EXACT_NODES:
        return _from_narrow_to_wide(ranked, made)
    number = {i: rank for rank, i in enumerate(ranked)}
    clash = [frozenset(number[j] for j in made.clashes[i] if j in number) for i in ranked]
    sizes = [made.sizes[i] for i in ranked]

    @cache
    def largest(free: frozenset[int]) -> tuple[int, float, int, tuple[int, ...]]:
        if not free:
            return (0, 0.0, 0, ())
        first = min(free)
        low, high, fewer, kept = largest(free - {first} - clash[first])
        with_it = (low + sizes[first][0], high + sizes[first][1], fewer - 1, (-first, *kept))
        return max(with_it, largest(free - {first})) if clash[first] & free else with_it

    return [ranked[-i] for i in largest(frozenset(range(len(ranked))))[3]]


def _from_narrow_to_wide(ranked: Sequence[int], made: Web) -> list[int]:
    """Disjoint nodes: a wider count takes the place of those that it overlaps where it is larger than they together.

    Of counts that nest, as places and days mostly do, none has a larger sum; at worst a sum is left too small.
    """
    def width(i: int) -> tuple[int, int]:
        node = made.nodes[i]
        days = (node.end - node.start).days if node.start and node.end else 0
        return (-len(node.path), days)

    taken: set[int] = set()
    for i in sorted(ranked, key=width):  # of one width the larger first, as they are ranked
        others = made.clashes[i] & taken
        together = (sum(made.sizes[j][0] for j in others), sum(made.sizes[j][1] for j in others))
        if not others or made.sizes[i] > together or made.sizes[i] == together and len(others) > 1:
            taken = taken - others | {i}
    for i in ranked:  # what gave way to a count that then gave way itself
        if not made.clashes[i] & taken and i not in taken:
            taken.add(i)
    return sorted(taken)


def _rank(i: int, made: Web) -> tuple[Any, ...]:
    node, (low, high) = made.nodes[i], made.sizes[i]
    return (-low, -high, len(line(node.group)), -len(node.path), i)
