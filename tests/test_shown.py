"""Foreign strings on a terminal, and the nearest known word."""

import pytest

from sitrep.shown import hint, is_safe, nearest, show


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("plain é عربي 中", "plain é عربي 中"),
        ("\x1b[2Jgone", "⟦U+001B⟧[2Jgone"),
        ("a\r\nb\t", "a⟦U+000D⟧⟦U+000A⟧b⟦U+0009⟧"),
        ("4\u202e5", "4⟦U+202E⟧5"),
        ("4\u200b5", "4⟦U+200B⟧5"),
        ("line\u2028end", "line⟦U+2028⟧end"),
        ("\ud800", "⟦U+D800⟧"),
        (b"caf\xe9".decode("utf-8", "surrogateescape"), "caf⟦xE9⟧"),
    ],
)
def test_nothing_that_deceives_is_printed(foreign: str, shown: str) -> None:
    assert show(foreign) == shown
    assert is_safe(foreign) == (foreign == shown)
    shown.encode("utf-8")  # and whatever is shown can be written


@pytest.mark.parametrize(
    ("word", "meant"),
    [("sectoins", "sections"), ("Title", "title"), ("langauges", "languages"), ("zebra", None), ("", None)],
)
def test_the_nearest_known_word(word: str, meant: str | None) -> None:
    assert nearest(word, ["title", "sections", "languages"]) == meant


def test_a_hint_names_all_words_when_none_is_near() -> None:
    assert hint("zebra", ["draft", "cleared"]) == " – known are: draft, cleared"
