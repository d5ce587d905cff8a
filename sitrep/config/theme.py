"""The part of config/report.yaml that says how the page looks."""

from typing import Annotated, Self

from pydantic import AfterValidator, ValidationInfo, model_validator

from sitrep.config import attached, colours, values
from sitrep.config.base import Settings
from sitrep.config.values import Line


def _attached(kind: str) -> AfterValidator:
    """The name of a file in config/ that a page may hold: a logo or a font."""

    def check(name: str, info: ValidationInfo) -> str:
        folder = (info.context or {}).get("attached")
        if name and folder:
            attached.address(attached.inside(folder, name), kind)
        return name

    return AfterValidator(check)


Colour = Annotated[Line, AfterValidator(colours.readable)]


class Theme(Settings):
    """How the page looks. Files stand in config/; what is empty is as the templates have it."""

    primary: Colour = ""
    accent: Colour = ""
    logo: Annotated[Line, _attached("logo")] = ""
    font: Annotated[Line, _attached("font")] = ""
    bold_font: Annotated[Line, _attached("font")] = ""
    paper: Annotated[str, values.one_of("A4", "Letter")] = "A4"

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.font) != bool(self.bold_font):
            raise ValueError("needs both font and bold_font, or neither: headings and numbers are bold")
        return self

    @property
    def files(self) -> tuple[str, ...]:
        """What stands in config/ for it."""
        return tuple(name for name in (self.logo, self.font, self.bold_font) if name)
