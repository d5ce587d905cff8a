"""Figures as GeoJSON (RFC 7946), for a map: a feature each, at its place."""

import json
from collections.abc import Iterable

from sitrep.export.rows import Row
from sitrep.model import plain


def written(figures: Iterable[Row]) -> bytes:
    """A feature for each figure, at its place; without a geometry if no place of it is known, as the standard allows.

    Properties are the columns of figures.csv, null where these are empty.
    """
    features = [
        {
            "type": "Feature", "id": figure["figure_id"], "geometry": _point(figure),
            "properties": {name: plain(value) for name, value in figure.items() if name not in ("lat", "lon")},
        }
        for figure in figures
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def _point(figure: Row) -> dict[str, object] | None:
    if figure["lat"] is None or figure["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [figure["lon"], figure["lat"]]}  # longitude first
