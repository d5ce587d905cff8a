"""Makes the fonts in `sitrep/fonts/`: static Noto Sans in three weights, cut to the scripts that reports are set in.

    python -m pip install --target BUILD fontpkg-noto-sans==2.15 fonttools==4.68.0
    PYTHONPATH=BUILD python tools/fonts.py sitrep/fonts

A build-time script: the fonts are kept in the repository, and nothing is made from a variable font at run time (each
instance takes seconds). The same pinned packages give the same bytes.
"""

import argparse
from importlib.metadata import distribution
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGES = {"fontpkg-noto-sans": "2.15", "fonttools": "4.68.0"}
SOURCE = "fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf"
LICENCE = "fontpkg_noto_sans/LICENSE"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

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


def instance(source: Path, style: str, weight: int) -> TTFont:
    """The static font of one weight, cut to `SCRIPTS`, without hints, named so that fontconfig and matplotlib agree."""
    font = TTFont(source, recalcTimestamp=False)  # the clock must not reach the bytes
    font = instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)
    options = Options(hinting=False, layout_features=list(FEATURES), name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17])
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for first, last in SCRIPTS for code in range(first, last + 1)])
    cutter.subset(font)
    font["OS/2"].usWeightClass = weight
    for record in list(font["name"].names):
        if record.nameID == 3:
            record.string = f"sitrep; NotoSans-{style}; {PACKAGES['fontpkg-noto-sans']}"
    return font


def write(folder: Path) -> list[Path]:
    """The files written into `folder`: a TTF for each weight and the licence.

    Raises SystemExit if an installed package is not the pinned version.
    """
    for name, version in PACKAGES.items():
        if distribution(name).version != version:
            found = distribution(name).version
            raise SystemExit(f"tools/fonts.py: {name} is {found}, not {version}: other bytes would come out")
    packages = distribution("fontpkg-noto-sans")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for style, weight in WEIGHTS.items():
        target = folder / f"NotoSans-{style}.ttf"
        instance(Path(str(packages.locate_file(SOURCE))), style, weight).save(target, reorderTables=True)
        written.append(target)
    licence = folder / "OFL.txt"
    licence.write_bytes(Path(str(packages.locate_file(LICENCE))).read_bytes())
    return [*written, licence]


if __name__ == "__main__":
    given = argparse.ArgumentParser(description="Makes the fonts in sitrep/fonts/.")
    given.add_argument("folder", type=Path)
    for path in write(given.parse_args().folder):
        print(f"{path}  {path.stat().st_size:,} bytes")
