"""The fonts that travel in the package: static, small, free to embed, and with the letters that reports need."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "sitrep" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
NEEDED = {
    "English": "The quick brown fox 0123456789 – — ‘’ “” … • · % ° § © ~ + ( )",
    "French": "À Â Ç É È Ê Ë Î Ï Ô Œ Ù Û Ü Ÿ à â ç é è ê ë î ï ô œ ù û ü ÿ « » \u00a0 \u202f \u2009",
    "Spanish": "Á É Í Ó Ú Ñ Ü á é í ó ú ñ ü ¿ ¡ º ª",
    "Turkish and Kurdish": "Ğ İ Ş Ç ğ ı ş ç Ê Û ê û",
    "transliterated Arabic": "Ḥ ḥ ā ī ū Ṣ ṣ Ḍ ḍ Ṭ ṭ Ẓ ẓ ʿ ʾ ʻ ʼ",
    "Ukrainian and Russian": "Ґ ґ Ї ї Є є І і Ы ы Ё ё Щ щ № Ж",
    "Greek": "Α Ω α ω ά ώ ΐ",
    "signs": "− × ± ½ ¼ ⅓ € £ $ ™ \N{REPLACEMENT CHARACTER} \N{NON-BREAKING HYPHEN}",
}


@pytest.fixture(params=WEIGHTS)
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def font(style: str) -> TTFont:
    return TTFont(FONTS / f"NotoSans-{style}.ttf")


def test_each_weight_says_its_name(font: TTFont, style: str) -> None:
    family, kind = (font["name"].getBestFamilyName(), font["name"].getBestSubFamilyName())
    assert (family, kind, font["OS/2"].usWeightClass) == ("Noto Sans", style, WEIGHTS[style])


def test_no_font_is_made_at_run_time(font: TTFont) -> None:
    assert "fvar" not in font


def test_it_may_be_embedded(font: TTFont) -> None:
    assert font["OS/2"].fsType == 0
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("language", NEEDED)
def test_letters_of_the_languages_are_there(font: TTFont, language: str) -> None:
    assert {c for c in NEEDED[language] if ord(c) not in font.getBestCmap()} == set()


def test_figures_stand_below_each_other(font: TTFont) -> None:
    names, widths = font.getBestCmap(), font["hmtx"]
    assert len({widths[names[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_together_they_are_small() -> None:
    assert sum(file.stat().st_size for file in FONTS.iterdir()) < 1_500_000
    kept = {f"NotoSans-{style}.ttf" for style in WEIGHTS} | {"Amiri-Regular.ttf", "Amiri-Bold.ttf"}
    assert {file.name for file in FONTS.glob("*.ttf")} == kept


@pytest.mark.parametrize("name", ["Regular", "Bold"])
def test_amiri_has_the_letters_of_arabic_on_paper_and_on_screen(name: str) -> None:
    needed = set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟«»0123456789–()/:.+~")
    for path in (FONTS / f"Amiri-{name}.ttf", FONTS.parent / "webfonts" / f"Amiri-{name}.woff2"):
        font = TTFont(path)
        assert {c for c in needed if ord(c) not in font.getBestCmap()} == set()
        assert font["OS/2"].fsType == 0
        assert font["name"].getBestFamilyName() == "Amiri"
    assert (FONTS.parent / "webfonts" / f"Amiri-{name}.woff2").stat().st_size < 60_000
