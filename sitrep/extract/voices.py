"""Who says so: the voice that a sentence attributes its numbers to."""

import re
from dataclasses import dataclass, field

from sitrep.extract.chunks import Chunked
from sitrep.extract.words import look_up
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

LIMIT_NAME = 14  # words of a voice's name and titles
ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
STOPS = frozenset(',;:"“”‘—–')


@dataclass(slots=True, frozen=True)
class Voices:
    """The voices met so far in a document: full names in order, short forms and acronyms."""

    names: list[str] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)


def voice(cut: Chunked, language: Language, met: Voices, days: frozenset[int]) -> tuple[str | None, frozenset[int]]:
    """The voice of a sentence, or None, and the tokens that name it. `days` are the tokens of dates."""
    sentence = cut.sentence
    if cut.tags.isdisjoint(("voices.according", "voices.verbs")):
        return None, frozenset()
    for chunk in cut.chunks:
        tags = chunk.word.tags if chunk.word is not None else frozenset()
        if "voices.according" in tags:
            span = _after(chunk.last, sentence, language)
            name = _named(span, sentence, language)
            if name:
                return _known(name, met, sentence.text), frozenset(range(*span))
        elif "voices.verbs" in tags and chunk.letter != "N":
            found = _subject(chunk.first, sentence, language, days)
            if found is None and chunk.last < len(sentence.keys) and "voices.speech" in tags:
                found = _inverted(chunk.first, sentence, language)
            resolved = _resolved(found, sentence, language, met) if found is not None else None
            if found is not None and resolved is not None:
                return resolved[0], frozenset(range(*found))
    return None, frozenset()


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
        if word is not None and word.letter in "HBKR":
            break
        last += 1
    return first, last


def _subject(verb: int, sentence: Sentence, language: Language, days: frozenset[int]) -> tuple[int, int] | None:
    """The tokens of the subject before a verb of saying: back to a sign, another verb or the sentence's beginning."""
    last = verb
    while last > 0 and _is(last - 1, "HBDK", sentence, language):
        last -= 1
    end = last
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
    if any(w[:1].isupper() for w in sentence.words[first + 1 : comma]) and _person(first, comma, sentence, language):
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
    return not (bodies and sentence.words[index][:1].isupper() and index > 0)


def _tagged(index: int, tags: tuple[str, ...], sentence: Sentence, language: Language) -> bool:
    entry = language.lexicon.words.get(sentence.keys[index])
    return entry is not None and entry[0] is not None and not entry[0].tags.isdisjoint(tags)


def _inverted(verb: int, sentence: Sentence, language: Language) -> tuple[int, int] | None:
    """ "Said Dr Salim Haddad": the subject right after the verb."""
    first, last = _after(verb + 1, sentence, language)
    if (
        first < last
        and verb
        and sentence.keys[verb - 1] in (",", '"', "”")
        and _named((first, last), sentence, language)
    ):
        return first, last
    return None


def _resolved(span: tuple[int, int], sentence: Sentence, language: Language, met: Voices) -> tuple[str | None] | None:
    """The voice of a subject; None where the subject is none."""
    word, length = look_up(span[0], sentence, language)
    if word is not None and "voices.pronouns" in word.tags and length == span[1] - span[0]:
        article = _is(span[0], "d", sentence, language)
        kind = " ".join(sentence.keys[span[0] + article : span[1]])
        last = next(
            (name for name in reversed(met.names) if kind in name.lower()), met.names[-1] if met.names else None
        )
        if last is not None:
            return (last,)
        if not article:
            return None
    name = _named(span, sentence, language)
    if name is None:
        return None
    return (_known(name, met, sentence.text),)


def _known(name: str, met: Voices, text: str) -> str:
    """The full name of a voice that was met before, or this one, which is met now."""
    plain = name.lower()
    full = met.short.get(plain)
    if full is None:
        wanted = set(plain.split())
        full = next(
            (
                old
                for old in reversed(met.names)
                if wanted < set(old.lower().split()) and plain.split()[-1] in old.lower()
            ),
            None,
        )
    if full is not None:
        met.names.append(full)
        return full
    met.names.append(name)
    position = text.find(name)
    acronym = ACRONYM.match(text, position + len(name) + 1) if position >= 0 else None
    if acronym:
        met.short[acronym[1].lower()] = name
    return name


def _person(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether tokens hold a title of a person."""
    for index in range(first, last):
        entry = language.lexicon.words.get(sentence.keys[index])
        if entry and entry[0] and "voices.person_titles" in entry[0].tags:
            return True
    return False


def _named(span: tuple[int, int], sentence: Sentence, language: Language) -> str | None:
    """The name of a voice without article, owner and title: a person's name if there is one, else the body's."""
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
        if 1 <= last - run <= 4 and (run > first or last - run >= 3):
            start = run
            while start < last - 1 and _titled(start, sentence, language):
                start += 1
            return sentence.text[sentence.spans[start][0] : sentence.spans[last - 1][1]]
    if capitals and capitals[0] > first and capitals == list(range(capitals[0], last)):
        first = capitals[0]  # "the state news agency SANA": the name alone
    if not capitals and not _has_body(first, last, sentence, language):
        return None
    return " ".join(sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]].split())


def _titled(index: int, sentence: Sentence, language: Language) -> bool:
    entry = language.lexicon.words.get(sentence.keys[index])
    return bool(entry and entry[0] and "voices.person_titles" in entry[0].tags) or sentence.keys[index] == "."


def _without_owner(first: int, last: int, sentence: Sentence, language: Language) -> int:
    """Where the name begins after an owner: "Pakistan's army" is the army, the UN children's fund stays whole."""
    for index in range(last - 2, first - 1, -1):
        owner = bare(sentence.keys[index], language.lexicon.endings) != sentence.keys[index]
        if owner and sentence.words[index][:1].isupper():
            return index + 1
    return first


def _has_body(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    for index in range(first, last):
        entry = language.lexicon.words.get(sentence.keys[index])
        if entry and entry[0] and "voices.bodies" in entry[0].tags:
            return True
    return False
