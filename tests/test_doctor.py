"""`sitrep doctor`: each thing that can be wrong with a machine or a workspace, broken once, and the line it gives."""

import errno
import fcntl
import json
import os
import shutil
import socket
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import deliveries
import pytest

import sitrep
from sitrep import bundled, cachefolder, doctor, publish
from sitrep import config as settings
from sitrep.cli import main
from sitrep.doctor import drawing, findings, folders, imports, machine, mail, workspace
from sitrep.doctor.findings import Finding, Office
from sitrep.errors import RenderFailed
from sitrep.publish.limits import Limits
from sitrep.report import pdf

ROOT = Path(__file__).parent.parent
NOW = datetime(2018, 9, 10, 6, 0, tzinfo=UTC)
BUILDER = "give the user who builds the right to it"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A workspace with one seed, no settings, and no edition yet."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("Seven people were killed in Idlib.\n")
    return Office(tmp_path, settings.load(tmp_path), (), NOW)


def edition(office: Office, name: str = "SYR001_20180909_v1", size: int = 0) -> Path:
    """An edition of that name, with a file of so many bytes."""
    folder = office.out / "editions" / name
    for part, mode in (("report", 0o755), ("internal", 0o700)):
        (folder / part).mkdir(parents=True)
        (folder / part).chmod(mode)
    (folder / "internal/manifest.json").write_text("{}")
    (folder / "report/page.pdf").write_bytes(bytes(size))
    return folder


def refusing(number: int) -> Callable[..., Any]:
    """A call of the system that is always refused."""

    def refuses(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return refuses


# --- the machine ------------------------------------------------------------------------------------------------------


def test_every_library_of_pyproject_is_looked_at() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert sorted(machine.LIBRARIES) == sorted(line.split("~=")[0] for line in asked)


def test_python_is_named(office: Office) -> None:
    found = machine.python(office)
    assert found.level == "ok"
    assert found.found.startswith(f"Python {sys.version_info[0]}.{sys.version_info[1]}.")


def test_an_old_python_is_a_failure(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "version_info", (3, 10, 4))
    found = machine.python(office)
    assert (found.level, found.exit_code) == ("failure", 12)
    assert found.found == "Python 3.10.4, but sitrep needs >=3.11"


@pytest.mark.slow
def test_libraries_load_and_are_those_of_the_lock(office: Office) -> None:
    assert machine.libraries(office) == Finding("ok", "12 libraries load, as locked")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Versions to be found instead of the installed ones; "" is none. That they load is not tried."""
    others: dict[str, str] = {}
    real = machine.metadata.version

    def version(name: str) -> str:
        if others.get(name) == "":
            raise machine.metadata.PackageNotFoundError(name)
        return others.get(name) or real(name)

    monkeypatch.setattr(machine.metadata, "version", version)
    monkeypatch.setattr(machine, "_not_loaded", list)
    return others


def test_a_library_that_is_missing_or_too_old_is_a_failure(office: Office, installed: dict[str, str]) -> None:
    installed.update({"python-docx": "", "weasyprint": "69.2"})
    found = machine.libraries(office)
    assert (found.level, found.exit_code) == ("failure", 12)
    assert found.found == "python-docx is not installed; weasyprint is 69.2, but sitrep needs ~=70.0"
    assert found.do.startswith("install sitrep anew")


def test_another_release_than_locked_is_a_warning(office: Office, installed: dict[str, str]) -> None:
    installed["pydyf"] = "0.1"
    found = machine.libraries(office)
    assert found.level == "warning"
    assert found.found.startswith("other releases than requirements.lock names: pydyf 0.1, not 0.")


def test_without_a_lock_what_is_asked_for_is_enough(
    office: Office, installed: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed["pydyf"] = "0.1"
    monkeypatch.setattr(machine, "LOCK", tmp_path / "requirements.lock")
    assert machine.libraries(office) == Finding("ok", "12 libraries load, as asked for")


def libraries_with(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> list[str]:
    """What is told of libraries that do not load when `a_library` is one that runs this code."""
    (folder / "a_library.py").write_text(code)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(machine, "LIBRARIES", {"json": "json", "a-library": "a_library", "csv": "csv"})
    return machine._not_loaded()


def test_a_library_without_its_shared_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = libraries_with(monkeypatch, tmp_path, "raise OSError('cannot load library\\n libpango-1.0-0')")
    assert told == ["a_library cannot be loaded: OSError: cannot load library libpango-1.0-0"]


def test_a_library_that_crashes_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = libraries_with(monkeypatch, tmp_path, "import os; os.kill(os.getpid(), 11)")
    assert told == ["sitrep.doctor.imports crashed (SIGSEGV): while a_library was loaded"]


def test_what_libraries_print_does_not_disturb(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert libraries_with(monkeypatch, tmp_path, "print('----- could not import some external libraries')") == []


def test_reasons_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert imports.failed(["json", "sitrep.nowhere"]).keys() == {"sitrep.nowhere"}
    assert capsys.readouterr().err == "while json was loaded\nwhile sitrep.nowhere was loaded\n"


def test_names_of_files_that_are_not_utf_8(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.encoding(office) == Finding("ok", "file names are UTF-8")
    monkeypatch.setattr(machine.sys, "getfilesystemencoding", lambda: "iso8859-1")
    told = "file names are taken for iso8859-1"
    assert machine.encoding(office) == Finding("failure", told, "set LC_ALL=C.UTF-8 or PYTHONUTF8=1", 2)


def at(office: Office, now: datetime) -> Office:
    return Office(office.folder, office.config, office.mistakes, now)


@pytest.fixture
def installed_in_2018(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The newest file of the package is of noon on 1 September 2018."""
    package = tmp_path / "package"
    package.mkdir()
    for name, day in (("old.py", 1), ("new.py", 244)):
        (package / name).touch()
        moment = datetime(2018, 1, 1, 12, tzinfo=UTC) + timedelta(days=day - 1)
        os.utime(package / name, (moment.timestamp(), moment.timestamp()))
    monkeypatch.setattr(machine, "PACKAGE", package)


def test_a_clock_that_stands_before_the_installation(office: Office, installed_in_2018: None) -> None:
    assert machine.clock(office) == Finding("ok", "2018-09-10 06:00 UTC")
    assert machine.clock(at(office, datetime(2018, 8, 31, 23, tzinfo=UTC))).level == "ok"  # a day is no proof
    found = machine.clock(at(office, datetime(1980, 1, 1, tzinfo=UTC)))
    assert (found.level, found.exit_code) == ("failure", 2)
    assert found.found == "the clock says 1980-01-01, but sitrep's own files are of 2018-09-01"
    assert found.do.startswith("set the clock")


def test_a_clock_that_stands_before_an_edition(office: Office, installed_in_2018: None) -> None:
    edition(office, "SYR001_20180902_v1")
    edition(office, "SYR002_20180909_v1")
    assert machine.clock(at(office, datetime(2018, 9, 9, 6, tzinfo=UTC))).level == "ok"
    found = machine.clock(at(office, datetime(2018, 9, 8, 6, tzinfo=UTC)))
    assert found.level == "warning"
    assert found.found == "the clock says 2018-09-08, but SYR002_20180909_v1 is published"


# --- fonts and drawing ------------------------------------------------------------------------------------------------


def test_the_fonts_of_the_package_are_whole(office: Office) -> None:
    assert drawing.fonts(office) == Finding("ok", "5 font files are whole")


@pytest.mark.parametrize("where", [5, 16, 24, 300, 50_000], ids=["count", "sum", "length", "table", "letters"])
def test_one_byte_of_a_font_makes_the_difference(where: int) -> None:
    font = bytearray((pdf.FONTS / "NotoSans-Regular.ttf").read_bytes())
    assert drawing.is_whole(font)
    font[where] ^= 0x10
    assert not drawing.is_whole(font)


@pytest.mark.parametrize("length", [0, 8, 11, 12, 100, 50_000])
def test_a_font_that_was_cut_short_is_not_whole(length: int) -> None:
    assert not drawing.is_whole((pdf.FONTS / "NotoSans-Regular.ttf").read_bytes()[:length])


def test_damaged_and_missing_fonts_are_named(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copied = shutil.copytree(pdf.FONTS, tmp_path / "fonts")
    monkeypatch.setattr(pdf, "FONTS", copied)
    (copied / "NotoSans-Bold.ttf").unlink()
    assert drawing.fonts(office) == Finding("failure", f"{copied}: 4 of 5 files are there", drawing.INSTALL, 12)
    (copied / "Amiri-Bold.ttf").write_bytes(bytes(9000))
    assert drawing.fonts(office).found == f"{copied}: damaged: Amiri-Bold.ttf"


@pytest.mark.slow
def test_a_page_is_really_drawn(office: Office) -> None:
    assert drawing.drawing(office) == Finding("ok", "a page was drawn in 5 faces, within 1536 MB")


def copy_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fonts of a copy of sitrep, which child processes run instead of ours."""
    kept = shutil.ignore_patterns("__pycache__", "gazetteer", "outlines")
    package = shutil.copytree(Path(sitrep.__file__).parent, tmp_path / "copied/sitrep", ignore=kept)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return package / "fonts"


@pytest.mark.slow
def test_a_face_that_is_not_there_is_missed_on_the_page(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy_of_the_package(tmp_path, monkeypatch) / "NotoSans-SemiBold.ttf").unlink()
    found = drawing.drawing(office)
    assert (found.level, found.exit_code) == ("failure", 12)
    assert found.found == "a page was drawn, but not in Noto-Sans-Semi-Bold"


@pytest.mark.slow
def test_without_any_font_the_renderer_ends_and_the_doctor_does_not(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(copy_of_the_package(tmp_path, monkeypatch))
    found = drawing.drawing(office)
    assert (found.level, found.exit_code) == ("failure", 12)
    assert found.found.startswith("sitrep.report.pdf crashed (SIGSEGV)")


def test_a_renderer_that_fails_is_told_in_its_words(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(page: str) -> bytes:
        raise RenderFailed("sitrep.report.pdf needed more than 1536 MB of memory")

    monkeypatch.setattr(pdf, "pdf", fails)
    found = drawing.drawing(office)
    assert (found.exit_code, found.found) == (12, "sitrep.report.pdf needed more than 1536 MB of memory")


# --- what the staff decided -------------------------------------------------------------------------------------------


def test_mistakes_of_the_configuration(office: Office) -> None:
    assert workspace.configuration(office).level == "ok"
    one, two = "config/report.yaml:2: odd", "config/voices.yaml:1: odd"
    told = workspace.configuration(Office(office.folder, None, (one, two), NOW))
    assert told == Finding("failure", f"{one} (and 1 more)", "`sitrep check` lists every mistake", 2)
    assert workspace.configuration(Office(office.folder, None, (two,), NOW)).found == two
    assert workspace.time_zone(Office(office.folder, None, (two,), NOW)).level == "warning"


def test_the_time_zone_is_told_with_the_time_there(office: Office) -> None:
    assert workspace.time_zone(office) == Finding("ok", "UTC, where it is Monday 2018-09-10 06:00")


def test_seeds_are_counted(office: Office) -> None:
    seeds = office.folder / "seeds"
    assert workspace.seeds(office) == Finding("ok", f"1 in {seeds}")
    (seeds / "b.docx").touch()
    assert workspace.seeds(office) == Finding("ok", f"1 in {seeds}, 1 are of a kind that is not read")


def test_no_seeds_and_no_folder_of_them(office: Office) -> None:
    seeds = office.folder / "seeds"
    (seeds / "a.txt").unlink()
    assert workspace.seeds(office).level == "warning"
    assert workspace.seeds(office).found == f"no seed in {seeds}"
    seeds.rmdir()
    assert workspace.seeds(office).exit_code == 2
    assert workspace.seeds(office).found.startswith(f"{seeds}: no such file or folder – make it")


@pytest.mark.parametrize(
    ("closed", "level", "code", "told"),
    [("a.txt", "warning", 0, "1 seeds may not be read, a.txt for one"), ("seeds", "failure", 13, "may not be read")],
)
def test_seeds_that_may_not_be_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, closed: str, level: str, code: int, told: str
) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, how: Path(path).name != closed and real(path, how))
    found = workspace.seeds(office)
    assert (found.level, found.exit_code) == (level, code)
    assert told in found.found


# --- where editions are published -------------------------------------------------------------------------------------


def test_before_the_first_build_nothing_is_made(office: Office) -> None:
    before = sorted(office.folder.rglob("*"))
    found = folders.out(office)
    assert found.level == "ok"
    assert found.found.endswith(f"renamed; {office.out} is made by the first build")
    assert sorted(office.folder.rglob("*")) == before


def test_after_it_nothing_is_left(office: Office) -> None:
    edition(office)
    before = sorted(office.folder.rglob("*"))
    assert folders.out(office) == Finding("ok", f"{office.out} can be written, flushed, locked, linked and renamed")
    assert sorted(office.folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("module", "call", "number", "told"),
    [
        (os, "mkdir", errno.EROFS, "cannot make a folder in {}: Read-only file system"),
        (os, "open", errno.EACCES, "cannot write and flush a file in {}: Permission denied"),
        (os, "write", errno.ENOSPC, "cannot write and flush a file in {}: No space left on device"),
        (os, "fsync", errno.EIO, "cannot write and flush a file in {}: Input/output error"),
        (fcntl, "flock", errno.ENOLCK, "cannot lock a file in {}: No locks available"),
        (os, "symlink", errno.EPERM, "cannot make a symbolic link in {}: Operation not permitted"),
        (os, "replace", errno.EPERM, "cannot make a symbolic link in {}: Operation not permitted"),
        (os, "rename", errno.EXDEV, "cannot rename a folder in {}: Invalid cross-device link"),
    ],
    ids=["mkdir", "open", "write", "fsync", "flock", "symlink", "replace", "rename"],
)
def test_whatever_the_file_system_refuses_is_named_and_nothing_is_left(
    office: Office, monkeypatch: pytest.MonkeyPatch, module: Any, call: str, number: int, told: str
) -> None:
    edition(office)
    before = sorted(office.folder.rglob("*"))
    with monkeypatch.context() as broken:
        broken.setattr(module, call, refusing(number))
        found = folders.out(office)
    assert (found.level, found.exit_code, found.found) == ("failure", 13, told.format(office.out))
    assert found.do.startswith(BUILDER)
    assert sorted(office.folder.rglob("*")) == before


def test_a_file_where_the_folder_should_be(office: Office) -> None:
    office.out.write_text("no folder")
    assert folders.out(office).found == f"cannot make a folder in {office.out}: Not a directory"


def test_a_file_system_without_rights(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick: whatever mode is asked for, everybody may read."""
    real = os.chmod
    monkeypatch.setattr(os, "chmod", lambda path, mode: real(path, 0o777))
    found = folders.out(office)
    assert (found.level, found.exit_code) == ("failure", 13)
    assert "keeps no rights" in found.found


def free(monkeypatch: pytest.MonkeyPatch, free_bytes: int, files: int = 10_000) -> None:
    state = SimpleNamespace(f_bavail=free_bytes >> 12, f_frsize=4096, f_files=1_000_000, f_favail=files)
    monkeypatch.setattr(os, "statvfs", lambda path: state)


MB = 1 << 20


@pytest.mark.parametrize(
    ("free_bytes", "level", "code"),
    [(61 * MB, "ok", 0), (60 * MB, "warning", 0), (6 * MB, "warning", 0), (5 * MB, "failure", 13)],
)
def test_space_is_measured_by_the_largest_of_the_last_editions(
    office: Office, monkeypatch: pytest.MonkeyPatch, free_bytes: int, level: str, code: int
) -> None:
    monkeypatch.setattr(folders, "_size", lambda out: 3 * MB)
    free(monkeypatch, free_bytes)
    found = folders.space(office)
    assert (found.level, found.exit_code) == (level, code)
    assert found.found == f"{free_bytes // MB} MB are free on the disk of {office.folder}; an edition takes 3 MB"


def test_the_size_of_an_edition_is_that_of_its_files(office: Office) -> None:
    assert folders._size(office.out) == 20 * MB
    edition(office, "SYR001_20180902_v1", 9 * MB)
    edition(office, "SYR002_20180909_v1", 1 * MB)
    edition(office, "SYR001_flash_20180909_v1", 3 * MB)
    assert 3 * MB <= folders._size(office.out) < 3 * MB + 100_000  # and what the folders themselves take


def test_a_disk_without_room_for_another_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 1 << 40, files=99)
    found = folders.space(office)
    assert (found.exit_code, found.found) == (13, f"99 files may still be made on the disk of {office.folder}")


def test_what_others_may_read(office: Office) -> None:
    edition(office)
    assert folders.internal(office) == Finding("ok", "internal/ of 1 editions is for the office alone")
    (edition(office, "SYR002_20180916_v1") / "internal").chmod(0o750)
    assert folders.internal(office) == Finding(
        "failure", "others may read internal/ of 1 editions, of SYR002_20180916_v1 for one",
        f"chmod go= {office.out}/editions/*/internal", 13,
    )  # fmt: skip


def test_a_build_at_work_is_a_warning(office: Office) -> None:
    assert folders.lock(office) == Finding("ok", "no build has run here yet")
    with publish.locked(office.out):
        found = folders.lock(office)
    assert (found.level, found.found) == ("warning", f"a build is at work in {office.out}")
    assert folders.lock(office) == Finding("ok", "no build is at work")


def test_a_cache_that_is_kept(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert folders.cache(office) == Finding("ok", str(tmp_path / "cache/sitrep"))


def test_a_cache_that_is_not(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cachefolder, "is_ours", lambda path: False)
    found = folders.cache(office)
    assert (found.level, found.exit_code) == ("warning", 0)
    assert found.do.startswith("set XDG_CACHE_HOME")


# --- where editions are sent ------------------------------------------------------------------------------------------


ANN = ("ann@example.org", "open sesame 7")


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return deliveries.certificate(tmp_path_factory.mktemp("certificate"))


def sending(folder: Path, port: int, security: str = "starttls", credentials: str = "\n".join(ANN)) -> Office:
    """An office that hands its mail to localhost at this port."""
    (folder / "login").write_text(credentials)
    (folder / "login").chmod(0o600)
    server = f"server: localhost, port: {port}, security: {security}, sender: desk@example.org, credentials: login"
    return Office(folder, deliveries.office(folder, f"mail: {{{server}}}\n"), (), NOW)


def test_without_a_mail_server_there_is_nothing_to_try(office: Office) -> None:
    assert mail.mail(office) == Finding("ok", "no mail is sent")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_server_is_greeted_logged_in_to_and_left(
    certified: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
    with deliveries.serving(certified[1], starttls=security == "starttls", login=ANN) as server:
        found = mail.mail(sending(tmp_path, server.port, security))
        assert found == Finding("ok", f"localhost:{server.port} takes mail from desk@example.org")
        assert (server.mails, len(server.logins)) == ([], 1)


def test_a_wrong_password_an_unknown_certificate_and_a_missing_login(
    certified: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with deliveries.serving(certified[1], starttls=True, login=ANN) as server:
        found = mail.mail(sending(tmp_path, server.port))
        assert (found.level, found.exit_code) == ("failure", 14)
        assert "its certificate is not trusted" in found.found
        monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
        found = mail.mail(sending(tmp_path, server.port, credentials="ann@example.org\nwrong"))
        assert found.found.startswith(f"localhost:{server.port} refused user or password: 535")
        office = sending(tmp_path, server.port)
        assert office.config is not None
        settings_of_mail = office.config.publishing.mail.model_copy(update={"credentials": ""})
        publishing = office.config.publishing.model_copy(update={"mail": settings_of_mail})
        config = office.config.model_copy(update={"publishing": publishing})
        found = mail.mail(Office(tmp_path, config, (), NOW))
        assert found.found.startswith(f"localhost:{server.port}: 530 ")


def test_nobody_at_the_port_and_a_file_that_others_may_read(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = mail.mail(sending(tmp_path, port))
    assert (found.exit_code, found.found) == (14, f"localhost:{port}: Connection refused")
    office = sending(tmp_path, port)
    (tmp_path / "login").chmod(0o644)
    found = mail.mail(office)
    assert (found.level, found.exit_code) == ("failure", 2)
    assert f"{tmp_path}/login: others may read it – run: chmod 600" in found.found


def test_a_server_that_says_nothing_is_left_in_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mail, "LIMITS", Limits(reply_s=0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = mail.mail(sending(tmp_path, silent.getsockname()[1]))
    assert found.exit_code == 14
    assert found.found.endswith("timed out")


# --- all of them ------------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two checks that wait for child processes are played."""
    played = {name: lambda office: findings.ok("played") for name in ("libraries", "drawing")}
    monkeypatch.setattr(doctor, "CHECKS", {**doctor.CHECKS, **played})


def told(capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, str], str]:
    """By check level and words, and the last line."""
    *lines, last = capsys.readouterr().out.splitlines()
    return {line[9:22].strip(): f"{line[:7].strip()}: {line[24:]}" for line in lines}, last


def test_a_line_a_check_and_a_sum(workspace: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(workspace.rglob("*"))
    assert main(["doctor"]) == 0
    lines, last = told(capsys)
    assert list(lines) == list(doctor.CHECKS)
    assert all(line.startswith("ok: ") for line in lines.values())
    assert lines["time zone"].startswith("ok: Asia/Damascus, where it is ")
    assert last == "sitrep: 16 checks, 0 warnings, 0 failures, exit 0"
    assert sorted(workspace.rglob("*")) == before


def test_as_json(workspace: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "config/report.yaml").write_text("titel: Idlib\n")
    assert main(["doctor", "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert said["exit_code"] == 2
    assert [check["check"] for check in said["checks"]] == list(doctor.CHECKS)
    assert said["checks"][6] == {
        "check": "configuration", "level": "failure", "exit_code": 2, "do": "`sitrep check` lists every mistake",
        "found": 'config/report.yaml:1: unknown key "titel" – did you mean "title"?',
    }  # fmt: skip


def test_a_clock_of_1980_is_told_by_the_command(
    workspace: Path, quick: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:

    class Unset(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Unset":
            return cls(1980, 1, 6, tzinfo=UTC)

    monkeypatch.setattr("sitrep.clock.datetime", Unset)
    assert main(["doctor"]) == 2
    lines, last = told(capsys)
    assert lines["clock"].startswith("failure: the clock says 1980-01-06, but sitrep's own files are of 20")
    assert last == "sitrep: 16 checks, 0 warnings, 1 failures, exit 2"


@pytest.mark.parametrize(
    ("codes", "code"), [((), 0), ((12,), 12), ((12, 2), 2), ((2, 13), 13), ((14, 12), 12), ((0, 14), 14)]
)
def test_disk_goes_before_settings_these_before_drawing_and_mail_is_last(codes: tuple[int, ...], code: int) -> None:
    found = {str(number): Finding("failure", "", "", number) for number in codes}
    assert doctor.exit_code(found) == code


def test_a_refusal_that_nobody_expected_is_a_failure_of_its_check(
    workspace: Path, quick: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(path: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "statvfs", refused)
    assert main(["doctor"]) == 13
    lines, last = told(capsys)
    assert lines["space"] == f"failure: {workspace}: Permission denied – {BUILDER}"
    assert last == "sitrep: 16 checks, 0 warnings, 1 failures, exit 13"


def test_templates_that_are_not_those_of_this_release_are_named(office: Office) -> None:
    shutil.copytree(bundled.folder("templates"), office.folder / "templates")
    count = len([path for path in (office.folder / "templates").rglob("*") if path.is_file()])
    assert workspace.templates(office).found == f"{count} in the workspace, none other than in this release"
    (office.folder / "templates/sections/meetings.html").write_text("ours alone")
    (office.folder / "templates/parts.html").write_text("older")
    found = workspace.templates(office)
    assert found.level == "ok"
    assert found.found.startswith(f"1 of {count + 1} are the office's own or of another release: parts.html; delete")


def test_templates_are_the_releases_where_the_workspace_has_none(office: Office) -> None:
    assert workspace.templates(office).found == "0 in the workspace, none other than in this release"


def test_a_folder_that_is_no_workspace(tmp_path: Path, quick: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--workspace", str(tmp_path / "no\nwhere")]) == 2
    lines, _ = told(capsys)
    assert lines["configuration"].startswith("failure: ")
    assert "no⟦U+000A⟧where: no such folder" in lines["configuration"]
    assert not (tmp_path / "no\nwhere").exists()


@pytest.mark.slow
def test_it_answers_within_ten_seconds(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = time.monotonic()
    assert main(["doctor"]) == 0
    assert time.monotonic() - begun < 10
