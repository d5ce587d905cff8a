"""The command `sitrep` with a stub for a renderer: the PDF is a few bytes that tell page and attachments apart.

    python tests/stub_renderer.py build --workspace DIR

Drawing takes more than half of a build; tests that build many times, each in a process of its own, do without it.
"""

import contextlib
import hashlib
from collections.abc import Callable
from typing import Any

from sitrep.cli import main
from sitrep.report import pdf


def put_in_place(put: Callable[[Any, str, Any], Any] = setattr) -> None:
    """Replace the renderer; `put` may be the `setattr` of a monkeypatch."""
    put(pdf, "started", lambda: contextlib.nullcontext([]))
    put(pdf, "send", lambda child, page, files=(): child.append(pdf.asked(page, files)))
    put(pdf, "finished", lambda child: b"%PDF-1.7 " + hashlib.sha256(child.pop()).hexdigest().encode() + b"\n")


if __name__ == "__main__":
    put_in_place()
    raise SystemExit(main())
