"""`sitrep deliver`: what is queued is sent, shown, or proved possible."""

import re
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from deliveries import FIRST, MONDAY, Pauses, edition, free_port, mail, office, serving

from sitrep import publish
from sitrep.cli import main
from sitrep.publish import deliver, journal
from sitrep.publish.journal import Delivery, Line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(deliver, "delivered", partial(deliver.delivered, limits=Pauses().limits()))
    return tmp_path


def prepared(folder: Path, port: int, *more: str) -> None:
    config = office(folder, "clearers: c@x.org\nrecipients: [a@x.org, b@x.org]\n" + mail(port) + "\n".join(more))
    edition(config.out)


def test_what_is_queued_is_sent_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        prepared(folder, server.port)
        assert main(["deliver"]) == 0
        assert server.to == ["a@x.org", "b@x.org"]
        said = capsys.readouterr()
        assert said.out == ""
        lines = said.err.splitlines()
        assert re.fullmatch(rf"\S+Z INFO sent {FIRST} to a@x\.org", lines[0])
        assert re.fullmatch(r"sitrep: 2 sent, 0 queued, exit 0, \d+\.\d s \(delivery \d+\.\d\)", lines[-1])
        assert main(["deliver", "--workspace", str(folder)]) == 0
        assert len(server.mails) == 2


def test_what_cannot_be_sent_ends_with_14_and_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prepared(folder, free_port())
    assert main(["deliver"]) == 14
    lines = capsys.readouterr().err.splitlines()
    whom = f"{FIRST} to a@x.org, {FIRST} to b@x.org"
    told = rf" ERROR not sent: {whom}: .*: Connection refused – the next run tries again$"
    assert re.search(told, lines[0])
    assert re.fullmatch(r"sitrep: 0 sent, 2 queued, exit 14, \d+\.\d s \(delivery \d+\.\d\)", lines[-1])


def test_a_dry_run_prints_what_would_be_sent_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        prepared(folder, server.port, "folder: ../share", "command: upload")
        before = sorted(folder.rglob("*"))
        assert main(["deliver", "--dry-run"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            f"{FIRST} to a@x.org", f"{FIRST} to b@x.org", f"{FIRST} to the folder", f"{FIRST} to the command"]
        assert (server.mails, sorted(folder.rglob("*"))) == ([], before)


def test_a_dry_run_of_a_new_workspace_has_nothing_due(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office(folder, "")
    assert main(["deliver", "--dry-run"]) == 0
    assert capsys.readouterr().out == "nothing is due\n"
    assert not (folder / "out").exists()


def test_a_test_message_proves_the_set_up_and_is_in_no_journal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        prepared(folder, server.port)
        assert main(["deliver", "--test", "me@x.org"]) == 0
        assert server.got == [("me@x.org", "Idlib: test message")]
        assert capsys.readouterr().out == "127.0.0.1 has taken a message to me@x.org: look whether it arrives\n"
        assert not journal.path(folder / "out").exists()
        server.answers["me@x.org"] = ["550 no such user"]
        assert main(["deliver", "--test", "me@x.org"]) == 14
        assert "550 no such user" in capsys.readouterr().err


def test_a_test_message_needs_a_server_and_an_address(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office(folder, "")
    assert main(["deliver", "--test", "me@x.org"]) == 2
    assert "mail: needs server and sender" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["deliver", "--test", "me"])
    assert ended.value.code == 2


def test_with_nothing_due_no_library_of_mail_and_pages_is_loaded(folder: Path) -> None:
    prepared(folder, free_port())
    journal.write(folder / "out", [Line("sent", Delivery("mail", FIRST, f"{name}@x.org")) for name in "ab"], MONDAY)
    program = """
import sys
from sitrep.cli import main
code = main(["deliver", "--quiet"])
print(code, *(name for name in ("ssl", "smtplib", "jinja2", "babel", "pandas", "matplotlib") if name in sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("0\n", "")


def test_while_a_build_runs_it_ends_with_11_or_waits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        prepared(folder, server.port)
        with publish.locked(folder / "out"):
            assert main(["deliver"]) == 11
        held = publish.locked(folder / "out")
        held.__enter__()
        ending = threading.Timer(0.3, lambda: held.__exit__(None, None, None))
        ending.start()
        assert main(["deliver", "--wait", "10"]) == 0
        ending.join()
        assert len(server.mails) == 2
