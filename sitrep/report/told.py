"""An edition told in plain text: what the archive page, the feed and a mail say of it.

It is made of the Report, so it holds nothing that may not leave the office.
"""

from collections.abc import Mapping
from typing import Any

from sitrep.model import Report
from sitrep.report import wording
from sitrep.report.html import UNSAFE

# What stands under the number of a tile, in the order in which it is told.
NOTES = ("unit", "dates", "agreement", "doubt", "computed", "party")


def told(report: Report) -> dict[str, Any]:
    """The head, the key figures and the highlights of `report` as plain texts, exactly as its page prints them.

    `name` is the stem of its files; `tiles` are those of the key figures ({value, label, note}), `highlights` its
    sentences. A section that the report lacks leaves an empty list.
    """
    content = {section.id: section.content for section in report.sections}
    head = report.content.get("head", {})
    tiles = content.get("key_figures", {}).get("tiles", ())
    highlights = content.get("highlights", {})
    return {
        "name": report.name, "title": _text(head.get("title", report.title)),
        **{key: _text(head.get(key, "")) for key in ("kicker", "number", "period", "status")},
        "direction": report.direction,
        "tiles": [_tile(tile) for tile in tiles],
        "highlights": [
            *(_text(sentence) for sentence in highlights.get("sentences", ())),
            *(_text("".join(stretch.text for stretch in written)) for written in highlights.get("written", ())),
        ],
    }


def _tile(tile: Mapping[str, Any]) -> dict[str, str]:
    notes = [_text(tile[key]) for key in NOTES]
    return {"value": _text(tile["figure"]), "label": _text(tile["label"]), "note": " · ".join(filter(None, notes))}


def _text(value: wording.Fill) -> str:
    """The words of a line, without its note numbers and without characters that no page prints."""
    return UNSAFE.sub("", wording.plain(value)).strip()
