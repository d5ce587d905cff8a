"""The straight line and the command that runs it: what is published, what is not, what is said, and how it ends.

Reading and publishing are the real ones; the stages between them are played by `play_stages`, so that a build takes
milliseconds.
"""

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from played import FIRST, MONDAY, REPORT, SEEDS

import sitrep.language.reader
import sitrep.reading
from sitrep import config as settings
from sitrep import export, publish, reconcile, sandbox
from sitrep.build import build
from sitrep.cli import main
from sitrep.errors import Locked, NothingToReport, RenderFailed, SitrepError
from sitrep.language import places
from sitrep.model import Clock
from sitrep.publish import past
from sitrep.report import compose, html, pdf


def built(office: Path, clock: Clock = MONDAY) -> Any:
    return build(settings.load(office), clock)


def run(office: Path, *words: str) -> int:
    return main(["build", "--workspace", str(office), *words])


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below `folder` except the lock: its bytes and when they were last written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.lstat().st_mtime_ns)
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"
    }


def debris(office: Path) -> list[str]:
    ours = (".lock", "editions", "latest", "index.html", "feed.xml")
    return sorted(path.name for path in (office / "out").iterdir() if path.name not in ours)


# --- what is published ------------------------------------------------------------------------------------------------


def test_an_edition_holds_pages_for_all_and_records_for_the_office(stages, office):
    edition = built(office)
    assert (edition.name, edition.number, edition.revision, edition.exit_code) == (FIRST, 1, 1, 0)
    stem = "SYR001_sitrep_20180909_en_v1"
    shared = ["facts.csv"]
    assert sorted(contents(office / "out/latest/report")) == [f"{stem}.docx", f"{stem}.html", f"{stem}.pdf", *shared]
    assert (office / f"out/latest/report/{stem}.pdf").read_bytes().endswith(b"fact_id\nendstream")
    internal = office / "out/latest/internal"
    assert sorted(contents(internal)) == [
        "documents.json", "facts.jsonl", "figures.json", "log.txt", "manifest.json", "settings.zip",
    ]
    assert [json.loads(line)["document"] for line in (internal / "facts.jsonl").read_text().splitlines()] == ["a", "b"]
    assert json.loads((internal / "figures.json").read_text())[0]["id"] == "killed-syr"
    manifest = json.loads((internal / "manifest.json").read_text())
    assert manifest["counts"] == {"documents": 2, "facts": 2, "figures": 1, "rejected": 0}
    assert (manifest["as_of"], manifest["period"]) == ("2018-09-10", {"start": "2018-09-03", "end": "2018-09-09"})
    assert sorted(manifest["inputs"]["seeds"]) == ["a.txt", "b.txt", "manifest.yaml"]
    here = office / "out/latest"
    assert manifest["files"] == {
        path: sha256((here / path).read_bytes()).hexdigest()
        for path in (
            "internal/documents.json", "internal/facts.jsonl", "internal/figures.json", "internal/log.txt",
            "internal/settings.zip",
            f"report/{stem}.docx", f"report/{stem}.html", f"report/{stem}.pdf", "report/facts.csv",
        )
    }


def test_each_language_has_its_page_and_its_pdf(stages, office, monkeypatch):
    (office / "templates/strings").mkdir(parents=True)
    (office / "templates/strings/fr.yaml").write_text("direction: ltr\n")
    (office / "config/report.yaml").write_text(REPORT.replace("[en]", "[en, fr]"))
    built(office)
    assert sorted(contents(office / "out/latest/report")) == [
        f"SYR001_sitrep_20180909_{language}_v1.{kind}" for language in ("en", "fr") for kind in ("docx", "html", "pdf")
    ] + ["facts.csv"]


def test_the_published_log_tells_no_time(stages, office):
    (office / "seeds/c.docx").write_bytes(b"PK")
    built(office)
    log = (office / "out/latest/internal/log.txt").read_text().splitlines()
    assert log[:2] == ["INFO read a: 1 facts", "INFO read b: 1 facts"]
    assert log[2].startswith("WARN rejected c")


def test_the_same_inputs_give_the_same_bytes(stages, office, tmp_path):
    built(office)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for part in ("seeds", "config"):
        subprocess.run(["cp", "-r", office / part, elsewhere], check=True)
    built(elsewhere, Clock(datetime(2018, 9, 10, 23, 59, tzinfo=UTC)))
    here, there = (contents(folder / "out/editions") for folder in (office, elsewhere))
    assert {path: file[0] for path, file in here.items()} == {path: file[0] for path, file in there.items()}


def test_the_edition_before_is_compared_with_and_numbers_go_on(stages, office):
    weeks = [date(2018, 9, 9), date(2018, 9, 16), date(2018, 9, 23)]
    for week in weeks:
        (office / f"seeds/{week}.txt").write_text(f"---\npublished: {week}\npublisher: P\n---\nOf {week}.\n")
    config = settings.load(office)
    editions = [build(config.model_copy(update={"as_of": week}), MONDAY) for week in (*weeks, weeks[1])]
    assert [edition.name for edition in editions] == [
        "SYR001_20180909_v1", "SYR002_20180916_v1", "SYR003_20180923_v1", "SYR002_20180916_v1",
    ]
    flags = [json.loads((Path(e.folder) / "internal/figures.json").read_text())[0]["flags"] for e in editions]
    assert flags == [["first"], ["compared with 1"], ["compared with 2"], ["compared with 1"]]
    assert [edition.unchanged for edition in editions] == [False, False, False, True]
    assert os.readlink(office / "out/latest") == "editions/SYR003_20180923_v1"


def test_a_corrected_seed_makes_a_revision_and_leaves_the_first_as_it_was(stages, office):
    built(office)
    before = contents(office / "out/editions" / FIRST)
    (office / "seeds/b.txt").write_text(SEEDS["b.txt"].replace("Nine", "Eleven"))
    edition = built(office)
    assert (edition.name, edition.number, edition.revision) == ("SYR001_20180909_v2", 1, 2)
    assert contents(office / "out/editions" / FIRST) == before
    assert os.readlink(office / "out/latest") == "editions/SYR001_20180909_v2"


RULINGS = "fact,action,field,value,who,when,why\n"


def test_a_decision_makes_a_revision_of_facts_as_they_were_decided(stages, office, monkeypatch):
    monkeypatch.setattr(places, "gazetteer", lambda extra: None)
    first = built(office)
    facts = [json.loads(line) for line in Path(first.folder, "internal/facts.jsonl").read_text().splitlines()]
    rows = RULINGS + f"{facts[0]['id']},correct,number,7,A. Nimr,2018-09-09,miscounted\n"
    (office / "config/decisions.csv").write_text(rows)
    second = built(office)
    assert (second.number, second.revision, second.exit_code) == (1, 2, 0)
    manifest = json.loads(Path(second.folder, "internal/manifest.json").read_text())
    assert "config/decisions.csv" in manifest["inputs"]["config"]
    fact = json.loads(Path(second.folder, "internal/facts.jsonl").read_text().splitlines()[0])
    assert (fact["low"], fact["flags"]) == (7, ["corrected"])
    assert (fact["decisions"][0]["who"], fact["decisions"][0]["read"]) == ("A. Nimr", str(facts[0]["low"]))
    assert built(office).unchanged


def test_a_decision_whose_fact_has_gone_is_told_and_is_exit_0(stages, office, capsys):
    (office / "config/decisions.csv").write_text(RULINGS + "f1,reject,,,A. Nimr,2018-09-09,of another week\n")
    assert run(office, "--as-of", "2018-09-10") == 0
    told = "decision not applied: config/decisions.csv:2: reject f1: its fact is no longer read from the seeds"
    assert f"WARN {told}\n" in capsys.readouterr().err
    assert f"WARN {told}" in (office / "out/latest/internal/log.txt").read_text().splitlines()


def test_a_mistake_in_the_decisions_publishes_nothing(stages, office, capsys):
    (office / "config/decisions.csv").write_text(RULINGS + "f1,rejct,,,A. Nimr,2018-09-09,of another week\n")
    assert run(office, "--as-of", "2018-09-10") == 2
    assert 'config/decisions.csv:2: action: unknown word "rejct" – did you mean "reject"?' in capsys.readouterr().err
    assert not (office / "out/latest").exists()


def test_a_revision_of_the_edition_before_is_another_input(stages, office):
    week_37 = Clock(datetime(2018, 9, 17, 6, 0, tzinfo=UTC))
    (office / "seeds/c.txt").write_text("---\npublished: 2018-09-14\npublisher: P\n---\nTwo more.\n")
    built(office)
    built(office, week_37)
    (office / "seeds/b.txt").write_text(SEEDS["b.txt"].replace("Nine", "Eleven"))
    built(office)
    assert built(office, week_37).name == "SYR002_20180916_v2"


def test_page_and_feed_of_all_editions_follow_each_build(stages, office):
    built(office)
    page = (office / "out/index.html").read_text()
    assert f"{FIRST} is a draft and waits for clearance" in page
    (office / "out/index.html").unlink()
    (office / "out/feed.xml").write_text("<feed/>")
    assert built(office).unchanged
    assert (office / "out/index.html").read_text() == page
    assert "<entry>" not in (office / "out/feed.xml").read_text()


def test_an_empty_week_mends_the_page_too(stages, office):
    built(office)
    (office / "out/index.html").unlink()
    with pytest.raises(NothingToReport):
        built(office, Clock(datetime(2019, 9, 10, 6, 0, tzinfo=UTC)))
    assert FIRST in (office / "out/index.html").read_text()


def test_so_many_issues_stay_and_what_is_pinned(stages, office):
    (office / "config/report.yaml").write_text(REPORT + "clearance: none\n")
    (office / "config/publishing.yaml").write_text("keep: 6\npinned: [SYR001_20180909_v1]\n")
    weeks = [date(2018, 9, 9) + timedelta(days=7 * week) for week in range(9)]
    for week in weeks:
        (office / f"seeds/{week}.txt").write_text(f"---\npublished: {week}\npublisher: P\n---\nOf {week}.\n")
        build(settings.load(office).model_copy(update={"as_of": week}), MONDAY)
    stay = sorted(path.name[:6] for path in (office / "out/editions").iterdir())
    assert stay == ["SYR001", "SYR004", "SYR005", "SYR006", "SYR007", "SYR008", "SYR009"]
    late = build(settings.load(office).model_copy(update={"as_of": weeks[1]}), MONDAY)
    assert late.name == "SYR010_20180916_v1"  # a period whose edition was removed has lost its number
    assert Path(late.folder).is_dir()
    assert built(office).name == "SYR001_20180909_v2"


# --- what is not published --------------------------------------------------------------------------------------------


def test_a_rerun_without_changes_touches_nothing(stages, office, monkeypatch):
    built(office)
    before = {path: path.lstat().st_mtime_ns for path in (office, *office.rglob("*"))}
    monkeypatch.setattr(sitrep.reading, "found", lambda *_: pytest.fail("the seeds were read again"))
    edition = built(office)
    assert (edition.name, edition.exit_code, edition.unchanged) == (FIRST, 0, True)
    assert {path: path.lstat().st_mtime_ns for path in (office, *office.rglob("*"))} == before


def test_a_rerun_without_changes_loads_no_slow_library(stages, office):
    built(office)
    program = (
        "import sys; from sitrep.cli import main\n"
        f"code = main(['build', '--workspace', {str(office)!r}, '--as-of', '2018-09-10'])\n"
        "slow = ('pandas', 'numpy', 'matplotlib', 'weasyprint', 'jinja2', 'babel')\n"
        "print(code, *(name for name in slow if name in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ", unchanged, exit 0" in ran.stderr
    assert ran.stdout == "0\n"


@pytest.mark.parametrize("cores", [1, 2, 8])
def test_no_more_renderers_draw_at_once_than_there_are_cores(stages, office, monkeypatch, cores):
    at_once, sent, finished = [0], pdf.send, pdf.finished

    def send(*given: Any) -> Any:
        at_once.append(at_once[-1] + 1)
        return sent(*given)

    def done(child: Any) -> Any:
        at_once.append(at_once[-1] - 1)
        return finished(child)

    monkeypatch.setattr(sandbox, "cores", lambda: cores)
    monkeypatch.setattr(pdf, "send", send)
    monkeypatch.setattr(pdf, "finished", done)
    assert run(office, "--as-of", "2018-09-10", "--languages", "en,fr,es,ar") == 0
    assert (max(at_once), at_once[-1]) == (min(cores, 4), 0)
    drawn = sorted(path.name[-9:-7] for path in (office / "out/latest/report").glob("*.pdf"))
    assert drawn == ["ar", "en", "es", "fr"]


STAGES: tuple[tuple[Any, str], ...] = (
    (places, "gazetteer"), (sitrep.language.reader, "reader"), (sitrep.reading, "found"), (reconcile, "figures"),
    (compose, "reports"), (export, "shared"), (html, "html"), (pdf, "finished"),
    (export, "word"), (export, "portal"), (publish, "manifest"), (publish, "edition"),
)


@pytest.mark.parametrize(("module", "name"), STAGES, ids=[f"{module.__name__}.{name}" for module, name in STAGES])
@pytest.mark.parametrize("failure", [RenderFailed("no"), KeyboardInterrupt()], ids=repr)
def test_whichever_stage_fails_the_last_edition_stands(stages, office, monkeypatch, module, name, failure):
    built(office)
    before = contents(office / "out")
    (office / "seeds/b.txt").write_text(SEEDS["b.txt"] + "More.")

    def fails(*_: Any, **__: Any) -> Any:
        raise failure

    monkeypatch.setattr(module, name, fails)
    with pytest.raises(type(failure)):
        built(office)
    assert contents(office / "out") == before
    assert debris(office) == []


def test_the_renderer_loads_while_the_seeds_are_read_and_is_gone_after_a_failure(stages, office, monkeypatch):
    order: list[str] = []

    @contextlib.contextmanager
    def started() -> Iterator[str]:
        order.append("started")
        try:
            yield "renderer"
        finally:
            order.append("stopped")

    def fails(*_: Any) -> Any:
        order.append("reading")
        raise RenderFailed("no")

    monkeypatch.setattr(pdf, "started", started)
    monkeypatch.setattr(sitrep.reading, "found", fails)
    with pytest.raises(RenderFailed):
        built(office)
    assert order == ["started", "reading", "stopped"]


def test_no_readable_seed_is_nothing_to_report(stages, office):
    for seed in SEEDS:
        (office / "seeds" / seed).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NothingToReport, match="no seed could be read, 2 were rejected"):
        built(office)
    assert not (office / "out/latest").exists()


def test_a_week_of_which_nothing_speaks_is_nothing_to_report(stages, office):
    (office / "seeds/c.txt").write_text("Of no date.\n")
    with pytest.raises(NothingToReport) as nothing:
        built(office, Clock(datetime(2018, 10, 1, tzinfo=UTC)))
    assert "none of 3 documents tells a fact of the period 2018-09-24 to 2018-09-30" in str(nothing.value)
    assert "1 have no date" in str(nothing.value)


def test_one_rejected_seed_is_published_with_exit_3(stages, office, capsys):
    (office / "seeds/c.txt").write_bytes(b"\xff\xfe\x00")
    assert run(office, "--as-of", "2018-09-09") == 3
    assert json.loads((office / "out/latest/internal/manifest.json").read_text())["exit_code"] == 3
    said = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARN rejected c: .+", said[0])
    told = "sitrep: 2 documents, 2 facts, 1 figures, 1 rejected, exit 3, "
    assert re.fullmatch(rf"{told}\d+\.\d s \(reading .+\)", said[-1])


def test_a_rejection_that_an_officer_knows_of_is_exit_0(stages, office):
    (office / "seeds/c.txt").write_bytes(b"\xff\xfe\x00")
    (office / "seeds/manifest.yaml").write_text("c:\n  acknowledged: true\n  reason: scanned twice\n")
    assert built(office).exit_code == 0


# --- the command ------------------------------------------------------------------------------------------------------


def test_every_line_of_the_log_is_an_event_and_the_last_is_the_summary(stages, office, capsys):
    assert run(office, "--as-of", "2018-09-09") == 0
    *events, summary = capsys.readouterr().err.splitlines()
    assert events
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (INFO|WARN|ERROR) \S", event) for event in events)
    assert events[-2].endswith(f"INFO published {office}/out/editions/{FIRST}")
    stages = r"reading \d+\.\d, reconciling \d+\.\d, pages \d+\.\d, publishing \d+\.\d, archive \d+\.\d"
    told = rf"sitrep: 2 documents, 2 facts, 1 figures, 0 rejected, exit 0, \d+\.\d s \({stages}\)"
    assert re.fullmatch(told, summary)
    assert run(office, "--as-of", "2018-09-09") == 0
    assert ", 0 rejected, unchanged, exit 0, " in capsys.readouterr().err


def test_quiet_says_nothing_when_all_is_well_and_everything_when_not(stages, office, capsys):
    assert run(office, "--quiet", "--as-of", "2018-09-09") == 0
    assert capsys.readouterr() == ("", "")
    (office / "seeds/c.txt").write_bytes(b"\xff\xfe\x00")
    assert run(office, "--quiet", "--as-of", "2018-09-09") == 3
    said = capsys.readouterr().err
    assert " WARN rejected c: " in said
    assert said.splitlines()[-1].startswith("sitrep: 2 documents")


@pytest.mark.parametrize(
    ("failure", "code", "line"),
    [
        (NothingToReport("no seed"), 10, "no seed"), (RenderFailed("out of memory"), 12, "out of memory"),
        (TypeError("a\nb"), 1, "unexpected TypeError: a⟦U+000A⟧b; this is a bug"), (SitrepError("odd"), 1, "odd"),
    ],
    ids=repr,
)
def test_a_failure_is_one_line_and_an_exit_code(stages, office, monkeypatch, capsys, failure, code, line):
    def fails(*_: Any) -> Any:
        raise failure

    monkeypatch.setattr(sitrep.reading, "found", fails)
    with publish.locked(office / "out"):
        publish.derived(office / "out", settings.load(office))
    assert run(office, "--as-of", "2018-09-09") == code
    event, summary = capsys.readouterr().err.splitlines()
    assert f"Z ERROR {line}" in event
    assert summary.startswith(f"sitrep: nothing published, exit {code}, ")


def test_all_mistakes_of_the_configuration_are_told(office, capsys):
    (office / "config/report.yaml").write_text("titel: Idlib\nsectoins: []\n")
    assert run(office) == 2
    said = capsys.readouterr().err
    assert 'config/report.yaml:1: unknown key "titel"' in said
    assert 'config/report.yaml:2: unknown key "sectoins"' in said
    assert not (office / "out").exists()


@pytest.mark.parametrize("words", [["--as-of", "9 September"], ["--wait", "-1"], ["--wait", "soon"], ["--sooner"]])
def test_wrong_usage_is_exit_2(office, capsys, words):
    with pytest.raises(SystemExit) as ended:
        run(office, *words)
    assert ended.value.code == 2


def test_a_hostile_name_cannot_forge_a_line(stages, office, capsys):
    (office / "seeds/x\n2018-09-10T06:00:03Z INFO all is well\x1b[2J.txt").write_bytes(b"\xff\xfe\x00")
    assert run(office, "--as-of", "2018-09-09") == 3
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert not any(line.startswith("2018-09-10T06:00:03Z INFO all is well") for line in said.splitlines())


def test_the_day_is_that_of_the_configured_time_zone(stages, office, monkeypatch):
    """Sunday 20:00 in London is Monday 04:00 in Tokyo only for a clock that reads Tokyo's time."""

    class Sunday(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Sunday":
            return cls(2018, 9, 9, 20, 0, tzinfo=UTC)

    monkeypatch.setattr("sitrep.clock.datetime", Sunday)
    (office / "config/report.yaml").write_text(REPORT.replace("monday}", "monday, timezone: Asia/Tokyo}"))
    assert run(office) == 0
    assert json.loads((office / "out/latest/internal/manifest.json").read_text())["as_of"] == "2018-09-10"


# --- builds in processes of their own ---------------------------------------------------------------------------------

PLAYED = """
import sys
sys.path.insert(0, {tests!r})
import played
played.play_stages(setattr, float(sys.argv[2]))
from sitrep.cli import main
raise SystemExit(main(["build", "--as-of", "2018-09-09", "--workspace", sys.argv[1], *sys.argv[3:]]))
"""


@contextlib.contextmanager
def building(office: Path, pause_s: float, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A build with played stages, under way in another process."""
    (office / "reading").unlink(missing_ok=True)
    program = PLAYED.format(tests=str(Path(__file__).parent))
    asked = [sys.executable, "-c", program, str(office), str(pause_s), *words]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as began:
        try:
            yield began
        finally:
            began.kill()


def wait_until_reading(office: Path, began: subprocess.Popen[str]) -> None:
    """The build has the lock and is reading its seeds; or it has ended."""
    until = time.monotonic() + 20
    while not (office / "reading").exists() and began.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.002)


def is_whole(edition: Path) -> bool:
    """Whether an edition has exactly the files of its manifest, with their hashes."""
    shelved = next(one for one in past.shelf(edition.parent.parent) if one.name == edition.name)
    said = past.manifest(shelved)
    there = {str(path.relative_to(edition)) for path in edition.rglob("*") if path.is_file()}
    return said is not None and there == {*said["files"], "internal/manifest.json"}


def test_a_second_build_at_once_is_refused_quickly(office):
    with building(office, 1.0) as first:
        wait_until_reading(office, first)
        begun = time.monotonic()
        with pytest.raises(Locked), publish.locked(office / "out"):
            pytest.fail("two builds held the lock")
        with building(office, 0.0) as second:
            said = second.communicate()[1]
        assert second.returncode == 11
        assert time.monotonic() - begun < 3
        assert "ERROR another build is at work in " in said


def test_a_second_build_that_waits_finds_its_work_done(office):
    with building(office, 0.1) as first:
        wait_until_reading(office, first)
        with building(office, 0.0, "--wait", "30") as second:
            assert second.communicate()[1].splitlines()[-1].startswith("sitrep: 2 documents, 2 facts, 1 figures")
        assert (first.wait(), second.returncode) == (0, 0)
    assert [path.name for path in (office / "out/editions").iterdir()] == [FIRST]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_the_build_in_order(office, stages, ending):
    built(office, Clock(datetime(2018, 9, 9, tzinfo=UTC)))
    before = contents(office / "out")
    (office / "seeds/b.txt").write_text(SEEDS["b.txt"] + "More.")
    with building(office, 0.5) as began:
        wait_until_reading(office, began)
        time.sleep(0.3)
        began.send_signal(ending)
        said = began.communicate()[1].splitlines()
    assert began.returncode == 128 + ending
    assert said[-2].endswith(f"Z ERROR ended by {ending.name}; the last edition stands")
    assert said[-1].startswith(f"sitrep: nothing published, exit {128 + ending}, ")
    assert contents(office / "out") == before
    assert debris(office) == []


@pytest.mark.slow
def test_kill_9_at_random_points_leaves_the_last_edition(office, stages, capsys):
    """Ten points over a played build, most of them while it publishes; the seed makes them the same on each run."""
    built(office, Clock(datetime(2018, 9, 9, tzinfo=UTC)))
    before = contents(office / "out/editions" / FIRST)
    chance, landed = random.Random(20180909), 0
    for attempt in range(10):
        (office / "seeds/b.txt").write_text(SEEDS["b.txt"] + f"More {attempt}.")
        with building(office, 0.02) as began:
            wait_until_reading(office, began)
            time.sleep(chance.uniform(0, 0.3))
            landed += began.poll() is None
        assert contents(office / "out/editions" / FIRST) == before
        assert all(is_whole(edition) for edition in (office / "out/editions").iterdir())
        assert is_whole((office / "out/latest").resolve(strict=True))
    built(office, Clock(datetime(2018, 9, 9, tzinfo=UTC)))
    assert debris(office) == []
    assert contents(office / "out/editions" / FIRST) == before
    with capsys.disabled():
        print(f" [{landed} of 10 kills landed]", end="")
    assert landed >= 5
