"""How long a delivery may take: a server or a command that hangs must never hang the build."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may wait for. A mail of 1 MB gets `reply_s` and a minute, over a line as slow as a satellite's."""

    reply_s: float = 30.0  # for a server to answer
    bytes_per_s: int = 16_000  # the slowest line
    mail_s: float = 600.0  # all mail of a run: none is begun after that, and what is left stays queued
    pauses_s: tuple[float, ...] = (0.0, 3.0, 12.0)  # before each round of tries
    command_s: float = 300.0
    sleep: Callable[[float], None] = time.sleep


LIMITS = Limits()


@contextlib.contextmanager
def within(limit_s: float) -> Iterator[None]:
    """TimeoutError if the block has not ended after so many seconds, whatever it waits for.

    A socket's own limit begins anew with every byte, so a server that sends one a minute would never meet it. Outside
    the main thread, which alone receives signals, only the socket's limit holds.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"took longer than {limit_s:g} s")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
