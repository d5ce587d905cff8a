"""The straight line: seeds → documents → facts → facts decided → figures → report → one edition.

Nothing is published before the last line; whatever goes wrong before it leaves the last edition as it was. Libraries
that are slow to load are imported by the stage that needs them, so a build that finds nothing changed loads none.
"""

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from logging import INFO, WARNING, getLogger
from typing import TYPE_CHECKING, Any

from sitrep import publish, reconcile
from sitrep.errors import NothingToReport
from sitrep.model import Clock, Edition, Fact, Figure, Header, Orphan, Period, Previous, Rejection, Report, plain

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer
    from sitrep.language.reader import Reader
    from sitrep.sandbox import Child
    from sitrep.withhold import Kept

log = getLogger(__name__)

Seeds = tuple["Reader", tuple[Header, ...], tuple[Fact, ...], tuple[Rejection, ...]]


@dataclass(frozen=True, slots=True)
class Composed:
    """All that an edition is made of, before a page of it is drawn; `events` are the lines of its log.

    Headers, facts and figures are whole, for the office; `reports` and `kept` hold what may be sent.
    """

    number: int
    revision: int
    gazetteer: "Gazetteer"
    headers: Sequence[Header]
    facts: Sequence[Fact]
    rejections: Sequence[Rejection]
    figures: Sequence[Figure]
    reports: Mapping[str, Report]  # by language
    kept: "Kept"  # what may leave the office, in the words of the first language
    events: Sequence[str]


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
    from sitrep.report import pdf

    with pdf.started() as renderer:  # first of all: it loads its libraries while we read
        made = composed(config, as_of, period, earlier)
        log.info("made %d figures", len(made.figures), extra={"stage": "reconciling"})
        pages = _pages(made, config, renderer)
        log.info("drew pages, made tables: %d files", len(pages), extra={"stage": "pages"})
    exit_code = 0 if all(rejection.acknowledged for rejection in made.rejections) else 3
    internal = _internal(made.facts, made.figures, made.events)
    files = {f"report/{name}": page for name, page in pages.items()} | {f"internal/{k}": v for k, v in internal.items()}
    internal["manifest.json"] = publish.manifest(
        made_from, made.number, made.revision, exit_code, _counts(made), files)
    name = publish.name(config.country, made.number, period, made.revision, config.profile)
    folder = publish.edition(config.out, name, pages, internal)
    log.info("published %s", folder, extra={"stage": "publishing"})
    return Edition(name, made.number, made.revision, period, str(folder), exit_code)


def read(config: "Config") -> Seeds:
    """The reader of documents, and the headers, facts and rejections of all seeds."""
    from sitrep import extract, sources
    from sitrep.language import places
    from sitrep.language.reader import reader

    words = reader(places.gazetteer(config.places), config.extra_words)
    return words, *extract.all(sources.found([config.seeds]), words)


def composed(
    config: "Config", as_of: date, period: Period, earlier: Sequence[Previous],
    seeds: Callable[["Config"], Seeds] = read,
) -> Composed:
    """What an edition of `period` tells, from the seeds to its reports; nothing is drawn or published.

    `seeds` reads them. Raises NothingToReport or ConfigError.
    """
    from sitrep import review, withhold
    from sitrep.report import compose

    after = config.baseline.number if config.baseline else 0
    number, revision = publish.numbers(config.out, period, after, config.profile)
    units = review.units(config)
    decisions = review.decisions(config.decisions, units)
    words, headers, facts, rejections = seeds(config)
    facts, orphans = review.decided(facts, decisions, words.gazetteer, config.country, units)
    events = _told(headers, facts, rejections, orphans)
    log.info("read %d documents: %d facts", len(headers), len(facts), extra={"stage": "reading"})
    _something_to_report(headers, facts, rejections, period)
    figures = reconcile.figures(headers, facts, config, words.gazetteer, period, as_of, earlier)
    whole = (headers, facts, figures, rejections, orphans, earlier)
    kept = {
        language: withhold.kept(*whole, config, words, compose.marks(config, language))
        for language in config.languages
    }
    edition = {"gazetteer": words.gazetteer, "period": period, "number": number, "revision": revision}
    reports = {language: _report(config, language, told, **edition) for language, told in kept.items()}
    first = kept[config.languages[0]]
    return Composed(number, revision, words.gazetteer, headers, facts, rejections, figures, reports, first, events)


def _report(config: "Config", language: str, kept: "Kept", **edition: Any) -> Report:
    """The report in one language, made of what may leave the office and of nothing else."""
    from sitrep.report import compose

    alone = config.model_copy(update={"languages": (language,)})
    return compose.reports(
        alone, headers=kept.headers, rejections=kept.rejections, facts=kept.facts, figures=kept.figures,
        orphans=kept.orphans, earlier=kept.earlier, withheld=kept.counts, **edition,
    )[language]


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


def _pages(made: Composed, config: "Config", renderer: "Child") -> dict[str, bytes]:
    """The files that may be sent: the tables, and in each language a page, its PDF with the facts inside, and copies.

    The renderer that waits draws the first PDF, others the rest, all while the other files are made.
    """
    from sitrep import export
    from sitrep.report import html, pdf

    first = next(iter(made.reports.values()))
    nouns = (first, config, made.gazetteer, made.kept.headers, made.kept.facts)
    inside = export.carried(*nouns)
    with contextlib.ExitStack() as running:
        drawn: list[tuple[Report, Child, bytes, str]] = []
        for report in made.reports.values():
            child = running.enter_context(pdf.started()) if drawn else renderer
            attached = [pdf.Attachment(name, told, report.title, report.as_of) for name, told in inside.items()]
            pdf.send(child, html.html(report, config.templates, "print"), attached)
            shown = html.html(report, config.templates, "screen").encode()
            copied = export.BY_LANGUAGE.intersection(config.exports)
            drawn.append((report, child, shown, html.html(report, config.templates, "word") if copied else ""))
        tables = export.shared(*nouns, made.kept.figures)
        files = dict(tables)
        for report, child, shown, page in drawn:
            own = {f"{report.name}.pdf": pdf.finished(child), f"{report.name}.html": shown}
            files |= own | export.of_language(report, config, made.gazetteer, page, {**tables, **own})
    return files


def _internal(facts: Sequence[Fact], figures: Sequence[Figure], events: Sequence[str]) -> dict[str, bytes]:
    """The files that stay in the office: facts in full, figures to compare the next edition with, the log."""
    lines = [json.dumps(plain(fact), ensure_ascii=False) for fact in facts]
    return {
        "facts.jsonl": "".join(f"{line}\n" for line in lines).encode(),
        "figures.json": json.dumps(plain(figures), ensure_ascii=False, indent=1).encode() + b"\n",
        "log.txt": "".join(f"{event}\n" for event in events).encode(),
    }


def _counts(made: Composed) -> dict[str, int]:
    return {
        "documents": len(made.headers), "facts": len(made.facts), "figures": len(made.figures),
        "rejected": len(made.rejections),
    }  # fmt: skip
