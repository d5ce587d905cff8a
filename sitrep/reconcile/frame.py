"""Facts as a pandas frame: one row a fact, with its voice, its kind and the branch of the place tree it stands on."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sitrep.model import STOCKS, Fact, Header, Period
from sitrep.reconcile.groups import counted

if TYPE_CHECKING:
    import pandas as pd

    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

# Two texts that share this much of their word runs are one story printed twice. Measured on the demonstration's seeds:
# a reprint with its own headline shares .91, two reports of one event under .1.
SAME_STORY = 0.6
NUMBER, PAIR = 8, 16  # digits of a signature: a number's, and those of it and its neighbour
Pair = tuple[int, str]  # where two neighbours of a signature stand, and their digits
SPREAD = 0x5851F42D4C957F2D  # odd, so that numbers times it stay apart (Knuth, MMIX)
# A total "as of 31 August" that is told on 5 September is the newest there is, and belongs to that week's edition; one
# that is older than this is background ("3 million at the height of the war").
FRESH = timedelta(days=31)  # before its document


def frame(
    headers: Sequence[Header], facts: Sequence[Fact], config: "Config", gazetteer: "Gazetteer", as_of: date,
) -> "pd.DataFrame":
    """The facts that an edition of that day may know of, a row each, those that speak of one thing beside each other.

    A fact of an indicator that is `part_of` another has a row for each. Columns, names as categoricals:

    id, fact            the fact, and its number in the order of ids
    indicator, stated   what it counts, and the indicator that it is of
    unit, group         group is missing for everyone
    kind                event, since, stock or projected
    path                place ids from the country down
    start, end          days, as ordinals of `datetime.date`; 0 is none
    day                 its last day, else its document's; that of its document if projected
    published           of the story's first printing
    voice               in the order in which the office lists them
    low, high           -1 is open
    qualifier
    part_of             the number of its total, -1 for none
    undated, unplaced
    computed            people, of a count of families and `household_size`
    apart_from          ids of the facts that an officer ruled to be of other events; missing mostly

    Facts of documents published after `as_of` are left out: the edition cannot know of them. So are facts that an
    officer rejected.
    """
    import numpy as np

    known = {header.id: header for header in headers if header.published is None or header.published <= as_of}
    original = {id: known[first] for id, first in stories(tuple(known.values())).items()}
    told = sorted((f for f in facts if f.document in known and not f.is_rejected), key=attrgetter("id"))
    counts = _shared(told, lambda fact: counted_as(fact, config), "indicator")
    table = _of_facts(told, original, config, gazetteer)
    table = table.take(np.repeat(np.arange(len(told)), [len(names) for names in counts]))
    table["indicator"] = _names([name for names in counts for name in names])
    return table.take(in_order(table, SORTED)).reset_index(drop=True)


# What facts of one thing have in common, then the voice. Facts of one voice stay in the order of their ids, so that
# whatever is done in the order of rows is the same for any order of facts.
SORTED = ("indicator", "unit", "kind", "start", "end", "path", "group", "stated", "voice")


def in_order(table: "pd.DataFrame", columns: Sequence[str]) -> Any:
    """Positions of the rows sorted by some columns, rows that are the same in these as they stood."""
    import numpy as np

    return np.lexsort([numbers(table[name]) for name in reversed(columns)])


def numbers(column: "pd.Series[Any]") -> Any:
    """A column as whole numbers: those of the categories, of which -1 is missing, else its own."""
    return (column.cat.codes if column.dtype == "category" else column).to_numpy()


def _of_facts(
    facts: Sequence[Fact], original: Mapping[str, Header], config: "Config", gazetteer: "Gazetteer",
) -> "pd.DataFrame":
    """The columns that hang on a fact alone. What many facts share is asked once."""
    import numpy as np
    import pandas as pd

    number = {fact.id: i for i, fact in enumerate(facts)}
    said = [people(fact, config.reconcile.household_size) for fact in facts]
    kind = _shared(facts, lambda fact: kind_of(fact, config), "indicator", "status", "scope")
    vouches = _shared(facts, lambda fact: voice(fact, original[fact.document], config), "attribution", "document")
    known = {name: config.voice(name) for name in set(vouches)}
    start, end = (_days(map(attrgetter(name), facts)) for name in ("start", "end"))
    # a copy says nothing later than its original
    published = _days(original[fact.document].published for fact in facts)
    is_event, is_feared = (np.array([one == name for one in kind], bool) for name in ("event", "projected"))
    first, last = (np.where(is_event & (one == 0), other, one) for one, other in ((start, end), (end, start)))
    day = np.where(is_feared & (published > 0) | (last == 0), published, last)  # what is feared is told when feared
    return pd.DataFrame({
        "id": pd.Series([fact.id for fact in facts], dtype=object), "fact": np.arange(len(facts), dtype=np.int32),
        "stated": _names([fact.indicator for fact in facts]), "unit": _names([one.unit for one in said]),
        "group": _names(_shared(
            facts, lambda fact: counted(read_as(fact.indicator, config), fact.group), "indicator", "group")),
        "kind": _names(kind),
        "path": _names(_shared(
            facts, lambda fact: path(fact, gazetteer, config.country), "place_id", "place_match", "place", "country")),
        "start": first, "end": last, "day": day, "published": published,
        "voice": _names(vouches, lambda name: (known[name].priority, known[name].name)),
        "low": _bounds(one.low for one in said), "high": _bounds(one.high for one in said),
        "qualifier": _names([one.qualifier for one in said]),
        "part_of": np.array([-1 if f.part_of is None else number.get(f.part_of, -1) for f in facts], np.int32),
        "undated": is_event & (last == 0), "unplaced": np.array([fact.place_id is None for fact in facts], bool),
        "computed": np.array([one.unit != fact.unit for one, fact in zip(said, facts, strict=True)], bool),
        "apart_from": _names([fact.apart_from or None if fact.decisions else None for fact in facts]),
    })  # fmt: skip


def _shared(facts: Sequence[Fact], value: Callable[[Fact], Any], *fields: str) -> list[Any]:
    """For each fact what is the same for all that are alike in some fields."""
    known: dict[Any, Any] = {}
    found = []
    for alike, fact in zip(map(attrgetter(*fields), facts), facts, strict=True):
        if alike not in known:
            known[alike] = value(fact)
        found.append(known[alike])
    return found


def _names(values: Sequence[Any], order: Callable[[Any], Any] | None = None) -> "pd.Categorical":
    """Values as a categorical, None as missing; its categories are sorted, by themselves or as `order` says."""
    import numpy as np
    import pandas as pd

    names = sorted(set(values) - {None}, key=order)
    number = {name: i for i, name in enumerate(names)}
    codes = np.fromiter((number.get(value, -1) for value in values), np.int32, len(values))
    return pd.Categorical.from_codes(codes, pd.Index(names, dtype=object, tupleize_cols=False))


def _days(days: Iterable[date | None]) -> Any:
    import numpy as np

    return np.fromiter((day.toordinal() if day else 0 for day in days), np.int32)


def _bounds(bounds: Iterable[int | None]) -> Any:
    import numpy as np

    return np.fromiter((-1 if bound is None else bound for bound in bounds), np.int64)


class Row(NamedTuple):
    """A row of the frame as plain values: dates, None for what is missing, and the id of its total."""

    id: str
    path: tuple[str, ...]
    group: str | None
    stated: str
    kind: str
    start: date | None
    end: date | None
    day: date | None
    published: date | None
    voice: str
    low: int | None
    high: int | None
    qualifier: str
    part_of: str | None
    undated: bool
    unplaced: bool
    computed: bool
    apart_from: tuple[str, ...]


def rows(table: "pd.DataFrame") -> list[Row]:
    """The rows of a frame, in order. A total that has none is not told."""
    names = dict(zip(table["fact"], table["id"], strict=True))
    days = {day: date.fromordinal(day) for name in DAYS for day in table[name].unique() if day}

    def plain(name: str) -> Iterable[Any]:
        column = table[name]
        if name in DAYS:
            return map(days.get, column)
        if name in ("low", "high"):
            return (None if bound < 0 else bound for bound in column.tolist())
        if name == "part_of":
            return map(names.get, column)
        if column.dtype == "category":
            known = [*column.cat.categories, () if name == "apart_from" else None]  # -1 is missing
            return (known[code] for code in column.cat.codes)
        return column.tolist()

    return [Row(*values) for values in zip(*map(plain, Row._fields), strict=True)]


DAYS = ("start", "end", "day", "published")


def within(table: "pd.DataFrame", period: Period) -> "pd.DataFrame":
    """The facts that belong to a period."""
    # A window belongs by its last day, so one that straddles two periods is counted once, in the later; all else
    # belongs by the date it is read at. Nothing says where a fact without any date belongs: each edition lists it.
    first, last = period.start.toordinal(), period.end.toordinal()
    day, told = table["day"], table["published"]
    is_total = table["kind"].isin(("stock", "since"))
    newest = is_total & told.between(first, last) & (day < first) & (told - day <= FRESH.days)
    return table[(day == 0) | day.between(first, last) | newest]


def counted_as(fact: Fact, config: "Config") -> tuple[str, ...]:
    """The indicators that a fact is a row of: its own, and those that its own is `part_of`.

    A cholera death is a death: it counts among those killed, where no toll of all who were killed holds it already.
    """
    configured = config.indicators.get(fact.indicator)
    return (fact.indicator, *(configured.part_of if configured else ()))


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

    >>> one = Header("a", "", date(2018, 9, 4), "Wire", "en", "", "", "00000001000000020000000300000004")
    >>> two = Header("b", "", date(2018, 9, 5), "Daily", "en", "", "", "00000001000000020000000300000009")
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
        alike.setdefault(len(header.signature) // PAIR * PAIR, []).append(header)
    found: list[Header] = []
    for length, some in alike.items():
        if length:
            digits = bytes.fromhex("".join(header.signature[:length] for header in some))
            numbers = np.frombuffer(digits, dtype=">u8").astype(np.uint64).reshape(len(some), -1)
            pairs = numbers * np.uint64(SPREAD) + np.arange(length // PAIR, dtype=np.uint64)
            _, which, times = np.unique(pairs, return_inverse=True, return_counts=True)
            shared = (times[which] > 1).reshape(pairs.shape).sum(axis=1)
            found += [header for header, count in zip(some, shared, strict=True) if count >= _fewest(header.signature)]
    return found


def _pairs(signature: str) -> list[Pair]:
    """A signature in pairs of numbers, each with its place. Two that share more than half of it share a whole pair."""
    return [(at, signature[at : at + PAIR]) for at in range(0, len(signature) // PAIR * PAIR, PAIR)]


def _fewest(signature: str) -> int:
    """The pairs that two signatures share at least if they are of the same story: each number that differs spoils one.

    >>> _fewest("0" * 512), _fewest("0" * 32)
    (7, 1)
    """
    pairs = len(signature) // PAIR
    return max(1, pairs - int(2 * pairs * (1 - SAME_STORY)))


def _alike(one: str, other: str) -> bool:
    places = range(0, min(len(one), len(other)), NUMBER)
    same = sum(one[at : at + NUMBER] == other[at : at + NUMBER] for at in places)
    return bool(one and other) and same * NUMBER / max(len(one), len(other)) >= SAME_STORY
