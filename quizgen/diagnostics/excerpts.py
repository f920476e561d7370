"""The line of a file that a diagnostic is about, and what of it is underlined."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from quizgen.characters import is_printable

_TAB: Final = 4
_WORD: Final = re.compile(r"[\w.$§-]*[\w$§]|.", re.DOTALL)
_KEY: Final = re.compile(r"[^\s:{}\[\],\"'#][^:{}\[\],\"']*(?=:(?:\s|$))")
_SETTING: Final = re.compile(r"[\w-]+(?= *= )")
_QUOTED: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:''|[^'])*'")
_VALUE: Final = re.compile(r"(?:[^ ]|[ ](?!#))*")
_FLOWING: Final = re.compile(r"(?:[^ ,\]}]|[ ](?!#)|,(?![ ]|$))*")


def end_of(line: str, column: int) -> int:
    """Return the column right behind what begins at a column of a line: a quoted text, a key, a value, or a word.

    Columns count from 1. What begins in the midst of a value is a word: a name in a claim.
    """
    start = column - 1
    if start >= len(line):
        return column + 1
    before = line[:start]
    at_start = not before.strip(" -?") or re.search(r"(?:[:,\-?] +|[\[{] *)$", before) is not None
    found = _QUOTED.match(line, start)
    if found is None and at_start:
        is_flowing = before.count("{") + before.count("[") > before.count("}") + before.count("]")
        setting = None if before.strip() else _SETTING.match(line, start)
        found = _KEY.match(line, start) or setting or (_FLOWING if is_flowing else _VALUE).match(line, start)
    end = found.end() if found and found.end() > start else _word_end(line, start)
    return start + max(len(line[start:end].rstrip()), 1) + 1


def _word_end(line: str, start: int) -> int:
    found = _WORD.match(line, start)
    return found.end() if found else start + 1


@dataclass(frozen=True)
class Excerpt:
    """A line as a terminal shows it, and how many of its columns stand before the underlined part and in it."""

    line: str
    before: int
    under: int


def excerpt(line: str, column: int, end: int, width: int) -> Excerpt:
    """Return a line, cut to a width around what is underlined; wide signs, tabs and control characters are counted."""
    cells = [_cell(character) for character in line]
    widths = [columns(cell) for cell in cells]
    start, stop = min(column - 1, len(cells)), min(end - 1, len(cells))
    first = 0
    while first < start and sum(widths[first:stop]) > width - 6:
        first = min(first + 8, start)
    last = len(cells)
    if first or sum(widths) > width:
        room = width - 6
        last = first
        while last < len(cells) and room >= widths[last]:
            room -= widths[last]
            last += 1
    head, tail = "..." if first else "", "..." if last < len(cells) else ""
    shown = head + "".join(cells[first:last]) + tail
    under = sum(widths[start : min(stop, last)])
    return Excerpt(shown.rstrip(), len(head) + sum(widths[first:start]), max(under, 1))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode, annex 11)."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cell(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    return character if is_printable(character) else f"\\x{ord(character):02x}"
