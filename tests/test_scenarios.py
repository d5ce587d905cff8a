"""Every scenario of tests/scenarios comes out as it is written there."""

import pytest
import scenario
from scenario import Scenario, ScenarioError

# What the issue of this product asks for by name; the scenario that shows it must not get lost.
NEEDED = (
    "voices: two voices on one event", "voices: two publishers that quote one voice", "voices: deck and body",
    "voices: syndicated copy", "parts: five children inside nine dead", "voices: toll raised over three days",
    "voices: toll corrected downwards", "voices: withdrawn", "parts: province total with district parts",
    "days_and_places: town and its province on another day", "days_and_places: town and its province on one day",
    "days_and_places: windows that nest", "running_and_standing: stock told on three days",
    "running_and_standing: undated stock in two documents", "running_and_standing: stock against flow",
    "parts: families and people of one group", "running_and_standing: projection beside report",
    "running_and_standing: since-war total beside the day's", "days_and_places: undated", "days_and_places: unplaced",
    "voices: party to the conflict alone", "voices: vague beside exact", "voices: range beside point",
    "periods: week boundary", "periods: month boundary", "periods: year boundary",
    "running_and_standing: return against displacement", "running_and_standing: reached twice",
)
FLOWS = (
    "killed", "injured", "detained", "displaced", "returned", "airstrikes", "attacks", "munitions", "homes_destroyed",
    "homes_damaged", "facilities_hit",
)
STOCKS = ("missing", "idps", "affected", "in_need", "reached")
CELLS = tuple(f"table: {name} {scope}" for name in (*FLOWS, "refugees", *STOCKS) for scope in ("event", "total"))


@pytest.mark.parametrize("one", scenario.scenarios(), ids=str)
def test_scenario(one: Scenario) -> None:
    try:
        wrong = scenario.differences(one)
    except ScenarioError as error:
        pytest.fail(f"{one.file}:{one.line}: {one.name}: {error}", pytrace=False)
    if wrong:
        lines = "\n".join(wrong)
        told = f"{one.file}:{one.line}: {one.name}\nprotects: {one.content['protects']}\n\n{lines}"
        pytest.fail(told, pytrace=False)


def test_there_are_enough_scenarios_and_each_says_what_it_protects() -> None:
    assert len(scenario.scenarios()) >= 60
    for one in scenario.scenarios():
        said = one.content.get("protects") or ""
        assert said.endswith(".") and len(said.split()) >= 5, f"{one}: `protects` must be a sentence"


def test_no_two_scenarios_protect_the_same_in_the_same_words() -> None:
    said = [one.content["protects"] for one in scenario.scenarios()]
    assert {one for one in said if said.count(one) > 1} == set()


@pytest.mark.parametrize("name", [*NEEDED, *CELLS])
def test_what_was_asked_for_has_a_scenario(name: str) -> None:
    assert name in {str(one) for one in scenario.scenarios()}


@pytest.mark.parametrize(("words", "said"), [
    ("9", (9, 9, "exact")), ("5,000+", (5000, None, "at_least")), ("up to 40", (None, 40, "at_most")),
    ("about 30", (30, 30, "about")), ("1–2", (1, 2, "range")), ("dozens", (24, None, "vague")),
])
def test_numbers_in_words(words: str, said: scenario.Number) -> None:
    assert scenario.number(words) == said
    assert scenario.spelt(*said) == words.replace(",", "")


GOOD = {"protects": "One.", "facts": [{"killed": "9"}], "figures": [{"killed": "9"}]}


@pytest.mark.parametrize(("change", "told"), [
    ({"figures": [{"killed": "8"}]}, "killed in Syria: expected number 8, got 9"),
    ({"figures": [{"killed": "9", "marked": ["party"]}]}, "killed in Syria: expected marked party, got nothing"),
    ({"figures": [{"killed": "9", "voices": ["OCHA"]}]}, "killed in Syria: expected voices OCHA, got Observatory"),
    ({"figures": [{"killed": "9", "from": ["x"]}]}, "killed in Syria: expected from x, got fact 1"),
    ({"figures": [{"killed": "9", "inside": ["x"]}]}, "killed in Syria: expected inside x, got nothing"),
    ({"figures": [{"killed": "9", "apart": ["x"]}]}, "killed in Syria: expected apart x, got nothing"),
    ({"figures": [{"killed": "9", "change": "first"}]}, "killed in Syria: expected change first, got none"),
    ({"figures": [{"killed": "none"}]}, "killed in Syria: expected number none, got 9"),
    ({"figures": [{"injured": "9"}]}, "injured in Syria: expected 9, got no such figure"),
])  # fmt: skip
def test_what_comes_out_otherwise_is_told(change: dict[str, object], told: str) -> None:
    assert scenario.differences(Scenario("x.yaml", 1, "x", GOOD)) == []
    assert scenario.differences(Scenario("x.yaml", 1, "x", GOOD | change))[0] == told


@pytest.mark.parametrize(("change", "told"), [
    ({"figurs": []}, "unknown key 'figurs' – did you mean 'figures'?"),
    ({"facts": [{"killed": "9", "plaec": "Jisr"}]}, "unknown key 'plaec' – did you mean 'place'?"),
    ({"facts": [{"killed": "9", "place": "Jsir"}]}, "unknown place 'Jsir'"),
    ({"facts": [{"killed": "nine"}]}, "'nine' is no number"),
    ({"facts": [{"killed": "9", "on": "4 September"}]}, "'4 September' is no day"),
    ({"facts": [{"killed": "9", "of": "all"}]}, "no fact has that name"),
    ({"facts": [{"killed": "9", "group": "kids"}]}, "unknown group 'kids'"),
    ({"facts": [{"killed": "9", "unit": "families"}]}, "killed is counted in people"),
    ({"facts": [{"killed": "9", "document": "b"}]}, "there is no document 'b'"),
    ({"facts": [{"place": "Jisr"}]}, "must name one indicator"),
])  # fmt: skip
def test_a_scenario_that_is_written_wrongly_is_an_error(change: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError, match="^.*" + told.replace("?", r"\?")):
        scenario.differences(Scenario("x.yaml", 1, "x", GOOD | change))
