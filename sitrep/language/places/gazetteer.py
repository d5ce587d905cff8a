"""The gazetteer: asked for a name in some countries, it gives the place; nothing is read before that.

Door of rapidfuzz, which opens only when a name is in no list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sitrep.errors import ConfigError
from sitrep.language.places import additions, tables
from sitrep.language.places.additions import COLUMNS, Addition
from sitrep.language.places.names import fold, key, skeleton
from sitrep.language.places.tables import countries
from sitrep.model import Place

# A town is meant by a name that it shares with its province when it is this big and holds this share of its people:
# Aleppo (.75), Kharkiv (.47) and Odesa (.41) are, Gaza (.31), Donetsk (.14) and, being small, Idlib and Hama are not.
CITY, CITY_SHARE = 500_000, 0.4
CUTOFF = 85  # of rapidfuzz's ratio: at 85 "Hodeidah" is found (93) and "Latamneh" is not taken for Latakia (75)
SKELETON_CUTOFF = 70
LONG_CUTOFF = 92  # of two skeletons: one consonant more among six or more
LANDMARKS = 30  # towns of a country that a map may name
SKELETON_LETTERS = 5  # shorter skeletons collide: Idlib is that of Ad Daliyah


@dataclass(frozen=True, slots=True)
class Table:
    """One country: the gazetteer's line of each place, the places that staff added or changed, and ids by key."""

    lines: Mapping[str, str]
    places: Mapping[str, Place]
    index: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The places of the world, with `additions` by country. Ask it; nothing is read before."""

    additions: Mapping[str, tuple[Addition, ...]]

    def country(self, name: str) -> str | None:
        """ISO 3166-1 alpha-3 code of the country that `name` names in English, French, Spanish or Arabic, or None.

        >>> gazetteer().country("Ivory Coast"), gazetteer().country("DRC"), gazetteer().country("Atlantis")
        ('CIV', 'COD', None)

        Acronyms are told from words by their case ("US", "CAR"). Gaza and the West Bank are known as PSE.
        """
        by_name, by_acronym = tables.country_names()
        return by_acronym.get(name.strip().replace(".", "")) or by_name.get(fold(name))

    def whole(self, name: str) -> bool:
        """Whether `name` is a country's own, not that of a part that speaks for it.

        >>> gazetteer().whole("Somalia"), gazetteer().whole("Somaliland"), gazetteer().whole("Atlantis")
        (True, False, False)
        """
        code = self.country(name)
        return code is not None and fold(name) not in countries()[code].parts

    def likely(self, name: str) -> tuple[str, ...]:
        """ISO3 codes of the countries that have a province, district or bigger town of that name, most populous first.

        >>> gazetteer().likely("Kharkiv"), gazetteer().likely("Nowhere")
        (('UKR',), ())
        """
        return tables.known(key(name))

    def find(self, name: str, countries: tuple[str, ...], kind: str | None = None) -> Place | None:
        """The place of exactly that name, after normalisation, in one of `countries`, or None.

        >>> gazetteer().find("Jisr al-Shughour", ("SYR",)).id
        'SYR.169023'
        >>> gazetteer().find("Idlib", ("SYR",)).kind, gazetteer().find("Idlib", ("SYR",), "town").kind
        ('admin1', 'town')

        Homonyms: the `kind` asked for comes first ("admin1" takes a district where no province has the name, "town"
        a site where no town has). Without it a country comes first. A name that province and town share is the
        province, of which it is true in any case, unless the town is the capital or a city (CITY) that holds much
        of the province's people: "strikes on Idlib" and "Gaza" are wide, "Aleppo" and "Kharkiv" are cities. Then
        towns before sites before districts, then population.
        """
        word = key(name)
        found = [self.place(id_) for country in countries for id_ in self._table(country).index.get(word, ())]
        return min(found, key=lambda place: (_mismatch(place, kind), self._order(place)), default=None)

    def nearest(self, name: str, countries: tuple[str, ...]) -> Place | None:
        """The place in `countries` whose name is `name` in another spelling, or None; find() comes first.

        >>> gazetteer().nearest("Khan Cheykhoun", ("SYR",)).id
        'SYR.168325'
        >>> gazetteer().nearest("Latamneh", ("SYR",)) is None
        True

        Spellings are alike when their letters are (CUTOFF) and their consonants agree, or when five consonants or
        more are the same. Names under five letters are never guessed.
        """
        word = key(name)
        if len(word) < SKELETON_LETTERS:
            return None
        alike = [(ratio, other) for country in countries for other, ratio in _alike(self, country, word)]
        if not alike:
            return None
        best = max(ratio for ratio, _ in alike)
        found = [self.find(other, countries) for ratio, other in alike if ratio == best]
        return min((place for place in found if place), key=self._order, default=None)

    def within(self, name: str, around: str) -> Place | None:
        """The place of exactly that name, after normalisation, that lies in the place of the id `around`, or None.

        >>> gazetteer().within("Jisr al-Shughour", "SYR.12").id, gazetteer().within("Jisr al-Shughour", "SYR.13")
        ('SYR.169023', None)
        """
        ids = self._table(around.partition(".")[0]).index.get(key(name), ())
        found = [self.place(id_) for id_ in ids if around in self.path(id_)]
        return min(found, key=self._order, default=None)

    def coded(self, pcode: str) -> Place | None:
        """The place that staff gave that P-code, or None: the gazetteer itself has none."""
        for country, rows in self.additions.items():
            for row in rows:
                if row.pcode == pcode:
                    return self._table(country).places[row.id]
        return None

    def place(self, id_: str) -> Place:
        """The place of that id; KeyError when there is none.

        >>> gazetteer().place("SYR").name
        'Syria'
        """
        table = self._table(id_.partition(".")[0])
        return table.places.get(id_) or tables.place(id_, table.lines[id_])

    def called(self, id_: str, language: str) -> str:
        """The name that staff gave the place in that language, "" where they gave none.

        >>> gazetteer().called("SYR.12", "ar")
        ''
        """
        rows = self.additions.get(id_.partition(".")[0], ())
        return next((row.called[language] for row in rows if row.id == id_ and language in row.called), "")

    def path(self, id_: str) -> tuple[str, ...]:
        """Ids from the country down to the place itself, through however many levels there are.

        >>> gazetteer().path("SYR.172955")
        ('SYR', 'SYR.04', 'SYR.172955')
        """
        ids = [id_]
        while parent := self.place(ids[-1]).parent:
            ids.append(parent)
        return tuple(reversed(ids))

    def iso(self, id_: str) -> str | None:
        """ISO 3166-2 code of a province, or None where it has none.

        >>> gazetteer().iso("SYR.12")
        'SY-ID'
        """
        line = self._table(id_.partition(".")[0]).lines.get(id_)
        return (line.split("\t")[7] or None) if line else None

    def landmarks(self, country: str) -> tuple[Place, ...]:
        """The provinces of a country, then its towns of the most people: what a map names for orientation.

        >>> [place.name for place in gazetteer().landmarks("SYR") if place.kind == "town"][:2]
        ['Aleppo', 'Damascus']
        """
        return _landmarks(self, country)

    def countries(self) -> tuple[Place, ...]:
        """Every country.

        >>> gazetteer().countries()[0].id
        'ABW'
        """
        return tuple(country.place for _, country in sorted(countries().items()))

    def names(self, countries: tuple[str, ...]) -> frozenset[str]:
        """Every key of every place of `countries`, to look for in a text.

        >>> "khan shaykhun" in gazetteer().names(("SYR",))
        True
        """
        return _names(self, countries)

    def keys(self, id_: str) -> frozenset[str]:
        """Every key by which a place is found: its name and its other names.

        >>> "jisr shughour" in gazetteer().keys("SYR.169023")
        True
        """
        index = self._table(id_.partition(".")[0]).index
        return frozenset(word for word, ids in index.items() if id_ in ids)

    def _table(self, country: str) -> Table:
        return _table(self, country)

    def _order(self, place: Place) -> tuple[int, int, str]:
        """What a plain name means first; see find()."""
        rank = {"country": 0, "admin1": 2, "town": 3, "site": 4, "admin2": 5}[place.kind]
        return 1 if place.kind == "town" and self._is_city(place) else rank, -place.population, place.id

    def _is_city(self, town: Place) -> bool:
        if countries()[town.country].capital == town.id:
            return True
        province = next((self.place(id_) for id_ in self.path(town.id) if self.place(id_).kind == "admin1"), None)
        return town.population >= CITY and (province is None or town.population >= CITY_SHARE * province.population)


def gazetteer(extra: Path | None = None) -> Gazetteer:
    """The gazetteer, with the additions of the folder `extra` (`config/places`) if there is one.

    >>> gazetteer().country("Syria")
    'SYR'

    Raises ConfigError with every mistake in the folder, one a line.
    """
    added, mistakes = additions.read(extra) if extra else ({}, [])
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return Gazetteer(added)


def problems(folder: Path) -> list[str]:
    """Every mistake in a `config/places` folder, one a line with file and line; empty when there is none."""
    try:
        gazetteer(folder)
    except ConfigError as error:
        return str(error).splitlines()
    return []


def _mismatch(place: Place, kind: str | None) -> int:
    """How far a place is from the kind asked for: 0 it, 1 its next of kin, 2 another."""
    kin = {"admin1": ("admin1", "admin2"), "town": ("town", "site")}.get(kind or "", (kind,))
    return 0 if kind is None else kin.index(place.kind) if place.kind in kin else len(kin)


@lru_cache(maxsize=4)
def _landmarks(source: Gazetteer, country: str) -> tuple[Place, ...]:
    fields = ((id_, line.split("\t", 7)) for id_, line in tables.lines(country).items())
    found = sorted((told[1], -int(told[6]), id_) for id_, told in fields if told[1] in ("admin1", "town"))
    provinces = [id_ for kind, _, id_ in found if kind == "admin1"]
    towns = [id_ for kind, _, id_ in found if kind == "town"]
    return tuple(source.place(id_) for id_ in (*provinces, *towns[:LANDMARKS]))


@lru_cache(maxsize=512)
def _table(source: Gazetteer, country: str) -> Table:
    """One country with what staff added to it."""
    if country not in countries():
        return Table({}, {}, {})
    lines = tables.lines(country)
    index: dict[str, list[str]] = {}
    for id_, line in lines.items():
        for word in line.rpartition("\t")[2].split(";"):
            index.setdefault(word, []).append(id_)
    own = countries()[country]
    places = {country: own.place}
    named = [(name, country) for name in own.names]
    for row in source.additions.get(country, ()):
        places[row.id] = _added(row, country, lines)
        named += [(name, row.id) for name in (row.name or "", *row.names, *row.called.values()) if name]
    for name, id_ in named:
        ids = index.setdefault(key(name), [])
        if id_ not in ids:
            ids.append(id_)
    return Table(lines, places, {word: tuple(ids) for word, ids in index.items()})


def _added(row: Addition, country: str, lines: Mapping[str, str]) -> Place:
    """The place of a row: a new one, or the bundled one with the cells that the row fills."""
    if row.id in lines:
        place = tables.place(row.id, lines[row.id])
    elif row.id == country:
        place = countries()[country].place
    else:
        place = Place(row.id, "", "", country, country, None, None, None, 0)
    cells = {name: getattr(row, name) for name in COLUMNS[1:-1]}
    return replace(place, **{name: cell for name, cell in cells.items() if cell is not None})


@lru_cache(maxsize=512)
def _names(source: Gazetteer, chosen: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for country in chosen for word in _table(source, country).index)


@lru_cache(maxsize=512)
def _by_skeleton(source: Gazetteer, country: str) -> Mapping[str, tuple[str, ...]]:
    """Keys of a country by their consonants, where these are enough to go by."""
    found: dict[str, list[str]] = {}
    for word in _table(source, country).index:
        if len(bones := skeleton(word)) >= SKELETON_LETTERS:
            found.setdefault(bones, []).append(word)
    return {bones: tuple(words) for bones, words in found.items()}


@lru_cache(maxsize=8192)
def _alike(source: Gazetteer, country: str, word: str) -> tuple[tuple[str, float], ...]:
    """Keys of a country that are `word` in another spelling, with their ratio (0–100)."""
    from rapidfuzz import fuzz, process

    index = _table(source, country).index
    found = {
        other: ratio
        for other, ratio, _ in process.extract(word, index.keys(), scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=20)
        if _consonants_agree(word, other)
    }
    for other in _by_skeleton(source, country).get(skeleton(word), ()):
        if (ratio := fuzz.ratio(word, other)) >= SKELETON_CUTOFF:
            found[other] = ratio
    return tuple(sorted(found.items()))


def _consonants_agree(word: str, other: str) -> bool:
    """Whether two keys differ by vowels only or, in long names, by one consonant more: Kafr Batna is not Kafr Hatna."""
    from rapidfuzz import fuzz

    one, two = skeleton(word), skeleton(other)
    return one == two or (min(len(one), len(two)) >= SKELETON_LETTERS and fuzz.ratio(one, two) >= LONG_CUTOFF)
