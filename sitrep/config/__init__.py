"""The staff's settings: four YAML files to one frozen Config, every mistake told at once. The door of pydantic.

    config/report.yaml      what the report is: title, period, sections
    config/indicators.yaml  what is counted, and how it is shown
    config/voices.yaml      who vouches and who prints, and how reliable they are
    config/publishing.yaml  where an edition goes once it is built; no byte of an edition hangs on it

All four may be missing, and so may every key in them: docs/configuration.md names each key's default.
"""

import os

# pydantic looks through every installed package for plugins of its own; we use none, and the search costs 12 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from sitrep.config.loading import load
from sitrep.config.publishing import Mail, Publishing, Recipient
from sitrep.config.settings import (
    SECTIONS,
    Config,
    Contact,
    Indicator,
    PeriodChoice,
    Privacy,
    SectionChoice,
    Thresholds,
    Voice,
)
from sitrep.config.theme import Theme

__all__ = [
    "SECTIONS", "Config", "Contact", "Indicator", "Mail", "PeriodChoice", "Privacy", "Publishing", "Recipient",
    "SectionChoice", "Theme", "Thresholds", "Voice",
    "load",
]  # fmt: skip
