"""`sitrep preview`: changes are seen, mistakes stand beside the last good page, and nobody else looks on."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import sample
from lxml import html as dom

from sitrep import bundled, config, extract
from sitrep.cli import main
from sitrep.preview import Board, board, follow, served
from sitrep.preview.board import Shown

SECONDS = 2.0  # in which a change must be seen on a machine that has nothing else to do
LONG = 15.0  # seconds on one that has; less than a browser waits for the next page
SEED = "seeds/2018-09-04-levant-wire-jisr.txt"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    for name in bundled.FOLDERS:
        shutil.copytree(bundled.folder(name), tmp_path / name)
    return tmp_path


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


# --- the whole of it ------------------------------------------------------------------------------------------------


class Browser:
    """A running preview, and what a browser asks it."""

    def __init__(self, office: Path) -> None:
        command = [str(Path(sys.executable).parent / "sitrep"), "preview", "--workspace", str(office)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.address = re.findall(r"http://127\.0\.0\.1:\d+/", self.process.stderr.readline())[0]
        self.state: dict[str, Any] = {"number": 0}
        self.next()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=120) as answer:
            content: bytes = answer.read()
        return content

    def next(self) -> dict[str, Any]:
        """What is shown once it is another."""
        self.state = json.loads(self.get(f"state?after={self.state['number']}"))
        return self.state

    def after(self, change: Callable[[], object]) -> dict[str, Any]:
        """What is shown after a change, which must be seen in time."""
        begun = self.worked()
        change()
        state = self.next()
        assert self.worked() - begun + 2 * follow.POLL_S < SECONDS
        return state

    def worked(self) -> float:
        """Seconds of a processor that the preview has used: other programs add nothing to them."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def browser(office: Path) -> Iterator[Browser]:
    started = Browser(office)
    yield started
    started.process.kill()
    started.process.communicate()


@pytest.mark.slow
def test_what_staff_change_is_seen_and_mistakes_stand_beside_the_last_good_page(office: Path, browser: Browser) -> None:
    report, section = office / "config" / "report.yaml", office / "templates" / "sections" / "trend.html"
    assert browser.state["mistakes"] == [] and b"Idlib</span></h1>" in browser.get("en.html")

    state = browser.after(lambda: edited(report, "title: Idlib", "title: Aleppo"))
    assert state["mistakes"] == [] and "Aleppo" in state["titles"]["en"]
    assert b"Aleppo</span></h1>" in browser.get("en.html")

    line = report.read_text("utf-8").splitlines().index("title: Aleppo") + 1
    state = browser.after(lambda: edited(report, "title: Aleppo", "titel: Aleppo\nsectoins: []"))
    assert state["mistakes"] == [
        f'config/report.yaml:{line}: unknown key "titel" – did you mean "title"?',
        f'config/report.yaml:{line + 1}: unknown key "sectoins" – did you mean "sections"?',
    ]
    assert state["page"] < state["number"] and b"Aleppo</span></h1>" in browser.get("en.html")

    state = browser.after(lambda: edited(report, "titel: Aleppo\nsectoins: []", "title: Hama"))
    assert state["mistakes"] == [] and b"Hama</span></h1>" in browser.get("en.html")

    state = browser.after(lambda: edited(section, "{% set made", "{% sett made"))
    [told] = state["mistakes"]
    assert told.startswith(f"{section}:1: ") and "sett" in told
    assert b"Hama</span></h1>" in browser.get("en.html")
    assert browser.after(lambda: edited(section, "{% sett made", "{% set made"))["mistakes"] == []

    seed = "---\ntitle: Raid\npublished: 2018-09-06\npublisher: New Post\n---\nShelling wounded 77 people in Sarmin.\n"
    assert b"Sarmin" not in browser.get("en.html")
    assert browser.after(lambda: (office / "seeds" / "new.txt").write_text(seed))["mistakes"] == []
    text = " ".join(dom.fromstring(browser.get("en.html")).text_content().split())
    assert "Shelling wounded 77 people in Sarmin" in text

    decision = "fact,action,field,value,who,when,why\nf12,rejct,,,A. N.,2026-11-20,typing error\n"
    state = browser.after(lambda: (office / "config" / "decisions.csv").write_text(decision))
    assert state["mistakes"][0].startswith('config/decisions.csv:2: action: unknown word "rejct"')
    assert browser.after((office / "config" / "decisions.csv").unlink)["mistakes"] == []

    assert browser.get("en.pdf").startswith(b"%PDF-")
    assert sorted(path.name for path in office.iterdir()) == ["config", "seeds", "templates"]  # nothing was published


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_with_the_code_of_the_signal(browser: Browser, number: signal.Signals) -> None:
    waiting = threading.Thread(target=lambda: pytest.raises(OSError, browser.next), daemon=True)
    waiting.start()  # a browser that waits does not keep it from ending
    time.sleep(0.3)
    browser.process.send_signal(number)
    assert browser.process.wait(LONG) == 128 + number
    assert browser.process.stderr is not None and "Traceback" not in browser.process.stderr.read()
    waiting.join(5)


@pytest.mark.slow
def test_the_browser_shows_page_and_mistakes_and_stays_where_it_was(office: Path, browser: Browser) -> None:
    from playwright.sync_api import sync_playwright

    said: list[str] = []
    report = office / "config" / "report.yaml"
    with sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1000, "height": 600})
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(browser.address)
        page.frame_locator("#page").locator("h1", has_text="Idlib").wait_for(timeout=LONG * 1000)
        page.frames[1].evaluate("scrollTo({top: 300, behavior: 'instant'})")
        edited(report, "title: Idlib", "title: <b>Aleppo</b>")
        page.frame_locator("#page").locator("h1", has_text="<b>Aleppo</b>").wait_for(timeout=LONG * 1000)
        page.wait_for_function("document.getElementById('page').contentWindow.scrollY === 300", timeout=LONG * 1000)
        edited(report, "title: <b>Aleppo</b>", "<b>titel</b>: Hama")
        page.locator("#mistakes li", has_text='unknown key "<b>titel</b>"').wait_for(timeout=LONG * 1000)
        assert page.locator("b").count() == 0 and page.locator("#state").text_content() == "1 mistake"
        assert page.frame_locator("#page").locator("h1", has_text="Aleppo").is_visible()
        assert page.get_attribute("#pdf", "href") == "en.pdf"
        edited(report, "<b>titel</b>: Hama", "title: Hama")
        page.locator("#mistakes").wait_for(state="hidden", timeout=LONG * 1000)
        chromium.close()
    assert said == []


# --- one by one -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown() -> Shown:
    return Shown(1, 1, {"en": b"<title>page</title>"}, {"en": sample.report()}, sample.CONFIG.templates, ())


def asked(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    port = int(address.rstrip("/").rpartition(":")[2])
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    for name, value in {"Host": f"127.0.0.1:{port}", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


@pytest.fixture
def address(shown: Shown) -> Iterator[str]:
    put = Board()
    board.put(put, shown)
    with served(put, 0) as at:
        yield at


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example", "[::1]", ""])
@pytest.mark.parametrize("path", ["/", "/state", "/en.html", "/en.pdf", "/shell.js"])
def test_it_answers_to_no_other_name(address: str, host: str, path: str) -> None:
    status, _, content = asked(address, path, Host=host)
    assert status == 421 and b"page" not in content


def test_it_answers_to_localhost_and_listens_nowhere_else(address: str) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    assert asked(address, "/en.html", Host=f"localhost:{port}")[0] == 200
    listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines() if line.split()[3] == "0A"]
    assert f"0100007F:{int(port):04X}" in listening and f"00000000:{int(port):04X}" not in listening
    if os.path.exists("/proc/net/tcp6"):
        assert f":{int(port):04X} " not in "".join(
            line for line in Path("/proc/net/tcp6").read_text().splitlines() if " 0A " in line
        )


def test_the_page_is_served_as_it_would_be_published_and_may_run_nothing(address: str) -> None:
    status, headers, content = asked(address, "/en.html?7")
    assert (status, content) == (200, b"<title>page</title>")
    assert "script-src 'none'" in headers["Content-Security-Policy"]
    _, headers, _ = asked(address, "/")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';") and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    for path in ("/", "/en.html", "/shell.css", "/state?after=0"):
        headers = asked(address, path)[1]
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/fr.html", "/../config/report.yaml", "/shell.html", "/state/", "/.html", "/en"])
def test_nothing_else_is_served(address: str, path: str) -> None:
    assert asked(address, path)[0] == 404


def test_it_only_answers_get(address: str) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(address, method=method))
        assert refused.value.code == 501
        refused.value.close()


def test_a_mistake_in_a_template_of_print_is_told_in_place_of_the_pdf(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "highlights.html").write_text("<p>\n{{ nothing }}")
    put = Board()
    board.put(put, Shown(1, 1, shown.pages, shown.reports, tmp_path))
    with served(put, 0) as at:
        status, headers, content = asked(at, "/en.pdf")
    assert status == 500 and headers["Content-Type"].startswith("text/plain")
    assert content.decode().startswith(f"{tmp_path}/sections/highlights.html:2: ")


def test_who_waits_is_told_of_the_next(shown: Shown) -> None:
    put = Board()
    threading.Timer(0.1, board.put, (put, shown)).start()
    assert board.after(put, 0, 5).number == 1
    assert board.after(put, 1, 0.05).number == 1  # or after a while anyway


def test_a_port_that_is_taken_is_told(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    assert main(["preview", "--workspace", str(tmp_path), "--port", port]) == 2
    assert capsys.readouterr().err.startswith(f"--port {port}: ")


@pytest.mark.parametrize("port", ["80", "65536", "x", "-1", "9" * 5000])
def test_a_port_must_be_one(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["preview", f"--port={port}"])
    assert ended.value.code == 2 and "is no port from 1024 to 65535" in capsys.readouterr().err


def test_a_workspace_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "--workspace", str(tmp_path / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        lambda office: edited(office / "config" / "report.yaml", "title: Idlib", "title: Iblid"),  # as long as before
        lambda office: (office / "seeds" / "new.txt").touch(),
        lambda office: (office / SEED).unlink(),
        lambda office: (office / "templates" / "sections" / "trend.html").rename(office / "templates" / "x.html"),
        lambda office: os.utime(office / "config" / "places" / "SYR.csv"),
    ],
)
def test_every_change_is_noticed(office: Path, change: Callable[[Path], object]) -> None:
    before = follow.stamps(office)
    assert before and follow.stamps(office) == before
    change(office)
    assert follow.stamps(office) != before


def test_hidden_files_of_editors_make_no_difference_where_nothing_reads_them(office: Path) -> None:
    before = follow.stamps(office)
    (office / "config" / ".git").mkdir()
    (office / "config" / ".git" / "index").touch()
    assert follow.stamps(office) == before


def test_a_seed_that_did_not_change_is_not_read_again(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    partly = extract.partly

    def counted(document: Any, reader: Any) -> Any:
        read.append(document.header.id)
        return partly(document, reader)

    monkeypatch.setattr(extract, "partly", counted)
    seeds = follow.remembered()
    first = seeds(config.load(office))
    assert len(read) == len(first.headers) > 10
    read.clear()
    again = seeds(config.load(office))
    assert read == [] and (again.headers, again.facts) == (first.headers, first.facts)
    edited(office / SEED, "Levant Wire", "Levante Wire")
    seeds(config.load(office))
    assert read == [Path(SEED).stem]
    read.clear()
    (office / "config" / "indicators.yaml").write_text("killed: {words: {en: {participle: [zapped]}}}\n")
    seeds(config.load(office))
    assert len(read) == len(first.headers)  # other words may find other facts everywhere


def test_a_bug_is_told_and_the_preview_goes_on(office: Path, shown: Shown) -> None:
    put = Board()
    board.put(put, shown)

    def broken(*given: Any) -> Any:
        raise ZeroDivisionError("a\nb")

    told = follow.update(follow.Asked(office), put, broken)
    assert told.pages == shown.pages and told.number == 2
    [mistake] = told.mistakes
    assert mistake.startswith("unexpected ZeroDivisionError: a⟦U+000A⟧b")
    assert follow.update(follow.Asked(office), put, follow.remembered()).mistakes == ()


def test_nothing_to_report_is_told_too(office: Path) -> None:
    shutil.rmtree(office / "seeds")
    (office / "seeds").mkdir()
    [mistake] = follow.update(follow.Asked(office), Board(), follow.remembered()).mistakes
    assert "no seed could be read" in mistake


def test_served_ends_what_it_began(shown: Shown) -> None:
    with served(Board(), 0) as at:
        pass
    with pytest.raises(ConnectionRefusedError):
        asked(at, "/")
    with served(Board(), int(at.rstrip("/").rpartition(":")[2])) as again:
        assert again == at
