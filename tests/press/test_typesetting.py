"""The step from HTML to a PDF."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from quizgen.press import PressError
from quizgen.press.typesetting import Press, Sheet, fetcher, press
from tests.exporters.pdf.reading import command

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def machine() -> Iterator[Press]:
    """Return a press without a style."""
    with press("") as made:
        yield made


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server on this machine, and the paths that it was asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PICTURE)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()
    thread.join()


def _sheet(body: str, **pictures: bytes) -> Sheet:
    html = f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    return Sheet(
        "lesson-key.pdf", html, 1_700_000_000, {name.replace("_", "."): data for name, data in pictures.items()}
    )


def test_known_pictures_are_drawn(machine: Press) -> None:
    """A lesson's pictures are in its sheets."""
    assert machine.typeset(_sheet('<img src="picture:a.svg" alt="a">', a_svg=PICTURE)).startswith(b"%PDF")


def test_nothing_is_fetched(machine: Press, visits: tuple[str, list[str]], tmp_path: Path) -> None:
    """A lesson from a stranger must neither read files of the machine that prints it nor call home."""
    secret = tmp_path / "secret.svg"
    secret.write_bytes(PICTURE)
    address, seen = visits
    data = f"data:image/svg+xml,{quote(PICTURE)}"
    for source in (secret.as_uri(), f"{address}/a.svg", data, "picture:b.svg", f"picture:../{secret.name}"):
        with pytest.raises(PressError, match=r"^lesson-key.pdf: Failed to load image"):
            machine.typeset(_sheet(f'<img src="{source}" alt="">', a_svg=PICTURE))
        with pytest.raises(ValueError, match="not allowed"):
            fetcher({"a.svg": PICTURE}).fetch(source)
    assert not seen


def test_no_style_is_fetched(machine: Press, visits: tuple[str, list[str]], tmp_path: Path) -> None:
    """Stylesheets, fonts and attachments can carry a file's content away too."""
    style = tmp_path / "hide.css"
    style.write_text("p { display: none }", encoding="utf-8")
    address, seen = visits
    sources = (style.as_uri(), f"{address}/hide.css")
    links = "".join(f'<link rel="stylesheet" href="{s}"><link rel="attachment" href="{s}">' for s in sources)
    fonts = "".join(f'@import url("{s}"); @font-face {{ font-family: X; src: url("{s}") }}' for s in sources)
    path = tmp_path / "out.pdf"
    path.write_bytes(machine.typeset(_sheet(f"{links}<style>{fonts}</style><p>still here</p>")))
    assert "still here" in command("pdftotext", path, "-")
    assert "0 embedded files" in command("pdfdetach", "-list", path)
    assert not seen


def test_moment_is_given_back(machine: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """The date of one sheet must not become the date of what the calling program does next."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    machine.typeset(_sheet("<p>x</p>"))
    assert "SOURCE_DATE_EPOCH" not in os.environ
