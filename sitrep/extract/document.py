"""One document: its sentences in order, what each claims, and what is carried from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.extract import actors, claims, compound, mood, scene, voices, when, whole
from sitrep.extract.chunks import Chunked, chunked
from sitrep.extract.claims import Carried, View
from sitrep.extract.links import Link, links
from sitrep.language import dates, text
from sitrep.language.reader import Language, Reader
from sitrep.language.text import Block, Sentence
from sitrep.model import Document, Fact, Span

LIMIT_PART = 2  # sentences between a total and a part that is told after it
APART = ("title", "teaser")  # sections that go on with nothing


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that became no fact, where it stands, and why."""

    span: Span
    words: str
    reason: str


def read(document: Document, reader: Reader) -> tuple[tuple[Fact, ...], tuple[Rejected, ...]]:
    """The facts of a document, and its numbers that became none, each with the reason."""
    language = reader.language(document.header.language)
    if language is None:
        return (), ()
    titled = bool(document.header.title) and not document.text.lstrip().startswith(document.header.title)
    sentences = _sentences(document, language, titled)
    around = scene.setting(sentences, language, reader.gazetteer)
    home = _home(sentences, language, around)
    carried = Carried()
    drafts: list[whole.Draft] = []
    rejected: list[Rejected] = []
    for position, sentence in enumerate(sentences):
        try:
            view, found = _view(position, sentence, document, language, around, home, carried)
            drafted = _drafts(found, view, drafts)
            carried = _carried(view, found, drafted, len(drafts))
            drafts += drafted
            rejected += _rejected(view.chunked, found)
        except Exception as error:  # a rule that fails costs its sentence, never the document
            span = Span(sentence.start, sentence.start + len(sentence.text))
            reason = f"this sentence could not be read ({type(error).__name__}: {error})"
            rejected.append(Rejected(span, sentence.text, reason))
    return whole.facts(document, drafts, titled), tuple(rejected)


def _sentences(document: Document, language: Language, titled: bool) -> list[Sentence]:
    lexicon = language.lexicon
    found: list[Sentence] = []
    if titled:
        title = Block(0, len(document.header.title), "title")
        found += text.sentences(document.header.title, title, -1, lexicon.abbreviations)
    for number, block in enumerate(text.blocks(document.text, titled, lexicon.teasers, lexicon.captions)):
        found += text.sentences(document.text, block, number, lexicon.abbreviations)
    return found


def _home(sentences: Sequence[Sentence], language: Language, around: scene.Setting) -> scene.Site | None:
    """The place of the title, else the country that the document speaks of most (a site without tokens)."""
    for sentence in sentences:
        if sentence.section == "title" and (found := scene.sites(sentence, language, around)):
            return found[0]
    if not around.countries:
        return None
    place = around.gazetteer.place(around.countries[0])
    return scene.Site(0, 0, place.name, place.country, place, "exact")


def _view(
    position: int,
    sentence: Sentence,
    document: Document,
    language: Language,
    around: scene.Setting,
    home: scene.Site | None,
    carried: Carried,
) -> tuple[View, list[Link]]:
    """What is known of a sentence, and its links."""
    mentions = dates.mentions(sentence.text, document.header.published, language.dates)
    cut = chunked(sentence, language, mentions)
    counted = any(chunk.quantity is not None for chunk in cut.chunks)
    found = [link for link in links(cut, language) if not mood.refused(link, cut)] if counted else []
    fresh = sentence.section not in APART and position - carried.links_at <= LIMIT_PART
    before = carried.links if fresh else ()
    found = compound.compounded(cut, found, before, language) if counted else found
    days = frozenset(token for chunk in cut.chunks if chunk.letter == "t" for token in range(chunk.first, chunk.last))
    voice, named = voices.voice(cut, language, carried.met, days)
    sites = scene.sites(sentence, language, around, days | named)
    events = when.events(cut, language)
    return View(document, language, around, home, carried, position, cut, tuple(sites), events, voice), found


def _drafts(found: Sequence[Link], view: View, drafts: Sequence[whole.Draft]) -> list[whole.Draft]:
    """The drafts of a sentence's links. A total is a position among all drafts of the document."""
    drafted: list[whole.Draft] = []
    first = len(drafts)
    for link in found:
        total, lead = None, None
        if link.total is not None:
            total = first + link.total if link.total >= 0 else view.carried.drafts[-1 - link.total]
            if total < first + len(drafted):
                lead = (drafts[total] if total < first else drafted[total - first]).fact
        drafted.append(claims.draft(link, total, lead, found, view))
    return drafted


def _carried(view: View, found: Sequence[Link], drafted: Sequence[whole.Draft], first: int) -> Carried:
    """What the next sentence is told. A title, a teaser and a caption tell nothing."""
    sentence, carried = view.chunked.sentence, view.carried
    if sentence.section in (*APART, "caption"):
        return carried
    carried = replace(carried, day=when.carried(view.events, view.position, carried.day, bool(found)))
    here = next((site for site in view.sites if not site.to), None)
    if sentence.heading:
        carried = replace(carried, under=here)
    if here is not None:
        carried = replace(carried, site=here, site_at=view.position, site_block=sentence.block)
    if view.voice is not None:
        carried = replace(carried, voice=view.voice, voice_at=view.position, voice_block=sentence.block)
    stated = next((d.fact.actor for d in drafted if d.fact.actor and d.fact.indicator in actors.DONE), None)
    actor = stated or actors.subject(view.chunked, view.language, view.around)
    if actor is not None:
        carried = replace(carried, actor=actor, actor_at=view.position)
    if found:
        carried = replace(
            carried, links=tuple(found), links_at=view.position, drafts=tuple(range(first, first + len(found)))
        )
    return carried


def _rejected(cut: Chunked, found: Sequence[Link]) -> list[Rejected]:
    """The numbers of a sentence that no link took."""
    used = {link.number for link in found}
    rejected: list[Rejected] = []
    for index, chunk in enumerate(cut.chunks):
        if index in used or (not chunk.reason and chunk.quantity is None) or chunk.article:
            continue
        start, end = cut.sentence.spans[chunk.first][0], cut.sentence.spans[chunk.last - 1][1]
        reason = chunk.reason or "no word of an indicator beside it"
        span = Span(cut.sentence.start + start, cut.sentence.start + end)
        rejected.append(Rejected(span, cut.sentence.text[start:end], reason))
    return rejected
