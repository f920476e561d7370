"""The changes of files that diagnostics propose, made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quizgen.diagnostics.values import Diagnostic, Edit

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML; an editor that counts fewer of them is told another line, and no other text."""


@dataclass(frozen=True)
class Mended:
    """A text with changes in it, and the diagnostics that they mend, in the order of their places."""

    text: str
    by: tuple[Diagnostic, ...]


def lines_of(text: str) -> list[str]:
    """Return the lines of a file, as YAML counts them, without their ends."""
    return _BREAK.split(text)


def fixable(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Return what can be mended unseen, by file."""
    files: dict[str, list[Diagnostic]] = {}
    for found in diagnostics:
        if found.edit and found.edit.safe:
            files.setdefault(found.edit.span.file, []).append(found)
    return files


def mended(text: str, diagnostics: Sequence[Diagnostic]) -> Mended:
    """Return a file's text with the changes made that its diagnostics propose; one that overlaps another is left.

    What lies outside of the file is left, too: it was another text that the diagnostic spoke of.
    """
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    edits = ((number, found.edit) for number, found in enumerate(diagnostics) if found.edit)
    places = sorted((*place, number, edit.text) for number, edit in edits if (place := _place(edit, starts)))
    made: list[Diagnostic] = []
    pieces: list[str] = []
    done, last = 0, -1
    for start, end, number, put in places:
        if start >= done and start != last and end <= len(text):
            pieces += (text[done:start], put)
            done, last = end, start
            made.append(diagnostics[number])
    return Mended("".join((*pieces, text[done:])), tuple(made))


def _place(edit: Edit, starts: Sequence[int]) -> tuple[int, int] | None:
    """Return where an edit begins and ends, in characters from the start of the text; None if it lies outside."""
    line, column = edit.end
    if not (0 < edit.span.line <= len(starts) and 0 < line <= len(starts) and edit.span.column and column):
        return None
    start, end = starts[edit.span.line - 1] + edit.span.column - 1, starts[line - 1] + column - 1
    return (start, end) if start <= end else None
