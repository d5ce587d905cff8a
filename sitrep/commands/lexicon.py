"""`sitrep lexicon check`: whether the words of each language, and the office's own, find what their examples say."""

import argparse
from pathlib import Path

from sitrep import config as settings
from sitrep import yamlfile
from sitrep.errors import ConfigError
from sitrep.extract import examples
from sitrep.language.reader import Reader, languages, lexicon_file
from sitrep.shown import hint, show
from sitrep.yamlfile import Mistake

INDICATORS = "config/indicators.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what to do, and for which language."""
    parser.add_argument("act", choices=("check",), metavar="check", help="run the examples of the lexicons")
    parser.add_argument("--language", metavar="CODE", help="only the words of this language, such as en")
    parser.add_argument(
        "--workspace", metavar="DIR", type=Path, default=Path(),
        help="the folder whose config/indicators.yaml may add words (default: where you are)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Tells how many examples hold; gives 0. Raises ConfigError with file and line of each that does not."""
    if options.language and options.language not in languages():
        raise ConfigError(f'--language: no words for "{show(options.language)}"{hint(options.language, languages())}')
    config = settings.load(options.workspace)
    chosen = [options.language] if options.language else sorted(languages())
    files = {_shown(lexicon_file(code)): examples.of_language(code) for code in chosen}
    if (options.workspace / INDICATORS).is_file():
        own = examples.of_office(yamlfile.read(options.workspace / INDICATORS))
        files[INDICATORS] = tuple(one for one in own if options.language in (None, one.language))
    reader = config.reader()
    mistakes = [mistake for file, found in files.items() for mistake in _wrong(file, found, reader)]
    if mistakes:
        raise ConfigError("\n".join(map(str, mistakes)))
    for file, found in files.items():
        print(f"{file}: {len(found)} example{'' if len(found) == 1 else 's'}{', all as expected' if found else ''}")
    return 0


def _wrong(file: str, found: tuple[examples.Example, ...], reader: Reader) -> list[Mistake]:
    """A mistake for each example that does not hold."""
    told = [(one, examples.wrong(one, reader)) for one in found]
    return [
        Mistake(file, one.line, f"{show(one.indicator)}: “{show(one.text)}”: {show(reason)}")
        for one, reason in told if reason
    ]  # fmt: skip


def _shown(path: Path) -> str:
    """A path from where the user is, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
