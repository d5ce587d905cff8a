"""config/publishing.yaml: every mistake with its line, every default, and what `sitrep check` says of it."""

from datetime import date
from pathlib import Path

import pytest
from test_config import mistakes, workspace

from sitrep import config, publish
from sitrep.cli import main
from sitrep.config import Mail, Publishing, Recipient
from sitrep.model import Period

ROOT = Path(__file__).parent.parent
SERVER = "mail: {server: mail.example.org, sender: desk@example.org}\n"
SECRET = (
    "looks like a secret – settings are copied and mailed, so keep secrets out of them: write user and password into a "
    "file that mail names as `credentials`, a line each"
)

OURS = "folder: is one of config, out, seeds, templates, or in it – name a folder apart from these"

MISTAKES = [
    ("clearers: [a@x.org]\nrecipents: []\n" + SERVER, '2: unknown key "recipents" – did you mean "recipients"?'),
    ("clearers: desk\n" + SERVER, '1: clearers: must be one mail address such as desk@example.org, not "desk"'),
    ("clearers:\n  - a@x.org\n  - a@x.org,b@x.org\n" + SERVER,
     '3: clearers: must be one mail address such as desk@example.org, not "a@x.org,b@x.org"'),
    ("clearers: a..b@x.org\n" + SERVER,
     '1: clearers: must be one mail address such as desk@example.org, not "a..b@x.org"'),
    ("clearers: [a@x.org, A@x.org]\n" + SERVER, "1: clearers: A@x.org stands there twice – keep one of the two"),
    ("recipients:\n  - ünal@x.org\n" + SERVER,
     '2: to: must be one mail address such as desk@example.org, not "ünal@x.org"'),
    ('recipients:\n  - "a@x.org\\nBcc: b@x.org"\n' + SERVER,
     "2: to: holds a line break or control character – retype it on one line"),
    ("recipients:\n  - {to: a@x.org, language: fr}\n" + SERVER,
     '2: unknown key "language" – did you mean "languages"?'),
    ("recipients:\n  - {to: a@x.org, languages: french}\n" + SERVER,
     '2: languages: must be a language code such as en, fr, es or ar, not "french"'),
    ("recipients:\n  - {to: a@x.org, profiles: [weakly]}\n" + SERVER,
     '2: profiles: there is no profile "weakly" – did you mean "weekly"?'),
    ("recipients:\n  - a@x.org\n  - {languages: fr}\n" + SERVER, "3: to: is missing – write it on a line of its own"),
    ("recipients:\n  - a@x.org\n  -\n" + SERVER, "3: recipients: an entry is empty – write it out or remove the line"),
    ("recipients: [a@x.org, {to: a@x.org, languages: fr}]\n" + SERVER,
     "1: recipients: a@x.org stands there twice – keep one of the two"),
    ("clearers: [a@x.org]\n", "1: mail: needs server and sender: clearers and recipients are sent mail"),
    ("\nmail:\n  server: mail.example.org\n",
     "2: mail: needs both server and sender, the address that messages come from, or neither"),
    ("mail:\n  server: smtp://u:p@mail.example.org\n  sender: a@x.org\n",
     "2: server: must be the name of a mail server and nothing else, such as mail.example.org"),
    ("mail:\n  server: mail.example.org\n  sender: a@x.org\n  security: none\n",
     "4: security: none is for a server on this machine, and mail.example.org is another – take starttls or tls"),
    ("mail: {security: ssl}\n", '1: security: must be starttls, tls or none, not "ssl"'),
    ("mail: {port: 0}\n", '1: port: must be a whole number from 1 to 65535, not "0"'),
    ("mail:\n  sender: Desk <a@x.org>\n",
     '2: sender: must be one mail address such as desk@example.org, not "Desk <a@x.org>"'),
    ("mail:\n  password: x\n", f'2: "password" {SECRET}'),
    ("mail:\n  api_token: x\n", f'2: "api_token" {SECRET}'),
    ("mail_secret: x\n", f'1: "mail_secret" {SECRET}'),
    ("folder: out/copies\n", f"1: {OURS}"),
    ("folder: ../w/seeds\n", f"1: {OURS}"),
    ("folder: .\n", f"1: {OURS}"),
    ("command: rsync -a\n", "1: command: must be a list of words, [rsync, -a]: no shell is used"),
    ("- a@x.org\n", "1: must be keys and values, one a line, indented below it, not a list"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "w").mkdir()
    assert mistakes(tmp_path / "w", publishing=text) == [f"config/publishing.yaml:{told}"]


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    told = mistakes(tmp_path, report="titel: A\n", voices="A: {reliability: Z}\n", publishing="folder: out\ntoken: x\n")
    assert [line.split(": ")[0] for line in told] == [
        "config/publishing.yaml:1", "config/publishing.yaml:2", "config/report.yaml:1", "config/voices.yaml:1"]


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    assert config.load(tmp_path).publishing == Publishing()
    assert config.load(workspace(tmp_path, publishing="mail:\n  port:\ncommand:\n")).publishing == Publishing()
    assert Publishing() == Publishing(clearers=(), recipients=(), mail=Mail(), folder="", command=())


def test_the_demonstration_sends_nothing() -> None:
    assert config.load(ROOT).publishing == Publishing()


def test_short_and_long_ways_to_write_a_recipient(tmp_path: Path) -> None:
    text = "recipients:\n  - a@x.org\n  - {to: b@x.org, languages: fr, profiles: [weekly, daily]}\ncommand: upload\n"
    report = "sections: {daily: [masthead]}\n"
    found = config.load(workspace(tmp_path, report=report, publishing=text + SERVER)).publishing
    assert found.recipients == (
        Recipient(to="a@x.org"), Recipient(to="b@x.org", languages=("fr",), profiles=("weekly", "daily")))
    assert found.command == ("upload",)
    assert config.load(workspace(tmp_path, publishing="recipients: c@x.org\n" + SERVER)).publishing.recipients == (
        Recipient(to="c@x.org"),)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_hangs_on_the_kind_of_security(security: str, port: int) -> None:
    assert Mail(server="localhost", sender="a@x.org", security=security).at_port == port
    assert Mail(server="localhost", sender="a@x.org", security=security, port=2525).at_port == 2525


def test_no_edition_hangs_on_where_it_goes(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    period = Period(date(2018, 9, 3), date(2018, 9, 9))

    def digest(**files: str) -> str:
        loaded = config.load(workspace(tmp_path, **files))
        return str(publish.inputs(loaded, period.end, period, ())["digest"])

    first = digest(report="title: A\n", publishing="folder: ../share\n")
    assert digest(publishing="folder: ../other\n") == first != digest(report="title: B\n")


# --- sitrep check -----------------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    return {line[:10].strip(): line[11:] for line in capsys.readouterr().out.splitlines()}


def test_check_says_whom_an_edition_would_go_to(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    lines = told(capsys)
    assert (lines["drafts to"], lines["sent to"]) == ("nobody", "nobody")
    assert not {"mail by", "copied to", "command"} & set(lines)
    (workspace / "config" / "publishing.yaml").write_text(
        "clearers: [c@x.org]\nfolder: /srv/share\ncommand: [upload, -v]\nrecipients:\n  - a@x.org\n"
        "  - {to: b@x.org, languages: [fr, en]}\n  - {to: d@x.org, profiles: flash}\n" + SERVER)  # fmt: skip
    assert main(["check"]) == 0
    lines = told(capsys)
    assert {key: lines[key] for key in ("drafts to", "sent to", "mail by", "copied to", "command")} == {
        "drafts to": "c@x.org", "sent to": "a@x.org, b@x.org (fr, en)",
        "mail by": "mail.example.org:587, starttls, from desk@example.org", "copied to": "/srv/share",
        "command": "upload -v",
    }
    assert main(["check", "--profile", "flash"]) == 0
    assert told(capsys)["sent to"] == "a@x.org, b@x.org (fr, en), d@x.org"


def test_check_looks_whether_user_and_password_can_be_read(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "config" / "publishing.yaml").write_text(SERVER.replace("}", ", credentials: mail.txt}"))
    (workspace / "mail.txt").write_text("ann\nopen sesame\n")
    (workspace / "mail.txt").chmod(0o644)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        "config/publishing.yaml: credentials: mail.txt: others may read it – run: chmod 600 mail.txt\n")
    (workspace / "mail.txt").chmod(0o600)
    assert main(["check"]) == 0
