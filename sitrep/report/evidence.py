"""The sections that let a reader check: gaps and method, sources, the annex, what could not be read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from sitrep.markdown import safe_url
from sitrep.model import Claim, Fact, Figure, Header, Term
from sitrep.report import inputs as what
from sitrep.report import mapped, narrative, reviewed, wording
from sitrep.report.explained import visible
from sitrep.report.inputs import DECEPTIVE, Inputs
from sitrep.report.wording import Line, Run

# On paper the annex has at most so many rows and cards: each takes 14 ms to draw, and nobody reads 300 pages of them.
# The web page and facts.csv have them all.
PAPER = 120
REJECTED = 60  # rows on two sheets: a folder of thousands of pictures must not draw thousands of rows
CLAIMS = 12  # of a row, as many of its events as have no more

# --- gaps and method ------------------------------------------------------------------------------------------------


def gaps_method(inputs: Inputs) -> Mapping[str, Any]:
    """What was read, what nobody reported, what is undated, unplaced, doubtful or left out; how figures are made."""
    words = inputs.words
    items = [_read(inputs), _unreported(inputs), *_left(inputs), *_doubts(inputs), *reviewed.items(inputs)]
    if any(entry.enabled and entry.id in ("map", "key_visual") for entry in inputs.config.sections):
        items.append(() if mapped.is_drawn(inputs) else wording.line(words, "gaps_method.no_map"))
    items += [wording.line(words, "gaps_method.adding"), wording.line(words, "gaps_method.choosing")]
    return {"items": tuple(item for item in items if item)}


def _read(inputs: Inputs) -> Line:
    words = inputs.words
    publishers, documents = inputs.coverage.publishers, inputs.coverage.documents
    voices = {voice for voice, _ in inputs.codes.values()}
    return wording.sentence(wording.line(
        words, "gaps_method.read" if publishers else "gaps_method.read_one",
        documents=wording.counted(words, "counted.documents", documents),
        publishers=wording.counted(words, "counted.publishers", publishers),
        facts=wording.counted(words, "counted.facts", len(inputs.notes)),
        voices=wording.counted(words, "counted.voices", len(voices)),
    ))


def _unreported(inputs: Inputs) -> Line:
    reported = {figure.indicator for figure in inputs.figures}
    silent = [name for name in inputs.config.indicators if name not in reported]
    if not silent:
        return ()
    labels = []
    for name in silent:
        given = inputs.config.indicators[name].label.get(inputs.words.language)
        text = given or wording.pattern(inputs.words, f"indicators.{name}.label")
        labels.append(what.inside_sentence(text))
    return wording.line(inputs.words, "gaps_method.unreported", list=wording.joined(inputs.words, labels))


def _left(inputs: Inputs) -> list[Line]:
    """Documents and facts that are not in this issue, and why."""
    read = inputs.coverage
    return [
        _counted(inputs, "later", "documents", read.later),
        _counted(inputs, "other_days", "facts", read.facts - len(inputs.notes)),
        _counted(inputs, "undated_documents", "documents", read.undated),
    ]


def _doubts(inputs: Inputs) -> list[Line]:
    shown = [inputs.facts[fact] for fact in inputs.notes]
    events = [fact for fact in shown if fact.status == "reported" and fact.scope == "event"]
    claimed = {fact for figure in inputs.figures for fact in figure.facts}
    inside = {fact for figure in inputs.figures for term in figure.terms for fact in term.inside} - claimed
    depth = {fact.id: len(what.place_path(inputs, what.fact_place(fact))) for fact in shown}
    lists = (
        ("undated", [fact.id for fact in events if fact.start is None and fact.end is None]),
        ("inside", sorted(inside)),
        ("wide", [fact.id for fact in shown if depth[fact.id] == 2]),
        ("unplaced", [fact.id for fact in shown if depth[fact.id] < 2]),
        ("doubtful", [fact.id for fact in shown if is_doubtful(inputs, fact)]),
        ("families", _families(inputs, shown)),
    )
    return [_counted(inputs, key, "facts", len(facts), facts) for key, facts in lists]


def _families(inputs: Inputs, shown: Iterable[Fact]) -> list[str]:
    """Facts that count families, where these are counted as people."""
    size = inputs.config.reconcile.household_size
    return [fact.id for fact in shown if size is not None and fact.unit == "families"]


def is_doubtful(inputs: Inputs, fact: Fact) -> bool:
    """Whether the reading of a fact is to be checked by hand, and nobody has done so."""
    return fact.confidence < inputs.config.thresholds.confidence and reviewed.ACCEPTED not in fact.flags


def _counted(inputs: Inputs, key: str, kind: str, count: int, facts: Sequence[str] = ()) -> Line:
    if not count:
        return ()
    words = inputs.words
    number = wording.counted(words, "counted.number", count)
    size = Run(wording.decimal(words, inputs.config.reconcile.household_size or 0), "ref")
    told = wording.sentence(wording.line(words, f"gaps_method.{key}", count, number=number, size=size))
    return what.cited(inputs, told, facts) if facts else told


# --- sources --------------------------------------------------------------------------------------------------------


def sources(inputs: Inputs, most: int | None = None) -> Mapping[str, Any]:
    """The documents that the report quotes, by letter, and the voices behind its figures.

    Of more than `most` documents, or voices, those with the most facts are shown, and the others counted.
    """
    words = inputs.words
    facts = Counter(inputs.facts[fact].document for fact in inputs.notes)
    quoted = sorted((h for h in inputs.headers.values() if h.id in facts), key=lambda h: letter_key(inputs, h.id))
    unused = inputs.coverage.documents - len(quoted)
    told = Counter(voice for voice, _ in inputs.codes.values())
    voices = sorted(told, key=lambda voice: (-told[voice], wording.plain(what.voice_name(inputs, voice))))
    most = most or len(quoted) + len(voices)
    kept = sorted(sorted(range(len(quoted)), key=lambda at: -facts[quoted[at].id])[:most])
    return {
        "documents": tuple(_document(inputs, quoted[at], facts[quoted[at].id]) for at in kept),
        "documents_left_out": narrative.left_out(inputs, len(quoted) - most),
        "voices": tuple(_voice(inputs, voice, told[voice]) for voice in voices[:most]),
        "voices_left_out": narrative.left_out(inputs, len(voices) - most),
        "unused": wording.sentence(wording.line(
            words, "sources.unused", unused, number=wording.counted(words, "counted.number", unused),
        )) if unused else (),
    }


def letter_key(inputs: Inputs, document: str) -> tuple[int, str]:
    """Sort key of a document's letter: A to Z, then AA."""
    letter = inputs.letters.get(document, "")
    return (len(letter), letter)


def _document(inputs: Inputs, header: Header, facts: int) -> Mapping[str, Any]:
    words = inputs.words
    published = wording.day(words, header.published, "short", year=True) if header.published else ""
    return {
        "letter": inputs.letters[header.id], "title": header.title, "publisher": header.publisher,
        "language": header.language, "url": safe_url(header.url),
        "published": published or wording.pattern(words, "dates.undated"), "facts": facts,
    }


def _voice(inputs: Inputs, voice: str, facts: int) -> Mapping[str, Any]:
    is_document = voice.startswith("document:")
    known = None if is_document else inputs.config.voice(voice)
    return {
        "name": (what.voice_title(inputs, voice),), "code": known.reliability if known else "F",
        "is_party": bool(known and known.party),
        "facts": wording.line(
            inputs.words, "sources.told", facts=wording.counted(inputs.words, "counted.facts", facts)),
    }


# --- annex ----------------------------------------------------------------------------------------------------------


def annex(inputs: Inputs, contents: Iterable[Any]) -> Mapping[str, Any]:
    """A row for each printed figure that is made of several facts, then a card for each fact, in order of note number.

    `contents` are those of the other sections: what they print is what needs a row.
    """
    printed: dict[str, Figure] = {}
    for run in runs(contents):
        if run.source is not None and run.target.startswith("w-"):
            printed.setdefault(run.source.id, run.source)
    rows = sorted(printed.values(), key=lambda figure: (*_first_note(inputs, figure), figure.id))
    cards = sorted(inputs.notes, key=inputs.notes.__getitem__)
    return {
        "rows": tuple(_workings(inputs, figure) for figure in rows),
        "cards": tuple(_card(inputs, inputs.facts[fact]) for fact in cards), "most": PAPER,
        "more": wording.sentence(_more(inputs, "annex.more", len(cards) - PAPER)),
    }


def _more(inputs: Inputs, key: str, count: int) -> Line:
    """That so many more stand elsewhere; nothing where there are no more."""
    if count <= 0:
        return ()
    return wording.line(inputs.words, key, count, number=wording.counted(inputs.words, "counted.number", count))


def runs(value: Any) -> Iterable[Run]:
    """Every run in a section's content, however deep it lies.

    >>> [run.text for run in runs({"a": [(Run("x"),)], "b": {"c": Run("y")}})]
    ['x', 'y']
    """
    if isinstance(value, Run):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from runs(item)
    elif isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        for item in value:
            yield from runs(item)


def _first_note(inputs: Inputs, figure: Figure) -> tuple[int, int]:
    return (min(inputs.notes[fact] for fact in figure.facts), len(figure.facts))


def _workings(inputs: Inputs, figure: Figure) -> Mapping[str, Any]:
    terms = [_term(inputs, figure, index, term) for index, term in enumerate(figure.terms)]
    told = list(accumulate(len(term.claims) for term in figure.terms))
    most = max(1, sum(count <= CLAIMS for count in told))
    title: list[Line] = [(Run(what.label(inputs, figure)),), (wording.name(what.place_name(inputs, figure.place_id)),)]
    if figure.kind != "event":
        title.append((Run(wording.pattern(inputs.words, f"annex.kinds.{figure.kind}")),))
    if figure.start or figure.end:
        title.append((Run(wording.span(inputs.words, figure.start, figure.end, "short"), "date"),))
    return {
        "id": what.row_id(figure), "low": figure.low, "high": figure.high,
        "title": wording.joined(inputs.words, title, "comma_only"),
        "figure": (what.figure_run(inputs, figure),), "terms": tuple(terms),
        "before": _before(inputs, figure), "beside": tuple(_beside(inputs, figure)), "most": most,
        "more": _more(inputs, "annex.more_terms", len(terms) - most),
    }


def _beside(inputs: Inputs, figure: Figure) -> Iterator[Line]:
    """How total and parts differ: what narrower places come to, or what was told of the whole that they are."""
    said = set()
    for term in figure.terms:
        for key, told in (("parts", term.parts), ("whole", term.whole)):
            if told is not None and (key, told) not in said:
                said.add((key, told))
                number = wording.number(inputs.words, told.low, told.high, told.qualifier)
                run = Run(number, "change", what.row_id(figure))
                yield what.cited(inputs, wording.line(inputs.words, f"annex.{key}", number=run), term.inside)


def _term(inputs: Inputs, figure: Figure, index: int, term: Term) -> Mapping[str, Any]:
    """A term of a row: its place and days if the row has several terms, its voices with a number if it has several."""
    many = len(figure.terms) > 1
    about: list[Line] = [(wording.name(what.place_name(inputs, term.place_id)),)]
    if term.start or term.end:
        about.append((Run(wording.span(inputs.words, term.start, term.end, "short"), "date"),))
    claims = [
        {
            "id": what.row_id(figure, index + 1, place + 1), "voice": what.voice_marked(inputs, claim.voice),
            "figure": (what.claim_run(inputs, figure, index, place),) if len(term.claims) > 1 else (),
            "facts": tuple((str(inputs.notes[fact]), fact) for fact in claim.facts), **_times(inputs, figure, claim),
        }
        for place, claim in enumerate(term.claims)
    ]
    return {
        "id": what.row_id(figure, index + 1), "figure": (what.term_run(inputs, figure, index),) if many else (),
        "about": wording.joined(inputs.words, about, "comma_only") if many else (), "claims": tuple(claims),
    }


def _times(inputs: Inputs, figure: Figure, claim: Claim) -> Mapping[str, Any]:
    """Of a claim that counts families as people: the families, and how many people make one."""
    size = inputs.config.reconcile.household_size
    if size is None or not what.is_computed(inputs, figure, claim.facts):
        return {"times": "", "families": ()}
    families = what.fact_run(inputs, inputs.facts[claim.facts[0]])
    told = wording.line(
        inputs.words, "annex.families", number=families, size=Run(wording.decimal(inputs.words, size), "ref"))
    return {"times": str(size), "families": told}


def _before(inputs: Inputs, figure: Figure) -> Line:
    change = figure.change
    if change is None or change.kind == "first":
        return ()
    before = wording.number(inputs.words, change.low, change.high, change.qualifier)
    return wording.line(
        inputs.words, "annex.before", before=Run(before, "change", what.row_id(figure)),
        edition=Run(str(change.number), "ref"),
    )


def _card(inputs: Inputs, fact: Fact) -> Mapping[str, Any]:
    words = inputs.words
    voice, code = inputs.codes[fact.id]
    header = inputs.headers[fact.document]
    placed: list[Line] = [(_place(inputs, fact),), (Run(_dated(inputs, fact), "date"),)]
    published = wording.day(words, header.published, "short") if header.published else ""
    return {
        "fact": fact.id, "number": str(inputs.notes[fact.id]), "low": fact.low, "high": fact.high,
        "counts": _counts(inputs, fact),
        "sentence": marked(fact), "language": header.language,
        "voice": (what.voice_title(inputs, voice),), "code": code,
        "letter": inputs.letters[fact.document], "published": published or wording.pattern(words, "dates.undated"),
        "placed": wording.joined(words, placed, "comma_only"), "confidence": _confidence(inputs, fact),
        "decisions": reviewed.notes(inputs, fact),
    }


def _style(inputs: Inputs, fact: Fact) -> str:
    """Digits, as in a tile; words where the language has one and two in the noun: "شخصين", not "2 من الأشخاص"."""
    is_bare = fact.low == fact.high and fact.qualifier != "about" and (fact.low or 0) in (1, 2)
    return "long" if is_bare and wording.find(inputs.words, "numbers.words_bare") else "short"


def _counts(inputs: Inputs, fact: Fact) -> Line:
    """The number of a card and what it counts: "9 people killed", "5 children killed, part of another count"."""
    figure = Figure(
        "", fact.indicator, "event", fact.unit, fact.group, "", None, None, fact.low, fact.high, fact.qualifier, ())
    run = replace(what.fact_run(inputs, fact, _style(inputs, fact)), strong=True)
    told = [what.said(inputs, figure, run, "noun")]
    if fact.status == "projected":
        told.append((Run(wording.pattern(inputs.words, "annex.kinds.projected")),))
    if fact.part_of:
        told.append((Run(wording.pattern(inputs.words, "annex.inside")),))
    return wording.joined(inputs.words, told, "comma_only")


def marked(fact: Fact) -> tuple[tuple[str, bool], ...]:
    """The sentence in stretches, each with whether it is the quote that became the figure.

    A sentence that does not hold its quote (it may be laid out over lines) is followed by it. Signs that hide what a
    text says are spelt out.
    """
    before, quote, after = fact.sentence.partition(fact.quote)
    parts = ((before, False), (quote, True), (after, False))
    if not quote:
        parts = ((fact.sentence + " ", False), (fact.quote, True), ("", False))
    plain = visible if DECEPTIVE in fact.flags else str
    return tuple((plain(part), is_quote) for part, is_quote in parts if part)


def _place(inputs: Inputs, fact: Fact) -> Run:
    if fact.place_match == "unresolved" and fact.place:
        return wording.name(fact.place)
    place = what.fact_place(fact)
    return what.place_begins(inputs, place) if place else wording.name(wording.pattern(inputs.words, "places.unplaced"))


def _dated(inputs: Inputs, fact: Fact) -> str:
    if fact.start is None and fact.end is None and fact.scope == "cumulative":
        return wording.pattern(inputs.words, "dates.as_published_bare")
    if fact.start is None and fact.end is not None:
        return wording.plain(wording.line(
            inputs.words, "dates.as_of" if fact.scope == "cumulative" else "dates.until",
            day=wording.day(inputs.words, fact.end, "short")))
    return wording.span(inputs.words, fact.start, fact.end, "short")


def _confidence(inputs: Inputs, fact: Fact) -> str:
    """How sure the reading is, in a word, with the reasons that lower it."""
    words, floor = inputs.words, inputs.config.thresholds.confidence
    level = "low" if fact.confidence < floor else "medium" if fact.confidence < (1 + floor) / 2 else "high"
    text = wording.pattern(words, f"annex.{level}")
    if reviewed.ACCEPTED in fact.flags:
        text = wording.pattern(words, "annex.accepted")
        level = "high"
    causes = [fact.place_match, *fact.flags, fact.section if fact.section != "body" else ""]
    known = [
        wording.pattern(words, f"annex.reasons.{cause}") for cause in dict.fromkeys(causes)
        if cause and wording.has(words, f"annex.reasons.{cause}")
    ]
    # A text that deceives is told of however sure the reading is: a reader who sees another number must know why.
    if (level == "high" and DECEPTIVE not in fact.flags) or not known:
        return text
    reason = wording.plain(wording.joined(words, [Run(cause) for cause in known], "comma_only"))
    return wording.plain(wording.line(words, "annex.because", level=text, reason=reason))


# --- what could not be read -----------------------------------------------------------------------------------------


def rejected(inputs: Inputs) -> Mapping[str, Any] | None:
    """Seeds that could not be read, and why; None where all could. Those that nobody knows of come first."""
    if not inputs.rejections:
        return None
    shown = sorted(inputs.rejections, key=lambda rejection: rejection.acknowledged)[:REJECTED]
    rows = [{"file": r.id, "reason": r.reason, "is_acknowledged": r.acknowledged} for r in shown]
    return {"rows": tuple(rows), "left_out": narrative.left_out(inputs, len(inputs.rejections) - len(rows))}
