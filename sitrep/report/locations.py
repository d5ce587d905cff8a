"""The section `locations`: events of the period by governorate and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sitrep.model import Figure
from sitrep.reconcile import part
from sitrep.report import inputs as what
from sitrep.report import narrative, wording
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

# A page is 12 columns wide: place, P-code and five indicators fill it.
COLUMNS = 5

Column = tuple[str, str]  # indicator and unit: people and families never share a column


@dataclass(frozen=True, slots=True)
class _Grid:
    """The figures of each place by column, and the facts that the totals of the countries are made of."""

    inputs: Inputs
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, Column], Figure]
    paths: tuple[tuple[str, ...], ...]
    added: frozenset[str]


def locations(inputs: Inputs, most: int | None = None) -> Mapping[str, Any] | None:
    """A row a place, governorates in bold before the places in them; None where no event has a figure.

    With more than `most` rows the narrowest places are left out, then the last rows; what is left out is counted.
    """
    figures = [figure for figure in inputs.figures if figure.kind == "event" and figure.group is None]
    columns = _columns(inputs, figures)
    shown = columns[:COLUMNS]
    if not shown:
        return None
    grid = _grid(inputs, [f for f in figures if _column(f) in shown], tuple(shown))
    countries = sorted({path[0] for path in grid.paths}, key=lambda place: (place != inputs.config.country, place))
    rows = [row for country in countries for row in _country(grid, country)]
    kept = _widest(rows, most or len(rows))
    left_out = [what.inside_sentence(_label(inputs, column)) for column in columns[COLUMNS:]]
    return {
        "columns": tuple(_label(inputs, column) for column in shown), "rows": tuple(kept),
        "rows_left_out": narrative.left_out(inputs, len(rows) - len(kept)),
        "has_apart": any(run.kind == "apart" for row in kept for cell in row["cells"] for run in cell),
        "left_out": wording.line(
            inputs.words, "locations.left_out", list=wording.joined(inputs.words, left_out)) if left_out else (),
    }


def _widest(rows: Sequence[dict[str, Any]], most: int) -> Sequence[dict[str, Any]]:
    """At most so many rows: to the narrowest level of places that fits, the sum of the country last."""
    fitting = [kept for depth in range(4) if len(kept := [row for row in rows if row["depth"] <= depth]) <= most]
    if fitting:
        return fitting[-1]
    wide = [row for row in rows if row["depth"] == 0]
    sums = [row for row in wide if row["is_sum"]][:most]
    return [*[row for row in wide if not row["is_sum"]][: most - len(sums)], *sums]


def _column(figure: Figure) -> Column:
    return (figure.indicator, figure.unit)


def _columns(inputs: Inputs, figures: Sequence[Figure]) -> list[Column]:
    """Indicators with events of the period, as configured; counts of families after all counts of people."""
    found = {_column(figure): figure for figure in figures}
    return sorted(found, key=lambda column: (column[1] == "families", what.order(inputs, found[column])))


def _label(inputs: Inputs, column: Column) -> str:
    figure = next(figure for figure in inputs.figures if _column(figure) == column)
    return what.label(inputs, replace(figure, group=None), short=True)


def _grid(inputs: Inputs, figures: Sequence[Figure], columns: tuple[Column, ...]) -> _Grid:
    paths = {what.place_path(inputs, figure.place_id) for figure in figures}
    ordered = sorted(paths, key=lambda path: [what.place_name(inputs, place) for place in path])
    cells = {(figure.place_id, _column(figure)): figure for figure in figures}
    added = [fact for f in figures if len(what.place_path(inputs, f.place_id)) == 1 for fact in f.facts]
    return _Grid(inputs, columns, cells, tuple(ordered), frozenset(added))


def _country(grid: _Grid, country: str) -> list[dict[str, Any]]:
    inside = [path for path in grid.paths if path[0] == country and len(path) > 1]
    branches = list(dict.fromkeys(path[1] for path in inside))
    if not branches:
        return [_row(grid, country, 0)]
    rows: list[dict[str, Any]] = []
    here = (Run(wording.pattern(grid.inputs.words, "locations.itself")),)
    for branch in branches:
        below = [path for path in inside if path[1] == branch and len(path) > 2 and _says_more(grid, path[-1])]
        rows.append(_row(grid, branch, 0))
        rows += [_row(grid, path[-1], _depth(path, below)) for path in below]
        rows += _itself(grid, branch, here, 1) if below else []
    name = wording.name(what.place_name(grid.inputs, country))
    rest = _itself(grid, country, wording.line(grid.inputs.words, "locations.itself_country", country=name), 0)
    if len(branches) == 1 and not rest:
        return rows
    title = wording.line(grid.inputs.words, "locations.total", country=name)
    return [*rows, *rest, {**_row(grid, country, 0), "name": title, "is_sum": True}]


def _says_more(grid: _Grid, place_id: str) -> bool:
    """Whether a place has a number that no single place inside it has: a district of one town says nothing more."""
    figures = [figure for column in grid.columns if (figure := grid.cells.get((place_id, column)))]
    twins = grid.inputs.twins
    return any(figure.apart or twins[what.kinship(figure)].place_id == place_id for figure in figures)


def _depth(path: Sequence[str], paths: Sequence[Sequence[str]]) -> int:
    """How far a place is indented: by the places around it that have a row themselves."""
    rows = {other[-1] for other in paths}
    return 1 + sum(place in rows for place in path[2:-1])


def _row(grid: _Grid, place_id: str, depth: int) -> dict[str, Any]:
    return {
        "name": (what.place_begins(grid.inputs, place_id),), "pcode": what.pcode(grid.inputs, place_id),
        "depth": depth, "is_total": depth == 0, "is_sum": False,
        "cells": tuple(_cell(grid, grid.cells.get((place_id, column))) for column in grid.columns),
    }


def _itself(grid: _Grid, place_id: str, title: Line, depth: int) -> list[dict[str, Any]]:
    """The row of what was reported of a place and of none narrower; nothing where all has a narrower place."""
    own = [_alone(grid.cells.get((place_id, column)), place_id) for column in grid.columns]
    if not any(own):
        return []
    cells = tuple(_cell(grid, figure) for figure in own)
    return [{"name": title, "pcode": "", "depth": depth, "is_total": depth == 0, "is_sum": False, "cells": cells}]


def _alone(figure: Figure | None, place_id: str) -> Figure | None:
    """The share of a figure that no narrower place has; None if there is none."""
    terms = [term for term in figure.terms if term.place_id == place_id] if figure else []
    if figure is None or not terms:
        return None
    return part(figure, terms, "itself") if len(terms) < len(figure.terms) else replace(figure, apart=())


def _cell(grid: _Grid, figure: Figure | None) -> Line:
    """A place's number, in parentheses if no total has it (a part, or a narrower count), then its undated counts."""
    if figure is None:
        return ()
    runs: list[Run] = []
    if figure.terms:
        run = what.figure_run(grid.inputs, figure)
        runs.append(run if grid.added.issuperset(figure.facts) else what.apart(grid.inputs, run))
    runs += [what.apart_run(grid.inputs, grid.inputs.facts[fact]) for fact in figure.apart]
    return tuple(runs)
