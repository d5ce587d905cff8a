"""Themes: colours that can be read, files that can do no harm, and that both reach pages, paper and charts."""

import base64
import io
import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pypdf
import pytest
import sample
from lxml import etree
from lxml import html as dom
from test_config import mistakes, workspace

from sitrep import config, publish
from sitrep.config import Theme, attached, colours, logo
from sitrep.draw.paint import PRINT
from sitrep.errors import ConfigError
from sitrep.report import pdf
from sitrep.report.look import look

ROOT = Path(__file__).parent.parent
FONTS = ROOT / "sitrep" / "fonts"
STYLE = ROOT / "templates" / "style"
LEAF = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    '<g id="a"><path fill="#1B7A3D" d="M0 0h40v20z"/></g></svg>'
)
SVG = "{http://www.w3.org/2000/svg}"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(wide: int = 2, high: int = 1, *extra: bytes) -> bytes:
    """A black picture, with further chunks between its head and its pixels."""
    rows = zlib.compress((b"\0" + b"\0\0\0" * wide) * high) if wide * high < 10**6 else b""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return logo.PNG + chunk(b"IHDR", head) + b"".join(extra) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def office(folder: Path, theme: str, organisation: str = "Relief Desk", **files: bytes | str) -> config.Config:
    """The settings of a workspace with that theme; `logo_svg` is config/logo.svg."""
    (folder / "config").mkdir(exist_ok=True)
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / "config" / name.replace("_", ".")).write_bytes(raw)
    return config.load(workspace(folder, report=f"organisation: {organisation}\ntheme: {theme}\n"))


def page(medium: str, theme: Theme, folder: Path = ROOT, **more: Any) -> str:
    given = sample.CONFIG.model_copy(update={"theme": theme, "folder": folder, **more})
    return sample.page(medium, config=given)


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9A-F]{6});", css))


# --- colours --------------------------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag() -> None:
    # The values that the guideline's own examples and every checker give.
    assert colours.contrast("#FFFFFF", "#000000") == 21
    assert round(colours.contrast("#777777", "#FFFFFF"), 2) == 4.48
    assert round(colours.contrast("#FF0000", "#FFFFFF"), 2) == 4.0
    assert round(colours.contrast("#0000FF", "#FFFFFF"), 2) == 8.59


@pytest.mark.parametrize("key", ["primary", "accent"])
def test_a_pale_colour_is_told_with_its_contrast_and_a_shade_that_can_be_read(tmp_path: Path, key: str) -> None:
    [told] = mistakes(tmp_path, report=f'title: A\ntheme:\n  {key}: "#7fb800"\n')
    assert told == (
        f"config/report.yaml:3: {key}: text in #7FB800 on white has a contrast of 2.39:1 and needs 4.5:1"
        ' – the nearest shade that has it is "#5A8200"'
    )
    assert colours.contrast("#5A8200", "#FFFFFF") >= 4.5 > colours.contrast("#5C8500", "#FFFFFF")
    assert config.load(workspace(tmp_path, report=f'theme: {{{key}: "#5A8200"}}\n')).theme.files == ()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("blue", '2: primary: must be a colour such as "#0077B8", in quotes, not "blue"'),
        ('"#07B"', '2: primary: must be a colour such as "#0077B8", in quotes, not "#07B"'),
        ('"#0077B8;}"', '2: primary: must be a colour such as "#0077B8", in quotes, not "#0077B8;}"'),
        ('"#0077\\nB8"', "2: primary: holds a line break or control character – retype it on one line"),
        ("[a]", "2: primary: must be text, not a list"),
        ("#0077B8", '2: what follows # is a note, so no colour is given – put it in quotes: "#0077B8"'),
        ("#0077B8 # ours", '2: what follows # is a note, so no colour is given – put it in quotes: "#0077B8"'),
    ],
)
def test_what_is_no_colour_is_told(tmp_path: Path, written: str, told: str) -> None:
    assert mistakes(tmp_path, report=f"theme:\n  primary: {written}\n") == [f"config/report.yaml:{told}"]


def test_a_note_after_an_empty_key_is_no_mistake(tmp_path: Path) -> None:
    assert config.load(workspace(tmp_path, report="theme:\n  primary: # ours is #0077B8\n")).theme.primary == ""


def hues() -> list[str]:
    return [f"#{red}{green}{blue}" for red in ("00", "55", "AA", "FF") for green in ("00", "55", "AA", "FF")
            for blue in ("00", "55", "AA", "FF")]  # fmt: skip


@pytest.mark.parametrize("colour", hues())
def test_whatever_the_colour_text_can_be_read_in_both_schemes(colour: str) -> None:
    given = colours.nearest(colour, "#FFFFFF", 4.5)
    assert colours.readable(given) == given
    for scheme, ground in ((colours.light(given, given), "#FFFFFF"), (colours.dark(given, given), "#14181C")):
        for token in ("blue", "deep", "accent"):
            assert colours.contrast(scheme[token], ground) >= 4.5, (scheme, token)
        assert colours.contrast(scheme["deep"], scheme["mark"]) >= 4.5


def test_the_neutral_look_can_be_read_too() -> None:
    light = tokens((STYLE / "tokens.css").read_text())
    dark = tokens((STYLE / "screen.css").read_text().split("prefers-color-scheme: dark", 1)[1])
    assert (light["paper"], dark["paper"]) == (colours.WHITE, colours.DARK)
    for scheme in (light, dark):
        for token in ("ink", "quiet", "blue", "deep", "accent"):
            assert colours.contrast(scheme[token], scheme["paper"]) >= 4.5, token
        assert colours.contrast(scheme["deep"], scheme["mark"]) >= 4.5


def test_colours_reach_style_sheets_and_charts_alike() -> None:
    theme = Theme(primary="#1B7A3D", accent="#B3470A")
    paper, screen = page("print", theme), page("screen", theme)
    assert "--blue: #1B7A3D;" in paper and "--accent: #B3470A;" in paper
    assert "prefers-color-scheme" not in paper
    drawn = base64.b64decode(re.findall(r'class="chart" src="data:image/svg\+xml;base64,([^"]+)', paper)[0]).decode()
    assert "#1B7A3D" in drawn and PRINT["blue"] not in drawn and PRINT["deep"] not in drawn
    assert PRINT["ink"] in drawn
    assert "--blue: #1B7A3D;" in screen and "var(--blue)" in screen
    dark = colours.dark("#1B7A3D", "#B3470A")
    own = screen[screen.rindex("@media (prefers-color-scheme: dark) {\n  :root {") :]
    assert tokens(own[: own.index("}")]) == dict(dark)


def test_without_a_theme_the_page_is_as_its_templates_have_it() -> None:
    bare = page("print", Theme())
    assert bare == sample.page("print")
    assert bare.count(":root {") == 2 and "@font-face" not in bare and "letter" not in bare


# --- logo -----------------------------------------------------------------------------------------------------------


def test_a_logo_stands_in_place_of_the_name_and_is_told_by_it(tmp_path: Path) -> None:
    made = office(tmp_path, "{logo: logo.svg}", logo_svg=LEAF)
    assert tmp_path / "config" / "logo.svg" in made.files  # so that another logo makes another edition
    for medium in ("screen", "print"):
        [image] = dom.document_fromstring(page(medium, made.theme, tmp_path)).xpath("//header//img")
        assert image.get("alt") == "Relief office"
        assert image.get("src").startswith("data:image/svg+xml;base64,")
        assert image.getparent().get("class") == "organisation" and not image.getparent().text_content().strip()


def test_a_logo_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^config/report.yaml:2: theme: a logo needs `organisation` too"):
        office(tmp_path, "{logo: logo.svg}", organisation="", logo_svg=LEAF)


def test_a_png_keeps_its_pixels_and_nothing_else(tmp_path: Path) -> None:
    told = [chunk(b"tEXt", b"Author\0Ann"), chunk(b"eXIf", b"35.8N 36.3E"), chunk(b"acTL", b"12345678")]
    kept = logo.png(png(2, 1, *told))
    assert kept == png(2, 1)
    assert b"Ann" not in kept and b"35.8" not in kept


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"GIF89a", "is no PNG"), (png()[:-5], "damaged or cut off"), (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (png(2001, 1), "has 2001 × 1 pixels"), (png(30000, 30000), "has 30000 × 30000 pixels"),
        (png(0, 1), "has 0 × 1"),
        (logo.PNG, "damaged"), (logo.PNG + chunk(b"IHDR", b"") + chunk(b"IEND", b""), "damaged"),
    ],
)  # fmt: skip
def test_a_png_that_is_wrong_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    with pytest.raises(ConfigError, match=rf"^config/report.yaml:2: logo: .*{re.escape(told)}"):
        office(tmp_path, "{logo: logo.png}", logo_png=raw)


def test_what_drawing_programs_note_for_themselves_is_left_out() -> None:
    notes = '<metadata>Ann</metadata><n:view xmlns:n="urn:n" n:file="/home/ann"/>'
    noted = LEAF.replace("<g ", f'{notes}<g n:x="1" xmlns:n="urn:n" ')
    kept = logo.svg(noted.encode())
    assert kept == logo.svg(LEAF.encode())
    assert b"nn" not in kept.replace(b"xmlns", b"")
    tree = etree.fromstring(kept)
    assert [element.tag for element in tree.iter()] == [f"{SVG}svg", f"{SVG}g", f"{SVG}path"]


def drawing(inner: str, attributes: str = 'viewBox="0 0 1 1"') -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inner}</svg>'
    )


HARM = [
    (drawing("<script>alert(1)</script>"), "<script>"),
    (drawing('<path onload="alert(1)"/>'), "holds a script (onload)"),
    (drawing("", 'viewBox="0 0 1 1" onload="x"'), "holds a script (onload)"),
    (drawing('<image href="http://example.org/a.png"/>'), "<image>"),
    (drawing('<image href="data:image/png;base64,AA=="/>'), "<image>"),
    (drawing('<use href="other.svg#a"/>'), "<use>"),
    (drawing("<foreignObject/>"), "<foreignObject>"),
    (drawing("<a/>"), "<a>"),
    (drawing("<text>Relief</text>"), "turn text into paths"),
    (drawing('<animate attributeName="href"/>'), "<animate>"),
    (drawing('<filter id="a"/>'), "<filter>"),
    (drawing('<linearGradient xlink:href="http://example.org/#a"/>'), "leads out of the file (href)"),
    (drawing('<path fill="url(http://example.org/#a)"/>'), "leads out of the file (fill)"),
    (drawing('<path fill="url(  \'//example.org/#a\')"/>'), "leads out of the file (fill)"),
    (drawing('<path style="background: URL(x.png)"/>'), "leads out of the file (style)"),
    (drawing('<path style="a: u\\72l(x)"/>'), "leads out of the file (style)"),
    (drawing("<style>@import 'x.css'</style>"), "leads out of the file (style)"),
    (drawing("<style>path{fill:url(x.svg#a)}</style>"), "leads out of the file (style)"),
    ("<!DOCTYPE svg>" + LEAF, "holds a document type"),
    ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + drawing("&a;"), "holds a document type"),
    (drawing("<title>&a;</title>"), "is no XML at its line 1"),
    ('<?xml-stylesheet href="x.css"?><svg/>', "is no SVG"),
    ("<html/>", "is no SVG"), ("\x00", "is no XML"), (drawing("<g>" * 30 + "</g>" * 30), "groups more than 20"),
    (drawing("<path/>" * 2001), "more than 2000 shapes"), (drawing("", ""), "says no size"),
]  # fmt: skip


@pytest.mark.parametrize(("harmful", "told"), HARM)
def test_a_drawing_that_could_do_harm_is_refused_with_the_reason(tmp_path: Path, harmful: str, told: str) -> None:
    with pytest.raises(ConfigError, match=rf"^config/report.yaml:2: logo: .*{re.escape(told)}"):
        office(tmp_path, "{logo: logo.svg}", logo_svg=harmful)


def test_a_document_type_is_seen_in_any_encoding(tmp_path: Path) -> None:
    hidden = ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE svg>' + LEAF).encode("utf-16")
    with pytest.raises(ConfigError, match="holds a document type"):
        office(tmp_path, "{logo: logo.svg}", logo_svg=hidden)


def test_shapes_gradients_and_styles_of_the_file_itself_stay() -> None:
    given = drawing(
        '<style>.a{fill:url(#b)}</style><defs><linearGradient id="b"/><linearGradient xlink:href="#b" id="c"/></defs>'
        '<path class="a" clip-path="url(#d)" fill="url(\'#c\')" xml:space="preserve"/>', 'width="30px" height="20"',
    )
    root = etree.fromstring(logo.svg(given.encode()))
    assert dict(root.attrib) == {"viewBox": "0 0 30 20"}
    assert root.findtext(f"{SVG}style") == ".a{fill:url(#b)}"
    assert root[1][1].get("href") == "#b"
    assert dict(root[2].attrib) == {"class": "a", "clip-path": "url(#d)", "fill": "url('#c')"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../logo.svg", "must be a file in config/"), ("/etc/passwd.svg", "must be a file in config/"),
        ("link.svg", "must be a file in config/"), ("logo.gif", "must be a file that ends in .png or .svg"),
        ("none.svg", "No such file"), ("folder.svg", "Is a directory"), ("pipe.svg", "is empty or no file"),
        ("big.svg", "is larger than 150 kB"),
        ("'\"><script>.svg'", "No such file"),
    ],
)  # fmt: skip
def test_a_logo_is_a_small_file_of_the_office(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "logo.svg").write_text(LEAF)
    (tmp_path / "config" / "folder.svg").mkdir(parents=True)
    os.mkfifo(tmp_path / "config" / "pipe.svg")
    (tmp_path / "config" / "link.svg").symlink_to(tmp_path / "logo.svg")
    (tmp_path / "config" / "big.svg").write_text(LEAF + " " * 150_000)
    with pytest.raises(ConfigError, match=rf"^config/report.yaml:2: logo: .*{re.escape(told)}"):
        office(tmp_path, f"{{logo: {name}}}")


def test_a_file_that_changed_since_it_was_checked_stops_the_build(tmp_path: Path) -> None:
    made = office(tmp_path, "{logo: logo.svg}", logo_svg=LEAF)
    (tmp_path / "config" / "logo.svg").write_text(drawing("<script/>"))
    with pytest.raises(ConfigError, match="theme: holds <script>"):
        look(made)


def test_another_logo_is_another_edition(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()

    def digest(content: str) -> str:
        made = office(tmp_path, "{logo: logo.svg}", logo_svg=content)
        return str(publish.inputs(made, sample.WEEK.end, sample.WEEK, ())["digest"])

    assert digest(LEAF) != digest(LEAF.replace("#1B7A3D", "#1B7A3E"))


# --- fonts and paper ------------------------------------------------------------------------------------------------


def test_a_font_is_two_files(tmp_path: Path) -> None:
    regular = (FONTS / "NotoSans-Regular.ttf").read_bytes()
    with pytest.raises(ConfigError, match=r"^config/report.yaml:2: theme: needs both font and bold_font"):
        office(tmp_path, "{font: a.ttf}", a_ttf=regular)
    assert office(tmp_path, "{font: a.ttf, bold_font: a.ttf}").theme.files == ("a.ttf", "a.ttf")


def font(**changed: bytes) -> bytes:
    """The package's font, with some tables renamed."""
    raw = (FONTS / "NotoSans-Regular.ttf").read_bytes()
    for name, other in changed.items():
        raw = raw.replace(name.encode(), other, 1)
    return raw


def restricted() -> bytes:
    raw = bytearray(font())
    at = raw.index(b"OS/2")
    start = int.from_bytes(raw[at + 8 : at + 12])
    raw[start + 9] = 2
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"wOFF" + font()[4:], "is no TTF or OTF font"), (font()[:5000], "damaged or cut off"),
        (font()[:6], "damaged or cut off"), (font(cmap=b"cmax"), "a font without cmap"),
        (font(gasp=b"fvar"), "is a variable font"), (restricted(), "may not be embedded"),
        (font() + b" " * 2_000_000, "is larger than 2000 kB"),
    ],
)  # fmt: skip
def test_a_font_that_cannot_be_used_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    with pytest.raises(ConfigError, match=rf"^config/report.yaml:2: font: .*{re.escape(told)}"):
        office(tmp_path, "{font: a.ttf, bold_font: b.ttf}", a_ttf=raw, b_ttf=font())


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_paper_font_and_logo_reach_the_pdf(tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    theme = f"{{paper: {paper}, logo: logo.png, font: a.ttf, bold_font: b.ttf}}"
    bold = (FONTS / "NotoSans-Bold.ttf").read_bytes()
    made = office(tmp_path, theme, logo_png=png(), a_ttf=font(), b_ttf=bold)
    written = pdf.pdf(page("print", made.theme, tmp_path))
    assert written == pdf.pdf(page("print", made.theme, tmp_path))
    read = pypdf.PdfReader(io.BytesIO(written))
    for number, sheet in enumerate(read.pages, 1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == size
        text = " ".join(sheet.extract_text().split())
        assert f"Page {number} of {len(read.pages)}" in text and (number == 1 or "Situation Report No. 1" in text)
    fonts = {str(entry["/BaseFont"]).split("+")[-1] for entry in read.pages[0]["/Resources"]["/Font"].values()}
    assert fonts == {"Office", "Office-Bold"}
    with pikepdf.open(io.BytesIO(written)) as opened:
        said = {str(part.Alt) for part in opened.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part}
    assert "Relief office" in said
    (tmp_path / "a.pdf").write_bytes(written)
    assert validation.validate_pdf(tmp_path / "a.pdf", profile=validation.ValidationProfile("ua1")).is_compliant


@pytest.mark.parametrize("paper", ["a3", "landscape"])
def test_other_paper_is_told(tmp_path: Path, paper: str) -> None:
    [told] = mistakes(tmp_path, report=f"theme: {{paper: {paper}}}\n")
    assert told.startswith(f'config/report.yaml:1: paper: must be A4 or Letter, not "{paper}"')


def test_an_address_cannot_be_left(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(LEAF)
    assert re.fullmatch(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+", attached.address(tmp_path / "a.svg", "logo"))
