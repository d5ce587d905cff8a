"""From facts to nodes: which facts speak of one event or stock, and what each voice says of it.

A node is the facts that speak of the same thing: one place, one group, windows that are the same but for a day.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitrep.model import Claim, Term
from sitrep.reconcile.bounds import disjoint, spread
from sitrep.reconcile.choosing import best, chosen

Rows = Sequence[Any]  # rows of the frame as plain values
Window = tuple[int, int]  # first and last day, as ordinals of `datetime.date`
Bounds = tuple[int | None, int | None]


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
    """How the office rates the voices, in which order it lists them, and how it chooses where they differ."""

    codes: Mapping[str, str]  # the reliability letter of each
    priorities: Mapping[str, int]
    order: Mapping[str, int]
    method: str


def term(node: Node, voices: Voices, inside: Iterable[str] = ()) -> Term:
    """The term that a node is by itself: its claims, voice by voice, and what the office's method shows of them."""
    told = claims(node, voices)
    shown = chosen(told, voices.method, voices.priorities)
    whole = spread(shown)
    said = {fact for claim in told for fact in claim.facts}
    older = [row.id for row in node.rows if row.id not in said]
    return Term(
        node.path[-1], node.start, node.end, whole.low, whole.high, whole.qualifier, told,
        tuple(dict.fromkeys([*older, *inside])), best(shown, voices.priorities, whole),
    )


def claims(node: Node, voices: Voices) -> tuple[Claim, ...]:
    """What each voice says last of a node, in the order in which voices are listed."""
    codes, said_last = voices.codes, last_words(node.rows)
    spoken = {voice: said_last[voice] for voice in sorted(said_last, key=voices.order.__getitem__)}
    words = {voice: rows[0] for voice, rows in spoken.items()}
    times = Counter((row.low, row.high) for row in words.values())
    return tuple(
        Claim(
            voice, last.low, last.high, last.qualifier, last.published, tuple(row.id for row in spoken[voice]),
            codes.get(voice, "F") + _credibility(voice, words, times, codes),
        )
        for voice, last in words.items()
    )


def _said(row: Any) -> tuple[int | None, int | None, str]:
    return (row.low, row.high, row.qualifier)


def _weight(row: Any) -> tuple[int, float]:
    return (row.low or 0, float("inf") if row.high is None else row.high)


def taken_back(rows: Rows) -> list[Any]:
    """Parts that went with their total, because its voice has lowered it below them since.

    Who said that five of nine dead were children, and now says that nobody died, no longer speaks of five children.
    A part that its voice's last total can still hold stands.
    """
    totals = {row.part_of for row in rows} - {None}
    places = {_place(row) for row in rows if row.id in totals}
    now = {
        row.id: said[0] for node in nodes([row for row in rows if _place(row) in places])
        for said in last_words(node.rows).values()
        for row in node.rows if row.id in totals and row.voice == said[0].voice and row not in said
    }
    return [row for row in rows if (last := now.get(row.part_of)) and last.voice == row.voice and _exceeds(row, last)]


def _place(row: Any) -> tuple[Any, ...]:
    return (row.path, row.group, row.stated)


def _exceeds(one: Any, other: Any) -> bool:
    return other.high is not None and (one.low or 0) > other.high


def last_words(rows: Rows) -> dict[str, list[Any]]:
    """By voice, the fact that stands for what it says of a thing, then the facts that repeat it."""
    by_voice: dict[str, list[Any]] = {}
    for row in rows:
        by_voice.setdefault(row.voice, []).append(row)
    return {voice: _latest(said) if len(said) > 1 else said for voice, said in by_voice.items()}


def _latest(rows: Rows) -> list[Any]:
    """A voice's last word on a thing, then the facts that repeat it: the latest document's largest number.

    Where a document gives both families and people, the people it counted go before those computed from families.
    Stocks and running totals are read at a date, so of these the latest date goes before the latest document.
    """
    last = max(map(_told, rows))
    newest = sorted((row for row in rows if _told(row) == last), key=lambda row: row.id)
    newest = [row for row in newest if not row.computed] or newest
    best = max(newest, key=_weight)
    same = [row for row in rows if row.id != best.id and _said(row) == _said(best)]
    return [best, *sorted(same, key=lambda row: row.id)]


def _told(row: Any) -> tuple[date, date]:
    read = row.day if row.kind in ("stock", "since") else None
    return (read or date.min, row.published or date.min)


def _credibility(
    voice: str, words: Mapping[str, Any], times: Mapping[Bounds, int], codes: Mapping[str, str],
) -> str:
    """Admiralty credibility, 1 (confirmed) to 6 (cannot be judged), by what the other voices say.

    1 or 2 when two or one of them give the same number; 5 when two agree on one that cannot be; 4 when one that the
    office rates higher gives one that cannot be; else 3 for a voice that is rated, 6 for one that is not.
    """
    own, letter = words[voice], codes.get(voice, "F")
    unjudged = "6" if letter == "F" else "3"
    if len(words) == 1:
        return unjudged
    agree = times[own.low, own.high] - 1
    if agree:
        return "2" if agree == 1 else "1"
    against = [(other, (q.low, q.high)) for other, q in words.items() if disjoint(own, q)]
    said = [number for _, number in against]
    if len(set(said)) < len(said):
        return "5"
    if any(codes.get(other, "F") < letter for other, _ in against):
        return "4"
    return unjudged


def nodes(rows: Rows) -> list[Node]:
    """Facts gathered by place and group, and there by windows that differ by a day at most at either end."""
    places: dict[tuple[Any, ...], dict[Window, list[Any]]] = {}
    for row in rows:
        window = (row.start.toordinal(), row.end.toordinal())
        places.setdefault(_place(row), {}).setdefault(window, []).append(row)
    found: list[Node] = []
    for (path, group, _), dated in places.items():
        told: dict[Window, list[Any]] = {}
        for window, joined in joins(sorted(dated)).items():
            told.setdefault(joined, []).extend(dated[window])
        for window, here in told.items():
            start, end = map(date.fromordinal, window)
            for of_one in by_ruling(sorted(here, key=lambda row: row.id)):
                found.append(Node(path, group, start, end, tuple(of_one)))
    return found


def joins(windows: Sequence[Window]) -> dict[Window, Window]:
    """For each of the sorted windows of one place and group the one whose event it is of: the longest of its kind.

    A night may be dated by its evening, its morning or both; but where such windows form a chain (the 4th, the night
    of 4 to 5, the 5th), they are kept apart, and the night is held to overlap both days.
    """
    if all(start == end for start, end in windows):
        return {window: window for window in windows}
    found: dict[Window, Window] = {}
    for cluster in _night_by_night(windows):
        if all(_same_window(one, other) for one in cluster for other in cluster):
            longest = (min(start for start, _ in cluster), max(end for _, end in cluster))
            found |= dict.fromkeys(cluster, longest)
        else:
            found |= {window: window for window in cluster}
    return found


def _night_by_night(windows: Sequence[Window]) -> list[list[Window]]:
    """Sorted windows in chains of which each link differs from another by a day at most."""
    starts = [start for start, _ in windows]
    pairs: list[tuple[int, int]] = []
    for i, window in enumerate(windows):
        near = range(bisect_left(starts, window[0] - 1), i)
        pairs += [(i, j) for j in near if _same_window(window, windows[j])]
    return [[windows[i] for i in group] for group in linked(range(len(windows)), pairs)]


def by_ruling(rows: Sequence[Any]) -> list[list[Any]]:
    """Rows of one place and time by event: one, unless an officer ruled that some are of different ones."""
    if not any(row.apart_from for row in rows):
        return [list(rows)]
    found: list[list[Any]] = []
    for row in rows:
        home = next((some for some in found if not ruled_apart([row], some)), None)
        if home is None:
            found.append([row])
        else:
            home.append(row)
    return found


def ruled_apart(some: Rows, others: Rows) -> bool:
    """Whether an officer held that facts of the one and of the other are of different events."""
    ruled = {id_ for row in some for id_ in row.apart_from}
    return bool(ruled) and any(row.id in ruled for row in others)


def _same_window(one: Window, other: Window) -> bool:
    """One holds the other and is hardly longer; two reports of 24 hours that share a day are two windows."""
    first, last = one[0] - other[0], one[1] - other[1]
    return first * last <= 0 and abs(first) <= 1 and abs(last) <= 1


def linked(items: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Items, given in order, in groups that hang together, directly or through others; each in order.

    >>> linked(range(5), [(3, 1), (4, 3)])
    [[0], [1, 3, 4], [2]]
    """
    first = {i: i for i in items}

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = i = first[first[i]]
        return i

    for i, j in pairs:
        low, high = sorted((root(i), root(j)))
        first[high] = low
    groups: dict[int, list[int]] = {}
    for i in items:
        groups.setdefault(root(i), []).append(i)
    return list(groups.values())
