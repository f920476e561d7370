"""Importers: a foreign file to a lesson, which its author then completes.

To add one: write its file, and add its name to `quizgen.plugins.registry.SHIPPED`. An importer makes the text of a
lesson and says what it could not take along. It computes nothing: what it imports is `unverified` until claims are
written for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quizgen.diagnostics import Diagnostic
from quizgen.plugins import Registry


@dataclass(frozen=True)
class Imported:
    """What a file was turned into.

    Attributes:
        lesson: the text of a lesson's file; empty if there is none.
        diagnostics: what was wrong with the file, or left out.
    """

    lesson: str
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Importer:
    """Reads files of one format.

    Attributes:
        name: as ``--from`` takes it.
        line: what it reads.
        suffixes: of files that it is asked to read if nobody names it, in small letters: ``.tsv``.
        read: does it. It never raises for what stands in the file.
    """

    name: str
    line: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Imported]


IMPORTERS: Registry[Importer] = Registry("importers")
"""Name -> importer."""

__all__ = ["IMPORTERS", "Imported", "Importer"]
