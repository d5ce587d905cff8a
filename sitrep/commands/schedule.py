"""`sitrep schedule`: the crontab, or the units of systemd, by which this machine builds this workspace's report.

Nothing is installed: what is printed is for an administrator to read and to put in its place (docs/cron.md).

Paths may hold spaces, quotes, `%`, `$` and backslashes. They are written as the reader at the other end takes them:
cron ends a command at `%` (crontab(5)) and then gives it to `/bin/sh`; systemd has no shell, but quotes, escapes and
specifiers of its own (systemd.syntax(7), systemd.service(5)).
"""

import argparse
import os
import pwd
import re
import shlex
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from sitrep import config as settings
from sitrep.commands.options import profile, workspace
from sitrep.config import Config
from sitrep.errors import ConfigError, SitrepError
from sitrep.reconcile.periods import WEEKDAYS
from sitrep.shown import hint, is_safe, show

WAIT_S = 600  # a build that somebody started by hand is waited for
UNITS = "/etc/systemd/system"
HOMES = ("/home", "/root", "/run/user")  # what ProtectHome= hides

CRONTAB = """\
# {description}, {when}.
# Keep this at the end: CRON_TZ is for every line below it. Debian's cron does not know it: it takes the machine's zone.
CRON_TZ={zone}
{lines}"""

SERVICE = """\
# {units}/{name}.service
[Unit]
Description={description}
RequiresMountsFor={workspace}
OnFailure=sitrep-failed@%N.service

[Service]
Type=oneshot
User={user}
ExecStart=:{command}
ReadWritePaths={writes}
CacheDirectory={name}
CacheDirectoryMode=0700
Environment=XDG_CACHE_HOME=%C/{name}
SuccessExitStatus={passed}
TimeoutStartSec=2h
MemoryMax=4G
Nice=10
{network}
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
LockPersonality=yes
SystemCallArchitectures=native
"""

TIMER = """\
# {units}/{name}.timer
[Unit]
Description={description}, {when}

[Timer]
OnCalendar={calendar}
Persistent=true
RandomizedDelaySec=0

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Moments that come again: in the words of people, of crontab(5) and of systemd.time(7), all in one time zone."""

    told: str
    cron: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done again and again: `name` is that of its units, `words` is the verb with its options.

    `writes` are the folders it may change, beside its cache. After an exit code `passed` nobody needs to be told.
    """

    name: str
    description: str
    times: Times
    words: tuple[str, ...]
    writes: tuple[Path, ...]
    has_network: bool = False
    passed: int = 0


# Not at the full hour, when builds begin.
HOURLY = Times("every hour, 30 minutes past", "30 * * * *", "*-*-* *:30:00")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what may be asked of a schedule."""
    workspace(parser)
    parser.add_argument("--systemd", action="store_true", help="print a service and its timer (default: a crontab)")
    parser.add_argument(
        "--day", metavar="DAY", type=day,
        help="a day of the week, or of the month from 1 to 28 (default: the first day after the period)",
    )
    parser.add_argument(
        "--at", metavar="TIME", type=moment, default=time(6), help="the time of day there (default: 06:00)"
    )
    profile(parser)


def day(text: str) -> str:
    """The name of a weekday, or the number of a day that every month has."""
    word = text.lower()
    if word not in WEEKDAYS and not (word.isascii() and word.isdecimal() and 1 <= int(word[:3]) <= 28):
        raise argparse.ArgumentTypeError(f"{show(text)!r} is no day{hint(word, (*WEEKDAYS, '1 to 28'))}")
    return word


def moment(text: str) -> time:
    """A time of day written as in 06:00."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text, re.ASCII)
    if not found:
        raise argparse.ArgumentTypeError(f"{show(text)!r} is no time of day such as 06:00")
    return time(int(found[1]), int(found[2]))


def run(options: argparse.Namespace) -> int:
    """Prints what was asked for; gives 0. Raises ConfigError if the settings name no moment, or are mistaken."""
    config = settings.load(options.workspace, options.profile)
    workspace, program = Path(os.path.abspath(options.workspace)), _program()
    for path in (workspace, program):
        if not is_safe(str(path)):
            raise ConfigError(f"{show(str(path))}: no crontab or unit can name this path – rename the folder")
    work = jobs(config, workspace, options)
    if not options.systemd:
        print(crontab(work, program, config.period.timezone), end="")
        return 0
    print("\n".join(text for job in work for text in units(job, program, workspace)), end="")
    for missing in dict.fromkeys(path for job in work for path in job.writes if not path.is_dir()):
        advice = "make it (out/ is made by `sitrep build`) before the timer starts, as the user that the service names"
        print(f"sitrep: {show(str(missing))} is not there yet: {advice}", file=sys.stderr)
    return 0


def _program() -> Path:
    """The command `sitrep` of this installation."""
    beside, called = Path(sysconfig.get_path("scripts")) / "sitrep", Path(os.path.abspath(sys.argv[0]))
    found = next((path for path in (beside, called) if path.name == "sitrep" and path.is_file()), None)
    if not found:
        raise SitrepError(f"{beside} is not there: install sitrep with `pip install .`, and run it from there")
    return found


def jobs(config: Config, workspace: Path, options: argparse.Namespace) -> tuple[Job, ...]:
    """Everything that is to be done for this workspace without anybody there: builds, and sending what they left."""
    publishing, profile = config.publishing, options.profile
    has_network = bool(publishing.mail.server or publishing.command)
    writes = (workspace / "out", *([workspace / publishing.folder] if publishing.folder else []))
    where, wait = ("--workspace", str(workspace)), ("--wait", str(WAIT_S))
    builds = Job(
        _name("sitrep", workspace.name, profile), f"Situation report of {workspace}",
        times(options.day or _day_after(config), options.at, config.period.timezone),
        ("build", *where, *(("--profile", profile) if profile else ()), *wait), writes, has_network,
    )  # fmt: skip
    if not has_network and not publishing.folder:
        return (builds,)
    # The build has told of what it could not send; that it is not sent an hour later is no news.
    sends = Job(
        _name("sitrep", workspace.name, "deliver"), f"Deliveries of {workspace}", HOURLY, ("deliver", *where, *wait),
        writes, has_network, passed=14,
    )  # fmt: skip
    return builds, sends


def _name(*parts: str) -> str:
    """A name for units, of letters that no reader takes for anything else."""
    words = (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)
    return "-".join(word for word in words if word)


def _day_after(config: Config) -> str:
    """The first day on which the whole of a period has passed."""
    if config.period.kind == "dates":
        raise ConfigError(
            "config/report.yaml: period.kind is dates, which is one period and has no next – take week or month, or "
            "say by --day when to build it again"
        )
    return config.period.week_start if config.period.kind == "week" else "1"


def times(day: str, at: time, zone: str) -> Times:
    """Every week or month on that day, at that time.

    >>> times("sunday", time(6, 30), "UTC")
    Times(told='every Sunday at 06:30, UTC', cron='30 6 * * 0', calendar='Sun *-*-* 06:30:00 UTC')
    >>> times("1", time(6), "Asia/Damascus").calendar
    '*-*-01 06:00:00 Asia/Damascus'
    """
    clock = f"{at:%H:%M}"
    if day in WEEKDAYS:
        number = (WEEKDAYS.index(day) + 1) % 7  # cron's week begins with Sunday, 0
        told, cron = f"every {day.title()} at {clock}, {zone}", f"{at.minute} {at.hour} * * {number}"
        return Times(told, cron, f"{day[:3].title()} *-*-* {clock}:00 {zone}")
    told, cron = f"on day {day} of every month at {clock}, {zone}", f"{at.minute} {at.hour} {day} * *"
    return Times(told, cron, f"*-*-{int(day):02} {clock}:00 {zone}")


def crontab(work: Iterable[Job], program: Path, zone: str) -> str:
    """The lines of a crontab. What a job prints, cron mails: so each is quiet, and says nothing after what is `passed`.

    One that is killed (when memory runs out) can say nothing more. The shell does, because it has something left to do.
    """
    work = tuple(work)
    lines = []
    for job in work:
        command = cron_command([str(program), *job.words, "--quiet"])
        told = f'said=$({command} 2>&1) || [ $? = {job.passed} ] || echo "failed: $said"' if job.passed else ""
        lines.append(f"{job.times.cron} {told or f'{command}; exit $?'}\n")
    first = work[0]
    return CRONTAB.format(description=first.description, when=first.times.told, zone=zone, lines="".join(lines))


def cron_command(words: Iterable[str]) -> str:
    r"""A command as crontab(5) takes it: quoted for a shell, each `%` escaped.

    >>> print(cron_command(["/srv/our office/sitrep", "build", "50%"]))
    '/srv/our office/sitrep' build 50\%

    A backslash before `%` would be taken for such an escape; quotes, closed and opened again, part the two.
    """
    return shlex.join(words).replace("\\%", "\\''%").replace("%", "\\%")


def units(job: Job, program: Path, workspace: Path) -> tuple[str, str]:
    """A service and its timer, each under a line that names its file. The journal is its log, so it is not quiet."""
    needed = (workspace, program, Path(sys.prefix), Path(sys.base_prefix), *job.writes)
    at_home = any(path.is_relative_to(home) for path in needed for home in HOMES)
    told = {"units": UNITS, "name": job.name, "description": job.description.replace("%", "%%")}
    service = SERVICE.format(
        **told, user=_owner(workspace), workspace=unit_word(str(workspace)),
        command=" ".join(map(unit_word, (str(program), *job.words))),
        writes=" ".join(unit_word(str(path)) for path in job.writes), passed=job.passed,
        home="read-only" if at_home else "yes",
        network="RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6" if job.has_network else "PrivateNetwork=yes",
    )  # fmt: skip
    return service, TIMER.format(**told, when=job.times.told, calendar=job.times.calendar)


def unit_word(word: str) -> str:
    r"""A word as unit files take it. `$` needs no escape: the commands begin with `:`, which makes it mean nothing.

    >>> print(unit_word("/srv/office"), unit_word('/srv/our "office", 50%'))
    /srv/office "/srv/our \"office\", 50%%"
    """
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if re.fullmatch(r"[\w%+=:,./@-]+", escaped, re.ASCII) else f'"{escaped}"'


def _owner(workspace: Path) -> str:
    """The user whose workspace it is, by name or number."""
    owner = workspace.stat().st_uid
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)
