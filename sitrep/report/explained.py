"""Document, facts and rejected numbers → every number of the document with what became of it, to be shown.

    passages    the title, then the blocks of the text, each in pieces that know whether a number was read in them
    notes       what became of each number: a fact, the same as another fact, or none and why

Texts are foreign: whatever could deceive the eye or drive a terminal is spelt out here, for every way of showing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sitrep.extract import Rejected, titled
from sitrep.language import text
from sitrep.language.reader import Language
from sitrep.model import Document, Fact, Span
from sitrep.shown import days, show

# What a reason of the engine means to whoever reads it; the others are told as they are.
REASONS = {
    "a age": "an age", "a amount": "a weight, volume or area", "a clock": "a time of day",
    "a degree": "degrees", "a duration": "a length of time", "a length": "a distance or size", "a money": "money",
    "a ordinal": "the number of a thing", "a percent": "a percentage without a base",
    "a percentage": "a percentage without a base", "a repetition": "how many times",
    "a share": "a share without a base, or a place in an order", "an ordinal": "a place in an order",
    "counts something else": "no indicator counts such things",
    "no whole number": "it is no whole number",
    "no word of an indicator beside it": "no word beside it tells of an indicator",
}  # fmt: skip
FLAGS = {
    "undated_document": "the document has no date", "as_published": "a standing total, read as of its publication",
    "carried_place": "place from the text before", "carried_date": "days from the text before",
    "carried_voice": "voice from the text before", "deceptive_text": "signs that hide what the text says",
    "teaser": "a link to another story", "title_only": "in the headline alone",
}  # fmt: skip
KINDS = ("fact", "projected", "repeat", "none", "failed")
UNREAD = "this sentence could not be read"  # how the engine's reason for a sentence that failed begins


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a fact holds; `notes` are numbers of other notes that it leads to."""

    label: str
    value: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one number. `kind` is fact, projected, repeat (of note `same`), none or failed."""

    number: int
    kind: str
    words: str
    told: str
    same: int = 0
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage: `kind` is that of the number it is of, "" for text between; `notes` stand after it."""

    text: str
    kind: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A title or a block of the text, and the notes on its numbers."""

    section: str
    heading: bool
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document, explained. `counts` says how many notes there are of each kind."""

    title: str
    language: str
    about: tuple[Row, ...]
    passages: tuple[Passage, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number where it stands; `of` is the fact that it became or repeats, or why it became none."""

    span: Span
    apart: bool  # in a title that is no part of the text
    kind: str
    of: Fact | Rejected


def explanation(
    document: Document, facts: Sequence[Fact], rejected: Sequence[Rejected], language: Language
) -> Explanation:
    """Every number of a document with the fact that it became, or why it became none."""
    has_title = titled(document)
    marks = sorted(_marks(facts, rejected, has_title), key=lambda m: (not m.apart, m.span.start, -m.span.end))
    numbers = {mark.of.id: n for n, mark in enumerate(marks, 1) if isinstance(mark.of, Fact) and mark.kind != "repeat"}
    again: dict[str, list[int]] = {}
    for number, mark in enumerate(marks, 1):
        if mark.kind == "repeat" and isinstance(mark.of, Fact):
            again.setdefault(mark.of.id, []).append(number)
    texts = {True: document.header.title, False: document.text}
    notes = [_note(n, mark, texts[mark.apart], numbers, again) for n, mark in enumerate(marks, 1)]
    counts = {kind: sum(note.kind == kind for note in notes) for kind in KINDS}
    title = show(document.header.title or document.header.id)
    passages = tuple(_passages(document, has_title, marks, notes, language))
    return Explanation(title, language.code, tuple(_about(document)), passages, counts)


def _marks(facts: Sequence[Fact], rejected: Sequence[Rejected], has_title: bool) -> Iterator[_Mark]:
    for fact in facts:
        kind = "projected" if fact.status == "projected" else "fact"
        yield _Mark(fact.number, has_title and fact.section == "title", kind, fact)
        for repeat in fact.repeats:
            yield _Mark(repeat.number, has_title and repeat.section == "title", "repeat", fact)
    for one in rejected:
        kind = "failed" if one.reason.startswith(UNREAD) else "none"
        yield _Mark(one.span, has_title and one.section == "title", kind, one)


def _about(document: Document) -> Iterator[Row]:
    header = document.header
    yield Row("document", show(header.id))
    yield Row("published", header.published.isoformat() if header.published else "no date")
    yield Row("publisher", show(header.publisher or "not said"))
    yield Row("language", show(header.language))


def _passages(
    document: Document, has_title: bool, marks: Sequence[_Mark], notes: Sequence[Note], language: Language
) -> Iterator[Passage]:
    """The title where it stands apart, then the blocks of the text; what lies between blocks is empty."""
    noted = list(zip(marks, notes, strict=True))
    of_title = [pair for pair in noted if pair[0].apart]
    if has_title:
        title = document.header.title
        yield _passage("title", True, title, Span(0, len(title)), of_title)
    at = len(of_title)
    words = language.lexicon
    blocks = _lines(document) if document.rows else text.blocks(
        document.text, has_title, words.teasers, words.captions)
    for block in blocks:
        inside = []
        while at < len(noted) and noted[at][0].span.start < block.end:
            inside.append(noted[at])
            at += 1
        is_heading = block.heading or block.section == "title"
        yield _passage(block.section, is_heading, document.text, Span(block.start, block.end), inside)


def _lines(document: Document) -> Iterator[text.Block]:
    """The lines of a spreadsheet's text: its header and its rows."""
    start = 0
    for line in document.text.splitlines(keepends=True):
        yield text.Block(start, start + len(line.rstrip("\n")), "body")
        start += len(line)


def _passage(section: str, heading: bool, whole: str, span: Span, noted: Sequence[tuple[_Mark, Note]]) -> Passage:
    pieces = tuple(_pieces(whole, span, noted))
    return Passage(section, heading, pieces, tuple(note for _, note in noted))


def _pieces(whole: str, span: Span, noted: Sequence[tuple[_Mark, Note]]) -> Iterator[Piece]:
    """The stretches of a passage. Of numbers inside each other (a sum and its parts) the inner one gives the kind."""
    cuts = {span.start, span.end}
    for mark, _ in noted:
        cuts |= {mark.span.start, min(mark.span.end, span.end)}
    opened: list[tuple[_Mark, Note]] = []
    at = 0
    for start, end in pairwise(sorted(cuts)):
        opened = [pair for pair in opened if pair[0].span.end > start]
        while at < len(noted) and noted[at][0].span.start <= start:
            opened.append(noted[at])
            at += 1
        inner = min(opened, key=lambda pair: pair[0].span.end - pair[0].span.start, default=None)
        ending = tuple(note.number for mark, note in opened if min(mark.span.end, span.end) == end)
        yield Piece(visible(whole[start:end]), inner[0].kind if inner else "", ending)


def visible(words: str) -> str:
    """Words with every sign spelt out that could deceive the eye, except the ends of lines.

    >>> visible("4\\u200b5 people\\r\\nfled\\tHama")
    '4⟦U+200B⟧5 people\\nfled Hama'
    """
    lines = words.replace("\r\n", "\n").replace("\t", " ").split("\n")
    return "\n".join(show(line) for line in lines)


def _note(number: int, mark: _Mark, whole: str, numbers: Mapping[str, int], again: Mapping[str, list[int]]) -> Note:
    words = " ".join(visible(whole[mark.span.start : mark.span.end]).split())
    if isinstance(mark.of, Rejected):
        reason = show(REASONS.get(mark.of.reason, mark.of.reason))
        return Note(number, mark.kind, words, reason)
    told = f"{mark.of.indicator}, {counted(mark.of)}"
    if mark.kind == "repeat":
        return Note(number, mark.kind, words, told, numbers[mark.of.id])
    return Note(number, mark.kind, words, told, 0, tuple(_rows(mark.of, numbers, again.get(mark.of.id, ()))))


def counted(fact: Fact) -> str:
    """What a fact says was counted, with its qualifier: "at least 45 incidents", "2 hospitals"."""
    low, high = (None if bound is None else f"{bound:,}" for bound in (fact.low, fact.high))
    if high is None or low is None:
        number = f"at least {low}" if high is None else f"up to {high}"
    elif low == high:
        number = f"about {low}" if fact.qualifier == "about" else low
    else:
        number = f"{low} to {high}"
    return f"{number} {(fact.group or fact.unit).replace('_', ' ')}"


def _rows(fact: Fact, numbers: Mapping[str, int], again: Sequence[int]) -> Iterator[Row]:
    """All that a fact holds, label by label; who and where it does not say is told, what is empty else is not."""
    low, high = ("open" if bound is None else f"{bound:,}" for bound in (fact.low, fact.high))
    yield Row("number", f"{fact.qualifier}, low {low}, high {high}, {fact.unit}")
    if fact.group:
        yield Row("group", fact.group)
    yield Row("place", _place(fact))
    if fact.destination:
        yield Row("went to", show(fact.destination))
    yield Row("days", days(fact.start, fact.end, "not said"))
    yield Row("done by", show(fact.actor or "not said"))
    yield Row("said by", show(fact.attribution or "nobody named, so the publisher"))
    yield Row("kind", f"{fact.scope}, {fact.status}")
    if fact.part_of is not None and fact.part_of in numbers:
        yield Row("part of", "", (numbers[fact.part_of],))
    if again:
        yield Row("said again", "", tuple(again))
    yield Row("read by", f"rule {fact.rule}, confidence {fact.confidence:.2f}")
    if fact.flags:
        yield Row("flags", "; ".join(FLAGS.get(flag, flag) for flag in fact.flags))
    if fact.span != fact.number:
        yield Row("quote", " ".join(visible(fact.quote).split()))


def _place(fact: Fact) -> str:
    """The place as written, then what the gazetteer made of it."""
    known = [fact.place_match, fact.place_id, fact.admin1, fact.pcode, fact.country]
    told = ", ".join(show(part) for part in dict.fromkeys(known) if part)
    return f"{show(fact.place or 'not said')} ({told})"
