"""Worksheets and answer keys to print: ``<lesson>-worksheet.pdf`` shows no answer, ``<lesson>-key.pdf`` all of them.

A lesson of more than 500 questions is printed in parts, ``<lesson>-worksheet-1-of-3.pdf``, because a layout takes
memory for each of its questions; a worksheet's part and its key have the same questions and the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from quizgen.cards import RenderedLesson
from quizgen.exporters import Progress
from quizgen.exporters.pages import Group, batches, check_pictures, environment, with_pictures
from quizgen.exporters.pdf.fonts import check_characters
from quizgen.exporters.pdf.press import SCHEME, Press, Sheet, press
from quizgen.exporters.pdf.room import ruled_lines, with_answers, with_breakable_cells, with_lines
from quizgen.resources import templates
from quizgen.text import markdown, mathematics

PART = 500
"""Most questions of one document."""

FORMS = ("worksheet", "key")


@dataclass(frozen=True)
class _Part:
    """The questions of one document, and which of how many it is."""

    groups: tuple[Group, ...]
    number: int
    count: int

    @property
    def suffix(self) -> str:
        return f"-{self.number}-of-{self.count}" if self.count > 1 else ""


def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress) -> Sequence[Path]:
    """Write a worksheet and a key for each lesson and return their paths, sorted.

    Raises `ExportError` for a picture that is missing or cannot be drawn, and for a character that no font has.
    """
    for lesson in lessons:
        check_pictures(lesson)
        check_characters(lesson)
    written = []
    with press(style()) as machine:
        for lesson in lessons:
            for sheet in sheets(lesson):
                progress(f"printing {sheet.name}")
                written.append(_print(machine, sheet, folder))
    return sorted(written)


def style() -> str:
    """Return the stylesheet of all sheets."""
    own = (templates("pdf") / "print.css").read_text(encoding="utf-8")
    return "\n".join((own, mathematics.stylesheet(), markdown.stylesheet(dark=False)))


def _print(machine: Press, sheet: Sheet, folder: Path) -> Path:
    path = folder / sheet.name
    path.write_bytes(machine.typeset(sheet))
    return path


def sheets(lesson: RenderedLesson, forms: Sequence[str] = FORMS) -> Iterator[Sheet]:
    """Yield the documents of a lesson, each made only when the one before it is printed."""
    layouts = environment("pdf")
    layouts.globals.update(ruled_lines=ruled_lines, with_answers=with_answers, with_lines=with_lines)
    parts = batches(lesson, PART) or ((),)
    released = datetime.fromisoformat(lesson.released).replace(tzinfo=UTC)
    pictures = {name: path.read_bytes() for name, path in sorted(lesson.assets.items())}
    for number, groups in enumerate(parts, 1):
        part = _Part(groups, number, len(parts))
        for form in forms:
            page = layouts.get_template(f"{form}.html").render(lesson=lesson, part=part)
            html = mathematics.as_svg(with_pictures(with_breakable_cells(page), _place))
            yield Sheet(f"{lesson.id}-{form}{part.suffix}.pdf", html, int(released.timestamp()), pictures)


def _place(name: str) -> str:
    return SCHEME + quote(name)
