"""Clear, then send: a draft is cleared as it was seen, once, by a person whose name it bears; and can be verified."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import played
import pytest

from sitrep import clearing, publish, verifying
from sitrep import config as settings
from sitrep.build import build
from sitrep.cli import main
from sitrep.errors import ConfigError
from sitrep.model import Clearance, Clock
from sitrep.publish import past

NAME = "SYR001_20180909_v{}"
TUESDAY = date(2018, 9, 11)


def built(office: Path, clock: Clock = played.MONDAY) -> Any:
    return build(settings.load(office), clock)


def cleared(office: Path, revision: int, by: str = "Amal Haddad") -> Any:
    out = settings.load(office).out
    with publish.locked(out):
        return clearing.cleared(out, clearing.Asked(NAME.format(revision), by, TUESDAY))


def manifest(office: Path, revision: int) -> Any:
    return json.loads((office / "out/editions" / NAME.format(revision) / "internal/manifest.json").read_text())


def recount(office: Path, number: str) -> None:
    """The second seed tells another number."""
    (office / "seeds/b.txt").write_text(played.SEEDS["b.txt"].replace("Nine", number))


def test_a_build_is_a_draft_and_clearing_it_is_the_next_version(stages, office):
    assert built(office).clearance == Clearance("draft")
    edition = cleared(office, 1)
    assert (edition.name, edition.number, edition.revision) == (NAME.format(2), 1, 2)
    assert manifest(office, 1)["clearance"] == {"status": "draft", "by": "", "on": None, "of": ""}
    assert manifest(office, 2)["clearance"] == {
        "status": "cleared", "by": "Amal Haddad", "on": "2018-09-11", "of": NAME.format(1)}
    assert os.readlink(office / "out/latest") == f"editions/{NAME.format(2)}"
    assert manifest(office, 2)["inputs"] == manifest(office, 1)["inputs"]


def test_a_build_after_clearing_finds_nothing_changed(stages, office):
    built(office)
    cleared(office, 1)
    again = built(office)
    assert (again.unchanged, again.name, again.clearance.by) == (True, NAME.format(2), "Amal Haddad")


def test_without_clearance_a_build_may_be_sent_at_once(stages, office):
    (office / "config/report.yaml").write_text(played.REPORT + "clearance: none\n")
    assert built(office).clearance == Clearance("none")
    with pytest.raises(ConfigError, match="is no draft: it needs no clearance"):
        cleared(office, 1)


def test_what_was_seen_is_cleared_though_seeds_and_settings_have_changed_since(stages, office):
    built(office)
    seen = (office / "out/editions" / NAME.format(1) / "internal/facts.jsonl").read_bytes()
    recount(office, "Eleven hundred")
    (office / "seeds/c.txt").write_text("---\npublished: 2018-09-14\npublisher: P\n---\nNext week.\n")
    (office / "config/report.yaml").write_text(played.REPORT.replace("Idlib", "Hama"))
    cleared(office, 1)
    assert (office / "out/editions" / NAME.format(2) / "internal/facts.jsonl").read_bytes() == seen
    page = next((office / "out/editions" / NAME.format(2) / "report").glob("*.html")).read_text()
    assert page.startswith("<title>Idlib, ")


def test_a_cleared_edition_is_corrected_by_a_draft_that_names_it(stages, office):
    built(office)
    cleared(office, 1)
    recount(office, "Eleven")
    assert (built(office).name, manifest(office, 3)["corrects"]) == (NAME.format(3), NAME.format(2))
    cleared(office, 3)
    assert manifest(office, 4)["corrects"] == NAME.format(2)
    assert manifest(office, 1)["corrects"] == ""


def test_inputs_that_change_no_byte_of_the_report_make_no_version(stages, office):
    built(office)
    cleared(office, 1)
    before = sorted((office / "out/editions").iterdir())
    (office / "config/report.yaml").write_text("# a comment\n" + played.REPORT)
    again = built(office)
    assert (again.unchanged, again.name) == (True, NAME.format(2))
    assert sorted((office / "out/editions").iterdir()) == before


def test_a_draft_is_cleared_once(stages, office):
    built(office)
    cleared(office, 1)
    again = cleared(office, 1, by="Somebody Else")
    assert (again.unchanged, again.clearance.by) == (True, "Amal Haddad")
    assert len(list((office / "out/editions").iterdir())) == 2


def test_an_older_draft_is_not_cleared(stages, office):
    built(office)
    recount(office, "Eleven")
    built(office)
    with pytest.raises(ConfigError, match=f"{NAME.format(1)} was replaced by {NAME.format(2)}"):
        cleared(office, 1)


def test_an_unknown_edition_is_told_with_the_one_that_is_meant(stages, office):
    built(office)
    with pytest.raises(ConfigError, match=f'no edition "SYR001_20180909_v7" .* did you mean "{NAME.format(1)}"'):
        cleared(office, 7)


def test_a_damaged_draft_is_not_cleared(stages, office):
    built(office)
    (office / "out/editions" / NAME.format(1) / "internal/facts.jsonl").write_text("")
    with pytest.raises(ConfigError, match="is damaged: build it again"):
        cleared(office, 1)


def test_what_cannot_be_made_again_as_it_was_seen_is_not_cleared(stages, office, monkeypatch):
    """Another release, say, that makes another page of the same facts."""
    built(office)
    monkeypatch.setattr("sitrep.report.html.html", lambda report, templates, medium: "another page")
    with pytest.raises(ConfigError, match="cannot be made again as it was seen"):
        cleared(office, 1)
    assert [path.name for path in (office / "out/editions").iterdir()] == [NAME.format(1)]


@pytest.mark.parametrize("gone", ["settings.zip", "documents.json"])
def test_a_draft_without_what_it_was_made_from_is_not_cleared(stages, office, monkeypatch, gone):
    built(office)
    (office / "out/editions" / NAME.format(1) / "internal" / gone).unlink()
    with pytest.raises(ConfigError, match="is damaged: build it again"):
        cleared(office, 1)


def test_a_late_clearance_is_compared_with_the_edition_that_the_draft_was(stages, office):
    built(office)
    (office / "seeds/c.txt").write_text("---\npublished: 2018-09-14\npublisher: P\n---\nNext week.\n")
    week_37 = Clock(datetime(2018, 9, 17, 6, 0, tzinfo=UTC))
    built(office, week_37)
    cleared(office, 1)  # No. 1, a week late: the draft of No. 2 was compared with its draft
    with publish.locked(office / "out"):
        edition = clearing.cleared(office / "out", clearing.Asked("SYR002_20180916_v1", "Amal Haddad", TUESDAY))
    inputs = json.loads((Path(edition.folder) / "internal/manifest.json").read_text())["inputs"]
    assert list(inputs["earlier"]) == [NAME.format(1)]
    assert os.readlink(office / "out/latest") == "editions/SYR002_20180916_v2"


@pytest.mark.parametrize("odd", [None, [], "cleared", {}, {"status": "cleared", "by": "A", "on": "soon", "of": ""}])
def test_an_edition_that_does_not_say_who_cleared_it_is_a_draft(odd: Any) -> None:
    assert past.clearance({"clearance": odd}) == Clearance("draft")
    assert past.clearance({}) == Clearance("draft")


# --- config/clearances.csv --------------------------------------------------------------------------------------------


def test_a_line_of_the_file_is_a_clearance_at_the_next_build(stages, office):
    built(office)
    (office / "config/clearances.csv").write_text(f"edition,by,on\n{NAME.format(1)},Amal Haddad,2018-09-11\n")
    again = built(office)
    assert (again.unchanged, again.name, again.clearance.on) == (True, NAME.format(2), TUESDAY)
    assert built(office).name == NAME.format(2)
    assert len(list((office / "out/editions").iterdir())) == 2


def test_a_line_that_cannot_be_followed_costs_nothing_else(stages, office, caplog):
    built(office)
    rows = f"edition,by,on\nSYR009_20180909_v1,A,2018-09-11\n{NAME.format(1)},Amal Haddad,2018-09-11\n"
    (office / "config/clearances.csv").write_text(rows)
    assert built(office).name == NAME.format(2)
    assert 'config/clearances.csv:2: there is no edition "SYR009_20180909_v1"' in caplog.text


@pytest.mark.parametrize(("row", "told"), [
    ("a,b", "config/clearances.csv:2:"),
    (f"{NAME.format(1)},,2018-09-11", "2: by: must be a name of at most 80 characters"),
    (f"{NAME.format(1)},Amal,soon", '2: on: "soon" is no day such as 2018-09-11'),
], ids=["short", "nobody", "no day"])
def test_mistakes_in_the_file_are_told_with_their_line(stages, office, row, told):
    (office / "config/clearances.csv").write_text(f"edition,by,on\n{row}\n")
    with pytest.raises(ConfigError, match=told):
        built(office)


def test_a_file_with_another_first_line_is_refused(stages, office):
    (office / "config/clearances.csv").write_text("name,who\n")
    with pytest.raises(ConfigError, match="config/clearances.csv:1: must begin with the line edition,by,on"):
        built(office)


def test_a_file_that_is_no_text_is_told_by_check_too(stages, office, capsys):
    row = f"{NAME.format(1)},Jérôme,2018-09-11"
    (office / "config/clearances.csv").write_bytes(f"edition,by,on\n{row}\n".encode("latin-1"))
    for verb in ("check", "build"):
        assert main([verb, "--workspace", str(office)]) == 2
        assert "config/clearances.csv: not UTF-8 – save it again as CSV UTF-8" in capsys.readouterr().err
    (office / "config/clearances.csv").unlink()
    (office / "config/clearances.csv").mkdir()
    assert main(["check", "--workspace", str(office)]) == 2
    assert "config/clearances.csv: cannot be read: Is a directory – give the right to it" in capsys.readouterr().err


def test_where_no_draft_waits_it_is_said(stages, office, capsys):
    assert main(["clear", "--workspace", str(office)]) == 0
    assert capsys.readouterr() == ("", "no draft waits to be cleared\n")


def test_a_damaged_edition_is_told_by_status(stages, office, capsys):
    built(office)
    (office / "out/latest/internal/manifest.json").write_text("{")
    assert main(["status", "--workspace", str(office)]) == 4
    damaged = f"edition    {NAME.format(1)}, damaged: put it back from a copy, or remove it"
    assert capsys.readouterr().out.splitlines()[0] == damaged



# --- the command ------------------------------------------------------------------------------------------------------


def clear(office: Path, *words: str) -> int:
    return main(["clear", "--workspace", str(office), *words])


def test_without_an_edition_the_drafts_that_wait_are_listed(stages, office, capsys):
    assert (clear(office), capsys.readouterr().out) == (0, "")
    built(office)
    assert (clear(office), capsys.readouterr().out) == (0, f"{NAME.format(1)}\n")
    assert clear(office, NAME.format(1), "--by", "Amal Haddad", "--on", "2018-09-11") == 0
    assert f"sitrep: {NAME.format(1)} is cleared, by Amal Haddad on 2018-09-11, exit 0" in capsys.readouterr().err
    assert (clear(office), capsys.readouterr().out) == (0, "")


def test_nobody_clears_without_a_name(stages, office, capsys):
    built(office)
    assert clear(office, NAME.format(1)) == 2
    assert "--by NAME is missing: a cleared report prints who has read it" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        clear(office, NAME.format(1), "--by", "a\nb")
    assert ended.value.code == 2


# --- verify -----------------------------------------------------------------------------------------------------------


def told(office: Path, revision: int = 1) -> dict[str, tuple[bool | None, str]]:
    config = settings.load(office)
    shelved = verifying.found(config.out, NAME.format(revision))
    return {check.name: (check.is_same, check.told) for check in verifying.checks(config, shelved)}


def test_an_edition_is_what_it_was_and_is_made_again_from_the_seeds(stages, office):
    built(office)
    assert told(office) == {
        "files": (True, "10 as the manifest has them"), "facts": (True, "inside 1 PDF, the same as facts.csv"),
        "inputs": (None, "seeds and settings are those of then"),
        "made again": (True, "from the seeds: every byte is the same"),
    }


def test_an_edition_whose_seeds_have_changed_is_made_again_from_its_own_facts(stages, office):
    built(office)
    cleared(office, 1)
    recount(office, "Eleven")
    for revision in (1, 2):
        found = told(office, revision)
        assert found["inputs"] == (None, "seeds/b.txt has changed")
        assert found["made again"] == (True, "from its own facts: every byte is the same")


def altered(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        file = next(folder.glob(name))
        file.write_bytes(change(file.read_bytes()))

    return alter


@pytest.mark.parametrize(("alter", "line"), [
    (altered("report/*.html", lambda page: page + b" "), r"report/SYR001_sitrep_20180909_en_v1\.html"),
    (altered("report/facts.csv", lambda table: table.replace(b"f", b"g")), r"report/facts\.csv"),
    (lambda folder: (folder / "report/more.txt").touch(), r"report/more\.txt \(not of the edition\)"),
    (lambda folder: (folder / "internal/log.txt").unlink(), r"internal/log\.txt"),
], ids=["page", "table", "more", "gone"])
def test_an_edition_that_was_altered_differs(stages, office, capsys, alter, line):
    built(office)
    alter(office / "out/editions" / NAME.format(1))
    assert main(["verify", "--workspace", str(office), NAME.format(1)]) == 5
    assert f"DIFFERS  files       {line}".replace("\\", "") in capsys.readouterr().out


def test_a_pdf_with_other_facts_inside_differs(stages, office):
    built(office)
    pdf = next((office / "out/latest/report").glob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes().replace(b"fact_id", b"fact_no"))
    assert told(office)["facts"] == (False, "not in report/SYR001_sitrep_20180909_en_v1.pdf")


def test_a_pdf_from_a_mail_finds_its_edition_and_an_altered_one_does_not(stages, office, tmp_path, capsys):
    built(office)
    copy = tmp_path / "from a mail.pdf"
    shutil.copy(next((office / "out/latest/report").glob("*.pdf")), copy)
    assert main(["verify", "--workspace", str(office), str(copy)]) == 0
    assert capsys.readouterr().out.startswith(f"{NAME.format(1)}\nsame     files")
    copy.write_bytes(b"%PDF-2.0 other\nstream\nfact_id\nendstream")
    assert main(["verify", "--workspace", str(office), str(copy)]) == 5
    assert f"it carries the facts of {NAME.format(1)}, so it was altered" in capsys.readouterr().err


def test_another_release_that_gives_other_bytes_differs_and_says_why(stages, office, monkeypatch):
    built(office)
    monkeypatch.setattr("sitrep.report.html.html", lambda report, templates, medium: "another page")
    monkeypatch.setattr("sitrep.publish.software", lambda: {"sitrep": "9.9"})
    is_same, line = told(office)["made again"]
    assert not is_same and line.startswith("gives other bytes; it was made with sitrep 0.1.0, here 9.9, anyascii ")


# --- status -----------------------------------------------------------------------------------------------------------


def status(office: Path, capsys: Any, *words: str) -> tuple[int, str]:
    code = main(["status", "--workspace", str(office), *words])
    return code, capsys.readouterr().out


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock that `sitrep status` reads."""

    def put(now: datetime) -> None:
        class Stopped(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return now.astimezone(tz)

        monkeypatch.setattr("sitrep.clock.datetime", Stopped)

    return put


def test_status_before_the_first_edition(stages, office, capsys, clock):
    clock(played.MONDAY.now)
    code, out = status(office, capsys)
    assert (code, out.splitlines()) == (0, [
        "edition    none yet", f"next       a build would make {NAME.format(1)}, unless it were the same"])


def test_status_of_a_week(stages, office, capsys, clock):
    built(office)
    clock(played.MONDAY.now + timedelta(hours=5))
    assert status(office, capsys) == (0, "\n".join([
        f"edition    {NAME.format(1)}, 2018-09-03 to 2018-09-09, draft", "age        1 days since its period ended",
        f"waiting    to be cleared: {NAME.format(1)}", "next       nothing has changed", ""]))
    cleared(office, 1)
    recount(office, "Eleven")
    told = json.loads(status(office, capsys, "--json")[1])
    assert told["clearance"] == "cleared by Amal Haddad on 2018-09-11"
    assert (told["changes"], told["next"], told["waiting"]) == (["seeds/b.txt has changed"], NAME.format(3), [])


def test_status_tells_the_rest_where_the_journal_is_damaged(stages, office, capsys, clock):
    built(office)
    clock(played.MONDAY.now + timedelta(hours=5))
    (office / "out/.journal").write_text("no line\n")
    code, out = status(office, capsys)
    damaged = f"DAMAGED    {office / 'out/.journal'}:1: is no line of a journal; nothing is sent before this line"
    assert code == 13
    assert out.startswith(f"edition    {NAME.format(1)}, 2018-09-03 to 2018-09-09, draft\n") and damaged in out


def test_an_edition_that_was_not_built_is_overdue_on_the_second_day(stages, office, capsys, clock):
    built(office)
    for day, code in ((17, 0), (18, 4)):
        clock(datetime(2018, 9, day, 12, tzinfo=UTC))
        assert status(office, capsys)[0] == code
    assert "OVERDUE    a build was due on 2018-09-17\n" in status(office, capsys)[1]


def test_seeds_that_nobody_adds_to_are_stale(stages, office, capsys, clock):
    built(office)
    clock(datetime(2018, 10, 9, 12, tzinfo=UTC))
    assert "STALE      the newest document is of 2018-09-07\n" in status(office, capsys)[1]


def test_the_waiting_are_the_last_of_their_period(stages, office):
    built(office)
    recount(office, "Eleven")
    built(office)
    assert [one.name for one in past.waiting(office / "out")] == [NAME.format(2)]
