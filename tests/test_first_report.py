"""docs/first-report.md, followed to the letter by somebody who knows nothing else."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pypdf
import pytest
from lxml import html as dom

from sitrep import cli

pytestmark = pytest.mark.slow

STEPS = (Path(__file__).parent.parent / "docs" / "first-report.md").read_text("utf-8").split("\n## ")[1:]
CHANGE = re.compile(r"^Find\n\n```yaml\n(.*?)```\n\nmake it\n\n```yaml\n(.*?)```$", re.DOTALL | re.MULTILINE)


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60v20H0z" fill="#1B7A3D"/></svg>'


def follow(step: str) -> None:
    """The changes and commands of one step, done."""
    report = Path("config/report.yaml")
    for found, made in CHANGE.findall(step):
        text = report.read_text("utf-8")
        assert text.count(f"\n{found}") == 1, f"to be found once: {found}"
        report.write_text(text.replace(f"\n{found}", f"\n{made}"), encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", step, re.DOTALL | re.MULTILINE):
        for program, *words in map(str.split, block.splitlines()):
            if program == "cd":
                os.chdir(words[0])
            elif program == "cp":
                shutil.copy(*words)
            else:
                assert program == "sitrep" and cli.main(words) == 0, words


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    before = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("newcomer"))
    Path("my-logo.svg").write_text(LOGO, "utf-8")
    try:
        for step in STEPS:
            follow(step)
        yield Path.cwd()
    finally:
        os.chdir(before)


def test_it_takes_at_most_ten_steps() -> None:
    assert 2 < len(STEPS) <= 10
    assert [step.split(".")[0] for step in STEPS] == [str(number + 1) for number in range(len(STEPS))]


def test_the_steps_end_with_a_flash_of_one_page(office: Path) -> None:
    (paper,) = (office / "out" / "latest_flash" / "report").glob("*.pdf")
    assert len(pypdf.PdfReader(paper).pages) == 1
    assert paper.name == "SYR001_flash_20180909_fr_v1.pdf"


def test_the_page_is_what_was_asked_for(office: Path) -> None:
    (file,) = (office / "out" / "latest_flash" / "report").glob("*.html")
    page = dom.fromstring(file.read_bytes())
    assert page.get("lang") == "fr"
    assert page.xpath("string(//h1)").strip() == "Idlib et Hama"
    (logo,) = page.xpath("//header//img")
    assert logo.get("alt") == "Relief Desk" and logo.get("src").startswith("data:image/svg+xml;base64,")
    assert "Point de situation" in page.xpath("string(//*[@class='kicker'])")
    assert page.xpath("//section/@id") == ["key_figures", "highlights", "sources", "annex"]  # two are dropped
