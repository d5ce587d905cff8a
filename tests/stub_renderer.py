"""The command `sitrep` with a stub for a renderer: the PDF is a hash of the page, with the attachments inside.

    python tests/stub_renderer.py build --workspace DIR

Drawing takes more than half of a build; tests that build many times, each in a process of its own, do without it.
"""

import base64
import contextlib
import hashlib
import json
from collections.abc import Callable
from typing import Any

from sitrep.cli import main
from sitrep.report import pdf


def put_in_place(put: Callable[[Any, str, Any], Any] = setattr) -> None:
    """Replace the renderer; `put` may be the `setattr` of a monkeypatch."""
    put(pdf, "started", lambda: contextlib.nullcontext([]))
    put(pdf, "send", lambda child, page, files=(): child.append(pdf.asked(page, files)))
    put(pdf, "finished", lambda child: drawn(child.pop()))
    put(pdf, "pages", lambda child: 1)


def drawn(asked: bytes) -> bytes:
    """The stand-in for the PDF of what was `asked` for."""
    inside = (base64.b64decode(one["content"]) for one in json.loads(asked)["attachments"])
    streams = b"".join(b"stream\n%s\nendstream\n" % content for content in inside)
    return b"%PDF-1.7 " + hashlib.sha256(asked).hexdigest().encode() + b"\n" + streams


if __name__ == "__main__":
    put_in_place()
    raise SystemExit(main())
