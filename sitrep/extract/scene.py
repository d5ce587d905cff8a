"""Where: the places that sentences name, and the countries that a document is about."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sitrep.extract.words import look_up, tags
from sitrep.language.lexicon import bare
from sitrep.language.places import Gazetteer, key
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Place

LIMIT_COUNTRIES = 5  # looked at for one name; the first that knows it decides
LEAST_ABROAD = 20_000  # inhabitants of a town in a country that the document speaks less of
LEAST_FAMOUS = 100_000  # of a town in a country that the document does not speak of
LIMIT_INSIDE = 10  # tokens between a place and the larger one that it lies in
LIMIT_BESIDE = 3  # tokens between a place and the province named right after it: "Tiné, in Wadi Fira"
LIMIT_NAMES, LIMIT_CLOSE = 200, 3  # names looked up to tell countries apart, and countries they are looked up in
SPOKEN = 4  # a country that is spoken of four times less than another is not meant
NAME_WEIGHT = 3  # of a place, against 2 of a country's name and 1 of a nationality
LONGEST_ACRONYM = 6
ROW_SIGNS, LABEL_SIGNS = (":", "(", "-", "–", "—", "|"), (":", "-", "–", "—", "|")  # behind a place that opens a line
LIST_SIGNS = ("(", ",", ":", ";", "/")  # before a name in a list of names with their numbers
LIMIT_SKIP = 6  # words between a preposition and its name: "in the far north of rural Hama"


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
    listed: bool = False  # goes on with the list that the site before belongs to: "Gao, Ménaka and Timbuktu"
    label: bool = False  # opens a line and is told from it by a sign: "SUMY — The region …"
    heads: bool = False  # is the country of a heading
    counts: bool = False  # has a number of its own right behind it: "Sofala (340)"


@dataclass(frozen=True, slots=True)
class Setting:
    """The countries of a document, the most spoken of first."""

    countries: tuple[str, ...]
    gazetteer: Gazetteer
    people: frozenset[str]  # words of persons' names, which are no places
    spelled: Mapping[str, str]  # what the document calls each country that it names
    resolved: dict[tuple[str, str | None], tuple[Place | None, str]]


def setting(sentences: Sequence[Sentence], language: Language, gazetteer: Gazetteer) -> Setting:
    """The countries that a document names, by name or nationality; its title and first sentences weigh more."""
    counts: Counter[str] = Counter()
    forces: Counter[str] = Counter()  # nations whose soldiers are spoken of; they may be abroad
    people: set[str] = set()
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: list[str] = []
    placed: list[str] = []
    opening = ""
    for number, sentence in enumerate(sentences):
        weight = 4 if sentence.section == "title" else 3 if number < 2 else 1
        for first, last in _capitals(sentence, language):
            name = _name(first, last, sentence, language)
            own = gazetteer.country(name)
            if own and not name.isupper():
                spelled[own][name] += 1
            country = own or _country_within(first, last, sentence, language, gazetteer)
            if country:
                nation = _is_nation(first, last, sentence, language)
                force = nation and "actors.forces" in tags(last, sentence, language)
                if own and name.isupper() and sentence.section != "title":  # PRC is China or the Philippine Red Cross
                    force = not _before(first, sentence, language)[0]
                (forces if force else counts)[country] += weight if nation else 2 * weight
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
    ranked = _ranked(counts, names, placed, gazetteer) or _ranked(forces, names, placed, gazetteer)
    called = {country: max(written, key=lambda n: (gazetteer.whole(n), written[n])) for country, written in spelled.items()}
    return Setting(ranked, gazetteer, frozenset(people), called, {})


def _ranked(counts: Counter[str], names: Sequence[str], placed: Sequence[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The countries by weight. Where several are spoken of, that in which the places lie weighs most.

    A document that names no country is in one of those that the office keeps places of, if its places are, else in
    that which has most of the provinces and bigger towns that it names.
    """
    keys = [key(name) for name in names[:LIMIT_NAMES]]
    named = frozenset(counts)
    for country, votes in _votes(placed, gazetteer).items():
        several = len({name for name in placed if country in gazetteer.likely(name)}) > 1
        if not named or country in named or (several and votes > NAME_WEIGHT):
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
    for name in counted:
        for rank, country in enumerate(likely[name]):
            first[country] += 2 if rank else NAME_WEIGHT  # however often it is named
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
    runs = _capitals(sentence, language)
    lists = _lists(runs, sentence, language)
    for first, last in runs:
        if first in taken or _is_date(first, last, sentence, language):
            continue
        listed = first in lists and bool(found) and found[-1].last == lists[first]
        site = None if listed else _site(first, last, sentence, language, around)
        if site is None and found and (listed or _coordinated(found[-1], first, sentence, language)):
            name = _name(first, last, sentence, language)
            place, match = resolve(name, None, around)
            site = Site(first, last, name, place.country if place else None, place, match, found[-1].to, listed=listed)
        if site is not None:
            away = any("place.away" in tags(i, sentence, language) for i in range(max(0, site.first - 3), site.first))
            found.append(replace(site, away=True) if away and not site.to else site)
    return _narrowest(_nested(_joined(found, sentence, language), sentence, language), sentence, language, around)


def _lists(runs: Sequence[tuple[int, int]], sentence: Sentence, language: Language) -> dict[int, int]:
    """For each name that goes on with a list of names where the one before ends: "Gao, Ménaka and Timbuktu".

    The list ends in "and" with a name, or with a number of others: "Gao, Ménaka and three other regions".
    """
    found: dict[int, int] = {}
    waiting: dict[int, int] = {}
    for (_, end), (first, last) in pairwise(runs):
        between = [i for i in range(end, first) if "place.skip" not in tags(i, sentence, language)]
        comma = bool(between) and between[0] == end and sentence.keys[end] == ","
        others = between[comma:]
        if comma and not others:
            waiting[first] = end
            after = "actors.and" in tags(last, sentence, language)
            if after and sentence.keys[last + 1 : last + 2] and sentence.keys[last + 1] in language.numbers.table:
                found |= waiting
        elif len(others) == 1 and "actors.and" in tags(others[0], sentence, language):
            found |= waiting | ({first: end} if waiting else {})
            waiting = {}
        else:
            waiting = {}
    return found


def _is_date(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a capital is that of a month or a day of the week: "since Friday's attack", "mid-June"."""
    word = bare(sentence.keys[first], language.lexicon.endings).rpartition("-")[2]
    calendar = language.dates.calendar
    return last - first == 1 and (word in calendar.months or word in calendar.weekdays)


def _site(first: int, last: int, sentence: Sentence, language: Language, around: Setting) -> Site | None:
    """The place that a run of capitals names; None where nothing around it says that it is one."""
    before, to = _before(first, sentence, language)
    after = tags(last, sentence, language)
    asked = "place.before" in before
    code = language.lexicon.nationalities.get(" ".join(sentence.keys[first:last]))
    if asked and code and "place.side" in after:
        return nation(code, around, first, last)  # "on the Kyrgyz side"
    if _is_nation(first, last, sentence, language) or _is_somebody(first, last, asked, sentence, language, around):
        return None
    start = _owned(first, last, sentence, language, around)
    name = _name(start, last, sentence, language)
    country = around.gazetteer.country(name)
    label = _label(first, last, bool(country), sentence, language, around)
    counts = not label and _counts(first, last, sentence)
    done = "place.done" in _verb(first, sentence, language)
    said = before or done or label in ("row", "title") or "place.type" in after
    # Else a name that opens a sentence or stands in a title; a country there is who did something.
    opening = sentence.section == "title" or counts or _opens(first, sentence)
    head = bool(country) and _heads(first, last, sentence)
    abroad = bool(label) and _abroad(name, around)[0] is not None
    if not (said or head) and (not opening or country or not (abroad or _home_place(name, around))):
        return None
    if country:
        return Site(first, last, name, country, around.gazetteer.place(country), "exact", to, heads=head)
    place, match = resolve(name, _kind(after | before), around)
    if place is None and (label or (asked and sentence.section != "title")):
        place, match = _abroad(name, around)
    if place is None and not _may_be(name, (first, last), label, asked, after, sentence, language):
        return None
    if place is None and start > first:
        place = _known(_name(first, start, sentence, language), around)
        match = "inside" if place else match
    if "place.site" in after:
        last += look_up(last, sentence, language)[1]
        name = sentence.text[sentence.spans[start][0] : sentence.spans[last - 1][1]]
        match = "inside" if place else "unresolved"
    own, apart = place.country if place else None, label in ("row", "line")
    return Site(first, last, name, own, place, match, to, label=apart, counts=counts)


def _heads(first: int, last: int, sentence: Sentence) -> bool:
    """Whether a name is all of a heading but for what stands in brackets: "NIGERIA", "Viet Nam (source: VDDMA)"."""
    if first or sentence.row or sentence.section != "body":
        return False
    return last == len(sentence.keys) or (sentence.keys[last] == "(" and sentence.keys[-1] == ")")


def _kind(around: frozenset[str] | set[str]) -> str | None:
    """The kind of place that the words around a name say it is."""
    return "admin1" if "place.admin" in around else "town" if "place.town" in around else None


def _may_be(
    name: str,
    tokens: tuple[int, int],
    label: str,
    asked: bool,
    after: frozenset[str],
    sentence: Sentence,
    language: Language,
) -> bool:
    """Whether a name that the gazetteer lacks may be a place's."""
    first, last = tokens
    if sentence.section == "title" and last == 1 and label != "row":
        return False  # the word that opens a title has its capital for that: "Hill districts of Nepal"
    if _is_body(asked, after, sentence) or _is_of_body(first, last, sentence, language):
        return False
    if "place.type" in after or (label == "row" and not (name.isupper() and len(name) <= LONGEST_ACRONYM)):
        return True
    return asked and _may_be_place(name, first, last, sentence, language)


def _label(first: int, last: int, country: bool, sentence: Sentence, language: Language, around: Setting) -> str:
    """What a name is told from by the sign behind it: a `row` of a list, a `line` of text, the rest of a `title`.

    "Beni: gunmen burn a clinic", "SUMY — The region …"; but of "Storm Daniel: one month on" the storm is none.
    """
    if not _opens(first, sentence):
        return ""
    sign = _sign(last, sentence, language, around)
    if sentence.row and sign in ROW_SIGNS:
        return "row"
    if sentence.section == "title" and sign == ":":
        return "title"
    return "line" if sign in LABEL_SIGNS and not country else ""


def _known(name: str, around: Setting) -> Place | None:
    """The place of exactly that name, also a country or a famous town abroad."""
    code = around.gazetteer.country(name)
    place, match = resolve(name, None, around)
    return around.gazetteer.place(code) if code else place if match == "exact" else _abroad(name, around)[0]


def _sign(last: int, sentence: Sentence, language: Language, around: Setting) -> str:
    """The sign behind a name, or behind the country that stands after it: "BELGOROD, Russia — …"."""
    keys = sentence.keys
    for end in range(last + 2, min(last + 2 + LIMIT_BESIDE, len(keys))) if keys[last : last + 1] == (",",) else ():
        if around.gazetteer.country(_name(last + 1, end, sentence, language)):
            return keys[end]
    return "".join(keys[last : last + 1])


def _verb(first: int, sentence: Sentence, language: Language) -> frozenset[str]:
    """Tags of the word before a name and its directions: "shelled northern Hama"."""
    index = first - 1
    while index > 0 and "place.skip" in tags(index, sentence, language):
        index -= 1
    return tags(index, sentence, language)


def _counts(first: int, last: int, sentence: Sentence) -> bool:
    """Whether a name has its number right behind it: "Sofala (340)", "Tafea 11, Shefa 8"."""
    beyond = "".join(sentence.keys[last : last + 1])
    if beyond == "(":
        return "".join(sentence.keys[last + 1 : last + 2])[:1].isdecimal()
    return beyond[:1].isdecimal() and (first == 0 or sentence.keys[first - 1] in LIST_SIGNS)


def _is_body(asked: bool, after: frozenset[str], sentence: Sentence) -> bool:
    """Whether a name that the gazetteer lacks is a body's ("the African Union force") or a mere word of a title."""
    if not {"voices.bodies", "actors.forces"}.isdisjoint(after) and after.isdisjoint({"place.site", "place.type"}):
        return True
    return sentence.section == "title" and not asked


def _is_of_body(first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a name that the gazetteer lacks holds the word of a body, or says what a body is for: Ministry of Health.

    So do a faith, a mere acronym of the lexicon ("IDP") and a post ("the Telegram channel").
    """
    if "place.of" in tags(first - 1, sentence, language) and "voices.bodies" in tags(first - 2, sentence, language):
        return True
    words = [tags(i, sentence, language) for i in range(first, last)]
    if "voices.bodies" in words[-1] or any("place.never" in word for word in words):
        return "place.site" not in words[-1] | tags(last, sentence, language)
    entry = language.lexicon.words.get(sentence.keys[first]) if last - first == 1 else None
    return entry is not None and entry[0] is not None and (entry[0].noun is not None or "place.skip" in entry[0].tags)


def _may_be_place(name: str, first: int, last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a name that the gazetteer lacks may be a place: no acronym, no mere word that opens the sentence."""
    if first and "place.article" in tags(first - 1, sentence, language):  # "in a Red Crescent clinic"
        return False
    return not name.isupper() and not (first == 0 and last == 1 and sentence.keys[0] in language.lexicon.words)


def _is_somebody(first: int, last: int, asked: bool, sentence: Sentence, language: Language, around: Setting) -> bool:
    """Whether a name is a person's, or only where somebody has an office."""
    if asked and _based(first, sentence, language):
        return True
    words = (bare(word, language.lexicon.endings) for word in sentence.keys[first:last])
    return any(word in around.people for word in words) or (not asked and _titled(first, last, sentence, language))


def _home_place(name: str, around: Setting) -> bool:
    """Whether a name is exactly that of a province or town of the document's first country."""
    place, match = resolve(name, None, around)
    return place is not None and match == "exact" and place.country in around.countries[:1]


def _name(first: int, last: int, sentence: Sentence, language: Language) -> str:
    """The name as written, without a possessive."""
    written = sentence.text[sentence.spans[first][0] : sentence.spans[last - 1][1]].replace("-\n", "")
    return bare(" ".join(written.split()), language.lexicon.endings)


def _owned(first: int, last: int, sentence: Sentence, language: Language, around: Setting) -> int:
    """Where the name itself begins: after the place that it belongs to, as in "South Sudan's Unity"."""
    for index in range(first, last - 1):
        owner = _name(first, index + 1, sentence, language)
        if sentence.words[index] != bare(sentence.words[index], language.lexicon.endings):
            if around.gazetteer.country(owner):
                return index + 1
            whole = resolve(_name(first, last, sentence, language), None, around)[1] == "exact"  # Cox's Bazar
            return index + 1 if not whole and _known(owner, around) is not None else first
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


def _abroad(name: str, around: Setting) -> tuple[Place | None, str]:
    """The province or bigger town of the only country that has one of that name, though the document names it not."""
    countries = around.gazetteer.likely(name)
    place = around.gazetteer.find(name, countries) if len(countries) == 1 and len(name) > LONGEST_ACRONYM else None
    known = place is not None and (place.kind == "admin1" or place.population >= LEAST_FAMOUS)
    return (place, "exact") if known else (None, "unresolved")


def _joined(found: list[Site], sentence: Sentence, language: Language) -> list[Site]:
    """Coordinated places as one site, written as they stand: "Aleppo and Idlib"."""
    joined: list[Site] = []
    for site in found:
        if joined and (site.listed or _coordinated(joined[-1], site.first, sentence, language)):
            before = joined.pop()
            name = sentence.text[sentence.spans[before.first][0] : sentence.spans[site.last - 1][1]]
            if site.first - before.last > 1:  # "southern Idlib and northern Hama": without the directions
                sign = sentence.words[before.last]
                name = f"{before.name}{'' if sign == ',' else ' '}{sign} {site.name}"
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


def _narrowest(found: list[Site], sentence: Sentence, language: Language, around: Setting) -> list[Site]:
    """The sites without those that only say where the one before lies: "Mhardeh, in Hama province"."""
    kept: list[Site] = []
    for site in found:
        before = kept[-1] if kept else None
        if before is not None and before.match != "exact" and _within(site, before, sentence, language):
            kept[-1] = replace(before, place=site.place, country=site.country or before.country, match="inside")
        elif before is None or site.first - before.last > LIMIT_INSIDE or not _holds(site, before, around):
            kept.append(site)
    return kept


def _within(large: Site, small: Site, sentence: Sentence, language: Language) -> bool:
    """Whether a text says right after a place where it lies: "the Balukhali camps in Cox's Bazar", "Tinka, in Lay"."""
    between = [i for i in range(small.last, large.first) if sentence.keys[i] != ","]
    words = [tags(i, sentence, language) for i in between]
    kinds = {"place.skip", "place.type", "place.inside", "place.site", "place.of", "place.within", "place.beside"}
    inside = any(not word.isdisjoint(("place.within", "place.beside")) for word in words) or (not between and small.last < large.first)
    return inside and len(between) <= LIMIT_BESIDE and all(word & kinds for word in words)


def _holds(large: Site, small: Site, around: Setting) -> bool:
    """Whether the gazetteer puts a place inside another, or knows the other only and it is a province or country."""
    if large.place is None or large.to:
        return False
    if small.place is None and small.away:  # "migrants from the Sahel died off Tunisia"
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
    return nation(around.countries[0], around) if around.countries else None


def nation(code: str, around: Setting, first: int = 0, last: int = 0) -> Site:
    """A country as a site, by the name that the document has for it."""
    place = around.gazetteer.place(code)
    return Site(first, last, around.spelled.get(code, place.name), code, place, "exact")


def spelled(site: Site, around: Setting) -> Site:
    """A country of the title by the name that the text has for it: PNG is Papua New Guinea, the Gaza Strip Gaza."""
    if site.place is None or site.place.kind != "country":
        return site
    name = around.spelled.get(site.place.id, site.name)
    return replace(site, name=name) if site.name.isupper() or name in site.name else site


def at_home(site: Site, around: Setting) -> bool:
    """Whether a site lies in a country of the document: a quake felt in a city far off is not about that city."""
    return site.country is None or not around.countries or site.country in around.countries
