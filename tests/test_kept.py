"""Drawings remembered: the same bytes, no matplotlib for what was drawn before, and anything else is drawn anew."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sample

from sitrep import cache, program
from sitrep.draw import kept
from sitrep.model import Bubble, Map
from sitrep.report.html import html

HERE = Path(__file__).parent
IDLIB = Bubble("Idlib", 35.9, 36.6, 7, 9, "7–9", "killed")
MAP = Map("SYR", (IDLIB,), (), {"SYR": "Syria"}, ((5, "5"),), "{number} km")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "sitrep" / "charts"


def drawing(calls: list[tuple[Any, ...]]) -> Callable[..., str]:
    def place_map(*given: Any) -> str:
        calls.append(given)
        return f"<svg>إدلب {len(calls)}</svg>"

    return place_map


def test_what_was_drawn_is_not_drawn_again():
    calls: list[tuple[Any, ...]] = []
    given = (MAP, "print", "alt", "ltr", {"ink": "#000000"})
    assert [kept.svg(drawing(calls), *given) for _ in range(2)] == ["<svg>إدلب 1</svg>"] * 2
    assert calls == [given]


@pytest.mark.parametrize(
    "given",
    [
        (replace(MAP, bubbles=(replace(MAP.bubbles[0], low=8),)), "print", "alt", "ltr", {"ink": "#000000"}),
        (replace(MAP, countries={"SYR": "سوريا"}), "print", "alt", "ltr", {"ink": "#000000"}),
        (MAP, "phone", "alt", "ltr", {"ink": "#000000"}), (MAP, "print", "other", "ltr", {"ink": "#000000"}),
        (MAP, "print", "alt", "rtl", {"ink": "#000000"}), (MAP, "print", "alt", "ltr", {"ink": "#000001"}),
        (MAP, "print", "alt", "ltr", {}),
    ],
    ids=["number", "name", "size", "alt", "direction", "colour", "no colour"],
)  # fmt: skip
def test_whatever_decides_a_drawing_has_it_drawn_anew(given):
    calls: list[tuple[Any, ...]] = []
    kept.svg(drawing(calls), MAP, "print", "alt", "ltr", {"ink": "#000000"})
    assert kept.svg(drawing(calls), *given) == "<svg>إدلب 2</svg>"


def test_another_function_another_release_and_force_draw_anew(monkeypatch):
    calls: list[tuple[Any, ...]] = []
    draw = drawing(calls)
    kept.svg(draw, MAP)
    draw.__name__ = "trend"
    kept.svg(draw, MAP)
    assert len(calls) == 2
    with cache.ignored():
        kept.svg(draw, MAP)
    assert len(calls) == 3
    monkeypatch.setattr(program, "itself", lambda: "another release")
    kept.svg(draw, MAP)
    assert len(calls) == 4


def test_pixels_are_kept_as_they_are():
    calls: list[int] = []

    def png(number: int) -> bytes:
        calls.append(number)
        return b"\x89PNG\r\n\xff"

    assert [kept.pixels(png, 1) for _ in range(2)] == [b"\x89PNG\r\n\xff"] * 2
    assert calls == [1]


def test_a_damaged_drawing_is_drawn_again(home):
    calls: list[tuple[Any, ...]] = []
    kept.svg(drawing(calls), MAP)
    (file,) = home.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    kept.svg(drawing(calls), MAP)
    kept.svg(drawing(calls), MAP)
    assert len(calls) == 2


def test_no_more_is_kept_than_a_year_of_editions_needs(monkeypatch, home):
    monkeypatch.setattr(kept, "DRAWINGS", 3)
    for size in "abcdef":
        kept.svg(drawing([]), size)
    assert len(list(home.iterdir())) == 3


PAGES = """
import sys
from pathlib import Path
import sample
from sitrep.report.html import html
pages = [html(sample.report(), Path("nowhere"), medium) for medium in ("print", "screen", "word")]
print("matplotlib" in sys.modules, hash(tuple(pages)))
"""


@pytest.mark.slow
def test_a_page_of_pictures_drawn_before_is_the_same_and_loads_no_matplotlib():
    environment = os.environ | {"PYTHONPATH": str(HERE), "PYTHONHASHSEED": "0"}
    run = [sys.executable, "-c", PAGES]
    told = [subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    (first, page), (second, same) = (line.split() for line in told)
    assert (first, second) == ("True", "False")
    assert page == same
    assert "<svg" in html(sample.report(), HERE, "screen")
