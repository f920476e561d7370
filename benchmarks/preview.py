"""How soon a page that was changed is shown, beside a build as it is typed."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import synthetic

ITEMS, CHANGES = 100, 12
PROGRAM = [sys.executable, "-m", "quizgen"]


def preview() -> None:
    """Print the quickest of some changes to a lesson of 100 items, and the quickest of three builds of it."""
    with tempfile.TemporaryDirectory() as folder:
        lesson = Path(folder) / "lesson.yaml"
        lesson.write_text(synthetic.lesson(ITEMS), encoding="utf-8")
        cold = min(_build(lesson, Path(folder) / f"out-{number}") for number in range(3))
        warm = min(_changes(lesson))
    print("\n## Preview\n")
    print("| a change shown, seconds | a build as it is typed | ratio | goal |\n| --- | --- | --- | --- |")
    print(f"| {warm:.2f} | {cold:.2f} | {warm / cold:.2f} | 0.2 |")


def _build(lesson: Path, out: Path) -> float:
    environment = {**os.environ, "QUIZGEN_CACHE": "off"}
    start = time.perf_counter()
    command = [*PROGRAM, "build", str(lesson), "--to", "site", "--quiet", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _changes(lesson: Path) -> list[float]:
    """Return the seconds from each of some changes until the page is told of it."""
    taken: list[float] = []
    command, quiet = [*PROGRAM, "serve", str(lesson)], subprocess.DEVNULL
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        address = re.search(r"http://(\S+)/", process.stdout.readline())
        assert address is not None  # noqa: S101 - it is printed
        threading.Thread(target=process.stdout.read).start()  # else it would wait until somebody reads what it says
        connection = http.client.HTTPConnection(address[1])
        connection.request("GET", f"/--preview/events?synthetic-{ITEMS}/index.html")
        response = connection.getresponse()
        shown = _next(response)
        while '"page": ""' in shown:
            shown = _next(response)
        for number in range(CHANGES):
            text = lesson.read_text(encoding="utf-8")
            start = time.perf_counter()
            text = re.sub(r"^title: .*", f"title: Change {number}", text, count=1, flags=re.MULTILINE)
            lesson.write_text(text, encoding="utf-8")
            _next(response)
            taken.append(time.perf_counter() - start)
        process.terminate()
    return taken


def _next(response: http.client.HTTPResponse) -> str:
    while not (line := response.readline()).startswith(b"data: "):
        if not line:
            raise SystemExit("the preview has ended")
    return line.decode()
