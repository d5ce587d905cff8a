"""What every section is made from, and the runs that all sections print: figures with targets, notes, voices, places.

Two things lead from a printed figure to its evidence: `data-figure` names its target in the annex (the card of its one
fact, or the row that shows how it is made of several), and note numbers lead to each fact's card.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from sitrep.model import (
    DRAFT,
    Change,
    Claim,
    Clearance,
    Coverage,
    Fact,
    Figure,
    Header,
    Orphan,
    Period,
    Place,
    Previous,
    Rejection,
    Term,
)
from sitrep.report import grammar, wording
from sitrep.report.wording import Line, Note, Run, Words

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

NAMED_IN = "en"  # the language in which the gazetteer names countries
# Runs of at least so many note numbers in a row print as "8–10".
NOTES_JOINED = 3
DECEPTIVE = "deceptive_text"  # the flag of a fact whose text hides what it says
# What makes two figures one and the same, whatever place they are listed under.
Kinship = tuple[str, str, str, str | None, tuple[Term, ...], Change | None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the sections of one report in one language are made from; nothing else is read."""

    config: "Config"
    words: Words
    gazetteer: "Gazetteer"
    headers: Mapping[str, Header]  # of the documents that the edition tells of
    coverage: Coverage  # of all that were read
    rejections: tuple[Rejection, ...]
    facts: Mapping[str, Fact]
    figures: tuple[Figure, ...]
    period: Period
    as_of: date
    number: int
    revision: int
    earlier: tuple[Previous, ...]  # editions, oldest first; the last is compared with
    version: str
    letters: Mapping[str, str]  # document → A, B, C…
    notes: Mapping[str, int]  # fact → note number
    codes: Mapping[str, tuple[str, str]]  # fact → voice and Admiralty code
    twins: Mapping[Kinship, Figure]  # the one figure whose row in the annex stands for all that are the same
    rows: Mapping[str, Figure]  # the same by the id of each figure
    nested: Mapping[str, str]  # place id that the gazetteer does not list → name as written
    orphans: tuple[Orphan, ...] = ()  # decisions that could not be applied
    withheld: Mapping[str, int] = field(default_factory=dict)  # how much of each kind must not leave the office
    clearance: Clearance = DRAFT
    corrects: Previous | None = None  # the version of this report that was sent before

    @property
    def previous_number(self) -> int | None:
        """The number of the edition that is compared with; None for a first one."""
        return self.earlier[-1].number if self.earlier else None


def kinship(figure: Figure) -> Kinship:
    """What a figure shares with the figures of wider places that are made of the same terms."""
    compared = figure.change if figure.change and figure.change.kind != "first" else None
    return (figure.indicator, figure.kind, figure.unit, figure.group, figure.terms, compared)


# --- figures and their targets --------------------------------------------------------------------------------------


def row_id(figure: Figure, *path: int) -> str:
    """The id of a figure's row in the annex, or of a term (and a claim) in it, counted from 1."""
    return "--".join([f"w-{figure.id}", *map(str, path)])


def _row_of(inputs: Inputs, figure: Figure) -> Figure:
    """The figure whose row in the annex stands for this one. Its terms may be thousands, so they are compared once."""
    return inputs.rows.get(figure.id) or inputs.twins.get(kinship(figure), figure)


def figure_run(inputs: Inputs, figure: Figure, style: str = "short") -> Run:
    """A figure's number, leading to the card of its one fact or to its row in the annex.

    Style "tile" is short and rounded as the indicator asks; "short" is for tables, "long" for sentences.
    """
    source = _row_of(inputs, figure)
    low, high, qualifier = figure.low, figure.high, figure.qualifier
    if style == "tile" and _is_rounded(inputs, figure):
        low, high, qualifier = wording.rounded(low, high, qualifier)
    text = wording.number(
        inputs.words, low, high, qualifier, "short" if style == "tile" else style, is_more_than(inputs, figure.facts),
        gender(inputs, figure),
    )
    return Run(text, "figure", _target(inputs, source, figure.facts), figure.low, figure.high, source)


def term_run(inputs: Inputs, figure: Figure, index: int, style: str = "short") -> Run:
    """The number of one term of a figure: what all voices together say of one event or stock."""
    source = _row_of(inputs, figure)
    term = figure.terms[index]
    facts = tuple(fact for claim in term.claims for fact in claim.facts)
    text = wording.number(
        inputs.words, term.low, term.high, term.qualifier, style, is_more_than(inputs, facts), gender(inputs, figure))
    path = (index + 1,) if len(figure.terms) > 1 else ()
    return Run(text, "figure", _target(inputs, source, facts, *path), term.low, term.high, source)


def claim_run(inputs: Inputs, figure: Figure, index: int, place: int, style: str = "short") -> Run:
    """The number that one voice gives of one term; `place` counts the term's claims."""
    source = _row_of(inputs, figure)
    claim = figure.terms[index].claims[place]
    text = wording.number(
        inputs.words, claim.low, claim.high, claim.qualifier, style, is_more_than(inputs, claim.facts),
        gender(inputs, figure),
    )
    if len(figure.terms[index].claims) == 1:
        return replace(term_run(inputs, figure, index, style), text=text)
    target = _target(inputs, source, claim.facts, index + 1, place + 1)
    return Run(text, "figure", target, claim.low, claim.high, source)


def fact_run(inputs: Inputs, fact: Fact, style: str = "short") -> Run:
    """The number of one fact, leading to its card."""
    text = wording.number(
        inputs.words, fact.low, fact.high, fact.qualifier, style, is_more_than(inputs, (fact.id,)),
        gender(inputs, fact),
    )
    return Run(text, "figure", fact.id, fact.low, fact.high)


def apart_run(inputs: Inputs, fact: Fact) -> Run:
    """The number of a fact that is shown and not added: in parentheses."""
    return apart(inputs, fact_run(inputs, fact))


def apart(inputs: Inputs, run: Run) -> Run:
    """The run in the parentheses of what is not added."""
    text = wording.plain(wording.line(inputs.words, "numbers.short.apart", number=run.text))
    return replace(run, text=text, kind="apart")


def gender(inputs: Inputs, counted: Figure | Fact) -> str:
    """The gender of what a figure or fact counts."""
    return grammar.gender(inputs.words, counted.indicator, counted.group or counted.unit)


def _target(inputs: Inputs, source: Figure, facts: Sequence[str], *path: int) -> str:
    """The card of the one fact that states the number, else the row that shows how it is made."""
    has_more = is_computed(inputs, source, facts) or len(source.terms) == 1 and _is_beside(source.terms[0])
    return row_id(source, *path) if has_more or len(facts) != 1 else facts[0]


def _is_beside(term: Term) -> bool:
    """Whether something is told of how a number differs from that of its parts, or of the whole."""
    return term.parts is not None or term.whole is not None


def _is_rounded(inputs: Inputs, figure: Figure) -> bool:
    indicator = inputs.config.indicators.get(figure.indicator)
    return figure.unit == "people" and indicator is not None and indicator.rounding == "3sf"


def is_more_than(inputs: Inputs, facts: Iterable[str]) -> bool:
    """Whether each open number among the facts was given as "more than", not as "at least" or "dozens".

    A number that an officer corrected is no longer the one that stands behind those words.
    """
    open_ones = [inputs.facts[fact] for fact in facts if inputs.facts[fact].high is None]
    said = inputs.words.strings["numbers"].get("more_than_words") or ()
    words = re.compile(r"\b(" + "|".join(map(re.escape, said)) + r")\b", re.IGNORECASE) if said else None
    return bool(open_ones) and words is not None and all(
        fact.qualifier == "at_least" and words.search(_near(fact)) is not None and "corrected" not in fact.flags
        for fact in open_ones
    )


def _near(fact: Fact) -> str:
    """The quote and the two words before it."""
    before = fact.sentence.partition(fact.quote)[0] if fact.quote in fact.sentence else ""
    return " ".join([*before.split()[-2:], fact.quote])


# --- notes ----------------------------------------------------------------------------------------------------------


def notes_run(inputs: Inputs, facts: Iterable[str], last_word: str = "") -> Run:
    """Note numbers of the facts, ascending, "8–10" for three in a row; `last_word` is kept on their line."""
    numbers = sorted({inputs.notes[fact]: fact for fact in facts if fact in inputs.notes}.items())
    streaks: list[list[tuple[int, str]]] = []
    for number, fact in numbers:
        if streaks and streaks[-1][-1][0] == number - 1:
            streaks[-1].append((number, fact))
        else:
            streaks.append([(number, fact)])
    notes: list[Note] = []
    for streak in streaks:
        is_long = len(streak) >= NOTES_JOINED
        kept = [streak[0], streak[-1]] if is_long else streak
        notes += [Note(str(n), fact, is_long and i == 1) for i, (n, fact) in enumerate(kept)]
    return Run(last_word, "notes", notes=tuple(notes))


def cited(inputs: Inputs, value: Line, facts: Iterable[str]) -> Line:
    """The line with its note numbers behind its last word."""
    value = wording.tidy(value)
    last = value[-1] if value else Run("")
    if last.kind != "text" or last.strong:
        return (*value, notes_run(inputs, facts))
    head, space, word = last.text.rpartition(" ")
    return wording.tidy((*value[:-1], replace(last, text=head + space), notes_run(inputs, facts, word)))


# --- voices, documents, places --------------------------------------------------------------------------------------


def voice_name(inputs: Inputs, voice: str) -> Run:
    """A voice as tables print it; a document that names no origin speaks for itself."""
    if voice.startswith("document:"):
        letter = inputs.letters.get(voice.removeprefix("document:"), "")
        return Run(wording.plain(wording.line(inputs.words, "voices.document_short", letter=letter)), "ref")
    known = inputs.config.voice(voice)
    return wording.name(known.names.get(inputs.words.language) or _role(inputs, voice).get("name") or known.name)


def _role(inputs: Inputs, voice: str) -> Mapping[str, str]:
    """What the language calls one who is named by a role ("camp manager") that voices.yaml does not list."""
    roles: Mapping[str, Mapping[str, str]] = wording.find(inputs.words, "voices.roles") or {}
    bare = voice.casefold().removeprefix("the ")
    return next((role for name, role in roles.items() if name.casefold() == bare), {})


def voice_title(inputs: Inputs, voice: str) -> Run:
    """A voice at the start of a table's cell, with its first letter in upper case."""
    return wording.sentence((voice_name(inputs, voice),))[0]


def voice_marked(inputs: Inputs, voice: str) -> Line:
    """A voice at the start of a table's cell, with the mark of a party to the conflict if it is one."""
    title = voice_title(inputs, voice)
    party = inputs.config.voice(voice).party
    return (title, Run(f" ({wording.pattern(inputs.words, 'voices.party')})")) if party else (title,)


def voice_said(inputs: Inputs, voice: str) -> Line:
    """A voice in a sentence, with the article that the language puts before bodies."""
    if voice.startswith("document:"):
        letter = inputs.letters.get(voice.removeprefix("document:"), "")
        return (Run(wording.plain(wording.line(inputs.words, "voices.document", letter=letter)), "ref"),)
    said = _role(inputs, voice).get("said")
    if said and inputs.words.language not in inputs.config.voice(voice).names:
        return grammar.named(inputs.words, said)
    return wording.with_article(inputs.words, voice_name(inputs, voice))


def actor_said(inputs: Inputs, actor: str) -> Line:
    """Who did it, in a sentence: a country by its name in the language, others as voices are."""
    if inputs.gazetteer.whole(actor):
        country = inputs.gazetteer.country(actor) or ""
        return grammar.with_article(inputs.words, place_name(inputs, country), "country")
    return voice_said(inputs, actor)


def place_name(inputs: Inputs, place_id: str) -> str:
    """A place as the page names it: "Idlib governorate" for the first level, the name as written if unlisted."""
    if place_id in inputs.nested:
        return inputs.nested[place_id]
    if not is_listed(inputs, place_id):
        return wording.pattern(inputs.words, "places.unplaced")
    place = inputs.gazetteer.place(place_id)
    name = called(inputs, place)
    key = grammar.sounded(inputs.words, f"places.{place.kind}", name)
    return wording.plain(wording.line(inputs.words, key, name=name)) if wording.has(inputs.words, key) else name


def place_begins(inputs: Inputs, place_id: str) -> Run:
    """A place where a cell or line begins with it: "Gouvernorat d’Idlib"; a name alone keeps its letters ("al-Bab")."""
    name = place_name(inputs, place_id)
    is_bare = not is_listed(inputs, place_id) or name == called(inputs, inputs.gazetteer.place(place_id))
    return wording.name(name if is_bare else name[:1].upper() + name[1:])


def called(inputs: Inputs, place: Place) -> str:
    """The bare name of a place in the language of the page; where none is known, as the gazetteer has it."""
    words = inputs.words
    known = inputs.gazetteer.called(place.id, words.language)
    if known or place.kind != "country":
        return known or place.name
    own = wording.find(words, f"places.countries.{place.id}")
    return own or (wording.country(words, place.id) if words.language != NAMED_IN else "") or place.name


def title(inputs: Inputs) -> str:
    """The title of the report; one that is the name of a place in its country is that place's in the language."""
    given, country = inputs.config.title, inputs.config.country
    place = inputs.gazetteer.find(given, (country,)) if is_listed(inputs, country) else None
    return called(inputs, place) if place is not None and place.name == given else given


def is_listed(inputs: Inputs, place_id: str) -> bool:
    """Whether the gazetteer has the place; it has no country for a report that names none."""
    try:
        inputs.gazetteer.place(place_id)
    except KeyError:
        return False
    return True


def place_path(inputs: Inputs, place_id: str) -> tuple[str, ...]:
    """Ids from the country down to the place; an unlisted place ends the path of the listed one around it."""
    listed, _, inner = place_id.partition("/")
    try:
        path = tuple(inputs.gazetteer.path(listed))
    except KeyError:
        path = (listed,)
    return (*path, place_id) if inner else path


def pcode(inputs: Inputs, place_id: str) -> str:
    """The P-code of a place, "" where the gazetteer has none."""
    return inputs.gazetteer.place(place_id).pcode or "" if is_listed(inputs, place_id) else ""


def where(inputs: Inputs, indicator: str, places: Iterable[str], most: int = 3) -> Line:
    """The places in a sentence: "in Jisr al-Shughour", "from Idlib governorate"; at most `most` are named."""
    listed = [place for place in places if place in inputs.nested or is_listed(inputs, place)]
    names = {place_name(inputs, place): _kind(inputs, place) for place in listed}
    if not names:
        return ()
    own = f"indicators.{indicator}.where"
    key = wording.pattern(inputs.words, own) if wording.has(inputs.words, own) else "in"
    return grammar.placed(inputs.words, f"places.{key}", list(names.items()), most)


def _kind(inputs: Inputs, place_id: str) -> str:
    return "other" if place_id in inputs.nested else inputs.gazetteer.place(place_id).kind


# --- indicators -----------------------------------------------------------------------------------------------------


def label(inputs: Inputs, figure: Figure, short: bool = False) -> str:
    """What a figure counts, for tiles and tables: "People killed", "Children killed", "Families displaced"."""
    words, group = inputs.words, figure.group
    base = f"indicators.{figure.indicator}"
    form = f"{base}.labels.{figure.unit}"
    if wording.has(words, form) and (group or figure.unit == "families"):
        return grammar.several(words, form, gender(inputs, figure), group or figure.unit)
    if short and wording.has(words, f"{base}.short"):
        return wording.pattern(words, f"{base}.short")
    configured = inputs.config.indicators.get(figure.indicator)
    given = configured.label.get(words.language) if configured else None
    told = given or wording.pattern(words, f"{base}.label")
    if figure.group and not wording.has(words, base):
        who = wording.pattern(words, f"groups.{figure.group}", grammar.SEVERAL)
        return wording.plain(wording.line(words, "indicators.own.labels", label=told, who=who))
    return told


def inside_sentence(text: str) -> str:
    """A label inside a sentence: with a small first letter, unless it is an abbreviation.

    >>> inside_sentence("People killed"), inside_sentence("IDPs")
    ('people killed', 'IDPs')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def said(inputs: Inputs, figure: Figure, run: Run, form: str = "said") -> Line:
    """A number with what it counts: "nine people were reported killed" (said), "nine people killed" (noun)."""
    words = inputs.words
    base = f"indicators.{figure.indicator}"
    own = base if wording.has(words, f"{base}.{form}") else "indicators.own"
    told = inside_sentence(label(inputs, figure))
    return grammar.agreed(words, f"{own}.{form}", run, gender(inputs, figure), figure.group or figure.unit, told)


def unit(inputs: Inputs, figure: Figure) -> str:
    """The unit under a tile's number: "people", "strikes"."""
    many = figure.high if figure.high is not None else figure.low or 0
    own = f"indicators.{figure.indicator}.unit"
    if figure.unit == "families" or not wording.has(inputs.words, own):
        return wording.pattern(inputs.words, f"units.{figure.unit}", many)
    return wording.pattern(inputs.words, own, many)


# --- what figures say -----------------------------------------------------------------------------------------------


def differs(term: Term) -> bool:
    """Whether the voices of a term give different numbers."""
    return len({(claim.low, claim.high) for claim in term.claims}) > 1


def is_contested(figure: Figure) -> bool:
    """Whether voices differ on any event or stock in the figure."""
    return any(differs(term) for term in figure.terms)


def is_deceptive(inputs: Inputs, figure: Figure) -> bool:
    """Whether one of the texts behind a figure hides what it says."""
    return any(DECEPTIVE in inputs.facts[fact].flags for fact in figure.facts)


def widest(inputs: Inputs) -> tuple[Figure, ...]:
    """Each number of the period once: events in the sum of their whole country, all else (never added) at its place."""
    ours = (figure for figure in inputs.figures if figure.kind not in ("to_date", "revised"))
    return tuple(f for f in ours if f.kind != "event" or is_whole(inputs, f))


def is_whole(inputs: Inputs, figure: Figure) -> bool:
    """Whether a figure is of a whole country."""
    return len(place_path(inputs, figure.place_id)) == 1


def is_computed(inputs: Inputs, figure: Figure, facts: Iterable[str]) -> bool:
    """Whether a number of people is made of counts of families."""
    return figure.unit == "people" and any(inputs.facts[fact].unit == "families" for fact in facts)


def main(inputs: Inputs, indicator: str) -> Figure | None:
    """The figure that stands for an indicator: events before totals, the report's country and wide places before
    others, everyone before groups, people before families, then the larger number."""
    known = [f for f in widest(inputs) if f.indicator == indicator and f.kind in ("event", "stock") and f.terms]
    home = inputs.config.country

    def rank(figure: Figure) -> tuple[bool, bool, int, tuple[int, int, str, str], int]:
        path = place_path(inputs, figure.place_id)
        return (figure.kind != "event", path[0] != home, len(path), order(inputs, figure), -size(figure))

    return min(known, key=rank, default=None)


def size(figure: Figure) -> int:
    """How large a figure is, for ordering: its high bound, or its low where it is open."""
    return figure.high if figure.high is not None else figure.low or 0


def order(inputs: Inputs, figure: Figure) -> tuple[int, int, str, str]:
    """Sort key: indicators as configured, everyone before groups, people before families."""
    known = list(inputs.config.indicators)
    index = known.index(figure.indicator) if figure.indicator in known else len(known)
    return (index, 0 if figure.group is None else 1, figure.unit != "people" and figure.unit or "", figure.group or "")


def claims_of(figure: Figure) -> list[tuple[int, int, Claim]]:
    """Every claim with the place of its term and its own place in it."""
    return [(t, c, claim) for t, term in enumerate(figure.terms) for c, claim in enumerate(term.claims)]


def fact_place(fact: Fact) -> str:
    """Id of the narrowest place of a fact; a place that only its parent is listed of has the name as written."""
    if fact.place_match == "inside" and fact.place and fact.place_id:
        return f"{fact.place_id}/{fact.place.casefold()}"
    return fact.place_id or fact.country or ""
