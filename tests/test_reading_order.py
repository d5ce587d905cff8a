"""What a reader copies, searches or listens to in the PDF: the words of the page, in their order, in every language.

The words of the PDF are those that pdftotext finds in the order in which the page was written. Arabic it gives in the
order of places on the paper instead, and knows nothing of isolated numbers beside each other; so there the page is laid
out as one column. What is tested is the text: that letters come out as they were written (the font, no vowel marks, no
kerning, which pdftotext takes for a space), and in their order.
"""

import difflib
import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import sample
from lxml import html as dom

from sitrep.report import pdf

# Words are runs of letters of one script, or digits: pdftotext wraps what runs the other way in signs of its own.
WORD = re.compile(r"[\u0621-\u065f]+|[^\W\d_\u0600-\u06ff]+|\d+")
ISOLATED = re.compile(r"</?(bdi|data|b)\b[^>]*>")  # these part no words: "و<bdi>حماة</bdi>" is one
DATES = re.compile(r'<bdi class="date[^"]*">[^<]*</bdi>')
# Furniture, and note numbers, which have signs between them in CSS.
QUIET = "[class^=running], .note { display: none !important } * { hyphens: none }"
# One column, each isolated number on its line. Letters of documents and dates, which pdftotext reads from the left
# where they stand alone, are left out here, as are the workings; the test of all words has them.
COLUMN = """.key-visual, .tiles, .pair, .masthead-facts, .masthead-top, .card-row { display: block }
table, tbody, thead, tr, th, td, .key-visual > section, .tile, .card-row > *, .voices li { display: block !important }
.prose, .gaps ul { columns: 1 } .card-facts .ref, .date, .workings { display: none !important }
.key-visual > section, .tile, .masthead-facts li, .card-text, .card-facts, .card-facts .term { width: auto !important }
th, td { width: auto !important }
.range-ends, .range-ends span, bdi[dir], .card-facts bdi.quoted { display: block }
* { break-inside: auto !important; text-align: right !important }"""
LEFT_OUT = (
    "|//ul[@class='workings']|//ul[@class='card-facts']//*[@class='ref']"
    "|//*[contains(concat(' ', @class, ' '), ' date ')]"
)


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text.replace("\u00ad", "")))


def written(page: str, hidden: str = "") -> list[str]:
    """The words of a page without what print does not show."""
    kept = DATES.sub("", page) if hidden else page
    root = dom.document_fromstring(ISOLATED.sub("", kept))
    for unseen in root.xpath("//style|//title|//caption|//*[contains(@class,'unseen') or contains(@class,'running')]"
                             "|//a[contains(@class,'note')]" + hidden):
        unseen.drop_tree()
    return words(" ".join(root.body.itertext()))


def found(page: str, tmp_path: Path, *how: str) -> list[str]:
    target = tmp_path / "page.pdf"
    target.write_bytes(pdf.pdf(page))
    text = subprocess.run(["pdftotext", *how, target, "-"], check=True, capture_output=True, text=True).stdout
    return words(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", text))


def printed(language: str, style: str) -> str:
    return sample.page("print", words=sample.words(language)).replace("</head>", f"<style>{style}</style></head>")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_words_of_the_pdf_are_those_of_the_page_in_its_order(language: str, tmp_path: Path) -> None:
    page = printed(language, QUIET)
    assert found(page, tmp_path, "-raw") == written(page)


def test_arabic_can_be_copied_from_the_pdf(tmp_path: Path) -> None:
    page = printed("ar", QUIET + COLUMN)
    one, other = written(page, LEFT_OUT), found(page, tmp_path)
    alike = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    assert alike >= 0.995, [
        (one[a:b], other[c:d]) for tag, a, b, c, d in
        difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if tag != "equal"
    ]


def test_the_arabic_pdf_as_it_is_sent_has_all_words_of_its_page(tmp_path: Path) -> None:
    page = printed("ar", QUIET)
    one, other = Counter(written(page)), Counter(found(page, tmp_path))
    assert (one - other) + (other - one) == Counter()
