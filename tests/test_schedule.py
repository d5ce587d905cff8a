"""`sitrep schedule`: what it prints means, to cron, to a shell and to systemd, what it means to us."""

import configparser
import json
import os
import pwd
import re
import shlex
import shutil
import subprocess
from datetime import time
from pathlib import Path

import builds
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.cli import main
from sitrep.commands import schedule
from sitrep.commands.schedule import Job, Times, cron_command, times, unit_word, units

SITREP = str(schedule._program())
ODD = """our "office" 50% \\% it's $HOME `id`; #1"""
REPORT = "title: Idlib\ncountry: SYR\nperiod: {kind: week, week_start: saturday, timezone: Asia/Damascus}\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace whose weeks begin on Saturday in Damascus."""
    folder = tmp_path / "my-office"
    (folder / "config").mkdir(parents=True)
    (folder / "out").mkdir()
    (folder / "config/report.yaml").write_text(REPORT)
    return folder


def printed(capsys: pytest.CaptureFixture[str], office: Path, *words: str) -> str:
    assert main(["schedule", "--workspace", str(office), *words]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


# --- cron -------------------------------------------------------------------------------------------------------------


def as_cron_reads(line: str) -> tuple[tuple[str, ...], str]:
    """The five fields of a line of a crontab, each a number in its bounds or a star, and what `/bin/sh` is given.

    After crontab(5): the command goes to the end of the line or to the first `%` that no backslash stands before.
    """
    *fields, command = line.split(" ", 5)
    for field, most in zip(fields, (59, 23, 31, 12, 6), strict=True):
        assert field == "*" or (re.fullmatch(r"0|[1-9][0-9]?", field) and int(field) <= most), field
    shell, is_escaped = "", False
    for sign in command:
        assert sign.isprintable()
        if sign == "%":
            assert is_escaped, f"cron would end the command here: {shell}"
            shell = shell[:-1]
        shell += sign
        is_escaped = sign == "\\" and not is_escaped
    return tuple(fields), shell


def test_the_crontab_as_it_is_printed(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    about, hint, zone, line = printed(capsys, office).splitlines()
    assert about == f"# Situation report of {office}, every Saturday at 06:00, Asia/Damascus."
    assert hint.startswith("# ")
    assert zone == "CRON_TZ=Asia/Damascus"
    assert line == f"0 6 * * 6 {SITREP} build --workspace {office} --wait 600 --quiet; exit $?"


@pytest.mark.parametrize(
    ("day", "at", "cron", "calendar"),
    [
        ("monday", time(6), "0 6 * * 1", "Mon *-*-* 06:00:00 UTC"),
        ("saturday", time(0, 5), "5 0 * * 6", "Sat *-*-* 00:05:00 UTC"),
        ("sunday", time(23, 59), "59 23 * * 0", "Sun *-*-* 23:59:00 UTC"),
        ("1", time(6), "0 6 1 * *", "*-*-01 06:00:00 UTC"),
        ("28", time(12, 30), "30 12 28 * *", "*-*-28 12:30:00 UTC"),
    ],
)
def test_a_moment_in_the_words_of_cron_and_systemd(day: str, at: time, cron: str, calendar: str) -> None:
    found = times(day, at, "UTC")
    assert (found.cron, found.calendar) == (cron, calendar)
    assert as_cron_reads(f"{cron} true")[0] == tuple(cron.split())


@pytest.mark.parametrize(
    ("period", "words", "cron"),
    [
        ("{kind: week}", [], "0 6 * * 1"),
        ("{kind: week, week_start: sunday}", [], "0 6 * * 0"),
        ("{kind: month}", [], "0 6 1 * *"),
        ("{kind: month}", ["--day", "3"], "0 6 3 * *"),
        ("{kind: week}", ["--day", "Wednesday", "--at", "7:45"], "45 7 * * 3"),
        ("{kind: dates, start: 2018-09-01, end: 2018-09-09}", ["--day", "friday"], "0 6 * * 5"),
    ],
)
def test_the_day_after_the_period_unless_another_is_asked_for(
    office: Path, capsys: pytest.CaptureFixture[str], period: str, words: list[str], cron: str
) -> None:
    (office / "config/report.yaml").write_text(f"title: A\ncountry: SYR\nperiod: {period}\n")
    line = printed(capsys, office, *words).splitlines()[-1]
    assert " ".join(as_cron_reads(line)[0]) == cron


def test_dates_that_have_no_next_are_refused(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    period = "{kind: dates, start: 2018-09-01, end: 2018-09-09}"
    (office / "config/report.yaml").write_text(f"title: A\ncountry: SYR\nperiod: {period}\n")
    assert main(["schedule", "--workspace", str(office)]) == 2
    assert "period.kind is dates, which is one period and has no next" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--day", "fryday"], ["--day", "0"], ["--day", "29"], ["--day", "٣"], ["--at", "24:00"], ["--at", "6"]],
    ids=" ".join,
)  # fmt: skip
def test_days_and_times_that_are_none(office: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schedule", "--workspace", str(office), *words])
    assert ended.value.code == 2
    assert " is no " in capsys.readouterr().err


def test_a_path_with_a_line_break_is_refused(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = office.rename(office.parent / "an\n* * * * * office")
    assert main(["schedule", "--workspace", str(odd)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "an⟦U+000A⟧* * * * * office: no crontab or unit can name this path" in said.err


def test_mistakes_of_the_configuration_are_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (office / "config/report.yaml").write_text("titel: A\n")
    assert main(["schedule", "--workspace", str(office)]) == 2
    assert capsys.readouterr().err.startswith('config/report.yaml:1: unknown key "titel"')


def test_cron_and_a_shell_make_of_odd_paths_what_they_are(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The printed line is run by the shell; the program is one that prints what it is given."""
    odd = office.rename(office.parent / ODD)
    program = odd / "sitrep"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o700)
    monkeypatch.setattr(schedule, "_program", lambda: program)
    line = printed(capsys, odd, "--profile", "flash").splitlines()[-1]
    fields, command = as_cron_reads(line)
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd="/", env={})
    assert ran.stdout.splitlines() == [
        "build", "--workspace", str(odd), "--profile", "flash", "--wait", "600", "--quiet",
    ]  # fmt: skip


@pytest.mark.parametrize(("last", "code"), [("exit 3", 3), ("kill -9 $$", 137)])
def test_the_line_ends_as_the_build_does_and_a_killed_one_is_told(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, last: str, code: int
) -> None:
    program = office / "sitrep"
    program.write_text(f"#!/bin/sh\n{last}\n")
    program.chmod(0o700)
    monkeypatch.setattr(schedule, "_program", lambda: program)
    command = as_cron_reads(printed(capsys, office).splitlines()[-1])[1]
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    assert ran.returncode == code
    assert ("Killed" in ran.stderr) == (code == 137)


@given(st.lists(st.text(st.sampled_from("ab /%\\'\"$`;#&|<>(){}*?~!-=é")), min_size=1))
def test_any_words_come_through_cron_and_shell(words: list[str]) -> None:
    assert shlex.split(as_cron_reads(f"* * * * * {cron_command(words)}")[1]) == words


@pytest.mark.slow
def test_the_printed_command_builds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From `/`, in an environment as bare as cron's, in a folder with an odd name."""
    odd = builds.workspace(tmp_path / f"office {ODD}", builds.SHORT)
    line = printed(capsys, odd).splitlines()[-1]
    bare = {"HOME": "/nonexistent", "LOGNAME": "nobody", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}
    command = as_cron_reads(line)[1]
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, cwd="/", env=bare, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert json.loads((odd / "out/latest/internal/manifest.json").read_text())["exit_code"] == 0


# --- systemd ----------------------------------------------------------------------------------------------------------


def files(text: str) -> dict[str, str]:
    """The units that were printed, by the name of the file that each is for."""
    parts = re.split(r"^# /etc/systemd/system/(\S+)\n", text, flags=re.MULTILINE)
    assert parts[0] == ""
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def read(unit: str) -> configparser.ConfigParser:
    """A unit as a strict reader takes it: no key twice, no section twice, nothing interpolated, case kept."""
    parser = configparser.RawConfigParser(strict=True, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit)
    return parser  # type: ignore[return-value]


def as_systemd_reads(value: str) -> list[str]:
    """The words of a value: double quotes, escapes of `\\` and `"`, and `%%`, after systemd.syntax(7)."""
    words: list[str] = []
    for match in re.finditer(r'(:?)(?:"((?:\\.|[^"\\])*)"|([^\s"\\]+))(?: |$)', value):
        word = re.sub(r"\\(.)", r"\1", match[2]) if match[2] is not None else match[3]
        assert "%" not in word.replace("%%", ""), "a specifier"
        words.append(match[1] + word.replace("%%", "%"))
    return words


def test_the_units_as_they_are_printed(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = files(printed(capsys, office, "--systemd"))
    assert list(told) == ["sitrep-my-office.service", "sitrep-my-office.timer"]
    service, timer = map(read, told.values())
    assert dict(service["Unit"]) == {
        "Description": f"Situation report of {office}", "RequiresMountsFor": str(office),
        "OnFailure": "sitrep-failed@%N.service",
    }  # fmt: skip
    assert dict(timer["Timer"]) == {
        "OnCalendar": "Sat *-*-* 06:00:00 Asia/Damascus", "Persistent": "true", "RandomizedDelaySec": "0",
    }  # fmt: skip
    assert timer["Install"]["WantedBy"] == "timers.target"
    does = service["Service"]
    assert does["ExecStart"] == f":{SITREP} build --workspace {office} --wait 600"
    assert does["Type"] == "oneshot"
    assert does["User"] == pwd.getpwuid(os.getuid()).pw_name
    assert does["ReadWritePaths"] == f"{office}/out"
    assert (does["CacheDirectory"], does["Environment"]) == (
        "sitrep-my-office", "XDG_CACHE_HOME=%C/sitrep-my-office",
    )  # fmt: skip
    for key, value in {
        "NoNewPrivileges": "yes", "PrivateNetwork": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes",
        "MemoryMax": "4G", "TimeoutStartSec": "2h", "Nice": "10",
    }.items():  # fmt: skip
        assert does[key] == value
    assert does["SuccessExitStatus"] == "0"  # 3, 10 and 14 are for a person to look at: docs/cron.md
    assert "CPUQuota" not in does


def test_a_profile_has_units_of_its_own(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = files(printed(capsys, office, "--systemd", "--profile", "flash", "--day", "1"))
    assert list(told) == ["sitrep-my-office-flash.service", "sitrep-my-office-flash.timer"]
    service, timer = map(read, told.values())
    assert " --profile flash " in service["Service"]["ExecStart"]
    assert timer["Timer"]["OnCalendar"] == "*-*-01 06:00:00 Asia/Damascus"


def test_folders_that_are_not_there_yet_are_told(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To systemd, a service that may write to a folder that is not there is one that cannot start."""
    (office / "out").rmdir()
    (office / "config/publishing.yaml").write_text("folder: ../shared\n")
    assert main(["schedule", "--systemd", "--workspace", str(office)]) == 0
    out, shared = capsys.readouterr().err.splitlines()
    assert out.startswith(f"sitrep: {office}/out is not there yet: make it ")
    assert shared.startswith(f"sitrep: {office}/../shared is not there yet: make it ")


# --- what was not sent ------------------------------------------------------------------------------------------------

MAIL = "recipients: [ana@example.org]\nmail: {server: mail.example.org, sender: desk@example.org}\n"


@pytest.mark.parametrize(
    ("publishing", "network", "writes"),
    [
        (MAIL, True, "{0}/out"),
        ("command: [rsync]\n", True, "{0}/out"),
        ("folder: copies\n", False, "{0}/out {0}/copies"),
        (f"{MAIL}folder: copies\n", True, "{0}/out {0}/copies"),
    ],
    ids=["mail", "command", "folder", "mail and folder"],
)
def test_where_editions_go_out_deliveries_have_units_too(
    office: Path, capsys: pytest.CaptureFixture[str], publishing: str, network: bool, writes: str
) -> None:
    (office / "copies").mkdir()
    (office / "config/publishing.yaml").write_text(publishing)
    told = files(printed(capsys, office, "--systemd", "--profile", "flash"))
    assert list(told) == [
        "sitrep-my-office-flash.service", "sitrep-my-office-flash.timer",
        "sitrep-my-office-deliver.service", "sitrep-my-office-deliver.timer",
    ]  # fmt: skip
    builds, _, sends, timer = map(read, told.values())
    assert sends["Service"]["ExecStart"] == f":{SITREP} deliver --workspace {office} --wait 600"
    assert timer["Timer"]["OnCalendar"] == "*-*-* *:30:00"
    assert builds["Service"]["SuccessExitStatus"] == "0"
    assert sends["Service"]["SuccessExitStatus"] == "14"
    for unit in (builds, sends):  # a build sends too
        assert ("RestrictAddressFamilies" in unit["Service"], "PrivateNetwork" in unit["Service"]) == (
            network, not network,
        )  # fmt: skip
        assert unit["Service"]["ReadWritePaths"] == writes.format(office)


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 0", ""), ("echo 2 queued; exit 14", ""), ("echo disk full; exit 13", "failed: disk full\n"),
        ("kill -9 $$", "failed: \n"),
    ],
)  # fmt: skip
def test_cron_tells_of_a_delivery_that_fails_and_not_of_one_that_waits(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    (office / "config/publishing.yaml").write_text(MAIL)
    program = office / "50% sitrep"
    program.write_text(f"#!/bin/sh\n{does} >&2\n")
    program.chmod(0o700)
    monkeypatch.setattr(schedule, "_program", lambda: program)
    builds, sends = printed(capsys, office).splitlines()[-2:]
    assert " build --workspace " in builds
    assert " deliver --workspace " in sends
    fields, command = as_cron_reads(sends)
    assert fields == ("30", "*", "*", "*", "*")
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    assert ran.stdout == said
    assert ran.stderr == ("" if "kill" not in does else ran.stderr)


@pytest.mark.parametrize(
    ("path", "home"),
    [("/srv/office", "yes"), ("/home/ana/office", "read-only"), ("/root/office", "read-only"), ("/homes/o", "yes")],
)
def test_homes_are_shown_only_where_something_of_ours_is_in_one(
    monkeypatch: pytest.MonkeyPatch, path: str, home: str
) -> None:
    for name in ("prefix", "base_prefix"):
        monkeypatch.setattr(schedule.sys, name, "/usr")
    monkeypatch.setattr(schedule, "_owner", lambda workspace: "office")
    assert read(service_of(Path(path)))["Service"]["ProtectHome"] == home


def service_of(workspace: Path, has_network: bool = False) -> str:
    job = Job("sitrep-a", "A", Times("t", "* * * * *", "hourly"), ("deliver",), (workspace / "out",), has_network)
    return units(job, Path("/usr/bin/sitrep"), workspace)[0]


def test_only_a_job_that_sends_has_a_network(tmp_path: Path) -> None:
    alone, sending = (read(service_of(tmp_path, has_network))["Service"] for has_network in (False, True))
    assert alone["PrivateNetwork"] == "yes"
    assert "RestrictAddressFamilies" not in alone
    assert sending["RestrictAddressFamilies"] == "AF_UNIX AF_INET AF_INET6"
    assert "PrivateNetwork" not in sending


@given(st.lists(st.text(st.sampled_from("ab /%\\'\"$`;#&|<>(){}*?~!-=é"), min_size=1), min_size=1))
def test_any_words_come_through_systemd(words: list[str]) -> None:
    assert as_systemd_reads(" ".join(map(unit_word, words))) == words


def test_systemd_makes_of_odd_paths_what_they_are(
    office: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Read by systemd itself where it is there, else by the rules of its manual."""
    odd = office.rename(office.parent / ODD)
    told = files(printed(capsys, odd, "--systemd"))
    name = "sitrep-our-office-50-it-s-home-id-1"
    assert list(told) == [f"{name}.service", f"{name}.timer"]
    words = [SITREP, "build", "--workspace", str(odd), "--wait", "600"]
    service = read(told[f"{name}.service"])
    assert as_systemd_reads(service["Service"]["ExecStart"].removeprefix(":")) == words
    assert as_systemd_reads(service["Service"]["ReadWritePaths"]) == [f"{odd}/out"]
    assert as_systemd_reads(service["Unit"]["RequiresMountsFor"]) == [str(odd)]
    if shutil.which("systemd-analyze"):
        for file, text in told.items():
            (tmp_path / file).write_text(text)
        asked = ["systemd-analyze", "verify", *(str(tmp_path / file) for file in told)]
        debug = {**os.environ, "SYSTEMD_LOG_LEVEL": "debug"}
        ran = subprocess.run(asked, env=debug, capture_output=True, text=True, check=True)
        assert not re.search(rf"{tmp_path}/\S+:\d+:", ran.stderr)  # what is wrong with a line, or unknown in it
        understood = ran.stdout + ran.stderr
        assert f"ReadWritePaths: {odd}/out\n" in understood
        command = re.search(r"Command Line: (.*)\n", understood)
        assert command
        script = f"printf '%s\\n' {command[1]}"
        assert subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True).stdout.splitlines() == words


# --- docs/cron.md -----------------------------------------------------------------------------------------------------

DOCUMENT = (Path(__file__).parent.parent / "docs/cron.md").read_text("utf-8")
SECTIONS = "".join(re.findall(r"^## Schedule\n.*?(?=^## |\Z)", DOCUMENT, flags=re.DOTALL | re.MULTILINE))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", SECTIONS, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_every_command_that_the_document_shows_runs(office: Path, tmp_path: Path) -> None:
    """Each of them in a shell, with the paths of this test; only systemctl has nobody to talk to here."""
    (tmp_path / "etc/systemd/system").mkdir(parents=True)
    commands = [command for block in blocks("sh") for command in re.split(r"\n(?! )", block) if command]
    assert [command.split()[0] for command in commands] == ["cd", "cd", "cd", "systemctl", "systemctl"]
    for command in commands[:3]:
        here = command.replace("/srv/my-office", str(office)).replace("/srv/sitrep/.venv/bin/sitrep", SITREP)
        here = here.replace("file = $2", f'file = "{tmp_path}" $2')
        ran = subprocess.run(["bash", "-c", f"set -o pipefail; {here}"], capture_output=True, text=True)
        assert (ran.returncode, ran.stderr) == (0, ""), here
    written = sorted(path.name for path in (tmp_path / "etc/systemd/system").iterdir())
    assert written == ["sitrep-my-office.service", "sitrep-my-office.timer"]
    assert commands[4].split()[-1] == written[1]


def test_the_unit_that_tells_of_failures_is_the_one_that_the_service_names(
    office: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (unit,) = blocks("ini")
    service = read(files(printed(capsys, office, "--systemd"))["sitrep-my-office.service"])
    named = service["Unit"]["OnFailure"].replace("%N", "")
    assert f"/etc/systemd/system/{named}`" in SECTIONS
    assert read(unit)["Service"]["Type"] == "oneshot"
    if shutil.which("systemd-analyze"):
        path = tmp_path / named.replace("@", "@sitrep-my-office")
        path.write_text(unit)
        debug = {**os.environ, "SYSTEMD_LOG_LEVEL": "debug"}
        ran = subprocess.run(["systemd-analyze", "verify", path], env=debug, capture_output=True, text=True, check=True)
        assert not re.search(rf"{tmp_path}/\S+:\d+:", ran.stderr)
        command = re.search(r"Command Line: (.*)\n", ran.stdout + ran.stderr)
        assert command
        assert command[1].endswith(" sh sitrep-my-office")
