"""What portals ask of a report, in the words of ReliefWeb's API, so that one upload form fits: one file a language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from sitrep.export import blocks
from sitrep.export.blocks import Block, Paragraph, Table
from sitrep.export.page import Element, every, parsed
from sitrep.export.rows import text
from sitrep.model import Report, plain

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

SUMMARY = 300  # characters, ReliefWeb's limit for the summary of a headline
TAGS = {"item": "li", "quote": "blockquote"}
# Stands for itself beside the body: the head of the page, and the sentence of each fact (facts.csv has them).
NO_BODY = frozenset({"annex"})
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf", "html": "text/html", "csv": "text/csv", "geojson": "application/geo+json",
    "docx": f"{OFFICE}wordprocessingml.document", "xlsx": f"{OFFICE}spreadsheetml.sheet",
}


def written(report: Report, config: "Config", gazetteer: "Gazetteer", page: str, files: Mapping[str, bytes]) -> bytes:
    """The file: `page` is the printed page, `files` are those that stand beside it.

    Fields that nobody told us (theme, disaster, image) are left out rather than guessed. `sitrep` holds what ReliefWeb
    has no field for.
    """
    found = _body(parsed(page))
    said = {
        "title": text(report.title), "language": {"code": report.language}, "format": [{"name": "Situation Report"}],
        "date": {"created": plain(report.as_of), "original": plain(report.as_of)},
        "headline": {"title": text(report.title), "summary": _summary(found)},
        **_country(config, gazetteer), **_source(config),
        "body": "\n\n".join(line for line in map(_plain, found) if line), "body-html": "".join(_html(found)),
        "file": [
            {"filename": name, "mimetype": TYPES[name.rpartition(".")[2]], "filesize": len(content)}
            for name, content in sorted(files.items())
        ],
        "sitrep": {
            "number": report.number, "revision": report.revision, "period": plain(report.period),
            "status": report.clearance.status, "cleared_by": text(report.clearance.by) or None,
            "cleared_on": plain(report.clearance.on), "sensitivity": config.sensitivity,
        },
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def _body(tree: Element) -> list[Block]:
    """The sections of the page but the annex. Note numbers are left out: they would lead nowhere."""
    sections = [part for part in every(tree) if part.tag == "section" and part.attributes.get("id") not in NO_BODY]
    return [_unnoted(block) for section in sections for block in blocks.blocks(section)]


def _unnoted(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, words=tuple(part for part in block.words if not part.raised))
    if isinstance(block, Table):
        rows = tuple(
            tuple(replace(c, paragraphs=tuple(_unnoted(p) for p in c.paragraphs)) for c in row)  # type: ignore[misc]
            for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def _summary(found: Iterable[Block]) -> str | None:
    """The first sentence of the highlights, or of whatever comes first."""
    said = [block for block in found if isinstance(block, Paragraph) and block.kind in ("item", "text")]
    first = next((text(block.text) for block in said), None)
    return first if first is None or len(first) <= SUMMARY else first[: SUMMARY - 1].rstrip() + "…"


def _plain(block: Block) -> str:
    """A block as text: items with a dash, cells of a row parted by tabs, a picture as what it shows."""
    if isinstance(block, Paragraph):
        return f"{'#' * block.level} {block.text}" if block.level else "- " * (block.kind == "item") + block.text
    if isinstance(block, Table):
        return "\n".join("\t".join(" ".join(p.text for p in cell.paragraphs) for cell in row) for row in block.rows)
    return block.alt


def _html(found: Iterable[Block]) -> Iterable[str]:
    in_list = False
    for block in found:
        is_item = isinstance(block, Paragraph) and block.kind == "item"
        if is_item != in_list:
            yield "<ul>" if is_item else "</ul>"
        in_list = is_item
        if isinstance(block, Paragraph):
            tag = f"h{block.level}" if block.level else TAGS.get(block.kind, "p")
            yield f"<{tag}>{escape(block.text)}</{tag}>"
        elif isinstance(block, Table):
            yield f"<table>{''.join(_row(row) for row in block.rows)}</table>"
        else:
            yield f"<p>{escape(block.alt)}</p>"
    if in_list:
        yield "</ul>"


def _row(row: Iterable[blocks.Cell]) -> str:
    made = []
    for cell in row:
        tag, span = "th" if cell.is_head else "td", f' colspan="{cell.across}"' if cell.across > 1 else ""
        made.append(f"<{tag}{span}>{'<br>'.join(escape(part.text) for part in cell.paragraphs)}</{tag}>")
    return f"<tr>{''.join(made)}</tr>"


def _country(config: "Config", gazetteer: "Gazetteer") -> dict[str, Any]:
    try:
        country = {"iso3": config.country.lower(), "shortname": gazetteer.place(config.country).name}
    except KeyError:
        return {}
    return {"primary_country": country, "country": [country]}


def _source(config: "Config") -> dict[str, Any]:
    return {"source": [{"name": text(config.organisation)}]} if config.organisation else {}
