"""Decisions of officers: the file, what they make of facts and figures, and what the page tells of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as dom
from sample import CONFIG, FACTS, WEEK
from test_traceability import check

from sitrep import reconcile, review
from sitrep.config import Config, Indicator
from sitrep.errors import ConfigError
from sitrep.language.places import gazetteer
from sitrep.model import GROUPS, UNITS, Decision, Fact, Figure, Orphan
from sitrep.reconcile.groups import WIDER
from sitrep.review import rulings
from sitrep.review.deciding import REASONS
from sitrep.review.ledger import added

DAY = date(2018, 9, 8)
HEAD = "fact,action,field,value,who,when,why,sentence,number,indicator\n"


def ruling(
    fact: str, action: str, field: str = "", value: str = "", why: str = "typing error", **more: Any
) -> Decision:
    return Decision(fact, action, field, value, "A. Nimr", DAY, why, **more)


def decided(*decisions: Decision, facts: tuple[Fact, ...] = FACTS) -> tuple[dict[str, Fact], tuple[Orphan, ...]]:
    numbered = [replace(one, line=line) for line, one in enumerate(decisions, 2)]
    told, orphans = review.decided(facts, numbered, gazetteer(), "SYR", UNITS)
    assert [fact.id for fact in told] == [fact.id for fact in facts]
    return {fact.id: fact for fact in told}, orphans


def figures(facts: dict[str, Fact]) -> dict[str, Figure]:
    known = tuple(facts.values())
    made = reconcile.figures(sample.HEADERS, known, CONFIG, sample.GAZETTEER, WEEK, date(2018, 9, 9))
    return {figure.id: figure for figure in made}


def file(folder: Path, text: str) -> Path:
    path = folder / "decisions.csv"
    path.write_bytes(text.encode())
    return path


# --- the file --------------------------------------------------------------------------------------------------------


def test_no_file_no_decisions(tmp_path: Path) -> None:
    assert review.decisions(tmp_path / "decisions.csv", UNITS) == ()


def test_a_file_is_read_in_its_order_with_the_line_each_decision_begins_on(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + 'f1,accept,,,A. Nimr,2018-09-08,"line\nbreak",,,\n')
    with pytest.raises(ConfigError, match=r"^config/decisions.csv:2: why: holds a line break"):
        review.decisions(path, UNITS)
    rows = (
        'f1,correct,number,"1,200+",A. Nimr,2018-09-08,miscounted,"A\nb.",120,killed\n\n'
        "f2,split,,f1,B,2018-09-09,two raids,,,\n"
    )
    one, two = review.decisions(file(tmp_path, HEAD + rows), UNITS)
    read = ("A\nb.", "120", "killed")
    assert one == Decision("f1", "correct", "number", "1,200+", "A. Nimr", DAY, "miscounted", *read, 2)
    assert (two.action, two.value, two.when, two.line) == ("split", "f1", date(2018, 9, 9), 5)


def test_columns_may_stand_in_any_order_and_a_file_saved_by_excel_is_read(tmp_path: Path) -> None:
    path = file(tmp_path, "\ufeffwhy,when,who,value,field,action,fact\r\nseen,2018-09-08,A. Nimr,,,accept,f1\r\n")
    assert review.decisions(path, UNITS) == (Decision("f1", "accept", "", "", "A. Nimr", DAY, "seen", line=2),)


@pytest.mark.parametrize(("row", "told"), [
    ("f1,acept,,,N,2018-09-08,why", 'action: unknown word "acept" – did you mean "accept"?'),
    ("f1,correct,palce,Idlib,N,2018-09-08,why", 'field: unknown word "palce" – did you mean "place"?'),
    ("f1,correct,low,,N,2018-09-08,why", "value: is empty – write what low ought to be, or none"),
    ("f1,correct,low,1.5,N,2018-09-08,why",
     'value: low: must be a whole number such as 12 or 1,200, or none, not "1.5"'),
    ('f1,correct,low,"1,000,000,000,000,000,000",N,2018-09-08,why',
     'value: low: must be a whole number such as 12 or 1,200, or none, not "1,000,000,000,000,000,000"'),
    ("f1,correct,number,2018-10-15,N,2018-09-08,why",
     "value: number: must be written as 12, 1,200, 12+, up to 12, about 12 or 10-15, not \"2018-10-15\""
     " – Excel made a day of it: write '10-15, with the apostrophe"),
    ("f1,correct,number,15-10,N,2018-09-08,why", 'value: number: "15-10" begins above its end'),
    ("f1,correct,indicator,kiled,N,2018-09-08,why", 'value: indicator: unknown word "kiled" – did you mean "killed"?'),
    ("f1,correct,group,chilren,N,2018-09-08,why", 'value: group: unknown word "chilren" – did you mean "children"?'),
    ("f1,correct,start,8 Sept,N,2018-09-08,why",
     'value: start: must be a date such as 2018-09-09, not "8 Sept"'),
    ("f1,correct,status,none,N,2018-09-08,why",
     'value: status: unknown word "none" – known are: reported, projected'),
    ("f1,accept,place,,N,2018-09-08,why",
     "field: must be empty, because accept changes no field – did you mean to correct it?"),
    ("f1,reject,,5,N,2018-09-08,why",
     "value: must be empty, because reject changes none – did you mean to correct it?"),
    ("f1,merge,,f1,N,2018-09-08,why", "value: is the fact itself – write the id of the other one"),
    ("f1,split,,two raids,N,2018-09-08,why", 'value: must be the id of the other fact, not "two raids"'),
    ("f1,accept,,,,2018-09-08,why", "who: is empty"),
    ("f1,accept,,,N,2018-09-08,", "why: is empty"),
    ("f1,accept,,,N,2018-02-30,why", 'when: is no day of the calendar: "2018-02-30"'),
    ("f1,accept,,,N,8.9.2018,why", 'when: must be a date such as 2018-09-09, not "8.9.2018"'),
    ("=1+1,accept,,,N,2018-09-08,why", 'fact: must be the id of a fact, as `sitrep facts` prints it, not "=1+1"'),
    ("f1,accept,,,N,2018-09-08,gone\u202eback",
     "why: holds a sign that reverses the reading order – retype it: gone⟦U+202E⟧back"),
    ("f1,accept,,,N,2018-09-08", "9 cells under 10 columns"),
])  # fmt: skip
def test_each_mistake_is_told_with_its_line(tmp_path: Path, row: str, told: str) -> None:
    path = file(tmp_path, f"{HEAD}{row},,,\n")
    with pytest.raises(ConfigError) as caught:
        review.decisions(path, UNITS)
    assert str(caught.value) == f"config/decisions.csv:2: {told}"


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "f1,acept,,,N,2018-09-08,why,,,\nf1,accept,,,,2018-09-08,why,,,\n")
    with pytest.raises(ConfigError) as caught:
        review.decisions(path, UNITS)
    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == [
        "config/decisions.csv:2:", "config/decisions.csv:3:"]


@pytest.mark.parametrize(("content", "told"), [
    (b"fact;action;field;value;who;when;why\n", "1: the columns are parted by semicolons – save it as CSV with commas"),
    (b"fact,actoin,field,value,who,when,why\n", '1: unknown column "actoin" – did you mean "action"?'),
    (b"fact,action,field,value,who,when\n", '1: no column "why" – the columns are '),
    (b"fact,action,field,value,who,when,why,why\n", "1: a column stands twice"),
    (HEAD.encode() + b'f1,accept,,,"N,2018-09-08,why,,,\n', "2: no CSV ("),
    (HEAD.encode() + b"f1,accept,,,N,2018-09-08," + b"a" * 1_000_000 + b",,,\n", "2: no CSV (field larger than"),
    (HEAD.encode() + b"f1,accept,,,N,2018-09-08,a\0b,,,\n", "2: "),
    (b"\xff\xfe\x00", " not UTF-8 – save it again as CSV UTF-8"),
], ids=["semicolons", "unknown", "missing", "twice", "quote", "megabyte", "nul", "bytes"])  # fmt: skip
def test_a_file_that_is_no_such_list_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        review.decisions(path, UNITS)
    assert str(caught.value).startswith(f"config/decisions.csv:{told}")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config/decisions.csv: is no file"):
        review.decisions(tmp_path, UNITS)


def test_what_is_added_comes_back_and_what_was_there_stays_byte_for_byte(tmp_path: Path) -> None:
    head = b"\xef\xbb\xbfwhy,when,who,value,field,action,fact,number,indicator,sentence\r\n"
    old = head + b'"a ""b""",2018-09-08,N,,,accept,f1,,,'
    linked = '=HYPERLINK("http://x"), "q"'
    one = ruling("f2", "correct", "actor", "'=x", sentence=linked, number="9", indicator="killed")
    raw = added(old, [one])
    assert raw.startswith(old + b"\r\n")
    assert b"'=HYPERLINK" in raw and b"''=x" in raw  # a spreadsheet that opens the file runs nothing
    (tmp_path / "decisions.csv").write_bytes(raw)
    assert review.decisions(tmp_path / "decisions.csv", UNITS)[1] == replace(one, line=3)


# --- what a value means ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "low", "high", "qualifier"), [
    ("12", 12, 12, "exact"), ("1,200", 1200, 1200, "exact"), ("12+", 12, None, "at_least"),
    ("up to 12", None, 12, "at_most"), ("about 12", 12, 12, "about"), ("~12", 12, 12, "about"),
    ("10-15", 10, 15, "range"), ("10 – 15", 10, 15, "range"),
])  # fmt: skip
def test_a_number_is_written_as_people_write_it(value: str, low: int | None, high: int | None, qualifier: str) -> None:
    facts, _ = decided(ruling("fa1", "correct", "number", value))
    assert (facts["fa1"].low, facts["fa1"].high, facts["fa1"].qualifier) == (low, high, qualifier)
    assert facts["fa1"].decisions[0].read == "9"


def test_every_field_that_may_be_corrected_is_one_of_a_fact() -> None:
    assert set(rulings.FIELDS) - {"number"} <= set(Fact.__dataclass_fields__)
    assert set(rulings.FIELDS) == set(rulings.MEANINGS)
    assert set(GROUPS) == set(WIDER)


def test_the_units_of_an_office_are_known() -> None:
    wells = Indicator.model_construct(id="wells", unit="items", kind="flow")
    known = review.units(Config(indicators={"wells": wells}))
    assert known["wells"] == ("items",) and known["killed"] == ("people",)
    fact = replace(FACTS[0], id="x")
    (changed,), _ = review.decided([fact], [ruling("x", "correct", "indicator", "wells")], gazetteer(), "", known)
    assert (changed.indicator, changed.unit) == ("wells", "items")


# --- facts as decided ------------------------------------------------------------------------------------------------


def test_a_fact_about_which_nothing_was_decided_stays_as_it_is() -> None:
    facts, orphans = decided(ruling("fa1", "accept"))
    assert orphans == () and all(facts[fact.id] is fact for fact in FACTS if fact.id != "fa1")


def test_a_corrected_field_keeps_what_was_read_beside_it() -> None:
    facts, _ = decided(ruling("fa1", "correct", "end", "2018-09-05"), ruling("fa1", "correct", "actor", "Russia"))
    one = facts["fa1"]
    assert (one.start, one.end, one.actor, one.flags) == (date(2018, 9, 4), date(2018, 9, 5), "Russia", ("corrected",))
    assert [(d.field, d.value, d.read) for d in one.decisions] == [
        ("end", "2018-09-05", "2018-09-04"), ("actor", "Russia", "none")]


def test_a_corrected_place_is_looked_up() -> None:
    facts, _ = decided(
        ruling("fa1", "correct", "place", "Khan Sheikhoun"), ruling("fb1", "correct", "place", "SYR.12"),
        ruling("fc1", "correct", "place", "Turkey"), ruling("fc2", "correct", "place", "Nowhere at all"),
        ruling("fd1", "correct", "place", "none"),
    )  # fmt: skip
    told = {id: (f.place, f.place_id, f.admin1, f.place_match, f.country) for id, f in facts.items() if f.decisions}
    assert told == {
        "fa1": ("Khan Sheikhoun", "SYR.168325", "Idlib", "exact", "SYR"),
        "fb1": ("Idlib", "SYR.12", "Idlib", "exact", "SYR"),
        "fc1": ("Turkey", "TUR", None, "exact", "TUR"),
        "fc2": ("Nowhere at all", None, None, "unresolved", "SYR"),
        "fd1": (None, None, None, "unresolved", "SYR"),
    }


def test_a_town_that_has_the_name_of_its_province_is_told_by_its_id() -> None:
    facts, _ = decided(ruling("fd2", "correct", "place", "SYR.169388"))
    town = gazetteer().place("SYR.169388")
    assert (facts["fd2"].place, facts["fd2"].place_id) == (town.name, "SYR.169388") and facts["fd2"].decisions


def test_of_two_decisions_on_one_field_the_later_in_the_file_holds() -> None:
    facts, _ = decided(
        ruling("fa1", "correct", "low", "7"), ruling("fa1", "correct", "number", "12"), ruling("fa1", "reject"),
        ruling("fb1", "correct", "number", "12"), ruling("fb1", "correct", "low", "10"), ruling("fa1", "accept"),
    )  # fmt: skip
    assert (facts["fa1"].low, facts["fa1"].high, facts["fa1"].flags) == (12, 12, ("corrected", "accepted"))
    assert [one.field for one in facts["fa1"].decisions] == ["number", ""]
    assert (facts["fb1"].low, facts["fb1"].high, facts["fb1"].qualifier) == (10, 12, "range")


def test_a_correction_back_to_what_was_read_leaves_the_fact_as_it_was() -> None:
    facts, orphans = decided(ruling("fa1", "correct", "number", "12"), ruling("fa1", "correct", "number", "9"))
    assert facts["fa1"] == FACTS[0] and orphans == ()


@pytest.mark.parametrize(("decision", "reason", "detail"), [
    (ruling("zz", "accept"), "gone", ""),
    (ruling("fa1", "merge", "", "zz"), "other_gone", ""),
    (ruling("fa1", "correct", "part_of", "zz"), "other_gone", ""),
    (ruling("fa1", "merge", "", "fa2"), "unlike", ""),
    (ruling("fa1", "correct", "low", "12"), "contradiction", "low 12 is above high 9: correct number, or both"),
    (ruling("fa1", "correct", "start", "2018-09-05"), "contradiction",
     "start 2018-09-05 is after end 2018-09-04: correct both"),
    (ruling("fa1", "correct", "unit", "families"), "contradiction", "killed is counted in people, not families"),
    (ruling("fa1", "correct", "part_of", "fa1"), "contradiction", "a fact is no part of itself"),
    (ruling("fa2", "correct", "low", "none"), "contradiction", "no number is left: write low, high or number"),
])  # fmt: skip
def test_what_cannot_be_applied_is_an_orphan_and_its_fact_stays(decision: Decision, reason: str, detail: str) -> None:
    facts, orphans = decided(decision)
    assert orphans == (Orphan(replace(decision, line=2), reason, detail),)
    assert tuple(facts.values()) == FACTS


def test_after_a_change_of_ids_a_decision_finds_its_fact_by_what_was_read() -> None:
    old = ruling("old", "reject", sentence=review.sentence(FACTS[4]), number="2", indicator="killed")
    facts, orphans = decided(old)
    assert facts["fb1"].is_rejected and facts["fb1"].decisions[0].fact == "fb1" and orphans == ()
    assert decided(replace(old, number="3"))[1][0].reason == "gone"
    twin = replace(FACTS[4], id="twin")
    assert decided(old, facts=(*FACTS, twin))[1][0].reason == "ambiguous"


@pytest.mark.parametrize(("low", "high", "told"), [
    (9, 9, "9"), (45, None, "45+"), (None, 12, "up to 12"), (3, 5, "3-5"),
])  # fmt: skip
def test_the_number_by_which_a_fact_is_found_again(low: int | None, high: int | None, told: str) -> None:
    assert review.number(replace(FACTS[0], low=low, high=high)) == told


def test_the_sentence_by_which_a_fact_is_found_again_is_one_safe_line() -> None:
    assert review.sentence(replace(FACTS[0], sentence=" 4\u200b5\n dead ")) == "4⟦U+200B⟧5 dead"
    assert len(review.sentence(replace(FACTS[0], sentence="x" * 1_000_000))) == 1000


# --- figures as decided ----------------------------------------------------------------------------------------------


def test_a_rejected_fact_is_in_no_figure_and_in_the_facts() -> None:
    before, after = figures(decided()[0]), figures(decided(ruling("fc2", "reject"), ruling("fc3", "reject"))[0])
    assert (before["killed-syr"].low, before["killed-syr"].high) == (13, 14)  # 9, 1 or 2, 3
    assert (after["killed-syr"].low, after["killed-syr"].high) == (10, 11)
    assert "killed-syr-05" not in after


def test_a_corrected_number_is_what_figures_are_made_of() -> None:
    made = figures(decided(ruling("fa1", "correct", "number", "12"))[0])
    assert (made["killed-syr"].low, made["killed-syr"].high) == (16, 17)


def test_facts_that_were_merged_are_one_event_in_two_voices() -> None:
    """Three killed in Mhardeh on the 6th, and nine in Jisr on the 4th: if they are one event, it is 3 to 9 of it."""
    made = figures(decided(ruling("fc2", "merge", "", "fa1"))[0])
    assert (made["killed-syr"].low, made["killed-syr"].high) == (4, 11)  # 3 to 9, and 1 or 2
    assert [claim.facts for claim in made["killed-syr-100"].claims] == [("fc2",), ("fa1",)]


def test_merges_lead_on_and_never_round() -> None:
    facts, orphans = decided(
        ruling("fc1", "merge", "", "fb1"), ruling("fb1", "merge", "", "fa1"), ruling("fa1", "merge", "", "fc1"))
    assert orphans == () and {facts[id].place_id for id in ("fa1", "fb1", "fc1")} == {"SYR.100"}


def test_a_part_that_is_merged_with_its_total_is_part_of_nothing() -> None:
    facts, _ = decided(ruling("fc3", "merge", "", "fc2"))
    assert facts["fc3"].part_of is None and facts["fc3"].group is None


def test_facts_that_were_split_are_two_events_and_add() -> None:
    """Two voices speak of Kafr Nabl on the 5th, 2 and 1 killed: of two events that is 3."""
    facts, _ = decided(ruling("fc1", "split", "", "fb1"))
    assert facts["fb1"].apart_from == ("fc1",) and facts["fc1"].apart_from == ("fb1",)
    made = figures(facts)
    assert (made["killed-syr-101"].low, made["killed-syr-101"].high) == (3, 3)
    assert (made["killed-syr"].low, made["killed-syr"].high) == (15, 15)


def test_a_later_split_undoes_a_merge() -> None:
    facts, _ = decided(ruling("fc2", "merge", "", "fa1"), ruling("fa1", "split", "", "fc2"))
    assert facts["fc2"].place_id == "SYR.102" and facts["fc2"].flags == ("split",)


# --- the page --------------------------------------------------------------------------------------------------------

ALL = (
    ruling("fa1", "correct", "number", "12"), ruling("fb1", "reject", why="said of another village."),
    ruling("fd5", "accept", why="read against the paper"), ruling("fc2", "split", "", "fa1", why="two raids"),
    ruling("fd2", "correct", "actor", "none", why="nobody is named"), ruling("zz", "accept"),
    ruling("fe1", "correct", "start", "2018-09-09"), ruling("fe1", "correct", "end", "2018-09-09"),
    ruling("fe1", "reject"),
)  # fmt: skip


def page(**more: Any) -> Any:
    facts, orphans = decided(*ALL)
    made = sample.page(facts=tuple(facts.values()), orphans=orphans, **more)
    return dom.document_fromstring(made), facts


def told(page: Any, section: str) -> list[str]:
    items = page.xpath(f"//section[@id='{section}']//li")
    return [" ".join(item.text_content().replace("\u00a0", " ").split()) for item in items]


def test_the_method_note_lists_decisions_with_day_and_reason() -> None:
    tree, facts = page()
    notes = "".join(tree.xpath("//article[@id='fd5']//*[contains(@class,'card-number')]/text()"))
    lines = told(tree, "gaps_method")
    begin = next(i for i, line in enumerate(lines) if line.startswith("The office reviewed"))
    assert lines[begin] == (
        "The office reviewed five facts: one accepted, one rejected, two corrected and "
        "two held to be of separate events."
    )
    rest = lines[begin + 1 :]
    assert f"Accepted by the office on 8 September: read against the paper.{notes}" in rest
    assert (
        "Rejected by the office on 8 September, and in no figure: “killed two people” in Strike on Kafr Nabl. "
        "Reason: said of another village."
    ) in rest
    assert any(line.startswith(
        "Number 12 (read as 9; corrected by the office on 8 September: typing error).") for line in rest)
    assert any(line.startswith(
        "Actor nothing (read as Russia; corrected by the office on 8 September: nobody is named).") for line in rest)
    apart = "Held to be of separate events by the office on 8 September: two raids."
    assert any(line.startswith(apart) for line in rest)
    assert (
        "One decision matches no fact any more, or cannot be applied: accepted on 8 September (typing error)."
    ) in rest
    assert not any("fe1" in line or "killed 70" in line for line in lines)  # published after the as-of date


def test_a_fact_that_was_accepted_is_no_longer_doubtful() -> None:
    doubtful = replace(FACTS[14], confidence=0.3)
    assert doubtful.id == "fd5"
    for decisions, count in (((), 1), ((ruling("fd5", "accept"),), 0)):
        facts, _ = decided(*decisions, facts=(*FACTS[:14], doubtful))
        lines = told(dom.document_fromstring(sample.page(facts=tuple(facts.values()))), "gaps_method")
        assert sum("doubtful" in line for line in lines) == count


def test_the_card_of_a_fact_tells_what_was_decided() -> None:
    tree, _ = page()
    card = tree.xpath("//article[@id='fa1']")[0].text_content()
    assert "Number 12 (read as 9; corrected by the office on 8\u00a0September: typing error)." in card
    assert "Checked by the office" in tree.xpath("//article[@id='fd5']")[0].text_content()
    assert not tree.xpath("//article[@id='fb1']")


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_every_number_of_a_reviewed_page_is_traced_and_no_officer_is_named(medium: str) -> None:
    tree, facts = page(medium=medium)
    check(tree, facts)
    assert "Nimr" not in dom.tostring(tree, encoding="unicode")


def test_a_corrected_number_is_not_given_the_words_of_the_quote() -> None:
    """The text says "more than 5,000"; the officer wrote 6,000+, which is "at least"."""
    assert "more than 5,000" in sample.page()
    facts, _ = decided(ruling("fd1", "correct", "number", "6,000+"))
    made = sample.page(facts=tuple(facts.values()))
    assert "at least 6,000" in made and "more than 6,000" not in made


def test_a_reason_is_text_whatever_it_holds() -> None:
    facts, _ = decided(ruling("fa1", "correct", "number", "12", why="<script>alert(1)</script>"))
    made = sample.page(facts=tuple(facts.values()))
    assert "<script>alert" not in made and "&lt;script&gt;alert(1)" in made


def test_without_decisions_the_page_says_nothing_of_a_review() -> None:
    assert "office reviewed" not in sample.page() and ">Review<" not in sample.page()


# --- whatever is decided ---------------------------------------------------------------------------------------------

IDS = st.sampled_from([*(fact.id for fact in FACTS), "zz"])
VALUES = {
    "number": ("12", "5+", "up to 3", "2-4"), "low": ("1", "none"), "high": ("99", "none"), "place": ("Hama", "none"),
    "start": ("2018-09-05", "none"), "end": ("2018-09-06", "none"), "group": ("children", "none"),
    "scope": ("event", "cumulative"), "indicator": ("killed", "airstrikes"), "unit": ("people", "families"),
}  # fmt: skip
CORRECTIONS = st.sampled_from([(field, value) for field, some in VALUES.items() for value in some])
RULINGS = st.one_of(
    st.builds(ruling, IDS, st.sampled_from(["accept", "reject"])),
    st.builds(lambda id, pair: ruling(id, "correct", *pair), IDS, CORRECTIONS),
    st.builds(lambda id, action, other: ruling(id, action, "", other), IDS, st.sampled_from(["merge", "split"]), IDS)
    .filter(lambda one: one.fact != one.value),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(RULINGS, max_size=12))
def test_no_decisions_lose_a_fact_or_are_lost_themselves(decisions: list[Decision]) -> None:
    facts, orphans = decided(*decisions)
    assert list(facts) == [fact.id for fact in FACTS]
    made = figures_anywhere(facts)
    used = {id for figure in made for id in figure.facts}
    assert not any(facts[id].is_rejected for id in used)
    for fact, before in zip(facts.values(), FACTS, strict=True):
        assert (fact.sentence, fact.quote, fact.span, fact.document) == (
            before.sentence, before.quote, before.span, before.document)
        assert fact.low is None or fact.high is None or fact.low <= fact.high
        lost = replace(fact, part_of=before.part_of) == before and fact.part_of is None  # merged with its total
        assert fact == before or fact.decisions or lost
    assert all(orphan.reason in REASONS for orphan in orphans)


def figures_anywhere(facts: dict[str, Fact]) -> tuple[Figure, ...]:
    """The figures, on a gazetteer that knows the places of the sample and every other as one of Syria."""
    known: Any = SimpleNamespace(path=lambda id: sample.path(id) if id in sample.PLACES else ("SYR", id))
    return reconcile.figures(
        sample.HEADERS, tuple(facts.values()), CONFIG, known, WEEK, date(2018, 9, 9))

