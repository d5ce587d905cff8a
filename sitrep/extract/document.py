"""One document: its sentences in order, what each claims, and what is carried from one to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sitrep.extract import (
    actors,
    agencies,
    claims,
    compound,
    elided,
    mentioned,
    mood,
    own,
    scene,
    setting,
    timeline,
    voices,
    where,
    whole,
    words,
)
from sitrep.extract.chunks import Chunked, chunked, with_base
from sitrep.extract.links import Link, links, taken_back
from sitrep.extract.names import Line, is_body
from sitrep.extract.setting import Setting
from sitrep.extract.view import LIMIT_PLACE, Carried, View
from sitrep.extract.words import Chunk
from sitrep.language import dates, text
from sitrep.language.reader import Language, Reader
from sitrep.language.text import Block, Sentence
from sitrep.model import Document, Fact, Span

LIMIT_PART = 2  # sentences between a total and a part that is told after it
LIMIT_BEFORE = 8  # sentences before a count that may tell its place, day or voice
LIMIT_LEAD = 4  # sentences, with the title, in which a document names its event
LIMIT_OLDER = 30  # counts of the document that "the 72" can mean
LIMIT_SEEN = 12  # places that "the city" and "the province" can mean
APART = ("title", "teaser")  # sections that go on with nothing


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that became no fact, where it stands (`section` as a fact has it), and why."""

    span: Span
    words: str
    reason: str
    section: str = "body"


@dataclass(frozen=True, slots=True)
class Opened:
    """A document in sentences, and those of them that were cut and linked so far, by position."""

    document: Document
    language: Language
    sentences: Sequence[Sentence]
    cuts: dict[int, Chunked]
    links: dict[int, list[Link]]
    rejected: list[Rejected]
    failed: set[int]


def facts(document: Document, reader: Reader) -> tuple[Fact, ...]:
    """The facts of a document in the order of its text; none where its language has no reader."""
    opened = _opened(document, reader)
    return _facts(opened, reader) if opened is not None else ()


def read(document: Document, reader: Reader) -> tuple[tuple[Fact, ...], tuple[Rejected, ...]]:
    """The facts of a document, and its numbers that became none, each with the reason."""
    opened = _opened(document, reader)
    if opened is None:
        return (), ()
    found = _facts(opened, reader)
    for position in range(len(opened.sentences)):
        _isolated(_reject, position, opened)
    return found, tuple(sorted(opened.rejected, key=lambda one: (one.section != "title", one.span)))


def titled(document: Document) -> bool:
    """Whether the title stands apart from the text: spans of the section `title` are then the title's own."""
    title = document.header.title
    return bool(title) and not document.text.lstrip().startswith(title)


def _opened(document: Document, reader: Reader) -> Opened | None:
    """The document in sentences, with links where the words of one may count; None without a reader."""
    language = reader.language(document.header.language)
    if language is None:
        return None
    opened = Opened(document, language, _sentences(document, language, titled(document)), {}, {}, [], set())
    for position, sentence in enumerate(opened.sentences):
        if words.may_count(sentence, language):
            _isolated(_link, position, opened)
    return opened


def _isolated(step: Callable[[int, Opened], None], position: int, opened: Opened) -> None:
    """Takes a step for a sentence. A rule that fails costs its sentence, never the document."""
    if position in opened.failed:
        return
    try:
        step(position, opened)
    except Exception as error:
        sentence = opened.sentences[position]
        span = Span(sentence.start, sentence.start + len(sentence.text))
        reason = f"this sentence could not be read ({type(error).__name__}: {error})"
        opened.rejected.append(Rejected(span, sentence.text, reason, sentence.section))
        opened.links.pop(position, None)
        opened.failed.add(position)


def _link(position: int, opened: Opened) -> None:
    cut = opened.cuts[position] = _cut(opened.sentences[position], opened)
    found = [link for link in links(cut, opened.language) if _stands(link, cut, opened.language)]
    if found or compound.opens_part(cut):
        opened.links[position] = found


def _stands(link: Link, cut: Chunked, language: Language) -> bool:
    return not (mood.refused(link, cut) or taken_back(link, cut) or own.foreign(link, cut, language))


def _cut(sentence: Sentence, opened: Opened) -> Chunked:
    language = opened.language
    return chunked(sentence, language, dates.mentions(sentence, opened.document.header.published, language.dates))


def _facts(opened: Opened, reader: Reader) -> tuple[Fact, ...]:
    """The facts of the sentences that have links; only those near one are looked at for what they tell it."""
    if not opened.links and not any(sentence.row for sentence in opened.sentences):
        return ()
    around = setting.setting(opened.sentences, opened.language, reader.gazetteer)
    home = _home(opened.sentences, opened.language, around)
    state = [Carried(voices.Voices(short=voices.acronyms(opened.document.text)))]
    drafts: list[whole.Draft] = []

    def step(position: int, opened: Opened) -> None:
        view, found = _view(position, opened, around, home, state[0])
        drafted = _drafts(found, view, drafts)
        state[0] = _carried(view, found, drafted, len(drafts))
        drafts.extend(drafted)
        opened.links[position] = found

    for position in _near(opened):
        _isolated(step, position, opened)
    headline = [_key_number(draft, state[0].days.main) for draft in drafts]
    return whole.facts(opened.document, headline, titled(opened.document))


def _key_number(draft: whole.Draft, event: timeline.Event | None) -> whole.Draft:
    """The draft with the days of the document's event, if it is a row of key numbers above the text that dates it."""
    fact = draft.fact
    above = event is not None and draft.row and draft.position < event.position and event.sudden
    if event is None or not above or fact.end is not None or fact.indicator not in timeline.BEFALLS:
        return draft
    start, end = event.days
    return draft._replace(fact=replace(fact, start=start, end=end, flags=(*fact.flags, "carried_date")))


def _near(opened: Opened) -> list[int]:
    """Positions of the sentences that count, and of those that may tell a count where, when and who says so."""
    near = set(range(LIMIT_LEAD))
    for position in opened.links:
        near.update(range(max(0, position - LIMIT_BEFORE), position + LIMIT_PART + 1))
    for position, sentence in enumerate(opened.sentences):
        if sentence.row or sentence.heading:
            near.add(position)
    return sorted(position for position in near if position < len(opened.sentences))


def _sentences(document: Document, language: Language, apart: bool) -> list[Sentence]:
    lexicon = language.lexicon
    found: list[Sentence] = []
    if apart:
        title = Block(0, len(document.header.title), "title")
        found += text.sentences(document.header.title, title, -1, lexicon.abbreviations)
    for number, block in enumerate(text.blocks(document.text, apart, lexicon.teasers, lexicon.captions)):
        found += text.sentences(document.text, block, number, lexicon.abbreviations)
    return found


def _home(sentences: Sequence[Sentence], language: Language, around: Setting) -> scene.Site | None:
    """The place of the title, else the country that the document speaks of most (a site without tokens).

    Of several in the title, the first that the gazetteer knows and that is no country; then a country.
    """
    for sentence in sentences:
        if sentence.section == "title" and (found := scene.sites(sentence, language, around)):
            best = min(found, key=lambda site: (site.place is None, site.place is None or site.place.kind == "country"))
            return scene.spelled(best, around)
    return scene.country(around)


def _view(
    position: int, opened: Opened, around: Setting, home: scene.Site | None, carried: Carried
) -> tuple[View, list[Link]]:
    """What is known of a sentence, and its links."""
    document, language, sentence = opened.document, opened.language, opened.sentences[position]
    cut = opened.cuts.get(position) or _cut(sentence, opened)
    opened.cuts[position] = cut
    carried = carried._replace(days=timeline.opened(carried.days, sentence, position))
    counted = any(chunk.quantity is not None for chunk in cut.chunks)
    found = opened.links.get(position, [])
    fresh = sentence.section not in APART and position - carried.links_at <= LIMIT_PART
    if fresh and carried.links and any(chunk.letter == "r" for chunk in cut.chunks):
        cut = with_base(cut, carried.links[-1].quantity)
        found = [link for link in links(cut, language) if _stands(link, cut, language)]
    carried = _recalled(cut, carried, fresh)
    before = carried.links
    if counted and (position in opened.links or before or carried.label is not None):
        found = compound.compounded(cut, found, before, carried.label, language)
    days = frozenset(token for chunk in cut.chunks if chunk.letter == "t" for token in range(chunk.first, chunk.last))
    around = around.under(carried.under.country if carried.under is not None else None)
    line = Line(sentence, language, days)
    spoken = voices.said(cut, line, carried.met, frozenset(link.trigger for link in found))
    speaking = frozenset(token for one in spoken for token in range(one.first, one.last))
    sites = scene.sites(sentence, language, around, days | speaking)
    if counted and (seen := (*((home,) if home is not None else ()), *carried.seen)):
        meant = where.meant(seen, sites, sentence, language, around)
        sites = sorted([*sites, *meant], key=lambda site: site.first) if meant else sites
    events = mentioned.events(cut, language, carried.days, document.header.published)
    names = own.named(found, cut, language)
    told = (tuple(sites), events, spoken, speaking, line, names)
    return View(document, language, around, home, carried, position, cut, *told), found


def _recalled(cut: Chunked, carried: Carried, fresh: bool) -> Carried:
    """What is carried, with the counts before that this sentence can be about: the last ones and "the 72"."""
    named = {chunk.base for chunk in cut.chunks if chunk.base is not None}
    if not named and (fresh or not carried.links):
        return carried
    links_, drafts = (carried.links, carried.drafts) if fresh else ((), ())
    for link, draft in reversed(carried.older):
        if link.quantity.low in named and draft not in drafts:
            links_, drafts = (*links_, link), (*drafts, draft)
    return carried._replace(links=links_, drafts=drafts)


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
        theirs = draft.fact.actor is None or agencies.is_meant(link, view.chunked)
        return draft._replace(fact=replace(draft.fact, actor=last.actor)) if theirs else draft
    joined = link.trigger < link.number and view.chunked.letters[link.trigger - 1 : link.trigger] in (",", "&")
    launched = last is not None and last.indicator in actors.LAUNCHED
    joined = joined or launched or link.rule.endswith(("elided", "restated"))
    if not joined or last is None or draft.fact.actor is not None:
        return draft
    if not {last.indicator, link.indicator} <= actors.DONE or actors.suffered(link, view.chunked):
        return draft
    return draft._replace(fact=replace(draft.fact, actor=last.actor))


def _carried(view: View, found: Sequence[Link], drafted: Sequence[whole.Draft], first: int) -> Carried:
    """What the next sentence is told. A title, a teaser and a caption tell nothing."""
    sentence, carried = view.chunked.sentence, view.carried
    happened = [link for link, draft in zip(found, drafted, strict=True) if draft.fact.status == "reported"]
    site = claims.told_of(view.sites, carried, sentence)
    published = view.document.header.published
    days = timeline.after(carried.days, view.chunked, view.events, happened, site, view.position, published)
    if sentence.section == "title":
        return carried._replace(days=days, title_actor=_told_by(view, drafted).get("actor"))
    if sentence.section in (*APART, "caption"):
        return carried._replace(days=days)
    label = elided.label(view.chunked, found, carried.label)
    told: dict[str, Any] = {"label": label, "days": days, "line": view.line}
    heads = sentence.heading or any(site.heads for site in view.sites)
    here = where.told(view.sites, view.around, fresh=heads or carried.site is None)
    if view.sites:
        told |= {"seen": (*carried.seen, *view.sites)[-LIMIT_SEEN:]}
    if heads:
        told |= {"under": here}
    if sentence.heading:
        told |= {"source": voices.source(sentence, view.language)}
    if here is not None:
        told |= {"site": here, "site_at": view.position, "site_block": sentence.block}
    if found:
        drafts = tuple(range(first, first + len(found)))
        told |= {"links": tuple(found), "links_at": view.position, "drafts": drafts}
        told |= {"older": (*carried.older, *zip(found, drafts, strict=True))[-LIMIT_OLDER:]}
    return carried._replace(**told, **_told_by(view, drafted))


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
    if actor is not None and actors.is_meant(actor, view.chunked, view.line) and carried.actor is not None:
        actor = carried.actor if view.position - carried.actor_at <= LIMIT_PLACE else actor  # "the assailants"
    aid = [d.fact.actor for d in drafted if d.fact.actor and d.fact.indicator == "reached"]
    agency = next(iter((*aid, *(one.name for one in view.spoken[-1:] if one.name))), None)
    if agency is not None:
        told |= {"agency": agency}
    if not voiced:
        doers = [name for name in (*aid, stated) if name and name.lower() not in view.language.lexicon.words]
        voices.meet(carried.met, *doers)
        if actor is not None and is_body(actor, view.language):
            carried.met.names.append(actor)
    if actor is not None:
        told |= {"actor": actor, "actor_at": view.position, "actor_block": sentence.block}
        others = carried.actor not in (None, actor) and carried.actor_block == sentence.block
        told |= {"actor_mixed": others or (carried.actor_mixed and carried.actor_block == sentence.block)}
        told |= {"actor_site": next((d.fact.place for d in drafted if d.fact.actor == actor), None)}
        told |= {"actor_row": sentence.row and (carried.actor_row or actor != carried.actor)}
    return told


def _doer(view: View) -> str | None:
    """Who did something in a sentence that the next may count the dead of."""
    done = actors.deed(view.chunked, view.line, view.around, view.speaking)
    return done or actors.subject(view.chunked, view.line, view.around, view.speaking)


def _reject(position: int, opened: Opened) -> None:
    """Tells the numbers of a sentence that no link took."""
    cut = opened.cuts.get(position) or _cut(opened.sentences[position], opened)
    opened.rejected.extend(_rejected(cut, opened.links.get(position, ()), opened.language))


def _rejected(cut: Chunked, found: Sequence[Link], language: Language) -> list[Rejected]:
    """The numbers of a sentence that no link took: every one in digits, and those in words that count something."""
    sentence = cut.sentence
    taken = {token for link in found for token in range(link.first, link.last)}
    summed = {token for link in found if link.rule == "sum" for token in range(link.first, link.last)}
    used = {link.number for link in found} | {i for i, chunk in enumerate(cut.chunks) if chunk.first in summed}
    left = [i for i, chunk in enumerate(cut.chunks) if i not in used and _tells_number(chunk, cut, language)]
    refused: dict[int, str] = {}
    if any(not cut.chunks[index].reason for index in left):
        refused = {link.number: mood.refused(link, cut) for link in links(cut, language)}
    reasons: list[tuple[int, int, str]] = []
    for index in left:
        chunk = cut.chunks[index]
        reason = chunk.reason or refused.get(index) or "no word of an indicator beside it"
        reasons.append((chunk.first, chunk.last, "an age" if chunk.article else reason))
        taken.update(range(chunk.first, chunk.last))
    digits = (i for i, key in enumerate(sentence.keys) if key[:1].isnumeric() and i not in taken)  # Ⅻ is one too
    reasons += [(i, i + 1, "not read as a number") for i in digits]
    rejected: list[Rejected] = []
    for first, last, reason in sorted(reasons):
        start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
        span = Span(sentence.start + start, sentence.start + end)
        rejected.append(Rejected(span, sentence.text[start:end], reason, sentence.section))
    return rejected


def _tells_number(chunk: Chunk, cut: Chunked, language: Language) -> bool:
    """Whether a chunk has a number: "a boy" has none, "Sunday" neither, "a 12-year-old boy" and "two days ago" have."""
    if not chunk.article and chunk.letter != "t":
        return bool(chunk.reason) or chunk.quantity is not None
    keys = cut.sentence.keys[chunk.first + chunk.article : chunk.last]
    return any(key[:1].isdecimal() or key in language.numbers.table for key in keys)
