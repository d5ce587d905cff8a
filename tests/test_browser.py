"""The page in a real browser: what a reader on a phone, with a keyboard or with a screen reader meets."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import sample
import shelf
from playwright.sync_api import Browser, Page, sync_playwright

from sitrep import publish
from sitrep.report.told import told

pytestmark = pytest.mark.slow

AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
WIDTHS = (360, 768, 1280)
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: tools/setup dev installs it"
    with sync_playwright() as running:
        started = running.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(sample.page(previous={"killed-syr": sample.printed(9, 9, sample.SOHR)}), "utf-8")
    return path


def opened(browser: Browser, file: Path, width: int = 1280, scheme: Any = "light") -> tuple[Page, list[str]]:
    """The page, and what the console said and what was asked of any network while it loaded."""
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    page.goto(file.as_uri())
    return page, heard


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_pages_in_other_languages_are_quiet_and_fit_a_phone(browser: Browser, tmp_path: Path, language: str) -> None:
    file = tmp_path / "report.html"
    file.write_text(sample.page(words=sample.words(language)), "utf-8")
    page, heard = opened(browser, file, 360)
    assert heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    fonts = page.evaluate("[...document.fonts].map(font => font.family + ' ' + font.status)")
    assert fonts == (["Amiri loaded", "Amiri loaded"] if language == "ar" else [])
    page.evaluate(AXE)
    assert [one["id"] for one in page.evaluate("axe.run()")["violations"]] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_quiet_fits_its_width_and_has_no_barrier(
    browser: Browser, file: Path, width: int, scheme: str
) -> None:
    page, heard = opened(browser, file, width, scheme)
    assert heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    told = [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
    ]
    assert told == []
    page.close()


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    page.close()


def test_a_figure_opens_its_sentences_by_keyboard_and_mouse_and_closes_again(browser: Browser, file: Path) -> None:
    page, heard = opened(browser, file)
    strikes = page.locator(".tile", has_text="Air strikes").locator("button.opens")
    told = page.locator(f"#{strikes.get_attribute('popovertarget')}")
    assert not told.is_visible()
    strikes.focus()
    page.keyboard.press("Enter")
    assert told.is_visible()
    assert "more than 45 air strikes around Jisr al-Shughour" in told.inner_text()
    assert "flew 14 air raids" in told.inner_text()
    page.keyboard.press("Escape")
    assert not told.is_visible()
    strikes.click()
    told.get_by_role("button", name="Close").click()
    assert not told.is_visible() and heard == []
    page.close()


def test_every_figure_outside_the_annex_opens_the_facts_it_is_made_of(browser: Browser, file: Path) -> None:
    page, _ = opened(browser, file)
    assert page.locator("main section:not(#annex) button.opens").count() > 40
    lost = page.evaluate("""() => [...document.querySelectorAll("button.opens")].filter(
        b => !document.getElementById(b.getAttribute("popovertarget"))?.querySelector("blockquote mark")).length""")
    assert lost == 0
    bare = page.evaluate("""() => [...document.querySelectorAll("main data.figure[data-low]")].filter(
        d => !d.closest("#annex") && !d.closest("button")).map(d => d.outerHTML)""")
    assert bare == []
    page.close()


# --- the page of all editions ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The page of 0 and 13 issues in English, and of 3 in Arabic (key -3), each with a draft that waits."""
    made = {}
    for count in (0, 13, -3):
        office = tmp_path_factory.mktemp("archive")
        codes = ("ar", "en") if count < 0 else ("en", "fr", "ar")
        for number in range(1, abs(count) + 2):
            tell = {code: {**told(sample.report(words=sample.words(code))),
                           "name": f"SYR{number:03}_sitrep_{code}"} for code in codes}  # fmt: skip
            cleared = shelf.CLEARED if number <= abs(count) else shelf.DRAFT
            shelf.put(office / "out", number, clearance=cleared, tell=tell)
        if count:
            shelf.put(office / "out", 1, 2, clearance=shelf.CLEARED, tell=tell)
        with publish.locked(office / "out"):
            publish.derived(office / "out", shelf.office(office, languages=codes))
        made[count] = office / "out" / "index.html"
    return made


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("count", [0, 13, -3])
def test_the_page_of_all_editions_is_quiet_fits_its_width_and_has_no_barrier(
    browser: Browser, archives: dict[int, Path], count: int, width: int, scheme: str
) -> None:
    page, heard = opened(browser, archives[count], width, scheme)
    assert heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert page.locator(".issue").count() == abs(count)
    page.close()
