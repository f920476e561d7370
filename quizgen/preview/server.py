"""Serves pages to browsers on this machine: only what was built, only to who asks for this very server.

A page of another site could have its own name lead to this machine (DNS rebinding), and read what is served here. So
only requests that name this server by its address are answered. Files are values: no path leads to any other.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import unquote, urlsplit

from quizgen.system.resources import templates

HOST: Final = "127.0.0.1"
OWN: Final = "--preview/"
"""The preview's own files stand below this folder, of whose name no lesson is."""
EVENTS: Final = f"{OWN}events"
_EMPTY: Final = "index.html"
_WAIT: Final = 15.0
"""Seconds after which a browser to which there is nothing to say is asked whether it is still there."""
_MOST: Final = 64
"""So many pages are told of changes; what a browser opens beyond is not."""
_TYPES: Final = MimeTypes(filenames=())
_POLICY: Final = "default-src 'none';"
_MAY_CONNECT: Final = f"{_POLICY} connect-src 'self';"
"""What the preview's pages may do besides what those of the site may: ask their own server for events."""


@dataclass(frozen=True)
class Shown:
    """What is shown.

    Attributes:
        files: path with slashes -> what is in it.
        text: mistakes, told over the page.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    text: str = ""

    def digest(self, name: str) -> str:
        """Return what tells a page from what it was before; empty if there is none."""
        page = self.files.get(name)
        return "" if page is None else blake2b(page, digest_size=8).hexdigest()


class Server:
    """A server of pages, in threads of its own.

    Raises, when it is made:
        OSError: the port is taken.
    """

    def __init__(self, port: int = 0) -> None:
        own = {path.name: path.read_bytes() for path in templates("preview").iterdir()}
        self._empty = own.pop("empty.html")
        self._own = {f"{OWN}{name}": content for name, content in own.items()}
        self._changed = threading.Condition()
        self._shown, self._number, self._ended = Shown({_EMPTY: self._empty}), 0, False
        self._listening = threading.BoundedSemaphore(_MOST)
        handler = type("_OfThis", (_Handler,), {"preview": self})
        self._http = ThreadingHTTPServer((HOST, port), handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._http.shutdown()
        self._http.server_close()

    @property
    def address(self) -> str:
        """Where it is: ``http://127.0.0.1:43210/``."""
        return f"http://{HOST}:{self._http.server_port}/"

    @property
    def names(self) -> tuple[str, ...]:
        """What a browser may call it."""
        return tuple(f"{host}:{self._http.server_port}" for host in (HOST, "localhost"))

    def show(self, files: Mapping[str, bytes], text: str) -> None:
        """Show these pages from now on, and these mistakes over them; nothing yet, if there are no pages."""
        shown = Shown(files if _EMPTY in files else {**files, _EMPTY: self._empty}, text)
        with self._changed:
            if shown != self._shown:
                self._shown, self._number = shown, self._number + 1
                self._changed.notify_all()

    def file(self, name: str) -> bytes | None:
        """Return a file as it is served; None if there is none."""
        shown = self._shown
        content = shown.files.get(name, self._own.get(name))
        if content is None or name.startswith(OWN) or not name.endswith(".html"):
            return content
        told = f'data-name="{name}" data-page="{shown.digest(name)}"'
        style = f'<link rel="stylesheet" href="/{OWN}preview.css">'
        own = f'{style}\n<script src="/{OWN}preview.js" {told} defer></script>\n</head>'
        return content.decode().replace(_POLICY, _MAY_CONNECT, 1).replace("</head>", own, 1).encode()

    def wait(self, seen: int) -> tuple[int, Shown] | None:
        """Wait until something else is shown than what has been seen; a moment at most. None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._number != seen, _WAIT)
            return None if self._ended else (self._number, self._shown)

    def listens(self) -> bool:
        """Tell whether one more may be told of changes; who may says when it has `left`."""
        return self._listening.acquire(blocking=False)

    def left(self) -> None:
        """Make room for another that is told of changes."""
        self._listening.release()


class _Handler(BaseHTTPRequestHandler):
    """Answers a request."""

    preview: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "quizgen", ""
    timeout = 30

    def do_GET(self) -> None:
        if self.headers.get_all("Host") not in [[name] for name in self.preview.names]:
            self._answer(HTTPStatus.MISDIRECTED_REQUEST, b"this server is asked for by its address alone\n")
            return
        asked = urlsplit(self.path)
        name = unquote(asked.path).removeprefix("/")
        if name == EVENTS:
            self._tell(unquote(asked.query))
            return
        if not name or name.endswith("/"):
            name += "index.html"
        content = self.preview.file(name)
        if content is not None:
            self._answer(HTTPStatus.OK, content, _TYPES.guess_type(name)[0] or "application/octet-stream")
        elif self.preview.file(f"{name}/index.html") is not None:
            self._answer(HTTPStatus.TEMPORARY_REDIRECT, b"", Location=f"/{urlsplit(self.path).path.strip('/')}/")
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"there is no such page\n")

    def _answer(self, status: HTTPStatus, content: bytes, kind: str = "text/plain", **more: str) -> None:
        self.send_response(status)
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        headers = {"Content-Type": kind + charset, "Content-Length": str(len(content)), **_HEADERS, **more}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, page: str) -> None:
        """Tell a page what has become of it, for as long as the browser listens."""
        if not self.preview.listens():
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, b"too many pages are open\n")
            return
        try:
            self.send_response(HTTPStatus.OK)
            for name, value in {"Content-Type": "text/event-stream", "Connection": "close", **_HEADERS}.items():
                self.send_header(name, value)
            self.end_headers()
            self._events(page)
        except OSError:  # the browser has gone
            pass
        finally:
            self.close_connection = True
            self.preview.left()

    def _events(self, page: str) -> None:
        self.wfile.write(b"retry: 500\n\n")
        seen = -1
        while (found := self.preview.wait(seen)) is not None:
            number, shown = found
            if number == seen:
                self.wfile.write(b":\n\n")
                continue
            seen = number
            data = json.dumps({"page": shown.digest(page), "text": shown.text})
            self.wfile.write(f"data: {data}\n\n".encode())

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as the library has it
        """Say nothing: the terminal is for what is wrong with content."""


_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
