"""What a command reads: the folder of content, this folder, or quizgen's own lessons by their name; and it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from tests.small import write

SOUND = "items: [{id: one, kind: recall, concept: thing, stem: What?, points: [That.]}]\n"


def quizgen(*arguments: str) -> tuple[int, str, str]:
    """Run a command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder that holds a lesson, and other files in YAML."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Makefile").write_text("all:\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [("check",), ("build", "--to", "tsv"), ("mutate",), ("explain", "one")])
def test_a_folder_that_holds_content_is_read(folder: Path, command: tuple[str, ...]) -> None:
    """Who has a lesson in this folder is told of quizgen's own ones, and takes their mistakes for his."""
    write(folder, SOUND)
    status, _, err = quizgen(*command)
    assert (status, err.splitlines()[0]) == (0, "reading this folder")


def test_a_folder_of_content_comes_first(folder: Path) -> None:
    """A project that keeps its lessons in content/ is read otherwise since there is a draft beside it."""
    (folder / "content").mkdir()
    write(folder / "content", SOUND)
    (folder / "draft.yaml").write_text("format: lesson/1\n", encoding="utf-8")
    assert quizgen("check")[0::2] == (0, "reading content/\n")
    assert quizgen("check", "content/small.yaml")[2] == "reading content/small.yaml\n"


def test_where_nothing_is_nothing_else_is_read(folder: Path) -> None:
    """Lessons that nobody asked for are checked, and built into somebody's output."""
    (folder / "docker-compose.yaml").write_text("services: {}\n", encoding="utf-8")
    for command in ("check", "build", "review", "mutate"):
        status, out, err = quizgen(command)
        assert (status, out) == (2, "")
        assert err.startswith("quizgen: there is no content here")
    assert not (folder / "output").exists()


def test_lessons_of_quizgen_are_read_by_name(folder: Path) -> None:
    """Who wants to see an example has to find where it was installed."""
    status, out, err = quizgen("explain", "crashes-survived.n-5", "@shipped")
    assert (status, err) == (0, "reading the lessons that come with quizgen\n")
    assert "crashes-survived.n-5" in out
    (folder / "@shipped").mkdir()
    write(folder / "@shipped", SOUND)
    assert quizgen("check", "@shipped")[2] == "reading @shipped/\n"


def test_tools_are_told_nothing_of_it(folder: Path) -> None:
    """A line that is no JSON breaks a tool."""
    write(folder, SOUND)
    for arguments in (("--format", "json"), ("--format", "github"), ("--quiet",)):
        assert quizgen("check", *arguments)[1:] == ("", "")


def test_several_paths_are_read_one_after_the_other(folder: Path) -> None:
    """A hook that names the files of a commit gets them checked one by one, with quizgen started anew for each."""
    write(folder, SOUND, "a")
    write(folder, SOUND.replace("That", "''"), "b")
    status, out, err = quizgen("check", "a.yaml", "b.yaml")
    assert (status, err) == (1, "reading a.yaml\nreading b.yaml\n")
    assert "b.yaml:" in out
    assert out.count("; 0 errors, 0 warnings\n") == 1
    assert out.count("; 1 error, 0 warnings\n") == 1
    assert quizgen("check", "a.yaml", "nowhere.yaml")[0] == 2


def test_standard_input_is_read(folder: Path) -> None:
    """What is not in a file yet, as in an editor, cannot be checked."""
    text = write(folder, SOUND.replace("That.", "''")).read_text(encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "-"], input=text)
    assert (result.exit_code, result.stderr) == (1, "reading standard input\n")
    line = 1 + text.count("\n", 0, text.index("items:"))
    assert f"stdin.yaml:{line}:" in result.stdout
    assert "/" not in result.stdout
    assert quizgen("check", "-", "small.yaml")[0] == quizgen("check", "-", "--fix")[0] == 2
    sound = CliRunner().invoke(app, ["check", "-", "-q"], input=text.replace("''", "That."))
    assert (sound.exit_code, sound.output) == (0, "")
