"""What the tests of the documentation share: pages, their tables and code blocks, and what the code says of itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CELL = re.compile(r"(?<!\\)\|")


def read(name: str) -> str:
    """Return the text of a page, named from the project's folder."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks in that language, in order."""
    return [match[2] for match in _BLOCK.finditer(text) if match[1] == language]


def without_code(text: str) -> str:
    """Return the text without code blocks and code spans."""
    return re.sub(r"`[^`\n]+`", "", _BLOCK.sub("", text))


def tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each table: the paragraph before it (a comment, a heading), and its rows without the head."""
    for match in re.finditer(r"^([^\n]*)\n+((?:^\|.*\n?)+)", text, re.MULTILINE):
        rows = [_cells(line) for line in match[2].splitlines()]
        yield match[1], rows[2:]


def table(text: str, head: str) -> list[list[str]]:
    """Return the rows of the table whose first line is ``head``."""
    after = text.split(f"\n{head}\n", 1)[1]
    lines = after.splitlines()[1:]
    end = next((number for number, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return [_cells(line) for line in lines[:end]]


def code(cell: str) -> str:
    """Return what a table's cell shows in code."""
    ticks = len(cell) - len(cell.lstrip("`"))
    assert ticks, f"{cell} is not code"
    return cell[ticks:-ticks].strip(" " if ticks > 1 else "").replace("\\|", "|")


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the parsed modules of the package, or of some of its folders."""
    for folder in folders or (".",):
        for path in sorted((ROOT / "quizgen" / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL.split(line.strip())[1:-1]]
