"""The accuracy gate: floors under precision and recall, pinned to the sentences that they were measured on.

Where it fails, a rule that helped one sentence has harmed others. A floor is lowered only with a reason in the commit;
a change of `gold/sentences.jsonl` needs its new hash here.
"""

import hashlib
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sitrep.extract import facts
from sitrep.language.places import gazetteer
from sitrep.language.reader import reader
from sitrep.model import Document, Header

GOLD = Path(__file__).parent / "gold" / "sentences.jsonl"
SHA256 = "2e575df2201253c16483a6cec15dba568ea26c2e1b952394c012716af9408c21"
PRECISION, RECALL = 0.96, 0.96

# Labelled documents that stand beside the checkout where the project is built; no part of it.
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
FLOORS = [  # name, sha256, core-F1 (indicator and number), strict-F1 (and qualifier, unit, scope, status)
    ("seeds", "e9c1a8cd6261eb65ddd6c3f8dee2bfe1d2f8ba385bc0b4285845c1d35537b4a8", 1.0, 1.0),
    ("en", "ecb2422b00b0f9a82cf22d2478c0c6e107907285c82f1625435e1efd6e50322a", 0.86, 0.78),
]


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
