"""Every way in which sitrep refuses, and the exit code each one ends with.

    SitrepError                 1   never raised itself
    ├── ConfigError             2   configuration or usage; holds every mistake, not the first
    ├── NothingToReport        10   no readable seed, or none of the period
    ├── Locked                 11   another build holds the lock
    ├── RenderFailed           12   rendering failed, timed out or ran out of memory
    └── PublishFailed          13   disk or permission

Exit codes that are no error: 0 done or unchanged, 3 built with rejections nobody has acknowledged, 14 published but not
yet delivered to everybody. 1 is a bug.
"""

from typing import ClassVar


class SitrepError(Exception):
    """Something went wrong that a person can mend: the message says what, where, and what to do."""

    exit_code: ClassVar[int] = 1


class ConfigError(SitrepError):
    """One or more mistakes in configuration or usage, one line each (`file:line: what`)."""

    exit_code: ClassVar[int] = 2


class NothingToReport(SitrepError):
    """No readable seed, or none that says anything of the period."""

    exit_code: ClassVar[int] = 10


class Locked(SitrepError):
    """Another build of this workspace is running."""

    exit_code: ClassVar[int] = 11


class RenderFailed(SitrepError):
    """The page could not be drawn within its limits."""

    exit_code: ClassVar[int] = 12


class PublishFailed(SitrepError):
    """The edition could not be written; the last one stands."""

    exit_code: ClassVar[int] = 13
