"""The door to matplotlib: opened late, and the same behind it on every machine."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sitrep import cachefolder


def prepare() -> None:
    """matplotlib can be imported now, and will find its cache.

    It lists the machine's fonts at its first import (0.6 s, though a chart uses none of them) and keeps the list in
    MPLCONFIGDIR, so that folder must outlive the run, also under cron.
    """
    if not os.environ.get("MPLCONFIGDIR"):
        os.environ["MPLCONFIGDIR"] = str(cachefolder.folder("matplotlib"))


@contextmanager
def settings() -> Iterator[None]:
    """Within it, matplotlib's own defaults and ours hold: a matplotlibrc of user or folder must not change a report."""
    prepare()
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        # Text is never mathematics (`$` in a label would raise), letters are outlines.
        matplotlib.rcParams.update({"text.parse_math": False, "svg.fonttype": "path"})
        yield
