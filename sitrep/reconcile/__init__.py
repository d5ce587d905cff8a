"""Facts → figures: voices, grouping, choosing, adding, periods and change. The door of pandas.

What may be added to what is the table and the eight rules of `docs/method.md`; nothing here adds two voices.
"""

from sitrep.reconcile.change import baseline, comparable
from sitrep.reconcile.edition import coverage, of_period, spoken_of, told
from sitrep.reconcile.figures import figures, part, series, windows
from sitrep.reconcile.notebook import frames
from sitrep.reconcile.periods import as_of, period

__all__ = [
    "as_of", "baseline", "comparable", "coverage", "figures", "frames", "of_period", "part", "period",
    "series", "spoken_of", "told", "windows",
]
