"""Reading texts: our extraction beside spaCy and gdelt-regkg; how much memory it takes and how soon it starts.

    make bench            five passes of each over the same texts, in turn, on one core; medians

Texts: the labelled corpus (beside the checkout as ../shared/corpus/en.jsonl, else tests/gold/), and news from
`news.py`. Each reader is a process of its own (`readers.py`). What is compared, and what is not: docs/decisions/0006.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import news

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "en.jsonl"
GOLD = ROOT / "tests" / "gold"
SYRIAN = GOLD / "seeds.jsonl"  # one country, so that its places are loaded and no other's
PEERS = ROOT / ".venv-bench" / "bin" / "python"

RUNS = 5
NEWS_WORDS, NEWS_SEED = 110_000, 2018
TARGETS = {"news": 15, "corpus": 8}  # times spaCy's words a second
MEMORY_MB, START_S = 200, 0.4
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "BLIS")}

NAMES = {
    "sitrep": (sys.executable, "sitrep, every attribute"),
    "spacy": (str(PEERS), "spaCy, whole small pipeline"),
    "gdelt": (str(PEERS), "gdelt-regkg, counts alone"),
}


@dataclass(frozen=True)
class Texts:
    """A file of texts, what it is called, and its words."""

    file: Path
    name: str
    words: int


@dataclass(frozen=True)
class Started:
    """A reader's process that has read the Syrian documents, and what that took."""

    process: subprocess.Popen[str]
    seconds: float
    peak_mb: float | None


@contextmanager
def started(name: str) -> Iterator[Started]:
    """A fresh process of the reader; the time is from before its start until its first document is read."""
    command = [NAMES[name][0], str(Path(__file__).with_name("readers.py")), name, str(SYRIAN)]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | ONE_THREAD
    ) as process:
        answer(process)
        seconds = time.perf_counter() - begun
        yield Started(process, seconds, answer(process)["peak_mb"])


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the reader says next; the run ends here if it has died."""
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        sys.exit(f"{' '.join(map(str, process.args))} ended with {process.wait()}")
    return json.loads(line)


def passed(process: subprocess.Popen[str], texts: Texts) -> dict[str, Any]:
    """Seconds and counts of one pass of a reader over the texts."""
    assert process.stdin
    print(texts.file, file=process.stdin, flush=True)
    return answer(process)


def news_texts(folder: Path) -> Texts:
    """The generated news, written into the folder; says what it is like."""
    stories = list(news.stories(NEWS_WORDS, NEWS_SEED))
    print(f"  news: {news.described(stories)}")
    return _written(folder / "news.jsonl", [asdict(story) for story in stories])


def corpus_texts(folder: Path) -> Texts:
    """The labelled documents, those beside the checkout if they are there; says which."""
    files = [CORPUS] if CORPUS.exists() else [GOLD / "documents.jsonl"]
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    texts = _written(folder / "corpus.jsonl", rows)
    facts = 1000 * sum(len(row["facts"]) for row in rows) / texts.words
    names = ", ".join(os.path.relpath(file, ROOT) for file in files)
    print(f"  corpus: {len(rows):,} texts of {names}, {texts.words:,} words, {facts:.1f} facts in 1,000 words")
    return texts


def _written(file: Path, rows: list[dict[str, Any]]) -> Texts:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return Texts(file, file.stem, sum(len(f"{row.get('title', '')} {row['text']}".split()) for row in rows))


def compare(texts: Texts, processes: dict[str, subprocess.Popen[str]]) -> None:
    """One table: each reader's words a second, and how many times ours is faster."""
    first = {name: passed(process, texts) for name, process in processes.items()}
    passes = [{name: passed(process, texts)["seconds"] for name, process in processes.items()} for _ in range(RUNS)]
    seconds = {name: statistics.median(run[name] for run in passes) for name in processes}
    print(f"\n  {texts.name:28} {'words/s':>9} {'first pass':>11} {'slowest':>9} {'fastest':>9} {'counts found':>13}")
    for name in processes:
        runs = [run[name] for run in passes]
        rates = [texts.words / spent for spent in (seconds[name], first[name]["seconds"], max(runs), min(runs))]
        found = "none sought" if first[name]["found"] is None else f"{first[name]['found']:,}"
        print("  {:28} {:9,.0f} {:11,.0f} {:9,.0f} {:9,.0f} {:>13}".format(NAMES[name][1], *rates, found))
    times = {name: seconds[name] / seconds["sitrep"] for name in processes}
    print(f"  {'sitrep / gdelt-regkg':28} {times['gdelt']:9.1f}")
    told = verdict(times["spacy"] >= TARGETS[texts.name])
    print(f"  {'sitrep / spaCy':28} {times['spacy']:9.1f}     target ≥ {TARGETS[texts.name]}: {told}")


def verdict(met: bool) -> str:
    """How a line ends that has a target."""
    return "met" if met else "MISSED"


def starts() -> None:
    """Two lines: seconds until the first document is read, and peak memory with one country's places."""
    seconds: list[float] = []
    peaks: list[float] = []
    for _ in range(RUNS):
        with started("sitrep") as reader:
            seconds.append(reader.seconds)
            if reader.peak_mb is not None:
                peaks.append(reader.peak_mb)
    soon = statistics.median(seconds)
    told = verdict(soon < START_S)
    print(f"\nsitrep in a fresh process, Syrian documents, median of {RUNS}\n")
    print(f"  {'start to first document read':28} {soon:9.2f} s   target < {START_S} s: {told}")
    if peaks:
        peak = statistics.median(peaks)
        print(f"  {'peak memory, all read':28} {peak:9.0f} MB  target < {MEMORY_MB} MB: {verdict(peak < MEMORY_MB)}")


def main() -> None:
    """Prints all of it."""
    if not PEERS.exists():
        sys.exit(f"{os.path.relpath(PEERS)} is not there: run `make bench`, which installs what we compare with")
    print(f"Reading, one core, in turn over the same texts, median of {RUNS} passes (words a second of processor)\n")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        texts = (news_texts(folder), corpus_texts(folder))
        readers = {name: stack.enter_context(started(name)) for name in NAMES}
        for one in texts:
            compare(one, {name: reader.process for name, reader in readers.items()})
        print()
        for name, reader in readers.items():
            memory = "" if reader.peak_mb is None else f"{reader.peak_mb:9.0f} MB"
            print(f"  {NAMES[name][1]:28} {reader.seconds:9.2f} s {memory}  (first start; {SYRIAN.name} read)")
        for reader in readers.values():
            reader.process.communicate()
    starts()
    print("\nOther readers of victims and displaced people, and why they are not here: docs/decisions/0006-bench.md")


if __name__ == "__main__":
    main()
