"""Texts drawn at random from a seed: sentences of the trade, cut, shuffled and mixed with what no sentence holds."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from hostile import shapes
from sitrep.model import Document

DIGITS = (
    "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "OlZEASGTBg",
)  # fmt: skip
SEPARATORS = (
    ",", ".", " ", "\u00a0", "\u202f", "٬", "٫", "'", "’", "-", "–", "/", ":", "\u200b", "\u202e", "\u00ad", "",
)  # fmt: skip
UNSEEN = "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\u00ad"
CONTROLS = "\x00", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\r\n", "\t", "\ud800"
SIGNS = (
    *",.;:!?…–—-()[]{}\"'“”‘’«»|/\\*•>&%$€#@+=~_<^`", "...", ">>", "--", "\n", "\n\n", "\n- ", "\n• ", "\n| ",
)  # fmt: skip
MARKUP = "<b>", "</p>", "<script>", "&amp;", "&#49;", "{{ 7*7 }}", "${x}", "**", "[1]", "https://example.org/12?a=3"
SCRIPTS = (
    "قُتل ثلاثة أشخاص في حلب", "убито 12 человек", "三人が死亡", "死者12人", "삼 명이", "तीन लोग", "כ-12 הרוגים",
    "ⅠⅡⅢ", "½", "2½", "①②", "一百", "e\u0301\u0323", "👩\u200d👧", "İstanbul", "ﬁve", "ß", "ǅ",
)  # fmt: skip
PLACES = (
    "Aleppo", "Idlib", "Hama", "Jisr al-Shughour", "Khan Sheikhoun", "Syria", "South Sudan", "Bor", "Port-au-Prince",
    "Gaza", "Kharkiv", "Ituri", "Yemen", "Al-Qudra", "the Nahr quarter of Idlib", "N’Djamena", "Cox's Bazar",
)  # fmt: skip
NUMBERS = (
    "two", "three", "a dozen", "two dozen", "twenty-five", "twenty five", "a hundred", "hundreds of",
    "two hundred and fifty", "half a million", "1.6 million", "5m", "10k", "thousands", "half of the", "a third of",
    "one in three", "12 per cent", "between 12 and 14", "12-14", "12 to 14", "from 300 to 2,189", "more than 45",
    "at least 45", "about 25", "up to 12", "as many as 30", "no fewer than 9", "45 or more", "some 5,000",
    "nearly 1,000", "zero", "no", "0", "00012", "1,00,000", "3.000", "1e9", "-5", "+5", "1/2", "12:30", "2018",
    "1990s", "10,000,000,000,000,000,000", "9" * 400, "5000000 million", "million million", "12,", ",12", "1,2,3",
    "12.5", "39 of the 43", "three of them", "the 72", "20 of whom", "one", "both",
)  # fmt: skip
DAYS = (
    "on Monday", "on 3 September", "on 31 February", "since 2011", "yesterday", "two days earlier", "last week",
    "by Friday", "in the past 24 hours", "between 1 May and the end of June", "9999999 days ago", "on 3/9/2018",
    "in September 2018", "the day before", "for 10 days", "until 9999", "on 32 September", "at 12:30", "since then",
    "overnight", "in 0001",
)  # fmt: skip
VOICES = (
    "the mayor said", "according to the Hill Observatory for Rights (HOR)",
    "Dr. Salim Haddad, head of the office, said", "it said", "he added", "UNHCR figures show",
    "the ministry said on Friday", "(source: OCHA)", "Health ministry:", "said the World Food Programme (WFP)",
    "the U.N. said", "rescuers told Reuters", "its spokesman said",
)  # fmt: skip
FRAMES = (
    "{n} people were killed in {p} {d}, {v}.", "Shelling killed {n} civilians and injured {n} in {p}.",
    "{n} families fled {p} to {p} {d}.", "{v} that {n} people, including {n} children, died {d}.",
    "Russian jets carried out {n} air strikes on {p} {d}.", "{n} houses were destroyed and {n} damaged in {p}.",
    "Of the {n} displaced, {n} have returned to {p}.", "{p}: {n} killed, {n} injured", "- {p}: {n} displaced ({v})",
    "{n} of whom were women.", "The toll rose from {n} to {n}, {v}.", "{n} refugees crossed from {p} into {p}.",
    "{n} more were hurt.", "{n} were arrested {d} and {n} remain missing.", "{v} aid reached {n} people in {p}.",
    "| {p} | {n} killed | {n} injured |", "Newly displaced: {n}", "{n} dead, {n} hurt in {p} raid: monitor",
    "Gunmen killed {n} in {p} and {n} in {p}.", "About half had returned.", "{n} hospitals and {n} schools were hit.",
    "The attack, the deadliest since {n}, killed {n}.", "{n} people need help; {n} could flee.",
    "A woman and her son died.",
)  # fmt: skip


def number(random: Random) -> str:
    """A number in some form, honest or not."""
    if random.random() < 0.6:
        return random.choice(NUMBERS)
    digits = random.choice(DIGITS) if random.random() < 0.5 else DIGITS[0]
    lengths = (random.choice((1, 2, 3, 3)) for _ in range(random.choice((1, 1, 2, 3))))
    groups = ("".join(random.choices(digits, k=length)) for length in lengths)
    return random.choice(SEPARATORS).join(groups)


def sentence(random: Random) -> str:
    """A sentence of the trade, filled at random."""
    frame = random.choice(FRAMES)
    for slot, make in (("{n}", number), ("{p}", _one(PLACES)), ("{d}", _one(DAYS)), ("{v}", _one(VOICES))):
        while slot in frame:
            frame = frame.replace(slot, make(random), 1)
    return frame


def _one(listed: Sequence[str]) -> Callable[[Random], str]:
    return lambda random: random.choice(listed)


def _noise(random: Random, words: Sequence[str]) -> str:
    """Words of the lexicon and whatever else stands in texts, in no order."""
    kinds: tuple[tuple[float, Callable[[Random], str]], ...] = (
        (10, _one(words)), (4, number), (2, _one(PLACES)), (2, _one(DAYS)), (1, _one(VOICES)), (5, _one(SIGNS)),
        (1, _one(UNSEEN)), (1, _one(CONTROLS)), (1, _one(MARKUP)), (1, _one(SCRIPTS)),
    )  # fmt: skip
    makers = random.choices([make for _, make in kinds], [weight for weight, _ in kinds], k=random.randint(5, 40))
    return random.choice(("", " ", " ", " ")).join(make(random) for make in makers)


def _damaged(text: str, random: Random) -> str:
    """A text with words left out, said twice, shuffled, glued or cut short, and signs put in."""
    for _ in range(random.choice((1, 1, 2, 4))):
        pieces = text.split(" ")
        at = random.randrange(len(pieces))
        match random.randrange(7):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, random.choice(pieces))
            case 2:
                random.shuffle(pieces)
            case 3:
                pieces = pieces[: at + 1]
            case 4:
                pieces[at] = pieces[at].upper() if random.random() < 0.5 else pieces[at][::-1]
            case 5:
                pieces.insert(at, random.choice(random.choice((SIGNS, UNSEEN, CONTROLS, MARKUP, SCRIPTS))))
            case _:
                spot = random.randrange(len(text) + 1)
                pieces = [text[:spot] + random.choice((*SIGNS, *UNSEEN, *CONTROLS)) + text[spot:]]
        text = " ".join(pieces)
    return text


def documents(seed: int, count: int, words: Sequence[str]) -> Iterator[Document]:
    """So many short documents; the same for the same seed."""
    random = Random(seed)
    for _ in range(count):
        said = [sentence(random) for _ in range(random.choice((1, 1, 2, 3, 4)))]
        text = random.choice((" ", " ", "\n", "\n\n")).join(said)
        kind = random.random()
        if kind < 0.2:
            text = _noise(random, words)
        elif kind < 0.7:
            text = _damaged(text, random)
        title = random.choice(("", "", "", sentence(random), text[:60]))
        published = random.choice((None, date.min, date.max, shapes.PUBLISHED, shapes.PUBLISHED + timedelta(days=700)))
        yield shapes.document(text, title, published)
