"""A child process with limits: bytes in, bytes out, and whatever goes wrong is told as one `RenderFailed`.

A page is drawn from texts that strangers wrote, by libraries that can hang, crash or eat the machine's memory
(reference measurements: fourteen nested flex boxes hang the layout, a process without fonts ends by SIGSEGV).
So it is drawn in a process of its own, with a ceiling on processor time, memory, file size and waiting.

Protocol. The child is `python -m MODULE`, started through this module, which sets the limits first. MODULE imports its
libraries, then reads standard input to the end, and writes its result to standard output. `start` and `send` return at
once, so imports and work overlap with the parent's; `finish` waits. Output goes to an unnamed temporary
file, not to a pipe: it cannot block, the limit on file size holds for it, and a killed build leaves nothing behind.
"""

import contextlib
import ctypes
import errno
import os
import resource
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from sitrep.errors import RenderFailed

# Exit statuses by which the child's first lines (`_enter`) name what Python would only print as a traceback.
OUT_OF_MEMORY, FILE_TOO_LARGE = 120, 121

# What the child may know of the parent's environment: where shared libraries are, nothing else.
KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")

SCANT_BYTES = 1 << 20  # less is too little for a page

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. A report of six pages takes about 3 s and 150 MB; the rest is room for a slow machine."""

    wall_s: float = 120.0  # from `finish` on: a child that was started early may wait for its input
    cpu_s: int = 100
    memory_bytes: int = 1 << 30
    file_bytes: int = 64 << 20  # of any file it writes, and so of its output


@dataclass(frozen=True, slots=True)
class Child:
    """A running child, its unnamed files for output and complaints, and its limits."""

    module: str
    limits: Limits
    process: subprocess.Popen[bytes]
    output: IO[bytes]
    complaints: IO[bytes]


def cores() -> int:
    """The cores that this process may use: so many children at once lose no time, and more only take memory."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(module: str, stdin: bytes, limits: Limits, cache: Path | None = None) -> bytes:
    """What `python -m module` writes when it is given `stdin`; RenderFailed with the reason if it does not end well.

    >>> run("base64", b"", Limits(wall_s=0.001))
    Traceback (most recent call last):
    sitrep.errors.RenderFailed: base64 took longer than 0.001 s and was stopped
    """
    with started(module, limits, cache) as child:
        send(child, stdin)
        return finish(child)


@contextlib.contextmanager
def started(module: str, limits: Limits, cache: Path | None = None) -> Iterator[Child]:
    """A child that imports its libraries while the block runs, and is gone when the block ends, however it ends."""
    child = start(module, limits, cache)
    try:
        yield child
    finally:
        stop(child)


def start(module: str, limits: Limits, cache: Path | None = None) -> Child:
    """A child that imports `module`'s libraries and then waits for its input; whoever starts one must `stop` it.

    `cache` is a folder that lasts from run to run (font caches); without it the child has no home at all.
    """
    asked = [str(limits.cpu_s), str(limits.memory_bytes), str(limits.file_bytes), str(os.getpid())]
    with contextlib.ExitStack() as opened:
        try:
            output = opened.enter_context(tempfile.TemporaryFile())
            complaints = opened.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sitrep.sandbox", module, *asked],
                stdin=subprocess.PIPE, stdout=output, stderr=complaints,
                env=environment(cache), cwd="/", start_new_session=True,
            )
        except OSError as error:
            raise RenderFailed(f"cannot start {module} in a process of its own: {error}") from error
        opened.pop_all()
    return Child(module, limits, process, output, complaints)


def send(child: Child, stdin: bytes) -> None:
    """Gives the child its input, and returns at once: whoever sends has other things to do until `finish`."""
    pipe = child.process.stdin

    def give() -> None:
        with contextlib.suppress(OSError, ValueError):  # it ended or was stopped: `finish` tells why
            assert pipe is not None
            pipe.write(stdin)
            pipe.close()

    Thread(target=give, daemon=True).start()


def finish(child: Child) -> bytes:
    """What the child writes when its input was sent; RenderFailed with the reason if it does not end well."""
    try:
        child.process.wait(timeout=child.limits.wall_s)
    except subprocess.TimeoutExpired:
        stop(child)
        raise RenderFailed(f"{child.module} took longer than {child.limits.wall_s:g} s and was stopped") from None
    if child.process.returncode != 0:
        reason = _reason(child.process.returncode, child.limits)
        raise RenderFailed(f"{child.module} {reason}{_last_words(child)}{_no_room()}")
    child.output.seek(0)
    return child.output.read()


def complained(child: Child) -> str:
    """What a child that is finished has written to its standard error."""
    child.complaints.seek(0)
    return child.complaints.read().decode("utf-8", "replace")


def stop(child: Child) -> None:
    """The child and whatever it started are gone. Nothing happens to one that has ended."""
    if child.process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
    for stream in (child.process.stdin, child.output, child.complaints):
        if stream is not None:
            with contextlib.suppress(OSError):  # a pipe that nobody reads any more
                stream.close()


def environment(cache: Path | None = None) -> dict[str, str]:
    """All the variables that a child sees. The same page must become the same bytes on every machine.

    The child finds the libraries that the parent found, wherever they are: a checkout, a wheel, a home folder.
    """
    home = str(cache.resolve()) if cache else "/nonexistent"
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    libraries = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return {
        # It starts no program: cffi would have a compiler look for libraries, 0.15 s in which it may leave files behind
        "PATH": "/nonexistent", **kept, "PYTHONPATH": libraries, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8",
        "TZ": "UTC", "HOME": home, "XDG_CACHE_HOME": home,
    }


def _reason(status: int, limits: Limits) -> str:
    """Why a child ended that way, to follow the name of its module."""
    if status == OUT_OF_MEMORY:
        return f"needed more than {limits.memory_bytes >> 20} MB of memory"
    if status == FILE_TOO_LARGE:
        return f"wrote more than {limits.file_bytes >> 20} MB"
    if status == -signal.SIGXCPU:
        return f"used more than {limits.cpu_s} s of processor time"
    if status == -signal.SIGKILL:
        return "was killed (SIGKILL); the system does this when memory runs out"
    if status < 0:
        return f"crashed ({signal.Signals(-status).name})"
    return f"failed (status {status})"


def _no_room() -> str:
    """What else may be the reason: without room for temporary files a child fails in ways that name none of it."""
    with contextlib.suppress(OSError):
        folder = tempfile.gettempdir()
        if shutil.disk_usage(folder).free < SCANT_BYTES:
            return f" – {folder}, where temporary files go, has no room left"
    return ""


def _last_words(child: Child) -> str:
    """The last line that the child complained with: of a traceback, the error itself."""
    size = child.complaints.seek(0, os.SEEK_END)
    child.complaints.seek(max(0, size - 4000))
    lines = child.complaints.read().decode("utf-8", "replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return f": {said[-1][:500]}" if said else ""


def _enter(module: str, cpu_s: str, memory_bytes: str, file_bytes: str, parent: str) -> None:
    """In the child: put on the limits, then run `module` as `python -m` would."""
    die_with(int(parent))
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, int(cpu_s), beyond=2)  # at the hard limit comes SIGKILL, which names no reason
    _limit(resource.RLIMIT_FSIZE, int(file_bytes))
    _limit(resource.RLIMIT_AS, int(memory_bytes))
    sys.argv[1:] = []
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.stdout.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # whatever else Python would do now needs memory
    except OSError as error:
        if error.errno == errno.EFBIG:
            os._exit(FILE_TOO_LARGE)
        raise


def _limit(kind: int, value: int, beyond: int = 0) -> None:
    """Set a limit, and a hard one `beyond` it, or leave the lower one that the machine's owner set."""
    owner = resource.getrlimit(kind)[1]
    ceiling = sys.maxsize if owner == resource.RLIM_INFINITY else owner
    with contextlib.suppress(ValueError, OSError):  # macOS knows some kinds only by name
        resource.setrlimit(kind, (min(value, ceiling), min(value + beyond, ceiling)))


def die_with(parent: int) -> None:
    """From now on the system ends this process when its parent ends.

    Only Linux can; elsewhere a parent's death closes the child's input, so that it ends after what it was reading.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)


if __name__ == "__main__":
    _enter(*sys.argv[1:])
