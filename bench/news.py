"""News that nobody wrote: stories of every desk, made of the frames and words in `desks/`, the same for the same seed.

    python bench/news.py [SEED [WORDS]]      prints the stories, and what they are like

A frame is a sentence with slots: `{role}` is filled from the list of that name, in the desk's file or in `common.txt`,
and what is filled in may have slots again; `{chief~}` is the last word of `{chief}`; `{2-9}` is a number as newspapers
write it, `{=2-9}` one in figures, `{1.2-9.8}` one with a decimal. A list under `##` is drawn from once a story, one
under `#` every time. Frames under `# facts` state as many facts as their first figure says; no others state any.
"""

import random
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

DESKS = Path(__file__).with_name("desks")
WEIGHTS = {
    "politics": 6, "economy": 6, "sport": 6, "local": 5, "culture": 4, "science": 4, "courts": 3, "weather": 3,
    "crisis": 11,
}  # fmt: skip
FACTS = 5 / 1000  # a word: the most that the stories state, at any point from the first to the last
TRIES = 20  # at filling a frame in a new way, before another frame is taken
SENTENCES = (8, 22)  # of a story
COLOUR = 8  # frames of every desk that a story may use beside its own
FIRST_DAY, DAYS = date(2015, 1, 5), 3000
FIGURES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

SLOT = re.compile(r"\{([^{}]+)\}")
NUMBER = re.compile(r"(=?)(\d+)-(\d+)")
DECIMAL = re.compile(r"(\d+\.\d)-(\d+\.\d)")
ARTICLE = re.compile(r"\b([Aa]) (?=[ai]|e[^u]|o[^n]|u[np][^i])")  # that wants to be "an"
OPENING = re.compile(r'^"?[a-z]')
SENTENCE_END = re.compile(r'(?<=[.!?])"?\s+')
Lists = Mapping[str, list[str]]


@dataclass(frozen=True)
class Story:
    """One story, under the names that the labelled corpus gives to such things; how many facts it was made to state."""

    id: str
    title: str
    published: str
    source: str
    language: str
    text: str
    facts: int

    @property
    def words(self) -> int:
        """Of title and text."""
        return len(self.title.split()) + len(self.text.split())


def stories(words: int, seed: int) -> Iterator[Story]:
    """Stories until they have that many words; no sentence and no title comes twice."""
    chance = random.Random(seed)
    desks = {name: lists(name) for name in WEIGHTS}
    told: set[str] = set()
    written = facts = 0
    while written < words:
        desk = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        name = f"{desk}-{len(told):05d}"
        story = _story(name, desks[desk], chance, told, int(FACTS * written) - facts)
        written += story.words
        facts += story.facts
        yield story


def lists(desk: str) -> Lists:
    """What slots are filled with: name → entries, the common ones and the desk's own; `## name` if a story keeps it."""
    found: dict[str, list[str]] = {}
    for file in ("common", desk):
        for line in (DESKS / f"{file}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                entries = found[line.removeprefix("# ")] = []
            elif line:
                entries += line.split(" | ")
    return found


def _story(name: str, desk: Lists, chance: random.Random, told: set[str], room: int) -> Story:
    """One story that states at most `room` facts; adds its sentences to `told`."""
    city, country = chance.choice(desk["home"]).split(", ")
    kept = {"city": city, "country": country}
    for heading in desk:
        if heading.startswith("## "):
            kept[heading[3:]] = _filled(chance.choice(desk[heading]), desk, kept, chance)
    titles = (_new(frame, desk, kept, chance, told) for frame in chance.sample(desk["titles"], len(desk["titles"])))
    title = next(filter(None, titles))
    frames = [(0, frame) for frame in desk["frames"] + chance.sample(desk["colour"], COLOUR)]
    frames += [(int(stated), frame) for stated, frame in (line.split(" ", 1) for line in desk.get("facts", ()))]
    chance.shuffle(frames)
    sentences: list[str] = []
    facts = 0
    for stated, frame in frames[: chance.randint(*SENTENCES)]:
        if facts + stated <= room and (sentence := _new(frame, desk, kept, chance, told)):
            facts += stated
            sentences.append(sentence)
    published = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    text = f"{city.upper()}, {country} – {_paragraphs(sentences, chance)}"
    return Story(name, title, published.isoformat(), chance.choice(desk["outlet"]), "en", text, facts)


def _new(frame: str, desk: Lists, kept: Mapping[str, str], chance: random.Random, told: set[str]) -> str:
    """The frame filled as it never was before, with a capital; nothing where chance finds no such way."""
    for _ in range(TRIES):
        made = ARTICLE.sub(r"\1n ", _filled(frame, desk, kept, chance))
        made = OPENING.sub(lambda letters: letters[0].upper(), made)
        if made not in told:
            told.add(made)
            return made
    return ""


def _filled(frame: str, desk: Lists, kept: Mapping[str, str], chance: random.Random) -> str:
    """`frame` with all its slots filled, and what fills them."""
    drawn: set[str] = set()

    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if name.endswith("~"):
            return kept[name[:-1]].split()[-1]
        if number := NUMBER.fullmatch(name):
            return _number(int(number[2]), int(number[3]), bool(number[1]), chance)
        if decimal := DECIMAL.fullmatch(name):
            return f"{chance.uniform(float(decimal[1]), float(decimal[2])):.1f}"
        if name in kept:
            return kept[name]
        entry = chance.choice([entry for entry in desk[name] if entry not in drawn] or desk[name])
        drawn.add(entry)
        return _filled(entry, desk, kept, chance)

    return SLOT.sub(fill, frame)


def _number(low: int, high: int, figures: bool, chance: random.Random) -> str:
    """A number between the two: small ones in words unless `figures`, big ones round, years without a comma."""
    number = chance.randint(low, high)
    if number < len(FIGURES) and not figures:
        return FIGURES[number]
    if 1700 < low <= high < 2100:
        return str(number)
    if number >= 10_000:
        number = round(number, -2)
    return f"{number:,}"


def _paragraphs(sentences: list[str], chance: random.Random) -> str:
    """The sentences in paragraphs of one to three, as wires set them."""
    paragraphs: list[str] = []
    rest = sentences
    while rest:
        size = chance.choice((1, 1, 2, 2, 3))
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return "\n\n".join(paragraphs)


def main(seed: int = 1, words: int = 1000) -> None:
    """Prints stories; on stderr how many words, distinct words and sentences they have, and facts by construction."""
    told = list(stories(words, seed))
    for story in told:
        print(f"{story.title}\n{story.published}, {story.source}\n\n{story.text}\n\n")
    print(described(told), file=sys.stderr)


def described(told: list[Story]) -> str:
    """What the stories are like, in a line."""
    words = sum(story.words for story in told)
    distinct = len({word.lower() for story in told for word in re.findall(r"[^\W\d_]+", story.text)})
    sentences = sum(len(SENTENCE_END.split(story.text)) for story in told)
    facts = 1000 * sum(story.facts for story in told) / words
    return (
        f"{len(told):,} stories, {words:,} words of which {distinct:,} distinct, {words / sentences:.1f} a sentence, "
        f"{facts:.1f} facts in 1,000 words"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
