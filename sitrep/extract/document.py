"""One document: its sentences in order, what each claims, and what is carried from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sitrep.extract import actors, claims, compound, mood, scene, voices, when, whole
from sitrep.extract.chunks import Chunked, chunked
from sitrep.extract.claims import Carried, View
from sitrep.extract.links import Link, links
from sitrep.extract.names import Line
from sitrep.extract.words import Chunk
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
    carried = Carried(voices.Voices(short=voices.acronyms(document.text)))
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
    """The place of the title, else the country that the document speaks of most (a site without tokens).

    Of several in the title, the first that the gazetteer knows and that is no country; then a country.
    """
    for sentence in sentences:
        if sentence.section == "title" and (found := scene.sites(sentence, language, around)):
            return min(found, key=lambda site: (site.place is None, site.place is None or site.place.kind == "country"))
    return scene.country(around)


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
    line = Line(sentence, language, days)
    spoken = voices.said(cut, line, carried.met, frozenset(link.trigger for link in found))
    speaking = frozenset(token for one in spoken for token in range(one.first, one.last))
    sites = scene.sites(sentence, language, around, days | speaking)
    events = when.events(cut, language, carried.day, document.header.published)
    return View(document, language, around, home, carried, position, cut, tuple(sites), events, spoken, speaking, line), found


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
        drafted.append(_goes_with(claims.draft(link, total, lead, found, view), link, drafted, view))
    return drafted


def _goes_with(draft: whole.Draft, link: Link, before: Sequence[whole.Draft], view: View) -> whole.Draft:
    """The draft with the actor of the count before it: "fired 30 rockets, wounding two"."""
    last = before[-1].fact if before else None
    if link.indicator == "reached" and last is not None and last.indicator == "reached":  # "…; it plans to feed more"
        theirs = draft.fact.actor is None or actors.speaks_of_agency(link, view.chunked)
        return replace(draft, fact=replace(draft.fact, actor=last.actor)) if theirs else draft
    joined = link.trigger < link.number and view.chunked.letters[link.trigger - 1 : link.trigger] in (",", "&")
    joined = joined or link.rule == "elided" or (last is not None and last.indicator in actors.LAUNCHED)
    if not joined or last is None or draft.fact.actor is not None:
        return draft
    if not {last.indicator, link.indicator} <= actors.DONE or actors.suffered(link, view.chunked):
        return draft
    return replace(draft, fact=replace(draft.fact, actor=last.actor))


def _carried(view: View, found: Sequence[Link], drafted: Sequence[whole.Draft], first: int) -> Carried:
    """What the next sentence is told. A title, a teaser and a caption tell nothing."""
    sentence, carried = view.chunked.sentence, view.carried
    if sentence.section in (*APART, "caption"):
        return carried
    eventful = bool(found) or any(_names_event(chunk) for chunk in view.chunked.chunks)
    told: dict[str, Any] = {"day": when.carried(view.events, view.position, carried.day, eventful)}
    here = next((site for site in view.sites if not site.to), None)
    if sentence.heading:
        told |= {"under": here}
    if here is not None:
        told |= {"site": here, "site_at": view.position, "site_block": sentence.block}
    if found:
        drafts = tuple(range(first, first + len(found)))
        told |= {"links": tuple(found), "links_at": view.position, "drafts": drafts}
    return replace(carried, **told, **_told_by(view, drafted))


def _told_by(view: View, drafted: Sequence[whole.Draft]) -> dict[str, Any]:
    """What the next sentence is told of who spoke and who did it."""
    carried, sentence = view.carried, view.chunked.sentence
    told: dict[str, Any] = {}
    voiced = [one for one in view.spoken if not one.plan]
    if voiced:
        told = {"voice": voiced[-1].name, "voice_at": view.position, "voice_block": sentence.block + sentence.heading}
    elif carried.voice is not None and drafted and drafted[0].fact.attribution == carried.voice:
        told = {"voice_at": view.position}
    stated = next((d.fact.actor for d in drafted if d.fact.actor and d.fact.indicator in actors.DONE), None)
    actor = stated or _doer(view)
    aid = [d.fact.actor for d in drafted if d.fact.actor and d.fact.indicator == "reached"]
    agency = next(iter((*aid, *(one.name for one in view.spoken[-1:] if one.name))), None)
    if agency is not None:
        told |= {"agency": agency}
    if not voiced:
        doers = [name for name in (*aid, stated) if name and name.lower() not in view.language.lexicon.words]
        voices.meet(carried.met, *doers)
    if actor is not None:
        told |= {"actor": actor, "actor_at": view.position, "actor_block": sentence.block}
        told |= {"actor_row": sentence.row and (carried.actor_row or actor != carried.actor)}
    return told


def _doer(view: View) -> str | None:
    """Who did something in a sentence that the next may count the dead of."""
    done = actors.deed(view.chunked, view.line, view.around, view.speaking)
    return done or actors.subject(view.chunked, view.line, view.around, view.speaking)


def _names_event(chunk: Chunk) -> bool:
    """Whether a chunk is a strike, an attack or the like: "resumed strikes on Sunday" counts none but dates them."""
    return chunk.word is not None and chunk.word.noun is not None and chunk.word.noun.kind == "e"


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
