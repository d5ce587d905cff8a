"""Blocks as WordprocessingML, the XML in a .docx (ISO/IEC 29500-1, transitional). Text is escaped here alone."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from sitrep.export.blocks import Block, Cell, Paragraph, Picture, Table, Words
from sitrep.export.rows import UNWANTED

TEXT_WIDTH = 9638  # twips: A4 less 20 mm at each side
STYLES = {"small": "Small", "item": "ListBullet", "quote": "Quote", "figure": "KeyFigure"}
RULE = 'w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"'
MARK, BLUE = "D6E8F4", "0077B8"
FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}
MARGIN, LETTER = 180, 105  # twips beside the text of a cell, and of a letter in it
WIDEST = 40  # characters of a cell that make its column wider; what is longer breaks into lines
LRM = "\N{LEFT-TO-RIGHT MARK}"
NEEDS_RTL = frozenset({"R", "AL"})
NEEDS_LTR = frozenset({"L", "EN", "AN"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What all blocks of a document share: its direction, bookmarks by id, relationships of addresses, pictures."""

    is_rtl: bool = False
    marks: Mapping[str, int] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[Picture, str] = field(default_factory=dict)
    blue: str = BLUE  # of links and note numbers
    mark: str = MARK  # behind the words of a quote that became a figure


def body(blocks: Sequence[Block], setting: Setting) -> str:
    """The blocks, one after the other."""
    return "".join(_parts(blocks, setting))


def _parts(blocks: Sequence[Block], setting: Setting) -> Iterator[str]:
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(block, Paragraph):
            is_kept = isinstance(after, Picture) or isinstance(after, Paragraph) and after.kind == "quote"
            yield paragraph(block, setting, more="<w:keepNext/>" if is_kept else "")
        elif isinstance(block, Picture):
            yield f"<w:p>{_properties('', setting)}<w:r>{setting.pictures[block]}</w:r></w:p>"
        else:
            yield table(block, setting)
            if not isinstance(after, Paragraph):  # two tables that touch are one, and none may end a document
                yield "<w:p/>"


def targets(blocks: Iterable[Block]) -> frozenset[str]:
    """The ids that the blocks both have and lead to."""
    found = list(paragraphs(blocks))
    ids = {id for paragraph in found for id in paragraph.ids}
    return frozenset(ids & {part.target for paragraph in found for part in paragraph.words})


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph, those in tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            yield from (paragraph for row in block.rows for cell in row for paragraph in cell.paragraphs)


def paragraph(block: Paragraph, setting: Setting, style: str = "", more: str = "") -> str:
    """A paragraph, in the style of its kind unless another is given, with `more` properties and its bookmarks."""
    heading = ("Title", *(f"Heading{level}" for level in range(1, 6)))[block.level - 1] if block.level else ""
    named = style or heading or STYLES.get(block.kind, "")
    marks = "".join(
        f'<w:bookmarkStart w:id="{setting.marks[id]}" w:name="b{setting.marks[id]}"/>'
        f'<w:bookmarkEnd w:id="{setting.marks[id]}"/>'
        for id in block.ids if id in setting.marks
    )
    if block.kind == "quote":  # which stays in its language, whatever that of the report
        setting = replace(setting, is_rtl=_begins_rtl(block.text))
    said = "".join(_linked(part, setting) for part in block.words)
    return f"<w:p>{_properties(named, setting, more)}{marks}{said}</w:p>"


def _properties(style: str, setting: Setting, more: str = "") -> str:
    inner = (f'<w:pStyle w:val="{style}"/>' if style else "") + more + ("<w:bidi/>" if setting.is_rtl else "")
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def _linked(part: Words, setting: Setting) -> str:
    """A stretch of text, leading where it leads. Figures keep the colour of the text around them."""
    if part.place:
        return f'<w:fldSimple w:instr="{FIELDS[part.place]}">{_run(part, setting, "1")}</w:fldSimple>'
    made = _run(part, setting, part.text)
    if part.target in setting.marks:
        return f'<w:hyperlink w:anchor="b{setting.marks[part.target]}" w:history="1">{made}</w:hyperlink>'
    if part.url in setting.links:
        return f'<w:hyperlink r:id="{setting.links[part.url]}" w:history="1">{made}</w:hyperlink>'
    return made


def _run(part: Words, setting: Setting, text: str) -> str:
    is_rtl = _is_rtl(text, setting.is_rtl)
    coloured = part.raised or part.url in setting.links
    kinds = {
        "<w:b/><w:bCs/>": part.bold, f'<w:color w:val="{setting.blue}"/>': coloured,
        f'<w:shd w:val="clear" w:color="auto" w:fill="{setting.mark}"/>': part.marked,
        '<w:vertAlign w:val="superscript"/>': part.raised, "<w:rtl/>": is_rtl,
        f"<w:lang w:{'bidi' if is_rtl else 'val'}={quoteattr(part.language)}/>": bool(part.language),
    }
    chosen = "".join(xml for xml, holds in kinds.items() if holds)
    if setting.is_rtl and not is_rtl and any(sign.isdigit() for sign in text):
        text = f"{LRM}{text}{LRM}"
    said = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(UNWANTED.sub("", piece))}</w:t>' for piece in text.split("\t"))
    return f"<w:r>{f'<w:rPr>{chosen}</w:rPr>' if chosen else ''}{said}</w:r>"


def _begins_rtl(text: str) -> bool:
    """Whether the first letter of a text is one that is written from right to left."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind in NEEDS_RTL for kind in kinds if kind in NEEDS_RTL or kind == "L"), False)


def _is_rtl(text: str, around: bool) -> bool:
    """Whether Word is to set a stretch from right to left: by its letters, else as what is around it.

    A number alone never is, or "5,000+" would stand as "+5,000": LRM holds its signs in their place.
    """
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return bool(kinds & NEEDS_RTL) or (around and not kinds & NEEDS_LTR)


# --- tables ---------------------------------------------------------------------------------------------------------


def table(block: Table, setting: Setting) -> str:
    """A table with rules between its rows. Its header rows stand again on each page, and no row breaks over two."""
    widths = _widths(block)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(block, widths, setting))
    return (
        f"<w:tbl><w:tblPr>{'<w:bidiVisual/>' if setting.is_rtl else ''}"
        f'<w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top {RULE}/><w:bottom {RULE}/><w:insideH {RULE}/>'
        '</w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="04A0" w:firstRow="{min(block.heads, 1)}" w:lastRow="0" w:firstColumn="1" w:lastColumn="0"'
        f' w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _rows(block: Table, widths: Sequence[int], setting: Setting) -> Iterator[str]:
    held: dict[int, tuple[int, int]] = {}  # by column, cells of rows above: how many rows they still cover, how wide
    for number, row in enumerate(block.rows):
        given, cells, column = list(row), [], 0
        while column < len(widths):
            if column in held:
                rows, across = held.pop(column)
                if rows > 1:
                    held[column] = (rows - 1, across)
                cells.append(_cell(Cell(()), sum(widths[column : column + across]), across, setting, "<w:vMerge/>"))
            else:
                cell = given.pop(0) if given else Cell(())
                across = min(cell.across, len(widths) - column)
                merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""
                if merge:
                    held[column] = (cell.down - 1, across)
                cells.append(_cell(cell, sum(widths[column : column + across]), across, setting, merge))
            column += across
        head = "<w:tblHeader/>" if number < block.heads else ""
        yield f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int, across: int, setting: Setting, merge: str) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    said = "".join(_cell_paragraph(part, cell, setting) for part in cell.paragraphs) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>{said}</w:tc>'


def _cell_paragraph(part: Paragraph, cell: Cell, setting: Setting) -> str:
    style = "KeyFigure" if part.kind == "figure" else "TableHead" if cell.is_head else "TableText"
    if cell.is_number:
        style += "Number"
    return paragraph(part, setting, style)


def _widths(block: Table) -> list[int]:
    """Twips of each column, by the longest text in it: cells over several columns ask for nothing, tiles are alike."""
    columns = max((sum(cell.across for cell in row) for row in block.rows), default=1)
    if any(part.kind == "figure" for part in paragraphs([block])):
        return [TEXT_WIDTH // columns] * columns
    words, lines = [3] * columns, [3] * columns  # characters of the longest
    for row in block.rows:
        column = 0
        for cell in row:
            said = [part.text for part in cell.paragraphs] if cell.across == 1 and column < columns else []
            for line in said:
                words[column] = max(words[column], *map(len, line.split(" ")))
                lines[column] = max(lines[column], min(len(line), WIDEST))
            column += cell.across
    return _shared(TEXT_WIDTH, [MARGIN + LETTER * word for word in words], [LETTER * line for line in lines])


def _shared(width: int, needed: Sequence[int], wished: Sequence[int]) -> list[int]:
    """`width` shared out: to each what it needs, and of the rest by what it wishes beyond.

    >>> _shared(100, [10, 10], [10, 40])
    [10, 90]
    """
    more = [max(wish - need, 0) for need, wish in zip(needed, wished, strict=True)]
    rest = width - sum(needed)
    if rest < 0 or not sum(more):
        return [width * need // sum(needed) for need in needed]
    return [need + rest * share // sum(more) for need, share in zip(needed, more, strict=True)]
