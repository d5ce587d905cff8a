"""An edition as pandas frames, for a notebook: its facts, its figures, and which fact stands behind which figure.

    from sitrep import reconcile
    facts, figures, links = reconcile.frames("out/latest")
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

DAYS = ["start", "end"]
BOUNDS = ["low", "high", "best"]
NAMES = ["indicator", "unit", "group", "place_id", "kind", "qualifier", "scope", "status", "country"]
FIGURE = ("id", "indicator", "kind", "unit", "group", "place_id", "start", "end", "low", "high", "best", "qualifier")
LINK = ("figure", "term", "role", "voice", "fact")


def frames(edition: str | Path) -> "tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]":
    """Facts, figures and links of the edition in a folder, such as `out/latest`.

    facts      one row a fact, indexed by its id; columns are those of `sitrep extract` (docs/method.md)
    figures    one row a figure, indexed by its id: indicator, kind (event, since, stock, projected), unit, group (None
               is everyone), place_id, start, end, low, high, best (counts in `unit`; low is missing where it is open
               below, high where it is open above), qualifier, flags
    links      one row a fact in a figure: figure, term (number of the event, from 0), role (claim, inside, apart),
               voice (of a claim), fact. Only claims make the number; never sum over `inside` or `apart`.

    Days are datetime64, numbers Int64 (they may be missing, and missing is not zero), names categoricals.
    """
    import pandas as pd

    folder = Path(edition) / "internal"
    lines = (folder / "facts.jsonl").read_text("utf-8").splitlines()
    told = json.loads((folder / "figures.json").read_text("utf-8"))
    facts = _typed(pd.DataFrame([json.loads(line) for line in lines]))
    rows = [{name: figure[name] for name in FIGURE} | {"flags": tuple(figure["flags"])} for figure in told]
    figures = _typed(pd.DataFrame(rows, columns=[*FIGURE, "flags"]))
    return facts, figures, pd.DataFrame([link for figure in told for link in _links(figure)], columns=list(LINK))


def _typed(table: "pd.DataFrame") -> "pd.DataFrame":
    """The table indexed by id, with days, numbers and names as what they are."""
    import pandas as pd

    for column in table.columns.intersection(DAYS):
        table[column] = pd.to_datetime(table[column])
    for column in table.columns.intersection(BOUNDS):
        table[column] = table[column].astype("Int64")
    for column in table.columns.intersection(NAMES):
        table[column] = table[column].astype("category")
    return table.set_index("id") if "id" in table else table


def _links(figure: dict[str, Any]) -> list[tuple[str, int, str, str | None, str]]:
    """The facts of a figure, in order."""
    found: list[tuple[str, int, str, str | None, str]] = []
    for number, term in enumerate(figure["terms"]):
        for claim in term["claims"]:
            found += [(figure["id"], number, "claim", claim["voice"], fact) for fact in claim["facts"]]
        found += [(figure["id"], number, "inside", None, fact) for fact in term["inside"]]
    return [*found, *((figure["id"], -1, "apart", None, fact) for fact in figure["apart"])]
