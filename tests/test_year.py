"""A year of Mondays: 52 weekly runs of a small office, what goes wrong in one, and what must come out all the same.

Reading, reconciling, pages, publishing, clearing and mail are the real ones; only PDFs are stand-ins, and the clock.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import deliveries
import pytest

from sitrep import clearing, publish
from sitrep import config as settings
from sitrep.build import build, settled
from sitrep.errors import ConfigError, NothingToReport, PublishFailed, RenderFailed
from sitrep.model import Clock
from sitrep.publish import deliver, past
from sitrep.report import pdf

PARIS = ZoneInfo("Europe/Paris")  # clocks change on 25 March and 28 October 2018, both Sundays
FIRST_MONDAY = date(2018, 1, 8)
WEEKS = range(1, 53)
EMPTY, DRAWN_BADLY, DISK_FULL, MISSPELT = 10, 20, 30, 37
WITHOUT = {EMPTY, DRAWN_BADLY, DISK_FULL, MISSPELT}
LATE = {5: 6, 33: 35}  # week → after the build of which week it is cleared
CORRECTED = {15: 16, 40: 42}  # week → before the build of which week its seed was corrected, and built again
NO_MAIL = {22, 23}
SET_BACK = 26  # before the build of that week the clock was a year back
ISSUES = [week for week in WEEKS if week not in WITHOUT]  # week of each number, from 1 on
READERS = ("ana@example.org", "ben@example.org")
CLEARER = "head@example.org"

REPORT = """
title: Idlib
country: SYR
organisation: Relief Desk
languages: [en]
exports: [csv]
period: {kind: week, timezone: Europe/Paris}
thresholds: {few_documents: 0}
sections: [masthead, key_figures, changes, annex, about]
"""


@dataclass
class Year:
    """The office, its mail server's port, and what its runs ended with."""

    office: Path
    port: int
    codes: dict[str, int] = field(default_factory=dict)
    corrected: set[int] = field(default_factory=set)
    mails: deliveries.Server | None = None

    def killed(self, week: int) -> int:
        """How many people the seed of a week tells of."""
        return 20 + week + (100 if week in self.corrected else 0)


def monday(week: int) -> date:
    """The day on which the report of a week is built."""
    return FIRST_MONDAY + timedelta(weeks=week - 1)


def at(day: date, hour: int, minute: int = 0) -> Clock:
    return Clock(datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS))


def write_seed(year: Year, week: int) -> None:
    day = monday(week) - timedelta(days=3)
    (year.office / "seeds" / f"week-{week:02}.txt").write_text(
        f"---\npublished: {day}\npublisher: Levant Wire\n---\n{year.killed(week)} people were killed in Idlib on "
        f"{day:%A}, the Syrian Observatory for Human Rights said.\n"
    )


def run(year: Year, what: str, clock: Clock, as_of: date | None = None) -> None:
    """A build as cron starts it; what it ends with is kept under `what`."""
    try:
        config = settings.load(year.office)
        config = config.model_copy(update={"as_of": as_of}) if as_of else config
        year.codes[what] = build(config, clock).exit_code
    except (ConfigError, NothingToReport, PublishFailed, RenderFailed) as failed:
        year.codes[what] = failed.exit_code


def clear(year: Year, week: int, revision: int, clock: Clock) -> None:
    """The draft of a week is cleared, as `sitrep clear` does it."""
    config = settings.load(year.office)
    number, end = ISSUES.index(week) + 1, monday(week) - timedelta(days=1)
    asked = clearing.Asked(f"SYR{number:03}_{end:%Y%m%d}_v{revision}", "Amal Haddad", clock.now.date())
    with publish.locked(config.out):
        edition = settled(config, clearing.cleared(config.out, asked), clock)
    year.codes[f"clear {week} v{revision}"] = edition.exit_code


@contextlib.contextmanager
def failing(week: int, office: Path) -> Iterator[None]:
    """What is wrong in some weeks: the page cannot be drawn, the disk is full, a setting is misspelt."""
    def refuse(error: Exception, *_: Any, **__: Any) -> Any:
        raise error

    with pytest.MonkeyPatch.context() as patched:
        if week == DRAWN_BADLY:
            patched.setattr(pdf, "finished", partial(refuse, RenderFailed("took longer than 60 s and was stopped")))
        if week == DISK_FULL:
            patched.setattr(publish, "edition", partial(refuse, PublishFailed("cannot write: No space left on device")))
        if week == MISSPELT:
            (office / "config/report.yaml").write_text(REPORT.replace("title", "titel"))
        yield
        (office / "config/report.yaml").write_text(REPORT)


def lived(year: Year, servers: Any) -> None:
    """The year, week after week."""
    server = servers(year.port)
    mails = server.__enter__()
    for week in WEEKS:
        if week == min(NO_MAIL):
            server.__exit__(None, None, None)
        if week == max(NO_MAIL) + 1:
            server = servers(year.port)
            earlier, mails = mails, server.__enter__()
            mails.mails[:0] = earlier.mails
        if week != EMPTY:
            write_seed(year, week)
        for old in (old for old, when in CORRECTED.items() if when == week):
            year.corrected.add(old)
            write_seed(year, old)
            run(year, f"correct {old}", at(monday(week) - timedelta(days=4), 15), as_of=monday(old))
            clear(year, old, 3, at(monday(week) - timedelta(days=3), 9))
        if week == SET_BACK:
            run(year, "set back", at(monday(week).replace(year=2017), 6))
        with failing(week, year.office):
            # on the days after the clocks change cron runs while it is still Sunday in Greenwich
            run(year, f"build {week}", at(monday(week), *((0, 30) if week in (12, 43) else (6, 0))))
        for due in (due for due in ISSUES if LATE.get(due, due) == week):
            clear(year, due, 1, at(monday(week), 10))
    server.__exit__(None, None, None)
    year.mails = mails


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """The year over: what stands in out/, what was mailed, and the exit codes."""
    made = Year(tmp_path_factory.mktemp("year"), deliveries.free_port())
    for part in ("config", "seeds"):
        (made.office / part).mkdir()
    (made.office / "config/report.yaml").write_text(REPORT)
    (made.office / "config/publishing.yaml").write_text(
        f"clearers: [{CLEARER}]\nrecipients: [{', '.join(READERS)}]\n{deliveries.mail(made.port)}")
    limits = replace(deliver.LIMITS, sleep=lambda pause_s: None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "started", lambda: contextlib.nullcontext([]))
        patched.setattr(pdf, "send", lambda child, page, files: child.append(page))
        patched.setattr(pdf, "finished", lambda child: b"%PDF-" + child.pop().encode())
        patched.setattr(publish, "delivered", partial(deliver.delivered, limits=limits))
        patched.setattr(publish, "tell", partial(deliver.tell, limits=limits))
        lived(made, lambda port: deliveries.serving(port=port))
    yield made


def names(year: Year) -> list[str]:
    return [one.name for one in past.shelf(year.office / "out")]


def expected() -> list[str]:
    """Every edition of the year: of each issue a draft and the cleared one, of the corrected ones two more."""
    return [
        f"SYR{number:03}_{monday(week) - timedelta(days=1):%Y%m%d}_v{revision}"
        for number, week in enumerate(ISSUES, 1) for revision in range(1, 5 if week in CORRECTED else 3)
    ]


def subjects(year: Year, to: str) -> list[str]:
    """The subjects of the messages to somebody, in the order of their coming."""
    assert year.mails is not None
    return [subject.replace("\u00a0", " ") for whom, subject in year.mails.got if whom == to]


def test_every_week_has_its_edition_and_numbers_know_no_gap(year: Year) -> None:
    assert names(year) == expected()
    assert len(ISSUES) == 48
    assert os.readlink(year.office / "out/latest") == f"editions/{expected()[-1]}"
    assert all(past.manifest(one) for one in past.shelf(year.office / "out"))


def test_each_run_ended_as_it_should(year: Year) -> None:
    wanted = {f"build {week}": 0 for week in WEEKS} | {f"build {EMPTY}": 10, f"build {DRAWN_BADLY}": 12}
    wanted |= {f"build {DISK_FULL}": 13, f"build {MISSPELT}": 2, "set back": 10}
    wanted |= {f"clear {week} v1": 0 for week in ISSUES}
    wanted |= {f"correct {week}": 0 for week in CORRECTED} | {f"clear {week} v3": 0 for week in CORRECTED}
    wanted |= {f"{what} {week}{which}": 14 for week in NO_MAIL for what, which in (("build", ""), ("clear", " v1"))}
    assert year.codes == wanted


def test_periods_are_weeks_in_paris_also_when_clocks_change(year: Year) -> None:
    for one in past.shelf(year.office / "out"):
        said = past.stated(one)
        assert said is not None
        start = date.fromisoformat(said["period"]["start"])
        assert (start.isoweekday(), one.end - start) == (1, timedelta(days=6))


def figure(year: Year, number: int) -> Any:
    """The people killed in the whole country, as the last version of an issue has them."""
    last = [one for one in past.shelf(year.office / "out") if one.number == number][-1]
    figures = json.loads((last.folder / "internal/figures.json").read_text())
    (killed,) = [one for one in figures if one["id"] == "killed-syr"]
    return killed


def test_figures_and_changes_are_those_of_the_seeds(year: Year) -> None:
    for number, week in enumerate(ISSUES, 1):
        killed = figure(year, number)
        assert (killed["low"], killed["high"]) == (year.killed(week), year.killed(week)), week
        if number > 1:
            before = ISSUES[number - 2]
            # week 41 was built before 40 was corrected: it is compared with what No. 40 said then
            printed = 20 + before if before == 40 else year.killed(before)
            assert (killed["change"]["number"], killed["change"]["low"]) == (number - 1, printed), week
            assert killed["change"]["kind"] == ("up" if year.killed(week) > printed else "down")


def test_each_cleared_edition_went_to_each_reader_once_and_no_draft_did(year: Year) -> None:
    for reader in READERS:
        told = subjects(year, reader)
        assert len(told) == len(ISSUES) + len(CORRECTED)
        assert not [subject for subject in told if "DRAFT" in subject]
        for number in range(1, len(ISSUES) + 1):
            versions = 2 if ISSUES[number - 1] in CORRECTED else 1
            assert sum(f"No. {number}," in f"{subject}," or f"No. {number} " in subject for subject in told) == versions


def test_the_clearer_got_each_draft_that_was_not_overtaken_and_was_told_of_what_failed(year: Year) -> None:
    told = subjects(year, CLEARER)
    drafts = [subject for subject in told if "DRAFT" in subject]
    assert len(drafts) == len(ISSUES) - len(NO_MAIL) + len(CORRECTED)
    # a week without seeds, a clock set back, a page that could not be drawn, a disk that was full
    assert len(told) - len(drafts) == 4


def test_a_year_later_nothing_waits(year: Year) -> None:
    config = settings.load(year.office)
    assert deliver.plan(config) == ()
    assert past.waiting(config.out) == ()


def test_page_and_feed_tell_every_edition_that_was_sent(year: Year) -> None:
    page = (year.office / "out/index.html").read_text().replace("\u00a0", " ")
    assert all(f"No. {number}" in page for number in range(1, len(ISSUES) + 1))
    assert "2018" in page and ".stage" not in page
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring((year.office / "out/feed.xml").read_bytes()).findall(f"{atom}entry")
    ids = {entry.findtext(f"{atom}id") for entry in entries}
    assert len(entries) == len(ids) == len(ISSUES) + len(CORRECTED)


def test_nothing_else_lies_about(year: Year) -> None:
    assert {path.name for path in (year.office / "out").iterdir()} == {
        ".journal", ".lock", "editions", "feed.xml", "index.html", "latest"}
