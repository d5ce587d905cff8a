"""`sitrep doctor`: whether this machine and workspace can make and publish a report, and what to do if not."""

import argparse
import json
from dataclasses import asdict

from sitrep import clock, doctor
from sitrep.commands import check
from sitrep.commands.options import profile, workspace
from sitrep.doctor.findings import FAILURE, WARNING
from sitrep.shown import show


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds where to look, and how to tell."""
    workspace(parser)
    profile(parser)
    parser.add_argument("--json", action="store_true", help="print the checks as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Prints a line a check; gives 0 if none failed, else 13 (disk), 2 (settings), 12 (drawing) or 14 (mail)."""
    mistakes: list[str] = []
    config = check.understood(options.workspace, options.profile, mistakes)
    now = clock.read(config.period.timezone if config else "UTC").now
    found = doctor.examined(doctor.Office(options.workspace, config, tuple(mistakes), now))
    code = doctor.exit_code(found)
    if options.json:
        checks = [{"check": name, **asdict(finding)} for name, finding in found.items()]
        print(json.dumps({"exit_code": code, "checks": checks}, indent=1))
        return code
    for name, finding in found.items():
        advice = f" – {finding.do}" if finding.do else ""
        print(show(f"{finding.level:<7}  {name:<13}  {finding.found}{advice}"))
    levels = [finding.level for finding in found.values()]
    told = f"{len(levels)} checks, {levels.count(WARNING)} warnings, {levels.count(FAILURE)} failures"
    print(f"sitrep: {told}, exit {code}")
    return code
