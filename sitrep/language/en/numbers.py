"""How English writes numbers: words, multipliers, vague words, fractions, and the words that qualify a number."""

DECIMAL, GROUP = ".", ","

CARDINALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
MULTIPLIERS = {
    "hundred": 100, "thousand": 1_000, "lakh": 100_000, "lakhs": 100_000, "million": 1_000_000, "crore": 10_000_000,
    "crores": 10_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000,
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
SUFFIXES = ("k", "m", "mn", "bn")  # only when they touch the digits
DOZEN = {"dozen": 12}

# The least that a vague word can mean (the annotation guide's table). Longest first.
VAGUE = {
    "hundreds of thousands": 200_000, "tens of thousands": 20_000, "thousands upon thousands": 2_000,
    "hundreds of millions": 200_000_000, "tens of millions": 20_000_000, "hundreds and hundreds": 200,
    "a couple of": 2, "couple of": 2, "several hundred": 300, "several thousand": 3_000, "several dozen": 36,
    "a few hundred": 300, "a few thousand": 3_000, "a few dozen": 36, "several million": 3_000_000,
    "a few": 3, "several": 3, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000,
    "tens": 20,
}  # fmt: skip
FRACTIONS = {
    "half": (1, 2), "a half": (1, 2), "one half": (1, 2), "a third": (1, 3), "one third": (1, 3), "one-third": (1, 3),
    "two thirds": (2, 3), "two-thirds": (2, 3), "a quarter": (1, 4), "one quarter": (1, 4), "one-quarter": (1, 4),
    "three quarters": (3, 4), "three-quarters": (3, 4), "a fifth": (1, 5), "one fifth": (1, 5), "two fifths": (2, 5),
    "a tenth": (1, 10), "one tenth": (1, 10), "three-fifths": (3, 5), "two-fifths": (2, 5), "one-fifth": (1, 5),
    "four-fifths": (4, 5), "four fifths": (4, 5), "one-tenth": (1, 10), "third": (1, 3),
}  # fmt: skip

AT_LEAST, AT_MOST, ABOUT = "at_least", "at_most", "about"
QUALIFIERS = {
    "more than": AT_LEAST, "over": AT_LEAST, "at least": AT_LEAST, "no fewer than": AT_LEAST,
    "not less than": AT_LEAST, "no less than": AT_LEAST, "upwards of": AT_LEAST, "in excess of": AT_LEAST,
    "above": AT_LEAST, "a minimum of": AT_LEAST, "as many as": AT_MOST, "up to": AT_MOST, "fewer than": AT_MOST,
    "less than": AT_MOST, "no more than": AT_MOST, "not more than": AT_MOST, "at most": AT_MOST,
    "a maximum of": AT_MOST, "under": AT_MOST, "as much as": AT_MOST, "just under": ABOUT, "some": ABOUT,
    "around": ABOUT, "about": ABOUT, "roughly": ABOUT, "an estimated": ABOUT, "approximately": ABOUT, "nearly": ABOUT,
    "almost": ABOUT, "estimated": ABOUT, "close to": ABOUT, "approx": ABOUT, "perhaps": ABOUT, "circa": ABOUT,
    "in the region of": ABOUT, "well over": AT_LEAST, "just over": AT_LEAST, "slightly more than": AT_LEAST,
    "somewhere around": ABOUT, "an average of": ABOUT, "exceeding": AT_LEAST, "tops": AT_LEAST, "exceeds": AT_LEAST,
    "exceeded": AT_LEAST, "topped": AT_LEAST, "passed": AT_LEAST, "surpassed": AT_LEAST, "nearing": ABOUT,
    "to pass": AT_LEAST, "passing": AT_LEAST, "pass": AT_LEAST, "a little over": AT_LEAST, "not fewer than": AT_LEAST,
    "just short of": ABOUT, "anything up to": AT_MOST, "a total of some": ABOUT, "as few as": AT_LEAST,
    "below": AT_MOST, "towards": ABOUT, "getting on for": ABOUT, "something like": ABOUT, "beyond": AT_LEAST,
    "far more than": AT_LEAST, "many more than": AT_LEAST, "well above": AT_LEAST,
}  # fmt: skip
AFTER = {
    "+": AT_LEAST, "or more": AT_LEAST, "and more": AT_LEAST, "or over": AT_LEAST, "at the least": AT_LEAST,
    "at a minimum": AT_LEAST, "or so": ABOUT, "at least": AT_LEAST, "at most": AT_MOST, "or fewer": AT_MOST,
}  # fmt: skip
# A number that changed is no range: "rose from 300 to 2,189"; and what it changed to is exact: "goes up to 29".
RISES = (
    "rose", "rise", "rises", "risen", "rising", "jumped", "jumps", "climbed", "climbs", "grew", "grown", "increased",
    "fell", "fallen", "dropped", "declined", "soared", "swelled", "doubled", "went", "goes", "going", "gone", "down",
    "surged", "leapt", "raised", "revised", "moved", "updated", "own", "owned", "owns", "owning", "tripled", "shot",
    "crept", "brought", "lifted",
)  # fmt: skip
RANGE_OPENERS = ("between", "from")
CHANGES = ("by",)  # "rose by 12 to 340" is no range
RANGE_LINKS = ("and", "to", "-", "–", "—")
ARTICLES = ("a", "an")
TIMES = {"once": 1, "twice": 2, "thrice": 3}
AND = "and"
