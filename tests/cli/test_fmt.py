"""``quizgen fmt``, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from tests.small import write

ITEMS = "items:\n  - {id: who, kind: recall, concept: thing, stem: Who?, points: [{text: S1., cite: paper §1}]}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a lesson in YAML, and a curriculum."""
    write(tmp_path, ITEMS)
    (tmp_path / "curriculum.yaml").write_text("format: curriculum/1\ntitle: All   \nlessons: []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def quizgen(*arguments: str) -> tuple[int, list[str], str]:
    """Run a command and return status, lines of standard output, standard error."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout.splitlines(), result.stderr


def test_a_folder_goes_to_the_short_form_and_back(folder: Path) -> None:
    """A team turns all its lessons with one command, and no file is left in both forms."""
    assert quizgen("fmt", ".", "--to", "short") == (0, ["curriculum.yaml", "small.md"], "")
    assert sorted(file.name for file in folder.iterdir()) == ["curriculum.yaml", "small.md"]
    assert (folder / "small.md").read_text(encoding="utf-8").endswith("### who\n\nWho?\nA: S1.\n  cite: paper §1\n")
    assert quizgen("fmt", ".", "--to", "yaml")[:2] == (0, ["small.yaml"])
    assert sorted(file.name for file in folder.iterdir()) == ["curriculum.yaml", "small.yaml"]
    assert quizgen("check", "small.yaml")[0] == 0


def test_check_changes_nothing_and_tells(folder: Path) -> None:
    """Continuous integration finds an untidy file, and leaves it to its author."""
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert quizgen("fmt", ".", "--check")[:2] == (1, ["curriculum.yaml would be written"])
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    assert quizgen("fmt", ".")[0] == 0
    assert quizgen("fmt", ".", "--check") == (0, [], "")


def test_no_file_is_written_over(folder: Path) -> None:
    """Somebody else's notes of the same name are not lost."""
    (folder / "small.md").write_text("notes", encoding="utf-8")
    status, out, told = quizgen("fmt", "small.yaml", "--to", "short")
    assert (status, out) == (1, [])
    assert "small.md is there already" in told
    assert (folder / "small.md").read_text(encoding="utf-8") == "notes"


def test_a_mistake_is_told_with_its_place(folder: Path) -> None:
    """Whoever formats a broken file learns where it is broken, and loses nothing."""
    (folder / "small.yaml").write_text("format: lesson/1\n  a: b\n", encoding="utf-8")
    status, _, told = quizgen("fmt", "small.yaml")
    assert status == 1
    assert "small.yaml:2:3: error[" in told


def test_check_writes_ids_that_lack(folder: Path) -> None:
    """An author has all ids written with one command, and nothing else in the file is changed."""
    file = folder / "first.md"
    text = "# First  \n\nQ: Who?\nA: S1.\n\nWhich?\n- [x] a\n- [ ] b\nlevel: middle\n\nTerm :: A word.\n\ttags: x\n"
    file.write_text(text.replace("\ttags: x\n", ""), encoding="utf-8")
    assert quizgen("check", "first.md", "--fix")[0] == 0
    named = "# First  \nid: first\n\nQ: Who?\nA: S1.\nid: who\n\nWhich?\n- [x] a\n- [ ] b\nid: which\nlevel: middle\n\n"
    assert file.read_text(encoding="utf-8") == f"{named}Term :: A word.\n  id: term\n"
    assert "id-missing" not in "".join(quizgen("check", "first.md")[1])


def test_ids_are_written_into_a_file_that_begins_with_a_question(folder: Path) -> None:
    """A file without a title gets the id of its lesson where a lesson's fields stand."""
    file = folder / "first.md"
    file.write_text("Q: Who?\nA: S1.\n", encoding="utf-8")
    assert quizgen("check", "first.md", "--fix")[0] == 0
    assert file.read_text(encoding="utf-8") == "id: first\n\nQ: Who?\nA: S1.\nid: who\n"
