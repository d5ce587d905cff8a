"""Whether a number looks like another one: what the eye reads and what stands there are not the same.

    unseen      signs without a width, direction marks that turn digits round, control signs, marks laid over digits
    look-alike  letters that pass for digits (1O0, l2), digits of another kind among plain ones (1２, 12³)
    glued       signs that pass for a comma, spaces too narrow to see: 1‚000 is no 1, and a hair space hides 45 in 4 5

Digits of one script are honest in any script, and so are the ways in which numbers are really written: 2½, 6 240, 5m.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from sitrep.language.text import UNSEEN

NARROW = "\u2006\u2008\u2009\u200a\u202f\u205f"  # spaces that a reader may overlook; within a number they group digits
BLANK = re.compile(rf"[^\S{NARROW}]+")
HIDDEN = re.compile(rf"[{UNSEEN}]")
HELD = re.compile(rf"\d[{NARROW}](?!\d{{3}}(?!\d))\d")  # digits behind a narrow space that are no group of three
BETWEEN = re.compile(r"(?<=\d)[^\w\s]+(?=\d)")
HONEST = frozenset(",.'’٬٫-–—‐‑−/⁄:;×·~%+&()[]{}|\"*=<>…→•$£€")  # signs that really stand between digits
LETTERED = re.compile(r"(?<=\d)[^\W\d_]+(?=\d)")  # 1O0, 2S0
LOOK = frozenset("OolIОоОЗзбІіӀΟοΙιՕօ")  # alone with digits they are taken for some: 4O, l2
LIKE_LATIN = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "LISU", "COPTIC")  # scripts with letters that look Latin
DISGUISED = ("FULLWIDTH", "MATHEMATICAL", "SEGMENTED")  # plain digits in another cut
OVERLAID = ("Mn", "Me")
NO_SIGNS = ("Cc", "Cf", "Cs", "Co", "Cn")  # categories of what is no sign at all
OPENING, CLOSING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
TURNS = re.compile(rf"[{OPENING}{CLOSING}]|\n\s*\n")
LIMIT_GLUED = 60  # characters on each side of a number that may touch it


def is_deceptive(text: str, start: int, end: int) -> bool:
    """Whether the number at `start` to `end` of a text, with all that touches it, deceives the eye.

    >>> [is_deceptive(said, 0, len(said)) for said in ("1O0", "l2", "4\\u200b5", "1２", "12³", "1‚000", "4\\u200a5")]
    [True, True, True, True, True, True, True]
    >>> [is_deceptive(said, 0, len(said)) for said in ("10,000", "٤٥", "2½", "12-14", "5m", "6\\u202f240", "45th")]
    [False, False, False, False, False, False, False]
    """
    first, last = start, end
    while first > max(0, start - LIMIT_GLUED) and BLANK.match(text, first - 1) is None:
        first -= 1
    while last < min(len(text), end + LIMIT_GLUED) and BLANK.match(text, last) is None:
        last += 1
    return any(map(_lies, BLANK.split(text[first:last])))


def is_mixed(words: str) -> bool:
    """Whether a word mixes Latin letters with those of a script that look like them.

    >>> is_mixed("killed 12 реople"), is_mixed("killed 12 people in Москва")
    (True, False)
    """
    return not words.isascii() and any(map(_is_mixed, BLANK.split(words)))


def is_turned(text: str, start: int, end: int) -> bool:
    """Whether signs before a stretch of a text turn it round: what stands there as 12 is shown as 21.

    >>> is_turned("\\u202e12 died\\u202c, 45 fled", 1, 3), is_turned("\\u202e12 died\\u202c, 45 fled", 11, 13)
    (True, False)
    """
    turned = () if text.isascii() else _turned(text)
    at = bisect_left(turned, (end, end)) - 1
    return at >= 0 and turned[at][1] > start


@lru_cache(maxsize=4096)  # the same few words stand beside most numbers
def _lies(word: str) -> bool:
    """Whether a word with digits is not what it looks like."""
    if word.isascii() and (word.isalpha() or word.isdecimal()):
        return False
    if HIDDEN.search(word) or _is_mixed(word):
        return True
    digits = [sign for sign in word if sign.isdecimal()]
    if not digits:
        return False
    scripts = {ord(sign) - unicodedata.decimal(sign) for sign in digits}
    disguised = len(scripts) > 1 or any(unicodedata.name(sign, "").startswith(DISGUISED) for sign in digits)
    return disguised or _is_spelt(word) or _is_glued(word) or _is_marked(word)


def _scripts(signs: Iterable[str]) -> set[str]:
    return {unicodedata.name(sign, "").partition(" ")[0] for sign in signs if sign.isalpha()}


def _is_mixed(word: str) -> bool:
    scripts = set() if word.isascii() else _scripts(word)
    return "LATIN" in scripts and not scripts.isdisjoint(LIKE_LATIN)


def _is_spelt(word: str) -> bool:
    """Whether letters stand for digits, or stand where no number has any."""
    letters = {sign for sign in word if sign.isalpha()}
    if not letters:
        return False
    return letters <= LOOK or not _scripts("".join(LETTERED.findall(word))).isdisjoint(("LATIN", *LIKE_LATIN))


def _is_glued(word: str) -> bool:
    """Whether digits are held together, or apart, by what no number is written with."""
    return HELD.search(word) is not None or any(not HONEST.issuperset(signs) for signs in BETWEEN.findall(word))


def _is_marked(word: str) -> bool:
    """Whether digits are overlaid, raised, lowered or circled beside plain ones, or something is no sign at all."""
    pairs = list(zip(word, word[1:], strict=False))
    raised = any(a.isdigit() and b.isdigit() and a.isdecimal() != b.isdecimal() for a, b in pairs)
    overlaid = any(a.isdecimal() and unicodedata.category(b) in OVERLAID for a, b in pairs)
    return raised or overlaid or any(unicodedata.category(sign) in NO_SIGNS for sign in word)


@lru_cache(maxsize=4)  # the text of a document is asked for with every fact
def _turned(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a text that direction signs hold, in order; one left open ends with its paragraph."""
    found: list[tuple[int, int]] = []
    begins, depth = 0, 0
    for match in TURNS.finditer(text):
        if match[0] in OPENING:
            begins = begins if depth else match.start()
            depth += 1
        elif depth:
            depth = depth - 1 if match[0] in CLOSING else 0
            found += [] if depth else [(begins, match.end())]
    return (*found, (begins, len(text))) if depth else tuple(found)
