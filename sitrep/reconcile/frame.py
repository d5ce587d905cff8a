"""Facts as a pandas frame: one row a fact, with its voice, its kind and the branch of the place tree it stands on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from sitrep.model import STOCKS, Fact, Header, Period
from sitrep.reconcile.groups import counted

if TYPE_CHECKING:
    import pandas as pd

    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

# Two texts that share this much of their word runs are one story printed twice. Measured on the demonstration's seeds:
# a reprint with its own headline shares .91, two reports of one event under .1.
SAME_STORY = 0.6
Pair = tuple[int, int, int]  # two neighbours of a signature, and where they stand
SPREAD = 0x5851F42D4C957F2D  # odd, so that numbers times it stay apart (Knuth, MMIX)
# A total "as of 31 August" that is told on 5 September is the newest there is, and belongs to that week's edition; one
# that is older than this is background ("3 million at the height of the war").
FRESH = timedelta(days=31)  # before its document


def frame(
    headers: Sequence[Header], facts: Sequence[Fact], config: "Config", gazetteer: "Gazetteer", as_of: date,
) -> "pd.DataFrame":
    """The facts that an edition of that day may know of, a row each, indexed by fact id.

    A fact of an indicator that is `part_of` another has a row for each. Columns: fact (the Fact), document, indicator,
    stated (the indicator that the fact is of), unit, group (None for everyone), kind (event, since, stock or
    projected), path (place ids from the country down), start, end, day (its last day, else its document's; that of its
    document if projected), published (of the story's first printing), voice, low, high, qualifier, part_of, undated,
    computed (people, of a count of families and `household_size`). Dates are `datetime.date` or None.

    Facts of documents published after `as_of` are left out: the edition cannot know of them. So are facts that an
    officer rejected.
    """
    import pandas as pd

    known = {header.id: header for header in headers if header.published is None or header.published <= as_of}
    original = stories(tuple(known.values()))
    rows = [
        _row(fact, indicator, known[original[fact.document]], config, gazetteer)
        for fact in facts if fact.document in known and not fact.is_rejected for indicator in counted_as(fact, config)
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype=object).set_index("id", drop=False)


def within(table: "pd.DataFrame", period: Period) -> "pd.DataFrame":
    """The facts that belong to a period."""
    import pandas as pd

    # A window belongs by its last day, so one that straddles two periods is counted once, in the later; all else
    # belongs by the date it is read at. Nothing says where a fact without any date belongs: each edition lists it.
    day, told = pd.to_datetime(table["day"]), pd.to_datetime(table["published"])
    first, last = pd.Timestamp(period.start), pd.Timestamp(period.end)
    newest = table["kind"].isin(("stock", "since")) & told.between(first, last) & (day < first) & (told - day <= FRESH)
    return table[day.isna() | day.between(first, last) | newest]


_COLUMNS = (
    "id", "fact", "document", "indicator", "stated", "unit", "group", "kind", "path", "start", "end", "day",
    "published", "voice", "low", "high", "qualifier", "part_of", "undated", "computed",
)


def counted_as(fact: Fact, config: "Config") -> tuple[str, ...]:
    """The indicators that a fact is a row of: its own, and those that its own is `part_of`.

    A cholera death is a death: it counts among those killed, where no toll of all who were killed holds it already.
    """
    configured = config.indicators.get(fact.indicator)
    return (fact.indicator, *(configured.part_of if configured else ()))


def _row(
    fact: Fact, indicator: str, original: Header, config: "Config", gazetteer: "Gazetteer"
) -> tuple[object, ...]:
    kind, alike = kind_of(fact, config), read_as(fact.indicator, config)
    start, end, published = fact.start, fact.end, original.published  # a copy says nothing later than its original
    if kind == "event":
        start, end = start or end, end or start
    day = published or end if kind == "projected" else end or published  # what is feared is told when it is feared
    said = people(fact, config.reconcile.household_size)
    return (
        fact.id, fact, fact.document, indicator, fact.indicator, said.unit, counted(alike, fact.group), kind,
        path(fact, gazetteer, config.country), start, end, day, published,
        voice(fact, original, config), said.low, said.high, said.qualifier, fact.part_of,
        kind == "event" and end is None, said.unit != fact.unit,
    )


def people(fact: Fact, household_size: float | None) -> Fact:
    """A count of families as one of people, about so many as the size of a household gives; any other as it is.

    Bounds are rounded to whole people: finer they would claim to know more than an average does.
    """
    if household_size is None or fact.unit != "families":
        return fact
    low, high = (None if bound is None else round(bound * household_size) for bound in (fact.low, fact.high))
    about = "about" if fact.qualifier == "exact" else fact.qualifier
    return replace(fact, unit="people", low=low, high=high, qualifier=about)


def kind_of(fact: Fact, config: "Config") -> str:
    """What a fact may be made into, by the table of flows and stocks: event, since, stock or projected."""
    if fact.status == "projected":
        return "projected"
    if read_as(fact.indicator, config) == "refugees":
        return "event" if fact.scope == "event" else "stock"
    configured = config.indicators.get(fact.indicator)
    is_stock = configured.kind == "stock" if configured else fact.indicator in STOCKS
    if is_stock:
        return "stock"
    return "event" if fact.scope == "event" else "since"


def read_as(indicator: str, config: "Config") -> str:
    """The built-in indicator that one is, or that an office's own takes its numbers from."""
    configured = config.indicators.get(indicator)
    return (*(configured.takes if configured else ()), indicator)[0]


def path(fact: Fact, gazetteer: "Gazetteer", country: str) -> tuple[str, ...]:
    """Place ids from the country down to the fact's place; an unlisted place inside a listed one ends in its own name.

    An unplaced fact stands on its country alone, where it cannot be added to anything placed that day.
    """
    home = fact.country or country
    if fact.place_id is None:
        return (home,)
    listed: tuple[str, ...] = gazetteer.path(fact.place_id)
    if fact.place_match == "inside" and fact.place:
        return (*listed, f"{fact.place_id}/{fact.place.casefold()}")
    return listed


def voice(fact: Fact, original: Header, config: "Config") -> str:
    """Who vouches for a fact: its attribution, else the publisher of the story's first printing, else the document."""
    named = fact.attribution or original.publisher
    return config.voice(named).name if named else f"document:{original.id}"


def stories(headers: Sequence[Header]) -> Mapping[str, str]:
    """For each document the id of the first printing of its story: its own, unless it is a near-identical copy.

    >>> one = Header("a", "", date(2018, 9, 4), "Wire", "en", "", "", (1, 2, 3, 4))
    >>> two = Header("b", "", date(2018, 9, 5), "Daily", "en", "", "", (1, 2, 3, 9))
    >>> stories([two, one])
    {'a': 'a', 'b': 'a'}
    """
    return _stories(tuple(headers))


@lru_cache(maxsize=4)  # frame, edition and page ask of the same headers
def _stories(headers: Sequence[Header]) -> Mapping[str, str]:
    first = {header.id: header.id for header in headers}
    printed: list[Header] = []
    sharing: dict[Pair, list[int]] = {}  # by pair of numbers, the printed that have it
    for header in sorted(_perhaps_printed_twice(headers), key=lambda h: (h.published or date.max, h.id)):
        pairs = _pairs(header.signature)
        shared = Counter(chain.from_iterable(sharing.get(pair, ()) for pair in pairs))
        fewest = _fewest(header.signature)
        near = sorted(other for other, count in shared.items() if count >= fewest)
        twin = next((printed[i] for i in near if _alike(header.signature, printed[i].signature)), None)
        if twin is not None:
            first[header.id] = twin.id
        else:
            for pair in pairs:
                sharing.setdefault(pair, []).append(len(printed))
            printed.append(header)
    return dict(sorted(first.items()))


def _perhaps_printed_twice(headers: Sequence[Header]) -> list[Header]:
    """The headers whose pairs of numbers others have too, as many as copies share at least: of years of texts, a few.

    Two pairs that only seem to be one put a header among them that need not be there, and change nothing.
    """
    import numpy as np

    alike: dict[int, list[Header]] = {}
    for header in headers:
        alike.setdefault(len(header.signature) // 2 * 2, []).append(header)
    found: list[Header] = []
    for length, some in alike.items():
        if length:
            numbers = np.array([header.signature[:length] for header in some], dtype=np.int64)
            pairs = (numbers[:, ::2] * SPREAD + numbers[:, 1::2]) * SPREAD + np.arange(length // 2)
            _, which, times = np.unique(pairs, return_inverse=True, return_counts=True)
            shared = (times[which] > 1).reshape(pairs.shape).sum(axis=1)
            found += [header for header, count in zip(some, shared, strict=True) if count >= _fewest(header.signature)]
    return found


def _pairs(signature: tuple[int, ...]) -> list[Pair]:
    """A signature in pairs of numbers, each with its place. Two that share more than half of it share a whole pair."""
    return list(zip(range(len(signature)), signature[::2], signature[1::2], strict=False))


def _fewest(signature: Sequence[int]) -> int:
    """The pairs that two signatures share at least if they are of the same story: each number that differs spoils one.

    >>> _fewest(range(64)), _fewest(range(4))
    (7, 1)
    """
    pairs = len(signature) // 2
    return max(1, pairs - int(2 * pairs * (1 - SAME_STORY)))


def _alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return bool(one and other) and same / max(len(one), len(other)) >= SAME_STORY
