"""How much of what is public a public report withholds: places, bodies and offices of a labelled corpus.

    python bench/withholding.py CORPUS.jsonl… [--list]

Each document is read as a build reads it. A mention is a place, voice or actor of a label that stands in a sentence of
a fact; it is wrongly withheld if it does not stand in the sentence as a public report prints it. Small counts are left
where they are (`min_count: 0`): what is lifted is lifted rightly. Persons whom the labels name are invented, stand in
no list and must be withheld; they are told apart. The office before such a name ("Governor") is never withheld.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sitrep import extract, withhold
from sitrep.config import Config, Privacy
from sitrep.extract.names import is_person
from sitrep.language.reader import Reader
from sitrep.model import Document, Header
from sitrep.report import compose

CONFIG = Config(sensitivity="public", privacy=Privacy(min_count=0))
LONE = frozenset({"Sudarwanto"})  # a person whose name is one word, which no form tells from a body's
AND = re.compile(r", | and |; ")


def mentions(label: Mapping[str, Any], reader: Reader) -> Iterator[tuple[str, str]]:
    """Kind and words of everything public, and of every person, that a document's labels name."""
    english = reader.language("en")
    assert english is not None
    for fact in label["facts"]:
        for place in AND.split(fact["place"] or ""):
            yield "place", place
        for name in (fact["attribution"], fact["actor"]):
            if name:
                words = name.replace("al-", "Al-").replace("el-", "El-")
                yield "person" if name in LONE or _is_named(name) and is_person(words, english) else "body", name


def _is_named(name: str) -> bool:
    return all(word[:1].isupper() or word.startswith(("al-", "el-")) for word in name.split())


def measured(label: Mapping[str, Any], reader: Reader) -> Iterator[tuple[str, str, bool]]:
    """Kind and words of each mention in the sentences of a document's facts, and whether it is withheld."""
    header = Header(label["id"], label["title"], date.fromisoformat(label["published"]), label["source"], "en", "", "")
    facts = extract.facts(Document(header, label["text"]), reader)
    kept = withhold.kept([header], facts, (), (), (), (), CONFIG, reader, compose.marks(CONFIG, "en"))
    pairs = {(f.sentence, k.sentence) for f, k in zip(facts, kept.facts, strict=True)}
    for kind, words in sorted(set(mentions(label, reader))):
        for before, after in sorted(pairs):
            form = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
            there, left = len(form.findall(before)), len(form.findall(after))
            yield from ((kind, words, at >= left) for at in range(there if words else 0))


def main() -> int:
    """Prints the shares; with --list also what was withheld."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", help="name what was wrongly withheld")
    given = parser.parse_args()
    reader = CONFIG.reader()
    found: list[tuple[str, str, bool]] = []
    for path in given.corpus:
        for line in path.read_text("utf-8").splitlines():
            found += measured(json.loads(line), reader)
    told, gone = Counter(kind for kind, _, _ in found), Counter(kind for kind, _, is_gone in found if is_gone)
    for kind in ("place", "body"):
        print(f"{kind}: {gone[kind]} of {told[kind]} mentions wrongly withheld, {gone[kind] / max(1, told[kind]):.1%}")
    public, lost = told["place"] + told["body"], gone["place"] + gone["body"]
    print(f"all public: {lost} of {public}, {lost / max(1, public):.1%}")
    print(f"persons in no list: {gone['person']} of {told['person']} withheld")
    if given.list:
        print(*sorted({f"{kind}: {words}" for kind, words, is_gone in found if is_gone and kind != "person"}), sep="\n")
        left = {words for kind, words, is_gone in found if kind == "person" and not is_gone}
        print(*(f"not withheld: {words}" for words in sorted(left)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
