"""Whether this machine and this workspace can make and publish a report: a list of small checks, a line each.

A check is a function from `Office` to `Finding` and changes nothing that stays. None but that of mail needs a network.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from sitrep.doctor import drawing, folders, machine, mail, workspace
from sitrep.doctor.findings import CODES, DISK, Finding, Office, failure

__all__ = ["CHECKS", "Finding", "Office", "examined", "exit_code"]

CHECKS: Mapping[str, Callable[[Office], Finding]] = {
    "python": machine.python,
    "libraries": machine.libraries,
    "fonts": drawing.fonts,
    "drawing": drawing.drawing,
    "encoding": machine.encoding,
    "clock": machine.clock,
    "configuration": workspace.configuration,
    "time zone": workspace.time_zone,
    "templates": workspace.templates,
    "seeds": workspace.seeds,
    "out": folders.out,
    "space": folders.space,
    "internal": folders.internal,
    "lock": folders.lock,
    "cache": folders.cache,
    "mail": mail.mail,
}


def examined(office: Office) -> Mapping[str, Finding]:
    """What each check found. They run side by side: two of them wait for child processes."""
    with ThreadPoolExecutor() as threads:
        return dict(zip(CHECKS, threads.map(lambda check: _found(check, office), CHECKS.values()), strict=True))


def _found(check: Callable[[Office], Finding], office: Office) -> Finding:
    """What a check found; a disk that refuses what nobody expected it to refuse is a finding too."""
    try:
        return check(office)
    except OSError as error:
        told = f"{error.filename or office.folder}: {error.strerror}"
        return failure(DISK, told, "give the user who builds the right to it")


def exit_code(findings: Mapping[str, Finding]) -> int:
    """The exit code of all findings: 0 if nothing failed."""
    codes = {finding.exit_code for finding in findings.values()}
    return next((code for code in CODES if code in codes), 0)
