"""The straight line: seeds → documents → facts → facts decided → figures → report → one edition.

Nothing is published before the last line; whatever goes wrong before it leaves the last edition as it was. Libraries
that are slow to load are imported by the stage that needs them, so a build that finds nothing changed loads none.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from logging import INFO, WARNING, getLogger
from typing import TYPE_CHECKING, Any

from sitrep import publish, reconcile
from sitrep.errors import NothingToReport
from sitrep.model import Clock, Edition, Fact, Figure, Header, Orphan, Period, Previous, Rejection, Report, plain

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.reader import Reader
    from sitrep.sandbox import Child

# What is told of in an edition, before anything is withheld from it.
Nouns = tuple[
    Sequence[Header], Sequence[Fact], Sequence[Figure], Sequence[Rejection], Sequence[Orphan], Sequence[Previous]
]

log = getLogger(__name__)


def build(config: "Config", clock: Clock, wait_s: float = 0.0) -> Edition:
    """The edition of the last period that had ended, published; the standing one, untouched, if nothing changed since.

    `wait_s` is how long another build is waited for. Raises Locked, NothingToReport, RenderFailed, PublishFailed or
    ConfigError; then nothing was published.
    """
    as_of, period = reconcile.as_of(config, clock), reconcile.period(config, clock)
    with publish.locked(config.out, wait_s):
        earlier = publish.earlier(config.out, period, profile=config.profile) or reconcile.baseline(config)
        made_from = publish.inputs(config, as_of, period, earlier)
        standing = publish.unchanged(config.out, period, made_from["digest"], config.profile)
        return standing or _fresh(config.model_copy(update={"as_of": as_of}), as_of, period, earlier, made_from)


def _fresh(
    config: "Config", as_of: date, period: Period, earlier: Sequence[Previous], made_from: Mapping[str, Any]
) -> Edition:
    """A new edition of `period`, from the seeds to the rename that publishes it."""
    from sitrep import extract, review, sources
    from sitrep.language import places
    from sitrep.language.reader import reader
    from sitrep.report import pdf

    after = config.baseline.number if config.baseline else 0
    number, revision = publish.numbers(config.out, period, after, config.profile)
    units = review.units(config)
    decisions = review.decisions(config.decisions, units)
    with pdf.started() as renderer:  # first of all: it loads its libraries while we read
        gazetteer = places.gazetteer(config.places)
        known = reader(gazetteer, config.extra_words)
        headers, facts, rejections = extract.all(sources.found([config.seeds]), known)
        facts, orphans = review.decided(facts, decisions, gazetteer, config.country, units)
        events = _told(headers, facts, rejections, orphans)
        _something_to_report(headers, facts, rejections, period)
        figures = reconcile.figures(headers, facts, config, gazetteer, period, as_of, earlier)
        whole = (headers, facts, figures, rejections, orphans, earlier)
        reports = [
            _report(
                config, language, whole, known, gazetteer=gazetteer, period=period, number=number, revision=revision)
            for language in config.languages
        ]
        pages = _pages(reports, config, renderer)
    counts = _counts(headers, facts, figures, rejections)
    exit_code = 0 if all(rejection.acknowledged for rejection in rejections) else 3
    internal = _internal(facts, figures, events)
    files = {f"report/{name}": page for name, page in pages.items()} | {f"internal/{k}": v for k, v in internal.items()}
    internal["manifest.json"] = publish.manifest(made_from, number, revision, exit_code, counts, files)
    name = publish.name(config.country, number, period, revision, config.profile)
    folder = publish.edition(config.out, name, pages, internal)
    log.info("published %s", folder)
    return Edition(name, number, revision, period, str(folder), exit_code)


def _told(
    headers: Sequence[Header], facts: Sequence[Fact], rejections: Sequence[Rejection], orphans: Sequence[Orphan]
) -> tuple[str, ...]:
    """What reading came to, a line each document: the edition's log. What went wrong goes to the build's log too.

    It names no time and no machine, so that the same inputs give the same bytes.
    """
    from sitrep import review

    found = {header.id: 0 for header in headers}
    for fact in facts:
        found[fact.document] += 1
    read = [f"INFO read {header.id}: {found[header.id]} facts" for header in headers]
    for rejection in rejections:
        log.log(INFO if rejection.acknowledged else WARNING, "rejected %s: %s", rejection.id, rejection.reason)
    lost = [review.told(orphan) for orphan in orphans]
    for line in lost:
        log.warning("%s", line)
    refused = (f"WARN rejected {rejection.id}: {rejection.reason}" for rejection in rejections)
    return (*read, *refused, *(f"WARN {line}" for line in lost))


def _something_to_report(
    headers: Sequence[Header], facts: Sequence[Fact], rejections: Sequence[Rejection], period: Period
) -> None:
    """NothingToReport, with what to do, unless a document was published in the period or a fact speaks of it."""
    if not headers:
        raise NothingToReport(f"no seed could be read, {len(rejections)} were rejected: put texts into seeds/")
    published = (header.published for header in headers)
    spoken_of = any(f.start and f.end and f.start <= period.end and period.start <= f.end for f in facts)
    if not spoken_of and not any(day and period.start <= day <= period.end for day in published):
        undated = sum(header.published is None for header in headers)
        raise NothingToReport(
            f"none of {len(headers)} documents was published in the period {period.start} to {period.end} or speaks of "
            f"it ({undated} have no date: seeds/manifest.yaml may tell it); add seeds or choose another day by --as-of"
        )


def _report(config: "Config", language: str, whole: Nouns, known: "Reader", **edition: Any) -> Report:
    """The report in one language, made of what may leave the office and of nothing else."""
    from sitrep import withhold
    from sitrep.report import compose

    kept = withhold.kept(*whole, config, known, compose.marks(config, language))
    alone = config.model_copy(update={"languages": (language,)})
    return compose.reports(
        alone, headers=kept.headers, rejections=kept.rejections, facts=kept.facts, figures=kept.figures,
        orphans=kept.orphans, earlier=kept.earlier, withheld=kept.counts, **edition,
    )[language]


def _pages(reports: Iterable[Report], config: "Config", renderer: "Child") -> dict[str, bytes]:
    """The files that may be sent: a page and its PDF in each language. The renderer that waits draws the first PDF."""
    from sitrep.report import html, pdf

    files: dict[str, bytes] = {}
    for report in reports:
        printed = html.html(report, config.templates, "print")
        drawn = pdf.pdf(printed) if files else pdf.finished(renderer, printed)
        files[f"{report.name}.pdf"] = drawn
        files[f"{report.name}.html"] = html.html(report, config.templates, "screen").encode()
    return files


def _internal(facts: Sequence[Fact], figures: Sequence[Figure], events: Sequence[str]) -> dict[str, bytes]:
    """The files that stay in the office: facts in full, figures to compare the next edition with, the log."""
    lines = [json.dumps(plain(fact), ensure_ascii=False) for fact in facts]
    return {
        "facts.jsonl": "".join(f"{line}\n" for line in lines).encode(),
        "figures.json": json.dumps(plain(figures), ensure_ascii=False, indent=1).encode() + b"\n",
        "log.txt": "".join(f"{event}\n" for event in events).encode(),
    }


def _counts(
    headers: Sequence[Header], facts: Sequence[Fact], figures: Sequence[Figure], rejections: Sequence[Rejection]
) -> dict[str, int]:
    return {
        "documents": len(headers), "facts": len(facts), "figures": len(figures), "rejected": len(rejections),
    }
