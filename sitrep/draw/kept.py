"""Drawings remembered by all that decides them, so that a page that shows the same ones loads no matplotlib."""

from collections.abc import Callable
from typing import Any

from sitrep import cache, program
from sitrep.model import plain

KIND, DRAWINGS = "charts", 256  # a year of weekly editions; the one unused for longest is forgotten first


def svg(draw: Callable[..., str], *given: Any) -> str:
    """What `draw`, a function of `sitrep.draw`, makes of what it is given: remembered, else drawn now.

    Nothing else may decide what it makes.
    """
    return _kept(draw, given, lambda: draw(*given).encode()).decode()


def pixels(draw: Callable[..., bytes], *given: Any) -> bytes:
    """As `svg`, of a function that makes PNG."""
    return _kept(draw, given, lambda: draw(*given))


def _kept(draw: Callable[..., Any], given: tuple[Any, ...], drawn: Callable[[], bytes]) -> bytes:
    name = program.digest([program.itself(), draw.__name__, plain(given)])
    key = bytes.fromhex(name)
    known = cache.load(KIND, name).get(key)
    if known is None:
        known = drawn()
        cache.save(KIND, name, {key: known}, DRAWINGS)
    return known
