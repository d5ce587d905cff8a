"""The message that an edition is sent with: plain text, HTML, and the PDF of each language that its reader takes.

It says what the edition says of itself (`told` in its manifest), in the words of `strings/<language>.yaml`. Texts come
from strangers: the HTML part is escaped, and headers are safe (`message`). The same edition and recipient give the same
bytes but for the date, and the same Message-ID, by which a server or a reader knows a copy.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sitrep import bundled
from sitrep.config.publishing import ADDRESS
from sitrep.errors import PublishFailed
from sitrep.publish import message, past
from sitrep.publish.due import Whole
from sitrep.report import html, wording

if TYPE_CHECKING:
    from sitrep.config import Config

MOST_BYTES = 20_000_000  # of all PDFs together; in a mail they are a third longer, and many servers stop at 30 MB
BETWEEN = f"\n{'-' * 40}\n\n"  # two languages
# What stands for a text that an edition does not tell: those of before had no `told`.
NOTHING: Mapping[str, Any] = {"kicker": "", "direction": "", "tiles": (), "highlights": ()}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The PDF of a language: its name, and its bytes; None where it is too large to send."""

    name: str
    content: bytes | None
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a message says in one language. `above` and `below` stand around the title; of a draft `draft` is filled."""

    language: str
    direction: str
    subject: str
    title: str
    closing: Sequence[str]
    above: str = ""
    below: str = ""
    draft: str = ""
    mark: str = ""
    clear: str = ""
    command: str = ""
    key_figures: str = ""
    tiles: Sequence[Mapping[str, str]] = ()
    highlights_title: str = ""
    highlights: Sequence[str] = ()


def letter(config: "Config", edition: Whole, to: str, languages: Sequence[str], now: datetime) -> bytes:
    """The mail of an edition to one recipient, who asked for `languages`; without any, in all that it has.

    Raises PublishFailed or ConfigError if it cannot be made.
    """
    try:
        enclosed = _enclosed(edition, _languages(edition.said, languages, config))
        parts = [_part(config, edition, language, pdf) for language, pdf in enclosed.items()]
        attached = {pdf.name: pdf.content for pdf in enclosed.values() if pdf and pdf.content is not None}
        return _mailed(config, parts, to, now, edition.shelved.name, attached)
    except OSError as error:
        raise PublishFailed(f"cannot read {error.filename or edition.shelved.folder}: {error.strerror}") from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise PublishFailed(f"{edition.shelved.folder}: no message can be made of its manifest ({error!r})") from error


def notice(config: "Config", reason: str, why: str, to: str, now: datetime) -> bytes:
    """A mail without an edition: `reason` is a key of `mail.notices` in the strings, `why` what the run said."""
    words = _words(config, config.first_language)
    title = config.title
    key = f"mail.notices.{reason}"
    part = Part(
        words.language, wording.pattern(words, "direction"), _said(words, f"{key}.subject", title=title), title,
        [_said(words, f"{key}.text", title=title), *why.splitlines()], above=config.organisation,
    )
    return _mailed(config, [part], to, now, f"{now.date()} {reason}", {})


def _languages(said: Mapping[str, Any], asked: Sequence[str], config: "Config") -> Sequence[str]:
    """The languages of a message: those asked for that the edition has, its first where it has none of these."""
    known = tuple(said.get("told") or config.languages)
    return [language for language in asked if language in known] or (known[:1] if asked else known)


def _enclosed(edition: Whole, languages: Sequence[str]) -> dict[str, Enclosed | None]:
    """The PDF of each language, as long as a mail holds them."""
    found: dict[str, Enclosed | None] = {}
    room = MOST_BYTES
    for language in languages:
        ending = re.compile(rf"report/.*_{re.escape(language)}_v\d+\.pdf")
        name = next((name for name in edition.said["files"] if ending.fullmatch(name)), None)
        if name is None:
            found[language] = None
            continue
        path = edition.shelved.folder / name
        size = path.stat().st_size
        found[language] = Enclosed(path.name, path.read_bytes() if size <= room else None, size)
        room -= size if size <= room else 0
    return found


def _part(config: "Config", edition: Whole, language: str, pdf: Enclosed | None) -> Part:
    """What a message says of an edition in one language."""
    words, name, said = _words(config, language), edition.shelved.name, edition.said
    days = said["period"]
    known = {"title": config.title, "number": name, "period": f"{days['start']} – {days['end']}"}
    told = {**NOTHING, **known, **said.get("told", {}).get(language, {})}
    draft = past.is_draft(said)
    mark = wording.pattern(words, "status.watermark")
    head = {key: told[key] for key in ("title", "number", "period")}
    clearing = {
        "draft": wording.pattern(words, "mail.draft"), "mark": mark, "clear": wording.pattern(words, "mail.clear"),
        "command": f'sitrep clear {name} --by "{wording.pattern(words, "mail.your_name")}"',
    }  # fmt: skip
    return Part(
        language, told["direction"] or wording.pattern(words, "direction"),
        _said(words, "mail.draft_subject" if draft else "mail.subject", **head, **({"mark": mark} if draft else {})),
        told["title"], [*_about(words, pdf, _place(config, name, draft)), *_answer(config, words)],
        above=told["kicker"], below=" · ".join(filter(None, (told["number"], told["period"]))),
        **(clearing if draft else {}),
        key_figures=wording.pattern(words, "sections.key_figures"), tiles=told["tiles"],
        highlights_title=wording.pattern(words, "sections.highlights"), highlights=told["highlights"],
    )


def _about(words: wording.Words, pdf: Enclosed | None, place: str) -> Iterator[str]:
    """What is said of the PDF."""
    if pdf and pdf.content is None:
        yield _said(words, "mail.too_large", name=pdf.name, size=f"{pdf.size_bytes / 1e6:.0f}", place=place)
    elif pdf:
        yield _said(words, "mail.attached", name=pdf.name)


def _place(config: "Config", name: str, draft: bool) -> str:
    """Where somebody finds a PDF that was not sent: in the copy for all, if there is one, else with the office."""
    if config.publishing.folder and not draft:
        return f"{config.publishing.folder.rstrip('/')}/{name}/"
    return f"out/editions/{name}/report/"


def _answer(config: "Config", words: wording.Words) -> Iterator[str]:
    """How to answer, and whom one asks."""
    yield wording.pattern(words, "mail.answer")
    contact = config.contact
    comma, colon = (wording.pattern(words, f"lists.{sign}") for sign in ("comma_only", "colon"))
    if named := comma.join(filter(None, (contact.name, contact.role, contact.email, contact.phone))):
        yield f"{wording.pattern(words, 'about.contact')}{colon}{named}"


def _words(config: "Config", language: str) -> wording.Words:
    return wording.words(language, (config.templates, bundled.folder("templates")))


def _said(words: wording.Words, key: str, **values: str) -> str:
    return wording.plain(wording.line(words, key, **values))


def _mailed(
    config: "Config", parts: Sequence[Part], to: str, now: datetime, what: str, attached: Mapping[str, bytes]
) -> bytes:
    """The parts as one mail, its subject that of the first."""
    answers = config.contact.email if ADDRESS.fullmatch(config.contact.email) else ""
    head = message.Head(
        config.publishing.mail.sender, config.organisation, to, answers, parts[0].subject,
        tuple(part.language for part in parts), what, now,
    )  # fmt: skip
    page = html.mail({"parts": parts, "subject": message.one_line(parts[0].subject)}, config.templates)
    return message.written(head, BETWEEN.join(map(_plain, parts)), page, attached)


def _plain(part: Part) -> str:
    """The text of a message in one language."""
    lines = [part.title, " · ".join(filter(None, (part.above, part.below)))]
    if part.draft:
        lines += ["", part.draft, part.clear, "", f"    {part.command}"]
    if part.tiles:
        lines += ["", part.key_figures.upper(), ""]
        for tile in part.tiles:
            lines.append(f"{tile['value']}  {tile['label']}" + (f" ({tile['note']})" if tile["note"] else ""))
    if part.highlights:
        lines += ["", part.highlights_title.upper(), ""]
        lines += [f"- {sentence}" for sentence in part.highlights]
    return html.UNSAFE.sub("", "\n".join([*lines, "", *part.closing])) + "\n"
