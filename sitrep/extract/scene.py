"""Where: the places that sentences name, and the countries that a document is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitrep.extract import words
from sitrep.extract.words import look_up, tags
from sitrep.language.lexicon import bare
from sitrep.language.places import Gazetteer, key
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Place

LIMIT_COUNTRIES = 5  # looked at for one name; the first that knows it decides
LEAST_ABROAD = 20_000  # inhabitants of a town in a country that the document speaks less of
LIMIT_INSIDE = 10  # tokens between a place and the larger one that it lies in
LIMIT_BESIDE = 3  # tokens between a place and the province named right after it: "Tiné, in Wadi Fira"
LIMIT_NAMES, LIMIT_CLOSE = 200, 3  # names looked up to tell countries apart, and countries they are looked up in
SPOKEN = 4  # a country that is spoken of four times less than another is not meant
NAME_WEIGHT = 3  # of a place, against 2 of a country's name and 1 of a nationality
LONGEST_ACRONYM = 6
LIMIT_SKIP = 6  # words between a preposition and its name: "in the far north of rural Hama"


ARRIVED = frozenset({"refugees", "returned"})
LIVING = frozenset({"idps", "in_need", "reached"})


@dataclass(frozen=True, slots=True)
class Site:
    """A place that a sentence names: tokens `first` to `last`, the name as written, what the gazetteer knows of it.

    `match` is exact, fuzzy, inside or unresolved; `to` says that it is where somebody went, `away` where from.
    """

    first: int
    last: int
    name: str
    country: str | None
    place: Place | None
    match: str
    to: bool = False
    away: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """The countries of a document, the most spoken of first."""

    countries: tuple[str, ...]
    gazetteer: Gazetteer
    people: frozenset[str]  # words of persons' names, which are no places
    storms: frozenset[str]  # words of storms' names, which do harm but are nobody
    names: frozenset[str]  # words that stand with a capital inside a sentence
    resolved: dict[tuple[str, str | None], tuple[Place | None, str]]


def setting(sentences: Sequence[Sentence], language: Language, gazetteer: Gazetteer) -> Setting:
    """The countries that a document names, by name or nationality; its title and first sentences weigh more."""
    counts: Counter[str] = Counter()
    people: set[str] = set()
    storms: set[str] = set()
    inside: set[str] = set()
    names: list[str] = []
    placed: list[str] = []
    opening = ""
    for number, sentence in enumerate(sentences):
        begin = words.opening(sentence)
        weight = 4 if sentence.section == "title" else 3 if number < 2 else 1
        for first, last in _capitals(sentence, language):
            name = _name(first, last, sentence, language)
            inside.update(bare(key, language.lexicon.endings) for key in sentence.keys[max(first, begin + 1) : last])
            storms.update(_storm(first, last, sentence, language))
            country = gazetteer.country(name) or _country_within(first, last, sentence, language, gazetteer)
            if country:
                nation = _is_nation(first, last, sentence, language)
                counts[country] += weight if nation else 2 * weight
            elif first == 0 and last == 1:
                if sentence.section == "title":
                    opening = name
                continue  # any word that opens a sentence has a capital
            elif _titled(first, last, sentence, language):
                people.update(bare(word, language.lexicon.endings) for word in sentence.keys[first:last])
            else:
                names.append(name)
                titled = sentence.section == "title"
                if titled or "place.before" in _before(first, sentence, language)[0]:
                    placed += [name] * (2 if titled else 1)
    if not counts or counts.keys() & set(gazetteer.likely(opening)):  # else a mere word that a town somewhere is called
        names.append(opening)
        placed += [opening] * 2
    ranked = _ranked(counts, names, placed, gazetteer)
    return Setting(ranked, gazetteer, frozenset(people), frozenset(storms), frozenset(inside), {})


def _storm(first: int, last: int, sentence: Sentence, language: Language) -> tuple[str, ...]:
    """The name of a storm, if a run of capitals ends in one: "Cyclone Idai", "Tropical Storm Ana"."""
    named = last > 1 and sentence.words[last - 2][:1].isupper() and last - 2 >= first - 1
    if not named or "actors.nature" not in tags(last - 2, sentence, language):
        return ()
    return (bare(sentence.keys[last - 1], language.lexicon.endings),)


def _ranked(counts: Counter[str], names: Sequence[str], placed: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The countries by weight. Where several are spoken of, that in which the places lie weighs most.

    A document that names no country is in one of those that the office keeps places of, if its places are, else in
    that which has most of the provinces and bigger towns that it names.
    """
    keys = [key(name) for name in names[:LIMIT_NAMES]]
    named = frozenset(counts)
    for country, votes in _votes(placed, gazetteer).items():
        if not named or country in named or votes > NAME_WEIGHT:
            counts[country] += votes
    ranked = counts.most_common(LIMIT_COUNTRIES)
    close = [country for country, count in ranked if SPOKEN * count >= ranked[0][1]][:LIMIT_CLOSE]
    for country in dict.fromkeys((*(close if len(close) > 1 else ()), *(() if named else gazetteer.additions))):
        known = gazetteer.names((country,))
        counts[country] += NAME_WEIGHT * sum(name in known for name in keys)
    counts += Counter()  # drops those with nothing
    ranked = counts.most_common(LIMIT_COUNTRIES)
    return tuple(country for country, count in ranked if SPOKEN * count >= ranked[0][1])


def _votes(placed: Sequence[str], gazetteer: Gazetteer) -> Counter[str]:
    """For each country how often its provinces and bigger towns are named; of homonyms the likelier one counts."""
    counted = Counter(placed[:LIMIT_NAMES])
    likely = {name: gazetteer.likely(name) for name in counted}
    first: Counter[str] = Counter()
    for name, times in counted.items():
        for rank, country in enumerate(likely[name]):
            first[country] += times * (1 if rank else NAME_WEIGHT)
    votes: Counter[str] = Counter()
    for name, times in counted.items():
        if likely[name]:
            votes[max(likely[name], key=lambda country: first[country])] += times * NAME_WEIGHT
    return votes


def _titled(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a run of capitals is a person's name: a title stands in it or before it."""
    return any("voices.person_titles" in tags(i, sentence, language) for i in range(max(0, first - 1), last))


def _country_within(first: int, last: int, sentence: Sentence, language: Language, gazetteer: Gazetteer) -> str | None:
    """The country or nation that one word of a run names: "Syrian Observatory", "South Sudan's Unity"."""
    for index in range(first, last):
        word = bare(sentence.words[index], language.lexicon.endings)
        pair = f"{word} {sentence.words[index + 1]}" if index + 1 < last else word
        for name in (bare(pair, language.lexicon.endings), word):
            found = gazetteer.country(name) or language.lexicon.nationalities.get(name.lower())
            if found:
                return found
    return None


def _capitals(sentence: Sentence, language: Language) -> list[tuple[int, int]]:
    """Runs of capitalised tokens, with the small words that names hold inside."""
    runs: list[tuple[int, int]] = []
    start = None
    for index, word in enumerate((*sentence.words, ".")):
        if word[:1].isupper() or ("-" in word and any(c.isupper() for c in word)):
            start = index if start is None else start
        elif start is not None and not (
            word in language.lexicon.lists["particles"] and index + 1 < len(sentence.words)
        ):
            end = index
            while end > start and not any(c.isupper() for c in sentence.words[end - 1]):
                end -= 1
            # The first word of a sentence is capitalised whatever it is.
            while start < end and _opens(start, sentence) and _common(start, end, sentence, language):
                start += 1
            if start < end:
                runs.append((start, end))
            start = None
    return runs


def _opens(index: int, sentence: Sentence) -> bool:
    return index == 0 or not any(word[:1].isalpha() for word in sentence.words[:index])


def _common(index: int, end: int, sentence: Sentence, language: Language) -> bool:
    """Whether a word is one of the lexicon's and names no nation."""
    key_ = sentence.keys[index]
    entry = language.lexicon.words.get(key_)
    if entry is None or key_ in language.lexicon.nationalities:
        return False
    # "South Sudan", "Northern Gaza": a direction belongs to the name it stands before.
    return (
        end - index == 1
        or (entry[0] is not None and "place.skip" not in entry[0].tags)
        or key_ == sentence.keys[index + 1]
    )


def sites(sentence: Sentence, language: Language, around: Setting, taken: frozenset[int] = frozenset()) -> list[Site]:
    """The places that a sentence names, in order. `taken` tokens are known to be something else: dates, voices."""
    found: list[Site] = []
    for first, last in _capitals(sentence, language):
        if first in taken:
            continue
        site = _site(first, last, sentence, language, around)
        if site is None and found and _coordinated(found[-1], first, sentence, language):
            name = _name(first, last, sentence, language)
            place, match = resolve(name, None, around)
            site = Site(first, last, name, place.country if place else None, place, match, found[-1].to)
        if site is not None:
            away = any("place.away" in tags(i, sentence, language) for i in range(max(0, site.first - 3), site.first))
            found.append(replace(site, away=True) if away and not site.to else site)
    return _narrowest(_nested(_joined(found, sentence, language), sentence, language), sentence, around)


def _site(first: int, last: int, sentence: Sentence, language: Language, around: Setting) -> Site | None:
    """The place that a run of capitals names; None where nothing around it says that it is one."""
    before, to = _before(first, sentence, language)
    after = tags(last, sentence, language)
    asked = "place.before" in before
    if _is_nation(first, last, sentence, language) or _is_somebody(first, last, asked, sentence, language, around):
        return None
    row = (
        _opens(first, sentence) and sentence.row and sentence.keys[last : last + 1] in ((":",), ("(",), ("-",), ("–",))
    )
    label = sentence.section == "title" and sentence.keys[last : last + 1] == (":",)  # "Chad: update on arrivals"
    beyond = sentence.keys[last : last + 2]
    counts = beyond[:1] == ("(",) and "".join(beyond[1:])[:1].isdecimal()  # "Sofala (340)"
    said = bool(before) or row or label or "place.type" in after
    name = _name(_owned(first, last, sentence, language, around), last, sentence, language)
    country = around.gazetteer.country(name)
    if not said:  # a name that opens a sentence or stands in a title; a country there is who did something
        opening = sentence.section == "title" or _opens(first, sentence)
        if not (opening or counts) or country or not _home_place(name, around):
            return None
    if country:
        return Site(first, last, name, country, around.gazetteer.place(country), "exact", to)
    kind = "admin1" if "place.admin" in after | before else "town" if "place.town" in after | before else None
    place, match = resolve(name, kind, around)
    if place is None and sentence.section == "title" and last == 1 and not row:
        return None  # the word that opens a title has its capital for that: "Hill districts of Nepal"
    if place is None and _is_body(asked, after, sentence):
        return None
    if (
        place is None
        and not (row or "place.type" in after)
        and not (asked and _may_be_place(name, first, last, sentence, language))
    ):
        return None
    if "place.site" in after:
        last += look_up(last, sentence, language)[1]
        name = sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]]
        match = "inside" if place else "unresolved"
    return Site(first, last, name, place.country if place else None, place, match, to)


def _is_body(asked: bool, after: frozenset[str], sentence: Sentence) -> bool:
    """Whether a name that the gazetteer lacks is a body's ("the African Union force") or a mere word of a title."""
    if not {"voices.bodies", "actors.forces"}.isdisjoint(after) and after.isdisjoint({"place.site", "place.type"}):
        return True
    return sentence.section == "title" and not asked


def _may_be_place(name: str, first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a name that the gazetteer lacks may be a place: no acronym, no mere word that opens the sentence."""
    acronym = name.isupper() and len(name) <= LONGEST_ACRONYM
    if first and "place.article" in tags(first - 1, sentence, language):  # "in a Red Crescent clinic"
        return False
    return not acronym and not (first == 0 and last == 1 and sentence.keys[0] in language.lexicon.words)


def _is_somebody(first: int, last: int, asked: bool, sentence: Sentence, language: Language, around: Setting) -> bool:
    """Whether a name is a person's, or only where somebody has an office."""
    if asked and _based(first, sentence, language):
        return True
    words = (bare(word, language.lexicon.endings) for word in sentence.keys[first:last])
    return any(word in around.people for word in words) or (not asked and _titled(first, last, sentence, language))


def _home_place(name: str, around: Setting) -> bool:
    """Whether a name is exactly that of a province or town of the document's first country."""
    place, match = resolve(name, None, around)
    return place is not None and match == "exact" and place.country == around.countries[0]


def _name(first: int, last: int, sentence: Sentence, language: Language) -> str:
    """The name as written, without a possessive."""
    written = sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]].replace("-\n", "")
    return bare(" ".join(written.split()), language.lexicon.endings)


def _owned(first: int, last: int, sentence: Sentence, language: Language, around: Setting) -> int:
    """Where the name itself begins: after the country that it belongs to, as in "South Sudan's Unity"."""
    for index in range(first, last - 1):
        owner = _name(first, index + 1, sentence, language)
        if sentence.words[index] != bare(sentence.words[index], language.lexicon.endings):
            return index + 1 if around.gazetteer.country(owner) else first
    return first


def _is_nation(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    words = " ".join(sentence.keys[first:last])
    return words in language.lexicon.nationalities or sentence.keys[last - 1] in language.lexicon.nationalities


def _before(first: int, sentence: Sentence, language: Language) -> tuple[set[str], bool]:
    """Tags of the words between the preposition and a name; empty without a preposition."""
    seen: set[str] = set()
    for index in range(first - 1, max(-1, first - 1 - LIMIT_SKIP), -1):
        here = tags(index, sentence, language)
        if "place.before" in here and "place.of" not in here:
            return seen | {"place.before"}, "place.to" in here
        if here.isdisjoint({"place.skip", "place.type", "place.of"}):
            part = "place.type" in seen or "place.of" in tags(first - 1, sentence, language)
            return (seen | {"place.skip"} if part else set()), False
        seen |= here
    return set(), False


def resolve(name: str, kind: str | None, around: Setting) -> tuple[Place | None, str]:
    """The place of a name in the document's countries, in the order of their weight, and how it was found."""
    known = around.resolved.get((name, kind))
    if known is None:
        known = _resolve(name, kind, around)
        around.resolved[(name, kind)] = known
    return known


def _resolve(name: str, kind: str | None, around: Setting) -> tuple[Place | None, str]:
    if len(key(name)) < 3:
        return None, "unresolved"
    for rank, country in enumerate(around.countries):
        place = around.gazetteer.find(name, (country,), kind)
        # A hamlet abroad that happens to have the name is not meant.
        if place is not None and (rank == 0 or place.kind != "town" or place.population >= LEAST_ABROAD):
            return place, "exact"
    for country in around.countries[:1]:
        place = around.gazetteer.nearest(name, (country,))
        if place is not None:
            return place, "fuzzy"
    return None, "unresolved"


def _joined(found: list[Site], sentence: Sentence, language: Language) -> list[Site]:
    """Coordinated places as one site, written as they stand: "Aleppo and Idlib"."""
    joined: list[Site] = []
    for site in found:
        if joined and _coordinated(joined[-1], site.first, sentence, language):
            before = joined.pop()
            name = sentence.text[sentence.spans[before.first][0] : sentence.spans[site.last - 1][1]]
            if site.first - before.last > 1:  # "southern Idlib and northern Hama": without the directions
                name = f"{before.name} {sentence.words[before.last]} {site.name}"
            site = replace(
                site,
                first=before.first,
                name=" ".join(name.split()),
                place=None,
                match="unresolved",
                country=site.country or before.country,
                to=before.to,
            )
        joined.append(site)
    return joined


def _coordinated(before: Site, first: int, sentence: Sentence, language: Language) -> bool:
    between = range(before.last + 1, first)
    if len(between) > LIMIT_BESIDE or "actors.and" not in tags(before.last, sentence, language):
        return False
    return first > before.last and all("place.skip" in tags(index, sentence, language) for index in between)


def _nested(found: list[Site], sentence: Sentence, language: Language) -> list[Site]:
    """The Nahr quarter of Jisr al-Shughour: an unknown part of a known place lies inside it."""
    nested: list[Site] = []
    index = 0
    while index < len(found):
        site = found[index]
        after = found[index + 1] if index + 1 < len(found) else None
        if (
            after is not None
            and "place.inside" in tags(site.last, sentence, language)
            and after.first - site.last <= 3
            and after.place
        ) and (site.place is None or site.match == "fuzzy" or site.place.country != after.country):
            site = replace(site, place=after.place, country=after.country, match="inside", last=after.last)
            index += 1
        nested.append(site)
        index += 1
    return nested


def _narrowest(found: list[Site], sentence: Sentence, around: Setting) -> list[Site]:
    """The sites without those that only say where the one before lies: "Mhardeh, in Hama province"."""
    kept: list[Site] = []
    for site in found:
        before = kept[-1] if kept else None
        if before is None or site.first - before.last > LIMIT_INSIDE or not _holds(site, before, around):
            kept.append(site)
    return kept


def _holds(large: Site, small: Site, around: Setting) -> bool:
    """Whether the gazetteer puts a place inside another, or knows the other only and it is a province or country."""
    if large.place is None or large.to:
        return False
    if small.place is None or (small.match == "fuzzy" and large.first - small.last <= LIMIT_BESIDE):
        return large.place.kind in ("country", "admin1")
    if large.place.kind == "admin2" and large.first - small.last > LIMIT_BESIDE:
        return False  # a town lies in a district by the gazetteer; a text that names both apart means both
    return large.place.id != small.place.id and large.place.id in around.gazetteer.path(small.place.id)


def _based(first: int, sentence: Sentence, language: Language) -> bool:
    """Whether a place is only where somebody has an office: "based in Britain"."""
    return any("place.based" in tags(index, sentence, language) for index in range(max(0, first - 4), first))


def country(around: Setting) -> Site | None:
    """The country that the document speaks of most, as a site without tokens."""
    if not around.countries:
        return None
    place = around.gazetteer.place(around.countries[0])
    return Site(0, 0, place.name, place.country, place, "exact")


def counted(indicator: str, found: Sequence[Site]) -> Sequence[Site]:
    """The sites at which people of an indicator are counted: those who crossed or came back are where they went."""
    if indicator in ARRIVED:
        return [site for site in found if site.to] or [site for site in found if not site.away] or found
    if indicator in LIVING:
        return [site for site in found if not site.away] or found
    return found


def nearest(number: int, trigger: int, stop: int, begin: int, found: Sequence[Site]) -> Site | None:
    """The site that a number is about: the first after it and before `stop`, else the last before it, after `begin`."""
    low, high = min(number, trigger), max(number, trigger)
    after = [site for site in found if low <= site.first < stop]
    if after:
        return next((site for site in after if not site.to), after[0])
    before = [site for site in found if begin <= site.first < high]
    return before[-1] if before else None
