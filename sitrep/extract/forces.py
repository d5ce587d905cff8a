"""How an armed force is named: a nation's as its country, a government's as its country's, the others as written."""

from sitrep.extract import names
from sitrep.extract.names import Line
from sitrep.extract.setting import Setting
from sitrep.extract.words import look_up, opening
from sitrep.extract.words import tags as at
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language

NAMELESS = ("actors.drop", "actors.owners", "actors.creeds", "nation")  # that are no name of a force
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
    if _is_nobody(first, last, line, around):
        return None
    if last - first > 1 and names.tagged(last - 1, line, "voices.generic") and names.named(last - 2, line):
        last -= 1  # "the M23 group"
    start = first
    while first - start < LIMIT_BEFORE and _part_of_name(start - 1, line):
        if names.letter(start, line) in ("d", "a"):
            break
        start -= 1
    spelled = _spelled(start, line)
    if spelled is not None:
        return spelled
    tags = frozenset[str]().union(*(_tags(i, line) for i in range(start, last)))
    head = not _tags(last - 1, line).union(at(first, line.sentence, line.language)).isdisjoint(OWN)
    generic = last - first == 2 and names.letter(first, line) == "d" and names.tagged(first + 1, line, "actors.meant")
    if generic and not names.tagged(first + 1, line, *ARMED):
        return line.sentence.keys[first + 1]  # "the group", which somebody told of before
    natural = "actors.nature" in tags and not _own(start, last, line)
    if natural or not (head or anybody or names.named(last - 1, line)):
        return None
    tags |= at(first, line.sentence, line.language)
    return _called(start, first, last, line, around, tags)


def _is_nobody(first: int, last: int, line: Line, around: Setting) -> bool:
    """Whether tokens are a pronoun, a day, a storm's name, or the one letter that points left of "U.S."."""
    keys = line.sentence.keys
    if any(names.tagged(i, line, "voices.pronouns") or i in line.days for i in range(first, last)):
        return True
    return not around.storms.isdisjoint(keys[first:last]) or (last - first == 1 and len(keys[first]) == 1)


def _called(start: int, first: int, last: int, line: Line, around: Setting, tags: frozenset[str]) -> str | None:
    """What a force is called: by its ruler, its nation or its name, which begins at `start`."""
    nations = _nations(start, last, line)
    if "actors.rulers" in tags and (nations or around.countries):
        return _ruler(start, last, line, nations[0][0] if nations else None, around)
    if not nations:
        return _force_name(start, first, last, line, around, tags)
    if names.tagged(last - 1, line, "actors.meant"):  # "Palestinian gunmen" are no country's
        while start < last and names.tagged(start, line, "actors.drop"):
            start += 1
        return written(start, last, line)
    if _is_named(start, last, line):
        capitals = (i for i in range(start, last) if names.capital(i, line) and names.letter(i, line) not in ("d", "a"))
        return written(next(capitals), last, line)
    army = next((i for i in range(start + 1, last) if names.tagged(i, line, "actors.bodies")), start)
    if army > start and names.tagged(army - 1, line, "nation") and line.sentence.words[army].islower():
        return written(army - 1, army + 1, line)  # "a Syrian army helicopter"
    codes, joint = line.language.lexicon.nationalities, f" {_joint(start, last, line)} "
    return joint.join(dict.fromkeys(w if w.isupper() else country(codes[key], line, around) for key, w in nations))


def deed_of(first: int, last: int, line: Line, around: Setting) -> str | None:
    """The force that is the subject of a deed; a country's name that opens a sentence is one too."""
    nation = last - first == 1 and around.gazetteer.country(line.sentence.words[first]) is not None
    return armed(first, last, line, around, nation and first == 0)


def is_armed(name: str, language: Language) -> bool:
    """Whether a voice's name tells that it is an armed force's.

    >>> from sitrep.language.places import gazetteer
    >>> from sitrep.language.reader import reader
    >>> english = reader(gazetteer()).language("en")
    >>> [is_armed(name, english) for name in ("separatists", "army headquarters", "coast guard", "health ministry")]
    [True, True, True, False]
    """
    keys = name.lower().split()
    for index, key in enumerate(keys):
        word, phrases, _ = language.lexicon.words.get(key) or (None, None, None)
        rest = tuple(keys[index + 1 :])
        whole = [phrase for words, phrase in (phrases or {}).get(rest[0], ()) if words == rest] if rest else []
        if any(not one.tags.isdisjoint(ARMED) for one in (word, *whole) if one is not None):
            return True
    return False


def is_state(actor: str, line: Line, around: Setting, country: bool) -> bool:
    """Whether an actor is an army or police, or (`country`) a state."""
    entry = line.language.lexicon.words.get(actor.lower().split()[-1])
    state = entry is not None and entry[0] is not None and "actors.state" in entry[0].tags
    return state or (country and around.gazetteer.country(actor) is not None)


def _is_named(first: int, last: int, line: Line) -> bool:
    """Whether a nation's word is part of a name in capitals: "the Syrian Democratic Forces"."""
    while first < last and (not names.capital(first, line) or names.letter(first, line) in ("d", "a")):
        first += 1
    capitals = all(names.capital(i, line) for i in range(first, last)) and not line.sentence.heading
    named = capitals and any(not names.tagged(i, line, "nation", "actors.and", *ARMED) for i in range(first, last))
    return last - first > 1 and named and names.tagged(last - 1, line, *OWN)


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


def _force_name(start: int, first: int, last: int, line: Line, around: Setting, tags: frozenset[str]) -> str | None:
    """The capitals that name a force, else the body that it is, else the unnamed force as written."""
    begin, numerals = opening(line.sentence), line.language.numbers.table
    _, length = look_up(begin, line.sentence, line.language) if begin < last else (None, 0)
    phrase = length > 1 and not at(begin, line.sentence, line.language).isdisjoint(ARMED)  # "Security forces killed"
    named = [
        i for i in range(max(start, begin + length if phrase else 0), last)
        if names.capital(i, line) and not names.tagged(i, line, *NAMELESS)
        and not line.sentence.keys[i].endswith(line.language.lexicon.origins)
        and not names.is_number(i, line) and not _is_small(i, line)
        and not (i == begin and len(line.sentence.words[i]) > 1 and line.sentence.keys[i] in numerals)
        and (not names.tagged(i, line, *ARMED) or start < i)
        and not (i == begin and last > i + 1 and _describes(i, last, line, around))
    ]  # fmt: skip
    if named and named[-1] - named[0] <= 2 * len(named) - 2:
        end = named[-1] + 1
        if _mans(named[0], end, last, line):
            return written(named[0], end + 1, line)
        if _owns(end - 1, line) and around.gazetteer.country(written(named[0], end, line)) is not None:
            army = end < last and names.tagged(end, line, "actors.bodies")  # "Myanmar's military", "Israel's jets"
            return written(end, end + 1, line) if army else written(named[0], end, line)
        while end < last and names.tagged(end, line, "actors.bodies"):
            end += 1
        return written(named[0], end, line)
    body = next((i for i in range(start, last) if names.tagged(i, line, "actors.bodies")), None)
    if body is not None:
        return bare(line.sentence.keys[body], line.language.lexicon.endings)
    return _unnamed(start, first, last, line, phrase) if "actors.unnamed" in tags else None


def _unnamed(start: int, first: int, last: int, line: Line, phrase: bool) -> str:
    """A force without a name as written, with what describes it: "gunmen", "Islamist militants", "clan militias".

    `phrase` says that the sentence opens with a phrase that is a force, which stays whole: "Armed men".
    """
    begin = opening(line.sentence)
    while first < last and (
        names.letter(first, line) in ("d", "a")
        or (names.capital(first, line) and names.tagged(first, line, "actors.drop") and not (phrase and first == begin))
        or line.sentence.keys[first].endswith(line.language.lexicon.origins)
    ):
        first += 1
    while first and (names.tagged(first - 1, line, "actors.creeds") or (first > start and _opens(first - 1, line))):
        first -= 1
    name = written(first, last, line)
    plain = first == begin and not names.tagged(first, line, "actors.creeds")
    return name[:1].lower() + name[1:] if plain else name  # "Rebels" is no name, it opens a sentence


def _opens(index: int, line: Line) -> bool:
    """Whether a token is an unknown word that opens a sentence."""
    origin = line.sentence.keys[index].endswith(line.language.lexicon.origins)
    acronym = line.sentence.words[index].isupper()
    return index == opening(line.sentence) and names.word(index, line) is None and not (origin or acronym)


def _describes(index: int, last: int, line: Line, around: Setting) -> bool:
    """Whether the word that opens a sentence only describes a force: "Clan militias", no "Fano militiamen"."""
    if names.tagged(index, line, "actors.bodies"):
        return True
    word = bare(line.sentence.keys[index], line.language.lexicon.endings)
    known = word in around.names or word in line.language.lexicon.lists["armed_groups"]
    beside = last == index + 2 and names.tagged(index + 1, line, *ARMED) and line.sentence.words[index + 1].islower()
    if known or not beside or line.sentence.words[index].isupper() or _owns(index, line):
        return False
    return around.gazetteer.country(word) is None


def _is_small(index: int, line: Line) -> bool:
    """Whether a token is a mere article or adverb, whatever letter it begins with: "Both", "Their"."""
    word = names.word(index, line)
    return word is not None and word.letter in ("d", "a", "D", "X")


def _mans(first: int, end: int, last: int, line: Line) -> bool:
    """Whether a name with its possessive is a man's, and what follows are his men: "Ali Saleh's forces"."""
    owns = _owns(end - 1, line) and end == last - 1
    name = written(first, end, line)
    return owns and names.tagged(end, line, "voices.many", "actors.unnamed") and names.is_person(name, line.language)


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
        if after + 1 < len(keys) and _is_acronym(after + 1, line):  # "jihadists from JNIM"
            return line.sentence.words[after + 1]
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
        names.tagged(first - 1, line, *OWN) or _is_acronym(first - 1, line)
    ):
        first -= 1
    spelled = _spelled(first, line)
    if spelled is not None:
        return spelled
    grouped = first > 0 and line.sentence.keys[first - 1] in line.language.lexicon.lists["armed_groups"]
    whose = grouped or (index > 0 and _owns(index - 1, line) and not _is_scene(index - 1, line, around))
    if first == index and index > 0 and names.capital(index - 1, line) and whose:
        while first > 0 and names.capital(first - 1, line) and (first > 1 or names.word(0, line) is None):
            first -= 1
        return armed(first, index, line, around, anybody=True)  # "Israel's offensive", "the Hamas attack"
    return armed(first, index, line, around) if first < index else None


def _is_scene(index: int, line: Line, around: Setting) -> bool:
    """Whether a token is a day, a month or a town, none of whose doing a raid is: "Friday's raid", "Kano's"."""
    calendar, word = line.language.dates.calendar, bare(line.sentence.words[index], line.language.lexicon.endings)
    if word.lower() in calendar.weekdays or word.lower() in calendar.months:
        return True
    place = around.gazetteer.find(word, around.countries)
    return place is not None and place.kind != "country"


def _is_acronym(index: int, line: Line) -> bool:
    """Whether a token is an acronym in a line that is not all capitals: RSF, M23."""
    word = bare(line.sentence.words[index], line.language.lexicon.endings)
    return len(word) > 1 and word.isupper() and word[0].isalpha() and not line.sentence.text.isupper()


def _spelled(end: int, line: Line) -> str | None:
    """The country whose letters with points stand before a token: "U.S. jets"."""
    keys = line.sentence.keys
    letters = keys[max(0, end - 4) : end]
    word = "".join(letters[::2])
    spelled = letters[1::2] == (".", ".") and len(word) == LIMIT_ACRONYM
    return word.upper() if spelled and word in line.language.lexicon.nationalities else None


def _owns(index: int, line: Line) -> bool:
    key = line.sentence.keys[index]
    return bare(key, line.language.lexicon.endings) != key


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
