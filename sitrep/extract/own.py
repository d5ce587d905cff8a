"""Links that are an office's own indicator's: told from those of the built-in one that it is like by their words."""

from collections.abc import Mapping, Sequence

from sitrep.extract.chunks import Chunked
from sitrep.extract.links import Link
from sitrep.extract.words import tags
from sitrep.language.own import Own
from sitrep.language.reader import Language


def foreign(link: Link, cut: Chunked, language: Language) -> bool:
    """Whether only the office's own words made a link, and not of what they are said of: "poisoned 12 schools".

    "Poisoned" is a word for wells there, and no other indicator knows it; nor does any know a noun like "silo(s)".
    """
    vocabulary = language.own
    if not vocabulary.indicators or any(_fits(link, own, cut, language) for own in vocabulary.indicators):
        return False
    return _lent(link, _lists(link, cut, language)) or _end(link, vocabulary.nouns, cut)


def _lent(link: Link, lists: frozenset[str]) -> bool:
    """Whether but for the office's own indicators the word of a link would not mean what it is linked as."""
    return f"lent.{link.indicator}" in lists


def named(found: Sequence[Link], cut: Chunked, language: Language) -> Mapping[Link, Own]:
    """Of the links of a sentence those that are an own indicator's.

    A number without a noun is what the number before it is that shares its word: "five wells … and three in Lahj".
    """
    names: dict[Link, Own] = {}
    for link in found if language.own.indicators else ():
        own = _own(link, cut, language)
        if own is None and cut.chunks[link.number].noun is None:
            alike = ((o.trigger, o.indicator) == (link.trigger, link.indicator) and names[o] for o in names)
            own = next((name for name in alike if name), None)
        if own is not None:
            names[link] = own
    return names


def _own(link: Link, cut: Chunked, language: Language) -> Own | None:
    """The own indicator that number and word of a link are; for a sum over other things that of the word alone."""
    known = language.own.indicators
    lists = _lists(link, cut, language)
    said = (own for own in known if _lent(link, lists) and own.tag in lists)
    return next((own for own in known if _fits(link, own, cut, language)), next(said, None))


def _fits(link: Link, own: Own, cut: Chunked, language: Language) -> bool:
    """Whether number and word of a link are an own indicator's."""
    if link.indicator not in own.like:
        return False
    if link.trigger == link.number and _end(link, own.count_nouns, cut):
        return True
    if own.nouns and not _end(link, own.nouns, cut):
        return False
    lists = _lists(link, cut, language)
    return own.tag in lists if own.verbal else bool(own.nouns) and not _lent(link, lists)


def _end(link: Link, nouns: frozenset[tuple[str, ...]], cut: Chunked) -> bool:
    """Whether the number of a link, or each number of a sum, ends in one of the nouns: "five tube wells"."""
    inside = (c for c in cut.chunks if link.first <= c.first and c.last <= link.last and c.quantity is not None)
    counted = list(inside) if link.rule == "sum" else [cut.chunks[link.number]]
    sizes = {len(noun) for noun in nouns}
    keys = cut.sentence.keys
    ends = ({keys[max(0, chunk.last - size) : chunk.last] for size in sizes} for chunk in counted if chunk.noun)
    return all(not nouns.isdisjoint(end) for end in ends) and any(chunk.noun for chunk in counted)


def _lists(link: Link, cut: Chunked, language: Language) -> frozenset[str]:
    """The lists that the word of a link stands in; where the number counts it itself, those of the words before it."""
    chunk = cut.chunks[link.trigger]
    if link.trigger != link.number:
        return chunk.tags
    return frozenset().union(*(tags(i, cut.sentence, language) for i in range(chunk.number[1], chunk.last)))
