"""Publishing: an edition appears whole, is never written again, and finds its number and its predecessor."""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitrep import publish
from sitrep.errors import Locked, PublishFailed
from sitrep.model import Imprint, Period, Previous
from sitrep.program import hashes

WEEK_35 = Period(date(2018, 8, 27), date(2018, 9, 2))
WEEK_36 = Period(date(2018, 9, 3), date(2018, 9, 9))
WEEK_37 = Period(date(2018, 9, 10), date(2018, 9, 16))


def published(out: Path, period: Period, digest: str = "a", page: bytes = b"<p>page</p>") -> str:
    """The name of an edition of `period` that is published here as a build does it."""
    with publish.locked(out):
        number, revision = publish.numbers(out, period)
        name = publish.name("SYR", number, period, revision)
        figures = json.dumps([{"id": "killed-syr", "low": 40 + number}]).encode()
        files = {"report/page.html": page, "internal/figures.json": figures}
        made_from = {
            "version": "0.1.0", "as_of": period.end.isoformat(), "digest": digest,
            "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        }
        manifest = publish.manifest(made_from, Imprint(number, revision), 0, {"documents": 2}, files)
        publish.edition(out, name, {"page.html": page}, {"figures.json": figures, "manifest.json": manifest})
    return name


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below `folder`: its bytes and when they were last written, to the nanosecond."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


def leads_to(out: Path) -> str:
    return os.readlink(out / "latest")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "office" / "out"


# --- an edition -----------------------------------------------------------------------------------------------------


def test_an_edition_is_published_and_latest_leads_to_it(out):
    assert published(out, WEEK_36) == "SYR001_20180909_v1"
    assert leads_to(out) == "editions/SYR001_20180909_v1"
    assert (out / "latest/report/page.html").read_bytes() == b"<p>page</p>"
    assert sorted(path.name for path in out.iterdir()) == [".lock", "editions", "latest"]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_reports_may_be_read_by_all_and_the_rest_by_its_makers_whatever_the_umask(out, umask):
    before = os.umask(umask)
    try:
        name = published(out, WEEK_36)
    finally:
        os.umask(before)
    modes = {
        str(path.relative_to(out)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (out, *out.rglob("*")) if not path.is_symlink() and path.name != ".lock"
    }
    assert modes == {
        ".": "0o755", "editions": "0o755", f"editions/{name}": "0o755",
        f"editions/{name}/report": "0o755", f"editions/{name}/report/page.html": "0o644",
        f"editions/{name}/internal": "0o700", f"editions/{name}/internal/figures.json": "0o600",
        f"editions/{name}/internal/manifest.json": "0o600",
    }


def test_nothing_published_is_overwritten(out):
    name = published(out, WEEK_36)
    before = contents(out)
    with publish.locked(out), pytest.raises(PublishFailed, match=f"{name} is published already"):
        publish.edition(out, name, {"page.html": b"other"}, {})
    assert contents(out) == before


def test_an_earlier_week_published_late_does_not_turn_latest_back(out):
    published(out, WEEK_36)
    assert published(out, WEEK_35) == "SYR002_20180902_v1"
    assert leads_to(out) == "editions/SYR001_20180909_v1"


def test_the_disks_refusal_names_path_and_reason(out, tmp_path):
    (tmp_path / "office").write_text("a file where the workspace should be")
    refused = pytest.raises(PublishFailed, match=r"cannot write .*/office: (Not a directory|File exists)")
    with refused, publish.locked(out):
        pass


# --- numbers and revisions ------------------------------------------------------------------------------------------


def test_a_new_period_gets_the_next_number_and_a_published_one_the_next_revision(out):
    names = [published(out, period) for period in (WEEK_35, WEEK_36, WEEK_36, WEEK_37, WEEK_35, WEEK_36)]
    assert names == [
        "SYR001_20180902_v1", "SYR002_20180909_v1", "SYR002_20180909_v2", "SYR003_20180916_v1",
        "SYR001_20180902_v2", "SYR002_20180909_v3",
    ]
    assert leads_to(out) == "editions/SYR003_20180916_v1"


def test_a_tenth_revision_comes_after_the_ninth(out):
    names = [published(out, WEEK_36) for _ in range(11)]
    assert names[-1] == "SYR001_20180909_v11"
    assert leads_to(out) == "editions/SYR001_20180909_v11"


def test_a_week_and_a_month_that_end_on_one_day_have_numbers_of_their_own(out):
    month = Period(date(2018, 9, 1), date(2018, 9, 30))
    week = Period(date(2018, 9, 24), date(2018, 9, 30))
    assert [published(out, period) for period in (month, week, month)] == [
        "SYR001_20180930_v1", "SYR002_20180930_v1", "SYR001_20180930_v2",
    ]


def test_a_damaged_edition_keeps_its_number(out):
    name = published(out, WEEK_36)
    (out / "editions" / name / "internal/manifest.json").write_text("{")
    assert publish.numbers(out, WEEK_36) == (1, 2)
    assert publish.numbers(out, WEEK_37) == (2, 1)


# --- the edition before ---------------------------------------------------------------------------------------------


def test_the_edition_before_is_the_last_revision_of_the_last_earlier_period(out):
    for period in (WEEK_35, WEEK_35, WEEK_36):
        published(out, period)
    before = publish.earlier(out, WEEK_36)[-1]
    assert (before.name, before.number, before.figures["killed-syr"]["low"]) == ("SYR001_20180902_v2", 1, 41)
    figures = out / "editions/SYR001_20180902_v2/internal/figures.json"
    assert before.sha256 == sha256(figures.read_bytes()).hexdigest()
    assert publish.earlier(out, WEEK_37)[-1].name == "SYR002_20180909_v1"
    assert publish.earlier(out, WEEK_35) == ()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("internal/manifest.json", None), ("internal/manifest.json", b""), ("internal/manifest.json", b"[]"),
        ("internal/manifest.json", b'{"number": 9}'), ("internal/manifest.json", b"\xff"),
        ("internal/figures.json", b"[]"), ("internal/figures.json", None), ("report/page.html", b"half a pa"),
    ],
)
def test_a_damaged_edition_is_not_compared_with(out, caplog, file, content):
    published(out, WEEK_35)
    damaged = out / "editions" / published(out, WEEK_36)
    (damaged / file).unlink()
    if content is not None:
        (damaged / file).write_bytes(content)
    assert publish.earlier(out, WEEK_37)[-1].name == "SYR001_20180902_v1"
    assert f"ignored {damaged}: it is damaged" in caplog.text


def test_a_manifest_that_belongs_to_another_edition_is_damage(out):
    published(out, WEEK_35)
    name = published(out, WEEK_36)
    (out / "editions" / name).rename(out / "editions/SYR007_20180909_v1")
    assert publish.earlier(out, WEEK_37)[-1].name == "SYR001_20180902_v1"


def test_what_is_no_edition_is_left_alone_and_logged(out, caplog):
    published(out, WEEK_36)
    editions = out / "editions"
    (editions / "notes").mkdir()
    (editions / "SYR009_20181399_v1").mkdir()  # no such day
    (editions / "SYR008_20180923_v1").symlink_to(editions / "SYR001_20180909_v1")
    (editions / "SYR010_20180930_v1").write_text("a file")
    assert published(out, WEEK_37) == "SYR002_20180916_v1"
    for stranger in ("notes", "SYR009_20181399_v1", "SYR008_20180923_v1", "SYR010_20180930_v1"):
        assert caplog.text.count(f"ignored {editions / stranger}: it is no edition") == 1
        assert os.path.lexists(editions / stranger)


# --- unchanged ------------------------------------------------------------------------------------------------------


def test_the_same_inputs_find_their_edition(out):
    published(out, WEEK_36, digest="before")
    published(out, WEEK_36, digest="now")
    standing = publish.standing(out, WEEK_36)
    assert standing and standing[1]["inputs"]["digest"] == "now"  # a correction was published since the first
    found = publish.unchanged(*standing)
    assert (found.name, found.number, found.revision, found.exit_code, found.unchanged) == (
        "SYR001_20180909_v2", 1, 2, 0, True,
    )
    assert publish.standing(out, WEEK_37) is None


def test_a_damaged_edition_is_built_again(out, caplog):
    name = published(out, WEEK_36, digest="now")
    (out / "editions" / name / "report/page.html").write_bytes(b"half a pa")
    assert publish.standing(out, WEEK_36) is None
    assert "report/page.html is missing or altered" in caplog.text


@pytest.fixture
def workspace(tmp_path: Path) -> SimpleNamespace:
    """What `inputs` reads of a configuration, over a small workspace."""
    for file, text in {
        "config/report.yaml": "title: Idlib", "config/places/SYR.csv": "id,name", "templates/report.html": "<p>",
        "seeds/a.txt": "A", "seeds/b/c.txt": "C", "seeds/manifest.yaml": "a: {}",
    }.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    return SimpleNamespace(
        folder=tmp_path, files=(tmp_path / "config/report.yaml", tmp_path / "config/places/SYR.csv"),
        seeds=tmp_path / "seeds",
        templates=tmp_path / "templates",
        profile="weekly", languages=("en",),
    )


def test_each_input_is_in_the_manifest_with_its_hash(workspace):
    before = Previous("SYR001_20180902_v1", 1, WEEK_35, {}, "f1")
    found = publish.inputs(workspace, date(2018, 9, 9), WEEK_36, [before])
    assert found["seeds"] == {
        "a.txt": sha256(b"A").hexdigest(), "b/c.txt": sha256(b"C").hexdigest(),
        "manifest.yaml": sha256(b"a: {}").hexdigest(),
    }
    assert found["config"] == {
        "config/report.yaml": sha256(b"title: Idlib").hexdigest(),
        "config/places/SYR.csv": sha256(b"id,name").hexdigest(),
    }
    assert found["templates"] == {"report.html": sha256(b"<p>").hexdigest()}
    assert found["earlier"] == {"SYR001_20180902_v1": "f1"}
    assert (found["as_of"], found["period"]) == ("2018-09-09", {"start": "2018-09-03", "end": "2018-09-09"})
    assert found["libraries"]["weasyprint"].startswith("70.")


@pytest.mark.parametrize(
    "file",
    ["config/report.yaml", "config/places/SYR.csv", "seeds/b/c.txt", "seeds/manifest.yaml", "templates/report.html"],
)
def test_any_input_changes_the_digest_and_its_return_brings_it_back(workspace, file):
    def digest() -> str:
        return publish.inputs(workspace, date(2018, 9, 9), WEEK_36, ())["digest"]

    path = workspace.folder / file
    before, text = digest(), path.read_text()
    path.write_text(text + "!")
    assert digest() != before
    path.write_text(text)
    assert digest() == before
    path.rename(path.with_suffix(".other"))
    assert digest() != before


def test_date_period_and_predecessor_change_the_digest(workspace):
    other = Previous("SYR001_20180902_v1", 1, WEEK_35, {}, "f1")
    made = [
        publish.inputs(workspace, *rest)["digest"]
        for rest in (
            (date(2018, 9, 9), WEEK_36, ()), (date(2018, 9, 10), WEEK_36, ()), (date(2018, 9, 9), WEEK_35, ()),
            (date(2018, 9, 9), WEEK_36, [other]),
        )
    ]
    assert len(set(made)) == 4


def test_a_workspace_that_is_moved_stays_unchanged(workspace, tmp_path):
    before = publish.inputs(workspace, date(2018, 9, 9), WEEK_36, ())
    there = tmp_path / "there"
    there.mkdir()
    for folder in ("config", "seeds", "templates"):
        (tmp_path / folder).rename(there / folder)
    moved = SimpleNamespace(
        folder=there, files=(there / "config/report.yaml", there / "config/places/SYR.csv"),
        seeds=there / "seeds", templates=there / "templates", profile="weekly", languages=("en",),
    )
    assert publish.inputs(moved, date(2018, 9, 9), WEEK_36, ()) == before


def test_seeds_that_are_no_files_are_named_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    with open(os.fsencode(tmp_path) + b"/\xff.txt", "wb") as odd:
        odd.write(b"odd")
    assert hashes(tmp_path) == {
        "gone.txt": "not readable: No such file or directory",
        "loop.txt": "not readable: Too many levels of symbolic links",
        "pipe.txt": "no file",
        "\udcff.txt": sha256(b"odd").hexdigest(),
    }
    publish.manifest({"version": "", "as_of": "", "period": {}, "seeds": hashes(tmp_path)}, Imprint(1, 1), 0, {}, {})


def test_a_huge_seed_is_told_by_its_length_too(tmp_path, monkeypatch):
    monkeypatch.setattr("sitrep.program.HASHED_BYTES", 4)
    (tmp_path / "long.txt").write_bytes(b"abcdefg")
    assert hashes(tmp_path) == {"long.txt": sha256(b"abcd").hexdigest() + " of 7 bytes"}


# --- the lock -------------------------------------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from sitrep import publish
with publish.locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(out: Path, hold_s: float = 60) -> subprocess.Popen[bytes]:
    """Another process that holds the lock now."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, out, str(hold_s)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_build_is_refused_at_once(out):
    other = holder(out)
    try:
        begun = time.monotonic()
        with pytest.raises(Locked, match=f"another build is at work in {out}"), publish.locked(out):
            pytest.fail("two builds held the lock")
        assert time.monotonic() - begun < 0.5
    finally:
        other.kill()
        other.wait()


def test_a_second_build_may_wait(out):
    other = holder(out, hold_s=0.5)
    with publish.locked(out, wait_s=20):
        assert other.wait(timeout=5) == 0


def test_the_lock_of_a_killed_build_is_free_at_once(out):
    other = holder(out)
    other.kill()
    other.wait()
    with publish.locked(out):
        assert (out / ".lock").exists()


def test_the_lock_is_free_again_after_a_failure(out):
    with pytest.raises(ZeroDivisionError), publish.locked(out):
        raise ZeroDivisionError
    with publish.locked(out):
        pass


def test_a_child_process_does_not_hold_the_lock(out):
    with publish.locked(out):
        child = subprocess.Popen(["sleep", "60"])
    try:
        with publish.locked(out):
            pass
    finally:
        child.kill()
        child.wait()


# --- tidying --------------------------------------------------------------------------------------------------------


def test_what_a_killed_build_left_is_cleared_by_the_next(out, caplog):
    name = published(out, WEEK_36)
    before = contents(out / "editions")
    stage = out / ".stage-999-SYR002_20180916_v1"
    (stage / "report").mkdir(parents=True)
    (stage / "report/page.html").write_bytes(b"half a pa")
    (stage / "report/outside").symlink_to(out / "editions")  # a link is removed, never followed
    (out / ".stage-latest").symlink_to("editions/nowhere")
    (out / "latest").unlink()
    with publish.locked(out):
        pass
    assert sorted(path.name for path in out.iterdir()) == [".lock", "editions", "latest"]
    assert leads_to(out) == f"editions/{name}"
    assert contents(out / "editions") == before
    assert f"removed {stage}" in caplog.text


def test_a_link_to_an_edition_that_was_taken_away_leads_to_the_newest_left(out):
    published(out, WEEK_35)
    gone = out / "editions" / published(out, WEEK_36)
    gone.rename(out.parent / "elsewhere")
    with publish.locked(out):
        assert leads_to(out) == "editions/SYR001_20180902_v1"


def test_nothing_is_touched_where_nothing_is_to_be_tidied(out):
    published(out, WEEK_36)
    before = {path: path.lstat().st_mtime_ns for path in (out, *out.rglob("*"))}
    with publish.locked(out):
        pass
    assert {path: path.lstat().st_mtime_ns for path in (out, *out.rglob("*"))} == before


def test_publishing_works_outside_the_main_thread(out):
    thread = threading.Thread(target=published, args=(out, WEEK_36))
    thread.start()
    thread.join()
    assert leads_to(out) == "editions/SYR001_20180909_v1"


@pytest.mark.parametrize("file", ["seeds/.draft.txt.swp", "seeds/README.md", "templates/.DS_Store", "config/notes.txt"])
def test_files_that_no_build_reads_change_nothing(workspace, file):
    before = publish.inputs(workspace, date(2018, 9, 9), WEEK_36, ())
    (workspace.folder / file).write_text("not read")
    assert publish.inputs(workspace, date(2018, 9, 9), WEEK_36, ()) == before
