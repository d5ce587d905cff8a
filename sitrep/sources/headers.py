"""What is known of a document besides its text."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from sitrep.language import detection
from sitrep.model import Header
from sitrep.shown import hint, show
from sitrep.sources.file import RefusedError
from sitrep.yamlfile import Mistake, Node, parsed_text

KEYS = ("title", "published", "publisher", "language", "url")
LIMIT_CHARACTERS = {"title": 500, "publisher": 200, "language": 20, "url": 2000, "published": 40}
DEFAULT_LANGUAGE = "en"  # of a text that is too short to tell
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# A headline stands alone on the first line and is no sentence: twice the longest of 182 news titles looked at (78).
LONGEST_HEADLINE = 150
SENTENCE_END = (".", "…", ":", ";", ",", "。", "।", "۔", "،")
CLOSERS = "\"'’”»)] "


def stated(head: str, name: str, first_line: int, manifest: Mapping[str, str]) -> Mapping[str, str]:
    """What front matter and manifest say of a document; the front matter goes first.

    Raises RefusedError with every mistake of the front matter and its lines.
    """
    node, mistakes = parsed_text(head, name, first_line)
    told, more = keys(node, KEYS, name)
    wrong = (*mistakes, *more)
    if wrong:
        raise RefusedError("front matter, " + "; ".join(f"line {m.line}: {m.message}" for m in sorted(wrong)))
    return {**manifest, **told}


def keys(node: Node, known: tuple[str, ...], name: str) -> tuple[Mapping[str, str], tuple[Mistake, ...]]:
    """The keys of `node` that were given a text, and what is wrong with them."""
    if node.kind != "mapping":
        return {}, (Mistake(name, node.line, "must be keys and values, one a line, such as `title: Idlib`"),)
    told: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for key, value in node.value:
        wrong = _wrong(key.value, value, known)
        if wrong:
            mistakes.append(Mistake(name, key.line, wrong))
        elif value.kind == "text" and value.value.strip():
            told[key.value] = value.value.strip()
    return told, tuple(mistakes)


def _wrong(key: str, value: Node, known: tuple[str, ...]) -> str:
    """What is wrong with one key and its value, or nothing."""
    if key not in known:
        return f'unknown key "{show(key)}"{hint(key, known)}'
    if value.kind == "empty":
        return ""
    if value.kind != "text":
        return f"{key} must be one line of text"
    text, limit = value.value.strip(), LIMIT_CHARACTERS.get(key, 500)
    if len(text) > limit:
        return f"{key} has {len(text)} characters – at most {limit}"
    if CONTROL.search(text):
        return f"{key} holds a line break or control character – retype it on one line"
    check = CHECKS.get(key)
    return check(text) if text and check else ""


def _wrong_date(text: str) -> str:
    return "" if day(text) else f'published must be a date such as 2018-09-09, not "{show(text)}"'


def _wrong_language(text: str) -> str:
    fits = LANGUAGE.fullmatch(text.lower())
    return "" if fits else f'language must be a code such as en, fr, es or ar, not "{show(text)}"'


def _wrong_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)
    except ValueError:
        fits = False
    return "" if fits else f'url must begin with http:// or https://, not "{show(text)}"'


CHECKS = {"published": _wrong_date, "language": _wrong_language, "url": _wrong_url}


def day(text: str) -> date | None:
    """The calendar day of an ISO date, or of a date with a time; the day is the one written, whatever the time zone.

    >>> day("2018-09-09"), day("2018-09-09T22:30:00Z"), day("9 Sept")
    (datetime.date(2018, 9, 9), datetime.date(2018, 9, 9), None)
    """
    if not re.match(r"(?:19|20|21)\d\d-\d\d-\d\d(?:[T ]|\Z)", text, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def header(
    id: str, stated: Mapping[str, str], text: str, raw: bytes, signature: str, acknowledged: bool = False
) -> Header:
    """The header of a document: what was stated, and the headline if only the text has one.

    `sha256` is that of the whole file. Without a date `published` is None, and relative dates stay unresolved. The
    language that nobody states is the one that the text is found to be in.
    """
    language = stated.get("language") or detection.language(text) or DEFAULT_LANGUAGE
    return Header(
        id=id,
        title=stated.get("title") or headline(text),
        published=day(stated.get("published", "")),
        publisher=stated.get("publisher", ""),
        language=language.lower(),
        url=stated.get("url", ""),
        sha256=hashlib.sha256(raw).hexdigest(),
        signature=signature,
        acknowledged=acknowledged,
    )


def headline(text: str) -> str:
    r"""The first line if it looks like a headline: short, no sentence, an empty line below; else nothing.

    >>> headline("Raids kill four in Idlib\n\nFour people were killed on Sunday.")
    'Raids kill four in Idlib'
    >>> headline("Four people were killed on Sunday.\n\nMore follows.")
    ''
    """
    lines = text[: LONGEST_HEADLINE * 20].lstrip().split("\n", 2)
    first = lines[0].strip()
    alone = len(lines) == 3 and not lines[1].strip() and bool(lines[2].strip())
    fits = 0 < len(first) <= LONGEST_HEADLINE and not CONTROL.search(first)
    return first if alone and fits and not first.rstrip(CLOSERS).endswith(SENTENCE_END) else ""
