"""A name as it is looked up: folded, without what everybody writes otherwise, down to its consonants.

Door of anyascii, which opens only when a name has letters that are not ASCII.
"""

import re
from functools import lru_cache

# Arabic spellings of one word: alef with and without hamza, final yeh and teh marbuta, Persian letters; no vowel signs.
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_LETTERS = str.maketrans(dict(zip("أإآٱىةیک", "اااايهيك", strict=True)) | dict.fromkeys("ـًٌٍَُِّْٰ"))
_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{2})")
_DROPPED = re.compile(r"['`\"]")
_SEPARATORS = re.compile(r"[\W_]+")
# The Arabic article as it is romanised; "deir" and "dar" show that it also stands inside a name.
_ARTICLES = frozenset(
    vowel + letters
    for vowel in "aeu"
    for letters in ("l", "r", "s", "sh", "ch", "t", "th", "d", "dh", "z", "n")
) | {"il"}  # fmt: skip
# Romanisations of one sound; the longer ones come first.
_SOUNDS = (
    ("kh", "x"), ("tch", "s"), ("sh", "s"), ("ch", "s"), ("gh", "g"), ("dj", "j"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ck", "k"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_SILENT = re.compile(r"[aeiouywh ]")
_DOUBLED = re.compile(r"(.)\1+")


def fold(name: str) -> str:
    """`name` in lower-case ASCII words, without accents, apostrophes or punctuation.

    >>> fold("Ma‘arrat an-Nu‘mān"), fold("Харків")
    ('maarrat an numan', 'kharkiv')

    Arabic stays in its letters, in one spelling and without the article: it has no vowels, and a name of two or three
    consonants would be taken for a Latin word ("Dr").
    """
    if _ARABIC.search(name):
        name = _ARABIC_ARTICLE.sub("", name.translate(_ARABIC_LETTERS))
    elif not name.isascii():
        from anyascii import anyascii

        name = anyascii(name)
    return _SEPARATORS.sub(" ", _DROPPED.sub("", name.lower())).strip()


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """`name` as the gazetteer looks it up: folded, and without the Arabic article, which everybody writes otherwise.

    >>> key("Jisr al-Shughour"), key("Jisr Ash Shughour")
    ('jisr shughour', 'jisr shughour')
    >>> key("الرقة") == key("رقه")
    True

    The last word always stays, so that a name is never empty for being an article.
    """
    words = fold(name).split()
    return " ".join([word for word in words[:-1] if word not in _ARTICLES] + words[-1:])


@lru_cache(maxsize=65536)
def skeleton(name: str) -> str:
    """The consonants that the spellings of a romanised name have in common; `name` is a key.

    >>> skeleton("khan shaykhun"), skeleton("khan cheikhoun")
    ('xnsxn', 'xnsxn')
    """
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", name))
