"""The part of Markdown that hand-written text may use, and everything that it may not."""

import time

import pytest

from sitrep import markdown
from sitrep.model import Block, Stretch


def plain(text: str) -> list[tuple[str, list[str]]]:
    """Kind and words of each block."""
    return [(b.kind, ["".join(one.text for one in line) for line in b.lines]) for b in markdown.blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("One line.", [("paragraph", ["One line."])]),
        ("One line\nand   another.\n\nSecond.", [("paragraph", ["One line and another."]), ("paragraph", ["Second."])]),
        ("# Access #\nThe road.", [("heading", ["Access"]), ("paragraph", ["The road."])]),
        ("### Deep", [("heading", ["Deep"])]),
        ("#5 is a number", [("paragraph", ["#5 is a number"])]),
        ("- one\n- two\n", [("bullets", ["one", "two"])]),
        ("Needs:\n* one\n+ two", [("paragraph", ["Needs:"]), ("bullets", ["one", "two"])]),
        ("- one\n  goes on\n- two", [("bullets", ["one goes on", "two"])]),
        ("- one\n\nApart.", [("bullets", ["one"]), ("paragraph", ["Apart."])]),
        ("- one\nflush left", [("bullets", ["one"]), ("paragraph", ["flush left"])]),
        ("3. three\n4) four", [("numbers", ["three", "four"])]),
        ("We counted\n12. That is all.", [("paragraph", ["We counted 12. That is all."])]),
        ("First:\n1. one", [("paragraph", ["First:"]), ("numbers", ["one"])]),
        ("-5 degrees", [("paragraph", ["-5 degrees"])]),
        ("2 * 3 * 4", [("paragraph", ["2 * 3 * 4"])]),
    ],
)  # fmt: skip
def test_blocks(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert plain(text) == expected


def test_a_list_begins_where_its_writer_begins() -> None:
    assert markdown.blocks("3. three\n4. four")[0] == Block("numbers", ((Stretch("three"),), (Stretch("four"),)), 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [Stretch("plain")]),
        ("**bold** and *lean*", [Stretch("bold", strong=True), Stretch(" and "), Stretch("lean", italic=True)]),
        ("_lean_ snake_case_name", [Stretch("lean", italic=True), Stretch(" snake_case_name")]),
        ("**a *b* c**", [Stretch("a ", True), Stretch("b", True, True), Stretch(" c", True)]),
        ("[a **b**](https://e.org/x)", [Stretch("a ", url="https://e.org/x"), Stretch("b", True, url="https://e.org/x")]),
        ("[go](javascript:alert)", [Stretch("go")]),
        (r"\*not lean\* \[x\]", [Stretch("*not lean* [x]")]),
        ("a ** b ** c", [Stretch("a ** b ** c")]),
        ("**open", [Stretch("**open")]),
        ("<b>tag</b>", [Stretch("<b>tag</b>")]),
        ("&amp; {{ 7 * 7 }}", [Stretch("&amp; {{ 7 * 7 }}")]),
    ],
)  # fmt: skip
def test_stretches(text: str, expected: list[Stretch]) -> None:
    assert list(markdown.stretches(text)) == expected


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("one\n\n<div>two</div>", 3, "HTML is not printed"),
        ("a <!-- note -->", 1, "HTML is not printed"),
        ("</p>", 1, "HTML is not printed"),
        ("![photo](https://e.org/a.png)", 1, "pictures are not printed"),
        ("a\n```\ncode", 2, "code is not printed"),
        ("| a | b |", 1, "tables are not printed"),
        ("[go](javascript:alert)", 1, "a link must lead to http:// or https://"),
        ("[go](file:///etc/passwd)", 1, "a link must lead to"),
        ("[go](/a)", 1, "a link must lead to"),
        ("[go]()", 1, "a link must lead to"),
    ],
)
def test_what_would_not_print_as_written_is_told(text: str, line: int, told: str) -> None:
    (found,) = markdown.mistakes(text)
    assert found[0] == line and found[1].startswith(told)


@pytest.mark.parametrize("text", ["3 < 4 and 5 > 4", r"\<b>", "a | b", "[1] and (2)", "[go](https://e.org)", "5 <6"])
def test_what_prints_as_written_is_no_mistake(text: str) -> None:
    assert markdown.mistakes(text) == ()


@pytest.mark.parametrize("part", ["*", "**", "_ ", "[", "](", "[a](", "\\", "**a *", "*a **b ", "- ", "1. ", "# ", "<"])
def test_no_text_takes_long(part: str) -> None:
    begun = time.monotonic()
    text = part * (20_000 // len(part))
    markdown.blocks(text)
    markdown.mistakes(text)
    assert time.monotonic() - begun < 2
