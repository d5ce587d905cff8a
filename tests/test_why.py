"""`sitrep why`: the tree behind a published figure; expected lines worked out from the sample's sentences."""

from datetime import date
from pathlib import Path

import pytest
import sample

from sitrep import reconcile
from sitrep.cli import main
from sitrep.commands import init
from sitrep.commands.why import drawn
from sitrep.model import plain
from sitrep.reconcile import why
from sitrep.reconcile.why import Step

FIGURES = plain(reconcile.figures(
    sample.HEADERS, sample.FACTS, sample.CONFIG, sample.GAZETTEER, sample.WEEK, date(2018, 9, 9)
))  # fmt: skip
FACTS = {fact.id: plain(fact) for fact in sample.FACTS}


def tree(figure: str) -> Step:
    known = {one["id"]: one for one in FIGURES}
    return why.tree(known[figure], FIGURES, FACTS, sample.WEEK, sample.path)


def words(step: Step) -> list[str]:
    return [step.words, *(line for below in step.below for line in words(below))]


def test_a_sum_names_its_events_voices_and_sentences() -> None:
    told = tree("killed-syr")
    assert told.words.startswith("13–14 killed, SYR, 2018-09-04 to 2018-09-06 – 3 events added")
    jisr, kafr, mhardeh, _ = told.below
    assert jisr.words == "9 Jisr al-Shughour, 2018-09-04 – one voice"
    assert kafr.words == "1–2 Kafr Nabl, 2018-09-05 – 2 voices, from the lowest to the highest, never added"
    assert mhardeh.words == "3 Mhardeh, 2018-09-06 – one voice"
    assert [claim.words for claim in kafr.below] == [
        "2 Syria Civil Defence (C3), published 2018-09-07: its last word",
        "1 Syrian Observatory for Human Rights (C3), published 2018-09-07: its last word",
    ]
    assert f"“{sample.KAFR}”" in words(kafr)


def test_what_is_inside_an_event_says_why() -> None:
    jisr, _, mhardeh, _ = tree("killed-syr").below
    [child] = mhardeh.below[-1].below
    assert (mhardeh.below[-1].words, child.words) == (
        "inside it, not added", "1 killed children, Mhardeh, 2018-09-06 – a part of it",
    )  # fmt: skip
    [children] = jisr.below[-1].below
    assert children.words.startswith("5 killed children, Basatin, 2018-09-04 – it may count the same")


@pytest.mark.parametrize(("figure", "line"), [
    ("killed-syr", "4 killed, Idlib, no date – without a date: listed beside it, added to nothing"),
    ("killed-syr", "70 killed, Kafr Nabl, 2018-09-10 – after the period"),
    ("killed-syr-05", "9 killed, Jisr al-Shughour, 2018-09-04 – of another place; see killed-syr"),
    ("displaced-syr", "up to 800,000 displaced, Idlib, no date – only expected; see displaced-syr-12-projected"),
])  # fmt: skip
def test_what_is_left_out_says_why(figure: str, line: str) -> None:
    left = tree(figure).below[-1]
    assert left.words == "left out"
    assert line in [step.words for step in left.below]


def test_what_the_office_ruled_is_told_without_who() -> None:
    ruled = {"action": "correct", "field": "low", "read": "21", "when": "2018-09-10", "why": "typing error"}
    ruled["who"] = "Amna"
    facts = FACTS | {"fb1": FACTS["fb1"] | {"decisions": [ruled]}, "fe1": FACTS["fe1"] | {"flags": ["rejected"]}}
    known = {one["id"]: one for one in FIGURES}
    told = words(why.tree(known["killed-syr"], FIGURES, facts, sample.WEEK, sample.path))
    assert "the office ruled on 2018-09-10 to correct it: low was read as 21 – typing error" in told
    assert "70 killed, Kafr Nabl, 2018-09-10 – rejected by the office" in told
    assert not any("Amna" in line for line in told)


def test_a_stock_is_never_a_sum() -> None:
    told = tree("idps-syr-12-stock")
    assert told.words.endswith("a standing total: each voice's latest count; nothing is added")
    assert told.below[0].words.startswith("1,000,000–2,000,000")


def test_every_figure_of_the_sample_has_a_tree_that_ends_in_sentences() -> None:
    sentences = {f"“{fact.sentence}”" for fact in sample.FACTS}
    for figure in FIGURES:
        lines = words(tree(figure["id"]))
        assert sentences & set(lines), figure["id"]


def test_long_lines_are_wrapped_inside_the_tree() -> None:
    lines = list(drawn(Step("nine", (Step("one two three four five six"), Step("ten"))), 24))
    assert lines == ["nine", "├─ one two three four", "│     five six", "└─ ten"]


@pytest.mark.slow
def test_the_command_explains_the_demonstration(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init.write(tmp_path / "fresh")
    assert main(["why", "--workspace", str(tmp_path / "fresh")]) == 10  # no edition yet
    asked = ["--edition", "SYR001_20180909_v1", "--workspace", str(published)]
    assert main(["why", *asked]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "killed-syr" in listed
    for figure in listed:
        assert main(["why", figure, *asked]) == 0
    assert main(["why", "kiled-syr", *asked]) == 2
    assert 'did you mean "killed-syr"?' in capsys.readouterr().err
