"""What leads to a person without being a name: telephones, mail and web addresses, coordinates, numbers of papers.

The forms are the same the world over; the words that tell a number's meaning ("tel", "passport") are a language's.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DASH = r"[-‐‑–./]"
SPACE = r"[ \u00a0\u2007\u2009\u202f]"
EMAIL = re.compile(r"[\w.+%'-]+(?:@|\s?[\[(]at[\])]\s?)[\w-]+(?:(?:\.|\s?[\[(]dot[\])]\s?)[\w-]+)+", re.IGNORECASE)
URL = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,12}://|\bwww\.|\bmailto:|\bgeo:|\btel:)[^\s<>\"“”»)\]]+", re.IGNORECASE)
# A site without its scheme: "t.me/name", "facebook.com/name".
SITE = re.compile(
    r"\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63})+/[^\s<>\"“”»)\]]*"
    r"|\b[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63})*\.(?:com|org|net|info|me|io|blog)\b", re.IGNORECASE
)
HANDLE = re.compile(r"(?<![\w@])@\w{2,}")
# With a country's code, with an area's, in the form of North America, or in four groups and more.
PHONE = re.compile(
    rf"(?<![\w.,])(?:\+|00)(?:\(?\d{{1,4}}\)?(?:{SPACE}|{DASH}){{0,2}}){{2,7}}\d{{2,}}(?!\w)"
    rf"|(?<![\w.,])\(?0\d{{1,4}}\)?(?:(?:{SPACE}|{DASH}){{0,2}}\d{{2,4}}){{2,4}}(?!\w)"
    rf"|(?<![\w.,])(?:\d-)?\(?\d{{3}}\)?{SPACE}?[-.]\d{{3}}[-.{SPACE[1:-1]}]\d{{4}}(?!\w)"
    rf"|(?<![\w.,])\d{{2,4}}(?:{SPACE}|[-.])\d{{2,4}}(?:(?:{SPACE}|[-.])\d{{2,4}}){{2,4}}(?!\w)"
)
FEW_DIGITS = 10  # of a telephone with nothing before it: thousands of a number of people have fewer
DATE = re.compile(
    r"\(?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[-–/ ].*)?", re.DOTALL
)
NUMBER = r"\d(?:[\d()](?:[ \u00a0]|[-‐‑–./])?){4,}\d"
# A number that no text gives people by: nine digits and more without a sign between them, or letters before six.
LONG = re.compile(r"(?<![\w.,])(?:\d{9,}|[A-Z]{1,3}[- ]?\d{6,}[A-Z]?)(?!\w)")
PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,3}[- ]\d{3,6}(?:[- ][A-Z]{1,3})?"
    r"|\d{2,4}[- ][A-Z]{1,3}[- ]\d{2,4}|\d{4,6}[- ][A-Z]{2,3})(?![\w-])"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
DEGREE = r"[°º˚]"
POINT = r"[.,٫]"
COORDINATES = re.compile(
    # 35.8125, 36.3178 · 35.81°N 36.32°E · N35.8125 E36.3178
    rf"(?<![\w.])[-−+]?\d{{1,3}}\.\d{{2,}}{DEGREE}?\s?[NSEWnsew]?\s?[,;/|]?\s?[-−+]?\d{{1,3}}\.\d{{2,}}{DEGREE}?\s?(?:[NSEW]\b)?(?!\w|\.\d|\s?%|\s(?:per|m))"
    rf"|(?<!\w)[-−+]?\d{{1,3}}(?:{POINT}\d+)?{DEGREE}(?:\s?\d{{1,2}}(?:{POINT}\d+)?\s?['′’])?(?:\s?\d{{1,2}}(?:{POINT}\d+)?\s?(?:[\"″”]|''))?\s?[NSEWO](?!\w)"
    rf"|(?<!\w)[NSEW]\s?\d{{1,3}}{POINT}\d{{2,}}(?!\w)|(?<!\w)\d{{1,3}}\.\d{{2,}}\s?[NSEW](?!\w)"
    rf"|(?<!\w)\d{{1,3}}{DEGREE}\s?\d{{1,2}}(?:{POINT}\d+)?\s?['′’](?:\s?\d{{1,2}}(?:{POINT}\d+)?\s?(?:[\"″”]|''))?"
    r"|\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{1,5}\s?\d{1,5}\b"  # MGRS
    r"|\b\d{1,2}[C-HJ-NP-X]\s\d{6}(?:\.\d+)?\s?m?E?[ ,]+\d{6,7}(?:\.\d+)?\s?m?N?\b"  # UTM
    r"|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"  # a plus code
    r"|///[\w-]+\.[\w-]+\.[\w-]+"
)
HINT = re.compile(r"[\d@/\[]|\(at\)|www\.|:|\.[a-z]{2,4}\b", re.IGNORECASE)  # else there is nothing to look for
DIGIT = re.compile(r"(?![0-9])\d")  # of another script: ٠٩٤٤ is a telephone too
FORMS = (
    ("email", EMAIL), ("address", URL), ("coordinates", COORDINATES), ("email", HANDLE), ("address", SITE),
    ("number", IBAN), ("phone", PHONE), ("number", LONG),
)


class Stretch(NamedTuple):
    """A stretch of a text that is withheld, and what it is: name, place, phone, email, address, coordinates, number."""

    start: int
    end: int
    kind: str


class Told(NamedTuple):
    """The words of a language before a number: what makes it a telephone's, a paper's, a position."""

    phone: re.Pattern[str]
    number: re.Pattern[str]
    coordinates: re.Pattern[str]


def told(phone: Iterable[str], number: Iterable[str], coordinates: Iterable[str]) -> Told:
    """Patterns of a number behind one of these words."""

    def after(words: Iterable[str], what: str) -> re.Pattern[str]:
        known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"
        between = r"(?:\W{1,4}(?:\w{1,6}\W{1,3}){0,2}?)"
        return re.compile(rf"(?<!\w)(?:{known}){between}(?P<is>{what})", re.IGNORECASE)

    code = r"(?-i:[A-Z]{0,4}[- /]?\d[\w/-]{2,}(?:[ -][A-Z0-9]*\d[A-Z0-9]*){0,3}|[A-Z0-9-]*\d{3,}[A-Z0-9-]*)"
    pair = r"[-−+]?\d{1,3}[.,]\d+(?:\D{1,14}[-−+]?\d{1,3}[.,]\d+)?"
    return Told(after(phone, rf"\+?{NUMBER}"), after(number, code), after(coordinates, pair))


def stretches(text: str, words: Told, spared: Iterable[str] = ()) -> list[Stretch]:
    """What of a text leads to a person, in order, without overlaps. `spared` are names of weapons, as "FAB-500".

    >>> [text[s.start:s.end] for text in ["Call +963 944 123 456 or ana@example.org"]
    ...  for s in stretches(text, told((), (), ()))]
    ['+963 944 123 456', 'ana@example.org']
    """
    if not HINT.search(text):
        return []
    text = DIGIT.sub(lambda match: str(int(match[0])), text)
    found: list[Stretch] = []
    for kind, form in FORMS:
        _add(found, ((m.start(), m.end(), kind) for m in form.finditer(text) if kind != "phone" or _is_phone(m[0])))
    weapons = tuple(spared)
    plates = (m for m in PLATE.finditer(text) if re.split(r"[- ]", m[0].lower())[0] not in weapons)
    _add(found, ((m.start(), m.end(), "number") for m in plates))
    for kind, form in (("coordinates", words.coordinates), ("phone", words.phone), ("number", words.number)):
        _add(found, ((m.start("is"), m.end("is"), kind) for m in form.finditer(text)))
    return sorted(found)


def has_number(text: str) -> bool:
    """Whether a name of a file or an address holds a telephone's number, or as long a one.

    >>> has_number("2018-09-04-wire"), has_number("call-0944-123-456")
    (False, True)
    """
    return LONG.search(text) is not None or any(_is_phone(match[0]) for match in PHONE.finditer(text))


def _is_phone(written: str) -> bool:
    """Whether what looks like a telephone is one, and no day nor a number of people in groups of three."""
    if DATE.fullmatch(written):
        return False
    return written[0] in "+0(" or sum(map(str.isdecimal, written)) >= FEW_DIGITS


def _add(found: list[Stretch], more: Iterator[tuple[int, int, str]]) -> None:
    for start, end, kind in more:
        if not any(start < one.end and one.start < end for one in found):
            found.append(Stretch(start, end, kind))
