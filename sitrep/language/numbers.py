"""Tokens → numerals: what was said of each number, in whatever way a language writes numbers.

The words come from the language's own `numbers.py`; what is here is arithmetic and order.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType
from typing import Any, NamedTuple

from sitrep.language import text
from sitrep.model import Quantity

LIMIT_DIGITS = 15  # the world has ten digits of people; `int()` itself refuses over 4,300
LIMIT_NUMERALS = 40  # in one sentence; a table on one line has more, and no grammar
LIMIT_RISE = 4  # tokens before a number that is what something rose from: "jumped from about 300 to 2,189"
DASHES = ("-", "–", "—", "‐", "‑")
GROUPS = re.compile(r"\d{1,3}(?:\d{3})+|\d{1,2}(?:\d{2})+\d{3}")


class Numeral(NamedTuple):
    """A number in a sentence: tokens `first` to `last` (excluded), qualifier and all; `core` is where its digits begin.

    Either `quantity` is set, or `part` (a fraction of something), or `reason` says why the number is none of ours.
    """

    first: int
    core: int
    last: int
    quantity: Quantity | None = None
    part: Fraction | None = None
    reason: str = ""
    qualifier: str = "exact"
    times: bool = False


@dataclass(frozen=True, slots=True)
class NumberWords:
    """A language's number words: token tuples by their first token, longest first, with role and meaning."""

    decimal: str
    group: str
    table: Mapping[str, tuple[tuple[tuple[str, ...], str, Any], ...]]
    before: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # qualifiers by their last token
    starts: frozenset[str]  # tokens that a number in words begins with
    with_article: frozenset[str]  # tokens after an article that make it a number: a dozen, a third
    openers: frozenset[str]
    changes: frozenset[str]
    rises: frozenset[str]
    links: frozenset[str]
    articles: frozenset[str]
    conjunction: str


def words(module: ModuleType) -> NumberWords:
    """The number words that a language's module `numbers` lists."""
    table: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
    for role, entries in (
        ("cardinal", module.CARDINALS), ("multiplier", module.MULTIPLIERS), ("vague", module.VAGUE),
        ("dozen", module.DOZEN), ("times", module.TIMES), ("part", module.FRACTIONS), ("after", module.AFTER),
    ):  # fmt: skip
        for phrase, meaning in entries.items():
            tokens = _tokens(phrase)
            table.setdefault(tokens[0], []).append((tokens, role, meaning))
    before: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, meaning in module.QUALIFIERS.items():
        tokens = _tokens(phrase)
        before.setdefault(tokens[-1], []).append((tokens, meaning))
    return NumberWords(
        module.DECIMAL,
        module.GROUP,
        {first: tuple(sorted(rest, key=lambda e: -len(e[0]))) for first, rest in table.items()},
        {last: tuple(sorted(rest, key=lambda e: -len(e[0]))) for last, rest in before.items()},
        frozenset(first for first, rest in table.items() if any(role != "after" for _, role, _ in rest)),
        frozenset(_with_article(table, module.ARTICLES)),
        frozenset(module.RANGE_OPENERS),
        frozenset(module.CHANGES),
        frozenset(module.RISES),
        frozenset(module.RANGE_LINKS),
        frozenset(module.ARTICLES),
        module.AND,
    )


def _with_article(table: Mapping[str, Any], articles: tuple[str, ...]) -> Iterator[str]:
    for first, entries in table.items():
        for tokens, role, _ in entries:
            if first in articles and len(tokens) > 1:
                yield tokens[1]
            elif role in ("multiplier", "dozen"):
                yield first


def _tokens(phrase: str) -> tuple[str, ...]:
    return tuple(text.key(word) for word, _, _ in text.tokens(phrase))


def value(digits: str, decimal: str = ".", group: str = ",") -> Fraction | None:
    """The number that a run of digits and separators writes, or None if it is none.

    >>> value("1,60,000"), value("1.09"), value("6\\u202f240")
    (Fraction(160000, 1), Fraction(109, 100), Fraction(6240, 1))
    """
    clean = "".join(
        str(unicodedata.decimal(sign, sign)) for sign in digits if unicodedata.category(sign) not in ("Cf", "Zs")
    )
    clean = clean.replace("٬", group).replace("٫", decimal)
    whole, _, rest = clean.partition(decimal)
    parts = whole.split(group)
    if len(parts) > 1 and (len(parts[0]) > 3 or len(parts[-1]) != 3 or any(len(p) not in (2, 3) for p in parts[1:-1])):
        return None
    joined = "".join(parts)
    if not joined.isdecimal() or (rest and not rest.isdecimal()) or len(joined) + len(rest) > LIMIT_DIGITS:
        return None
    return Fraction(int(joined + rest), 10 ** len(rest))


def quantity(phrase: str, number_words: NumberWords) -> Quantity | None:
    """What `phrase` says of a number, or None if it says none."""
    tokens = text.tokens(phrase)
    keys = tuple(text.key(word) for word, _, _ in tokens)
    spans = tuple((start, end) for _, start, end in tokens)
    found = numerals(keys, spans, phrase, number_words)
    return found[0].quantity if found else None


def numerals(keys: Sequence[str], spans: Sequence[tuple[int, int]], sentence: str, nw: NumberWords) -> list[Numeral]:
    """The numbers of a sentence in order, at most LIMIT_NUMERALS; a number never belongs to two numerals."""
    found: list[Numeral] = []
    index = 0
    while index < len(keys) and len(found) < LIMIT_NUMERALS:
        if _may_begin(keys[index], keys[index + 1 : index + 2], nw):
            numeral = _numeral(index, keys, spans, sentence, nw, found[-1].last if found else 0)
            if numeral is not None:
                found.append(numeral)
                index = numeral.last
                continue
        index += 1
    return found


def _may_begin(key: str, following: Sequence[str], nw: NumberWords) -> bool:
    """Whether a number can begin with a token; an article begins one only before a word for a number: a dozen."""
    if key in nw.articles:
        return bool(following) and following[0] in nw.with_article
    return key in nw.starts or key[:1].isdecimal() or "-" in key


def _numeral(
    index: int, keys: Sequence[str], spans: Sequence[tuple[int, int]], sentence: str, nw: NumberWords, floor: int
) -> Numeral | None:
    adverb = _phrase(index, keys, nw, ("times",)) if keys[index] in nw.table else None
    if adverb is not None:
        return Numeral(index, index, adverb[1], Quantity(adverb[0], adverb[0], "exact", keys[index]), times=True)
    core = _core(index, keys, spans, nw)
    if core is None:
        return None
    low, end, kind = core
    qualifier, first = _before(index, floor, keys, nw)
    if kind == "part":
        return Numeral(first, index, end, part=low, qualifier=qualifier)
    high: Fraction | None = low
    second = _range(end, index, keys, spans, nw) if kind != "vague" else None
    if second is not None and second[0] > low:
        multiplier = second[2] if low < 1000 and second[2] > 1 and low * second[2] < second[0] else 1
        low, high, end, qualifier = low * multiplier, second[0], second[1], "range"
        first = index - 1 if index > floor and keys[index - 1] in nw.openers else index
    elif kind == "vague":
        qualifier = "vague"
    if (
        end < len(keys)
        and keys[end] in DASHES
        and _touch(spans, end)
        and end + 1 < len(keys)
        and _touch(spans, end + 1)
    ) and keys[end + 1][:1].isalpha():
        return Numeral(first, index, end, reason="part of a word", qualifier=qualifier)
    words_ = sentence[spans[first][0] : spans[end - 1][1]]
    if low.denominator != 1 or (high is not None and high.denominator != 1):
        return Numeral(first, index, end, reason="no whole number", part=None, qualifier=qualifier)
    return _bounded(first, index, end, int(low), int(high or low), qualifier, words_, keys, nw)


def _bounded(
    first: int,
    index: int,
    end: int,
    low: int,
    high: int,
    qualifier: str,
    said: str,
    keys: Sequence[str],
    nw: NumberWords,
) -> Numeral:
    """The numeral with the bounds that its qualifier leaves open."""
    for tokens, role, meaning in nw.table.get(keys[end], ()) if end < len(keys) else ():
        if role == "after" and qualifier == "exact" and tuple(keys[end : end + len(tokens)]) == tokens:
            if index + 1 <= end and _follows(keys, end + len(tokens)):
                qualifier, end = meaning, end + len(tokens)
            break
    bounds: dict[str, tuple[int | None, int | None]] = {
        "at_least": (low, None),
        "vague": (low, None),
        "at_most": (None, high),
    }
    lowest, highest = bounds.get(qualifier, (low, high))
    return Numeral(first, index, end, Quantity(lowest, highest, qualifier, said), qualifier=qualifier)


def _follows(keys: Sequence[str], end: int) -> bool:
    """Whether a qualifier after a number really belongs to it: no other number comes right after."""
    return end >= len(keys) or not keys[end][:1].isdecimal()


def _touch(spans: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether a token touches the one before it."""
    return spans[index][0] == spans[index - 1][1]


def _before(index: int, floor: int, keys: Sequence[str], nw: NumberWords) -> tuple[str, int]:
    """The qualifier of the number at `index` and where it begins."""
    first, qualifier = index, "exact"
    while first > floor:
        for tokens, meaning in nw.before.get(keys[first - 1], ()):
            start = first - len(tokens)
            if start >= floor and tuple(keys[start:first]) == tokens and not (
                meaning == "at_most" and start and keys[start - 1] in nw.rises
            ):
                qualifier = meaning if qualifier in ("exact", "about") else qualifier
                first = start
                break
        else:
            break
    return qualifier, first


def _range(
    end: int, index: int, keys: Sequence[str], spans: Sequence[tuple[int, int]], nw: NumberWords
) -> tuple[Fraction, int, int] | None:
    """The upper end of a range whose lower end ends at `end`: value, end, the multiplier it was said with."""
    if end + 1 >= len(keys) or keys[end] not in nw.links:
        return None
    opened = index > 0 and keys[index - 1] in nw.openers
    if not nw.rises.isdisjoint(keys[max(0, index - LIMIT_RISE) : index]):
        return None
    if (keys[end] == nw.conjunction and not opened) or (index > 0 and keys[index - 1] in nw.changes):
        return None
    core = _core(end + 1, keys, spans, nw)
    if core is None or core[2] not in ("cardinal", "digits"):
        return None
    plain = _single(end + 1, keys, spans, nw)
    multiplier = int(core[0] / plain[0]) if plain and plain[0] else 1
    return core[0], core[1], multiplier


def _core(
    index: int, keys: Sequence[str], spans: Sequence[tuple[int, int]], nw: NumberWords
) -> tuple[Fraction, int, str] | None:
    """Value, end and kind (digits, cardinal, vague, part) of the number that begins at `index`."""
    phrase = _phrase(index, keys, nw, ("vague", "part"))
    if phrase is not None:
        meaning, end, role = phrase
        if role == "vague":
            return Fraction(meaning), end, "vague"
        return _half(index, end, Fraction(*meaning), keys, nw)
    if keys[index] in nw.articles:
        after = _phrase(index + 1, keys, nw, ("multiplier", "dozen")) if index + 1 < len(keys) else None
        if after is None or not keys[index + 1].isalpha() or len(keys[index + 1]) <= 2:
            return None
        return _multiplied(Fraction(after[0]), after[1], "cardinal", keys, spans, nw)
    single = _single(index, keys, spans, nw)
    if single is None:
        return None
    whole, end, kind = _multiplied(*single, keys, spans, nw)
    if kind == "digits" and end == index + 1 and _in_thousands(keys[index], nw):
        whole = value(keys[index], nw.group, nw.decimal) or whole
    return whole, end, kind


def _in_thousands(word: str, nw: NumberWords) -> bool:
    """Whether the sign of decimals parts thousands, as elsewhere in the world: nobody counts 3.000 people as three.

    Only for a number that nothing multiplies: 1.234 million is a decimal.
    """
    parts = word.split(nw.decimal)
    return len(parts) > 1 and 0 < len(parts[0]) <= 3 and parts[0][0] != "0" and all(len(p) == 3 for p in parts[1:])


def _multiplied(
    total: Fraction, end: int, kind: str, keys: Sequence[str], spans: Sequence[tuple[int, int]], nw: NumberWords
) -> tuple[Fraction, int, str]:
    """The number with the multipliers after it: 1.6 million, two hundred and fifty thousand."""
    done = Fraction(0)
    while end < len(keys):
        step = _phrase(end, keys, nw, ("multiplier", "dozen"))
        if step is not None and (len(keys[end]) > 2 or (kind == "digits" and _touch(spans, end))):
            total, end = (total * step[0], step[1])
            if step[0] >= 1000 and kind == "cardinal":
                done, total = done + total, Fraction(0)
            continue
        following = end + 1 if keys[end] == nw.conjunction and total >= 100 else end
        more = _single(following, keys, spans, nw) if kind == "cardinal" and following < len(keys) else None
        if more is None or more[2] != "cardinal" or (total and (total % 100 or more[0] >= 100)) or not (total or done):
            break
        total, end = total + more[0], more[1]
    return done + total, end, kind


def _half(index: int, end: int, part: Fraction, keys: Sequence[str], nw: NumberWords) -> tuple[Fraction, int, str]:
    """A fraction, or the number that "half a million" and "half a dozen" write."""
    at = end + 1 if end < len(keys) and keys[end] in nw.articles else end
    after = _phrase(at, keys, nw, ("multiplier", "dozen")) if at < len(keys) else None
    if after is not None and len(keys[at]) > 2:
        return part * after[0], after[1], "cardinal"
    return part, end, "part"


def _single(
    index: int, keys: Sequence[str], spans: Sequence[tuple[int, int]], nw: NumberWords
) -> tuple[Fraction, int, str] | None:
    """Digits, or a cardinal of one or two words: 5,000, twenty-five, twenty five."""
    word = keys[index]
    if word[:1].isdecimal():
        number = value(word, nw.decimal, nw.group)
        return None if number is None else (number, index + 1, "digits")
    found = _phrase(index, keys, nw, ("cardinal",))
    if found is not None:
        tens = found[0]
        after = (
            _phrase(found[1], keys, nw, ("cardinal",))
            if tens % 10 == 0 and tens >= 20 and found[1] < len(keys)
            else None
        )
        if after is not None and after[0] < 10:
            return Fraction(tens + after[0]), after[1], "cardinal"
        return Fraction(tens), found[1], "cardinal"
    pieces = word.split("-")
    if len(pieces) == 2 and all(piece in nw.table for piece in pieces):
        meanings = [_phrase(0, (piece,), nw, ("cardinal",)) for piece in pieces]
        if meanings[0] and meanings[1] and meanings[0][0] >= 20 > meanings[1][0]:
            return Fraction(meanings[0][0] + meanings[1][0]), index + 1, "cardinal"
    return None


def _phrase(index: int, keys: Sequence[str], nw: NumberWords, roles: tuple[str, ...]) -> tuple[Any, int, str] | None:
    """Meaning, end and role of the longest number phrase of these roles that begins at `index`."""
    for tokens, role, meaning in nw.table.get(keys[index], ()):
        if role in roles and tuple(keys[index : index + len(tokens)]) == tokens:
            return meaning, index + len(tokens), role
    return None
