"""Who says so: the voice that a sentence attributes its numbers to."""

import re
from dataclasses import dataclass, field

from sitrep.extract.chunks import Chunked
from sitrep.extract.words import look_up
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

LIMIT_NAME = 14  # words of a voice's name and titles
LIMIT_OPENING = 3  # chunks before the first number of a sentence that goes on counting
GOES_ON = frozenset(("voices.pronouns", "voices.goes_on"))
LIMIT_FULL = 100  # characters of a full name before its acronym in brackets
LIMIT_LABEL = 6  # words of a voice that stands before or after a colon
QUOTES = frozenset('"“”«»‘')
ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
STOPS = frozenset(',;:"“”‘—–')


@dataclass(slots=True, frozen=True)
class Voices:
    """The voices met so far in a document: full names in order, short forms and acronyms."""

    names: list[str] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Said:
    """A voice of a sentence: its name (None for the reporter's), the tokens that name it, its verb, and what it is.

    `plan` says that the verb tells of an intent ("aims to reach"), which vouches for aid alone; `closes` that a
    quotation ends before it, so that what follows is the reporter's own.
    """

    name: str | None
    first: int
    last: int
    verb: int
    plan: bool = False
    closes: bool = False


def said(
    cut: Chunked, language: Language, met: Voices, days: frozenset[int], taken: frozenset[int]
) -> tuple[Said, ...]:
    """The voices of a sentence in order. `days` are the tokens of dates, `taken` the chunks that make counts."""
    sentence = cut.sentence
    labelled = _label(sentence, language, met)
    found = [labelled] if labelled is not None else []
    if cut.tags.isdisjoint(("voices.according", "voices.verbs", "voices.plans")):
        return tuple(found)
    for index, chunk in enumerate(cut.chunks):
        tags = chunk.tags
        if "voices.according" in tags:
            span = _after(chunk.last, sentence, language)
            name = _named(span, sentence, language)
            if name:
                found.append(Said(_known(name, met, sentence, language), *span, chunk.first))
        elif tags & {"voices.verbs", "voices.plans"} and chunk.letter != "N" and index not in taken:
            one = _spoken(index, cut, language, met, days)
            if one is not None and (not found or one.first >= found[-1].last or one.last <= found[-1].first):
                found.append(one)
    return tuple(found)


def of(token: int, indicator: str, spoken: tuple[Said, ...], cut: Chunked) -> Said | None:
    """The voice that vouches for the count at a token: of its part of the sentence the last before it, else the next.

    Parts end at a semicolon; a part without a voice goes on with the one before it.
    """
    voices = [one for one in spoken if not one.plan or indicator == "reached"]
    if len(voices) < 2:
        return next((one for one in voices if not (one.closes and token > one.verb)), None)
    stops = [i for i, key in enumerate(cut.sentence.keys) if key == ";"]
    part = sum(stop < token for stop in stops)
    here = [one for one in voices if sum(stop < one.verb for stop in stops) == part]
    before = [one for one in here if one.verb < token and not one.closes]
    after = [one for one in here if one.verb > token]
    earlier = [one for one in voices if one.verb < token]
    return next(iter((*before[-1:], *after, *earlier[-1:], *voices)), None)


def goes_on(cut: Chunked) -> bool:
    """Whether a sentence goes on with the account before it: it counts without saying whom, or speaks of "the dead".

    "Another 61 were hurt", "Ninety-eight are injured", "The dead included five children", "Among them …".
    """
    if any(not chunk.tags.isdisjoint(GOES_ON) for chunk in cut.chunks[:3]):
        return True
    counted = next((i for i, chunk in enumerate(cut.chunks) if chunk.quantity is not None), None)
    if counted is None or cut.letters[counted] != "q":
        return False
    return counted < LIMIT_OPENING or cut.letters[counted + 1 : counted + 2] == "S"


def _spoken(index: int, cut: Chunked, language: Language, met: Voices, days: frozenset[int]) -> Said | None:
    """The voice of a verb of saying; None where nobody says it: "were registered", "12 were reported dead"."""
    sentence, chunk = cut.sentence, cut.chunks[index]
    tags = chunk.tags
    if _passive(index, cut):
        return None
    turned = _inverted(chunk.first, sentence, language) if "voices.speech" in tags else None
    inverted = turned is not None and days.isdisjoint(range(*turned))
    span = turned if inverted else _subject(chunk.first, sentence, language, days)
    if span is None or _natural(*span, sentence, language):
        return None
    resolved = _resolved(span, chunk.first, sentence, language, met)
    if resolved is None:
        return None
    closes = inverted and sentence.text.lstrip()[:1] in QUOTES
    return Said(resolved[0], *span, chunk.first, "voices.verbs" not in tags, closes)


def _natural(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a force of nature "claimed" the lives."""
    natural = any(_tagged(i, ("actors.nature",), sentence, language) for i in range(first, last))
    return natural and not _has_body(first, last, sentence, language)


def _passive(index: int, cut: Chunked) -> bool:
    """Whether a form of "to be" stands before a verb."""
    while index > 0 and cut.letters[index - 1] in "DK":
        index -= 1
    return index > 0 and cut.letters[index - 1] == "B"


def _quoted(verb: int, sentence: Sentence) -> bool:
    return verb > 0 and sentence.keys[verb - 1] in (",", *QUOTES)


def _label(sentence: Sentence, language: Language, met: Voices) -> Said | None:
    """The voice before or after a colon: "Health ministry: 12 dead", "Twelve killed in raid: monitor"."""
    colon = next((i for i, key in enumerate(sentence.keys[:-1]) if key == ":"), 0)
    ends = [(0, colon)] if 0 < colon <= LIMIT_LABEL else []
    rest = len(sentence.keys) - colon - 1
    ends += [(colon + 1, len(sentence.keys))] if sentence.section == "title" and colon and rest <= LIMIT_LABEL else []
    for first, last in ends:
        body = any(
            _tagged(i, ("voices.bodies",), sentence, language)
            and (first or not _tagged(i, ("voices.many",), sentence, language))
            for i in range(first, last)
        )
        name = _named((first, last), sentence, language) if body else None
        if name is not None:
            return Said(_known(name, met, sentence, language), first, last, colon)
    return None


def _after(first: int, sentence: Sentence, language: Language) -> tuple[int, int]:
    """The tokens after "according to", up to a sign or a verb."""
    last = first
    while (
        last < len(sentence.keys)
        and last - first < LIMIT_NAME
        and sentence.keys[last] not in STOPS
        and sentence.keys[last] not in (".", "(")
    ):
        word, _ = look_up(last, sentence, language)
        if word is not None and (word.letter in "HBKR" or (word.letter != "N" and "voices.verbs" in word.tags)):
            break
        last += 1
    return first, last


def _subject(verb: int, sentence: Sentence, language: Language, days: frozenset[int]) -> tuple[int, int] | None:
    """The tokens of the subject before a verb of saying: back to a sign, another verb or the sentence's beginning."""
    last = verb
    while last > 0 and _is(last - 1, "HBDK", sentence, language):
        last -= 1
    end = last
    if last > 0 and _is(last - 1, "&", sentence, language):
        return _opening(last - 1, sentence, language)
    if last > 0 and sentence.keys[last - 1] == ")":
        while last > 0 and sentence.keys[last] != "(":
            last -= 1
        end = last
    if end > 0 and sentence.keys[end - 1] == ",":
        return _before_apposition(end - 1, sentence, language)
    first = end
    while first > 0 and end - first < LIMIT_NAME and sentence.keys[first - 1] not in STOPS:
        if first - 1 in days or _is(first - 1, "VHBKAIEPRUT", sentence, language, bodies=True):
            break
        if _is(first - 1, "&L", sentence, language) and not _tagged(
            first - 1, ("voices.inner", "voices.cut"), sentence, language
        ):
            break
        first -= 1
    return (first, end) if first < end else None


def _before_apposition(comma: int, sentence: Sentence, language: Language) -> tuple[int, int] | None:
    """ "Luis Barrera, head of civil protection, said": the capitalised side of the comma is the name."""
    first = comma
    while first > 0 and comma - first < LIMIT_NAME and sentence.keys[first - 1] not in STOPS:
        first -= 1
    if first == 0:
        return None
    inner = range(first, comma)
    named = len(inner) > 1 and all(
        sentence.words[i][:1].isupper() or sentence.keys[i] in language.lexicon.lists["particles"] for i in inner
    )
    if named and not all(w[:1].isupper() for w in sentence.words[max(0, first - 3) : first - 1]):
        return first, comma
    end = first - 1
    start = end
    while start > 0 and end - start < LIMIT_NAME and sentence.keys[start - 1] not in STOPS:
        if _is(start - 1, "VHBKAIEPRt", sentence, language, bodies=True):
            break
        start -= 1
    return (start, end) if start < end else (first, comma)


def _is(index: int, letters: str, sentence: Sentence, language: Language, bodies: bool = False) -> bool:
    entry = language.lexicon.words.get(sentence.keys[index])
    word = entry[0] if entry else None
    if word is None or word.letter not in letters or word.letter == "N":
        return False
    if bodies and "voices.bodies" in word.tags:
        return False
    written = sentence.words[index]
    return not (bodies and written[:1].isupper() and (index > 0 or (written.isupper() and len(written) > 1)))


def _tagged(index: int, tags: tuple[str, ...], sentence: Sentence, language: Language) -> bool:
    entry = language.lexicon.words.get(sentence.keys[index])
    return entry is not None and entry[0] is not None and not entry[0].tags.isdisjoint(tags)


def _inverted(verb: int, sentence: Sentence, language: Language) -> tuple[int, int] | None:
    """ "…, said Dr Salim Haddad": the subject right after the verb, up to a sign."""
    if not _quoted(verb, sentence) or _tagged(verb, ("voices.answers",), sentence, language):
        return None
    first, last = _after(verb + 1, sentence, language)
    ends = last == len(sentence.keys) or sentence.keys[last] in STOPS or sentence.keys[last] in (".", "(")
    return (first, last) if first < last and ends and _named((first, last), sentence, language) else None


def _opening(verb: int, sentence: Sentence, language: Language) -> tuple[int, int] | None:
    """What the part of the sentence before a verb opens with, if that can speak: "The Red Cross fed 9,200, it said"."""
    first = next((i + 1 for i in range(verb - 1, -1, -1) if sentence.keys[i] == ";"), 0)
    last = first
    if _is(first, "L", sentence, language):
        return None
    while last < verb and last - first < LIMIT_NAME and sentence.keys[last] not in STOPS:
        if last > first and sentence.words[last - 1][:1].isupper() and _ends_name(last, sentence, language):
            break
        if _is(last, "VHBKAIEPRUGT", sentence, language, bodies=True):
            break
        last += 1
    span = range(first, last)
    none = any(_tagged(i, ("actors.air", "voices.pronouns"), sentence, language) for i in span)
    named = any(not _tagged(i, ("nation",), sentence, language) for i in span)
    written = sentence.words
    sure = any(i and written[i][:1].isupper() for i in span) or _has_body(first, last, sentence, language)
    sure = sure or (last > first and written[first].isupper() and len(written[first]) > 1)
    return (first, last) if named and sure and last < verb and not none else None


def _ends_name(index: int, sentence: Sentence, language: Language) -> bool:
    """Whether a word after a capitalised one is no part of the name: "the Taliban called"."""
    small = not sentence.words[index][:1].isupper()
    return small and not _tagged(index, ("voices.bodies", "voices.inner"), sentence, language)


def _resolved(
    span: tuple[int, int], verb: int, sentence: Sentence, language: Language, met: Voices
) -> tuple[str | None] | None:
    """The voice of a subject; None where the subject is none."""
    word, length = look_up(span[0], sentence, language)
    if word is not None and "voices.pronouns" in word.tags and length == span[1] - span[0]:
        article = _is(span[0], "d", sentence, language)
        name = _meant(span, article, verb, sentence, language, met)
        if name is not None:
            return (name,)
        if not article:
            return None
    name = _named(span, sentence, language, anybody=_tagged(verb, ("voices.speech",), sentence, language))
    if name is None:
        return None
    return (_known(name, met, sentence, language),)


def _meant(
    span: tuple[int, int], article: bool, verb: int, sentence: Sentence, language: Language, met: Voices
) -> str | None:
    """Whom "it" or "the group" stands for: the voice of that kind, what the sentence opens with, the last voice."""
    kind = " ".join(sentence.keys[span[0] + article : span[1]])
    same = next((name for name in reversed(met.names) if kind in name.lower().split()), None) if article else None
    if same is not None:
        return same
    adds = _tagged(verb, ("voices.adds",), sentence, language)
    opening = _opening(verb, sentence, language) if span[0] > 1 and not (adds and met.names) else None
    name = _named(opening, sentence, language) if opening is not None else None
    if name is not None and name != name.lower() and opening is not None and opening[1] <= span[0]:
        force = any(_tagged(i, ("actors.forces",), sentence, language) for i in range(*opening))
        if not (force and met.names):
            return _known(name, met, sentence, language)
    other = article and _tagged(span[1] - 1, ("voices.kinds",), sentence, language)
    return met.names[-1] if met.names and not other else None


def _known(name: str, met: Voices, sentence: Sentence, language: Language) -> str:
    """The full name of a voice that was met before, or this one, which is met now."""
    plain = name.lower()
    full = met.short.get(plain) or next((old for old in reversed(met.names) if _shortens(name, old, language)), None)
    if full is not None:
        met.names.append(full)
        return full
    met.names.append(name)
    position = sentence.text.find(name)
    acronym = ACRONYM.match(sentence.text, position + len(name) + 1) if position >= 0 else None
    if acronym:
        met.short[acronym[1].lower()] = name
    return name


def _shortens(name: str, full: str, language: Language) -> bool:
    """Whether a name is the end of a fuller one ("Barrera", "the ministry"), or its initials ("NDMA")."""
    words, whole = name.lower().split(), full.lower().split()
    if name.isupper() and len(words) == 1 and len(name) > 2:
        return name == "".join(word[0] for word in full.split() if word[0].isupper())
    if not set(words) < set(whole):
        return False
    after = whole[whole.index(words[-1]) + 1 :]
    inner = language.lexicon.words.get(after[0]) if after else None
    if after and not (inner and inner[0] and "voices.inner" in inner[0].tags):
        return False
    joint = {
        word for word in whole if (entry := language.lexicon.words.get(word)) and entry[0] and entry[0].letter == "&"
    }
    return not joint or not joint.isdisjoint(words)


def acronyms(text: str) -> dict[str, str]:
    """Acronyms in brackets → the full names before them whose initials they are, anywhere in a document.

    >>> acronyms("The World Food Programme (WFP) said 12 trucks had left.")
    {'wfp': 'World Food Programme'}
    """
    found: dict[str, str] = {}
    for match in ACRONYM.finditer(text):
        words = text[max(0, match.start() - LIMIT_FULL) : match.start()].split()
        rest, first = list(match[1].upper()), len(words)
        while rest and first and (words[first - 1][:1].upper() == rest[-1] or words[first - 1].islower()):
            first -= 1
            if words[first][:1].upper() == rest[-1] and words[first][:1].isupper():
                rest.pop()
        if not rest and len(match[1]) > 1:
            found.setdefault(match[1].lower(), " ".join(words[first:]))
    return found


def _person(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether tokens hold a title of a person."""
    for index in range(first, last):
        entry = language.lexicon.words.get(sentence.keys[index])
        if entry and entry[0] and "voices.person_titles" in entry[0].tags:
            return True
    return False


def _named(span: tuple[int, int], sentence: Sentence, language: Language, anybody: bool = False) -> str | None:
    """The name of a voice without article, owner and title: a person's name if there is one, else the body's.

    `anybody` takes whoever has an article and spoke: "a shopkeeper said", "the coastguard said".
    """
    articled = anybody and span[1] - span[0] in (2, 3) and _is(span[0], "da", sentence, language)
    first, last = span
    first = _without_owner(first, last, sentence, language)
    while first < last and (
        _is(first, "da&DL", sentence, language)
        or sentence.keys[first].endswith(language.lexicon.origins)
        or not sentence.words[first][:1].isalpha()
    ):
        first += 1
    while last > first and not sentence.words[last - 1][:1].isalnum():
        last -= 1
    first, last = _maker(first, last, sentence, language)
    last = next((i for i in range(first + 1, last) if _tagged(i, ("voices.cut",), sentence, language)), last)
    if first >= last or any(
        sentence.keys[i][:1].isdecimal() or sentence.keys[i] in language.numbers.table for i in range(first, last)
    ):
        return None
    capitals = [i for i in range(first, last) if sentence.words[i][:1].isupper()]
    if _person(first, last, sentence, language):
        run = last
        while run > first and sentence.words[run - 1][:1].isupper():
            run -= 1
        start = next((i + 1 for i in range(last - 2, run - 1, -1) if _titled(i, sentence, language)), run)
        if 1 <= last - start <= 4 and (start > first or last - start >= 3):
            return sentence.text[sentence.spans[start][0] : sentence.spans[last - 1][1]]
    if capitals and capitals[0] > first and capitals == list(range(capitals[0], last)):
        first = capitals[0]  # "the state news agency SANA": the name alone
    opens = len(capitals) > 1 and capitals[0] == 0 and capitals[1:] == list(range(capitals[1], last))
    if opens and capitals[1] > 1 and _tagged(capitals[1] - 1, ("voices.bodies",), sentence, language):
        first = first if sentence.words[0].isupper() else capitals[1]  # "Aid group Mercy Corps"
    if not capitals and not _has_body(first, last, sentence, language) and not articled:
        return None
    return " ".join(sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]].split())


def _maker(first: int, last: int, sentence: Sentence, language: Language) -> tuple[int, int]:
    """The tokens of whoever made a work: "NDMA figures", "the latest UN data"; none of "preliminary figures"."""
    if last - first < 1 or not _tagged(last - 1, ("voices.works",), sentence, language):
        return first, last
    last -= 1
    while last > first and _tagged(last - 1, ("voices.adjectives",), sentence, language):
        last -= 1
    while first < last and _tagged(first, ("voices.adjectives",), sentence, language):
        first += 1
    return first, last


def _titled(index: int, sentence: Sentence, language: Language) -> bool:
    entry = language.lexicon.words.get(sentence.keys[index])
    return bool(entry and entry[0] and "voices.person_titles" in entry[0].tags) or sentence.keys[index] == "."


def _without_owner(first: int, last: int, sentence: Sentence, language: Language) -> int:
    """Where the name begins after an owner: "Pakistan's army" is the army, the UN children's fund stays whole."""
    for index in range(last - 2, first - 1, -1):
        owner = bare(sentence.keys[index], language.lexicon.endings) != sentence.keys[index]
        bodies = ("actors.rulers", "voices.bodies")
        plain = bare(sentence.keys[index], language.lexicon.endings)
        entry = language.lexicon.words.get(plain)
        body = entry is not None and entry[0] is not None and not entry[0].tags.isdisjoint(bodies)
        if owner and (body or sentence.words[index][:1].isupper()):
            return index + 1
    return first


def _has_body(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    for index in range(first, last):
        entry = language.lexicon.words.get(sentence.keys[index])
        if entry and entry[0] and "voices.bodies" in entry[0].tags:
            return True
    return False
