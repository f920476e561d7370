"""``quizgen stats``: what a deck consists of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli import app
from tests.small import write

BODY = """\
concepts:
  - {id: thing, name: Thing, definition: A thing., cite: paper §1}
  - {id: idle, name: Idle, definition: Nothing is asked of it., cite: paper §1}
items:
  - {id: one, kind: multiple_choice, concept: thing, stem: Which?, key: long enough, options: [long enough, a, b]}
  - {id: two, kind: multiple_choice, concept: thing, stem: Which?, key: a, options: [a, bb, cc], unverified: a guess}
  - {id: three, kind: recall, concept: thing, level: Oberstufe, stem: What?, points: [That.]}
  - {id: four, kind: recall, concept: thing, level: senior, stem: What?, points: [That.]}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a lesson."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, BODY)
    return tmp_path


def quizgen(*arguments: str) -> tuple[int, str, str]:
    """Run a command and return status, standard output, standard error."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_numbers_are_those_of_the_deck() -> None:
    """An author believes that every concept is asked about, and that keys do not stand out."""
    status, out, err = quizgen("stats", "--format", "json")
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert found["lessons"] == {"small": found["total"]}
    positions = found["total"].pop("key_positions")
    assert sum(positions.values()) == 2
    assert set(positions) <= set("ABC")
    assert found["total"] == {
        "items": 4,
        "concepts": 2,
        "kinds": {"multiple_choice": 2, "recall": 2},
        "levels": {"junior": 2, "senior": 1, "Oberstufe": 1},
        "evidence": {"computed": 0, "cited": 3, "unverified": 1},
        "concepts_without_items": ["idle"],
        "key_lengths": {"longest": 1, "shortest": 1},
        "characters": {"key": 6, "distractor": 1.5},
    }


def test_tables_say_the_same(folder: Path) -> None:
    """People would need a program to read them."""
    write(
        folder,
        "concepts: [{id: other, name: Other, definition: Another., cite: paper §1}]\n"
        + BODY[BODY.index("items") :].replace("id: ", "id: other-"),
        "other",
    )
    status, out, err = quizgen("stats")
    assert (status, err) == (0, "reading this folder\n")
    lines = out.splitlines()
    assert lines[0].split() == ["lesson", "items", "concepts", "computed", "cited", "unverified"]
    assert lines[3].split() == ["in", "all", "8", "3", "0", "3", "5"]
    assert "concepts without items: other, idle" in lines
    assert "key lengths: longest 2, shortest 2" in lines


def test_what_cannot_be_read_is_told(folder: Path) -> None:
    """Numbers of half a deck pass for those of the whole."""
    (folder / "broken.yaml").write_text("a: [", encoding="utf-8")
    status, out, err = quizgen("stats")
    assert (status, out) == (1, "")
    assert "broken.yaml" in err
