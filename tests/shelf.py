"""Editions as a build would have published them, put onto a shelf in milliseconds: small files, a whole manifest."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sitrep import publish
from sitrep.config import Config
from sitrep.model import Imprint, Period

FIRST_WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
TILES = (
    ("13–14", "People killed", "deaths · Voices differ in part"), ("5,000+", "People displaced", "people · One voice"),
)


def week(number: int) -> Period:
    """The period of issue `number`."""
    days = timedelta(days=7 * (number - 1))
    return Period(FIRST_WEEK.start + days, FIRST_WEEK.end + days)


def told(
    language: str = "en", number: int = 1, revision: int = 1, tiles: Sequence[tuple[str, str, str]] = TILES, **more: Any
) -> dict[str, Any]:
    """What the manifest tells of an edition in one language."""
    period = week(number)
    return {
        "name": f"SYR{number:03}_sitrep_{period.end:%Y%m%d}_{language}_v{revision}", "title": "Idlib",
        "kicker": "Syria · Weekly situation report",
        "number": f"No. {number}" if revision == 1 else f"No. {number}, revised (version {revision})",
        "period": f"{period.start:%d %B} to {period.end:%d %B %Y}", "status": "Cleared",
        "direction": "rtl" if language == "ar" else "ltr",
        "tiles": [dict(zip(("value", "label", "note"), tile, strict=True)) for tile in tiles],
        "highlights": ["Between 13 and 14 people were reported killed."], **more,
    }  # fmt: skip


def put(
    out: Path, number: int = 1, revision: int = 1, clearance: Mapping[str, str] | None = None,
    tell: Mapping[str, Mapping[str, Any]] | None = None, profile: str = "weekly", pages: bool = True,
    earlier: Sequence[str] = (),
) -> str:
    """The name of an edition that is published now; without `clearance` its manifest says nothing of it."""
    period = week(number)
    said = {"en": told(number=number, revision=revision)} if tell is None else tell
    name = publish.name("SYR", number, period, revision, profile)
    report = {"facts.csv": b"fact_id\n"}
    for one in said.values() if pages else ():
        report |= {f"{one['name']}.pdf": b"%PDF", f"{one['name']}.html": b"<p>page</p>", f"{one['name']}.docx": b"PK"}
    internal = {"figures.json": b"[]"}
    files = {f"report/{k}": v for k, v in report.items()} | {f"internal/{k}": v for k, v in internal.items()}
    made_from = {
        "version": "0.1.0", "as_of": period.end.isoformat(), "digest": f"{number:032}{revision:032}",
        "earlier": dict.fromkeys(earlier, "0"),
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
    }
    manifest = publish.manifest(made_from, Imprint(number, revision), 0, {}, files, said)
    if clearance is not None:
        manifest = json.dumps({**json.loads(manifest), "clearance": dict(clearance)}).encode()
    with publish.locked(out):
        publish.edition(out, name, report, {**internal, "manifest.json": manifest})
    return name


CLEARED = {"status": "cleared", "by": "Ana", "on": "2018-09-11", "of": "SYR001_20180909_v1"}
NONE = {"status": "none", "by": "", "on": "", "of": ""}
DRAFT = {"status": "draft", "by": "", "on": "", "of": ""}


def office(folder: Path, **settings: Any) -> Config:
    """The settings of an office whose workspace is `folder`."""
    given = {"title": "Idlib", "country": "SYR", "organisation": "Relief Desk", "folder": folder}
    return Config(**{**given, **settings})
