"""Quick commands; and a cold `sitrep build` of the demonstration beside bare WeasyPrint, which draws the same page.

    make bench            five runs of each, in turn; medians

Both draw the same HTML as PDF/A-3a in the same fonts. The build also reads, extracts, reconciles, charts, writes the
page for screens and the exports, and publishes; that is what the ratio is about.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdf

from sitrep.commands import init
from sitrep.report import pdf

RUNS = 5
TARGET, MOST_S = 1.8, 4.0
QUICK = 0.25
SITREP = [sys.executable, "-c", "import sys; from sitrep.cli import main; sys.exit(main())"]
BARE = """
import sys, weasyprint
from weasyprint.urls import URLFetcher
fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
page = weasyprint.HTML(string=open(sys.argv[1], encoding="utf-8").read(), url_fetcher=fetcher)
page.write_pdf(sys.argv[2], pdf_variant="pdf/a-3a")
"""


def seconds(command: list[str], folder: Path) -> float:
    """Wall-clock seconds of a whole process; the run ends here if it fails."""
    start = time.perf_counter()
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode not in (0, 3):
        sys.exit(f"{' '.join(command[:3])} … ended with {ran.returncode}:\n{ran.stderr}")
    return time.perf_counter() - start


def cold(office: Path) -> float:
    """Seconds of a build into an empty out/, with nothing from the cache."""
    shutil.rmtree(office / "out")
    (office / "out").mkdir()
    return seconds([*SITREP, "build", "--force"], office)


def told(name: str, runs: list[float]) -> str:
    """One line: the median, then every run."""
    return f"  {name:28} {statistics.median(runs):6.2f} s   ({', '.join(f'{run:.2f}' for run in sorted(runs))})"


def main() -> None:
    """Prints both, their ratio, and where the build's time goes."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        office = folder / "office"
        init.write(office)
        pdf.use_own_fonts()  # by the environment, which the bare process inherits; the build sets its own
        stages = Path(__file__).with_name("stages.py")
        seconds([sys.executable, str(stages), str(folder)], office)  # warms the caches, keeps the page
        bare_command = [sys.executable, "-c", BARE, str(folder / "print.html"), str(folder / "bare.pdf")]
        seconds(bare_command, folder)
        builds, bares = [], []
        print(f"Quick commands, median of {RUNS}: target ≤ {QUICK} s each\n")
        for verb in ("--help", "check"):
            print(told(f"sitrep {verb}", [seconds([*SITREP, verb], office) for _ in range(RUNS)]))
        for _ in range(RUNS):
            builds.append(cold(office))
            bares.append(seconds(bare_command, folder))
        shutil.rmtree(office / "out")
        seconds([sys.executable, str(stages), str(folder)], office)
        (built,) = (office / "out" / "latest" / "report").glob("*.pdf")
        report(builds, bares, json.loads((folder / "stages.json").read_text()), (built, folder / "bare.pdf"))


def drawn(file: Path) -> str:
    """Pages and bytes of a PDF, to see that both drew the same."""
    return f"{len(pypdf.PdfReader(file).pages)} pages, {file.stat().st_size:,} bytes"


def report(builds: list[float], bares: list[float], stages: dict[str, float], pdfs: tuple[Path, Path]) -> None:
    """Both medians, their ratio, what was drawn, and the stages of one build from the longest to the shortest."""
    ratio = statistics.median(builds) / statistics.median(bares)
    print(f"\nCold builds of the demonstration, {RUNS} runs each, median ({os.cpu_count()} cores)\n")
    print(told("sitrep build, PDF and HTML", builds))
    print(told("WeasyPrint alone, same page", bares))
    whole_s, clock = statistics.median(builds), "seconds by the clock"
    print(f"  {'ratio':28} {ratio:6.2f}     target ≤ {TARGET}: {'met' if ratio <= TARGET else 'MISSED'}")
    print(f"  {clock:28} {whole_s:6.2f} s   target ≤ {MOST_S:g}: {'met' if whole_s <= MOST_S else 'MISSED'}")
    print(f"  {'drawn':28}   {drawn(pdfs[0])} · {drawn(pdfs[1])}\n")
    whole = stages.pop("whole")
    print(f"Where one build's {whole:.2f} s go (own seconds; the renderer loads meanwhile, in its own process)\n")
    for name, spent in sorted(stages.items(), key=lambda item: -item[1]):
        print(f"  {name:28} {spent:6.2f} s   {spent / whole:4.0%}")


if __name__ == "__main__":
    main()
