"""What officers ruled about facts: `config/decisions.csv` read, and applied to the facts before any figure is made.

A decision changes a fact's reading, never its text: what was read stands beside what was ruled, and a decision whose
fact has gone is an `Orphan` that is told.
"""

from sitrep.review.deciding import decided, slot, told, why
from sitrep.review.ledger import COLUMNS, NAME, added, decision, decisions, mistakes
from sitrep.review.matching import number, sentence
from sitrep.review.rulings import FIELDS, units

__all__ = [
    "COLUMNS", "FIELDS", "NAME", "added", "decided", "decision", "decisions", "mistakes", "number", "sentence", "slot",
    "told", "units", "why",
]  # fmt: skip
