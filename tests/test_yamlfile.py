"""Strict YAML: what is written is what is read, and every refusal names its line."""

import os
from pathlib import Path

import pytest

from sitrep import yamlfile
from sitrep.errors import ConfigError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.yaml"


TAG = "is not allowed – remove it, or put text that begins with ! in quotes"
UNCLOSED = "a quote or bracket that begins here is not closed as it should be – check it and what lies within"


def told(text: str) -> list[str]:
    """The mistakes of a text, as they are printed."""
    return [str(mistake) for mistake in yamlfile.parsed_text(text, "x.yaml")[1]]


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "yes",
        "off",
        "12:30",
        "010",
        "1.10",
        "1e3",
        "0x1F",
        "2018-09-09",
        "~",
        "null",
        "1_000",
        "+5",
        ".inf",
        "=",
        "Norge: nei",
    ],
)
def test_a_value_is_the_text_that_was_written(file: Path, written: str) -> None:
    file.write_text(f"key: {written!r}\n" if ":" in written and written != "12:30" else f"key: {written}\n", "utf-8")
    assert yamlfile.mapping(file) == {"key": written}


def test_a_value_knows_its_line(file: Path) -> None:
    file.write_text("# note\ntitle: Idlib\n\nsections:\n  - masthead\n  - {id: trend}\n", "utf-8")
    node = yamlfile.read(file)
    (title, _), (sections, listed) = node.value
    assert (title.value, title.line) == ("title", 2)
    assert (sections.line, [item.line for item in listed.value]) == (4, [5, 6])
    assert node.plain() == {"title": "Idlib", "sections": ["masthead", {"id": "trend"}]}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a note\n", "---\n", "--- # note\n...\n", "\ufeff"])
def test_an_empty_file_is_an_empty_mapping(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    assert yamlfile.mapping(file) == {}


def test_nothing_after_the_colon_is_nothing_but_quotes_are_empty_text() -> None:
    node, mistakes = yamlfile.parsed_text("a:\nb: ''\nc: \"\"\n", "x.yaml")
    assert node.plain() == {"a": None, "b": "", "c": ""}
    assert mistakes == ()


def test_strings_files_read_empty_values_as_empty_text(file: Path) -> None:
    file.write_text("a:\nb: [x, '']\nc: {d: }\n", "utf-8")
    assert yamlfile.mapping(file) == {"a": "", "b": ["x", ""], "c": {"d": ""}}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbftitle: Idlib\r\nkicker: x\r\n")
    assert yamlfile.mapping(file) == {"title": "Idlib", "kicker": "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", ['x.yaml:3: the key "a" stands on line 1 already – keep one of the two']),
        ("a:\n  b: 1\n  b: 2\n", ['x.yaml:3: the key "b" stands on line 2 already – keep one of the two']),
        ("a: &x 1\n", ["x.yaml:1: the anchor &x is not allowed – remove it, or put such text in quotes"]),
        ("a: *x\n", ["x.yaml:1: the alias *x is not allowed – write the value out, or put such text in quotes"]),
        (
            "a: !!int 1\n",
            [f"x.yaml:1: the tag tag:yaml.org,2002:int {TAG}"],
        ),
        (
            "a: !important\n",
            ["x.yaml:1: the tag !important is not allowed – remove it, or put text that begins with ! in quotes"],
        ),
        ("a: 1\n---\nb: 2\n", ["x.yaml:2: a second document begins here – keep one, remove the line `---`"]),
        (
            "a:\n\tb: 1\n",
            ["x.yaml:2: a tab, or a sign with its own meaning – indent with spaces, put such text in quotes"],
        ),
        ("a: @b\n", ["x.yaml:1: a tab, or a sign with its own meaning – indent with spaces, put such text in quotes"]),
        ("a: Idlib: north\n", ["x.yaml:1: a colon inside a text, or a wrong indentation – put such text in quotes"]),
        (
            "a: 1\nb: 'x\nc: 2\n",
            [f"x.yaml:2: {UNCLOSED}"],
        ),
        (
            "a: 1\nb: [1, 2\nc: 2\n",
            [f"x.yaml:2: {UNCLOSED}"],
        ),
        (
            "  a: 1\nb: 2\n",
            ["x.yaml:2: this line does not fit the ones above – check indentation, quotes and brackets"],
        ),
        ("a: - b\n", ["x.yaml:1: a list entry (`- `) where none can stand – give it a line of its own"]),
        ("a: b\x07\n", ["x.yaml:1: a control character that cannot be seen – retype this line"]),
        ("a: 1\nb: \x1b[2J\n", ["x.yaml:2: a control character that cannot be seen – retype this line"]),
        ("? [a]\n: 1\n", ["x.yaml:1: a key must be text on one line, such as `title: Idlib`"]),
        ("[" * 51 + "]" * 51, ["x.yaml:1: more than 50 levels of nesting – flatten it"]),
        ("a:\n  " + "[" * 200_000, ["x.yaml:2: more than 50 levels of nesting – flatten it"]),
        ("{a: " * 200_000, ["x.yaml:1: more than 50 levels of nesting – flatten it"]),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_every_mistake_of_a_file_is_told_at_once() -> None:
    lines = [line.split(":")[1] for line in told("a: 1\na: 2\nb: &x 1\nc: *x\nd: !t 1\n---\n")]
    assert lines == ["2", "3", "4", "5", "6"]


def test_an_alias_bomb_is_refused_without_expanding_it() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert len(told(bomb)) == 21 + 20  # each anchor and each line's aliases once


def test_lines_are_counted_from_where_the_text_stands_in_its_file() -> None:
    node, mistakes = yamlfile.parsed_text("title: A\ntitle: B\n", "seed.txt", 2)
    assert node.value[0][0].line == 2
    assert str(mistakes[0]) == 'seed.txt:3: the key "title" stands on line 2 already – keep one of the two'


def test_text_that_is_not_utf_8_is_refused_with_line_and_byte(file: Path) -> None:
    file.write_bytes(b"title: Idlib\norganisation: Caf\xe9\n")
    with pytest.raises(ConfigError, match=r"x\.yaml:2: not UTF-8 at byte 31 – save the file as UTF-8$"):
        yamlfile.read(file)


def test_a_file_larger_than_1_mb_is_refused(file: Path) -> None:
    file.write_text("a: " + "x" * 1_000_000, "utf-8")
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        yamlfile.read(file)


def test_a_pipe_is_refused_and_not_waited_for(file: Path) -> None:
    os.mkfifo(file)
    with pytest.raises(ConfigError, match="it is no file but a folder, pipe or device"):
        yamlfile.read(file)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml: cannot be read: No such file or directory"):
        yamlfile.read(tmp_path / "nowhere.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        yamlfile.read(tmp_path)


def test_a_strings_file_must_be_keys_and_values(file: Path) -> None:
    file.write_text("- a\n- b\n", "utf-8")
    with pytest.raises(ConfigError, match=r"x\.yaml:1: must be keys and values"):
        yamlfile.mapping(file)
