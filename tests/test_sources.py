"""Seeds, good and bad. Every bad one is made here by code, and none may stop the others."""

import hashlib
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitrep import sources
from sitrep.errors import ConfigError
from sitrep.model import Document, Header, Rejection
from sitrep.sources import file
from sitrep.sources.headers import headline
from sitrep.sources.signature import signature

HEAD = "---\ntitle: Raids kill four\npublished: 2018-09-09\npublisher: Orontes Daily\nlanguage: en\nurl: https://example.org/a\n---\n"
BODY = "Four people were killed in Idlib on Sunday.\n"


def read(folder: Path, manifest: Path | None = None) -> dict[str, Document | Rejection]:
    """What was found in a folder, by id."""
    return {one.header.id if isinstance(one, Document) else one.id: one for one in sources.found([folder], manifest)}


def document(folder: Path, name: str = "a") -> Document:
    one = read(folder)[name]
    assert isinstance(one, Document), one
    return one


def rejection(folder: Path, name: str = "a") -> Rejection:
    one = read(folder)[name]
    assert isinstance(one, Rejection), one
    return one


# --- what is read -----------------------------------------------------------------------------------------------------


def test_front_matter_is_the_header_and_the_rest_is_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + BODY, "utf-8")
    raw = (tmp_path / "a.txt").read_bytes()
    assert document(tmp_path) == Document(
        Header(
            id="a", title="Raids kill four", published=date(2018, 9, 9), publisher="Orontes Daily", language="en",
            url="https://example.org/a", sha256=hashlib.sha256(raw).hexdigest(), signature=signature(BODY),
        ),
        BODY,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "One.\r\n\r\nTwo.\r\n",
        "One.\rTwo.",
        "\n\n  One.\n",
        "No\u00a0break\u2009here.\x0c",
        "سقط قتيلان.\n",
        "Just one line",
        "--- no front matter",
    ],
)
def test_the_text_is_never_altered(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_bytes((HEAD + text).encode())
    assert document(tmp_path, "a").text == text
    assert document(tmp_path, "b").text == text


def test_windows_line_ends_in_the_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((HEAD + BODY).replace("\n", "\r\n").encode())
    one = document(tmp_path)
    assert (one.header.title, one.header.published, one.text) == (
        "Raids kill four",
        date(2018, 9, 9),
        BODY.replace("\n", "\r\n"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_honoured_and_is_no_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes((HEAD + "Café à Idlib.").encode(encoding))
    assert document(tmp_path).text == "Café à Idlib."


def test_utf_16_of_the_other_byte_order(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xfe\xff" + BODY.encode("utf-16-be"))
    assert document(tmp_path).text == BODY


def test_what_neither_text_nor_manifest_says_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    header = document(tmp_path).header
    assert (header.title, header.published, header.publisher, header.language, header.url) == ("", None, "", "en", "")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Raids resume on Idlib\n\nRussian jets struck.", "Raids resume on Idlib"),
        ("\ufeff\n Raids resume on Idlib \r\n\r\nRussian jets struck.", "Raids resume on Idlib"),
        ("Who bombed Idlib?\n\nNobody says.", "Who bombed Idlib?"),
        ("Russian jets struck Idlib.\n\nMore.", ""),
        ("“Russian jets struck Idlib.”\n\nMore.", ""),
        ("Raids resume on Idlib\nRussian jets struck.", ""),
        ("Raids resume on Idlib\n\n", ""),
        ("Raids resume on Idlib", ""),
        ("x" * 151 + "\n\nMore.", ""),
        ("x" * 150 + "\n\nMore.", "x" * 150),
    ],
)
def test_a_headline_is_a_short_first_line_that_stands_alone(text: str, title: str) -> None:
    assert headline(text.removeprefix("\ufeff")) == title


def test_a_headline_stays_in_the_text(tmp_path: Path) -> None:
    text = "Raids resume on Idlib\n\nRussian jets struck."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert (document(tmp_path).header.title, document(tmp_path).text) == ("Raids resume on Idlib", text)


def test_a_date_with_a_time_keeps_the_day_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\npublished: 2018-09-09T23:30:00-05:00\n---\n{BODY}", "utf-8")
    assert document(tmp_path).header.published == date(2018, 9, 9)


def test_front_matter_values_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\ntitle: NO\npublisher: 010\nurl:\n---\n{BODY}", "utf-8")
    header = document(tmp_path).header
    assert (header.title, header.publisher, header.url) == ("NO", "010", "")


# --- names ------------------------------------------------------------------------------------------------------------


def test_ids_are_paths_below_the_folder_without_extension_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/deep/c.txt", "a.b.txt", "same.txt", "same.md", "Z.TXT"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BODY, "utf-8")
    assert list(read(tmp_path)) == ["Z", "a.b", "b", "same.md", "same.txt", "sub/deep/c"]


def test_two_folders_with_the_same_names(tmp_path: Path) -> None:
    for name in ("one/a.txt", "two/a.txt", "two/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY, "utf-8")
    found = sources.found([tmp_path / "one", tmp_path / "two", tmp_path / "two" / "b.txt"])
    assert [one.header.id for one in found if isinstance(one, Document)] == ["b", "one/a.txt", "two/a.txt"]


def test_what_stands_beside_the_seeds_is_passed_over(tmp_path: Path) -> None:
    for name in ("README.md", "manifest.yaml", ".hidden.txt", ".git/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("" if name == "manifest.yaml" else BODY, "utf-8")
    assert read(tmp_path) == {}


def test_an_odd_name_is_shown_safely(tmp_path: Path) -> None:
    for name in (
        b"new\nline.txt",
        b"esc\x1b[2J.txt",
        b"bad\xff.txt",
        "rlo\u202etxt.exe.txt".encode(),
        b"a" * 251 + b".txt",
    ):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as odd:
            odd.write(BODY.encode())
    assert sorted(read(tmp_path)) == ["a" * 251, "bad⟦xFF⟧", "esc⟦U+001B⟧[2J", "new⟦U+000A⟧line", "rlo⟦U+202E⟧txt.exe"]
    assert all(isinstance(one, Document) for one in read(tmp_path).values())


def test_a_path_that_is_not_there_is_a_mistake_of_usage(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere: no such file or folder"):
        sources.found([tmp_path / "nowhere"])


def test_texts_are_read_only_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(BODY, "utf-8")
    opened_: list[str] = []
    real = file.content

    def read_(path: Path, limit_bytes: int) -> bytes:
        opened_.append(path.name)
        return real(path, limit_bytes)

    monkeypatch.setattr(file, "content", read_)
    found = sources.found([tmp_path])
    assert opened_ == []
    next(found)
    assert opened_ == ["a.txt"]


# --- the manifest -----------------------------------------------------------------------------------------------------


def test_the_manifest_says_what_the_text_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"---\npublisher: The text\n---\n{BODY}", "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text(BODY, "utf-8")
    (tmp_path / "manifest.yaml").write_text(
        "a.txt: {publisher: The manifest, published: 2018-09-01}\nsub/b:\n  title: B\n  language: FR\n", "utf-8"
    )
    a, b = document(tmp_path, "a").header, document(tmp_path, "sub/b").header
    assert (a.publisher, a.published) == ("The text", date(2018, 9, 1))
    assert (b.title, b.language) == ("B", "fr")


def test_another_manifest_takes_the_place_of_the_one_in_the_folder(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text(BODY, "utf-8")
    (seeds / "manifest.yaml").write_text("a: {title: Mine, publisher: Mine}\n", "utf-8")
    (tmp_path / "other.yaml").write_text("a: {title: Other}\n", "utf-8")
    one = read(seeds, tmp_path / "other.yaml")["a"]
    assert isinstance(one, Document)
    assert (one.header.title, one.header.publisher) == ("Other", "")


def test_the_manifest_beside_a_single_file_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "manifest.yaml").write_text("a: {title: A}\n", "utf-8")
    [one] = sources.found([tmp_path / "a.txt"])
    assert isinstance(one, Document)
    assert one.header.title == "A"


def test_a_bad_seed_that_an_officer_knows_of_is_acknowledged(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "manifest.yaml").write_text("a.txt: {acknowledged: true, reason: asked for a copy}\n", "utf-8")
    assert rejection(tmp_path) == Rejection("a", "it is empty – known: asked for a copy", True)


def test_a_seed_that_can_be_read_carries_its_acknowledgement_along(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Zwei Menschen starben.", "utf-8")
    (tmp_path / "manifest.yaml").write_text("a: {language: de, acknowledged: true, reason: German}\n", "utf-8")
    [read] = sources.found([tmp_path])
    assert isinstance(read, Document) and read.header.acknowledged


def test_every_mistake_of_a_manifest_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(
        "a:\n  titel: A\n  published: soon\nb: {acknowledged: true}\nc: {acknowledged: perhaps}\nd: text\nb: {}\n",
        "utf-8",
    )
    with pytest.raises(ConfigError) as refused:
        sources.found([tmp_path])
    assert str(refused.value).replace(f"{tmp_path}/", "").splitlines() == [
        'manifest.yaml:2: unknown key "titel" – did you mean "title"?',
        'manifest.yaml:3: published must be a date such as 2018-09-09, not "soon"',
        "manifest.yaml:4: acknowledged needs a reason: why this seed cannot be read",
        'manifest.yaml:5: acknowledged must be true or false, not "perhaps"',
        "manifest.yaml:6: must be keys and values, one a line, such as `title: Idlib`",
        'manifest.yaml:7: the key "b" stands on line 4 already – keep one of the two',
    ]


def test_a_manifest_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: cannot be read: No such file"):
        sources.found([tmp_path], tmp_path / "none.yaml")


def test_names_of_the_manifest_that_no_seed_has(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    (tmp_path / "b.docx").write_text(BODY, "utf-8")
    (tmp_path / "manifest.yaml").write_text("a: {title: A}\nb.docx: {title: B}\naa.txt: {title: C}\n", "utf-8")
    listing = sources.listed([tmp_path])
    assert ([seed.id for seed in listing.readable], [seed.id for seed in listing.refused]) == (["a"], ["b"])
    assert listing.absent == ("aa.txt",)


# --- what cannot be read ----------------------------------------------------------------------------------------------


def made(name: str, content: bytes | str) -> Callable[[Path], None]:
    """What writes that file into a folder."""

    def make(folder: Path) -> None:
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


def a_socket(folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)  # the path of a socket has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind("a.txt")
    finally:
        os.chdir(here)


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", BODY])


BAD = {
    "empty": (made("a.txt", b""), "it is empty"),
    "only spaces": (made("a.txt", " \n\t\u00a0\n"), "it has no text"),
    "only a byte order mark": (made("a.txt", b"\xef\xbb\xbf"), "it has no text"),
    "front matter alone": (made("a.txt", HEAD), "it has front matter and no text"),
    "NUL": (
        made("a.txt", b"Four people\0were killed"),
        "it holds a NUL at byte 12, so it is no plain text – save it as UTF-8",
    ),
    "UTF-16 without mark": (
        made("a.txt", BODY.encode("utf-16-le")),
        "it holds a NUL at byte 2, so it is no plain text – save it as UTF-8",
    ),
    "UTF-16 cut off": (made("a.txt", BODY.encode("utf-16")[:-1]), "it is not UTF-16 at byte 89 – save it as UTF-8"),
    "UTF-16 lone surrogate": (
        made("a.txt", b"\xff\xfea\0\x00\xd8a\0"),
        "it is not UTF-16 at byte 5 – save it as UTF-8",
    ),
    "cp1252": (made("a.txt", "Café".encode("cp1252")), "it is not UTF-8 at byte 4 – save it as UTF-8"),
    "cp1256": (made("a.txt", "قتيل".encode("cp1256")), "it is not UTF-8 at byte 1 – save it as UTF-8"),
    "overlong UTF-8": (made("a.txt", b"\xc0\xaf"), "it is not UTF-8 at byte 1 – save it as UTF-8"),
    "UTF-8 surrogate": (made("a.txt", b"x\xed\xa0\x80"), "it is not UTF-8 at byte 2 – save it as UTF-8"),
    "random": (made("a.txt", random.Random(1).randbytes(1_000_000)), "it is not UTF-8 at byte "),
    "PDF named txt": (made("a.txt", b"%PDF-1.7 ..."), "it is a PDF, not plain text – save it as plain text (.txt)"),
    "DOCX named txt": (
        made("a.txt", b"PK\x03\x04..."),
        "it is a Word, Excel or ZIP file, not plain text – save it as plain text (.txt)",
    ),
    "DOCX": (made("a.docx", b"PK\x03\x04..."), "files of the kind .docx are not read – save it as plain text (.txt)"),
    "no extension": (made("a", BODY), "files without extension are not read – save it as plain text (.txt)"),
    "escape in extension": (
        made("a.\x1b[2J", BODY),
        "files of the kind .⟦U+001B⟧[2J are not read – save it as plain text (.txt)",
    ),
    "folder named txt": (lambda folder: (folder / "a.txt").mkdir(), "it is a folder with the name of a text"),
    "pipe": (lambda folder: os.mkfifo(folder / "a.txt"), "it is a pipe or device, not a file"),
    "socket": (a_socket, "it is a socket, not a file"),
    "link outside": (
        lambda folder: (folder / "a.txt").symlink_to("/etc/passwd"),
        "it is a symbolic link – put the file itself here",
    ),
    "link inside": (
        lambda folder: (folder / "a.txt").symlink_to("good1.txt"),
        "it is a symbolic link – put the file itself here",
    ),
    "link loop": (
        lambda folder: (folder / "a.txt").symlink_to("a.txt"),
        "it is a symbolic link – put the file itself here",
    ),
    "dangling link": (
        lambda folder: (folder / "a.txt").symlink_to("nowhere"),
        "it is a symbolic link – put the file itself here",
    ),
    "link to a folder": (
        lambda folder: (folder / "a").symlink_to("/etc"),
        "it is a symbolic link – put the file itself here",
    ),
    "front matter open": (
        made("a.txt", "---\ntitle: A\n" + BODY),
        "line 1: front matter begins and never ends – close it with a line ---",
    ),
    "unknown key": (
        made("a.txt", front("title: A", "publishd: 2018-09-09")),
        'front matter, line 3: unknown key "publishd" – did you mean "published"?',
    ),
    "bad date": (
        made("a.txt", front("published: 9 Sept")),
        'front matter, line 2: published must be a date such as 2018-09-09, not "9 Sept"',
    ),
    "impossible date": (
        made("a.txt", front("published: 2018-02-30")),
        'front matter, line 2: published must be a date such as 2018-09-09, not "2018-02-30"',
    ),
    "year 1": (
        made("a.txt", front("published: 0001-01-01")),
        'front matter, line 2: published must be a date such as 2018-09-09, not "0001-01-01"',
    ),
    "script as address": (
        made("a.txt", front("url: javascript:alert(1)")),
        'front matter, line 2: url must begin with http:// or https://, not "javascript:alert(1)"',
    ),
    "broken address": (
        made("a.txt", front("url: 'http://[x'")),
        'front matter, line 2: url must begin with http:// or https://, not "http://[x"',
    ),
    "bad language": (
        made("a.txt", front("language: English!")),
        'front matter, line 2: language must be a code such as en, fr, es or ar, not "English!"',
    ),
    "list as title": (made("a.txt", front("title: [A]")), "front matter, line 2: title must be one line of text"),
    "control in title": (
        made("a.txt", front('title: "a\\eb"')),
        "front matter, line 2: title holds a line break or control character – retype it on one line",
    ),
    "long title": (
        made("a.txt", front("title: " + "x" * 501)),
        "front matter, line 2: title has 501 characters – at most 500",
    ),
    "alias in front matter": (
        made("a.txt", front("title: *x")),
        "front matter, line 2: the alias *x is not allowed – write the value out, or put such text in quotes",
    ),
    "twice": (
        made("a.txt", front("title: A", "title: B")),
        'front matter, line 3: the key "title" stands on line 2 already – keep one of the two',
    ),
    "colon in title": (
        made("a.txt", front("title: Idlib: raids")),
        "front matter, line 2: a colon inside a text, or a wrong indentation – put such text in quotes",
    ),
    "list": (
        made("a.txt", front("- title")),
        "front matter, line 2: must be keys and values, one a line, such as `title: Idlib`",
    ),
    "deep": (
        made("a.txt", front("title: " + "[" * 100_000)),
        "front matter, line 2: more than 50 levels of nesting – flatten it",
    ),
    "two mistakes": (
        made("a.txt", front("titel: A", "published: x")),
        'front matter, line 2: unknown key "titel" – did you mean "title"?; line 3: published must '
        'be a date such as 2018-09-09, not "x"',
    ),
}  # fmt: skip


@pytest.fixture
def among(tmp_path: Path) -> Iterator[Path]:
    """A folder with five good seeds."""
    for number in range(1, 6):
        (tmp_path / f"good{number}.txt").write_text(HEAD + BODY, "utf-8")
    yield tmp_path


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_seed_is_named_with_its_reason_and_harms_no_other(among: Path, kind: str) -> None:
    clean = read(among)
    make, reason = BAD[kind]
    make(among)
    found = read(among)
    bad = found.pop("a")
    assert isinstance(bad, Rejection)
    assert bad.reason == reason or (kind == "random" and bad.reason.startswith(reason))
    assert not bad.acknowledged
    assert found == clean
    assert len(clean) == 5


@pytest.mark.parametrize(("name", "limit_mb"), [("a.txt", 2), ("a.csv", 20), ("a.xlsx", 20)])
def test_a_file_above_the_limit_is_refused_unread(among: Path, name: str, limit_mb: int) -> None:
    with open(among / name, "wb") as large:
        large.truncate(limit_mb * 1_000_000 + 1)
    begun = time.monotonic()
    assert rejection(among).reason == f"it is larger than {limit_mb} MB – split it"
    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize("meddle", [
    lambda path: path.write_bytes(b"x" * 300),  # it grows
    lambda path: path.write_bytes(b"x" * 50),  # it shrinks
    lambda path: os.utime(path, (0, 0)),  # it is written anew, as long as before
], ids=["grows", "shrinks", "changes"])  # fmt: skip
def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path: Path, monkeypatch, meddle) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 200)
    real = os.fdopen

    def late(handle: int, *how: Any, **more: Any) -> Any:
        meddle(path)
        return real(handle, *how, **more)

    monkeypatch.setattr(file.os, "fdopen", late)
    with pytest.raises(file.RefusedError, match="it was written to while it was read – build again once it is compl"):
        file.content(path, 1000)


def test_a_seed_that_vanishes_after_it_was_listed(among: Path) -> None:
    (among / "a.txt").write_text(BODY, "utf-8")
    found = sources.found([among])
    (among / "a.txt").unlink()
    assert next(found) == Rejection("a", "it vanished before it was read")
    assert sum(isinstance(one, Document) for one in found) == 5


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")])
def test_a_seed_that_may_not_or_cannot_be_read(among: Path, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    (among / "a.txt").write_text(BODY, "utf-8")
    real = os.open

    def refusing(path: Path, *rest: int) -> int:
        if Path(path).name == "a.txt":
            raise error
        return real(path, *rest)

    monkeypatch.setattr(os, "open", refusing)
    expected = (
        "it may not be read – check its permissions" if error.errno == 13 else "it cannot be read: Input/output error"
    )
    assert rejection(among).reason == expected
    assert sum(isinstance(one, Document) for one in read(among).values()) == 5


def test_a_folder_that_cannot_be_listed_is_named(among: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (among / "a").mkdir()
    real = os.scandir

    def refusing(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert rejection(among).reason == "the folder cannot be read: Permission denied"


# --- signatures -------------------------------------------------------------------------------------------------------


def numbers(text: str) -> list[int]:
    digits = signature(text)
    return [int(digits[at : at + 8], 16) for at in range(0, len(digits), 8)]


def alike(one: str, other: str) -> float:
    return sum(a == b for a, b in zip(numbers(one), numbers(other), strict=True)) / 64


def words(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return [f"w{chance.randrange(5000)}" for _ in range(count)]


def test_a_signature_is_64_numbers_of_32_bits_and_the_same_everywhere() -> None:
    assert len(signature(BODY)) == 64 * 8
    assert numbers(BODY)[:2] == [3777561637, 1123125876]  # on every machine, in every run
    assert signature("?!") == ""
    assert len(numbers("Idlib")) == 64


def test_spelling_and_spacing_do_not_change_a_signature() -> None:
    assert signature("Four people, killed in ＩＤＬＩＢ on Sunday") == signature(
        "four people killed\n\nin Idlib on “Sunday”"
    )


def test_a_signature_tells_how_much_two_texts_share() -> None:
    text = words(1, 400)
    edited = [*text[:380], *words(2, 20)]  # 376 of 416 runs in common: 0.90
    half = [*text[:200], *words(3, 200)]  # 196 of 596: 0.33
    assert 0.80 <= alike(" ".join(text), " ".join(edited)) <= 1.0
    assert 0.15 <= alike(" ".join(text), " ".join(half)) <= 0.5
    assert alike(" ".join(text), " ".join(words(4, 400))) <= 0.05


def test_short_texts_that_differ_are_not_alike() -> None:
    assert alike("Four people were killed in Idlib on Sunday", "Nine shells fell on Hama late on Monday night") <= 0.1


def test_one_megabyte_takes_less_than_a_second() -> None:
    text = " ".join(words(5, 180_000))
    assert len(text) > 1_000_000
    begun = time.process_time()
    signature(text)
    assert time.process_time() - begun < 1


def test_damaged_seeds_are_read_or_refused_and_never_crash(tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = (HEAD + BODY).encode()
    for number in range(300):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.choice((0, 1, 9))] = chance.randbytes(chance.choice((0, 1, 3)))
        (tmp_path / f"{number:03}.txt").write_bytes(raw)
    found = list(sources.found([tmp_path]))
    assert len(found) == 300
    assert {type(one) for one in found} == {Document, Rejection}
    for one in found:
        if isinstance(one, Document):
            raw_ = (tmp_path / f"{one.header.id}.txt").read_bytes()
            assert raw_.endswith(one.text.encode()), one.header.id
        else:
            assert one.reason.isprintable(), one


@pytest.mark.parametrize(("text", "language"), [
    ("Trois personnes ont été tuées lundi à Bamako.", "fr"),
    ("Tres personas murieron el lunes en un ataque.", "es"),
    ("قُتل ثلاثة أشخاص في قصف على المدينة يوم الاثنين.", "ar"),
    ("Three people were killed on Monday.", "en"),
    ("Kafr Nabl: 9 air raids; Hbit: 16 barrel bombs", "en"),  # too little to tell: the language that is read
    ("12 – 14", "en"),
])  # fmt: skip
def test_a_text_that_does_not_say_its_language_is_asked(tmp_path: Path, text: str, language: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    [found] = sources.found([tmp_path])
    assert isinstance(found, Document)
    assert found.header.language == language


def test_what_a_text_says_of_its_language_holds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\nlanguage: en\n---\nTrois personnes ont été tuées lundi à Bamako.\n", "utf-8")
    [found] = sources.found([tmp_path])
    assert isinstance(found, Document)
    assert found.header.language == "en"
