"""Editions on their way: each is sent once to each recipient, and what could not be sent waits in the journal.

    out/editions + out/.journal + config/publishing.yaml → what is due → folder, mail, command → out/.journal

Whatever goes wrong here leaves the edition as it is: it is told in a line, and tried again by the next run. A copy can
reach somebody twice only if a run ends between the server's "accepted" and the journal's line: docs/delivery.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from logging import getLogger
from typing import TYPE_CHECKING

from sitrep.errors import PublishFailed, SitrepError
from sitrep.publish import due, handed, journal, past
from sitrep.publish.journal import Delivery, Line
from sitrep.publish.limits import LIMITS, Limits

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.publish.mail import Letters

log = getLogger(__name__)

LEFT = 14  # the exit code of a run that delivered less than is due

Done = Callable[[Delivery], None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a run sent, what waits for the next one, and what went wrong, a line each."""

    sent: tuple[Delivery, ...] = ()
    queued: tuple[Delivery, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0, or 14 if anything is left to do."""
        return LEFT if self.queued or self.errors else 0


def delivered(config: "Config", now: datetime, limits: Limits = LIMITS) -> Delivered:
    """What came of everything that is due. For the lock's holder only; refusals are told in it, never raised."""
    standing = due.editions(config.out)

    def queued() -> Sequence[Delivery]:
        if _is_idle(config):
            return ()
        journal.heal(config.out)
        states = journal.states(config.out)
        lines = list(due.lines(standing, states, config.publishing))
        journal.write(config.out, lines, now)
        for line in lines:
            if line.state == "dropped":
                log.info("dropped %s: %s", told(line.delivery), line.why)
        return _waiting(states, lines)

    return _run(config, now, queued, lambda waiting, done: _sent(config, standing, waiting, now, done, limits))


def tell(config: "Config", reason: str, why: str, now: datetime, limits: Limits = LIMITS) -> Delivered:
    """What came of telling the clearers that no edition was made: once a day and `reason` ("nothing" or "failed").

    `why` is what the run said. A notice is never queued: the next run of the day tries again, and later it is no news.
    For the lock's holder only; refusals are told in what is given back, never raised.
    """

    def untold() -> Sequence[Delivery]:
        asked = [Delivery("notice", f"{now.date()} {reason}", to) for to in config.publishing.clearers]
        if asked:
            journal.heal(config.out)
        states = journal.states(config.out) if asked else {}
        return [one for one in asked if states.get(one) != "sent"]

    came = _run(config, now, untold, lambda waiting, done: _noticed(config, reason, why, waiting, now, done, limits))
    return Delivered(came.sent, (), came.errors)


def proved(config: "Config", to: str, now: datetime, limits: Limits = LIMITS) -> str:
    """Why a test message did not reach the server; empty if it did. It is in no journal."""
    one = Delivery("notice", "test message", to)
    return next(_noticed(config, "test", "", [one], now, lambda delivery: None, limits), "")


def plan(config: "Config") -> tuple[Delivery, ...]:
    """What would be sent now, in its order; nothing is written."""
    if _is_idle(config):
        return ()
    states = journal.states(config.out)
    return _waiting(states, list(due.lines(due.editions(config.out), states, config.publishing)))


def told(delivery: Delivery) -> str:
    """A delivery in words.

    >>> told(Delivery("mail", "SYR001_20180909_v1", "desk@example.org"))
    'SYR001_20180909_v1 to desk@example.org'
    >>> told(Delivery("folder", "SYR001_20180909_v1"))
    'SYR001_20180909_v1 to the folder'
    """
    return f"{delivery.what} to {delivery.to or f'the {delivery.kind}'}"


def _is_idle(config: "Config") -> bool:
    """Whether there is nobody and nothing to send to, and never was."""
    ways = config.publishing
    return not (ways.clearers or ways.recipients or ways.folder or ways.command or journal.path(config.out).exists())


def _waiting(states: Mapping[Delivery, str], lines: Sequence[Line]) -> tuple[Delivery, ...]:
    """What is queued once the lines are written, oldest first."""
    now = {**states, **{line.delivery: line.state for line in lines}}
    return tuple(delivery for delivery, state in now.items() if state == "queued")


def _run(
    config: "Config", now: datetime, find: Callable[[], Sequence[Delivery]],
    send: Callable[[Sequence[Delivery], Done], Iterator[str]],
) -> Delivered:
    """What came of sending what `find` gives; what arrived is in the journal before anything else is sent."""
    sent: list[Delivery] = []
    errors: list[str] = []
    waiting: Sequence[Delivery] = ()

    def done(delivery: Delivery) -> None:
        try:
            journal.write(config.out, [Line("sent", delivery)], now)
        except PublishFailed as error:
            raise PublishFailed(f"{told(delivery)} arrived, and will be sent there again, because {error}") from error
        sent.append(delivery)
        log.info("sent %s", told(delivery))

    try:
        waiting = find()
        if waiting and not journal.has_room(config.out):
            raise PublishFailed(f"the disk of {config.out} is full: nothing is sent, as the journal could not tell it")
        for error in send(waiting, done):
            errors.append(error)
            log.error("%s", error)
    except SitrepError as refused:
        errors.append(" ".join(str(refused).split()))
        log.error("%s", errors[-1])
    if waiting:
        log.info("delivered %d of %d", len(sent), len(waiting), extra={"stage": "delivery"})
    return Delivered(tuple(sent), tuple(one for one in waiting if one not in sent), tuple(errors))


def _sent(
    config: "Config", standing: due.Editions, waiting: Sequence[Delivery], now: datetime, done: Done, limits: Limits
) -> Iterator[str]:
    """What could not be sent, a line each, while the rest is: to the folder, by mail, and last to the command."""
    whole = {}
    for name in dict.fromkeys(delivery.what for delivery in waiting):
        if found := standing.whole(name):
            whole[name] = found
        else:
            yield f"not sent: {name} is damaged – {past.MEND}"
    ready = [delivery for delivery in waiting if delivery.what in whole]
    yield from _handed(config, whole, [one for one in ready if one.kind == "folder"], done, limits)
    yield from _mailed(config, whole, [one for one in ready if one.kind == "mail"], now, done, limits)
    yield from _handed(config, whole, [one for one in ready if one.kind == "command"], done, limits)


def _handed(
    config: "Config", whole: Mapping[str, due.Whole], waiting: Sequence[Delivery], done: Done, limits: Limits
) -> Iterator[str]:
    """Editions copied to the folder or given to the command."""
    for delivery in waiting:
        folder, said = whole[delivery.what].shelved.folder, whole[delivery.what].said
        if delivery.kind == "folder":
            why = handed.copy(folder, said, config.folder / config.publishing.folder)
        else:
            why = handed.run(config.publishing.command, (folder / "report").resolve(), config.folder, limits.command_s)
        if why:
            yield f"not sent: {told(delivery)}: {why}"
        else:
            done(delivery)


def _mailed(
    config: "Config", whole: Mapping[str, due.Whole], waiting: Sequence[Delivery], now: datetime, done: Done,
    limits: Limits,
) -> Iterator[str]:
    """Editions sent by mail, a draft in every language, others in those that the recipient takes."""
    if not waiting:
        return
    from sitrep.publish.letter import letter  # with its templates: runs that send nothing do without

    asked = {recipient.to: recipient.languages for recipient in config.publishing.recipients}
    letters = {}
    for one in waiting:
        edition = whole[one.what]
        languages = () if past.is_draft(edition.said) else asked.get(one.to, ())
        letters[one] = partial(letter, config, edition, one.to, languages, now)
    yield from _posted(config, letters, done, limits)


def _noticed(
    config: "Config", reason: str, why: str, waiting: Sequence[Delivery], now: datetime, done: Done, limits: Limits
) -> Iterator[str]:
    """Messages that bring no edition."""
    if not waiting:
        return
    from sitrep.publish.letter import notice

    letters = {one: partial(notice, config, reason, why, one.to, now) for one in waiting}
    yield from _posted(config, letters, done, limits)


def _posted(config: "Config", letters: "Letters", done: Done, limits: Limits) -> Iterator[str]:
    """The messages are handed to the server; what it did not take is told, once for each reason."""
    from sitrep.publish import mail  # imports ssl, which takes longer than all the rest of this module

    server = config.publishing.mail
    try:
        known = mail.login(server, config.folder)
    except PublishFailed as error:
        yield f"no mail is sent: {error}"
        return
    refused = mail.posted(letters, server, known, done, limits)
    for refusal in dict.fromkeys(refused.values()):
        whom = ", ".join(told(one) for one, why in refused.items() if why == refusal)
        mend = "" if refusal.is_final else " – the next run tries again"
        if refusal.is_final and not refusal.of_all:
            mend = " – mend the address in config/publishing.yaml or take it out; until then each run tries again"
        yield f"not sent: {whom}: {refusal.why}{mend}"
