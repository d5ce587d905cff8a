"""SCOWL's lists of English words → sitrep/language/en/ordinary.txt.gz: the words that no reader takes for a name.

    python tools/ordinary.py /usr/share/dict/scowl

The lists come with Debian's package `scowl` (2020.12.07). Taken are the words of size 50 and less in small letters;
those that are names too ("Carol", "Rose") are left out, but for the ones that news are full of.
"""

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

SIZES = (10, 20, 35, 40, 50)
NAME_SIZES = (35, 40, 50, 60)
VARIANTS = ("english", "american", "british", "british_z", "australian")
OUT = Path(__file__).parent.parent / "sitrep" / "language" / "en" / "ordinary.txt.gz"
# Names too, but of hardly anybody, or words that news open sentences and headlines with.
KEPT_WORDS = """
apple art battle beach bean best branch bunker camel cannon carrier cascades case challenger chance charity cliff
closure combs cotton dial downy enterprise flowers foreman forest gap ginger glass golden good goodwill google head
innocent intel lane lean love marsh meadows monk moon nationwide noble normal pace palisades paramount peace peck
peel post powers prince rather rich rocky rod root rush rusty sabre sale sang seaside secretariat sellers sharp
shell shepherd shields small sparks spears sprint staples strong summer summers target temple tide trident twitter
ups urban visa voyager wake wall walls ware waters weeks wheeling will windward winters wise woodland workman
"""
KEPT = frozenset(KEPT_WORDS.split())


def ordinary(folder: Path) -> list[str]:
    """The words, in order."""
    words = {word for word in _words(folder, "words", SIZES) if word.islower() and len(word) > 1}
    names = {word.lower() for word in _words(folder, "proper-names", NAME_SIZES)}
    return sorted(words - (names - KEPT))


def _words(folder: Path, kind: str, sizes: Iterable[int]) -> Iterator[str]:
    for variant in VARIANTS:
        for size in sizes:
            file = folder / f"{variant}-{kind}.{size}"
            if file.exists():
                yield from (word for word in file.read_text(encoding="latin-1").split() if word.isalpha())


if __name__ == "__main__":
    OUT.write_bytes(gzip.compress("\n".join(ordinary(Path(sys.argv[1]))).encode(), 9, mtime=0))
