"""`index.html` and `feed.xml`: all editions with their key figures, always derived from the editions.

They stand in `out/`, for the office, and in the folder that gets copies of what is no draft, for a web server. Each
ends in a stamp: a hash of what the two are made of, and one of all that stands above it. While both stamps hold,
nothing is rendered and nothing is written; whatever else is there, if anything, is replaced in one step. So a removed
edition, another theme or a damaged page is seen at the next start, and needs nobody to remember it.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sitrep
from sitrep import bundled
from sitrep.errors import ConfigError, PublishFailed
from sitrep.program import digest, hashes
from sitrep.publish import disk, past
from sitrep.publish.catalogue import Catalogue, Issue, Listed, catalogue, names

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.report.wording import Words

log = getLogger(__name__)

PAGE, FEED = "index.html", "feed.xml"
MADE = b"<!-- made from "  # the stamp's beginning
GROUPED_FROM = 13  # issues: so many stand under their years, and fewer under one another
WAITING = 5  # drafts that are named; of more the page tells how many there are


@dataclass(frozen=True, slots=True)
class Home:
    """Where page and feed stand, and what leads from there to an edition and on to its files."""

    folder: Path
    to_edition: str = ""
    to_file: str = ""
    site: str = ""

    @property
    def is_public(self) -> bool:
        """Whether strangers may look on: then nothing is told of drafts, nor of what has not been copied there."""
        return not self.to_edition


def derived(out: Path, config: "Config") -> bool:
    """Whether page and feed tell of the editions of `out` as they are now; they are written only if their bytes change.

    What keeps them from being written is logged, and the next start tries again: it is no reason to hold an edition
    back. The caller holds the lock.
    """
    return _derived(out, config, Home(out, f"{past.EDITIONS}/", "report/"))


def served(out: Path, config: "Config") -> bool:
    """The same for the folder that gets copies, where there is one: of those editions that were copied there."""
    folder = config.folder / config.publishing.folder
    if not config.publishing.folder or not folder.is_dir():  # that it is not there was told when a copy was due
        return True
    return _derived(out, config, Home(folder, site=config.publishing.site))


def _derived(out: Path, config: "Config", home: Home) -> bool:
    made_from = digest(_made_from(out, config, home))
    if all(_stands(home.folder / name, made_from) for name in (PAGE, FEED)):
        return True
    try:
        for name, content in _files(out, config, home).items():
            _put(home.folder / name, _stamped(content, made_from), on_any_drive=home.is_public)
    except (ConfigError, PublishFailed) as error:
        log.warning("page and feed of %s could not be made anew, the next build tries again: %s", home.folder, error)
        return False
    log.info("page and feed of %s are made anew", home.folder, extra={"stage": "archive"})
    return True


def _made_from(out: Path, config: "Config", home: Home) -> dict[str, Any]:
    """All that decides a byte of page or feed, by its hash; nothing is parsed, so that this costs next to nothing."""
    ours = Path(sitrep.__file__).parent
    editions = {one.name: [_hash(one.folder / "internal" / "manifest.json"), names(one)] for one in past.shelf(out)}
    return {
        "editions": editions, "version": sitrep.__version__, "to": [home.to_edition, home.to_file],
        "copied": [name for name in editions if home.is_public and (home.folder / name).is_dir()],
        "title": config.title, "organisation": config.organisation, "country": config.country,
        "language": config.first_language, "site": home.site,
        "theme": [repr(config.theme), *(_hash(config.folder / "config" / name) for name in config.theme.files)],
        "templates": [hashes(folder) for folder in _folders(config)],
        "code": [hashes(ours / "publish", ("__pycache__",)), _hash(ours / "report" / "html.py")],
    }


def _folders(config: "Config") -> tuple[Path, Path]:
    return config.templates, bundled.folder("templates")


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


# --- the files --------------------------------------------------------------------------------------------------------


def _stamped(content: bytes, made_from: str) -> bytes:
    """The content with its stamp, a comment of HTML and XML alike."""
    return content + MADE + f"{made_from}, as {sha256(content).hexdigest()} -->\n".encode()


def _stands(path: Path, made_from: str) -> bool:
    """Whether the file is whole and made from that."""
    content = _content(path)
    above, _, _ = content.rpartition(MADE)
    return bool(content) and content == _stamped(above, made_from)


def _content(path: Path) -> bytes:
    """What a plain file holds; nothing of what is none, and no link is followed."""
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return b""


def _put(path: Path, content: bytes, *, on_any_drive: bool) -> None:
    """The file holds `content`. In a folder that others write into, a file that is none of ours is left alone."""
    there = _content(path)
    if there == content:
        return
    if on_any_drive and os.path.lexists(path) and MADE not in there:
        raise PublishFailed(f"{path} was not made by sitrep – move it away, or name another folder")
    with disk.reported(path):
        disk.put(path, content, 0o644, on_any_drive=on_any_drive)


def _files(out: Path, config: "Config", home: Home) -> dict[str, bytes]:
    """Page and feed of the editions that may leave the office."""
    from sitrep.publish import feed
    from sitrep.report import html, wording

    found = _copied(catalogue(out), home.folder) if home.is_public else catalogue(out)
    words = wording.words(config.first_language, _folders(config))
    title = _title(found, config)
    named = wording.plain(wording.line(words, "archive.title", title=title))
    head = feed.Head(named, words.language, config.organisation or title, config.country, home.site)
    summaries = {one.name: _summary(one, words) for one in found.listed}
    to = {"to_edition": home.to_edition, "to_file": home.to_file}
    page = html.archive(_page(found, words, title, named, config) | to, config.templates)
    return {PAGE: page.encode(), FEED: feed.feed(found.listed, head, summaries, **to)}


def _copied(found: Catalogue, folder: Path) -> Catalogue:
    """What of it stands in the folder too; no drafts."""
    issues = []
    for issue in found.issues:
        there = [one for one in (issue.newest, *issue.replaced) if (folder / one.name).is_dir()]
        issues += [replace(issue, newest=there[0], replaced=tuple(there[1:]))] if there else []
    return Catalogue(tuple(issues))


def _title(found: Catalogue, config: "Config") -> str:
    """What the newest edition is called in the language of the page; before there is one, what is configured."""
    newest = (issue.newest.told.get(config.first_language) for issue in found.issues)
    return next((told.title for told in newest if told and told.title), config.title)


def _page(found: Catalogue, words: "Words", title: str, named: str, config: "Config") -> dict[str, Any]:
    """What templates/archive.html is given."""
    from sitrep.report import wording
    from sitrep.report.look import look

    codes = {code for one in found.listed for code in one.told}
    return {
        "language": words.language, "direction": wording.pattern(words, "direction"), "strings": words.strings,
        "title": title, "named": named, "organisation": config.organisation, "look": look(config),
        "languages": {code: wording.own_name(code) for code in sorted(codes)},
        "newest": found.issues[0] if found.issues else None, "years": _years(found.issues[1:]),
        "kinds": len({one.profile for one in found.listed}) > 1,
        "waiting": found.waiting[:WAITING], "more_waiting": len(found.waiting[WAITING:]),
        "feed": FEED,
    }  # fmt: skip


def _years(issues: Sequence[Issue]) -> list[tuple[str, Sequence[Issue]]]:
    """The issues under the years in which their periods end; all under "" while they are few."""
    if len(issues) + 1 < GROUPED_FROM:
        return [("", issues)] if issues else []
    return [(str(year), list(those)) for year, those in groupby(issues, lambda issue: issue.newest.period.end.year)]


def _summary(listed: Listed, words: "Words") -> str:
    """The key figures of an edition as one line of text."""
    from sitrep.report import wording

    told = [
        wording.plain(wording.line(words, "archive.figure" if tile.note else "archive.figure_bare",
                                   label=tile.label, value=tile.value, note=tile.note))
        for tile in listed.in_language(words.language).tiles
    ]
    return wording.plain(wording.joined(words, told, "semicolon"))
