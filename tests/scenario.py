"""Scenarios of `tests/scenarios/*.yaml`: facts in words, figures out; their language is told in the README there.

`scenarios()` are all of them, `differences(scenario)` what came out otherwise than its file expects.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sitrep import reconcile, yamlfile
from sitrep.model import METHODS, UNITS, Change, Fact, Figure, Header, Period, Previous, Quantity, Span, plain
from sitrep.reconcile.groups import WIDER

FOLDER = Path(__file__).parent / "scenarios"
WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
TUESDAY = date(2018, 9, 4)

# place → where it lies; country > governorate > town > quarter
PLACES: Mapping[str, str | None] = {
    "Syria": None, "Lebanon": None, "Idlib": "Syria", "Hama": "Syria", "Aleppo": "Syria",
    "Jisr": "Idlib", "Khan": "Idlib", "Old Town": "Jisr", "Mhardeh": "Hama",
}
# voice → reliability, order of naming, party to the conflict; any other voice is known by its name alone
VOICES: Mapping[str, tuple[str, int, bool]] = {
    "OCHA": ("B", 10, False), "Red Cross": ("B", 20, False), "Observatory": ("C", 30, False),
    "Council": ("C", 40, False), "Levant Wire": ("C", 50, False), "Orontes Daily": ("D", 50, False),
    "Ministry": ("D", 60, True), "Army": ("D", 60, True),
}
ALIASES = {"SOHR": "Observatory"}
# words that count → the least they mean (docs/method.md)
VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
TOTALS = {"missing", "idps", "affected", "in_need", "reached"}  # told as totals unless a scenario says `total: no`

KINDS = ("event", "to date", "revised", "since", "stock", "projected")
SCENARIO_KEYS = (
    "protects", "period", "method", "household", "crisis start", "documents", "facts", "before", "put away", "figures",
)
DOCUMENT_KEYS = ("published", "publisher", "copy of")
FACT_KEYS = (
    "place", "on", "since", "total", "projected", "voice", "group", "unit", "of", "name", "document", "told",
)
FIGURE_KEYS = (
    "place", "group", "unit", "kind", "since", "days", "voices", "codes", "marked", "from", "inside", "apart", "change",
    "best", "parts", "whole",
)


class ScenarioError(Exception):
    """A scenario that is not written in the language of the README: what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One entry of one file, as written; `line` is that of its name."""

    file: str
    line: int
    name: str
    content: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file.removesuffix('.yaml')}: {self.name}"


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every scenario, in the order of files and lines."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, content in yamlfile.read(path).value:
            found.append(Scenario(path.name, name.line, name.value, content.plain()))
    return tuple(found)


# --- numbers and days in words ----------------------------------------------------------------------------------------

Number = tuple[int | None, int | None, str]  # low, high, qualifier
SPELT = (
    (r"(\d+)", lambda n: (n, n, "exact")), (r"about (\d+)", lambda n: (n, n, "about")),
    (r"(\d+)\+", lambda n: (n, None, "at_least")), (r"up to (\d+)", lambda n: (None, n, "at_most")),
    (r"(\d+)–(\d+)", lambda a, b: (a, b, "range")),
)


def number(words: str) -> Number:
    """What `9`, `1–2`, `5000+`, `up to 40`, `about 30` and `dozens` mean; a comma may part thousands."""
    if words in VAGUE:
        return VAGUE[words], None, "vague"
    for pattern, bounds in SPELT:
        if match := re.fullmatch(pattern, words.replace(",", "")):
            return bounds(*map(int, match.groups()))  # type: ignore[no-untyped-call,no-any-return]
    raise ScenarioError(f"{words!r} is no number – write 9, 1–2, 5000+, up to 40, about 30 or {', '.join(VAGUE)}")


def spelt(low: int | None, high: int | None, qualifier: str) -> str:
    """The same the other way round."""
    if low is None and high is None:
        return "none"
    if qualifier == "vague":
        return next((word for word, least in VAGUE.items() if least == low), f"{low}+")
    if high is None:
        return f"{low}+"
    if low is None:
        return f"up to {high}"
    return f"{low}–{high}" if low != high else f"about {low}" if qualifier == "about" else str(low)


def days(words: str) -> tuple[date, date]:
    """The first and last of `2018-09-04` or `2018-09-03 to 2018-09-05`."""
    first, _, last = words.partition(" to ")
    try:
        return date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise ScenarioError(f"{words!r} is no day – write 2018-09-04, or 2018-09-03 to 2018-09-05") from None


def _yes(words: str) -> bool:
    if words not in ("yes", "no"):
        raise ScenarioError(f"{words!r} must be yes or no")
    return words == "yes"


# --- facts in ---------------------------------------------------------------------------------------------------------


def _checked(entry: Any, known: Sequence[str], about: str) -> dict[str, Any]:
    """`entry` if all its keys are known and have a value."""
    if not isinstance(entry, dict):
        raise ScenarioError(f"{about} must be keys and values, not {entry!r}")
    for key, value in entry.items():
        if key not in known:
            close = get_close_matches(key, known, 1)
            raise ScenarioError(f"{about}: unknown key {key!r}" + (f" – did you mean {close[0]!r}?" if close else ""))
        if value is None:
            raise ScenarioError(f"{about}: {key!r} has no value")
    return entry


def _counted(entry: Any, keys: Sequence[str], about: str) -> tuple[str, str, dict[str, Any]]:
    """Indicator, number in words and the rest of a fact or figure, which names one indicator."""
    entry = _checked(entry, (*keys, *UNITS), about)
    named = [key for key in entry if key in UNITS]
    if len(named) != 1:
        raise ScenarioError(f"{about} must name one indicator, not {named or 'none'}: {entry}")
    group = entry.get("group")
    if group is not None and group not in WIDER:
        raise ScenarioError(f"{about}: unknown group {group!r} – known are {', '.join(WIDER)}")
    return named[0], entry[named[0]], {key: value for key, value in entry.items() if key not in UNITS}


def branch(place: str) -> tuple[str, ...]:
    """The places around `place`, from its country down to itself; a quarter that is not listed: `Basatin in Jisr`."""
    inner, _, outer = place.rpartition(" in ")
    if inner:
        return (*branch(outer), f"{outer}/{inner.casefold()}")
    if place not in PLACES:
        raise ScenarioError(f"unknown place {place!r} – known are {', '.join(PLACES)}, unknown, and X in one of them")
    wider = PLACES[place]
    return (*(branch(wider) if wider else ()), place)


def facts(entries: Any, period: Period, default_day: date) -> tuple[tuple[Fact, ...], tuple[Header, ...]]:
    """The facts of a list, and the documents that they name by the day on which they were told."""
    made = [
        _fact(f"fact {index}", entry, default_day) for index, entry in enumerate(entries, 1)
    ]
    names = [fact.id for fact in made]
    for fact in made:
        if names.count(fact.id) > 1:
            raise ScenarioError(f"two facts have the name {fact.id!r}")
        if fact.part_of and fact.part_of not in names:
            raise ScenarioError(f"{fact.id} is part of {fact.part_of!r}, but no fact has that name")
    told = sorted({fact.document for fact in made if fact.document.startswith("told ")})
    return tuple(made), tuple(header(id, date.fromisoformat(id.removeprefix("told "))) for id in told)


def header(id: str, published: date | None, publisher: str = "Levant Wire", **more: Any) -> Header:
    """What is known of a document of the scenarios' world."""
    return Header(id, "", published, publisher, "en", "", "", **more)


def _fact(id: str, entry: Any, default_day: date) -> Fact:
    indicator, words, given = _counted(entry, FACT_KEYS, id)
    low, high, qualifier = number(words)
    projected = _yes(given.get("projected", "no"))
    is_total = "since" in given or _yes(given.get("total", "yes" if indicator in TOTALS else "no"))
    start, end = _window(given, is_total or projected, default_day)
    return Fact(
        id=given.get("name", id), document=_document(given), indicator=indicator, low=low, high=high,
        qualifier=qualifier, unit=_unit(indicator, given), group=given.get("group"), actor=None, start=start, end=end,
        scope="cumulative" if is_total else "event", status="projected" if projected else "reported",
        attribution={"none": None}.get(voice := given.get("voice", "Observatory"), voice),
        part_of=given.get("of"), quote="", sentence="", span=Span(0, 0), section="body",
        **_placed(given.get("place", "Jisr")),
    )


def _window(given: Mapping[str, str], is_undated: bool, default_day: date) -> tuple[date | None, date | None]:
    """First and last day; totals and projections are undated unless they say `on`, events are of the default day."""
    if "on" in given and given["on"] != "unknown":
        start, end = days(given["on"])
        return (days(given["since"])[0] if "since" in given else start), end
    if "since" in given:
        return days(given["since"])[0], None
    return (None, None) if is_undated or "on" in given else (default_day, default_day)


def _document(given: Mapping[str, str]) -> str:
    if "told" not in given:
        return given.get("document", "a")
    if "document" in given:
        raise ScenarioError("a fact has either `document` or `told`")
    return f"told {days(given['told'])[0]}"


def _unit(indicator: str, given: Mapping[str, str]) -> str:
    unit = given.get("unit", UNITS[indicator][0])
    if unit not in UNITS[indicator]:
        raise ScenarioError(f"{indicator} is counted in {' or '.join(UNITS[indicator])}, not {unit!r}")
    return unit


def _placed(place: str) -> dict[str, Any]:
    if place == "unknown":
        return {"place": None, "country": "Syria", "place_id": None, "place_match": "unresolved"}
    inner, _, outer = place.rpartition(" in ")
    return {
        "place": inner or place, "country": branch(place)[0], "place_id": outer if inner else place,
        "place_match": "inside" if inner else "exact",
    }


# --- the world --------------------------------------------------------------------------------------------------------


def _voice(name: str) -> Any:
    known = ALIASES.get(name, name)
    letter, priority, party = VOICES.get(known, ("F", 50, False))
    return SimpleNamespace(name=known, reliability=letter, priority=priority, party=party)


GAZETTEER: Any = SimpleNamespace(path=branch)


def config(method: str = "range", household: float | None = None, crisis_start: date | None = None) -> Any:
    """What reconciling asks of an office's configuration."""
    return SimpleNamespace(
        country="Syria", indicators={}, voice=_voice, crisis_start=crisis_start,
        reconcile=SimpleNamespace(method=method, household_size=household),
    )


def figures(
    told: Sequence[Fact], headers: Sequence[Header], period: Period = WEEK, earlier: Sequence[Previous] = (),
    method: str = "range", household: float | None = None, crisis_start: date | None = None,
) -> tuple[Figure, ...]:
    """What sitrep makes of facts in this world, the last day of the period being the last that it knows of."""
    office = config(method, household, crisis_start)
    return reconcile.figures(headers, told, office, GAZETTEER, period, period.end, earlier)


def _headers(content: Mapping[str, Any], period: Period) -> tuple[Header, ...]:
    """The documents of a scenario; without any, one that was published on the last day of the period."""
    listed = content.get("documents", {"a": {}})
    found = []
    for position, (id, entry) in enumerate(listed.items()):
        given = _checked(entry, DOCUMENT_KEYS, f"document {id}")
        words = given.get("published", str(period.end))
        first = given.get("copy of", id)
        if first not in listed:
            raise ScenarioError(f"document {id} is a copy of {first!r}, but there is no such document")
        run = list(listed).index(first) if "copy of" in given else position
        found.append(header(
            id, None if words == "unknown" else days(words)[0], given.get("publisher", "Levant Wire"),
            signature="".join(f"{number:08x}" for number in range(run * 100, run * 100 + 64)),
        ))
    return tuple(found)


# --- figures out ------------------------------------------------------------------------------------------------------


def differences(scenario: Scenario) -> list[str]:
    """What came out otherwise than expected, a line each; at the end everything that came out."""
    content = _checked(scenario.content, SCENARIO_KEYS, "scenario")
    for key in ("protects", "facts", "figures"):
        if key not in content:
            raise ScenarioError(f"a scenario needs `{key}`")
    period = Period(*days(content["period"])) if "period" in content else WEEK
    told, more = facts(content["facts"], period, TUESDAY if period == WEEK else period.end)
    headers = (*_headers(content, period), *more)
    for fact in told:
        if fact.document not in {known.id for known in headers}:
            raise ScenarioError(f"{fact.id}: there is no document {fact.document!r}")
    method = content.get("method", "range")
    if method not in METHODS:
        raise ScenarioError(f"unknown method {method!r} – known are {', '.join(METHODS)}")
    household = float(content["household"]) if "household" in content else None
    start = days(content["crisis start"])[0] if "crisis start" in content else None
    earlier, old, older = _before(content, period, household)
    if not _yes(content.get("put away", "no")):
        told, headers = (*old, *told), (*older, *headers)
    made = figures(told, headers, period, earlier, method, household, start)
    wrong = [line for entry in content["figures"] for line in _wrong(entry, made)]
    return [*wrong, "", "what came out:", *sorted(map(_told, made))] if wrong else []


def _before(
    content: Mapping[str, Any], period: Period, household: float | None
) -> tuple[tuple[Previous, ...], tuple[Fact, ...], tuple[Header, ...]]:
    """The edition before, as its figures.json holds it, with its facts and documents; None for a first edition."""
    if "before" not in content:
        return (), (), ()
    length = period.end - period.start + timedelta(days=1)
    earlier = Period(period.start - length, period.start - timedelta(days=1))
    told, more = facts(content["before"], earlier, earlier.end)
    named = tuple(
        replace(
            fact, id=f"earlier {fact.id}", part_of=fact.part_of and f"earlier {fact.part_of}",
            document="earlier" if fact.document == "a" else fact.document,
        ) for fact in told
    )
    headers = (header("earlier", earlier.end), *more)
    made = figures(named, headers, earlier, household=household)
    return (Previous("SYR001", 1, earlier, {f.id: plain(f) for f in made}, "0"),), named, headers


def _wrong(entry: Any, made: Sequence[Figure]) -> Iterator[str]:
    """What of one expected figure is otherwise."""
    indicator, words, given = _counted(entry, FIGURE_KEYS, "figure")
    if words != "none":
        number(words)
    kind = given.get("kind", "since" if "since" in given else "event")
    if kind not in KINDS:
        raise ScenarioError(f"unknown kind {kind!r} – known are {', '.join(KINDS)}")
    group, unit, where = given.get("group"), _unit(indicator, given), branch(given.get("place", "Syria"))[-1]
    found = [
        f for f in made
        if (f.indicator, f.kind.replace("_", " "), f.group, f.unit, f.place_id) == (indicator, kind, group, unit, where)
        and ("since" not in given or str(f.start) == given["since"])
    ]
    name = " ".join(filter(None, [indicator, group or "", unit if unit == "families" else "", f"in {where}"]))
    name += "" if kind == "event" else f", {kind} {given.get('since', '')}".rstrip()
    if len(found) > 1:
        yield f"{name}: expected one figure, got {len(found)} – say which by `since`"
    elif not found:
        yield from () if words == "none" else (f"{name}: expected {words}, got no such figure",)
    else:
        for key, expected, got in _compared(words, given, found[0]):
            if expected != got:
                yield f"{name}: expected {key} {_list(expected)}, got {_list(got)}"


def _compared(words: str, given: Mapping[str, Any], figure: Figure) -> Iterator[tuple[str, Any, Any]]:
    """What is compared, what is expected and what came out. Marks and facts kept apart are always compared."""
    yield "number", words.replace(",", ""), spelt(figure.low, figure.high, figure.qualifier)
    yield "marked", set(given.get("marked", ())), {flag.replace("_", " ") for flag in figure.flags}
    yield "apart", set(given.get("apart", ())), set(figure.apart)
    inside = {fact for term in figure.terms for fact in term.inside}
    got = {
        "voices": set(figure.voices), "from": set(figure.facts), "inside": inside,
        "codes": {claim.voice: claim.code for claim in figure.claims},
        "days": _days(figure), "change": _change(figure.change), "best": str(figure.best),
        "parts": _sums(term.parts for term in figure.terms), "whole": _sums(term.whole for term in figure.terms),
    }
    for key, value in got.items():
        if key in given:
            yield key, set(given[key]) if isinstance(given[key], list) else given[key], value


def _sums(told: Iterable[Quantity | None]) -> str:
    """What is told of the other way to count, each number once."""
    said = [spelt(one.low, one.high, one.qualifier) for one in told if one]
    return ", ".join(dict.fromkeys(said)) or "none"


def _days(figure: Figure) -> str:
    first = str(figure.start or "unknown")
    return first if figure.start == figure.end else f"{first} to {figure.end or 'unknown'}"


def _change(change: Change | None) -> str:
    if change is None:
        return "none"
    was = spelt(change.low, change.high, change.qualifier)
    printed = change.printed and f", printed as {spelt(change.printed.low, change.printed.high, '')}" or ""
    if change.kind in ("up", "down", "withdrawn"):
        return f"{change.kind} from {was}{printed}"
    return change.kind.replace("_", " ") + printed


def _list(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {item}" for key, item in sorted(value.items()))
    return value if isinstance(value, str) else ", ".join(sorted(value)) or "nothing"


def _told(figure: Figure) -> str:
    inside = [fact for term in figure.terms for fact in term.inside]
    about = [figure.indicator, figure.group or "", "families" if figure.unit == "families" else "",
             f"in {figure.place_id}", "" if figure.kind == "event" else f"({figure.kind})"]
    return (
        f"  {' '.join(filter(None, about))}: {spelt(figure.low, figure.high, figure.qualifier)}"
        f"; from {_list(figure.facts)}; inside {_list(inside)}; apart {_list(figure.apart)}"
        f"; marked {_list(figure.flags)}"
    )
