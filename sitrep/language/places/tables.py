"""What stands in the bundled files: every country, one country's places, and whose names are known in the world.

    countries.tsv    a line a country
    ISO3.tsv.gz      a line a place of one country: provinces, districts, towns
    world.tsv.gz     a line a name of a province, district or bigger town: the countries that have it

Each is read when it is first asked for, and no other.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sitrep.model import Place

FOLDER = Path(__file__).parent.parent / "gazetteer"


@dataclass(frozen=True, slots=True)
class Country:
    """One line of the table of countries: `names` are folded, `acronyms` as written, `parts` speak for the whole."""

    place: Place
    capital: str  # place id, or empty
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    parts: tuple[str, ...]


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
def country_names() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """ISO3 by folded name, and by acronym."""
    by_name = {name: iso3 for iso3, country in countries().items() for name in country.names + country.parts}
    return by_name, {word: iso3 for iso3, country in countries().items() for word in country.acronyms}


def known(word: str) -> tuple[str, ...]:
    """The countries that have a province, district or bigger town of that key, the most populous first.

    >>> known("kharkiv"), known("nowhere")
    (('UKR',), ())

    The lines of the file are in order: halving it twenty times costs less than a dictionary of all of them.
    """
    text = _world()
    low, high = 0, len(text)
    while low < high:
        start = text.rfind("\n", 0, (low + high) // 2) + 1
        end = text.find("\n", start) + 1
        name, _, found = text[start:end].partition("\t")
        if name == word:
            return tuple(found.split())
        low, high = (end, high) if name < word else (low, start)
    return ()


@lru_cache(maxsize=1)
def _world() -> str:
    return gzip.decompress((FOLDER / "world.tsv.gz").read_bytes()).decode()


@lru_cache(maxsize=256)
def lines(country: str) -> Mapping[str, str]:
    """The bundled lines of one country, by id. A country without a file, or no country at all, has none."""
    file = FOLDER / f"{country}.tsv.gz"
    if country not in countries() or not file.exists():
        return {}
    text = gzip.decompress(file.read_bytes()).decode()
    return {f"{country}.{line.partition(chr(9))[0]}": line for line in text.splitlines()}


@lru_cache(maxsize=4096)  # a document asks for the same few places, and for what they lie in, with every count
def place(id_: str, line: str) -> Place:
    """The place that a line of a country's file holds.

    >>> place("HTI.11", lines("HTI")["HTI.11"]).kind
    'admin1'
    """
    _, kind, parent, name, lat, lon, population, _, _ = line.split("\t")
    country = id_.partition(".")[0]
    above = f"{country}.{parent}" if parent else country
    return Place(id_, name, kind, country, above, number(lat), number(lon), None, int(population))


def number(text: str) -> float | None:
    """A cell as a number; None where it is empty.

    >>> number("35.9"), number("")
    (35.9, None)
    """
    return float(text) if text else None
