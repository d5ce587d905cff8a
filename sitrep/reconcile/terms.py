"""From facts of one indicator to terms: which facts tell one event, and which events may be added.

A node is the facts that speak of the same thing: one place, one group, windows that are the same but for a day. Nodes
that overlap (places on one branch, windows that share a day, groups that may share a person, a part and its total) are
never added: of all that overlaps, the disjoint nodes with the largest sum are the terms, and the rest is inside them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import Any

from sitrep.model import Claim, Quantity, Term
from sitrep.reconcile.bounds import disjoint, spread, total
from sitrep.reconcile.choosing import best, chosen
from sitrep.reconcile.groups import line, overlap

Rows = Sequence[Any]  # rows of the frame, as `itertuples` gives them

# Beyond so many overlapping nodes the exact choice would take too long; the larger is then taken first.
EXACT_NODES = 16


@dataclass(frozen=True, slots=True)
class Node:
    """Facts that speak of the same thing, whoever says it, and are of one indicator: a part may count in its whole."""

    path: tuple[str, ...]
    group: str | None
    start: date | None
    end: date | None
    rows: tuple[Any, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """What sorts nodes the same way whatever the order of facts."""
        ids = tuple(row.id for row in self.rows)
        return (self.path, self.group or "", self.start or date.min, self.end or date.min, ids)


@dataclass(frozen=True, slots=True)
class Voices:
    """How the office rates the voices, in the order in which they are listed, and how it chooses where they differ."""

    codes: Mapping[str, str]  # the reliability letter of each
    priorities: Mapping[str, int]
    method: str


def terms(rows: Rows, voices: Voices) -> tuple[Term, ...]:
    """The disjoint events that dated facts of one indicator and unit add up to, in order of time and place.

    Facts that overlap a term without being its claim are `inside`.
    """
    gone = taken_back(rows)
    withdrawn = {row.id for row in gone}
    nodes = sorted(_nodes([row for row in rows if row.id not in withdrawn]), key=lambda node: node.key)
    clashes = _clashes(nodes)
    found: list[Term] = []
    for tangle in _linked(len(nodes), ((i, j) for i, others in enumerate(clashes) for j in others)):
        chosen = _disjoint(tangle, nodes, clashes, voices)
        for i in chosen:
            inside = [row.id for j in sorted(clashes[i]) for row in nodes[j].rows]
            held = {*inside, *(row.id for row in nodes[i].rows)}
            one = term(nodes[i], voices, [*inside, *sorted(row.id for row in gone if row.part_of in held)])
            parts, whole = _parts_told(i, nodes, clashes, voices), _whole_told(i, chosen, nodes, clashes, voices)
            found.append(replace(one, parts=parts, whole=whole))
    return tuple(sorted(found, key=lambda t: (t.start or date.min, t.end or date.min, t.place_id)))


def _parts_told(
    i: int, nodes: Sequence[Node], clashes: Sequence[set[int]], voices: Voices
) -> Quantity | None:
    """What the counts of narrower places inside a term come to, None where there are none."""
    within = [j for j in sorted(clashes[i]) if _holds(nodes[i], nodes[j])]
    if not within:
        return None
    place = {j: at for at, j in enumerate(within)}
    inner, inside = [nodes[j] for j in within], [{place[k] for k in clashes[j] if k in place} for j in within]
    tangles = _linked(len(inner), ((a, b) for a, others in enumerate(inside) for b in others))
    kept = [j for tangle in tangles for j in _disjoint(tangle, inner, inside, voices)]
    return total([_number(inner[j], voices) for j in kept])


def _whole_told(
    i: int, chosen: Sequence[int], nodes: Sequence[Node], clashes: Sequence[set[int]], voices: Voices
) -> Quantity | None:
    """The count of a wider place that a term and others are the parts of, None where there is none."""
    wider = [j for j in sorted(clashes[i]) if _holds(nodes[j], nodes[i])]
    several = [j for j in wider if sum(_holds(nodes[j], nodes[k]) for k in chosen) > 1]
    return max((_number(nodes[j], voices) for j in several), key=lambda q: (q.low or 0), default=None)


def _holds(one: Node, other: Node) -> bool:
    """Whether one is a count of the same people or things in a wider place, over the other's days."""
    return (
        len(one.path) < len(other.path) and other.path[: len(one.path)] == one.path and one.group == other.group
        and None not in (one.start, one.end, other.start, other.end)
        and one.start <= other.start and other.end <= one.end  # type: ignore[operator]
    )


def _number(node: Node, voices: Voices) -> Quantity:
    """What a figure would show of a node."""
    one = term(node, voices)
    return Quantity(one.low, one.high, one.qualifier, "")


def term(node: Node, voices: Voices, inside: Iterable[str] = ()) -> Term:
    """The claims of one node, voice by voice, with what the office's method shows of them."""
    claims = _claims(node, voices)
    shown = chosen(claims, voices.method, voices.priorities)
    whole = spread([Quantity(claim.low, claim.high, claim.qualifier, "") for claim in shown])
    said = {fact for claim in claims for fact in claim.facts}
    older = [row.id for row in node.rows if row.id not in said]
    return Term(
        node.path[-1], node.start, node.end, whole.low, whole.high, whole.qualifier, claims,
        tuple(dict.fromkeys([*older, *inside])), best(shown, voices.priorities, whole),
    )


def _claims(node: Node, voices: Voices) -> tuple[Claim, ...]:
    """What each voice says last of a node, in the order in which voices are listed."""
    codes, said_last = voices.codes, last_words(node.rows)
    spoken = {voice: said_last[voice] for voice in codes if voice in said_last}
    quantities = {voice: _quantity(rows[0]) for voice, rows in spoken.items()}
    return tuple(
        Claim(
            voice, q.low, q.high, q.qualifier, spoken[voice][0].published, tuple(row.id for row in spoken[voice]),
            codes.get(voice, "F") + _credibility(voice, quantities, codes),
        )
        for voice, q in quantities.items()
    )


def _quantity(row: Any) -> Quantity:
    return Quantity(row.low, row.high, row.qualifier, "")


def _weight(row: Any) -> tuple[int, float]:
    return (row.low or 0, float("inf") if row.high is None else row.high)


def taken_back(rows: Rows) -> list[Any]:
    """Parts that went with their total, because its voice has lowered it below them since.

    Who said that five of nine dead were children, and now says that nobody died, no longer speaks of five children.
    A part that its voice's last total can still hold stands.
    """
    totals = {row.part_of for row in rows} - {None}
    if not totals:
        return []
    now = {
        row.id: said[0] for node in _nodes(rows) for said in last_words(node.rows).values()
        for row in node.rows if row.id in totals and row.voice == said[0].voice and row not in said
    }
    return [row for row in rows if (last := now.get(row.part_of)) and last.voice == row.voice and _exceeds(row, last)]


def _exceeds(one: Any, other: Any) -> bool:
    return other.high is not None and (one.low or 0) > other.high


def last_words(rows: Rows) -> dict[str, list[Any]]:
    """By voice, the fact that stands for what it says of a thing, then the facts that repeat it."""
    by_voice: dict[str, list[Any]] = {}
    for row in rows:
        by_voice.setdefault(row.voice, []).append(row)
    return {voice: _latest(said) for voice, said in by_voice.items()}


def _latest(rows: Rows) -> list[Any]:
    """A voice's last word on a thing, then the facts that repeat it: the latest document's largest number.

    Where a document gives both families and people, the people it counted go before those computed from families.
    Stocks and running totals are read at a date, so of these the latest date goes before the latest document.
    """
    last = max(map(_told, rows))
    newest = sorted((row for row in rows if _told(row) == last), key=lambda row: row.id)
    newest = [row for row in newest if not row.computed] or newest
    best = max(newest, key=_weight)
    same = [row for row in rows if row.id != best.id and _quantity(row) == _quantity(best)]
    return [best, *sorted(same, key=lambda row: row.id)]


def _told(row: Any) -> tuple[date, date]:
    read = row.day if row.kind in ("stock", "since") else None
    return (read or date.min, row.published or date.min)


def _size(node: Node, voices: Voices) -> tuple[int, float]:
    """The largest claim that would be shown: not what a voice took back, not what the office's method passes over."""
    return max(map(_weight, chosen(_claims(node, voices), voices.method, voices.priorities)))


def _credibility(voice: str, quantities: Mapping[str, Quantity], codes: Mapping[str, str]) -> str:
    """Admiralty credibility, 1 (confirmed) to 6 (cannot be judged), by what the other voices say.

    1 or 2 when two or one of them give the same number; 5 when two agree on one that cannot be; 4 when one that the
    office rates higher gives one that cannot be; else 3 for a voice that is rated, 6 for one that is not.
    """
    own, letter = quantities[voice], codes.get(voice, "F")
    agree = sum((q.low, q.high) == (own.low, own.high) for other, q in quantities.items() if other != voice)
    if agree:
        return "2" if agree == 1 else "1"
    against = [(other, (q.low, q.high)) for other, q in quantities.items() if disjoint(own, q)]
    said = [number for _, number in against]
    if len(set(said)) < len(said):
        return "5"
    if any(codes.get(other, "F") < letter for other, _ in against):
        return "4"
    return "6" if letter == "F" else "3"


def _nodes(rows: Rows) -> list[Node]:
    """Facts gathered by place and group, and there by windows that differ by a day at most at either end.

    A night may be dated by its evening, its morning or both; but where such windows form a chain (the 4th, the night
    of 4 to 5, the 5th), they are kept apart, and the night is held to overlap both days.
    """
    places: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        places.setdefault((row.path, row.group, row.stated), []).append(row)
    found: list[Node] = []
    for (path, group, _), here in places.items():
        dated: dict[tuple[date, date], list[Any]] = {}
        for row in here:
            dated.setdefault((row.start, row.end), []).append(row)
        for cluster in _night_by_night(sorted(dated)):
            alike = all(_same_window(a, b) for a in cluster for b in cluster)
            for part in [cluster] if alike else [[window] for window in cluster]:
                inner = sorted((row for window in part for row in dated[window]), key=lambda r: r.id)
                for rows in _apart(inner):
                    found.append(Node(path, group, min(w[0] for w in part), max(w[1] for w in part), tuple(rows)))
    return found


def _night_by_night(windows: Sequence[tuple[date, date]]) -> list[list[tuple[date, date]]]:
    """Sorted windows in chains of which each link differs from another by a day at most."""
    starts = [start for start, _ in windows]
    pairs: list[tuple[int, int]] = []
    for i, window in enumerate(windows):
        near = range(bisect_left(starts, window[0] - timedelta(days=1)), i)
        pairs += [(i, j) for j in near if _same_window(window, windows[j])]
    return [[windows[i] for i in group] for group in _linked(len(windows), pairs)]


def _apart(rows: Sequence[Any]) -> list[list[Any]]:
    """Rows of one place and time by event: one, unless an officer ruled that some are of different ones."""
    if not any(row.fact.apart_from for row in rows):
        return [list(rows)]
    found: list[list[Any]] = []
    for row in rows:
        home = next((some for some in found if not _ruled_apart([row], some)), None)
        if home is None:
            found.append([row])
        else:
            home.append(row)
    return found


def _ruled_apart(some: Rows, others: Rows) -> bool:
    ruled = {id_ for row in some for id_ in row.fact.apart_from}
    return bool(ruled) and any(row.id in ruled for row in others)


def _same_window(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """One holds the other and is hardly longer; two reports of 24 hours that share a day are two windows."""
    first, last = (one[0] - other[0]).days, (one[1] - other[1]).days
    return first * last <= 0 and abs(first) <= 1 and abs(last) <= 1


def _overlap(one: Node, other: Node) -> bool:
    """Whether two nodes may count the same person or thing."""
    ids, totals = {row.id for row in one.rows}, {row.part_of for row in one.rows}
    if any(row.part_of in ids or row.id in totals for row in other.rows):
        return True
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    if _ruled_apart(one.rows, other.rows):
        return False
    depth = min(len(one.path), len(other.path))
    return (
        one.path[:depth] == other.path[:depth]
        and one.start <= other.end and other.start <= one.end
        and overlap(one.group, other.group)
    )


def _clashes(nodes: Sequence[Node]) -> list[set[int]]:
    """For each node the others that overlap it, by their number in the list.

    Only those that can overlap are compared: a part with its total and, in order of their start, nodes of one branch
    of the place tree that have not ended. Years of daily facts take seconds this way, not hours.
    """
    clashes: list[set[int]] = [set() for _ in nodes]
    for i, j in chain(_parts(nodes), _neighbours(nodes)):
        if i != j and j not in clashes[i] and _overlap(nodes[i], nodes[j]):
            clashes[i].add(j)
            clashes[j].add(i)
    return clashes


def _parts(nodes: Sequence[Node]) -> Iterator[tuple[int, int]]:
    """Pairs of nodes of which one has a part of a total in the other."""
    home = {row.id: i for i, node in enumerate(nodes) for row in node.rows}
    for i, node in enumerate(nodes):
        yield from ((i, home[row.part_of]) for row in node.rows if row.part_of in home)


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


def _linked(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers up to a count in groups that hang together, directly or through others; each in order.

    >>> _linked(5, [(3, 1), (4, 3)])
    [[0], [1, 3, 4], [2]]
    """
    first = list(range(count))

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = i = first[first[i]]
        return i

    for i, j in pairs:
        low, high = sorted((root(i), root(j)))
        first[high] = low
    groups: dict[int, list[int]] = {}
    for i in range(count):
        groups.setdefault(root(i), []).append(i)
    return list(groups.values())


def _disjoint(tangle: Sequence[int], nodes: Sequence[Node], clashes: Sequence[set[int]], voices: Voices) -> list[int]:
    """Of nodes that overlap, the disjoint ones with the largest sum.

    Where sums are equal, the total before its parts, fewer before more, and the narrower place: it says more.
    """
    if len(tangle) == 1:
        return list(tangle)
    size = {i: _size(nodes[i], voices) for i in tangle}
    ranked = sorted(tangle, key=lambda i: _rank(nodes[i], *size[i]))
    if len(ranked) > EXACT_NODES:
        taken: set[int] = set()
        for i in ranked:
            if not clashes[i] & taken:
                taken.add(i)
        return sorted(taken)
    number = {i: rank for rank, i in enumerate(ranked)}
    clash = [frozenset(number[j] for j in clashes[i]) for i in ranked]
    sizes = [size[i] for i in ranked]

    @cache
    def largest(free: frozenset[int]) -> tuple[int, float, int, tuple[int, ...]]:
        if not free:
            return (0, 0.0, 0, ())
        first = min(free)
        low, high, fewer, chosen = largest(free - {first} - clash[first])
        with_it = (low + sizes[first][0], high + sizes[first][1], fewer - 1, (-first, *chosen))
        return max(with_it, largest(free - {first})) if clash[first] & free else with_it

    return [ranked[-i] for i in largest(frozenset(range(len(ranked))))[3]]


def _rank(node: Node, low: int, high: float) -> tuple[Any, ...]:
    return (-low, -high, len(line(node.group)), -len(node.path), node.key)
