"""Bytes to Documents and Rejections: the only reader of what strangers wrote.

A seed is a `.txt` or `.md` file. What it says of itself (title, published, publisher, language, url) stands in front
matter between two lines `---`, or in the manifest; its text is everything after the front matter, never altered.
Or it is a table, `.csv` or `.xlsx`: its text is made, a line for each count; the manifest says the rest.
Whatever cannot be read becomes a Rejection with a reason, and the others are read all the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitrep.model import Document, Rejection
from sitrep.shown import show
from sitrep.sources import file, folder, headers, manifests, text
from sitrep.sources.file import RefusedError
from sitrep.sources.signature import signature


def found(paths: Sequence[Path], manifest: Path | None = None) -> Iterator[Document | Rejection]:
    """Every seed at `paths` (files and folders), sorted by id, each read only when it is asked for.

    `manifest` stands in for the `manifest.yaml` of each folder. Raises ConfigError at once if a path is missing or a
    manifest is wrong; what is wrong with a seed becomes a Rejection.
    """
    return (document(one.seed, one.entry) for one in asked(paths, manifest))


@dataclass(frozen=True, slots=True)
class Asked:
    """A seed that should be read, and what the manifest says of it."""

    seed: folder.Seed
    entry: manifests.Entry


def asked(paths: Sequence[Path], manifest: Path | None = None) -> tuple[Asked, ...]:
    """Every seed that `found` would read, in that order, before any is opened. Raises ConfigError as it does."""
    seeds = folder.seeds(paths)
    known = manifests.entries(paths, manifest)
    return tuple(Asked(seed, known.of(seed)) for seed in seeds)


@dataclass(frozen=True, slots=True)
class Listing:
    """The seeds of a folder before any is opened; `absent` are names in the manifest that no seed has."""

    readable: tuple[folder.Seed, ...]
    refused: tuple[folder.Seed, ...]
    absent: tuple[str, ...]


def listed(paths: Sequence[Path], manifest: Path | None = None) -> Listing:
    """What `found` would read. Raises ConfigError as it does."""
    seeds = folder.seeds(paths)
    return Listing(
        readable=tuple(seed for seed in seeds if not seed.refused),
        refused=tuple(seed for seed in seeds if seed.refused),
        absent=manifests.entries(paths, manifest).absent(seeds),
    )


def document(seed: folder.Seed, entry: manifests.Entry) -> Document | Rejection:
    """The seed read, or why it was not."""
    from sitrep.sources import table  # and the workbook's library of XML: a listing has no use for them

    try:
        if seed.refused:
            raise RefusedError(seed.refused)
        if seed.path.suffix.lower() in table.EXTENSIONS:
            return _of_rows(seed, entry, file.content(seed.path, table.LIMIT_BYTES))
        raw = file.content(seed.path, text.LIMIT_BYTES)
        whole = text.decoded(raw)
        head, body, first_line = text.parted(whole)
        stated = headers.stated(head, seed.shown, first_line, entry.header)
        if not body.strip():
            raise RefusedError("it has no text" if body is whole else "it has front matter and no text")
        return Document(headers.header(seed.id, stated, body, raw, signature(body), entry.acknowledged), body)
    except RefusedError as refused:
        known = f" – known: {entry.reason}" if entry.acknowledged else ""
        return Rejection(seed.id, show(str(refused)) + known, entry.acknowledged)


def _of_rows(seed: folder.Seed, entry: manifests.Entry, raw: bytes) -> Document:
    """A table as a document. It has no near-identical copies: tables of one form share most of their words.

    Raises RefusedError.
    """
    from sitrep.sources import table

    lines = table.lines(raw, seed.below)
    stated = {"title": seed.shown, "language": headers.DEFAULT_LANGUAGE, **entry.header}
    header = headers.header(seed.id, stated, "", raw, "", entry.acknowledged)
    return Document(header, lines.text, lines.rows, lines.left_out)
