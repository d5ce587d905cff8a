"""What an edition was made from and what it consists of, as hashes: what `unchanged` and an auditor compare.

The manifest tells no time and no machine, because the same inputs must give the same bytes. It holds hashes of the
configuration, never its content.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import sitrep
from sitrep import bundled, program
from sitrep.model import Imprint, Period, Previous, plain
from sitrep.program import digest, hashes
from sitrep.sources import manifests
from sitrep.sources.folder import seeds

if TYPE_CHECKING:
    from sitrep.config import Config


def inputs(config: "Config", as_of: date, period: Period, earlier: Sequence[Previous]) -> dict[str, Any]:
    """Everything that decides an edition's bytes, as JSON can hold it; `digest` is the hash of all the rest.

    Paths are relative to their folder, so that a workspace may be moved. Files that are none (a pipe, a device) and
    files that may not be read are named with what they are, and never waited for.
    """
    found: dict[str, Any] = {
        "version": sitrep.__version__,
        "libraries": program.libraries(),
        "code": program.code(),
        "as_of": as_of.isoformat(),
        "period": plain(period),
        "profile": config.profile,
        "languages": list(config.languages),
        "seeds": _seeds(config.seeds),
        "config": {_name(path, config.folder): program.content(path) for path in sorted(config.files)},
        "templates": hashes(config.templates),
        "bundled templates": _bundled(),
        "earlier": {edition.name: edition.sha256 for edition in earlier if edition.name},
    }
    return {"digest": digest(found), **found}


def software() -> dict[str, str]:
    """The version of sitrep and of each library that can change a figure or a page, by name."""
    return {"sitrep": sitrep.__version__, **program.libraries()}


def _bundled() -> str:
    return digest(hashes(bundled.folder("templates")))


def changes(config: "Config", made_from: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Which seeds, settings and templates are new, changed or gone since an edition was `made_from` them; in order."""
    now = {
        "seeds": _seeds(config.seeds), "templates": hashes(config.templates),
        "config": {_name(path, config.folder): program.content(path) for path in sorted(config.files)},
    }
    for kind, files in now.items():
        before = made_from[kind]
        for name in sorted({*files, *before}):
            if files.get(name) != before.get(name):
                how = "is new" if name not in before else "has gone" if name not in files else "has changed"
                yield (name if kind == "config" else f"{kind}/{name}"), how
    ours: dict[str, Any] = {"version": sitrep.__version__, "libraries": program.libraries(), "code": program.code()}
    ours["bundled templates"] = _bundled()
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


def _seeds(folder: Path) -> dict[str, str]:
    """The sha256 of what `sources` would read: each seed, and the manifest that tells what the seeds do not.

    A link is no seed, whatever it leads to: `sources` refuses it.
    """
    read = {seed.below: program.content(seed.address, os.O_NOFOLLOW) for seed in seeds([folder])}
    read[manifests.NAME] = program.content(folder / manifests.NAME)
    return dict(sorted(read.items()))


def _name(path: Path, folder: Path) -> str:
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
