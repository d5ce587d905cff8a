"""out/feed.xml: valid Atom (RFC 4287), an entry for each edition that may leave the office, and ids that stay."""

from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import shelf

from sitrep import publish
from sitrep.config import Publishing

ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
ID = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def feed(out: Path, made: Any = publish.derived, folder: str = "out", **settings: Any) -> ET.Element:
    """The feed as it is made anew, parsed and found valid."""
    with publish.locked(out):
        assert made(out, shelf.office(out.parent, **settings))
    root = ET.fromstring((out.parent / folder / "feed.xml").read_bytes())
    check_atom(root)
    return root


def check_atom(root: ET.Element) -> None:
    """What RFC 4287 asks of a feed and of each entry: sections 4.1.1 and 4.1.2, 3.3, 4.2.6 and 4.2.7."""
    assert root.tag == f"{ATOM}feed" and root.get(f"{XML}lang")
    for one in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            found = one.findall(ATOM + name)
            assert len(found) == 1 and found[0].text
        moment = text(one, "updated")
        assert moment.endswith("Z") and datetime.fromisoformat(moment).tzinfo
        kinds = [(link.get("type"), link.get("hreflang")) for link in one.findall(f"{ATOM}link[@rel='alternate']")]
        assert kinds and len(kinds) == len(set(kinds))
        assert all(link.get("href") for link in one.findall(f"{ATOM}link"))
    assert text(root.find(f"{ATOM}author"), "name")
    ids = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


def text(one: Any, name: str) -> str:
    return one.findtext(ATOM + name) or ""


def entries(root: ET.Element) -> list[ET.Element]:
    return root.findall(f"{ATOM}entry")


def hrefs(one: ET.Element) -> list[str]:
    return [link.get("href", "") for link in one.findall(f"{ATOM}link")]


def test_a_feed_before_the_first_edition_is_valid_and_empty(out):
    root = feed(out)
    assert text(root, "title") == "Idlib: all editions"
    assert text(root.find(f"{ATOM}author"), "name") == "Relief Desk"
    assert entries(root) == []


def test_an_entry_tells_period_figures_and_where_to_read(out):
    shelf.put(out, clearance=shelf.CLEARED)
    (entry,) = entries(feed(out))
    assert text(entry, "title") == "Idlib · No. 1 · 03 September to 09 September 2018"
    assert text(entry, "updated") == "2018-09-11T00:00:00Z"
    assert text(entry, "summary") == (
        "People killed: 13–14 (deaths · Voices differ in part); People displaced: 5,000+ (people · One voice)"
    )
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert (category.get("term"), category.get("label")) == ("weekly", "Syria · Weekly situation report")
    stem = "editions/SYR001_20180909_v1/report/SYR001_sitrep_20180909_en_v1"
    assert [(link.get("href"), link.get("type"), link.get("hreflang")) for link in entry.findall(f"{ATOM}link")] == [
        (f"{stem}.pdf", "application/pdf", "en"), (f"{stem}.html", "text/html", "en"),
    ]
    assert all((out / href).is_file() for href in hrefs(entry))


def test_without_clearance_an_entry_is_of_its_as_of_date(out):
    shelf.put(out, clearance=shelf.NONE)
    root = feed(out)
    assert text(entries(root)[0], "updated") == text(root, "updated") == "2018-09-09T00:00:00Z"


@pytest.mark.parametrize("day", ["soon", "2018-13-01", 7, "2018-09-11T10:00:00+02:00"])
def test_a_clearance_on_no_day_is_none(out, day):
    shelf.put(out, clearance={**shelf.CLEARED, "on": day})
    assert entries(feed(out)) == []


def test_drafts_have_no_entry_and_replaced_versions_keep_theirs(out):
    shelf.put(out, 1, 1, clearance=shelf.NONE)
    shelf.put(out, 1, 2, clearance=shelf.DRAFT)
    before = [text(entry, "id") for entry in entries(feed(out))]
    shelf.put(out, 1, 3, clearance=shelf.CLEARED)
    shelf.put(out, 2, 1)
    after = [text(entry, "title") for entry in entries(feed(out))]
    assert after == [
        "Idlib · No. 1, revised (version 3) · 03 September to 09 September 2018",
        "Idlib · No. 1 · 03 September to 09 September 2018",
    ]
    assert text(entries(feed(out))[1], "id") == before[0]


def test_ids_stay_when_the_feed_moves_or_is_called_otherwise(out):
    shelf.put(out, clearance=shelf.NONE)
    first = feed(out)
    second = feed(out, title="Hama", publishing=Publishing(folder="web", site="https://example.org/out"))
    assert [found.text for found in first.iter(f"{ATOM}id")] == [found.text for found in second.iter(f"{ATOM}id")]


def test_with_a_site_every_address_of_the_folder_is_whole(out):
    name = shelf.put(out, clearance=shelf.NONE)
    (out.parent / "web" / name).mkdir(parents=True)
    ways = Publishing(folder="web", site="https://example.org/sitrep")
    root = feed(out, publish.served, "web", publishing=ways)
    assert hrefs(root) == ["https://example.org/sitrep/feed.xml", "https://example.org/sitrep/index.html"]
    stem = f"https://example.org/sitrep/{name}/SYR001_sitrep_20180909_en_v1"
    assert hrefs(entries(root)[0]) == [f"{stem}.pdf", f"{stem}.html"]
    assert hrefs(feed(out, publishing=ways))[0] == "index.html"  # out/ is served by nobody


def test_languages_each_have_their_links(out):
    tell = {code: shelf.told(code) for code in ("ar", "en")}
    shelf.put(out, clearance=shelf.NONE, tell=tell)
    root = feed(out, first_language="ar")
    assert root.get(f"{XML}lang") == "ar"
    assert [link.get("hreflang") for link in entries(root)[0].findall(f"{ATOM}link")] == ["ar", "ar", "en", "en"]


def test_an_entry_in_another_language_says_so(out):
    shelf.put(out, clearance=shelf.NONE)
    assert entries(feed(out, first_language="fr"))[0].get(f"{XML}lang") == "en"


def test_an_entry_without_pages_leads_to_the_page_of_all(out):
    shelf.put(out, clearance=shelf.NONE, pages=False)
    assert hrefs(entries(feed(out))[0]) == ["index.html"]


@pytest.mark.parametrize("hostile", [
    "<script>alert(1)</script>", "]]></title><entry/>", "&xxe;", "a\x00b\x08c\ud800d\ufffee", "--><x/>",
    "\"' <!DOCTYPE x>",
])  # fmt: skip
def test_hostile_texts_stay_text(out, hostile):
    shelf.put(out, clearance=shelf.NONE, tell={"en": {
        **shelf.told(title=hostile, kicker=hostile, period=hostile, tiles=[(hostile,) * 3]), "number": hostile,
    }})  # fmt: skip
    root = feed(out, organisation=hostile.encode("ascii", "replace").decode().replace("\x00", "").replace("\x08", ""))
    shown = "".join(c for c in hostile if c not in "\x00\x08\ud800\ufffe")
    (entry,) = entries(root)
    assert text(entry, "title") == f"{shown} · {shown} · {shown}"
    assert text(entry, "summary") == f"{shown}: {shown} ({shown})"
    assert {element.tag.removeprefix(ATOM) for element in root.iter()} == {
        "feed", "id", "title", "updated", "author", "name", "generator", "link", "entry", "category", "summary",
    }
