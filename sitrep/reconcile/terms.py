"""From facts of one indicator to terms: which facts tell one event, and which events may be added.

A node is the facts that speak of the same thing: one place, one group, windows that are the same but for a day. Nodes
that overlap (places on one branch, windows that share a day, groups that may share a person, a part and its total) are
never added: of all that overlaps, the disjoint nodes with the largest sum are the terms, and the rest is inside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sitrep.model import Claim, Quantity, Term
from sitrep.reconcile.bounds import spread
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
    nodes = sorted(_nodes([row for row in rows if row not in gone]), key=lambda node: node.key)
    found: list[Term] = []
    for tangle in _tangles(nodes):
        chosen = _disjoint(tangle, voices)
        left = [node for node in tangle if node not in chosen]
        for node in chosen:
            inside = [row.id for other in left if _overlap(node, other) for row in other.rows]
            held = {*inside, *(row.id for row in node.rows)}
            found.append(term(node, voices, [*inside, *sorted(row.id for row in gone if row.part_of in held)]))
    return tuple(sorted(found, key=lambda t: (t.start or date.min, t.end or date.min, t.place_id)))


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

    Stocks and running totals are read at a date, so of these the latest date goes before the latest document.
    """
    last = max(map(_told, rows))
    newest = sorted((row for row in rows if _told(row) == last), key=lambda row: row.id)
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
    """Admiralty credibility: 1 or 2 when other voices give the same number, 3 for a known voice alone, else 6."""
    own = quantities[voice]
    agree = sum((q.low, q.high) == (own.low, own.high) for other, q in quantities.items() if other != voice)
    if agree:
        return "2" if agree == 1 else "1"
    return "6" if codes.get(voice, "F") == "F" else "3"


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
        windows = sorted({(row.start, row.end) for row in here})
        for cluster in _linked(windows, _same_window):
            alike = all(_same_window(a, b) for a in cluster for b in cluster)
            for part in [cluster] if alike else [[window] for window in cluster]:
                inner = sorted((r for r in here if (r.start, r.end) in part), key=lambda r: r.id)
                for rows in _apart(inner):
                    found.append(Node(path, group, min(w[0] for w in part), max(w[1] for w in part), tuple(rows)))
    return found


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


def _tangles(nodes: Sequence[Node]) -> list[list[Node]]:
    return _linked(nodes, _overlap)


def _linked(items: Sequence[Any], linked: Any) -> list[list[Any]]:
    """Items in groups that hang together, directly or through others; order kept."""
    groups: list[list[Any]] = []
    for item in items:
        touching = [group for group in groups if any(linked(item, other) for other in group)]
        rest = [group for group in groups if group not in touching]
        groups = [*rest, [*(other for group in touching for other in group), item]]
    return groups


def _disjoint(tangle: Sequence[Node], voices: Voices) -> list[Node]:
    """Of nodes that overlap, the disjoint ones with the largest sum.

    Where sums are equal, the total before its parts, fewer before more, and the narrower place: it says more.
    """
    ranked = sorted(tangle, key=lambda node: _rank(node, voices)) if len(tangle) > 1 else tangle
    if len(ranked) > EXACT_NODES:
        taken: list[Node] = []
        for node in ranked:
            if not any(_overlap(node, other) for other in taken):
                taken.append(node)
        return taken
    clash = [frozenset(j for j, b in enumerate(ranked) if j != i and _overlap(a, b)) for i, a in enumerate(ranked)]
    sizes = [_size(node, voices) for node in ranked]

    @cache
    def largest(free: frozenset[int]) -> tuple[int, float, int, tuple[int, ...]]:
        if not free:
            return (0, 0.0, 0, ())
        first = min(free)
        low, high, fewer, chosen = largest(free - {first} - clash[first])
        with_it = (low + sizes[first][0], high + sizes[first][1], fewer - 1, (-first, *chosen))
        return max(with_it, largest(free - {first})) if clash[first] & free else with_it

    return [ranked[-i] for i in largest(frozenset(range(len(ranked))))[3]]


def _rank(node: Node, voices: Voices) -> tuple[Any, ...]:
    low, high = _size(node, voices)
    return (-low, -high, len(line(node.group)), -len(node.path), node.key)
