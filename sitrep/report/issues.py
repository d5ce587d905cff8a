"""The section `issues`: each indicator's number in the last issues, side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from sitrep.model import Figure, Previous
from sitrep.reconcile import comparable
from sitrep.report import inputs as what
from sitrep.report import wording
from sitrep.report.inputs import Inputs
from sitrep.report.keyfigures import percent
from sitrep.report.wording import Run

ROWS = 8

Cell = Mapping[str, Any]


def issues(inputs: Inputs) -> Mapping[str, Any] | None:
    """A row per indicator, a column per issue, oldest first; None before there are three issues to look along.

    Numbers are those that each issue printed. What an issue of another length counted (a month beside weeks) has no
    place in the row.
    """
    past = [edition for edition in inputs.earlier if edition.name and comparable(inputs.period, edition.period)]
    if len(past) < 2:
        return None
    shown = [figure for name in inputs.config.indicators if (figure := what.main(inputs, name)) is not None]
    heads = [*((str(edition.number), edition.period) for edition in past), (str(inputs.number), inputs.period)]
    return {
        "columns": tuple(
            {
                "number": wording.plain(wording.line(inputs.words, "page.number", number=number)),
                "days": wording.span(inputs.words, period.start, period.end, "short"),
            }
            for number, period in heads
        ),
        "rows": tuple(_row(inputs, figure, past) for figure in shown[:ROWS]),
    }


def _row(inputs: Inputs, figure: Figure, past: Sequence[Previous]) -> Mapping[str, Any]:
    told = [edition.figures.get(figure.id) for edition in past]
    sizes = [_size(one["low"], one["high"]) if one else 0 for one in told]
    most = max([*sizes, _size(figure.low, figure.high), 1])
    now = what.figure_run(inputs, figure, "tile")
    cells = [_cell(inputs, one, size, most, now.target) for one, size in zip(told, sizes, strict=True)]
    last = {"figure": (now,), "wide": percent(_size(figure.low, figure.high), most)}
    return {"label": what.label(inputs, figure), "cells": (*cells, last)}


def _cell(inputs: Inputs, told: Mapping[str, Any] | None, size: int, most: int, target: str) -> Cell:
    """A number of an earlier issue, and how wide its bar is; it leads to today's figure, where its issue is named."""
    if told is None or (told["low"], told["high"]) == (None, None):
        return {"figure": (), "wide": percent(0, 1)}
    text = wording.number(inputs.words, told["low"], told["high"], told["qualifier"])
    return {"figure": (Run(text, "change", target),), "wide": percent(size, most)}


def _size(low: int | None, high: int | None) -> int:
    return high if high is not None else low or 0
