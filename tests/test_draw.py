"""The trend chart: what shapes say, where labels stand, and that nothing of machine or hostile text gets in."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from sitrep.draw import png, trend
from sitrep.draw.labels import labelled
from sitrep.draw.lettering import drawable, lines, width
from sitrep.draw.marks import Mark
from sitrep.draw.shapes import BLUE, QUIET, Area, Box, Dot, Line, Words, inside, overlap, texts
from sitrep.draw.trend import SIZES, drawing
from sitrep.model import Bar, Period, Row, Trend

SVG = "{http://www.w3.org/2000/svg}"


def day(number: int) -> date:
    return date(2018, 9, number)


WEEK = Period(day(3), day(9))
DAYS = ("Mon\n3", "Tue\n4", "Wed\n5", "Thu\n6", "Fri\n7", "Sat\n8", "Sun\n9")


def bar(start: int | None, end: int | None, low: int | None, high: int | None, label: str, figure: str = "f-1") -> Bar:
    return Bar(day(start) if start else None, day(end) if end else None, low, high, label, figure)


def week(*rows: Row) -> Trend:
    return Trend(WEEK, DAYS, "no\ndate", rows)


def flow(*bars: Bar) -> Trend:
    return week(Row("Air strikes", "per day", "flow", bars))


def stock(*bars: Bar) -> Trend:
    return week(Row("IDPs", "standing total", "stock", bars))


# The two documents of the first week of September 2018.
IDLIB = week(
    Row("Air strikes", "per day", "flow", (bar(4, 4, 45, None, "45+"), bar(9, 9, 14, 14, "14", "f-2"))),
    Row("People killed", "per day", "flow", (bar(4, 4, 9, 9, "9"), bar(None, None, 4, 4, "4"))),
    Row("People displaced", "8–9 September", "flow", (bar(8, 9, 5000, None, "5,000+"),)),
    Row("Barrel bombs", "per day", "flow", (bar(9, 9, 25, 25, "~25"),)),
    Row("IDPs in Idlib", "standing total", "stock",
        (bar(4, 4, 2_000_000, 2_000_000, "~2 M"), bar(9, 9, 1_000_000, 2_000_000, "1 M – 2 M"))),
)  # fmt: skip

NASTY = {
    "idlib": IDLIB,
    "one row": flow(bar(4, 4, 1, 1, "1")),
    "no rows": week(),
    "nothing reported": flow(),
    "only undated": flow(bar(None, None, 4, 4, "4"), bar(None, None, 3_000_000, None, "3,000,000+")),
    "neighbours": flow(*(bar(n, n, 3_000_000 - n, 3_000_000 - n, f"{3_000_000 - n:,}") for n in range(3, 10))),
    "small beside large": flow(bar(3, 3, 0, 0, "0"), bar(4, 4, 1, 1, "1"), bar(5, 5, 3_000_000, None, "3,000,000+")),
    "qualifiers": flow(
        bar(3, 3, 1, 2, "1–2"), bar(4, 5, 20, 35, "20–35"), bar(6, 6, None, 40, "up to 40"),
        bar(7, 7, None, None, "dozens"), bar(8, 8, 12, None, "12+"), bar(None, None, 3, 9, "3–9"),
    ),
    "stocks": stock(
        bar(3, 3, 1500, None, "1,500+"), bar(5, 5, None, 3000, "up to 3,000"), bar(7, 7, 1, 3000, "1 – 3,000"),
        bar(8, 8, 0, 0, "0"), bar(None, None, 900, 900, "900"),
    ),
    "seven rows": week(*(Row(f"Row {n}", "", "flow", (bar(n, n, n, n, f"{n}"),)) for n in range(3, 10))),
    "before and after": flow(
        Bar(date(2018, 8, 20), day(4), 700, 700, "700", "f-1"), Bar(day(8), date(2018, 9, 30), 9, 9, "9", "f-2"),
    ),
    "long words": week(Row("indicator " * 30, "note" * 90, "flow", (bar(3, 3, 5, 5, "x" * 300), bar(4, 4, 6, 6, "6")))),
    "a month": Trend(
        Period(date(2018, 8, 1), date(2018, 8, 31)), tuple(f"Wed\n{n}" for n in range(1, 32)), "no\ndate",
        tuple(
            Row(f"Row {kind}", "per day", kind, tuple(
                Bar(date(2018, 8, n), date(2018, 8, n), n * n * 3, n * n * 3, f"{n * n * 3:,}", f"f-{n}")
                for n in range(1, 32)
            ))
            for kind in ("flow", "stock")
        ),
    ),
}  # fmt: skip


def shapes(given: Trend, kind: type, size: str = "print") -> list:
    return [shape for shape in drawing(given, SIZES[size]).shapes if isinstance(shape, kind)]


def columns(given: Trend) -> list[tuple[float, float]]:
    """Left and right of each day of a week without undated bars, on paper."""
    left, wide = SIZES["print"].heading, SIZES["print"].width
    each = (wide - left) / 7
    return [(left + n * each, left + (n + 1) * each) for n in range(7)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NASTY)
def test_no_label_is_clipped_or_covered(name: str, size: str) -> None:
    sheet = drawing(NASTY[name], SIZES[size])
    frame = Box(0, 0, sheet.width, sheet.height)
    words = texts(sheet.shapes)
    assert all(inside(label.box, frame) for label in words)
    assert not [(one.text, other.text) for one, other in combinations(words, 2) if overlap(one.box, other.box)]
    bars = [shape.box for shape in sheet.shapes if isinstance(shape, Area)]
    assert not [label.text for label in words for body in bars if overlap(label.box, body)]


@pytest.mark.parametrize(("ceiling", "said"), [(30, ["1,234,567"]), (22, [])])
def test_a_label_rises_between_others_but_never_out_of_its_row(ceiling: int, said: list[str]) -> None:
    narrow = Mark((), Box(48, 0, 52, 4), 50)
    beside = [Mark((), Box(0, 0, 45, 18), 20), Mark((), Box(55, 0, 100, 18), 80)]
    found = labelled([(bar(4, 4, 1_234_567, 1_234_567, "1,234,567"), narrow)], beside, Box(0, 0, 100, ceiling), 7)
    assert [shape.text for shape in found if isinstance(shape, Words)] == said
    assert [shape.start[0] for shape in found if isinstance(shape, Line)] == [50] * len(said)  # it is led to its mark


@pytest.mark.parametrize("size", SIZES)
def test_every_number_of_the_seeds_week_is_labelled(size: str) -> None:
    said = [label.text for label in texts(drawing(IDLIB, SIZES[size]).shapes) if label.figure]
    assert sorted(said) == sorted(["45+", "14", "9", "4", "5,000+", "~25", "~2 M", "1 M – 2 M"])


@pytest.mark.parametrize("name", ["idlib", "qualifiers", "a month"])
def test_letters_fill_the_boxes_that_were_reserved_for_them(name: str) -> None:
    sheet = drawing(NASTY[name], SIZES["phone"])
    painted = ElementTree.fromstring(trend(NASTY[name], "phone", "alt"))
    groups = painted.findall(f"{SVG}g")
    words = texts(sheet.shapes)
    assert len(groups) == len(words) > 0
    for group, label in zip(groups, words, strict=True):
        ink = ink_of(group, painted, sheet.height)
        near = Box(label.box.left - 0.6, label.box.bottom - 0.6, label.box.right + 0.6, label.box.top + 0.6)
        assert inside(ink, near), label.text
        # A lone "1" is narrow on its place.
        assert ink.right - ink.left > (label.box.right - label.box.left) * 0.4, label.text


def ink_of(group: ElementTree.Element, painted: ElementTree.Element, tall: float) -> Box:
    """Where the outlines of a group of letters stand, y upwards."""
    found = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+) \S+\)", group.attrib["transform"])
    assert found is not None
    x, y, scale = (float(number) for number in found.groups())
    outlines = {path.attrib["id"]: path.attrib["d"] for path in painted.findall(f"{SVG}defs/{SVG}path")}
    across, up = [], []
    for use in group:
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", outlines[use.attrib["href"][1:]])]
        across += [x + (float(use.attrib.get("x", 0)) + n) * scale for n in numbers[::2]]
        up += [tall - y + n * scale for n in numbers[1::2]]
    return Box(min(across), min(up), max(across), max(up))


def test_bars_stand_on_zero_and_follow_the_number() -> None:
    large, small = shapes(flow(bar(4, 4, 45, 45, "45"), bar(9, 9, 15, 15, "15")), Area)
    assert large.box.bottom == small.box.bottom
    assert large.box.top - large.box.bottom == pytest.approx(3 * (small.box.top - small.box.bottom))


def test_each_row_has_its_own_scale() -> None:
    two = week(*(Row("", "", "flow", (bar(4, 4, n, n, str(n)),)) for n in (3, 3_000_000)))
    heights = [area.box.top - area.box.bottom for area in shapes(two, Area)]
    assert heights[0] == pytest.approx(heights[1])


def test_one_person_beside_three_million_is_still_seen() -> None:
    areas = shapes(flow(bar(4, 4, 1, 1, "1"), bar(5, 5, 3_000_000, 3_000_000, "3,000,000")), Area)
    assert min(area.box.top - area.box.bottom for area in areas) >= 0.8


def test_two_days_are_one_bar_over_both_and_no_other() -> None:
    given = flow(bar(8, 9, 5000, 5000, "5,000"))
    (body,) = shapes(given, Area)
    days = columns(given)
    assert days[5][0] < body.box.left < days[5][1]
    assert days[6][0] < body.box.right < days[6][1]


def test_a_day_without_a_figure_is_a_dash_clear_of_the_base_and_no_bar() -> None:
    given = flow(bar(4, 4, 9, 9, "9"))
    base = shapes(given, Area)[0].box.bottom
    dashes = [line for line in shapes(given, Line) if line.colour == QUIET]
    middles = [(line.start[0] + line.end[0]) / 2 for line in dashes]
    assert len(shapes(given, Area)) == 1
    assert middles == pytest.approx([(left + right) / 2 for n, (left, right) in enumerate(columns(given)) if n != 1])
    assert all(line.start[1] == line.end[1] > base + 2 for line in dashes)


def test_a_reported_zero_is_a_line_on_the_base_and_no_dash() -> None:
    given = flow(bar(4, 4, 0, 0, "0"))
    left, right = columns(given)[1]
    on_that_day = [line for line in shapes(given, Line) if left < line.start[0] and line.end[0] < right]
    assert [line.colour for line in on_that_day] == [BLUE]
    assert [label.text for label in shapes(given, Words) if label.figure] == ["0"]


def test_more_than_is_open_above_between_two_dotted_sides() -> None:
    given = flow(bar(4, 4, 45, None, "45+"))
    (body,) = shapes(given, Area)
    sides = [line for line in shapes(given, Line) if line.colour == BLUE]
    assert [line.start[0] == line.end[0] for line in sides] == [True, True]
    assert all(line.dash and line.start[1] == body.box.top < line.end[1] for line in sides)


def test_at_most_is_empty_under_a_lid() -> None:
    given = flow(bar(4, 4, None, 40, "up to 40"))
    lines_ = [line for line in shapes(given, Line) if line.colour == BLUE]
    assert not shapes(given, Area)
    assert sum(line.start[1] == line.end[1] and line.dash is None for line in lines_) == 1
    assert sum(line.start[0] == line.end[0] and line.dash is not None for line in lines_) == 2


def test_a_range_is_full_to_its_low_end_with_an_i_bar_to_its_high_end() -> None:
    given = flow(bar(4, 4, 20, 40, "20–40"))
    (body,) = shapes(given, Area)
    posts = [line for line in shapes(given, Line) if line.start[0] == line.end[0]]
    assert len(posts) == 1
    assert posts[0].start[1] == body.box.top
    assert posts[0].end[1] - body.box.bottom == pytest.approx(2 * (body.box.top - body.box.bottom))


def test_undated_is_dashed_and_empty_in_a_column_after_the_last_day() -> None:
    undated = shapes(flow(bar(9, 9, 9, 9, "9"), bar(None, None, 4, 4, "4")), Area)[-1]
    dated = shapes(flow(bar(9, 9, 9, 9, "9"), bar(None, None, 4, 4, "4")), Area)[0]
    assert undated.fill is None
    assert undated.dash is not None
    assert undated.box.left > dated.box.right


def test_without_undated_bars_there_is_no_undated_column() -> None:
    assert "date" not in [label.text for label in shapes(flow(bar(4, 4, 9, 9, "9")), Words)]
    assert "date" in [label.text for label in shapes(flow(bar(None, None, 9, 9, "9")), Words)]


def test_a_stock_is_a_dot_at_its_date_and_a_range_an_i_bar() -> None:
    given = stock(bar(4, 4, 2_000_000, 2_000_000, "~2 M"), bar(9, 9, 1_000_000, 2_000_000, "1 M – 2 M"))
    (dot,) = shapes(given, Dot)
    days = columns(given)
    assert dot.centre[0] == pytest.approx(sum(days[1]) / 2)
    (post,) = [line for line in shapes(given, Line) if line.start[0] == line.end[0]]
    assert post.start[0] == pytest.approx(sum(days[6]) / 2)
    assert post.end[1] == pytest.approx(dot.centre[1])
    assert not shapes(given, Area)


def test_a_window_that_began_earlier_runs_to_the_edge() -> None:
    given = flow(Bar(date(2018, 8, 20), day(4), 7, 7, "7", "f-1"))
    (body,) = shapes(given, Area)
    assert body.box.left == SIZES["print"].heading


def test_days_are_thinned_where_their_labels_would_touch() -> None:
    shown = [label.text for label in shapes(NASTY["a month"], Words, "phone") if label.axis and label.text != "Wed"]
    assert shown[:2] != ["1", "2"]
    assert len(shown) > 5


def test_from_right_to_left_days_swap_sides_and_letters_do_not() -> None:
    given = flow(bar(3, 3, 5, 5, "5"))
    there, back = (ElementTree.fromstring(trend(given, "print", "alt", way)) for way in ("ltr", "rtl"))
    places = [float(re.findall(r"[\d.]+", mark_of(svg).attrib["transform"])[0]) for svg in (there, back)]
    assert places[0] < SIZES["print"].width / 2 < places[1]
    assert [g.attrib["data-label"] for g in figures_of(back)] == ["5"]


def figures_of(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in svg.iter() if "data-figure" in group.attrib]


def mark_of(svg: ElementTree.Element) -> ElementTree.Element:
    (found,) = figures_of(svg)
    return found


def test_numbers_lead_to_their_figures_and_days_are_marked_as_axis() -> None:
    svg = ElementTree.fromstring(trend(IDLIB, "screen", "alt"))
    said = {(group.attrib["data-figure"], group.attrib["data-label"]) for group in figures_of(svg)}
    assert said >= {("f-1", "45+"), ("f-2", "14")}
    assert len([g for g in svg.iter() if g.get("class") == "axis"]) == 16  # seven days and "no date", two lines each


@pytest.mark.parametrize("figure", ["", "A", 'x" onload="alert(1)', "a b", "figure--é", "killed_syr"])
def test_a_figure_that_is_no_slug_is_refused(figure: str) -> None:
    if figure:
        with pytest.raises(ValueError, match="no slug"):
            trend(flow(bar(4, 4, 9, 9, "9", figure)), "print", "alt")
    else:
        assert "data-figure" not in trend(flow(bar(4, 4, 9, 9, "9", figure)), "print", "alt")


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="print, print-half, screen, screen-half, phone"):
        trend(IDLIB, "poster", "alt")


def test_paper_has_colours_and_screens_have_tokens() -> None:
    paper, screen = trend(IDLIB, "print", "alt"), trend(IDLIB, "screen", "alt")
    assert set(re.findall(r"#[0-9a-f]{6}\b", paper)) == {"#333333", "#666666", "#bfbfbf", "#0077b8", "#005392"}
    assert "var(" not in paper
    assert set(re.findall(r"var\((--\w+)\)", screen)) == {"--ink", "--quiet", "--rule", "--blue", "--deep"}
    assert not re.search(r'(fill|stroke)="#', screen)


def test_the_words_for_the_picture_stand_where_each_medium_reads_them() -> None:
    alt = 'Air strikes: "45+" & <more>'
    paper, phone = (ElementTree.fromstring(trend(IDLIB, size, alt)) for size in ("print", "phone"))
    title = paper.find(f"{SVG}title")
    assert title is not None
    assert title.text == alt
    assert phone.attrib["aria-label"] == alt
    assert phone.find(f"{SVG}title") is None
    assert paper.attrib["role"] == phone.attrib["role"] == "img"


@pytest.mark.parametrize("size", SIZES)
def test_it_can_stand_inside_a_page(size: str) -> None:
    svg = trend(IDLIB, size, "alt")
    assert svg.startswith("<svg ")
    assert len(svg.encode()) < 80_000
    assert not re.findall(r"<style|style=|<!--|<!DOCTYPE|<\?xml|url\(|xlink", svg)
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) > 0
    assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids)


def test_two_charts_in_one_page_share_no_id() -> None:
    found = [set(re.findall(r' id="([^"]+)"', trend(IDLIB, size, "alt"))) for size in SIZES]
    assert all(not one & other for one, other in combinations(found, 2))


HOSTILE = [
    "$\\frac{a$", "${{{$", "<script>alert(1)</script>", "--><script>", "]]>", "&lt;b&gt;", "\ud800x", "a\x00b\x1b",
    "\u202eabc", "x" * 300, "مرحبا", "🙂", "a\nb", "\" onload=\"x", "", " ", "%s{0}", "\\n\\N{DIGIT ONE}",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    row = Row(text, text, "flow", (bar(4, 4, 9, 9, text), bar(None, None, 9, 9, text)))
    given = Trend(WEEK, (text,) * 7, text, (row,))
    svg = trend(given, "phone", text)
    root = ElementTree.fromstring(svg.encode("utf-8"))
    assert {element.tag for element in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "defs", "g", "path", "use")}
    allowed = {"xmlns", "viewBox", "role", "aria-label", "id", "d", "fill", "stroke", "stroke-width", "href", "x", "y",
               "stroke-dasharray", "transform", "class", "data-figure", "data-label"}  # fmt: skip
    assert {name for element in root.iter() for name in element.attrib} <= allowed


def test_signs_that_turn_or_break_the_text_are_left_out() -> None:
    assert drawable("a\u202eb\x00c\ud800d\ne\u00a0f") == "abcd e\u00a0f"


def test_what_the_font_lacks_shows_as_the_replacement_sign() -> None:
    assert drawable("Ґанок 5 → مر") == "Ґанок 5 � ��"


def test_text_is_broken_at_spaces_and_cut_with_an_ellipsis() -> None:
    wide = width("People displaced", 7, True)
    assert lines("People displaced by fighting", 7, True, wide, 3) == ("People displaced", "by fighting")
    assert lines("People displaced by heavy fighting", 7, True, wide, 1) == ("People displac…",)
    assert lines("", 7, True, wide, 2) == ()


CHILD = """
import sys
sys.path.insert(0, {tests!r})
from test_draw import IDLIB
from sitrep.draw import trend
sys.stdout.write(trend(IDLIB, "print", "alt") + trend(IDLIB, "phone", "alt"))
"""


def environments(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "MPLCONFIGDIR": str(tmp_path / "empty")}
    yield {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(tmp_path), "MATPLOTLIBRC": "rc"}


def test_the_same_bytes_in_any_environment(tmp_path: Path) -> None:
    (tmp_path / "rc").write_text("svg.fonttype: none\nlines.scale_dashes: False\n")
    here = trend(IDLIB, "print", "alt") + trend(IDLIB, "phone", "alt")
    for found in environments(tmp_path):
        child = subprocess.run(
            [sys.executable, "-c", CHILD.format(tests=str(Path(__file__).parent))],
            env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin", **found}, cwd=tmp_path,
            capture_output=True, text=True, encoding="utf-8", check=True,
        )  # fmt: skip
        assert child.stdout == here


# --- PNG ------------------------------------------------------------------------------------------------------------


def test_a_picture_for_other_programs_shows_what_the_drawing_shows() -> None:
    """Sharp enough for paper, on white, a bar of 45 where the drawing has one; the same bytes again."""
    drawn = png(IDLIB)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.width == 1417  # 180 mm at 200 dpi
        seen = picture.convert("RGB")
        assert seen.getpixel((0, 0)) == (255, 255, 255)
        bar_of = next(s for s in drawing(IDLIB, SIZES["print"]).shapes if isinstance(s, Area) and s.fill == BLUE)
        middle = ((bar_of.box.left + bar_of.box.right) / 2, (bar_of.box.bottom + bar_of.box.top) / 2)
        at = (round(middle[0] * 200 / 72), round(picture.height - middle[1] * 200 / 72))
        assert seen.getpixel(at) == (0x00, 0x77, 0xB8)
    assert png(IDLIB) == drawn
    assert png(IDLIB, "rtl") != drawn
