"""Makes the fonts in `sitrep/fonts/`: static Noto Sans in three weights, Amiri in two, cut to the scripts of reports.

What pages on screens carry of Amiri goes to `webfonts/` beside them, where no PDF finds it.

    python -m pip install --target BUILD fontpkg-noto-sans==2.15 fontpkg-amiri==1.2 fonttools==4.68.0 brotli==1.2.1
    PYTHONPATH=BUILD python tools/fonts.py sitrep/fonts

A build-time script: the fonts are kept in the repository, and nothing is made from a variable font at run time (each
instance takes seconds). The same pinned packages give the same bytes.
"""

import argparse
from collections.abc import Sequence
from importlib.metadata import distribution
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGES = {"fontpkg-noto-sans": "2.15", "fontpkg-amiri": "1.002", "fonttools": "4.68.0"}
SOURCE = "fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf"
LICENCE = "fontpkg_noto_sans/LICENSE"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
Scripts = Sequence[tuple[int, int]]

ARABIC = "fontpkg_amiri/files/Amiri-{style}.ttf"
ARABIC_LICENCE = "fontpkg_amiri/LICENSE"
ARABIC_WEIGHTS = {"Regular": 400, "Bold": 700}

# First and last code point of what is kept, where the font has it. Half rings and apostrophes (02B0–02FF) stand in
# transliterated Arabic and Ukrainian; 25CC is the dotted circle that shapers put under a mark without a letter.
SCRIPTS = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0259, 0x0259), (0x02B0, 0x02FF), (0x0300, 0x036F),  # Latin
    (0x0370, 0x03FF), (0x0400, 0x052F), (0x1E00, 0x1EFF),  # Greek, Cyrillic, Latin of Vietnamese and transliteration
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20C0), (0x2116, 0x2116), (0x2122, 0x2122),  # signs
    (0x2150, 0x215F), (0x2212, 0x2212), (0x25CC, 0x25CC), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),  # fractions, minus
)
# What shaping needs, and figures: lining (default), tabular, superior.
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "rlig", "lnum", "tnum", "sups", "case")

# Amiri: Arabic, Persian and Kurdish letters, vowel signs and punctuation, and the Latin that stands beside them.
ARABIC_SCRIPTS = (
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x0600, 0x06FF), (0x0750, 0x077F), (0x2000, 0x206F), (0x2212, 0x2212),
    (0x25CC, 0x25CC), (0xFFFD, 0xFFFD),
)
# For pages on screens: the letters of modern Arabic alone, since each page carries them.
WEB_SCRIPTS = (
    (0x0020, 0x007E), (0x00A0, 0x00A0), (0x00AB, 0x00AB), (0x00BB, 0x00BB), (0x060C, 0x060C), (0x061B, 0x061B),
    (0x061F, 0x061F), (0x0621, 0x063A), (0x0640, 0x0652), (0x066A, 0x066C), (0x0670, 0x0671), (0x2009, 0x2009),
    (0x2013, 0x2014), (0x2018, 0x201D), (0x2026, 0x2026), (0x2212, 0x2212),
)
ARABIC_FEATURES = (
    "ccmp", "init", "medi", "fina", "isol", "rlig", "liga", "calt", "locl", "kern", "curs", "mark", "mkmk", "lnum",
)


def instance(source: Path, weight: int) -> TTFont:
    """The static font of one weight of a variable one."""
    font = TTFont(source, recalcTimestamp=False)  # the clock must not reach the bytes
    return instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)


def cut(font: TTFont, name: str, weight: int, scripts: Scripts, features: Sequence[str]) -> TTFont:
    """The font cut to `scripts`, without hints, named so that fontconfig and matplotlib agree."""
    options = Options(hinting=False, layout_features=list(features), name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17])
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for first, last in scripts for code in range(first, last + 1)])
    cutter.subset(font)
    font["OS/2"].usWeightClass = weight
    for record in list(font["name"].names):
        if record.nameID == 3:
            record.string = f"sitrep; {name}"
    return font


def write(folder: Path) -> list[Path]:
    """The files written into `folder`: a TTF for each weight and the licences.

    Raises SystemExit if an installed package is not the pinned version.
    """
    for name, version in PACKAGES.items():
        if distribution(name).version != version:
            found = distribution(name).version
            raise SystemExit(f"tools/fonts.py: {name} is {found}, not {version}: other bytes would come out")
    noto, amiri = distribution("fontpkg-noto-sans"), distribution("fontpkg-amiri")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for style, weight in WEIGHTS.items():
        font = instance(Path(str(noto.locate_file(SOURCE))), weight)
        target = folder / f"NotoSans-{style}.ttf"
        cut(font, f"NotoSans-{style}; {noto.version}", weight, SCRIPTS, FEATURES).save(target, reorderTables=True)
        written.append(target)
    for style, weight in ARABIC_WEIGHTS.items():
        font = TTFont(Path(str(amiri.locate_file(ARABIC.format(style=style)))), recalcTimestamp=False)
        target = folder / f"Amiri-{style}.ttf"
        named = f"Amiri-{style}; {amiri.version}"
        cut(font, named, weight, ARABIC_SCRIPTS, ARABIC_FEATURES).save(target, reorderTables=True)
        written.append(target)
        font = TTFont(target, recalcTimestamp=False)
        font = cut(font, named, weight, WEB_SCRIPTS, ARABIC_FEATURES)
        font.flavor = "woff2"
        web = folder.parent / "webfonts" / f"Amiri-{style}.woff2"
        web.parent.mkdir(exist_ok=True)
        font.save(web, reorderTables=True)
        written.append(web)
    for source, name in ((noto.locate_file(LICENCE), "OFL.txt"), (amiri.locate_file(ARABIC_LICENCE), "OFL-Amiri.txt")):
        (folder / name).write_bytes(Path(str(source)).read_bytes())
        written.append(folder / name)
    return written


if __name__ == "__main__":
    given = argparse.ArgumentParser(description="Makes the fonts in sitrep/fonts/.")
    given.add_argument("folder", type=Path)
    for path in write(given.parse_args().folder):
        print(f"{path}  {path.stat().st_size:,} bytes")
