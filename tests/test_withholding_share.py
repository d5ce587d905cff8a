"""How much that is public a public report withholds: floors on labelled texts. `bench/withholding.py` lists what."""

import json
from collections import Counter
from pathlib import Path

import pytest
import withholding

ROOT = Path(__file__).parent.parent
# The most that may be withheld of places and bodies in the sentences of the labelled texts, rounded up from what was
# measured (docs/decisions/0012-do-no-harm.md). The second stands beside the checkout, where the project is built.
SHARES = [(ROOT / "tests" / "gold" / "documents.jsonl", 0.06), (ROOT.parent / "shared" / "corpus" / "en.jsonl", 0.02)]


def measured(path: Path) -> Counter[tuple[str, bool]]:
    """How many mentions of each kind are withheld, and how many are not."""
    reader = withholding.CONFIG.reader()
    rows = path.read_text("utf-8").splitlines()
    return Counter((kind, gone) for row in rows for kind, _, gone in withholding.measured(json.loads(row), reader))


@pytest.mark.slow
@pytest.mark.parametrize(("path", "share"), [pair for pair in SHARES if pair[0].is_file()], ids=str)
def test_little_of_what_is_public_is_withheld(path: Path, share: float) -> None:
    found = measured(path)
    lost, told = found["place", True] + found["body", True], found["place", False] + found["body", False]
    assert lost + told > 400
    assert lost / (lost + told) < share
