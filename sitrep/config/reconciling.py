"""The settings of reconciliation: how one number is made of several, and what the first edition is compared with."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationInfo, field_validator, model_validator

from sitrep.config import values
from sitrep.config.base import Settings
from sitrep.config.values import Day, Line
from sitrep.language.places import gazetteer
from sitrep.model import GROUPS, METHODS, UNITS, Quantity
from sitrep.shown import hint


class Reconciling(Settings):
    """How one number is made of several. With a `household_size` counts of families become counts of people."""

    method: Annotated[str, values.one_of(*METHODS)] = "range"
    household_size: Annotated[float | None, BeforeValidator(values.household)] = None


class BaselineFigure(Settings):
    """One figure of a report made elsewhere. `place` is held as its id; empty is the country of the report."""

    indicator: Line
    value: Annotated[Quantity, BeforeValidator(values.quantity, json_schema_input_type=str)]
    place: Line = ""
    group: Annotated[str, values.one_of(*GROUPS)] = ""
    unit: Annotated[str, values.one_of("people", "families")] = "people"

    @field_validator("indicator")
    @classmethod
    def _known(cls, name: str, info: ValidationInfo) -> str:
        known = (*UNITS, *(info.context or {}).get("indicators", ()))
        if name not in known:
            raise ValueError(f'unknown indicator "{name}"{hint(name, known)}')
        return name

    @field_validator("place")
    @classmethod
    def _listed(cls, name: str, info: ValidationInfo) -> str:
        """The id of the place of that id or name."""
        context = info.context or {}
        known, country = gazetteer(context.get("places")), context.get("country", "")
        try:
            return known.place(name).id
        except KeyError:
            place = known.find(name, (country,)) if country else None
        if place is None:
            raise ValueError(f'no place "{name}" in {country or "a report without country"} – write its name or id')
        return place.id


class Baseline(Settings):
    """Figures of the last report that was made elsewhere: the first edition tells change since that."""

    number: Annotated[int, values.whole(1, 9999)]
    start: Day
    end: Day
    figures: tuple[BaselineFigure, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end is before start ({self.end} is earlier than {self.start})")
        return self

    @field_validator("figures", mode="before")
    @classmethod
    def _some(cls, figures: Any) -> Any:
        if not isinstance(figures, (list, tuple)) or not figures:
            raise ValueError("must be a list of figures, such as {indicator: killed, value: 9}")
        return figures
