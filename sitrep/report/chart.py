"""The section `trend`: what the chart draws, what it says in words, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sitrep.model import Bar, Figure, Row, Trend
from sitrep.reconcile import windows
from sitrep.report import inputs as what
from sitrep.report import wording
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

# Voices are named under a chart; where there are more, they are counted.
NAMED = 4
# More rows than this no longer fit beside the highlights on the first page.
ROWS = 5


@dataclass(frozen=True, slots=True)
class _Mark:
    """A bar of the chart, with the run and the facts that its table row needs."""

    bar: Bar
    run: Run
    facts: tuple[str, ...]


def trend(inputs: Inputs) -> Mapping[str, Any] | None:
    """The chart, its alternative text, its key and its table; None where nothing of the period can be drawn."""
    drawn = [(figure, marks) for figure in _chosen(inputs) if (marks := _marks(inputs, figure))]
    if not drawn:
        return None
    words, covered = inputs.words, inputs.period
    rows = tuple(_row(inputs, figure, marks) for figure, marks in drawn)
    length = (covered.end - covered.start).days + 1
    days = [covered.start + timedelta(days=index) for index in range(length)]
    chart = Trend(
        covered, tuple(wording.day(words, day, "axis", year=False) for day in days),
        wording.pattern(words, "dates.undated_axis"), rows,
    )
    facts = [fact for _, marks in drawn for mark in marks for fact in mark.facts]
    return {
        "trend": chart, "alt": _alt(inputs, drawn), "key": _key(drawn),
        "note": wording.line(words, "trend.note", place=place(inputs), period=period(inputs)),
        "table": tuple(row for figure, marks in drawn for row in _table(inputs, figure, marks)),
        "sources": footer(inputs, facts),
    }


def place(inputs: Inputs) -> Run:
    """Where: the country of the report, or of its figures if it names none."""
    first = what.place_path(inputs, inputs.figures[0].place_id)[0] if inputs.figures else ""
    return wording.name(what.place_name(inputs, inputs.config.country or first))


def as_of(inputs: Inputs) -> Run:
    """The last day that the report may know of."""
    return Run(wording.day(inputs.words, inputs.as_of), "date")


def period(inputs: Inputs) -> Run:
    """When: the days of the report."""
    return Run(wording.span(inputs.words, inputs.period.start, inputs.period.end, year=True), "date")


def _chosen(inputs: Inputs) -> list[Figure]:
    """Figures with rows: those of the tiles first, then the other events, as configured; at most one standing total."""
    mains = [(name, what.main(inputs, name)) for name in inputs.config.indicators]
    events = [(name, figure) for name, figure in mains if figure is not None and figure.kind == "event"]
    events.sort(key=lambda pair: not inputs.config.indicators[pair[0]].tile)
    stocks = [figure for _, figure in mains if figure is not None and figure.kind == "stock"][:1]
    return [figure for _, figure in events[: ROWS - len(stocks)]] + stocks


def _marks(inputs: Inputs, figure: Figure) -> list[_Mark]:
    if figure.kind == "stock":
        return _dots(inputs, figure)
    made = []
    for window in windows(figure):
        run = what.figure_run(inputs, window)
        made.append(_Mark(
            Bar(window.start, window.end, window.low, window.high, run.text, run.target), run, window.facts))
    for fact_id in figure.apart:
        fact = inputs.facts[fact_id]
        run = what.fact_run(inputs, fact)
        made.append(_Mark(Bar(None, None, fact.low, fact.high, run.text, run.target), run, (fact_id,)))
    return made


def _dots(inputs: Inputs, figure: Figure) -> list[_Mark]:
    """A dot per voice at the date that its total was read at; those outside the period have no place in the chart."""
    made = []
    for t, c, claim in what.claims_of(figure):
        ends = [end for fact in claim.facts if (end := inputs.facts[fact].end)]
        day = max(ends, default=claim.published)
        if day is None or not inputs.period.start <= day <= inputs.period.end:
            continue
        run = what.claim_run(inputs, figure, t, c)
        made.append(_Mark(Bar(day, day, claim.low, claim.high, run.text, run.target), run, claim.facts))
    return sorted(made, key=lambda mark: (mark.bar.start or date.min, mark.bar.label))


def _row(inputs: Inputs, figure: Figure, marks: Sequence[_Mark]) -> Row:
    key = "trend.standing" if figure.kind == "stock" else "trend.per_day"
    title = what.label(inputs, figure)
    kind = "stock" if figure.kind == "stock" else "flow"
    return Row(title, wording.pattern(inputs.words, key), kind, tuple(mark.bar for mark in marks))


def _alt(inputs: Inputs, drawn: Sequence[tuple[Figure, Sequence[_Mark]]]) -> str:
    words = inputs.words
    told = []
    for figure, marks in drawn:
        each = [Run(f"{mark.run.text} {_days(inputs, mark)}") for mark in marks]
        label = what.label(inputs, figure)
        told.append(wording.line(words, "trend.row", label=label, list=wording.joined(words, each, "comma_only")))
    rows = wording.counted(words, "trend.rows", len(drawn))
    alt = wording.line(words, "trend.alt", rows=rows, list=wording.joined(words, told, "space"))
    return wording.plain(wording.sentence(alt))


def _days(inputs: Inputs, mark: _Mark) -> str:
    if mark.bar.start is None:
        return wording.pattern(inputs.words, "dates.undated_alt")
    return wording.plain(wording.when(inputs.words, mark.bar.start, mark.bar.end))


def _table(inputs: Inputs, figure: Figure, marks: Sequence[_Mark]) -> list[Mapping[str, Any]]:
    return [
        {
            "label": what.label(inputs, figure) if index == 0 else "", "span": len(marks) if index == 0 else 0,
            "days": wording.span(inputs.words, mark.bar.start, mark.bar.end, "short"),
            "figure": (mark.run, what.notes_run(inputs, mark.facts)),
        }
        for index, mark in enumerate(marks)
    ]


def _key(drawn: Sequence[tuple[Figure, Sequence[_Mark]]]) -> tuple[str, ...]:
    """The marks that the chart has and that its key must explain."""
    flows = [mark.bar for figure, marks in drawn if figure.kind != "stock" for mark in marks]
    bars = [mark.bar for _, marks in drawn for mark in marks]
    found = (
        ("open", any(bar.high is None for bar in flows)), ("wide", any(bar.start != bar.end for bar in flows)),
        ("line", any(bar.high is not None and bar.low is not None and bar.low < bar.high for bar in bars)),
        ("dashed", any(bar.start is None for bar in flows)), ("dot", len(flows) < len(bars)),
    )
    return tuple(name for name, holds in found if holds)


def footer(inputs: Inputs, facts: Sequence[str]) -> Line:
    """Whose numbers a picture shows, in which documents, and as of when."""
    words = inputs.words
    letters = sorted({inputs.letters[inputs.facts[fact].document] for fact in facts}, key=lambda x: (len(x), x))
    listed = wording.joined(words, [Run(letter, "ref") for letter in letters])
    documents = wording.line(words, "charts.documents", len(letters), letters=listed)
    voices = list(dict.fromkeys(inputs.codes[fact][0] for fact in facts if fact in inputs.codes))
    named = [what.voice_said(inputs, voice) for voice in voices if not voice.startswith("document:")]
    said: Line = wording.joined(words, named)
    if len(voices) > NAMED or len(named) < len(voices):
        said = (wording.counted(words, "counted.voices", len(voices)),)
    return wording.line(words, "charts.footer", voices=said, documents=documents, day=as_of(inputs))
