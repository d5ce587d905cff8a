"""The colours of a theme: whether text in them can be read, and the shades that follow from the one that is given.

Contrast is that of WCAG 2.1, success criterion 1.4.3: (lighter + 0.05) / (darker + 0.05), of relative luminances.
"""

import colorsys
import re
from collections.abc import Mapping

from sitrep.shown import show

TEXT = 4.5  # the contrast that text of any size needs
# What text stands on, as in templates/style: in light scheme and print, and in the dark scheme.
WHITE, DARK = "#FFFFFF", "#14181C"
STEPS = 250  # shades from a colour to black or white: finer ones look alike
# The contrast of the page's own colours, which those of a theme keep: headlines (`deep`) stand out from bars (`blue`).
HEADLINE = 7.0
ON_DARK = {"blue": 7.0, "deep": 10.5, "accent": 7.0}
TINT, DIM = 0.84, 0.72  # how far the ground of a marked quote lies towards the page, light and dark
SOFT = 0.65  # the most saturation in the dark scheme, where a full colour glares


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21.

    >>> contrast("#000000", "#FFFFFF"), round(contrast("#767676", "#FFFFFF"), 2)
    (21.0, 4.54)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a `share` of `other` in it.

    >>> mixed("#0077B8", "#FFFFFF", 0.5)
    '#80BBDC'
    """
    pairs = zip(_channels(colour), _channels(other), strict=True)
    red, green, blue = ((own * (1 - share) + given * share) / 255 for own, given in pairs)
    return _colour(red, green, blue)


def nearest(colour: str, ground: str, ratio: float) -> str:
    """The shade of `colour` nearest to it that has the contrast `ratio` on `ground`; `colour` itself if it has.

    Hue and saturation stay; on white it is darkened, on the dark ground lightened.

    >>> nearest("#757575", "#FFFFFF", 4.5), nearest("#FFD100", "#FFFFFF", 4.5)
    ('#757575', '#8E7400')
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    end = 0.0 if _luminance(ground) > 0.5 else 1.0
    steps = (lightness + (end - lightness) * step / STEPS for step in range(1, STEPS + 1))
    shades = (colour, *(_colour(*colorsys.hls_to_rgb(hue, step, saturation)) for step in steps))
    return next(shade for shade in shades if contrast(shade, ground) >= ratio)


def softened(colour: str) -> str:
    """`colour` without the part of its saturation that glares on a dark ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    return _colour(*colorsys.hls_to_rgb(hue, lightness, min(saturation, SOFT)))


def readable(value: str) -> str:
    """A colour in which text can be read on white, as `#RRGGBB`; nothing if none is given.

    Raises ValueError, with the contrast and the nearest shade that has enough.
    """
    if not value:
        return ""
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", value):
        raise ValueError(f'must be a colour such as "#0077B8", in quotes, not "{show(value[:60])}"')
    colour = f"#{value[-6:].upper()}"
    found = contrast(colour, WHITE)
    if found < TEXT:
        told = f"text in {colour} on white has a contrast of {int(found * 100) / 100:.2f}:1 and needs {TEXT}:1"
        raise ValueError(f'{told} – the nearest shade that has it is "{nearest(colour, WHITE, TEXT)}"')
    return colour


def light(primary: str, accent: str) -> Mapping[str, str]:
    """The colours that a theme changes in light scheme and print, by token of templates/style/tokens.css."""
    found = {}
    if primary:
        found = {
            "blue": primary, "deep": nearest(primary, WHITE, HEADLINE), "mark": mixed(primary, WHITE, TINT),
        }  # fmt: skip
    return {**found, "accent": accent} if accent else found


def dark(primary: str, accent: str) -> Mapping[str, str]:
    """The same for the dark scheme: nobody has to give a second set of colours."""
    found = {}
    if primary:
        found = {token: nearest(softened(primary), DARK, ON_DARK[token]) for token in ("blue", "deep")}
        found["mark"] = mixed(found["blue"], DARK, DIM)
    return {**found, "accent": nearest(softened(accent), DARK, ON_DARK["accent"])} if accent else found


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _colour(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{int(part * 255 + 0.5):02X}" for part in (red, green, blue))


def _luminance(colour: str) -> float:
    """0 for black, 1 for white."""
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
