"""``quizgen serve`` as somebody starts it, and what its events say."""

from __future__ import annotations

import http.client
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from tests.patience import HANGING

ITEM = """\
items: [{id: one, kind: recall, concept: thing, scenario: elected, stem: What?,
  points: [{text: That., always: leaders() == 1}]}]
"""


@contextmanager
def started(*arguments: str, folder: Path) -> Iterator[Popen[str]]:
    """Start the program; what is left of it at the end is killed."""
    command = [sys.executable, "-m", "quizgen", *arguments]
    process = Popen(
        command, cwd=folder, env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=PIPE, stderr=PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address_of(process: Popen[str]) -> str:
    """Return where the program serves, as it says it."""
    assert process.stdout is not None
    found = re.search(r"http://(\S+)/", process.stdout.readline())
    assert found is not None
    return found[1]


@dataclass
class Events:
    """What a page is told, one after the other."""

    response: http.client.HTTPResponse

    @classmethod
    def of(cls, address: str, page: str) -> Events:
        """Listen as a page does."""
        connection = http.client.HTTPConnection(address, timeout=HANGING)
        connection.request("GET", f"/--preview/events?{page}")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        return cls(response)

    def next(self) -> dict[str, Any]:
        """Wait for what is said next."""
        while not (line := self.response.readline()).startswith(b"data: "):
            assert line, "the server has gone"
        found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
        return found

    def until(self, **said: object) -> dict[str, Any]:
        """Wait until something is said: the page exists or not, there are mistakes or not."""
        while True:
            found = self.next()
            if all(bool(found[name]) == value for name, value in said.items()):
                return found


def get(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """Ask for something, and return status, headers and content."""
    connection = http.client.HTTPConnection(address, timeout=HANGING)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    content = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, dict(response.headers), content
