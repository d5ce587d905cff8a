"""Profiles, and the text that an office writes into sections: in the settings, among editions, and on pages."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
import sample
import test_traceability
from lxml import html as dom
from sample import CONFIG, report
from test_config import examples
from test_html import HOSTILE

from sitrep import config, publish
from sitrep.cli import main
from sitrep.commands import init
from sitrep.config import Config, SectionChoice
from sitrep.errors import ConfigError
from sitrep.model import Imprint, Period
from sitrep.publish import past
from sitrep.report import wording
from sitrep.report.html import html

ROOT = Path(__file__).parent.parent
WEEK = Period(date(2018, 9, 3), date(2018, 9, 9))


def office(folder: Path, text: str, **texts: str) -> Path:
    """A workspace with config/report.yaml, and Markdown files in config/texts."""
    (folder / "config" / "texts").mkdir(parents=True, exist_ok=True)
    (folder / "config" / "report.yaml").write_text(text, "utf-8")
    for name, content in texts.items():
        (folder / "config" / "texts" / f"{name}.md").write_text(content, "utf-8")
    return folder


def ids(loaded: Config) -> list[str]:
    return [section.id for section in loaded.sections]


# --- how long ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_flash_of_more_than_a_page_is_told_with_what_shortens_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("config", "seeds"):
        shutil.copytree(ROOT / part, tmp_path / part)
    settings = tmp_path / "config" / "report.yaml"
    asked = ["build", "--workspace", str(tmp_path), "--profile", "flash"]
    assert main(asked) == 0
    assert "a flash is to have one" not in capsys.readouterr().err
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("- {id: annex, options: {paper: false}}", "- annex"), "utf-8")
    assert main(asked) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "a flash is to have one" in line]
    assert len(told) == 1
    assert re.search(r"WARN SYR001_flash_20180909_en_v2\.pdf has [45] pages and .*lower a max of highlights", told[0])


# --- which parts ----------------------------------------------------------------------------------------------------

FLASH = ["masthead", "key_figures", "highlights", "overview", "contested", "sources", "annex", "about"]


def test_a_profile_of_the_package_needs_no_list(tmp_path: Path) -> None:
    assert ids(config.load(office(tmp_path, "profile: flash\n"))) == FLASH
    assert config.load(tmp_path).sections[-2].options == {"paper": False}
    assert "hostilities" in ids(config.load(office(tmp_path, "title: A\n")))


def test_one_list_is_that_of_the_profile_of_the_file_and_of_no_other(tmp_path: Path) -> None:
    office(tmp_path, "profile: flash\nsections: [masthead, about]\n")
    assert ids(config.load(tmp_path)) == ["masthead", "about"]
    assert "hostilities" in ids(config.load(tmp_path, "weekly"))
    office(tmp_path, "sections: [masthead, about]\n")
    assert ids(config.load(tmp_path)) == ["masthead", "about"]
    assert ids(config.load(tmp_path, "flash")) == FLASH


def test_a_baseline_belongs_to_the_profile_of_the_file(tmp_path: Path) -> None:
    figures = "[{indicator: killed, value: 9}]"
    text = f"country: SYR\nbaseline: {{number: 12, start: 2018-08-27, end: 2018-09-02, figures: {figures}}}\n"
    office(tmp_path, text)
    assert config.load(tmp_path).baseline == config.load(tmp_path, "weekly").baseline is not None
    assert config.load(tmp_path, "flash").baseline is None
    assert config.load(office(tmp_path, text + "profile: flash\n"), "flash").baseline is not None


def test_each_profile_has_its_list_and_an_office_has_profiles_of_its_own(tmp_path: Path) -> None:
    office(tmp_path, "profile: monthly\nsections:\n  monthly: [masthead, trend]\n  flash: [masthead, {id: about}]\n")
    assert (ids(config.load(tmp_path)), config.load(tmp_path).profile) == (["masthead", "trend"], "monthly")
    assert (ids(config.load(tmp_path, "flash")), config.load(tmp_path, "flash").profile) == (
        ["masthead", "about"], "flash")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("profile: flsh\n", '1: profile: there is no profile "flsh" – did you mean "flash"?'),
        ("title: A\nprofile: monthly\nsections: {flash: [about]}\n",
         '2: profile: there is no profile "monthly" – known are: weekly, flash'),
        ("profile: Flash update\n", "1: profile: must be made of small letters and digits, beginning with a letter"),
        ("profile: [flash]\n", "1: profile: must be text, not a list"),
        # the lists of all profiles are read, not only that of the one that is built
        ("sections:\n  weekly: [masthead]\n  flash:\n    - masthead\n    - overveiw\n",
         '5: id: unknown section "overveiw" – did you mean "overview"?'),
        ("sections:\n  flash:\n    - about\n    - {id: about}\n", '4: sections: "about" stands above already'),
        ("sections:\n  flash: yes\n", '2: sections: must be a list, one entry a line, each after `- `, not "yes"'),
        ("sections:\n  - {id: overview, options: {max: 0}}\n", "2: options: max must be a whole number from 1 to 999"),
        ("sections:\n  - {id: annex, options: {paper: perhaps}}\n", "2: options: paper must be true or false"),
        # text by hand
        ("sections:\n  - {id: outlook}\n", "2: sections: outlook holds what your office writes – give it text or"),
        ("sections:\n  - {id: about, text: A, text_file: texts/a.md}\n",
         "2: sections: about has both text and text_file – keep one of the two"),
        ("sections:\n  - {id: about, text: {fr: A}}\n", "2: sections: about has no text in en – write it, or take en"),
        ("sections:\n  - {id: about, text: A <b>bold</b> word}\n",
         "2: en: HTML is not printed – write **bold**, *italic* or plain words (line 1 of the text)"),
        ("sections:\n  - id: about\n    text: A\n    text_at: middle\n", "4: text_at: must be top or bottom"),
        ("sections:\n  - {id: about, text_file: ../secret.md}\n", "2: en: must be a .md file in config/, such as"),
        ("sections:\n  - {id: about, text_file: /etc/a.md}\n", "2: en: must be a .md file in config/"),
        ("sections:\n  - {id: about, text_file: texts/a.txt}\n", "2: en: must be a .md file in config/"),
        ("sections:\n  - {id: about, text_file: texts/no.md}\n", "2: text_file: texts/no.md is not there – write "),
        ("sections:\n  - {id: highlights, options: {extra: {en: {a: b}}}}\n",
         "2: options: extra must be a list of sentences, or one a language, not keys and values"),
        ("sections:\n  - {id: highlights, options: {override: [\"<i>a</i>\"]}}\n",
         "2: options: override HTML is not printed"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        config.load(office(tmp_path, text))
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"config/report.yaml:{expected}")


def test_a_profile_that_was_asked_for_by_command_has_no_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'^config/report\.yaml: profile: there is no profile "flsh" – did you mean'):
        config.load(office(tmp_path, "title: A\n"), "flsh")


# --- texts in files -------------------------------------------------------------------------------------------------


def test_a_file_is_read_and_belongs_to_the_inputs_of_the_edition(tmp_path: Path) -> None:
    text = "sections:\n  - {id: outlook, text_file: texts/next.md, text_at: bottom}\n"
    loaded = config.load(office(tmp_path, text, next="\ufeff# Rain\n\nExpect *rain*.\n"))
    assert loaded.sections[0].text == {"en": "# Rain\n\nExpect *rain*."}
    assert tmp_path / "config" / "texts" / "next.md" in loaded.files


def test_mistakes_in_a_file_are_told_with_its_line(tmp_path: Path) -> None:
    text = "titel: A\nsections:\n  - {id: outlook, text_file: texts/next.md}\n"
    with pytest.raises(ConfigError) as error:
        config.load(office(tmp_path, text, next="Rain.\n\n<script>x</script>\n[a](data:x)\n"))
    assert [line.partition(" – ")[0] for line in str(error.value).splitlines()] == [
        'config/report.yaml:1: unknown key "titel"', "config/texts/next.md:3: HTML is not printed",
        "config/texts/next.md:4: a link must lead to http:// or https://",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe", "is not UTF-8"), (b"a" * 20_001, "has 20001 characters"), (b"a\x07", "holds a control character"),
     ("a\u202eb".encode(), "holds a sign that reverses")],
)  # fmt: skip
def test_a_file_that_is_no_text_is_told(content: bytes, told: str, tmp_path: Path) -> None:
    office(tmp_path, "sections:\n  - {id: outlook, text_file: texts/next.md}\n")
    (tmp_path / "config" / "texts" / "next.md").write_bytes(content)
    with pytest.raises(ConfigError, match=rf"report\.yaml:2: text_file: texts/next\.md {told}"):
        config.load(tmp_path)


def test_a_link_out_of_the_settings_is_not_followed(tmp_path: Path) -> None:
    office(tmp_path, "sections:\n  - {id: outlook, text_file: texts/next.md}\n")
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "config" / "texts" / "next.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(ConfigError, match=r"leads out of config/"):
        config.load(tmp_path)


# --- texts on the page ----------------------------------------------------------------------------------------------


def made(*choices: SectionChoice, **more: Any) -> Any:
    """The page with these sections."""
    return report(config=CONFIG.model_copy(update={"sections": choices}), **more)


def page(*choices: SectionChoice, medium: str = "screen", **more: Any) -> Any:
    return dom.document_fromstring(html(made(*choices, **more), ROOT / "templates", medium))


ALL = [section.id for section in CONFIG.sections]


@pytest.mark.parametrize("at", ["top", "bottom"])
@pytest.mark.parametrize("name", [name for name in ALL if name not in ("rejected", "issues")])
def test_every_section_can_carry_a_text_marked_as_the_office_s(name: str, at: str) -> None:
    choice = SectionChoice(
        id=name, text={"en": "# Heading\n\nStocks for 9 days.\n\n- one\n\n4. four"}, text_at=at)
    found = page(choice) if name == "masthead" else page(SectionChoice(id="masthead"), choice)
    (written,) = found.xpath("//*[@data-written]")
    assert written.xpath("string(.//*[@class='by-office'])") == "Written by the office"
    assert written.xpath("string(.//p[2])") == "Stocks for 9 days."
    assert written.xpath("count(.//ul/li)") == 1 and written.xpath(".//ol/@start") == ["4"]
    assert bool(written.xpath("following-sibling::*")) == (at == "top")
    levels = [int(element.tag[1]) for element in found.xpath("//h1|//h2|//h3|//h4")]
    assert name == "masthead" or all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_what_is_written_by_hand_needs_no_sentence_behind_its_numbers() -> None:
    text = {"en": "Twelve trucks and 400 tents."}
    found = page(SectionChoice(id="outlook", text=text), SectionChoice(id="annex"))
    assert test_traceability.untraced(found) == []
    for element in found.xpath("//*[@data-written]"):
        del element.attrib["data-written"]
    assert "Twelve trucks and 400 tents." in test_traceability.untraced(found)


def test_a_section_with_nothing_but_a_text_is_that_text() -> None:
    few = [fact for fact in sample.FACTS if fact.id == "fb2"]  # homes alone: nobody was hurt, nobody differs
    choices = [SectionChoice(id=name, text={"en": f"Of {name}."}) for name in ("casualties", "contested", "outlook")]
    found = page(*choices, SectionChoice(id="access_response", enabled=False), facts=few)
    assert found.xpath("//section/@id") == ["casualties", "contested", "outlook"]
    assert [" ".join(s.text_content().split()) for s in found.xpath("//section")] == [
        "Casualties Written by the office Of casualties.", "Contested figures Written by the office Of contested.",
        "Outlook Written by the office Of outlook.",
    ]  # fmt: skip


def test_a_link_of_the_office_leads_to_the_web() -> None:
    found = page(SectionChoice(id="outlook", text={"en": "See **[this](https://example.org/a?b=1&c=2)**."}))
    (link,) = found.xpath("//*[@data-written]//a")
    assert (link.get("href"), link.text_content(), link.get("rel")) == (
        "https://example.org/a?b=1&c=2", "this", "noreferrer")  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE)
def test_a_hostile_text_adds_nothing_to_the_page(bad: str) -> None:
    """Texts that the settings would refuse, printed all the same."""

    def shape(text: str) -> list[tuple[Any, list[str]]]:
        choices = [
            SectionChoice.model_construct(id="outlook", text={"en": f"{text}\n\n- {text}"}, text_at="top", title={},
                                          enabled=True, options={}),
            SectionChoice.model_construct(id="highlights", text={}, text_at="top", title={}, enabled=True,
                                          options={"extra": [text], "override": []}),
        ]
        elements = [(e.tag, sorted(e.attrib)) for e in page(*choices).iter()]
        return [one for one in elements if one != ("i", [])]  # what stands between two stars is set in italics

    assert shape(bad) == shape("harmless words")


def test_highlights_are_added_to_or_written_anew() -> None:
    def told(**options: Any) -> list[str]:
        found = page(SectionChoice(id="highlights", options=options))
        return [" ".join(item.text_content().split()) for item in found.xpath("//section[@id='highlights']//li")]

    rule = told(max=2)
    own = "Stocks last for nine days. Written by the office"
    assert told(max=2, extra=["Stocks last for **nine** days."]) == [*rule, own]
    assert told(override={"en": ["Stocks last for nine days."], "fr": ["Neuf jours."]}) == [own]
    assert told(max=2, override={"fr": ["Neuf jours."]}) == rule


# --- caps -----------------------------------------------------------------------------------------------------------


def content(name: str, **options: Any) -> Any:
    return made(SectionChoice(id=name, options=options)).sections[0].content


def text(line: Any) -> str:
    return wording.plain(line).replace("\u00a0", " ")


def test_the_overview_keeps_the_sentences_of_most_harm_and_counts_the_others() -> None:
    assert [text(paragraph) for paragraph in content("overview", max=2)["paragraphs"]] == [
        "On 4 September, monitoring groups reported five children killed in Basatin.",
        "On 6 September, SANA reported three people killed (among them one child) in Mhardeh.",
        "Eight more are left out for want of room.",
    ]
    whole = " ".join(map(text, content("overview")["paragraphs"]))
    assert whole.count(". ") + 1 == 10 and "left out" not in whole


def test_tables_keep_so_many_rows_and_count_the_others() -> None:
    assert len(content("contested")["groups"]) == 2 and content("contested")["left_out"] == ()
    assert len(content("contested", max=1)["groups"]) == 1
    assert text(content("contested", max=1)["left_out"]) == "One more is left out for want of room."
    sources = content("sources", max=2)
    assert [document["letter"] for document in sources["documents"]] == ["A", "D"]  # four facts and six
    assert text(sources["documents_left_out"]) == "Two more are left out for want of room."
    assert len(sources["voices"]) == 2
    places = content("locations", max=4)
    assert [text(row["name"]) for row in places["rows"]] == [
        "Hama governorate", "Idlib governorate", "Syria, all places"]  # towns go first
    assert text(content("locations", max=1)["rows"][0]["name"]) == "Syria, all places"


def test_what_is_cut_short_keeps_its_row_in_the_annex() -> None:
    annex = SectionChoice(id="annex")
    whole = made(SectionChoice(id="locations"), annex).sections[-1]
    cut = made(SectionChoice(id="locations", options={"max": 1}), annex).sections[-1]
    assert [row["id"] for row in cut.content["rows"]] == [row["id"] for row in whole.content["rows"]]


def test_an_annex_off_the_paper_is_on_the_web_page_and_the_paper_names_it() -> None:
    choices = [SectionChoice(id=name) for name in ("key_figures", "highlights")]
    choices.append(SectionChoice(id="annex", options={"paper": False}))
    screen, paper = (page(*choices, medium=medium) for medium in ("screen", "print"))
    assert screen.xpath("//section[@id='annex']") and not paper.xpath("//section[@id='annex']")
    assert screen.xpath("//a[contains(@class,'note')]") and not paper.xpath("//a")
    for one in (screen, paper):
        key = " ".join(one.xpath("string(//p[@class='key'])").split())
        assert key.endswith("Small numbers: the sentences, in the annex of SYR001_sitrep_20180909_en_v1.html")
    bare = page(*choices[:2])
    assert not bare.xpath("//a[contains(@class,'note')]") and "annex" not in bare.xpath("string(//main)")


# --- editions -------------------------------------------------------------------------------------------------------


def published(out: Path, period: Period, profile: str) -> str:
    with publish.locked(out):
        number, revision = publish.numbers(out, period, profile=profile)
        name = publish.name("SYR", number, period, revision, profile)
        files = {"internal/figures.json": b"[]"}
        made_from = {"version": "1", "as_of": "", "period": {"start": str(period.start), "end": str(period.end)},
                     "digest": profile}
        manifest = publish.manifest(made_from, Imprint(number, revision), 0, {}, files)
        publish.edition(out, name, {"a.html": b""}, {"figures.json": b"[]", "manifest.json": manifest})
    return name


def test_each_profile_has_its_own_numbers_revisions_and_link(tmp_path: Path) -> None:
    out, before = tmp_path / "out", Period(date(2018, 8, 27), date(2018, 9, 2))
    names = [published(out, *one) for one in (
        (before, "weekly"), (WEEK, "weekly"), (WEEK, "flash"), (WEEK, "flash"), (WEEK, "weekly"))]
    assert names == [
        "SYR001_20180902_v1", "SYR002_20180909_v1", "SYR001_flash_20180909_v1", "SYR001_flash_20180909_v2",
        "SYR002_20180909_v2",
    ]  # fmt: skip
    assert (out / "latest").resolve().name == "SYR002_20180909_v2"
    assert (out / "latest_flash").resolve().name == "SYR001_flash_20180909_v2"
    after = Period(date(2018, 9, 10), date(2018, 9, 16))
    assert [one.name for one in publish.earlier(out, after)] == ["SYR001_20180902_v1", "SYR002_20180909_v2"]
    assert [one.name for one in publish.earlier(out, after, profile="flash")] == ["SYR001_flash_20180909_v2"]
    assert publish.earlier(out, WEEK, profile="flash") == ()
    standing = publish.standing(out, WEEK, "flash")
    assert standing and standing[1]["inputs"]["digest"] == "flash"


def test_a_lost_link_of_a_profile_is_made_again(tmp_path: Path) -> None:
    name = published(tmp_path / "out", WEEK, "flash")
    (tmp_path / "out" / "latest_flash").unlink()
    with publish.locked(tmp_path / "out"):
        assert past.latest(tmp_path / "out", "flash") == name
    assert not (tmp_path / "out" / "latest").exists()


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def editions(published: Path) -> Path:
    """The demonstration as weekly, then as flash."""
    return published / "out"


def sheets(edition: Path) -> list[str]:
    (paper,) = (edition / "report").glob("*.pdf")
    return [sheet.extract_text() for sheet in pypdf.PdfReader(paper).pages]


@pytest.mark.slow
def test_weekly_has_three_pages_before_its_annex_and_flash_has_one_page(editions: Path) -> None:
    weekly, flash = sheets(editions / "latest"), sheets(editions / "latest_flash")
    (sources,) = (number for number, sheet in enumerate(weekly, 1) if "Documents" in sheet or "Sources" in sheet)
    (annex,) = (number for number, sheet in enumerate(weekly, 1) if "Annex: every figure" in sheet)
    assert (sources, annex) == (3, 4)
    assert len(flash) == 1 and "Page 1 of 1" in re.sub(r"\s+", " ", flash[0])


@pytest.mark.slow
def test_on_letter_pages_end_where_they_do_on_a4(tmp_path: Path) -> None:
    init.write(tmp_path / "office")
    settings = tmp_path / "office" / "config" / "report.yaml"
    text = settings.read_text("utf-8").replace("paper: A4", "paper: Letter")
    settings.write_text(text.replace("languages: [en]", "languages: [en, fr, es, ar]"), "utf-8")
    assert main(["build", "--quiet", "--workspace", str(tmp_path / "office"), "--profile", "flash"]) == 0
    flashes = (tmp_path / "office" / "out" / "latest_flash" / "report").glob("*.pdf")
    assert [len(pypdf.PdfReader(paper).pages) for paper in flashes] == [1, 1, 1, 1]
    assert main(["build", "--quiet", "--workspace", str(tmp_path / "office"), "--languages", "en"]) == 0
    weekly = sheets(tmp_path / "office" / "out" / "latest")
    assert "People killed by place" in weekly[0] and "Sources" in weekly[2] and "Annex: every figure" in weekly[3]


@pytest.mark.slow
def test_the_flash_is_traced_on_its_web_page(editions: Path) -> None:
    lines = (editions / "latest_flash" / "internal" / "facts.jsonl").read_text("utf-8").splitlines()
    from test_demo import restored

    (file,) = (editions / "latest_flash" / "report").glob("*.html")
    facts = {fact.id: fact for fact in map(restored, lines)}
    assert test_traceability.check(dom.fromstring(file.read_bytes()), facts) > 40
    assert file.name == "SYR001_flash_20180909_en_v1.html"
    inputs = json.loads((editions / "latest_flash" / "internal" / "manifest.json").read_bytes())["inputs"]
    assert inputs["profile"] == "flash"


@pytest.mark.slow
def test_neither_build_touches_the_other_s_edition(demo: Path) -> None:
    editions = demo / "out/editions"
    assert sorted(path.name for path in editions.iterdir()) == ["SYR001_20180909_v1", "SYR001_flash_20180909_v1"]
    assert main(["build", "--quiet", "--workspace", str(demo)]) == 0  # unchanged
    assert len(list(editions.iterdir())) == 2


# --- a section of the office's own ----------------------------------------------------------------------------------


def test_the_section_of_the_documentation_is_made_of_a_template_and_a_key(tmp_path: Path) -> None:
    template, yaml = examples("Add a section")
    office(tmp_path, f"title: Idlib\n{yaml}")
    (tmp_path / "templates" / "sections").mkdir(parents=True)
    (tmp_path / "templates" / "sections" / "meetings.html").write_text(template, "utf-8")
    sections = config.load(tmp_path).sections
    own = report(config=CONFIG.model_copy(update={"sections": sections}))
    found = dom.document_fromstring(html(own, tmp_path / "templates", "screen"))
    assert [section.id for section in own.sections] == ["masthead", "highlights", "meetings", "about"]
    assert " ".join(found.xpath("string(//section[@id='meetings'])").split()) == (
        "Meetings of the week Written by the office 12 September Shelter working group 13 September Coordination "
        "meeting Written by the office Everybody is welcome.")
    assert test_traceability.untraced(found) == []
