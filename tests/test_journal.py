"""The journal of deliveries: added to and never rewritten, whole after a kill, and no line of it passed over."""

import errno
import json
import os
import stat

import pytest
from deliveries import MONDAY

from sitrep.errors import PublishFailed
from sitrep.publish import disk, journal
from sitrep.publish.journal import Delivery, Line

A = Delivery("mail", "SYR001_20180909_v1", "a@x.org")
COPY = Delivery("folder", "SYR001_20180909_v1")


def test_lines_are_json_that_a_person_can_read(tmp_path):
    journal.write(tmp_path, [Line("queued", A), Line("dropped", COPY, "taken out")], MONDAY)
    at = "2018-09-10T06:00:04+03:00"
    assert [json.loads(line) for line in (tmp_path / ".journal").read_text().splitlines()] == [
        {"at": at, "state": "queued", "kind": "mail", "what": "SYR001_20180909_v1", "to": "a@x.org"},
        {"at": at, "state": "dropped", "kind": "folder", "what": "SYR001_20180909_v1", "why": "taken out"},
    ]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_only_its_owner_may_read_it(tmp_path, umask):
    before = os.umask(umask)
    try:
        journal.write(tmp_path, [Line("queued", A)], MONDAY)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / ".journal").stat().st_mode) == 0o600


def test_the_last_line_tells_the_state_and_the_first_the_order(tmp_path):
    assert journal.states(tmp_path) == {}
    journal.write(tmp_path, [Line("queued", A), Line("queued", COPY)], MONDAY)
    before = (tmp_path / ".journal").read_bytes()
    journal.write(tmp_path, [Line("sent", A)], MONDAY)
    assert list(journal.states(tmp_path).items()) == [(A, "sent"), (COPY, "queued")]
    assert (tmp_path / ".journal").read_bytes().startswith(before)


def test_without_lines_there_is_no_journal(tmp_path):
    journal.write(tmp_path, [], MONDAY)
    journal.heal(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_wherever_a_kill_cuts_the_last_line_it_is_taken_off_and_the_rest_holds(tmp_path):
    journal.write(tmp_path, [Line("queued", A)], MONDAY)
    whole = (tmp_path / ".journal").read_bytes()
    journal.write(tmp_path, [Line("sent", A)], MONDAY)
    both = (tmp_path / ".journal").read_bytes()
    for end in range(len(whole) + 1, len(both) - 1):
        (tmp_path / ".journal").write_bytes(both[:end])
        assert journal.states(tmp_path) == {A: "queued"}
        journal.heal(tmp_path)
        assert (tmp_path / ".journal").read_bytes() == whole
    journal.write(tmp_path, [Line("sent", A)], MONDAY)
    assert journal.states(tmp_path) == {A: "sent"}


def test_a_last_line_without_its_end_counts_once_it_is_whole(tmp_path):
    journal.write(tmp_path, [Line("queued", A), Line("sent", A)], MONDAY)
    content = (tmp_path / ".journal").read_bytes()
    (tmp_path / ".journal").write_bytes(content[:-1])
    journal.heal(tmp_path)
    assert (tmp_path / ".journal").read_bytes() == content
    assert journal.states(tmp_path) == {A: "sent"}


@pytest.mark.parametrize("line", [
    "{", "[]", "sent", '{"state": "sent"}', '{"state": "snet", "what": "x"}', '{"state": "sent", "what": 1}',
    '{"state": "sent", "what": "x", "to": []}', "\x00\x00",
])  # fmt: skip
def test_a_line_that_is_none_is_named_and_not_passed_over(tmp_path, line):
    journal.write(tmp_path, [Line("queued", A)], MONDAY)
    with (tmp_path / ".journal").open("a") as file:
        file.write(f"\n{line}\n")
    with pytest.raises(PublishFailed, match=r"\.journal:3: is no line of a journal; nothing is sent before this line"):
        journal.states(tmp_path)


def test_empty_lines_say_nothing(tmp_path):
    journal.write(tmp_path, [Line("queued", A)], MONDAY)
    with (tmp_path / ".journal").open("a") as file:
        file.write("\n  \n")
    assert journal.states(tmp_path) == {A: "queued"}


def test_a_link_in_its_place_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / ".journal").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishFailed, match="cannot write "):
        journal.write(tmp_path, [Line("queued", A)], MONDAY)
    assert (tmp_path / "elsewhere").read_text() == ""


class FullAfter:
    """`os`, whose disk takes so many bytes more."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __getattr__(self, name):
        return getattr(os, name)

    def write(self, file, content):
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = os.write(file, content[: self.room])
        self.room -= written
        return written


@pytest.mark.parametrize("room", [0, 1, 60])
def test_a_line_that_the_disk_has_no_room_for_leaves_the_journal_as_it_was(tmp_path, monkeypatch, room):
    journal.write(tmp_path, [Line("queued", A)], MONDAY)
    before = (tmp_path / ".journal").read_bytes()
    monkeypatch.setattr(disk, "os", FullAfter(room))
    with pytest.raises(PublishFailed, match=r"cannot write .*\.journal: No space left on device"):
        journal.write(tmp_path, [Line("sent", A)], MONDAY)
    assert (tmp_path / ".journal").read_bytes() == before


def test_there_is_room_on_the_disk_of_tests(tmp_path):
    assert journal.has_room(tmp_path)
