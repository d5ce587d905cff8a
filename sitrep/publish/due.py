"""What is to go where: derived from the editions that stand in `out/`, the journal, and config/publishing.yaml.

Nothing needs to be remembered between publishing an edition and queueing it, so a run that is killed there loses none.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep.publish import past
from sitrep.publish.journal import Delivery, Line
from sitrep.publish.past import Shelved

if TYPE_CHECKING:
    from sitrep.config import Publishing

Said = past.Said | None  # a manifest; None of an edition that is damaged


@dataclass(frozen=True, slots=True)
class Whole:
    """An edition that is not damaged, with what it says of itself."""

    shelved: Shelved
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Editions:
    """What stands in `out/`, oldest period first; `read` gives what an edition says of itself, each read once."""

    shelf: tuple[Shelved, ...]
    read: Callable[[Shelved], Said]

    def named(self, name: str) -> Shelved | None:
        """The edition of that name, None if there is none."""
        return next((one for one in self.shelf if one.name == name), None)

    def whole(self, name: str) -> Whole | None:
        """The same with what it says of itself, None if it is not there or damaged."""
        one = self.named(name)
        said = self.read(one) if one else None
        return Whole(one, said) if one and said is not None else None


def editions(out: Path) -> Editions:
    """The editions that stand in `out`."""
    return Editions(past.shelf(out), cache(past.manifest))


def lines(standing: Editions, states: Mapping[Delivery, str], publishing: "Publishing") -> Iterator[Line]:
    """The lines that the journal lacks: what appeared is queued, what need not be sent any more is dropped."""
    known = {delivery.what for delivery in states}
    newest = {one.profile: one for one in standing.shelf}  # the last of each profile is its newest
    begun = {one.profile for one in standing.shelf if one.name in known}
    for one in standing.shelf:
        if one.name in known:
            continue
        # before the first delivery of a profile an archive may stand there, of which nobody wants but the newest
        if one.profile not in begun and one != newest[one.profile]:
            yield Line("passed", Delivery("", one.name), "it stood there before deliveries began")
        else:
            yield from _appeared(one, standing, publishing, is_newest=one == newest[one.profile])
    for delivery, state in states.items():
        if state == "queued" and (why := _needless(delivery, standing, publishing)):
            yield Line("dropped", delivery, why)


def _appeared(one: Shelved, standing: Editions, publishing: "Publishing", *, is_newest: bool) -> Iterator[Line]:
    """The lines for an edition that the journal has none of."""
    said = standing.read(one)
    if said is None or _follower(one, standing):
        return
    found = targets(one, said, publishing)
    yield from (Line("queued", delivery) for delivery in found)
    if not found and not is_newest:
        yield Line("passed", Delivery("", one.name), "there was nobody to send it to")


def targets(one: Shelved, said: Said, publishing: "Publishing") -> tuple[Delivery, ...]:
    """Everywhere that an edition goes: a draft to the clearers, any other to recipients, folder and command."""
    if past.is_draft(said):
        return tuple(Delivery("mail", one.name, to) for to in publishing.clearers)
    found = [Delivery("mail", one.name, recipient.to) for recipient in publishing.recipients
             if not recipient.profiles or one.profile in recipient.profiles]  # fmt: skip
    places = {"folder": publishing.folder, "command": publishing.command}
    return (*found, *(Delivery(kind, one.name) for kind, is_given in places.items() if is_given))


def _needless(delivery: Delivery, standing: Editions, publishing: "Publishing") -> str:
    """Why a delivery that is queued need not be made any more; empty if it must."""
    one = standing.named(delivery.what)
    if one is None:
        return "the edition stands there no longer"
    said = standing.read(one)
    if said is None:  # whoever is to send it tells so: it may be mended
        return ""
    if follower := _follower(one, standing):
        return f"{follower} took its place"
    return "" if delivery in targets(one, said, publishing) else "taken out of config/publishing.yaml"


def _follower(one: Shelved, standing: Editions) -> str:
    """The revision of the same period that took an edition's place before it was sent; empty if none did.

    A draft gives way to any newer revision. What was cleared gives way to what was cleared after it, and never to a
    draft, which nobody outside the office may see.
    """
    newer = (other for other in standing.shelf if (other.profile, other.number) == (one.profile, one.number)
             and other.revision > one.revision)  # fmt: skip
    gives_way = past.is_draft(standing.read(one))
    return next((other.name for other in newer if gives_way or not past.is_draft(standing.read(other))), "")
