"""Which files of a folder are seeds, and what each is called."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sitrep.errors import ConfigError
from sitrep.shown import show

EXTENSIONS = (".txt", ".md", ".csv", ".xlsx")
SHEETS = (".xls", ".xlsb", ".xlsm", ".xltx", ".ods", ".numbers", ".tsv")  # of another kind than we read
# Files that stand beside the seeds without being any.
BESIDE = frozenset({"README.md", "manifest.yaml"})


@dataclass(frozen=True, slots=True)
class Seed:
    """A file that should be read. `id` is its document's; `below` its path below the folder given, with extension."""

    id: str
    address: str  # its path as text: ten thousand Paths take a while
    below: str
    refused: str = ""  # why it need not be opened at all

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.address)

    @property
    def shown(self) -> str:
        """The path below the folder, safe to print."""
        return show(self.below)


def _meant(path: Path) -> str:
    """What to do where the folder of a workspace is not there."""
    return " – make it and put texts into it, or name the workspace by --workspace" if path.name == "seeds" else ""


def seeds(paths: Sequence[Path]) -> tuple[Seed, ...]:
    """Every seed at `paths`, sorted by id; the contents are not looked at.

    An id is the path below the folder given, without extension: `a/b.txt` is `a/b`. Where that would name two seeds,
    the extension stays; where two folders hold the same path, the folder's name goes before it.
    Raises ConfigError if a path is not there.
    """
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        raise ConfigError("\n".join(f"{show(str(path))}: no such file or folder{_meant(path)}" for path in missing))
    listed: dict[str, tuple[Path, Seed]] = {}
    for given in paths:
        top = os.path.abspath(given)
        if given.is_dir():
            for seed in _below(given):
                listed.setdefault(os.path.join(top, seed.below), (given, seed))
        else:
            listed.setdefault(top, (given, _seed(str(given), given.name)))
    return tuple(sorted(_named(list(listed.values())), key=lambda seed: seed.id))


def _below(top: Path) -> Iterator[Seed]:
    """Every seed below a folder. Links to folders are refused like links to files: no text is read twice."""
    waiting = [(str(top), "")]
    while waiting:
        here, above = waiting.pop()
        try:
            with os.scandir(here) as entries:
                inside = list(entries)
        except OSError as error:
            reason = f"the folder cannot be read: {error.strerror}"
            yield _seed(here, above.rstrip("/") or top.name, reason)
            continue
        for entry in inside:
            if entry.name.startswith(".") or entry.name in BESIDE:
                continue
            path, below = entry.path, above + entry.name
            if entry.is_dir(follow_symlinks=False) and suffix(entry.name).lower() not in EXTENSIONS:
                waiting.append((path, f"{below}/"))
            else:
                yield _seed(path, below)


def _seed(path: str, below: str, refused: str = "") -> Seed:
    ending = suffix(below)
    if not refused and ending.lower() not in EXTENSIONS and not os.path.islink(path):
        kind = f"files of the kind {ending}" if ending else "files without extension"
        wanted = ".xlsx or .csv" if ending.lower() in SHEETS else "plain text (.txt)"
        refused = f"{kind} are not read – save it as {wanted}"
    return Seed(show(below.removesuffix(ending)), path, below, refused)


def suffix(name: str) -> str:
    """The extension of a file's name or path, as pathlib tells it, whose paths take a while for ten thousand names.

    >>> suffix("a.b/Hama.TXT"), suffix("a.b/Hama"), suffix("a.b/.txt"), suffix("Hama.")
    ('.TXT', '', '', '')
    """
    at, last = name.rfind("."), name.rfind("/") + 1
    return name[at:] if last < at < len(name) - 1 else ""


def _named(listed: Sequence[tuple[Path, Seed]]) -> Iterator[Seed]:
    """The seeds with ids that no two share: plain, else with extension, folder, or whole path."""
    names = [seed.id for _, seed in listed]
    longer: tuple[Callable[[Path, Seed], str], ...] = (
        lambda _, seed: show(seed.below),
        lambda given, seed: show(f"{given.resolve().name}/{seed.below}"),
        lambda _, seed: show(os.path.abspath(seed.address)),
    )
    for name in longer:
        shared = Counter(names)
        names = [name(*one) if shared[old] > 1 else old for old, one in zip(names, listed, strict=True)]
    for id, (_, seed) in zip(names, listed, strict=True):
        yield seed if id == seed.id else replace(seed, id=id)
