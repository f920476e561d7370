"""The outputs. To add one: write its file, and add one line to the list below.

An exporter lays rendered lessons out and writes them below the folder that it is given, which is new and empty: the
compiler moves what was written to its place only when every exporter has finished.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from quizgen.cards import RenderedLesson

Progress = Callable[[str], None]


class Exporter(Protocol):
    """Writes lessons in one format."""

    def __call__(self, lessons: Sequence[RenderedLesson], folder: Path, progress: Progress) -> Sequence[Path]:
        """Write the lessons into the folder and return the top-level files and folders written, sorted.

        Calls ``progress`` with a few words before each longer step. Raises `ExportError` for what an author can mend.
        """


class ExportError(Exception):
    """Content that cannot be written in this format; the message says what and names the item."""


EXPORTERS: Mapping[str, str] = {
    "anki": "quizgen.exporters.anki:export",
    "pdf": "quizgen.exporters.pdf:export",
    "site": "quizgen.exporters.site:export",
}
"""Name -> where it is. Imported only when it is asked for, because WeasyPrint and genanki are slow to load."""


def exporter(name: str) -> Exporter:
    """Import and return the exporter of that name; KeyError if there is none."""
    module, _, function = EXPORTERS[name].partition(":")
    return cast("Exporter", getattr(import_module(module), function))
