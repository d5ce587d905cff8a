"""An edition copied to a folder, whole or not at all, and given to a command of the office."""

import errno
import os
import stat
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from deliveries import FIRST, MONDAY, Pauses, edition, office, wait_until

from sitrep.publish import deliver, disk, due, handed
from sitrep.publish.journal import Delivery

COPY, COMMAND = Delivery("folder", FIRST), Delivery("command", FIRST)
PDF, PAGE = "SYR001_sitrep_20180909_en_v1.pdf", "SYR001_sitrep_20180909_en_v1.html"


def run(config, **more):
    return deliver.delivered(config, MONDAY, Pauses().limits(**more))


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def copying(tmp_path, folder="../share"):
    config = office(tmp_path / "office", f"folder: {folder}\n")
    edition(config.out)
    return config


# --- a folder ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_folder_gets_what_may_be_sent_and_nothing_else(tmp_path, share, umask):
    config = copying(tmp_path)
    before = os.umask(umask)
    try:
        assert run(config) == deliver.Delivered(sent=(COPY,))
    finally:
        os.umask(before)
    assert [path.name for path in share.iterdir()] == [FIRST]
    assert sorted(path.name for path in (share / FIRST).iterdir()) == [PAGE, PDF]
    assert (share / FIRST / PDF).read_bytes() == (config.out / "editions" / FIRST / "report" / PDF).read_bytes()
    assert stat.S_IMODE((share / FIRST).stat().st_mode) == 0o755
    assert stat.S_IMODE((share / FIRST / PDF).stat().st_mode) == 0o644
    assert run(config) == deliver.Delivered()


def test_while_the_folder_is_not_there_the_copy_waits(tmp_path):
    config = copying(tmp_path)
    came = run(config)
    assert (came.sent, came.queued, came.exit_code) == ((), (COPY,), 14)
    assert came.errors == (
        f"not sent: {FIRST} to the folder: {config.folder / '../share'} is not there – make the folder, or see why the "
        "drive is not",)  # fmt: skip
    (tmp_path / "share").mkdir()
    assert run(config).sent == (COPY,)


def test_a_folder_written_otherwise_gets_what_waits_and_one_taken_out_nothing(tmp_path, share):
    run(copying(tmp_path, "../shrae"))
    assert run(office(tmp_path / "office", "folder: ../share\n")).sent == (COPY,)
    config = office(tmp_path / "second", "folder: ../nowhere\n")
    edition(config.out)
    run(config)
    assert run(office(tmp_path / "second", "")) == deliver.Delivered()


def test_a_copy_left_by_a_run_that_was_killed_before_the_journal_counts(tmp_path, share):
    config = copying(tmp_path)
    run(config)
    (config.out / ".journal").unlink()
    before = (share / FIRST / PDF).stat().st_mtime_ns
    assert run(config).sent == (COPY,)
    assert (share / FIRST / PDF).stat().st_mtime_ns == before


def test_half_a_copy_left_by_a_run_that_was_killed_is_made_anew(tmp_path, share):
    (share / f".stage-{FIRST}").mkdir()
    (share / f".stage-{FIRST}" / PDF).write_bytes(b"%PD")
    assert run(copying(tmp_path)).sent == (COPY,)
    assert [path.name for path in share.iterdir()] == [FIRST]


@pytest.mark.parametrize("there", ["other bytes", "one file more", "a file"])
def test_what_stands_there_is_never_overwritten(tmp_path, share, there):
    config = copying(tmp_path)
    if there == "a file":
        (share / FIRST).write_text("mine")
    else:
        run(config)
        (config.out / ".journal").unlink()
        (share / FIRST / (PDF if there == "other bytes" else "mine.txt")).write_bytes(b"mine")
    came = run(config)
    assert (came.queued, came.exit_code) == ((COPY,), 14)
    told = "cannot copy to" if there == "a file" else "is there already, with other files in it"
    assert told in came.errors[0]
    assert b"mine" in [path.read_bytes() for path in share.rglob("*") if path.is_file()]


class Refusing:
    """`os`, one of whose functions refuses."""

    def __init__(self, name, number):
        self.name, self.number = name, number

    def __getattr__(self, name):
        real = getattr(os, name)
        if name != self.name:
            return real

        def refuse(*arguments, **more):
            raise OSError(self.number, os.strerror(self.number))

        return refuse


@pytest.mark.parametrize("name", ["mkdir", "fchmod", "rename"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_full_folder_keeps_nothing_half(tmp_path, share, monkeypatch, name, number):
    config = copying(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(disk, "os", Refusing(name, number))
        came = run(config)
    assert (came.queued, came.exit_code) == ((COPY,), 14)
    mend = {errno.ENOSPC: "make room", errno.EROFS: "mount the disk so that it can be written"}
    assert f"{os.strerror(number)} – {mend.get(number, 'see what is wrong with the disk')}" in came.errors[0]
    assert list(share.iterdir()) == []
    assert run(config).sent == (COPY,)


def test_a_drive_of_another_system_may_know_no_modes_and_flush_no_folders(tmp_path, share, monkeypatch):
    config = copying(tmp_path)
    whole = due.editions(config.out).whole(FIRST)
    assert whole

    def knows_no_mode(path, mode):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    def flushes_no_folder(file):
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    strange = {"chmod": knows_no_mode, "fchmod": knows_no_mode, "fsync": flushes_no_folder}
    monkeypatch.setattr(disk, "os", SimpleNamespace(**vars(os) | strange))
    assert handed.copy(whole.shelved.folder, whole.said, share) == ""
    assert sorted(path.name for path in (share / FIRST).iterdir()) == [PAGE, PDF]


# --- a command --------------------------------------------------------------------------------------------------------


def commanding(tmp_path, *lines: str):
    """A workspace whose command is a small program with these lines; `sys.argv[1]` is the report."""
    config = office(tmp_path, f"command: [{sys.executable}, upload.py]\n")
    (tmp_path / "upload.py").write_text("import os, sys, time\n" + "\n".join(lines) + "\n")
    edition(config.out)
    return config


def test_a_command_is_given_the_report_once_and_its_words_are_logged(tmp_path, caplog):
    config = commanding(
        tmp_path, "open('given', 'a').write(sys.argv[1] + '\\n')",
        "print('files:', len(os.listdir(sys.argv[1])))", "print('up', file=sys.stderr)",
    )  # fmt: skip
    caplog.set_level("INFO")
    assert run(config) == deliver.Delivered(sent=(COMMAND,))
    assert run(config) == deliver.Delivered()
    report = (config.out / "editions" / FIRST / "report").resolve()
    assert (tmp_path / "given").read_text() == f"{report}\n"
    program = os.path.basename(sys.executable)
    assert {f"{program}: files: 2", f"{program}: up"} <= set(caplog.messages)


def test_a_command_that_fails_is_run_again(tmp_path, caplog):
    config = commanding(tmp_path, "print('no route')", "sys.exit(0 if os.path.exists('up') else 3)")
    came = run(config)
    assert (came.queued, came.exit_code) == ((COMMAND,), 14)
    assert came.errors == (f"not sent: {FIRST} to the command: {sys.executable} ended with 3",)
    (tmp_path / "up").touch()
    assert run(config).sent == (COMMAND,)


def is_gone(process: int) -> bool:
    """Whether a process has ended, though nobody may have asked for its status yet."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return shown.stdout.strip() in ("", "Z")


def test_a_command_that_takes_too_long_is_stopped_with_what_it_started(tmp_path):
    config = commanding(
        tmp_path, "import subprocess", "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])",
        "open('child', 'w').write(str(one.pid))", "time.sleep(60)",
    )  # fmt: skip
    begun = time.monotonic()
    came = run(config, command_s=1.5)
    assert time.monotonic() - begun < 10
    assert came.errors == (
        f"not sent: {FIRST} to the command: {sys.executable} took longer than 1.5 s and was stopped",)
    child = (tmp_path / "child").read_text()
    wait_until(lambda: is_gone(int(child)))


def test_a_command_has_nothing_to_read_no_password_and_no_shell(tmp_path, monkeypatch):
    monkeypatch.setenv("SITREP_MAIL_PASSWORD", "open sesame")
    config = commanding(
        tmp_path, "assert sys.stdin.read() == ''", "assert 'SITREP_MAIL_PASSWORD' not in os.environ",
        "assert os.getcwd() == os.path.dirname(os.path.abspath(__file__))",
    )  # fmt: skip
    assert run(config).sent == (COMMAND,)
    config = office(tmp_path / "second", "command: [touch, '$(touch broken)']\n")
    edition(config.out)
    assert run(config).sent == (COMMAND,)
    assert (tmp_path / "second" / "$(touch broken)").exists()


def test_a_command_that_is_not_there_is_told(tmp_path):
    config = office(tmp_path, "command: [no-such-command, now]\n")
    edition(config.out)
    assert run(config).errors == (
        f"not sent: {FIRST} to the command: no-such-command cannot be started: No such file or directory",)


def test_what_a_command_prints_is_limited(tmp_path, caplog):
    caplog.set_level("INFO")
    config = commanding(tmp_path, "print('line\\n' * 1_000_000)")
    assert run(config).sent == (COMMAND,)
    assert len([told for told in caplog.messages if told.endswith(": line")]) == handed.MOST_LINES
