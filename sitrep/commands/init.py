"""`sitrep init DIR`: a workspace to start from."""

import argparse
import shutil
from pathlib import Path

from sitrep import bundled
from sitrep.errors import ConfigError

NEXT = """{folder} is ready. It holds

    config/      what your staff edit: start with config/report.yaml
    templates/   how the page looks
    seeds/       example texts; put your own here
    out/         where editions are published

Next:

    cd {folder}
    sitrep check
    sitrep build
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the one thing asked for: where."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is empty or does not exist yet")


def run(options: argparse.Namespace) -> int:
    """Writes the workspace out and tells what to do next; gives 0."""
    write(options.folder)
    print(NEXT.format(folder=options.folder), end="")
    return 0


def write(target: Path) -> None:
    """A workspace at `target`: the folders that travel with the package, and an empty `out/`.

    Nothing is ever overwritten: raises ConfigError where `target` holds anything or cannot be made.
    """
    if target.exists() and not target.is_dir():
        raise ConfigError(f"{target}: is a file; name a folder that is empty or does not exist yet")
    if target.is_dir() and any(target.iterdir()):
        raise ConfigError(f"{target}: is not empty, and init overwrites nothing; name an empty or new folder")
    try:
        for name in bundled.FOLDERS:
            shutil.copytree(bundled.folder(name), target / name, copy_function=shutil.copyfile)
        (target / "out").mkdir()
    except OSError as error:
        raise ConfigError(f"{error.filename or target}: {error.strerror}; choose a folder you may write to") from error
