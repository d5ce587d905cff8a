"""What is withheld from a public edition, and what is not: names, contacts, roles, small counts, quotes."""

import importlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sample

from sitrep import extract, reconcile, withhold
from sitrep.config import Config, Privacy, Voice
from sitrep.language.reader import Reader
from sitrep.model import Change, Document, Fact, Figure, Header, Orphan, Period, Previous, Rejection
from sitrep.report import compose, wording
from sitrep.report.html import html
from sitrep.withhold import contacts, small, texts
from sitrep.withhold.texts import Screen

listed = importlib.import_module("sitrep.withhold.listed")

CONFIG = Config(
    title="Idlib", country="SYR", as_of=date(2018, 9, 9), sensitivity="public", folder=sample.ROOT,
    organisation="Relief office", voices=(Voice(name="Levant Wire"), Voice(name="Orontes Daily")),
)
WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))
MARKS = compose.marks(CONFIG, "en")


@cache
def reader() -> Reader:
    return CONFIG.reader()


@cache
def known() -> Any:
    return listed.listed(CONFIG, reader(), ["SYR"])


def printed(text: str, language: str = "en", **more: Any) -> str:
    return texts.screened(Screen(known(), MARKS), text, language, **more).after


# --- names in texts


@pytest.mark.parametrize(("written", "told"), [
    ("said a rescue worker, Thulmor Brask.", "said a rescue worker, [name withheld]."),
    ("Thulmor Brask, a nurse, fled Idlib.", "[name withheld], a nurse, fled Idlib."),
    ("Brask’s brother and Dr. Thulmor died.", "[name withheld]’s brother and Dr. [name withheld] died."),
    ("Abu Thulmor al-Brask spoke.", "[name withheld] spoke."),
    ("J. Brask and M.K. spoke.", "[name withheld] and [name withheld]. spoke."),
    ("Mr Mark Young of the Health Ministry said.", "Mr [name withheld] of the Health Ministry said."),
    ("Grace Young was killed.", "[name withheld] was killed."),
    ("The youth leader, Sunday Maiduguri, said so on Sunday.", "The youth leader, [name withheld], said so on Sunday."),
    ("Lombok’s Thulmor left Lombok for Halmahera.", "Lombok’s [name withheld] left Lombok for Halmahera."),
    ("Lombok Thulmor left the Mekong.", "[name withheld] left the Mekong."),
    ("Karenni rescuers and Senapred crossed at Torkham.", "Karenni rescuers and Senapred crossed at Torkham."),
    ("Jordan Smith left Jordan.", "[name withheld] left Jordan."),
    ("Hassan said so in Hassan.", "[name withheld] said so in Hassan."),
    ("THULMOR BRASK FLED", "[name withheld] FLED"),
    ("Thulmor Brask Flees Idlib As Bombs Fall", "[name withheld] Flees Idlib As Bombs Fall"),
    ("The Brask family left.", "The [name withheld] family left."),
    ("row 2: killed 9 · Idlib · Thulmor Brask", "row 2: killed 9 · Idlib · [name withheld]"),
    ("A witness (دريفان كنتوش) said nine died.", "A witness ([name withheld]) said nine died."),
    ("the Brask quarter of Jisr al-Shughour", "the [name withheld] quarter of Jisr al-Shughour"),
])
def test_a_name_in_no_list_is_withheld(written: str, told: str) -> None:
    assert printed(written) == told


@pytest.mark.parametrize("written", [
    "Syrian and Russian jets struck Idlib on Sunday, 4 September, and in May and June.",
    "Residents fled. Thousands left; Some stayed. “Nobody slept,” one said.",
    "- Between 1,900 and 2,200 people fled; >> Four killed.",
    "Thousands Flee Idlib As Bombs Fall",
    "The Syrian Observatory for Human Rights and the White Helmets counted 14 raids near Jisr al-Shughour.",
    "Putin’s and Erdogan’s ministers met Nikki Haley, Sergei Lavrov and Marine General Joseph Dunford in Tehran.",
    "The UN Office for the Coordination of Humanitarian Affairs, UNHCR and the U.N. said so.",
    "A spokesman for the Ministry of Public Works and the Northwest Aid Coordination Cell told the Levant Wire.",
    "FAB-500 bombs, BM-21 rockets, Su-24 jets, M23 fighters and COVID-19.",
    "Russian-backed, Britain-based and al-Qaeda-affiliated groups.",
    "Hayat Tahrir al-Sham (HTS) and Hezbollah hold it, the SNHR said.",
])
def test_what_is_listed_stays(written: str) -> None:
    assert printed(written) == written


def test_an_office_lists_names_of_its_own() -> None:
    config = CONFIG.model_copy(update={"privacy": Privacy(public_names=("Thulmor Brask", "Brask"))})
    screen = Screen(listed.listed(config, reader(), []), MARKS)
    written = "Thulmor Brask and Brask’s deputy Dorv Velk said so."
    assert texts.screened(screen, written, "en").after == "Thulmor Brask and Brask’s deputy [name withheld] said so."


@pytest.mark.parametrize(("written", "told"), [
    ("وقال المسعف دريفان كنتوش إن خمسة قتلوا في إدلب", "وقال المسعف [name withheld] إن خمسة قتلوا في إدلب"),
    ("وقالت أم دريفان لوكالة رويترز", "وقالت [name withheld] لوكالة رويترز"),
    ("قال المرصد السوري لحقوق الإنسان إن", "قال المرصد السوري لحقوق الإنسان إن"),
])
def test_arabic_names_are_what_follows_a_title_a_kunya_or_a_verb_of_saying(written: str, told: str) -> None:
    assert printed(written, "ar") == told


# --- what leads to a person


@pytest.mark.parametrize(("written", "kind"), [
    ("Call +963 944 123 456 now.", "phone"), ("Call 00963-944-123456 now.", "phone"), ("(0212) 555 12 34", "phone"),
    ("٠٩٤٤ ١٢٣ ٤٥٦", "phone"),
    ("tel. 944 123456", "phone"), ("ana.b@example.org", "email"), ("ana [at] example [dot] org", "email"),
    ("on Telegram @somebody", "email"), ("see https://example.org/x?y=1", "address"), ("t.me/somebody", "address"),
    ("read thulmorbrask.com today", "address"), ("www.thulmor.example", "address"),
    ("at 35.8125, 36.3178.", "coordinates"), ("at 35°48'45\"N 36°19'04\"E", "coordinates"),
    ("N 35.81 E 36.31", "coordinates"), ("37SBV 12345 67890", "coordinates"), ("37S BV 1234 5678", "coordinates"),
    ("GPS 35.8 36.3", "coordinates"), ("8G4P5M6X+2V", "coordinates"), ("passport no. N0123456", "number"),
    ("number plate 34 QX 567", "number"), ("AB-12345", "number"), ("ID number 1234567890", "number"),
])
def test_contacts_positions_and_papers_are_withheld(written: str, kind: str) -> None:
    told = known().tongue("en").told
    found = contacts.stretches(written, told)
    assert {one.kind for one in found} == {kind}
    left = printed(written)
    assert MARKS[kind] in left
    assert not any(written[one.start : one.end] in left for one in found)


@pytest.mark.parametrize("written", [
    "more than 5,000,000 people and 1 200 000 families in 2018–2019",
    "on 04/09/2018, 04.09.2018 and 2018-09-04 at 10.30 a.m.", "Burundi registered 1,290 arrivals; 3 800 000 need aid",
    "between 35.8 and 36.3 per cent; 12.5 million, 13.25 million", "resolution 2254 (2015)",
])
def test_numbers_of_people_and_days_stay(written: str) -> None:
    assert printed(written) == written


# --- a document of the shape of the client's second one

TEXT = """Warplanes bombed Jisr al-Shughour on Tuesday, a monitoring group said.

The Syrian Observatory for Human Rights recorded eleven deaths in Jisr al-Shughour on Tuesday.

"There was no time," said Thulmor Brask, a rescue worker.

Monitoring groups said six children were killed in the Quornat neighbourhood of Jisr al-Shughour on Tuesday.

Air strikes killed 14 people in Kafr Nabl on Tuesday, said a rescue worker, Thulmor Brask.
"""


def read(text: str = TEXT, **more: Any) -> tuple[list[Header], tuple[Fact, ...]]:
    header = Header("a", "Six children die in Quornat", date(2018, 9, 5), "Levant Wire", "en", "", "1a", **more)
    return [header], extract.facts(Document(header, text), reader())


def kept(
    headers: Sequence[Header], facts: Sequence[Fact], config: Config = CONFIG, earlier: Sequence[Previous] = (),
    rejections: Sequence[Rejection] = (), orphans: Sequence[Orphan] = (),
) -> withhold.Kept:
    figures = reconcile.figures(headers, facts, config, reader().gazetteer, WEEK, date(2018, 9, 9), earlier)
    return withhold.kept(headers, facts, figures, rejections, orphans, earlier, config, reader(), MARKS)


def page(made: withhold.Kept, config: Config = CONFIG) -> str:
    report = compose.reports(
        config, gazetteer=reader().gazetteer, headers=made.headers, rejections=made.rejections, facts=made.facts,
        figures=made.figures, period=WEEK, number=1, revision=1, orphans=made.orphans, withheld=made.counts,
    )["en"]
    return html(report, config.templates, "screen")


def test_a_named_rescue_worker_and_a_quarter_with_few_dead_children_are_told_of_nowhere() -> None:
    headers, facts = read()
    assert any(fact.place == "Quornat" and fact.low == 6 for fact in facts)
    assert any(fact.attribution == "Thulmor Brask" for fact in facts)
    made = kept(headers, facts)
    text = page(made)
    assert not any(word in text for word in ("Quornat", "quornat", "Thulmor", "Brask"))
    six = next(fact for fact in made.facts if fact.low == 6)
    assert (six.place, six.place_id, six.place_match) == ("Jisr al-Shughour", "SYR.169023", "exact")
    assert withhold.LIFTED in six.flags
    assert "killed in the [place withheld] neighbourhood of Jisr al-Shughour" in six.sentence
    fourteen = next(fact for fact in made.facts if fact.low == 14)
    assert fourteen.attribution == "rescue worker"
    assert "a rescue worker" in text
    assert made.headers[0].title == "Six children die in [place withheld]"
    assert not any("quornat" in figure.id or "quornat" in figure.place_id for figure in made.figures)


def test_the_last_page_says_how_much_was_withheld_and_not_what() -> None:
    headers, facts = read()
    made = kept(headers, facts)
    assert made.counts == {"name": 1, "place": 1}
    told = page(made).partition('id="about"')[2]
    assert "Withheld to protect people" in told and "one small place" in told and "one name" in told


def test_restricted_keeps_all_and_internal_all_but_what_leads_straight_to_a_person() -> None:
    headers, facts = read(TEXT.replace("said a rescue worker,", "said a rescue worker (phone +963 944 123 456),"))
    restricted = CONFIG.model_copy(update={"sensitivity": "restricted"})
    assert kept(headers, facts, restricted).facts == facts
    internal = kept(headers, facts, CONFIG.model_copy(update={"sensitivity": "internal"}))
    text = page(internal, CONFIG.model_copy(update={"sensitivity": "internal"}))
    assert "Quornat" in text and "Thulmor Brask" in text and "944 123" not in text
    assert internal.counts == {"phone": 1}


def test_a_quote_stays_in_its_sentence() -> None:
    headers, facts = read()
    for before, after in zip(facts, kept(headers, facts).facts, strict=True):
        assert before.quote in before.sentence
        assert after.quote in after.sentence
        assert (after.low, after.high, after.id) == (before.low, before.high, before.id)


def test_a_quote_that_cuts_a_name_gets_the_whole_mark() -> None:
    headers, facts = read("Air strikes on the home of Thulmor Brask killed 14 people in Kafr Nabl on Tuesday.")
    cut = replace(facts[0], quote="Brask killed 14 people")
    made = kept(headers, [cut])
    assert made.facts[0].quote == "[name withheld] killed 14 people"


def test_names_of_files_and_addresses_are_withheld_by_the_same_lists() -> None:
    day, site = date(2018, 9, 5), "https://example.org"
    header = Header("thulmor-brask-2018", "", day, "Levant Wire", "en", f"{site}/thulmor/1", "1")
    plain = Header("levant-wire-2018", "", day, "Levant Wire", "en", f"{site}/idlib/strike-2", "2")
    facts = extract.facts(Document(header, "Air strikes killed 14 people in Idlib on Tuesday."), reader())
    made = kept([header, plain], facts, rejections=[Rejection("brask.doc", 'no reader for the language "Thulmor"')])
    assert [(one.id, one.url) for one in made.headers] == [
        ("document-3", ""), ("levant-wire-2018", "https://example.org/idlib/strike-2")]
    assert made.facts[0].document == "document-3"
    assert made.figures[0].voices == ("Levant Wire",)
    assert [(one.id, one.reason) for one in made.rejections] == [
        ("document-1", 'no reader for the language "[name withheld]"')]


@pytest.mark.parametrize(("name", "is_listed"), [
    ("2018-09-04-levant-wire-idlib", True), ("000_5efd7ef51eb7f6e2", True), ("wire-963944123456", False),
    ("wire-0944-123-456", False), ("thulmor", False), ("a/b/strike-on-hama", True),
])
def test_a_files_name_is_listed_when_all_its_words_are(name: str, is_listed: bool) -> None:
    assert texts.is_listed(Screen(known(), MARKS), name) is is_listed


def test_a_text_of_nobody_speaks_under_its_new_name() -> None:
    header = Header("thulmor-brask", "", date(2018, 9, 5), "", "en", "", "1")
    facts = extract.facts(Document(header, "Air strikes killed 14 people in Idlib on Tuesday."), reader())
    made = kept([header], facts)
    assert made.figures[0].voices == ("document:document-1",)
    assert "thulmor" not in page(made)


@pytest.mark.parametrize(("sentence", "role"), [
    ("said a rescue worker, Thulmor Brask.", "rescue_worker"), ("Thulmor Brask, a teacher from Hama, said", "teacher"),
    ("local resident Thulmor Brask said", "resident"), ("Thulmor Brask said", "person"),
    ("Mayor Thulmor Brask said", "official"), ("Thulmor Brask, 41, whose son died", "person"),
])
def test_a_person_becomes_the_role_that_the_text_tells(sentence: str, role: str) -> None:
    assert texts.role(Screen(known(), MARKS), "Thulmor Brask", sentence, "en") == role


def test_every_role_that_is_read_has_words_on_the_page() -> None:
    roles = set(known().tongue("en").roles.values()) | {texts.PERSON}
    assert {f"role.{role}" for role in roles} == {key for key in MARKS if key.startswith("role.")}
    assert set(withhold.KINDS) == {key for key in MARKS if not key.startswith("role.")}
    words = wording.words("en", [sample.ROOT / "templates"])
    assert set(withhold.KINDS) == set(words.strings["withheld"]["kinds"])


def test_two_persons_of_one_role_stay_two_voices() -> None:
    headers, facts = read(
        "Thulmor Brask, a resident, said 14 people were killed in Kafr Nabl on Tuesday.\n\n"
        "Dorva Velk, a resident, said 16 people were killed in Kafr Nabl on Tuesday.\n"
    )
    made = kept(headers, facts)
    assert {fact.attribution for fact in made.facts if fact.section == "body"} == {"resident", "resident (2)"}
    killed = next(figure for figure in made.figures if figure.indicator == "killed" and figure.place_id == "SYR")
    assert set(killed.voices) == {"resident", "resident (2)"} and (killed.low, killed.high) == (14, 16)


# --- small counts


def small_fact(id: str, number: int, place: str, day: str = "4", **more: Any) -> Fact:
    name = reader().gazetteer.place(place).name
    sentence = f"{number} people were killed in {name}."
    given = {"at": "SYR.12"} | more
    made = sample.fact(id, "a", "killed", (number, number), f"{number} people were killed", sentence, day, **given)
    return replace(made, place=name, place_id=place)


JISR, KHAN, KAFR, HAMA, HBIT = "SYR.169023", "SYR.168325", "SYR.169558", "SYR.170017", "SYR.hbit"
HEADER = Header("a", "Strikes", date(2018, 9, 5), "Levant Wire", "en", "", "1a")


def test_places_are_small_by_their_kind_and_people() -> None:
    gazetteer = reader().gazetteer
    assert small.is_small_place(f"{JISR}/quornat", CONFIG, gazetteer)
    assert not small.is_small_place(JISR, CONFIG, gazetteer)
    assert not small.is_small_place("SYR.12", CONFIG, gazetteer)
    assert small.is_small_place(JISR, CONFIG.model_copy(update={"privacy": Privacy(min_population=50_000)}), gazetteer)


@pytest.mark.parametrize(("low", "high", "is_small"), [
    (9, 9, True), (10, 10, False), (3, None, True), (12, None, False), (None, 8, True), (0, 0, False), (5, 12, False),
])
def test_a_count_is_small_below_min_count(low: int | None, high: int | None, is_small: bool) -> None:
    assert small.is_small_count(low, high, CONFIG) is is_small


def inside(id: str, number: int, quarter: str, town: str = JISR, **more: Any) -> Fact:
    sentence = f"{number} people were killed in the {quarter} quarter."
    made = sample.fact(id, "a", "killed", (number, number), f"{number} people were killed", sentence, "4", **more)
    return replace(made, place=quarter, place_id=town, place_match="inside")


def test_a_small_count_is_lifted_and_the_sum_around_it_stays() -> None:
    made = kept([HEADER], [inside("f1", 4, "Quornat"), inside("f2", 30, "Velkat")])
    by_place = {figure.place_id: (figure.low, figure.high) for figure in made.figures if figure.group is None}
    assert by_place[JISR] == by_place["SYR.12"] == by_place["SYR"] == (34, 34)
    assert f"{JISR}/quornat" not in by_place


def test_one_more_count_goes_where_the_place_around_less_its_others_would_tell() -> None:
    """34 in the town less 30 in Velkat would be the 4 of the only quarter that is told of nowhere."""
    made = kept([HEADER], [inside("f1", 4, "Quornat"), inside("f2", 30, "Velkat"), inside("f3", 50, "Zelvat")])
    told = {figure.place_id for figure in made.figures}
    assert f"{JISR}/velkat" not in told and f"{JISR}/zelvat" in told
    lifted = {fact.id: fact.place_id for fact in made.facts if withhold.LIFTED in fact.flags}
    assert lifted == {"f1": JISR, "f2": JISR}
    assert "[place withheld]" in next(fact.sentence for fact in made.facts if fact.id == "f2")


def test_no_other_count_goes_where_two_are_gone() -> None:
    made = kept([HEADER], [inside("f1", 4, "Quornat"), inside("f2", 5, "Velkat"), inside("f3", 50, "Zelvat")])
    assert {fact.id for fact in made.facts if withhold.LIFTED in fact.flags} == {"f1", "f2"}


def test_all_that_is_told_of_a_small_place_with_few_people_goes() -> None:
    raids = replace(inside("f2", 20, "Quornat"), indicator="airstrikes", unit="incidents")
    made = kept([HEADER], [inside("f1", 4, "Quornat"), raids])
    assert {fact.place_id for fact in made.facts} == {JISR}
    assert "Quornat" not in page(made)


def test_counts_of_strikes_in_a_small_place_stay() -> None:
    raids = replace(inside("f2", 2, "Quornat"), indicator="airstrikes", unit="incidents")
    made = kept([HEADER], [raids])
    assert [fact.place for fact in made.facts] == ["Quornat"] and made.counts == {}


def test_a_standing_total_of_a_small_place_becomes_one_of_the_place_around() -> None:
    missing = [replace(inside(f"f{n}", n, quarter), indicator="missing", scope="cumulative")
               for n, quarter in ((3, "Quornat"), (4, "Velkat"))]
    made = kept([HEADER], missing)
    stocks = [figure for figure in made.figures if figure.kind == "stock"]
    assert [(figure.place_id, figure.low) for figure in stocks] == [(JISR, 3), (JISR, 4)]
    assert len({figure.id for figure in stocks}) == 2
    assert not any("quornat" in figure.id for figure in stocks)


def test_a_small_number_of_the_issue_before_is_not_told_either() -> None:
    past = Change("up", 1, 3, 3, "exact")
    place = f"{JISR}/quornat"
    figure = Figure("k", "killed", "event", "people", None, place, None, None, 30, 30, "exact", (), (), past)
    made = small.figures([figure], {}, small.Moves({}, frozenset({"x"})), CONFIG, reader().gazetteer)
    assert made[0].change == Change("not_comparable", 1, None, None, "exact")


def test_earlier_editions_are_told_without_their_small_counts() -> None:
    def record(unit: str, low: int, place: str) -> dict[str, Any]:
        return {"kind": "event", "unit": unit, "low": low, "high": low, "place_id": place}

    figures = {
        "few": record("people", 3, f"{JISR}/quornat"), "many": record("people", 30, f"{JISR}/quornat"),
        "raids": record("incidents", 3, f"{JISR}/quornat"), "town": record("people", 3, JISR),
    }
    past = Previous("SYR001", 1, Period(date(2018, 8, 27), date(2018, 9, 2)), figures, "")
    made = small.earlier([past], CONFIG, reader().gazetteer)
    assert list(made[0].figures) == ["many", "raids", "town"]


def test_a_revision_of_a_small_count_is_not_told() -> None:
    past = Change("withdrawn", 1, 3, 3, "exact")
    place = f"{JISR}/quornat"
    figure = Figure("r", "killed", "revised", "people", None, place, None, None, None, None, "exact", (), (), past)
    assert small.figures([figure], {}, small.Moves({}, frozenset()), CONFIG, reader().gazetteer) == ()


def test_without_small_counts_nothing_is_lifted() -> None:
    config = CONFIG.model_copy(update={"privacy": Privacy(min_count=0)})
    made = kept([HEADER], [inside("f1", 4, "Quornat"), inside("f2", 30, "Velkat")], config)
    assert {fact.place for fact in made.facts} == {"Quornat", "Velkat"}


def test_a_place_that_no_text_vouches_for_is_a_name() -> None:
    sentence = "The house of Thulmor Brask was hit: 40 people were killed"
    fact = replace(inside("f1", 40, "Thulmor Brask"), sentence=sentence)
    made = kept([HEADER], [fact])
    assert (made.facts[0].place_id, made.facts[0].sentence) == (
        JISR, "The house of [name withheld] was hit: 40 people were killed")


# --- what officers wrote


def test_rulings_are_told_without_names_and_without_who_ruled() -> None:
    from sitrep.model import Decision

    day, why = date(2018, 9, 6), "Thulmor Brask rang us"
    ruling = Decision("f1", "correct", "number", "30", "Dorva Velk", day, why, "s", "n")
    made = kept([HEADER], [replace(inside("f1", 30, "Quornat"), decisions=(ruling,))],
                orphans=[Orphan(ruling, "gone")])
    for one in (made.facts[0].decisions[0], made.orphans[0].decision):
        assert (one.who, one.why, one.value, one.sentence) == ("", "[name withheld] rang us", "30", "")


CLIENT = Path(__file__).parent.parent.parent / "shared" / "seeds"


@pytest.mark.skipif(not CLIENT.is_dir(), reason="the client's documents are beside the checkout, where there are any")
def test_the_clients_own_documents() -> None:
    headers, facts = [], []
    for path in sorted(CLIENT.glob("*.txt")):
        headers.append(Header(path.stem, "", date(2018, 9, 9), "", "en", "", path.stem))
        facts += extract.facts(Document(headers[-1], path.read_text("utf-8")), reader())
    made = kept(headers, facts)
    text = page(made)
    few = next(fact for fact in facts if fact.group == "children" and fact.low == 5)
    assert few.place and few.place not in text
    assert sum(fact.id == few.id and withhold.LIFTED in fact.flags for fact in made.facts) == 1


# --- how much that is public is withheld


def test_hardly_anything_public_of_the_demonstration_is_withheld() -> None:
    """The demonstration names no private person; only its small counts are lifted."""
    import test_seeds

    headers, facts = test_seeds.extracted()
    from sitrep import bundled
    from sitrep.config import load

    config = load(bundled.folder("config").parent).model_copy(update={"sensitivity": "public"})
    made = withhold.kept(headers, facts, (), (), (), (), config, config.reader(), MARKS)
    assert "name" not in made.counts


def test_a_part_of_the_earth_that_is_hidden_for_its_small_count_is_not_told() -> None:
    assert printed("Four died on Lombok.", hidden=frozenset({"lombok"})) == "Four died on [place withheld]."
