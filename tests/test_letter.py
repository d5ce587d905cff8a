"""The message of an edition: its figures and how to answer, in its reader's languages, safe and always the same."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import hostile_strings
import pytest
from deliveries import FIRST, MONDAY, NBSP, TOLD, edition, mail, office
from lxml import html

from sitrep.publish import due, letter

REPORT = """title: Idlib
country: SYR
organisation: Relief office
contact: {name: Information desk, role: Information management, email: answers@example.org, phone: "+90 1"}
languages: [en, fr, ar]
"""


def made(folder: Path, languages=("en",), to="ana@example.org", now=MONDAY, asked=(), publishing="", **more) -> bytes:
    """The bytes of a message, as a server gets them."""
    config = office(folder, publishing + mail(25), REPORT)
    name = edition(config.out, languages=languages, **more)
    whole = due.editions(config.out).whole(name)
    assert whole
    return letter.letter(config, whole, to, asked, now)


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage) and not any(part.defects for part in message.walk())
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_text_says_the_figures_and_how_to_answer(tmp_path):
    assert part(read(made(tmp_path)), "plain") == f"""\
Idlib
Syria · Weekly situation report · No.{NBSP}1 · 3–9{NBSP}September 2018

KEY FIGURES

13–14  People killed (deaths · 4–6 September · Voices differ in part)
5,000+  People displaced

HIGHLIGHTS

- Nine people were reported killed in Jisr al-Shughour.
- More than 5,000 people fled.

The full report is attached: SYR001_sitrep_20180909_en_v1.pdf
If you have a question or find a mistake, please reply to this message.
Contact: Information desk, Information management, answers@example.org, +90 1
"""


def test_the_head_says_who_what_and_when(tmp_path):
    message = read(made(tmp_path))
    assert {key: str(message[key]) for key in ("From", "To", "Reply-To", "Subject", "Date")} == {
        "From": "Relief office <desk@example.org>", "To": "ana@example.org", "Reply-To": "answers@example.org",
        "Subject": "Idlib, No. 1, 3–9 September 2018", "Date": "Mon, 10 Sep 2018 06:00:04 +0300",
    }
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Cc" not in message and "Bcc" not in message


def test_the_pdf_is_attached_as_it_is(tmp_path):
    (attached,) = read(made(tmp_path, pdf=b"%PDF\r\n.\r\n\x00\xff")).iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (
        "SYR001_sitrep_20180909_en_v1.pdf", "application/pdf")
    assert attached.get_content() == b"%PDF\r\n.\r\n\x00\xffen"


def test_a_draft_says_so_and_how_to_clear_it(tmp_path):
    message = read(made(tmp_path, clearance="draft"))
    assert message["Subject"] == "DRAFT: Idlib, No. 1, 3–9 September 2018"
    assert part(message, "plain").splitlines()[3:7] == [
        "This is a draft for you to check. It went to nobody else, and the report is sent out only once it is cleared.",
        "If everything is right, clear it on the machine that made it:",
        "",
        f'    sitrep clear {FIRST} --by "YOUR NAME"',
    ]
    page = html.fromstring(part(message, "html"))
    assert f'sitrep clear {FIRST} --by "YOUR NAME"' in page.text_content()


def test_what_is_no_draft_says_nothing_of_clearing(tmp_path):
    content = made(tmp_path)
    assert b"sitrep clear" not in content and "draft" not in part(read(content), "html").lower()


@pytest.mark.parametrize(("language", "subject", "lines"), [
    ("fr", "PROJET : Idlib, N° 1, 3–9 septembre 2018", [
        f"Si tout est exact, validez-le sur la machine qui l’a produit{NBSP}:",
        f'    sitrep clear {FIRST} --by "VOTRE NOM"',
        "CHIFFRES CLÉS", "13–14  Personnes tuées", "FAITS SAILLANTS",
        "- Neuf personnes auraient été tuées à Jisr al-Choghour.",
        f"Le rapport complet est joint{NBSP}: SYR001_sitrep_20180909_fr_v1.pdf",
        "Pour toute question, ou si vous relevez une erreur, répondez à ce message.",
    ]),
    ("ar", "مسودة: إدلب، العدد 1، 3–9 أيلول 2018", [
        f'    sitrep clear {FIRST} --by "الاسم"', "الأرقام الرئيسية", "13–14  قتلى", "أبرز ما جاء",
        "- أفيد بمقتل تسعة أشخاص في جسر الشغور.", "التقرير الكامل مرفق: SYR001_sitrep_20180909_ar_v1.pdf",
    ]),
])  # fmt: skip
def test_each_language_has_its_words(tmp_path, language, subject, lines):
    message = read(made(tmp_path, languages=(language,), clearance="draft"))
    assert message["Subject"] == subject
    assert set(lines) <= set(part(message, "plain").splitlines())


def test_several_languages_stand_one_below_the_other_each_with_its_pdf(tmp_path):
    message = read(made(tmp_path, languages=("en", "fr", "ar")))
    assert message["Subject"] == "Idlib, No. 1, 3–9 September 2018"
    assert message["Content-Language"] == "en, fr, ar"
    assert part(message, "plain").count(f"\n{'-' * 40}\n") == 2
    assert [one.get_filename()[23:25] for one in message.iter_attachments()] == ["en", "fr", "ar"]
    page = html.fromstring(part(message, "html"))
    assert [(one.get("lang"), one.get("dir")) for one in page.xpath("//body/div")] == [
        ("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")]
    assert all("text-align: left" not in cell.get("style") for cell in page.xpath("//div[@lang='ar']//td"))
    assert [one.get("dir") for one in page.xpath("//div[@lang='ar']//bdi")] == ["ltr"]  # "5,000+", and not "+5,000"


@pytest.mark.parametrize(("asked", "got"), [
    ((), "en, fr"), (("fr",), "fr"), (("fr", "en"), "fr, en"), (("ar", "fr"), "fr"), (("ar",), "en"),
])  # fmt: skip
def test_a_reader_gets_the_languages_asked_for_or_the_first(tmp_path, asked, got):
    assert read(made(tmp_path, languages=("en", "fr"), asked=asked))["Content-Language"] == got


def test_an_edition_of_before_that_tells_nothing_of_itself_is_named(tmp_path):
    config = office(tmp_path, mail(25), REPORT)
    edition(config.out, clearance=None)
    whole = due.editions(config.out).whole(FIRST)
    said = {key: value for key, value in whole.said.items() if key != "told"}
    message = read(letter.letter(config, due.Whole(whole.shelved, said), "c@x.org", (), MONDAY))
    assert message["Subject"] == f"DRAFT: Idlib, {FIRST}, 2018-09-03 – 2018-09-09"
    assert [one.get_filename() for one in message.iter_attachments()] == ["SYR001_sitrep_20180909_en_v1.pdf"]


def test_a_large_pdf_stays_behind_and_the_message_says_where(tmp_path, monkeypatch):
    monkeypatch.setattr(letter, "MOST_BYTES", 1_400_000)
    message = read(made(tmp_path, languages=("en", "fr"), pdf=b"x" * 1_300_000))
    assert [one.get_filename() for one in message.iter_attachments()] == ["SYR001_sitrep_20180909_en_v1.pdf"]
    assert (
        "Avec 1 Mo, le rapport complet, SYR001_sitrep_20180909_fr_v1.pdf, est trop volumineux pour un message. Il se "
        f"trouve dans out/editions/{FIRST}/report/"
    ) in part(message, "plain")


def test_where_all_can_find_a_large_pdf_is_said_if_there_is_such_a_place(tmp_path, monkeypatch):
    monkeypatch.setattr(letter, "MOST_BYTES", 10)
    message = read(made(tmp_path, publishing="folder: /srv/share/\n"))
    assert f"It stands in /srv/share/{FIRST}/\n" in part(message, "plain")


# --- always the same --------------------------------------------------------------------------------------------------


def test_the_same_edition_and_recipient_give_the_same_bytes_but_for_the_date(tmp_path):
    one, other = (made(tmp_path / name, languages=("en", "ar")) for name in ("one", "other"))
    assert one == other
    later = made(tmp_path / "later", languages=("en", "ar"), now=MONDAY + timedelta(days=3))
    assert later != one
    assert re.sub(rb"\r\nDate: .*", b"", later) == re.sub(rb"\r\nDate: .*", b"", one)


def test_each_recipient_and_edition_has_a_name_of_its_own_for_the_message(tmp_path):
    contents = [made(tmp_path / "a"), made(tmp_path / "b", to="bo@example.org"), made(tmp_path / "c", number=2),
                made(tmp_path / "d")]  # fmt: skip
    names = [str(read(content)["Message-ID"]) for content in contents]
    assert names[0] == names[3] and len(set(names)) == 3
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", names[0])


def test_a_notice_says_what_the_run_said_line_by_line(tmp_path):
    config = office(tmp_path, mail(25), "title: Idlib\nlanguages: [fr]\n")
    message = read(letter.notice(config, "failed", "a.html:3: no such\nb.html:9: <b>", "c@x.org", MONDAY))
    assert message["Subject"] == "Idlib : le rapport n’a pas pu être produit"
    assert part(message, "plain").splitlines()[-2:] == ["a.html:3: no such", "b.html:9: <b>"]
    page = html.fromstring(part(message, "html"))
    assert [line.text for line in page.xpath("//p")][-2:] == ["a.html:3: no such", "b.html:9: <b>"]


# --- hostile texts ----------------------------------------------------------------------------------------------------

INJECTED = "Idlib\r\nBcc: all@example.org\r\n\r\nNo report"


def test_no_text_can_add_a_header_or_turn_one_round(tmp_path):
    message = read(made(tmp_path, told={"title": INJECTED, "number": "No.\n1", "period": "3–9\u202e8102"}))
    assert message["Bcc"] is None
    assert message["Subject"] == (
        "Idlib⟦U+000D⟧⟦U+000A⟧Bcc: all@example.org⟦U+000D⟧⟦U+000A⟧⟦U+000D⟧⟦U+000A⟧No report, No.⟦U+000A⟧1, "
        "3–9⟦U+202E⟧8102")  # fmt: skip
    assert "\u202e" not in part(message, "plain") + part(message, "html")


@pytest.mark.parametrize("organisation", ['A, B <c@d.org>', 'The "Desk"', "مكتب الإغاثة", "Ligne " * 30, ""])
def test_the_organisation_is_a_name_and_never_another_address(tmp_path, organisation):
    config = office(tmp_path, mail(25)).model_copy(update={"organisation": organisation})
    edition(config.out)
    whole = due.editions(config.out).whole(FIRST)
    made_ = letter.letter(config, whole, "ana@example.org", (), MONDAY)
    (sender,) = read(made_)["From"].addresses
    assert (sender.addr_spec, sender.display_name) == ("desk@example.org", organisation.strip())
    assert max(len(line) for line in made_.split(b"\r\n")) <= 998


@pytest.mark.parametrize("title", [
    "=?utf-8?q?=E2=80=AE?= is no sign", "إدلب وحلب وحماة " * 12, "Idlib, Aleppo and Hama " * 8, "é" * 200,
])  # fmt: skip
def test_a_long_title_is_read_as_it_was_written(tmp_path, title):
    content = made(tmp_path, told={"title": title.strip(), "period": "September 2018"})
    assert read(content)["Subject"] == f"{title.strip()}, No. 1, September 2018"
    head = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, head)) <= 78


def test_answers_go_to_the_sender_where_the_contact_has_no_address_that_a_header_can_hold(tmp_path):
    config = office(tmp_path, mail(25), "contact: {email: dësk@example.org}\n")
    edition(config.out)
    whole = due.editions(config.out).whole(FIRST)
    message = read(letter.letter(config, whole, "ana@example.org", (), MONDAY))
    assert message["Reply-To"] is None
    assert "dësk@example.org" in part(message, "plain")


@pytest.mark.parametrize("number", range(4))
def test_hostile_texts_are_text_in_every_place(tmp_path, number):
    texts = [text.encode("utf-8", "replace").decode() for text in hostile_strings.ALL if len(text) < 2000][number::4]
    first, *rest = texts
    tiles = [{"value": text, "label": text, "note": text} for text in rest]
    flat = [dict.fromkeys(("value", "label", "note"), "A")] * len(rest)
    plain = read(made(tmp_path / "plain", told={"title": "A", "tiles": flat, "highlights": ["A"] * len(rest)}))
    told = dict.fromkeys(("title", "number", "period", "kicker"), first)
    message = read(made(tmp_path / "hostile", told={**told, "tiles": tiles, "highlights": rest}))
    assert sorted(message.keys()) == sorted(plain.keys())
    harmless, hostile = (html.fromstring(part(one, "html")) for one in (plain, message))
    assert [one.tag for one in hostile.iter()] == [one.tag for one in harmless.iter()]
    assert [sorted(one.attrib) for one in hostile.iter()] == [sorted(one.attrib) for one in harmless.iter()]


def test_the_page_fetches_nothing_and_runs_nothing(tmp_path):
    page = html.fromstring(part(read(made(tmp_path, clearance="draft")), "html"))
    assert {one.tag for one in page.iter()} <= {
        "html", "head", "meta", "title", "body", "div", "p", "b", "span", "h1", "h2", "table", "tr", "td", "bdi", "br",
        "ul", "li"}  # fmt: skip
    attributes = {name for one in page.iter() for name in one.attrib}
    assert attributes <= {"lang", "dir", "style", "charset", "name", "content", "role", "cellpadding", "cellspacing"}
    assert not any("url(" in one.get("style", "") for one in page.iter())


def test_an_office_may_change_words_and_page(tmp_path):
    (tmp_path / "templates" / "strings").mkdir(parents=True)
    (tmp_path / "templates" / "strings" / "en.yaml").write_text("mail:\n  answer: Call us.\n")
    (tmp_path / "templates" / "mail.html").write_text("<p>{{ parts[0].title }}, {{ subject }}</p>")
    message = read(made(tmp_path))
    assert "Call us." in part(message, "plain")
    assert part(message, "html") == "<p>Idlib, Idlib, No. 1, 3–9 September 2018</p>\n"


def test_what_is_told_here_is_the_contract():
    assert set(TOLD["en"]) == {
        "title", "kicker", "number", "period", "status", "direction", "tiles", "highlights"}
