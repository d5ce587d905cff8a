"""The page as a Word document, for colleagues who must edit it. Door of python-docx, which opens late.

It holds what the page holds, in the same words and order: headings by level, lists, tables with header rows, charts as
pictures with their alternative text, running head and foot; and each figure leads to its sentence as on the page.
"""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from sitrep import zipped
from sitrep.export import blocks, wordml
from sitrep.export.blocks import Block, Paragraph, Picture, Words
from sitrep.export.page import parsed
from sitrep.export.rows import text
from sitrep.export.wordml import Setting
from sitrep.model import Report

if TYPE_CHECKING:
    from docx.document import Document

FONT = "Arial"  # on every machine that has an office program, with Arabic, Cyrillic and Greek letters
INK, QUIET, DEEP = "333333", "666666", "005392"
PAPERS = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}  # mm
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
UNUSED = ("/thumbnail", "/customXml", "/stylesWithEffects")  # of the library's own model: a picture of an empty page …
KEPT = "<w:keepNext/><w:keepLines/>"
# Id, name, size in half points, bold, colour, twips before and after, further properties before and behind these.
STYLES: tuple[tuple[str, str, int, bool, str, int, int, str, str], ...] = (
    ("Normal", "Normal", 20, False, INK, 0, 80, "", ""),
    ("Title", "Title", 52, True, DEEP, 0, 80, KEPT, ""),
    ("Heading1", "heading 1", 28, True, DEEP, 320, 80, KEPT, '<w:outlineLvl w:val="0"/>'),
    ("Heading2", "heading 2", 22, True, INK, 200, 60, KEPT, '<w:outlineLvl w:val="1"/>'),
    ("Heading3", "heading 3", 20, True, INK, 160, 60, KEPT, '<w:outlineLvl w:val="2"/>'),
    ("Quote", "Quote", 20, False, INK, 0, 40, "<w:keepLines/>", '<w:ind w:left="284"/>'),
    ("Small", "Small", 16, False, QUIET, 40, 80, "", ""),
    ("KeyFigure", "Key figure", 36, True, DEEP, 40, 40, "", ""),
    ("TableHead", "Table head", 16, True, QUIET, 40, 40, "", ""),
    ("TableHeadNumber", "Table head, number", 16, True, QUIET, 40, 40, "", '<w:jc w:val="right"/>'),
    ("TableText", "Table text", 17, False, INK, 40, 40, "", ""),
    ("TableTextNumber", "Table text, number", 17, False, INK, 40, 40, "", '<w:jc w:val="right"/>'),
)


def written(report: Report, page: str) -> bytes:
    """The document of `report`, made of its page (that of the medium `word`). The same page gives the same bytes."""
    import docx

    tree = parsed(page)
    document = docx.Document()
    _styled(document, report)
    _told(document, report)
    heads = [part for name in ("title", "period") for part in blocks.running(tree, name)]
    foots = [part for name in ("foot", "page") for part in blocks.running(tree, name)]
    found = blocks.blocks(tree)
    setting = _setting(document, report, found)
    section = document.sections[0]
    _fill(document.element.body, wordml.body(found, setting), section._sectPr)
    _laid_out(section, report.direction == "rtl", PAPERS[report.content["look"].paper])
    _run_along(section, heads, foots, setting)
    packed = io.BytesIO()
    document.save(packed)
    return zipped.timeless(packed.getvalue())


def _setting(document: "Document", report: Report, found: Sequence[Block]) -> Setting:
    """Bookmarks, addresses and pictures get their numbers, in the order in which they stand."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    ids = [id for part in wordml.paragraphs(found) for id in part.ids]
    wanted = wordml.targets(found)
    urls = dict.fromkeys(part.url for each in wordml.paragraphs(found) for part in each.words if part.url)
    return Setting(
        report.direction == "rtl",
        {id: number for number, id in enumerate(dict.fromkeys(id for id in ids if id in wanted), 1)},
        {url: document.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True) for url in urls},
        {block: _drawn(document, block) for block in found if isinstance(block, Picture)},
        _themed(report, "blue", wordml.BLUE), _themed(report, "mark", wordml.MARK),
    )


def _themed(report: Report, token: str, neutral: str) -> str:
    """A colour of the office's theme as Word writes it, the neutral one where the theme has none."""
    found: str = report.content["look"].light.get(token, neutral)
    return found.removeprefix("#").upper()


def _drawn(document: "Document", picture: Picture) -> str:
    """A picture with what it shows in words: as wide as the text, or a logo of at most 42 mm by 14."""
    from docx.image.image import Image
    from docx.shared import Mm, Twips

    image = Image.from_blob(picture.png)
    small = min(Mm(42), Mm(14) * image.px_width // image.px_height)
    width = small if picture.small else Twips(wordml.TEXT_WIDTH)
    inline = document.part.new_pic_inline(io.BytesIO(picture.png), width=width)
    inline.docPr.set("descr", text(picture.alt) or "")
    return f"<w:drawing>{inline.xml}</w:drawing>"


def _fill(parent: Any, xml: str, before: Any = None) -> None:
    """`xml` as the children of `parent`, instead of those it has; `before` stays behind them."""
    from docx.oxml import parse_xml

    for child in list(parent):
        if child is not before:
            parent.remove(child)
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>")):
        parent.append(child) if before is None else before.addprevious(child)


def _styled(document: "Document", report: Report) -> None:
    """The document's own styles and language; the look can be changed in one place, as office staff expect."""
    from docx.oxml import parse_xml

    styles: Any = document.styles.element
    deep = _themed(report, "deep", DEEP)
    known = {style.get(f"{{{WORD}}}styleId"): style for style in styles.iter(f"{{{WORD}}}style")}
    for style in STYLES:
        made = parse_xml(_style(*style, is_rtl=report.direction == "rtl", deep=deep))
        if style[0] in known:
            styles.replace(known[style[0]], made)
        else:
            styles.append(made)
    for style in known.values():
        if style.get(f"{{{WORD}}}type") == "table" and style.get(f"{{{WORD}}}default") is None:
            styles.remove(style)  # a hundred looks of tables, none of them ours
    for fonts in styles.iter(f"{{{WORD}}}rFonts"):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(f"{{{WORD}}}{script}", FONT)
    for bullet in document.part.numbering_part.element.iter(f"{{{WORD}}}lvl"):
        _dotted(bullet)
    for language in styles.iter(f"{{{WORD}}}lang"):
        language.set(f"{{{WORD}}}{'bidi' if report.direction == 'rtl' else 'val'}", str(report.content["locale"]))


def _dotted(level: Any) -> None:
    """The bullet of a list as a letter of our font; the library's is one of a font that few machines have."""
    text, fonts = level.find(f"{{{WORD}}}lvlText"), level.find(f"{{{WORD}}}rPr")
    if text.get(f"{{{WORD}}}val") == "\uf0b7":
        text.set(f"{{{WORD}}}val", "•")
        level.remove(fonts)


def _style(
    id: str, name: str, size: int, bold: bool, colour: str, before: int, after: int, first: str, last: str,
    is_rtl: bool, deep: str,
) -> str:
    colour = deep if colour == DEEP else colour
    based = "" if id == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if id == "Normal" else ""
    return (
        f'<w:style {NAMESPACES} w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{name}"/>{based}'
        f'<w:qFormat/><w:pPr>{first}{"<w:bidi/>" if is_rtl else ""}'
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="252" w:lineRule="auto"/>{last}</w:pPr>'
        f'<w:rPr><w:rFonts/>{"<w:b/><w:bCs/>" if bold else ""}<w:color w:val="{colour}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _told(document: "Document", report: Report) -> None:
    """What the file says of itself: dated by the report, never by the clock; no name but the organisation's."""
    about, day = document.core_properties, datetime.combine(report.as_of, time())
    about.title, about.author = (text(report.title) or "")[:255], (text(report.content["organisation"]) or "")[:255]
    about.created = about.modified = day
    about.language, about.revision = str(report.content["locale"]), report.revision
    about.comments, about.last_modified_by, about.keywords = "", "", ""
    for relations in (document.part.package.rels, document.part.rels):
        for name, related in list(relations.items()):
            if related.reltype.endswith(UNUSED):
                del relations[name]


def _laid_out(section: Any, is_rtl: bool, paper: tuple[float, float]) -> None:
    """The theme's sheet, 20 mm around."""
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(paper[0]), Mm(paper[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(9)
    if is_rtl:
        grid = section._sectPr.find(f"{{{WORD}}}docGrid")  # the standard has an order
        grid.addprevious(parse_xml(f"<w:bidi {NAMESPACES}/>"))


def _run_along(section: Any, heads: Sequence[Paragraph], foots: Sequence[Paragraph], setting: Setting) -> None:
    """Head and foot of each page; the first has its title, and needs no head."""
    if heads:
        section.different_first_page_header_footer = True
        joined = [part for n, head in enumerate(heads) for part in ((Words(" · "),) if n else ()) + head.words]
        _fill(section.header._element, wordml.paragraph(Paragraph("small", tuple(joined)), setting, "Small"))
    for foot in (section.footer, *([section.first_page_footer] if heads else [])):
        if foots:
            _fill(foot._element, "".join(wordml.paragraph(part, setting, "Small") for part in foots))
