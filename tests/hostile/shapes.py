"""Texts of any length in the shapes that break readers: one line without an end, or lines without number."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import count

from sitrep.model import Document, Header

MEGABYTE = 1_000_000
PUBLISHED = date(2018, 9, 9)
WORDS = ("people", "families", "houses", "fled", "injured", "shelling", "camps", "women", "reported", "camp")


def document(text: str, title: str = "", published: date | None = PUBLISHED) -> Document:
    return Document(Header("d", title, published, "Hill Radio", "en", "", ""), text)


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def counted(piece: str) -> Callable[[int], str]:
    """Pieces that hold a number of their own (`{}`), so that no two are alike."""

    def made(size: int) -> str:
        return _filled((piece.format(number) for number in count(2)), size)

    return made


def _filled(pieces: Iterator[str], size: int) -> str:
    found: list[str] = []
    left = size
    while left > 0:
        found.append(next(pieces))
        left -= len(found[-1])
    return "".join(found)[:size]


def _capitals(size: int) -> str:
    """Capitalised words, each another one."""
    return _filled((f"{chr(65 + n % 26)}{_letters(n)} " for n in count()), size)


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit) * 2) for digit in str(number))


def _nested(size: int) -> str:
    return "(" * (size // 2) + ")" * (size - size // 2)


# One line each, of as many characters as one likes.
LINES: dict[str, Callable[[int], str]] = {
    "one word": repeated("people "),
    "one letter": repeated("a"),
    "blanks": repeated(" "),
    "digits": repeated("1234567890"),
    "digits in groups": repeated("123,"),
    "digits in groups with blanks": repeated("123 "),
    "digits in groups with points": repeated("1.234"),
    "1 killed": repeated("1 killed "),
    "fives": repeated("5 "),
    "people and men": repeated("12 people and 3 men, "),
    "parts": repeated("killed 5, including 4 children, "),
    "parts without a whole": repeated("of them 5 of "),
    "killed 1": counted("killed {} "),
    "killed and": repeated("killed and "),
    "killed and counted": counted("{} killed and "),
    "people were killed": repeated("3 people were killed, "),
    "people were killed in numbers": counted("{} people were killed, "),
    "people and people": counted("{} people and "),
    "in Aleppo": repeated("in Aleppo, "),
    "killed in Aleppo": counted("{} killed in Aleppo, "),
    "towns": repeated("in Aleppo and Idlib and Hama and "),
    "capitals": _capitals,
    "one capital": repeated("Aleppo "),
    "upper case": repeated("KILLED 12 PEOPLE "),
    "quotes": repeated('"'),
    "quotes that open": repeated('"12 killed '),
    "curly quotes that open": repeated("“12 people said “"),
    "brackets": repeated("("),
    "brackets nested": _nested,
    "brackets with numbers": counted("(12 killed ({} "),
    "brackets with acronyms": repeated("World Food Programme (WFP) "),
    "brackets with capitals": repeated("A (AA"),
    "said": repeated("said "),
    "voices": repeated("Salim Haddad said that "),
    "voices with numbers": counted("the mayor said {} died, according to "),
    "he said": repeated("he said she said it said "),
    "of whom": repeated("of whom 3 were killed "),
    "of whom with numbers": counted("{} of whom were children "),
    "including": counted("including {} women, "),
    "months": repeated("January February March "),
    "dates": repeated("on 3 September 2018 "),
    "days": repeated("on Monday "),
    "days and numbers": counted("on Monday {} were killed "),
    "since": repeated("since Monday and until Friday "),
    "number words": repeated("two dozen hundred thousand "),
    "number words joined": repeated("twenty-"),
    "and and": repeated("hundred and "),
    "half of": repeated("half of a third of "),
    "more than": repeated("more than at least about "),
    "ranges": repeated("12 to 14 - "),
    "hyphens": repeated("-"),
    "words with hyphens": repeated("far-"),
    "points": repeated("."),
    "points and letters": repeated("a."),
    "points and capitals": repeated("A.B"),
    "stops and quotes": repeated('."'),
    "semicolons": repeated("12 killed; "),
    "colons": counted("Killed: {} "),
    "slashes": repeated("12/9/"),
    "apostrophes": repeated("people's'"),
    "combining marks": repeated("e\u0301\u0323"),
    "marks alone": repeated("\u0301"),
    "zero width": repeated("1\u200b"),
    "zero width in words": repeated("killed\u200b"),
    "direction marks": repeated("\u202e12 killed \u202c"),
    "soft hyphens": repeated("\u00ad"),
    "Arabic": repeated("قُتل ثلاثة أشخاص في حلب، "),
    "Arabic digits": repeated("١٢٣٬"),
    "emoji": repeated("👨\u200d👩\u200d👧 "),
    "sentences": repeated("Three people were killed in Aleppo. "),
    "sentences with numbers": counted("On Monday {} people were killed in Aleppo, the mayor said. "),
    "sentences with parts": counted("Some {} people died, including two children. "),
    "sentences that go on": counted("They said {} more had fled to Idlib. "),
    "sentences with titles": repeated("Dr. Salim Haddad, head of the U.N. office in Aleppo, said so. "),
    "sentences that were": repeated("The Hill Observatory for Rights said 12 died. It said so. "),
    "airstrikes": counted("Russian jets carried out {} air strikes on Hama. "),
    "tags": repeated("<b>12 killed</b>"),
    "tables": counted("Aleppo | {} | 12 killed | "),
    "addresses": repeated("https://example.org/12/killed?a=12&"),
}  # fmt: skip

# Many short lines.
LISTS: dict[str, Callable[[int], str]] = {
    "bullets": counted("• {} people were killed in Aleppo\n"),
    "bullets alike": repeated("- Idlib: 12 killed\n"),
    "bullets with places": counted("* Place {}: 12 killed, 3 injured\n"),
    "rows": counted("| Aleppo | {} killed | 12 injured |\n"),
    "headings": counted("Situation in Aleppo\n\n{} people were killed.\n\n"),
    "teasers": counted(">> {} killed in Aleppo\n"),
    "captions": counted("{} people were killed (Photo: Reuters)\n\n"),
    "labels": counted("Newly displaced: {}\n"),
    "empty lines": repeated("\n"),
    "short lines": repeated("a\n"),
    "wrapped": repeated("Three people were killed in Aleppo and the mayor said so when\n"),
}

SHAPES = LINES | LISTS
