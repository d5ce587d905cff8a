"""Who somebody is: the words of a sentence that name a person or a body, and the name that they give."""

from dataclasses import dataclass, field

from sitrep.extract.words import look_up
from sitrep.language.lexicon import Word, bare
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

LIMIT_NAME = 14  # words of a name with its titles
LIMIT_RELATIVE = 10  # words of "who asked not to be named"
LIMIT_PERSON = 5  # words of a person's name
LIMIT_ROLE = 5  # words of somebody without a name: "a local health worker"
STOPS = frozenset(',;:"“”«»‘()[]—–-|/…?!•>.')
VERBS = "VHBKAIEPUTGYZ"
IMPERSONAL = ("voices.bodies", "voices.impersonal", "nation", "place.type")  # in no person's name
FORCES = ("actors.forces", "actors.unnamed", "actors.air", "actors.nature")
CONTENT = ("voices.bodies", "voices.person_titles", "voices.mouthpieces", "voices.kinds", "voices.many")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in its language, and its tokens that are days."""

    sentence: Sentence
    language: Language
    days: frozenset[int]
    # Every count of a sentence asks for the subject of every verb in it, and for every deed: each is found once.
    met: dict[int, tuple[int, int] | None] = field(default_factory=dict, compare=False, repr=False)
    done: dict[int, str | None] = field(default_factory=dict, compare=False, repr=False)


def word(index: int, line: Line) -> Word | None:
    """What the lexicon knows of one token, without its possessive ending."""
    words = line.language.lexicon.words
    key = line.sentence.keys[index]
    entry = words.get(key) or words.get(bare(key, line.language.lexicon.endings))
    return entry[0] if entry is not None else None


def tagged(index: int, line: Line, *tags: str) -> bool:
    """Whether a token stands in one of these lists of the lexicon."""
    found = word(index, line)
    return found is not None and not found.tags.isdisjoint(tags)


def letter(index: int, line: Line) -> str:
    """The letter of a token's word; none of a name's, which only looks like a word."""
    found = word(index, line)
    return found.letter if found is not None and (found.letter in "da" or not named(index, line)) else ""


def named(index: int, line: Line) -> bool:
    """Whether a token is part of a name: a capital that no beginning of a sentence explains."""
    written = line.sentence.words[index]
    if index > 0 or not capital(index, line):
        return capital(index, line)
    if len(line.sentence.words) > 1 and _glued(1, line):
        return True
    return len(written) > 1 and bare(written, line.language.lexicon.endings).isupper()


def capital(index: int, line: Line) -> bool:
    """Whether a token is written with a capital: Qudra, al-Qudra."""
    written = line.sentence.words[index]
    return written[:1].isupper() or ("-" in written and not written.islower()) or _glued(index, line)


def _glued(index: int, line: Line) -> bool:
    """Whether a number is part of a name: M23."""
    spans, written = line.sentence.spans, line.sentence.words
    digits = index > 0 and written[index][:1].isdecimal() and written[index - 1].isupper()
    return digits and spans[index - 1][1] == spans[index][0]


def begin(first: int, line: Line) -> int:
    """Where a name begins with its article and what describes it."""
    while first > 0 and letter(first - 1, line) in ("d", "a", "", "W", "N") and not stops(first - 1, line):
        first -= 1
        if letter(first, line) in ("d", "a"):
            break
    return first


def governed(first: int, line: Line) -> bool:
    """Whether a preposition stands before a token, so that what begins there is no subject: "methane in Amagá"."""
    return first > 0 and letter(first - 1, line) in ("L", "O") and not tagged(first - 1, line, "voices.dropped")


def before(end: int, line: Line) -> tuple[int, int] | None:
    """The tokens of whoever is named right before a token; an apposition's name, the head of a relative clause."""
    if end not in line.met:
        line.met[end] = _before(end, line)
    return line.met[end]


def _before(end: int, line: Line) -> tuple[int, int] | None:
    end = _unbracketed(end, line)
    if end > 0 and line.sentence.keys[end - 1] == ",":
        return _apposed(end - 1, line)
    first = _back(end, line)
    theirs = governed(first, line) and not has_content(first, end, line)
    if first < end and not theirs and (letter(first, line) in ("d", "a") or may_speak(first, end, line)):
        return first, end
    if end > 1 and letter(end - 1, line) == "R":  # "UNHCR, which said"
        end -= 1 + (line.sentence.keys[end - 2] == ",")
        return (_back(end, line), end) if _back(end, line) < end else None
    for index in range(first - 1, max(-1, end - LIMIT_RELATIVE), -1):
        if stops(index, line):
            break
        if tagged(index, line, *CONTENT, "actors.unnamed", "voices.works"):  # "doctors who asked not to be named"
            return _back(index + 1, line), index + 1
    return (first, end) if first < end else None


def _unbracketed(end: int, line: Line) -> int:
    """Where the brackets begin that end at a token."""
    if end > 0 and line.sentence.keys[end - 1] == ")":
        return next((i for i in range(end - 1, -1, -1) if line.sentence.keys[i] == "("), 0)
    return end


def may_speak(first: int, last: int, line: Line) -> bool:
    """Whether one of the tokens is a name's, a body or a person's title."""
    return any(named(i, line) or tagged(i, line, *CONTENT) for i in range(first, last))


def after(first: int, line: Line) -> tuple[int, int] | None:
    """The tokens of whoever is named from a token on, up to a sign, a day, a number or a verb."""
    keys, last = line.sentence.keys, first
    if first >= len(keys) or letter(first, line) == "L" or tagged(first, line, "voices.inner"):
        return None
    while last < len(keys) and last - first < LIMIT_NAME and not stops(last, line) and last not in line.days:
        sign = letter(last, line)
        says = tagged(last, line, "voices.verbs") and sign == "W"
        if says or (sign and sign in VERBS + "DRF" and not tagged(last, line, *CONTENT, "voices.adjectives")) or (
            is_number(last, line) and not tagged(last, line, "voices.adjectives")
        ):
            break
        last += 1
    while last > first and letter(last - 1, line) in ("L", "O", "&", "d", "a"):
        last -= 1
    if last == first:
        return None
    comma = last + (last + 1 < len(keys) and letter(last, line) == "D")  # "a surgeon there, Dr Salim Haddad"
    last, second = (comma, comma + 1) if keys[comma : comma + 1] == (",",) else (last, last + 1)
    if last < len(keys) and keys[last] == "," and second < len(keys):
        stop = next((i for i in range(second, len(keys)) if stops(i, line)), len(keys))
        role = _is_role(first, last, line)
        acronym = stop - second == 1 and named(second, line)
        if role and (acronym or (_titled(first, last, line) and _is_person(second, stop, line))):
            return second, stop
    return first, last


def _is_role(first: int, last: int, line: Line) -> bool:
    """Whether tokens tell what somebody is and not their name: "the mayor", "the governor of Sfax"."""
    first = _unowned(first, last, line)
    end = next((i for i in range(first + 1, last) if letter(i, line) in ("L", "O")), last)
    end = end if _titled(first, end, line) else last
    return not any(named(i, line) for i in range(first, end))


def clause(end: int, line: Line) -> tuple[int, int] | None:
    """Whoever opens the clause before a token: "the Taliban called this a lie and said"."""
    first = next((i + 1 for i in range(end - 1, -1, -1) if stops(i, line)), 0)
    return opening(first, line)


def opening(first: int, line: Line) -> tuple[int, int] | None:
    """Whoever is named from a token on, up to a word that is no part of the name: "the junta answered"."""
    span = after(first, line)
    for index in range(span[0] + 1, span[1]) if span is not None else ():
        small = line.sentence.words[index].islower() and letter(index, line) in ("", "W")
        tied = letter(index - 1, line) in ("L", "O") or tagged(index, line, *CONTENT)
        if small and not tied and may_speak(first, index, line):
            return first, index
    return span


def stops(index: int, line: Line) -> bool:
    """Whether a token is a sign at which a name ends; the points of "Lt. Gen." and "U.N." are none."""
    keys = line.sentence.keys
    before = keys[index - 1] if keys[index] == "." and index > 0 else ""
    short = before in line.language.lexicon.abbreviations or (len(before) == 1 and before.isalpha())
    return keys[index] in STOPS and not short


def is_number(index: int, line: Line) -> bool:
    """Whether a token is a number in digits or in words."""
    key = line.sentence.keys[index]
    if _glued(index, line):
        return False
    number = key in line.language.numbers.table and letter(index, line) not in ("a", "&", "L", "D")
    return key[:1].isdecimal() or (number and not named(index, line))


def name(span: tuple[int, int], line: Line, anybody: bool = False) -> str | None:
    """The name without article, owner and title: a person's if there is one, else the body's; None of what is none.

    Who only speaks for a body is the body: its spokesman, head, staff. `anybody` takes whoever has a voice: "a
    shopkeeper", "local volunteers".
    """
    first, last = _spoken_for(*_trimmed(*span, line), line)
    first, last = _maker(first, last, line)
    first, last = _trimmed(first, last, line)
    if first >= last or any(is_number(i, line) for i in range(first, last)):
        return None
    person = _person_within(first, last, line)
    if person is not None:
        return _written(*person, line)
    first = _unowned(first, last, line)
    run = _last_run(first, last, line)
    vague = any(tagged(i, line, "voices.vague") for i in range(first, last))
    if first < run < last and not vague:
        first = run  # "the state news agency SANA", "the local People's Defence Force": the name alone
    kind = tagged(last - 1, line, "voices.generic", "actors.meant") and not named(last - 1, line)
    if kind and last - first > 1 and all(named(i, line) for i in range(first, last - 1)):
        last -= 1  # "the Gran Grif gang", "the JNIM group"
    content = any(tagged(i, line, *CONTENT) for i in range(first, last))
    capitals = any(
        named(i, line) or (i == 0 and line.sentence.words[0][:1].isupper() and word(0, line) is None)
        for i in range(first, last)
    )
    someone = anybody and last - first <= LIMIT_ROLE and any(letter(i, line) in "NW" for i in range(first, last))
    return _written(first, last, line) if first < last and (content or capitals or someone) else None


def has_content(first: int, last: int, line: Line) -> bool:
    """Whether one of the tokens is a body or a person's title."""
    return any(tagged(i, line, *CONTENT) for i in range(first, last))


def is_person(full: str, language: Language) -> bool:
    """Whether a name is a person's or an unnamed person's: "Salim Haddad", "the mayor".

    >>> from sitrep.language.places import gazetteer
    >>> from sitrep.language.reader import reader
    >>> english = reader(gazetteer()).language("en")
    >>> [is_person(name, english) for name in ("Salim Haddad", "mayor", "UNHCR", "health ministry")]
    [True, True, False, False]
    """
    words = full.split()
    known = [language.lexicon.words.get(w.lower()) for w in words]
    tags = [entry[0].tags if entry is not None and entry[0] is not None else frozenset() for entry in known]
    if "voices.person_titles" in tags[-1]:
        return True
    bodies = any(not one.isdisjoint(IMPERSONAL) for one in tags)
    return not bodies and 2 <= len(words) <= LIMIT_PERSON and all(w[0].isupper() and not w.isupper() for w in words)


def is_body(name: str, language: Language) -> bool:
    """Whether a name is that of a state's body.

    >>> from sitrep.language.places import gazetteer
    >>> from sitrep.language.reader import reader
    >>> english = reader(gazetteer()).language("en")
    >>> [is_body(name, english) for name in ("army", "junta", "gunmen")]
    [True, True, False]
    """
    entry = language.lexicon.words.get(name)
    return entry is not None and entry[0] is not None and "actors.bodies" in entry[0].tags


def _back(end: int, line: Line) -> int:
    """Where the name begins that ends at a token: at its article, or after a sign, a day, a number or a verb."""
    first = end
    while first > 0 and end - first < LIMIT_NAME:
        index = first - 1
        sign = letter(index, line)
        says = sign == "W" and tagged(index, line, "voices.verbs")
        if says or index in line.days or stops(index, line) or is_number(index, line):
            break
        if sign in ("d", "a"):
            inside = index > 0 and _is_phrase(index - 1, line)
            first = index - inside
            if not inside and (index < 2 or not _links(index - 1, line)):
                break
        elif sign in ("L", "O", "&") or tagged(index, line, "voices.inner", "voices.cut"):
            if first == end or index == 0 or not _links(index, line):
                break
            first = index
        elif sign and sign in VERBS + "DRFQS" and not (
            tagged(index, line, *CONTENT)
            or _describes(index, end, line)
            or (index + 1 == end and tagged(index, line, "actors.weapons"))  # "a tank shell hit"
        ):
            break
        else:
            first = index
    return first


def _is_phrase(index: int, line: Line) -> bool:
    """Whether a body with an article inside its name begins at a token: Save the Children."""
    found, length = look_up(index, line.sentence, line.language)
    return length > 1 and found is not None and "voices.bodies" in found.tags


def _describes(index: int, end: int, line: Line) -> bool:
    """Whether what looks like a verb describes a body: "the housing ministry"."""
    opens = index == 0 or stops(index - 1, line) or letter(index - 1, line) in ("d", "a", "L", "O", "&")
    return opens and index + 1 < end and tagged(index + 1, line, *CONTENT)


def _links(index: int, line: Line) -> bool:
    """Whether a preposition or "and" ties two parts of one name: ministry for, residents and medics, sources in."""
    if index == 0 or stops(index - 1, line) or index - 1 in line.days:
        return False
    if letter(index, line) == "&":
        ends = (index - 1, _skip_article(index + 1, line))
        return all(named(i, line) or tagged(i, line, *CONTENT) or letter(i, line) == "" for i in ends)
    if tagged(index, line, "voices.inner"):
        return letter(index - 1, line) in ("", "N", "W", "C") or tagged(index - 1, line, *CONTENT)
    return tagged(index, line, "voices.cut") and tagged(index - 1, line, *CONTENT)


def _skip_article(index: int, line: Line) -> int:
    last = len(line.sentence.keys) - 1
    return min(index + (index < last and letter(index, line) in ("d", "a")), last)


def _apposed(comma: int, line: Line) -> tuple[int, int] | None:
    """Of "Luis Barrera, head of civil protection, said" and "the mayor, Luis Barrera, said": the side with the name."""
    start = next((i + 1 for i in range(comma - 1, -1, -1) if stops(i, line)), 0)
    if start == 0 or line.sentence.keys[start - 1] not in (",", "—", "–", "-"):
        return None
    end = _unbracketed(start - 1, line)
    inner, outer = (start, comma), (_back(end, line), end)
    if outer[0] == outer[1]:
        return inner if _is_person(*inner, line) or letter(start, line) in ("d", "a") else None
    person = _is_person(*inner, line) or (letter(start, line) != "R" and _titled(*inner, line))
    if person and _person_within(*inner, line) is not None and _person_within(*outer, line) is None:
        return inner
    return outer


def _trimmed(first: int, last: int, line: Line) -> tuple[int, int]:
    """Without articles, adverbs and mere signs at the beginning, and without signs at the end."""
    while first < last and (
        letter(first, line) in ("d", "a", "&", "D", "L", "X")
        or line.sentence.keys[first].endswith(line.language.lexicon.origins)
        or not line.sentence.words[first][:1].isalpha()
        or tagged(first, line, "voices.dropped")
    ):
        first += 1
    while last > first and (
        not line.sentence.words[last - 1][-1:].isalnum() or letter(last - 1, line) in ("&", "d", "L", "O")
    ):
        last -= 1
    return first, last


def _spoken_for(first: int, last: int, line: Line) -> tuple[int, int]:
    """Whom somebody speaks for: a spokesman for the army, the head of UNHCR, the agency's staff, an army spokesman."""
    for index in range(first + 1, last):
        if tagged(index, line, "voices.inner"):
            person = _person_within(first, index, line) if letter(index, line) != "&" else None
            if person is not None:
                return first, index
            forces = tagged(index - 1, line, "actors.forces") and not named(index - 1, line)
            if forces or tagged(index - 1, line, "voices.mouthpieces", "voices.works"):
                return _spoken_for(*_trimmed(index + 1, last, line), line)
        elif tagged(index, line, "voices.cut") and letter(index, line):
            if tagged(index - 1, line, "voices.works"):
                return _spoken_for(*_trimmed(index + 1, last, line), line)
            if not tagged(index - 1, line, "voices.vague") and not _at_work(index, last, line):
                last = index
                break
    while last - first > 1 and tagged(last - 1, line, "voices.mouthpieces") and _may_have(first, last - 1, line):
        last -= 1
        while last - first > 1 and tagged(last - 1, line, "voices.adjectives") and not named(last - 1, line):
            last -= 1  # "DTM field teams"
    return first, last


def _at_work(index: int, last: int, line: Line) -> bool:
    """Whether somebody is told apart by the hospital that they work at: "a doctor at Wad Nubawi hospital"."""
    someone = tagged(index - 1, line, "voices.person_titles") and not named(index - 1, line)
    return someone and index + 1 < last and named(index + 1, line) and tagged(last - 1, line, "place.site")


def _may_have(first: int, last: int, line: Line) -> bool:
    """Whether tokens are a body or a name, which may have a spokesman."""
    return any(named(i, line) or tagged(i, line, "voices.bodies", "actors.rulers") for i in range(first, last))


def _maker(first: int, last: int, line: Line) -> tuple[int, int]:
    """Whoever made a work: "NDMA figures", "the latest UN data"; nobody of "preliminary figures"."""
    proper = last > 0 and named(last - 1, line) and not line.sentence.heading
    if last - first < 1 or not tagged(last - 1, line, "voices.works") or proper:
        return first, last
    while last > first and tagged(last - 1, line, "voices.works", "voices.adjectives"):
        last -= 1
    while first < last and tagged(first, line, "voices.adjectives"):
        first += 1
    return first, last


def _titled(first: int, last: int, line: Line) -> bool:
    return any(tagged(i, line, "voices.person_titles", "voices.mouthpieces") for i in range(first, last))


def _is_person(first: int, last: int, line: Line) -> bool:
    """Whether tokens are a full name: two to five words with capitals that are no body's, nation's or day's."""
    while first < last and tagged(first, line, "voices.person_titles"):
        first += 1
    particles = line.language.lexicon.lists["particles"]
    inner = range(first, last)
    return (
        2 <= last - first <= LIMIT_PERSON
        and all(capital(i, line) or line.sentence.keys[i] in particles for i in inner)
        and not any(tagged(i, line, *IMPERSONAL) or i in line.days or _owns(i, line) for i in inner)
        and not all(line.sentence.words[i].isupper() for i in inner)
    )


def _owns(index: int, line: Line) -> bool:
    key = line.sentence.keys[index]
    return bare(key, line.language.lexicon.endings) != key


def _person_within(first: int, last: int, line: Line) -> tuple[int, int] | None:
    """A person's name among tokens: after a title, else the whole of them."""
    titles = [i for i in range(first, last) if tagged(i, line, "voices.person_titles", "voices.mouthpieces")]
    if not titles:
        return (first, last) if _is_person(first, last, line) else None
    start = titles[-1] + 1
    while start < last and line.sentence.keys[start] == ".":
        start += 1
    end = start
    particles = line.language.lexicon.lists["particles"]
    while end < last and (capital(end, line) or line.sentence.keys[end] in particles):
        end += 1
    whole = end == last or line.sentence.words[end][:1].islower()
    alone = not any(tagged(i, line, *IMPERSONAL) for i in range(start, end))
    return (start, end) if 1 <= end - start <= LIMIT_PERSON and whole and alone else None


def _last_run(first: int, last: int, line: Line) -> int:
    """Where the capitals begin that end a run of tokens; `last` where its last word has none."""
    particles = line.language.lexicon.lists["particles"]
    run = last
    while run > first and (
        named(run - 1, line)
        or (line.sentence.keys[run - 1] == "." and run > 1 and not stops(run - 1, line))
        or (run == 1 < last and line.sentence.words[0][:1].isupper())
        or (run < last and (line.sentence.keys[run - 1] in particles or _inside(run - 1, line)))
    ):
        run -= 1
    while run < last and not line.sentence.words[run][:1].isupper():
        run += 1
    return run


def _inside(index: int, line: Line) -> bool:
    """Whether a small word stands inside a name: Save the Children, Ministry of Health and Sports."""
    small = letter(index, line) in ("d", "&", "O") or tagged(index, line, "voices.inner")
    return small and any(i == 0 or named(i, line) for i in range(max(0, index - 2), index))


def _unowned(first: int, last: int, line: Line) -> int:
    """Where a name begins after its owner: "Pakistan's army" is the army; the mayor's office stays whole."""
    endings = line.language.lexicon.endings
    for index in range(last - 2, first - 1, -1):
        key = line.sentence.keys[index]
        whose = index - 1 if key in endings and index > first else index  # "the rebels' police"
        if bare(key, endings) == key or tagged(whose, line, "voices.person_titles", "voices.owners"):
            continue
        if line.sentence.words[whose][:1].isupper() or tagged(whose, line, "actors.rulers", "voices.bodies"):
            return index + 1
    return first


def _written(first: int, last: int, line: Line) -> str:
    spans = line.sentence.spans
    written = " ".join(line.sentence.text[spans[first][0] : spans[last - 1][1]].split())
    return written[: len(bare(written.lower(), line.language.lexicon.endings))]
