"""The report in its languages: complete strings, and sentences as an officer would write them."""

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sample
from babel import Locale
from sample import fact, inputs

from sitrep import bundled
from sitrep.model import Fact
from sitrep.report import evidence, grammar, narrative, wording
from sitrep.report import inputs as what
from sitrep.report.inputs import Inputs

TEMPLATES = bundled.folder("templates")
OTHERS = ("fr", "es", "ar")
WORDS = {language: sample.words(language) for language in ("en", *OTHERS)}

# Keys that hold rules of one language; all other keys stand in every file.
OWN = {
    "contractions", "endings", "vowels", "letters", "numbers.words", "numbers.million_form", "numbers.qualified_form",
    "numbers.words_bare",
    "dates.first_day", "dates.months", "lists.last_before", "places.classes", "places.countries", "voices.articles",
    "voices.heads", "voices.roles", "voices.article", "voices.indefinite", "voices.vowels", "voices.plural_endings",
    "voices.article_words", "places.article", "places.article_names", "places.in", "places.from", "places.to",
    "places.more",
    "places.admin1", "places.admin2",
}
FORMS = {"zero", "one", "two", "few", "many", "other", "part"}


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every text by its key; the plural forms of a text, and its gender, are part of it."""
    if key in OWN or key.endswith(".gender"):
        return
    if isinstance(value, dict) and "other" not in value:
        for name, inner in value.items():
            yield from leaves(inner, f"{key}.{name}" if key else name)
    else:
        yield key, value


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for form, text in value.items() if form != "gender"]
    return [value] if isinstance(value, str) else []


def names(text: str) -> set[str]:
    """The {names} of a pattern; {counted} is a number with its noun, {part} a form of it, endings are no names."""
    found = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    instead = {"counted": {"number", "who"}, "part": {"who"}, "e": set(), "s": set(), "o": set()}
    return set().union(*(instead.get(name, {name}) for name in found)) if found else set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_key_of_english_and_no_other(language: str) -> None:
    english, own = (dict(leaves(WORDS[code].strings)) for code in ("en", language))
    assert set(english) - set(own) == set()
    assert set(own) - set(english) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_pattern_fills_what_the_english_one_fills(language: str) -> None:
    english = dict(leaves(WORDS["en"].strings))
    for key, value in leaves(WORDS[language].strings):
        if not texts(value) or key.startswith("dates.") and "MMM" in str(value):
            continue
        wanted = set().union(*map(names, texts(english[key])))
        for text in texts(value):
            # "وثيقتين" is two documents without a numeral: forms of one and two may say the number by themselves.
            assert names(text) == wanted or wanted - names(text) <= {"number"} and names(text) <= wanted, (key, text)


@pytest.mark.parametrize("language", OTHERS)
def test_every_plural_has_the_forms_that_its_language_tells_apart(language: str) -> None:
    """A form may be left out where `other` serves; groups of people, which stand beside numbers, have them all."""
    rule = Locale.parse(WORDS[language].strings["locale"]).plural_form
    wanted = {str(tag) for tag in rule.tags} | {"other"}
    for key, value in leaves(WORDS[language].strings):
        if isinstance(value, dict):
            assert "other" in value, key
            assert set(value) <= FORMS | {"gender"}, key
    for group, forms in WORDS[language].strings["groups"].items():
        assert wanted <= set(forms), group
    for unit, forms in WORDS[language].strings["units"].items():
        assert wanted - {"many"} <= set(forms), unit


def test_no_text_of_another_language_is_left() -> None:
    """No two files share a sentence: what was not translated would be the same."""
    english = dict(leaves(WORDS["en"].strings))
    for language in OTHERS:
        for key, value in leaves(WORDS[language].strings):
            for text in texts(value):
                if len(re.findall(r"[a-z]{3,}", re.sub(r"\{\w+\}", "", text))) > 2:
                    assert text not in texts(english[key]), (language, key)


@pytest.mark.parametrize("language", OTHERS)
def test_the_fonts_have_every_sign_of_the_words(language: str) -> None:
    from fontTools.ttLib import TTFont

    name = "Amiri-Regular.ttf" if language == "ar" else "NotoSans-Regular.ttf"
    known = TTFont(bundled.folder("templates").parent / "sitrep" / "fonts" / name).getBestCmap()
    signs = {c for _, value in leaves(WORDS[language].strings) for text in texts(value) for c in text if ord(c) > 32}
    assert {c for c in signs if ord(c) not in known} == set()


# --- sentences ------------------------------------------------------------------------------------------------------


def told(language: str, *facts: Fact, overview: bool = False, **more: Any) -> str:
    given = replace(inputs(facts, **more), words=WORDS[language])
    lines = narrative.overview(given) if overview else narrative.highlights(given, 5)
    return spaced(" ".join(wording.plain(line) for line in lines))


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def one(indicator: str = "killed", number: Any = (9, 9), on: str = "4", **more: Any) -> Fact:
    return fact(more.pop("id", "f1"), "a", indicator, number, more.pop("quote", "nine dead"), "nine dead", on,
                more.pop("at", "SYR.100"), more.pop("says", sample.SOHR), **more)


CASES = {
    "people": one(), "one": one(number=(1, 1)), "two": one(number=(2, 2)), "eleven": one(number=(11, 11)),
    "hundred": one(number=(100, 100)), "woman": one(number=(1, 1), group="women"),
    "children": one(number=(5, 5), group="children"),
    "at least": one(number=(2, None)),
    "about": one("injured", (25, 25), qualifier="about"), "range": one(number=(1, 2)),
    "at most": one("homes_destroyed", (None, 12), unit="buildings"), "two days": one("displaced", (5200, 5200), "8-9"),
    "window": one("displaced", (5200, 5200), "3-9"),
    "first": one("airstrikes", (1, 1), unit="incidents"),
    "strikes": one("airstrikes", (45, None),
        unit="incidents"), "governorate": one("displaced", (300, 300), at="SYR.12"),
    "families": one("displaced", (60, 60), unit="families"), "country": one(number=(30, 30), at="SYR"),
    "millions": one("idps", (2_000_000, 2_000_000), "", scope="cumulative", at="SYR.12"),
    "role": one(number=(3, 3), says="monitoring groups"),
    "schools": one("facilities_hit", (3, 3), unit="buildings", group="schools"),
}  # fmt: skip
SAID = {
    "fr": {
        "people": "Neuf personnes auraient été tuées à Jisr al-Choghour le 4 septembre, selon Syrian "
                  "Observatory for Human Rights.",
        "one": "Une personne aurait été tuée à Jisr al-Choghour le 4 septembre",
        "two": "Deux personnes auraient été tuées à Jisr al-Choghour",
        "eleven": "Le 4 septembre, 11 personnes auraient été tuées à Jisr al-Choghour",
        "woman": "Une femme aurait été tuée à Jisr", "children": "Cinq enfants auraient été tués à Jisr",
        "at least": "Au moins deux personnes auraient été tuées", "about": "Environ 25 personnes auraient été blessées",
        "range": "Entre une et deux personnes auraient été tuées",
        "at most": "Jusqu’à 12 habitations auraient été détruites",
        "two days": "Les 8 et 9 septembre, 5 200 personnes auraient été déplacées de Jisr al-Choghour",
        "window": "Du 3 au 9 septembre, 5 200 personnes auraient été déplacées de Jisr al-Choghour",
        "first": "Une frappe aérienne aurait eu lieu à", "strikes": "Au moins 45 frappes aériennes auraient eu lieu à",
        "governorate": "Le 4 septembre, 300 personnes auraient été déplacées du gouvernorat d’Idlib",
        "families": "Le 4 septembre, 60 familles auraient été déplacées de",
        "country": "30 personnes auraient été tuées en Syrie",
        "millions": "2 millions de personnes vivraient en déplacement dans le gouvernorat d’Idlib",
        "role": "Trois personnes auraient été tuées à Jisr al-Choghour le 4 septembre, selon des groupes "
                "d’observation.",
        "schools": "Trois écoles auraient été frappées ou fermées à",
    },
    "es": {
        "people": "Se informó de nueve personas muertas en Jisr al Shughur el 4 de septiembre, según Syrian "
                  "Observatory for Human Rights.",
        "one": "Se informó de una persona muerta en", "two": "Se informó de dos personas muertas en",
        "eleven": "Se informó de 11 personas muertas en", "woman": "Se informó de una mujer muerta en",
        "children": "Se informó de cinco niños muertos en",
        "at least": "Se informó de al menos dos personas muertas en",
        "about": "Se informó de cerca de 25 personas heridas en",
        "range": "Se informó de entre una y dos personas muertas en",
        "at most": "Se informó de hasta 12 viviendas destruidas en",
        "two days": "Se informó de 5200 personas desplazadas desde Jisr al Shughur los días 8 y 9 de septiembre",
        "window": "Se informó de 5200 personas desplazadas desde Jisr al Shughur del 3 al 9 de septiembre",
        "first": "Se informó de un ataque aéreo en", "strikes": "Se informó de al menos 45 ataques aéreos en",
        "governorate": "Se informó de 300 personas desplazadas desde la gobernación de Idlib el 4 de septiembre",
        "families": "Se informó de 60 familias desplazadas desde",
        "country": "Se informó de 30 personas muertas en Siria",
        "millions": "Se informó de 2 millones de personas en situación de desplazamiento en la gobernación de Idlib",
        "role": "el 4 de septiembre, según grupos de observación.",
        "schools": "Se informó de tres escuelas alcanzadas o cerradas en",
    },
    "ar": {
        "people": "وردت تقارير عن مقتل 9 أشخاص في جسر الشغور في 4 أيلول/سبتمبر، بحسب Syrian Observatory for "
                  "Human Rights.",
        "one": "وردت تقارير عن مقتل شخص واحد في جسر الشغور",
        "two": "وردت تقارير عن مقتل شخصين اثنين في",
        "eleven": "وردت تقارير عن مقتل 11 شخصا في",
        "hundred": "وردت تقارير عن مقتل 100 شخص في",
        "woman": "وردت تقارير عن مقتل امرأة واحدة في",
        "children": "وردت تقارير عن مقتل 5 أطفال في",
        "at least": "وردت تقارير عن مقتل ما لا يقل عن 2 من الأشخاص في",
        "about": "وردت تقارير عن إصابة نحو 25 شخصا بجروح في",
        "range": "وردت تقارير عن مقتل ما بين 1 و2 من الأشخاص في",
        "at most": "وردت تقارير عن تدمير ما يصل إلى 12 منزلا في",
        "two days": "وردت تقارير عن نزوح 5,200 شخص من جسر الشغور في 8 و9 أيلول/سبتمبر",
        "window": "وردت تقارير عن نزوح 5,200 شخص من جسر الشغور من 3 إلى 9 أيلول/سبتمبر",
        "first": "وردت تقارير عن شن غارة جوية واحدة في", "strikes": "وردت تقارير عن شن ما لا يقل عن 45 غارة جوية في",
        "governorate": "وردت تقارير عن نزوح 300 شخص من محافظة إدلب", "families": "وردت تقارير عن نزوح 60 أسرة من",
        "country": "وردت تقارير عن مقتل 30 شخصا في سوريا",
        "millions": "وردت تقارير عن وجود 2 مليون شخص في حالة نزوح في محافظة إدلب",
        "role": "في 4 أيلول/سبتمبر، بحسب مجموعات رصد.", "schools": "وردت تقارير عن إصابة أو إغلاق 3 مدارس في",
    },
}
TABLE = [(language, case, expected) for language, rows in SAID.items() for case, expected in rows.items()]


@pytest.mark.parametrize(("language", "case", "expected"), TABLE)
def test_a_sentence_as_an_officer_would_write_it(language: str, case: str, expected: str) -> None:
    assert expected in told(language, CASES[case])


OVERVIEWS = {
    "fr": "Le 4 septembre, selon Syrian Observatory for Human Rights, on a dénombré 14 frappes aériennes "
          "attribuées à la Russie et "
          "environ 25 bombes, obus ou roquettes attribuées au gouvernement syrien à Jisr al-Choghour.",
    "es": "El 4 de septiembre, según Syrian Observatory for Human Rights, se informó de 14 ataques aéreos "
          "atribuidos a Rusia y "
          "cerca de 25 artefactos explosivos lanzados o disparados atribuidos al gobierno sirio en "
          "Jisr al Shughur.",
    "ar": "في 4 أيلول/سبتمبر، وبحسب Syrian Observatory for Human Rights، وردت تقارير عن شن 14 غارة جوية (من تنفيذ "
          "روسيا بحسب المصدر) "
          "وإلقاء أو إطلاق نحو 25 ذخيرة متفجرة (من تنفيذ الحكومة السورية بحسب المصدر) في جسر الشغور.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_who_did_it_stands_with_article_and_agreement(language: str) -> None:
    facts = (
        one("airstrikes", (14, 14), unit="incidents", actor="Russia"),
        one("munitions", (25, 25), id="f2", unit="munitions", actor="Syrian government", qualifier="about"),
    )
    assert told(language, *facts, overview=True) == OVERVIEWS[language]


DIFFER = {
    "fr": "; deux voix divergent : 2 selon Syria Civil Defence et 1 selon Syrian Observatory for Human Rights.",
    "es": "; dos voces discrepan: 2 según Syria Civil Defence y 1 según Syrian Observatory for Human Rights.",
    "ar": "، مع اختلاف بين جهتين: 2 بحسب Syria Civil Defence و1 بحسب Syrian Observatory for Human Rights.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_number_without_its_noun_stands_in_digits(language: str) -> None:
    facts = one(number=(1, 1)), one(number=(2, 2), id="f2", says="Syria Civil Defence")
    assert told(language, *facts).endswith(DIFFER[language])


NUMBERS = [
    ("fr", 5200, "5 200"), ("fr", 1_234_567, "1 234 567"), ("es", 5200, "5200"), ("es", 12345, "12.345"),
    ("ar", 5200, "5,200"), ("ar", 1_234_567, "1,234,567"),
]


@pytest.mark.parametrize(("language", "number", "expected"), NUMBERS)
def test_digits_and_their_separators(language: str, number: int, expected: str) -> None:
    assert spaced(wording.decimal(WORDS[language], number)) == expected
    if language == "fr":
        assert "\u202f" in wording.decimal(WORDS[language], number)


DAYS = [
    ("fr", date(2018, 9, 1), "day", "1er septembre"), ("fr", date(2018, 9, 11), "day", "11 septembre"),
    ("es", date(2018, 9, 4), "day", "4 de septiembre"), ("es", date(2017, 12, 31), "day", "31 de diciembre de 2017"),
    ("ar", date(2018, 9, 4), "day", "4 أيلول/سبتمبر"), ("ar", date(2017, 1, 31), "short", "31 كانون الثاني/يناير 2017"),
]


@pytest.mark.parametrize(("language", "when", "style", "expected"), DAYS)
def test_a_day(language: str, when: date, style: str, expected: str) -> None:
    assert spaced(wording.day(WORDS[language], when, style)) == expected


def test_spanish_has_another_and_before_its_sound() -> None:
    assert wording.plain(wording.joined(WORDS["es"], ["Hama", "Idlib"])) == "Hama e Idlib"
    assert wording.plain(wording.joined(WORDS["es"], ["Idlib", "Hama"])) == "Idlib y Hama"
    assert wording.plain(wording.joined(WORDS["es"], ["agua", "hielo"])) == "agua y hielo"


@pytest.mark.parametrize(("name", "expected"), [
    ("Observatoire syrien", "l’Observatoire syrien"), ("Bureau de l’aide", "le Bureau de l’aide"),
    ("Nations Unies", "les Nations Unies"),
    ("Croix-Rouge", "la Croix-Rouge"), ("Reuters", "Reuters"),
])  # fmt: skip
def test_a_body_has_its_article_in_french(name: str, expected: str) -> None:
    assert wording.plain(wording.with_article(WORDS["fr"], wording.name(name))) == expected


LABELS = {
    "fr": ("Enfants tués", "Femmes tuées", "Familles déplacées"),
    "es": ("Niños muertos", "Mujeres muertas", "Familias desplazadas"),
    "ar": ("قتلى من الأطفال", "قتلى من النساء", "أسر نازحة حديثا"),
}


@pytest.mark.parametrize("language", OTHERS)
def test_labels_agree_with_their_group(language: str) -> None:
    given: Inputs = replace(inputs(), words=WORDS[language])
    figure = given.figures[0]
    children = replace(figure, indicator="killed", group="children", unit="people")
    families = replace(figure, indicator="displaced", group=None, unit="families")
    found = (children, replace(children, group="women"), families)
    assert tuple(what.label(given, one) for one in found) == LABELS[language]


# What stands wrong in a text of the language: a plain space where French has a narrow or firm one, signs of English in
# Arabic, a typewriter's apostrophe.
FOREIGN = {
    "fr": r" [:;!?»]|[^\u00a0\u202f][;!?»]|« |\w'\w",
    "es": r"\w'\w|\w [:;?!]|\?(?!\W*$).*(?<!¿)\?",
    "ar": r"[^\x00-\x7f][,;?]|\d,\s|[٠-٩]|ـ",
}


@pytest.mark.parametrize("language", OTHERS)
def test_punctuation_is_that_of_the_language(language: str) -> None:
    wrong = re.compile(FOREIGN[language])
    found = [(key, text) for key, value in leaves(WORDS[language].strings) if not key.startswith("dates.")
             for text in texts(value) if wrong.search(text)]
    assert found == []


@pytest.mark.parametrize(("language", "expected"), [
    ("fr", "Gouvernorat d’Idlib"), ("es", "Gobernación de Idlib"), ("en", "Idlib governorate"),
])
def test_a_place_that_begins_a_cell_begins_with_a_capital(language: str, expected: str) -> None:
    given = replace(inputs((one("displaced", (300, 300), at="SYR.12"),)), words=WORDS[language])
    assert what.place_begins(given, "SYR.12").text == expected


def test_a_name_alone_keeps_its_small_first_letter() -> None:
    assert what.place_begins(replace(inputs((one(),)), nested={"SYR.x": "al-Bab"}), "SYR.x").text == "al-Bab"


@pytest.mark.parametrize(("number", "expected"), [((1, 1), "مقتل شخص واحد"), ((2, 2), "مقتل شخصين اثنين"),
                                                  ((3, 3), "مقتل 3 أشخاص"), ((2, None), "مقتل 2+ من الأشخاص")])
def test_a_card_in_arabic_says_one_and_two_in_the_noun(number: Any, expected: str) -> None:
    given = replace(inputs((one(number=number),)), words=WORDS["ar"])
    cards = evidence.annex(given, {})["cards"]
    assert wording.plain(cards[0]["counts"]) == expected


@pytest.mark.parametrize(("language", "expected"), [
    ("fr", "à Kafr Nabl, à Jisr al-Choghour et ailleurs"),
    ("es", "en Kafr Nabl, en Jisr al Shughur y en otros lugares"),
])
def test_other_places_have_the_preposition_too(language: str, expected: str) -> None:
    names = {"fr": "Jisr al-Choghour", "es": "Jisr al Shughur"}
    places = [("Kafr Nabl", "place"), (names[language], "place"), ("Hama", "place")]
    assert wording.plain(grammar.placed(WORDS[language], "places.in", places, 2)) == expected
