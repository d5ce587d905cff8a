"""Names → places: the gazetteer of the whole world, read country by country, and what staff add to it.

    names       a name as it is looked up, however it is spelled
    tables      the bundled files: countries, the places of one, names known beyond their country
    additions   `config/places/ISO3.csv`: places, and names and P-codes of places that are there
    gazetteer   all of that, to be asked

The ids: a country is "SYR", a province "SYR.12" (GeoNames' code), others "SYR.169389" (GeoNames' number) or, from the
CSV, "SYR.latamneh" (its own word). Door of anyascii and rapidfuzz.
"""

from sitrep.language.places.gazetteer import Gazetteer, gazetteer, problems
from sitrep.language.places.names import fold, key, skeleton
from sitrep.language.places.tables import FOLDER, Country, countries

__all__ = ["FOLDER", "Country", "Gazetteer", "countries", "fold", "gazetteer", "key", "problems", "skeleton"]
