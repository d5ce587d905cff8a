"""Figures and facts as a workbook: a sheet each, numbers and days as such, and one that says what the columns are."""

from collections.abc import Sequence

from sitrep import workbook
from sitrep.export.columns import FACTS, FIGURES, Column
from sitrep.export.rows import Row, text
from sitrep.model import Report

WIDE = 60  # characters of a column of sentences


def written(report: Report, figures: Sequence[Row], facts: Sequence[Row]) -> bytes:
    """The workbook. `report` is told on the sheet "about", so that no number goes about without date and status."""
    return workbook.written([
        workbook.Sheet("figures", _columns(FIGURES), _cells(FIGURES, figures)),
        workbook.Sheet("facts", _columns(FACTS), _cells(FACTS, facts)),
        workbook.Sheet("about", (workbook.Column("of"), workbook.Column("what", 24), workbook.Column("", WIDE)), [
            *_told(report),
            *(["figures", column.name, column.meaning] for column in FIGURES),
            *(["facts", column.name, column.meaning] for column in FACTS),
        ]),
    ])


def _columns(columns: Sequence[Column]) -> tuple[workbook.Column, ...]:
    return tuple(workbook.Column(c.name, WIDE if c.is_long else max(12, len(c.name) + 2)) for c in columns)


def _cells(columns: Sequence[Column], rows: Sequence[Row]) -> list[list[workbook.Cell]]:
    return [[row[column.name] for column in columns] for row in rows]


def _told(report: Report) -> list[list[workbook.Cell]]:
    told: dict[str, workbook.Cell] = {
        "title": text(report.title), "issued by": text(report.content["organisation"]), "number": report.number,
        "revision": report.revision, "period start": report.period.start, "period end": report.period.end,
        "as of": report.as_of, "status": text(report.content["status"]),
        "may be read by": text(report.content["sensitivity"]), "note": text(report.content["disclaimer"]),
    }
    return [["report", name, value] for name, value in told.items()]
