"""The Word copy: it says what the page says, a screen reader finds its way in it, and its bytes repeat."""

import base64
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import docx as library
import pytest
import sample
from docx.shared import RGBColor
from lxml import etree
from lxml import html as dom
from PIL import Image

from sitrep.config import Config, SectionChoice, Theme
from sitrep.export import blocks, docx, page
from sitrep.report.html import html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PAGE = "<html><head><title>no</title></head><body>{body}</body></html>"


@cache
def copy() -> bytes:
    return docx.written(sample.report(), sample.page("word"))


@pytest.fixture(scope="module")
def document() -> Any:
    return library.Document(io.BytesIO(copy()))


def written(body: str, **report: Any) -> Any:
    """The document of a page that holds `body`."""
    made = replace(sample.report(), **report)
    return library.Document(io.BytesIO(docx.written(made, PAGE.format(body=body))))


def letters(element: Any) -> str:
    """What stands in an element; the library's own elements tell their text twice."""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def said(document: Any) -> str:
    """All that stands in the document, without white space."""
    return squeezed(letters(document.element.body))


# --- the same as the page -------------------------------------------------------------------------------------------


def test_every_word_of_the_printed_page_stands_in_the_copy(document: Any) -> None:
    """But for what only style draws: axes, captions that repeat a heading, and marks between notes."""
    tree = dom.document_fromstring(sample.page("print"))
    for part in tree.xpath("//head | //*[@aria-hidden='true'] | //caption | //*[@class='axis-row'] | "
                           "//*[contains(@class, 'range-ends')] | //*[@class='strip']"):
        part.drop_tree()
    copied = said(document)
    for section in tree.xpath("//section[not(contains(@class, 'key-figures'))][@id]"):  # whose tiles become columns
        for line in section.xpath(".//p | .//li | .//h2 | .//h3 | .//blockquote"):
            if not line.xpath(".//a[contains(@class, 'note')] | ancestor::ul[@class='card-facts']"):
                assert squeezed(line.text_content()) in copied
    for text in tree.xpath("//text()"):
        assert squeezed(text) in copied


def test_headings_have_their_levels(document: Any) -> None:
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert styles[:3] == [("Title", "Idlib"), ("Heading 1", "Highlights"), ("Heading 1", "What changed")]
    assert ("Heading 2", "Voices") in styles


def test_a_list_is_one(document: Any) -> None:
    first = next(p for p in document.paragraphs if p.text.startswith("Six children"))
    assert first.style.name == "List Bullet"


def test_tables_have_header_rows_that_stand_again_on_each_page(document: Any) -> None:
    tables = document.element.body.findall(f"{W}tbl")
    assert len(tables) == 1 + len(dom.document_fromstring(sample.page("print")).xpath("//table"))  # 1: the tiles
    for table in tables:
        rows = table.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in rows:
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == columns


def test_tiles_are_columns_with_their_headings_as_header(document: Any) -> None:
    tiles = document.tables[0]
    assert [cell.text for cell in tiles.rows[0].cells] == [
        "People killed", "People displaced", "Living in displacement", "Air strikes"]
    assert tiles.rows[1].cells[1].text == "5,000+"
    assert tiles.rows[1].cells[1].paragraphs[0].style.name == "Key figure"


def test_the_chart_is_a_png_that_is_told_in_words(document: Any) -> None:
    drawn = list(document.element.body.iter(f"{WP}docPr"))
    alts = dom.document_fromstring(sample.page("print")).xpath("//img/@alt")
    assert [picture.get("descr") for picture in drawn] == [alt.replace("\u00a0", " ") for alt in alts]
    assert len(alts) >= 1
    images = [part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".png")]
    assert len(images) == len(alts) and all(image.startswith(b"\x89PNG") for image in images)


def test_figures_and_notes_lead_to_their_sentences(document: Any) -> None:
    body = document.element.body
    marks = {mark.get(f"{W}name"): mark.getparent() for mark in body.iter(f"{W}bookmarkStart")}
    assert len(marks) == len(list(body.iter(f"{W}bookmarkStart")))
    links = [(link.get(f"{W}anchor"), letters(link)) for link in body.iter(f"{W}hyperlink")]
    anchors = {text: anchor for anchor, text in links if anchor}
    assert all(anchor in marks for anchor, _ in links if anchor)
    assert letters(marks[anchors["45+"]]) == "1145+ air strikes"  # note 11, then the card's own line
    assert letters(marks[anchors["5,000+"]]) == "85,000+ people displaced"


def test_only_addresses_of_the_web_are_links(document: Any) -> None:
    outside = sorted(r.target_ref for r in document.part.rels.values() if r.is_external)
    assert outside == ["https://example.org/a", "https://example.org/d"]  # not javascript:alert(1)


def test_the_quote_is_marked_in_its_sentence(document: Any) -> None:
    marked = [run.getparent() for run in document.element.body.iter(f"{W}rPr") if run.find(f"{W}shd") is not None]
    assert "nine dead" in {letters(run) for run in marked}


def test_head_and_foot_tell_title_status_and_page(document: Any) -> None:
    section = document.sections[0]
    head = letters(section.header._element)
    assert head == "Syria: Idlib Situation Report No. 1 · 3–9\u00a0September 2018, as of 9\u00a0September"
    for foot in (section.footer, section.first_page_footer):
        assert "Public · Draft, not cleared" in letters(foot._element)
        fields = [field.get(f"{W}instr") for field in foot._element.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]
    assert letters(section.first_page_header._element) == ""


# --- what it says of itself -----------------------------------------------------------------------------------------


def test_it_is_dated_by_the_report_and_names_the_organisation_alone(document: Any) -> None:
    about = document.core_properties
    day = datetime(2018, 9, 9, tzinfo=UTC)
    assert (about.created, about.modified) == (day, day)
    assert about.title == "Syria: Idlib Situation Report No. 1 (as of 9 September 2018)"
    assert about.author == "Relief office"
    assert (about.language, about.last_modified_by, about.comments) == ("en-GB", "", "")


def test_the_same_page_gives_the_same_bytes_and_no_part_tells_a_time() -> None:
    docx_ = docx.written(sample.report(), sample.page("word"))
    assert docx_ == copy()
    with zipfile.ZipFile(io.BytesIO(docx_)) as opened:
        assert {part.date_time for part in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in part.filename for part in opened.infolist())
        assert b"python-docx" not in b"".join(map(opened.read, opened.namelist()))


# --- other directions and languages ---------------------------------------------------------------------------------


def test_a_report_from_right_to_left_is_set_so() -> None:
    made = written(
        "<h2>أبرز الأحداث</h2><p>قُتل <data class='figure'>5,000+</data> شخص</p><table><tr><td>x</table><p>.</p>"
        '<blockquote lang="en">Nine dead.</blockquote>', direction="rtl", language="ar")
    first, second, _, quote = made.paragraphs
    assert first._p.find(f"{W}pPr/{W}bidi") is not None
    assert quote._p.find(f"{W}pPr/{W}bidi") is None  # a quote stays in its language
    runs = {run.text: run._r.find(f"{W}rPr/{W}rtl") is not None for run in second.runs}
    assert runs == {"قُتل ": True, "\u200e5,000+\u200e": False, " شخص": True}
    assert made.element.body.find(f"{W}tbl/{W}tblPr/{W}bidiVisual") is not None
    assert [child.tag for child in made.element.body.sectPr][-2:] == [f"{W}bidi", f"{W}docGrid"]


def test_an_arabic_quote_in_an_english_report_runs_from_right_to_left() -> None:
    quote = written('<blockquote lang="ar">قُتل تسعة.</blockquote>').paragraphs[0]
    assert quote._p.find(f"{W}pPr/{W}bidi") is not None
    assert quote.runs[0]._r.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar"


# --- an office's own ------------------------------------------------------------------------------------------------


def test_a_section_of_an_offices_own_comes_out(tmp_path: Any) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections/access.html").write_text(
        "<section><h2>{{ section.title }}</h2><div><p>Roads: <em>two</em> closed<br>since Monday<p>Next"
        "<ol><li>Bab al-Hawa<li>Atmeh</ol></div>"
        "<table><tr><th>Road<th>State<tr><td rowspan=2>M5<td>closed<tr><td>mined</table></section>")
    config: Config = sample.CONFIG.model_copy(update={"sections": (SectionChoice.model_construct(id="access"),)})
    report = sample.report(config=config)
    made = library.Document(io.BytesIO(docx.written(report, html(report, tmp_path, "word"))))
    told = [(p.style.name, p.text) for p in made.paragraphs if p.text]
    assert told[-5:] == [
        ("Heading 1", "Access"), ("Normal", "Roads: two closed since Monday"), ("Normal", "Next"),
        ("List Bullet", "Bab al-Hawa"), ("List Bullet", "Atmeh")]
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Road", "State"], ["M5", "closed"], ["M5", "mined"]]


@pytest.mark.parametrize(("body", "expected"), [
    ("<p>a</p><p aria-hidden='true'>b</p><script>c</script><style>d</style>", ["a"]),
    ("loose <b>words</b><p>then</p>more", ["loose words", "then", "more"]),
    ("<p>a  \n b</p><p> </p>", ["a b"]),
    ("<div role='img' aria-label='From 1 to 2'><span></span></div>", ["From 1 to 2"]),
    ("<img alt='A map' src='data:image/svg+xml;base64,PHN2Zy8+'>", ["A map"]),
    ("<img alt='A map' src='https://example.org/a.png'>", ["A map"]),
    ("<img alt='A map' src='data:image/png;base64,aGFybQ=='>", ["A map"]),
    ("<img alt='A map' src='data:image/png;base64,!'>", ["A map"]),
    ("</p></div>x</section>", ["x"]),
])  # fmt: skip
def test_the_meaning_of_a_page(body: str, expected: list[str]) -> None:
    found = blocks.blocks(page.parsed(PAGE.format(body=body)))
    assert [block.text for block in found if isinstance(block, blocks.Paragraph)] == expected
    assert [p.text for p in written(body).paragraphs] == expected


def test_a_logo_stays_small_and_keeps_its_shape() -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 200)).save(file, "png")
    address = base64.b64encode(file.getvalue()).decode()
    extent = next(written(f"<img class='logo' alt='Us' src='data:image/png;base64,{address}'>").element.body.iter(
        f"{WP}extent"))
    assert [round(int(extent.get(side)) / 36_000) for side in ("cx", "cy")] == [21, 14]  # mm


def test_a_table_at_the_end_and_two_that_touch_are_apart() -> None:
    body = written("<table><tr><td>a</table><table><tr><td>b</table>").element.body
    assert [etree.QName(child).localname for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


# --- the theme ------------------------------------------------------------------------------------------------------


def test_colours_and_sheet_are_those_of_the_theme() -> None:
    config = sample.CONFIG.model_copy(update={"theme": Theme(primary="#1B7A3D", paper="Letter")})
    told = sample.report(config=config)
    shown = html(told, config.templates, "word")
    made = library.Document(io.BytesIO(docx.written(told, shown)))
    deep = told.content["look"].light["deep"]
    assert made.styles["Title"].font.color.rgb == RGBColor.from_string(deep[1:])
    assert (made.sections[0].page_width.mm, made.sections[0].page_height.mm) == (215.9, 279.4)
    letters = made.element.body.xpath(".//w:color/@w:val")
    assert set(letters) == {"1B7A3D"}
    bars = Image.open(io.BytesIO(pictures(shown)[-1])).convert("RGB")
    assert {count > 1000 for count, colour in bars.getcolors(1 << 20) if colour == (0x1B, 0x7A, 0x3D)} == {True}
    assert (0x00, 0x77, 0xB8) not in {colour for _, colour in bars.getcolors(1 << 20)}


def pictures(shown: str) -> list[bytes]:
    """The PNG of a page for Word, in their order."""
    return [base64.b64decode(one) for one in re.findall(r'src="data:image/png;base64,([^"]+)"', shown)]
