"""The outputs. To add one: write its file, and add one line to the list below.

An exporter lays rendered lessons out and writes them below the folder that it is given, which is new and empty: the
compiler moves what was written to its place only when every exporter has finished.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
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
    "tsv": "quizgen.exporters.tsv:export",
    "crowdanki": "quizgen.exporters.crowdanki:export",
}
"""Name -> where it is. Imported only when it is asked for, because WeasyPrint and genanki are slow to load."""

USUAL: Sequence[str] = ("anki", "pdf", "site")
"""What is written if nothing else is asked for."""

OF_NOTES = frozenset({"anki", "crowdanki", "tsv"})
"""Outputs that a learner's collection takes in again and again: what is known of earlier releases goes into them."""


def exporter(name: str, settings: Mapping[str, object] | None = None) -> Exporter:
    """Import and return the exporter of that name; KeyError if there is none.

    ``settings`` are further arguments of its function, by name, which only that exporter understands.
    """
    module, _, function = EXPORTERS[name].partition(":")
    return cast("Exporter", partial(getattr(import_module(module), function), **(settings or {})))
