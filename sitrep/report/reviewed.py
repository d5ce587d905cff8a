"""What officers ruled, as the page tells it: in the method note, and on the card of each fact.

Officers are never named on a page. What they wrote as reason is printed as a quotation.
"""

from collections.abc import Iterable, Iterator, Sequence

from sitrep.model import ACTIONS, Decision, Fact
from sitrep.reconcile import of_period
from sitrep.report import inputs as what
from sitrep.report import wording
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run

ACCEPTED = "accepted"  # the flag of a fact that an officer has checked
TOLD = {"accept": "accepted", "merge": "merged", "split": "split_apart"}


def items(inputs: Inputs) -> list[Line]:
    """How many facts of this issue were reviewed, then each decision with date and reason, then those not applied."""
    ruled = [fact for fact in inputs.facts.values() if fact.decisions and _concerns(inputs, fact)]
    ruled.sort(key=lambda fact: (inputs.notes.get(fact.id, 0), fact.document, fact.span, fact.id))
    if not ruled:
        return _orphans(inputs)
    return [_summary(inputs, ruled), *_alike(inputs, ruled), *_each(inputs, ruled), *_orphans(inputs)]


def notes(inputs: Inputs, fact: Fact) -> tuple[Line, ...]:
    """What was ruled about one fact, a line a decision, in the order of the file."""
    return tuple(
        _corrected(inputs, fact, one) if one.action == "correct" else _told(inputs, one)
        for one in fact.decisions if one.action in TOLD or one.action == "correct"
    )


def _concerns(inputs: Inputs, fact: Fact) -> bool:
    """Whether a fact is in this issue, or may have been before the decision: its text or days are of the period."""
    header = inputs.headers[fact.document]
    if header.published is not None and header.published > inputs.as_of:
        return False
    return fact.id in inputs.notes or of_period(fact, header, inputs.period)


def _summary(inputs: Inputs, ruled: Sequence[Fact]) -> Line:
    words = inputs.words
    counts = {action: sum(any(d.action == action for d in fact.decisions) for fact in ruled) for action in ACTIONS}
    told = [
        wording.line(words, f"review.{action}", count, number=wording.counted(words, "counted.number", count))
        for action, count in counts.items() if count
    ]
    return wording.sentence(wording.line(
        words, "review.reviewed", len(ruled), list=wording.joined(words, told),
        number=wording.counted(words, "counted.number", len(ruled)),
    ))


def _alike(inputs: Inputs, ruled: Sequence[Fact]) -> Iterator[Line]:
    """Decisions that say the same of several facts: a line each day and reason, with the notes of the facts."""
    groups: dict[tuple[str, str, str], tuple[Decision, list[str]]] = {}
    for action in TOLD:
        for fact in ruled:
            for one in fact.decisions:
                if one.action == action:
                    key = (action, one.when.isoformat(), one.why)
                    groups.setdefault(key, (one, []))[1].extend((one.fact, one.value))
    for one, facts in groups.values():
        yield what.cited(inputs, _told(inputs, one), facts)


def _each(inputs: Inputs, ruled: Iterable[Fact]) -> Iterator[Line]:
    """Corrections and rejections: what is said of each fact is its own."""
    for fact in ruled:
        for one in fact.decisions:
            if one.action == "correct":
                yield what.cited(inputs, _corrected(inputs, fact, one), [fact.id])
            elif one.action == "reject":
                yield _rejected(inputs, fact, one)


def _told(inputs: Inputs, one: Decision) -> Line:
    return wording.line(inputs.words, f"review.{TOLD[one.action]}", day=_day(inputs, one), why=_why(one))


def _rejected(inputs: Inputs, fact: Fact, one: Decision) -> Line:
    header, quotes = inputs.headers[fact.document], inputs.words.strings["quotes"]
    quote = (Run(quotes["open"]), wording.name(" ".join(fact.quote.split())), Run(quotes["close"]))
    return wording.line(
        inputs.words, "review.rejected", day=_day(inputs, one), why=_why(one), quote=quote,
        document=wording.name(header.title or header.id),
    )


def _corrected(inputs: Inputs, fact: Fact, one: Decision) -> Line:
    words = inputs.words
    value: Run = _value(inputs, one.value)
    if one.field == "number" and fact.id in inputs.notes:
        value = what.fact_run(inputs, fact)
    return wording.line(
        words, "review.corrected", field=wording.pattern(words, f"review.fields.{one.field}"), value=value,
        read=_value(inputs, one.read), day=_day(inputs, one), why=_why(one),
    )


def _value(inputs: Inputs, value: str) -> Run:
    """A value as it stands in the file; digits are parted as the language does."""
    if value == "none":
        return Run(wording.pattern(inputs.words, "review.nothing"))
    return wording.name(wording.decimal(inputs.words, int(value)) if value.isdecimal() else value.replace("_", " "))


def _orphans(inputs: Inputs) -> list[Line]:
    words, count = inputs.words, len(inputs.orphans)
    if not count:
        return []
    told = [
        wording.line(
            words, "review.orphan", what=wording.pattern(words, f"review.verbs.{orphan.decision.action}"),
            day=_day(inputs, orphan.decision), why=_why(orphan.decision),
        )
        for orphan in inputs.orphans
    ]
    return [wording.sentence(wording.line(
        words, "review.orphans", count, number=wording.counted(words, "counted.number", count),
        list=wording.joined(words, told, "semicolon"),
    ))]


def _day(inputs: Inputs, one: Decision) -> Run:
    return Run(wording.day(inputs.words, one.when), "date")


def _why(one: Decision) -> Run:
    return wording.name(one.why.rstrip("."))
