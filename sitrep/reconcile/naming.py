"""Ids of figures: the same from one edition to the next, so that change can be told."""

import re

from sitrep.model import Figure


def figure_id(figure: Figure, *suffix: str) -> str:
    """The id of a figure by what it counts: indicator, unit if families, place, group, kind if not of the period."""
    kind = "" if figure.kind == "event" else figure.kind
    unit = "families" if figure.unit == "families" else ""
    return slug(figure.indicator, unit, figure.place_id, figure.group or "", kind, *suffix)


def slug(*parts: str) -> str:
    """An id that may stand in HTML, SVG and file names: letters a–z, digits and hyphens.

    >>> slug("airstrikes", "", "SYR.12", "children")
    'airstrikes-syr-12-children'
    >>> slug("killed", "SYR.12/Kafr é")
    'killed-syr-12-kafr-e9'

    Other letters become their code points, so that two names never share an id.
    """
    joined = "-".join(part for part in parts if part).casefold()
    spelt = "".join(c if c.isascii() else f"{ord(c):x}" for c in joined)
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")
