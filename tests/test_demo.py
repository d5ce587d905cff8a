"""The demonstration from its seeds to its pages, as a reader, an editor of YAML and an auditor meet it."""

import csv
import io
import json
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pytest
import test_traceability
from lxml import html as dom

from sitrep import bundled
from sitrep.cli import main
from sitrep.model import Fact, Span

pytestmark = pytest.mark.slow

NAME = "SYR001_sitrep_20180909_en_v1"


def workspace(folder: Path) -> Path:
    folder.mkdir()
    for part in bundled.FOLDERS:
        subprocess.run(["cp", "-r", bundled.folder(part), folder / part], check=True)
    return folder


def built(folder: Path) -> Path:
    assert main(["build", "--quiet", "--workspace", str(folder)]) == 0
    return folder / "out" / "latest"


@pytest.fixture(scope="module")
def edition(published: Path) -> Path:
    return published / "out" / "latest"


@pytest.fixture(scope="module")
def page(edition: Path) -> Any:
    return dom.fromstring((edition / "report" / f"{NAME}.html").read_bytes())


@pytest.fixture(scope="module")
def facts(edition: Path) -> Mapping[str, Fact]:
    lines = (edition / "internal" / "facts.jsonl").read_text("utf-8").splitlines()
    return {fact.id: fact for fact in map(restored, lines)}


def restored(line: str) -> Fact:
    row = json.loads(line)
    for key in ("start", "end"):
        row[key] = row[key] and date.fromisoformat(row[key])
    return Fact(**row | {"span": Span(*row["span"]), "flags": tuple(row["flags"])})


def words(pdf: Path) -> Counter[str]:
    """The words on paper, each with how often it stands there; without the running head and foot of the pages."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    found: Counter[str] = Counter()
    for number, sheet in enumerate(text.rstrip("\f").split("\f")):
        body = re.split(r"\n[^\n]*Page \d+ of \d+", sheet)[0].strip()
        found.update(re.findall(r"\w+", body.split("\n", 1)[-1] if number else body))
    return found


def test_it_is_one_pdf_and_one_page_of_the_week(edition: Path) -> None:
    assert sorted(path.name for path in (edition / "report").iterdir()) == [
        *(f"{NAME}.{kind}" for kind in ("docx", "html", "json", "pdf")),
        "facts.csv", "figures.csv", "figures.geojson", "figures.xlsx",
    ]  # fmt: skip
    assert sorted(path.name for path in (edition / "internal").iterdir()) == [
        "documents.json", "facts.jsonl", "figures.json", "log.txt", "manifest.json", "settings.zip",
    ]  # fmt: skip
    assert json.loads((edition / "internal" / "manifest.json").read_text())["period"] == {
        "start": "2018-09-03", "end": "2018-09-09",
    }  # fmt: skip


def test_the_exports_tell_the_week_as_the_page_does(edition: Path, page: Any) -> None:
    report = edition / "report"
    tables = {
        name: list(csv.DictReader(io.StringIO((report / f"{name}.csv").read_bytes().decode("utf-8-sig"))))
        for name in ("facts", "figures")
    }
    cards = page.xpath("//article[@class='card']/@data-fact")
    assert [row["fact_id"] for row in tables["facts"]] == cards
    killed = next(row for row in tables["figures"] if row["figure_id"] == "killed-syr")
    assert (killed["value"], killed["value_low"], killed["value_high"]) == ("", "17", "18")
    assert set(killed["fact_ids"].split()) <= set(cards)
    points = json.loads((report / "figures.geojson").read_text())["features"]
    atmeh = next(point for point in points if point["id"] == "idps-syr-atmeh-stock")
    assert atmeh["geometry"] == {"type": "Point", "coordinates": [36.6864, 36.3111]}
    with pikepdf.open(report / f"{NAME}.pdf") as opened:
        assert opened.attachments["facts.csv"].get_file().read_bytes() == (report / "facts.csv").read_bytes()
    for profile in ("ua1", "3a"):
        found = validation.validate_pdf(report / f"{NAME}.pdf", profile=validation.ValidationProfile(profile))
        assert found.failures == []


def test_two_to_four_pages_stand_before_the_annex(edition: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", edition / "report" / f"{NAME}.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    sheets = text.rstrip("\f").split("\f")
    annex = next(number for number, sheet in enumerate(sheets) if "Annex" in sheet)
    assert 2 <= annex <= 4
    assert len(sheets) <= 6


def test_each_tile_has_its_number_with_qualifier_and_a_note(page: Any, facts: Mapping[str, Fact]) -> None:
    tiles = page.xpath('//*[@id="key_figures"]//*[contains(concat(" ", @class, " "), " tile ")]')
    assert 3 <= len(tiles) <= 5
    for tile in tiles:
        [figure] = tile.xpath('(.//data[@data-figure])[1]')
        if figure.get("data-high") == "":
            assert figure.text_content().endswith("+")
        assert tile.xpath('.//a[contains(@class, "note")]')


def test_no_section_is_empty(page: Any) -> None:
    for section in page.xpath("//main//section"):
        headings = " ".join(section.xpath(".//h2//text()"))
        assert len(section.text_content().strip()) > len(headings.strip()) + 10, section.get("id")


def test_every_number_leads_to_sentences_that_stand_in_a_seed(page: Any, facts: Mapping[str, Fact]) -> None:
    assert test_traceability.check(page, facts) > 60
    seeds = [path.read_text("utf-8") for path in bundled.folder("seeds").glob("*.txt")]
    shown = {element.get("data-fact") for element in page.xpath("//*[@data-fact]")}
    assert shown
    for fact in shown:
        assert any(facts[fact].quote in seed for seed in seeds), facts[fact].quote


def test_a_section_dropped_and_one_moved_change_exactly_that(edition: Path, page: Any, tmp_path: Path) -> None:
    office = workspace(tmp_path / "office")
    settings = office / "config" / "report.yaml"
    text = settings.read_text("utf-8")
    weekly, flash = text.split("  flash:\n")
    visual, named = "    - key_visual\n", "    - {id: sources, options: {max: 15}}\n"
    assert weekly.count(visual) == weekly.count(named) == 1
    weekly = weekly.replace(visual, "").replace(named, "").replace("  weekly:\n", f"  weekly:\n{named}")
    settings.write_text(f"{weekly}  flash:\n{flash}", "utf-8")
    other = built(office)
    after = dom.fromstring((other / "report" / f"{NAME}.html").read_bytes())

    def sections(document: Any) -> dict[str, str]:
        return {part.get("id"): " ".join(part.text_content().split()) for part in document.xpath("//section[@id]")}

    before, now = sections(page), sections(after)
    assert list(now)[0] == "sources"
    dropped = before.pop("key_visual")
    assert before.pop("map") in dropped and before.pop("trend") in dropped
    assert now == before and list(now)[1:] == [name for name in before if name != "sources"]
    # the masthead, no longer first, has moved into the page and kept its heading
    one, two = words(edition / "report" / f"{NAME}.pdf"), words(other / "report" / f"{NAME}.pdf")
    assert not two - one
    assert one - two <= Counter(re.findall(r"\w+", dropped))


def test_a_misspelt_key_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = workspace(tmp_path / "office")
    settings = office / "config" / "report.yaml"
    lines = settings.read_text("utf-8").splitlines()
    number = lines.index("sections:") + 1
    settings.write_text("\n".join(lines).replace("\nsections:", "\nsectoins:"), "utf-8")
    assert main(["build", "--workspace", str(office)]) == 2
    said = capsys.readouterr().err
    assert f'config/report.yaml:{number}: unknown key "sectoins" – did you mean "sections"?' in said
    assert not (office / "out" / "latest").exists()


def test_an_office_that_configures_nothing_gets_a_report(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(
        "---\ntitle: Raid\npublished: 2018-09-05\n---\nAn air raid killed nine people in Idlib on Tuesday.\n", "utf-8"
    )
    assert main(["build", "--quiet", "--workspace", str(tmp_path), "--as-of", "2018-09-09"]) == 0
    [report] = (tmp_path / "out" / "latest" / "report").glob("*.html")
    assert "ZZZ" not in dom.fromstring(report.read_bytes()).text_content()
