"""out/index.html: which editions stand on it, what it says of them, when it is written and when it is left alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sample
import shelf
from lxml import html as dom
from test_config import mistakes, workspace

from sitrep import config, publish
from sitrep.cli import main
from sitrep.config import Publishing, Theme
from sitrep.publish import archive
from sitrep.publish.catalogue import catalogue
from sitrep.report import wording

XSS = "<script>alert(1)</script>\"' onload=alert(2) {{ 7*7 }} ]]> &amp; --> </style><img src=x onerror=alert(3)>"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def derived(out: Path, **settings: Any) -> dom.HtmlElement:
    """The page as it is made anew, parsed."""
    with publish.locked(out):
        assert publish.derived(out, shelf.office(out.parent, **settings))
    return dom.document_fromstring((out / "index.html").read_text("utf-8"))


def words(found: Any) -> str:
    return " ".join(" ".join(found.itertext()).split())


def links(page: dom.HtmlElement) -> list[str]:
    return [link for link in page.xpath("//a/@href") if link.startswith("editions/")]


# --- what stands on it ------------------------------------------------------------------------------------------------


def test_before_the_first_edition_the_page_says_so(out):
    page = derived(out)
    assert words(page.find(".//h1")) == "Idlib"
    assert page.findtext(".//title") == "Idlib: all editions"
    assert words(page.find_class("empty")[0]) == "No edition has been cleared yet. The first one will stand here."
    assert links(page) == []


def test_a_cleared_edition_stands_with_its_figures_and_files(out):
    shelf.put(out, clearance=shelf.CLEARED)
    page = derived(out)
    (issue,) = page.find_class("issue")
    assert words(issue.find_class("issue-head")[0]) == (
        "Syria · Weekly situation report No. 1 03 September to 09 September 2018"
    )
    assert [words(tile) for tile in issue.xpath(".//dl/div")] == [
        "People killed 13–14 deaths · Voices differ in part", "People displaced 5,000+ people · One voice",
    ]
    assert words(issue.find_class("issue-highlights")[0]) == "Between 13 and 14 people were reported killed."
    folder = "editions/SYR001_20180909_v1/report"
    stem = f"{folder}/SYR001_sitrep_20180909_en_v1"
    assert links(page) == [f"{stem}.pdf", f"{stem}.html", f"{stem}.docx", f"{folder}/facts.csv"]
    assert [words(link) for link in issue.iter("a")] == ["PDF No. 1", "Web page No. 1", "DOCX No. 1", "facts.csv No. 1"]


def test_every_link_of_the_page_leads_to_a_file(out):
    for number in range(1, 4):
        tell = {code: shelf.told(code, number) for code in ("en", "ar")}
        shelf.put(out, number, clearance=shelf.NONE, tell=tell)
    page = derived(out)
    assert len(links(page)) == 3 * (2 * 3 + 1)
    assert all((out / link).is_file() for link in links(page))
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in page.xpath("//a/@href") if link.startswith("#"))
    assert (out / page.xpath("//link[@rel='alternate']/@href")[0]).is_file()


@pytest.mark.parametrize("clearance", [None, shelf.DRAFT, {}, {"status": "Cleared"}, {"status": ["cleared"]}])
def test_of_a_draft_no_more_than_its_name_is_told(out, clearance):
    """An unreviewed death toll must not reach the world, in a link no more than in what nobody sees."""
    tell = {"en": shelf.told(tiles=[("7777", "People killed", "")], highlights=["7777 killed"])}
    shelf.put(out, clearance=clearance, tell=tell)
    page = derived(out)
    assert words(page.find_class("waiting")[0]) == (
        "SYR001_20180909_v1 is a draft and waits for clearance: sitrep clear SYR001_20180909_v1 --by NAME"
    )
    assert links(page) == [] and not page.find_class("issue")
    for name in ("index.html", "feed.xml"):
        written = (out / name).read_text("utf-8")
        assert "7777" not in written and "editions/" not in written


def test_a_cleared_edition_takes_the_place_of_its_draft(out):
    shelf.put(out, clearance=shelf.DRAFT)
    shelf.put(out, revision=2, clearance=shelf.CLEARED)
    page = derived(out)
    assert not page.find_class("waiting") and not page.find_class("replaced")
    assert {link.split("/")[1] for link in links(page)} == {"SYR001_20180909_v2"}


def test_a_correction_that_waits_leaves_the_cleared_version_in_its_place(out):
    shelf.put(out, clearance=shelf.CLEARED)
    shelf.put(out, revision=2, clearance=shelf.DRAFT)
    page = derived(out)
    assert "SYR001_20180909_v2" in words(page.find_class("waiting")[0])
    assert {link.split("/")[1] for link in links(page)} == {"SYR001_20180909_v1"}


def test_versions_that_were_replaced_stand_under_the_newest(out):
    for revision, clearance in enumerate((shelf.NONE, shelf.CLEARED, shelf.DRAFT, shelf.CLEARED), 1):
        shelf.put(out, revision=revision, clearance=clearance)
    page = derived(out)
    (issue,) = page.find_class("issue")
    assert words(issue.find(".//h3")) == "No. 1, revised (version 4)"
    replaced = [words(one) for one in issue.xpath("./ul[@class='replaced']/li")]
    assert replaced == [
        "Version 2, replaced by version 4 PDF No. 1, revised (version 2) Web page No. 1, revised (version 2)",
        "Version 1, replaced by version 2 PDF No. 1 Web page No. 1",
    ]
    assert "SYR001_20180909_v3" not in (out / "index.html").read_text()


def test_the_newest_comes_first_and_kinds_are_told_apart(out):
    shelf.put(out, 2, clearance=shelf.NONE)
    shelf.put(out, 1, clearance=shelf.NONE)
    flash = shelf.told(number=1, kicker="Syria · Flash update")
    shelf.put(out, 1, clearance=shelf.NONE, tell={"en": flash}, profile="flash")
    page = derived(out)
    assert [issue.get("id") for issue in page.find_class("issue")] == [
        "SYR002_20180916_v1", "SYR001_20180909_v1", "SYR001_flash_20180909_v1",
    ]
    assert [words(kind) for kind in page.find_class("issue-kind")] == [
        "Syria · Weekly situation report", "Syria · Weekly situation report", "Syria · Flash update",
    ]


def test_many_editions_stand_under_their_years(out):
    for number in range(1, 20):
        shelf.put(out, number, clearance=shelf.NONE)
    page = derived(out)
    assert [words(year) for year in page.find_class("year")] == ["2019", "2018"]
    assert [words(link) for link in page.find_class("years")[0].iter("a")] == ["2019", "2018"]
    assert len(page.find_class("issue")) == 19


def test_of_many_drafts_five_are_named(out):
    for number in range(1, 8):
        shelf.put(out, number)
    waiting = [words(one) for one in derived(out).find_class("waiting")[0]]
    assert len(waiting) == 6
    assert waiting[0].startswith("SYR007_20181021_v1 is a draft")
    assert waiting[-1] == "More drafts that wait: 2"


def test_the_page_is_in_the_first_language_of_the_report(out):
    tell = {code: shelf.told(code) for code in ("ar", "en")}
    tell["ar"] |= {"title": "إدلب", "number": "العدد 1"}
    shelf.put(out, clearance=shelf.NONE, tell=tell)
    page = derived(out, first_language="ar")
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert words(page.find(".//h1")) == "إدلب"
    assert words(page.find(".//h3")) == "العدد 1"
    assert [words(one) for one in page.find_class("of-language")] == ["العربية", "English"]


def test_a_build_in_other_languages_does_not_change_the_page_s(out, tmp_path):
    shelf.put(out, clearance=shelf.NONE)
    (tmp_path / "config").mkdir()
    (tmp_path / "config/report.yaml").write_text("title: Idlib\ncountry: SYR\nlanguages: [es, fr]\n")
    for asked in ((), ("fr",), ("en", "fr")):
        with publish.locked(out):
            assert publish.derived(out, config.load(tmp_path, languages=asked))
        assert dom.document_fromstring((out / "index.html").read_text("utf-8")).get("lang") == "es", asked


def test_an_edition_that_lacks_the_language_is_told_in_its_own(out):
    shelf.put(out, clearance=shelf.NONE)
    head = derived(out, first_language="ar").find_class("issue-head")[0]
    assert (head.get("lang"), head.get("dir")) == ("en", "ltr")


def test_a_manifest_that_tells_nothing_is_listed_by_its_name(out):
    shelf.put(out, clearance=shelf.NONE, tell={})
    page = derived(out)
    assert words(page.find(".//h3")).startswith("SYR001_20180909_v1")
    assert links(page) == ["editions/SYR001_20180909_v1/report/facts.csv"]


def test_logo_colours_and_name_of_the_office_are_its_own(out, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>')
    page = derived(out, theme=Theme(primary="#1B7A3D", logo="logo.svg"))
    (logo,) = page.find_class("logo")
    assert logo.get("alt") == "Relief Desk" and logo.get("src").startswith("data:image/svg+xml;base64,")
    assert "--blue: #1B7A3D" in (out / "index.html").read_text()


def test_a_workspace_may_have_a_page_of_its_own(out, tmp_path):
    (tmp_path / "templates" / "style").mkdir(parents=True)
    (tmp_path / "templates" / "style" / "archive.css").write_text("/* ours */")
    derived(out)
    assert "/* ours */" in (out / "index.html").read_text()


# --- its settings -----------------------------------------------------------------------------------------------------


ADDRESS = "1: site: must be a web address such as https://example.org/sitrep/, without user, password, ? or #"
UNSERVED = "1: site: needs `folder`: that folder is what a web server serves, never out/, where drafts lie"


@pytest.mark.parametrize(("text", "told"), [
    ("site: https://example.org/\n", UNSERVED), ("site: example.org\n", ADDRESS),
    ("site: https://a:b@example.org/\n", ADDRESS),
    ("site: javascript:alert(1)\n", ADDRESS), ("site: https://example.org/?a\n", ADDRESS),
    ("keep: 5\n", '1: keep: must be a whole number from 6 to 9999, not "5"'),
    ("\nkep: 52\n", '2: unknown key "kep" – did you mean "keep"?'),
])  # fmt: skip
def test_mistakes_are_told_with_their_line(tmp_path, text, told):
    assert mistakes(tmp_path, publishing=text) == [f"config/publishing.yaml:{told}"]


def test_settings_are_read_and_decide_no_byte_of_an_edition(tmp_path):
    text = "folder: ../web\nsite: https://example.org/sitrep\nkeep: 52\npinned: SYR001_20180909_v1\n"
    loaded = config.load(workspace(tmp_path, publishing=text))
    assert loaded.publishing == Publishing(
        folder="../web", site="https://example.org/sitrep/", keep=52, pinned=["SYR001_20180909_v1"])
    assert loaded.files == ()


def test_a_pinned_name_that_no_edition_has_is_told_by_check(out, tmp_path, capsys):
    shelf.put(out)
    workspace(tmp_path, publishing="pinned: [SYR001_20180909_v1, SYR001_20180909_v3, none]\n")
    (tmp_path / "seeds").mkdir()
    assert main(["check", "--workspace", str(tmp_path)]) == 0
    assert (
        "pinned     no edition is called SYR001_20180909_v3 – did you mean \"SYR001_20180909_v1\"?, "
        "no edition is called none\n"
    ) in capsys.readouterr().out


# --- hostile texts ----------------------------------------------------------------------------------------------------


def test_hostile_texts_stay_text(out):
    tell = shelf.told(tiles=[(XSS, XSS, XSS)], highlights=[XSS], title=XSS, kicker=XSS, period=XSS)
    tell["number"] = XSS
    shelf.put(out, clearance=shelf.NONE, tell={"en": tell})
    page = derived(out, title=XSS, organisation=XSS)
    assert page.xpath("//script | //img | //*[@onload] | //*[@onerror] | //base | //iframe") == []
    assert words(page.find(".//h1")) == XSS
    assert "49" not in words(page.find(".//h1"))
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_odd_shapes_in_a_manifest_are_no_reason_to_fail(out):
    for number, odd in enumerate(([], {"en": 3}, {"en": {"tiles": 3, "highlights": {}, "title": []}}, 7), 1):
        name = shelf.put(out, number, clearance=shelf.NONE)
        file = out / "editions" / name / "internal" / "manifest.json"
        file.write_text(json.dumps({**json.loads(file.read_bytes()), "told": odd, "as_of": 5}))
    assert len(derived(out).find_class("issue")) == 4


# --- always derived from the editions ---------------------------------------------------------------------------------


def state(out: Path) -> dict[str, tuple[bytes, int]]:
    return {name: ((out / name).read_bytes(), (out / name).stat().st_mtime_ns) for name in ("index.html", "feed.xml")}


def test_nothing_is_written_where_nothing_changed(out):
    shelf.put(out, clearance=shelf.CLEARED)
    derived(out)
    before = state(out)
    derived(out)
    assert state(out) == before


def test_a_rerun_imports_no_library_that_draws(out, tmp_path):
    shelf.put(out, clearance=shelf.CLEARED)
    derived(out)
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); import shelf\n"
        "from sitrep import publish\n"
        "assert publish.derived(Path(sys.argv[1], 'out'), shelf.office(Path(sys.argv[1])))\n"
        "print([name for name in ('jinja2', 'babel', 'xml.etree', 'pandas') if name in sys.modules])"
    )
    given = [sys.executable, "-c", code, tmp_path, Path(__file__).parent]
    assert subprocess.run(given, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_same_editions_give_the_same_bytes_elsewhere(out, tmp_path):
    shelf.put(out, clearance=shelf.CLEARED)
    derived(out)
    other = tmp_path / "moved" / "out"
    shutil.copytree(out / "editions", other / "editions")
    derived(other)
    assert {name: content for name, (content, _) in state(other).items()} == {
        name: content for name, (content, _) in state(out).items()
    }


@pytest.mark.parametrize("name", ["index.html", "feed.xml"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "altered", "foreign", "link"])
def test_what_is_damaged_is_mended_at_the_next_start(out, tmp_path, name, damage):
    shelf.put(out, clearance=shelf.CLEARED)
    derived(out)
    before, path = (out / name).read_bytes(), out / name
    path.unlink()
    if damage == "link":
        (tmp_path / "elsewhere").write_bytes(before)
        path.symlink_to(tmp_path / "elsewhere")
    elif damage != "gone":
        path.write_bytes({
            "empty": b"", "cut": before[:500], "altered": before.replace(b"13", b"31"), "foreign": b"\xff<html>",
        }[damage])  # fmt: skip
    derived(out)
    assert path.read_bytes() == before and not path.is_symlink()
    assert not list(out.glob(".stage-*"))


def test_an_edition_that_was_removed_or_damaged_leaves_the_page(out, caplog):
    names = [shelf.put(out, number, clearance=shelf.CLEARED) for number in (1, 2, 3, 4)]
    derived(out)
    shutil.rmtree(out / "editions" / names[3])
    (out / "editions" / names[1] / "internal" / "manifest.json").write_text("{")
    (out / "editions" / names[2] / "report" / "facts.csv").unlink()
    page = derived(out)
    assert [issue.get("id") for issue in page.find_class("issue")] == [names[0]]
    assert f"{names[1]} is damaged, its manifest cannot be read" in caplog.text
    assert f"{names[2]} is damaged, report/facts.csv is missing" in caplog.text


@pytest.mark.parametrize("settings", [
    {"title": "Hama"}, {"organisation": "Other Desk"}, {"first_language": "fr"}, {"theme": Theme(primary="#1B7A3D")},
])  # fmt: skip
def test_settings_that_the_page_shows_make_it_anew(out, settings):
    derived(out)
    before = state(out)
    derived(out, **settings)
    assert state(out) != before


def test_settings_that_it_does_not_show_leave_it_alone(out):
    derived(out)
    before = state(out)
    derived(out, tiles=3, publishing=Publishing(keep=6, pinned=["SYR001_20180909_v1"]))
    assert state(out) == before


def test_a_mistake_in_a_template_keeps_the_page_and_is_told(out, tmp_path, caplog):
    (tmp_path / "templates").mkdir()
    shutil.copy(sample.ROOT / "templates" / "archive.html", tmp_path / "templates")
    derived(out)
    before = state(out)
    (tmp_path / "templates" / "archive.html").write_text("{% if %}")
    with publish.locked(out):
        assert not publish.derived(out, shelf.office(tmp_path))
    assert state(out) == before
    assert "archive.html:1:" in caplog.text


def test_anybody_may_read_them_whatever_the_umask(out):
    before = os.umask(0o077)
    try:
        derived(out)
    finally:
        os.umask(before)
    assert {(out / name).stat().st_mode & 0o777 for name in ("index.html", "feed.xml")} == {0o644}


def test_the_catalogue_keeps_versions_with_their_issue(out):
    shelf.put(out, 1, clearance=shelf.NONE)
    shelf.put(out, 2, clearance=shelf.NONE)
    shelf.put(out, 1, 2, clearance=shelf.NONE)
    found = catalogue(out)
    assert [(issue.newest.name, len(issue.replaced)) for issue in found.issues] == [
        ("SYR002_20180916_v1", 0), ("SYR001_20180909_v2", 1),
    ]
    assert [one.name for one in found.listed] == ["SYR002_20180916_v1", "SYR001_20180909_v2", "SYR001_20180909_v1"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_words_of_the_page_fill_what_it_fills(language):
    terms = sample.words(language)
    assert wording.plain(wording.line(terms, "archive.figure", label="A", value="1", note="b")).startswith("A")
    for key, names in (("waits", ["{name}"]), ("replaced", ["{revision}", "{by}"]), ("more_waiting", ["{number}"])):
        assert all(name in wording.pattern(terms, f"archive.{key}") for name in names)


def test_stamps_hold_only_for_what_they_were_made_for(tmp_path):
    (tmp_path / "a").write_bytes(archive._stamped(b"<p>page</p>\n", "0" * 64))
    assert archive._stands(tmp_path / "a", "0" * 64)
    assert not archive._stands(tmp_path / "a", "1" * 64)
