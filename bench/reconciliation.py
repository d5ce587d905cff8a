"""Reconciliation of made-up facts beside the barest pandas that adds the same numbers.

    make bench            100,000 and 1,000,000 facts

The facts are of 60 weeks, 200 places in a tree and 40 voices; a quarter repeats a fact word for word, a tenth is part
of another. From their frame come the figures of one week, with everything behind each number, and the numbers of the
whole series of 60 weeks; the bare sum adds low and high by indicator, place and day. Target: both together take at most
15 times the sum. Building the frame is printed apart. Each is the best of three runs, but for the frame: of one.
"""

import random
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pandas as pd

from sitrep.model import Fact, Header, Period, Span
from sitrep.reconcile.figures import of_frame, series
from sitrep.reconcile.frame import frame, within

SIZES = (100_000, 1_000_000)
RUNS = 3
SEED = 4
TARGET = 15
WEEKS, PLACES, VOICES, TEXTS = 60, 200, 40, 2_000
REPEATED, PARTS = 0.25, 0.1
FIRST = date(2020, 1, 6)
LAST = FIRST + timedelta(weeks=WEEKS, days=-1)
INDICATORS = ("killed", "injured", "displaced", "airstrikes", "homes_destroyed", "idps", "reached")
ABOVE = {f"D{i}": f"P{i % 9}" for i in range(PLACES - 10)} | {f"P{i}": "SYR" for i in range(9)}
TREE = ("SYR", *sorted(ABOVE))


def path(place: str) -> tuple[str, ...]:
    """Ids of the tree from the country down: the only question that reconciling asks of a gazetteer."""
    return (*path(ABOVE[place]), place) if place in ABOVE else (place,)


def facts(count: int, seed: int) -> Iterator[Fact]:
    """As many facts as asked for, always the same for one seed."""
    chance = random.Random(seed)
    told: list[Fact] = []
    for i in range(count):
        here = Span(i, i + 1)
        if told and chance.random() < REPEATED:
            one = replace(chance.choice(told), id=f"f{i}", document=f"d{chance.randrange(TEXTS)}", span=here)
        else:
            one = _fact(i, chance, here)
            if told and chance.random() < PARTS / (1 - REPEATED):
                whole = chance.choice(told)
                one = replace(
                    one, indicator=whole.indicator, start=whole.start, end=whole.end, place_id=whole.place_id,
                    attribution=whole.attribution, group="children", part_of=whole.id,
                )
        told.append(one)
        yield one


def _fact(i: int, chance: random.Random, here: Span) -> Fact:
    day, number = FIRST + timedelta(days=chance.randrange(7 * WEEKS)), chance.randrange(1, 50)
    return Fact(
        f"f{i}", f"d{i % TEXTS}", chance.choice(INDICATORS), number, number, "exact", "people", None, None, "SYR",
        None, day, day, "event", "reported", f"V{chance.randrange(VOICES)}", None, "", "", here, "body",
        place_id=chance.choice(TREE), place_match="exact",
    )


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Of this process alone, in the best of some runs."""
    took = []
    for _ in range(runs):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def measured(count: int) -> tuple[float, float, float, float]:
    """Seconds for the frame, the figures of a week, the numbers of all weeks (both from the frame) and the bare sum."""
    config: Any = SimpleNamespace(
        country="SYR", indicators={}, crisis_start=None, reconcile=SimpleNamespace(method="range", household_size=None),
        voice=lambda name: SimpleNamespace(name=name, reliability="C", priority=50, party=False),
    )
    gazetteer: Any = SimpleNamespace(path=path)
    headers = [Header(f"d{i}", "", LAST, "Wire", "en", "", "") for i in range(TEXTS)]
    made = list(facts(count, SEED))
    weeks = [Period(day := FIRST + timedelta(weeks=i), day + timedelta(days=6)) for i in range(WEEKS)]
    bare = pd.DataFrame(
        {"indicator": f.indicator, "place_id": f.place_id, "start": f.start, "low": f.low, "high": f.high} for f in made
    ).astype({"indicator": "category", "place_id": "category", "start": "category"})
    keys = ["indicator", "place_id", "start"]
    tables = []
    built = seconds(lambda: tables.append(frame(headers, made, config, gazetteer, LAST)), runs=1)
    return (
        built,
        seconds(lambda: of_frame(within(tables[0], weeks[WEEKS // 2]), config)),
        seconds(lambda: series(tables[0], config, weeks)),
        seconds(lambda: bare.groupby(keys, observed=True, sort=False)[["low", "high"]].agg("sum")),
    )


def main() -> None:
    """Prints a line for each size, then the memory that all of it took."""
    print("Reconciliation, in seconds (the last column is week and all weeks beside the bare sum)")
    print("      facts    frame     week  all weeks  bare sum    times")
    for count in SIZES:
        built, week, every, bare = measured(count)
        times = (week + every) / bare
        print(f"  {count:9,} {built:8.2f} {week:8.2f} {every:10.2f} {bare:9.4f} {times:8,.1f}   (target {TARGET})")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
