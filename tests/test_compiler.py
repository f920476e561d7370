"""The compiler: phases in order, and a build that is all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from quizgen import compiler, exporters
from quizgen.cards import RenderedLesson
from quizgen.compiler import Silent
from quizgen.exporters import ExportError, Progress
from tests.small import write

POINT = "points: [{text: That., %s}]"
ITEM = "items: [{id: one, kind: recall, concept: thing, scenario: elected, stem: What?, " + POINT + "}]\n"
SOUND, WRONG = ITEM % "cite: paper §1", ITEM % "always: leaders() == 0"


class Told:
    """A report that remembers."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, what: str) -> None:
        """Remember the step."""
        self.steps.append((done, total, what))


@pytest.fixture
def export(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Put a small exporter in the place of all; it raises what is put into the list."""
    problems: list[BaseException] = []

    def write_small(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress) -> list[Path]:
        progress("one page")
        (folder / "out.txt").write_text(str([lesson.id for lesson in lessons]), encoding="utf-8")
        for problem in problems:
            raise problem
        return [folder / "out.txt"]

    monkeypatch.setattr(exporters, "exporter", lambda _: write_small)
    return problems


def test_sound_content_is_built(tmp_path: Path, export: list[BaseException]) -> None:
    """The report says what goes on, and the result where everything is."""
    told = Told()
    built = compiler.build(write(tmp_path, SOUND), ["site"], tmp_path / "out", told)
    assert (built.sound, built.written, export) == (True, (tmp_path / "out" / "out.txt",), [])
    assert [what for _, _, what in told.steps] == ["cards", "writing site", "one page"]
    assert built.checked.tally == {"computed": 0, "cited": 1, "unverified": 0}


def test_wrong_content_is_not_built(tmp_path: Path, export: list[BaseException]) -> None:
    """Not even the folder is made: a deck that disagrees with the simulator does not exist."""
    built = compiler.build(write(tmp_path, WRONG), ["site"], tmp_path / "out", Silent())
    assert (built.sound, built.written, export) == (False, (), [])
    assert [diagnostic.code for diagnostic in built.diagnostics] == ["assertion-is-false"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("problem", "code", "message"),
    [
        (ExportError("item one: too wide"), "export", "item one: too wide"),
        (OSError(28, "No space left on device"), "output-unwritable", "cannot be written: No space left on device"),
        (sqlite3.OperationalError("disk I/O error"), "output-unwritable", "disk I/O error"),
    ],
)
def test_export_that_fails_leaves_the_old_output(
    tmp_path: Path, export: list[BaseException], problem: BaseException, code: str, message: str
) -> None:
    """What was built yesterday is still there, whole, and the author learns why there is nothing new."""
    file = write(tmp_path, SOUND)
    compiler.build(file, ["site"], tmp_path / "out", Silent())
    export.append(problem)
    built = compiler.build(write(tmp_path, SOUND, "other"), ["site"], tmp_path / "out", Silent())
    assert not built.sound
    assert [(found.code, message in found.message) for found in built.diagnostics] == [(code, True)]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["out.txt"]
    assert (tmp_path / "out" / "out.txt").read_text(encoding="utf-8") == "['small']"


def test_mistakes_of_loading_and_of_checking_come_together(tmp_path: Path) -> None:
    """One run tells an author everything: what cannot be read, and what is wrong in the rest."""
    write(tmp_path, WRONG)
    write(tmp_path, "items: [{id: two, kind: recal}]\n", "broken")
    checked = compiler.check(tmp_path, Silent())
    assert sorted(diagnostic.code for diagnostic in checked.diagnostics) == [
        "assertion-is-false",
        "duplicate-id",
        "unknown-kind",
    ]
    assert not checked.sound
