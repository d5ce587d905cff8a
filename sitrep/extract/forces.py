"""How an armed force is named: a nation's as its country, a government's as its country's, the others as written."""

from sitrep.extract import names
from sitrep.extract.names import Line
from sitrep.extract.scene import Setting
from sitrep.extract.words import look_up
from sitrep.extract.words import tags as at
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language

LIMIT_BEFORE = 5  # words before a force that name it
LIMIT_ACRONYM = 2  # letters of a country's: US, UK
ARMED = ("actors.forces", "actors.unnamed")
OWN = (*ARMED, "nation", "actors.rulers", "actors.bodies")  # that may be somebody who does a deed


def armed(first: int, last: int, line: Line, around: Setting, anybody: bool = False) -> str | None:
    """Nationalities as their countries, a government as its country's, an unnamed force as written.

    Its last word is a force, a body, a nation or a name; `anybody` takes it as a name where it opens a sentence.
    """
    cut = next((i for i in range(first + 1, last) if names.letter(i, line) in ("L", "O", "R")), last)
    owned = cut < last and names.tagged(cut - 1, line, *ARMED, "voices.mouthpieces")
    whose = owner(cut, line, around) if owned else None
    if whose is not None:
        return whose
    last = cut
    if any(names.tagged(i, line, "voices.pronouns") or i in line.days for i in range(first, last)):
        return None
    start = first
    while start > 0 and first - start < LIMIT_BEFORE and _part_of_name(start - 1, line):
        start -= 1
        if names.letter(start, line) in ("d", "a"):
            break
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
        return written(start, last, line)
    if nations and _is_body(start, last, line):
        return written(next(i for i in range(start, last) if names.capital(i, line)), last, line)
    if nations:
        codes, joint = line.language.lexicon.nationalities, f" {_joint(start, last, line)} "
        return joint.join(dict.fromkeys(w if w.isupper() else country(codes[key], line, around) for key, w in nations))
    return _force_name(start, first, last, line, tags)


def is_armed(name: str, language: Language) -> bool:
    """Whether a voice's name tells that it is an armed force's: "separatists", "army headquarters"."""
    entries = (language.lexicon.words.get(word) for word in name.lower().split())
    return any(entry and entry[0] and not entry[0].tags.isdisjoint(ARMED) for entry in entries)


def _is_body(first: int, last: int, line: Line) -> bool:
    """Whether a nation's word is part of the name of a body: "the Syrian army", "the Syrian Democratic Forces"."""
    while first < last and not names.capital(first, line):
        first += 1
    capitals = all(names.capital(i, line) for i in range(first, last)) and not line.sentence.heading
    named = capitals and any(not names.tagged(i, line, "nation", "actors.and", *ARMED) for i in range(first, last))
    army = names.tagged(last - 1, line, "actors.bodies") and line.sentence.words[last - 1].islower()
    return last - first > 1 and ((named and names.tagged(last - 1, line, *OWN)) or (army and last - first == 2))


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
        if names.capital(i, line) and not names.tagged(i, line, "actors.drop", "actors.owners", "nation")
        and not names.is_number(i, line)
        and (not names.tagged(i, line, *ARMED) or start < i)
        and not (i == 0 and last > 1 and names.tagged(i, line, "actors.bodies"))
    ]  # fmt: skip
    if named and named[-1] - named[0] <= 2 * len(named) - 2:
        end = named[-1] + 1
        while end < last and names.tagged(end, line, "actors.bodies"):
            end += 1
        return written(named[0], end, line)
    body = next((i for i in range(start, last) if names.tagged(i, line, "actors.bodies")), None)
    if body is not None:
        return line.sentence.keys[body]
    if "actors.unnamed" not in tags:
        return None
    while first < last and names.letter(first, line) in ("d", "a"):
        first += 1
    name = written(first, last, line)
    return name[:1].lower() + name[1:] if first == 0 else name  # "Rebels" is no name, it opens a sentence


def _ruler(start: int, last: int, line: Line, nation: str | None, around: Setting) -> str | None:
    """A government as its country's: "government helicopters" in Syria are the Syrian government's."""
    adjective = nation.title() if nation is not None else _adjective(around.countries[0], line.language)
    ruler = next(line.sentence.keys[i] for i in range(start, last) if names.tagged(i, line, "actors.rulers"))
    return f"{adjective} {bare(ruler, line.language.lexicon.endings)}" if adjective else None


def owner(after: int, line: Line, around: Setting) -> str | None:
    """Whose a force is when that is said after it: "helicopters of the Syrian government", "gunmen of the Lions"."""
    keys = line.sentence.keys
    if after >= len(keys) or not names.tagged(after, line, "place.of", "actors.from"):
        return None
    if names.tagged(after, line, "place.of") and names.tagged(after - 1, line, "actors.strikes"):
        return None  # "the shelling of Kharkiv" is what befell it
    if names.tagged(after, line, "actors.from"):  # "militants from the Islamic State group", but "gunmen from Kano"
        stop = next((i for i in range(after + 1, len(keys)) if not names.capital(i, line) and i > after + 1), len(keys))
        if stop == len(keys) or not names.tagged(stop, line, "actors.meant", "voices.kinds"):
            return None
    return named_at(after + 1, line, around)


def named_at(first: int, line: Line, around: Setting) -> str | None:
    """The force or name that begins at a token, after its article."""
    keys, words = line.sentence.keys, line.sentence.words
    while first < len(keys) and names.tagged(first, line, "actors.drop"):
        first += 1
    last = first
    described = first + 1 < len(keys) and words[first].islower() and names.letter(first, line) in ("", "W", "N")
    if described and not names.tagged(first, line, *ARMED) and names.tagged(first + 1, line, *ARMED):
        return written(first, first + 2, line)  # "the joint force"
    while last < len(keys) and (
        words[last][:1].isupper() or names.tagged(last, line, *ARMED, "actors.bodies", "actors.rulers", "nation")
    ):
        last += 1
    return armed(first, last, line, around) if last > first else None


def nation_before(index: int, line: Line, around: Setting) -> str | None:
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


def country(code: str, line: Line, around: Setting) -> str:
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


def written(first: int, last: int, line: Line) -> str:
    """The tokens as the text has them, without the ending of an owner."""
    spans = line.sentence.spans
    name = " ".join(line.sentence.text[spans[first][0] : spans[last - 1][1]].split())
    return bare(name, line.language.lexicon.endings)
