"""What must not leave the office, taken out between reconciliation and the page: names, numbers and places of persons.

    kept        headers, facts, figures, rejections and orphans → the same nouns as they may be printed

Nothing that makes a page or a file sees the nouns before. `internal/` keeps them whole. How much is kept hangs on the
edition's sensitivity: restricted keeps all, internal all but what leads to a person straight away (telephones, mail,
coordinates, numbers of papers), public only what is listed. What is done, and what is not: docs/do-no-harm.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sitrep.model import Claim, Decision, Fact, Figure, Header, Orphan, Previous, Rejection, Term
from sitrep.withhold import small, texts
from sitrep.withhold.listed import listed
from sitrep.withhold.small import Moves
from sitrep.withhold.texts import Screen

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.reader import Reader

# What may be withheld, in the order in which the page tells how often it was.
KINDS = ("name", "place", "phone", "email", "address", "coordinates", "number", "file")
LIFTED = "lifted"  # the flag of a fact that is told of a wider place than its text tells it of


@dataclass(frozen=True, slots=True)
class Kept:
    """What may be printed, and how much was withheld of each kind: distinct names and numbers, never their content.

    `earlier` are the editions compared with, without their small counts in small places.
    """

    headers: tuple[Header, ...]
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    rejections: tuple[Rejection, ...]
    orphans: tuple[Orphan, ...]
    earlier: tuple[Previous, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, eq=False, slots=True)
class _Names:
    """What names become: documents' ids, voices, and the names of persons that no text may tell."""

    documents: Mapping[str, str]
    voices: Mapping[str, str]
    persons: tuple[str, ...]


def kept(
    headers: Sequence[Header], facts: Sequence[Fact], figures: Sequence[Figure], rejections: Sequence[Rejection],
    orphans: Sequence[Orphan], earlier: Sequence[Previous], config: "Config", reader: "Reader",
    marks: Mapping[str, str],
) -> Kept:
    """The nouns of an edition as its sensitivity lets them be printed.

    `marks` are the words of the page for what is withheld, by kind (KINDS), and for persons, by "role.<id>". A quote
    stays inside its sentence; spans stay those of the document, which is in the office.
    """
    if config.sensitivity == "restricted":
        whole = (tuple(headers), tuple(facts), tuple(figures), tuple(rejections), tuple(orphans), tuple(earlier))
        return Kept(*whole, {})
    countries = {fact.country for fact in facts if fact.country}
    screen = Screen(listed(config, reader, countries), marks, config.sensitivity == "public")
    places, moved = _places(screen, headers, facts, figures, config, reader)
    hidden = _hidden(moved, facts, reader)
    company = {fact.id: _keys(small.spot(fact), fact, reader) for fact in facts if _keeps_company(fact, moved)}
    beside: dict[str, frozenset[str]] = {}
    for fact in facts:
        if fact.id in company:
            beside[fact.document] = beside.get(fact.document, hidden) | company[fact.id]
    told = _names(screen, headers, facts, figures, rejections, hidden)
    language = {header.id: header.language for header in headers}
    printed = tuple(
        _fact(
            screen, fact, moved, places.get(fact.document, frozenset()), hidden | company.get(fact.id, frozenset()),
            told, language[fact.document], reader,
        )
        for fact in facts
    )
    known = {fact.id: fact for fact in facts}
    shown = small.figures(figures, known, moved, config, reader.gazetteer) if screen.persons else tuple(figures)
    result = (
        tuple(_header(screen, header, beside.get(header.id, hidden), told) for header in headers), printed,
        tuple(_voiced(figure, told) for figure in shown),
        tuple(_rejection(screen, one, told) for one in rejections),
        tuple(_orphan(screen, one) for one in orphans),
        small.earlier(earlier, config, reader.gazetteer) if screen.persons else tuple(earlier),
    )
    return Kept(*result, _counts(screen, len({small.spot(fact) for fact in facts if fact.id in moved.facts})))


def _counts(screen: Screen, places: int) -> dict[str, int]:
    counts = Counter(kind for kind, _ in screen.found)
    counts["place"] = places
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


# --- places -----------------------------------------------------------------------------------------------------------


def _places(
    screen: Screen, headers: Sequence[Header], facts: Sequence[Fact], figures: Sequence[Figure],
    config: "Config", reader: "Reader",
) -> tuple[Mapping[str, frozenset[str]], Moves]:
    """What each document takes for a place though no list has it, and what is told of a wider place.

    Told of a wider place are small counts, and what was counted at a name of which no text says that it is a place.
    """
    if not screen.persons:
        return {}, Moves({}, frozenset())
    language = {header.id: header.language for header in headers}
    places: dict[str, frozenset[str]] = {}
    vouched, unlisted, wide = set(), set(), set()
    for fact in facts:
        if not fact.place or fact.place_match == "exact":
            continue
        code = language[fact.document]
        if fact.place_match == "unresolved" and _is_wide(fact, config, reader):
            wide.add(small.spot(fact))
        elif fact.place_match == "fuzzy" or texts.is_vouched(screen, fact.place, fact.sentence, code):
            places[fact.document] = places.get(fact.document, frozenset()) | texts.places_of(fact.place)
            vouched.add(small.spot(fact))
        elif fact.place_match in small.UNLISTED:
            unlisted.add(small.spot(fact))
    return places, small.moves(facts, figures, config, reader.gazetteer, unlisted - vouched, wide)


def _is_wide(fact: Fact, config: "Config", reader: "Reader") -> bool:
    """Whether a fact's place is several listed ones of which none is small."""
    countries = tuple(code for code in (fact.country, config.country) if code)
    found = [reader.gazetteer.find(part, countries) for part in texts.parts_of(fact.place)]
    return all(one is not None and not small.is_small_place(one.id, config, reader.gazetteer) for one in found)


def _hidden(moved: Moves, facts: Iterable[Fact], reader: "Reader") -> frozenset[str]:
    """Every name, as a key of the gazetteer, of the places that must not be read beside a number."""
    gone = {small.spot(fact): fact for fact in facts if small.spot(fact) in moved.secret}
    written = [texts.places_of(fact.place) for fact in facts if small.spot(fact) in moved.secret]
    return frozenset().union(*(_keys(place, fact, reader) for place, fact in gone.items()), *written)


def _keys(place: str, fact: Fact, reader: "Reader") -> frozenset[str]:
    """The names of a fact's spot: those of the gazetteer, and the one that its text writes."""
    listed = frozenset() if "/" in place else reader.gazetteer.keys(place)
    return listed | texts.places_of(fact.place)


def _keeps_company(fact: Fact, moved: Moves) -> bool:
    return fact.id in moved.facts and small.spot(fact) not in moved.places


# --- names ------------------------------------------------------------------------------------------------------------


def _names(
    screen: Screen, headers: Sequence[Header], facts: Sequence[Fact], figures: Sequence[Figure],
    rejections: Sequence[Rejection], hidden: frozenset[str],
) -> _Names:
    """What documents, voices and persons are called. Persons of one role are told apart by a number."""
    if not screen.persons:
        return _Names({}, {}, ())
    documents = _documents(screen, headers, rejections)
    voices = {f"document:{name}": f"document:{new}" for name, new in documents.items()}
    taken: Counter[str] = Counter()
    persons: list[str] = []
    for name, (sentence, code) in _said(headers, facts, figures).items():
        printed = texts.name(screen, name, code, hidden)
        if printed is None:
            role = texts.role(screen, name, sentence, code)
            who = screen.marks.get(f"role.{role}") or screen.marks[f"role.{texts.PERSON}"]
            taken[who] += 1
            printed = who if taken[who] == 1 else f"{who} ({taken[who]})"
            persons.append(name)
        voices[name] = printed
    return _Names(documents, voices, tuple(sorted(persons, key=len, reverse=True)))


def _documents(screen: Screen, headers: Sequence[Header], rejections: Sequence[Rejection]) -> dict[str, str]:
    """New ids of the documents whose file is called by words that no list has."""
    publishers = {**{one.id: "" for one in rejections}, **{header.id: header.publisher for header in headers}}
    unlisted = {
        name: f"document-{number}" for number, name in enumerate(sorted(publishers), 1)
        if not texts.is_listed(screen, name, publishers[name])
    }
    screen.found.update(("file", name) for name in unlisted)
    return unlisted


def _said(
    headers: Sequence[Header], facts: Sequence[Fact], figures: Sequence[Figure]
) -> Mapping[str, tuple[str, str]]:
    """Every voice, actor and publisher, with the first sentence that names it and the language of that."""
    language = {header.id: header.language for header in headers}
    named = [(name, one.sentence, language[one.document]) for one in facts for name in (one.attribution, one.actor)]
    named += [(header.publisher, "", header.language) for header in headers]
    named += [(claim.voice, "", "en") for figure in figures for claim in figure.claims]
    found: dict[str, tuple[str, str]] = {}
    for name, sentence, code in named:
        if name and not name.startswith("document:"):
            found.setdefault(name, (sentence, code))
    return found


def _voiced(figure: Figure, told: _Names) -> Figure:
    def term(one: Term) -> Term:
        return replace(one, claims=tuple(claim(each) for each in one.claims))

    def claim(one: Claim) -> Claim:
        return replace(one, voice=told.voices.get(one.voice, one.voice))

    return replace(figure, terms=tuple(term(one) for one in figure.terms)) if told.voices else figure


# --- texts ------------------------------------------------------------------------------------------------------------


def _header(screen: Screen, header: Header, hidden: frozenset[str], told: _Names) -> Header:
    new = told.documents.get(header.id, header.id)
    publisher = told.voices.get(header.publisher, header.publisher)
    title = texts.screened(screen, header.title, header.language, hidden=hidden, told=told.persons).after
    url = header.url
    if screen.persons and not texts.is_listed(screen, url, header.publisher):
        url = ""
    return replace(header, id=new, title=title, publisher=publisher, url=url)


def _fact(
    screen: Screen, fact: Fact, moved: Moves, places: frozenset[str], hidden: frozenset[str], told: _Names,
    language: str, reader: "Reader",
) -> Fact:
    """A fact as it may be printed. Its quote is cut from its sentence as printed, or stands alone."""
    said = fact.sentence.casefold()
    names = tuple(name for name in told.persons if name.casefold() in said)
    sentence = texts.screened(screen, fact.sentence, language, True, places, hidden, names)
    at = fact.sentence.find(fact.quote)
    if at >= 0:
        quote = sentence.part(at, at + len(fact.quote))
    else:
        quote = texts.screened(screen, fact.quote, language, False, places, hidden, names).after
    printed = replace(
        fact, document=told.documents.get(fact.document, fact.document), sentence=sentence.after, quote=quote,
        attribution=_voice(fact.attribution, told), actor=_voice(fact.actor, told),
        decisions=tuple(_decision(screen, one, language) for one in fact.decisions),
    )
    if not screen.persons:
        return printed
    destination = fact.destination and texts.name(screen, fact.destination, language, hidden)
    if fact.id in moved.facts:
        return _lifted(replace(printed, destination=destination), moved.facts[fact.id], reader)
    return replace(printed, destination=destination)


def _voice(name: str | None, told: _Names) -> str | None:
    return told.voices.get(name, name) if name else name


def _lifted(fact: Fact, to: str, reader: "Reader") -> Fact:
    """A fact told of the place around, or of none where not even the country is known."""
    fact = replace(fact, flags=(*fact.flags, LIFTED))
    if not to:
        return replace(fact, place=None, place_id=None, lat=None, lon=None, pcode=None, admin1=None)
    place = reader.gazetteer.place(to)
    path = reader.gazetteer.path(to)
    return replace(
        fact, place=place.name, place_id=to, lat=place.lat, lon=place.lon, pcode=place.pcode, place_match="exact",
        admin1=fact.admin1 if len(path) > 1 else None,
    )


def _decision(screen: Screen, one: Decision, language: str) -> Decision:
    """A ruling without what only the office needs: who ruled, and the words by which it finds its fact."""
    if not screen.persons:
        return replace(one, why=texts.screened(screen, one.why, "en").after)
    value, read = (
        text if text.replace("_", "").isalnum() and text.islower() else texts.screened(screen, text, language).after
        for text in (one.value, one.read)
    )
    why = texts.screened(screen, one.why, "en").after
    return replace(one, why=why, value=value, read=read, who="", sentence="", number="")


def _orphan(screen: Screen, one: Orphan) -> Orphan:
    return replace(
        one, decision=_decision(screen, one.decision, "en"), detail=texts.screened(screen, one.detail, "en").after)


def _rejection(screen: Screen, one: Rejection, told: _Names) -> Rejection:
    """A seed that could not be read; what its reason quotes is a foreign text, and told only if it is listed."""
    reason = texts.screened(screen, one.reason, "en").after
    if screen.persons:
        for quoted in texts.QUOTED.findall(reason):
            printed = texts.name(screen, quoted, "en")
            if printed != quoted:
                reason = reason.replace(f'"{quoted}"', printed or screen.marks["name"])
    return replace(one, id=told.documents.get(one.id, one.id), reason=reason)
