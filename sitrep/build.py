"""The straight line: seeds → findings → reports → pages → one edition; then the archive, and what is to be sent.

Nothing is published before the edition is whole; whatever goes wrong before it leaves the last edition as it was.
The stages stand in `sitrep.stages`; a build that finds nothing changed runs none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep import publish, reconcile, stages
from sitrep.model import Clearance, Clock, Edition, Imprint, Period, Previous
from sitrep.publish import past

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.stages import Findings

log = getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build starts from: the settings with their as-of date, the inputs, and the editions to compare with."""

    config: "Config"
    period: Period
    earlier: Sequence[Previous]
    made_from: Mapping[str, Any]
    standing: tuple[past.Shelved, Mapping[str, Any]] | None  # the last edition of this period, and its manifest
    imprint: Imprint  # of a new edition


def build(config: "Config", clock: Clock, wait_s: float = 0.0, force: bool = False) -> Edition:
    """The edition of the last period that had ended, published; the standing one, untouched, if nothing changed since.

    `wait_s` is how long another build is waited for; with `force` all is made again though nothing changed. Raises
    Locked, NothingToReport, RenderFailed, PublishFailed or ConfigError; then nothing was published.
    """
    with publish.locked(config.out, wait_s):
        plan = planned(config, clock)
        return (None if force else _unchanged(plan)) or _fresh(plan)


def planned(config: "Config", clock: Clock) -> Plan:
    """What a build at this moment would start from. Nothing is read of the seeds but their hashes."""
    as_of, period = reconcile.as_of(config, clock), reconcile.period(config, clock)
    earlier = publish.earlier(config.out, period, profile=config.profile) or reconcile.baseline(config)
    made_from = publish.inputs(config, as_of, period, earlier)
    after = config.baseline.number if config.baseline else 0
    number, revision = publish.numbers(config.out, period, after, config.profile)
    clearance = Clearance("draft" if config.clearance == "required" else "none")
    imprint = Imprint(number, revision, clearance, publish.sent(config.out, period, config.profile))
    standing = publish.standing(config.out, period, config.profile)
    return Plan(config.model_copy(update={"as_of": as_of}), period, earlier, made_from, standing, imprint)


def _unchanged(plan: Plan) -> Edition | None:
    """The standing edition, if it was made from the same inputs."""
    if plan.standing is None or plan.standing[1]["inputs"]["digest"] != plan.made_from["digest"]:
        return None
    return publish.unchanged(*plan.standing)


def found(plan: Plan) -> "Findings":
    """What the edition tells, and a line in the log for each seed that could not be read."""
    result = stages.findings(plan.config, plan.period, plan.earlier)
    stages.warn(result.seeds)
    return result


def _fresh(plan: Plan) -> Edition:
    """A new edition, from the seeds to the rename that publishes it; the standing one if it would be the same again."""
    from sitrep.report import pdf

    with pdf.started() as renderer:  # first of all: it loads its libraries while we read
        findings = found(plan)
        if plan.standing and same(plan.config.out, findings, *plan.standing):
            standing = publish.unchanged(*plan.standing)
            return replace(standing, exit_code=stages.exit_code(findings.seeds.rejections))
        pages = stages.pages(findings, stages.reports(findings, plan.imprint), renderer)
    return published(plan.config.out, findings, plan.made_from, plan.imprint, pages)


def same(out: Path, findings: "Findings", shelved: past.Shelved, said: Mapping[str, Any]) -> bool:
    """Whether these findings, under the number and clearance of an edition, give its very bytes.

    The pages tell most differences, and are made in no time; only if they are the same is everything drawn.
    """
    from sitrep.report import html, pdf

    imprint = publish.imprint(out, shelved, said)
    reports = stages.reports(findings, imprint)
    folder = findings.config.templates
    shown = {f"{report.name}.html": html.html(report, folder, "screen").encode() for report in reports.values()}
    figures = {"internal/figures.json": stages.internal(findings)["figures.json"]}
    if not _are({f"report/{name}": page for name, page in shown.items()} | figures, said):
        return False
    with pdf.started() as renderer:
        pages = stages.pages(findings, reports, renderer)
    there = {path for path in said["files"] if path.startswith("report/")}
    made = {f"report/{name}": page for name, page in pages.items()}
    return set(made) == there and _are(made, said)


def _are(files: Mapping[str, bytes], said: Mapping[str, Any]) -> bool:
    return all(said["files"].get(path) == sha256(content).hexdigest() for path, content in files.items())


def published(
    out: Path, findings: "Findings", made_from: Mapping[str, Any], imprint: Imprint, pages: Mapping[str, bytes]
) -> Edition:
    """The edition, published in `out`: it appears whole, or not at all. The caller holds the lock."""
    config, period = findings.config, findings.period
    internal = stages.internal(findings)
    exit_code = stages.exit_code(findings.seeds.rejections)
    files = {f"report/{name}": page for name, page in pages.items()} | {f"internal/{k}": v for k, v in internal.items()}
    internal["manifest.json"] = publish.manifest(made_from, imprint, exit_code, stages.counts(findings), files)
    name = publish.name(config.country, imprint.number, period, imprint.revision, config.profile)
    folder = publish.edition(out, name, pages, internal)
    log.info("published %s", folder)
    return Edition(
        name, imprint.number, imprint.revision, period, str(folder), exit_code, clearance=imprint.clearance)
