"""How English bends a verb: its five forms from the one that a dictionary lists."""

# Base: past and participle. Verbs that are not here are regular.
IRREGULAR = {
    "arise": ("arose", "arisen"), "be": ("was", "been"), "bear": ("bore", "borne"), "beat": ("beat", "beaten"),
    "become": ("became", "become"), "begin": ("began", "begun"), "bleed": ("bled", "bled"), "blow": ("blew", "blown"),
    "break": ("broke", "broken"), "bring": ("brought", "brought"), "build": ("built", "built"),
    "burst": ("burst", "burst"), "catch": ("caught", "caught"), "come": ("came", "come"), "cost": ("cost", "cost"),
    "cut": ("cut", "cut"), "do": ("did", "done"), "drag": ("dragged", "dragged"), "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"), "drop": ("dropped", "dropped"), "eat": ("ate", "eaten"), "fall": ("fell", "fallen"),
    "feed": ("fed", "fed"), "fight": ("fought", "fought"), "find": ("found", "found"), "flee": ("fled", "fled"),
    "fly": ("flew", "flown"), "freeze": ("froze", "frozen"), "get": ("got", "got"), "give": ("gave", "given"),
    "go": ("went", "gone"), "gun": ("gunned", "gunned"), "have": ("had", "had"), "hear": ("heard", "heard"),
    "hit": ("hit", "hit"), "hold": ("held", "held"), "hurt": ("hurt", "hurt"), "keep": ("kept", "kept"),
    "lead": ("led", "led"), "leave": ("left", "left"), "lose": ("lost", "lost"), "make": ("made", "made"),
    "meet": ("met", "met"), "mow": ("mowed", "mown"), "quit": ("quit", "quit"), "ride": ("rode", "ridden"),
    "run": ("ran", "run"), "seek": ("sought", "sought"), "send": ("sent", "sent"), "set": ("set", "set"),
    "shoot": ("shot", "shot"), "shut": ("shut", "shut"), "sink": ("sank", "sunk"), "slay": ("slew", "slain"),
    "sleep": ("slept", "slept"), "slip": ("slipped", "slipped"), "stab": ("stabbed", "stabbed"),
    "stand": ("stood", "stood"), "stop": ("stopped", "stopped"), "strike": ("struck", "struck"),
    "strip": ("stripped", "stripped"), "sweep": ("swept", "swept"), "swallow": ("swallowed", "swallowed"),
    "take": ("took", "taken"), "tear": ("tore", "torn"), "throw": ("threw", "thrown"), "trap": ("trapped", "trapped"),
    "wipe": ("wiped", "wiped"), "nab": ("nabbed", "nabbed"), "rip": ("ripped", "ripped"), "hem": ("hemmed", "hemmed"),
    "kidnap": ("kidnapped", "kidnapped"), "abet": ("abetted", "abetted"), "equip": ("equipped", "equipped"),
    "spend": ("spent", "spent"), "put": ("put", "put"), "camp": ("camped", "camped"), "pack": ("packed", "packed"),
    "benefit": ("benefited", "benefited"), "swamp": ("swamped", "swamped"), "pull": ("pulled", "pulled"),
}  # fmt: skip
DOUBLED = frozenset({"begin", "drag", "drop", "get", "gun", "hit", "hem", "cut", "quit", "rip", "run", "set", "shut",
                     "slip", "stab", "stop", "strip", "trap", "nab", "kidnap", "equip", "put"})  # fmt: skip
BE = ("be", "am", "is", "are", "was", "were", "being")
VOWELS = "aeiou"


def forms(verb: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms of a verb that say who does it, and those that say whom it befell; of a phrase its first word bends.

    >>> forms("flee")
    (('flee', 'flees', 'fled', 'fleeing'), ('fled',))
    >>> forms("carry off")
    (('carry off', 'carries off', 'carried off', 'carrying off'), ('carried off',))
    """
    word, space, rest = verb.partition(" ")
    past, participle = IRREGULAR.get(word) or (_past(word),) * 2
    done = BE if word == "be" else (word, _third(word), past, _gerund(word))
    active = tuple(form + space + rest for form in done)
    return active, (participle + space + rest,)


def _past(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    return f"{word[:-1]}ied" if word.endswith("y") and word[-2] not in VOWELS else f"{word}ed"


def _third(word: str) -> str:
    if word == "have":
        return "has"
    if word.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in VOWELS else f"{word}s"


def _gerund(word: str) -> str:
    if word in DOUBLED:
        return f"{word}{word[-1]}ing"
    return f"{word[:-1]}ing" if word.endswith("e") and not word.endswith("ee") else f"{word}ing"
