"""Two tables: figures that voices differ on, and totals that are not counts of the period."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sitrep.model import Claim, Figure, Term
from sitrep.report import inputs as what
from sitrep.report import narrative, wording
from sitrep.report.inputs import Inputs
from sitrep.report.keyfigures import percent, round_above
from sitrep.report.wording import Line, Run

# --- contested ------------------------------------------------------------------------------------------------------


def contested(inputs: Inputs, most: int | None = None) -> Mapping[str, Any] | None:
    """A group per event or stock that voices differ on, a row per voice; None where all agree.

    Of more than `most` groups the first are shown, and the others counted.
    """
    groups = []
    shown: set[Term] = set()
    for figure in sorted(what.widest(inputs), key=lambda f: what.order(inputs, f)):
        for index, term in enumerate(figure.terms):
            if what.differs(term) and term not in shown:
                shown.add(term)
                groups.append(_group(inputs, figure, index))
    worst = {"first": Run("1", "ref"), "last": Run("6", "ref")}
    if not groups:
        return None
    return {
        "groups": groups[:most], "key": wording.line(inputs.words, "contested.key", **worst),
        "left_out": narrative.left_out(inputs, len(groups) - (most or len(groups))),
    }


def _group(inputs: Inputs, figure: Figure, index: int) -> Mapping[str, Any]:
    words, term = inputs.words, figure.terms[index]
    ends = [bound for claim in term.claims for bound in (claim.low, claim.high) if bound is not None]
    top = round_above(max(ends, default=0))
    best = _best(term)
    number = what.term_run(inputs, figure, index)
    return {
        "title": _title(inputs, figure, term),
        "low": _bound(inputs, number, term.low), "high": _bound(inputs, number, term.high),
        "best": () if best is None else (what.claim_run(inputs, figure, index, best),),
        "rows": tuple(_row(inputs, figure, index, place, top, place == best) for place in range(len(term.claims))),
        "zero": wording.number(words, 0, 0, "exact"), "top": wording.number(words, top, top, "exact"),
    }


def _title(inputs: Inputs, figure: Figure, term: Term) -> Line:
    """What, where and when of one term: "People killed, Jisr al-Shughour, 4 September"."""
    parts: list[Line] = [(Run(what.label(inputs, figure)),), (wording.name(what.place_name(inputs, term.place_id)),)]
    if figure.kind == "event" and (term.start or term.end):
        parts.append((Run(wording.span(inputs.words, term.start, term.end), "date"),))
    return wording.joined(inputs.words, parts, "comma_only")


def _bound(inputs: Inputs, number: Run, bound: int | None) -> Line:
    if bound is None:
        return (Run(wording.pattern(inputs.words, "contested.open")),)
    return (replace(number, text=wording.number(inputs.words, bound, bound, "exact")),)


def _best(term: Term) -> int | None:
    """The claim of the voice whose reliability stands above all others (F cannot be judged), if there is one."""
    letters = sorted(claim.code[:1] for claim in term.claims)
    if letters[0] == "F" or letters[0] == letters[1]:
        return None
    return next(place for place, claim in enumerate(term.claims) if claim.code[:1] == letters[0])


def _row(inputs: Inputs, figure: Figure, index: int, place: int, top: int, is_best: bool) -> Mapping[str, Any]:
    term = figure.terms[index]
    claim = term.claims[place]
    known = [bound for bound in (claim.low, claim.high) if bound is not None]
    ends = [bound for other in term.claims for bound in (other.low, other.high) if bound is not None]
    lowest, highest = min(ends, default=0), max(ends, default=0)
    dots = sorted(set(known))
    return {
        "voice": what.cited(inputs, what.voice_marked(inputs, claim.voice), claim.facts),
        "is_best": is_best,
        "date": _claim_date(inputs, figure, term, claim), "code": claim.code,
        "figure": (what.claim_run(inputs, figure, index, place),),
        "from": percent(lowest, top), "wide": percent(highest - lowest, top),
        "at": tuple(percent(dot, top) for dot in dots),
    }


def _claim_date(inputs: Inputs, figure: Figure, term: Term, claim: Claim) -> str:
    """When the claim was published; without that, the date of what it speaks of."""
    day = claim.published or term.end or term.start
    return wording.day(inputs.words, day, "short") if day else wording.pattern(inputs.words, "dates.undated")


# --- totals ---------------------------------------------------------------------------------------------------------


def totals(inputs: Inputs) -> Mapping[str, Any] | None:
    """Standing totals, running totals and projections, kept apart; a row per voice and place. None without any."""
    groups = []
    for kind in ("stock", "since", "projected"):
        rows = []
        for figure in sorted(what.widest(inputs), key=lambda f: what.order(inputs, f)):
            if figure.kind == kind:
                rows += [
                    _total(inputs, figure, t, c, claim) for t, c, claim in what.claims_of(figure)
                ]
        if rows:
            groups.append({"title": wording.pattern(inputs.words, f"totals.{kind}"), "rows": tuple(rows)})
    since = _since(inputs)
    return {"groups": tuple(groups), **since} if groups or since["events"] else None


def _since(inputs: Inputs) -> Mapping[str, Any]:
    """Events of the period beside those since the start of the crisis, a row each; none without such a day."""
    words, start = inputs.words, inputs.config.crisis_start
    whole = [figure for figure in inputs.figures if figure.kind == "to_date" and figure.group is None]
    whole = sorted((figure for figure in whole if figure.terms), key=lambda f: (what.order(inputs, f), f.place_id))
    if start is None or not whole:
        return {"events": (), "since": ""}
    ours = {(f.indicator, f.unit, f.group, f.place_id): f for f in inputs.figures if f.kind == "event" and f.terms}
    rows = []
    for figure in whole:
        now = ours.get((figure.indicator, figure.unit, figure.group, figure.place_id))
        rows.append({
            "label": (Run(what.label(inputs, figure)),),
            "place": (what.place_begins(inputs, figure.place_id),),
            "now": (what.figure_run(inputs, now),) if now else (), "since": (what.figure_run(inputs, figure),),
        })
    day = wording.day(words, start, "short", year=start.year != inputs.as_of.year)
    return {"events": tuple(rows), "since": wording.plain(wording.line(words, "totals.since_day", day=day))}


def _total(inputs: Inputs, figure: Figure, index: int, place: int, claim: Claim) -> Mapping[str, Any]:
    words, term = inputs.words, figure.terms[index]
    if term.end is None or figure.kind == "projected" and term.start is None and term.end is None:
        day = claim.published
        dated = wording.day(words, day, "short") if day else wording.pattern(words, "dates.undated")
    elif figure.kind == "since" and term.start is not None:
        dated = wording.span(words, term.start, term.end, "short")
    else:
        dated = wording.day(words, term.end, "short")
    return {
        "label": (Run(what.label(inputs, figure)),),
        "place": (what.place_begins(inputs, term.place_id),),
        "voice": what.cited(inputs, what.voice_marked(inputs, claim.voice), claim.facts),
        "code": claim.code, "as_of": dated,
        "figure": (what.claim_run(inputs, figure, index, place),),
    }
