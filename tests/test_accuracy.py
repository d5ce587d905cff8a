"""The accuracy gate: floors under what is found, pinned to the texts that it was measured on.

`gold/sentences.jsonl` are single sentences; `gold/documents.jsonl` invented documents that the rules were tuned on;
`gold/unseen.jsonl` invented documents that no rule was tuned on and none ever may be: they tell how well we read what
we have not seen. Where the gate fails, a rule that helped one sentence has harmed others. A floor is lowered only with
a reason in the commit; a change of a file needs its new hash here.
"""

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sitrep.extract import facts
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Fact, Header

FOLDER = Path(__file__).parent / "gold"
GOLD = FOLDER / "sentences.jsonl"
METHOD = Path(__file__).parents[1] / "docs" / "method.md"
SHA256 = "2e575df2201253c16483a6cec15dba568ea26c2e1b952394c012716af9408c21"
PRECISION, RECALL = 0.96, 0.96

# Labelled documents that stand beside the checkout where the project is built; no part of it.
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
FLOORS = [  # name, sha256, core-F1 (indicator and number), strict-F1 (and qualifier, unit, scope, status)
    ("seeds", "e9c1a8cd6261eb65ddd6c3f8dee2bfe1d2f8ba385bc0b4285845c1d35537b4a8", 1.0, 1.0),
    ("en", "ecb2422b00b0f9a82cf22d2478c0c6e107907285c82f1625435e1efd6e50322a", 0.93, 0.88),
]
DOCUMENTS = [  # name, sha256, core-F1
    ("documents", "840e93ca146edf2e512cbf030ab7d127c37450c407e5462f1b52b3aba1e9db28", 0.89),
    ("unseen", "82c8fc7223b20f59bda8178f918cab3fdf89a8ee5e04128c7adba150ed27dd19", 0.90),
]
Label = tuple[str, int | None, int | None]


def test_precision_and_recall_stay_above_their_floors() -> None:
    raw = GOLD.read_bytes()
    assert hashlib.sha256(raw).hexdigest() == SHA256, "the sentences changed: measure again and pin their hash"
    words = reader(gazetteer())
    wanted: set[tuple[object, ...]] = set()
    found: set[tuple[object, ...]] = set()
    for number, line in enumerate(raw.decode("utf-8").splitlines()):
        row = json.loads(line)
        header = Header(str(number), "", date(2020, 7, 1), "", "en", "", "")
        wanted |= {(number, *fact) for fact in row["facts"]}
        found |= {(number, fact.indicator, fact.low, fact.high) for fact in facts(Document(header, row["text"]), words)}
    right = len(wanted & found)
    told = f"missed {sorted(wanted - found, key=str)}, false {sorted(found - wanted, key=str)}"
    assert right / len(found) >= PRECISION, told
    assert right / len(wanted) >= RECALL, told


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.exists(), reason="the labelled documents are not here")
@pytest.mark.parametrize(("name", "sha256", "core", "strict"), FLOORS)
def test_labelled_documents_are_read_no_worse_than_before(name: str, sha256: str, core: float, strict: float) -> None:
    corpus = CORPUS / f"{name}.jsonl"
    assert hashlib.sha256(corpus.read_bytes()).hexdigest() == sha256, "the corpus changed: measure again, pin its hash"
    score = [sys.executable, CORPUS / "score.py", corpus, "--sitrep", Path(sys.executable).parent / "sitrep"]
    told = subprocess.run(score, check=True, capture_output=True, text=True).stdout
    measured = re.search(r"^core-F1 ([\d.]+) strict-F1 ([\d.]+)$", told, re.MULTILINE)
    assert measured and float(measured[1]) >= core and float(measured[2]) >= strict, told
    if name == "seeds":  # the client's own documents: also where, when and who says so
        slots = dict(re.findall(r"^  slot (place|start|end|attribution) +([\d.]+)", told, re.MULTILINE))
        assert slots == dict.fromkeys(("place", "start", "end", "attribution"), "1.000"), told


@cache
def read(name: str) -> tuple[tuple[Mapping[str, Any], tuple[Fact, ...]], ...]:
    """The documents of a file, each with the facts found in it."""
    words = reader(gazetteer())
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    headers = [Header(r["id"], r["title"], date.fromisoformat(r["published"]), r["source"], "en", "", "") for r in rows]
    documents = [Document(header, row["text"]) for header, row in zip(headers, rows, strict=True)]
    return tuple((row, facts(document, words)) for row, document in zip(rows, documents, strict=True))


def matched(row: Mapping[str, Any], found: tuple[Fact, ...]) -> list[tuple[Fact, bool]]:
    """The facts of a document, each with whether a label has its indicator and number; a label serves once."""
    left = Counter((label["indicator"], label["low"], label["high"]) for label in row["facts"])
    pairs = []
    for fact in found:
        key = (fact.indicator, fact.low, fact.high)
        pairs.append((fact, left[key] > 0))
        left[key] -= 1
    return pairs


@pytest.mark.slow
@pytest.mark.parametrize(("name", "sha256", "floor"), DOCUMENTS)
def test_our_own_documents_are_read_no_worse_than_before(name: str, sha256: str, floor: float) -> None:
    raw = (FOLDER / f"{name}.jsonl").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == sha256, "the documents changed: measure again, pin their hash"
    told = [pair for row, found in read(name) for pair in matched(row, found)]
    labels = sum(len(row["facts"]) for row, _ in read(name))
    right = sum(holds for _, holds in told)
    assert 2 * right / (len(told) + labels) >= floor, f"{right} right of {len(told)} found and {labels} labelled"


@pytest.mark.slow
def test_confidence_means_what_the_method_says() -> None:
    """The table of docs/method.md, made on the unseen documents: how many facts there were, how many were right."""
    bands: dict[str, list[bool]] = defaultdict(list)
    for row, found in read("unseen"):
        for fact, holds in matched(row, found):
            band = ".9 or more" if fact.confidence >= 0.9 else ".8 to .9" if fact.confidence >= 0.8 else "under .8"
            bands[band].append(holds)
    row = re.compile(r"^\| (\.9 or more|\.8 to \.9|under \.8) \|[^|]*\| (\d+) % \|$", re.MULTILINE)
    table = dict(row.findall(METHOD.read_text("utf-8")))
    assert set(table) == set(bands)
    for band, holds in bands.items():
        assert abs(100 * sum(holds) / len(holds) - int(table[band])) <= 2, (band, sum(holds), len(holds))
    assert int(table[".9 or more"]) > int(table["under .8"])
