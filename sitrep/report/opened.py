"""The sentences that each figure of a page opens in place."""

from collections.abc import Iterator, Mapping
from typing import Any

from sitrep.model import Report, Section
from sitrep.report.evidence import runs

Card = Mapping[str, Any]  # of a fact, as the annex prints it
FIRST = 12  # sentences that a figure opens; more of them are found in its row of the annex


def quotes(report: Report) -> dict[str, tuple[Card, ...]]:
    """By the target of each figure that stands outside the annex, the cards of the facts behind it.

    None where the report has no annex: a page that tells no sentence opens none.
    """
    annex = next((section.content for section in report.sections if section.id == "annex"), None)
    if not annex:
        return {}
    cards = {card["fact"]: card for card in annex["cards"]}
    behind = dict(_behind(annex["rows"])) | {fact: (fact,) for fact in cards}
    shown = [section.content for section in report.sections if section.id != "annex"]
    shown += [part.content for content in shown for part in content.get("parts", ()) if isinstance(part, Section)]
    named = dict.fromkeys(run.target for run in runs(shown) if run.kind in ("figure", "apart"))
    return {target: tuple(cards[fact] for fact in behind[target]) for target in named if target in behind}


def _behind(rows: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The facts of each row, of its terms and of their claims, by the id that stands on the page."""
    for row in rows:
        whole: list[str] = []
        for term in row["terms"]:
            held: list[str] = []
            for claim in term["claims"]:
                facts = tuple(fact for _, fact in claim["facts"])
                yield claim["id"], facts
                held += facts
            yield term["id"], tuple(dict.fromkeys(held))
            whole += held
        yield row["id"], tuple(dict.fromkeys(whole))
