"""A file that is read alone knows the concepts of the files beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen import compiler
from quizgen.loader import load
from quizgen.loader.neighbours import neighbouring_concepts
from tests.small import write

ITEM = "items:\n  - {id: %s, kind: recall, concept: %s, stem: What?, points: [{text: That., cite: paper §1}]}\n"
FIRST = ITEM % ("one", "thing")
PART = "concepts: [{id: part, name: Part, definition: A part., cite: paper §1}]\n"
REQUIRING = PART.replace("cite", "requires: [thing], cite") + ITEM % ("two", "part")
ASKING = PART + ITEM % ("two", "thing")


def codes(path: Path) -> list[str]:
    """Return the codes of what is said against a file or folder."""
    return [found.code for found in compiler.check(path, compiler.Silent()).diagnostics]


@pytest.mark.parametrize("body", [REQUIRING, ASKING], ids=["requires", "item"])
def test_concept_of_a_neighbour_is_known(tmp_path: Path, body: str) -> None:
    """An author checks the file that is open, and is told to define again what stands in the lesson before."""
    file = write(tmp_path, body, "second")
    assert codes(file) == ["unknown-concept"]
    write(tmp_path, FIRST, "first")
    assert (codes(file), codes(tmp_path)) == ([], [])


def test_neighbour_is_not_checked(tmp_path: Path) -> None:
    """Mistakes of another file hide those of the one that was asked for."""
    write(tmp_path, "items: [{id: broken}]\n", "first")
    (tmp_path / "a.yaml").write_text("format: lesson/1\nconcepts: [1, {id: 2}, {id: other}]\n: : [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("format: lesson/1\nconcepts: [1, {id: [2]}, {name: x}]\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_bytes(b"\xff\xfe\x00")
    file = write(tmp_path, REQUIRING, "second")
    deck, found = load(file)
    assert found == ()
    assert [lesson.head.id for lesson in deck.lessons] == ["second"]
    assert deck.neighbours == {"thing"}


def test_misspelt_concept_of_a_neighbour_is_suggested(tmp_path: Path) -> None:
    """The author is told to define a concept that exists, and the learner gets it twice."""
    write(tmp_path, FIRST, "first")
    file = write(tmp_path, REQUIRING.replace("[thing]", "[thng]"), "second")
    (found,) = compiler.check(file, compiler.Silent()).diagnostics
    assert found.hint == "did you mean `thing`?"


def test_only_files_of_the_folder_are_neighbours(tmp_path: Path) -> None:
    """A lesson passes here and fails where it is built, because something that does not belong to it was read."""
    folder = tmp_path / "content"
    (folder / "below").mkdir(parents=True)
    write(tmp_path, FIRST, "above")
    write(folder / "below", FIRST, "deeper")
    write(folder, FIRST, ".hidden")
    (folder / "link.yaml").symlink_to(tmp_path / "above.yaml")
    assert codes(write(folder, REQUIRING, "second")) == ["unknown-concept"]


def test_neighbours_are_left_alone_if_nothing_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check of one lesson would read a whole curriculum."""
    write(tmp_path, FIRST, "first")
    file = write(tmp_path, FIRST, "second")

    def read(path: Path) -> str:
        raise AssertionError(path)

    lessons = load(file)[0].lessons
    monkeypatch.setattr("quizgen.loader.neighbours.read_text", read)
    assert neighbouring_concepts(file, lessons) == frozenset()
