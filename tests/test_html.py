"""The page: self-contained, readable without sight or script, safe whatever texts hold, and clear about mistakes."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import hostile_strings
import pypdf
import pytest
import sample
from lxml import html as dom
from sample import FACTS, fact, page

from sitrep import bundled
from sitrep.errors import ConfigError
from sitrep.model import Clearance
from sitrep.report import evidence, pdf
from sitrep.report.html import environment, html, image


@pytest.fixture(scope="module")
def screen() -> Any:
    return dom.document_fromstring(page("screen"))


@pytest.fixture(scope="module")
def paper() -> Any:
    return dom.document_fromstring(page("print"))


# --- one file, any reader -------------------------------------------------------------------------------------------


def test_the_page_asks_for_nothing_outside_itself(screen: Any) -> None:
    text = dom.tostring(screen, encoding="unicode")
    assert screen.xpath("//script | //link | //iframe | //object | //embed | //base | //form") == []
    assert not re.search(r"@import|url\((?!#)", text)
    for address in screen.xpath("//@src | //@srcset"):
        assert address.startswith("data:")
    policy = screen.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy and "script" not in policy
    assert not [name for element in screen.iter() for name in element.attrib if name.lower().startswith("on")]


def test_links_lead_to_the_web_or_into_the_page(screen: Any) -> None:
    ids = set(screen.xpath("//@id"))
    for address in screen.xpath("//a/@href"):
        assert address.startswith("https://") or address[0] == "#" and address[1:] in ids, address


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_no_id_stands_twice(medium: str) -> None:
    ids = dom.document_fromstring(page(medium)).xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_screen_reader_finds_its_way(screen: Any) -> None:
    assert (screen.get("lang"), screen.get("dir")) == ("en", "ltr")
    assert screen.xpath("count(//h1)") == 1 and screen.xpath("count(//main)") == 1
    assert screen.xpath("//body/header") and screen.xpath("//body/footer")
    assert screen.xpath("//a[@class='skip']/@href") == ["#content"]
    assert screen.xpath("//th[not(@scope)]") == []
    for label in screen.xpath("//@aria-labelledby"):
        assert screen.xpath("//*[@id=$id]", id=label)
    levels = [int(element.tag[1]) for element in screen.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_charts_are_drawn_for_wide_and_narrow_windows_and_told_in_words(screen: Any, paper: Any) -> None:
    drawn = screen.xpath("//*[local-name()='svg']")
    assert len(drawn) == 4
    assert all(svg.get("aria-label") or svg.xpath(".//*[local-name()='title']") for svg in drawn)
    assert "var(--blue)" in dom.tostring(drawn[0], encoding="unicode")
    assert screen.xpath("//section[@id='trend']//details//table")
    images = paper.xpath("//section[@id='trend']//img")
    assert len(images) == 1 and images[0].get("src").startswith("data:image/svg+xml;base64,")
    assert "air strikes" in images[0].get("alt").lower()


def test_both_media_hold_the_same_sections_in_the_same_words(screen: Any, paper: Any) -> None:
    for section in screen.xpath("//section[@id]/@id"):
        if section in ("key_visual", "map", "trend"):  # images on paper, and tables for the screen alone
            continue
        both = [" ".join(p.xpath("string(//section[@id=$id])", id=section).split()) for p in (screen, paper)]
        assert both[0] == both[1]


def test_a_draft_is_marked_on_paper_and_a_cleared_report_is_not() -> None:
    assert "@page { background: url(" in page("print")
    cleared = Clearance("cleared", "Amal Haddad", date(2018, 9, 11), "SYR001_20180909_v1")
    assert "@page { background: url(" not in page("print", clearance=cleared)
    assert "Draft" not in page("screen", clearance=cleared)
    assert "Cleared by Amal Haddad, 11 September 2018" in page("screen", clearance=cleared).replace("\u00a0", " ")
    assert "Issued automatically, not cleared" in page("print", clearance=Clearance("none"))


# --- texts that mean harm -------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "{{ 7 * 7 }}", "{% raw %}",
    "javascript:alert(1)", "</style><script>x</script>", "red}@import url(//evil)", "\u202egnp.exe", "a\x00b\x07c",
    "'onmouseover=alert(1) x='", "&lt;b&gt;", "$\\foo$ bar", "${{{", "*/ body{display:none} /*", "]]>", "<!--", "-->",
    "{unknown}", "{0.__class__}", "%s%n",
]


@pytest.mark.parametrize("bad", HOSTILE)
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_a_hostile_text_adds_nothing_to_the_page(bad: str, medium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place, actor, voice, quote, title, publisher and address; the page has the elements that harmless text has."""
    for drawing in ("trend", "place_map"):  # they have tests of their own
        monkeypatch.setattr(f"sitrep.report.html.{drawing}", lambda *args: "<svg></svg>")

    def made(text: str) -> Any:
        facts = [
            fact("f1", "a", "airstrikes", (9, 9), text, f"{text} said", "4", says=text, actor=text, unit="incidents"),
            fact("f2", "a", "killed", (9, 9), text, f"{text} said", "4", says=text, place=text, place_match="inside"),
        ]
        header = replace(sample.HEADERS[0], title=text, publisher=text, url=text, language="en")
        config = sample.CONFIG.model_copy(update={"title": text, "organisation": text, "kicker": text})
        return dom.document_fromstring(page(medium, facts=facts, headers=[header], config=config))

    def shape(tree: Any) -> list[tuple[Any, list[str]]]:
        return [(e.tag, sorted(e.attrib)) for e in tree.iter()]

    got, harmless = made(bad), made("harmless words")
    assert shape(got) == shape(harmless)
    assert not re.search(r"[\u202a-\u202e\x00-\x08]", dom.tostring(got, encoding="unicode"))


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_a_hundred_hostile_texts_add_nothing_to_a_page(medium: str) -> None:
    def tags(texts: Sequence[str]) -> Counter[Any]:
        facts = [
            fact(f"f{i}", f"d{i}", "killed", (9, 9), text, f"{text} said", "4", says=text, actor=text, place=text,
                 place_match="inside")
            for i, text in enumerate(texts)
        ]  # fmt: skip
        headers = [
            replace(sample.HEADERS[0], id=f"d{i}", title=text, publisher=text, url="") for i, text in enumerate(texts)
        ]
        tree = dom.document_fromstring(page(medium, facts=facts, headers=headers))
        return Counter((e.tag, *sorted(e.attrib)) for e in tree.iter() if e.tag not in ("path", "use", "g"))

    # empty or invisible texts stand for nothing, and differ from words by right
    texts = [text for text in hostile_strings.ALL if re.search(r"\w", text)]
    assert len(texts) >= 90
    got, harmless = tags(texts), tags([f"harmless {i} words" for i in range(len(texts))])
    assert {tag[0] for tag in got} == {tag[0] for tag in harmless}
    assert not {name for tag in got for name in tag[1:] if str(name).startswith("on")}
    assert all(got[tag] <= harmless[tag] for tag in got if tag[0] in ("script", "img", "a", "link", "iframe", "style"))


@pytest.mark.slow
def test_hostile_texts_put_no_link_script_or_file_into_the_pdf() -> None:
    facts = [
        fact(f"f{i}", "a", "killed", (9, 9), text, f"{text} said", "4", says=text, actor=text, place=text,
             place_match="inside")
        for i, text in enumerate(text for text in hostile_strings.ALL if len(text) < 1000)
    ]  # fmt: skip
    first, *_, last = hostile_strings.ALL
    header = replace(sample.HEADERS[0], title=first, publisher=last, url="javascript:alert(1)")
    config = sample.CONFIG.model_copy(update={"title": hostile_strings.MARKUP[0], "organisation": last})
    made = pdf.pdf(page("print", facts=facts, headers=[header], config=config))
    read = pypdf.PdfReader(io.BytesIO(made))
    assert dict(read.attachments) == {}
    for sign in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/GoToR", b"/SubmitForm"):
        assert not any(sign in repr(object_).encode() for object_ in map(read.get_object, range(1, len(read.xref[0]))))


def test_an_image_address_cannot_be_left() -> None:
    assert re.fullmatch(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+", image("<svg>\"')</svg>"))


# --- templates of the office ----------------------------------------------------------------------------------------


def own(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_a_template_of_the_workspace_takes_the_place_of_ours(tmp_path: Path) -> None:
    own(tmp_path, "sections/highlights.html", '<section id="highlights"><p>Our own words</p></section>')
    assert "Our own words" in html(sample.report(), tmp_path, "screen")


MISTAKES = [
    ("{{ section.content.nothing }}", r"highlights\.html:2: .*nothing"),
    ("{% for x in %}", r"highlights\.html:2: "),
    ("{{ parts.lines(1) }}", r"highlights\.html:2: .*lines"),
    ("{{ 1 / 0 }}", r"highlights\.html:2: "),
    ("{{ ''.__class__.__mro__ }}", r"highlights\.html:2: .*__class__.*unsafe|highlights\.html:2: "),
    ('{% include "sections/none.html" %}', r"none\.html: no such template"),
]


@pytest.mark.parametrize(("wrong", "expected"), MISTAKES)
def test_a_mistake_in_a_template_is_told_with_file_and_line(tmp_path: Path, wrong: str, expected: str) -> None:
    own(tmp_path, "sections/highlights.html", f"<p>first line</p>\n{wrong}\n")
    with pytest.raises(ConfigError, match=expected):
        html(sample.report(), tmp_path, "screen")


def test_a_template_can_neither_reach_out_nor_change_the_report(tmp_path: Path) -> None:
    own(tmp_path, "sections/highlights.html", "{{ report.content.update({'x': 1}) }}")
    with pytest.raises(ConfigError, match="highlights"):
        html(sample.report(), tmp_path, "screen")


def test_no_template_of_ours_lets_text_through_unescaped() -> None:
    for file in bundled.folder("templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "") and "autoescape" not in text, file


def test_every_attribute_in_our_templates_is_quoted() -> None:
    for file in bundled.folder("templates").rglob("*.html"):
        assert not re.search(r"=\{\{", file.read_text(encoding="utf-8")), file


def test_the_templates_of_all_sections_are_there_and_can_be_read() -> None:
    from sitrep.config import SECTIONS

    made = environment((bundled.folder("templates"),))
    for section in SECTIONS:
        assert made.get_template(f"sections/{section}.html")


def test_the_same_report_makes_the_same_page() -> None:
    assert page("screen", facts=FACTS) == page("screen", facts=tuple(reversed(FACTS)))


@pytest.mark.slow
def test_on_paper_no_card_is_broken_and_every_page_has_its_head_and_foot() -> None:
    """The sample, printed: fonts, running head, page x of y; the parts of a card stay together."""
    made = pypdf.PdfReader(io.BytesIO(pdf.pdf(page("print"))))
    texts = [" ".join(sheet.extract_text().split()) for sheet in made.pages]
    assert 2 <= len(texts) <= 6
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Public · Draft, not cleared" in text
        assert ("Syria: Idlib Situation Report No. 1 3–9" in text) == (number > 1)
        assert text.count("Place, date ") == text.count("Confidence ") - text.count("Confidence is")
    titles = [entry.title for entry in made.outline if not isinstance(entry, list)]
    assert titles[:3] == ["Highlights", "What changed", "People killed by place"]


def test_the_annex_on_paper_ends_where_nobody_reads_on_and_no_note_leads_nowhere() -> None:
    facts = [
        fact(f"n{i}", "a", "killed", (1, 1), "one person killed", f"In street {i} one person killed.", "4",
                    "SYR.100", f"voice {i}")
        for i in range(evidence.PAPER + 5)
    ]  # fmt: skip
    paper, screen = (dom.document_fromstring(page(medium, facts=facts)) for medium in ("print", "screen"))
    assert len(paper.xpath("//article[@class='card']")) == evidence.PAPER
    assert len(screen.xpath("//article[@class='card']")) == evidence.PAPER + 5
    assert "Five more facts stand on the web page and in facts.csv." in paper.text_content()
    assert "more facts stand" not in screen.text_content()
    for made in (paper, screen):
        ids = set(made.xpath("//@id"))
        assert {link[1:] for link in made.xpath("//a/@href") if link.startswith("#")} <= ids
