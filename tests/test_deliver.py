"""Each edition is sent once to each recipient, drafts to the clearers alone, and what fails waits for the next run."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from deliveries import FIRST, MONDAY, SECOND, Pauses, edition, free_port, mail, office, serving

from sitrep.errors import PublishFailed
from sitrep.publish import deliver, disk, journal
from sitrep.publish.journal import Delivery

A, B, C = (Delivery("mail", FIRST, f"{name}@x.org") for name in "abc")
SENT = "Idlib, No. 1, 3–9 September 2018"
DRAFT = f"DRAFT: {SENT}"


@pytest.fixture
def server():
    with serving() as found:
        yield found


def run(config, now=MONDAY, **more):
    return deliver.delivered(config, now, Pauses().limits(**more))


def states(config):
    return {f"{one.kind} {one.what} {one.to}".strip(): state for one, state in journal.states(config.out).items()}


# --- once to each -----------------------------------------------------------------------------------------------------


def test_an_edition_is_sent_once_to_each_recipient(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out)
    assert run(config) == deliver.Delivered(sent=(A, B))
    assert run(config) == deliver.Delivered()
    assert server.got == [("a@x.org", SENT), ("b@x.org", SENT)]
    assert [to for _, to, _ in server.mails] == [["a@x.org"], ["b@x.org"]]
    assert states(config) == {f"mail {FIRST} a@x.org": "sent", f"mail {FIRST} b@x.org": "sent"}


def test_nobody_learns_of_the_other_recipients(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out)
    run(config)
    assert b"b@x.org" not in server.mails[0][2]
    assert b"a@x.org" not in server.mails[1][2]


def test_while_nothing_is_configured_nothing_is_written_or_sent(tmp_path):
    config = office(tmp_path, "recipients:\nmail:\n")
    edition(config.out)
    before = sorted(config.out.iterdir())
    assert run(config) == deliver.Delivered()
    assert sorted(config.out.iterdir()) == before
    assert run(config).exit_code == 0


def test_when_recipients_are_first_written_down_the_newest_edition_is_sent_and_older_ones_never_are(tmp_path, server):
    config = office(tmp_path, "")
    edition(config.out, 1)
    edition(config.out, 2)
    run(config)
    config = office(tmp_path, "recipients: a@x.org\n" + mail(server.port))
    assert run(config).sent == (Delivery("mail", SECOND, "a@x.org"),)
    assert run(config).sent == ()
    assert states(config)[FIRST] == "passed"


def test_each_recipient_gets_the_languages_and_profiles_asked_for(tmp_path, server):
    config = office(tmp_path, mail(server.port) + """
recipients:
  - a@x.org
  - {to: b@x.org, languages: fr, profiles: [weekly, flash]}
  - {to: c@x.org, languages: [es, pt]}
  - {to: d@x.org, profiles: flash}
""")
    edition(config.out, languages=("en", "fr"))
    run(config)
    assert server.to == ["a@x.org", "b@x.org", "c@x.org"]
    attached = [[part.get_filename() for part in server.message(at).iter_attachments()] for at in range(3)]
    english, french = (f"SYR001_sitrep_20180909_{code}_v1.pdf" for code in ("en", "fr"))
    assert attached == [[english, french], [french], [english]]
    edition(config.out, profile="flash")
    run(config)
    assert server.to[3:] == ["a@x.org", "b@x.org", "c@x.org", "d@x.org"]


def test_somebody_added_later_gets_the_next_edition(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out)
    run(config)
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    assert run(config).sent == ()
    edition(config.out, 2)
    assert [one.to for one in run(config).sent] == ["a@x.org", "b@x.org"]


# --- drafts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clearance", ["draft", None, "claered"])
def test_what_does_not_say_that_it_was_cleared_goes_to_the_clearers_alone(tmp_path, server, clearance):
    config = office(
        tmp_path, f"clearers: [c@x.org]\nrecipients: [a@x.org]\nfolder: {tmp_path / 'share'}\ncommand: 'false'\n"
        + mail(server.port))  # fmt: skip
    (tmp_path / "share").mkdir()
    edition(config.out, clearance=clearance)
    assert run(config) == deliver.Delivered(sent=(C,))
    assert server.got == [("c@x.org", DRAFT)]
    assert list((tmp_path / "share").iterdir()) == []


def test_what_was_cleared_goes_to_the_recipients_alone(tmp_path, server):
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(server.port))
    edition(config.out, clearance="draft")
    run(config)
    cleared = edition(config.out, revision=2, clearance="cleared")
    assert run(config).sent == (Delivery("mail", cleared, "a@x.org"),)


def test_a_draft_that_another_took_the_place_of_is_not_sent_any_more(tmp_path):
    port = free_port()
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(port))
    edition(config.out, clearance="draft")
    assert run(config).queued == (C,)
    cleared = edition(config.out, revision=2, clearance="cleared")
    with serving(port=port) as server:
        assert run(config).sent == (Delivery("mail", cleared, "a@x.org"),)
        assert server.got == [("a@x.org", SENT)]
    assert states(config)[f"mail {FIRST} c@x.org"] == "dropped"


def test_of_two_revisions_that_appear_together_only_the_last_is_sent(tmp_path, server):
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(server.port))
    edition(config.out, clearance="draft")
    cleared = edition(config.out, revision=2, clearance="cleared")
    edition(config.out, 2, clearance="cleared")
    run(config)
    edition(config.out, 3, clearance="draft")
    corrected = edition(config.out, 3, revision=2, clearance="cleared")
    assert run(config).sent == (Delivery("mail", corrected, "a@x.org"),)
    assert [to for to, _ in server.got] == ["a@x.org", "a@x.org"]
    assert states(config)[cleared] == "passed"


def test_the_newest_draft_waits_until_there_is_a_clearer(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out, clearance="draft")
    run(config)
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(server.port))
    assert run(config).sent == (C,)


def test_a_cleared_edition_gives_way_to_its_correction_and_not_to_a_draft_of_it(tmp_path):
    port = free_port()
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(port))
    first = edition(config.out, clearance="cleared")
    run(config)
    draft = edition(config.out, revision=2, clearance="draft")
    assert run(config).queued == (Delivery("mail", first, "a@x.org"), Delivery("mail", draft, "c@x.org"))
    corrected = edition(config.out, revision=3, clearance="cleared")
    with serving(port=port):
        assert run(config).sent == (Delivery("mail", corrected, "a@x.org"),)


def test_an_earlier_week_that_is_cleared_late_is_sent(tmp_path, server):
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(server.port))
    edition(config.out, 1, clearance="draft")
    run(config)
    edition(config.out, 2, clearance="draft")
    run(config)
    late = edition(config.out, 1, revision=2, clearance="cleared")
    assert run(config).sent == (Delivery("mail", late, "a@x.org"),)


def test_without_clearers_a_draft_goes_nowhere_and_its_cleared_edition_goes_out(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out, 1, clearance="draft")
    assert run(config) == deliver.Delivered()
    edition(config.out, 2, clearance="cleared")
    assert run(config).sent == (Delivery("mail", SECOND, "a@x.org"),)
    late = edition(config.out, 1, revision=2, clearance="cleared")
    assert run(config).sent == (Delivery("mail", late, "a@x.org"),)


# --- what fails waits -------------------------------------------------------------------------------------------------


def test_a_server_that_is_down_for_two_weeks_loses_nothing(tmp_path):
    port = free_port()
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(port))
    edition(config.out, 1)
    pauses = Pauses()
    came = deliver.delivered(config, MONDAY, pauses.limits())
    assert (came.sent, came.queued, came.exit_code) == ((), (A, B), 14)
    assert came.errors == (
        f"not sent: {FIRST} to a@x.org, {FIRST} to b@x.org: 127.0.0.1:{port}: Connection refused – the "
        "next run tries again",)  # fmt: skip
    assert pauses.made == [0.0, 3.0, 12.0]
    edition(config.out, 2)
    assert len(run(config, MONDAY + timedelta(weeks=1)).queued) == 4
    with serving(port=port) as server:
        assert run(config, MONDAY + timedelta(weeks=2)).exit_code == 0
        assert server.to == ["a@x.org", "b@x.org", "a@x.org", "b@x.org"]
        assert [subject for _, subject in server.got[:2]] == [SENT, SENT]
        assert run(config, MONDAY + timedelta(weeks=3)).sent == ()


def test_an_address_refused_for_good_is_told_each_run_until_it_is_taken_out(tmp_path, server):
    server.answers["b@x.org"] = ["550 5.1.1 no such user here"]
    config = office(tmp_path, "recipients: [a@x.org, b@x.org, c@x.org]\n" + mail(server.port))
    edition(config.out)
    pauses = Pauses()
    came = deliver.delivered(config, MONDAY, pauses.limits())
    assert (came.sent, came.queued, came.exit_code) == ((A, C), (B,), 14)
    assert came.errors == (
        f"not sent: {FIRST} to b@x.org: 550 5.1.1 no such user here – mend the address in config/publishing.yaml or "
        "take it out; until then each run tries again",)  # fmt: skip
    assert pauses.made == [0.0]
    assert (run(config).sent, run(config).exit_code) == ((), 14)
    config = office(tmp_path, "recipients: [a@x.org, c@x.org]\n" + mail(server.port))
    assert run(config) == deliver.Delivered()
    assert states(config)[f"mail {FIRST} b@x.org"] == "dropped"
    assert server.to == ["a@x.org", "c@x.org"]


def test_an_address_refused_for_the_moment_is_tried_again_in_the_same_run(tmp_path, server):
    server.answers["a@x.org"] = ["451 greylisted, come again", "450 not yet", "250 OK"]
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out)
    pauses = Pauses()
    assert deliver.delivered(config, MONDAY, pauses.limits()) == deliver.Delivered(sent=(B, A))
    assert pauses.made == [0.0, 3.0, 12.0]
    assert server.to == ["b@x.org", "a@x.org"]


def test_pruned_editions_are_dropped_and_damaged_ones_are_told(tmp_path):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(free_port()))
    edition(config.out, 1)
    run(config)
    edition(config.out, 2)
    run(config)
    shutil.rmtree(config.out / "editions" / FIRST)
    pdf = next((config.out / "editions" / SECOND / "report").glob("*.pdf"))
    pdf.write_bytes(b"half")
    came = run(config)
    assert came.queued == (Delivery("mail", SECOND, "a@x.org"),)
    assert came.errors == (f"not sent: {SECOND} is damaged – put it back from a copy, or remove it",)
    assert states(config)[f"mail {FIRST} a@x.org"] == "dropped"


def test_a_damaged_edition_is_never_queued(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out)
    next((config.out / "editions" / FIRST / "report").glob("*.pdf")).unlink()
    assert run(config) == deliver.Delivered()
    assert server.mails == []


def test_a_message_that_cannot_be_written_does_not_stop_the_others(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out, 1, told={"tiles": [{"value": "1"}]})
    edition(config.out, 2)
    (config.out / journal.NAME).write_text(
        "".join(json.dumps({"state": "queued", "kind": "mail", "what": name, "to": "a@x.org"}) + "\n"
                for name in (FIRST, SECOND)))  # fmt: skip
    came = run(config)
    assert came.sent == (Delivery("mail", SECOND, "a@x.org"),)
    assert "no such" not in came.errors[0] and FIRST in came.errors[0]
    assert came.exit_code == 14


# --- the journal and the window ---------------------------------------------------------------------------------------

PROGRAM = """
import os, signal, sys
from pathlib import Path
from deliveries import MONDAY
from sitrep import config
from sitrep.publish import deliver, journal

write = journal.write
def killed(out, lines, now):
    lines = list(lines)
    if lines and lines[0].state == "sent" and lines[0].delivery.to == "b@x.org":
        os.kill(os.getpid(), signal.SIGKILL)
    write(out, lines, now)
journal.write = killed
deliver.delivered(config.load(Path(sys.argv[1])), MONDAY)
"""


@pytest.mark.slow
def test_kill_9_between_accepted_and_journal_sends_one_mail_again_and_it_can_be_known(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org, b@x.org, c@x.org]\n" + mail(server.port))
    edition(config.out)
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(__file__)}
    ended = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert server.to == ["a@x.org", "b@x.org"]
    assert run(config).sent == (B, C)
    assert server.to == ["a@x.org", "b@x.org", "b@x.org", "c@x.org"]
    names = [server.message(at)["Message-ID"] for at in range(4)]
    assert names[1] == names[2] and len(set(names)) == 3
    assert server.mails[1] == server.mails[2]


@pytest.mark.slow
def test_kill_9_before_accepted_sends_each_mail_once(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out)
    program = PROGRAM.replace('write = journal.write', '''
from sitrep.publish import mail
handed = mail._handed
def dying(server, sender, to, message, limits):
    if to == "b@x.org":
        os.kill(os.getpid(), signal.SIGKILL)
    handed(server, sender, to, message, limits)
mail._handed = dying
write = journal.write''')
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(__file__)}
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert run(config).sent == (B,)
    assert server.to == ["a@x.org", "b@x.org"]


def test_a_journal_that_cannot_be_written_stops_the_run_at_the_first_mail(tmp_path, server, monkeypatch):
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out)
    append = disk.append

    def full(path, content, mode):
        if b'"sent"' in content:
            raise OSError(28, "No space left on device", str(path))
        append(path, content, mode)

    monkeypatch.setattr(disk, "append", full)
    came = run(config)
    assert server.to == ["a@x.org"]
    assert (came.sent, came.queued) == ((), (A, B))
    assert came.errors[0].startswith(f"{FIRST} to a@x.org arrived, and will be sent there again, because cannot write ")


def test_on_a_full_disk_nothing_is_sent(tmp_path, server, monkeypatch):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out)
    monkeypatch.setattr(journal, "ROOM_BYTES", 1 << 62)
    came = run(config)
    assert (came.sent, came.queued, server.mails) == ((), (A,), [])
    assert "is full: nothing is sent" in came.errors[0]


def test_with_a_line_that_is_none_in_the_journal_nothing_is_sent(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(server.port))
    edition(config.out)
    (config.out / journal.NAME).write_text('{"state": "sent"\n')
    came = run(config)
    assert (came.sent, server.mails, came.exit_code) == ((), [], 14)
    assert came.errors[0].endswith(".journal:1: is no line of a journal; nothing is sent before this line is taken out")


def test_lines_taken_out_by_hand_send_an_edition_again(tmp_path, server):
    config = office(tmp_path, "recipients: [a@x.org, b@x.org]\n" + mail(server.port))
    edition(config.out)
    run(config)
    edition(config.out, 2)
    run(config)
    file = config.out / journal.NAME
    file.write_text("".join(line for line in file.read_text().splitlines(True) if FIRST not in line))
    assert run(config).sent == (A, B)


# --- what clearers are told -------------------------------------------------------------------------------------------


def test_clearers_are_told_once_a_day_and_reason_that_nothing_came_in(tmp_path, server):
    config = office(tmp_path, "clearers: [c@x.org]\nrecipients: [a@x.org]\n" + mail(server.port))
    config.out.mkdir()
    why = "none of 3 documents was published in the period 2018-09-03 to 2018-09-09"

    def tell(reason, now=MONDAY):
        came = deliver.tell(config, reason, why, now, Pauses().limits())
        assert (came.errors, came.queued) == ((), ())
        return len(came.sent)

    tomorrow = MONDAY + timedelta(days=1)
    assert [tell("nothing"), tell("nothing"), tell("failed"), tell("nothing", tomorrow)] == [1, 0, 1, 1]
    assert server.got[0] == ("c@x.org", "Idlib: no new report, nothing came in")
    assert server.got[1] == ("c@x.org", "Idlib: the report could not be made")
    body = server.message().get_body(("plain",))
    assert body is not None and body.get_content().endswith(f"stands unchanged.\r\n{why}\r\n")
    assert states(config)["notice 2018-09-10 nothing c@x.org"] == "sent"


def test_a_notice_that_cannot_be_sent_is_told_and_not_queued(tmp_path):
    port = free_port()
    config = office(tmp_path, "clearers: [c@x.org]\n" + mail(port))
    config.out.mkdir()
    came = deliver.tell(config, "nothing", "", MONDAY, Pauses().limits())
    assert (came.sent, came.queued, came.exit_code) == ((), (), 14)
    assert came.errors == (
        f"not sent: 2018-09-10 nothing to c@x.org: 127.0.0.1:{port}: Connection refused – the "
        "next run tries again",)  # fmt: skip
    assert journal.states(config.out) == {}


def test_without_clearers_nobody_is_told(tmp_path):
    config = office(tmp_path, "")
    assert deliver.tell(config, "nothing", "", MONDAY) == deliver.Delivered()
    assert not config.out.exists()


def test_a_refusal_of_the_disk_is_told_and_not_raised(tmp_path, monkeypatch):
    config = office(tmp_path, "recipients: [a@x.org]\n" + mail(free_port()))
    edition(config.out)

    def refused(*arguments):
        raise PublishFailed("cannot write out/.journal: Read-only file system")

    monkeypatch.setattr(journal, "write", refused)
    assert run(config).errors == ("cannot write out/.journal: Read-only file system",)
