"""What people are shown: foreign strings made safe to print, the known word nearest to an unknown one, days."""

import difflib
import unicodedata
from collections.abc import Iterable
from datetime import date

# Format characters (Cf: bidi overrides, zero-width signs), controls (Cc: newline, escape), lone surrogates (Cs) and
# line separators can forge a log line, hide a file's extension or print 45 as 54.
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def show(text: str) -> str:
    r"""`text` on one line, with every character that could deceive the eye or a terminal spelt out.

    >>> show("flash\u202etxt.exe")
    'flash⟦U+202E⟧txt.exe'
    >>> show("a\nb")
    'a⟦U+000A⟧b'

    A byte of a file name that is no UTF-8 (Python's surrogate escape) appears as ⟦xFF⟧.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_spelt(sign) if unicodedata.category(sign) in UNSAFE else sign for sign in text)


def _spelt(sign: str) -> str:
    code = ord(sign)
    return f"⟦x{code - 0xDC00:02X}⟧" if 0xDC80 <= code <= 0xDCFF else f"⟦U+{code:04X}⟧"


def is_safe(text: str) -> bool:
    r"""Whether `show` would leave `text` as it is.

    >>> is_safe("Idlib"), is_safe("Id\u200blib")
    (True, False)
    """
    return not any(unicodedata.category(sign) in UNSAFE for sign in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None.

    >>> nearest("sectoins", ["title", "sections"])
    'sections'
    >>> nearest("weather", ["title", "sections"]) is None
    True
    """
    by_folded = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def hint(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown word: the nearest known one, else all of them.

    >>> hint("drfat", ["draft", "cleared"])
    ' – did you mean "draft"?'
    >>> hint("x", ["draft", "cleared"])
    ' – known are: draft, cleared'
    """
    words = tuple(known)
    meant = nearest(word, words)
    return f' – did you mean "{meant}"?' if meant else f" – known are: {', '.join(words)}" if words else ""


def days(start: date | None, end: date | None, unknown: str) -> str:
    """A window of days as ISO writes them, each end of which may be open; `unknown` where both are.

    >>> days(date(2018, 9, 4), date(2018, 9, 6), "no date"), days(None, date(2018, 9, 4), "no date")
    ('2018-09-04 to 2018-09-06', 'up to 2018-09-04')
    """
    if end is None:
        return f"from {start}" if start else unknown
    if start is None:
        return f"up to {end}"
    return f"{start}" if start == end else f"{start} to {end}"
