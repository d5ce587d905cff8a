"""The sections that answer first: key figures, and what changed since the edition before."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sitrep.model import Change, Figure
from sitrep.report import inputs as what
from sitrep.report import wording
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

# Change is told of so many figures; the annex has them all.
CHANGES = 8
# From one death to two is no "100% more": a smaller base than this gets no percentage.
SHARE_FROM = 10


def key_figures(inputs: Inputs) -> Mapping[str, Any] | None:
    """Three to five tiles; `wide` and `open` say which signs the key below them explains."""
    chosen = tiles(inputs)
    if not chosen:
        return None
    made = [_tile(inputs, figure) for figure in chosen]
    return {"tiles": made}


def tiles(inputs: Inputs) -> list[Figure]:
    """The figures on tiles: of each indicator that may have one, its count of the period or its standing total."""
    found = []
    for name, indicator in inputs.config.indicators.items():
        figure = what.main(inputs, name) if indicator.tile else None
        if figure is not None:
            found.append(figure)
    return found[: inputs.config.tiles]


def _tile(inputs: Inputs, figure: Figure) -> Mapping[str, Any]:
    return {
        "label": what.label(inputs, figure),
        "figure": (what.figure_run(inputs, figure, "tile"),),
        "agreement": _agreement(inputs, figure),
        "range": _range(inputs, figure),
        "unit": what.unit(inputs, figure),
        "dates": what.cited(inputs, dates(inputs, figure), figure.facts),
        "apart": _apart(inputs, figure),
        "change": change_line(inputs, figure),
        "is_contested": what.is_contested(figure),
        "party": _party(inputs, figure), "computed": computed(inputs, figure),
        "doubt": wording.pattern(inputs.words, "key_figures.deceptive") if what.is_deceptive(inputs, figure) else "",
    }


def _party(inputs: Inputs, figure: Figure) -> str:
    """That a number, or a part of it, stands on the word of parties to the conflict alone."""
    if "party" not in figure.flags:
        return ""
    return wording.pattern(inputs.words, "key_figures.party_in_part" if len(figure.terms) > 1 else "key_figures.party")


def computed(inputs: Inputs, figure: Figure) -> str:
    """That people were counted as families, and how many make one."""
    size = inputs.config.reconcile.household_size
    if "computed" not in figure.flags or size is None:
        return ""
    number = wording.decimal(inputs.words, size)
    return wording.plain(wording.line(inputs.words, "key_figures.computed", number=number))


def dates(inputs: Inputs, figure: Figure) -> Line:
    """The dates under a tile: the days it adds up over, or the date its totals were read at."""
    words = inputs.words
    windows = sorted({(term.start or term.end, term.end or term.start) for term in figure.terms}, key=str)
    starts = [start for start, _ in windows if start]
    ends = [end for _, end in windows if end]
    if figure.kind == "stock" and ends:
        return wording.line(words, "dates.as_of", day=Run(wording.day(words, max(ends)), "date"))
    if figure.kind == "stock":
        printed = sorted(claim.published for claim in figure.claims if claim.published)
        if not printed:
            return (Run(wording.pattern(words, "dates.as_published_bare")),)
        day = Run(wording.span(words, printed[0], printed[-1]), "date")
        return wording.line(words, "dates.as_published", day=day)
    if not ends:
        return (Run(wording.pattern(words, "dates.undated")),)
    first, last = min(starts), max(ends)
    is_pair = len(windows) == 2 and windows[0] == (first, first) and windows[1] == (last, last)
    if is_pair and (first.year, first.month) == (last.year, last.month):
        come = wording.day(words, first, "number", year=False)
        pair = wording.line(words, "dates.pair", first=come, last=wording.day(words, last))
        return (Run(wording.plain(pair), "date"),)
    return (Run(wording.span(words, first, last), "date"),)


def _agreement(inputs: Inputs, figure: Figure) -> Line:
    words, voices = inputs.words, figure.voices
    if what.is_contested(figure) and len(figure.terms) > 1:
        return (Run(wording.pattern(words, "key_figures.differ_in_part")),)
    if what.is_contested(figure):
        key = "differ"
    elif len(voices) == 1:
        key = "agree"
    else:
        key = "agree" if all(len(term.claims) == len(voices) for term in figure.terms) else "separate"
    return wording.sentence((wording.counted(words, f"key_figures.{key}", len(voices)),))


def _range(inputs: Inputs, figure: Figure) -> Mapping[str, Any] | None:
    """The range bar of a figure that voices differ on, from zero to the next round number; None for all others."""
    if not what.is_contested(figure) or figure.low is None or figure.high is None or figure.low == figure.high:
        return None
    top = round_above(figure.high)
    return {
        "from": percent(figure.low, top), "wide": percent(figure.high - figure.low, top),
        "zero": wording.number(inputs.words, 0, 0, "exact"), "top": wording.number(inputs.words, top, top, "exact"),
        "alt": wording.plain(wording.line(
            inputs.words, "key_figures.range", low=wording.decimal(inputs.words, figure.low),
            high=wording.decimal(inputs.words, figure.high), top=wording.decimal(inputs.words, top),
        )),
    }


def round_above(number: int) -> int:
    """The next number of the form 1, 2, 3, 5 or 8 times a power of ten that leaves a little room above `number`.

    >>> round_above(9), round_above(2_000_000), round_above(0)
    (10, 3000000, 1)
    """
    step = 1
    while True:
        for digit in (1, 2, 3, 5, 8):
            if digit * step > number:
                return digit * step
        step *= 10


def percent(part: int, whole: int) -> str:
    """A share as CSS writes it: "33.33%"; numbers only ever reach a style attribute through here.

    >>> percent(1, 3)
    '33.33%'
    """
    return f"{100 * part / whole:.2f}%"


def _apart(inputs: Inputs, figure: Figure) -> Line:
    """What was reported beside the figure but has no date: shown, never added."""
    if not figure.apart:
        return ()
    runs = [what.apart_run(inputs, inputs.facts[fact]) for fact in figure.apart]
    noted = wording.line(inputs.words, "key_figures.undated", number=wording.joined(inputs.words, runs))
    return what.cited(inputs, noted, figure.apart)


# --- change ---------------------------------------------------------------------------------------------------------


def changes(inputs: Inputs) -> Mapping[str, Any]:
    """A row per indicator with its number before and now; one sentence in the first issue."""
    words = inputs.words
    if inputs.previous_number is None:
        following = Run(wording.plain(wording.line(words, "page.number", number=str(inputs.number + 1))), "ref")
        return {"first": wording.line(words, "changes.first_issue", next=following), "rows": ()}
    shown = [figure for name in inputs.config.indicators if (figure := what.main(inputs, name)) is not None]
    revised = [figure for figure in inputs.figures if figure.kind == "revised" and what.is_whole(inputs, figure)]
    revised.sort(key=lambda figure: what.order(inputs, figure))
    return {
        "first": (),
        "before": _edition(inputs, inputs.previous_number), "now": _edition(inputs, inputs.number),
        "rows": tuple(_change_row(inputs, figure) for figure in shown[:CHANGES]),
        "revised_title": wording.plain(wording.line(
            words, "changes.revised_title", edition=str(inputs.previous_number))),
        "revised": tuple(_revised(inputs, figure, figure.change) for figure in revised[:CHANGES] if figure.change),
    }


def _revised(inputs: Inputs, figure: Figure, change: Change) -> Line:
    """What is known by now of a figure of the edition before: "People killed: 12, printed as 9 in No. 1"."""
    words = inputs.words
    key = "withdrawn" if change.kind == "withdrawn" else "revised"
    printed = wording.number(words, change.low, change.high, change.qualifier)
    now = what.figure_run(inputs, figure) if figure.terms else Run("")
    # A number without facts leads nowhere: it is told as what the edition before printed.
    before = Run(printed, "change", now.target) if figure.terms else Run(printed, "ref")
    return what.cited(inputs, wording.line(
        words, f"changes.{key}", figure=what.label(inputs, figure), number=now, before=before,
        edition=Run(str(change.number), "ref"),
    ), figure.facts)


def _edition(inputs: Inputs, number: int) -> Line:
    text = wording.plain(wording.line(inputs.words, "page.number", number=str(number)))
    return (Run(text, "ref"),)


def _change_row(inputs: Inputs, figure: Figure) -> Mapping[str, Any]:
    change = figure.change
    has_before = change is not None and change.kind != "first"
    return {
        "label": what.label(inputs, figure),
        "before": _before_cell(inputs, figure, change) if change and has_before else (),
        "now": (what.figure_run(inputs, figure, "tile"),),
        "change": _moved(inputs, figure, change) if change else (Run(wording.pattern(inputs.words, "change.first")),),
        "is_contested": has_before and what.is_contested(figure),
    }


def _moved(inputs: Inputs, figure: Figure, change: Change) -> Line:
    """The last cell of a row of changes: by how much where that is one number, else in a word."""
    words = inputs.words
    if change.kind in ("unchanged", "not_comparable"):
        return (Run(wording.pattern(words, f"changes.{change.kind}")),)
    if change.kind == "first":
        return (Run(wording.pattern(words, "change.first")),)
    if _is_one_number(figure, change):
        return (_difference(inputs, figure, change), _percentage(inputs, figure, change))
    return (Run(wording.pattern(words, "changes.contested" if what.is_contested(figure) else "changes.changed")),)


def change_line(inputs: Inputs, figure: Figure) -> Line:
    """How a figure stands against the edition before, on its tile: "+14 since No. 1", "2 M in No. 1"."""
    words, change = inputs.words, figure.change
    if change is None or change.kind == "first":
        return (Run(wording.pattern(words, "change.first")),)
    edition = Run(str(change.number), "ref")
    if change.kind in ("unchanged", "not_comparable"):
        return wording.line(words, f"change.{change.kind}", edition=edition)
    if _is_one_number(figure, change):
        key = "change.moved_revised" if change.printed else "change.moved"
        return wording.line(words, key, number=_difference(inputs, figure, change), edition=edition)
    return wording.line(words, "change.was", before=_before(inputs, figure, change), edition=edition)


def _before_cell(inputs: Inputs, figure: Figure, change: Change) -> Line:
    """The number of the edition before; where more is known by now, as it was printed and as it stands."""
    before = _before(inputs, figure, change)
    if change.printed is None:
        return (before,)
    printed = wording.number(inputs.words, change.printed.low, change.printed.high, change.printed.qualifier)
    return wording.line(inputs.words, "changes.now", printed=replace(before, text=printed), number=before)


def _percentage(inputs: Inputs, figure: Figure, change: Change) -> Run:
    """By how much of the number before, where that is large enough for a share to say something."""
    now, before = (figure.low, change.low) if figure.low is not None else (figure.high, change.high)
    if before is None or now is None or before < SHARE_FROM or now == before:
        return Run("")
    share = wording.decimal(inputs.words, round(100 * abs(now - before) / before))
    key = "changes.percent_more" if now > before else "changes.percent_fewer"
    text = " " + wording.plain(wording.line(inputs.words, key, number=share))
    return Run(text, "change", what.figure_run(inputs, figure).target)


def _is_one_number(figure: Figure, change: Change) -> bool:
    """Whether the difference is one number: between two counts, or two that are both open at the same end."""
    now, before = (figure.low, figure.high), (change.low, change.high)
    are_counts = now[0] == now[1] and before[0] == before[1]
    return are_counts or any(one is None and other is None for one, other in zip(now, before, strict=True))


def _before(inputs: Inputs, figure: Figure, change: Change) -> Run:
    """The number of the edition before. It leads to the row of today's figure, where the two stand side by side."""
    text = wording.number(inputs.words, change.low, change.high, change.qualifier)
    return Run(text, "change", what.figure_run(inputs, figure).target)


def _difference(inputs: Inputs, figure: Figure, change: Change) -> Run:
    """By how much: the difference of the bounds that both editions have."""
    now, before = (figure.low, change.low) if figure.low is not None else (figure.high, change.high)
    moved = (now or 0) - (before or 0)
    sign = "more" if moved >= 0 else "fewer"
    number = wording.decimal(inputs.words, abs(moved))
    text = wording.plain(wording.line(inputs.words, f"numbers.short.{sign}", number=number))
    return Run(text, "change", what.figure_run(inputs, figure).target, strong=True)
