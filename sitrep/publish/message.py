"""A mail as bytes: its head, both kinds of text, and what is attached.

The head is written here, and not by `email`: that drops spaces where it breaks a long line that is not ASCII, and takes
a stranger's "=?utf-8?…?=" for an encoded sign. Every header is one that no text can end: `show` spells out line breaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote
from hashlib import sha256

from sitrep.shown import show

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes to whom about what. `what` and recipient name the message: the same ones have the same Message-ID."""

    sender: str
    name: str  # of the sender
    to: str
    answers: str  # the address that answers go to; empty for the sender's
    subject: str
    languages: tuple[str, ...]
    what: str
    now: datetime


def written(head: Head, plain: str, page: str, attached: Mapping[str, bytes]) -> bytes:
    """The mail, with line ends as SMTP has them. The same arguments give the same bytes; addresses are sure to be some.

    `attached` are PDFs by their name.
    """
    identity = sha256(f"{head.what} {head.to}".encode()).hexdigest()
    body = EmailMessage(policy=SMTP)
    body.set_content(plain, cte="quoted-printable")
    body.add_alternative(page, subtype="html", cte="quoted-printable")
    for name, content in attached.items():
        body.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    for number, part in enumerate(part for part in body.walk() if part.is_multipart()):
        # no boundary by chance; "=_" occurs neither in quoted-printable nor in base64
        part.set_boundary(f"=_{identity[:24]}_{number}")
    headers = {
        "From": f"{_name(head.name)} <{head.sender}>".strip(), "To": head.to, "Reply-To": head.answers,
        "Subject": _encoded(head.subject, "Subject"), "Date": format_datetime(head.now),
        "Message-ID": f"<{identity[:40]}@{head.sender.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's holiday message answers it
        "Content-Language": ", ".join(head.languages),
    }  # fmt: skip
    lines = (f"{header}: {value}\r\n" for header, value in headers.items() if value)
    return "".join(lines).encode("ascii") + body.as_bytes(policy=SMTP)


def one_line(text: str) -> str:
    r"""A text for a header: its spaces are plain, and signs that break a line or deceive the eye are spelt out.

    >>> one_line("No.\N{NO-BREAK SPACE}1\nBcc: all@example.org")
    'No. 1⟦U+000A⟧Bcc: all@example.org'
    """
    return show(text.replace(NBSP, " ")).strip()


def _name(text: str) -> str:
    name = one_line(text)
    return f'"{quote(name)}"' if name and _is_plain(name) else _encoded(name, "From")


def _encoded(text: str, header: str) -> str:
    """The text as that header may hold it, in lines of at most 76 signs."""
    told = one_line(text)
    return Header(told, "us-ascii" if _is_plain(told) else "utf-8", 76, header).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    """Whether a text needs no encoding, and is none that a reader's program would decode."""
    return text.isascii() and "=?" not in text
