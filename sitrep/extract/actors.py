"""Who did it, as the text names them."""

from collections.abc import Iterator

from sitrep.extract import names
from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.names import Line
from sitrep.extract.scene import Setting
from sitrep.extract.words import Chunk, look_up
from sitrep.extract.words import tags as at
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language

DONE = frozenset((
    "killed", "injured", "detained", "airstrikes", "attacks", "munitions", "homes_destroyed", "homes_damaged",
    "facilities_hit", "displaced", "missing",
))  # fmt: skip
LAUNCHED = frozenset({"airstrikes", "attacks", "munitions"})
LIMIT_BACK = 30  # chunks between an actor and the verb
LIMIT_SUBJECT = 8  # chunks before the end of who does something
LIMIT_ACRONYM = 2  # letters of a country's: US, UK
LIMIT_AGENT = 12  # chunks between a passive and who did it
ARMED = ("actors.forces", "actors.unnamed")
OWN = (*ARMED, "nation", "actors.rulers", "actors.bodies")  # that may be somebody who does a deed


def actor(
    link: Link, chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int] = frozenset()
) -> str | None:
    """The subject of the verb that made the count, if it is an armed force or (of aid) an agency.

    `speaking` are the tokens that name voices: who tells of a count did not therefore make it.
    """
    first, last = sorted((link.trigger, link.number))
    if link.indicator == "reached":
        return _agent(last, chunked, line, around, aid=True) or _agency(first, chunked, line)
    if link.indicator not in DONE or suffered(link, chunked):
        return None
    told = _blamed(chunked, line, around) or _launcher(link, chunked, line, around)
    told = told or _agent(last, chunked, line, around) or _agent(first, chunked, line, around, stop=last)
    if told is not None:
        return told
    if any("actors.mutual" in chunk.tags for chunk in chunked.chunks[:first]):
        return None
    rule = link.rule.partition(".")[2]  # without its language
    if rule.startswith("forced"):
        first = next((i for i, chunk in enumerate(chunked.chunks) if chunk.first >= link.first), first)
    elif rule.startswith(("passive", "intransitive", "shared", "bare")) or link.trigger > link.number:
        return deed(chunked, line, around, speaking, chunked.chunks[link.number].first)
    acts = rule.startswith(("active", "forced")) or link.indicator in LAUNCHED
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
            after = "actors.strikes" in chunk.tags and chunked.letters[max(0, index - 2) : index].startswith("L")
            found = _nation_before(chunk.first, line, around) if after else None
        elif index in line.done:
            found = line.done[index]
        elif "actors.responsible" in chunk.tags:
            span = _subject(index, chunked, line)
            found = armed(*span, line, around, anybody=True) if span is not None else None
        elif "actors.strikes" in chunk.tags:
            found = _agent(index, chunked, line, around) or _nation_before(chunk.first, line, around)
        elif "actors.attacks" in chunk.tags and chunk.letter != "N" and not _has_been(index, chunked):
            span = _subject(index, chunked, line)
            spoke = span is None or not speaking.isdisjoint(range(*span)) or _object(span[0], line)
            found = armed(*span, line, around) if span is not None and not spoke else None
        if end is None or chunk.first < end:
            line.done[index] = found
        if found is not None:
            return found
    return None


def claimed(link: Link, chunked: Chunked) -> bool:
    """Whether a force that speaks claims what is counted: "the rebels claim 12 soldiers dead"."""
    first = max(link.trigger, link.number)
    return any("actors.claims" in chunk.tags for chunk in chunked.chunks[max(0, first - 4) : first])


def by_speaker(link: Link, chunked: Chunked) -> bool:
    """Whether whoever speaks says that they did it: "said it had killed 12"."""
    index = min(link.trigger, link.number) - 1
    launched = link.indicator in LAUNCHED and "actors.launch" in chunked.chunks[index].tags
    while index > 0 and (launched or chunked.letters[index] in "HBDK"):
        index, launched = index - 1, False
    before = [chunked.chunks[i].tags for i in range(max(0, index - 2), index)]  # "said that it"
    told = any("voices.verbs" in tags for tags in before)
    return told and "voices.pronouns" in chunked.chunks[index].tags and link.trigger <= link.number


def speaks_of_agency(link: Link, chunked: Chunked) -> bool:
    """Whether the subject of a verb of aid is a pronoun: "It had been feeding 800,000", "its teams"."""
    opening = chunked.chunks[: max(1, min(link.trigger, link.number))]
    near = (*opening[:2], *opening[-4:])
    return any(not c.tags.isdisjoint(("voices.pronouns", "actors.owners", "voices.generic")) for c in near)


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
        if chunk.letter in "VAEPUIB" and "B" not in chunked.letters[:2]:
            break
        force = _is_force(chunk, chunked) and "nation" not in chunk.tags
        things = chunk.noun is not None and chunk.noun.kind not in "p!" and chunk.letter != "N"
        counted = things and names.tagged(chunk.last - 1, line, *ARMED)  # "two junta fighter jets"
        theirs = _speaks_for(index + 1, chunked) or _object(names.begin(chunk.first, line), line)
        after = chunked.letters[index + 1 : index + 4]  # "herders were among the dead", "the army has not commented"
        does = after[:1] not in ("B", "&") and "Z" not in after
        if (force or counted) and does and not theirs and chunk.first not in speaking:
            first = chunk.last - 1 if counted else chunk.first
            return _owner(chunk.last, line, around) or armed(first, chunk.last, line, around)
    return None


def is_armed(name: str, language: Language) -> bool:
    """Whether a voice's name tells that it is an armed force's: "separatists", "army headquarters"."""
    entries = (language.lexicon.words.get(word) for word in name.lower().split())
    return any(entry and entry[0] and not entry[0].tags.isdisjoint(ARMED) for entry in entries)


def is_meant(name: str, chunked: Chunked, line: Line) -> bool:
    """Whether a force without a name is one that was told of before: "the gang", "the attackers"."""
    keys = chunked.sentence.keys
    places = [i for i, key in enumerate(keys) if key == name.lower()]
    return any(i and names.letter(i - 1, line) == "d" and names.tagged(i, line, "actors.meant") for i in places)


def _clash(chunk: Chunk, chunked: Chunked) -> bool:
    return bool(chunk.noun) and any("actors.mutual" in c.tags for c in chunked.chunks if c.first < chunk.last)


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
            found = _owner(chunk.last, line, around) or armed(chunk.first, chunk.last, line, around)
            if found is not None or "actors.weapons" not in chunk.tags:
                return found
    return None


def _blamed(chunked: Chunked, line: Line, around: Setting) -> str | None:
    """Whom a sentence blames: "an attack blamed on the ADF", "the army said, blaming Rwanda"."""
    if "actors.blame" not in chunked.tags:
        return None
    for chunk in chunked.chunks:
        if "actors.blame" in chunk.tags:
            return _named_at(chunk.last, line, around)
    return None


def _named_at(first: int, line: Line, around: Setting) -> str | None:
    """The force or name that begins at a token, after its article."""
    keys, words = line.sentence.keys, line.sentence.words
    while first < len(keys) and names.tagged(first, line, "actors.drop"):
        first += 1
    last = first
    described = first + 1 < len(keys) and words[first].islower() and names.letter(first, line) in ("", "W", "N")
    if described and not names.tagged(first, line, *ARMED) and names.tagged(first + 1, line, *ARMED):
        return _written(first, first + 2, line)  # "the joint force"
    while last < len(keys) and (
        words[last][:1].isupper() or names.tagged(last, line, *ARMED, "actors.bodies", "actors.rulers", "nation")
    ):
        last += 1
    return armed(first, last, line, around) if last > first else None


def _agent(
    trigger: int, chunked: Chunked, line: Line, around: Setting, aid: bool = False, stop: int | None = None
) -> str | None:
    """Who did it by a passive: "were killed by gunmen", "were treated by 140 medical teams"."""
    chunks = chunked.chunks[trigger + 1 : min(trigger + LIMIT_AGENT, stop or len(chunked.chunks))]
    by = next((i for i, c in enumerate(chunks) if c.tags & {"actors.by", "actors.from" if aid else "actors.by"}), None)
    if by is None or any(c.letter in ";." for c in chunks[:by]):
        return None
    named = "actors.names" in chunks[by].tags
    if named and by > 3 and any(c.letter in ",&" or c.quantity for c in chunks[:by]):
        return None
    for chunk in chunks[by + 1 : by + 6]:
        if aid and chunk.letter in "Cpxu":
            return _aid_name(chunk.number[1] if chunk.quantity is not None else chunk.first, line)
        if not aid and _is_force(chunk, chunked):
            return _owner(chunk.last, line, around) or armed(chunk.first, chunk.last, line, around)
        if not aid and chunk.letter == "C" and named and chunk.first not in line.days:
            return _named_at(chunk.first, line, around)
        if chunk.letter in ",;." or (chunk.letter in "tL" and not aid):
            break
    return None


def _launcher(link: Link, chunked: Chunked, line: Line, around: Setting) -> str | None:
    """Whose munitions or raids are counted: "17 Kyrgyz mortar bombs", "40 drones that Russia sent"."""
    if link.indicator not in LAUNCHED:
        return None
    chunk = chunked.chunks[link.number]
    nation = line.language.lexicon.nationalities.get(chunk.nation or "")
    if nation is not None:
        return _country(nation, line, around)
    relative = chunked.letters[link.number + 1 : link.number + 3] in ("RC", "dC")
    if relative and "actors.launch" in chunked.tags:
        return _named_at(chunked.chunks[link.number + 2].first, line, around)
    return None


def _subject(index: int, chunked: Chunked, line: Line) -> tuple[int, int] | None:
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


def _doer(
    link: Link, trigger: int, chunked: Chunked, line: Line, around: Setting, speaking: frozenset[int]
) -> str | None:
    """The name before an active verb of harm, if it is nobody's who speaks and no force of nature."""
    if link.indicator in LAUNCHED:
        trigger = next((i for i in range(trigger, -1, -1) if "actors.launch" in chunked.chunks[i].tags), -1)
    if trigger < 1:
        return None
    span = _subject(trigger, chunked, line)
    if span is None or not speaking.isdisjoint(range(*span)) or _object(span[0], line):
        return None
    alone = span == (0, 1) and line.sentence.words[0][:1].isupper() and names.word(0, line) is None
    return armed(*span, line, around, alone)  # "Hezbollah fired 30 rockets"


def armed(first: int, last: int, line: Line, around: Setting, anybody: bool = False) -> str | None:
    """Nationalities as their countries, a government as its country's, an unnamed force as written.

    Its last word is a force, a body, a nation or a name; `anybody` takes it as a name where it opens a sentence.
    """
    cut = next((i for i in range(first + 1, last) if names.letter(i, line) in ("L", "O", "R")), last)
    owned = cut < last and names.tagged(cut - 1, line, *ARMED, "voices.mouthpieces")
    owner = _owner(cut, line, around) if owned else None
    if owner is not None:
        return owner
    last = cut
    if any(names.tagged(i, line, "voices.pronouns") or i in line.days for i in range(first, last)):
        return None
    start = first
    while start > 0 and first - start < 5 and _part_of_name(start - 1, line):
        start -= 1
    tags = frozenset[str]().union(*(_tags(i, line) for i in range(start, last)))
    head = not _tags(last - 1, line).union(at(first, line.sentence, line.language)).isdisjoint(OWN)
    natural = "actors.nature" in tags and not _own(start, last, line)
    if natural or not (head or anybody or names.named(last - 1, line)):
        return None
    nations = _nations(start, last, line)
    tags |= at(first, line.sentence, line.language)
    if "actors.rulers" in tags and (nations or around.countries):
        return _ruler(start, last, line, nations[0][0] if nations else None, around)
    if nations and names.tagged(last - 1, line, "actors.meant"):  # "Palestinian gunmen" are no country's
        return _written(start, last, line)
    if nations:
        codes, joint = line.language.lexicon.nationalities, f" {_joint(start, last, line)} "
        return joint.join(dict.fromkeys(w if w.isupper() else _country(codes[key], line, around) for key, w in nations))
    return _force_name(start, first, last, line, tags)


def _nations(first: int, last: int, line: Line) -> list[tuple[str, str]]:
    """The words of nations among tokens, each as key and as written; "us" is no nation."""
    codes, endings = line.language.lexicon.nationalities, line.language.lexicon.endings
    pairs = [(bare(line.sentence.keys[i], endings), line.sentence.words[i]) for i in range(first, last)]
    return [(key, w) for key, w in pairs if key in codes and not (len(key) == LIMIT_ACRONYM and w.islower())]


def _tags(index: int, line: Line) -> frozenset[str]:
    word = names.word(index, line)
    return word.tags if word is not None else frozenset()


def _own(first: int, last: int, line: Line) -> bool:
    """Whether a force of nature among tokens is none: "army shelling", "Israeli fire"; "the Camp Fire" is one."""
    tags = (_tags(i, line) for i in range(first, last))
    return any("actors.nature" not in one and not one.isdisjoint(OWN) for one in tags)


def _force_name(start: int, first: int, last: int, line: Line, tags: frozenset[str]) -> str | None:
    """The capitals that name a force, else the body that it is, else the unnamed force as written."""
    _, length = look_up(0, line.sentence, line.language)
    phrase = length > 1 and not at(0, line.sentence, line.language).isdisjoint(ARMED)  # "Security forces killed"
    named = [
        i for i in range(max(start, length if phrase else 0), last)
        if names.capital(i, line) and not names.tagged(i, line, "actors.drop", "nation")
        and not names.is_number(i, line)
        and (not names.tagged(i, line, *ARMED) or start < i)
        and not (i == 0 and last > 1 and names.tagged(i, line, "actors.bodies"))
    ]  # fmt: skip
    if named and named[-1] - named[0] <= 2 * len(named) - 2:
        end = named[-1] + 1
        while end < last and names.tagged(end, line, "actors.bodies"):
            end += 1
        return _written(named[0], end, line)
    body = next((i for i in range(start, last) if names.tagged(i, line, "actors.bodies")), None)
    if body is not None:
        return line.sentence.keys[body]
    if "actors.unnamed" not in tags:
        return None
    while first < last and names.letter(first, line) in ("d", "a"):
        first += 1
    written = _written(first, last, line)
    return written[:1].lower() + written[1:] if first == 0 else written  # "Rebels" is no name, it opens a sentence


def _ruler(start: int, last: int, line: Line, nation: str | None, around: Setting) -> str | None:
    """A government as its country's: "government helicopters" in Syria are the Syrian government's."""
    adjective = nation.title() if nation is not None else _adjective(around.countries[0], line.language)
    ruler = next(line.sentence.keys[i] for i in range(start, last) if names.tagged(i, line, "actors.rulers"))
    return f"{adjective} {bare(ruler, line.language.lexicon.endings)}" if adjective else None


def _owner(after: int, line: Line, around: Setting) -> str | None:
    """Whose a force is when that is said after it: "helicopters of the Syrian government", "gunmen of the Lions"."""
    keys = line.sentence.keys
    if after >= len(keys) or not names.tagged(after, line, "place.of", "actors.from"):
        return None
    if names.tagged(after, line, "actors.from"):  # "militants from the Islamic State group", but "gunmen from Kano"
        stop = next((i for i in range(after + 1, len(keys)) if not names.capital(i, line) and i > after + 1), len(keys))
        if stop == len(keys) or not names.tagged(stop, line, "actors.meant", "voices.kinds"):
            return None
    return _named_at(after + 1, line, around)


def _nation_before(index: int, line: Line, around: Setting) -> str | None:
    """The nation or force whose strike it is: "an Israeli raid", "army shelling"."""
    first = index
    while first > 0 and first - 1 not in line.days and (
        names.tagged(first - 1, line, "nation", *ARMED, "actors.rulers", "actors.bodies")
    ):
        first -= 1
    return armed(first, index, line, around) if first < index else None


def _part_of_name(index: int, line: Line) -> bool:
    """Whether a word before a force still names it: Syrian and Russian aircraft; suspected M23 rebels."""
    if index < 0 or index in line.days or names.stops(index, line):
        return index > 0 and line.sentence.keys[index] == "," and names.tagged(index - 1, line, "nation")
    if names.tagged(index, line, "nation", "actors.rulers", "actors.bodies"):
        return True
    if names.tagged(index, line, "actors.and"):
        return index > 0 and names.tagged(index - 1, line, "nation")
    known = names.word(index, line) is not None
    capital = names.capital(index, line)
    return names.tagged(index, line, "actors.drop") or (capital and (index > 0 or not known or names.named(0, line)))


def _country(code: str, line: Line, around: Setting) -> str:
    """The country's plain name, its acronym if that is usual: "Myanmar (Burma)" is Myanmar, "American" is US."""
    short = (word.upper() for word, other in line.language.lexicon.nationalities.items() if other == code)
    acronym = next((word for word in short if len(word) == LIMIT_ACRONYM), None)
    return acronym or around.gazetteer.place(code).name.partition(" (")[0]


def _joint(first: int, last: int, line: Line) -> str:
    """The word that joins two names: the one that stands between them, else the language's first."""
    stated = (line.sentence.keys[i] for i in range(first, last) if names.tagged(i, line, "actors.and"))
    return next(stated, line.language.lexicon.joint)


def _adjective(country: str, language: Language) -> str | None:
    """The first nationality word of a country, capitalised."""
    return next((word.title() for word, code in language.lexicon.nationalities.items() if code == country), None)


def _written(first: int, last: int, line: Line) -> str:
    spans = line.sentence.spans
    written = " ".join(line.sentence.text[spans[first][0] : spans[last - 1][1]].split())
    return bare(written, line.language.lexicon.endings)


def _aid_name(first: int, line: Line) -> str | None:
    """The name that begins at a token: capitalised words, and words of a body after them."""
    keys, last = line.sentence.keys, first
    while last < len(keys) and (
        line.sentence.words[last][:1].isupper()
        or names.tagged(last, line, "voices.bodies")
        or (last + 1 < len(keys) and names.tagged(last + 1, line, "voices.bodies") and not names.stops(last, line))
    ):
        last += 1
    return names.name((first, last), line, True) if last > first else None


def _agency(trigger: int, chunked: Chunked, line: Line) -> str | None:
    """The subject before a verb of aid, or the label of its row: "MSF, Tawila: 396 treated"."""
    if trigger > 0:
        span = _subject(trigger, chunked, line)
        found = _aid_giver(span, line) if span is not None else None
        if found is not None:
            return found
    for span in _labels(line):
        if any(names.named(i, line) or names.tagged(i, line, "voices.bodies") for i in range(*span)):
            acronym = span[1] - span[0] == 1 and line.sentence.words[span[0]].isupper()
            if acronym or any(names.tagged(i, line, "voices.bodies") for i in range(*span)):
                return names.name(span, line)
    return None


def _labels(line: Line) -> Iterator[tuple[int, int]]:
    """What stands at the beginning of a row before its colon, up to the first sign."""
    keys = line.sentence.keys
    colon = next((i for i, key in enumerate(keys[:8]) if key == ":"), 0)
    first = next((i for i in range(colon) if keys[i][:1].isalpha()), colon)
    last = next((i for i in range(first, colon) if names.stops(i, line)), colon)
    if first < last:
        yield first, last


def _aid_giver(span: tuple[int, int], line: Line) -> str | None:
    """The name of whoever gives aid: an agency's, several agencies', or unnamed partners and volunteers."""
    first, last = span
    named = any(names.named(i, line) for i in range(first, last))
    if names.tagged(first, line, "voices.pronouns", "voices.possessive") or (
        names.tagged(last - 1, line, "voices.generic") and not named
    ):
        return None
    owned = next((i for i in range(first, last) if names.tagged(i, line, "actors.owners")), None)
    if owned is not None:  # "the Red Cross and its partners" begin with it
        last = owned
    tied = any(names.letter(i, line) == "O" or names.tagged(i, line, "voices.inner") for i in range(first, last))
    while last > first and not tied and not names.may_speak(last - 1, last, line):  # "UNHCR kits"
        last -= 1
    bodies = ("voices.bodies", "voices.many")
    gives = any(names.named(i, line) or names.tagged(i, line, *bodies) for i in range(first, last))
    return names.name((first, last), line) if gives else None
