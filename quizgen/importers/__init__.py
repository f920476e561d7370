"""Importers: a foreign file to a lesson, which its author then completes.

To add one: write its file, and add its name to `quizgen.plugins.registry.SHIPPED`. An importer makes the text of a
lesson and says what it could not take along. It computes nothing: what it imports is `unverified` until claims are
written for it. quizgen's own fill a `Reading` with questions; all else is done in `kit/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.diagnostics import Diagnostic
from quizgen.plugins import Registry

if TYPE_CHECKING:
    from quizgen.importers.kit.source import Wishes


@dataclass(frozen=True)
class Imported:
    """What a file was turned into.

    Attributes:
        lesson: the text of a lesson's file; empty if there is none.
        diagnostics: what was wrong with the file, or left out.
        pictures: path in the content folder -> the file to copy there; it lies beside the one that was imported, or
            below.
    """

    lesson: str
    diagnostics: tuple[Diagnostic, ...] = ()
    pictures: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Importer:
    """Reads files of one format.

    Attributes:
        name: as ``--from`` takes it.
        line: what it reads.
        suffixes: of files that it is asked to read if nobody names it, in small letters: ``.tsv``.
        read: does it. It never raises for what stands in the file.
        recognises: tells from the first 64 KiB of a text whether it is of this format, to choose among those that have
            the same ending.
        asked: reads it with what the user says of it (quizgen's own alone).
    """

    name: str
    line: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Imported]
    recognises: Callable[[str], bool] | None = None
    asked: Callable[[Path, Wishes], Imported] | None = None


IMPORTERS: Registry[Importer] = Registry("importers")
"""Name -> importer."""

__all__ = ["IMPORTERS", "Imported", "Importer"]
