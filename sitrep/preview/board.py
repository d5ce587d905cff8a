"""What the preview shows now. One thread puts it up, others look at it or wait for the next."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitrep.model import Report


@dataclass(frozen=True, slots=True)
class Shown:
    """The last pages that were right, and what is wrong with the files since then; `number` counts every change."""

    number: int = 0
    page: int = 0  # the number at which the pages were made; 0 as long as there are none
    pages: Mapping[str, bytes] = field(default_factory=dict)  # HTML by language
    reports: Mapping[str, Report] = field(default_factory=dict)
    templates: Path = Path()
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Where it is put up. `drawing` is held by whoever draws: charts and templates are made by one thread at a time."""

    shown: list[Shown] = field(default_factory=lambda: [Shown()])  # one, the current
    changed: threading.Condition = field(default_factory=threading.Condition)
    drawing: threading.Lock = field(default_factory=threading.Lock)


def now(board: Board) -> Shown:
    """What is shown."""
    return board.shown[0]


def put(board: Board, shown: Shown) -> None:
    """From now on `shown` is what is shown; whoever waits is told."""
    with board.changed:
        board.shown[0] = shown
        board.changed.notify_all()


def after(board: Board, number: int, wait_s: float) -> Shown:
    """What is shown once it is another than `number`, or after `wait_s` seconds anyway."""
    with board.changed:
        board.changed.wait_for(lambda: now(board).number != number, wait_s)
        return now(board)
