"""Whether a published edition is what it was: its files, the facts inside its PDFs, and that it can be made again.

    found       the edition of a name, a folder or a PDF
    checks      what was looked at, each with what came of it
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sitrep import clearing, publish, stages
from sitrep.errors import SitrepError
from sitrep.publish import past
from sitrep.publish.past import Said
from sitrep.shown import show

if TYPE_CHECKING:
    from sitrep.config import Config

FACTS = "facts.csv"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
LISTED = 5  # names of files that one line tells


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is as it was (None: that is no question), and in words."""

    name: str
    is_same: bool | None
    told: str


def found(out: Path, target: str) -> past.Shelved:
    """The edition that `target` means: its name, its folder, or a PDF that is a file of it.

    Raises ConfigError if there is none of that name, NotTheSame if a PDF belongs to no edition.
    """
    path = Path(target)
    if path.is_file():
        return _of_file(out, path)
    return past.found(out, path.resolve().name if path.is_dir() else target)


def _of_file(out: Path, path: Path) -> past.Shelved:
    content = path.read_bytes()
    digest = sha256(content).hexdigest()
    carried = []
    for one in reversed(past.shelf(out)):
        said = past.stated(one)
        if said and digest in said["files"].values():
            return one
        facts = said["files"].get(f"report/{FACTS}") if said else None
        if facts and any(sha256(inner).hexdigest() == facts for inner in streams(content)):
            carried.append(one.name)
    more = f"; it carries the facts of {', '.join(carried)}, so it was altered" if carried else ""
    raise NotTheSame(f"{show(str(path))} is no file of an edition in {show(str(out / past.EDITIONS))}{more}")


class NotTheSame(SitrepError):
    """A file belongs to no edition, or an edition is not what it was."""

    exit_code = 5


def streams(pdf: bytes) -> Iterator[bytes]:
    """What each stream of a PDF holds, unpacked: among them the files inside it.

    >>> list(streams(b"1 0 obj <<>>\\nstream\\nfact_id\\nendstream"))
    [b'fact_id']
    """
    for stream in STREAM.finditer(pdf):
        try:
            yield zlib.decompress(stream[1])
        except zlib.error:
            yield stream[1]


def checks(config: "Config", shelved: past.Shelved) -> Iterator[Check]:
    """What was looked at, one after the other; what takes long comes last."""
    said = past.stated(shelved)
    if said is None:
        yield Check("manifest", False, "cannot be read, or is of another edition")
        return
    files = _files(shelved, said)
    yield files
    yield from _carried(shelved, said)
    changed = [f"{name} {how}" for name, how in publish.changes(config, said["inputs"])]
    # what has changed in the workspace since is no fault of the edition
    yield Check("inputs", None, _named(changed) if changed else "seeds and settings are those of then")
    if files.is_same:
        yield _again(config, shelved, said, has_changed=bool(changed))


def _files(shelved: past.Shelved, said: Said) -> Check:
    there = {path.relative_to(shelved.folder).as_posix() for path in shelved.folder.rglob("*") if path.is_file()}
    known = {*said["files"], "internal/manifest.json"}
    wrong = [*past.altered(shelved, said), *(f"{name} (not of the edition)" for name in sorted(there - known))]
    return Check("files", not wrong, _named(wrong) if wrong else f"{len(known)} as the manifest has them")


def _carried(shelved: past.Shelved, said: Said) -> Iterator[Check]:
    """Whether each PDF holds the facts that stand beside it."""
    expected = said["files"].get(f"report/{FACTS}")
    pdfs = [name for name in said["files"] if name.endswith(".pdf")]
    if expected and pdfs:
        without = [name for name in pdfs if not _holds(shelved.folder / name, expected)]
        told = f"not in {_named(without)}" if without else f"inside {len(pdfs)} PDF, the same as {FACTS}"
        yield Check("facts", not without, told)


def _holds(path: Path, digest: str) -> bool:
    try:
        return any(sha256(inner).hexdigest() == digest for inner in streams(path.read_bytes()))
    except OSError:
        return False


def _again(config: "Config", shelved: past.Shelved, said: Said, *, has_changed: bool) -> Check:
    """Whether the edition's own facts, or the seeds where they are those of then, give its bytes again."""
    try:
        with clearing.remade(config.out, shelved, said) as found:
            if not stages.is_same(config.out, found, shelved, said):
                return Check("made again", False, "gives other bytes" + _software(said))
            if has_changed:
                return Check("made again", True, "from its own facts: every byte is the same")
        seeds = stages.read(config)  # that some were rejected was told when the edition was built
    except SitrepError as error:
        return Check("made again", False, show(str(error)))
    is_same = stages.records(seeds) == stages.records(found.seeds)
    told = "from the seeds: every byte is the same" if is_same else "the seeds give other facts"
    return Check("made again", is_same, told)


def _software(said: Said) -> str:
    """What is installed otherwise than when the edition was made, if anything."""
    now = publish.software()
    before = {"sitrep": said["version"], **said["inputs"]["libraries"]}
    other = [f"{name} {before[name]}, here {now.get(name)}" for name in before if before[name] != now.get(name)]
    return f"; it was made with {_named(other)}" if other else ""


def _named(names: list[str]) -> str:
    shown = ", ".join(show(name) for name in names[:LISTED])
    return shown + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")
