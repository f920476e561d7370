"""Aiken, the plainest format of quizzes: a question, options with letters, and ``ANSWER: B``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from quizgen.importers import Imported, Importer
from quizgen.importers.kit.building import Choice, choice
from quizgen.importers.kit.lesson import lesson
from quizgen.importers.kit.markup import plain
from quizgen.importers.kit.questions import Reading
from quizgen.importers.kit.source import Unreadable, Wishes, text_of

_OPTION: Final = re.compile(r"([A-Z])[.)][ \t]+(.*)")
_ANSWER: Final = re.compile(r"ANSWER:[ \t]*(.*)", re.IGNORECASE)


def read(path: Path, wishes: Wishes) -> Imported:
    """Return a lesson with the questions of a file."""
    try:
        text, told = text_of(path, wishes.encoding)
    except Unreadable as problem:
        return Imported("", (problem.diagnostic,))
    reading = Reading(path, told=list(told))
    lines: list[str] = []
    for number, line in enumerate([*re.split(r"\r\n?|\n", text), ""], start=1):
        found = _ANSWER.fullmatch(line.strip())
        lines += [line.strip()] if line.strip() else []
        if len(lines) == 1 and line.strip():
            reading.line = number
        if found:
            _add(reading, lines, found[1])
            lines = []
    if lines:
        reading.lose("this question is left out: no line `ANSWER:` follows", "\n".join(lines))
    if not reading.entries:
        reading.lose("there is no question", "", "a question ends with `ANSWER: A`")
    return lesson(reading, wishes)


def _add(reading: Reading, lines: list[str], answer: str) -> None:
    """Add the question that some lines make, the last of which names the right option."""
    stem = [line for line in lines[:-1] if not _OPTION.fullmatch(line)]
    options = [found for line in lines if (found := _OPTION.fullmatch(line))]
    keys = [found for found in options if found[1] == answer.strip().rstrip(".)").upper()]
    if len(keys) != 1 or not stem:
        why = "it asks nothing" if not stem else f"`{answer.strip():.60}` names no option, or two"
        reading.lose(f"this question is left out: {why}", "\n".join(lines), "name the one right letter: `ANSWER: B`")
        return
    asked = "\n".join(stem)
    reading.add(choice(plain(asked), [Choice(plain(one[2]), one in keys) for one in options]), asked=asked)


IMPORTER = Importer(
    "aiken",
    "quizzes in the Aiken format: options with letters, and the right one's",
    (".txt", ".aiken"),
    lambda path: read(path, Wishes()),
    lambda head: bool(re.search(r"(?m)^[A-Z][.)][ \t]+\S.*\r?\n\s*ANSWER:", head)),
    read,
)
