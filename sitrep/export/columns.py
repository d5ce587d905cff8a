"""The columns of facts.csv and figures.csv: names of HDX HAPI where it has one, HXL tags, and what each means.

docs/exports.md prints the same tables, and a test compares them. HXL tags are those of HXL 1.1; attributes that it does
not list (`+quote`, `+qualifier` …) are extensions, which the standard allows.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its HXL tag, what it means (with its unit, and when it is empty)."""

    name: str
    tag: str
    meaning: str
    is_long: bool = False  # sentences, lists: wide in a workbook


QUANTITY = (
    Column("value", "#indicator+num", "the number, if it is one; empty where bounds differ or one is open"),
    Column("value_low", "#indicator+num+min", "lower bound; empty if open below (\"up to 12\")"),
    Column("value_high", "#indicator+num+max", "upper bound; empty if open above (\"more than 45\")"),
)
COUNTED = (
    Column("qualifier", "#indicator+qualifier", "exact, at_least, at_most, about, range or vague"),
    Column("unit", "#indicator+unit", "what one is: people, families, incidents, munitions, buildings or items"),
    Column("group", "#indicator+group", "who or what is counted, such as children or hospitals; empty: everyone"),
)
WHERE = (
    Column("location_code", "#country+code+v_iso3", "the country, ISO 3166-1 alpha-3"),
    Column("location_name", "#country+name", "the country"),
    Column("admin1_code", "#adm1+code+v_pcode", "P-code of the province; empty if the gazetteer has none"),
    Column("admin1_name", "#adm1+name", "the province"),
    Column("admin2_code", "#adm2+code+v_pcode", "P-code of the district; empty if the gazetteer has none"),
    Column("admin2_name", "#adm2+name", "the district"),
    Column("admin_level", "#geo+level", "0, 1 or 2: the row is of the whole country, province or district; else empty"),
    Column("place_code", "#loc+code+v_pcode", "P-code of the place; empty if the gazetteer has none"),
    Column("place", "#loc+name", "the town, village, camp or quarter; empty if the row is of a whole area"),
    Column("lat", "#geo+lat", "degrees north (WGS 84) of the narrowest place that is known; of an area, its middle"),
    Column("lon", "#geo+lon", "degrees east (WGS 84)"),
)
DAYS = (
    Column("reference_period_start", "#date+occurred+start", "first day; empty if nobody says, or of a total"),
    Column("reference_period_end", "#date+occurred+end", "last day, included; of a total the day that it is read at"),
)

FACTS = (
    Column("fact_id", "#meta+id", "the fact, as in the report's annex and in figures.csv"),
    Column("note", "#meta+id+note", "its number among the notes of the report"),
    Column("indicator", "#indicator+code", "what is counted"),
    *QUANTITY,
    *COUNTED,
    Column("scope", "#indicator+scope", "event: within its days; cumulative: a running or standing total"),
    Column("status", "#status+verification", "reported, or projected: what is feared or planned, never added"),
    *WHERE,
    Column("place_match", "#loc+match", "exact, fuzzy (another spelling), inside (a known place) or unresolved"),
    Column("place_dest", "#loc+name+dest", "where people moved to"),
    *DAYS,
    Column("date_reported", "#date+reported", "when the document was published"),
    Column("actor", "#group+actor+name", "who did it, as the document says; empty if it does not"),
    Column("attributed_to", "#meta+source+attribution", "the voice that vouches for the number"),
    Column("source", "#meta+source+name", "who published the document"),
    Column("source_title", "#meta+source+title", "title of the document", is_long=True),
    Column("source_url", "#meta+url", "its address"),
    Column("source_language", "#meta+source+lang", "its language, ISO 639"),
    Column("source_sentence", "#description+source+sentence", "the sentence, in that language", is_long=True),
    Column("source_quote", "#description+source+quote", "the words of it that became the number", is_long=True),
    Column("source_reliability", "#meta+source+reliability", "of the voice, Admiralty: A (best) to E, F unknown"),
    Column("info_credibility", "#meta+source+credibility", "of the claim, Admiralty: 1 (confirmed) to 5, 6 unknown"),
    Column("part_of", "#meta+id+total", "fact_id of the total that this one lies inside; never add the two"),
    Column("confidence", "#meta+confidence", "how sure the reading is, 0 to 1"),
    Column("warning", "#meta+warning", "what to look at, words parted by spaces"),
)  # fmt: skip

FIGURES = (
    Column("figure_id", "#meta+id", "the figure; the same from one edition to the next"),
    Column("indicator", "#indicator+code", "what is counted"),
    Column(
        "kind", "#indicator+type",
        "event (in the period), to_date (since the start of the crisis), revised (of the period before), "
        "since (a running total), stock (at a date) or projected",
    ),
    *QUANTITY,
    Column("value_best", "#indicator+num+best", "where one number is wanted: that of the most reliable voice"),
    *COUNTED,
    *WHERE,
    *DAYS,
    Column("date_reported", "#date+reported", "the latest day on which a voice told it"),
    Column("attributed_to", "#meta+source+attribution", "the voices that vouch for it, parted by \"; \"", is_long=True),
    Column("change", "#indicator+change", "against the edition before: first, unchanged, up, down or not_comparable"),
    Column("previous_low", "#indicator+num+min+previous", "lower bound then, as that period is known now"),
    Column("previous_high", "#indicator+num+max+previous", "upper bound then, as that period is known now"),
    Column("previous_edition", "#meta+edition+previous", "number of that edition"),
    Column(
        "warning", "#meta+warning",
        "contested, undated, unplaced, as_published, party, computed (of families): words parted by spaces",
    ),
    Column("fact_ids", "#meta+id+facts", "the facts that the number is made of, parted by spaces", is_long=True),
    Column("facts_inside", "#meta+id+inside", "parts, narrower or older counts: not added", is_long=True),
    Column("facts_apart", "#meta+id+apart", "undated facts of the same thing, shown and not added", is_long=True),
)  # fmt: skip
