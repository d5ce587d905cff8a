"""What pages cost beside each other: web page alone, further languages, Chromium, 5,000 facts; and what they weigh.

    make bench            the least of three runs each, in seconds of processor and, behind them, by the clock

Shares are of processor time, of a whole process with its children, so that a busy machine tells the same. Chromium
prints the page that WeasyPrint draws; it makes neither PDF/A nor PDF/UA of it. A build of 5,000 facts reads 250 field
reports of ten sentences; its annex is capped on paper, and the exports have every fact.
"""

import random
import shutil
import sys
import tempfile
from pathlib import Path

import pypdf
from incremental import PLACES, SITREP, VOICES, spent, verdict

from sitrep.commands import init

RUNS = 3
ALONE, FURTHER, TIMES = 0.5, 0.6, 4.0  # targets: shares of a build of one language, and times the week of the seeds
PDF_BYTES, HTML_BYTES, MOST_PAGES = 300_000, 600_000, 6
LANGUAGES = ("en", "fr", "es", "ar")
DOCUMENTS, SENTENCES, SEED = 250, 10, 2018  # two facts a sentence
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]

# A build without its PDF; its pages are kept beside it.
PAGE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sitrep import cache, config, stages
from sitrep.build import found, planned
from sitrep.model import Clock
from sitrep.report import html
settings = config.load(Path())
plan = planned(settings, Clock(datetime.now(UTC)))
with cache.ignored():
    for report in stages.reports(found(plan), plan.imprint).values():
        for medium in sys.argv[2:]:
            page = html.html(report, settings.templates, medium)
            (Path(sys.argv[1]) / f"{medium}.html").write_text(page, encoding="utf-8")
"""


def least(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of processor and by the clock of the run that took least of the processor."""
    return min(spent(command, folder)[:2] for _ in range(RUNS))


def built(folder: Path) -> tuple[float, float]:
    """The same of a build into an empty out/: where an edition stands, a build is compared with it first."""
    runs = []
    for _ in range(RUNS):
        shutil.rmtree(folder / "out")
        (folder / "out").mkdir()
        runs.append(spent([*SITREP, "--force"], folder)[:2])
    return min(runs)


def office(folder: Path, languages: tuple[str, ...] = LANGUAGES[:1]) -> Path:
    """The demonstration in some languages."""
    init.write(folder)
    report = folder / "config" / "report.yaml"
    text = report.read_text("utf-8").replace("languages: [en]", f"languages: [{', '.join(languages)}]")
    report.write_text(text, "utf-8")
    return folder


def crowd(folder: Path) -> Path:
    """The demonstration with 5,000 facts of its week in place of its seeds."""
    chance = random.Random(SEED)
    for seed in (office(folder) / "seeds").iterdir():
        seed.unlink()
    for number in range(DOCUMENTS):
        told = [
            f"At least {chance.randint(2, 40)} people were killed and {chance.randint(3, 90)} were injured in "
            f"{chance.choice(PLACES)}, Syria, on {chance.randint(3, 9)} September 2018, {chance.choice(VOICES)} said."
            for _ in range(SENTENCES)
        ]
        head = f"---\ntitle: Field report {number}\npublished: 2018-09-09\npublisher: Office {number % 9}\n---\n"
        (folder / "seeds" / f"{number:03}.txt").write_text(head + "\n".join(told) + "\n", "utf-8")
    return folder


def line(name: str, seconds: tuple[float, float], share: str = "", target: str = "", met: bool | None = None) -> None:
    """One line: what, seconds, share and whether the target is met."""
    said = "" if met is None else f"target {target}: {verdict(met)}"
    print(f"  {name:36} {seconds[0]:6.2f} s ({seconds[1]:5.2f} by the clock)   {share:>6}   {said}".rstrip())


def main() -> None:
    """Prints what each costs, and what the files of all languages weigh."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        first, every, many = office(folder / "one"), office(folder / "all", LANGUAGES), crowd(folder / "many")
        spent([sys.executable, "-c", PAGE, str(folder), "print"], first)  # the page for paper, and caches warmed
        one = built(first)
        print(f"Pages: processor seconds, the least of {RUNS} runs\n")
        line("one language, PDF and HTML", one)
        page = least([sys.executable, "-c", PAGE, str(folder), "screen"], first)
        line("HTML alone", page, f"{page[0] / one[0]:.2f}", f"≤ {ALONE}", page[0] <= ALONE * one[0])
        four = built(every)
        further = ((four[0] - one[0]) / 3, (four[1] - one[1]) / 3)
        share = further[0] / one[0]
        line("each further language", further, f"{share:.2f}", f"≤ {FURTHER}", share <= FURTHER)
        printed = least([*CHROMIUM, f"--print-to-pdf={folder / 'chromium.pdf'}", str(folder / "print.html")], folder)
        line("Chromium prints the same HTML", printed, f"{printed[0] / one[0]:.2f}")
        most = spent([*SITREP, "--force"], many)[:2]
        line("5,000 facts", most, f"{most[0] / one[0]:.2f}", f"< {TIMES:g}", most[0] < TIMES * one[0])
        print(f"\n  {'file of the week':36} {'bytes':>9}   pages")
        for file in sorted((every / "out" / "latest" / "report").glob("*_v1.[ph][dt][fm]*")):
            weigh(file)
        print(f"  {'chromium.pdf':36} {(folder / 'chromium.pdf').stat().st_size:9,}   {pages(folder / 'chromium.pdf')}")


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    return len(pypdf.PdfReader(file).pages)


def weigh(file: Path) -> None:
    """One line: what a file weighs, and whether it keeps to its limit."""
    is_pdf, size = file.suffix == ".pdf", file.stat().st_size
    limit = PDF_BYTES if is_pdf else HTML_BYTES
    count = pages(file) if is_pdf else 0
    shown = f"{count}" if is_pdf else "–"
    is_light = size <= limit and count <= MOST_PAGES
    print(f"  {file.name:36} {size:9,}   {shown:5}   target ≤ {limit:,}: {verdict(is_light)}")


if __name__ == "__main__":
    main()
