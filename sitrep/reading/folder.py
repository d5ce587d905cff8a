"""All seeds of a folder: those remembered from the last run by their content, the others read and remembered."""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from sitrep import cache, program, progress, sources
from sitrep.language.reader import Reader, languages
from sitrep.model import Fact, Header, Rejection, plain
from sitrep.reading import cores, one
from sitrep.reading.one import Result
from sitrep.reading.opening import Closed, Wanted, opened

KIND, WORKSPACES = "facts", 32  # that are remembered; the one unused for longest is forgotten first
SAVED_EACH = 2_000  # seeds: so much of a long first build survives its being stopped


class Found(NamedTuple):
    """What was read: the headers of all documents, the facts of those that were opened, and what was refused."""

    headers: tuple[Header, ...]
    facts: tuple[Fact, ...]
    rejections: tuple[Rejection, ...]
    closed: tuple[Closed, ...] = ()


def context(places: Path, extra_words: Mapping[str, Any]) -> str:
    """The hash of all that decides how any seed is read: the program, and the office's own places and words."""
    return program.digest([program.itself(), program.hashes(places), plain(extra_words)])


def found(
    folder: Path, reader: Reader, context: str, hashes: Mapping[str, str] | None = None,
    wanted: Wanted | None = None,
) -> Found:
    """Headers, facts and rejections of the seeds of `folder`, in order of ids. `context` is that of the reader.

    Documents that are not `wanted` are read and stay closed; None opens all. `hashes` are those of the seeds by path,
    where they are known already. They only lead to what is remembered: what is read now is remembered by its own hash.
    Raises ConfigError for a manifest that is wrong.
    """
    asked = sources.asked([folder])
    contents = [_content(each, hashes) for each in asked]
    keys = [_key(each, content, context) for each, content in zip(asked, contents, strict=True)]
    name = sha256(os.fsencode(folder.resolve())).hexdigest()
    known = cache.load(KIND, name)
    results = {at: one.unpacked(known[key]) for at, key in enumerate(keys) if key in known}
    new = [at for at in range(len(asked)) if at not in results]
    kept = {keys[at]: known[keys[at]] for at in results}
    for done, (position, packed) in enumerate(_read([asked[at] for at in new], reader), 1):
        at = new[position]
        results[at] = one.unpacked(packed)
        if results[at].sha256 == contents[at]:  # nobody wrote in it since it was hashed
            kept[keys[at]] = packed
        progress.tell(done, len(new))
        if done % SAVED_EACH == 0:
            cache.save(KIND, name, kept, WORKSPACES)
    if kept.keys() != known.keys():
        cache.save(KIND, name, kept, WORKSPACES)
    return _joined([results[at] for at in range(len(asked))], wanted)


def _content(asked: sources.Asked, hashes: Mapping[str, str] | None) -> str:
    if hashes is None:
        return program.content(asked.seed.address, os.O_NOFOLLOW)
    return hashes.get(asked.seed.below, "")


def _key(asked: sources.Asked, content: str, context: str) -> bytes:
    """Everything that decides what is read from a seed."""
    seed, entry = asked.seed, asked.entry
    stated = (sorted(entry.header.items()), entry.acknowledged, entry.reason)
    return sha256(repr((context, content, seed.id, seed.below, seed.refused, stated)).encode()).digest()


def _read(asked: Sequence[sources.Asked], reader: Reader) -> Iterator[tuple[int, bytes]]:
    """Position and packed result of each seed, as they come."""
    processes = cores.count() if len(asked) > cores.WORTH else 1
    if processes > 1:
        for code in sorted(languages()):  # once, before it is shared
            reader.language(code)
    return cores.spread(partial(_work, reader=reader), asked, processes, _lost)


def _work(asked: sources.Asked, reader: Reader) -> bytes:
    return one.packed(one.read(asked, reader))


def _lost(asked: sources.Asked, how: str) -> bytes:
    reason = f"reading it ended the process that read it ({how}), twice; this is a bug, or memory ran out – report it"
    return one.packed(one.refused(asked, reason))


def _joined(results: Sequence[Result], wanted: Wanted | None) -> Found:
    facts, closed = opened(results, wanted)
    return Found(
        tuple(result.header for result in results if result.header is not None), facts,
        tuple(result.rejection for result in results if result.rejection is not None), closed,
    )
