"""An edition as frames: what a notebook is given."""

import json
from datetime import date
from pathlib import Path

import pytest
import sample

from sitrep import reconcile
from sitrep.model import plain

FIGURES = reconcile.figures(
    sample.HEADERS, sample.FACTS, sample.CONFIG, sample.GAZETTEER, sample.WEEK, date(2018, 9, 9)
)  # fmt: skip


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "internal"
    folder.mkdir()
    (folder / "facts.jsonl").write_text("".join(json.dumps(plain(fact)) + "\n" for fact in sample.FACTS), "utf-8")
    (folder / "figures.json").write_text(json.dumps(plain(FIGURES)), "utf-8")
    return tmp_path


def test_claims_alone_give_the_number_of_a_figure(edition: Path) -> None:
    facts, figures, links = reconcile.frames(edition)
    mine = links[(links.figure == "killed-syr") & (links.role == "claim")]
    low = mine.join(facts.low, on="fact").groupby("term").low.min().sum()
    assert low == figures.low["killed-syr"] == 9 + 1 + 3  # Jisr; Kafr Nabl, where two voices differ; Mhardeh


def test_missing_is_not_zero(edition: Path) -> None:
    facts, figures, _ = reconcile.frames(edition)
    assert figures.high.isna()["displaced-syr"]  # more than 5,000
    assert facts.low.isna()["fb2"]  # up to 12
    assert facts.start.isna()["fd5"]
    assert str(facts.low.dtype) == "Int64"


def test_every_fact_of_a_link_is_there(edition: Path) -> None:
    facts, figures, links = reconcile.frames(edition)
    assert set(links.fact) <= set(facts.index)
    assert set(links.figure) == set(figures.index)
    assert set(links[links.role == "apart"].fact) == {"fd5", "fd6"}  # the two without a date
