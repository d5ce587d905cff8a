"""Who did it, as the text names them."""

from sitrep.extract import forces, names
from sitrep.extract.chunks import Chunked
from sitrep.extract.forces import ARMED
from sitrep.extract.links import Link
from sitrep.extract.names import Line
from sitrep.extract.setting import Setting
from sitrep.extract.words import Chunk

DONE = frozenset((
    "killed", "injured", "detained", "airstrikes", "attacks", "munitions", "homes_destroyed", "homes_damaged",
    "facilities_hit", "displaced", "missing",
))  # fmt: skip
LAUNCHED = frozenset({"airstrikes", "attacks", "munitions"})
BEFALLEN = frozenset({"killed", "injured", "missing", "detained", "displaced"})
LIMIT_BACK = 30  # chunks between an actor and the verb
LIMIT_SUBJECT = 8  # chunks before the end of who does something
LIMIT_NAMED = 6  # chunks between a preposition and the strike after it
LIMIT_AGENT = 12  # chunks between a passive and who did it


def actor(
    link: Link, chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int] = frozenset()
) -> str | None:
    """The subject of the verb that made the count, if it is an armed force.

    `speaking` are the tokens that name voices: who tells of a count did not therefore make it.
    """
    first, last = sorted((link.trigger, link.number))
    if link.indicator not in DONE or suffered(link, chunked):
        return None
    told = _blamed(chunked, line, around) or _launcher(link, chunked, line, around)
    told = told or _agent(last, chunked, line, around, speaking) or _agent(first, chunked, line, around, speaking, last)
    if told is not None:
        return told
    if "actors.mutual" in chunked.tags and any("actors.mutual" in c.tags for c in chunked.chunks[:first]):
        return None
    rule = link.rule.partition(".")[2]  # without its language
    if rule.startswith("forced"):
        first = next((i for i, chunk in enumerate(chunked.chunks) if chunk.first >= link.first), first)
    elif rule.startswith(("passive", "intransitive", "shared", "bare")) or link.trigger > link.number:
        return deed(chunked, line, around, speaking, chunked.chunks[link.number].first)
    acts = rule.startswith(("active", "forced")) or link.indicator in LAUNCHED
    if rule.startswith("active") and chunked.letters[first - 1 : first] in (",", "&"):  # "raided it, killing six"
        done = deed(chunked, line, around, speaking, chunked.chunks[first].first)
        if done is not None:
            return done
    done = _force_before(first, chunked, line, around, speaking) or (
        _doer(link, first, chunked, line, around, speaking) if acts else None
    )
    return done or deed(chunked, line, around, speaking, chunked.chunks[link.number].first)


def deed(
    chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int] = frozenset(), end: int | None = None
) -> str | None:
    """Who did the first act of violence that a sentence tells of, before a token: "gunmen stormed", "a raid by M23"."""
    if chunked.tags.isdisjoint(("actors.attacks", "actors.strikes", "actors.responsible")):
        return None
    for index, chunk in enumerate(chunked.chunks):
        found = None
        if end is not None and chunk.first >= end:  # "12 dead from Congolese shelling"
            if "actors.strikes" not in chunked.tags:
                break
            found = forces.nation_before(chunk.first, line, around) if _suffered_in(index, chunked) else None
        elif index in line.done:
            found = line.done[index]
        elif "actors.responsible" in chunk.tags:
            span = subject_span(index, chunked, line)
            found = forces.armed(*span, line, around, anybody=True) if span is not None else None
        elif "actors.strikes" in chunk.tags:
            found = _agent(index, chunked, line, around, speaking) or forces.nation_before(chunk.first, line, around)
        elif "actors.attacks" in chunk.tags and chunk.letter != "N" and not _has_been(index, chunked):
            span = None if _victims(index, chunked) else subject_span(index, chunked, line)
            span = _speaker(span, line, speaking) if span is not None else None
            spoke = span is None or _object(span[0], line)
            found = forces.deed_of(*span, line, around) if span is not None and not spoke else None
        if end is None or chunk.first < end:
            line.done[index] = found
        if found is not None:
            return found
    return None


def _speaker(span: tuple[int, int], line: Line, speaking: frozenset[int]) -> tuple[int, int] | None:
    """The subject itself, if that is nobody who only speaks; for "it" right after them, whoever speaks."""
    first, last = span
    if not speaking.isdisjoint(range(first, last)):
        return None
    if last - first > 1 or not names.tagged(first, line, "voices.pronouns"):
        return span
    end = next((i + 1 for i in range(first - 1, max(-1, first - 4), -1) if i in speaking), first)
    start = end
    while start - 1 in speaking:
        start -= 1
    return (start, end) if end < first and start < end else span


def _suffered_in(index: int, chunked: Chunked) -> bool:
    """Whether a chunk is a strike in which somebody suffered: "killed in a Russian missile strike"."""
    if "actors.strikes" not in chunked.chunks[index].tags:
        return False
    first = index - 1
    while first > 0 and index - first < LIMIT_NAMED and chunked.letters[first] in "CNWad":
        first -= 1
    return chunked.letters[first : first + 1] == "L"


def same(chunked: Chunked) -> bool:
    """Whether a sentence speaks of the attack that was told of before: "in the attack", "that raid"."""
    strikes = (i for i, chunk in enumerate(chunked.chunks) if "actors.strikes" in chunk.tags)
    return any(i > 0 and chunked.letters[i - 1] == "d" for i in strikes)


def opens_with_strike(chunked: Chunked) -> bool:
    """Whether a sentence opens with a strike that it says nobody's: "Strikes on homes killed 28"."""
    first = next((chunk for chunk in chunked.chunks[:2] if chunk.letter not in "da"), None)
    return first is not None and not first.tags.isdisjoint(("actors.strikes", "actors.weapons"))


def has_subject(link: Link, chunked: Chunked, line: Line) -> bool:
    """Whether a count's verb has a subject of its own that is no strike and no pronoun: "debris damaged 19 houses"."""
    if not link.rule.partition(".")[2].startswith("active") or not 0 < link.trigger < link.number:
        return False
    span = subject_span(link.trigger, chunked, line)
    inner = range(*span) if span is not None else range(0)
    struck = any(names.tagged(i, line, *ARMED, "actors.strikes", "actors.weapons", "actors.nature") for i in inner)
    meant = any(names.tagged(i, line, "voices.pronouns", "actors.owners", "actors.meant") for i in inner)
    alone = span is not None and not _object(span[0], line) and chunked.letters[link.trigger - 1] not in ",R"
    return alone and not (struck or meant)


def theirs(chunked: Chunked) -> bool:
    """Whether a sentence opens with a force of somebody told of before: "Their drones", "its troops"."""
    owned = any("actors.owners" in chunk.tags for chunk in chunked.chunks[:1])
    return owned and any(_is_force(chunk, chunked) for chunk in chunked.chunks[1:3])


def claimed(link: Link, chunked: Chunked) -> bool:
    """Whether a force that speaks claims what is counted: "the rebels claim 12 soldiers dead"."""
    first = max(link.trigger, link.number)
    return any("actors.claims" in chunk.tags for chunk in chunked.chunks[max(0, first - 4) : first])


def speaks(link: Link, chunked: Chunked) -> frozenset[str]:
    """The lists of the pronoun that did it by what somebody says: "said it had killed 12 and wounded two"."""
    index = min(link.trigger, link.number) - 1
    if link.trigger > link.number:
        return frozenset()
    launched = link.indicator in LAUNCHED and "actors.launch" in chunked.chunks[index].tags
    while index > 0 and (launched or chunked.letters[index] in "HBDK"):
        index, launched = index - 1, False
    if chunked.letters[index] == "&":  # "said it had stopped the boats and detained 40"
        last = next((i for i in range(index, -1, -1) if chunked.letters[i] in ";:R"), -1)
        index = next((i for i in range(index, last, -1) if "voices.pronouns" in chunked.chunks[i].tags), index)
    before = [chunked.chunks[i].tags for i in range(max(0, index - 2), index)]  # "said that it"
    told = any("voices.verbs" in tags for tags in before)
    tags = chunked.chunks[index].tags
    return tags if told and "voices.pronouns" in tags else frozenset()


def suffered(link: Link, chunked: Chunked) -> bool:
    """Whether the subject of a count's verb did no harm ("lost 14 men", "evacuated 300"), or both sides did."""
    if link.rule.endswith((".taken", ".housed")):
        return True
    if link.rule.endswith(".forced"):
        begins = next((c for c in chunked.chunks if c.first >= link.first), None)
        if begins is not None and "actors.suffers" in begins.tags:
            return True
    first = min(link.trigger, link.number)
    for index in range(first - 1, max(-1, first - 4), -1):  # "a fire killed 12"; "fire killed 12" is gunfire
        tags = chunked.chunks[index].tags
        if "actors.nature" in tags and chunked.letters[index - 1 : index] == "a" and "actors.strikes" not in tags:
            return True
    both = any("actors.mutual" in chunked.chunks[t].tags for t in (link.trigger, link.number))
    clashed = link.indicator == "attacks" and _clash(chunked.chunks[link.number], chunked)
    return both or clashed or "actors.suffers" in chunked.chunks[link.trigger].tags


def subject(chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int] = frozenset()) -> str | None:
    """The armed force that a sentence opens with, whatever it did: "Russian warplanes bombed the town today"."""
    for index, chunk in enumerate(chunked.chunks[:LIMIT_SUBJECT]):
        force = _is_force(chunk, chunked) and "nation" not in chunk.tags
        if chunk.letter in "VAEPUIB" and not force and "B" not in chunked.letters[:2]:
            break
        things = chunk.letter == "u" or (chunk.noun is not None and chunk.noun.kind not in "p!" and chunk.letter != "N")
        counted = things and names.tagged(chunk.last - 1, line, *ARMED)  # "two junta fighter jets"
        theirs = _speaks_for(index + 1, chunked) or _object(names.begin(chunk.first, line), line)
        after = chunked.letters[index + 1 : index + 4]  # "herders were among the dead", "the army has not commented"
        suffers = after[:1] == "I" and _befalls(chunked.chunks[index + 1])
        does = after[:1] not in ("B", "&") and not suffers and ("Z" not in after or "Zm" in after)
        if (force or counted) and does and not theirs and chunk.first not in speaking:
            first = chunk.number[1] if counted else chunk.first
            return forces.owner(chunk.last, line, around) or forces.armed(first, chunk.last, line, around)
    return None


def owned_at(name: str, chunked: Chunked, line: Line) -> int | None:
    """The token of a force without a name that is somebody's who was just told of: "its troops", "their fighters"."""
    keys = chunked.sentence.keys
    places = (i for i, key in enumerate(keys) if key == name.lower())
    return next((i for i in places if i and names.tagged(i - 1, line, "actors.owners")), None)


def is_meant(name: str, chunked: Chunked, line: Line) -> bool:
    """Whether a force without a name is one that was told of before: "the gang", "the attackers"."""
    keys = chunked.sentence.keys
    places = [i for i, key in enumerate(keys) if key == name.lower()]
    return any(i and names.letter(i - 1, line) == "d" and names.tagged(i, line, "actors.meant") for i in places)


def _clash(chunk: Chunk, chunked: Chunked) -> bool:
    return bool(chunk.noun) and any("actors.mutual" in c.tags for c in chunked.chunks if c.first < chunk.last)


def _befalls(verb: Chunk) -> bool:
    """Whether a verb tells what befell its subject: "were among the dead", not "have closed"."""
    indicators = {name for role in verb.word.roles.values() for name in role} if verb.word is not None else set()
    return "actors.attacks" not in verb.tags and not indicators.isdisjoint(BEFALLEN)


def _victims(index: int, chunked: Chunked) -> bool:
    """Whether those counted before a verb suffered it: "52 Georgians killed"; "two gunmen killed 12" did it."""
    first = index - 2 if chunked.letters[index - 1 : index] == "L" else index - 1  # "190 fighters as killed"
    before, after = chunked.chunks[max(0, first) : index], chunked.chunks[index + 1 : index + 2]
    counted = any(chunk.quantity is not None and chunk.letter in "pnfq" for chunk in before)
    return counted and not any(chunk.quantity is not None for chunk in after)


def _has_been(index: int, chunked: Chunked) -> bool:
    """Whether a verb is a passive: "was attacked"."""
    while index > 0 and chunked.letters[index - 1] in "DK":
        index -= 1
    return index > 0 and chunked.letters[index - 1] == "B"


def _is_force(chunk: Chunk, chunked: Chunked) -> bool:
    """Whether a chunk is an armed force, and no storm or fire with a name."""
    if chunk.tags.isdisjoint(ARMED):
        return False
    return "actors.nature" not in chunk.tags or not (
        chunk.first and chunked.sentence.words[chunk.first][:1].isupper()
    )


def _speaks_for(after: int, chunked: Chunked) -> bool:
    """Whether what follows makes a force only somebody's: "an army spokesman", "a police hospital"."""
    return after < len(chunked.chunks) and not chunked.chunks[after].tags.isdisjoint(
        ("voices.person_titles", "voices.bodies", "voices.mouthpieces", "actors.owned")
    )


def _force_before(
    trigger: int, chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int]
) -> str | None:
    """The armed force that stands nearest before a verb, in its part of the sentence."""
    for index in range(trigger - 1, max(-1, trigger - LIMIT_BACK), -1):
        if chunked.letters[index] in ";:":
            return None
        chunk = chunked.chunks[index]
        if chunk.first not in speaking and _is_force(chunk, chunked) and not _speaks_for(index + 1, chunked):
            found = forces.owner(chunk.last, line, around) or forces.armed(chunk.first, chunk.last, line, around)
            if found is not None or "actors.weapons" not in chunk.tags:
                return found
    return None


def _blamed(chunked: Chunked, line: Line, around: Setting) -> str | None:
    """Whom a sentence blames: "an attack blamed on the ADF", "the army said, blaming Rwanda"."""
    if "actors.blame" not in chunked.tags:
        return None
    for chunk in chunked.chunks:
        if "actors.blame" in chunk.tags:
            return forces.named_at(chunk.last, line, around)
    return None


def _agent(
    trigger: int, chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int], stop: int | None = None
) -> str | None:
    """Who did it by a passive: "were killed by gunmen"."""
    chunks = chunked.chunks[trigger + 1 : min(trigger + LIMIT_AGENT, stop or len(chunked.chunks))]
    by = next((i for i, chunk in enumerate(chunks) if "actors.by" in chunk.tags), None)
    if by is None or any(c.letter in ";." for c in chunks[:by]):
        return None
    named = "actors.names" in chunks[by].tags
    if named and by > 3 and any(c.letter in ",&" or (c.quantity and not c.article) for c in chunks[:by]):
        return None
    for index, chunk in enumerate(chunks[by + 1 : by + 6], trigger + by + 2):
        if chunk.first in speaking:
            return None
        if _is_force(chunk, chunked) or (chunk.article and names.tagged(chunk.last - 1, line, *ARMED)):
            return forces.owner(chunk.last, line, around) or forces.armed(chunk.first, chunk.last, line, around)
        if chunk.letter == "C" and named and chunk.first not in line.days:
            return forces.named_at(chunk.first, line, around)
        if not named and "actors.attacks" in chunk.tags and not _has_been(index, chunked):  # "when Russia struck"
            span = subject_span(index, chunked, line)
            later = span is not None and span[0] >= chunks[by].last
            return forces.deed_of(*span, line, around) if span is not None and later else None
        if chunk.letter in ",;.tL":
            break
    return None


def _launcher(link: Link, chunked: Chunked, line: Line, around: Setting) -> str | None:
    """Whose munitions or raids are counted: "17 Kyrgyz mortar bombs", "40 drones that Russia sent"."""
    if link.indicator not in LAUNCHED:
        return None
    chunk = chunked.chunks[link.number]
    nation = line.language.lexicon.nationalities.get(chunk.nation or "")
    if nation is not None:
        return forces.country(nation, line, around)
    relative = chunked.letters[link.number + 1 : link.number + 3] in ("RC", "dC")
    if relative and "actors.launch" in chunked.tags:
        return forces.named_at(chunked.chunks[link.number + 2].first, line, around)
    return None


def subject_span(index: int, chunked: Chunked, line: Line) -> tuple[int, int] | None:
    """Who is named before a verb; its adverbs, auxiliaries and days are passed over."""
    letters = chunked.letters
    while index > 0 and (
        letters[index - 1] in "HBDKt"
        or (letters[index] == "t" and letters[index - 1] == "L")
        or not chunked.chunks[index - 1].tags.isdisjoint(("voices.plans", "place.to"))
    ):
        index -= 1
    end = chunked.chunks[index].first
    if end > 0 and names.letter(end - 1, line) == "&":
        return names.clause(end - 1, line)
    return names.before(end, line) if end > 0 else None


def _object(first: int, line: Line) -> bool:
    """Whether a preposition stands before a name, which then is no subject: "methane in Amagá killed"."""
    return first > 0 and names.governed(first, line)


def _did(first: int, chunked: Chunked) -> bool:
    """Whether the passive of a deed stands before a name: "a bomb planted by", "a raid by"; "a mine run by" is none."""
    index = next((i for i, chunk in enumerate(chunked.chunks) if chunk.last == first), 0)
    by = "actors.names" in chunked.chunks[index].tags
    return by and index > 0 and not chunked.chunks[index - 1].tags.isdisjoint(
        ("actors.attacks", "actors.launch", "actors.strikes", "actors.weapons")
    )


def _doer(
    link: Link, trigger: int, chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int]
) -> str | None:
    """The name before an active verb of harm, if it is nobody's who speaks and no force of nature."""
    if link.indicator in LAUNCHED:
        trigger = next((i for i in range(trigger, -1, -1) if "actors.launch" in chunked.chunks[i].tags), -1)
    if trigger < 1:
        return None
    span = subject_span(trigger, chunked, line)
    if span is None or not speaking.isdisjoint(range(*span)):
        return None
    if chunked.letters[trigger - 1] == ",":
        return None  # "bombed Homs, Syria, killing three"
    if _object(span[0], line):
        return forces.armed(*span, line, around) if _did(span[0], chunked) else None
    if link.indicator == "detained" and names.has_content(*span, line):
        held = forces.armed(*span, line, around)
        return held or names.name(span, line)  # "authorities in Tunis detained 40"
    alone = span == (0, 1) and line.sentence.words[0][:1].isupper() and names.word(0, line) is None
    return forces.armed(*span, line, around, alone)  # "Hezbollah fired 30 rockets"
