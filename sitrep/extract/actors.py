"""Who did it, as the text names them."""

from collections.abc import Sequence

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.scene import Setting
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language

DONE = frozenset((
    "killed", "injured", "detained", "airstrikes", "attacks", "munitions", "homes_destroyed", "homes_damaged",
    "facilities_hit", "displaced",
))  # fmt: skip
LIMIT_BACK = 30  # chunks between an actor and the verb


def actor(link: Link, chunked: Chunked, language: Language, around: Setting) -> str | None:
    """The subject of the verb that made the count, if it is an armed force or (of aid) an agency."""
    trigger = min(link.trigger, link.number)
    if link.indicator == "reached":
        return _agency(trigger, chunked, language)
    if link.indicator not in DONE:
        return None
    rule = link.rule.partition(".")[2]  # without its language
    if rule.startswith(("passive", "intransitive", "shared")) or link.trigger > link.number:
        return _agent(max(link.trigger, link.number), chunked, language, around)
    for index in range(trigger - 1, max(-1, trigger - LIMIT_BACK), -1):
        if chunked.letters[index] in ";":
            return None
        chunk = chunked.chunks[index]
        if chunk.word is not None and "actors.forces" in chunk.word.tags:
            owner = _owner(chunk.last, chunked, language, around)
            return owner or _named(chunk.first, chunk.last, chunked, language, around)
    return _subject(trigger, chunked, language) if rule.startswith("active") else None


def subject(chunked: Chunked, language: Language, around: Setting) -> str | None:
    """The armed force that a sentence opens with, whatever it did: "Russian warplanes bombed the town today"."""
    for chunk in chunked.chunks[:4]:
        if chunk.word is not None and "actors.forces" in chunk.word.tags and "nation" not in chunk.word.tags:
            return _named(chunk.first, chunk.last, chunked, language, around)
    return None


def _agent(trigger: int, chunked: Chunked, language: Language, around: Setting) -> str | None:
    """Who did it by a passive: "were killed by gunmen"."""
    chunks = chunked.chunks[trigger + 1 : trigger + 10]
    by = next((i for i, c in enumerate(chunks) if c.word is not None and "actors.by" in c.word.tags), None)
    if by is None or by > 3:
        return None
    for chunk in chunks[by + 1 : by + 6]:
        if chunk.word is not None and "actors.forces" in chunk.word.tags:
            return _named(chunk.first, chunk.last, chunked, language, around)
        if chunk.letter in ",;.":
            break
    return None


def _subject(trigger: int, chunked: Chunked, language: Language) -> str | None:
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
    if nations and "actors.government" not in tags:
        joint = f" {_joint(words, language)} "
        return joint.join(dict.fromkeys(around.gazetteer.place(nation).name for nation in nations))
    if "actors.government" in tags and len(words) > 1 and (nations or around.countries):
        adjective = _adjective(nations[0] if nations else around.countries[0], language)
        government = next(w for w in words if _has(w, "actors.government", language))
        return f"{adjective} {government}" if adjective else None
    named = [
        i for i in range(start, last)
        if sentence.words[i][:1].isupper() and not _has(sentence.keys[i], "actors.drop", language)
        and not _has(sentence.keys[i], "actors.forces", language)
    ]  # fmt: skip
    if named and named[-1] - named[0] == len(named) - 1:
        return bare(_written(named[0], named[-1] + 1, chunked), language.lexicon.endings)
    if "actors.unnamed" not in tags:
        return None
    written = _written(first, last, chunked)
    return written[:1].lower() + written[1:] if first == 0 else written  # "Rebels" is no name, it opens a sentence


def _owner(after: int, chunked: Chunked, language: Language, around: Setting) -> str | None:
    """Whose a force is when that is said after it: "helicopters of the Syrian government"."""
    keys = chunked.sentence.keys
    if after >= len(keys) or not _has(keys[after], "place.of", language):
        return None
    for index in range(after + 1, min(after + 5, len(keys))):
        if _has(keys[index], "actors.government", language):
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
    if word in language.lexicon.nationalities or _has(word, "actors.government", language):
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
    """The capitalised subject before a verb of aid."""
    sentence = chunked.sentence
    last = chunked.chunks[trigger].first
    for index in range(last - 1, max(-1, last - LIMIT_BACK), -1):
        if sentence.keys[index] in (",", ";", "."):
            return None
        if sentence.words[index][:1].isupper() and not _has(sentence.keys[index], "actors.drop", language):
            first = index
            while first > 0 and sentence.words[first - 1][:1].isupper():
                first -= 1
            while first < index and _has(sentence.keys[first], "actors.drop", language):
                first += 1
            return bare(_written(first, index + 1, chunked), language.lexicon.endings)
    return None
