"""Page and feed of the folder that a web server serves: what was copied there, and not a word of a draft."""

import pytest
import shelf
from lxml import html as dom

from sitrep import publish
from sitrep.config import Publishing

WAYS = Publishing(folder="web")


@pytest.fixture
def out(tmp_path):
    (tmp_path / "web").mkdir()
    return tmp_path / "out"


def served(out):
    """Whether page and feed were made anew, and the links of the page."""
    with publish.locked(out):
        made = publish.served(out, shelf.office(out.parent, publishing=WAYS))
    page = out.parent / "web/index.html"
    return made, [str(link) for link in dom.fromstring(page.read_bytes()).xpath("//main//a/@href")] if made else []


def copied(out, name):
    (out.parent / "web" / name).mkdir()
    for file in (out / "editions" / name / "report").iterdir():
        (out.parent / "web" / name / file.name).write_bytes(file.read_bytes())


def test_every_link_leads_to_a_file_of_the_folder(out):
    for number in (1, 2):
        copied(out, shelf.put(out, number, clearance=shelf.CLEARED))
    made, links = served(out)
    assert made and len(links) > 6
    assert [link for link in links if not (out.parent / "web" / link).is_file()] == []


def test_nothing_is_told_of_a_draft_nor_of_what_was_not_copied(out):
    copied(out, shelf.put(out, 1, clearance=shelf.CLEARED))
    not_copied = shelf.put(out, 1, 2, clearance=shelf.CLEARED)
    draft = shelf.put(out, 2, clearance=shelf.DRAFT)
    served(out)
    for name in ("index.html", "feed.xml"):
        told = (out.parent / "web" / name).read_text("utf-8")
        assert "SYR001_20180909_v1" in told
        assert draft not in told and not_copied not in told and "draft" not in told.lower()
    copied(out, not_copied)
    assert any(not_copied in link for link in served(out)[1])


def test_it_is_written_only_when_something_changed(out):
    copied(out, shelf.put(out, clearance=shelf.CLEARED))
    served(out)
    before = [(path.stat().st_mtime_ns, path.stat().st_ino) for path in (out.parent / "web").iterdir()]
    served(out)
    assert [(path.stat().st_mtime_ns, path.stat().st_ino) for path in (out.parent / "web").iterdir()] == before


@pytest.mark.parametrize("name", ["index.html", "feed.xml"])
def test_a_file_of_somebody_else_is_left_alone_and_told(out, name, caplog):
    (out.parent / "web" / name).write_text("mine")
    assert served(out)[0] is False
    assert (out.parent / "web" / name).read_text() == "mine"
    assert f"web/{name} was not made by sitrep – move it away, or name another folder" in caplog.text


def test_a_drive_that_is_not_there_is_waited_for(out):
    (out.parent / "web").rmdir()
    with publish.locked(out):
        assert publish.served(out, shelf.office(out.parent, publishing=WAYS))
        assert publish.served(out, shelf.office(out.parent))
    assert not (out.parent / "web").exists()
