"""A build of which only reading and publishing are real: the stages between are played, and take milliseconds."""

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import sitrep.language.reader
import sitrep.reading
from sitrep import export, reconcile, sources, withhold
from sitrep.language import places
from sitrep.model import Clock, Document, Fact, Figure, Rejection, Report, Span
from sitrep.report import compose, html, pdf

MONDAY = Clock(datetime(2018, 9, 10, 6, 0, tzinfo=UTC))
FIRST = "SYR001_20180909_v1"

SEEDS = {
    "a.txt": "---\npublished: 2018-09-05\npublisher: Alpha\n---\nSeven people were killed in Idlib.\n",
    "b.txt": "---\npublished: 2018-09-07\npublisher: Beta\n---\nNine people were killed in Hama.\n",
}
REPORT = "title: Idlib\ncountry: SYR\nlanguages: [en]\nperiod: {kind: week, week_start: monday}\n"


def fact(document: Document) -> Fact:
    """One fact a document, whatever it says."""
    low = len(document.text)
    quote = document.text[:5]
    return Fact(
        f"f{sha256(document.text.encode()).hexdigest()[:8]}", document.header.id, "killed", low, low, "exact", "people",
        None, None, "SYR", None, document.header.published, document.header.published, "event", "reported", None, None,
        quote, document.text, Span(0, 5), "body",
    )


def all_(found: Any) -> Any:
    read = list(found)
    documents = [one for one in read if isinstance(one, Document)]
    return (
        tuple(document.header for document in documents), tuple(map(fact, documents)),
        tuple(one for one in read if isinstance(one, Rejection)),
    )


def figures(headers: Any, facts: Any, config: Any, gazetteer: Any, period: Any, as_of: Any, earlier: Any) -> Any:
    total = sum(one.low for one in facts)
    compared = f"compared with {earlier[-1].number}" if earlier else "first"
    return (Figure(
        "killed-syr", "killed", "event", "people", None, "SYR", period.start, period.end, total, total, "exact", (),
        flags=(compared,),
    ),)


def reports(config: Any, *, figures: Any, period: Any, number: int, revision: int, **rest: Any) -> dict[str, Report]:
    return {
        language: Report(
            f"{config.country}{number:03}_sitrep_{period.end:%Y%m%d}_{language}_v{revision}", language, "ltr",
            f"{config.title}, {figures[0].low} killed", number, revision, period, config.as_of, (),
        )
        for language in config.languages
    }


PDF = b"%%PDF-%s\nstream\n%s\nendstream"  # a page with a file inside


def play_stages(put: Callable[[Any, str, Any], Any], pause_s: float = 0.0) -> None:
    """Put the played stages in place; each takes `pause_s`. The first one leaves a file `reading` in the workspace."""

    def slow(stage: Callable[..., Any]) -> Callable[..., Any]:
        def played(*given: Any, **named: Any) -> Any:
            time.sleep(pause_s)
            return stage(*given, **named)

        return played

    put(places, "gazetteer", slow(lambda extra: extra.parent.parent.joinpath("reading").touch()))
    put(sitrep.language.reader, "reader", lambda gazetteer, words: SimpleNamespace(gazetteer=gazetteer))
    put(sitrep.reading, "found", slow(lambda folder, *rest: sitrep.reading.Found(*all_(sources.found([folder])))))
    put(reconcile, "figures", slow(figures))
    put(compose, "marks", lambda config, language: {})
    put(withhold, "kept", lambda *nouns: withhold.Kept(*map(tuple, nouns[:6]), counts={}))
    put(compose, "reports", slow(reports))
    put(html, "html", slow(lambda report, templates, medium: f"<title>{report.title}</title> on {medium}" * 1000))
    put(pdf, "started", lambda: contextlib.nullcontext([]))
    put(export, "carried", lambda *_: {"facts.csv": b"fact_id"})
    put(export, "shared", slow(lambda *_: {"facts.csv": b"fact_id"}))
    put(export, "word", slow(lambda report, *_: {f"{report.name}.docx": b"PK"}))
    put(export, "portal", lambda *_: {})
    put(pdf, "send", slow(lambda child, page, files: child.append(PDF % (page.encode(), files[0].content))))
    put(pdf, "finished", slow(lambda child: child.pop()))
