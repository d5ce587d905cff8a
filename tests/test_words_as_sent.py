"""A cleared public edition as it is sent: what its PDFs say, in the order of their tags, is what its web pages say."""

import difflib
import re
import shutil
from pathlib import Path

import pytest
import sample
import tagged
from lxml import html as dom
from test_reading_order import words

from sitrep.cli import main

pytestmark = pytest.mark.slow

CLEARER = "Amal Haddad"
# What a screen has and paper has not: the way past the head, sentences that open, tables of pictures, captions.
SCREEN = "//style|//title|//*[@popover]|//details|//a[@class='skip']|//caption|//*[contains(@class, 'unseen')]"
NOTICES = {"en": "Only 9 documents were published in this period.", "fr": "Seuls 9 documents ont été publiés",
           "es": "Solo se publicaron 9 documentos", "ar": "لم ينشر في هذه الفترة إلا القليل من الوثائق (9)"}
CLEARED = {"en": f"Cleared by {CLEARER}", "fr": f"Validé par {CLEARER}", "es": f"Aprobado por {CLEARER}",
           "ar": f"اعتمده {CLEARER}"}
WITHHELD = {"en": "Withheld to protect people: one small place", "fr": "Non publiés, pour protéger des personnes",
            "es": "Omitido para proteger a personas: un lugar pequeño", "ar": "حجب لحماية الناس: مكان صغير واحد"}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is sent, of a week with a notice, which somebody has cleared."""
    office = tmp_path_factory.mktemp("sent")
    for part in ("config", "seeds"):
        shutil.copytree(sample.ROOT / part, office / part)
    settings = office / "config" / "report.yaml"
    text = settings.read_text("utf-8").replace("\nlanguages: [en]\n", "\nlanguages: [en, fr, es, ar]\n")
    settings.write_text(text.replace("few_documents: 3\n", "few_documents: 30\n"), "utf-8")
    assert main(["build", "--workspace", str(office), "--quiet"]) == 0
    name = (office / "out" / "latest").resolve().name
    assert main(["clear", name, "--by", CLEARER, "--on", "2018-09-11", "--workspace", str(office)]) == 0
    return office / "out" / "latest" / "report"


def pair(sent: Path, language: str) -> tuple[str, str]:
    """The text of the PDF and of the web page, a piece a line."""
    (file,) = sent.glob(f"*_{language}_v*.pdf")
    root = dom.document_fromstring(file.with_suffix(".html").read_text("utf-8"))
    for unseen in root.xpath(SCREEN):
        unseen.drop_tree()
    return tagged.text(file.read_bytes()), "\n".join(root.body.itertext())


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pdf_says_what_the_page_says_in_its_order(sent: Path, language: str) -> None:
    one, other = map(words, pair(sent, language))
    assert len(one) > 2500
    changed = [
        (one[a:b], other[c:d]) for tag, a, b, c, d in
        difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if tag != "equal"
    ]
    assert changed == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_notice_clearance_and_what_is_withheld_can_be_copied_from_it(sent: Path, language: str) -> None:
    told = re.sub(r"\s+", " ", pair(sent, language)[0])
    for said in (NOTICES, CLEARED, WITHHELD):
        assert " ".join(words(said[language])) in " ".join(words(told))
