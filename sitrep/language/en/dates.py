"""How English names days: patterns whose group names the calendar of `sitrep.language.dates` understands."""

from collections.abc import Mapping

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "octo-ber": 10, "sep-tember": 9, "novem-ber": 11,
    "decem-ber": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "couple of": 2, "few": 3, "several": 3, "twenty-four": 24,
}  # fmt: skip
UNITS = {
    "hour": "hours",
    "day": "days",
    "night": "days",
    "week": "weeks",
    "fortnight": "fortnights",
    "month": "months",
    "year": "years",
}
# Words one of which stands in whatever is said of a day near without a unit ("this week" has one).
TODAY = ("today", "tonight", "yesterday", "overnight", "weekend", "since", "morning", "afternoon", "evening")
THIRDS = {
    "early": "early", "mid": "mid", "late": "late", "the start of": "first", "the beginning of": "first",
    "start of": "first",
    "beginning of": "first", "the end of": "last", "end of": "last", "the middle of": "mid", "end": "last",
}  # fmt: skip
PREFIXES = {
    "since": "since", "as of": "until", "as at": "until", "by": "until", "until": "until", "till": "until",
    "up to": "until",
    "before": "before", "after": "after", "from": "from", "between": "from", "starting": "since", "following": "after",
    "prior to": "before", "broke out on": "since", "broke out": "since", "erupted on": "since", "set in on": "since",
    "flared on": "since", "flared up on": "since", "that began on": "since", "which began on": "since",
    "that started on": "since", "which started on": "since", "beginning on": "since", "starting on": "since",
    "as of early": "until",
}  # fmt: skip
FAR_PREFIXES = ("since",)  # also with words between: since it struck for a second time on Saturday
PREFIX_END = r"(?:\s+the)?\s*$"
JOINS = ("and", "to", "-", "–", "until", "through")  # between two days without "from" before them
LINKS = ("to", "and", "to the", "and the", "-", "–", "until", "through")

_month = (
    "(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|octo-\\nber|sep-\\ntember"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\\b"
)
_weekday = "(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\\b"
_day = "(?P<day>\\d{1,2})(?:st|nd|rd|th)?"
_year = "(?P<year>(?:19|20)\\d\\d)\\b"
_count = "(?P<count>\\d{1,3}|twenty-four|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve" \
         "|couple of|few|several)"
_unit = "(?P<unit>hour|day|night|week|fortnight|month|year)"
_nth = "(?:st|nd|rd|th)?"
_capital = "(?=(?-i:[A-Z]))"  # March is a month, a march is none
_third = "(?P<third>early|mid|late|(?:the )?(?:start|beginning|end|middle) of)"


def _names(table: Mapping[str, int] | Mapping[str, str]) -> str:
    return "|".join(name for name in table if "-" not in name)


def _after(*words: str) -> str:
    """A condition: one of these words and a space (or hyphen) come right before."""
    return "(?:" + "|".join(f"(?<=\\b{word}[\\s-])" for word in words) + ")"


# Name and pattern; names are those of sitrep.language.dates.MEANINGS. The first that fits at a place is taken.
PATTERNS = (
    ("day", "\\b(?P<year>(?:19|20)\\d\\d)-(?P<monthnumber>\\d\\d)-(?P<day>\\d\\d)\\b"),
    ("lastweekof", f"\\bin the last week of {_month}(?:\\s{_year})?"),
    ("days", f"(?<!\\d)(?P<day>\\d{{1,2}}){_nth}(?:\\s(?:and|to)\\s|\\s?[-–]\\s?)(?P<day2>\\d{{1,2}}){_nth}"
             f"\\s{_month}(?:,?\\s{_year})?"),
    ("days", f"\\b{_month}\\s(?P<day>\\d{{1,2}})\\s?(?:to|and|[-–])\\s?(?P<day2>\\d{{1,2}})\\b(?!,\\d)"
             f"(?:,?\\s{_year})?"),
    ("day", f"(?<!\\d)(?<!\\d[,.])\\b{_day}\\s?(?:of\\s)?{_month}(?:,?\\s{_year})?"),
    ("day", f"\\b{_month}\\s{_day}\\b(?![,.]?\\d)(?!\\s(?:people|families|million))(?:,?\\s{_year})?"),
    ("month", f"\\b{_third}[\\s-]{_month}(?:\\s(?:of\\s)?{_year})?"),
    ("month", f"\\b(?:(?P<last>last)\\s)?{_capital}{_month}(?<!\\bmay)(?<!\\bmar)(?:\\s(?:of\\s)?{_year})?"),
    ("month", _after("in", "of", "to", "since", "until", "after", "between", "by", "mid")
              + _capital + "(?P<month>may)\\b(?:\\s" + _year + ")?"),
    ("past", f"\\b(?:past|last|previous|preceding)\\s(?:{_count}\\s)?{_unit}(?P<many>s)\\b"),
    ("past", "\\b(?:in|over|during|within)\\s(?:the\\s)?(?:past|last)\\s(?P<unit>day|week|fortnight|month|year)\\b"),
    ("past", "\\b(?:over|during|within) the (?P<unit>day|week|fortnight|month)\\b"),
    ("past", f"\\bafter\\s{_count}\\s(?P<unit>day|night|week)(?P<many>s)\\sof\\b"),
    ("within", "\\b(?:in|within|over|during) (?P<count>two|three|four|five|six|seven|eight|nine|ten|\\d{1,2})"
             " (?P<unit>day|night)(?P<many>s)(?! (?:of|after|before|since|to))\\b"),
    ("within", "\\b(?:in|within|over) (?P<count>24|48|72) (?P<unit>hour)(?P<many>s)"
               "(?! (?:of|after|before|since|to))\\b"),
    ("weekend", "\\b(?:at|over|during|on|this|last) (?:the |this |last |this past )?weekend\\b"),
    ("yearof", "\\b(?:since|from) the (?:start|beginning) of (?:the|this) year\\b"),
    ("monthof", "\\b(?:since|from) the (?:start|beginning) of (?:the|this) month\\b"),
    ("week", "\\b(?:since|from) the (?:start|beginning) of (?:the|this) week\\b"),
    ("then", "\\bsince then\\b"),
    ("sameday", "\\b(?:that|the same) (?:day|morning|afternoon|evening|night)\\b"),
    ("weekto", f"\\bin the week (?:to|ending) (?:{_weekday}|{_day}\\s{_month})"),
    ("ago", f"\\b{_count}\\s{_unit}s?\\s(?:(?P<ago>ago)|earlier|before)\\b"),
    ("weekday", f"\\b(?:(?P<last>last)\\s)?{_weekday}(?:'s|’s)?(?:\\s(?:night|evening|morning|afternoon))?"),
    ("yesterday", "\\byesterday\\b"),
    ("today", "\\b(?:today|this morning|this afternoon|this evening|tonight)\\b"),
    ("overnight", "\\b(?:overnight|last night)\\b"),
    ("daybefore", "\\bthe (?:day|night) before\\b"),
    ("week", "\\b(?:this|(?P<last>last)|earlier this|later this|(?P<past>past)) week\\b"),
    ("monthof", "\\b(?:this|(?P<last>last)|earlier this|later this) month\\b"),
    ("yearof", "\\b(?:this|(?P<last>last)|earlier this|so far this) year\\b"),
    ("open", "\\bsince\\s(?=(?:the|its|their|his|her|a|an)\\b|(?-i:[A-Z]))"
             f"(?![^,.;:]{{0,60}}(?:\\d|\\b(?:{_names(MONTHS)}|{_names(WEEKDAYS)}|{_names(UNITS)}|yesterday|overnight)))"),
    ("year", f"\\b{_year}(?=\\b)(?!\\s(?:people|families|households|civilians|houses|homes))"),
)  # fmt: skip

SAYING = (
    "said",
    "says",
    "told",
    "reported",
    "tweeted",
    "announced",
    "warned",
    "added",
    "wrote",
    "confirmed",
    "acknowledged",
    "stated",
    "telling",
    "saying",
    "posted",
    "briefed",
    "declared",
    "revised",
    "updated",
)
PUTTING = ("put", "placed", "raised", "lowered", "revised")  # put the toll at 149 on Monday
