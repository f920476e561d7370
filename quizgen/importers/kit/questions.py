"""What was read of a foreign file, whatever its format: questions, and what could not be taken along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizgen.diagnostics import Diagnostic, Span, error, warning


class NotTaken(Exception):  # noqa: N818 - it becomes a diagnostic
    """A question that cannot be taken along; the message says why, the hint what can be done."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


@dataclass
class Question:
    """A question that was read.

    Attributes:
        line: where it begins, from 1.
        fields: as a lesson has them, ``kind`` first, texts in Markdown; without ids, concept and evidence.
        asked: the words that it asks with, of which its id is made if it has none.
        foreign: what tells it from all others in its file; empty if nothing does.
        category: where it stands there, from the top.
        remarks: what of it was not taken along; each becomes a comment beside it.
    """

    line: int
    fields: dict[str, Any]
    asked: str = ""
    foreign: str = ""
    category: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)


@dataclass
class Lost:
    """A question that could not be taken along.

    Attributes:
        line: where it begins.
        why: in words.
        source: how it stands in the file.
    """

    line: int
    why: str
    source: str


@dataclass
class Reading:
    """A file as it is read: what is found is added to it.

    Attributes:
        path: of the file.
        entries: questions, and what of them could not be taken along, in the order of the file.
        told: diagnostics that are about the file.
        title: of all of it; the file's name if empty.
        opening: what it says before the questions, in Markdown.
        language: a BCP 47 tag; empty if nobody knows.
        pictures: path in the content folder -> the file to copy there.
        line: where what is read at present stands.
        part: of the file, such as a sheet; empty if it has none.
    """

    path: Path
    entries: list[Question | Lost] = field(default_factory=list)
    told: list[Diagnostic] = field(default_factory=list)
    title: str = ""
    opening: str = ""
    language: str = ""
    pictures: dict[str, Path] = field(default_factory=dict)
    line: int = 0
    part: str = ""
    _remarks: list[str] = field(default_factory=list)

    def leave(self, what: str, hint: str = "", line: int = 0) -> None:
        """Tell what is not taken along; it becomes a comment beside the question that is added next."""
        self._remarks.append(what)
        self.told.append(warning("import", self.span(line), what, hint))

    def note(self, what: str) -> None:
        """Keep something as a comment beside the question that is added next; that it is left out has been told."""
        self._remarks.append(what)

    def add(self, fields: Mapping[str, Any], *, asked: str, foreign: str = "", category: tuple[str, ...] = ()) -> None:
        """Add a question with what was told of it."""
        remarks, self._remarks = self._remarks, []
        self.entries.append(Question(self.line, dict(fields), asked, foreign, category, remarks))

    def lose(self, why: str, source: str, hint: str = "") -> None:
        """Tell that a question could not be taken along."""
        self._remarks = []
        self.entries.append(Lost(self.line, why, source))
        self.told.append(error("import", self.span(), why, hint))

    def end(self) -> None:
        """Keep what was told last beside the last question: no other one comes."""
        last = next((entry for entry in reversed(self.entries) if isinstance(entry, Question)), None)
        if last:
            last.remarks += self._remarks
        self._remarks = []

    def span(self, line: int = 0) -> Span:
        """Return a place in the file; that of what is read at present, unless another line is named."""
        line = line or self.line
        return Span(self.path.as_posix() + (f" ({self.part})" if self.part else ""), line, 1 if line else 0)
