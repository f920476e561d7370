"""``quizgen new``: what it writes is sound, and what was there stays."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from quizgen.cli import app
from quizgen.kinds import KINDS


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def quizgen(*arguments: str) -> tuple[int, str, str]:
    """Run a command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_lesson_is_sound_and_as_short_as_a_start_should_be(folder: Path) -> None:
    """A newcomer meets an error in something that he did not write, or a page of what he does not need yet."""
    assert quizgen("new", "lesson", "capitals") == (0, "wrote capitals.yaml\nnext: quizgen check capitals.yaml\n", "")
    assert len((folder / "capitals.yaml").read_text(encoding="utf-8").splitlines()) == 15
    status, out, err = quizgen("check")
    assert (status, err) == (0, "reading this folder\n")
    assert out.startswith("1 item: 0 computed, 0 cited, 1 unverified; 0 errors, 0 warnings\n")


def test_every_kind_of_question_can_be_added(folder: Path) -> None:
    """Who wants the fourth kind has to look up how it is written."""
    (folder / "content").mkdir()
    quizgen("new", "lesson", "Two of them")
    quizgen("new", "lesson")
    before = (folder / "content" / "my-lesson.yaml").read_text(encoding="utf-8")
    for number, kind in enumerate(KINDS.questions, 1):
        status, out, _ = quizgen("new", "question", "my-lesson", "--kind", kind)
        text = (folder / "content" / "my-lesson.yaml").read_text(encoding="utf-8")
        name = f"my-lesson-question-{number}"
        line = text[: text.index(f"id: {name}")].count("\n") + 1
        told = f"added the question {name} to content/my-lesson.yaml, line {line}: give it an id of its own"
        assert (status, out.splitlines()[0]) == (0, told)
    after = (folder / "content" / "my-lesson.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    status, out, _ = quizgen("check")
    assert (status, out.splitlines()[0]) == (0, "9 items: 0 computed, 0 cited, 9 unverified; 0 errors, 0 warnings")


def test_rules_are_sound_and_compute() -> None:
    """A subject of one's own begins with a page of mistakes."""
    assert quizgen("new", "rules", "lamp")[0] == 0
    status, out, _ = quizgen("rules", "lamp.yaml")
    assert status == 0
    assert "presses_to_light: 1" in out
    quizgen("new", "lesson")
    assert quizgen("check")[0] == 0


def test_what_is_there_is_not_written_over(folder: Path) -> None:
    """A lesson that took a week is gone."""
    (folder / "mine.yaml").write_text("my work\n", encoding="utf-8")
    status, _, err = quizgen("new", "lesson", "mine.yaml")
    assert (status, err) == (2, "quizgen: mine.yaml is there already; nothing was written (name another)\n")
    assert (folder / "mine.yaml").read_text(encoding="utf-8") == "my work\n"


ODD = """\
format: lesson/1
items:   # questions come first here
-   id: one
    kind: recall
    concept: thing   # a remark
    stem: |
      # What is it?
    points:
    - text: "That."

# about the rest
id: odd
title: Odd
subject: testing
level: junior
license: CC0-1.0
released: 2026-01-31
concepts: [{id: thing, name: Thing, definition: A thing., unverified: from memory}]
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_rest_of_a_lesson_stays_as_it_is(folder: Path, ends: str) -> None:
    """Remarks, line ends and the order of keys are lost."""
    file = folder / "odd.yaml"
    file.write_bytes(ODD.replace("\n", ends).encode())
    assert quizgen("new", "question")[0] == 0
    lines = file.read_bytes().decode().split(ends)
    added = [line for line in lines if line not in ODD.split("\n")]
    assert [line for line in lines if line not in added] == [line for line in ODD.split("\n") if line in lines]
    assert len(lines) == len(ODD.split("\n")) + 8
    assert yaml.safe_load(file.read_bytes())["items"][1]["id"] == "odd-question-1"


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        ("format: lesson/1\nid: x\nitems: [{id: a}]\n", (), "write `items` as lines"),
        ("format: lesson/1\nid: x\nitems: [\n", (), "mend it first"),
        ("format: lesson/1\nid: x\n", (), "is no lesson in YAML with `items`"),
        ("format: lesson/1\nid: x\nitems:\n- {id: a}\n", ("--kind", "clozze"), "did you mean `cloze`?"),
        ("format: lesson/1\nid: x\nitems:\n- {id: a}\n", ("nowhere",), "there is no lesson nowhere.yaml"),
        ("format: curriculum/1\n", (), "there are: none"),
    ],
)
def test_where_none_can_be_added_nothing_changes(
    folder: Path, text: str, arguments: tuple[str, ...], told: str
) -> None:
    """A lesson is left half written."""
    file = folder / "x.yaml"
    file.write_text(text, encoding="utf-8")
    status, _, err = quizgen("new", "question", *arguments)
    assert (status, told in err) == (2, True), err
    assert file.read_text(encoding="utf-8") == text
    assert [*folder.iterdir()] == [file]
