"""`sitrep deliver`: sends what is queued, shows what would be sent, or proves that mail can be sent at all."""

import argparse
import sys
from datetime import datetime

from sitrep import clock, publish
from sitrep import config as settings
from sitrep.build import sent
from sitrep.commands.build import ended_in_order
from sitrep.commands.logged import FORMS, Outcome, ended, logged
from sitrep.commands.options import wait, workspace
from sitrep.config import Config
from sitrep.config.publishing import address
from sitrep.errors import ConfigError
from sitrep.publish import deliver
from sitrep.shown import show


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds where, how long to wait, and the two ways to send nothing of an edition."""
    workspace(parser)
    wait(parser)
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    parser.add_argument(
        "--log", choices=FORMS, default=FORMS[0], help="how events are told: as text, or as one JSON object a line"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--dry-run", action="store_true", help="print what would be sent to whom, and send nothing")
    instead.add_argument("--test", metavar="ADDRESS", type=_address, help="send a small test message, and nothing else")


def _address(text: str) -> str:
    try:
        return address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(options: argparse.Namespace) -> int:
    """0, or 14 if anything is left to send. Raises ConfigError, Locked or PublishFailed."""
    config = settings.load(options.workspace)
    if options.dry_run:
        print("\n".join(map(deliver.told, deliver.plan(config))) or "nothing is due")
        return 0
    moment = clock.read(config.period.timezone)
    if options.test:
        return _test(config, options.test, moment.now)
    with logged(options.log, options.quiet) as log:
        with ended_in_order(), publish.locked(config.out, options.wait):
            came = sent(config, moment)
        return ended(log, Outcome(came.exit_code, {"sent": len(came.sent), "queued": len(came.queued)}))


def _test(config: Config, to: str, now: datetime) -> int:
    if not config.publishing.mail.server:
        raise ConfigError("config/publishing.yaml: mail: needs server and sender before a message can be sent")
    if why := deliver.proved(config, to, now):
        print(f"sitrep: {show(why)}", file=sys.stderr)
        return deliver.LEFT
    print(f"{config.publishing.mail.server} has taken a message to {to}: look whether it arrives")
    return 0

