"""What is kept between runs: found again whole, never trusted when damaged or another's, never the end of a build."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitrep import cache

ONE, TWO, THREE = (bytes([number]) * cache.KEY for number in (1, 2, 3))
RECORDS = {ONE: b"first", TWO: b"", THREE: b"third" * 100}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "sitrep"


@pytest.fixture
def kept(home: Path) -> Path:
    """The file of the three records."""
    cache.save("facts", "office", RECORDS, most=2)
    return home / "facts" / "office"


def test_what_was_kept_is_found_and_nobody_else_may_read_it(kept):
    assert cache.load("facts", "office") == RECORDS
    assert kept.stat().st_mode & 0o077 == 0
    assert cache.load("facts", "elsewhere") == {} == cache.load("charts", "office")


def test_while_it_is_ignored_nothing_is_found_and_what_is_made_is_kept(kept):
    with cache.ignored():
        assert cache.load("facts", "office") == {}
        cache.save("facts", "office", {ONE: b"anew"}, most=2)
    with cache.ignored(False):
        assert cache.load("facts", "office") == {ONE: b"anew"}


@pytest.mark.parametrize("place", range(0, len(cache.FORM) + 3 * cache.HEAD + 510, 7))
def test_a_bit_that_flips_costs_an_entry_or_more_and_is_told(kept, caplog, place):
    content = bytearray(kept.read_bytes())
    content[place] ^= 0x10
    kept.write_bytes(content)
    found = cache.load("facts", "office")
    assert found.items() < RECORDS.items()
    assert "is damaged; what it held is made again" in caplog.text


def test_a_flipped_bit_of_a_content_costs_its_entry_alone(kept):
    content = bytearray(kept.read_bytes())
    content[len(cache.FORM) + cache.HEAD] ^= 1
    kept.write_bytes(content)
    assert cache.load("facts", "office") == {TWO: b"", THREE: RECORDS[THREE]}


@pytest.mark.parametrize("length", [0, 1, 14, 15, 16, 70, 71, 75, 76, 130, 131, 132, 600, 685])
def test_a_file_that_was_cut_off_keeps_what_is_whole(kept, length):
    kept.write_bytes(kept.read_bytes()[:length])
    first, second = len(cache.FORM) + cache.HEAD + 5, len(cache.FORM) + 2 * cache.HEAD + 5
    whole = [ONE] * (length >= first) + [TWO] * (length >= second)
    assert cache.load("facts", "office") == {key: RECORDS[key] for key in whole}


def test_a_file_of_another_kind_is_not_read(kept):
    kept.write_bytes(b"\x80\x04cos\nsystem\n" * 100)
    assert cache.load("facts", "office") == {}


def test_a_link_and_a_file_that_others_may_write_are_not_trusted(kept, tmp_path):
    kept.chmod(0o666)
    assert cache.load("facts", "office") == {}
    kept.chmod(0o600)
    kept.rename(tmp_path / "theirs")
    kept.symlink_to(tmp_path / "theirs")
    assert cache.load("facts", "office") == {}
    os.unlink(kept)
    os.mkfifo(kept)
    assert cache.load("facts", "office") == {}


def test_the_file_unused_for_longest_is_dropped_first(kept):
    os.utime(kept, (1, 1))
    cache.save("facts", "second", RECORDS, most=2)
    os.utime(kept.with_name("second"), (2, 2))
    assert cache.load("facts", "office") == RECORDS  # now it is the younger of the two
    cache.save("facts", "third", RECORDS, most=2)
    assert sorted(path.name for path in kept.parent.iterdir()) == ["office", "third"]


def test_where_nothing_lasts_nothing_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(cache.cachefolder, "lasting", lambda name: None)
    cache.save("facts", "office", RECORDS, most=2)
    assert cache.load("facts", "office") == {}
    assert list(tmp_path.iterdir()) == []


LIMITED = """
import resource
from sitrep import cache
resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))
cache.save("facts", "office", {bytes(32): bytes(1000)}, most=2)
print("went on")
"""


def test_a_full_disk_costs_the_cache_and_no_more(kept):
    ran = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert ran.stdout == "went on\n"
    assert "cannot be written: File too large; the next build makes all again" in ran.stderr
    assert cache.load("facts", "office") == RECORDS
    assert [path.name for path in kept.parent.iterdir()] == ["office"]


WRITING = """
import sys
from sitrep import cache
print("begun", flush=True)
for turn in range(10**6):
    cache.save("facts", "office", {bytes([turn % 251]) * 32: bytes([turn % 251]) * 200_000 for _ in range(20)}, most=4)
"""


def test_killed_while_writing_and_written_by_two_at_once_it_is_always_whole(kept, caplog):
    for _ in range(5):
        writers = [subprocess.Popen([sys.executable, "-c", WRITING], stdout=subprocess.PIPE) for _ in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        for _ in range(30):
            assert len(cache.load("facts", "office")) in (1, 3)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
        assert len(cache.load("facts", "office")) in (1, 3)
    assert "damaged" not in caplog.text
    cache.save("facts", "office", RECORDS, most=4)
    assert len(list(kept.parent.iterdir())) <= 4  # what the killed ones left is dropped in its turn
