"""Names → places: the gazetteer of the whole world, read country by country, and what staff add to it.

`gazetteer/countries.tsv` names every country; `gazetteer/ISO3.tsv.gz` holds one country's provinces, districts and
towns (made by `tools/gazetteer.py`). A country's file is read when one of its names is first asked for, and no other.
`gazetteer/world.tsv.gz` says in which countries a province or bigger town of a name lies, for texts that name none.
`config/places/ISO3.csv` adds places, and names and P-codes to places that are there.

The ids: a country is "SYR", a province "SYR.12" (GeoNames' code), others "SYR.169389" (GeoNames' number) or, from the
CSV, "SYR.latamneh" (its own word). Door of anyascii and rapidfuzz, which open only when a name needs them.
"""

import csv
import difflib
import gzip
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sitrep.errors import ConfigError
from sitrep.model import Place

FOLDER = Path(__file__).parent / "gazetteer"
KINDS = ("country", "admin1", "admin2", "town", "site")
COLUMNS = ("id", "name", "kind", "parent", "lat", "lon", "pcode", "population", "names")
# A town is meant by a name that it shares with its province when it is this big and holds this share of its people:
# Aleppo (.75), Kharkiv (.47) and Odesa (.41) are, Gaza (.31), Donetsk (.14) and, being small, Idlib and Hama are not.
CITY, CITY_SHARE = 500_000, 0.4
CUTOFF = 85  # of rapidfuzz's ratio: at 85 "Hodeidah" is found (93) and "Latamneh" is not taken for Latakia (75)
SKELETON_CUTOFF = 70
LONG_CUTOFF = 92  # of two skeletons: one consonant more among six or more
SKELETON_LETTERS = 5  # shorter skeletons collide: Idlib is that of Ad Daliyah

# Arabic spellings of one word: alef with and without hamza, final yeh and teh marbuta, Persian letters; no vowel signs.
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_LETTERS = str.maketrans(dict(zip("أإآٱىةیک", "اااايهيك", strict=True)) | dict.fromkeys("ـًٌٍَُِّْٰ"))
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{2})")
_DROPPED = re.compile(r"['`\"]")
_SEPARATORS = re.compile(r"[\W_]+")
# The Arabic article as it is romanised; "deir" and "dar" show that it also stands inside a name.
_ARTICLES = frozenset(
    vowel + letters
    for vowel in "aeu"
    for letters in ("l", "r", "s", "sh", "ch", "t", "th", "d", "dh", "z", "n")
) | {"il"}  # fmt: skip
# Romanisations of one sound; the longer ones come first.
_SOUNDS = (
    ("kh", "x"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("gh", "g"), ("dj", "j"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ck", "k"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_SILENT = re.compile(r"[aeiouywh ]")
_DOUBLED = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """`name` in lower-case ASCII words, without accents, apostrophes or punctuation.

    >>> fold("Ma‘arrat an-Nu‘mān"), fold("Харків")
    ('maarrat an numan', 'kharkiv')

    Arabic stays in its letters, in one spelling and without the article: it has no vowels, and a name of two or three
    consonants would be taken for a Latin word ("Dr").
    """
    if _ARABIC.search(name):
        name = _ARABIC_ARTICLE.sub("", name.translate(_ARABIC_LETTERS))
    elif not name.isascii():
        from anyascii import anyascii

        name = anyascii(name)
    return _SEPARATORS.sub(" ", _DROPPED.sub("", name.lower())).strip()


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """`name` as the gazetteer looks it up: folded, and without the Arabic article, which everybody writes otherwise.

    >>> key("Jisr al-Shughour"), key("Jisr Ash Shughour")
    ('jisr shughour', 'jisr shughour')
    >>> key("الرقة") == key("رقه")
    True

    The last word always stays, so that a name is never empty for being an article.
    """
    words = fold(name).split()
    return " ".join([word for word in words[:-1] if word not in _ARTICLES] + words[-1:])


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """The consonants that the spellings of a romanised name have in common; `name` is a key.

    >>> skeleton("khan shaykhun"), skeleton("khan cheikhoun")
    ('xnsxn', 'xnsxn')
    """
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", name))


@dataclass(frozen=True, slots=True)
class Country:
    """One line of the table of countries: `names` are folded, `acronyms` as written, `parts` speak for the whole."""

    place: Place
    capital: str  # place id, or empty
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """One row of `config/places/ISO3.csv`; None where the cell is empty."""

    line: int
    id: str
    name: str | None
    kind: str | None
    parent: str | None
    lat: float | None
    lon: float | None
    pcode: str | None
    population: int | None
    names: tuple[str, ...]


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
        by_name, by_acronym = _country_names()
        return by_acronym.get(name.strip().replace(".", "")) or by_name.get(fold(name))

    def likely(self, name: str) -> tuple[str, ...]:
        """ISO3 codes of the countries that have a province or bigger town of that name, the most populous first.

        >>> gazetteer().likely("Kharkiv"), gazetteer().likely("Nowhere")
        (('UKR',), ())
        """
        return tuple(_world().get(key(name), "").split())

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

    def place(self, id_: str) -> Place:
        """The place of that id; KeyError when there is none.

        >>> gazetteer().place("SYR").name
        'Syria'
        """
        table = self._table(id_.partition(".")[0])
        return table.places.get(id_) or _place(id_, table.lines[id_])

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

    def names(self, countries: tuple[str, ...]) -> frozenset[str]:
        """Every key of every place of `countries`, to look for in a text.

        >>> "khan shaykhun" in gazetteer().names(("SYR",))
        True
        """
        return _names(self, countries)

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
    additions, mistakes = _read(extra) if extra else ({}, [])
    mistakes = mistakes or _mistakes(additions)
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return Gazetteer({country: rows for country, (_, rows) in additions.items()})


def problems(folder: Path) -> list[str]:
    """Every mistake in a `config/places` folder, one a line with file and line; empty when there is none."""
    try:
        gazetteer(folder)
    except ConfigError as error:
        return str(error).splitlines()
    return []


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Country]:
    """Every country by its ISO 3166-1 alpha-3 code.

    >>> countries()["HTI"].place.name
    'Haiti'
    """
    found = {}
    for line in (FOLDER / "countries.tsv").read_text(encoding="utf-8").splitlines():
        iso3, name, capital, lat, lon, population, *words = line.split("\t")
        place = Place(iso3, name, "country", iso3, None, float(lat), float(lon), None, int(population))
        found[iso3] = Country(place, capital, *(tuple(filter(None, cell.split(";"))) for cell in words))
    return found


@lru_cache(maxsize=1)
def _country_names() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """ISO3 by folded name, and by acronym."""
    by_name = {name: iso3 for iso3, country in countries().items() for name in country.names + country.parts}
    return by_name, {word: iso3 for iso3, country in countries().items() for word in country.acronyms}


@lru_cache(maxsize=1)
def _world() -> Mapping[str, str]:
    """The countries of provinces and bigger towns by key, as one line of the file says them."""
    text = gzip.decompress((FOLDER / "world.tsv.gz").read_bytes()).decode()
    return dict(line.split("\t") for line in text.splitlines())


def _mismatch(place: Place, kind: str | None) -> int:
    """How far a place is from the kind asked for: 0 it, 1 its next of kin, 2 another."""
    kin = {"admin1": ("admin1", "admin2"), "town": ("town", "site")}.get(kind or "", (kind,))
    return 0 if kind is None else kin.index(place.kind) if place.kind in kin else len(kin)


def _place(id_: str, line: str) -> Place:
    """The place that a line of a country's file holds."""
    _, kind, parent, name, lat, lon, population, _, _ = line.split("\t")
    country = id_.partition(".")[0]
    above = f"{country}.{parent}" if parent else country
    return Place(id_, name, kind, country, above, _number(lat), _number(lon), None, int(population))


def _number(text: str) -> float | None:
    return float(text) if text else None


@lru_cache(maxsize=256)
def _lines(country: str) -> Mapping[str, str]:
    """The bundled lines of one country, by id. A country without a file, or no country at all, has none."""
    file = FOLDER / f"{country}.tsv.gz"
    if country not in countries() or not file.exists():
        return {}
    text = gzip.decompress(file.read_bytes()).decode()
    return {f"{country}.{line.partition(chr(9))[0]}": line for line in text.splitlines()}


@lru_cache(maxsize=512)
def _table(source: Gazetteer, country: str) -> Table:
    """One country with what staff added to it."""
    if country not in countries():
        return Table({}, {}, {})
    lines = _lines(country)
    index: dict[str, list[str]] = {}
    for id_, line in lines.items():
        for word in line.rpartition("\t")[2].split(";"):
            index.setdefault(word, []).append(id_)
    own = countries()[country]
    places = {country: own.place}
    named = [(name, country) for name in own.names]
    for row in source.additions.get(country, ()):
        places[row.id] = _added(row, country, lines)
        named += [(name, row.id) for name in (row.name or "", *row.names) if name]
    for name, id_ in named:
        ids = index.setdefault(key(name), [])
        if id_ not in ids:
            ids.append(id_)
    return Table(lines, places, {word: tuple(ids) for word, ids in index.items()})


def _added(row: Addition, country: str, lines: Mapping[str, str]) -> Place:
    """The place of a row: a new one, or the bundled one with the cells that the row fills."""
    if row.id in lines:
        place = _place(row.id, lines[row.id])
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


def _read(folder: Path) -> tuple[dict[str, tuple[Path, tuple[Addition, ...]]], list[str]]:
    """The rows of a folder by country, each with its file, and the mistakes in their form."""
    found: dict[str, tuple[Path, tuple[Addition, ...]]] = {}
    mistakes: list[str] = []
    for file in sorted(folder.glob("*.csv")):
        if file.stem not in countries():
            mistakes.append(f'{file}: "{file.stem}" is no ISO 3166-1 alpha-3 code – name the file like SYR.csv')
            continue
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            mistakes.append(f"{file}: not UTF-8 – save it again as CSV UTF-8")
            continue
        try:
            rows, wrong = _rows(file, text)
        except csv.Error as error:  # a quote that is never closed swallows the file until a cell is too long
            mistakes.append(f"{file}: no CSV ({error}) – look for a quotation mark that is not closed")
            continue
        found[file.stem] = (file, rows)
        mistakes += wrong
    return found, mistakes


def _rows(file: Path, text: str) -> tuple[tuple[Addition, ...], list[str]]:
    """The rows of one file, and the mistakes in their form."""
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    mistakes = [f"{file}:1: {problem}" for problem in _header_problems(header)]
    rows: list[Addition] = []
    for cells in reader if not mistakes else ():
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            mistakes.append(f"{file}:{reader.line_num}: {len(cells)} cells under {len(header)} columns")
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        wrong = list(_cell_problems(row))
        mistakes += [f"{file}:{reader.line_num}: {problem}" for problem in wrong]
        if not wrong:
            rows.append(_addition(reader.line_num, row))
    return tuple(rows), mistakes


def _header_problems(header: list[str]) -> Iterator[str]:
    for name in header:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, 1)
            yield f'unknown column "{name}"' + (f' – did you mean "{near[0]}"?' if near else "")
    if "id" not in header:
        yield 'no column "id" – the columns are ' + ",".join(COLUMNS)
    if len(set(header)) < len(header):
        yield "a column stands twice"


def _cell_problems(row: Mapping[str, str]) -> Iterator[str]:
    if not row["id"]:
        yield "the id is empty"
    if (kind := row.get("kind")) and kind not in KINDS[1:]:
        yield f'kind is "{kind}", not one of ' + ", ".join(KINDS[1:])
    for name, limit in (("lat", 90), ("lon", 180)):
        cell = row.get(name, "")
        if cell and not (re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]+)?", cell) and abs(float(cell)) <= limit):
            yield f'{name} is "{cell}", not a number from -{limit} to {limit}'
    if bool(row.get("lat")) != bool(row.get("lon")):
        yield "lat and lon go together"
    if (people := row.get("population")) and not re.fullmatch(r"[0-9]{1,10}", people):
        yield f'population is "{people}", not a whole number'


def _addition(line: int, row: Mapping[str, str]) -> Addition:
    names = tuple(name.strip() for name in row.get("names", "").split(";") if key(name))
    people = row.get("population")
    return Addition(
        line, row["id"], row.get("name") or None, row.get("kind") or None, row.get("parent") or None,
        _number(row.get("lat", "")), _number(row.get("lon", "")), row.get("pcode") or None,
        int(people) if people else None, names,
    )  # fmt: skip


def _mistakes(additions: Mapping[str, tuple[Path, tuple[Addition, ...]]]) -> list[str]:
    """The mistakes that show only beside other places: unknown parents, ids and P-codes that stand twice, circles."""
    found = []
    for country, (file, rows) in additions.items():
        known = {country: None} | dict.fromkeys(_lines(country)) | {row.id: None for row in rows}
        parents = {row.id: row.parent for row in rows if row.parent}
        ids: dict[str, int] = {}
        pcodes: dict[str, int] = {}
        for row in rows:
            for problem in _row_problems(row, country, known, parents, ids, pcodes):
                found.append(f"{file}:{row.line}: {problem}")
            ids.setdefault(row.id, row.line)
            if row.pcode:
                pcodes.setdefault(row.pcode, row.line)
    return found


def _row_problems(
    row: Addition,
    country: str,
    known: Mapping[str, None],
    parents: Mapping[str, str],
    ids: Mapping[str, int],
    pcodes: Mapping[str, int],
) -> Iterator[str]:
    bundled = row.id in _lines(country) or row.id == country
    if not bundled and not re.fullmatch(rf"{country}\.[a-z][a-z0-9-]*", row.id):
        yield (
            f'"{row.id}" is no place of the gazetteer; the id of a new place is "{country}." and a word of a–z, 0–9, -'
        )
    if row.id in ids:
        yield f'"{row.id}" stands on line {ids[row.id]} already'
    if row.pcode and row.pcode in pcodes:
        yield f'P-code "{row.pcode}" stands on line {pcodes[row.pcode]} already'
    if not bundled and not (row.name and row.kind):
        yield "a new place needs a name and a kind"
    if bundled and row.kind and row.kind != (_place(row.id, _lines(country)[row.id]).kind if row.id != country else ""):
        yield "the kind of a place of the gazetteer cannot be changed – leave the cell empty"
    if row.parent and row.parent not in known:
        near = difflib.get_close_matches(row.parent, list(known), 1)
        yield f'unknown parent "{row.parent}"' + (f' – did you mean "{near[0]}"?' if near else "")
    elif _circular(row.id, parents):
        yield f'"{row.id}" is inside itself'


def _circular(id_: str, parents: Mapping[str, str]) -> bool:
    above, seen = parents.get(id_), set()
    while above and above != id_ and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == id_
