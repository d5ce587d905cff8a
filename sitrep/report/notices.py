"""What a reader must know before the first number: that little came in, or that this version corrects another."""

from collections.abc import Iterator

from sitrep.model import Clearance, Figure
from sitrep.report import inputs as what
from sitrep.report import wording
from sitrep.report.inputs import Inputs
from sitrep.report.wording import Line, Run, Words

CORRECTED = 8  # figures whose correction is told; the annex has every number of this version


def status(words: Words, clearance: Clearance) -> str:
    """The word of a page for who let it out: "Draft, not cleared", "Cleared by A. Haddad, 11 September 2018"."""
    day = wording.day(words, clearance.on, year=True) if clearance.on else ""
    return wording.plain(wording.line(words, f"status.{clearance.status}", name=clearance.by, day=day))


def notices(inputs: Inputs) -> tuple[Line, ...]:
    """The notices of a page, in the order in which they print; most pages have none."""
    return tuple(line for line in (_corrected(inputs), _few_documents(inputs)) if line)


def _few_documents(inputs: Inputs) -> Line:
    """That so few documents were published in the period that silence means little."""
    wanted = inputs.config.thresholds.few_documents
    count = inputs.coverage.in_period
    if count >= wanted:
        return ()
    number = Run(wording.decimal(inputs.words, count), "ref")
    key = "notices.few_documents" if count else "notices.no_documents"
    return wording.line(inputs.words, key, count if count else None, count=number)


def _corrected(inputs: Inputs) -> Line:
    """Which version this one replaces, and which figures of whole countries it has otherwise."""
    if inputs.corrects is None:
        return ()
    words, told = inputs.words, tuple(_changes(inputs))
    key = "notices.corrected" if told else "notices.corrected_in_words"
    return wording.line(
        words, key, revision=Run(str(inputs.corrects.revision), "ref"),
        list=wording.joined(words, told[:CORRECTED], "semicolon"),
    )


def _changes(inputs: Inputs) -> Iterator[Line]:
    """Each figure of a whole country that was printed otherwise, with what was printed, or that is new or gone."""
    assert inputs.corrects is not None
    before = inputs.corrects.figures
    shown = [f for f in inputs.figures if f.kind in ("event", "stock") and f.terms and what.is_whole(inputs, f)]
    for figure in sorted(shown, key=lambda figure: what.order(inputs, figure)):
        printed = before.get(figure.id)
        if printed is None or not printed["terms"]:
            yield _told(inputs, figure, "added", Run(""))
        elif (printed["low"], printed["high"], printed["qualifier"]) != (figure.low, figure.high, figure.qualifier):
            said = wording.number(inputs.words, printed["low"], printed["high"], printed["qualifier"])
            yield _told(inputs, figure, "changed", Run(said, "change", what.figure_run(inputs, figure).target))
    now = {figure.id for figure in shown}
    for id, printed in before.items():
        is_shown = printed["kind"] in ("event", "stock") and printed["terms"] and len(str(printed["place_id"])) == 3
        if is_shown and id not in now and printed["group"] is None:
            said = wording.number(inputs.words, printed["low"], printed["high"], printed["qualifier"])
            label = wording.pattern(inputs.words, f"indicators.{printed['indicator']}.label")
            yield wording.line(inputs.words, "notices.gone", figure=label, before=Run(said, "ref"))


def _told(inputs: Inputs, figure: Figure, key: str, before: Run) -> Line:
    return wording.line(
        inputs.words, f"notices.{key}", figure=what.label(inputs, figure), number=what.figure_run(inputs, figure),
        before=before,
    )
