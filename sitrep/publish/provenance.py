"""What an edition was made from and what it consists of, as hashes: what `unchanged` and an auditor compare.

The manifest tells no time and no machine, because the same inputs must give the same bytes. It holds hashes of the
configuration, never its content.
"""

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sitrep
from sitrep import bundled
from sitrep.model import Imprint, Period, Previous, plain
from sitrep.sources import manifests
from sitrep.sources.folder import seeds

if TYPE_CHECKING:
    from sitrep.config import Config

# The libraries whose release can change a figure or a page: another release is another input.
LIBRARIES = (
    "anyascii", "babel", "fasttext-predict", "fonttools", "jinja2", "lxml", "matplotlib", "numpy", "openpyxl", "pandas",
    "pillow", "pydyf", "python-docx", "pyyaml", "rapidfuzz", "tinycss2", "weasyprint",
)
# A longer file is no seed that could be read; its first bytes and its length tell whether it changed.
HASHED_BYTES = 64 << 20


def inputs(config: "Config", as_of: date, period: Period, earlier: Sequence[Previous]) -> dict[str, Any]:
    """Everything that decides an edition's bytes, as JSON can hold it; `digest` is the hash of all the rest.

    Paths are relative to their folder, so that a workspace may be moved. Files that are none (a pipe, a device) and
    files that may not be read are named with what they are, and never waited for.
    """
    found: dict[str, Any] = {
        "version": sitrep.__version__,
        "libraries": _libraries(),
        "code": _code(),
        "as_of": as_of.isoformat(),
        "period": plain(period),
        "profile": config.profile,
        "languages": list(config.languages),
        "seeds": _seeds(config.seeds),
        "config": {_name(path, config.folder): _hash(path) for path in sorted(config.files)},
        "templates": hashes(config.templates),
        "bundled templates": _bundled(),
        "earlier": {edition.name: edition.sha256 for edition in earlier if edition.name},
    }
    return {"digest": digest(found), **found}


def software() -> dict[str, str]:
    """The version of sitrep and of each library that can change a figure or a page, by name."""
    return {"sitrep": sitrep.__version__, **_libraries()}


def _libraries() -> dict[str, str]:
    from importlib.metadata import version  # 30 ms that `sitrep check` has no use for

    return {library: version(library) for library in LIBRARIES}


def _code() -> str:
    return digest(hashes(Path(sitrep.__file__).parent, leaving_out=("__pycache__", "workspace")))


def _bundled() -> str:
    return digest(hashes(bundled.folder("templates")))


def changes(config: "Config", made_from: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Which seeds, settings and templates are new, changed or gone since an edition was `made_from` them; in order."""
    now = {
        "seeds": _seeds(config.seeds), "templates": hashes(config.templates),
        "config": {_name(path, config.folder): _hash(path) for path in sorted(config.files)},
    }
    for kind, files in now.items():
        before = made_from[kind]
        for name in sorted({*files, *before}):
            if files.get(name) != before.get(name):
                how = "is new" if name not in before else "has gone" if name not in files else "has changed"
                yield (name if kind == "config" else f"{kind}/{name}"), how
    ours = {"version": sitrep.__version__, "libraries": _libraries(), "code": _code(), "bundled templates": _bundled()}
    if any(made_from[part] != value for part, value in ours.items()):
        yield "sitrep itself, or a library", "has changed"


def manifest(
    made_from: Mapping[str, Any], imprint: Imprint, exit_code: int, counts: Mapping[str, int],
    files: Mapping[str, bytes], told: Mapping[str, Any] = MappingProxyType({}),
) -> bytes:
    """The manifest of an edition made from `inputs`, whose `files` are named by their path in the edition.

    `told` is what the archive, the feed and a mail say of it, by language (`sitrep.report.told`).
    """
    said = {
        "version": made_from["version"], "as_of": made_from["as_of"], "period": made_from["period"],
        "number": imprint.number, "revision": imprint.revision, "clearance": plain(imprint.clearance),
        "corrects": imprint.corrects.name if imprint.corrects else "",
        "exit_code": exit_code, "counts": counts, "told": dict(told), "inputs": made_from,
        "files": {path: sha256(content).hexdigest() for path, content in sorted(files.items())},
    }
    return json.dumps(said, indent=1).encode() + b"\n"


def digest(value: Any) -> str:
    """The sha256 of a value that JSON can hold.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def hashes(folder: Path, leaving_out: Iterable[str] = ()) -> dict[str, str]:
    """The sha256 of each file below `folder` by its path there; of hidden files none, and of a missing folder."""
    found: dict[str, str] = {}
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in leaving_out and not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                found[_name(Path(parent, name), folder)] = _hash(Path(parent, name))
    return found


def _seeds(folder: Path) -> dict[str, str]:
    """The sha256 of what `sources` would read: each seed, and the manifest that tells what the seeds do not."""
    read = {seed.below: seed.path for seed in seeds([folder])} | {manifests.NAME: folder / manifests.NAME}
    return {below: _hash(path) for below, path in sorted(read.items())}


def _name(path: Path, folder: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _hash(path: Path) -> str:
    try:
        # a pipe would be waited for without O_NONBLOCK, a terminal would become ours without O_NOCTTY
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as error:
        return f"not readable: {error.strerror}"
    with open(opened, "rb") as file:
        state = os.fstat(opened)
        if not stat.S_ISREG(state.st_mode):
            return "no file"
        try:
            content = file.read(HASHED_BYTES)
        except OSError as error:
            return f"not readable: {error.strerror}"
    return sha256(content).hexdigest() + (f" of {state.st_size} bytes" if state.st_size > HASHED_BYTES else "")
