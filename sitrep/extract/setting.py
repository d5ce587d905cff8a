"""The countries that a document is about, and which place of theirs a name means."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sitrep.extract import capitals
from sitrep.extract.words import opening, tags
from sitrep.language.lexicon import bare
from sitrep.language.places import Gazetteer, key
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Place

LIMIT_COUNTRIES = 5  # looked at for one name; the first that knows it decides
LEAST_ABROAD = 20_000  # inhabitants of a town in a country that the document speaks less of
LEAST_FAMOUS = 100_000  # of a town in a country that the document does not speak of
LIMIT_NAMES, LIMIT_CLOSE = 200, 3  # names looked up to tell countries apart, and countries they are looked up in
SPOKEN = 4  # a country that is spoken of four times less than another is not meant
NAME_WEIGHT = 3  # of a place, against 2 of a country's name and 1 of a nationality
LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Setting:
    """The countries of a document, the most spoken of first."""

    countries: tuple[str, ...]
    gazetteer: Gazetteer
    people: frozenset[str]  # words of persons' names, which are no places
    storms: frozenset[str]  # words of storms' names, which do harm but are nobody
    names: frozenset[str]  # words that stand with a capital inside a sentence
    spelled: Mapping[str, str]  # what the document calls each country that it names
    resolved: dict[tuple[str, str | None], tuple[Place | None, str]] = field(default_factory=dict)
    sections: dict[str, "Setting"] = field(default_factory=dict)  # under the headings of its countries

    def under(self, country: str | None) -> "Setting":
        """The setting of a section about one country: "NIGERIA", "Viet Nam"."""
        if country is None or country in self.countries[:1]:
            return self
        if country not in self.sections:
            others = (code for code in self.countries if code != country)
            self.sections[country] = replace(self, countries=(country, *others), resolved={}, sections={})
        return self.sections[country]


def setting(sentences: Sequence[Sentence], language: Language, gazetteer: Gazetteer) -> Setting:
    """The countries that a document names, by name or nationality; its title and first sentences weigh more."""
    counts: Counter[str] = Counter()
    forces: Counter[str] = Counter()  # nations whose soldiers are spoken of; they may be abroad
    people: set[str] = set()
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: list[str] = []
    placed: list[str] = []
    opens = ""
    written = [(sentence, capitals.runs(sentence, language)) for sentence in sentences]
    for number, (sentence, runs) in enumerate(written):
        weight = 4 if sentence.section == "title" else 3 if number < 2 else 1
        for first, last in runs:
            name = capitals.name_of(first, last, sentence, language)
            own = gazetteer.country(name)
            if own and not name.isupper():
                spelled[own][name] += 1
            country = own or _country_within(first, last, sentence, language, gazetteer)
            if country:
                nation = capitals.is_nation(first, last, sentence, language)
                force = _abroad(first, last, own is not None and name.isupper(), sentence, language)
                (forces if force else counts)[country] += weight if nation else 2 * weight
            elif first == 0 and last == 1:
                if sentence.section == "title":
                    opens = name
                continue  # any word that opens a sentence has a capital
            elif capitals.titled(first, last, sentence, language):
                people.update(bare(word, language.lexicon.endings) for word in sentence.keys[first:last])
            else:
                names.append(name)
                titled = sentence.section == "title"
                if titled or "place.before" in capitals.before(first, sentence, language)[0]:
                    placed += [name] * (2 if titled else 1)
    if not counts or counts.keys() & set(gazetteer.likely(opens)):  # else a mere word that a town somewhere is called
        names.append(opens)
        placed += [opens] * 2
    ranked = _ranked(counts, names, placed, gazetteer) or _ranked(forces, names, placed, gazetteer)
    called = {country: _best(ways, gazetteer) for country, ways in spelled.items()}
    storms, inside = _storms(written, language), _inside(written, language)
    return Setting(ranked, gazetteer, frozenset(people), storms, inside, called)


def _inside(written: Sequence[tuple[Sentence, Sequence[tuple[int, int]]]], language: Language) -> frozenset[str]:
    """The words that stand with a capital inside a sentence."""
    found: set[str] = set()
    for sentence, runs in written:
        begin = opening(sentence) + 1
        for first, last in runs:
            found.update(bare(key, language.lexicon.endings) for key in sentence.keys[max(first, begin) : last])
    return frozenset(found)


def _storms(written: Sequence[tuple[Sentence, Sequence[tuple[int, int]]]], language: Language) -> frozenset[str]:
    """The names of storms, in which runs of capitals end: "Cyclone Idai", "Tropical Storm Ana"."""
    found = set()
    for sentence, runs in written:
        for first, last in runs:
            named = last > 1 and sentence.words[last - 2][:1].isupper() and last - 2 >= first - 1
            if named and "actors.nature" in tags(last - 2, sentence, language):
                found.add(bare(sentence.keys[last - 1], language.lexicon.endings))
    return frozenset(found)


def _abroad(first: int, last: int, acronym: bool, sentence: Sentence, language: Language) -> bool:
    """Whether a country is named only for its soldiers, who may be abroad, or perhaps is none (PRC, a charity)."""
    if acronym and sentence.section != "title":
        return not capitals.before(first, sentence, language)[0]
    return capitals.is_nation(first, last, sentence, language) and "actors.forces" in tags(last, sentence, language)


def resolve(name: str, kind: str | None, around: Setting) -> tuple[Place | None, str]:
    """The place of a name in the document's countries, in the order of their weight, and how it was found."""
    known = around.resolved.get((name, kind))
    if known is None:
        known = _resolve(name, kind, around)
        around.resolved[(name, kind)] = known
    return known


def known(name: str, around: Setting) -> Place | None:
    """The place of exactly that name, also a country or a famous town abroad."""
    code = around.gazetteer.country(name)
    place, match = resolve(name, None, around)
    return around.gazetteer.place(code) if code else place if match == "exact" else abroad(name, around)[0]


def abroad(name: str, around: Setting) -> tuple[Place | None, str]:
    """The province or bigger town of the only country that has one of that name, though the document names it not."""
    countries = around.gazetteer.likely(name)
    acronym = name.isupper() and len(name) <= LONGEST_ACRONYM
    place = around.gazetteer.find(name, countries) if len(countries) == 1 and not acronym else None
    known = place is not None and (place.kind == "admin1" or place.population >= LEAST_FAMOUS)
    return (place, "exact") if known else (None, "unresolved")


def home_place(name: str, around: Setting) -> bool:
    """Whether a name is exactly that of a province or town of the document's first country."""
    place, match = resolve(name, None, around)
    return place is not None and match == "exact" and place.country in around.countries[:1]


def _best(written: Counter[str], gazetteer: Gazetteer) -> str:
    """What a document calls a country: its own name before that of a part, else what stands most."""
    return max(written, key=lambda name: (gazetteer.whole(name), written[name]))


def _ranked(counts: Counter[str], names: Sequence[str], placed: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The countries by weight. Where several are spoken of, that in which the places lie weighs most.

    A document that names no country is in one of those that the office keeps places of, if its places are, else in
    that which has most of the provinces and bigger towns that it names.
    """
    keys = [key(name) for name in names[:LIMIT_NAMES]]
    named = frozenset(counts)
    votes, many = _votes(placed, gazetteer)
    for country, count in votes.items():
        if not named or country in named or (many[country] > 1 and count > NAME_WEIGHT):
            counts[country] += count
    ranked = counts.most_common(LIMIT_COUNTRIES)
    close = [country for country, count in ranked if SPOKEN * count >= ranked[0][1]][:LIMIT_CLOSE]
    for country in dict.fromkeys((*(close if len(close) > 1 else ()), *(() if named else gazetteer.additions))):
        known = gazetteer.names((country,))
        counts[country] += NAME_WEIGHT * sum(name in known for name in keys)
    counts += Counter()  # drops those with nothing
    ranked = counts.most_common(LIMIT_COUNTRIES)
    return tuple(country for country, count in ranked if SPOKEN * count >= ranked[0][1])


def _votes(placed: Sequence[str], gazetteer: Gazetteer) -> tuple[Counter[str], Counter[str]]:
    """For each country how often its provinces and bigger towns are named, and how many of them.

    Of homonyms the likelier one counts: that of which more other names are known.
    """
    counted = Counter(placed[:LIMIT_NAMES])
    likely = {name: gazetteer.likely(name) for name in counted}
    first: Counter[str] = Counter()
    for name in counted:
        for rank, country in enumerate(likely[name]):
            first[country] += 2 if rank else NAME_WEIGHT  # however often it is named
    votes: Counter[str] = Counter()
    for name, times in counted.items():
        if likely[name]:
            votes[max(likely[name], key=lambda country: first[country])] += times * NAME_WEIGHT
    return votes, Counter(country for name in counted for country in likely[name])


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
