"""How English names days: patterns whose group names the calendar of `sitrep.language.days` understands."""

from collections.abc import Mapping

_SHORT = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_LONG = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
MONTHS = _LONG | _SHORT
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "couple of": 2, "few": 3, "several": 3, "twenty-four": 24,
    "forty-eight": 48, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
UNITS = {
    "hour": "hours", "day": "days", "night": "days", "week": "weeks", "fortnight": "fortnights", "month": "months",
    "year": "years", "half": "halves", "quarter": "quarters",
}  # fmt: skip
FEASTS = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
          "new year's day": (1, 1), "new year's eve": (12, 31)}  # fmt: skip
THIRDS = {
    "early": "early", "mid": "mid", "late": "late", "the start of": "first", "the beginning of": "first",
    "start of": "first", "beginning of": "first", "the end of": "last", "end of": "last", "the middle of": "mid",
    "middle of": "mid", "end": "last",
}  # fmt: skip
PREFIXES = {
    "since": "since", "ever since": "since", "as of": "until", "as at": "until", "by": "until", "until": "until",
    "till": "until", "up to": "until", "before": "before", "prior to": "before", "ahead of": "before",
    "after": "on", "following": "on", "from": "from", "between": "from", "starting": "since",
    "broke out on": "began", "broke out": "began", "erupted on": "began", "erupted": "began", "set in on": "began",
    "flared on": "began", "flared up on": "began", "that began on": "began", "which began on": "began",
    "that started on": "began", "which started on": "began", "beginning on": "since", "starting on": "since",
    "starting from": "since", "as of early": "until", "as of late": "until", "by early on": "until",
    "by late on": "until", "by late": "until", "through": "until",
}  # fmt: skip
# Before a weekday; without one, a capital after it makes it a name.
PREPOSITIONS = (
    "on", "since", "by", "until", "from", "to", "and", "before", "after", "between", "late", "early", "of", "through",
)  # fmt: skip
FAR_PREFIXES = ("since",)  # also with words between: since it struck for a second time on Saturday
PREFIX_END = r"(?:\s+the)?\s*$"
JOINS = ("and", "to", "-", "–", "—", "until", "through", "into")  # between two days without "from" before them
LINKS = (*JOINS, "to the", "and the", "up to", "and the end of")

_long = "|".join(_LONG)
_short = "|".join(sorted(_SHORT, key=len, reverse=True))
_broken = "|".join(name[:at] + "-\\n" + name[at:] for name in _LONG for at in range(2, len(name) - 1))  # Octo-ber
_month = rf"(?P<month>(?:{_long}|{_broken})\b|(?:{_short})\b\.?)"
# Without a day: May, Mar and Sep may be other words.
_sure = "|".join(name for name in _LONG if name != "may")
_alone = rf"(?P<month>(?:{_sure}|{_broken}|jan|feb|apr|aug|sept|oct|nov|dec)\b)"
_weekday = rf"(?P<weekday>{'|'.join(WEEKDAYS)})\b"
_nth = "(?:st|nd|rd|th)?"
_day = rf"(?P<day>\d{{1,2}}){_nth}"
_day2 = rf"(?P<day2>\d{{1,2}}){_nth}"
_year = r"(?P<year>(?:19|20)\d\d)\b"
_maybe_year = rf"(?:,?\s(?:of\s)?{_year})?"
_numbers = (
    "twenty-four|forty-eight|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|couple of|few|several"
)
_count = rf"(?P<count>\d{{1,3}}|{_numbers})"
_unit = "(?P<unit>hour|day|night|week|fortnight|month|year)"
_one = "(?P<unit>day|week|fortnight|month)"
_capital = "(?=(?-i:[A-Z]))"  # March is a month, a march is none
_third = "(?P<third>early|mid|late|end|(?:the )?(?:start|beginning|end|middle) of)"
_named = rf"(?:(?:{'|'.join(WEEKDAYS)}),?\s(?:the\s)?)?"  # Sunday, 12 January
_hours = r"(?:\s(?:night|evening|morning|afternoon))?"
_ordinal = "(?P<count>first|second|third|fourth|last|1st|2nd|3rd|4th)"
_that = "(?:(?:(?P<last>last)|(?P<next>next|this coming)|this)\\s)?"
_whose = "(?P<whose>'s|’s)?"
_nobody = r"(?!\s(?-i:[A-Z][a-z]))"  # Sunday Okafor is somebody
_about = "(?:early |late |later |earlier )?"
_which = "(?:this|(?P<last>last)|(?P<next>next|the coming))"
_the_year = rf"(?:(?:the|this|(?P<last>last)) year\b|{_year})"
_counted = r"(?!\s(?:people|families|households|civilians|houses|homes|million))"  # May 300 families: no date
_not_of = r"(?! (?:of|after|before|since|to)\b)"
_not_to = rf"(?! (?:to|ending|up to|through|of (?:{_long}|{_broken}|{_short}))\b)"


def _names(table: Mapping[str, object]) -> str:
    return "|".join(table)


def _after(*words: str) -> str:
    """A condition: one of these words and a space (or hyphen) come right before."""
    return "(?:" + "|".join(f"(?<=\\b{word}[\\s-])" for word in words) + ")"


HOURS = ("noon", "midday", "nightfall", "midnight", "dawn", "dusk")
# Families of words, one of which every mention holds, each with how many tokens before it a mention may begin.
REACH = {"month": 8, "weekday": 7, "unit": 6, "near": 4, "since": 0, "nth": 3, "year": 7, "slash": 1}
_edges = tuple(f"{third}-{month}" for third in ("early", "mid", "late", "end") for month in MONTHS)
ANCHORS = {
    "month": (*MONTHS, *(f"{name}'s" for name in MONTHS), *_edges),
    "weekday": (*WEEKDAYS, *(f"{name}'s" for name in WEEKDAYS)),
    "unit": (*UNITS, *(f"{name}s" for name in UNITS), *(f"{name}'s" for name in UNITS), "year-end", "month-end",
             "period"),
    "near": (
        "today", "today's", "tonight", "yesterday", "yesterday's", "tomorrow", "overnight", "weekend", "weekend's",
        "morning", "afternoon", "evening", "date", "christmas", "eve", *HOURS,
    ),
    "since": ("since",),
    "nth": ("st", "nd", "rd", "th"),
    "slash": ("/",),
}  # fmt: skip

# Name, families and pattern; names are those of sitrep.language.days.MEANINGS. The first that fits is taken.
PATTERNS = (
    ("day", "year", r"(?P<year>(?:19|20)\d\d)-(?P<monthnumber>\d\d)-(?P<day>\d\d)\b"),
    ("numeric", "year", r"(?P<day>\d{1,2})/(?P<monthnumber>\d{1,2})/(?P<year>(?:19|20)\d\d)\b"),
    ("day", "slash", r"(?<!\d)(?!24/7\b)(?P<day>1[3-9]|2\d|3[01])/(?P<monthnumber>0?[1-9]|1[0-2])(?![\d/])"),
    ("weekof", "month", rf"(?:the )?week of {_named}{_day}\s{_month}{_maybe_year}"),
    ("weekto", "month weekday", rf"(?:(?:in|over|during|for) )?(?:the )?(?:past |last )?(?:{_count} )?{_unit}s?"
                                rf" (?:to|ending|ending on|up to|through) (?:{_named}{_day}\s{_month}|{_weekday})"),
    ("partof", "month", rf"(?:in |during )?(?:the )?{_ordinal} (?P<unit>week|half) of {_month}{_maybe_year}"),
    ("days", "month", rf"(?<!\d){_day}(?:\s(?:and|to)\s|\s?[-–]\s?){_day2}\s(?:of\s)?{_month}{_maybe_year}"),
    ("days", "month", rf"{_month}\s{_day}\s?(?:to|and|[-–])\s?{_day2}\b(?!,\d){_counted}(?:,?\s{_year})?"),
    ("day", "month weekday", rf"{_named}(?<!\d)(?<!\d[,.]){_day}\s?(?:of\s)?{_month}{_maybe_year}"),
    ("day", "month weekday", rf"{_named}{_month}\s{_day}\b(?![,.]?\d){_counted}(?:,?\s{_year})?"),
    ("month", "month", rf"{_third}[\s-]{_month}{_maybe_year}"),
    ("month", "month", rf"(?:(?P<last>last)\s)?{_capital}{_alone}{_maybe_year}"),
    ("month", "month", _after("in", "of", "to", "since", "until", "after", "between", "by", "mid", "from", "during",
                              "last", "and", "before") + rf"{_capital}(?P<month>may)\b{_maybe_year}"),
    ("month", "month", rf"(?P<month>may)\s{_year}"),
    ("partof", "unit year", rf"(?:in |during )?(?:the )?{_ordinal} (?P<unit>half|quarter) of {_the_year}"),
    ("firstmonths", "unit year", rf"(?:in |over |during )?the first {_count} months of {_the_year}"),
    ("past", "unit", rf"(?:past|last|previous|preceding)\s(?:{_count}\s)?{_unit}(?P<many>s)\b{_not_to}"),
    ("past", "unit", rf"(?:in|over|during|within)\s(?:the\s)?(?:past|last)\s{_unit}\b{_not_to}"),
    ("past", "unit", rf"(?:over|during|within) the {_one}\b{_not_to}"),
    ("lasting", "unit", rf"after\s{_count}\s(?P<unit>day|night|week)(?P<many>s)\sof\b"),
    ("raging", "unit", rf"{_count}\s(?P<unit>day|night|week|month)(?P<many>s)\sof\b"),
    ("samespan", "unit", rf"(?:in|over|during|within) (?:the same|that|those) (?:{_count} )?"
                         r"(?:hours|days|nights|weeks?|months?|period)\b(?! (?:of|in|last)\b)"),
    ("spanafter", "unit", rf"(?:in|over|during) the (?:following|next|ensuing) (?:{_count} )?"
                          r"(?P<unit>day(?=s)|week|fortnight)s?\b(?! to)"),
    ("partof", "unit", rf"(?:in|over|during|for) the {_ordinal} (?P<unit>quarter)\b"),
    ("within", "unit", rf"(?:in|within|over|during) {_count} (?P<unit>day|night)(?P<many>s)\b{_not_of}"),
    ("within", "unit", rf"(?:in|within|over) {_count} (?P<unit>hour)(?P<many>s)\b{_not_of}"),
    ("anniversary", "unit", rf"{_count} (?P<unit>day|week)s? after (?=(?:the|a|an|its)\b|(?-i:[A-Z]))"),
    ("first", "unit", rf"in the first (?:{_count} )?{_unit}s?\b(?! of)"),
    ("unsaid", "unit", rf"(?:in|over|within) (?:a|one|a single|recent) {_one}s?\b"),
    ("endof", "unit", r"(?:the )?end of (?:the|this) (?P<unit>week|month|year)\b"),
    ("endof", "unit", r"(?P<unit>month|year)(?:'s|’s|-)?\s?end\b"),
    ("yearof", "unit", r"(?:since|from) the (?:start|beginning) of (?:the|this) year\b"),
    ("monthof", "unit", r"(?:since|from) the (?:start|beginning) of (?:the|this) month\b"),
    ("week", "unit", r"(?:since|from) the (?:start|beginning) of (?:the|this) week\b"),
    ("sameday", "unit near", r"(?:that|the same) (?:day|date|morning|afternoon|evening|night)\b"),
    ("daybefore", "unit", r"(?:the (?:day|night) before|the (?:previous|preceding) (?:day|night|evening))\b"),
    ("weekbefore", "unit", r"the (?:week before|previous week|preceding week)\b"),
    ("dayafter", "unit near", r"the (?:(?:day|night) after|(?:next|following) (?:day|night|evening|morning))\b"),
    ("weekday", "weekday", rf"the {_weekday} (?P<last>before)\b"),
    ("ago", "unit", rf"{_count}\s{_unit}s?\s(?:(?P<ago>ago)|earlier|before|(?P<later>later))\b(?! this)"),
    ("week", "unit", rf"{_about}(?:{_which}|(?P<past>past)) week\b{_not_to}"),
    ("monthof", "unit", rf"{_about}{_which} month\b"),
    ("yearof", "unit", rf"(?:{_about}|so far ){_which} year\b"),
    ("weekend", "near", r"(?:(?:at|over|during|on) )?(?:the|this|last|past|this past|the past|the last) weekend\b"),
    ("today", "near", rf"{_about}(?:today|this (?:morning|afternoon|evening)|tonight)\b"),
    ("yesterday", "near", r"(?:yesterday(?:'s|’s)?|last evening)\b"),
    ("bytime", "near unit", rf"by (?:early |late )?(?:morning|afternoon|evening|{'|'.join(HOURS)})\b"),
    ("tomorrow", "near", r"tomorrow\b"),
    ("overnight", "unit near", r"(?:overnight|last night)\b"),
    ("feast", "near unit", rf"(?P<feast>{_names(FEASTS)})\b"),
    ("then", "since", r"since then\b"),
    ("open", "since", r"since\s(?=(?:the|its|their|his|her|a|an)\b|(?-i:[A-Z]))(?![^,.;:]{0,80}"
                      rf"(?:\d|\b(?:{_names(MONTHS)}|{_names(WEEKDAYS)}|{_names(UNITS)}|yesterday|overnight)))"),
    ("dayonly", "nth", r"on the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?: of (?:this|the) month)?(?!\s?[\w-])"),
    ("weekday", "weekday", rf"{_that}{_weekday}{_whose}{_hours}{_nobody}"),
    ("weekday", "weekday", _after(*PREPOSITIONS) + rf"{_weekday}{_whose}{_hours}"),
    ("years", "year", rf"{_year}\s?[-–/]\s?(?P<year2>(?:(?:19|20)\d)?\d\d?)\b(?![-–/])"),
    ("year", "year", rf"(?:{_third}[\s-])?{_year}{_counted}"),
)  # fmt: skip

# Words after which a day is that on which somebody spoke.
SAYING = (
    "said", "says", "told", "reported", "tweeted", "announced", "warned", "added", "wrote", "confirmed",
    "acknowledged", "stated", "telling", "saying", "posted", "briefed", "declared", "revised", "updated", "admitted",
    "conceded", "statement", "figure", "briefing", "conference", "bulletin", "numbers", "figures", "spoke", "spoken",
    "owned",
)  # fmt: skip
PUTTING = ("put", "placed", "raised", "lowered", "revised", "spoke", "spoken")  # put the toll at 149 on Monday
