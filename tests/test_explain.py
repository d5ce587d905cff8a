"""`sitrep explain`: every number of a document is told, as a fact, as one said again, or as none with the reason."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html as dom

from sitrep import cli, extract, sources
from sitrep.commands import explain
from sitrep.extract import document as reading
from sitrep.language.places import gazetteer
from sitrep.language.reader import Reader, reader
from sitrep.model import Document, Header
from sitrep.report import html
from sitrep.report.explained import Explanation, Note, explanation
from sitrep.report.look import Look

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "en.jsonl"  # stands beside the checkout where the project is built
SEED = """---
title: Blasts kill 14 in Idlib, 3 missing
published: 2018-09-09
publisher: Hill Radio
---
A blast killed 14 people, among them five children, in Idlib on Saturday, Syria Civil Defence said. The search went on
for 48 hours. Up to 800,000 people could flee.

Rescuers freed 12 hostages. The road is 70 km long.
"""


@pytest.fixture(scope="module")
def words() -> Reader:
    return reader(gazetteer())


def told(document: Document, words: Reader) -> Explanation:
    language = words.language("en")
    assert language is not None
    return explanation(document, *extract.read(document, words), language)


def plain(text: str, title: str = "") -> Document:
    return Document(Header("a", title, date(2018, 9, 9), "Hill Radio", "en", "", ""), text)


def notes(explained: Explanation) -> list[Note]:
    return [note for passage in explained.passages for note in passage.notes]


def rows(note: Note) -> dict[str, str]:
    return {row.label: " ".join([row.value, *map(str, row.notes)]).strip() for row in note.rows}


@pytest.fixture
def seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raids.txt").write_text(SEED, encoding="utf-8")
    return tmp_path / "raids.txt"


# --- every number ---------------------------------------------------------------------------------------------------


def documents() -> Iterator[Document]:
    """The labelled documents beside the checkout, if they are there, and those that it carries itself."""
    for corpus in (CORPUS, ROOT / "tests" / "gold" / "unseen.jsonl"):
        for line in corpus.read_text("utf-8").splitlines() if corpus.exists() else ():
            row = json.loads(line)
            published = date.fromisoformat(row["published"])
            yield Document(Header(row["id"], row["title"], published, row["source"], "en", "", ""), row["text"])
    for line in (ROOT / "tests" / "gold" / "sentences.jsonl").read_text("utf-8").splitlines():
        yield plain(json.loads(line)["text"])
    for found in sources.found([ROOT / "seeds"]):
        if isinstance(found, Document):
            yield found


def test_every_run_of_digits_is_a_fact_a_repeat_or_has_a_reason(words: Reader) -> None:
    seen = 0
    for document in documents():
        explained = told(document, words)
        pieces = [piece for passage in explained.passages for piece in passage.pieces]
        bare = [re.sub("⟦.*?⟧", "", piece.text) for piece in pieces]
        for piece, text in zip(pieces, bare, strict=True):
            assert piece.kind or not re.search(r"\d", text), (document.header.id, text)
        title = document.header.title if extract.titled(document) else ""
        wanted = re.findall(r"\d", title + document.text)
        assert re.findall(r"\d", "".join(bare)) == wanted  # and no part of the document was left out
        assert all(note.told for note in notes(explained))
        seen += len(wanted)
    assert seen > 500


def test_numbers_beyond_what_a_sentence_may_hold_are_told_too(words: Reader) -> None:
    explained = told(plain("Votes: " + " ".join(f"{n}7" for n in range(100)) + "."), words)
    assert {note.told for note in notes(explained)} >= {"not read as a number"}
    assert all(piece.kind or not re.search(r"\d", piece.text) for p in explained.passages for piece in p.pieces)


def test_a_digit_in_a_word_of_the_lexicon_is_told_too(words: Reader) -> None:
    assert [(n.words, n.told) for n in notes(told(plain("The area in km2 is small."), words))] == [
        ("2", "not read as a number")]  # fmt: skip


# --- what became of it ----------------------------------------------------------------------------------------------


def test_each_number_is_told_in_the_order_of_title_and_text(seed: Path, words: Reader) -> None:
    (found,) = sources.found([seed])
    assert isinstance(found, Document)
    assert [(note.kind, note.words, note.told) for note in notes(told(found, words))] == [
        ("repeat", "14", "killed, 14 people"),
        ("fact", "3 missing", "missing, 3 people"),
        ("fact", "14 people", "killed, 14 people"),
        ("fact", "five children", "killed, 5 children"),
        ("none", "48 hours", "a length of time"),
        ("projected", "Up to 800,000 people", "displaced, up to 800,000 people"),
        ("none", "12 hostages", "said not to have happened"),
        ("none", "70 km", "a distance or size"),
    ]


def test_a_fact_is_told_in_full_and_leads_to_its_total_and_repeats(seed: Path, words: Reader) -> None:
    (found,) = sources.found([seed])
    assert isinstance(found, Document)
    again, _, total, part, *_ = notes(told(found, words))
    assert again.same == total.number == 3
    assert rows(total) == {
        "number": "exact, low 14, high 14, people",
        "place": "Idlib (exact, SYR.12, Idlib, SYR)",
        "days": "2018-09-08",
        "done by": "not said",
        "said by": "Syria Civil Defence",
        "kind": "event, reported",
        "said again": "1",
        "read by": "rule en.active, confidence 0.94",
        "quote": "killed 14 people",
    }
    assert (rows(part)["group"], rows(part)["part of"]) == ("children", "3")


def test_a_sum_is_told_over_its_parts(words: Reader) -> None:
    explained = told(plain("In Bor 39 fighters and nine soldiers were killed on Friday."), words)
    assert [(note.words, note.told) for note in notes(explained)] == [
        ("39 fighters and nine soldiers were killed", "killed, 48 people"),
        ("39 fighters", "killed, 39 fighters"),
        ("nine soldiers", "killed, 9 soldiers"),
    ]
    (passage,) = explained.passages
    assert [(piece.text, piece.notes) for piece in passage.pieces] == [
        ("In Bor ", ()), ("39 fighters", (2,)), (" and ", ()), ("nine soldiers", (3,)), (" were killed", (1,)),
        (" on Friday.", ()),
    ]  # fmt: skip


def test_the_numbers_of_a_sum_are_no_numbers_that_became_none(words: Reader) -> None:
    explained = told(plain("In Bor two farmers and three villagers were killed on Friday."), words)
    assert [(note.words, note.told) for note in notes(explained)] == [
        ("two farmers and three villagers were killed", "killed, 5 people")]  # fmt: skip


def test_a_sentence_that_failed_is_told(words: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError("a rule broke")

    monkeypatch.setattr(reading.voices, "said", broken)
    (note, *_) = notes(told(plain("A shell killed two people in Bor."), words))
    assert (note.kind, note.told) == ("failed", "this sentence could not be read (ValueError: a rule broke)")
    (passage,) = told(plain("A shell killed two people in Bor."), words).passages
    assert {piece.kind for piece in passage.pieces} <= {"failed", "none"}


# --- on a terminal --------------------------------------------------------------------------------------------------


def test_the_text_form(seed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert cli.main(["explain", str(seed)]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed  # no terminal, no colour
    assert max(map(len, printed.splitlines())) <= 80
    lines = printed.splitlines()
    assert lines[0] == "document raids · published 2018-09-09 · publisher Hill Radio · language en"
    assert lines[1] == "3 became a fact · 1 became a projection · 1 said again · 3 no fact"
    assert lines[3:5] == ["Blasts kill 14[1] in Idlib, 3 missing[2]", "    [1] “14” same as [3]: killed, 14 people"]
    assert "    [5] “48 hours” a length of time" in lines


def test_colours_are_for_terminals_that_want_them(
    seed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert explain.is_coloured()
    assert cli.main(["explain", str(seed)]) == 0
    assert "\x1b[1;36m14\x1b[0m \x1b[1;36mpeople\x1b[0m\x1b[2m[3]\x1b[0m" in capsys.readouterr().out
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert not explain.is_coloured()


HOSTILE = plain(
    "In Bor \x1b[31m4\u200b5 people\x1b[0m died, <img src=x onerror=alert(1)> said \u202etxt.\n\n"
    "{{ 7 * 7 }} homes burned.",
    "Two <b>die</b>\x1b]0;owned\x07 in Bor",
)


def test_nothing_foreign_drives_a_terminal(words: Reader) -> None:
    printed = "\n".join(explain.lines(told(HOSTILE, words), 80, coloured=False))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", printed)
    for spelt in ("⟦U+001B⟧[31", "4⟦U+200B⟧5", "⟦U+202E⟧txt", "⟦U+0007⟧ in Bor"):
        assert spelt in printed


# --- as a page ------------------------------------------------------------------------------------------------------


def test_the_page_is_one_file_without_script_in_which_every_link_leads_somewhere(
    seed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", str(seed), "--format", "html"]) == 0
    page = dom.document_fromstring(capsys.readouterr().out)
    assert page.xpath("//script | //link | //img | //iframe | //base | //@src") == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(address[1:] in ids for address in page.xpath("//a/@href"))
    assert page.xpath("string(//h1)").replace("\n", "") == "Blasts kill 141 in Idlib, 3 missing2"
    assert page.xpath("//main//mark[@class='fact']/text()")[:3] == ["3 missing", "14 people", "five children"]
    assert page.xpath("//main//mark[@class='projected']/text()") == ["Up to 800,000 people"]
    assert " ".join(page.xpath("string(//li[@id='n1']/p)").split()) == "1 14 same as 3: killed, 14 people"


def test_nothing_foreign_is_markup(words: Reader) -> None:
    made = html.explained(told(HOSTILE, words), ROOT / "templates", Look())
    page = dom.document_fromstring(made)
    assert page.xpath("//img | //b | //script") == []
    words_shown = page.xpath("//p[@class='words']")[0]
    for note in words_shown.xpath(".//a"):
        note.drop_tree()
    assert "died, <img src=x onerror=alert(1)> said ⟦U+202E⟧txt." in words_shown.text_content()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u200b\u202e]", made)
    assert "{{ " in made  # what looks like a template is text


# --- what cannot be explained ---------------------------------------------------------------------------------------


def test_a_document_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("---\nlanguage: de\n---\nZwei Menschen starben.\n", encoding="utf-8")
    assert cli.main(["explain", str(tmp_path / "a.txt")]) == 10
    assert capsys.readouterr().err == 'sitrep: a: not read: no reader for the language "de"\n'
    assert cli.main(["explain", str(tmp_path)]) == 2
    assert "is a folder – name one document in it" in capsys.readouterr().err
    assert cli.main(["explain", str(tmp_path / "b.txt")]) == 2
    assert "no such file or folder" in capsys.readouterr().err


def test_repeats_are_part_of_a_fact_as_extract_prints_it(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["extract", str(seed)]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    title, text = "Blasts kill 14 in Idlib, 3 missing", SEED.split("---\n")[2]
    (killed,) = (fact for fact in facts if (fact["indicator"], fact["low"]) == ("killed", 14))
    (again,) = killed["repeats"]
    assert (title[slice(*again["span"])], title[slice(*again["number"])]) == ("kill 14", "14")
    assert text[slice(*killed["number"])] == "14 people"
    assert all(fact["repeats"] == [] for fact in facts if fact is not killed)
