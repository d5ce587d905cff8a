"""Where: the places that a sentence names."""

from typing import NamedTuple

from sitrep.extract import capitals, setting
from sitrep.extract.setting import Setting
from sitrep.extract.words import look_up, tags
from sitrep.language.lexicon import bare
from sitrep.language.reader import Language
from sitrep.language.text import Sentence
from sitrep.model import Place

LIMIT_INSIDE = 10  # tokens between a place and the larger one that it lies in
LIMIT_BESIDE = 3  # tokens between a place and the province named right after it: "Tiné, in Wadi Fira"
LONGEST_ACRONYM = 6
ROW_SIGNS, LABEL_SIGNS = (":", "(", "-", "–", "—", "|"), (":", "-", "–", "—", "|")  # behind a place that opens a line
BESIDE = frozenset(f"place.{kind}" for kind in ("skip", "type", "inside", "site", "of", "within", "beside"))
DASHES = ("-", "–", "—")
LIST_SIGNS = ("(", ",", ":", ";", "/")  # before a name in a list of names with their numbers


class Site(NamedTuple):
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
    meant: bool = False  # has been named before: "the city"
    heads: bool = False  # is the country of a heading
    counts: bool = False  # has a number of its own right behind it: "Sofala (340)"


def sites(sentence: Sentence, language: Language, around: Setting, taken: frozenset[int] = frozenset()) -> list[Site]:
    """The places that a sentence names, in order. `taken` tokens are known to be something else: dates, voices."""
    found: list[Site] = []
    runs = capitals.runs(sentence, language)
    lists = capitals.lists(runs, sentence, language)
    for first, last in runs:
        if first in taken or capitals.is_date(first, last, sentence, language):
            continue
        listed = first in lists and bool(found) and found[-1].last == lists[first]
        site = None if listed else _site(first, last, sentence, language, around)
        if site is None and found and (listed or _coordinated(found[-1], first, sentence, language)):
            name = capitals.name_of(first, last, sentence, language)
            place, match = setting.resolve(name, None, around)
            site = Site(first, last, name, place.country if place else None, place, match, found[-1].to, listed=listed)
        if site is not None:
            away = any("place.away" in tags(i, sentence, language) for i in range(max(0, site.first - 3), site.first))
            found.append(site._replace(away=True) if away and not site.to else site)
    return _narrowest(_nested(_joined(found, sentence, language), sentence, language), sentence, language, around)


def _site(first: int, last: int, sentence: Sentence, language: Language, around: Setting) -> Site | None:
    """The place that a run of capitals names; None where nothing around it says that it is one."""
    before, to = capitals.before(first, sentence, language)
    after = tags(last, sentence, language)
    asked = "place.before" in before
    code = language.lexicon.nationalities.get(" ".join(sentence.keys[first:last]))
    if asked and code and "place.side" in after:
        return nation(code, around, first, last)  # "on the Kyrgyz side"
    somebody = _is_somebody(first, last, asked, sentence, language, around)
    if somebody or capitals.is_nation(first, last, sentence, language):
        return None
    start = _owned(first, last, sentence, language, around)
    name = capitals.name_of(start, last, sentence, language)
    country = around.gazetteer.country(name)
    label = _label(first, last, bool(country), sentence, language, around)
    counts = not label and _counts(first, last, sentence)
    done = "place.done" in capitals.verb(first, sentence, language)
    said = before or done or label in ("row", "title") or "place.type" in after
    # Else a name that opens a sentence or stands in a title; a country there is who did something.
    opening = sentence.section == "title" or counts or capitals.opens(first, sentence)
    head = bool(country) and _heads(first, last, sentence)
    abroad = bool(label) and setting.abroad(name, around)[0] is not None
    if not (said or head) and (not opening or country or not (abroad or setting.home_place(name, around))):
        return None
    if country:
        return Site(first, last, name, country, around.gazetteer.place(country), "exact", to, heads=head)
    place, match = setting.resolve(name, _kind(after | before), around)
    if place is None and (label or (asked and sentence.section != "title")):
        place, match = setting.abroad(name, around)
    if place is None and not _may_be(name, (first, last), label, asked, after, sentence, language):
        return None
    if place is None and start > first:
        place = setting.known(capitals.name_of(first, start, sentence, language), around)
        match = "inside" if place else match
    if "place.site" in after:
        last += look_up(last, sentence, language)[1]
        name = sentence.text[sentence.spans[start][0] : sentence.spans[last - 1][1]]
        match = "inside" if place else "unresolved"
    own, apart = place.country if place else None, label in ("row", "line")
    return Site(first, last, name, own, place, match, to, label=apart, counts=counts)


def _heads(first: int, last: int, sentence: Sentence) -> bool:
    """Whether a name is all of a heading but for what stands in brackets: "NIGERIA", "Viet Nam (source: VDDMA)"."""
    if first or sentence.row or sentence.section in ("title", "teaser"):
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
    if not capitals.opens(first, sentence):
        return ""
    sign = _sign(last, sentence, language, around)
    if sign in ROW_SIGNS and (sentence.row or _tallies(last, sentence, language)):
        return "row"
    if sentence.section == "title" and sign == ":":
        return "title"
    return "line" if sign in LABEL_SIGNS and not country else ""


def _tallies(last: int, sentence: Sentence, language: Language) -> bool:
    """Whether a dash and a number stand right behind a name: "Mayo-Moskota – seven night raids"."""
    dash, number = (*sentence.keys[last : last + 2], "", "")[:2]
    counted = number[:1].isdecimal() or number in language.numbers.table
    return sentence.section not in ("title", "teaser") and dash in DASHES and counted


def _sign(last: int, sentence: Sentence, language: Language, around: Setting) -> str:
    """The sign behind a name, or behind the country that stands after it: "BELGOROD, Russia — …"."""
    keys = sentence.keys
    for end in range(last + 2, min(last + 2 + LIMIT_BESIDE, len(keys))) if keys[last : last + 1] == (",",) else ():
        if around.gazetteer.country(capitals.name_of(last + 1, end, sentence, language)):
            return keys[end]
    return "".join(keys[last : last + 1])


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
    titled = not asked and capitals.titled(first, last, sentence, language)
    return titled or any(word in around.people for word in words)


def _owned(first: int, last: int, sentence: Sentence, language: Language, around: Setting) -> int:
    """Where the name itself begins: after the place that it belongs to, as in "South Sudan's Unity"."""
    for index in range(first, last - 1):
        owner = capitals.name_of(first, index + 1, sentence, language)
        if sentence.words[index] != bare(sentence.words[index], language.lexicon.endings):
            if around.gazetteer.country(owner):
                return index + 1
            name = capitals.name_of(first, last, sentence, language)
            whole = setting.resolve(name, None, around)[1] == "exact"  # Cox's Bazar
            return index + 1 if not whole and setting.known(owner, around) is not None else first
    return first


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
            site = site._replace(

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
            site = site._replace(place=after.place, country=after.country, match="inside", last=after.last)
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
            kept[-1] = before._replace(place=site.place, country=site.country or before.country, match="inside")
        elif before is None or site.first - before.last > LIMIT_INSIDE or not _holds(site, before, around):
            kept.append(site)
    return kept


def _within(large: Site, small: Site, sentence: Sentence, language: Language) -> bool:
    """Whether a text says right after a place where it lies: "the Balukhali camps in Cox's Bazar", "Tinka, in Lay"."""
    between = [i for i in range(small.last, large.first) if sentence.keys[i] != ","]
    words = [tags(i, sentence, language) for i in between]
    near = any(not word.isdisjoint(("place.within", "place.beside")) for word in words)
    inside = near or (not between and small.last < large.first)
    return inside and len(between) <= LIMIT_BESIDE and all(word & BESIDE for word in words)


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
    return site._replace(name=name) if site.name.isupper() or name in site.name else site


def at_home(site: Site, around: Setting) -> bool:
    """Whether a site lies in a country of the document: a quake felt in a city far off is not about that city."""
    return site.country is None or not around.countries or site.country in around.countries
