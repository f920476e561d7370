"""An importer of another distribution."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from quizgen.importers import IMPORTERS, Imported, Importer
from quizgen.plugins import Plugin
from quizgen.plugins.guard import asked


def guarded(plugin: Plugin, importer: Importer) -> Importer:
    """Return what stands for an importer."""

    def read(path: Path) -> Imported:
        found: Imported = asked(plugin, _read_there, plugin.name, path, about=path)
        return found

    return replace(importer, read=read, recognises=None, asked=None)


def _read_there(name: str, path: Path) -> Imported:
    """In a host: read a file."""
    found = IMPORTERS[name].read(path)
    if not isinstance(found, Imported):
        raise TypeError(f"an importer gives what was imported, not {found!r:.80}")
    return found
