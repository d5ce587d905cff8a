"""Who did it, as the text names them."""

from collections.abc import Sequence

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.scene import Setting
from sitrep.extract.words import Chunk
from sitrep.extract.words import tags as at
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language

DONE = frozenset((
    "killed", "injured", "detained", "airstrikes", "attacks", "munitions", "homes_destroyed", "homes_damaged",
    "facilities_hit", "displaced",
))  # fmt: skip
LAUNCHED = frozenset({"airstrikes", "attacks", "munitions"})
LIMIT_NAME = 8  # chunks of an agency's name
LIMIT_BACK = 30  # chunks between an actor and the verb


def actor(
    link: Link, chunked: Chunked, language: Language, around: Setting, speaking: frozenset[int] = frozenset()
) -> str | None:
    """The subject of the verb that made the count, if it is an armed force or (of aid) an agency.

    `speaking` are the tokens that name voices: who tells of a count did not therefore make it.
    """
    trigger = min(link.trigger, link.number)
    if link.indicator == "reached":
        return _agent(max(link.trigger, link.number), chunked, language, around, aid=True) or _agency(
            trigger, chunked, language
        )
    if link.indicator not in DONE or suffered(link, chunked):
        return None
    blamed = _blamed(chunked, language, around) or _agent(max(link.trigger, link.number), chunked, language, around)
    if blamed is not None:
        return blamed
    rule = link.rule.partition(".")[2]  # without its language
    if rule.startswith("forced"):
        trigger = next((i for i, chunk in enumerate(chunked.chunks) if chunk.first >= link.first), trigger)
    elif rule.startswith(("passive", "intransitive", "shared")) or link.trigger > link.number:
        return None
    if any("actors.mutual" in chunked.chunks[i].tags for i in range(trigger)):
        return None
    for index in range(trigger - 1, max(-1, trigger - LIMIT_BACK), -1):
        if chunked.letters[index] in ";:":
            return None
        chunk = chunked.chunks[index]
        if chunk.first not in speaking and _is_force(chunk, chunked) and not _speaks_for(index + 1, chunked):
            owner = _owner(chunk.last, chunked, language, around)
            return owner or _named(chunk.first, chunk.last, chunked, language, around)
    if link.indicator in LAUNCHED:
        trigger = next((i for i in range(trigger, -1, -1) if "actors.launch" in chunked.chunks[i].tags), -1)
        return _subject(trigger, chunked, language, speaking) if trigger > 0 else None
    return _subject(trigger, chunked, language, speaking) if rule.startswith(("active", "forced")) else None


def by_speaker(link: Link, chunked: Chunked) -> bool:
    """Whether whoever speaks says that they did it: "said it had killed 12"."""
    index = min(link.trigger, link.number) - 1
    while index > 0 and chunked.letters[index] in "HBDK":
        index -= 1
    before = [chunked.chunks[i].tags for i in range(max(0, index - 2), index)]  # "said that it"
    told = any("voices.verbs" in tags for tags in before)
    return told and "voices.pronouns" in chunked.chunks[index].tags and link.trigger < link.number


def speaks_of_agency(link: Link, chunked: Chunked) -> bool:
    """Whether the subject of a verb of aid is a pronoun: "It had been feeding 800,000", "its teams"."""
    opening = chunked.chunks[: min(link.trigger, link.number)][:2]
    return any(not c.tags.isdisjoint(("voices.pronouns", "actors.owners")) for c in opening)


def suffered(link: Link, chunked: Chunked) -> bool:
    """Whether the subject of a count's verb did no harm ("lost 14 men", "evacuated 300"), or both sides did."""
    if link.rule.endswith((".taken", ".housed")):
        return True
    if link.rule.endswith(".forced"):
        begins = next((c for c in chunked.chunks if c.first >= link.first), None)
        if begins is not None and "actors.suffers" in begins.tags:
            return True
    both = any("actors.mutual" in chunked.chunks[t].tags for t in (link.trigger, link.number))
    clashed = link.indicator == "attacks" and _clash(chunked.chunks[link.number], chunked)
    return both or clashed or "actors.suffers" in chunked.chunks[link.trigger].tags


def _clash(chunk: Chunk, chunked: Chunked) -> bool:
    return bool(chunk.noun) and any("actors.mutual" in c.tags for c in chunked.chunks if c.first < chunk.last)


def _is_force(chunk: Chunk, chunked: Chunked) -> bool:
    """Whether a chunk is an armed force, and no storm or fire with a name."""
    if chunk.tags.isdisjoint(("actors.forces", "actors.unnamed")):
        return False
    return "actors.nature" not in chunk.tags or not (
        chunk.first and chunked.sentence.words[chunk.first][:1].isupper()
    )


def _speaks_for(after: int, chunked: Chunked) -> bool:
    """Whether what follows makes a force only somebody's: "an army spokesman", "a police hospital"."""
    return after < len(chunked.chunks) and not chunked.chunks[after].tags.isdisjoint(
        ("voices.person_titles", "voices.bodies")
    )


def _blamed(chunked: Chunked, language: Language, around: Setting) -> str | None:
    """Whom a sentence blames: "an attack blamed on the ADF", "the army said, blaming Rwanda"."""
    if "actors.blame" not in chunked.tags:
        return None
    keys = chunked.sentence.keys
    for chunk in chunked.chunks:
        if "actors.blame" not in chunk.tags:
            continue
        first = chunk.last
        while first < len(keys) and _has(keys[first], "actors.drop", language):
            first += 1
        last = first
        while last < len(keys) and (
            chunked.sentence.words[last][:1].isupper()
            or not _lacks(keys[last], ("actors.forces", "actors.unnamed", "actors.bodies", "actors.rulers"), language)
        ):
            last += 1
        if last > first:
            return _named(first, last, chunked, language, around)
    return None


def _lacks(key: str, tags: tuple[str, ...], language: Language) -> bool:
    return not any(_has(key, tag, language) for tag in tags)


def subject(
    chunked: Chunked, language: Language, around: Setting, speaking: frozenset[int] = frozenset()
) -> str | None:
    """The armed force that a sentence opens with, whatever it did: "Russian warplanes bombed the town today"."""
    for chunk in chunked.chunks[:4]:
        force = _is_force(chunk, chunked) and "nation" not in chunk.tags
        if force and chunk.first not in speaking:
            return _named(chunk.first, chunk.last, chunked, language, around)
    return None


def _agent(trigger: int, chunked: Chunked, language: Language, around: Setting, aid: bool = False) -> str | None:
    """Who did it by a passive: "were killed by gunmen", "were treated by 140 medical teams"."""
    chunks = chunked.chunks[trigger + 1 : trigger + 12]
    by = next((i for i, c in enumerate(chunks) if "actors.by" in c.tags), None)
    if by is None or (by > 3 and any(c.letter in ",;.&" or c.quantity for c in chunks[:by])):
        return None
    for chunk in chunks[by + 1 : by + 6]:
        if aid and chunk.letter in "Cpxu":
            return _aid_name(chunk.number[1] if chunk.quantity is not None else chunk.first, chunked, language)
        if not aid and _is_force(chunk, chunked):
            return _named(chunk.first, chunk.last, chunked, language, around)
        if not aid and chunk.letter == "C" and "actors.names" in chunked.chunks[trigger + 1 + by].tags:
            return _name_at(trigger + 1 + chunks.index(chunk), chunked, language, around)
        if chunk.letter in ",;." or (chunk.letter == "t" and not aid):
            break
    return None


def _name_at(index: int, chunked: Chunked, language: Language, around: Setting) -> str | None:
    """The capitalised name that begins at a chunk, with the force that it names: "by M23 rebels"."""
    stop = index
    while stop < len(chunked.chunks) and chunked.letters[stop] == "C":
        stop += 1
    force = stop < len(chunked.chunks) and _is_force(chunked.chunks[stop], chunked)
    last = chunked.chunks[stop if force else stop - 1].last
    return _named(chunked.chunks[index].first, last, chunked, language, around)


def _aid_name(first: int, chunked: Chunked, language: Language) -> str | None:
    """The name that begins at a token: capitalised words, and words of a body after them."""
    sentence = chunked.sentence
    last = first
    while last < len(sentence.keys) and (
        sentence.words[last][:1].isupper()
        or _has(sentence.keys[last], "voices.bodies", language)
        or (last + 1 < len(sentence.keys) and _has(sentence.keys[last + 1], "voices.bodies", language))
    ):
        last += 1
    return bare(_written(first, last, chunked), language.lexicon.endings) if last > first else None


def _subject(trigger: int, chunked: Chunked, language: Language, speaking: frozenset[int]) -> str | None:
    """The name right before an active verb, if it opens the clause and is no force of nature."""
    sentence = chunked.sentence
    index = trigger - 1
    while index >= 0 and chunked.letters[index] in "HD":
        index -= 1
    last = index
    while index >= 0 and chunked.letters[index] == "C":
        index -= 1
    if index == last or (index >= 0 and chunked.letters[index] not in ",;:&d"):
        return None
    first_token, last_token = chunked.chunks[index + 1].first, chunked.chunks[last].last
    if any(_has(sentence.keys[i], "actors.nature", language) for i in range(first_token, last_token)):
        return None
    if any(_has(sentence.keys[i], "voices.pronouns", language) for i in range(first_token, last_token)):
        return None
    if first_token in speaking or not speaking.isdisjoint(range(first_token, last_token)):
        return None
    return bare(_written(first_token, last_token, chunked), language.lexicon.endings)


def _written(first: int, last: int, chunked: Chunked) -> str:
    sentence = chunked.sentence
    return " ".join(sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]].split())


def _named(first: int, last: int, chunked: Chunked, language: Language, around: Setting) -> str | None:
    """Nationalities as their countries, a government as its country's, an unnamed force as written."""
    sentence = chunked.sentence
    start = first
    while start > 0 and first - start < 5 and _part_of_name(start - 1, chunked, language):
        start -= 1
    words = sentence.keys[start:last]
    nations = [language.lexicon.nationalities[w] for w in words if w in language.lexicon.nationalities]
    tags = {tag for w in words if (entry := language.lexicon.words.get(w)) and entry[0] for tag in entry[0].tags}
    tags |= at(first, sentence, language)
    if nations and "actors.rulers" not in tags:
        joint = f" {_joint(words, language)} "
        return joint.join(dict.fromkeys(_country(nation, around) for nation in nations))
    if "actors.rulers" in tags and (nations or around.countries):
        adjective = _adjective(nations[0] if nations else around.countries[0], language)
        ruler = next(w for w in words if _has(w, "actors.rulers", language))
        return f"{adjective} {ruler}" if adjective else None
    named = [
        i for i in range(start, last)
        if sentence.words[i][:1].isupper() and not _has(sentence.keys[i], "actors.drop", language)
        and (_lacks(sentence.keys[i], ("actors.forces", "actors.unnamed"), language) or start < i)
        and not (i == 0 and last > 1 and _has(sentence.keys[i], "actors.bodies", language))
    ]  # fmt: skip
    if named and named[-1] - named[0] == len(named) - 1:
        end = named[-1] + 1
        while end < last and _has(sentence.keys[end], "actors.bodies", language):
            end += 1
        return bare(_written(named[0], end, chunked), language.lexicon.endings)
    body = next((i for i in range(start, last) if _has(sentence.keys[i], "actors.bodies", language)), None)
    if body is not None:
        return sentence.keys[body]
    if "actors.unnamed" not in tags:
        return None
    written = _written(first, last, chunked)
    return written[:1].lower() + written[1:] if first == 0 else written  # "Rebels" is no name, it opens a sentence


def _country(code: str, around: Setting) -> str:
    """The country's plain name: "Myanmar (Burma)" is Myanmar."""
    return around.gazetteer.place(code).name.partition(" (")[0]


def _owner(after: int, chunked: Chunked, language: Language, around: Setting) -> str | None:
    """Whose a force is when that is said after it: "helicopters of the Syrian government"."""
    keys = chunked.sentence.keys
    if after >= len(keys) or not _has(keys[after], "place.of", language):
        return None
    for index in range(after + 1, min(after + 5, len(keys))):
        if _has(keys[index], "actors.rulers", language):
            return _named(index, index + 1, chunked, language, around)
    return None


def _joint(words: Sequence[str], language: Language) -> str:
    """The word that joins two names: the one that stands between them, else the language's first."""
    stated = next((word for word in words if _has(word, "actors.and", language)), None)
    return stated or language.lexicon.joint


def _part_of_name(index: int, chunked: Chunked, language: Language) -> bool:
    """Whether a word before a force still names it: Syrian and Russian aircraft; suspected M23 rebels."""
    sentence = chunked.sentence
    word = sentence.keys[index]
    if word in language.lexicon.nationalities or not _lacks(word, ("actors.rulers", "actors.bodies"), language):
        return True
    if word == "," or _has(word, "actors.and", language):
        return index > 0 and sentence.keys[index - 1] in language.lexicon.nationalities
    known = word in language.lexicon.words
    return _has(word, "actors.drop", language) or (sentence.words[index][:1].isupper() and (index > 0 or not known))


def _has(key: str, tag: str, language: Language) -> bool:
    entry = language.lexicon.words.get(key)
    return bool(entry and entry[0] and tag in entry[0].tags)


def _adjective(country: str, language: Language) -> str | None:
    """The first nationality word of a country, capitalised."""
    return next((word.title() for word, code in language.lexicon.nationalities.items() if code == country), None)


def _agency(trigger: int, chunked: Chunked, language: Language) -> str | None:
    """The subject before a verb of aid: its capitalised words and those of a body after them."""
    sentence = chunked.sentence
    index = trigger - 1
    chunks = chunked.chunks
    while index >= 0 and (chunked.letters[index] in "HBDKL" or chunks[index].tags & {"voices.plans", "place.to"}):
        index -= 1
    if index >= 0 and chunked.letters[index] == "&":
        index = next((i for i, letter in enumerate(chunked.letters[:index]) if letter in "VAIEPHBKUGt"), 0) - 1
    last = index
    while index >= 0 and chunked.letters[index] in "CWNdOX&VA" and last - index < LIMIT_NAME:
        index -= 1
    if last == index:
        return None
    first, end = chunked.chunks[index + 1].first, chunked.chunks[last].last
    names = [
        i for i in range(first, end)
        if sentence.words[i][:1].isupper() and _lacks(sentence.keys[i], ("actors.drop", "voices.pronouns"), language)
        and (i or end - first == 1 or sentence.words[0].isupper() or _body_follows(1, end, chunked, language)
             or sentence.words[1][:1].isupper())
    ]  # fmt: skip
    owned = next((i for i in range(first, end) if _has(sentence.keys[i], "actors.owners", language)), None)
    if owned is not None:  # "its teams" are the agency's, "the Red Cross and its partners" begin with it
        names = [i for i in names if i < owned]
        end = owned
    bodies = [i for i in range(first, end) if _has(sentence.keys[i], "voices.bodies", language)]
    start = min((*names[:1], *(bodies[:1] if not names else ())), default=None)
    if start is None or _has(sentence.keys[start], "place.before", language):
        return None
    stop = max((*names, *bodies)) + 1
    return bare(_written(start, stop, chunked), language.lexicon.endings)


def _body_follows(index: int, end: int, chunked: Chunked, language: Language) -> bool:
    return index < end and _has(chunked.sentence.keys[index], "voices.bodies", language)
