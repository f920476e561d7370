"""A lesson's ``.apkg`` as bytes."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from quizgen.cards import RenderedLesson
from quizgen.exporters.anki.package import write_package


def packed(lesson: RenderedLesson) -> bytes:
    """Return the bytes that `write_package` writes, having seen that it writes nothing else."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        write_package(lesson, path)
        assert list(Path(folder).iterdir()) == [path]
        return path.read_bytes()
