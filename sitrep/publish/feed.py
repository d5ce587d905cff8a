"""The feed of all editions that may leave the office: Atom (RFC 4287), for portals and readers that watch for news.

Titles come from configuration and documents: they reach the feed as text alone, without what XML cannot hold.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

import sitrep
from sitrep.publish.catalogue import Listed

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAME = "feed.xml"
KINDS = {".pdf": "application/pdf", ".html": "text/html"}  # of the files that an entry leads to
# An id is the hash of this name space and of what the id stands for (RFC 4122): it stays when the feed moves.
OURS = UUID("9dc8ac67-602a-5a64-958c-256577245956")  # uuid5 of NAMESPACE_URL and "sitrep:editions"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 has no place for
NEVER = date(1970, 1, 1)  # when a feed without entries was last updated


@dataclass(frozen=True, slots=True)
class Head:
    """What the feed says of itself. `site` is the address under which it is served, or empty."""

    title: str
    language: str
    author: str
    country: str
    site: str = ""


def feed(
    listed: Sequence[Listed], head: Head, summaries: Mapping[str, str], to_edition: str = "", to_file: str = "",
) -> bytes:
    """The feed, with an entry for each edition, newest first; `summaries` are their texts by name.

    `to_edition` leads from the feed to the editions, `to_file` from an edition to its files.
    """
    ET.register_namespace("", ATOM)
    root = Element(_tag("feed"), {LANG: head.language})
    _text(root, "id", _id("feed", head.country, head.author))
    _text(root, "title", head.title)
    _text(root, "updated", _moment(max((one.updated for one in listed), default=NEVER)))
    _text(SubElement(root, _tag("author")), "name", head.author)
    _text(root, "generator", "sitrep", version=sitrep.__version__)
    if head.site:
        _link(root, "self", "application/atom+xml", head.site + NAME)
    _link(root, "alternate", "text/html", head.site + "index.html")
    for one in sorted(listed, key=lambda one: (one.updated, one.period.end, one.name), reverse=True):
        _entry(root, one, head, summaries.get(one.name, ""), f"{to_edition}{one.name}/{to_file}")
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, "unicode")}\n'.encode()


def _entry(root: Element, listed: Listed, head: Head, summary: str, where: str) -> None:
    told = listed.in_language(head.language)
    other = {LANG: told.language} if told.language not in ("", head.language) else {}
    entry = SubElement(root, _tag("entry"), other)
    _text(entry, "id", _id(listed.name, listed.digest))
    _text(entry, "title", " · ".join(filter(None, (told.title, told.number, told.period))))
    _text(entry, "updated", _moment(listed.updated))
    label = {"label": _xml(told.kicker)} if told.kicker else {}
    SubElement(entry, _tag("category"), {"term": listed.profile, **label})
    _text(entry, "summary", summary or told.title)
    for kind, language, path in _addresses(listed, where):
        _link(entry, "alternate", kind, head.site + path, **({"hreflang": language} if language else {}))


def _addresses(listed: Listed, where: str) -> list[tuple[str, str, str]]:
    """Media type, language and path of each PDF and page, which stand `where`; an entry without content needs one."""
    found = [
        (KINDS[Path(file).suffix], told.language, f"{where}{quote(file)}")
        for told in listed.told.values() for file in told.files if Path(file).suffix in KINDS
    ]
    return found or [("text/html", "", "index.html")]


def _link(parent: Element, rel: str, kind: str, href: str, **more: str) -> None:
    SubElement(parent, _tag("link"), {"rel": rel, "type": kind, "href": _xml(href), **more})


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, _tag(name), attributes).text = _xml(text)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _xml(text: str) -> str:
    return NO_XML.sub("", text)


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid5(OURS, json.dumps(parts))}"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
