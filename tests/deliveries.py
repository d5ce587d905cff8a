"""What tests of deliveries share: editions with what they say of themselves, and a mail server on this machine."""

import asyncio
import json
import socket
import ssl
import subprocess
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from sitrep import config as settings
from sitrep import publish
from sitrep.config import Config
from sitrep.model import Period
from sitrep.publish.limits import Limits

MONDAY = datetime(2018, 9, 10, 6, 0, 4, tzinfo=timezone(timedelta(hours=3)))
NBSP = "\N{NO-BREAK SPACE}"
FIRST = "SYR001_20180909_v1"
SECOND = "SYR002_20180916_v1"

TOLD: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Idlib", "kicker": "Syria · Weekly situation report", "number": f"No.{NBSP}1",
        "period": f"3–9{NBSP}September 2018", "status": "Cleared", "direction": "ltr",
        "tiles": [
            {"value": "13–14", "label": "People killed", "note": "deaths · 4–6 September · Voices differ in part"},
            {"value": "5,000+", "label": "People displaced", "note": ""},
        ],
        "highlights": ["Nine people were reported killed in Jisr al-Shughour.", "More than 5,000 people fled."],
    },
    "fr": {
        "title": "Idlib", "kicker": "Syrie · Rapport de situation hebdomadaire", "number": f"N°{NBSP}1",
        "period": f"3–9{NBSP}septembre 2018", "status": "Validé", "direction": "ltr",
        "tiles": [{"value": "13–14", "label": "Personnes tuées", "note": ""}],
        "highlights": ["Neuf personnes auraient été tuées à Jisr al-Choghour."],
    },
    "ar": {
        "title": "إدلب", "kicker": "سوريا · تقرير الوضع الأسبوعي", "number": f"العدد{NBSP}1",
        "period": f"3–9{NBSP}أيلول 2018", "status": "معتمد", "direction": "rtl",
        "tiles": [{"value": "13–14", "label": "قتلى", "note": ""}],
        "highlights": ["أفيد بمقتل تسعة أشخاص في جسر الشغور."],
    },
}


def edition(
    out: Path, number: int = 1, revision: int = 1, clearance: str | None = "none", languages: Sequence[str] = ("en",),
    profile: str = "weekly", pdf: bytes = b"%PDF-1.7 the report\n", told: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """The name of an edition published in `out`, week after week by number; `told` goes over what it says of itself.

    Without `clearance` it is one of before there was any.
    """
    end = date(2018, 9, 9) + timedelta(weeks=number - 1)
    period = Period(end - timedelta(days=6), end)
    name = publish.name("SYR", number, period, revision, profile)
    kind = "sitrep" if profile == "weekly" else profile
    stems = {code: f"SYR{number:03}_{kind}_{end:%Y%m%d}_{code}_v{revision}" for code in languages}
    report = {f"{stem}.pdf": pdf + code.encode() for code, stem in stems.items()}
    report |= {f"{stem}.html": b"<p>page</p>" for stem in stems.values()}
    files = {f"report/{key}": value for key, value in report.items()} | {"internal/figures.json": b"[]"}
    said = {
        "number": number, "revision": revision, "inputs": {"digest": "a"}, "counts": {},
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "files": {key: sha256(value).hexdigest() for key, value in files.items()},
        "told": {code: TOLD[code] | dict(told) for code in languages},
    }
    if clearance:
        said["clearance"] = {"status": clearance, "by": "A. N.", "on": "2018-09-10", "of": ""}
    internal = {"figures.json": b"[]", "manifest.json": json.dumps(said).encode()}
    with publish.locked(out):
        publish.edition(out, name, report, internal)
    return name


def office(folder: Path, publishing: str, report: str = "") -> Config:
    """The settings of a workspace with this config/publishing.yaml."""
    (folder / "config").mkdir(parents=True, exist_ok=True)
    (folder / "config" / "publishing.yaml").write_text(publishing, "utf-8")
    wanted = report or "title: Idlib\ncountry: SYR\norganisation: Relief office\ncontact: {email: desk@example.org}\n"
    (folder / "config" / "report.yaml").write_text(wanted, "utf-8")
    return settings.load(folder)


@dataclass
class Server:
    """A mail server that takes everything, unless `answers` has another answer to a command for an address."""

    port: int
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)  # address → what RCPT is answered, one after the other
    data: list[str] = field(default_factory=list)  # what DATA is answered, one after the other
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    delay_s: float = 0.0  # between having a message and saying so
    lines: list[Any] = field(default_factory=list)

    @property
    def got(self) -> list[tuple[str, str]]:
        """The messages by recipient and subject."""
        return [(", ".join(to), str(self.message(at)["Subject"])) for at, (_, to, _) in enumerate(self.mails)]

    @property
    def to(self) -> list[str]:
        return [address for _, recipients, _ in self.mails for address in recipients]

    def message(self, at: int = 0) -> EmailMessage:
        made = message_from_bytes(self.mails[at][2], policy=default)
        assert isinstance(made, EmailMessage)
        return made

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.lines.append(server.transport)
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        waiting = self.answers.get(address, [])
        answer = waiting.pop(0) if len(waiting) > 1 else next(iter(waiting), "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250"):
            self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
            await asyncio.sleep(self.delay_s)
        return answer


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def serving(
    tls: ssl.SSLContext | None = None, *, starttls: bool = False, login: tuple[str, str] | None = None,
    port: int = 0,
) -> Iterator[Server]:
    """A mail server on 127.0.0.1, with TLS from the start or by STARTTLS, that may ask for a login."""
    found = Server(port or free_port())

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        found.logins.append((data.login, data.password))
        is_right = login is not None and (data.login, data.password) == tuple(word.encode() for word in login)
        return AuthResult(success=is_right, handled=False)

    more: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if starttls else {"ssl_context": tls}
    if login:
        # a server with TLS from the start does not know that it may ask for a password
        more |= {"authenticator": check, "auth_required": True, "auth_require_tls": starttls}
    controller = Controller(found, hostname="127.0.0.1", port=found.port, **more)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")  # which it has, from the start
        controller.start()
        try:
            yield found
        finally:
            for line in found.lines:  # those on which a client hung up, aiosmtpd leaves open
                controller.loop.call_soon_threadsafe(line.abort)
            if found.lines:
                time.sleep(0.02)
            controller.stop()


@contextmanager
def silent(greeting: bytes = b"", each_s: float = 0.0) -> Iterator[int]:
    """The port of a server that takes a connection and says no more than this, a byte at a time if `each_s`."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)

        def talk() -> None:
            taken: list[socket.socket] = []
            while not ended.is_set():
                try:
                    taken.append(listening.accept()[0])
                except OSError:
                    continue
                for at in range(len(greeting)):
                    if ended.wait(each_s):
                        break
                    try:
                        taken[-1].sendall(greeting[at : at + 1])
                    except OSError:
                        break
            for one in taken:
                one.close()

        talking = threading.Thread(target=talk)
        talking.start()
        try:
            yield listening.getsockname()[1]
        finally:
            ended.set()
            talking.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of one's own for this machine, and the server's side of it."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", str(key), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    return made, context


@dataclass
class Pauses:
    """The pauses that a run made, none of which was waited for."""

    made: list[float] = field(default_factory=list)

    def limits(self, **more: Any) -> Limits:
        return replace(Limits(sleep=self.made.append), **more)


def mail(port: int, security: str = "none", **more: str) -> str:
    """The `mail:` of a config/publishing.yaml."""
    given = {"server": "localhost" if security != "none" else "127.0.0.1", "port": str(port), "security": security,
             "sender": "desk@example.org"} | more  # fmt: skip
    return f"mail: {json.dumps(given)}\n"


def wait_until(is_true: Callable[[], bool], limit_s: float = 10.0) -> None:
    until = time.monotonic() + limit_s
    while not is_true():
        assert time.monotonic() < until
        time.sleep(0.01)


