"""Which editions are removed, by the office's count, and which never are."""

import os
from pathlib import Path

import pytest
import shelf

from sitrep import publish
from sitrep.publish import disk


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def names(out: Path) -> list[str]:
    return sorted(path.name for path in (out / "editions").iterdir())


def pruned(out: Path, keep: int | None, *spared: str) -> list[str]:
    with publish.locked(out):
        return sorted(publish.pruned(out, keep, spared))


def test_without_a_count_everything_stays(out):
    for number in range(1, 10):
        shelf.put(out, number)
    assert pruned(out, None) == []
    assert len(names(out)) == 9


def test_the_last_issues_stay_with_all_their_versions(out, caplog):
    caplog.set_level("INFO")
    for number in range(1, 9):
        shelf.put(out, number)
    shelf.put(out, 2, 2)
    shelf.put(out, 3, 2)
    assert pruned(out, 6) == ["SYR001_20180909_v1", "SYR002_20180916_v1", "SYR002_20180916_v2"]
    assert names(out)[:3] == ["SYR003_20180923_v1", "SYR003_20180923_v2", "SYR004_20180930_v1"]
    told = [line for line in caplog.messages if line.startswith("removed")]
    assert len(told) == 3 and told[0].endswith("SYR001_20180909_v1: `keep` holds 6 issues")
    assert not list(out.glob(".stage-*"))


def test_kinds_of_report_are_counted_apart(out):
    for number in range(1, 8):
        shelf.put(out, number, profile="flash")
    for number in range(1, 4):
        shelf.put(out, number)
    assert pruned(out, 6) == ["SYR001_flash_20180909_v1"]


def test_what_is_pinned_or_still_to_be_delivered_stays(out):
    for number in range(1, 10):
        shelf.put(out, number)
    shelf.put(out, 1, 2)
    spared = ("SYR001_20180909_v1", "SYR003_20180923_v1", "SYR099_20990101_v1")
    assert pruned(out, 6, *spared) == ["SYR001_20180909_v2", "SYR002_20180916_v1"]


def test_what_latest_leads_to_stays(out):
    for number in range(1, 8):
        shelf.put(out, number)
    (out / "latest").unlink()
    (out / "latest").symlink_to("editions/SYR001_20180909_v1")
    assert publish.pruned(out, 6) == ()  # the lock would have led the link to the newest


def test_numbers_never_go_back(out):
    """An earlier period, published last, has the highest number, and the next number must follow it."""
    for number in range(2, 9):
        shelf.put(out, number)
    os.rename(out / "editions" / "SYR002_20180916_v1", out / "editions" / "SYR009_20180916_v1")
    assert pruned(out, 6) == []
    with publish.locked(out):
        assert publish.numbers(out, shelf.week(20)) == (10, 1)


def test_what_a_draft_that_waits_is_compared_with_stays(out):
    """It is made again when it is cleared, and then needs the editions before it."""
    for number in range(1, 9):
        shelf.put(out, number, earlier=["SYR001_20180909_v1"] if number == 8 else [])
    assert pruned(out, 6) == ["SYR002_20180916_v1"]
    shelf.put(out, 8, 2, clearance=shelf.CLEARED, earlier=["SYR001_20180909_v1"])
    assert pruned(out, 6) == ["SYR001_20180909_v1"]


def test_damaged_editions_count_and_strangers_stay(out):
    for number in range(1, 8):
        shelf.put(out, number)
    (out / "editions" / "SYR001_20180909_v1" / "internal" / "manifest.json").write_text("{")
    (out / "editions" / "notes").mkdir()
    assert pruned(out, 6) == ["SYR001_20180909_v1"]
    assert "notes" in names(out)


def test_a_removed_edition_leaves_page_and_feed(out, tmp_path):
    for number in range(1, 8):
        shelf.put(out, number, clearance=shelf.NONE)
    pruned(out, 6)
    with publish.locked(out):
        publish.derived(out, shelf.office(tmp_path))
    written = (out / "index.html").read_text() + (out / "feed.xml").read_text()
    assert "SYR001_20180909_v1" not in written and "SYR002_20180916_v1" in written


def test_an_edition_that_cannot_be_removed_stays_and_is_told(out, monkeypatch, caplog):
    for number in range(1, 8):
        shelf.put(out, number)

    def refuse(source: Path, target: Path) -> None:
        raise OSError(13, "Permission denied", str(source))

    with publish.locked(out):
        monkeypatch.setattr(disk, "move", refuse)
        assert publish.pruned(out, 6) == ()
    assert len(names(out)) == 7
    assert "SYR001_20180909_v1: Permission denied" in caplog.text
