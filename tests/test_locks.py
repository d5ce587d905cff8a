"""The locks: everything that pyproject.toml asks for, by version and hash, from no particular place."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]


def names(requirements: list[object]) -> set[str]:
    return {re.split(r"[^a-z0-9-]", wanted)[0] for wanted in requirements if isinstance(wanted, str)}


def locked(lock: str) -> dict[str, str]:
    """Name → version of each package in a lock."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_a_lock_names_versions_and_hashes_and_nothing_else(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+\Z", entry), entry
    assert "//" not in text


def test_locks_hold_what_pyproject_asks_for() -> None:
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert names(PROJECT["project"]["dependencies"]) | names(GROUPS["build"]) <= set(run)
    assert names(GROUPS["dev"]) <= set(dev)
    assert names(GROUPS["bench"]) <= set(locked("requirements-bench.lock"))


def test_what_only_the_bench_needs_is_in_no_other_lock() -> None:
    assert not names(GROUPS["bench"]) & (set(locked("requirements.lock")) | set(locked("requirements-dev.lock")))


def test_tests_run_with_what_reports_are_made_with() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()
