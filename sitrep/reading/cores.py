"""Work on many seeds spread over processes, chunk by chunk; each result is the same as here, and in whatever order.

A process that ends without a word takes a chunk with it: its items are tried again one by one, and an item that ends a
second process is `lost`. All processes end with this one, however it ends.
"""

import contextlib
import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from sitrep import sandbox

Item = TypeVar("Item")
Work = Callable[[Item], bytes]
Lost = Callable[[Item, str], bytes]

WORTH = 300  # items; to read fewer takes less than starting processes and loading places in each
CHUNK = 16  # items, a fifth of a second's work


@dataclass(frozen=True, eq=False, slots=True)
class _Worker:
    """A process, our end of its pipe, and the items that it has in hand: one chunk at a time."""

    process: BaseProcess
    pipe: Connection
    chunk: range


def count() -> int:
    """The processes that may run at once: one a core; just this one where threads run, which no fork takes along."""
    return sandbox.cores() if threading.active_count() == 1 else 1


def spread(work: Work[Item], items: Sequence[Item], processes: int, lost: Lost[Item]) -> Iterator[tuple[int, bytes]]:
    """Position and result of each item, as they come; `lost` makes the result of one that ends its process.

    With one process, or where the system starts no other, all is done here.
    """
    if processes < 2:
        yield from ((at, work(item)) for at, item in enumerate(items))
        return
    left = deque(range(at, min(at + CHUNK, len(items))) for at in range(0, len(items), CHUNK))
    workers: list[_Worker] = []
    try:
        while left or workers:
            while left and len(workers) < processes and (new := _started(work, items)):
                workers.append(_given(new, left.popleft()))
            if not workers:
                yield from ((at, work(items[at])) for at in left.popleft())
                continue
            yield from _step(workers, left, items, lost)
    finally:
        for worker in workers:
            _end(worker)


def _step(
    workers: list[_Worker], left: deque[range], items: Sequence[Item], lost: Lost[Item]
) -> Iterator[tuple[int, bytes]]:
    """What is ready from whoever is ready; they get more to do, and who has ended or nothing to do leaves."""
    from multiprocessing.connection import wait

    ready = wait([worker.pipe for worker in workers])
    for worker in [worker for worker in workers if worker.pipe in ready]:
        workers.remove(worker)
        try:
            results: list[bytes] = [worker.pipe.recv_bytes() for _ in worker.chunk]
        except (EOFError, OSError):
            how = _end(worker)
            if len(worker.chunk) > 1:
                left.extend(range(at, at + 1) for at in worker.chunk)
            else:
                yield worker.chunk.start, lost(items[worker.chunk.start], how)
            continue
        if left:
            workers.append(_given(worker, left.popleft()))
        else:
            _end(worker)
        yield from zip(worker.chunk, results, strict=True)


def _started(work: Work[Item], items: Sequence[Item]) -> _Worker | None:
    from multiprocessing import get_context

    ways = get_context("fork")
    ours, theirs = ways.Pipe()
    process = ways.Process(target=_serve, args=(work, items, theirs, os.getpid()), daemon=True)
    try:
        process.start()
    except OSError:  # no process or memory to spare
        ours.close()
        return None
    finally:
        theirs.close()
    return _Worker(process, ours, range(0))


def _given(worker: _Worker, chunk: range) -> _Worker:
    with contextlib.suppress(OSError):  # it has just ended: reading from it will tell
        worker.pipe.send_bytes(b"%d %d" % (chunk.start, chunk.stop))
    return _Worker(worker.process, worker.pipe, chunk)


def _end(worker: _Worker) -> str:
    """The process is gone; by what signal it went, if it went by itself."""
    worker.process.join(timeout=0)
    worker.process.kill()
    worker.process.join()
    status = worker.process.exitcode or 0
    worker.process.close()
    worker.pipe.close()
    return signal.Signals(-status).name if status < 0 else f"status {status}"


def _serve(work: Work[Item], items: Sequence[Item], pipe: Connection, parent: int) -> None:
    """In the child: chunk after chunk, until the parent closes the pipe. Nothing else of the parent's stays open."""
    sandbox.die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, asked to end, ends us
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_DFL)
    gc.enable()  # whatever the parent does: this process reads thousands of texts
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    with contextlib.suppress(EOFError, OSError):
        while True:
            start, stop = map(int, pipe.recv_bytes().split())
            for result in [work(items[at]) for at in range(start, stop)]:
                pipe.send_bytes(result)
    os._exit(0)
