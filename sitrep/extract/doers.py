"""Who did what is counted: by its sentence, by that of its total, by whoever speaks, or by what was told before."""

from sitrep.extract import actors, agencies, forces, names, scene
from sitrep.extract.links import Link
from sitrep.extract.view import LIMIT_PLACE, View
from sitrep.model import Fact


def doer(link: Link, view: View, site: scene.Site | None, voice: str | None, lead: Fact | None) -> str | None:
    """Who did it by this sentence, by that of its total, else who did what the sentence just before tells of."""
    cut, carried = view.chunked, view.carried
    if link.indicator == "reached":
        part_of = lead.actor if lead is not None and lead.indicator == "reached" else None
        return agencies.agency(link, cut, view.line) or part_of or _meant_agency(link, view, voice)
    own = actors.actor(link, cut, view.line, view.around, view.speaking)
    before = carried.actor if view.position - carried.actor_at <= LIMIT_PLACE else None
    if own is not None:
        place = actors.owned_at(own, cut, view.line) if own.islower() else None
        if place is not None:
            told = voice is not None and any(one.name == voice and one.verb < place for one in view.spoken)
            return (voice if told and not names.is_person(voice or "", view.language) else before) or own
        meant = own.islower() and actors.is_meant(own, cut, view.line)
        return before if meant and (before is not None or not forces.is_armed(own, view.language)) else own
    if link.indicator not in actors.DONE:
        return None
    if lead is not None and lead.actor is not None:
        return lead.actor
    if actors.suffered(link, cut):
        return None
    return _speaking_actor(link, view, voice) or _carried_actor(link, view, site, voice)


def _meant_agency(link: Link, view: View, voice: str | None) -> str | None:
    """Which agency "it" is: whoever speaks here, the one that opens this sentence or the last, else the last named."""
    if not agencies.is_meant(link, view.chunked):
        return None
    spoke = any(one.name == voice and one.last <= link.first for one in view.spoken)
    if voice is not None and spoke and not names.is_person(voice, view.language):
        return voice
    found, before = agencies.opener(view.line, link.first), view.carried.line
    if found is None and before is not None and before.sentence.block == view.line.sentence.block:
        found = agencies.opener(before, len(before.sentence.keys))
    return found or view.carried.agency


def _speaking_actor(link: Link, view: View, voice: str | None) -> str | None:
    """Whoever speaks, if the sentence says that they did it."""
    said = next((one for one in view.spoken if one.name == voice), None)
    if voice is None or said is None:
        return None
    armed = voice == view.carried.actor or forces.is_armed(voice, view.language)
    if armed and actors.claimed(link, view.chunked):
        return voice
    pronoun = actors.speaks(link, view.chunked)
    if not pronoun:
        return None
    fresh = view.position - view.carried.actor_at <= LIMIT_PLACE
    before = view.carried.actor if fresh and view.carried.actor else view.carried.title_actor
    if names.is_person(voice, view.language):  # "a teacher said they had shot two men"
        return None if "voices.he" in pronoun else before
    if armed and before is not None and view.around.gazetteer.country(before) is not None:
        return before  # "Sudanese jets … The army said it had dropped"
    named = forces.armed(said.first, said.last, view.line, view.around)
    return named or (voice if armed or voice[:1].isupper() else None)


def _carried_actor(link: Link, view: View, site: scene.Site | None, voice: str | None) -> str | None:
    """Who did what a sentence before tells of, if this one goes on with it: the same place, day and account."""
    sentence, carried, tags = view.chunked.sentence, view.carried, view.chunked.tags
    gap = view.position - carried.actor_at
    if carried.actor is None and actors.opens_with_strike(view.chunked):
        return carried.title_actor
    if actors.has_subject(link, view.chunked, view.line):
        return None
    if carried.actor is None or gap > LIMIT_PLACE or sentence.section != "body" or link.indicator == "displaced":
        return None  # people flee for many reasons: who drives them out is said
    here = site is not None and site.name != carried.actor_site
    named = [other for other in view.sites if not other.meant]
    elsewhere = here and any((site.first, site.last) == (s.first, s.last) for s in named if site is not None)
    if sentence.block != carried.actor_block and sentence.row:  # a list of the raids of one force
        elsewhere = carried.actor_row or link.indicator not in actors.LAUNCHED
    elif sentence.block != carried.actor_block:
        elsewhere = elsewhere or bool(named) or bool(view.events)
    same_voice = voice is not None and voice == carried.voice
    if actors.theirs(view.chunked) or (gap == 1 and _outcome(link, view)):
        return carried.actor  # "Their drones struck the town": of those just told of
    apart = "actors.apart" in tags or (elsewhere and (not same_voice or bool(view.events)))
    new = sentence.block != carried.actor_block or bool(named) or bool(view.events)
    far = gap > 1 and new
    if apart or far or _of_others(link, view, voice, same_voice):
        return None
    return actors.subject(view.chunked, view.line, view.around, view.speaking) or carried.actor


def _outcome(link: Link, view: View) -> bool:
    """Whether a count is what the strikes just told of did: "Ten drones came down. In the port three people died"."""
    carried, tags = view.carried, view.chunked.tags
    before = {told.indicator for told in carried.links} if carried.links_at == view.position - 1 else set()
    launched = bool(before) and before <= actors.LAUNCHED and carried.actor_block == view.chunked.sentence.block
    struck = actors.same(view.chunked) and actors.opens_with_strike(view.chunked)
    befell = link.indicator not in actors.LAUNCHED and not view.events and "actors.apart" not in tags
    return befell and (launched or struck) and not carried.actor_mixed


def _of_others(link: Link, view: View, voice: str | None, same_voice: bool) -> bool:
    """Whether a count is of what others did than those told of: both sides, the other, another attack."""
    tags, actor = view.chunked.tags, view.carried.actor
    # A voice that counts fighters speaks of another deed: who kills civilians is seldom who kills them.
    own = voice is not None and actor is not None and voice.lower() == actor.lower()
    other = voice is not None and link.group == "fighters" and not own
    other = other or (voice is not None and not same_voice and bool(view.events) and not actors.same(view.chunked))
    fought = any(told.group == "fighters" for told in view.carried.links)
    state = actor is not None and forces.is_state(actor, view.line, view.around, country=fought)
    theirs = state and link.group in ("soldiers", "police")
    new = view.chunked.sentence.block != view.carried.actor_block
    told = voice is not None and view.carried.voice is not None and not same_voice
    other = other or (new and (view.carried.actor_mixed or told))
    war = any("scope.campaign" in chunk.tags for chunk in view.chunked.chunks[max(link.number, link.trigger) :])
    return other or theirs or war or "actors.mutual" in tags
