"""A hundred private details over all that an edition prints: none leaves in a public one, all in a restricted one."""

import html
import io
import json
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import planted
import pytest

from sitrep.cli import main

pytestmark = pytest.mark.slow

REPORT = (
    "title: Idlib\ncountry: SYR\nas_of: 2018-09-09\nlanguages: [en]\nsensitivity: {sensitivity}\nclearance: none\n"
    "privacy: {{min_population: 0}}\n"
    "sections: [masthead, key_figures, highlights, overview, locations, sources, annex, rejected, about]\n"  # uncapped
)
ZIPPED = (".xlsx", ".docx", ".zip", ".ods", ".epub")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[planted.Planted]]]:
    """A public and a restricted edition of the same seeds."""
    found = {}
    for sensitivity in ("public", "restricted"):
        office = tmp_path_factory.mktemp(sensitivity) / "office"
        details = planted.plant(office / "seeds")
        (office / "config").mkdir()
        (office / "config" / "report.yaml").write_text(REPORT.format(sensitivity=sensitivity), "utf-8")
        voices = "Levant Wire: {reliability: C}\n"
        (office / "config" / "voices.yaml").write_text(voices, "utf-8")
        assert main(["build", "--quiet", "--workspace", str(office)]) in (0, 3)
        found[sensitivity] = (office / "out" / "latest" / "report", details)
    return found


def printed(folder: Path) -> dict[str, str]:
    """All text of every file of a folder, its names included, without spaces."""
    return {path.name: squashed(path.name + "".join(texts(path.name, path.read_bytes()))) for path in files(folder)}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def texts(name: str, raw: bytes) -> Iterator[str]:
    """What can be read in a file: as text, inside an archive, in a PDF's pages, metadata, attachments and objects."""
    if name.endswith(ZIPPED):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for inner in archive.namelist():
                yield inner
                yield from texts(inner, archive.read(inner))
    elif name.endswith(".pdf"):
        yield subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True).stdout.decode()
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            yield " ".join(f"{key} {value}" for key, value in pdf.docinfo.items())
            for thing in pdf.objects:
                yield from _object(thing)
            for attached, spec in pdf.attachments.items():
                yield attached
                yield from texts(attached, spec.get_file().read_bytes())
    else:
        text = raw.decode("utf-8", "replace")
        yield text
        yield html.unescape(text)


def _object(thing: object) -> Iterator[str]:
    """The strings of a PDF's object: titles of bookmarks, alternative texts, and what a stream of text holds."""
    if isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes().decode("utf-8", "replace") if str(thing.get("/Type")) == "/Metadata" else ""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield from (str(value) for _, value in thing.items() if isinstance(value, pikepdf.String))


def squashed(text: str) -> str:
    """Text without spaces, hyphens at ends of lines and case."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return "".join(plain.split())


def test_a_hundred_details_are_planted() -> None:
    """The draw is seeded; this is what it comes to."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        details = planted.plant(Path(folder) / "seeds")
    assert len(details) >= 100
    assert len({detail.words for detail in details}) == len(details)
    assert {"phone", "mail", "position", "plate", "passport"} < {detail.kind for detail in details}
    assert {f"name {code}" for code in ("en", "fr", "es", "ar")} < {detail.kind for detail in details}


def test_no_detail_leaves_in_a_public_edition(editions: dict[str, tuple[Path, list[planted.Planted]]]) -> None:
    folder, details = editions["public"]
    pages = printed(folder)
    assert len(pages) >= 2 and any(name.endswith(".pdf") for name in pages)
    leaks = [
        (detail, form, name) for detail in details for form in planted.forms(detail)
        for name, text in pages.items() if squashed(form) in text
    ]
    assert leaks == []
    assert squashed("[name withheld]") in next(text for name, text in pages.items() if name.endswith(".html"))


def test_no_detail_is_told_of_a_public_edition(editions: dict[str, tuple[Path, list[planted.Planted]]]) -> None:
    """On the page of all editions, in the feed, and in what mails are made of."""
    folder, details = editions["public"]
    told = json.loads((folder.parent / "internal" / "manifest.json").read_bytes())["told"]["en"]
    out = folder.resolve().parents[2]
    pages = ((out / name).read_text("utf-8") for name in ("index.html", "feed.xml"))
    written = [json.dumps(told, ensure_ascii=False), *pages]
    assert all("killed" in text for text in written)
    leaks = [
        (detail, form) for detail in details for form in planted.forms(detail) for text in written
        if squashed(form) in squashed(html.unescape(text))
    ]
    assert leaks == []


def test_every_detail_stands_in_a_restricted_edition(editions: dict[str, tuple[Path, list[planted.Planted]]]) -> None:
    folder, details = editions["restricted"]
    page = next(text for name, text in printed(folder).items() if name.endswith(".html"))
    missing = [detail for detail in details if squashed(detail.words) not in page]
    # A file's name has small letters and hyphens; a sentence of several facts is printed with each.
    missing = [detail for detail in missing if squashed(detail.words.replace(" ", "-")) not in page]
    assert missing == []
