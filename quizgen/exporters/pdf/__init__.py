"""PDFs to print: ``<lesson>-worksheet.pdf`` shows no answer, ``<lesson>-key.pdf`` all of them.

What else can be printed stands in `quizgen.exporters.pdf.products`. A lesson of more than 500 questions is printed in
parts, ``<lesson>-worksheet-1-of-3.pdf``; a worksheet's part and its key have the same questions and the same numbers.

Processes that print are started with this package. So it imports nothing of lessons before they are exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.cards import RenderedLesson
    from quizgen.exporters import Progress
    from quizgen.exporters.pdf.products import Options


def export(
    lessons: Sequence[RenderedLesson],
    folder: Path,
    progress: Progress,
    options: Options | None = None,
    content: Path | None = None,
) -> Sequence[Path]:
    """Write the products that are asked for, for each lesson, and return their paths, sorted.

    Raises `ExportError` for a picture that is missing or cannot be drawn, for a character that no font has, for
    variants of a lesson that has too few questions, and for what takes too long or too much memory to lay out.

    ``content`` is where the lessons were read from. What was printed before is then taken from the user's cache, unless
    that lies within the content; if it is None, all is printed anew.
    """
    from quizgen.exporters.pdf.exporting import print_lessons  # noqa: PLC0415  # as above
    from quizgen.exporters.pdf.sheets import DEFAULT  # noqa: PLC0415  # as above

    return print_lessons(lessons, folder, progress, DEFAULT if options is None else options, content)
