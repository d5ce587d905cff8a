"""`sitrep places import`: the P-codes of OCHA's list, filled into `config/places/`."""

import argparse
import os
import tempfile
from pathlib import Path

from sitrep.commands.options import workspace
from sitrep.errors import ConfigError
from sitrep.language.places import countries, gazetteer, pcodes
from sitrep.shown import hint, show

FOLDER = Path("config/places")
LIMIT_NAMED = 10  # divisions that are named; of more only the number is told


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what to do, the list, and for which countries."""
    parser.add_argument("act", choices=("import",), metavar="import", help="fill P-codes into config/places/")
    parser.add_argument("file", metavar="FILE", type=Path, help="OCHA's list of global P-codes, a CSV from HDX")
    parser.add_argument(
        "--country", metavar="ISO3", action="append", default=[],
        help="a country, such as SYR; may be given several times (default: those with a file in config/places/)",
    )  # fmt: skip
    workspace(parser, "config/")


def run(options: argparse.Namespace) -> int:
    """Fills in the P-codes country by country and tells what it could not match; the exit code is 0."""
    folder = options.workspace / FOLDER
    chosen = options.country or sorted(file.stem for file in folder.glob("*.csv"))
    if not chosen:
        raise ConfigError(f"{folder}: no file of a country – name one, such as --country SYR")
    for code in chosen:
        if code not in countries():
            raise ConfigError(f'--country: no country "{show(code)}"{hint(code, countries())}')
    rows = pcodes.divisions(options.file)
    known = gazetteer(folder if folder.is_dir() else None)
    for code in chosen:
        by_place, unknown = pcodes.found(code, rows, known)
        file = folder / f"{code}.csv"
        text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
        filled, kept = pcodes.merged(text, by_place)
        if by_place and filled != text:
            _write(file, filled)
        total = len(by_place) + len(unknown)
        print(f"{file}: {len(by_place)} of {total} provinces and districts have their P-code{_told(unknown, kept)}")
    return 0


def _told(unknown: tuple[pcodes.Division, ...], kept: tuple[str, ...]) -> str:
    names = [f"{show(row.name)} ({show(row.pcode)})" for row in unknown[:LIMIT_NAMED]]
    more = f" and {len(unknown) - LIMIT_NAMED} more" if len(unknown) > LIMIT_NAMED else ""
    parts = [f"; not matched: {', '.join(names)}{more}"] if names else []
    parts += [f"; left as you wrote them: {', '.join(kept)}"] if kept else []
    return "".join(parts)


def _write(file: Path, text: str) -> None:
    """Puts the file in place in one step, so that it is never half written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(fresh, 0o644)
        os.replace(fresh, file)
    except BaseException:
        os.unlink(fresh)
        raise
