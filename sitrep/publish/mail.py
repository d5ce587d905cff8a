"""Messages handed to the mail server: each accepted, refused for good, or to be tried again.

What fails for the moment (no connection, no answer in time, a code of 4xx) is tried in rounds with growing pauses; what
the server refuses for good (5xx) is tried once a run. The server's certificate is always checked, against the
authorities of the system or those that SSL_CERT_FILE names.
"""

import contextlib
import os
import smtplib
import ssl
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sitrep.errors import PublishFailed, SitrepError
from sitrep.publish.journal import Delivery
from sitrep.publish.limits import Limits, within
from sitrep.shown import show

if TYPE_CHECKING:
    from sitrep.config import Mail

USER, PASSWORD = "SITREP_MAIL_USER", "SITREP_MAIL_PASSWORD"
# How this machine calls itself to the server. Its own name may take a minute to find out, and is nobody's business.
CALLED = "[127.0.0.1]"

# Errors that are the server's answer, after which the connection holds, unless it said that it is closing (421).
ANSWERS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException)
MOST_LOSSES = 2  # of connections in a round: one message may be what a filter hangs up on, two are the server's trouble
TOO_LARGE = 552

Letters = Mapping[Delivery, Callable[[], bytes]]  # each made when it is sent: twenty with a PDF fill a memory


class Login(NamedTuple):
    """User and password; both empty for a server that asks for none."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message was not taken. `is_final`: trying again will not help; `of_all`: no other would be taken either."""

    why: str
    is_final: bool = False
    of_all: bool = False


def login(mail: "Mail", workspace: Path) -> Login:
    """User and password: from the file that `credentials` names, else from the environment, else none.

    Raises PublishFailed for a file that is missing, that others may read, or that does not hold two lines.
    """
    if mail.credentials:
        found = tuple(_lines(workspace / mail.credentials))
        origin = show(str(workspace / mail.credentials))
    else:
        found = tuple(value for name in (USER, PASSWORD) if (value := os.environ.get(name)))
        origin = f"{USER} and {PASSWORD}"
    if not found and not mail.credentials:
        return Login("", "")
    if len(found) != 2:
        wanted = "must hold two lines, user and password" if mail.credentials else "set both, or neither"
        raise PublishFailed(f"{origin}: {wanted}")
    if not all(value.isascii() and value.isprintable() for value in found):
        raise PublishFailed(f"{origin}: hold letters that cannot be sent to a mail server – only ASCII can")
    return Login(*found)


def _lines(path: Path) -> list[str]:
    """The lines of a file that only its owner may read."""
    shown = show(str(path))
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(opened, encoding="utf-8-sig") as file:
            state = os.fstat(opened)
            if not stat.S_ISREG(state.st_mode):
                raise PublishFailed(f"{shown}: is no file – write user and password into one, a line each")
            if state.st_mode & 0o077:
                raise PublishFailed(f"{shown}: others may read it – run: chmod 600 {shown}")
            return [line for line in file.read(10_000).splitlines() if line]
    except UnicodeDecodeError:
        raise PublishFailed(f"{shown}: is not UTF-8 – save it as UTF-8") from None
    except OSError as error:
        raise PublishFailed(f"{shown}: {error.strerror} – write user and password into it, a line each") from None


def posted(
    letters: Letters, mail: "Mail", known: Login, accepted: Callable[[Delivery], None], limits: Limits
) -> dict[Delivery, Refusal]:
    """What the server did not take, and why. `accepted` is told of each message the moment that the server has it."""
    final: dict[Delivery, Refusal] = {}
    waiting: dict[Delivery, Refusal] = {}
    left = letters
    until = time.monotonic() + limits.mail_s
    for pause_s in limits.pauses_s:
        if not left or time.monotonic() >= until:
            break
        limits.sleep(pause_s)
        found = _round(left, mail, known, accepted, limits, until)
        final |= {delivery: refusal for delivery, refusal in found.items() if refusal.is_final}
        waiting = {delivery: refusal for delivery, refusal in found.items() if not refusal.is_final}
        left = {delivery: letters[delivery] for delivery in waiting}
    return final | waiting


def reached(mail: "Mail", known: Login, limits: Limits) -> str:
    """Why the server would take no message of ours, or nothing. It is greeted and left again; nothing is sent."""
    try:
        with contextlib.ExitStack() as session:
            server = _connected(mail, known, limits, session)
            server.ehlo_or_helo_if_needed()
            code, words = server.mail(mail.sender)
            if code >= 400:
                raise smtplib.SMTPSenderRefused(code, words, mail.sender)
    except OSError as error:
        return _refusal(error, mail, is_connected=False).why
    return ""


def _round(
    letters: Letters, mail: "Mail", known: Login, accepted: Callable[[Delivery], None], limits: Limits, until: float
) -> dict[Delivery, Refusal]:
    """One try for each message, over one connection as long as it holds."""
    refused: dict[Delivery, Refusal] = {}
    waiting = dict(letters)
    losses = 0
    server: smtplib.SMTP | None = None
    with contextlib.ExitStack() as session:
        for delivery, letter in letters.items():
            if time.monotonic() >= until:
                return refused | dict.fromkeys(waiting, Refusal(f"no time was left after {limits.mail_s:g} s"))
            try:
                if server is None:
                    server = _connected(mail, known, limits, session)
                _handed(server, mail.sender, delivery.to, letter(), limits)
            except SitrepError as error:  # it could not even be written
                refused[delivery] = Refusal(" ".join(str(error).split()), is_final=True)
            except OSError as error:  # of which smtplib's errors are
                refusal = _refusal(error, mail, is_connected=server is not None)
                if not isinstance(error, ANSWERS):
                    losses += 1
                if refusal.of_all or losses == MOST_LOSSES:
                    return refused | dict.fromkeys(waiting, refusal)
                refused[delivery] = refusal
                if server is not None and (server.sock is None or not isinstance(error, ANSWERS)):
                    server.close()
                    server = None
            else:
                accepted(delivery)
            del waiting[delivery]
    return refused


def _connected(mail: "Mail", known: Login, limits: Limits, session: contextlib.ExitStack) -> smtplib.SMTP:
    """The server, greeted, over a line that nobody else reads, and logged in to; it is left when the session ends."""
    given = (mail.server, mail.at_port, CALLED)
    with within(4 * limits.reply_s):
        trust = ssl.create_default_context()
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*given, timeout=limits.reply_s, context=trust)
        else:
            server = smtplib.SMTP(*given, timeout=limits.reply_s)
        session.callback(_left, server, limits)
        if mail.security == "starttls":
            server.starttls(context=trust)
        if known.user:
            server.login(*known)
    return server


def _left(server: smtplib.SMTP, limits: Limits) -> None:
    with contextlib.suppress(OSError), within(limits.reply_s):
        server.quit()
    server.close()


def _handed(server: smtplib.SMTP, sender: str, to: str, content: bytes, limits: Limits) -> None:
    """The server has the message, for this one recipient; else an OSError of smtplib's or the socket's."""
    patience_s = limits.reply_s + len(content) / limits.bytes_per_s
    if server.sock is not None:
        server.sock.settimeout(patience_s)  # for all bytes of a message together, not for each
    with within(3 * limits.reply_s + patience_s):
        server.sendmail(sender, [to], content)


def _refusal(error: OSError, mail: "Mail", *, is_connected: bool) -> Refusal:
    """What an error means for this message and for the others, in the server's own words where it has some."""
    where = f"{mail.server}:{mail.at_port}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return Refusal(_said(code, words), is_final=code >= 500)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        told = f"{where} refused user or password: {_said(error.smtp_code, error.smtp_error)}"
        return Refusal(told, is_final=error.smtp_code >= 500, of_all=True)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        of_all = not is_connected or (isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != TOO_LARGE)
        told = _said(error.smtp_code, error.smtp_error)
        return Refusal(f"{where}: {told}" if of_all else told, is_final=error.smtp_code >= 500, of_all=of_all)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        told = f"{error} – look at `security` and `credentials` in config/publishing.yaml"
        return Refusal(f"{where}: {told}", is_final=True, of_all=True)
    if isinstance(error, ssl.SSLCertVerificationError):
        told = f"its certificate is not trusted ({error.verify_message}) – SSL_CERT_FILE may name your own authority"
        return Refusal(f"{where}: {told}", is_final=True, of_all=True)
    return Refusal(f"{where}: {show(str(error.strerror or error)[:300])}", of_all=not is_connected)


def _said(code: int, words: bytes | str) -> str:
    """A server's answer on one line, short and safe to print."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return show(" ".join(f"{code} {text}".split())[:300])
