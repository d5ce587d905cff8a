"""The names in a text that stand in no list. An allow-list: whatever has a capital and is not known is withheld.

    firm    listed: a body, a nationality, a title, a month, a place of several words
    soft    listed, but a part of many a person's name: a place of one word, a public figure's surname
    word    an ordinary word where a capital says nothing: at the head of a sentence, in a headline, in a body's name
    no      none of these

A run of capitals that holds a `no` takes the soft ones and the initials beside it along: "Jordan Smith" is no country.
"""

import re
from collections.abc import Iterator

from sitrep.language.lexicon import bare
from sitrep.language.places.names import key
from sitrep.withhold.contacts import Stretch
from sitrep.withhold.listed import ENDINGS, LONGEST_PLACE, Listed, Token, Tongue

FIRM, COUNTRY, SOFT, WORD, INITIAL, NO, HIDDEN = "firm", "country", "soft", "word", "initial", "no", "hidden"
LONGEST_ACRONYM = 5
LONGEST_CODE = 6  # "COVID-19", "M23"
HEADLINE_SHARE, HEADLINE_WORDS, LONG_WORD = 0.6, 3, 4
OPENING = frozenset(".!?:;…“\"”«‹([–—•*>|·؟/►▶→")
DASHES = frozenset("-‐‑−")
LIMIT_CASELESS = 4  # words of a name in a script without capitals

States = list[str]


def stretches(
    words: list[Token], text: str, listed: Listed, tongue: Tongue, opens: bool = True,
    places: frozenset[str] = frozenset(), hidden: frozenset[str] = frozenset(), strict: bool = False,
) -> list[Stretch]:
    """The stretches of a text that are names in no list, and those of places to be `hidden`, in order.

    `opens` says that the text begins where a sentence does. `places` (keys) are names that the text itself takes for
    places; `hidden` are places that must not be told beside their numbers. In a text that is a name and nothing else
    (`strict`), small words must be listed or ordinary too.
    """
    states = [""] * len(words)
    _phrases(words, states, text, listed, places, hidden)
    if tongue.caseless:
        _after_titles(words, states, tongue)
    loud = _headline(words)
    for first, last in _runs(words, states, text, tongue, tongue.connectors):
        named = any(token.key in tongue.heads for token in words[first:last] if _capital(token))
        for at in range(first, last):
            if not states[at] and _capital(words[at]):
                free = named or loud or _opens(words, at, text, tongue, opens)
                states[at] = _state(words, at, listed, tongue, free)
    if strict or not tongue.caseless:
        _caseless(words, states)
    if strict:
        _small(words, states, tongue)
    for first, last in _runs(words, states, text, tongue, frozenset()):
        _lonely(words, states, first, last, listed, tongue, places)
        _spread(words, states, first, last, listed)
    return list(_joined(words, states, text, tongue))


def _phrases(
    words: list[Token], states: States, text: str, listed: Listed, places: frozenset[str], hidden: frozenset[str]
) -> None:
    """Marks what is listed as a whole: bodies, public figures, places."""
    at = 0
    while at < len(words):
        length, kind = listed.phrase(words, at)
        if length and (words[at].word[:1].isupper() or _cased(words[at]) is None or length > 1):
            state = SOFT if kind in ("figure", "feature") and length == 1 else FIRM
            told = _place(words, at, text, listed, places, hidden) if kind == "feature" else (0, "")
            length, state = told if told[1] == HIDDEN else (length, state)
        else:
            length, state = _place(words, at, text, listed, places, hidden)
        for index in range(at, at + length):
            states[index] = state
        at += max(1, length)


def _place(
    words: list[Token], at: int, text: str, listed: Listed, places: frozenset[str], hidden: frozenset[str]
) -> tuple[int, str]:
    """How many tokens from `at` on are a place's name, and how sure that is."""
    if not (_capital(words[at]) or _cased(words[at]) is None and words[at].word[:1].isalpha()):
        return 0, ""
    end = at + 1
    while end < len(words) and end - at < LONGEST_PLACE and words[end].word[:1].isalpha():
        end += 1
    for last in range(end, at, -1):
        if not (_capital(words[last - 1]) or _cased(words[last - 1]) is None):
            continue
        name = bare(" ".join(text[words[at].start : words[last - 1].end].replace("-\n", "").split()), ENDINGS)
        folded = key(name)
        if folded in hidden:
            return last - at, HIDDEN
        found = "place" if folded in places else listed.place(name)
        if found:
            many = last - at > 1 or "-" in name
            return last - at, COUNTRY if found == "country" else FIRM if many else SOFT
    return 0, ""


def _runs(
    words: list[Token], states: States, text: str, tongue: Tongue, connectors: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Runs of tokens with a capital, or of which something is known, with the small words of names between them."""
    start = last = -1
    for at, token in enumerate(words):
        if not (states[at] or _capital(token)):
            continue
        if start >= 0 and _tied(words, last, at, text, tongue, connectors):
            last = at
            continue
        if start >= 0:
            yield start, last + 1
        start = last = at
    if start >= 0:
        yield start, last + 1


def _tied(
    words: list[Token], last: int, at: int, text: str, tongue: Tongue, connectors: frozenset[str]
) -> bool:
    """Whether nothing but blanks, points of abbreviations and small words of names stands between two tokens."""
    for index in range(last + 1, at):
        small = words[index].key in tongue.particles or words[index].key in connectors
        before = words[index - 1].key
        point = words[index].word == "." and (len(before) == 1 or before in tongue.abbreviations)
        if not (small or point):
            return False
    return "\n\n" not in text[words[last].end : words[at].start]


def _cased(token: Token) -> bool | None:
    """Whether a word's script has capitals; None for those that have none, as Arabic."""
    first = token.word[:1]
    return None if first.isalpha() and not (first.isupper() or first.islower() or first.istitle()) else True


def _capital(token: Token) -> bool:
    return token.word[:1].isalpha() and token.word != token.word.lower()


def _headline(words: list[Token]) -> bool:
    """Whether a text is written like a headline, most of its words with a capital."""
    long = [token for token in words if len(token.word) >= LONG_WORD and token.word[:1].isalpha()]
    return len(long) >= HEADLINE_WORDS and sum(map(_capital, long)) >= HEADLINE_SHARE * len(long)


def _opens(words: list[Token], at: int, text: str, tongue: Tongue, opens: bool) -> bool:
    """Whether a word stands where any word has a capital."""
    if at == 0:
        return opens
    before = words[at - 1]
    if before.word == "." and at > 1:
        earlier = words[at - 2].key
        return not (earlier in tongue.abbreviations or len(earlier) == 1)
    bullet = before.word in DASHES and (at == 1 or before.start > words[at - 2].end)  # "- Some 90 families"
    return bullet or before.word[0] in OPENING or "\n" in text[before.end : words[at].start]


def _state(words: list[Token], at: int, listed: Listed, tongue: Tongue, free: bool) -> str:
    """What is known of one word with a capital; `free` says that its capital means nothing."""
    written = bare(words[at].word, ENDINGS)
    word = bare(words[at].key, ENDINGS)
    if len(word) == 1:
        return INITIAL
    glued = at + 1 < len(words) and words[at + 1].start == words[at].end and words[at + 1].word[:1].isdecimal()
    if glued and len(word) <= LONGEST_CODE and written.isupper():
        return FIRM
    if word in tongue.days and not _dated(words, at, tongue):
        return SOFT
    if word in tongue.words or word in tongue.titles or word in tongue.weapons or word in tongue.heads:
        return FIRM
    if written.isupper() and len(word) <= LONGEST_ACRONYM and word not in listed.given and not _shouted(words, at):
        return FIRM
    root = re.sub(r"(?:-[a-z]+)+$", "", written)  # al-Qaeda-affiliated
    if root != written and listed.knows(root):
        return FIRM
    if "-" in word and all(_is_part(part, listed, tongue, free) for part in written.split("-") if part):
        return FIRM
    return WORD if free and word in tongue.ordinary else NO


def _dated(words: list[Token], at: int, tongue: Tongue) -> bool:
    """Whether the words around the name of a day or month say that it is one: "on Sunday", "4 September"."""
    before = words[at - 1] if at else None
    after = words[at + 1].word[:1] if at + 1 < len(words) else ""
    return after.isdecimal() or before is not None and (before.key in tongue.date_before or before.word[:1].isdecimal())


def _shouted(words: list[Token], at: int) -> bool:
    """Whether a word in capitals stands beside another that is too long for an acronym: a headline that shouts."""
    beside = [words[i].word for i in (at - 1, at + 1) if 0 <= i < len(words)]
    return any(word.isupper() and len(word) > 1 for word in beside)


def _is_part(part: str, listed: Listed, tongue: Tongue, free: bool) -> bool:
    """Whether a part of a hyphenated word is known: Russian-backed, Britain-based, mid-June."""
    word = part.lower()
    if part.islower() or word in tongue.words or word in tongue.heads or word in tongue.titles:
        return part.isupper() or word in tongue.ordinary or word in tongue.words or word in tongue.heads
    return (free and word in tongue.ordinary) or (word not in listed.given and bool(listed.place(part)))


def _lonely(
    words: list[Token], states: States, first: int, last: int, listed: Listed, tongue: Tongue, places: frozenset[str]
) -> None:
    """Places of one word that are given names too, or stand side by side, are taken for persons."""
    soft = [at for at in range(first, last) if states[at] == SOFT]
    for at in soft:
        if bare(words[at].key, ENDINGS) in listed.given and not _placed(words, at, tongue, places):
            states[at] = NO
    weak = [at for at in range(first, last) if states[at] == SOFT or _named_as_country(words, states, at, listed)]
    for at, then in zip(weak, weak[1:], strict=False):
        if then == at + 1 and words[at].key not in tongue.ordinary and SOFT in (states[at], states[then]):
            states[at] = states[then] = NO


def _named_as_country(words: list[Token], states: States, at: int, listed: Listed) -> bool:
    """Whether a country's name is a person's too: Jordan, Georgia."""
    return states[at] == COUNTRY and words[at].key in listed.given


def _placed(words: list[Token], at: int, tongue: Tongue, places: frozenset[str]) -> bool:
    """Whether the words around a name say that it is a place: "in Hassan", "Hassan village"."""
    before = words[at - 1].key if at else ""
    after = words[at + 1].key if at + 1 < len(words) else ""
    owned = words[at].key != bare(words[at].key, ENDINGS)
    return key(words[at].word) in places or (not owned and before in tongue.place_before) or after in tongue.place_kinds


def _spread(words: list[Token], states: States, first: int, last: int, listed: Listed) -> None:
    """A name in no list takes its initials and what is only perhaps listed along; several initials are one."""
    initials = [at for at in range(first, last) if states[at] == INITIAL]
    for at, then in zip(initials, initials[1:], strict=False):
        if then == at + 2 and words[at + 1].word == ".":
            states[at] = states[then] = NO
    weak = {SOFT, INITIAL, COUNTRY}
    for at in [at for at in range(first, last) if states[at] == NO]:
        given = bare(words[at].key, ENDINGS) in listed.given
        for step in (-1, 1):
            here = at + step
            while first <= here < last and not (step < 0 and _owns(words[here])) and (
                states[here] in weak or states[here] == "" or (given and step > 0 and states[here] == WORD)
            ):
                if states[here]:
                    states[here] = NO
                here += step


def _owns(token: Token) -> bool:
    """Whether a word has a possessive ending, which ends its name: "Raqqa's" before the name of a quarter."""
    return token.key != bare(token.key, ENDINGS) and not token.key.endswith(("'", "’"))


def _caseless(words: list[Token], states: States) -> None:
    """Words of a script without capitals inside a text of another one: nothing tells a name from a word there."""
    for at, token in enumerate(words):
        if not states[at] and _cased(token) is None:
            states[at] = NO


def _small(words: list[Token], states: States, tongue: Tongue) -> None:
    """Small words that are in no list: somebody who writes a name without capitals."""
    for at, token in enumerate(words):
        word = bare(token.key, ENDINGS)
        known = word in tongue.ordinary or word in tongue.particles or len(word) == 1 or not word[:1].isalpha()
        if not states[at] and not known and not all(part in tongue.ordinary for part in word.split("-") if part):
            states[at] = NO


def _after_titles(words: list[Token], states: States, tongue: Tongue) -> None:
    """Names in a text without capitals: what follows a title, a kunya or a verb of saying, or precedes the verb."""
    for at, token in enumerate(words):
        stem = _stem(token.key, tongue)
        if stem in tongue.kunyas:
            states[at] = states[at] or NO
        if stem in tongue.kunyas or stem in tongue.titles or stem in tongue.sayings:
            _named(words, states, tongue, range(at + 1, min(len(words), at + 1 + LIMIT_CASELESS)))
        if stem in tongue.sayings:
            _named(words, states, tongue, range(at - 1, max(-1, at - 1 - LIMIT_CASELESS), -1))


def _named(words: list[Token], states: States, tongue: Tongue, around: range) -> None:
    for at in around:
        stem = _stem(words[at].key, tongue)
        known = stem in tongue.words or stem in tongue.titles or stem in tongue.sayings
        if states[at] not in ("", NO) or known or not words[at].word[:1].isalpha():
            return
        states[at] = NO


def _stem(word: str, tongue: Tongue) -> str:
    """A word without the small words that are written in one with it, where it is known without them."""
    for prefix in ("", *tongue.prefixes):
        rest = word.removeprefix(prefix)
        if rest in tongue.words or rest in tongue.titles or rest in tongue.sayings or rest in tongue.kunyas:
            return rest
    return word


def _joined(words: list[Token], states: States, text: str, tongue: Tongue) -> Iterator[Stretch]:
    """Neighbouring tokens that are withheld as one stretch, without a possessive ending at its end."""
    at = 0
    while at < len(words):
        if states[at] not in (NO, HIDDEN):
            at += 1
            continue
        state, last, here = states[at], at, at + 1
        while here < len(words) and (states[here] == state or _bridges(words, states, here, text, tongue)):
            last = here if states[here] == state else last
            here += 1
        ending = len(words[last].word) - len(bare(words[last].word, ENDINGS))
        yield Stretch(words[at].start, words[last].end - ending, "place" if state == HIDDEN else "name")
        at = last + 1


def _bridges(words: list[Token], states: States, here: int, text: str, tongue: Tongue) -> bool:
    """Whether a token stands between two parts of one name: a point after an initial, a particle, a hyphen."""
    ahead = here + 1 if here + 1 < len(words) else here
    small = words[here].key in tongue.particles or words[here].word in (".", "-", "‐")
    together = "\n\n" not in text[words[here].start : words[ahead].end]
    return small and not states[here] and states[ahead] == NO and together
