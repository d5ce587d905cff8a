"""The settings, declared: each field is a key of a YAML file, with its default. All are frozen."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from sitrep.config import profiles, values
from sitrep.config.base import Settings
from sitrep.config.publishing import Publishing
from sitrep.config.reconciling import Baseline, Reconciling
from sitrep.config.theme import Theme
from sitrep.config.values import (
    Country,
    Day,
    Language,
    Line,
    LineByLanguage,
    Lines,
    ParagraphByLanguage,
    Role,
    Share,
    Switch,
    TextFileByLanguage,
    WrittenByLanguage,
)
from sitrep.language.places import gazetteer
from sitrep.model import STOCKS, UNITS
from sitrep.shown import hint, show

if TYPE_CHECKING:
    from sitrep.language.own import ExtraWords
    from sitrep.language.reader import Reader

# The sections that have a template, in their order on the page.
SECTIONS = (
    "masthead", "key_figures", "highlights", "changes", "key_visual", "issues", "overview", "displacement",
    "casualties", "hostilities", "infrastructure", "contested", "locations", "totals", "access_response", "outlook",
    "gaps_method", "sources", "annex", "rejected", "about",
)  # fmt: skip
# Sections that hold others, which may also stand alone.
PARTS: Mapping[str, tuple[str, ...]] = {"key_visual": ("map", "trend")}
PACKAGED = (*SECTIONS, *chain(*PARTS.values()))
# Those that hold nothing but what the office writes.
WRITTEN = ("access_response", "outlook")
# What the sections that come with the package can be told.
OPTIONS: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    "highlights": {"max": values.whole_number(1, 10), "extra": values.bullets, "override": values.bullets},
    "annex": {"paper": values.switch},
    **dict.fromkeys(
        ("overview", "displacement", "casualties", "hostilities", "infrastructure", "contested", "locations",
         "sources"),
        {"max": values.whole_number(1, 999)},
    ),
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Without settings the tiles are the counts that any crisis has, in the order of `UNITS`; an office chooses its own.
TILES = frozenset({"killed", "injured", "displaced", "idps", "affected", "in_need", "airstrikes"})
# Deaths and strikes are counted one by one; large numbers of people are estimates (OCHA figures print three digits).
ROUNDED = frozenset({"displaced", "idps", "refugees", "returned", "affected", "in_need", "reached"})

# Articles of the languages read: "the Observatory" and "Observatory" are one voice.
ARTICLES = re.compile(r"^(?:the|le|la|les|el|los|las) |^l'|^ال")


# The loader makes these of parts that have been checked, so that no run pays for a validator of the whole.
CHECKED_ALREADY = ConfigDict(defer_build=True)


class Contact(Settings):
    """Who answers questions about the report."""

    name: Line = ""
    role: Line = ""
    email: Annotated[Line, AfterValidator(values.email)] = ""
    phone: Line = ""


class PeriodChoice(Settings):
    """Which days an edition covers. `start` and `end` belong to `kind: dates`."""

    kind: Annotated[str, values.one_of("week", "month", "dates")] = "week"
    week_start: Annotated[str, values.one_of(*WEEKDAYS)] = "monday"
    start: Day | None = None
    end: Day | None = None
    timezone: Annotated[Line, AfterValidator(values.timezone)] = "UTC"

    @field_validator("start", "end")
    @classmethod
    def _in_order(cls, day: Any, info: ValidationInfo) -> Any:
        start, kind = info.data.get("start"), info.data.get("kind", "dates")
        if day and kind != "dates":
            raise ValueError("stands only with `kind: dates` – change kind, or leave this empty")
        if info.field_name == "end" and day and start and day < start:
            raise ValueError(f"is before start ({day} is earlier than {start})")
        return day

    @model_validator(mode="after")
    def _both(self) -> Self:
        if self.kind == "dates" and not (self.start and self.end):
            raise ValueError("with `kind: dates` needs both start and end")
        return self


class SectionChoice(Settings):
    """One section: whether it stands in the report, what it is called there, and what the office writes into it.

    `options` go to its template. `text_file` names files whose content becomes `text`.
    """

    id: Annotated[str, AfterValidator(values.slug)]
    enabled: Switch = True
    title: LineByLanguage = {}
    text: WrittenByLanguage = {}
    text_file: TextFileByLanguage = {}
    text_at: Annotated[str, values.one_of("top", "bottom")] = "top"
    options: Mapping[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value

    @field_validator("id")
    @classmethod
    def _known(cls, name: str, info: ValidationInfo) -> str:
        known = (*PACKAGED, *(info.context or {}).get("sections", ()))
        if name not in known:
            raise ValueError(f'unknown section "{name}"{hint(name, known)}')
        return name


    @field_validator("options")
    @classmethod
    def _understood(cls, options: Mapping[str, Any], info: ValidationInfo) -> Mapping[str, Any]:
        """Options of the sections that come with the package are known and typed; those of an office's own are free."""
        name = info.data.get("id")
        known = OPTIONS.get(name, {}) if name in PACKAGED else dict.fromkeys(options, values.as_written)
        wrong = next((key for key in options if key not in known), None)
        if wrong is not None:
            raise ValueError(f'the section {name} has no option "{show(wrong)}"{hint(wrong, known)}')
        return {key: values.option(key, value, known[key]) for key, value in options.items()}

    @model_validator(mode="after")
    def _worded(self, info: ValidationInfo) -> Self:
        """What is written by hand is written once, in every language of the report, and where nothing else stands."""
        texts = self.text or self.text_file
        if self.text and self.text_file:
            raise ValueError(f"{self.id} has both text and text_file – keep one of the two")
        if self.enabled and self.id in WRITTEN and not texts:
            raise ValueError(f"{self.id} holds what your office writes – give it text or text_file, or take it out")
        missing = [code for code in (info.context or {}).get("languages", ()) if texts and code not in texts]
        if missing:
            raise ValueError(f"{self.id} has no text in {missing[0]} – write it, or take {missing[0]} out of languages")
        return self


class Parts(Settings):
    """The sections of one profile."""

    sections: tuple[SectionChoice, ...] = ()


class Thresholds(Settings):
    """Where a number tips the scale. Facts read with less `confidence` are marked for checking by hand.

    A period with fewer than `few_documents` says so at its top; if the newest seed is older than `stale_days`, there is
    nothing to report.
    """

    confidence: Share = 0.7
    few_documents: Annotated[int, values.whole(0, 999)] = 3
    stale_days: Annotated[int, values.whole(1, 999)] = 31


class Privacy(Settings):
    """What must not leave the office in a public report: docs/do-no-harm.md tells what is done with it."""

    min_count: Annotated[int, values.whole(0, 1000)] = 10
    min_population: Annotated[int, values.whole(0, 999_999_999)] = 10_000
    public_names: Lines = ()


# The files that an edition has beside PDF and HTML.
EXPORTS = ("csv", "xlsx", "geojson", "json", "docx")
Exports = Annotated[tuple[Annotated[str, values.one_of(*EXPORTS)], ...], BeforeValidator(values.several)]


class Report(Settings):
    """config/report.yaml."""

    title: Line = "Situation report"
    kicker: Line = ""
    country: Country = values.NOWHERE
    organisation: Line = ""
    contact: Contact = Contact()
    clearance: Annotated[str, values.one_of("required", "none")] = "required"
    sensitivity: Annotated[str, values.one_of("public", "internal", "restricted")] = "internal"
    languages: Annotated[tuple[Language, ...], BeforeValidator(values.several)] = ("en",)
    as_of: Day | None = None
    period: PeriodChoice = PeriodChoice()
    crisis_start: Day | None = None
    next_issue_days: Annotated[int, values.whole(1, 366)] = 7
    profile: Annotated[Line, AfterValidator(values.profile)] = profiles.WEEKLY
    sections: tuple[SectionChoice, ...] = Field(default=None, validate_default=True)  # those of the profile
    tiles: Annotated[int, values.whole(1, 5)] = 5
    thresholds: Thresholds = Thresholds()
    reconcile: Reconciling = Reconciling()
    baseline: Baseline | None = None
    theme: Theme = Theme()
    privacy: Privacy = Privacy()
    disclaimer: ParagraphByLanguage = {}
    exports: Exports = EXPORTS
    hxl: Switch = False

    @field_validator("sections", mode="before")
    @classmethod
    def _of_profile(cls, sections: Any, info: ValidationInfo) -> Any:
        return profiles.PROFILES.get(info.data.get("profile", ""), ()) if sections is None else sections

    @field_validator("theme")
    @classmethod
    def _named(cls, theme: Theme, info: ValidationInfo) -> Theme:
        if theme.logo and not info.data.get("organisation", "unknown"):
            raise ValueError("a logo needs `organisation` too: it is what a screen reader says in its place")
        return theme

    @field_validator("languages")
    @classmethod
    def _worded(cls, languages: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        known = (info.context or {}).get("worded", languages)
        for code in languages:
            if code not in known:
                raise ValueError(f'no wording for language "{code}" – there is: {", ".join(sorted(known))}')
        if not languages or len(set(languages)) < len(languages):
            raise ValueError("must name at least one language, and each once")
        return languages


class Example(Settings):
    """A text for `sitrep lexicon check`, and what the one fact found in it must hold."""

    text: Line
    expect: Mapping[Annotated[str, AfterValidator(values.field_of_fact)], Line | None] = {}


BuiltIn = Annotated[tuple[Annotated[str, AfterValidator(values.indicator)], ...], BeforeValidator(values.several)]


class IndicatorChoice(Settings):
    """One entry of config/indicators.yaml: how an indicator is shown. `words` are more words that mean it.

    An office's own has a unit and a kind, or those of the built-in ones whose numbers it takes: `instead_of` them, or
    as a `part_of` them too.
    """

    label: LineByLanguage = {}
    unit: Annotated[str, values.one_of("people", "buildings", "incidents", "munitions", "items")] = ""
    kind: Annotated[str, values.one_of("flow", "stock")] = ""
    instead_of: BuiltIn = ()
    part_of: BuiltIn = ()
    tile: Switch = False
    rounding: Annotated[str, values.one_of("none", "3sf")] = "none"
    words: Mapping[Language, Mapping[Role, Lines]] = {}
    examples: Mapping[Language, tuple[Example, ...]] = {}


class Indicator(IndicatorChoice):
    """What is counted. `unit` is the first of its units, `kind` is flow (over days) or stock (at a date)."""

    model_config = CHECKED_ALREADY

    id: str
    unit: str
    kind: str

    @property
    def takes(self) -> tuple[str, ...]:
        """The built-in indicators whose numbers an office's own takes; none of a built-in one."""
        return (*self.part_of, *self.instead_of)

    @property
    def extra_words(self) -> "ExtraWords":
        """Its words, as the reader of documents is given them."""
        from sitrep.language.own import ExtraWords, like

        if self.id in UNITS:
            return ExtraWords(self.words)
        alike = self.takes or like(self.unit, self.kind)
        return ExtraWords(self.words, alike, bool(self.takes), self.unit, self.kind)


class VoiceChoice(Settings):
    """One entry of config/voices.yaml. Where voices are listed, the smaller `priority` comes first."""

    names: LineByLanguage = {}
    aliases: Lines = ()
    reliability: Annotated[str, values.one_of(*"ABCDEF")] = "F"
    party: Switch = False
    priority: Annotated[int, values.whole(1, 99)] = 50


class Voice(VoiceChoice):
    """Who vouches for claims, or prints them. Reliability is the Admiralty letter; F: cannot be judged."""

    model_config = CHECKED_ALREADY

    name: Line

    @property
    def called(self) -> tuple[str, ...]:
        """Every name by which it is found."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.names.values())))


def folded(name: str) -> str:
    """A voice's name without what does not tell voices apart: case, punctuation, spacing and article.

    >>> folded("The  Observatory,") == folded("observatory")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    return re.sub(r"[\W_]+", " ", ARTICLES.sub("", " ".join(plain.split()))).strip()


def kind(name: str) -> str:
    """Whether a built-in indicator is counted over days (flow) or read at a date (stock)."""
    return "stock" if name in STOCKS else "flow"


def indicator(name: str, **given: Any) -> Indicator:
    """A built-in indicator, with what was `given` put over its defaults."""
    rounding = "3sf" if name in ROUNDED else "none"
    plain = {"id": name, "unit": UNITS[name][0], "kind": kind(name)}
    return Indicator.model_construct(**{**plain, "tile": name in TILES, "rounding": rounding, **given})


class Config(Report):
    """Everything that the staff decided. Paths are the workspace's; `files` are the settings that were read."""

    model_config = CHECKED_ALREADY

    folder: Path = Path()
    indicators: Mapping[str, Indicator] = {name: indicator(name) for name in UNITS}
    voices: tuple[Voice, ...] = ()
    publishing: Publishing = Publishing()
    files: tuple[Path, ...] = ()
    first_language: str = "en"  # that config/report.yaml names first, whatever languages one build was asked for

    @property
    def seeds(self) -> Path:
        """Where the source texts are."""
        return self.folder / "seeds"

    @property
    def out(self) -> Path:
        """Where editions are published."""
        return self.folder / "out"

    @property
    def templates(self) -> Path:
        """The workspace's own templates; the folder may be missing, the package has its own."""
        return self.folder / "templates"

    @property
    def places(self) -> Path:
        """The workspace's own places; the folder may be missing."""
        return self.folder / "config" / "places"

    @property
    def decisions(self) -> Path:
        """What officers ruled about facts; the file may be missing."""
        return self.folder / "config" / "decisions.csv"

    @property
    def extra_words(self) -> Mapping[str, "ExtraWords"]:
        """Words of the office's own by indicator: what a reader is given."""
        return {name: indicator.extra_words for name, indicator in self.indicators.items() if indicator.words}

    def reader(self) -> "Reader":
        """The reader of documents that knows the office's own places and words."""
        from sitrep.language.reader import reader

        return reader(gazetteer(self.places), self.extra_words)

    @cached_property
    def _voices(self) -> Mapping[str, Voice]:
        return {folded(name): voice for voice in reversed(self.voices) for name in voice.called}

    def voice(self, name: str) -> Voice:
        """The voice of that name or alias; an unknown one is nobody's judgement yet: reliability F."""
        return self._voices.get(folded(name)) or Voice.model_construct(name=name)
