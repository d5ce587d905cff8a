"""Texts and names as they may be printed: what is withheld is replaced by words of the page's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sitrep.language.lexicon import bare
from sitrep.language.places.names import key
from sitrep.withhold import contacts, names
from sitrep.withhold.contacts import Stretch
from sitrep.withhold.listed import ENDINGS, Listed, Tongue, tokens

PERSON = "person"  # the role of somebody of whom the sentence says nothing more
LIMIT_ROLE = 8  # words after a name in which its role is looked for
PARTS = re.compile(r"[\W\d_]+")
LISTED_TOGETHER = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
DIGEST = re.compile(r"(?<![^\W_])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![^\W_])")  # 5efd7ef51eb7f6e2
QUOTED = re.compile(r'"([^"]*)"')
ENDS = frozenset({"www", "com", "org", "net", "int", "info", "html", "htm", "php", "aspx", "http", "https", "co", "uk"})


@dataclass(frozen=True, eq=False, slots=True)
class Screen:
    """What texts are held against: the lists, the words for what is withheld, and a note of all that was.

    `marks` holds the words by kind, and by role under "role.<id>". `persons` is false where names may be told, and
    only what leads to a person straight away is withheld.
    """

    listed: Listed
    marks: Mapping[str, str]
    persons: bool = True
    found: set[tuple[str, str]] = field(default_factory=set)  # kind and words, each once: they are only ever counted
    screened: dict[tuple[Any, ...], "Text"] = field(default_factory=dict)  # facts share sentences: each is read once


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it may be printed, and the stretches of the one before that are not in it."""

    before: str
    after: str
    stretches: tuple[Stretch, ...]
    marks: Mapping[str, str]

    def part(self, start: int, end: int) -> str:
        """What became of the characters from `start` to `end`; a stretch that is cut by an end is in it whole.

        >>> one = Text("said Ana Ruiz.", "said [name].", (Stretch(5, 13, "name"),), {"name": "[name]"})
        >>> one.part(0, 8), one.part(9, 14)
        ('said [name]', '[name].')
        """
        inside = [s for s in self.stretches if s.start < end and start < s.end]
        start = min([start, *(s.start for s in inside)])
        return _replaced(self.before[start : max([end, *(s.end for s in inside)])], inside, start, self.marks)


def screened(
    screen: Screen, text: str, language: str, opens: bool = True, places: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(), told: tuple[str, ...] = (), strict: bool = False,
) -> Text:
    """A text as it may be printed. `told` are names that were withheld elsewhere and must not be told here either."""
    asked = (text, language, opens, places, hidden, told, strict)
    if asked not in screen.screened:
        screen.screened[asked] = _screened(screen, *asked)
    return screen.screened[asked]


def _screened(
    screen: Screen, text: str, language: str, opens: bool, places: frozenset[str], hidden: frozenset[str],
    told: tuple[str, ...], strict: bool,
) -> Text:
    tongue = screen.listed.tongue(language)
    found = contacts.stretches(text, tongue.told, tongue.weapons)
    if screen.persons:
        blanked = _blanked(text, found)
        found += names.stretches(tokens(blanked), blanked, screen.listed, tongue, opens, places, hidden, strict)
        found += [
            Stretch(match.start(), match.end(), "name")
            for name in told for match in re.finditer(re.escape(name), text, re.IGNORECASE)
        ]
    whole = _merged(found)
    screen.found.update((one.kind, text[one.start : one.end].casefold()) for one in whole)
    return Text(text, _replaced(text, whole, 0, screen.marks), whole, screen.marks)


def name(screen: Screen, written: str, language: str, hidden: frozenset[str] = frozenset()) -> str | None:
    """A name of a voice, an actor or a publisher as it may be printed; None if it is a person's and nothing else."""
    text = screened(screen, written, language, hidden=hidden, strict=True)
    left = PARTS.split(_replaced(written, text.stretches, 0, dict.fromkeys(screen.marks, " ")).lower())
    titles = screen.listed.tongue(language).titles
    is_person = bool(text.stretches) and all(word in titles for word in left if word)
    return None if is_person else text.after


def role(screen: Screen, written: str, sentence: str, language: str) -> str:
    """Who somebody is, by what stands beside the name in a sentence: "a rescue worker, NAME", "NAME, a teacher"."""
    tongue = screen.listed.tongue(language)
    words = [token for token in tokens(sentence) if token.word != "."]
    keys = [bare(token.key, ENDINGS) for token in words]
    wanted = [bare(token.key, ENDINGS) for token in tokens(written) if token.word != "."]
    for at in range(len(keys) - len(wanted) + 1):
        if keys[at : at + len(wanted)] == wanted:
            return _role_before(keys, at, tongue) or _role_after(keys, at + len(wanted), tongue) or PERSON
    return next((found for at in range(len(wanted)) if (found := _role_at(wanted, at, tongue))), PERSON)


def _role_before(keys: Sequence[str], at: int, tongue: Tongue) -> str:
    end = at - 1 if at and keys[at - 1] == "," else at
    lengths = (length for length in (4, 3, 2, 1) if length <= end)
    return next((found for length in lengths if (found := tongue.roles.get(tuple(keys[end - length : end])))), "")


def _role_after(keys: Sequence[str], at: int, tongue: Tongue) -> str:
    if keys[at : at + 1] != [","]:
        return ""
    for index in range(at + 1, min(len(keys), at + LIMIT_ROLE)):
        if keys[index] in (",", ".", ";", ":") or (found := _role_at(keys, index, tongue)):
            return "" if keys[index] in (",", ".", ";", ":") else found
    return ""


def _role_at(keys: Sequence[str], at: int, tongue: Tongue) -> str:
    return next((found for length in (4, 3, 2, 1) if (found := tongue.roles.get(tuple(keys[at : at + length])))), "")


def is_listed(screen: Screen, address: str, publisher: str = "") -> bool:
    """Whether all words of a file's name or a web address are listed, as in a headline, or the publisher's own."""
    squashed = PARTS.sub("", publisher.casefold())
    plain = DIGEST.sub(" ", address)
    if contacts.has_number(plain):
        return False
    words = [w for w in PARTS.split(plain) if len(w) > 1 and w.lower() not in ENDS and w.lower() != squashed]
    text = " ".join(word.title() for word in words)
    return not names.stretches(tokens(text), text, screen.listed, screen.listed.tongue("en"), strict=True)


def is_vouched(screen: Screen, place: str, sentence: str, language: str) -> bool:
    """Whether a sentence says that a name which the gazetteer lacks is a place's: "in Dagne", "the Basatin quarter".

    A name that is known as a person's needs the kind of place beside it; one that stands behind a title is none.
    """
    tongue = screen.listed.tongue(language)
    wanted = [token.key for token in tokens(place)]
    keys = ["", *(token.key for token in tokens(sentence) if token.key not in tongue.articles), ""]
    wanted = [word for word in wanted if word not in tongue.articles]
    given = not screen.listed.given.isdisjoint(wanted)
    for at in range(1, len(keys) - len(wanted)):
        if keys[at : at + len(wanted)] == wanted:
            before, after = keys[at - 1], keys[at + len(wanted)]
            if before in tongue.titles:
                return False
            if after in tongue.place_kinds or not given and before in tongue.place_beside | tongue.place_kinds:
                return True
    return any(word in tongue.place_kinds for word in wanted)


def places_of(place: str | None) -> frozenset[str]:
    """The keys of a place's name as written, for `screened`: "Doro and Jamam" is both and each.

    >>> sorted(places_of("Doro and Munzenze prison"))
    ['doro', 'doro and munzenze prison', 'munzenze', 'munzenze prison']
    """
    parts = parts_of(place)
    bare = [" ".join(word for word in part.split() if not word.islower()) for part in parts]
    return frozenset(key(part) for part in (place, *parts, *bare) if part)


def parts_of(place: str | None) -> list[str]:
    """The places that one name holds: "Rafah and Khan Younis" is two."""
    return LISTED_TOGETHER.split(place) if place else []


def _blanked(text: str, found: Sequence[Stretch]) -> str:
    """The text with signs that end every name where something is withheld already."""
    for one in found:
        text = text[: one.start] + ";" * (one.end - one.start) + text[one.end :]
    return text


def _merged(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The stretches in order; of two that overlap one that has the place of both."""
    whole: list[Stretch] = []
    for one in sorted(found):
        if whole and one.start < whole[-1].end:
            whole[-1] = whole[-1]._replace(end=max(one.end, whole[-1].end))
        elif one.start < one.end:
            whole.append(one)
    return tuple(whole)


def _replaced(text: str, found: Iterable[Stretch], start: int, marks: Mapping[str, str]) -> str:
    """The text from `start` on with the mark of each stretch in its place."""
    pieces, at = [], start
    for one in found:
        pieces += [text[at - start : one.start - start], marks.get(one.kind, "")]
        at = one.end
    return "".join([*pieces, text[at - start :]])
