"""The stages of a build, each to be called alone: seeds → findings → reports → files → one edition.

Only the last of them publishes. Libraries that are slow to load are imported by the stage that needs them.
"""

import contextlib
import json
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from logging import INFO, WARNING, getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep import publish, reconcile
from sitrep.errors import NothingToReport
from sitrep.model import (
    Coverage,
    Decision,
    Edition,
    Fact,
    Figure,
    Header,
    Imprint,
    Orphan,
    Period,
    Previous,
    Rejection,
    Report,
    plain,
)
from sitrep.publish.past import Shelved

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.reader import Reader
    from sitrep.reading import Closed, Found, Wanted
    from sitrep.sandbox import Child
    from sitrep.withhold import Kept

log = getLogger(__name__)

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Seeds:
    """What reading came to: the reader, what is known of each document, facts as they were decided, and the rest.

    The facts of `closed` documents are of days that the edition does not tell of, and nobody ruled on them.
    """

    reader: "Reader"
    headers: tuple[Header, ...]
    facts: tuple[Fact, ...]
    rejections: tuple[Rejection, ...]
    orphans: tuple[Orphan, ...] = ()
    closed: tuple["Closed", ...] = ()


Reads = Callable[["Config", "Wanted | None"], Seeds]


@dataclass(frozen=True, slots=True)
class Findings:
    """What an edition tells, before it has a number or a page: whole for the office, and as much as may be sent.

    `kept` holds what may leave the office, by language, of the documents that the edition tells of; `coverage` counts
    all that were read; `config` has the as-of date of the edition.
    """

    config: "Config"
    period: Period
    seeds: Seeds
    figures: Sequence[Figure]
    coverage: Coverage
    kept: Mapping[str, "Kept"]


def read(
    config: "Config", wanted: "Wanted | None" = None, hashes: Mapping[str, str] | None = None
) -> Seeds:
    """The seeds of a workspace: read, their facts as officers decided; what went wrong is told in the log.

    Documents that are not `wanted` stay closed; None opens all. `hashes` are those of the seeds, where they are known
    already. Raises ConfigError.
    """
    from sitrep import reading, review
    from sitrep.language import places
    from sitrep.language.reader import reader

    decisions = review.decisions(config.decisions, review.units(config))  # first: a mistake in them ends the build
    words = reader(places.gazetteer(config.places), config.extra_words)
    known_by = reading.context(config.places, config.extra_words)
    ruled = {fact for one in decisions for fact in (one.fact, one.value)}
    wanted = wanted and replace(wanted, facts=wanted.facts | ruled)
    got = reading.found(config.seeds, words, known_by, hashes, wanted)
    if got.closed and {one.fact for one in decisions} - {fact.id for fact in got.facts}:
        got = reading.found(config.seeds, words, known_by, hashes)  # by its words a ruling finds its fact anywhere
    seeds = decided(config, decisions, words, got)
    warn(seeds)
    return seeds


def decided(config: "Config", decisions: Sequence[Decision], words: "Reader", got: "Found") -> Seeds:
    """What was read, its facts as officers decided."""
    from sitrep import review

    ruled, orphans = review.decided(got.facts, decisions, words.gazetteer, config.country, review.units(config))
    return Seeds(words, got.headers, ruled, got.rejections, orphans, got.closed)


def findings(
    config: "Config", period: Period, earlier: Sequence[Previous], seeds: Reads = read
) -> Findings:
    """What an edition of `period` tells, from the seeds to what may be printed. `seeds` reads them.

    `config` says the as-of date. Raises NothingToReport or ConfigError.
    """
    from sitrep import reading, withhold
    from sitrep.report import compose

    as_of = config.as_of or period.end
    days, printed = reconcile.spoken_of(config, period, earlier)
    got = seeds(config, reading.Wanted(days.start, days.end, as_of, printed))
    log.info("read %d documents: %d facts", len(got.headers), _facts(got).total(), extra={"stage": "reading"})
    _something_to_report(got, period, as_of, config.thresholds.stale_days)
    figures = reconcile.figures(got.headers, got.facts, config, got.reader.gazetteer, period, as_of, earlier)
    headers, facts = reconcile.told(got.headers, got.facts, figures, period, as_of)
    whole = (headers, facts, figures, got.rejections, got.orphans, earlier)
    kept = {
        language: withhold.kept(*whole, config, got.reader, compose.marks(config, language))
        for language in config.languages
    }
    log.info("made %d figures", len(figures), extra={"stage": "reconciling"})
    closed = {one.document: one.count for one in got.closed}
    coverage = reconcile.coverage(got.headers, got.facts, period, as_of, closed)
    return Findings(config, period, got, figures, coverage, kept)


def _something_to_report(seeds: Seeds, period: Period, as_of: date, stale_days: int) -> None:
    """NothingToReport, with what to do, unless a fact speaks of the period or stands in a document published in it.

    Nor is anything reported of seeds that nobody has added to for `stale_days`.
    """
    headers, facts, rejections = seeds.headers, seeds.facts, seeds.rejections
    if not headers:
        raise NothingToReport(f"no seed could be read, {len(rejections)} were rejected: put texts into seeds/")
    published = {header.id: header.published for header in headers}
    newest = max((day for day in published.values() if day and day <= as_of), default=None)
    if newest and (as_of - newest).days > stale_days:
        raise NothingToReport(
            f"the newest of {len(headers)} documents is of {newest}, more than {stale_days} days before {as_of}; "
            "add seeds, or change stale_days in config/report.yaml"
        )
    spoken_of = any(f.start and f.end and f.start <= period.end and period.start <= f.end for f in facts)
    days = (published[fact.document] for fact in facts)
    if not spoken_of and not any(day and period.start <= day <= period.end for day in days):
        undated = sum(day is None for day in published.values())
        raise NothingToReport(
            f"none of {len(headers)} documents tells a fact of the period {period.start} to {period.end} "
            f"({undated} have no date: seeds/manifest.yaml may tell it); add seeds or choose another day by --as-of"
        )


def reports(found: Findings, imprint: Imprint) -> dict[str, Report]:
    """The report in each language, made of what may leave the office and of nothing else."""
    return {language: _report(found, language, kept, imprint) for language, kept in found.kept.items()}


def _report(found: Findings, language: str, kept: "Kept", imprint: Imprint) -> Report:
    from sitrep.report import compose

    alone = found.config.model_copy(update={"languages": (language,)})
    return compose.reports(
        alone, gazetteer=found.seeds.reader.gazetteer, headers=kept.headers, rejections=kept.rejections,
        facts=kept.facts, figures=kept.figures, period=found.period, orphans=kept.orphans, earlier=kept.earlier,
        withheld=kept.counts, number=imprint.number, revision=imprint.revision, clearance=imprint.clearance,
        corrects=imprint.corrects, coverage=found.coverage,
    )[language]


def pages(found: Findings, reports: Mapping[str, Report], renderer: "Child") -> Files:
    """The files that may be sent: the tables, and in each language a page, its PDF with the facts inside, and copies.

    The renderer that waits draws the first PDF, others the rest, one a core at once, all while other files are made.
    """
    from sitrep import export, sandbox
    from sitrep.report import html, pdf

    config, gazetteer = found.config, found.seeds.reader.gazetteer
    first = next(iter(reports.values()))
    kept = found.kept[first.language]
    nouns = (first, config, gazetteer, kept.headers, kept.facts)
    inside = export.carried(*nouns)
    own: dict[str, Files] = {}
    words: dict[str, str] = {}  # the pages for Word, which the portal reads too
    with contextlib.ExitStack() as running:
        drawing: deque[tuple[Report, Child]] = deque()
        for report in reports.values():
            page = html.html(report, config.templates, "print")
            if len(drawing) == sandbox.cores():
                done, drawer = drawing.popleft()
                own[done.name] |= _drawn(config, done, drawer)
            child = running.enter_context(pdf.started()) if own else renderer
            attached = [pdf.Attachment(name, told, report.title, report.as_of) for name, told in inside.items()]
            pdf.send(child, page, attached)
            drawing.append((report, child))
            own[report.name] = {f"{report.name}.html": html.html(report, config.templates, "screen").encode()}
            if export.BY_LANGUAGE.intersection(config.exports):
                words[report.name] = html.html(report, config.templates, "word")
                own[report.name] |= export.word(report, config, words[report.name])
        files = dict(tables := export.shared(*nouns, kept.figures))
        for report, child in drawing:
            own[report.name] |= _drawn(config, report, child)
    for report in reports.values():
        made = own[report.name]
        files |= made | export.portal(report, config, gazetteer, words.get(report.name, ""), {**tables, **made})
    log.info("drew pages, made tables: %d files", len(files), extra={"stage": "pages"})
    return files


def _drawn(config: "Config", report: Report, child: "Child") -> Files:
    """The PDF of a report when its renderer has drawn it. A flash promises to be one page: a longer one is told."""
    from sitrep.config.profiles import FLASH
    from sitrep.report import pdf

    made = pdf.finished(child)
    if config.profile == FLASH and (count := pdf.pages(child)) > 1:
        log.warning(
            "%s.pdf has %d pages and a flash is to have one: in config/report.yaml, under sections: flash:, lower a "
            "max of highlights, overview, contested or sources, or take out a part", report.name, count,
        )
    return {f"{report.name}.pdf": made}


def internal(found: Findings) -> Files:
    """The files that stay in the office, from which the edition can be made again.

    Facts in full, documents without their texts, figures to compare the next edition with, the log, and the settings.
    """
    from sitrep import zipped

    config = found.config
    settings = [*config.files, *(path for path in sorted(config.templates.rglob("*")) if path.is_file())]
    return {
        **records(found.seeds),
        "figures.json": _figures(found),
        "log.txt": "".join(f"{event}\n" for event in events(found.seeds)).encode(),
        "settings.zip": zipped.packed(
            {path.relative_to(config.folder).as_posix(): path.read_bytes() for path in settings}),
    }


def records(seeds: Seeds) -> Files:
    """The files that hold what reading came to: facts in full, in the order of documents, and documents."""
    nouns = {"headers": seeds.headers, "rejections": seeds.rejections, "orphans": seeds.orphans}
    documents = ",\n".join(f'"{name}": [{_lines(each)}]' for name, each in nouns.items())
    filed = _filed(seeds)
    return {
        "facts.jsonl": b"".join(filed[header.id].lines for header in seeds.headers if header.id in filed),
        "documents.json": f"{{\n{documents}\n}}\n".encode(),
    }


def _lines(nouns: Sequence[Any]) -> str:
    """The nouns as JSON, one a line."""
    return ",\n".join(json.dumps(plain(noun), ensure_ascii=False) for noun in nouns)


def _filed(seeds: Seeds) -> dict[str, "Closed"]:
    """The facts of all documents as they are filed."""
    from sitrep import reading

    of: dict[str, list[Fact]] = {}
    for fact in seeds.facts:
        of.setdefault(fact.document, []).append(fact)
    opened = [reading.lines(document, facts) for document, facts in of.items()]
    return {one.document: one for one in (*opened, *seeds.closed)}


def _facts(seeds: Seeds) -> Counter[str]:
    """How many facts each document has, open or closed."""
    return Counter(fact.document for fact in seeds.facts) + Counter({one.document: one.count for one in seeds.closed})


def _figures(found: Findings) -> bytes:
    return json.dumps(plain(found.figures), ensure_ascii=False, indent=1).encode() + b"\n"


def events(seeds: Seeds) -> tuple[str, ...]:
    """What reading came to, a line each document: the edition's log.

    It names no time and no machine, so that the same inputs give the same bytes.
    """
    from sitrep import review

    found = _facts(seeds)
    done = (f"INFO read {header.id}: {found[header.id]} facts" for header in seeds.headers)
    refused = (f"WARN rejected {rejection.id}: {rejection.reason}" for rejection in seeds.rejections)
    return (*done, *refused, *(f"WARN {review.told(orphan)}" for orphan in seeds.orphans))


def warn(seeds: Seeds) -> None:
    """Tells the build's log what went wrong in reading."""
    from sitrep import review

    for rejection in seeds.rejections:
        log.log(INFO if rejection.acknowledged else WARNING, "rejected %s: %s", rejection.id, rejection.reason)
    for orphan in seeds.orphans:
        log.warning("%s", review.told(orphan))


def counts(found: Findings) -> dict[str, int]:
    """How much an edition holds, for its manifest and the last line of a build."""
    seeds = found.seeds
    return {
        "documents": len(seeds.headers), "facts": _facts(seeds).total(), "figures": len(found.figures),
        "rejected": len(seeds.rejections),
    }  # fmt: skip


def exit_code(rejections: Sequence[Rejection]) -> int:
    """3 if a seed was rejected that nobody has acknowledged in the manifest, else 0."""
    return 0 if all(rejection.acknowledged for rejection in rejections) else 3


def gives(found: Findings, reports: Mapping[str, Report], said: Mapping[str, Any]) -> bool:
    """Whether these findings and their reports give the web pages and figures of the edition whose manifest is `said`.

    These tell whatever a reader could see, and are made without drawing a PDF.
    """
    return _has_figures(found, said) and _has_pages(found, reports, said)


def _has_figures(found: Findings, said: Mapping[str, Any]) -> bool:
    return _are({"internal/figures.json": _figures(found)}, said)


def _has_pages(found: Findings, reports: Mapping[str, Report], said: Mapping[str, Any]) -> bool:
    from sitrep.report import html

    templates = found.config.templates
    files = {
        f"report/{report.name}.html": html.html(report, templates, "screen").encode()
        for report in reports.values()
    }
    return _are(files, said)


def is_same(out: Path, found: Findings, shelved: Shelved, said: Mapping[str, Any]) -> bool:
    """Whether these findings, under the number and clearance of an edition, give every byte of its report."""
    from sitrep.report import pdf

    if not _has_figures(found, said):  # most new documents tell something, and pages take long to make
        return False
    told = reports(found, publish.imprint(out, shelved, said))
    if not _has_pages(found, told, said):
        return False
    with pdf.started() as renderer:
        made = pages(found, told, renderer)
    files = {f"report/{name}": content for name, content in made.items()}
    return set(files) == {path for path in said["files"] if path.startswith("report/")} and _are(files, said)


def _are(files: Mapping[str, bytes], said: Mapping[str, Any]) -> bool:
    return all(said["files"].get(path) == sha256(content).hexdigest() for path, content in files.items())


def published(
    out: Path, found: Findings, made_from: Mapping[str, Any], imprint: Imprint, reports: Mapping[str, Report],
    pages: Mapping[str, bytes],
) -> Edition:
    """The edition, published in `out`: it appears whole, or not at all. The caller holds the lock."""
    from sitrep.report.told import told

    own = internal(found)
    code = exit_code(found.seeds.rejections)
    files = {f"report/{name}": page for name, page in pages.items()} | {f"internal/{k}": v for k, v in own.items()}
    said = {language: told(report) for language, report in reports.items()}
    own["manifest.json"] = publish.manifest(made_from, imprint, code, counts(found), files, said)
    name = publish.name(found.config.country, imprint.number, found.period, imprint.revision, found.config.profile)
    folder = publish.edition(out, name, pages, own)
    log.info("published %s", folder, extra={"stage": "publishing"})
    return Edition(
        name, imprint.number, imprint.revision, found.period, str(folder), code, clearance=imprint.clearance)
