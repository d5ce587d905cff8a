"""Facts as a pandas frame: one row a fact, with its voice, its kind and the branch of the place tree it stands on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
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
    first: dict[str, str] = {}
    printed: list[Header] = []
    sharing: dict[tuple[int, tuple[int, ...]], list[int]] = {}  # by pair of numbers, the printed that have it
    for header in sorted(headers, key=lambda h: (h.published or date.max, h.id)):
        pairs = _pairs(header.signature)
        shared = Counter(chain.from_iterable(sharing.get(pair, ()) for pair in pairs))
        fewest = _fewest(pairs)
        near = sorted(other for other, count in shared.items() if count >= fewest)
        twin = next((printed[i] for i in near if _alike(header.signature, printed[i].signature)), None)
        first[header.id] = twin.id if twin else header.id
        if twin is None:
            for pair in pairs:
                sharing.setdefault(pair, []).append(len(printed))
            printed.append(header)
    return dict(sorted(first.items()))


def _pairs(signature: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    """A signature in pairs of numbers, each with its place. Two that share more than half of it share a whole pair."""
    return [(i, signature[i : i + 2]) for i in range(0, len(signature), 2)]


def _fewest(pairs: Sequence[object]) -> int:
    """The pairs that two signatures share at least if they are of the same story: each place that differs spoils one.

    >>> _fewest(range(32)), _fewest(range(2))
    (7, 1)
    """
    return max(1, len(pairs) - int(2 * len(pairs) * (1 - SAME_STORY)))


def _alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return bool(one and other) and same / max(len(one), len(other)) >= SAME_STORY
