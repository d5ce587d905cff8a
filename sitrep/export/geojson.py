"""Figures as GeoJSON (RFC 7946), for a map: a feature each, at its place."""

import json
from collections.abc import Iterable

from sitrep.export.rows import Row
from sitrep.model import plain


def written(figures: Iterable[Row]) -> bytes:
    """A feature for each figure, at its place; without a geometry if no place of it is known, as the standard allows.

    Properties are the columns of figures.csv, null where these are empty. A feature a line, so that two editions can be
    compared line by line.
    """
    features = [
        {
            "type": "Feature", "id": figure["figure_id"], "geometry": _point(figure),
            "properties": {name: plain(value) for name, value in figure.items() if name not in ("lat", "lon")},
        }
        for figure in figures
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def _point(figure: Row) -> dict[str, object] | None:
    if figure["lat"] is None or figure["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [figure["lon"], figure["lat"]]}  # longitude first
