"""Invented seeds with private details in them: names that stand in no list, telephones, mail, positions, papers.

Every detail stands where an edition may print it: in sentences that make facts, as voice, publisher, title, address and
name of a file, in cells of a spreadsheet, in quotes of other languages. Names are put together from syllables by a
seeded draw, so that no list can have them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOWNS = ("Idlib", "Kafr Nabl", "Jisr al-Shughour", "Mhardeh", "Khan Sheikhoun", "Hama")
HEADS = {
    "en": ("Brask", "Dorv", "Thulm", "Quorn", "Velk", "Wrost", "Yarm", "Zelv", "Ombr", "Klaub"),
    "fr": ("Éthiv", "Gérond", "Marquev", "Thérod", "Yvolt"),
    "es": ("Jorvald", "Ñantez", "Quiñol", "Rúmal", "Xiovan"), "ar": ("دريفا", "كنتوش", "زربال", "قشمور", "طرفوش"),
}  # fmt: skip
TAILS = {
    "en": ("anel", "ibor", "otham", "uvick", "esko", "yndra"), "fr": ("airel", "euvot", "inaud", "oulème"),
    "es": ("arizo", "edaño", "ontera", "ulez"), "ar": ("ني", "وري", "ان", "ية"),
}  # fmt: skip
# {n} counts, {place} is listed, {name} is private; each makes a fact that prints its sentence.
SENTENCES = (
    "An air raid killed {n} people in {place} on Tuesday, said a rescue worker, {name}.",
    "{name}, a teacher, said {n} people were killed in {place} on Tuesday.",
    "Shelling killed {n} people in {place} on Tuesday, among them relatives of Dr {name}.",
    "According to {name}, {n} people were wounded in {place} on Tuesday.",
    "The house of {name} was hit and {n} people were killed in {place} on Tuesday.",
    "A raid on the home of {name} killed {n} people in {place} on Tuesday.",
    "Shells fell near {name}’s shop and killed {n} people in {place} on Tuesday.",
    "Rockets killed {n} people in {place} on Tuesday; {name}’s family left the town.",
    "“We ran,” {name} told the Levant Wire after {n} people were killed in {place} on Tuesday.",
)
FOREIGN = {
    "fr": "« Nous avons fui », a dit {name}; {n} people were killed in {place} on Tuesday.",
    "es": "«Salimos corriendo», dijo {name}; {n} people were killed in {place} on Tuesday.",
    "ar": "A witness ({name}) said {n} people were killed in {place} on Tuesday.",
}
DETAILS = (
    "An air strike killed {n} people in {place} on Tuesday (phone {phone}).",
    "Shelling killed {n} people in {place} on Tuesday, said a resident who can be reached at {mail}.",
    "Rockets killed {n} people in {place} on Tuesday, at {position}.",
    "An air strike killed {n} people in {place} on Tuesday, in a car with the number plate {plate}.",
    "Shelling killed {n} people in {place} on Tuesday; one held passport no. {passport}.",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One private detail and the kind of thing it is."""

    kind: str
    words: str


def name(draw: random.Random, language: str) -> str:
    """A name of two words that nobody has."""
    parts = [draw.choice(HEADS[language]) + draw.choice(TAILS[language]) for _ in range(2)]
    return " ".join(parts)


def plant(seeds: Path, seed: int = 5) -> list[Planted]:
    """Writes seeds with a hundred private details into a folder, and returns these."""
    draw = random.Random(seed)
    planted: list[Planted] = []
    taken: set[str] = set()

    def detail(kind: str, words: str) -> str:
        planted.append(Planted(kind, words))
        return words

    def somebody(language: str) -> str:
        while (found := name(draw, language)) in taken:
            pass
        taken.add(found)
        return detail(f"name {language}", found)

    seeds.mkdir(parents=True)
    lines = [
        form.format(n=draw.randint(11, 40), place=draw.choice(TOWNS), name=somebody(language))
        for language, forms in (("en", SENTENCES * 4), *((code, (form,) * 8) for code, form in FOREIGN.items()))
        for form in forms
    ]
    for number in range(20):
        form = DETAILS[number % len(DETAILS)]
        values = {key: detail(key, value) for key, value in contact(draw).items() if "{" + key + "}" in form}
        lines.append(form.format(n=draw.randint(11, 40), place=draw.choice(TOWNS), **values))
    for number, chunk in enumerate([lines[i : i + 6] for i in range(0, len(lines), 6)]):
        title = f"{somebody('en')} tells of strikes on Idlib"
        head = f"title: {title}\npublished: 2018-09-05\npublisher: Levant Wire\nlanguage: en\n"
        (seeds / f"wire-{number}.txt").write_text(f"---\n{head}---\n" + "\n\n".join(chunk) + "\n", "utf-8")
    _odd_ones(seeds, detail, somebody)
    return planted


def contact(draw: random.Random) -> dict[str, str]:
    """A private detail of each kind that is no name."""
    digits = "".join(str(draw.randint(1, 9)) for _ in range(12))
    return {
        "phone": draw.choice((
            f"+963 9{digits[:2]} {digits[2:5]} {digits[5:8]}", f"09{digits[:2]}-{digits[2:5]}-{digits[5:8]}",
        )),
        "mail": f"qv{digits[:5]}@mail{digits[5:8]}.example",
        "position": draw.choice((
            f"35.8{digits[:3]}, 36.3{digits[3:6]}", f"37SBV {digits[:5]} {digits[5:10]}",
            f"35°4{digits[0]}'1{digits[1]}\"N 36°1{digits[2]}'2{digits[3]}\"E",
        )),
        "plate": f"{digits[:3]} QX {digits[3:6]}",
        "passport": f"N{digits[:8]}",
    }


def _odd_ones(seeds: Path, detail: object, somebody: object) -> None:
    """Where else a name may stand: a publisher, an address, a file that cannot be read, cells of a spreadsheet."""
    assert callable(detail) and callable(somebody)
    own = somebody("en")
    head = f"title: Strike\npublished: 2018-09-05\npublisher: {own}\nlanguage: en\n"
    slug = str(somebody("en")).lower().replace(" ", "-")
    head += f"url: https://example.org/people/{slug}\n"
    (seeds / "blog.txt").write_text(f"---\n{head}---\nTwelve people were killed in Hama on Tuesday.\n", "utf-8")
    for code in ("fr", "es"):
        file = str(somebody(code)).lower().replace(" ", "-")
        (seeds / f"{file}.txt").write_text(f"---\nlanguage: {code}\n---\nDouze personnes / doce personas.\n", "utf-8")
    (seeds / f"{somebody('ar')}.txt").write_text("---\nlanguage: ar\n---\nقتل اثنا عشر شخصا.\n", "utf-8")
    rows = ["indicator,value,location,country,start,voice"]
    codes = ("en", "fr", "es", "ar")
    rows += [f"killed,{20 + i},Idlib,Syria,2018-09-0{3 + i},{somebody(code)}" for i, code in enumerate(codes)]
    (seeds / "incidents.csv").write_text("\n".join(rows) + "\n", "utf-8")


def forms(detail: Planted) -> Iterator[str]:
    """What of a detail must not be found anywhere: its words for a name, else the whole of it; without spaces."""
    if detail.kind.startswith("name"):
        yield from detail.words.split()
    else:
        yield detail.words
