"""What tests of importers share: a file is imported as users do, and what came of it is checked as a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from quizgen import compiler
from quizgen.importers import IMPORTERS, Imported
from quizgen.importers.kit.source import Wishes


@dataclass(frozen=True)
class Result:
    """What became of a file: its lesson as text and data, its questions as they are read, and what was told."""

    imported: Imported
    data: dict[str, Any]
    items: list[dict[str, Any]]

    @property
    def told(self) -> list[tuple[int, str]]:
        """Line and message of each diagnostic."""
        return [(one.span.line, one.message) for one in self.imported.diagnostics]


def imported(format_: str, path: Path, wishes: Wishes | None = None) -> Result:
    """Import a file, and see that a check has nothing against the lesson."""
    importer = IMPORTERS[format_]
    assert importer.asked is not None
    result = importer.asked(path, wishes or Wishes())
    if not result.lesson:
        assert result.diagnostics
        return Result(result, {}, [])
    folder = path.parent / "checked"
    folder.mkdir(exist_ok=True)
    (folder / "lesson.yaml").write_text(result.lesson, encoding="utf-8")
    for target, picture in result.pictures.items():
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / target).write_bytes(picture.read_bytes())
    checked = compiler.check(folder, compiler.Silent())
    assert checked.diagnostics == (), result.lesson
    assert "unverified: imported from" in result.lesson
    questions = [item.question.model_dump(mode="json", exclude_defaults=True) for item in checked.deck.lessons[0].items]
    return Result(result, yaml.safe_load(result.lesson), questions)


def of(format_: str, folder: Path, text: str | bytes, name: str = "quiz.txt", wishes: Wishes | None = None) -> Result:
    """Import a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return imported(format_, path, wishes)
