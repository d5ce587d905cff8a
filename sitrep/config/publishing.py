"""config/publishing.yaml: what happens with an edition once it is built. It decides no byte of an edition."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from sitrep.config import values
from sitrep.config.base import Settings
from sitrep.config.values import Language, Line, Lines
from sitrep.shown import hint, show

# RFC 6409 and RFC 8314: submission, submission over TLS; 25 is what a server on the same machine listens on.
PORTS = {"starttls": 587, "tls": 465, "none": 25}
# What mail servers take without extensions (RFC 5321).
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(rf"{ATOM}(\.{ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
SERVER = re.compile(r"[A-Za-z0-9.-]+|[0-9A-Fa-f:]+")
# The trend reads the last five issues before the one that is built.
FEWEST = 6
SITE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?", re.ASCII)
# What an edition is made of or kept in: copies there would be read, or taken for editions.
OURS = ("config", "out", "seeds", "templates")


def address(value: str) -> str:
    """A mail address that any server takes."""
    if not ADDRESS.fullmatch(value):
        raise ValueError(f"must be one mail address such as desk@example.org, not {values.written(value)}")
    return value


def machine(value: str) -> str:
    """The name or the number of a machine. What was written instead is not repeated: it may hold a password."""
    if value and not SERVER.fullmatch(value):
        raise ValueError("must be the name of a mail server and nothing else, such as mail.example.org")
    return value


def served(value: str) -> str:
    """The address of a folder on the web, with the / at its end.

    >>> served("https://example.org/sitrep"), served("")
    ('https://example.org/sitrep/', '')
    """
    if value and not SITE.fullmatch(value):
        raise ValueError("must be a web address such as https://example.org/sitrep/, without user, password, ? or #")
    return f"{value.rstrip('/')}/" if value else ""


def is_loopback(host: str) -> bool:
    """Whether what is sent to `host` stays on this machine.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("mail.example.org")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def words(value: Any) -> Any:
    """The words of a command. A line that only a shell could take apart is refused."""
    if isinstance(value, str) and len(value.split()) > 1:
        listed = ", ".join(show(word) for word in value.split())
        raise ValueError(f"must be a list of words, [{listed}]: no shell is used")
    return values.several(value)


def _profile(name: str, info: ValidationInfo) -> str:
    known = (info.context or {}).get("profiles", (name,))
    if name not in known:
        raise ValueError(f'there is no profile "{show(name)}"{hint(name, known)}')
    return name


Address = Annotated[Line, AfterValidator(address)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(values.several)]
Languages = Annotated[tuple[Language, ...], BeforeValidator(values.several)]
Profiles = Annotated[tuple[Annotated[Line, AfterValidator(_profile)], ...], BeforeValidator(values.several)]


class Recipient(Settings):
    """Who gets editions: without `languages` in all languages of the report, without `profiles` those of every one."""

    to: Address
    languages: Languages = ()
    profiles: Profiles = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Mail(Settings):
    """The server that mail is handed to. `credentials` names a file that holds user and password, never these."""

    server: Annotated[Line, AfterValidator(machine)] = ""
    port: Annotated[int | None, values.whole(1, 65535)] = None
    security: Annotated[str, values.one_of(*PORTS)] = "starttls"
    sender: Address = ""
    credentials: Line = ""

    @field_validator("security")
    @classmethod
    def _closed(cls, security: str, info: ValidationInfo) -> str:
        host = info.data.get("server", "")
        if security == "none" and host and not is_loopback(host):
            raise ValueError(f"none is for a server on this machine, and {host} is another – take starttls or tls")
        return security

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.server) != bool(self.sender):
            raise ValueError("needs both server and sender, the address that messages come from, or neither")
        return self

    @property
    def at_port(self) -> int:
        """The port, which the kind of security has a default for."""
        return self.port or PORTS[self.security]


class Publishing(Settings):
    """config/publishing.yaml."""

    clearers: Addresses = ()
    recipients: Annotated[tuple[Recipient, ...], BeforeValidator(values.several)] = ()
    mail: Mail = Field(default=Mail(), validate_default=True)
    folder: Line = ""
    command: Annotated[tuple[Line, ...], BeforeValidator(words)] = ()
    site: Annotated[Line, AfterValidator(served)] = ""
    keep: Annotated[int | None, values.whole(FEWEST, 9999)] = None
    pinned: Lines = ()

    @field_validator("clearers", "recipients")
    @classmethod
    def _once(cls, given: tuple[Any, ...]) -> tuple[Any, ...]:
        seen: set[str] = set()
        for one in given:
            to = one if isinstance(one, str) else one.to
            if to.lower() in seen:
                raise ValueError(f"{show(to)} stands there twice – keep one of the two")
            seen.add(to.lower())
        return given

    @field_validator("mail")
    @classmethod
    def _served(cls, mail: Mail, info: ValidationInfo) -> Mail:
        if not mail.server and (info.data.get("clearers") or info.data.get("recipients")):
            raise ValueError("needs server and sender: clearers and recipients are sent mail")
        return mail

    @field_validator("folder")
    @classmethod
    def _elsewhere(cls, folder: str, info: ValidationInfo) -> str:
        workspace = (info.context or {}).get("workspace")
        if folder and workspace:
            home, target = Path(workspace).resolve(), Path(workspace, folder).resolve()
            if target == home or any(target.is_relative_to(home / name) for name in OURS):
                raise ValueError(f"is one of {', '.join(OURS)}, or in it – name a folder apart from these")
        return folder

    @field_validator("site")
    @classmethod
    def _of_the_folder(cls, site: str, info: ValidationInfo) -> str:
        if site and not info.data.get("folder"):
            raise ValueError("needs `folder`: that folder is what a web server serves, never out/, where drafts lie")
        return site
