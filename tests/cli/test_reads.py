"""What a command reads, it reads once: what it says is all of one and the same content."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from quizgen.compiler import Silent, check
from quizgen.render import render
from quizgen.variants import Request, make
from tests.small import write

ITEM = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    options:
      - {text: S1, key: true, always: 'leader() == "S1"'}
      - {text: S2, rationale: No., sometimes: 'leader() == "S2"'}
"""
COUNTING = """
import atexit, collections, os, sys
root, found = os.environ["COUNTED"], collections.Counter()
def note(event, arguments):
    if event in ("open", "os.scandir", "os.listdir") and isinstance(arguments[0], (str, os.PathLike)):
        path = os.path.abspath(arguments[0])
        if path.startswith(root):
            found[os.path.relpath(path, root)] += 1
sys.addaudithook(note)
atexit.register(lambda: [print(f"READ {name} {count}", file=sys.stderr) for name, count in sorted(found.items())])
from quizgen.cli import main
main()
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return a folder of two lessons and settings."""
    folder = tmp_path / "content"
    (folder / "more").mkdir(parents=True)
    write(folder, ITEM)
    concepts = "concepts: [{id: fact, name: Fact, definition: A fact., cite: paper §1}]\n"
    write(folder / "more", concepts + ITEM.replace("id: one", "id: two").replace("thing", "fact"), "other")
    (folder / "quizgen.toml").write_text('[build]\nto = ["site", "tsv"]\n', encoding="utf-8")
    return folder


def _code(content: Path) -> str:
    """Return the code of a sheet of the first lesson."""
    checked = check(content, Silent(), runs=True)
    lesson = render(checked.deck, checked.findings, lambda *_: None)[0]
    return str(make(lesson, Request(("A",)))[0].code)


def reads(content: Path, *arguments: str) -> Counter[str]:
    """Run a command, and return how often it opened or listed what is in the folder of content."""
    environment = {**os.environ, "COUNTED": str(content)}
    command = [sys.executable, "-c", COUNTING, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=content.parent)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = [line.split() for line in ran.stderr.splitlines() if line.startswith("READ ")]
    return Counter({name: int(count) for _, name, count in told})


@pytest.mark.parametrize("command", ["check", "build", "mutate", "key", "explain"])
def test_each_file_is_read_once(content: Path, command: str) -> None:
    """A file that is saved in the midst of a command is half old, half new; and large content is slow."""
    first = {"key": [_code(content)], "explain": ["one"]}.get(command, [])
    read = reads(content, command, *first, str(content), *(["--out", "out"] if command == "build" else []))
    lessons = ["small.yaml", "more/other.yaml"]
    expected = [*lessons, *lessons, ".", "more", "quizgen.toml"]  # a glance at a lesson's first line, then all of it
    if command == "build":
        (lock,) = content.glob("*.lock")
        assert read.pop(lock.name) <= 2, "before the build and, whether it has changed meanwhile, at its end"
        read = Counter({name: count for name, count in read.items() if not name.startswith(f".{lock.name}")})
    assert read == Counter(expected)
