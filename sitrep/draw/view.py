"""Which part of the world a map shows, and where a place stands on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.draw.shapes import Box, Point

NARROWEST = 0.6  # degrees: a map of one town still shows the land about it, and its outlines are no finer
PART = 0.4  # of the country's width and height: what is spread farther is shown on the whole country
AIR = 0.04  # of the map's width, between a country and the edge
TURN = 360.0  # degrees


@dataclass(frozen=True, slots=True)
class View:
    """A rectangle of the world on the rectangle `frame` of a page, in true shape at its middle latitude.

    `lon` and `lat` are its middle, `scale` the points of a degree of latitude.
    """

    frame: Box
    lon: float
    lat: float
    scale: float
    is_part: bool  # of the country

    @property
    def across(self) -> float:
        """Points of a degree of longitude."""
        return self.scale * math.cos(math.radians(self.lat))

    @property
    def degrees(self) -> Box:
        """What is shown: west, south, east and north end."""
        wide = (self.frame.right - self.frame.left) / 2 / self.across
        tall = (self.frame.top - self.frame.bottom) / 2 / self.scale
        return Box(self.lon - wide, self.lat - tall, self.lon + wide, self.lat + tall)

    @property
    def km(self) -> float:
        """Points of a kilometre."""
        return self.scale / 111.2

    def at(self, lon: float, lat: float) -> Point:
        """Where a place stands on the page."""
        return self.all([(lon, lat)])[0]

    def all(self, places: Sequence[Point]) -> list[Point]:
        """Where places (lon, lat) stand on the page."""
        across, up = self.across, self.scale
        left = (self.frame.left + self.frame.right) / 2 - self.lon * across
        bottom = (self.frame.bottom + self.frame.top) / 2 - self.lat * up
        return [(left + lon * across, bottom + lat * up) for lon, lat in places]


def view(places: Sequence[Point], country: Box, frame: Box, edge: float) -> View:
    """The view of `places` (lon, lat) with `edge` points around them, or of the country that they are spread over."""
    east_of = country.left - (TURN - (country.right - country.left)) / 2
    near = _around([((lon - east_of) % TURN + east_of, lat) for lon, lat in places])
    whole = Box(
        min(near.left, country.left), min(near.bottom, country.bottom),
        max(near.right, country.right), max(near.top, country.top),
    )
    of_all = fitted(whole, frame, (frame.right - frame.left) * AIR)
    of_part = replace(fitted(_widened(near), frame, edge), is_part=True)
    is_small = near.right - near.left < PART * (whole.right - whole.left)
    is_small = is_small and near.top - near.bottom < PART * (whole.top - whole.bottom)
    return of_part if is_small and of_part.scale > of_all.scale else of_all


def fitted(box: Box, frame: Box, edge: float) -> View:
    """The view that shows all of `box` with `edge` points around it."""
    lat = (box.bottom + box.top) / 2
    wide = max((box.right - box.left) * math.cos(math.radians(lat)), 1e-6)
    tall = max(box.top - box.bottom, 1e-6)
    scale = min((frame.right - frame.left - 2 * edge) / wide, (frame.top - frame.bottom - 2 * edge) / tall)
    return View(frame, (box.left + box.right) / 2, lat, scale, False)


def _around(places: Sequence[Point]) -> Box:
    lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
    return Box(min(lons), min(lats), max(lons), max(lats))


def _widened(box: Box) -> Box:
    """The box, not narrower than the narrowest view."""
    lat, lon = (box.bottom + box.top) / 2, (box.left + box.right) / 2
    tall = max(box.top - box.bottom, NARROWEST) / 2
    wide = max(box.right - box.left, NARROWEST / math.cos(math.radians(lat))) / 2
    return Box(lon - wide, lat - tall, lon + wide, lat + tall)
