"""An edition handed on without mail: copied to a folder, and given to a command of the office."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from logging import getLogger
from pathlib import Path
from typing import Any

from sitrep.publish import disk

log = getLogger(__name__)

SECRETS = ("SITREP_MAIL_USER", "SITREP_MAIL_PASSWORD")  # no command needs these
MOST_LINES, MOST_BYTES = 100, 64_000  # of what a command prints


def copy(edition: Path, said: Mapping[str, Any], folder: Path) -> str:
    """Why `folder` did not get a copy of the edition's report/, named like the edition; empty if it has one now.

    A copy appears whole or not at all, and nothing is overwritten. A copy that is there already, from a run that was
    killed before it could say so, is as good as a new one.
    """
    target, stage = folder / edition.name, folder / f".stage-{edition.name}"
    wanted = {Path(name).name: digest for name, digest in said["files"].items() if name.startswith("report/")}
    try:
        if os.path.lexists(target):
            told = f"{target} is there already, with other files in it – move it away"
            return "" if _digests(target) == wanted else told
        if not folder.is_dir():
            return f"{folder} is not there – make the folder, or see why the drive is not"
        if os.path.lexists(stage):
            disk.clear(stage)
        try:
            _written(stage, {name: (edition / "report" / name).read_bytes() for name in wanted})
            disk.move(stage, target)
        except OSError:
            with contextlib.suppress(OSError):
                disk.clear(stage)
            raise
        disk.settle(folder, on_any_drive=True)
    except OSError as error:
        return f"cannot copy to {error.filename or folder}: {error.strerror} – {disk.mend(error)}"
    return ""


def _written(stage: Path, files: Mapping[str, bytes]) -> None:
    """A folder with the files, on the disk."""
    disk.folder(stage, 0o755, on_any_drive=True)
    for name, content in files.items():
        disk.write(stage / name, content, 0o644, on_any_drive=True)
    disk.settle(stage, on_any_drive=True)


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def run(words: Sequence[str], report: Path, workspace: Path, limit_s: float) -> str:
    """Why the command did not do what it should; empty if it ended with 0.

    `report` is its last word. It works in the workspace, has nothing to read and no shell, and what it prints goes
    into the log. After `limit_s` seconds it is stopped, with all that it started.
    """
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    with tempfile.TemporaryFile() as printed:
        try:
            started = subprocess.Popen(
                [*words, str(report)], cwd=workspace, env=environment, stdin=subprocess.DEVNULL, stdout=printed,
                stderr=subprocess.STDOUT, start_new_session=True,
            )
        except OSError as error:
            return f"{words[0]} cannot be started: {error.strerror}"
        status = _status(started, limit_s)
        printed.seek(0)
        for line in printed.read(MOST_BYTES).decode("utf-8", "replace").splitlines()[:MOST_LINES]:
            log.info("%s: %s", Path(words[0]).name, line)
    if status is None:
        return f"{words[0]} took longer than {limit_s:g} s and was stopped"
    return f"{words[0]} ended with {status}" if status else ""


def _status(started: subprocess.Popen[bytes], limit_s: float) -> int | None:
    """What the command ended with, None if it took too long. However this ends, the command has ended too."""
    try:
        return started.wait(limit_s)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if started.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            started.wait()
