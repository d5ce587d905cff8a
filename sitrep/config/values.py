"""How a written text becomes a value: one function a kind, and what a person is told when it cannot.

Each accepts a value that has its type already, so that a Config can be made in Python too.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from sitrep import markdown
from sitrep.language.places import countries, gazetteer
from sitrep.model import UNITS, Fact, Quantity
from sitrep.shown import hint, nearest, show

LIMIT_LINE, LIMIT_TEXT = 200, 2000  # characters: a title that fits a page, a disclaimer that fits its foot
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Signs that reverse the order of what follows: 45 would print as 54 (CVE-2021-42574).
DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
SECRET = re.compile(r"passw|token|secret|api_?key|credential", re.IGNORECASE)
DIGITS = r"(\d{1,3}(?:,\d{3}){1,4}|\d{1,10})"  # no number of people or things is longer, nor fits where they are added
NUMBERS = (  # how each is written, and its qualifier
    (re.compile(DIGITS), "exact"), (re.compile(rf"{DIGITS}\+"), "at_least"),
    (re.compile(rf"up to {DIGITS}"), "at_most"), (re.compile(rf"(?:~|about ){DIGITS}"), "about"),
    (re.compile(rf"{DIGITS} ?[-–] ?{DIGITS}"), "range"),
)  # fmt: skip
MOST_PEOPLE = 20  # in a household: surveys of large families give averages of 10 to 14
NOWHERE = "ZZZ"  # ISO 3166 leaves it to its users; file names need three letters
YES, NO = ("true", "yes", "on"), ("false", "no", "off")


def line(value: str) -> str:
    """One line of text."""
    if CONTROL.search(value.strip("\n")):
        raise ValueError("holds a line break or control character – retype it on one line")
    return _readable(value.strip(), LIMIT_LINE)


def paragraph(value: str) -> str:
    """Text that may have several lines."""
    return text(value, LIMIT_TEXT)


def text(value: str, limit: int) -> str:
    """Text of several lines and at most `limit` characters."""
    if CONTROL.search(value.replace("\n", "").replace("\t", "")):
        raise ValueError("holds a control character that cannot be seen – retype it")
    return _readable(value.strip(), limit)


def _readable(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValueError(f"has {len(value)} characters – at most {limit}")
    if DIRECTION.search(value):
        raise ValueError(f"holds a sign that reverses the reading order – retype it: {show(value)}")
    return value


def whole_number(low: int, high: int) -> Callable[[Any], int]:
    """What makes a whole number from `low` to `high` of a text."""

    def check(value: Any) -> int:
        text = str(value)
        if isinstance(value, bool) or not re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}, not {written(value)}")
        return int(text)

    return check


def whole(low: int, high: int) -> BeforeValidator:
    """A whole number from `low` to `high`."""
    return BeforeValidator(whole_number(low, high), json_schema_input_type=Annotated[int, Field(ge=low, le=high)])


def share(value: Any) -> float:
    """A number from 0 to 1."""
    if not re.fullmatch(r"0|1|[01]?\.[0-9]{1,6}", str(value)) or not 0 <= float(value) <= 1:
        raise ValueError(f"must be a number from 0 to 1, such as 0.7, not {written(value)}")
    return float(value)


def household(value: Any) -> float | None:
    """How many people a family has on average, or None if nothing is said of it."""
    if value is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]?(?:\.[0-9]{1,2})?", str(value)) or not 1 <= float(value) <= MOST_PEOPLE:
        raise ValueError(f"must be a number from 1 to {MOST_PEOPLE}, such as 5.2, not {written(value)}")
    return float(value)


def quantity(value: Any) -> Quantity:
    """A number as a person writes it.

    >>> quantity("5,000+")
    Quantity(low=5000, high=None, qualifier='at_least', words='5,000+')
    """
    if isinstance(value, Quantity):
        return value
    text = str(value)
    for pattern, qualifier in NUMBERS:
        if match := pattern.fullmatch(text):
            ends = [int(digits.replace(",", "")) for digits in match.groups()]
            if ends[0] > ends[-1]:
                raise ValueError(f"{written(value)} begins above its end")
            low, high = None if qualifier == "at_most" else ends[0], None if qualifier == "at_least" else ends[-1]
            return Quantity(low, high, qualifier, text)
    raise ValueError(f"must be written as 12, 1,200, 12+, up to 12, about 12 or 10-15, not {written(value)}")


def switch(value: Any) -> bool:
    """True or false."""
    text = str(value).lower()
    if text not in YES + NO:
        raise ValueError(f"must be true or false, not {written(value)}")
    return text in YES


def day(value: Any) -> date:
    """A calendar day."""
    if isinstance(value, date):
        return value
    try:
        if re.fullmatch(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", str(value)):
            return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"is no day of the calendar: {written(value)}") from None
    raise ValueError(f"must be a date such as 2018-09-09, not {written(value)}")


def one_of(*words: str) -> BeforeValidator:
    """One of the words given, in small or capital letters."""

    def check(value: Any) -> str:
        text = next((word for word in words if word.lower() == str(value).lower()), None)
        if text is None:
            known = f"{', '.join(words[:-1])} or {words[-1]}"
            raise ValueError(f"must be {known}, not {written(value)}{_near(value, words)}")
        return text

    return BeforeValidator(check, json_schema_input_type=Literal[words])


def _near(value: Any, words: Iterable[str]) -> str:
    meant = nearest(str(value), words)
    return f' – did you mean "{meant}"?' if meant else ""


def timezone(value: str) -> str:
    """A time zone of the IANA data base."""
    try:
        return ZoneInfo(value).key
    except (KeyError, OSError, ValueError):  # unknown, a folder of zones, a path
        advice = _near(value, available_timezones()) or " – write it as Asia/Damascus or UTC"
        raise ValueError(f"unknown time zone {written(value)}{advice}") from None


def country(value: str) -> str:
    """A country's three letters, or NOWHERE."""
    code = value.upper()
    if code == NOWHERE or code in countries():
        return code
    meant = gazetteer().country(value)
    advice = f'did you mean "{meant}"?' if meant else "write the three letters of ISO 3166, such as SYR"
    raise ValueError(f"unknown country {written(value)} – {advice}")


def language(value: str) -> str:
    """A language code."""
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise ValueError(f"must be a language code such as en, fr, es or ar, not {written(value)}")
    return value


def email(value: str) -> str:
    """A mail address."""
    if value and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+", value):
        raise ValueError(f"must be a mail address such as desk@example.org, not {written(value)}")
    return value


def slug(value: str) -> str:
    """A name that may become a file's."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", value):
        raise ValueError(f"must be made of small letters, digits and _, beginning with a letter, not {written(value)}")
    return value


def profile(value: str) -> str:
    """A profile's name, which stands in file names between other parts."""
    if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", value):
        raise ValueError(f"must be made of small letters and digits, beginning with a letter, not {written(value)}")
    return value


def text_file(value: str) -> str:
    """A Markdown file below config/."""
    path = PurePosixPath(value)
    if path.suffix != ".md" or path.is_absolute() or ".." in path.parts or "\\" in value:
        raise ValueError(f"must be a .md file in config/, such as texts/outlook.en.md, not {written(value)}")
    return value


def by_hand(value: str) -> str:
    """Text written by hand, in the part of Markdown that is printed."""
    for number, told in markdown.mistakes(value):
        raise ValueError(f"{told} (line {number} of the text)")
    return value


def bullets(value: Any) -> Any:
    """Sentences written by hand: a list, or one a language."""
    if isinstance(value, Mapping):
        return {language(str(code)): _bullets(items) for code, items in value.items()}
    return _bullets(value)


def _bullets(value: Any) -> tuple[str, ...]:
    items = several(value)
    if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
        raise ValueError(f"must be a list of sentences, or one a language, not {written(value)}")
    return tuple(by_hand(paragraph(item)) for item in items)


def by_language(value: Any, info: ValidationInfo) -> Any:
    """Text by language; a text alone stands for every language of the report."""
    languages = (info.context or {}).get("languages", ("en",))
    return dict.fromkeys(languages, value) if isinstance(value, str) else value


def several(value: Any) -> Any:
    """A list; a text alone is a list of one."""
    return [value] if isinstance(value, str) else value


def as_written(value: Any) -> Any:
    """Anything, its text free of signs that cannot be seen."""
    return paragraph(value) if isinstance(value, str) else value


def option(key: str, value: Any, check: Callable[[Any], Any]) -> Any:
    """What `check` makes of the value of an option; what it says is told with the option's name."""
    if SECRET.search(key):
        raise ValueError(secret(key))
    try:
        return check(value)
    except ValueError as error:
        raise ValueError(f"{show(key)} {error}") from None


def role(value: str) -> str:
    """What a word does in a sentence, as the lexicons of the languages call it; or that it is what is counted."""
    from sitrep.language.lexicon import ROLES, VERBS  # late: only an office with words of its own asks
    from sitrep.language.own import NOUNS

    known = (*VERBS, *ROLES, NOUNS)
    if value not in known:
        raise ValueError(f'unknown kind of word "{show(value)}"{hint(value, known)}')
    return value


def indicator(value: str) -> str:
    """An indicator that is built in."""
    if value not in UNITS:
        raise ValueError(f'unknown indicator "{show(value)}"{hint(value, UNITS)}')
    return value


def field_of_fact(value: str) -> str:
    """What a fact holds, as `sitrep extract` prints it."""
    known = [field.name for field in dataclasses.fields(Fact)]
    if value not in known:
        raise ValueError(f'a fact has no "{show(value)}"{hint(value, known)}')
    return value


def secret(key: str, known: Iterable[str] = ()) -> str:
    """What is told of a key that looks like a secret, and where it belongs if `known` are the keys of a mail server."""
    told = f'"{show(key)}" looks like a secret – settings are copied and mailed, so keep secrets out of them'
    if {"mail", "credentials"}.isdisjoint(known):
        return told
    return f"{told}: write user and password into a file that mail names as `credentials`, a line each"


def written(value: Any) -> str:
    """What was written, short and safe, for a message."""
    if isinstance(value, (list, tuple, dict)):
        return "a list" if isinstance(value, (list, tuple)) else "keys and values"
    text = show(str(value))
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


Line = Annotated[str, AfterValidator(line)]
Paragraph = Annotated[str, AfterValidator(paragraph)]
Switch = Annotated[bool, BeforeValidator(switch, json_schema_input_type=bool | Literal[YES + NO])]
Share = Annotated[float, BeforeValidator(share, json_schema_input_type=Annotated[float, Field(ge=0, le=1)])]
Day = Annotated[date, BeforeValidator(day)]
Country = Annotated[str, AfterValidator(country)]
Language = Annotated[str, AfterValidator(language)]
Role = Annotated[str, AfterValidator(role)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(several)]
LineByLanguage = Annotated[Mapping[Language, Line], BeforeValidator(by_language)]
ParagraphByLanguage = Annotated[Mapping[Language, Paragraph], BeforeValidator(by_language)]
Written = Annotated[str, AfterValidator(paragraph), AfterValidator(by_hand)]
WrittenByLanguage = Annotated[Mapping[Language, Written], BeforeValidator(by_language)]
TextFile = Annotated[str, AfterValidator(line), AfterValidator(text_file)]
TextFileByLanguage = Annotated[Mapping[Language, TextFile], BeforeValidator(by_language)]
