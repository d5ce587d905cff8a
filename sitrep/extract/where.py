"""Which of the places that a sentence names a count is about: by clauses, the word between them, and who moves."""

from collections.abc import Sequence
from typing import NamedTuple

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.scene import LIST_SIGNS, Site, at_home, country, nation
from sitrep.extract.setting import Setting, resolve
from sitrep.extract.words import tags
from sitrep.language.lexicon import NO_TAGS, bare
from sitrep.language.reader import Language
from sitrep.language.text import Sentence

ARRIVED = frozenset({"refugees", "returned"})
HOSTED = frozenset({"idps", "refugees", "returned"})  # of whom a place can be said to take in
ENTIRE = frozenset({"in_need", "affected", "reached", "idps", "returned"})  # counted of a nation: "7.4 million Yemenis"
LIMIT_BETWEEN = 9  # chunks between a host and the "that" after what describes it
BETWEEN = "HDRWNt,"  # letters between a host and its verb
ANAPHORS = ("place.town", "place.admin", "place.country")
STOPS = frozenset({";"})  # between two accounts: what stands behind it is about another count


class Ends(NamedTuple):
    """The tokens of a count: its number and the word for it; `begin` to `stop` lie between the counts around it.

    `part` to `comma` is what a part of it takes up: "60 died, 20 of them near the lake, police said".
    """

    number: int
    trigger: int
    begin: int
    stop: int
    part: int
    comma: int

    @property
    def low(self) -> int:
        """The first of number and word."""
        return min(self.number, self.trigger)

    @property
    def high(self) -> int:
        """The last of number and word."""
        return max(self.number, self.trigger)


def named(indicator: str, ends: Ends, sites: Sequence[Site], sentence: Sentence, language: Language) -> Site | None:
    """The site of a sentence that a count is about, or None where it names none that may be."""
    beside = _beside(ends, sites, sentence)
    if beside is not None:
        return beside
    near = counted(indicator, _clause(ends, [site for site in sites if not site.counts], sentence))
    site = _related(ends, near, sentence, language) or _nearest(indicator, ends, near, sentence)
    if site is not None:
        return _behind(site, ends, near)
    others = [other for other in near if not ends.part <= other.first < ends.comma]
    before = [other for other in others if other.last <= ends.number]
    return before[-1] if before else next(iter(others), None)


def host(link: Link, cut: Chunked, sites: Sequence[Site], around: Setting) -> Site | None:
    """The place that is said to take people in: "Uganda shelters 950,000", "Turkey, which hosts 3.5 million"."""
    if link.indicator not in HOSTED:
        return None
    index = min(link.trigger, link.number - 1)
    shares = link.rule == "elided" and cut.letters[link.number - 1 : link.number] == "C"  # "… and Egypt half a million"
    word = cut.chunks[index].word
    if not shares and (word is None or not any(HOSTED & set(marks) for marks in word.roles.values())):
        return None
    index = link.number - 1 if shares else _subject(index, cut)
    last = cut.chunks[index].last if index >= 0 and cut.letters[index] == "C" else 0
    while index > 0 and cut.letters[index - 1] == "C":
        index -= 1
    if not last:
        return None
    first, spans = cut.chunks[index].first, cut.sentence.spans
    site = next((site for site in sites if site.last == last), None)
    return site or _called(first, last, cut.sentence.text[spans[first][0] : spans[last - 1][1]], around)


def entire(link: Link, cut: Chunked, around: Setting, language: Language) -> Site | None:
    """The country of a nation that a count is of: "7.4 million Yemenis" were fed in Yemen, wherever the wheat lies."""
    word = cut.chunks[link.number].nation
    code = language.lexicon.nationalities.get(word or "") if link.indicator in ENTIRE else None
    return nation(code, around) if code in around.countries[:1] else None


def _subject(verb: int, cut: Chunked) -> int:
    """The chunk at which the subject of a host's verb ends: "Chad, a country of 18 million that already hosts"."""
    index = verb - 1
    while index >= 0 and cut.letters[index] in BETWEEN:
        if cut.letters[index] == "R":  # what stands between the subject and "that" describes it
            end = index - 1 - (cut.letters[index - 1 : index] == ",")
            names = [i for i in range(max(0, index - LIMIT_BETWEEN), index) if cut.letters[i] == "C"]
            return names[0] if names and cut.letters[end : end + 1] != "C" else end
        index -= 1
    return index


def _called(first: int, last: int, name: str, around: Setting) -> Site | None:
    """The site of a name that is a country's, or exactly that of a place of the document's countries."""
    code = around.gazetteer.country(name)
    place, match = (around.gazetteer.place(code), "exact") if code else resolve(name, None, around)
    return Site(first, last, name, place.country, place, match) if place is not None and match == "exact" else None


def meant(
    seen: Sequence[Site], sites: Sequence[Site], sentence: Sentence, language: Language, around: Setting
) -> list[Site]:
    """The sites that a sentence means without their names: "in the province", "the city's houses", "of the camp"."""
    found = []
    words, endings = language.lexicon.words, language.lexicon.endings
    for index, key in enumerate(sentence.keys):
        word = bare(key, endings) if key.endswith(endings) else key
        entry = words.get(word)
        kinds = entry[0].tags if entry is not None and entry[0] is not None else NO_TAGS
        if kinds.isdisjoint(ANAPHORS) or "place.definite" not in tags(index - 1, sentence, language):
            continue
        if not _stands_alone(index, word, sentence, language):
            continue
        before = [*seen, *(site for site in sites if site.last <= index)]
        site = _last_of(kinds, before, sentence, around)
        if site is not None:
            plain = site._replace(to=False, away=False, label=False, counts=False, meant=True)
            found.append(plain._replace(first=index - 1, last=index + 1))
    return found


def _stands_alone(index: int, word: str, sentence: Sentence, language: Language) -> bool:
    """Whether "the city" has a preposition before it, opens the sentence or owns something, and no name is behind."""
    after = sentence.words[index + 1 : index + 2]
    named = bool(after) and (after[0][:1].isupper() or "place.of" in tags(index + 1, sentence, language))
    owner = word != sentence.keys[index]
    before = index == 1 or owner or not tags(index - 2, sentence, language).isdisjoint(("place.before", "place.whole"))
    ends = not after or not after[0][:1].isalpha() or language.lexicon.words.get(sentence.keys[index + 1]) is not None
    return before and not named and (owner or ends)


def _speaker(sentence: Sentence, around: Setting) -> Site | None:
    """The country that a sentence opens with: "Armenia said 98,000 people had entered the country"."""
    names = (" ".join(sentence.words[:count]) for count in (1, 2, 3))
    code = next((code for name in names if (code := around.gazetteer.country(name))), None)
    return nation(code, around) if code else None


def _last_of(kinds: frozenset[str], seen: Sequence[Site], sentence: Sentence, around: Setting) -> Site | None:
    """The last site of a kind of place."""
    if "place.country" in kinds:
        return _speaker(sentence, around) or country(around)
    if "place.admin" in kinds:
        fits = [site for site in seen if site.place is not None and site.place.kind == "admin1"]
    else:  # a town may be unknown; its bridge is none
        fits = [site for site in seen if not site.name.split()[-1].islower() and not _wide(site)]
    return fits[-1] if fits else None


def _wide(site: Site) -> bool:
    return site.place is not None and site.place.kind in ("country", "admin1")


def told(sites: Sequence[Site], around: Setting, fresh: bool) -> Site | None:
    """The site of a sentence that the next may go on about: none that has its own number, one before a label.

    Unless it is the `fresh` document's first, a place far off is none: a quake felt in a city abroad.
    """
    here = [site for site in sites if not site.to and not site.counts and (fresh or at_home(site, around))]
    stays = [site for site in here if not site.away] or here  # "migrants from the Sahel drowned off Tunisia"
    return next((site for site in stays if not site.label), next(iter(stays), None))


def _behind(site: Site, ends: Ends, sites: Sequence[Site]) -> Site:
    """For a label the place behind the next count, which both have: "Lahj: floods took 20 homes, 9 wells in Tuban"."""
    if not site.label or ends.part <= ends.stop:
        return site
    return next((other for other in sites if not other.to and ends.stop <= other.first), site)


def counted(indicator: str, found: Sequence[Site]) -> Sequence[Site]:
    """The sites at which people of an indicator are counted: those who crossed or came back are where they went."""
    if indicator in ARRIVED:
        return [site for site in found if site.to] or [site for site in found if not site.away] or found
    if indicator != "displaced":
        return [site for site in found if not site.away] or found
    return found


def _beside(ends: Ends, sites: Sequence[Site], sentence: Sentence) -> Site | None:
    """The site that the number stands right behind: "Mecufi (89)", "Tafea 11"."""
    for site in sites:
        listed = site.first == 0 or sentence.keys[site.first - 1] in LIST_SIGNS
        if site.last == ends.number - 1 and sentence.keys[site.last] == "(" or (site.last == ends.number and listed):
            return site
    return None


def _clause(ends: Ends, sites: Sequence[Site], sentence: Sentence) -> Sequence[Site]:
    """The sites of the count's own clause, else those before it, else all."""
    keys = sentence.keys
    if STOPS.isdisjoint(keys):
        return sites
    first = next((i + 1 for i in range(ends.low - 1, -1, -1) if keys[i] in STOPS), 0)
    last = next((i for i in range(ends.high, len(keys)) if keys[i] in STOPS), len(keys))
    own = [site for site in sites if first <= site.first < last]
    return own or [site for site in sites if site.first < first] or sites


def _related(ends: Ends, sites: Sequence[Site], sentence: Sentence, language: Language) -> Site | None:
    """The site that a clause about it counts at: "a ferry at Bamba, where 49 died, and a post at Bourem"."""
    low = ends.low
    before = [site for site in sites if site.last <= low]
    if not before:
        return None
    site = before[-1]
    index = site.last + (sentence.keys[site.last : site.last + 1] == (",",))
    if "place.where" not in tags(index, sentence, language):
        return None
    comma = _comma(ends.high, sentence)
    inside = [other for other in sites if low <= other.first < comma and not other.to]
    return None if inside else site


def _comma(index: int, sentence: Sentence) -> int:
    keys = sentence.keys
    return next((i for i in range(index, len(keys)) if keys[i] == ","), len(keys))


def _apart(before: Site, after: Site, ends: Ends, sentence: Sentence) -> bool:
    """Whether a comma parts a count from the site behind it and none from the one before it."""
    keys = sentence.keys
    return "," in keys[ends.high : after.first] and "," not in keys[before.last : ends.low]


def _nearest(indicator: str, ends: Ends, sites: Sequence[Site], sentence: Sentence) -> Site | None:
    """The first site after a number and before the next count, else the last before it, after the count before.

    Who was forced out was so where the cause struck, if that is named: "clashes in El Fasher drove 300 to Tawila".
    """
    low, high = ends.low, ends.high
    after = [site for site in sites if low <= site.first < ends.stop]
    before = [site for site in sites if ends.begin <= site.first < high]
    stays = before or [site for site in sites if indicator == "displaced" and not site.label]
    left = [site for site in stays if not (site.to or site.away) and site.last <= low]
    if after and left and _apart(left[-1], after[0], ends, sentence):
        return left[-1]
    if after:
        stay = next((site for site in after if not site.to), None)
        return stay or (left[-1] if indicator == "displaced" and left else after[0])
    return before[-1] if before else None
