"""The demonstration in four languages and both profiles: every PDF is archival, accessible and the same each time."""

import io
import os
import shutil
from pathlib import Path

import builds
import page as validation
import pikepdf
import pytest
import sample

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "fr", "es", "ar")
PROFILES = ("weekly", "flash")


def built(folder: Path, **environment: str) -> dict[str, bytes]:
    """All that may be sent of the demonstration's editions, by profile and name."""
    for part in ("config", "seeds"):
        shutil.copytree(sample.ROOT / part, folder / part)
    settings = folder / "config" / "report.yaml"
    text = settings.read_text("utf-8").replace("\nlanguages: [en]\n", f"\nlanguages: [{', '.join(LANGUAGES)}]\n")
    settings.write_text(text, "utf-8")
    for profile in PROFILES:
        env = {**os.environ, **environment}
        assert builds.built(folder, "--profile", profile, "--quiet", program=builds.REAL, env=env) == (0, "")
    editions = sorted((folder / "out" / "editions").iterdir())
    return {f"{one.name}/{file.name}": file.read_bytes() for one in editions for file in (one / "report").iterdir()}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("all") / "office")


def test_each_language_and_profile_has_its_pdf_page_and_copies(sent: dict[str, bytes]) -> None:
    names = {name.rpartition("/")[2] for name in sent}
    stems = [f"SYR001_{kind}_20180909_{language}_v1" for kind in ("sitrep", "flash") for language in LANGUAGES]
    assert {f"{stem}.{kind}" for stem in stems for kind in ("pdf", "html", "docx", "json")} <= names


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_pdf_passes_all_rules_of_accessible_and_archival_pages(
    sent: dict[str, bytes], profile: str, tmp_path: Path
) -> None:
    pdfs = {name: content for name, content in sent.items() if name.endswith(".pdf")}
    assert len(pdfs) == 8
    for name, content in pdfs.items():
        target = tmp_path / "one.pdf"
        target.write_bytes(content)
        told = validation.validate_pdf(str(target), profile=validation.ValidationProfile(profile))
        assert [failure.message for failure in told.failures] == [], name
        with pikepdf.open(io.BytesIO(content)) as opened:
            assert opened.check_pdf_syntax() == [], name


def test_a_flash_is_one_page_and_a_weekly_six_in_every_language_and_no_file_is_heavy(sent: dict[str, bytes]) -> None:
    for name, content in sent.items():
        if name.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(content)) as opened:
                assert len(opened.pages) == (1 if "flash" in name else 6), name
            assert len(content) <= 300_000, name
        if name.endswith(".html"):
            assert len(content) <= 600_000, name


def test_a_second_build_elsewhere_gives_the_same_bytes(sent: dict[str, bytes], tmp_path: Path) -> None:
    odd = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "HOME": "/nonexistent"}
    again = built(tmp_path / "elsewhere", **odd, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert again.keys() == sent.keys()
    assert [name for name, content in sent.items() if again[name] != content] == []
