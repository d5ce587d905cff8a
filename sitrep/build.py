"""The straight line: seeds → findings → reports → pages → one edition; then the archive, and what is to be sent.

Nothing is published before the edition is whole; whatever goes wrong before it leaves the last edition as it was.
The stages stand in `sitrep.stages`; a build that finds nothing changed runs none of them.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sitrep import clearing, publish, reconcile, stages
from sitrep.errors import NothingToReport
from sitrep.model import Clearance, Clock, Edition, Imprint, Period, Previous
from sitrep.publish import past

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.publish.deliver import Delivered
    from sitrep.stages import Findings


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

    Then what is due is sent, also what earlier runs could not send; an exit code of 14 says that something still waits.
    `wait_s` is how long another build is waited for; with `force` all is made again though nothing changed. Raises
    Locked, NothingToReport, RenderFailed, PublishFailed or ConfigError; then nothing was published, and the clearers
    were told.
    """
    with publish.locked(config.out, wait_s):
        with _told_to_clearers(config, clock):
            clearing.all_asked(config)
            plan = planned(config, clock)
            edition = (None if force else unchanged(plan)) or _fresh(plan)
        return settled(config, edition, clock)


@contextlib.contextmanager
def _told_to_clearers(config: "Config", clock: Clock) -> Iterator[None]:
    """Whatever ends a build without an edition is told to those who wait for one; what was due before is sent."""
    try:
        yield
    except Exception as error:
        publish.derived(config.out, config)
        sent(config, clock)
        reason = "nothing" if isinstance(error, NothingToReport) else "failed"
        publish.tell(config, reason, str(error) or type(error).__name__, clock.now)
        raise


def settled(config: "Config", edition: Edition, clock: Clock) -> Edition:
    """The edition when all that follows from it is done: page and feed of all editions, deliveries, old ones removed.

    The caller holds the lock. Nothing that goes wrong here undoes the edition.
    """
    publish.derived(config.out, config)
    came = sent(config, clock)
    spared = (*config.publishing.pinned, edition.name, *(one.what for one in came.queued))
    # where the journal could not be read, nobody knows what still waits
    if not edition.unchanged and not came.errors and publish.pruned(config.out, config.publishing.keep, spared):
        publish.derived(config.out, config)
    return replace(edition, exit_code=came.exit_code or edition.exit_code)


def sent(config: "Config", clock: Clock) -> "Delivered":
    """What came of all that is due; what was copied into the folder stands on its page and in its feed too."""
    came = publish.delivered(config, clock.now)
    publish.served(config.out, config)
    return came


def planned(config: "Config", clock: Clock) -> Plan:
    """What a build at this moment would start from. Nothing is read of the seeds but their hashes."""
    as_of, period = reconcile.as_of(config, clock), reconcile.period(config, clock)
    earlier = publish.earlier(config.out, period, profile=config.profile) or reconcile.baseline(config)
    made_from = publish.inputs(config, as_of, period, earlier)
    after = config.baseline.number if config.baseline else 0
    number, revision = publish.numbers(config.out, period, after, config.profile)
    clearance = Clearance("draft" if config.clearance == "required" else "none")
    standing = publish.standing(config.out, period, config.profile)
    corrects = publish.sent(config.out, period, config.profile, standing)
    imprint = Imprint(number, revision, clearance, corrects)
    return Plan(config.model_copy(update={"as_of": as_of}), period, earlier, made_from, standing, imprint)


def unchanged(plan: Plan) -> Edition | None:
    """The standing edition, if it was made from the same inputs."""
    if plan.standing is None or plan.standing[1]["inputs"]["digest"] != plan.made_from["digest"]:
        return None
    return publish.unchanged(*plan.standing)


def found(plan: Plan) -> "Findings":
    """What the edition tells."""
    seeds = partial(stages.read, hashes=plan.made_from["seeds"])
    return stages.findings(plan.config, plan.period, plan.earlier, seeds)


def _fresh(plan: Plan) -> Edition:
    """A new edition, from the seeds to the rename that publishes it; the standing one if it would be the same again."""
    from sitrep import scratch
    from sitrep.report import pdf

    with scratch.temporary(), pdf.started() as renderer:  # first of all: it loads its libraries while we read
        findings = found(plan)
        if plan.standing and stages.is_same(plan.config.out, findings, *plan.standing):
            standing = publish.unchanged(*plan.standing)
            return replace(standing, exit_code=stages.exit_code(findings.seeds.rejections))
        reports = stages.reports(findings, plan.imprint)
        pages = stages.pages(findings, reports, renderer)
    return stages.published(plan.config.out, findings, plan.made_from, plan.imprint, reports, pages)
