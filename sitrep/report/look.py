"""The theme as templates and charts are given it: colours, paper, logo and fonts, each checked by `sitrep.config`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sitrep.config import attached, colours
from sitrep.errors import ConfigError

if TYPE_CHECKING:
    from sitrep.config import Config


@dataclass(frozen=True, slots=True)
class Look:
    """What a theme changes. Colours by token of style/tokens.css; files as `data:` addresses, "" for none."""

    light: Mapping[str, str] = field(default_factory=dict)  # in light scheme and print
    dark: Mapping[str, str] = field(default_factory=dict)
    paper: str = "A4"
    logo: str = ""
    font: str = ""
    bold_font: str = ""


def look(config: "Config") -> Look:
    """The look of a report. Raises ConfigError if a file of the theme was changed since it was checked."""
    theme, folder = config.theme, config.folder / "config"
    try:
        files = {
            name: attached.address(attached.inside(folder, file), "logo" if name == "logo" else "font")
            for name in ("logo", "font", "bold_font") if (file := getattr(theme, name))
        }  # fmt: skip
    except ValueError as error:
        raise ConfigError(f"config/report.yaml: theme: {error}") from None
    given = (theme.primary, theme.accent)
    return Look(light=colours.light(*given), dark=colours.dark(*given), paper=theme.paper, **files)
