"""Who says so: the voice that a sentence attributes its numbers to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sitrep.extract import names
from sitrep.extract.chunks import Chunked
from sitrep.extract.names import Line
from sitrep.extract.words import tags
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

LIMIT_OPENING = 3  # chunks before the first number of a sentence that goes on counting
GOES_ON = frozenset(("voices.pronouns", "voices.goes_on"))
SAYING = frozenset(("voices.verbs", "voices.plans"))
TELLING = SAYING | {"voices.according", "voices.by"}
LIMIT_FULL = 100  # characters of a full name before its acronym in brackets
LIMIT_LABEL = 6  # words of a voice that stands before or after a colon, or in brackets
LIMIT_MET = 30  # voices that a pronoun or a short form may stand for
QUOTES = frozenset('"“”«»‘')
DASHES = frozenset("-–—")
BRACKETS, ENDS_SOURCE = "([", frozenset(",;)]")
ACRONYM = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")


@dataclass(slots=True, frozen=True)
class Voices:
    """The voices met so far in a document: full names in order, short forms, acronyms and titles."""

    names: list[str] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)


class Said(NamedTuple):
    """A voice of a sentence: its name (None for the reporter's), the tokens that name it, its verb, and what it is.

    `plan` says that the verb tells of an intent ("aims to reach"), which vouches for aid alone; `closes` that a
    quotation ends before it, so that what follows is the reporter's own; `trails` that it stands behind what it vouches
    for ("…, police said").
    """

    name: str | None
    first: int
    last: int
    verb: int
    plan: bool = False
    closes: bool = False
    trails: bool = False


def said(cut: Chunked, line: Line, met: Voices, taken: frozenset[int]) -> tuple[Said, ...]:
    """The voices of a sentence in order. `taken` are the chunks that make counts."""
    found: list[Said] = []
    for one in (*_labels(line, met), *_told(cut, line, met, taken), *_bracketed(cut, line, met)):
        if all(one.first >= other.last or one.last <= other.first for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.verb))


def meet(met: Voices, *doers: str) -> None:
    """Lets a name be what "the agency" or "the group" stands for: whoever did something is spoken of."""
    met.names.extend(name for name in doers if name[:1].isupper())


def source(sentence: Sentence, language: Language) -> str | None:
    """Whom the brackets of a heading name as its source: "Viet Nam (source: VDDMA, 17 September)"."""
    for index in range(1, len(sentence.keys) - 1):
        named = "voices.source" in tags(index, sentence, language) and sentence.keys[index + 1] == ":"
        if named and sentence.keys[index - 1] in BRACKETS:
            last = next((i for i in range(index + 2, len(sentence.keys)) if sentence.keys[i] in ENDS_SOURCE), None)
            if last is not None and last > index + 2:
                return sentence.text[sentence.spans[index + 2][0] : sentence.spans[last - 1][1]]
    return None


def of(token: int, indicator: str, spoken: tuple[Said, ...], cut: Chunked) -> Said | None:
    """The voice that vouches for the count at a token: of its part of the sentence the last before it, else the next.

    Parts end at a semicolon; a part without a voice goes on with the one before it.
    """
    if not spoken:
        return None
    voices = [one for one in spoken if not one.plan or indicator == "reached"]
    if not voices:
        return None
    stops = [i for i, key in enumerate(cut.sentence.keys) if key == ";"]
    part = sum(stop < token for stop in stops)
    if len(voices) < 2:
        return next((one for one in voices if not _apart(one, token, part, stops)), None)
    here = [one for one in voices if sum(stop < one.verb for stop in stops) == part]
    before = [one for one in here if one.verb < token and not one.closes]
    after = [one for one in here if one.verb > token]
    leading = [one for one in before if not one.trails]
    earlier = [one for one in voices if one.verb < token]
    trailing = [one for one in after[:1] if one.trails]
    return next(iter((*leading[-1:], *trailing, *before[-1:], *after, *earlier[-1:], *voices)), None)


def _apart(one: Said, token: int, part: int, stops: list[int]) -> bool:
    """Whether a count is outside of what a voice vouches for: after a quotation, before the part that it opens."""
    later = sum(stop < one.verb for stop in stops) > part
    return (one.closes and token > one.verb) or (later and not one.trails)


def goes_on(cut: Chunked) -> bool:
    """Whether a sentence goes on with the account before it: it counts without saying whom, or speaks of "the dead".

    "Another 61 were hurt", "Ninety-eight are injured", "The dead included five children", "Among them …".
    """
    if any(not chunk.tags.isdisjoint(GOES_ON) or chunk.letter == "T" for chunk in cut.chunks[:3]):
        return True
    counted = next((i for i, chunk in enumerate(cut.chunks) if chunk.quantity is not None), None)
    if counted is None or cut.letters[counted] != "q":
        return False
    if cut.letters[counted - 1 :] in (":q", ":q."):  # "Injured: 5,017"
        return True
    return counted < LIMIT_OPENING or cut.letters[counted + 1 : counted + 2] == "S"


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


def _told(cut: Chunked, line: Line, met: Voices, taken: frozenset[int]) -> Iterator[Said]:
    """The voices of verbs of saying, of "according to" and of "by the mayor's count"."""
    if cut.tags.isdisjoint(TELLING):
        return
    last: Said | None = None
    passive = False  # "was put at 45 by the ministry and at 60 by rescuers"
    for index, chunk in enumerate(cut.chunks):
        one = None
        if "voices.according" in chunk.tags:
            one = _quoted(chunk.first, chunk.last, line, met)
        elif not chunk.tags.isdisjoint(SAYING) and _is_verb(index, cut):
            one = _spoken(index, cut, line, met, last)
            if index in taken and one is not None and not names.has_content(one.first, one.last, line):
                one = None
            passive = passive or _passive(index, cut)
        elif "voices.by" in chunk.tags:
            one = _counted_by(chunk.first, chunk.last, line, met)
            if one is None and passive and "actors.names" in chunk.tags:
                one = _quoted(chunk.first, chunk.last, line, met)
        if one is not None:
            last = one
            yield one


def _quoted(verb: int, first: int, line: Line, met: Voices) -> Said | None:
    """The voice after "according to"."""
    span = names.after(first, line)
    name = _resolved(span, line, met, True) if span is not None else None
    return Said(name, first, span[1], verb, trails=verb > 0) if span is not None and name is not None else None


def _counted_by(verb: int, first: int, line: Line, met: Voices) -> Said | None:
    """The voice that made a work by which something is counted: "by UNHCR's last registration", "per the DOH"."""
    span = names.after(first, line)
    works = [i for i in range(*span) if names.tagged(i, line, "voices.works")] if span is not None else []
    if span is None or not (works or names.tagged(verb, line, "voices.per")):
        return None
    name = _resolved((span[0], works[-1] + 1 if works else span[1]), line, met, False)
    return Said(name, *span, verb, trails=verb > 0) if name is not None else None


def _is_verb(index: int, cut: Chunked) -> bool:
    """Whether a word that may be a noun is a verb here: "the police count 14 dead", no "a count of 14"."""
    chunk = cut.chunks[index]
    if chunk.letter != "N":
        return True
    before, after = cut.letters[index - 1 : index], cut.letters[index + 1 : index + 2]
    numbered = index + 1 < len(cut.chunks) and cut.chunks[index + 1].number != (0, 0)
    return before not in ("", "d", "a", "O", "L", "X", "&") and (numbered or after in ("d", "D", "a", "R", "", "."))


def _spoken(index: int, cut: Chunked, line: Line, met: Voices, last: Said | None) -> Said | None:
    """The voice of a verb of saying; None where nobody says it: "were registered", "12 were reported dead"."""
    chunk = cut.chunks[index]
    if _passive(index, cut):
        return None
    plan = "voices.verbs" not in chunk.tags
    speech = "voices.speech" in chunk.tags
    turned = _inverted(chunk.first, chunk.last, line) if speech else None
    name = _resolved(turned, line, met, True) if turned is not None else None
    if turned is not None and name is not None:
        closes = line.sentence.text.lstrip()[:1] in QUOTES
        return Said(name, chunk.last, turned[1], chunk.first, plan, closes, True)
    end = chunk.first
    while end > 0 and names.letter(end - 1, line) in ("H", "B", "D", "K"):
        end -= 1
    if end > 1 and names.letter(end - 1, line) == "R" and line.sentence.keys[end - 2] != ",":
        return None  # "workers who fear arrest" are told of; only "the mayor, who fears" may say so
    joined = end > 0 and names.letter(end - 1, line) == "&"
    span = names.clause(end - 1, line) if joined else names.before(end, line)
    if span is None or _natural(*span, line):
        return None
    if "voices.finds" in chunk.tags and not any(names.tagged(i, line, "voices.works") for i in range(*span)):
        return None  # "a survey found", but rescuers find bodies
    name = _resolved(span, line, met, "voices.persons" in chunk.tags and not names.governed(span[0], line))
    if joined and (name is None or span[1] >= end):
        return Said(last.name, chunk.first, chunk.last, chunk.first, plan) if last is not None else None
    trails = span[0] > 0 and line.sentence.keys[span[0] - 1] in (",", *QUOTES)
    return Said(name, *span, chunk.first, plan, trails=trails) if name is not None else None


def _natural(first: int, last: int, line: Line) -> bool:
    """Whether a force of nature "claimed" the lives."""
    natural = any(names.tagged(i, line, "actors.nature") for i in range(first, last))
    return natural and not names.has_content(first, last, line)


def _passive(index: int, cut: Chunked) -> bool:
    """Whether a form of "to be" stands before a verb."""
    while index > 0 and cut.letters[index - 1] in "DK":
        index -= 1
    return index > 0 and cut.letters[index - 1] == "B"


def _inverted(verb: int, first: int, line: Line) -> tuple[int, int] | None:
    """ "…, said Dr Salim Haddad": the subject right after the verb, up to a sign."""
    keys = line.sentence.keys
    if verb == 0 or keys[verb - 1] not in (",", *QUOTES, *DASHES) or names.tagged(verb, line, "voices.answers"):
        return None
    span = names.after(first, line)
    if span is None:
        return None
    last = span[1]
    return span if last == len(keys) or names.stops(last, line) or last in line.days else None


def _labels(line: Line, met: Voices) -> Iterator[Said]:
    """The voice before or after a colon: "Health ministry: 12 dead", "Twelve killed in raid: monitor"."""
    keys = line.sentence.keys
    colon = next((i for i, key in enumerate(keys[:-1]) if key == ":"), 0)
    if line.sentence.heading and names.tagged(len(keys) - 1, line, "voices.works"):  # "STATE TELEVISION'S COUNT"
        name = names.name((0, len(keys)), line)
        if name is not None:
            yield Said(_known(name, met, line), 0, len(keys), len(keys))
    if colon and names.tagged(colon - 1, line, "voices.vague"):  # "Source: OCHA"
        stop = next((i for i in range(colon + 1, len(keys)) if names.stops(i, line)), len(keys))
        name = names.name((colon + 1, stop), line)
        if name is not None:
            yield Said(_known(name, met, line), colon + 1, stop, colon, trails=True)
        return
    ends = [(0, colon)] if 0 < colon <= LIMIT_LABEL else []
    if line.sentence.section == "title":
        dash = next((i for i in range(len(keys) - 1, 0, -1) if keys[i] in (":", *DASHES)), 0)
        ends += [(dash + 1, len(keys))] if dash and len(keys) - dash - 1 <= LIMIT_LABEL else []
    for first, last in ends:
        body = any(
            names.tagged(i, line, "voices.bodies") and (first or not names.tagged(i, line, "voices.many"))
            for i in range(first, last)
        )
        name = names.name((first, last), line) if body else None
        if name is not None:
            yield Said(_known(name, met, line), first, last, first - 1 if first else last, trails=first > 0)


def _bracketed(cut: Chunked, line: Line, met: Voices) -> Iterator[Said]:
    """The voice in brackets behind a count: "(UNHCR figures)", "(source: OCHA)", "(IOM DTM)"; no place and no gloss."""
    keys = line.sentence.keys
    for index in [i for i, key in enumerate(keys) if key == "("] if "(" in cut.letters else ():
        close = next((i for i in range(index + 1, min(index + LIMIT_LABEL + 2, len(keys))) if keys[i] == ")"), 0)
        gloss = index == 0 or (names.named(index - 1, line) and index - 1 not in line.days)
        if close < index + 2 or gloss:
            continue
        colon = next((i for i in range(index + 1, close) if keys[i] == ":"), index)
        source = names.tagged(index + 1, line, "voices.works", "voices.vague")
        work = names.tagged(close - 1, line, "voices.works", "voices.bodies")
        close = next((i for i in range(colon + 1, close) if names.stops(i, line) or i in line.days), close)
        inner = range(colon + 1, close)
        acronym = bool(inner) and all(line.sentence.words[i].isupper() and len(keys[i]) > 2 for i in inner)
        name = names.name((colon + 1, close), line) if (colon > index and source) or work or acronym else None
        if name is not None:
            yield Said(_known(name, met, line), colon + 1, close, index, trails=True)


def _resolved(span: tuple[int, int], line: Line, met: Voices, anybody: bool) -> str | None:
    """The voice that tokens name or stand for; None where they are no voice."""
    first, last = span
    if last - first == 1 and names.tagged(first, line, "voices.pronouns"):
        return _meant(first, line, met)
    owned = names.tagged(first, line, "voices.possessive")
    theirs = last - first == 1 or names.tagged(
        last - 1, line, "voices.mouthpieces", "voices.works", "voices.adjectives", "actors.forces"
    )
    if owned and theirs:
        return _meant(first, line, met)
    name = names.name(span, line, anybody)
    if name is None:
        return _known_work(span, line, met)
    plain = name.lower()
    if names.letter(first, line) == "d" or name == plain:
        known = line.language.lexicon.words.get(plain)
        sort = names.tagged(max(first, last - 2), line, "voices.sorts") and not names.named(last - 1, line)
        sort = sort and names.tagged(last - 1, line, "voices.generic")  # "the aid group"
        generic = sort or known is not None and known[0] is not None and "voices.generic" in known[0].tags
        same = next((old for old in _last(met) if plain in old.lower().split() and plain != old), None)
        if same is not None and " " not in plain:
            return same
        if generic:
            other = _opening(first, line, True) or next(
                (old for old in _last(met) if not names.is_person(old, line.language)), None)
            return _known(other, met, line) if other is not None else None
    return _known(name, met, line, span)


def _known_work(span: tuple[int, int], line: Line, met: Voices) -> str | None:
    """The last voice, of which a work without a maker is: "the statement said"."""
    work = names.letter(span[0], line) == "d" and span[1] - span[0] == 2
    if work and names.tagged(span[1] - 1, line, "voices.works"):
        return next(iter(_last(met)), None)
    return None


def _last(met: Voices) -> Iterator[str]:
    """The voices met, the last first, each once."""
    return iter(dict.fromkeys(reversed(met.names[-LIMIT_MET:])))


def _meant(index: int, line: Line, met: Voices) -> str | None:
    """Whom a pronoun stands for: what its sentence opens with, else the last voice of its kind."""
    person = names.tagged(index, line, "voices.he")
    thing = names.tagged(index, line, "voices.it")
    opening = _opening(index, line) if index > 1 else None
    if opening is not None and names.is_person(opening, line.language) == person:
        return _known(opening, met, line)
    kin = (old for old in _last(met) if names.is_person(old, line.language) == person)
    return next(kin if person or thing else _last(met), None) or next(_last(met), None)


def _opening(index: int, line: Line, armed: bool = False) -> str | None:
    """Who the part of a sentence before a pronoun opens with, if that can speak: "The Red Cross fed 900, it said"."""
    first = next((i + 1 for i in range(index - 2, -1, -1) if line.sentence.keys[i] == ";"), 0)
    while first < index and (names.is_number(first, line) or line.sentence.keys[first] == ":"):
        first += 1
    span = names.opening(first, line)
    if span is None or span[1] > index:
        return None
    if first > 0 and names.is_number(first - 1, line) and not names.named(first, line):
        return None  # "Two neighbours are missing, they added"
    inner = range(*span)
    force = not armed and any(names.tagged(i, line, *names.FORCES) for i in inner)
    sure = any(names.named(i, line) for i in inner) or names.has_content(*span, line)
    return names.name(span, line) if sure and not force else None


def _known(name: str, met: Voices, line: Line, span: tuple[int, int] | None = None) -> str:
    """The full name of a voice that was met before, or this one, which is met now."""
    plain = name.lower()
    full = met.short.get(plain) or next((old for old in _last(met) if _shortens(name, old, line.language)), None)
    met.names.append(full or name)
    if full is not None:
        return full
    position = line.sentence.text.find(name)
    acronym = ACRONYM.match(line.sentence.text, position + len(name) + 1) if position >= 0 else None
    if acronym:
        met.short[acronym[1].lower()] = name
    if span is not None and names.is_person(name, line.language) and name != plain:
        for index in range(*span):
            if names.tagged(index, line, "voices.person_titles"):
                met.short[line.sentence.keys[index]] = name
    return name


def _shortens(name: str, full: str, language: Language) -> bool:
    """Whether a name is the end of a fuller one ("Barrera", "the ministry"), or its initials ("NDMA")."""
    words, whole = name.lower().split(), full.lower().split()
    if len(words) == 1 < len(whole) and words[0] == whole[0] and names.is_person(full, language):
        return name[0].isupper()
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
