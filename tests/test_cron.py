"""docs/cron.md, followed to the letter by an administrator: every command runs, in its order, and does what it says.

The section on schedules is followed in tests/test_schedule.py. Commands that would change the machine stand still.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs/cron.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", DOCUMENT, flags=re.DOTALL | re.MULTILINE))
IN_SCHEDULE_TEST = {"Schedule"}
STUBS = ("make", "git", "notify-monitor")  # what would install, fetch, or tell somebody


class Server:
    """A machine on which /srv is a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.srv, self.programs = folder / "srv", folder / "programs"
        for made in (self.srv / "sitrep/.venv/bin", self.programs):
            made.mkdir(parents=True)
        # the doctor draws a page to see whether one can be drawn; all others do without
        real = "import sys; from sitrep.cli import main; sys.exit(main())"
        chosen = f"[ \"$1\" = doctor ] && set -- -c '{real}' \"$@\" || set -- {ROOT}/tests/stub_renderer.py \"$@\""
        self.program(self.srv / "sitrep/.venv/bin/sitrep", f'#!/bin/sh\n{chosen}\nexec {sys.executable} "$@"\n')
        for name in STUBS:
            self.program(self.programs / name, f'#!/bin/sh\necho "{name} $@"\n')

    @staticmethod
    def program(path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)

    def run(self, command: str) -> str:
        """What a command of the document says; it must end with 0."""
        path = os.pathsep.join([str(self.programs), str(self.srv / "sitrep/.venv/bin"), os.defpath])
        here = command.replace("/srv", str(self.srv))
        ran = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {here}"], capture_output=True, text=True,
            env={"PATH": path, "HOME": str(self.srv), "LC_ALL": "C.UTF-8"}, cwd=self.srv,
        )
        assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
        return ran.stdout + ran.stderr

    def follow(self, section: str) -> list[str]:
        """What each command of a section says."""
        blocks = re.findall(r"^```sh\n(.*?)^```", SECTIONS[section], flags=re.DOTALL | re.MULTILINE)
        return [self.run(line) for block in blocks for line in block.splitlines()]


def test_every_section_with_commands_is_followed_by_a_test() -> None:
    followed = set(re.findall(r'follow\("([^"]+)"\)', Path(__file__).read_text("utf-8"))) | IN_SCHEDULE_TEST
    assert {name for name, text in SECTIONS.items() if "```sh" in text} == followed
    assert len(SECTIONS) == 7


def install(server: Server) -> None:
    made = server.follow("Install")
    assert made[0] == "make check\n"
    assert "edition    out/editions/SYR001_20180909_v1" in made[2]
    assert "nothing written; a build would make SYR001_20180909_v1, exit 0" in made[4]
    assert not (server.srv / "my-office/out/latest").exists()


def what_happens_on_monday(server: Server) -> None:
    office = server.srv / "my-office"
    (office / "config/report.yaml").write_text(
        (office / "config/report.yaml").read_text().replace("as_of: 2018-09-09", "as_of: 2018-09-10"))
    built, waiting, cleared, corrected = server.follow("What happens on Monday")
    assert "published" in built and waiting == "SYR001_20180909_v1\n"
    assert "SYR001_20180909_v1 is cleared, by Amal Haddad on 20" in cleared
    assert "unchanged, exit 0" in corrected  # no seed was wrong
    edition = office / "out/editions/SYR001_20180909_v2"
    assert "Cleared by Amal Haddad" in next((edition / "report").glob("*.html")).read_text()


def a_clearance_by_file(server: Server) -> None:
    office = server.srv / "my-office"
    (rows,) = re.findall(r"^```csv\n(.*?)^```", DOCUMENT, flags=re.DOTALL | re.MULTILINE)
    shutil.copytree(office, server.srv / "other", symlinks=True)
    shutil.rmtree(server.srv / "other/out")
    server.run("cd /srv/other && sitrep build")
    (server.srv / "other/config/clearances.csv").write_text(rows)
    assert ", unchanged, exit 0" in server.run("cd /srv/other && sitrep build")
    assert sorted(path.name for path in (server.srv / "other/out/editions").iterdir()) == [
        "SYR001_20180909_v1", "SYR001_20180909_v2"]


def watch(server: Server) -> None:
    told, as_json, built, *doctor = server.follow("Watch")
    assert told.startswith("edition    SYR001_20180909_v2, 2018-09-03 to 2018-09-09, cleared by Amal Haddad on 20")
    assert '"edition": "SYR001_20180909_v2"' in as_json
    assert built.startswith("notify-monitor 0\n")  # what goes to stderr stands after it
    assert "0 failures, exit 0" in doctor[0]


def when_something_is_wrong(server: Server) -> None:
    *verified, forced = server.follow("When something is wrong")
    for lines in verified:
        assert lines.splitlines()[0] == "SYR001_20180909_v2"
        assert lines.splitlines()[-1] == "same     made again  from the seeds: every byte is the same"
    assert ", unchanged, exit 0" in forced


def copies_and_restoring(server: Server) -> None:
    office = server.srv / "my-office"
    before = {path: path.lstat().st_mode for path in office.rglob("*")}
    *_, verified, built = server.follow("Copies and restoring")
    assert "DIFFERS" not in verified and ", unchanged, exit 0" in built
    assert {path: path.lstat().st_mode for path in office.rglob("*")} == before


def upgrade(server: Server) -> None:
    fetched, _, tried = server.follow("Upgrade")
    assert fetched == "git pull\nmake check\n"
    assert ", unchanged, exit 0" in tried


def test_the_document_holds_from_install_to_upgrade(tmp_path: Path) -> None:
    server = Server(tmp_path)
    for step in (
        install, what_happens_on_monday, a_clearance_by_file, watch, when_something_is_wrong, copies_and_restoring,
        upgrade,
    ):
        step(server)


def test_exit_codes_of_the_design_are_told() -> None:
    told = re.findall(r"^\| (\d+|128 \+ N) \|", SECTIONS["Watch"], flags=re.MULTILINE)
    assert told == ["0", "1", "2", "3", "4", "5", "10", "11", "12", "13", "14", "128 + N"]
