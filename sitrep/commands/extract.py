"""`sitrep extract`: the facts of documents, one JSON object a line."""

import argparse
import json
import sys
from pathlib import Path

from sitrep import config as settings
from sitrep import sources
from sitrep.extract import partly
from sitrep.language.reader import Reader
from sitrep.model import Document, Rejection, plain


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `sitrep extract`."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a document, or a folder of documents")
    parser.add_argument("--manifest", metavar="FILE", type=Path, help="what documents do not say of themselves (YAML)")
    parser.add_argument("--format", choices=("jsonl",), default="jsonl", help="jsonl: one fact a line (default)")


def run(options: argparse.Namespace) -> int:
    """Prints the facts document by document; names what could not be read on stderr. The exit code is 0.

    Places and words of the workspace that the command is run in, if it is one, are known.
    """
    words = settings.load(Path()).reader()
    for found in sources.found(options.paths, options.manifest):
        rejection = found if isinstance(found, Rejection) else _printed(found, words)
        if rejection is not None:
            print(f"sitrep: {rejection.id}: not read: {rejection.reason}", file=sys.stderr)
    return 0


def _printed(document: Document, words: Reader) -> Rejection | None:
    """Prints a document's facts; a rejection where its language has no reader, or rows of it could not be read."""
    language = document.header.language
    if words.language(language) is None:
        return Rejection(document.header.id, f'no reader for the language "{language}"')
    facts, rejection = partly(document, words)
    for fact in facts:
        print(json.dumps(plain(fact), ensure_ascii=False))
    return rejection
