"""The bench: its news is always the same and never repeats itself, and a reader answers what it is asked."""

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path

import extraction
import incremental
import news
import pages
import pytest
import readers
import reconciliation

from sitrep import config, reading

STORIES = list(news.stories(extraction.NEWS_WORDS, extraction.NEWS_SEED))


def sentences(story: news.Story) -> list[str]:
    """Told apart without the generator's help; the dateline is not part of the first."""
    _, _, text = story.text.partition(" – ")
    return re.split(r'(?:(?<=[.!?])|(?<=[.!?]"))\s+(?=["A-Z0-9$])', text)


def test_the_same_seed_tells_the_same_news() -> None:
    assert list(islice(news.stories(extraction.NEWS_WORDS, extraction.NEWS_SEED), 20)) == STORIES[:20]
    assert [story.text for story in islice(news.stories(1000, 7), 2)] != [story.text for story in STORIES[:2]]


def test_no_sentence_and_no_title_comes_twice() -> None:
    told = Counter(sentence for story in STORIES for sentence in [story.title, *sentences(story)])
    assert [sentence for sentence, times in told.items() if times > 1] == []
    assert len(told) > 4000


def test_there_are_words_enough_and_many_different_ones() -> None:
    words = [word for story in STORIES for word in f"{story.title} {story.text}".split()]
    assert len(words) >= 100_000
    assert len({word.strip('.,"').lower() for word in words}) > 5000
    assert 18 < len(words) / sum(len(sentences(story)) for story in STORIES) < 28  # a newspaper's sentence


@pytest.mark.parametrize("seed", range(10))
def test_facts_are_never_more_than_five_in_a_thousand_words(seed: int) -> None:
    words = facts = 0
    for story in news.stories(10_000, seed):
        facts += story.facts
        words += story.words
        assert facts <= 5 * words / 1000


def test_facts_are_not_so_rare_that_there_is_nothing_to_find() -> None:
    assert sum(story.facts for story in STORIES) >= 3 * sum(story.words for story in STORIES) / 1000


@pytest.mark.slow
def test_extraction_finds_the_facts_that_the_news_was_made_with_and_few_others() -> None:
    document, read = readers.sitrep()
    some = STORIES[:60]
    found = read([document(asdict(story)) for story in some])
    made = sum(story.facts for story in some)
    assert found is not None and made > 0
    assert abs(found - made) <= 0.1 * made
    assert found <= 5 * sum(story.words for story in some) / 1000


def test_every_desk_has_its_say() -> None:
    assert {story.id.partition("-")[0] for story in STORIES} == set(news.WEIGHTS)


def test_every_slot_is_filled_and_well_written() -> None:
    text = "\n".join(f"{story.title}\n{story.text}" for story in STORIES)
    assert not re.findall(r"[{}|#~]", text)
    assert not re.findall(r"\b[Aa] [aei]\w+", text.replace(" a eu", ""))
    assert all(sentence[0] in '"$' or not sentence[0].islower() for story in STORIES for sentence in sentences(story))


@pytest.mark.parametrize("desk", news.WEIGHTS)
def test_no_list_of_words_lies_idle(desk: str) -> None:
    lists = news.lists(desk)
    asked = {slot.rstrip("~") for entries in lists.values() for entry in entries for slot in news.SLOT.findall(entry)}
    taken = {"home", "outlet", "titles", "frames", "colour", "facts"}  # by the generator itself
    assert {heading.removeprefix("## ") for heading in lists} <= asked | taken
    numbers = {slot for slot in asked if news.NUMBER.fullmatch(slot) or news.DECIMAL.fullmatch(slot)}
    assert asked - numbers <= {heading.removeprefix("## ") for heading in lists} | {"city", "country"}


@pytest.mark.parametrize(
    ("slot", "written"),
    [
        ("{4-4}", "four"), ("{=4-4}", "4"), ("{14-14}", "14"), ("{=1480-1480}", "1,480"), ("{=48237-48237}", "48,200"),
        ("{=1948-1948}", "1948"), ("{2.5-2.5}", "2.5"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_newspapers_write_them(slot: str, written: str) -> None:
    assert news._filled(slot, {}, {}, news.random.Random(1)) == written


def test_a_text_that_says_little_of_itself_is_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"text": "At least nine people were killed in Idlib on Monday."}\n', encoding="utf-8")
    document, read = readers.sitrep()
    (text,) = readers.texts(str(file))
    assert (text["id"], text["title"], text["language"]) == ("0", "", "en")
    assert read([document(text)]) == 1
    assert document({**text, "published": "2018-09-04"}).header.published == date(2018, 9, 4)


def test_a_reader_starts_once_and_answers_for_each_file(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"text": "At least nine people were killed in Idlib on Monday."}\n', encoding="utf-8")
    with extraction.started("sitrep") as reader:
        assert reader.seconds > 0
        assert reader.peak_mb is None or 10 < reader.peak_mb < extraction.MEMORY_MB
        for _ in range(2):
            answer = extraction.passed(reader.process, extraction.Texts(file, "texts", 10))
            assert answer["found"] == 1
            assert answer["seconds"] > 0
        reader.process.communicate()


def test_made_up_facts_are_the_same_each_time_and_in_the_shares_that_the_bench_tells() -> None:
    made = list(reconciliation.facts(2_000, 1))
    assert made == list(reconciliation.facts(2_000, 1))
    assert made != list(reconciliation.facts(2_000, 2))
    by_id = {fact.id: fact for fact in made}
    parts = [fact for fact in made if fact.part_of is not None]
    said = Counter((f.indicator, f.low, f.place_id, f.start, f.attribution, f.part_of) for f in made)
    assert len(by_id) == 2_000
    assert len(reconciliation.TREE) == reconciliation.PLACES
    assert 0.22 < 1 - len(said) / 2_000 < 0.28
    assert 0.08 < len(parts) / 2_000 < 0.16  # with those that are repeated
    assert all(part.start == by_id[part.part_of].start for part in parts if part.part_of)


def test_ten_thousand_documents_are_the_same_each_time_and_each_another() -> None:
    made = list(incremental.documents(300))
    assert made == list(incremental.documents(300))
    assert len(set(made)) == 300
    assert made[:20] == list(incremental.documents(20))


@pytest.mark.slow
def test_the_documents_of_the_bench_are_read_and_state_their_three_facts(tmp_path: Path) -> None:
    office = incremental.office(tmp_path / "office", 20)
    settings = config.load(office)
    headers, facts, rejections, _ = reading.found(settings.seeds, settings.reader(), "bench")
    assert len(headers) == 20
    assert rejections == ()
    assert len(facts) >= 60
    assert {"killed", "injured", "displaced"} <= {fact.indicator for fact in facts}


@pytest.mark.slow
def test_one_core_and_all_read_the_same_documents(tmp_path: Path) -> None:
    office = incremental.office(tmp_path / "office", 5)
    for name in ("1", "all"):
        processor, clock, _ = incremental.spent([sys.executable, "-c", incremental.READING, name], office)
        assert processor > 0
        assert clock > 0


def test_memory_is_that_of_a_process_and_its_children() -> None:
    with subprocess.Popen([sys.executable, "-c", "x = bytearray(50 << 20); print(flush=True); input()"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        alone = incremental.memory(child.pid)
        assert 50 << 20 < alone < 90 << 20
        assert incremental.memory(os.getpid()) > alone
        child.communicate(b"\n")
    assert incremental.memory(child.pid) == 0


def test_a_crowd_has_twenty_facts_a_document_and_pages_have_the_languages_asked_for(tmp_path: Path) -> None:
    crowded = config.load(pages.crowd(tmp_path / "many"))
    seeds = sorted(crowded.seeds.iterdir())
    assert len(seeds) == 250
    for seed in seeds[3:]:
        seed.unlink()
    assert [len(facts) for facts in _by_document(crowded)] == [20, 20, 20]
    assert config.load(pages.office(tmp_path / "all", ("en", "ar"))).languages == ("en", "ar")


def _by_document(loaded: config.Config) -> list[list[str]]:
    headers, facts, _, _ = reading.found(loaded.seeds, loaded.reader(), "bench")
    return [[fact.id for fact in facts if fact.document == header.id] for header in headers]
