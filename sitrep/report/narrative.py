"""Sentences from figures, by rule; nothing is said that no figure says.

Highlights take the widest figures, those of the report's country first, in a stated order: children killed or injured,
then everyone killed, injured, missing or detained, people who moved, strikes and attacks, buildings, standing totals,
counts of families; within each the larger number first.
Who did it is not confirmed by anyone here, so sentences are in the passive or name the voice as the one who speaks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sitrep.model import Fact, Figure, Term
from sitrep.report import grammar, wording
from sitrep.report import inputs as what
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

# The order of highlights: people before things, harm before movement, counts of the period before standing totals.
THEMES = (
    ("killed", "injured", "missing", "detained"), ("displaced", "refugees", "returned"),
    ("airstrikes", "attacks", "munitions"), ("facilities_hit", "homes_destroyed", "homes_damaged"),
    ("idps", "in_need", "affected", "reached"),
)
HARM = THEMES[0]
HOSTILITIES = THEMES[2]
# So many voices are named in a sentence; more are counted. Days are listed up to one more.
NAMED = 2
DAYS = 3
PARAGRAPHS = 3


def highlights(inputs: Inputs, most: int) -> tuple[Line, ...]:
    """At most `most` sentences, each with its note numbers, in the order of the rule."""
    figures = [f for f in (*_narrowed(inputs), *_totals(inputs)) if f.high != 0]  # a spreadsheet may say that none died
    wholes = {(figure.indicator, figure.unit) for figure in figures if figure.group is None}
    kept = [f for f in figures if f.group is None or _is_first(f) or (f.indicator, f.unit) not in wholes]
    parts = {figure.id: _total_of(figure, kept, inputs) for figure in kept if _is_first(figure)}
    chosen = sorted((figure for figure in kept if not parts.get(figure.id)), key=lambda f: _rank(f, parts, inputs))
    return tuple(
        _highlight(inputs, figure, [part for part in kept if parts.get(part.id) == figure.id])
        for figure in chosen[:most]
    )


def _narrowed(inputs: Inputs) -> list[Figure]:
    """Events in their widest sum; where a group is the whole of it (three facilities, all hospitals), the group."""
    events = [figure for figure in what.widest(inputs) if figure.kind == "event" and figure.terms]
    groups = {(f.indicator, f.unit, f.place_id, f.facts) for f in events if f.group is not None}
    return [f for f in events if f.group is not None or (f.indicator, f.unit, f.place_id, f.facts) not in groups]


def _is_first(figure: Figure) -> bool:
    return figure.group == "children" and figure.indicator in HARM


def _rank(figure: Figure, parts: dict[str, str], inputs: Inputs) -> tuple[Any, ...]:
    is_abroad = what.place_path(inputs, figure.place_id)[0] != inputs.config.country
    has_children = _is_first(figure) or figure.id in parts.values()
    theme = next((n for n, indicators in enumerate(THEMES) if figure.indicator in indicators), len(THEMES))
    again = 2 if figure.unit == "families" else 1  # families come after the people of all themes
    return (is_abroad, 0 if has_children else again, theme, -what.size(figure), what.order(inputs, figure))


def _total_of(part: Figure, figures: Iterable[Figure], inputs: Inputs) -> str:
    """Id of the figure that all facts of `part` are declared parts of ("nine dead, five of them children"), or ""."""
    totals = {inputs.facts[fact].part_of for fact in part.facts}
    for figure in figures:
        is_same = figure.indicator == part.indicator and figure.group is None
        if is_same and None not in totals and totals <= set(figure.facts):
            return figure.id
    return ""


def _highlight(inputs: Inputs, figure: Figure, parts: Sequence[Figure]) -> Line:
    words = inputs.words
    run = what.figure_run(inputs, figure, "long")
    told = lead(inputs, figure, wording.strong(what.said(inputs, figure, run)))
    facts = list(figure.facts)
    for part in parts:
        who = _who(inputs, part, what.figure_run(inputs, part, "long"))
        told = wording.line(words, "sentences.among", sentence=told, part=who)
        facts += part.facts
    told = _vouched(inputs, told, figure)
    if _is_first(figure) and any(inputs.facts[fact].part_of is None for fact in figure.facts):
        told = wording.line(words, "sentences.not_among", sentence=told)
    return finished(inputs, told, facts)


def _who(inputs: Inputs, part: Figure, run: Run) -> Line:
    who = part.group or part.unit
    return grammar.agreed(inputs.words, "counted.who", run, grammar.gender(inputs.words, "", who), who)


def lead(inputs: Inputs, figure: Figure, said: Line) -> Line:
    """The number with what it counts, where and when, in an order that does not begin with a numeral."""
    words = inputs.words
    where = what.where(inputs, figure.indicator, [term.place_id for term in figure.terms])
    when = _when(inputs, figure.terms) if figure.kind == "event" else ()
    if not wording.plain(said)[:1].isdigit():
        key = "lead"
    else:
        key = "dated" if when else "placed" if where else "bare"
    return wording.sentence(wording.line(words, f"sentences.{key}", said=said, where=where, when=when))


def _when(inputs: Inputs, terms: Sequence[Term]) -> Line:
    """The days of the terms: "on 4 and 9 September"; the span where they are many or windows."""
    windows = sorted({(term.start or term.end, term.end or term.start) for term in terms}, key=str)
    days = [start for start, end in windows if start and start == end]
    first = min((start for start, _ in windows if start), default=None)
    last = max((end for _, end in windows if end), default=None)
    if first is None or last is None:
        return ()
    is_list = len(days) == len(windows) and 1 < len(days) <= DAYS and {d.month for d in days} == {last.month}
    if not is_list:
        return wording.when(inputs.words, first, last)
    return wording.line(inputs.words, "dates.on_days", day=Run(_listed(inputs, days), "date"))


def _listed(inputs: Inputs, days: Sequence[date]) -> str:
    words = inputs.words
    numbers = [wording.day(words, day, "number", year=False) for day in days[:-1]]
    return wording.plain(wording.joined(words, [*numbers, wording.day(words, days[-1])]))


def _vouched(inputs: Inputs, told: Line, figure: Figure) -> Line:
    """The sentence with who says so, and how they differ."""
    words = inputs.words
    voices = figure.voices
    if len(voices) == 1:
        is_document = voices[0].startswith("document:")
        key = "according" if is_document else "said_by"
        return wording.line(words, f"sentences.{key}", sentence=told, voices=what.voice_said(inputs, voices[0]))
    count = wording.counted(words, "counted.voices", len(voices))
    if not what.is_contested(figure):
        if len(figure.terms) == 1:
            return wording.line(words, "sentences.agree", sentence=told, voices=count)
        return wording.line(words, "sentences.according", sentence=told, voices=_voices(inputs, voices))
    if len(figure.terms) > 1 or len(voices) > NAMED:
        return wording.line(words, "sentences.differ_somewhere", sentence=told, voices=_voices(inputs, voices))
    each = [
        wording.line(words, "sentences.each", voice=what.voice_said(inputs, claim.voice),
                     number=what.claim_run(inputs, figure, t, c, "alone"))
        for t, c, claim in what.claims_of(figure)
    ]
    return wording.line(words, "sentences.differ", sentence=told, voices=count, list=wording.joined(words, each))


def _voices(inputs: Inputs, voices: Sequence[str]) -> Line:
    if len(voices) > NAMED:
        return (wording.counted(inputs.words, "counted.voices", len(voices)),)
    return wording.joined(inputs.words, [what.voice_said(inputs, voice) for voice in voices])


def finished(inputs: Inputs, told: Line, facts: Iterable[str]) -> Line:
    """The line as a sentence, with its stop and the note numbers of the facts."""
    ended = wording.line(inputs.words, "sentences.stop", sentence=wording.sentence(told))
    return what.cited(inputs, ended, facts)


def left_out(inputs: Inputs, count: int) -> Line:
    """That so many more are not shown for want of room; nothing if none are."""
    if count <= 0:
        return ()
    number = wording.counted(inputs.words, "counted.number", count)
    return wording.sentence(wording.line(inputs.words, "left_out", count, number=number))


# --- overview -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """One term to be told: its figure, its place in it, and what sentences are grouped by."""

    figure: Figure
    index: int
    start: date | None
    end: date | None
    voices: tuple[str, ...]
    place_id: str
    towards: str  # "in" or "from": counts that take another preposition make another sentence


def overview(inputs: Inputs, most: int | None = None) -> tuple[Line, ...]:
    """Two to four paragraphs: the events of the period by day, then standing totals and undated counts.

    Of more than `most` sentences, those of most harm are kept, as highlights rank it; the last line counts the others.
    """
    groups = _groups(_events(inputs))
    rest = [*_standing(inputs), *_undated(inputs)]
    most = most or len(groups) + len(rest)
    kept = sorted(sorted(range(len(groups)), key=lambda index: _weight(groups[index], inputs))[:most])
    windows: dict[tuple[date | None, date | None], list[list[_Told]]] = {}
    for group in (groups[index] for index in kept):
        windows.setdefault((group[0].start, group[0].end), []).append(group)
    days = [_window(inputs, told) for told in windows.values()]
    paragraphs = [wording.joined(inputs.words, part, "space") for part in _balanced(days, PARAGRAPHS)]
    last = [*rest[: most - len(kept)], left_out(inputs, len(groups) + len(rest) - most)]
    ending = wording.joined(inputs.words, [line for line in last if line], "space")
    return (*paragraphs, ending) if ending else tuple(paragraphs)


def _groups(events: Sequence[_Told]) -> list[list[_Told]]:
    """What one sentence tells: counts of the same days, place and voices."""
    groups: dict[tuple[Any, ...], list[_Told]] = {}
    for told in events:
        groups.setdefault((told.start, told.end, told.place_id, told.voices, told.towards), []).append(told)
    return list(groups.values())


def _weight(group: Sequence[_Told], inputs: Inputs) -> tuple[Any, ...]:
    """Sort key of a sentence: that of the first of its figures as highlights rank them, with the size told here."""
    ranks = [_rank(replace(told.figure, low=(term := told.figure.terms[told.index]).low, high=term.high), {}, inputs)
             for told in group]
    return min(ranks)


def _events(inputs: Inputs) -> list[_Told]:
    found = []
    for figure in sorted(_narrowed(inputs), key=lambda f: what.order(inputs, f)):
        own = f"indicators.{figure.indicator}.where"
        towards = wording.pattern(inputs.words, own) if wording.has(inputs.words, own) else ""
        for index, term in enumerate(figure.terms):
            facts = [inputs.facts[fact] for claim in term.claims for fact in claim.facts]
            if all(fact.indicator != figure.indicator for fact in facts):
                continue  # a part that has an indicator of its own, and is told there
            voices = tuple(claim.voice for claim in term.claims)
            found.append(_Told(figure, index, term.start, term.end, voices, term.place_id, towards))
    return sorted(found, key=lambda told: (str(told.start or told.end), str(told.end), told.towards, told.place_id))


def _window(inputs: Inputs, groups: Sequence[Sequence[_Told]]) -> Line:
    """The sentences of one window of days; only the first names the days."""
    sentences = []
    for index, items in enumerate(groups):
        first = items[0]
        nouns = _nouns(inputs, items)
        where = what.where(inputs, first.figure.indicator, [first.place_id])
        when = wording.when(inputs.words, first.start, first.end) if index == 0 else ()
        key = "told" if when else "told_also" if where else "told_bare"
        line = wording.line(
            inputs.words, f"sentences.{key}", when=when, where=where, voice=_voices(inputs, first.voices),
            list=wording.joined(inputs.words, nouns),
        )
        facts = [f for item in items for claim in item.figure.terms[item.index].claims for f in claim.facts]
        sentences.append(finished(inputs, line, facts))
    return wording.joined(inputs.words, sentences, "space")


def _nouns(inputs: Inputs, items: Sequence[_Told]) -> list[Line]:
    """The terms of one sentence in words; a declared part stands behind its total: "four killed (among them…)"."""
    facts = {id(item): {f for claim in item.figure.terms[item.index].claims for f in claim.facts} for item in items}
    within: dict[int, list[_Told]] = {}
    for item in items:
        totals = {inputs.facts[fact].part_of for fact in facts[id(item)]}
        host = next((h for h in items if totals <= facts[id(h)] and h.figure.indicator == item.figure.indicator), None)
        within.setdefault(id(host or item), []).append(item)
    nouns = []
    for item in sorted((item for item in items if id(item) in within), key=lambda item: len(within[id(item)])):
        noun = _noun(inputs, item.figure, item.index)
        for part in within[id(item)]:
            if part is not item:
                run = what.term_run(inputs, part.figure, part.index, "long")
                who = _who(inputs, part.figure, run)
                noun = wording.line(inputs.words, "sentences.among_noun", noun=noun, part=who)
        nouns.append(noun)
    return nouns


def _noun(inputs: Inputs, figure: Figure, index: int) -> Line:
    """One term in words: "nine people killed", "14 air strikes attributed to Russia"."""
    facts = [inputs.facts[fact] for claim in figure.terms[index].claims for fact in claim.facts]
    return _attributed(inputs, figure, what.term_run(inputs, figure, index, "long"), facts)


def _attributed(inputs: Inputs, figure: Figure, run: Run, facts: Sequence[Fact]) -> Line:
    """A number with what it counts, and who did it where all facts say so: "14 air strikes attributed to Russia"."""
    words, noun = inputs.words, what.said(inputs, figure, run, "noun")
    actors = {fact.actor for fact in facts}
    actor = next(iter(actors)) if len(actors) == 1 else None
    if actor is None or figure.indicator not in HOSTILITIES:
        return noun
    kind = what.gender(inputs, figure)
    ends = grammar.endings(words, kind, grammar.form(words, run, kind))
    return wording.line(words, "sentences.attributed", noun=noun, actor=what.actor_said(inputs, actor), **ends)


def _balanced(items: Sequence[Line], most: int) -> list[Sequence[Line]]:
    """The items in order, in at most `most` parts of about equal length; a part breaks only where a day ends."""
    if len(items) <= most:
        return [[item] for item in items]
    whole = sum(len(wording.plain(item)) for item in items)
    parts: list[list[Line]] = [[]]
    done = 0
    for item in items:
        if parts[-1] and len(parts) < most and done >= whole * len(parts) / most:
            parts.append([])
        parts[-1].append(item)
        done += len(wording.plain(item))
    return list(parts)


def _undated(inputs: Inputs) -> list[Line]:
    told = []
    seen: set[str] = set()
    for figure in sorted(what.widest(inputs), key=lambda f: what.order(inputs, f)):
        for fact_id in figure.apart:
            if fact_id in seen:
                continue
            seen.add(fact_id)
            told.append(_undated_fact(inputs, figure, inputs.facts[fact_id]))
    return told


def _undated_fact(inputs: Inputs, figure: Figure, fact: Fact) -> Line:
    run = what.fact_run(inputs, fact, "long")
    many = fact.high if fact.high is not None else fact.low or 0
    line = wording.line(
        inputs.words, "sentences.undated", many, voice=what.voice_said(inputs, inputs.codes[fact.id][0]),
        list=_attributed(inputs, figure, run, [fact]),
        where=what.where(inputs, figure.indicator, [what.fact_place(fact)]),
    )
    return finished(inputs, line, [fact.id])


def _standing(inputs: Inputs) -> list[Line]:
    told = []
    for figure in _totals(inputs):
        said = what.said(inputs, figure, what.figure_run(inputs, figure, "long"))
        told.append(finished(inputs, _vouched(inputs, lead(inputs, figure, said), figure), figure.facts))
    return told


def _totals(inputs: Inputs) -> list[Figure]:
    """The standing total that stands for each indicator which has one and no event."""
    mains = [what.main(inputs, name) for name in inputs.config.indicators]
    return [figure for figure in mains if figure is not None and figure.kind == "stock"]
