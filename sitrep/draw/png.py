"""A chart or a map as PNG, for programs that know no SVG."""

from collections.abc import Mapping
from types import MappingProxyType

from sitrep.draw.map import SIZES as MAPS
from sitrep.draw.map import drawing as of_map
from sitrep.draw.paint import pixels
from sitrep.draw.shapes import mirrored
from sitrep.draw.trend import SIZES as TRENDS
from sitrep.draw.trend import drawing as of_trend
from sitrep.model import Map, Trend

DPI = 200  # sharp on paper, 40 kB


def png(
    given: Map | Trend, direction: str = "ltr", colours: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The drawing that `trend` or `place_map` makes for the whole width of a printed page, as PNG on white.

    `colours` are as there.
    """
    if isinstance(given, Map):
        return pixels(of_map(given, MAPS["print"], direction), DPI, colours)
    sheet = of_trend(given, TRENDS["print"])
    return pixels(mirrored(sheet) if direction == "rtl" else sheet, DPI, colours)
