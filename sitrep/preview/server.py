"""Answers to the browser of this machine. The only listener that sitrep has: at 127.0.0.1, and only by that name."""

import contextlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from sitrep.errors import ConfigError, SitrepError
from sitrep.preview import board as boards
from sitrep.preview.board import Board, Shown

HERE = Path(__file__).parent
ADDRESS = "127.0.0.1"
WAIT_S = 20.0  # a browser asks again when nothing has changed for so long

# Our frame may run its own script and show the page; the page may do what it may when it is published: nothing.
FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
ALONE = "frame-ancestors 'none'"
FILES = {
    "/": ("shell.html", "text/html; charset=utf-8"), "/shell.js": ("shell.js", "text/javascript; charset=utf-8"),
    "/shell.css": ("shell.css", "text/css; charset=utf-8"),
}  # fmt: skip
TEXT = "text/plain; charset=utf-8"


@contextlib.contextmanager
def served(board: Board, port: int) -> Iterator[str]:
    """The address at which the board is shown as long as the block runs; with port 0, at one that is free.

    Raises ConfigError where the port cannot be had.
    """
    try:
        server = ThreadingHTTPServer((ADDRESS, port), partial(_Answers, board))
    except OSError as error:
        raise ConfigError(f"--port {port}: {error.strerror} – take another, or leave it out for a free one") from None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield f"http://{ADDRESS}:{server.server_port}/"
    finally:
        server.shutdown()
        server.socket.close()  # and no wait for browsers that are being answered


class _Answers(BaseHTTPRequestHandler):
    """One request answered."""

    timeout = 30.0  # seconds in which a request must have been sent
    server_version, sys_version = "sitrep", ""

    def __init__(self, board: Board, *given: object) -> None:
        self.board = board
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answers GET, the only method."""
        hosts = self.headers.get_all("Host") or []
        port = self.connection.getsockname()[1]
        if hosts not in ([f"{ADDRESS}:{port}"], [f"localhost:{port}"]):
            # A foreign page can lead a name of its own to this machine, and read what is served under it.
            told = f"the preview is shown at http://{ADDRESS}:{port}/ and under no other name\n"
            return self._send(HTTPStatus.MISDIRECTED_REQUEST, TEXT, told.encode(), ALONE)
        asked = urlsplit(self.path)
        shown = boards.now(self.board)
        name, _, kind = asked.path.removeprefix("/").rpartition(".")
        if asked.path in FILES:
            file, mime = FILES[asked.path]
            return self._send(HTTPStatus.OK, mime, (HERE / file).read_bytes(), FRAME)
        if asked.path == "/state":
            return self._state(asked.query)
        if kind == "html" and name in shown.pages:
            return self._send(HTTPStatus.OK, "text/html; charset=utf-8", shown.pages[name], PAGE)
        if kind == "pdf" and name in shown.pages:
            return self._pdf(shown, name)
        return self._send(HTTPStatus.NOT_FOUND, TEXT, b"there is no such page\n", ALONE)

    def _state(self, query: str) -> None:
        number = query.removeprefix("after=")
        shown = boards.after(self.board, int(number) if number.isdecimal() and len(number) < 10 else -1, WAIT_S)
        state = {
            "number": shown.number, "page": shown.page, "mistakes": shown.mistakes,
            "titles": {language: report.title for language, report in shown.reports.items()},
        }  # fmt: skip
        self._send(HTTPStatus.OK, "application/json", json.dumps(state).encode(), ALONE)

    def _pdf(self, shown: Shown, language: str) -> None:
        from sitrep.report import html, pdf

        try:
            with self.board.drawing:
                printed = html.html(shown.reports[language], shown.templates, "print")
            self._send(HTTPStatus.OK, "application/pdf", pdf.pdf(printed), ALONE)
        except SitrepError as error:
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, TEXT, f"{error}\n".encode(), ALONE)

    def _send(self, status: HTTPStatus, mime: str, content: bytes, policy: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", mime), ("Content-Length", str(len(content))), ("Content-Security-Policy", policy),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the browser went on to something else
            self.wfile.write(content)

    def log_message(self, format: str, *given: object) -> None:
        """Says nothing: stderr is for what becomes of the files."""
