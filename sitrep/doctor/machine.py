"""Python, the libraries, the encoding of file names, and the clock."""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import sitrep
from sitrep import cachefolder, sandbox
from sitrep.doctor.findings import DRAWING, SETTINGS, Finding, Office, failure, ok, warning
from sitrep.errors import RenderFailed
from sitrep.publish import past

# The libraries that pyproject.toml asks for, and the name under which each is imported.
LIBRARIES = {
    "anyascii": "anyascii", "babel": "babel", "fasttext-predict": "fasttext", "jinja2": "jinja2",
    "matplotlib": "matplotlib", "openpyxl": "openpyxl", "pandas": "pandas", "pydantic": "pydantic",
    "python-docx": "docx", "pyyaml": "yaml", "rapidfuzz": "rapidfuzz", "weasyprint": "weasyprint",
}  # fmt: skip
LIMITS = sandbox.Limits(wall_s=30.0, cpu_s=30, memory_bytes=4 << 30)
PACKAGE = Path(sitrep.__file__).parent
LOCK = PACKAGE.parent / "requirements.lock"  # of a checkout; an installed package has none
INSTALL = "install sitrep anew: `make` in a checkout, else `pip install --force-reinstall`; README.md, Where it runs"


def python(office: Office) -> Finding:
    """Whether Python is one that sitrep is made for."""
    version, wanted = ".".join(map(str, sys.version_info[:3])), metadata.metadata("sitrep")["Requires-Python"]
    if not satisfied(version, wanted):
        return failure(DRAWING, f"Python {version}, but sitrep needs {wanted}", "install sitrep with a newer Python")
    return ok(f"Python {version}, sitrep {sitrep.__version__} in {PACKAGE}")


def libraries(office: Office) -> Finding:
    """Whether every library is there, of a release that sitrep is made for, and can be loaded with all it needs."""
    wrong = [told for name in LIBRARIES if (told := _unfit(name))] or _not_loaded()
    if wrong:
        return failure(DRAWING, "; ".join(wrong), INSTALL)
    others = [f"{name} {there}, not {locked}" for name, locked, there in _installed() if there not in ("", locked)]
    if others:
        return warning(
            f"other releases than {LOCK.name} names: {', '.join(others)}",
            "`make` installs those: with others the same seeds may give other bytes",
        )
    return ok(f"{len(LIBRARIES)} libraries load, {'as locked' if LOCK.is_file() else 'as asked for'}")


def _unfit(name: str) -> str:
    """Why a library is not the one that pyproject.toml asks for, or nothing."""
    asked = {re.split(r"[^\w.-]", line)[0].lower(): line for line in metadata.requires("sitrep") or ()}
    wanted = asked.get(name, name)[len(name) :]
    there = _version(name)
    if not there:
        return f"{name} is not installed"
    return "" if satisfied(there, wanted) else f"{name} is {there}, but sitrep needs {wanted}"


def _not_loaded() -> list[str]:
    """Libraries that cannot be loaded, each with the reason."""
    asked = json.dumps(list(LIBRARIES.values())).encode()
    try:
        told = sandbox.run("sitrep.doctor.imports", asked, LIMITS, cachefolder.folder("pdf"))
    except RenderFailed as error:
        return [str(error)]
    return [f"{name} cannot be loaded: {reason}" for name, reason in json.loads(told).items()]


def _installed() -> list[tuple[str, str, str]]:
    """Name, version as locked and version installed of every library in the lock; none without a lock."""
    text = LOCK.read_text("utf-8") if LOCK.is_file() else ""
    locked = re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, flags=re.MULTILINE)
    return [(name, version, _version(name)) for name, version in locked]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def satisfied(version: str, wanted: str) -> bool:
    """Whether a version is what `wanted` says, in the two ways in which pyproject.toml says it.

    >>> satisfied("3.12.1", ">=3.11"), satisfied("3.10.9", ">=3.11")
    (True, False)
    >>> satisfied("3.11.4", "~=3.11.2"), satisfied("3.11.1", "~=3.11.2"), satisfied("3.12.0", "~=3.11.2")
    (True, False, False)
    """
    there, least = _numbers(version), _numbers(wanted.lstrip("~>="))
    return there >= least and (not wanted.startswith("~") or there[: len(least) - 1] == least[:-1])


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def encoding(office: Office) -> Finding:
    """Whether names of files are UTF-8; nothing else of the locale matters."""
    name = sys.getfilesystemencoding()
    if name != "utf-8":
        return failure(SETTINGS, f"file names are taken for {name}", "set LC_ALL=C.UTF-8 or PYTHONUTF8=1")
    return ok("file names are UTF-8")


def clock(office: Office) -> Finding:
    """Whether the clock can be right: not before sitrep was installed, nor before the end of a published period."""
    newest = max(path.stat().st_mtime for path in PACKAGE.rglob("*.py"))
    installed = datetime.fromtimestamp(newest, UTC)
    if office.now < installed - timedelta(days=1):
        return failure(
            SETTINGS, f"the clock says {office.now:%Y-%m-%d}, but sitrep's own files are of {installed:%Y-%m-%d}",
            "set the clock: `timedatectl set-ntp true`, or `date -s` and then `hwclock -w`",
        )  # fmt: skip
    ahead = [shelved for shelved in past.shelf(office.out) if shelved.end > office.now.date()]
    if ahead:
        return warning(
            f"the clock says {office.now:%Y-%m-%d}, but {ahead[-1].name} is published",
            "set the clock, if that edition was not built by `--as-of` for a day to come",
        )
    return ok(f"{office.now:%Y-%m-%d %H:%M %Z}")
