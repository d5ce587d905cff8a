"""The program itself as hashes: its code with the words, places and fonts beside it, its libraries, its Python.

What is kept from one run to the next (`sitrep.cache`) and what an edition was made from (`sitrep.publish`) hang on it.
"""

import json
import os
import platform
import stat
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import sitrep

# The libraries whose release can change a figure or a page: another release is another input.
LIBRARIES = (
    "anyascii", "babel", "fasttext-predict", "fonttools", "jinja2", "lxml", "matplotlib", "numpy", "openpyxl", "pandas",
    "pillow", "pydyf", "python-docx", "pyyaml", "rapidfuzz", "tinycss2", "weasyprint",
)
# A longer file is no seed that could be read; its first bytes and its length tell whether it changed.
HASHED_BYTES, READ_BYTES = 64 << 20, 1 << 20


@lru_cache(maxsize=1)
def libraries() -> Mapping[str, str]:
    """The release of each library."""
    from importlib.metadata import version  # 30 ms that `sitrep check` has no use for

    return {library: version(library) for library in LIBRARIES}


@lru_cache(maxsize=1)
def code() -> str:
    """The hash of everything that the package holds: modules, lexicons, gazetteer, fonts, outlines."""
    return digest(hashes(Path(sitrep.__file__).parent, leaving_out=("__pycache__", "workspace")))


@lru_cache(maxsize=1)
def itself() -> str:
    """One hash of all that decides what the program makes of the same input."""
    return digest([code(), libraries(), platform.python_implementation(), platform.python_version()])


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
                found[Path(parent, name).relative_to(folder).as_posix()] = content(Path(parent, name))
    return found


def content(path: Path | str, flags: int = 0) -> str:
    """The sha256 of a file; of what is none (a pipe, a device), or may not be read, what it is. Nothing is waited for.

    `flags` are more of `os.open`, such as O_NOFOLLOW.
    """
    try:
        # a pipe would be waited for without O_NONBLOCK, a terminal would become ours without O_NOCTTY
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | flags)
    except OSError as error:
        return f"not readable: {error.strerror}"
    try:
        state = os.fstat(opened)
        if not stat.S_ISREG(state.st_mode):
            return "no file"
        found, left = sha256(), HASHED_BYTES
        while left and (read := os.read(opened, min(left, READ_BYTES))):  # a file object takes four times as long
            found.update(read)
            left -= len(read)
    except OSError as error:
        return f"not readable: {error.strerror}"
    finally:
        os.close(opened)
    return found.hexdigest() + (f" of {state.st_size} bytes" if state.st_size > HASHED_BYTES else "")
