"""Only what can overlap is compared: for any nodes and any texts the result is that of comparing every pair."""

import random
from datetime import date, timedelta
from math import inf
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sitrep.model import Header
from sitrep.reconcile import frame, groups, terms
from sitrep.reconcile import nodes as making
from sitrep.reconcile.columns import branches

PLACES = [("SYR",), ("SYR", "A"), ("SYR", "A", "A1"), ("SYR", "A", "A2"), ("SYR", "B"), ("SYR", "B", "B1"), ("IRQ",)]
GROUPS = [None, None, "children", "women", "soldiers"]


def nodes(chance: random.Random, count: int) -> list[making.Node]:
    made: list[making.Node] = []
    split = [chance.sample(range(count), 2) for _ in range(count // 5)]  # an officer's ruling stands on both facts
    for i in range(count):
        start = date(2018, 9, 1) + timedelta(days=chance.randrange(20))
        total = f"f{chance.randrange(count)}" if chance.random() < 0.1 else None
        apart = tuple(f"f{a + b - i}" for a, b in split if i in (a, b))
        row: Any = SimpleNamespace(id=f"f{i}", part_of=total, apart_from=apart)
        end = start + timedelta(days=chance.choice([0, 0, 0, 1, 6]))
        made.append(making.Node(chance.choice(PLACES), chance.choice(GROUPS), start, end, (row,)))
    return made


def overlap(one: making.Node, other: making.Node) -> bool:
    """Whether two nodes may count the same person or thing."""
    (a,), (b,) = one.rows, other.rows
    if a.part_of == b.id or b.part_of == a.id:
        return True
    if b.id in a.apart_from:
        return False
    depth = min(len(one.path), len(other.path))
    return (
        one.path[:depth] == other.path[:depth] and one.start <= other.end and other.start <= one.end
        and groups.overlap(one.group, other.group)
    )


@pytest.mark.parametrize("seed", range(20))
def test_clashes_are_those_of_every_pair(seed: int) -> None:
    made = nodes(random.Random(seed), 60)
    every = [{j for j, b in enumerate(made) if j != i and overlap(a, b)} for i, a in enumerate(made)]
    assert terms.clashes(made) == every
    assert any(every)


@pytest.mark.parametrize("seed", range(20))
def test_windows_hang_together_as_in_every_pair(seed: int) -> None:
    chance = random.Random(seed)
    windows = sorted({(first, first + chance.randrange(3)) for first in (chance.randrange(25) for _ in range(12))})
    pairs = [(i, j) for i, a in enumerate(windows) for j, b in enumerate(windows) if making._same_window(a, b)]
    groups = making.linked(range(len(windows)), pairs)
    assert making._night_by_night(windows) == [[windows[i] for i in group] for group in groups]


@pytest.mark.parametrize("changed", [0, 1, 20, 25, 26, 40, 64])
def test_a_copy_is_found_however_its_changes_are_spread(changed: int) -> None:
    """39 of 64 equal places are a share of .61, 38 one of .59."""
    chance = random.Random(changed)
    for _ in range(50):
        signature = [f"{chance.randrange(2**32):08x}" for _ in range(64)]
        places = set(chance.sample(range(64), changed))
        copy = "".join(f"{2**32 - 1 - i:08x}" if i in places else number for i, number in enumerate(signature))
        one = Header("one", "", date(2018, 9, 4), "Wire", "en", "", "", "".join(signature))
        two = Header("two", "", date(2018, 9, 5), "Daily", "en", "", "", copy)
        assert frame.stories([one, two])["two"] == ("one" if changed <= 25 else "two")


def test_texts_without_words_are_no_copies_of_each_other() -> None:
    blank = [Header(id, "", date(2018, 9, 4), "Wire", "en", "", "") for id in ("one", "two")]
    assert frame.stories(blank) == {"one": "one", "two": "two"}


@pytest.mark.parametrize("seed", range(20))
def test_stories_are_those_of_every_pair(seed: int) -> None:
    """Sixty texts, some of them copies of copies, with what they share spread in every way."""
    chance = random.Random(seed)
    known: list[Header] = []
    for number in range(60):
        near = chance.choice(known).signature if known and chance.random() < 0.5 else ""
        share = chance.choice((0.2, 0.5, 0.6, 0.9))
        run = "".join(
            near[8 * i : 8 * i + 8] if near and chance.random() < share else f"{chance.randrange(2**32):08x}"
            for i in range(64)
        ) if chance.random() < 0.9 else ""
        published = date(2018, 9, 1) + timedelta(days=chance.randrange(9)) if chance.random() < 0.9 else None
        known.append(Header(f"d{number:02}", "", published, "", "en", "", "", run))
    expected: dict[str, str] = {}
    printed: list[Header] = []
    for one in sorted(known, key=lambda header: (header.published or date.max, header.id)):
        twin = next((other for other in printed if frame._alike(one.signature, other.signature)), None)
        expected[one.id] = twin.id if twin else one.id
        printed += [] if twin else [one]
    assert frame.stories(known) == expected
    assert len(printed) < len(known)


SIZES = {
    "small": [(1, 1.0), (2, 2.0), (3, 3.0)], "ranges": [(1, 1.0), (1, 3.0), (2, 2.0), (2, 4.0)],
    "open": [(0, 0.0), (0, 2.0), (1, inf), (2, 2.0), (2, inf)],
}


@pytest.mark.parametrize("said", SIZES)
@pytest.mark.parametrize("many", [4, 9, 30])
def test_what_stands_on_branches_is_what_the_exact_choice_takes(said: str, many: int) -> None:
    """At every place, for nodes of one day; but for ties that are left to it."""
    chance = random.Random(f"{said} {many}")
    places = branches.tree(PLACES)
    clear = 0
    for _ in range(150):
        day = date(2018, 9, 4)
        spots = [(chance.choice(PLACES[:-1]), chance.choice([None, None, "children"])) for _ in range(many)]
        made = sorted((
            making.Node(path, group, day, day, (SimpleNamespace(id=f"f{i:02}", part_of=None, apart_from=()),))
            for i, (path, group) in enumerate(spots)
        ), key=lambda node: node.key)
        sizes = [chance.choice(SIZES[said]) for _ in made]
        web = terms.Web(made, terms.clashes(made), (), sizes, ())
        number = np.array([places.paths.index(node.path) for node in made])
        width, rank = (np.array([1 if node.group else 0 for node in made]) * times for times in (2, 1))
        told = branches.standing(
            np.zeros(many, np.int64), number, tuple(np.array(bound, float) for bound in zip(*sizes, strict=True)),
            width, (rank, np.arange(many)), places,
        )
        if told.is_unclear.any():
            continue
        clear += 1
        for path in places.paths:
            inside = [i for i, node in enumerate(made) if node.path[: len(path)] == path]
            exact = {i for _, kept in terms.chosen_of(web, inside) for i in kept}
            assert {i for i in inside if told.stands[i] and told.above[i] < len(path)} == exact
    assert clear > (10 if said == "open" else 50)
