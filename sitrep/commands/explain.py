"""`sitrep explain`: every number of one document, with the fact that it became or why it became none."""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sitrep import config as settings
from sitrep import sources
from sitrep.errors import ConfigError, NothingToReport
from sitrep.extract import read
from sitrep.language.reader import Reader
from sitrep.model import Document, Rejection
from sitrep.report.explained import Explanation, Note, Passage, explanation
from sitrep.shown import show

LIMIT_WIDTH = 100  # characters: longer lines are hard to read
INDENT = 8  # characters before a note
BEGIN_LINE = ("done by", "read by")  # what a fact counts, who says so, how it was read: a line each
COLOURS = {"fact": "1;36", "projected": "1;35", "repeat": "36", "none": "33", "failed": "1;31",
           "quiet": "2", "head": "1"}  # fmt: skip
KINDS = {"fact": "became a fact", "projected": "became a projection", "repeat": "said again", "none": "no fact",
         "failed": "not read"}  # fmt: skip

Styled = tuple[str, str]  # words and the name of their colour, "" for plain


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `sitrep explain`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the document")
    parser.add_argument("--manifest", metavar="FILE", type=Path, help="what it does not say of itself (YAML)")
    parser.add_argument(
        "--format", choices=("text", "html"), default="text",
        help="text: for a terminal (default); html: one page that needs nothing else",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Prints the document with its numbers explained; gives 0. Raises NothingToReport if it cannot be read."""
    if options.file.is_dir():
        raise ConfigError(f"{show(str(options.file))}: is a folder – name one document in it")
    config = settings.load(Path())  # the workspace that the command is run in, if it is one
    (found,) = sources.found([options.file], options.manifest)
    told = explained(found, config.reader())
    if options.format == "html":
        from sitrep.report import html
        from sitrep.report.look import look

        print(html.explained(told, config.templates, look(config)))
    else:
        width = min(LIMIT_WIDTH, shutil.get_terminal_size().columns)
        for line in lines(told, width, is_coloured()):
            print(line)
    return 0


def explained(found: Document | Rejection, reader: Reader) -> Explanation:
    """The explanation of a document. Raises NothingToReport, with the reason, where there is nothing to read."""
    if isinstance(found, Rejection):
        raise NothingToReport(f"{found.id}: not read: {found.reason}")
    header = found.header
    language = reader.language(header.language)
    if language is None:
        raise NothingToReport(f'{header.id}: not read: no reader for the language "{show(header.language)}"')
    facts, rejected = read(found, reader)
    return explanation(found, facts, rejected, language)


def is_coloured() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody asked for none (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def lines(told: Explanation, width: int, coloured: bool) -> Iterator[str]:
    """The lines of the explanation, none wider than `width` unless a word is."""
    head = [(" · ".join(f"{row.label} {row.value}" for row in told.about), "quiet")]
    yield from _wrapped(head, width, "", "", coloured)
    counts: list[Styled] = []
    for kind, count in told.counts.items():
        if count:
            counts += [(" · " if counts else "", "quiet"), (str(count), kind), (f" {KINDS[kind]}", "quiet")]
    yield from _wrapped(counts or [("no number in it", "quiet")], width, "", "", coloured)
    for passage in told.passages:
        yield ""
        yield from _passage(passage, width, coloured)


def _passage(passage: Passage, width: int, coloured: bool) -> Iterator[str]:
    styled: list[Styled] = [] if passage.section in ("body", "title") else [(f"({passage.section}) ", "quiet")]
    for piece in passage.pieces:
        styled.append((piece.text, piece.kind or ("head" if passage.heading else "")))
        styled += [(f"[{number}]", "quiet") for number in piece.notes]
    yield from _wrapped(styled, width, "", "", coloured)
    for note in passage.notes:
        yield from _note(note, width, coloured)


def _note(note: Note, width: int, coloured: bool) -> Iterator[str]:
    """A note below its passage: its number, the words and what became of them, then all that the fact holds."""
    same = f" same as [{note.same}]:" if note.same else ""
    told: list[Styled] = [(f"“{note.words}”", note.kind), (f"{same} {note.told}", "")]
    if note.kind == "failed":
        told = [(note.told, note.kind)]
    indent = " " * INDENT
    yield from _wrapped(told, width, f"[{note.number}]".rjust(INDENT - 1) + " ", indent, coloured)
    rows: list[Styled] = []
    for row in note.rows:
        if row.label in BEGIN_LINE:
            yield from _wrapped(rows, width, indent, indent, coloured)
            rows = []
        value = " ".join([row.value, *(f"[{number}]" for number in row.notes)]).strip()
        rows += [(" · " if rows else "", "quiet"), (row.label, "quiet"), (f" {value}", "")]
    yield from _wrapped(rows, width, indent, indent, coloured)


def _wrapped(styled: Iterable[Styled], width: int, begins: str, indent: str, coloured: bool) -> Iterator[str]:
    """Styled text in lines: the first begins with `begins`, the others with `indent`."""
    line, length, empty = begins, len(begins), True
    for word in _words(styled):
        size = sum(len(part) for part, _ in word)
        if not size or (not empty and length + 1 + size > width):
            yield line
            line, length, empty = indent, len(indent), True
        if size:
            gap = "" if empty else " "
            line += gap + "".join(_painted(part, colour if coloured else "") for part, colour in word)
            length, empty = length + len(gap) + size, False
    if not empty:
        yield line


def _words(styled: Iterable[Styled]) -> Iterator[list[Styled]]:
    """What no line may break: parts with no space between them. An empty word is the end of a line."""
    word: list[Styled] = []
    for text, colour in styled:
        for part in re.findall(r"\n| +|[^ \n]+", text):
            if part.strip(" \n"):
                word.append((part, colour))
                continue
            if word:
                yield word
                word = []
            if part == "\n":
                yield []
    if word:
        yield word


def _painted(words: str, colour: str) -> str:
    return f"\x1b[{COLOURS[colour]}m{words}\x1b[0m" if colour else words
