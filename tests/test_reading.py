"""Seeds read, remembered and spread: the same result always, nothing stale ever, and no seed that ends a build."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitrep import cache, program, progress, reading, records, sources
from sitrep.language.own import ExtraWords
from sitrep.language.places import gazetteer
from sitrep.language.reader import Reader, reader
from sitrep.model import Decision, Fact, Header, Rejection, Repeat, Span
from sitrep.reading import Wanted, cores, folder, one

READER = reader(gazetteer())
KILLED = "---\npublished: 2018-09-05\npublisher: Alpha\n---\nSeven people were killed in Idlib on Monday.\n"
HURT = "---\npublished: 2018-09-06\npublisher: Beta\n---\nNine people were injured in Hama, Syria, on Tuesday.\n"


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two seeds, and a cache of their own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    made = tmp_path / "seeds"
    made.mkdir()
    (made / "a.txt").write_text(KILLED)
    (made / "b.txt").write_text(HURT)
    return made


def read(seeds: Path, context: str = "context", words: Reader = READER) -> tuple[list[str], folder.Found]:
    """The ids of the seeds that were opened, in order, and what was found."""
    opened: list[str] = []
    real = sources.document

    def document(seed: Any, entry: Any) -> Any:
        opened.append(seed.below)
        return real(seed, entry)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "document", document)
        found = reading.found(seeds, words, context)
    return opened, found


# --- what is remembered -----------------------------------------------------------------------------------------------


def test_nothing_that_was_read_before_is_read_again(seeds):
    first, found = read(seeds)
    again, same = read(seeds)
    assert (first, again) == (["a.txt", "b.txt"], [])
    assert same == found
    assert [fact.low for fact in found[1]] == [7, 9]


def test_only_what_is_new_is_read_and_what_has_gone_is_forgotten(seeds):
    read(seeds)
    (seeds / "c.txt").write_text(KILLED.replace("Seven", "Four"))
    assert read(seeds)[0] == ["c.txt"]
    (seeds / "a.txt").unlink()
    opened, found = read(seeds)
    assert opened == []
    assert [header.id for header in found[0]] == ["b", "c"]


def test_one_letter_of_a_seed_is_enough(seeds):
    read(seeds)
    (seeds / "a.txt").write_text(KILLED.replace("Seven", "Eight"))
    opened, found = read(seeds)
    assert opened == ["a.txt"]
    assert [fact.low for fact in found[1]] == [8, 9]


def test_its_name_below_the_folder_is_enough(seeds):
    read(seeds)
    (seeds / "a.txt").rename(seeds / "d.txt")
    opened, found = read(seeds)
    assert opened == ["d.txt"]
    assert [fact.document for fact in found[1]] == ["b", "d"]


def test_another_seed_that_changes_its_id_is_enough(seeds):
    read(seeds)
    (seeds / "a.md").write_text(HURT)
    opened, found = read(seeds)
    assert opened == ["a.md", "a.txt"]
    assert [header.id for header in found[0]] == ["a.md", "a.txt", "b"]


@pytest.mark.parametrize("line", ["publisher: Gamma", "published: 2018-09-01", "title: Raids", "url: https://example.org"])
def test_what_the_manifest_says_of_it_is_enough(seeds, line):
    read(seeds)
    (seeds / "manifest.yaml").write_text(f"b:\n  {line}\n")
    assert read(seeds)[0] == ["b.txt"]


def test_an_acknowledgement_is_enough_also_of_what_has_no_reader(seeds):
    (seeds / "c.txt").write_text("---\nlanguage: sw\n---\nWatu saba waliuawa.\n")
    assert read(seeds)[1][2] == (Rejection("c", "no reader for the language 'sw'"),)
    assert read(seeds)[0] == []
    (seeds / "manifest.yaml").write_text("c: {acknowledged: true, reason: Swahili}\n")
    opened, found = read(seeds)
    assert opened == ["c.txt"]
    assert found[2] == (Rejection("c", "no reader for the language 'sw'", acknowledged=True),)


def test_a_link_to_the_same_text_is_not_taken_for_the_seed(seeds, tmp_path):
    _, before = read(seeds)
    (seeds / "a.txt").rename(tmp_path / "moved.txt")
    (seeds / "a.txt").symlink_to(tmp_path / "moved.txt")
    opened, found = read(seeds)
    assert opened == ["a.txt"]
    assert found[2] == (Rejection("a", "it is a symbolic link – put the file itself here"),)
    assert len(before[1]) == 2


def test_what_could_not_be_read_is_tried_again(seeds):
    (seeds / "c.txt").write_bytes(b"\xff\xff")
    for _ in range(2):
        opened, found = read(seeds)
        assert opened[-1] == "c.txt"
        assert found[2] == (Rejection("c", "it is not UTF-8 at byte 1 – save it as UTF-8"),)


def test_a_seed_that_changed_after_it_was_hashed_is_not_remembered_by_that_hash(seeds):
    hashes = {name: program.content(seeds / name) for name in ("a.txt", "b.txt")}
    (seeds / "a.txt").write_text(KILLED.replace("Seven", "Eight"))
    found = reading.found(seeds, READER, "context", hashes)
    assert [fact.low for fact in found[1]] == [8, 9]
    (seeds / "a.txt").write_text(KILLED)
    opened, found = read(seeds)
    assert opened == ["a.txt"]
    assert [fact.low for fact in found[1]] == [7, 9]


def test_another_context_is_enough(seeds):
    read(seeds, "one")
    assert read(seeds, "two")[0] == ["a.txt", "b.txt"]


def test_places_and_words_of_the_office_and_the_program_are_the_context(tmp_path, monkeypatch):
    def known(words: dict[str, ExtraWords] | None = None) -> str:
        return reading.context(tmp_path / "places", words or {})

    plain = known()
    assert known() == plain
    assert known({"killed": ExtraWords({"en": {"participle": ["felled"]}})}) != plain
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "SYR.csv").write_text("id,name,kind\nSYR.latamneh,Latamneh,town\n")
    placed = known()
    (tmp_path / "places" / "SYR.csv").write_text("id,name,kind\nSYR.latamneh,Latamna,town\n")
    assert len({plain, placed, known()}) == 3
    monkeypatch.setattr(program, "itself", lambda: "another release")
    assert known() not in (plain, placed)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("code", "a lexicon with one word more"), ("libraries", {"rapidfuzz": "99"}),
        ("platform.python_version", "3.99.0"), ("platform.python_implementation", "Other"),
    ],
)
def test_code_lexicon_libraries_and_python_are_the_program(monkeypatch, name, value):
    program.itself.cache_clear()
    before = program.itself()
    monkeypatch.setattr(f"sitrep.program.{name}", lambda: value)
    program.itself.cache_clear()
    try:
        assert program.itself() != before
    finally:
        program.itself.cache_clear()


def test_every_lexicon_and_every_place_is_hashed_with_the_code():
    package = Path(program.__file__).parent
    hashed = program.hashes(package, leaving_out=("__pycache__", "workspace"))
    files = ("language/en/lexicon.yaml", "language/lid.176.ftz", "extract/links.py", "language/gazetteer/world.tsv.gz")
    assert set(files) <= set(hashed)


def test_force_reads_all_again(seeds):
    read(seeds)
    with cache.ignored():
        assert read(seeds)[0] == ["a.txt", "b.txt"]
    assert read(seeds)[0] == []


def test_damage_is_made_good(seeds, tmp_path, caplog):
    _, found = read(seeds)
    (kept,) = (tmp_path / "home" / "sitrep" / "facts").iterdir()
    content = bytearray(kept.read_bytes())
    content[len(cache.FORM) + cache.HEAD + 20] ^= 4
    kept.write_bytes(content)
    opened, same = read(seeds)
    assert len(opened) == 1
    assert same == found
    assert "damaged" in caplog.text
    assert read(seeds)[0] == []


def test_a_result_comes_back_as_it_was():
    here = Span(3, 9)
    fact = Fact(
        "f1", "a", "killed", 7, None, "at_least", "people", "children", "Idlib", "SYR", "army", date(2018, 9, 3),
        date(2018, 9, 5), "event", "reported", "SOHR", "f0", "more than 7", "More than 7 – إدلب \U0001f525.", here,
        "title", "SYR.12", 35.8612345678901, 36.5, "Idlib", "SY07", "fuzzy", "Hama", "after", 0.85, ("undated",),
        Span(1, 2), (Repeat("body", here, Span(4, 5)),), (),
    )
    header = Header("a", "Title", None, "Wire", "en", "https://example.org", "aa", "0000000180000000", True)
    facts = (fact, replace(fact, id="f2", start=None, low=None, high=9))
    result = one.result("aa", header, facts, Rejection("a", "row 3", True))
    assert (result.ids, result.first, result.last) == (("f1", "f2"), date(2018, 9, 3), date(2018, 9, 5))
    for each in (result, one.Result("", None, Rejection("b", "it is empty"))):
        assert one.unpacked(one.packed(each)) == each
    assert records.facts(result.lines) == facts


# --- what an edition opens --------------------------------------------------------------------------------------------

OLD = "---\npublished: {}\npublisher: Gamma\n---\nThree people were killed in Hama, Syria, on {}.\n"
WEEK = Wanted(date(2018, 9, 3), date(2018, 9, 9), date(2018, 9, 10))


@pytest.mark.parametrize(("published", "day", "opens"), [
    ("2018-08-31", "29 August 2018", False),
    ("2018-09-03", "29 August 2018", True),  # published within the days
    ("2018-09-10", "29 August 2018", True),  # after them, but the edition can know of it
    ("2018-09-11", "5 September 2018", False),  # after the day of the edition
    ("2018-08-31", "3 September 2018", True),  # feared for a day of the week
    ("", "29 August 2018", True),  # nobody knows when
])
def test_documents_open_whose_facts_the_edition_may_tell(seeds, published, day, opens):
    (seeds / "c.txt").write_text(OLD.format(published, day).replace("published: \n", ""))
    headers, facts, _, closed = reading.found(seeds, READER, "context", wanted=WEEK)
    assert [header.id for header in headers] == ["a", "b", "c"]
    assert [fact.document for fact in facts] == (["a", "b", "c"] if opens else ["a", "b"])
    assert [(one.document, one.count) for one in closed] == ([] if opens else [("c", 1)])


def test_a_document_opens_with_a_fact_that_is_asked_for_by_its_id(seeds):
    (seeds / "c.txt").write_text(OLD.format("2018-08-31", "29 August 2018"))
    whole = reading.found(seeds, READER, "context")
    asked = replace(WEEK, facts=frozenset({whole.facts[-1].id}))
    assert reading.found(seeds, READER, "context", wanted=asked) == whole


def test_a_file_of_all_facts_is_opened_as_the_seeds_were(seeds):
    (seeds / "c.txt").write_text(OLD.format("2018-08-31", "29 August 2018"))
    whole = reading.found(seeds, READER, "context")
    headers, facts, _, closed = reading.found(seeds, READER, "context", wanted=WEEK)
    content = b"".join(reading.lines(header.id, [f for f in whole.facts if f.document == header.id]).lines
                       for header in headers)
    assert reading.filed(content, headers, WEEK) == (facts, closed)
    assert content.endswith(closed[0].lines)
    assert reading.filed(content, headers, None) == (whole.facts, ())


def test_a_fact_that_somebody_ruled_on_opens_its_document_in_the_file_too(seeds):
    (seeds / "c.txt").write_text(OLD.format("2018-08-31", "29 August 2018"))
    headers, facts, _, _ = reading.found(seeds, READER, "context")
    ruling = Decision(facts[-1].id, "reject", "", "", "HA", date(2018, 9, 10), "not ours")
    ruled = (*facts[:-1], replace(facts[-1], flags=("rejected",), decisions=(ruling,)))
    content = b"".join(reading.lines(one.document, [one]).lines for one in ruled)
    assert reading.filed(content, headers, WEEK) == (ruled, ())


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_a_mistake_of_ours_costs_one_seed(seeds, monkeypatch):
    real = sources.document

    def document(seed: Any, entry: Any) -> Any:
        if seed.below == "a.txt":
            raise RecursionError("too\ndeep")
        return real(seed, entry)

    monkeypatch.setattr(sources, "document", document)
    headers, facts, rejections, _ = reading.found(seeds, READER, "context")
    assert [header.id for header in headers] == ["b"]
    assert len(facts) == 1
    assert rejections[0].reason == "reading it failed (RecursionError: too⟦U+000A⟧deep); this is a bug – report it"


# --- over all cores ---------------------------------------------------------------------------------------------------


def twice(number: int) -> bytes:
    return b"%d" % (2 * number)


def lost(number: int, how: str) -> bytes:
    return f"lost {number} by {how}".encode()


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_each_item_has_its_result_whoever_makes_it(processes):
    found = dict(cores.spread(twice, range(100), processes, lost))
    assert found == {number: twice(number) for number in range(100)}


def test_there_are_as_many_processes_as_were_asked_for_and_none_is_left():
    made = {content for _, content in cores.spread(lambda _: b"%d" % os.getpid(), range(200), 2, lost)}
    assert len(made) == 2
    assert b"%d" % os.getpid() not in made
    for process in map(int, made):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def dies_at(*numbers: int, marks: Path | None = None) -> Callable[[int], bytes]:
    """Work that ends its process at those items: each time, or once if `marks` says where to remember."""

    def work(number: int) -> bytes:
        mark = marks / str(number) if marks else None
        if number in numbers and not (mark and mark.exists()):
            if mark:
                mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return twice(number)

    return work


def test_a_process_that_is_killed_costs_no_item(tmp_path):
    found = dict(cores.spread(dies_at(3, 40, marks=tmp_path), range(100), 2, lost))
    assert found == {number: twice(number) for number in range(100)}


def test_an_item_that_ends_its_process_twice_is_lost_alone():
    found = dict(cores.spread(dies_at(0, 40, 99), range(100), 2, lost))
    assert {number: found.pop(number) for number in (0, 40, 99)} == {
        number: b"lost %d by SIGKILL" % number for number in (0, 40, 99)
    }
    assert found == {number: twice(number) for number in range(100) if number not in (0, 40, 99)}


def test_where_no_process_can_be_started_all_is_done_here(monkeypatch):
    monkeypatch.setattr(cores, "_started", lambda work, items: None)
    assert dict(cores.spread(twice, range(50), 2, lost)) == {number: twice(number) for number in range(50)}


def test_who_stops_listening_leaves_no_process():
    running = cores.spread(lambda _: b"%d" % os.getpid(), range(100), 2, lost)
    process = int(next(running)[1])
    running.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


ORPHANS = r"""
import os, time
from sitrep.reading import cores
def work(number):
    os.write(1, b"%d\n" % os.getpid())
    time.sleep(60)
    return b""
list(cores.spread(work, range(100), 2, lambda item, how: b""))
"""


def test_all_processes_end_with_their_parent_even_by_kill_9():
    with subprocess.Popen([sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(parent.stdout.readline()) for _ in range(2)]
        parent.kill()
        parent.wait()
        until = time.monotonic() + 20
        while any(Path(f"/proc/{child}").exists() and "Z" not in _state(child) for child in children):
            assert time.monotonic() < until, "a child outlives its parent"
            time.sleep(0.05)


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_small_machine_and_one_where_threads_run_read_here(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    monkeypatch.setattr(cores.threading, "active_count", lambda: 1)
    assert cores.count() == 3
    monkeypatch.setattr(cores.threading, "active_count", lambda: 2)
    assert cores.count() == 1


@pytest.mark.slow
def test_many_seeds_are_the_same_from_one_process_and_from_two(seeds, monkeypatch):
    words = ("Four", "Five", "Six", "Nine", "Twelve")
    for number in range(40):
        (seeds / f"c{number}.txt").write_text(KILLED.replace("Seven", words[number % 5]).replace("Idlib", "Hama"))
    (seeds / "d.txt").write_bytes(b"\xff")
    monkeypatch.setattr(cores, "WORTH", 10)
    found = []
    for processes in (1, 2):
        monkeypatch.setattr(cores, "count", lambda processes=processes: processes)
        with cache.ignored():
            found.append(reading.found(seeds, READER, "context"))
    assert found[0] == found[1]
    assert len(found[0][1]) == 42


def test_a_seed_that_ends_every_process_is_rejected_with_the_reason(seeds, monkeypatch):
    real = sources.document

    def document(seed: Any, entry: Any) -> Any:
        if seed.below == "b.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(seed, entry)

    monkeypatch.setattr(sources, "document", document)
    monkeypatch.setattr(cores, "WORTH", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)
    headers, _, rejections, _ = reading.found(seeds, READER, "context")
    assert [header.id for header in headers] == ["a"]
    assert [one.id for one in rejections] == ["b"]
    assert rejections[0].reason.startswith("reading it ended the process that read it (SIGKILL), twice")


# --- how far it has come ----------------------------------------------------------------------------------------------


def test_a_terminal_shows_one_line_and_nothing_of_it_stays(capsys, monkeypatch):
    monkeypatch.setattr(os, "isatty", lambda file: file == 2)
    with progress.shown():
        for done in (1_233, 1_300, 10_000):
            progress.tell(done, 10_000)
    assert capsys.readouterr().err == "\r\x1b[Kreading 1,300 of 10,000 documents\r\x1b[K"


@pytest.mark.parametrize(("terminal", "quiet"), [(False, False), (True, True)])
def test_a_log_shows_nothing_nor_does_a_quiet_terminal(capsys, monkeypatch, terminal, quiet):
    monkeypatch.setattr(os, "isatty", lambda file: terminal)
    with progress.shown(quiet):
        progress.tell(10_000, 10_000)
    progress.tell(10_000, 10_000)
    assert capsys.readouterr().err == ""
