"""An output of another distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from quizgen.cards import RenderedLesson
from quizgen.exporters import EXPORTERS, Exporter, ExportError, Options, Progress
from quizgen.plugins import Plugin
from quizgen.plugins.guard import PluginFailed, asked
from quizgen.plugins.hosts import tell


def guarded(plugin: Plugin, exporter: Exporter[Any]) -> Exporter[Any]:
    """Return what stands for an output."""

    def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, options: Options) -> Sequence[Path]:
        try:
            written = asked(plugin, _written_there, plugin.name, tuple(lessons), folder, options, told=progress)
        except PluginFailed as problem:
            about = _suspect(plugin, lessons, options)
            raise PluginFailed(f"{problem}{f', at `{about}`' if about else ''}", problem.hint, about) from None
        if isinstance(written, str):
            raise ExportError(f"{plugin}: {written}")
        return tuple(written)

    return replace(exporter, export=export)


def _suspect(plugin: Plugin, lessons: Sequence[RenderedLesson], options: Options) -> str | None:
    """Return the id of the first item that cannot be written even alone; None if each can."""
    reached: list[str] = []
    try:
        asked(plugin, _each_written_there, plugin.name, tuple(lessons), options, told=reached.append)
    except PluginFailed:
        return reached[-1] if reached else None
    return None


def _written_there(name: str, lessons: Sequence[RenderedLesson], folder: Path, options: Options) -> list[Path] | str:
    """In a host: write; what the author can mend is an answer."""
    try:
        written = list(EXPORTERS[name].export(lessons, folder, tell, options))
    except ExportError as problem:
        return str(problem)
    for path in written:
        if not isinstance(path, Path) or path.parent != folder or not path.exists():
            raise TypeError(f"an output gives the files and folders that it has written in its own, not {path!r}")
    return written


def _each_written_there(name: str, lessons: Sequence[RenderedLesson], options: Options) -> None:
    """In a host: write a lesson of each card alone, and tell before which it is."""
    for lesson in lessons:
        for card in lesson.cards:
            tell(card.id)
            with TemporaryDirectory() as folder:
                _written_there(name, (replace(lesson, cards=(card,)),), Path(folder), options)
