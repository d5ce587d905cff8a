"""Text → blocks, sentences, tokens. Nothing is altered: every span gives its words back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.language import text

ABBREVIATIONS = frozenset({"dr", "lt", "no", "u.s"})
TEASERS = ("read more",)
CAPTIONS = ("file photo",)


def blocks(page: str, titled: bool = True) -> list[tuple[str, str]]:
    return [(b.section, page[b.start : b.end]) for b in text.blocks(page, titled, TEASERS, CAPTIONS)]


def sentences(line: str) -> list[str]:
    block = text.Block(0, len(line), "body")
    return [sentence.text for sentence in text.sentences(line, block, 0, ABBREVIATIONS)]


def test_the_first_line_without_a_stop_is_the_title_only_where_none_is_known() -> None:
    page = "Floods cut off town\n\nThe river rose.\n\nTwo people died."
    assert blocks(page, titled=False)[0] == ("title", "Floods cut off town")
    assert blocks(page, titled=True)[0] == ("deck", "Floods cut off town")


def test_sections_of_a_page() -> None:
    page = (
        "Eighty homes lost\n\nThe fire spread.\n\n>> Storm kills four\n\nRead more: the plan\n\nA street (file photo)."
    )
    assert [section for section, _ in blocks(page)] == ["deck", "body", "teaser", "teaser", "caption"]


def test_bullets_and_headings_stand_apart_and_wrapped_lines_stay_together() -> None:
    wrapped = "In Lowmarsh 300 people fled when the water rose over the dyke and\nthe road."
    page = f"Overview.\nEAST VALLEY\n{wrapped}\n- Bor: 12 homes lost\n- Ayod: 3 homes lost"
    assert [words for _, words in blocks(page)] == [
        "Overview.", "EAST VALLEY", wrapped,
        "- Bor: 12 homes lost", "- Ayod: 3 homes lost",
    ]  # fmt: skip


def test_lines_with_labels_are_rows_where_two_stand_together() -> None:
    page = "Raids went on in October.\n\nKolofata – 17 hurt\nGoulfey – nine seized\n\nMora – a town – is quiet."
    found = text.blocks(page, titled=True, marks=(), captions=())
    assert [block.row for block in found] == [False, True, True, False]


def test_a_stop_after_an_abbreviation_an_initial_or_inside_a_number_ends_nothing() -> None:
    line = "Dr. Omar A. Said counted 3.5 million. The U.S. office gave No. 4. Nobody fled."
    assert sentences(line) == ["Dr. Omar A. Said counted 3.5 million.", "The U.S. office gave No. 4.", "Nobody fled."]


def test_sentences_that_lost_their_space_are_parted() -> None:
    assert sentences("Two died.Three fled.") == ["Two died.", "Three fled."]


def test_a_sentence_is_cut_at_1500_characters_at_a_comma() -> None:
    pieces = sentences("killed 5, including 4 children, " * 200)
    assert max(map(len, pieces)) <= text.LIMIT
    assert all(piece.endswith(", ") for piece in pieces[:-1])


def test_tokens() -> None:
    cases = {
        "1,700–1,900 families": ["1,700", "–", "1,900", "families"],
        "6\u202f240 people": ["6\u202f240", "people"],
        "in 2016 500 died": ["in", "2016", "500", "died"],
        "14,593people": ["14,593", "people"],
        "5.1M refugees": ["5.1", "M", "refugees"],
        "a 17-hour lull": ["a", "17", "-", "hour", "lull"],
        "house-\nholds": ["house-\nholds"],
        "4\u200b5 dead": ["4\u200b5", "dead"],
        "Jisr al-Shughour's": ["Jisr", "al-Shughour's"],
        ">> Storm": [">>", "Storm"],
    }
    for words, expected in cases.items():
        assert [token for token, _, _ in text.tokens(words)] == expected, words


def test_keys_mend_what_the_page_broke() -> None:
    assert text.key("dis-\ntricts") == "districts"
    assert text.key("Observatory’s") == "observatory's"
    assert text.key("ki\u200blled") == "killed"


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_every_span_gives_its_words_back(page: str) -> None:
    for number, block in enumerate(text.blocks(page, True, TEASERS, CAPTIONS)):
        for sentence in text.sentences(page, block, number, ABBREVIATIONS):
            assert page[sentence.start : sentence.start + len(sentence.text)] == sentence.text
            for word, (start, end) in zip(sentence.words, sentence.spans, strict=True):
                assert sentence.text[start:end] == word
