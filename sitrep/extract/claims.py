"""A link → a draft of a fact: place, days, voice, actor, status and scope, each with what was carried to find it."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sitrep.extract import doers, mentioned, mood, scene, timeline, voices, when, where, whole
from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.view import LIMIT_PLACE, Carried, View
from sitrep.extract.words import tags
from sitrep.language import deception
from sitrep.language.text import Sentence
from sitrep.model import STOCKS, Fact, Span

LIMIT_DESTINATION = 9  # tokens between a movement and the country it went to
CARRY_COST = 0.05  # of confidence, for each sentence over which a place is carried
LEAST_CONFIDENCE = 0.3
RAISED = re.compile(r"[RdWN]{1,3}H?U")  # that brought, the deaths raised
LIMIT_SUM = 3  # chunks in which a sentence says that it sums up
MOVED = frozenset({"subject", "infinitive", "count_noun"})  # roles of words for going, not for being taken
MOVEMENTS = frozenset({"displaced", "refugees", "returned"})
INCIDENTS = frozenset({"airstrikes", "attacks", "munitions"})


class Reach(NamedTuple):
    """The chunks in which place and day of a number are looked for: `begin` to `stop`. `part` to `comma` is its part's.

    `trigger` is the number itself where the word that counts it has another number of its own.
    """

    trigger: int
    begin: int
    stop: int
    part: int
    comma: int


def draft(link: Link, total: int | None, lead: Fact | None, found: Sequence[Link], view: View) -> whole.Draft:
    """The draft of a link. `lead` is the fact of its total, `found` are all the links of the sentence."""
    reach = _reach(link, found, view.chunked)
    status = "projected" if mood.projected(link, view.chunked) else "reported"
    dated = _when(link, reach, view, lead, status)
    wide = mood.scope(link, dated, view.chunked, view.language, view.document.header.published) == "cumulative"
    site, cost = _site(link, reach, view, lead, wide)
    voice, voice_carried = _voice(link, view, lead)
    named = cost == 0 and site is not None
    flags = _flags(link, view, dated, carried_place=not named, carried_voice=voice_carried)
    confidence = round(max(LEAST_CONFIDENCE, link.confidence - cost), 2)
    confidence = LEAST_CONFIDENCE if "deceptive_text" in flags else confidence
    fact = _fact(link, view, site, dated, voice, status, lead, flags, confidence)
    placed = whole.placed(fact, site.place if site else None, view.around.gazetteer)
    own_days = dated.days[1] is not None and not dated.carried
    alone, sums_up = "scope.alone" in view.chunked.tags, _sums_up(link, view.chunked)
    return whole.Draft(placed, total, named, view.position, view.chunked.sentence.row, own_days, alone, sums_up)


def _sums_up(link: Link, cut: Chunked) -> bool:
    """Whether a count sums up those told just before: "In all …", "That brought to 33 the number of dead"."""
    opening = cut.chunks[:LIMIT_SUM]
    if any("scope.in_all" in chunk.tags for chunk in opening):
        return True
    if cut.sentence.row and opening and "scope.all" in opening[0].tags:
        return True  # the last row of a table
    return RAISED.match(cut.letters) is not None and timeline.is_toll(link, cut)


def _fact(
    link: Link,
    view: View,
    site: scene.Site | None,
    dated: when.When,
    voice: str | None,
    status: str,
    lead: Fact | None,
    flags: tuple[str, ...],
    confidence: float,
) -> Fact:
    quantity = link.quantity
    setting = view.around.countries[0] if view.around.countries else None
    own_scope = mood.scope(link, dated, view.chunked, view.language, view.document.header.published)
    scope = lead.scope if lead is not None and dated.carried else own_scope
    return Fact(
        id="",
        document=view.document.header.id,
        indicator=_indicator(link, view),
        low=quantity.low,
        high=quantity.high,
        qualifier=quantity.qualifier,
        unit=_unit(link, view),
        group=link.group,
        place=site.name if site else None,
        country=site.country if site and site.country else setting,
        actor=doers.doer(link, view, site, voice, lead),
        start=dated.days[0],
        end=dated.days[1],
        scope="cumulative" if _standing(link, view) else scope,
        status=status,
        attribution=voice,
        part_of=None,
        **_words(link, view),
        place_match=site.match if site else "unresolved",
        destination=_destination(link, view, site),
        rule=link.rule,
        confidence=confidence,
        flags=flags,
    )


def _indicator(link: Link, view: View) -> str:
    own = view.own.get(link)
    return own.id if own is not None else "refugees" if _crossed(link, view) else link.indicator


def _unit(link: Link, view: View) -> str:
    """The unit of a count; an own indicator of things that are no buildings is read as one of buildings."""
    own = view.own.get(link)
    return "items" if own is not None and own.unit == "items" else link.unit


def _stock(link: Link, view: View) -> bool:
    own = view.own.get(link)
    return own.stock if own is not None else link.indicator in STOCKS


def _standing(link: Link, view: View) -> bool:
    """Whether a count is a standing total of an office's own indicator that is like no standing total."""
    own = view.own.get(link)
    return own is not None and own.standing


def _words(link: Link, view: View) -> dict[str, Any]:
    """The fields of a fact that say where it stands."""
    sentence = view.chunked.sentence
    start, end = sentence.spans[link.first][0], sentence.spans[link.last - 1][1]
    span = Span(sentence.start + start, sentence.start + end)
    chunk = view.chunked.chunks[link.number]
    first, last = sentence.spans[chunk.first][0], sentence.spans[chunk.last - 1][1]
    # A sum is made of all the numbers of its quote.
    number = span if link.rule == "sum" else Span(sentence.start + first, sentence.start + last)
    where = {"span": span, "number": number, "section": sentence.section}
    return {"quote": sentence.text[start:end], "sentence": sentence.text, **where}


def _flags(link: Link, view: View, dated: when.When, carried_place: bool, carried_voice: bool) -> tuple[str, ...]:
    """What a reader of the fact should know of how it was found."""
    sentence = view.chunked.sentence
    told = {
        "undated_document": view.document.header.published is None,
        "as_published": _stock(link, view) and dated.days[1] is None,
        "carried_place": carried_place,
        "carried_date": dated.carried,
        "carried_voice": carried_voice,
        "deceptive_text": _deceptive(link, view),
        "teaser": sentence.section == "teaser",
        "title_only": sentence.section == "title",
    }
    return tuple(flag for flag, holds in told.items() if holds)


def _deceptive(link: Link, view: View) -> bool:
    """Whether the number of a count, or a word of its quote, is not what it looks like."""
    sentence, chunk = view.chunked.sentence, view.chunked.chunks[link.number]
    start, end = sentence.spans[link.first][0], sentence.spans[link.last - 1][1]
    # A sum is made of all the numbers of its quote.
    core = chunk.number if any(chunk.number) else (chunk.first, chunk.last)
    core = (link.first, link.last) if link.rule == "sum" else core
    numbers = [sentence.spans[token] for token in range(*core)]
    whole = view.document.text if sentence.block >= 0 else view.document.header.title
    return (
        any(deception.is_deceptive(sentence.text, *span) for span in numbers)
        or deception.is_mixed(sentence.text[start:end])
        or deception.is_turned(whole, sentence.start + start, sentence.start + end)
    )


def _reach(link: Link, found: Sequence[Link], cut: Chunked) -> Reach:
    """Where place and day of a number are looked for: between the numbers around it."""
    # killed 24 in one town and 22 in another; 60 died, 20 of them near the lake
    shares = any(o.trigger == link.trigger < link.number and o.number < link.number for o in found)
    trigger = link.number if shares else link.trigger
    high, low = max(link.number, trigger), min(link.number, trigger)
    others = [end for other in found for end in (other.number, other.trigger)]
    stops, begins = [end for end in others if end > high], [end for end in others if end < low]
    parts = [o for o in found if o.total is not None and o.total >= 0 and found[o.total] is link]
    count = len(cut.chunks)
    part = min((o.number for o in parts if o.group is None), default=count)
    comma = cut.letters.find(",", part)
    return Reach(trigger, max(begins, default=0), min(stops, default=count), part, comma if comma >= 0 else count)


def _site(link: Link, reach: Reach, view: View, lead: Fact | None, wide: bool) -> tuple[scene.Site | None, float]:
    """The place of a count, and what carrying it costs: nothing where its sentence names it (ruling 17)."""
    chunks, sentence = view.chunked.chunks, view.chunked.sentence
    ends = (link.number, reach.trigger, reach.begin, reach.stop, reach.part, reach.comma)
    tokens = (chunks[i].first if i < len(chunks) else len(sentence.keys) for i in ends)
    site = where.host(link, view.chunked, view.sites, view.around)
    if site is None and not any(other.label for other in view.sites):
        site = where.entire(link, view.chunked, view.around, view.language)
    site = site or where.named(link.indicator, where.Ends(*tokens), view.sites, sentence, view.language)
    if site is not None:
        return _inside(site, view), 0.0
    carried = view.carried
    if lead is not None:
        return _of_total(lead, view), CARRY_COST
    if "place.whole" in view.chunked.tags and (whole_country := scene.country(view.around)) is not None:
        return whole_country, CARRY_COST
    if carried.site is not None and _same_place(view):
        return carried.site, CARRY_COST
    hosts = link.indicator == "idps" and view.position == carried.site_at + 1  # those who live in the place just named
    if wide and view.home is not None and not hosts:
        return view.home, 2 * CARRY_COST
    if sentence.section not in ("title", "teaser"):
        fresh = sentence.block != carried.site_block
        if fresh and carried.under is not None:
            return carried.under, CARRY_COST
        if fresh and view.home is not None and view.home.last:
            return view.home, 2 * CARRY_COST
        if carried.site is not None and view.position - carried.site_at <= LIMIT_PLACE:
            return carried.site, CARRY_COST * (view.position - carried.site_at)
    return view.home, 3 * CARRY_COST


def _of_total(lead: Fact, view: View) -> scene.Site | None:
    """The place of a total, which a part without one has."""
    place = view.around.gazetteer.place(lead.place_id) if lead.place_id else None
    return scene.Site(0, 0, lead.place, lead.country, place, lead.place_match) if lead.place else None


def _inside(site: scene.Site, view: View) -> scene.Site:
    """A neighbourhood that the gazetteer lacks lies inside the place that the passage is about."""
    around = view.carried.site or view.home
    part = "place.inside" in tags(site.last, view.chunked.sentence, view.language)
    if site.place is not None or not part or around is None or around.place is None:
        return site
    return site._replace(place=around.place, country=around.place.country, match="inside")


def _same_place(view: View) -> bool:
    """Whether a sentence says that it speaks of the place named before: "in the same town", "there"."""
    return "place.same" in view.chunked.tags


def _goal(link: Link, view: View) -> scene.Site | None:
    """Where a movement went: the last site near its verb, if it is one that somebody goes to."""
    token = view.chunked.chunks[max(link.trigger, link.number)].last
    near = [site for site in view.sites if token <= site.first <= token + LIMIT_DESTINATION]
    return near[-1] if near and near[-1].to else None


def _destination(link: Link, view: View, site: scene.Site | None) -> str | None:
    goal = _goal(link, view) if link.indicator in MOVEMENTS else None
    return goal.name if goal is not None and (site is None or goal.name != site.name) else None


def _hosted_abroad(link: Link, view: View) -> bool:
    """Whether a country is said to host people, and not its own displaced: "Uganda shelters 950,000 of them"."""
    chunks = view.chunked.chunks
    chunk = chunks[link.number]
    if link.trigger >= link.number or {"idps", "displaced"} & set(chunk.marks):
        return False
    index = link.trigger - 1
    while index >= 0 and view.chunked.letters[index] in "HDRW,":
        index -= 1
    if index < 0 or view.chunked.letters[index] != "C":
        return False
    sentence = view.chunked.sentence
    first = index
    while first > 0 and view.chunked.letters[first - 1] == "C":
        first -= 1
    if view.chunked.letters[first - 1 : first] == "L":  # "shelters in Gaza hold 204,000 people"
        return False
    start, end = sentence.spans[chunks[first].first][0], sentence.spans[chunks[index].last - 1][1]
    return view.around.gazetteer.country(sentence.text[start:end]) is not None


def _crossed(link: Link, view: View) -> bool:
    """Whether people who fled went to a country by name, or to one that is not theirs: they crossed a border."""
    word = view.chunked.chunks[link.trigger].word
    chunk = view.chunked.chunks[link.number]
    nation = view.language.lexicon.nationalities.get(chunk.nation or "")
    if link.indicator == "idps" and _hosted_abroad(link, view):
        return True
    beyond = view.chunked.chunks[link.trigger + 1 : link.trigger + 2]
    if link.indicator == "idps" and any(c.word and "refugees" in c.word.roles.get("subject", ()) for c in beyond):
        return True  # "are living abroad"
    if link.indicator == "idps" and nation is not None:
        # A country that hosts somebody hosts foreigners; who only "remains displaced" may be at home.
        hosts = link.trigger < link.number
        countries = [site.country for site in view.sites] or [*view.around.countries][: 1 if hosts else None]
        return bool(countries) and all(country not in (None, nation) for country in countries)
    if link.indicator != "displaced" or word is None or not MOVED & word.roles.keys():
        return False
    goal = _goal(link, view)
    if goal is not None and goal.place is not None and goal.place.kind == "country":
        return True
    near = [site for site in view.sites if 0 <= site.first - chunk.last <= LIMIT_DESTINATION]
    return nation is not None and bool(near) and near[-1].country not in (None, nation)


def _voice(link: Link, view: View, lead: Fact | None) -> tuple[str | None, bool]:
    """Who vouches, and whether that was carried: to a part of its total, to a sentence that goes on counting."""
    token = view.chunked.chunks[link.number].first
    own = voices.of(token, link.indicator, view.spoken, view.chunked)
    if own is not None:
        return own.name, False
    if lead is not None and lead.attribution is not None:
        return lead.attribution, True
    carried = view.carried
    near = view.position - carried.voice_at == 1 and view.chunked.sentence.block == carried.voice_block
    if near and carried.voice is not None and (voices.goes_on(view.chunked) or _outcome(link, view)):
        return carried.voice, True
    return (carried.source, True) if carried.source and view.chunked.sentence.section == "body" else (None, False)


def _outcome(link: Link, view: View) -> bool:
    """Whether a count is what the attack told just before did: no other place and day are named."""
    carried = view.carried
    if not carried.links:
        return False
    attacked = carried.links_at == view.position - 1 and {before.indicator for before in carried.links} <= INCIDENTS
    return attacked and link.indicator in timeline.BEFALLS - INCIDENTS and not view.sites and not view.events


def _when(link: Link, reach: Reach, view: View, lead: Fact | None, status: str) -> when.When:
    """The days of a count: its own, its total's, or those of the event that the text is about."""
    site = told_of(view.sites, view.carried, view.chunked.sentence)
    told = when.Told(view.chunked, view.events, view.carried.days, site, view.document.header.published)
    own = mentioned.own(link.number, reach.trigger, reach.stop, reach.begin, view.chunked, view.events)
    # A standing total of the office's own is dated as a built-in one is.
    alike = link._replace(indicator="in_need") if _standing(link, view) else link
    return when.orderly(when.dated(alike, own, told, lead, status))


def told_of(sites: Sequence[scene.Site], carried: Carried, sentence: Sentence) -> scene.Site | None:
    """The place that a sentence tells of: one that it names, else that of its paragraph."""
    here = next((site for site in sites if not site.to), None)
    return here or (carried.site if carried.site_block == sentence.block else None)
