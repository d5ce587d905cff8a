"""What a rerun need not do again: nothing changed; ten thousand documents on two cores; one new beside ten thousand.

    make bench            a rerun beside a cold build, 10,000 documents on one core and two, one new beside them
    make soak             50,000 documents in one build, and the most memory that its processes held together

Seconds are of processor, of the whole process with its children, so that a busy machine tells the same; only how much
faster two cores are than one is told by the clock, which asks for a quiet machine. Each build is a process of its own.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import news

from sitrep.commands import init

RUNS = 5
RERUN_SHARE, RERUN_S, TIMES, NEW_S = 0.12, 0.5, 1.7, 3.0  # targets
DOCUMENTS, SOAKED = 10_000, 50_000
SEED, FIRST, WEEKS = 2018, date(2016, 10, 3), 101
PLACES = ("Jisr al-Shughour", "Kafr Nabl", "Khan Shaykhun", "Saraqib", "Harim", "Idlib", "Ariha", "Hama", "Aleppo")
VOICES = ("the Observatory", "the Civil Defence", "the United Nations", "a local council", "the Red Crescent")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SITREP = [sys.executable, "-c", "import sys; from sitrep.cli import main; sys.exit(main())", "build", "--quiet"]
NEW = "---\npublished: 2018-09-05\npublisher: Wire\n---\n{} people were killed in Idlib on Tuesday.\n"

READING = """
import os, sys
from pathlib import Path
from sitrep import cache, config, reading
if sys.argv[1] == "1":
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
settings = config.load(Path())
with cache.ignored():
    reading.found(settings.seeds, settings.reader(), "bench")
"""


BUILDING = """
import sys, time
from sitrep import cli, stages
drawn = stages.pages
def pages(*nouns):
    global drawing
    began = time.process_time()
    try:
        return drawn(*nouns)
    finally:
        drawing = time.process_time() - began
stages.pages, drawing = pages, 0.0
sys.argv = ["sitrep", "build", "--quiet"]
try:
    code = cli.main()
except SystemExit as ended:
    code = ended.code
print(time.process_time() - drawing)
sys.exit(code)
"""


def documents(count: int) -> Iterator[str]:
    """Seeds of a hundred weeks: three facts of a field report, then some lines of news that nobody wrote."""
    chance = random.Random(SEED)
    for story in islice(news.stories(count * 2_000, SEED), count):
        place, voice, day = chance.choice(PLACES), chance.choice(VOICES), chance.choice(DAYS)
        published = FIRST + timedelta(days=chance.randrange(7 * WEEKS))
        yield (
            f"---\ntitle: >-\n  {story.title}\npublished: {published}\npublisher: >-\n  {story.source}\n---\n"
            f"At least {chance.randint(2, 40)} people were killed in {place}, Syria, on {day}, {voice} said. "
            f"Another {chance.randint(3, 90)} were injured. Some {chance.randint(50, 9000):,} people fled {place}, "
            f"according to {chance.choice(VOICES)}.\n\n{story.text[:600]}\n"
        )


def office(folder: Path, count: int) -> Path:
    """A workspace with so many documents; with none asked for, the demonstration's."""
    init.write(folder)
    report = folder / "config" / "report.yaml"
    report.write_text(report.read_text().replace("clearance: required", "clearance: none"))
    if count:
        for seed in (folder / "seeds").iterdir():
            seed.unlink()
        for number, text in enumerate(documents(count)):
            (folder / "seeds" / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def spent(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Seconds of processor and by the clock of a whole process, and what it printed; the run ends here if it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode not in (0, 3):
        sys.exit(f"{' '.join(command[3:])} ended with {ran.returncode}:\n{ran.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock, ran.stdout


def rerun(folder: Path) -> None:
    """A build of the demonstration, and one that finds nothing changed: the least of some runs each."""
    cold = min(spent([*SITREP, "--force"], folder)[0] for _ in range(3))
    again = min(spent(SITREP, folder)[0] for _ in range(RUNS))
    print(f"  {'cold build':36} {cold:7.2f} s")
    print(f"  {'rerun, nothing changed':36} {again:7.2f} s   target < {RERUN_S}: {verdict(again < RERUN_S)}")
    print(f"  {'share':36} {again / cold:7.3f}     target ≤ {RERUN_SHARE}: {verdict(again <= RERUN_SHARE * cold)}")


def cores(folder: Path) -> None:
    """The same documents read by one process on one core, and over all cores; in turn, the least of two each."""
    runs = {name: [spent([sys.executable, "-c", READING, name], folder) for _ in range(2)] for name in ("1", "all")}
    one, every = (min(clock for _, clock, _ in runs[name]) for name in ("1", "all"))
    for clock, name in ((one, "1"), (every, "all")):
        processor = min(cpu for cpu, _, _ in runs[name])
        print(f"  {f'{DOCUMENTS:,} documents, cores: {name}':36} {clock:7.1f} s   ({processor:.1f} of processor)")
    print(f"  {'times':36} {one / every:7.2f}     target ≥ {TIMES}: {verdict(one / every >= TIMES)}")


def one_new(folder: Path) -> None:
    """A build of the documents and one more, when the others are remembered; and what of it is not drawing pages.

    Drawing is what the renderer's process and making the files of the report take; all else counts: starting, hashing,
    reading, figures, withholding, the sections, comparing with the edition that stands, publishing.
    """
    spent(SITREP, folder)
    runs = []
    for killed in ("Seven", "Eight", "Nine"):
        (folder / "seeds" / "new.txt").write_text(NEW.format(killed), encoding="utf-8")
        runs.append(spent([sys.executable, "-c", BUILDING], folder))
    beyond = min(float(told.split()[-1]) for _, _, told in runs)
    print(f"  {f'one new beside {DOCUMENTS:,}':36} {min(whole for whole, _, _ in runs):7.1f} s")
    print(f"  {'beyond rendering':36} {beyond:7.1f} s   target < {NEW_S}: {verdict(beyond < NEW_S)}")


def verdict(met: bool) -> str:
    """How a line ends that has a target."""
    return "met" if met else "MISSED"


def soak(folder: Path, count: int) -> None:
    """One build of very many documents: seconds, and the most memory of its processes together, looked at often."""
    print(f"{count:,} documents in one build")
    office(folder, count)
    start, peak = time.perf_counter(), 0
    with subprocess.Popen([*SITREP, "--force"], cwd=folder, stderr=subprocess.PIPE, text=True) as build:
        while build.poll() is None:
            peak = max(peak, memory(build.pid))
            time.sleep(0.2)
        if build.returncode not in (0, 3):
            sys.exit(f"ended with {build.returncode}:\n{build.stderr.read() if build.stderr else ''}")
    print(f"  {'seconds':36} {time.perf_counter() - start:7.0f}")
    print(f"  {'peak memory of all its processes':36} {peak / 1e6:7.0f} MB")


def memory(process: int) -> int:
    """Bytes that a process and its children hold, what they share counted once; 0 where nobody tells."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    return int(rollup.partition("Pss:")[2].split()[0]) * 1024 + sum(memory(int(child)) for child in children)


def main() -> None:
    """Prints what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--soak", metavar="DOCUMENTS", type=int, nargs="?", const=SOAKED, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        os.environ["XDG_CACHE_HOME"] = f"{made}/cache"  # nobody's own cache is pushed out
        if asked.soak:
            soak(Path(made) / "office", asked.soak)
            return
        print("Incremental builds, least of some runs, seconds of processor\n\n  the demonstration")
        rerun(office(Path(made) / "office", 0))
        print()
        many = office(Path(made) / "many", DOCUMENTS)
        cores(many)
        print()
        one_new(many)


if __name__ == "__main__":
    main()
