"""Who is served what: pages that were built, to browsers on this machine, that ask for this very server."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from quizgen.preview.server import Server
from tests.preview.program import Events, get

PAGE = (
    "<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self'\">"
    "</head><body>one</body></html>"
)
FILES = {"index.html": PAGE.encode(), "raft/index.html": PAGE.encode(), "raft/a.png": b"\x89PNG", "a.css": b"p {}"}


@pytest.fixture
def address() -> Iterator[str]:
    """Serve four files, and return where."""
    with Server() as server:
        server.show(FILES, "")
        yield server.address.removeprefix("http://").rstrip("/")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "evil.example:{port}", "127.0.0.1.evil.example:{port}", ""]
)
def test_other_names_are_refused(address: str, host: str) -> None:
    """A page of another site reads unpublished questions and answers: its own name can lead to this machine."""
    status, _, content = get(address, "/", Host=host.format(port=address.partition(":")[2]))
    assert status == 421
    assert "<body>" not in content


def test_host_that_is_said_twice_or_not_at_all_is_refused(address: str) -> None:
    """Of two names, one program takes the first and another the last."""
    host, port = address.split(":")
    for heads in ("", f"Host: {address}\r\nHost: evil.example\r\n"):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\n{heads}\r\n".encode())
            assert connection.makefile("rb").readline().split()[1] == b"421"


def test_it_is_served_on_this_machine_alone(address: str) -> None:
    """Whoever is in the same network reads along."""
    with Server() as server:
        assert server._http.server_address[0] == "127.0.0.1"
    assert get(address, "/", Host=address.replace("127.0.0.1", "localhost"))[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_it_is_only_read(address: str, method: str) -> None:
    """A page of another site changes something."""
    assert get(address, "/", method)[0] == 501


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/raft/../../quizgen.toml",
        "//etc/passwd",
        "/a.css/index.html",
        "/--preview/empty.html",
        "/--preview/../index.html",
        "/raft",
        "http://evil.example/index.html",
        "/a%00.css",
    ],
)
def test_only_what_was_built_is_served(address: str, path: str) -> None:
    """Any file of this machine can be read in a browser."""
    status, headers, content = get(address, path)
    if path == "/raft":
        assert (status, headers["Location"]) == (307, "/raft/")
    elif path.startswith("http:"):
        assert status == 421, "asked for as of a proxy, it is another server"
    else:
        assert status == 404, content


def test_files_are_what_they_are(address: str) -> None:
    """Pictures and styles are not shown, or old ones are."""
    for path, kind in {"/raft/": "text/html", "/raft/a.png": "image/png", "/a.css": "text/css"}.items():
        status, headers, _ = get(address, path)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_may_do_no_more_than_listen(address: str) -> None:
    """What a stranger's content smuggled into a page could do in the preview what it cannot in the site."""
    _, headers, content = get(address, "/")
    assert "content=\"default-src 'none'; connect-src 'self'; img-src 'self'\"" in content
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert '<script src="/--preview/preview.js" data-name="index.html"' in content


def test_each_page_is_told_of_itself() -> None:
    """A page that nobody changed is loaded again, and what was answered there is gone; or one that changed is not."""
    with Server() as server:
        address = server.address.removeprefix("http://").rstrip("/")
        server.show(FILES, "")
        one, other = Events.of(address, "index.html"), Events.of(address, "raft/index.html")
        before, unchanged = one.next(), other.next()
        server.show({**FILES, "index.html": PAGE.replace("one", "two").encode()}, "")
        assert one.next()["page"] != before["page"]
        assert other.next() == unchanged
        server.show({"index.html": FILES["index.html"]}, "a mistake")
        assert one.next() == {"page": before["page"], "text": "a mistake"}
        assert other.next() == {"page": "", "text": "a mistake"}
