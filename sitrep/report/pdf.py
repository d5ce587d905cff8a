"""A page as PDF: archival (PDF/A-3a) and accessible (PDF/UA-1), in the package's own fonts, with files inside it.

The same page gives the same bytes on each run. `pdf` and `started` are for the parent, which never loads WeasyPrint: it
draws pages made from strangers' words, so it runs in a child with limits, `python -m sitrep.report.pdf`, that reads
page and files from standard input (`asked`) and writes PDF to standard output. What WeasyPrint complains of (bad CSS,
a picture that is refused) the child says on standard error, and how many pages it drew.
"""

import base64
import contextlib
import gc
import hashlib
import json
import logging
import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sitrep import cachefolder, sandbox
from sitrep.errors import RenderFailed
from sitrep.report import archival

FONTS = Path(__file__).parent.parent / "fonts"

# Measured on two cores: four pages take 2.5 s and 220 MB of address space, of which the libraries alone take 200;
# 300 pages of tables take 84 s and 1.4 GB. So these stop what is no report, and leave room for a slow machine.
LIMITS = sandbox.Limits(wall_s=60.0, cpu_s=45, memory_bytes=1536 << 20, file_bytes=64 << 20)

# What the child says of how many pages it drew.
DRAWN, TOLD = "pages drawn: {pages}", re.compile(r"^pages drawn: (\d+)$", re.MULTILINE)

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


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the PDF carries inside it. `day` is when it was made: nobody reads the clock for it."""

    name: str
    content: bytes
    description: str
    day: date


def pdf(html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The PDF of a page, with its attachments.

    Raises RenderFailed if the page has no title or language, or the child ran into a limit or failed.
    """
    with started() as child:
        send(child, html, attachments)
        return finished(child)


def started() -> AbstractContextManager[sandbox.Child]:
    """A child that loads its libraries while the block makes the page, for `send` and `finished`."""
    return sandbox.started("sitrep.report.pdf", LIMITS, cachefolder.folder("pdf"))


def send(child: sandbox.Child, html: str, attachments: Sequence[Attachment] = ()) -> None:
    """Gives a page to a child that was `started`, which draws it while we go on."""
    sandbox.send(child, asked(html, attachments))


def finished(child: sandbox.Child) -> bytes:
    """The PDF of the page that the child was given; RenderFailed as `pdf` does."""
    made = sandbox.finish(child)
    if not made.startswith(b"%PDF-"):
        raise RenderFailed("the PDF is empty: the child ended well but wrote none")
    return made


def pages(child: sandbox.Child) -> int:
    """How many pages a `finished` child has drawn."""
    return int(TOLD.findall(sandbox.complained(child))[-1])


def asked(html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """What the child is given: one JSON object."""
    files = [
        {"name": a.name, "content": base64.b64encode(a.content).decode("ascii"), "description": a.description,
         "day": a.day.isoformat()}
        for a in attachments
    ]
    return json.dumps({"html": html.encode("utf-8", "replace").decode("utf-8"), "attachments": files}).encode("ascii")


def rendered(given: bytes) -> tuple[bytes, int]:
    """The PDF that was `asked` for, drawn in this process, and how many pages it has.

    Only `data:` URLs are fetched; complaints go to the log.

    Raises ValueError if the page has no title or language, which a screen reader needs.
    """
    import weasyprint
    from weasyprint.urls import URLFetcher

    wanted = json.loads(given)
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    page = weasyprint.HTML(string=wanted["html"], base_url=None, url_fetcher=fetcher)
    root = page.etree_element
    if not root.get("lang"):
        raise ValueError("the page says no language: <html> needs lang")
    if not any((title.text or "").strip() for title in root.iter("title")):
        raise ValueError("the page has no <title>")
    _disarm(root)
    how = {"pdf_variant": archival.VARIANT, "presentational_hints": False}
    document = page.render(**how)
    attachments = [_attached(file) for file in wanted["attachments"]]
    made = document.write_pdf(
        **how, pdf_identifier=hashlib.sha256(given).digest()[:16], attachments=attachments, finisher=archival.finish)
    return archival.closed(bytes(made)), len(document.pages)


def _attached(file: Mapping[str, str]) -> Any:
    """An attachment as WeasyPrint takes it: what it holds is data to the report."""
    import weasyprint

    day = datetime.fromisoformat(file["day"])
    return weasyprint.Attachment(
        string=base64.b64decode(file["content"]), name=file["name"], description=file["description"],
        created=day, modified=day, relationship="Data",
    )


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
    gc.disable()  # one page and it ends: a tenth of its time saved, and the six pages of a week need no more memory
    with contextlib.redirect_stdout(sys.stderr):  # standard output is the PDF and nothing else
        import weasyprint  # noqa: F401 – while the parent is still making the page

        voice = logging.StreamHandler(sys.stderr)
        voice.setFormatter(logging.Formatter("weasyprint: %(levelname)s: %(message)s"))
        logging.getLogger("weasyprint").addHandler(voice)
        logging.getLogger("weasyprint").setLevel(logging.WARNING)
        given = sys.stdin.buffer.read()
        try:
            made, count = rendered(given)
        except MemoryError:
            raise
        except Exception as error:
            reason = " ".join(str(error).split())[:300]
            raise SystemExit(f"the page could not be drawn: {type(error).__name__}: {reason}") from error
        print(DRAWN.format(pages=count))
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
