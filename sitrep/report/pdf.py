"""A page as PDF: tagged (PDF/UA-1), set in the package's own fonts, the same bytes for the same page on each run.

`pdf` and `started` are for the parent, which never loads WeasyPrint: it draws pages made from strangers' words, so it
runs in a child with limits, `python -m sitrep.report.pdf`, that reads HTML from standard input and writes PDF to
standard output. What WeasyPrint complains of (bad CSS, a picture that is refused) the child says on standard error.
"""

import contextlib
import hashlib
import logging
import os
import re
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sitrep import cachefolder, sandbox
from sitrep.errors import RenderFailed

FONTS = Path(__file__).parent.parent / "fonts"

# Measured on two cores: four pages take 2.5 s and 220 MB of address space, of which the libraries alone take 200;
# 300 pages of tables take 84 s and 1.4 GB. So these stop what is no report, and leave room for a slow machine.
LIMITS = sandbox.Limits(wall_s=60.0, cpu_s=45, memory_bytes=1536 << 20, file_bytes=64 << 20)

LINKS = re.compile(r"(#|https?://|mailto:)", re.IGNORECASE)

# Fontconfig is shown the fonts of the package and none of the machine's: with those, lines would break elsewhere.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="append" binding="weak"><string>Noto Sans</string></edit></match>
</fontconfig>
"""


def pdf(html: str) -> bytes:
    """The PDF of a page.

    Raises RenderFailed if the page has no title or language, or the child ran into a limit or failed.
    """
    with started() as child:
        return finished(child, html)


def started() -> AbstractContextManager[sandbox.Child]:
    """A child that loads its libraries while the block makes the page; `finished` gives it the page."""
    return sandbox.started("sitrep.report.pdf", LIMITS, cachefolder.folder("pdf"))


def finished(child: sandbox.Child, html: str) -> bytes:
    """The PDF of a page by a child that was `started`; RenderFailed as `pdf` does."""
    made = sandbox.finish(child, html.encode("utf-8", "replace"))
    if not made.startswith(b"%PDF-"):
        raise RenderFailed("the PDF is empty: the child ended well but wrote none")
    return made


def rendered(html: str) -> bytes:
    """The PDF of a page, drawn in this process. Nothing is fetched but `data:` URLs; complaints go to the log.

    Raises ValueError if the page has no title or language, which a screen reader needs.
    """
    import weasyprint
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    page = weasyprint.HTML(string=html, base_url=None, url_fetcher=fetcher)
    root = page.etree_element
    if not root.get("lang"):
        raise ValueError("the page says no language: <html> needs lang")
    if not any((title.text or "").strip() for title in root.iter("title")):
        raise ValueError("the page has no <title>")
    _disarm(root)
    identifier = hashlib.sha256(html.encode("utf-8", "replace")).digest()[:16]
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier, presentational_hints=False))


def _disarm(root: Any) -> None:
    """Take from the page what would carry a file into the PDF, or start a program from it."""
    for element in root.iter():
        tag, link = str(element.tag).rpartition("}")[2], element.get("href")
        if tag in ("a", "area", "link") and "attachment" in (element.get("rel") or "").lower():
            del element.attrib["rel"]
        if tag in ("a", "area") and link is not None and not LINKS.match(link.strip()):
            logging.getLogger("weasyprint").error("link taken out: %s", link[:100])
            del element.attrib["href"]


def use_own_fonts() -> None:
    """WeasyPrint will know the package's fonts alone; to be called before it is first imported."""
    folder = cachefolder.folder("fontconfig")
    text = FONTS_CONF.format(fonts=escape(str(FONTS)), cache=escape(str(folder)))
    # Named by its content: two installations, or two builds at once, never write over each other's file.
    target = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not target.exists():
        part = target.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    os.environ["FONTCONFIG_FILE"] = str(target)


def main() -> None:
    """The child: libraries first, then HTML from standard input, then PDF to standard output."""
    use_own_fonts()
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the PDF and nothing else
        import weasyprint  # noqa: F401 – while the parent is still making the page

        voice = logging.StreamHandler(sys.stderr)
        voice.setFormatter(logging.Formatter("weasyprint: %(levelname)s: %(message)s"))
        logging.getLogger("weasyprint").addHandler(voice)
        logging.getLogger("weasyprint").setLevel(logging.WARNING)
        html = sys.stdin.buffer.read().decode("utf-8")
        try:
            made = rendered(html)
        except MemoryError:
            raise
        except Exception as error:
            reason = " ".join(str(error).split())[:300]
            raise SystemExit(f"the page could not be drawn: {type(error).__name__}: {reason}") from error
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
