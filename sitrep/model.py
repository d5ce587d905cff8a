"""The nouns of the product: one frozen dataclass each, and nothing that acts.

    seeds → Document → Fact → Figure → Report → Edition

DESIGN words apply: a publisher prints, a voice vouches, a quantity is what was said of a number, a figure is one
printed number with the facts behind it. Every value here can be compared, hashed, pickled and written as JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

# The taxonomy of corpus and report. A flow is counted over a window, a stock is read at a date (IDMC's terms).
# `refugees` is the one indicator whose kind hangs on the fact: who crossed is a flow, who lives abroad a stock.
UNITS: Mapping[str, tuple[str, ...]] = {
    "killed": ("people",), "injured": ("people",), "missing": ("people",), "detained": ("people",),
    "displaced": ("people", "families"), "idps": ("people", "families"), "refugees": ("people", "families"),
    "returned": ("people", "families"), "affected": ("people", "families"), "in_need": ("people", "families"),
    "reached": ("people", "families"), "airstrikes": ("incidents",), "attacks": ("incidents",),
    "munitions": ("munitions",), "homes_destroyed": ("buildings",), "homes_damaged": ("buildings",),
    "facilities_hit": ("buildings",),
}
STOCKS = frozenset({"missing", "idps", "affected", "in_need", "reached"})
# Who or what is counted where it is not everyone, by what the corpus guide names; which lies in which is `reconcile`'s.
GROUPS = (
    "civilians", "children", "women", "men", "elderly", "fighters", "soldiers", "police", "aid_workers", "medics",
    "journalists", "hospitals", "schools",
)
QUALIFIERS = ("exact", "at_least", "at_most", "about", "range", "vague")
ACTIONS = ("accept", "reject", "correct", "merge", "split")
METHODS = ("range", "priority", "majority", "latest")  # of choosing between voices that differ


@dataclass(frozen=True, slots=True)
class Clock:
    """The one reading of the clock that a build makes; passed down, never read again."""

    now: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The days that an edition covers, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Start and end in a text, as Python slices it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a document besides its text. `published` is None when neither document nor manifest says."""

    id: str
    title: str
    published: date | None
    publisher: str
    language: str
    url: str
    sha256: str
    signature: str = ""  # MinHash of the text's word runs, in digits: near-identical texts share most of it
    acknowledged: bool = False  # the manifest knows that nothing can be read from it


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read for an edition, counted: it tells of some of these documents only.

    `later` documents were published after the edition's day, `undated` ones at a time that nobody says, those
    `in_period` within its period. `facts` are those that the edition may know of and nobody rejected.
    """

    documents: int
    publishers: int
    later: int
    undated: int
    in_period: int
    facts: int
    digest: str  # of the documents' contents, short


@dataclass(frozen=True, slots=True)
class TableRow:
    """One count of a spreadsheet: the name of its row ("row 14"), and where in the text line, quote and number stand.

    `cells` are its filled cells as text, by what the column means (`sitrep.sources.table.COLUMNS`).
    """

    name: str
    line: Span
    quote: Span
    amount: Span
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column of a spreadsheet that is not understood, where its name stands in the text."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source text exactly as read. That of a spreadsheet is made: a line for each of its `rows`."""

    header: Header
    text: str
    rows: tuple[TableRow, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A seed that could not be read, and why. `acknowledged` in the manifest means that an officer knows."""

    id: str
    reason: str
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """What was said of a number. `high` is None when open above, `low` when open below."""

    low: int | None
    high: int | None
    qualifier: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. `kind` is country, admin1, admin2, town or site; `parent` leads up to the country."""

    id: str
    name: str
    kind: str
    country: str  # ISO 3166-1 alpha-3
    parent: str | None
    lat: float | None
    lon: float | None
    pcode: str | None
    population: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """Where a document states once more what a fact says already. Spans are those of `section`, as a fact's are."""

    section: str
    span: Span
    number: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer ruled about a fact: one line of config/decisions.csv.

    `value` is the right value of `field` (correct), or the id of the other fact (merge: the two are one count; split:
    they are two events). `sentence`, `number` and `indicator` are the fact's as read: they find it when ids change.
    `who` is office staff, and is never printed in what leaves the office.
    """

    fact: str
    action: str  # accept, reject, correct, merge or split
    field: str
    value: str
    who: str
    when: date
    why: str
    sentence: str = ""
    number: str = ""
    indicator: str = ""
    line: int = 0  # of the file
    read: str = ""  # what was read from the text where `value` now stands; "none" for nothing


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that could not be applied. `reason`: gone, ambiguous, other_gone, unlike or contradiction."""

    decision: Decision
    reason: str
    detail: str = ""  # of a contradiction: which


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim that one sentence makes; the meanings are those of the annotation guide."""

    id: str
    document: str
    indicator: str
    low: int | None
    high: int | None
    qualifier: str
    unit: str
    group: str | None
    place: str | None
    country: str | None
    actor: str | None
    start: date | None
    end: date | None
    scope: str  # event or cumulative
    status: str  # reported or projected
    attribution: str | None
    part_of: str | None  # id of the total
    quote: str
    sentence: str
    span: Span
    section: str  # title, deck, body, caption or teaser
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str | None = None
    pcode: str | None = None
    place_match: str = "unresolved"  # exact, fuzzy, inside or unresolved
    destination: str | None = None
    rule: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    number: Span = Span(0, 0)  # of the number and the noun that it counts, inside `span`
    repeats: tuple[Repeat, ...] = ()
    decisions: tuple[Decision, ...] = ()  # those in force about it; flags tell which actions

    @property
    def is_rejected(self) -> bool:
        """Whether an officer ruled that no figure may be made of it."""
        return "rejected" in self.flags

    @property
    def apart_from(self) -> tuple[str, ...]:
        """Ids of the facts that an officer ruled to be of another event than this one."""
        return tuple(d.value if d.fact == self.id else d.fact for d in self.decisions if d.action == "split")


@dataclass(frozen=True, slots=True)
class Claim:
    """One voice's number of one event or stock: that of its first fact; the others say the same elsewhere."""

    voice: str
    low: int | None
    high: int | None
    qualifier: str
    published: date | None
    facts: tuple[str, ...]
    code: str  # Admiralty: reliability A–F of the voice, credibility 1–6 of the claim


@dataclass(frozen=True, slots=True)
class Term:
    """One event or stock: its claims, voice by voice. Low is the lowest claim, high the highest; never their sum.

    `inside` holds the facts that overlap with it: parts, narrower or older counts; they are shown, never added.
    `parts` is what the counts of narrower places inside it come to; `whole` is a count of a wider place that it is one
    of the parts of, and that comes to less than they do. A reader is told how far total and parts differ.
    """

    place_id: str
    start: date | None
    end: date | None
    low: int | None
    high: int | None
    qualifier: str
    claims: tuple[Claim, ...]
    inside: tuple[str, ...] = ()
    best: int | None = None  # where one number is wanted: that of the voice most to be believed
    parts: Quantity | None = None
    whole: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The edition to compare with: its figures by id, as `figures.json` has them, and that file's sha256.

    `name` and `sha256` are empty where the office gave the figures of a report made elsewhere (`baseline`); its
    figures have no terms. `revision` is that of its period.
    """

    name: str
    number: int
    period: Period
    figures: Mapping[str, Mapping[str, Any]]
    sha256: str
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure stands against the edition before: first, unchanged, up, down or not_comparable.

    Bounds and qualifier are those of the edition before, as that period is known now; `printed` holds what it printed
    where that is another number. Of a figure of kind `revised`, which is of the period before: up, down or withdrawn.
    """

    kind: str
    number: int  # of the edition compared with
    low: int | None
    high: int | None
    qualifier: str
    printed: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that the report may print. Its terms stand for disjoint events and are the only thing ever added.

    `kind`: event (in the period), to_date (events since the start of the crisis, those of the period among them),
    revised (events of the period before, where more is known now than its edition printed), since (a running total of
    a flow), stock, or projected.
    `id` is stable from one edition to the next, so that change can be told.
    """

    id: str
    indicator: str
    kind: str
    unit: str
    group: str | None
    place_id: str
    start: date | None
    end: date | None
    low: int | None
    high: int | None
    qualifier: str
    terms: tuple[Term, ...]
    apart: tuple[str, ...] = ()  # facts of the same thing that are shown but not added: undated ones
    change: Change | None = None
    best: int | None = None  # the sum of its terms' best numbers
    flags: tuple[str, ...] = ()  # contested, undated, unplaced, as_published, party, computed

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every voice's number in every term."""
        return tuple(claim for term in self.terms for claim in term.claims)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that the number is made of, in order, each once."""
        return tuple(dict.fromkeys(fact for claim in self.claims for fact in claim.facts))

    @property
    def voices(self) -> tuple[str, ...]:
        """Voices that vouch for the number, each once."""
        return tuple(dict.fromkeys(claim.voice for claim in self.claims))


@dataclass(frozen=True, slots=True)
class Bar:
    """One mark of a trend: a number over a window of days, or undated. `figure` is what `data-figure` names."""

    start: date | None
    end: date | None
    low: int | None
    high: int | None
    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a trend: flows are bars over their days, stocks dots at their dates."""

    title: str
    note: str
    kind: str  # flow or stock
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """What the trend chart draws. A day without a bar is a gap, never a zero."""

    period: Period
    days: tuple[str, ...]  # label under each day, in order; two lines are split by a newline
    undated: str  # label of the last column, which stands only if a bar is undated
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bubble:
    """One number of a map, at its place. `is_wide`: of an area, because no narrower place is known."""

    name: str
    lat: float
    lon: float
    low: int | None
    high: int | None
    label: str
    figure: str  # what `data-figure` names
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Landmark:
    """A name that helps to find one's way on a map: of a province (admin1) or a town."""

    name: str
    lat: float
    lon: float
    kind: str


@dataclass(frozen=True, slots=True)
class Map:
    """What the map draws: the numbers of one figure by place, in one country."""

    country: str  # ISO 3166-1 alpha-3
    bubbles: tuple[Bubble, ...]
    landmarks: tuple[Landmark, ...]  # the more important first
    countries: Mapping[str, str]  # name by code
    sizes: tuple[tuple[int, str], ...]  # numbers whose bubbles explain the scale, the largest first, and their words
    distance: str  # of the scale bar, with {number} for kilometres


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a hand-written text that are set alike; `url` is where they lead, "" for nowhere."""

    text: str
    strong: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a hand-written text; `lines` has one entry, of a list one for each point."""

    kind: str  # heading, paragraph, bullets or numbers
    lines: tuple[tuple[Stretch, ...], ...]
    first: int = 1  # of numbers: where they begin


@dataclass(frozen=True, slots=True)
class Section:
    """What one section's template is given. `content` is empty where nothing stands but what the office wrote."""

    id: str
    title: str
    content: Mapping[str, Any] = field(default_factory=dict)
    text: tuple[Block, ...] = ()  # written by the office
    text_at: str = "top"  # or bottom: before or after the content


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether a person has seen an edition before it leaves the office.

    `status` is draft (nobody has: it goes to the clearers alone), cleared (`by` a person, `on` a day, `of` that draft)
    or none (the office has written down that nobody clears its reports).
    """

    status: str = "draft"
    by: str = ""
    on: date | None = None
    of: str = ""


DRAFT = Clearance()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What tells an edition from others that hold the same: its number, revision and clearance.

    `corrects` is the last edition of the same period that was no draft; None where this one is the first.
    """

    number: int
    revision: int
    clearance: Clearance = DRAFT
    corrects: Previous | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the page is made of, in one language. `name` is the stem of its files."""

    name: str
    language: str
    direction: str  # ltr or rtl
    title: str
    number: int
    revision: int
    period: Period
    as_of: date
    sections: tuple[Section, ...]
    content: Mapping[str, Any] = field(default_factory=dict)  # what every section may use: masthead, strings, notes
    clearance: Clearance = DRAFT


@dataclass(frozen=True, slots=True)
class Edition:
    """One published run."""

    name: str
    number: int
    revision: int
    period: Period
    folder: str
    exit_code: int = 0
    unchanged: bool = False
    clearance: Clearance = DRAFT


PLAIN = frozenset({type(None), str, int, float, bool})  # most values are: 10,000 documents have millions


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: dataclasses as objects, dates as ISO text, a span as a pair.

    >>> plain(Period(date(2018, 9, 3), date(2018, 9, 9)))
    {'start': '2018-09-03', 'end': '2018-09-09'}
    >>> plain(Span(3, 9))
    [3, 9]
    """
    if type(value) in PLAIN:
        return value
    if isinstance(value, Span):
        return [value.start, value.end]
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        fields = ((name, getattr(value, name)) for name in value.__dataclass_fields__)
        return {name: item if type(item) in PLAIN else plain(item) for name, item in fields}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in PLAIN else plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
