"""The page while it is being made: served to this machine alone, made anew whenever a file of the workspace changes.

    follow   looks for changes, and makes the pages again: facts of seeds that did not change are remembered
    board    what is shown now, and who waits for the next
    server   answers the browser at 127.0.0.1

Nothing is published. The browser shows a frame of our own (`shell.html`, with a script) around the very page that a
build would publish (without any): above it what is wrong, with file and line, below it the last page that was right.
"""

from sitrep.preview.board import Board
from sitrep.preview.follow import Asked, kept_up
from sitrep.preview.server import served

__all__ = ["Asked", "Board", "kept_up", "served"]
