"""The PDF: archival and accessible by both standards, in our fonts, the same bytes each time, with its files inside it;
and a child that fetches nothing and fails with a reason."""

import http.server
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import page as validation
import pikepdf
import pydyf
import pypdf
import pytest
import sample

from sitrep.draw import trend
from sitrep.errors import RenderFailed
from sitrep.model import Bar, Period, Row, Trend
from sitrep.report import archival, pdf

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 15mm }} body {{ font: 9pt/12pt sans-serif }} b {{ font-weight: 600 }}
</style></head><body>{body}</body></html>"""
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA"
    "DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
STRIKES = Row("Air strikes", "per day", "flow", (Bar(date(2018, 9, 4), date(2018, 9, 4), 45, None, "45+", "strikes"),))
CHART = trend(Trend(WEEK, (), "", (STRIKES,)), "print", "Air strikes: more than 45 on 4 September.")


def page(body: str, title: str = "Idlib: situation report 1", lang: str = "en") -> str:
    return PAGE.format(body=body, title=title, lang=lang)


REPORT = page(
    '<h1>Idlib</h1><p>More than <b>5,000 people</b> fled on <strong>8 and 9 September</strong> 2018.'
    ' <a href="#f1">1</a> Ґанок, Ω, İstanbul, ḥarra.</p>'
    + CHART
    + '<h2 id="f1">Sentence</h2><table><thead><tr><th scope="col">Place</th><th scope="col">Killed</th></tr></thead>'
    '<tbody><tr><th scope="row">Jisr al-Shughour</th><td>9</td></tr></tbody></table>',
)  # fmt: skip


CSV = pdf.Attachment("facts.csv", "\ufefffact_id,place\r\nf1,إدلب\r\n".encode(), "The facts – إدلب", date(2018, 9, 9))


def broken_rules(made: bytes, profile: str, folder: Path) -> list[str]:
    """The rules of a standard that a PDF breaks, as page-validation tells them. At least a hundred are tried."""
    (folder / "made.pdf").write_bytes(made)
    found = validation.validate_pdf(folder / "made.pdf", profile=validation.ValidationProfile(profile))
    assert found.rules.total > 100
    return [failure.message for failure in found.failures]


def child(html: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The child alone, with what it says on standard error."""
    return subprocess.run(
        [sys.executable, "-m", "sitrep.report.pdf"], input=pdf.asked(html), capture_output=True, check=False,
        env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.pdf(REPORT)


@pytest.fixture(scope="module")
def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def walk(node: Any) -> Iterator[Any]:
    """Every element of a structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for part in node:
            yield from walk(part)
    elif isinstance(node, dict):
        yield node
        yield from walk(node.get("/K", []))


def test_it_is_tagged_and_says_language_and_title(read: pypdf.PdfReader) -> None:
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.metadata is not None
    assert read.metadata.title == "Idlib: situation report 1"
    assert b'pdfuaid:part' in root["/Metadata"].get_data()


def test_the_chart_is_described_and_headings_are_headings(read: pypdf.PdfReader) -> None:
    tags = list(walk(read.trailer["/Root"]["/StructTreeRoot"]["/K"]))
    described = [tag["/Alt"] for tag in tags if "/Alt" in tag]
    assert described == ["Air strikes: more than 45 on 4 September."]
    assert {"/H1", "/H2", "/TH", "/TD", "/P", "/Figure"} <= {tag.get("/S") for tag in tags}


# --- two standards, one file ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def carrying() -> bytes:
    """A whole report with its facts inside."""
    return pdf.pdf(sample.page("print"), [CSV])


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_report_keeps_every_rule(carrying: bytes, made: bytes, profile: str, tmp_path: Path) -> None:
    assert broken_rules(carrying, profile, tmp_path) == []
    assert broken_rules(made, profile, tmp_path) == []  # and one that carries nothing


def test_the_file_is_sound(carrying: bytes) -> None:
    with pikepdf.open(io.BytesIO(carrying)) as opened:
        assert opened.check_pdf_syntax() == []


def test_each_header_says_whether_it_heads_a_column_or_a_row(read: pypdf.PdfReader) -> None:
    heads = [tag for tag in walk(read.trailer["/Root"]["/StructTreeRoot"]["/K"]) if tag.get("/S") == "/TH"]
    assert [head["/A"]["/Scope"] for head in heads] == ["/Column", "/Column", "/Row"]


def test_a_stream_that_would_end_in_a_carriage_return_is_not_packed() -> None:
    packed = [pydyf.Stream([f"{i} 0 l"], compress=True) for i in range(1000)]
    doomed = [stream for stream in packed if stream.data.endswith(archival.AMBIGUOUS)]
    pdf_ = SimpleNamespace(objects=[pydyf.Stream([archival.RDF_END]), *packed], catalog={"Metadata": "0 0 R"})
    archival.finish(None, pdf_)
    assert doomed and not any(stream.compress for stream in doomed)
    assert sum(stream.compress for stream in packed) == 1000 - len(doomed)
    assert not any(stream.data.endswith(archival.AMBIGUOUS) for stream in packed)


def test_the_facts_travel_inside_dated_by_the_report(carrying: bytes) -> None:
    with pikepdf.open(io.BytesIO(carrying)) as opened:
        assert list(opened.attachments) == ["facts.csv"]
        file = opened.attachments["facts.csv"].get_file()
        told = opened.attachments["facts.csv"].obj
        assert file.read_bytes() == CSV.content
        assert (told.AFRelationship, told.EF.F.Subtype, str(told.Desc)) == ("/Data", "/text/csv", "The facts – إدلب")
        dates = told.EF.F.Params
        assert {str(dates.CreationDate), str(dates.ModDate)} == {"D:20180909000000Z"}


def test_the_facts_decide_the_bytes_and_nothing_else_does() -> None:
    one, same = pdf.pdf(REPORT, [CSV]), pdf.pdf(REPORT, [CSV])
    other = pdf.pdf(REPORT, [replace(CSV, content=CSV.content.replace(b"f1", b"f2"))])
    assert one == same
    assert pypdf.PdfReader(io.BytesIO(other)).trailer["/ID"] != pypdf.PdfReader(io.BytesIO(one)).trailer["/ID"]


# --- fonts and text -------------------------------------------------------------------------------------------------

OURS = {"Noto-Sans", "Noto-Sans-Semi-Bold", "Noto-Sans-Bold"}


def fonts_of(read: pypdf.PdfReader) -> list[Any]:
    return [font.get_object() for sheet in read.pages for font in sheet["/Resources"]["/Font"].values()]


def names_of_fonts(read: pypdf.PdfReader) -> set[str]:
    return {font["/BaseFont"].partition("+")[2] for font in fonts_of(read)}


def test_the_only_fonts_are_ours_and_embedded(read: pypdf.PdfReader) -> None:
    assert names_of_fonts(read) == OURS
    described = [part.get_object()["/FontDescriptor"] for font in fonts_of(read) for part in font["/DescendantFonts"]]
    assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in described)


def test_no_font_of_the_machine_can_get_in() -> None:
    others = REPORT.replace("sans-serif", "'DejaVu Serif', 'Liberation Mono', monospace")
    asked = child(others, FONTCONFIG_FILE="/etc/fonts/fonts.conf")
    assert names_of_fonts(pypdf.PdfReader(io.BytesIO(asked.stdout))) == OURS


def test_the_same_bytes_each_time_and_in_any_environment(made: bytes, tmp_path: Path) -> None:
    assert pdf.pdf(REPORT) == made
    other = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "9"}
    alone = child(REPORT, HOME=str(tmp_path), **other)
    assert alone.stdout == made
    assert alone.stderr == b"pages drawn: 1\n"


def test_a_child_started_early_writes_the_same(made: bytes) -> None:
    with pdf.started() as waiting:
        pdf.send(waiting, REPORT)
        assert pdf.finished(waiting) == made
        assert pdf.pages(waiting) == 1


def test_two_pages_have_two_identifiers(read: pypdf.PdfReader) -> None:
    other = pypdf.PdfReader(io.BytesIO(pdf.pdf(REPORT.replace("5,000", "6,000"))))
    assert other.trailer["/ID"][0] != read.trailer["/ID"][0]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext (poppler-utils)")
def test_its_text_can_be_searched(made: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(made)
    said = subprocess.run(["pdftotext", "x.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "More than 5,000 people fled on 8 and 9 September 2018." in " ".join(said.split())
    assert "Ґанок, Ω, İstanbul, ḥarra." in said


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address that notes whoever asks, and what was asked."""
    asked: list[str] = []

    class Notes(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    running = http.server.HTTPServer(("127.0.0.1", 0), Notes)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


def targets(read: pypdf.PdfReader) -> list[str]:
    """Where the links of a PDF lead."""
    notes = [note.get_object() for sheet in read.pages for note in sheet.get("/Annots", [])]
    return [str(note["/Dest"] if "/Dest" in note else note["/A"]["/URI"]) for note in notes]


def test_nothing_is_fetched_and_each_refusal_is_told(server: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    body = f"""<h1>x</h1><img alt="i" src="{url}/img"><img alt="f" src="file://{secret}">
      <style>@import url({url}/css); @font-face {{ font-family: F; src: url({url}/font) }}</style>
      <style>p {{ background: url({url}/bg) }}</style><object data="{url}/obj"></object>
      <link rel="stylesheet" href="{url}/link"><link rel="attachment" href="file://{secret}">
      <p style="font-family: F">x</p><a rel="attachment" href="file://{secret}">y</a><a href="javascript:alert(1)">z</a>
      <svg width="9" height="9"><title>s</title><image href="{url}/svg" width="9" height="9"/></svg>"""
    done = child(page(body))
    assert done.returncode == 0
    assert asked == []
    said = done.stderr.decode()
    for refused in ("/img", "/obj", "/css", "'F'", "/bg", "/link", "/svg", secret.name, "javascript:alert(1)"):
        assert refused in said, refused
    found = pypdf.PdfReader(io.BytesIO(done.stdout))
    assert dict(found.attachments) == {}
    assert targets(found) == []


def test_a_picture_inside_the_page_is_drawn() -> None:
    done = child(page(f'<h1>x</h1><img alt="logo" src="{PIXEL}">'))
    assert done.stderr == b"pages drawn: 1\n"
    assert len(pypdf.PdfReader(io.BytesIO(done.stdout)).pages[0].images) == 1


def test_links_lead_within_the_report_or_to_the_web(read: pypdf.PdfReader) -> None:
    assert targets(read) == ["f1"]
    bad = ("file:///etc/passwd", " JavaScript:alert(1)", "data:text/html,x", "//example.org", "x.exe")
    done = child(page("<h1>x</h1>" + " ".join(f'<a href="{link}">a</a>' for link in ("https://example.org/a", *bad))))
    assert targets(pypdf.PdfReader(io.BytesIO(done.stdout))) == ["https://example.org/a"]


def test_bad_css_is_told() -> None:
    assert b"weasyprint: WARNING" in child(page("<h1>x</h1><style>p { colour: red }</style>")).stderr


@pytest.mark.parametrize(("lang", "title", "reason"), [("", "T", "says no language"), ("en", " ", "has no <title>")])
def test_a_page_that_a_screen_reader_cannot_announce_is_refused(lang: str, title: str, reason: str) -> None:
    with pytest.raises(RenderFailed, match=reason):
        pdf.pdf(page("<h1>x</h1>", title, lang))


def test_a_page_too_deep_to_draw_fails_with_one_line() -> None:
    with pytest.raises(RenderFailed, match=r"could not be drawn: RecursionError") as failed:
        pdf.pdf(page("<div>" * 1200 + "x" + "</div>" * 1200))
    assert "\n" not in str(failed.value)


@pytest.mark.slow
def test_a_bomb_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = pdf.sandbox.Limits(wall_s=20, cpu_s=3, memory_bytes=pdf.LIMITS.memory_bytes, file_bytes=1 << 20)
    monkeypatch.setattr(pdf, "LIMITS", limits)
    with pytest.raises(RenderFailed, match="3 s of processor time"):
        pdf.pdf(page('<div style="display:flex">' * 16 + "x" + "</div>" * 16))


def test_lone_surrogates_do_not_stop_it() -> None:
    assert pdf.pdf(page("<h1>x</h1><p>\ud800</p>")).startswith(b"%PDF-")


def test_the_parent_never_loads_the_library() -> None:
    code = "import sys, sitrep.report.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
