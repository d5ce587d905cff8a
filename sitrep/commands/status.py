"""`sitrep status`: which edition is out, how old it is, what waits, what a build would change, what is overdue."""

import argparse
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sitrep import build, clock, publish
from sitrep import config as settings
from sitrep.commands.options import profile, workspace
from sitrep.config import Config
from sitrep.errors import PublishFailed
from sitrep.model import Clock, plain
from sitrep.publish import deliver, past
from sitrep.shown import show

OVERDUE = 4
LISTED = 8  # changes that are named; the others are counted
GRACE = timedelta(days=1)  # after a period has ended, until a build of it is overdue


@dataclass(frozen=True, slots=True)
class Status:
    """How a workspace stands. Days are dates; empty texts are left out of what is printed."""

    edition: str  # the newest; "" if there is none
    period: str
    clearance: str
    age_days: int | None  # since its period ended
    waiting: tuple[str, ...]  # drafts that nobody has cleared
    queued: tuple[str, ...]  # deliveries that the next run makes: an edition and to whom
    damaged: str  # why nobody knows what waits to be sent; "" if that is known
    next: str  # the edition that a build would publish now; "" if nothing has changed
    changes: tuple[str, ...]  # what is new, changed or gone since the edition of the period that a build would make
    due: date  # the day on which a build of the last whole period was due
    is_overdue: bool
    is_stale: bool  # nothing has been added to the seeds for so long that a build would publish nothing
    newest_document: date | None


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds where to look, and how to tell it."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    profile(parser)
    workspace(parser, "config/, seeds/ and out/")


def run(options: argparse.Namespace) -> int:
    """Prints the status; gives 0, 4 if an edition is overdue or the seeds are stale, 13 if the journal is damaged."""
    config = settings.load(options.workspace, options.profile)
    found = status(config, clock.read(config.period.timezone))
    if options.json:
        print(json.dumps(plain(asdict(found)), indent=1))
    else:
        for name, line in told(found).items():
            print(f"{name:<10} {line}")
    if found.damaged:
        return PublishFailed.exit_code
    return OVERDUE if found.is_overdue or found.is_stale else 0


def status(config: Config, clock: Clock) -> Status:
    """How the workspace stands at this moment; nothing is written, nothing is read of the seeds but their hashes."""
    plan = build.planned(config, clock)
    newest = past.newest(config.out, config.profile)
    said = past.stated(newest) if newest else None
    against = plan.standing[1] if plan.standing else said
    changes = tuple(f"{name} {how}" for name, how in publish.changes(config, against["inputs"])) if against else ()
    is_same = plan.standing is not None and plan.standing[1]["inputs"]["digest"] == plan.made_from["digest"]
    imprint, today, as_of = plan.imprint, clock.now.date(), plan.config.as_of or plan.period.end
    due = plan.period.end + GRACE
    document = _newest_document(newest) if newest else None
    queued, damaged = _queued(config)
    return Status(
        edition=newest.name if newest else "",
        period=f"{said['period']['start']} to {said['period']['end']}" if said else "",
        clearance=_clearance(said) if said else f"damaged: {past.MEND}" if newest else "",
        age_days=(today - newest.end).days if newest else None,
        waiting=tuple(one.name for one in past.waiting(config.out)),
        queued=queued, damaged=damaged,
        next="" if is_same else publish.name(
            config.country, imprint.number, plan.period, imprint.revision, config.profile),
        changes=changes, due=due, is_overdue=plan.standing is None and today > due,
        is_stale=document is not None and (as_of - document).days > config.thresholds.stale_days,
        newest_document=document,
    )


def _queued(config: Config) -> tuple[tuple[str, ...], str]:
    """What the next run would send, and why nobody knows if the journal cannot be read."""
    try:
        return tuple(deliver.told(one) for one in deliver.plan(config)), ""
    except PublishFailed as error:
        return (), str(error)


def _clearance(said: past.Said) -> str:
    clearance = past.clearance(said)
    return f"cleared by {clearance.by} on {clearance.on}" if clearance.by else clearance.status


def _newest_document(shelved: past.Shelved) -> date | None:
    """The day of the newest document that the edition was made from."""
    try:
        documents = json.loads((shelved.folder / "internal" / "documents.json").read_bytes())
        days = [header["published"] for header in documents["headers"] if header["published"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return date.fromisoformat(max(days)) if days else None


def told(found: Status) -> dict[str, str]:
    """The lines that are printed."""
    days = f"{found.age_days} days since its period ended" if found.age_days is not None else ""
    more = f" and {len(found.changes) - LISTED} more" if len(found.changes) > LISTED else ""
    lines = {
        "edition": ", ".join(filter(None, (found.edition, found.period, found.clearance))) or "none yet",
        "age": days,
        "waiting": f"to be cleared: {', '.join(found.waiting)}" if found.waiting else "",
        "queued": f"{len(found.queued)} to be sent, first {found.queued[0]}" if found.queued else "",
        "DAMAGED": show(found.damaged),
        "changes": show(", ".join(found.changes[:LISTED])) + more,
        "next": f"a build would make {found.next}, unless it were the same" if found.next else "nothing has changed",
        "OVERDUE": f"a build was due on {found.due}" if found.is_overdue else "",
        "STALE": f"the newest document is of {found.newest_document}" if found.is_stale else "",
    }
    return {name: line for name, line in lines.items() if line}
