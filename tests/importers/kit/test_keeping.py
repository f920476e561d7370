"""Repeated imports: the foreign file is corrected, and so is the lesson."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from quizgen import compiler
from quizgen.cli import app
from quizgen.importers.kit.keeping import NotOurs, marked, merged

FIRST = "question,answer\nWhat pumps blood through the body?,The heart\nWhat cleans the blood?,The kidneys\nWhy?,So\n"
SECOND = (
    "question,answer\nWhat filters the blood?,The kidneys\nWhere is it?,There\n"
    "What pumps blood thorugh the body?,The heart\n"
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def imported(text: str) -> Result:
    Path("organs.csv").write_text(text)
    return CliRunner().invoke(app, ["import", "organs.csv", "--to", "content"])


def items() -> dict[str, str]:
    checked = compiler.check(Path("content"), compiler.Silent())
    assert checked.sound, checked.diagnostics
    return {one.question.id: one.question.asking()[1] for one in checked.deck.lessons[0].items}


def test_the_same_file_twice_changes_nothing() -> None:
    """Each import makes another lesson of the same table, and a learner starts anew."""
    assert imported(FIRST).exit_code == 0
    before = Path("content/organs.yaml").read_bytes()
    again = imported(FIRST)
    assert (again.exit_code, again.stderr) == (0, "")
    assert Path("content/organs.yaml").read_bytes() == before
    assert [path.name for path in Path("content").iterdir()] == ["organs.yaml"]


def test_a_corrected_file_updates_the_lesson_and_keeps_ids() -> None:
    """A slip that is mended in the table makes a new card, and the old one stays with its slip."""
    imported(FIRST.replace("through", "thorugh"))
    before = items()
    told = imported(FIRST.replace("Why?,So\n", "How?,So\n"))
    after = items()
    heart = next(name for name, stem in before.items() if "thorugh" in stem)
    assert after[heart] == "What pumps blood through the body?"
    assert sorted(after.values()) == sorted([*(s.replace("thorugh", "through") for s in before.values()), "How?"])
    assert "is not in organs.csv any more: it stays here" in told.stderr
    imported(FIRST.replace("Why?,So\n", "How?,So\n"))
    assert items() == after


def test_what_the_author_wrote_stays() -> None:
    """An evening's work on explanations and evidence is gone after the next import."""
    imported(FIRST)
    lesson = Path("content/organs.yaml")
    mine = lesson.read_text().replace("  definition: To be defined.", "  definition: Parts with a task.  # mine")
    mine = mine.replace("title: organs", "title: Our organs")
    mine = mine.replace("  - The heart\n", "  # a remark\n  - The heart, in mammals\n")
    mine += (
        "- id: of-my-own\n  kind: recall\n  concept: organs\n  stem: Mine?\n  points: [{text: Yes, unverified: mine}]\n"
    )
    lesson.write_text(mine + "\n# the end\n")
    told = imported(FIRST.replace("The heart", "A heart").replace("The kidneys", "Two kidneys"))
    now = lesson.read_text()
    for kept in (
        "Parts with a task.  # mine",
        "title: Our organs",
        "  # a remark\n",
        "in mammals",
        "of-my-own",
        "# the end",
    ):
        assert kept in now
    assert "Two kidneys" in now
    assert "was changed by hand and in organs.csv: it stays as it is here" in told.stderr
    assert len(items()) == 4
    Path("content/organs.yaml").rename("content/renamed.yaml")
    assert imported(FIRST).exit_code == 0
    assert not lesson.exists()


def test_a_lesson_that_was_not_imported_is_left_alone() -> None:
    """A lesson of the same name is overwritten by a table."""
    Path("content").mkdir()
    for text in ("id: organs\n", "id: organs\nconcepts: [{id: a}]\nitems: [{id: b}]\n", "id: organs\n: : [", "\xff"):
        Path("content/organs.yaml").write_text(text, encoding="latin-1")
        result = imported(FIRST)
        assert result.exit_code == 2, result.output
        assert Path("content/organs.yaml").read_text(encoding="latin-1") == text


def test_a_lesson_that_was_rewritten_in_markdown_is_left_alone() -> None:
    """The lesson is there twice after the next import, once as its author wrote it and once as YAML."""
    Path("content").mkdir()
    Path("content/mine.md").write_text("---\nformat: lesson/1\nid: organs\n---\nWhat?\n")
    result = imported(FIRST)
    assert (result.exit_code, [path.name for path in Path("content").iterdir()]) == (2, ["mine.md"])
    assert "content/mine.md cannot be brought up to date" in result.stderr


def test_another_list_of_the_same_name_is_no_update() -> None:
    """The words of unit 2 are mixed into the lesson of unit 1, since both files are called alike."""
    imported(FIRST)
    before = Path("content/organs.yaml").read_bytes()
    other = imported("question,answer\nHow old is it?,Ten years\n")
    assert (other.exit_code, Path("content/organs.yaml").read_bytes()) == (2, before)
    assert "no question of it is in organs.csv" in other.stderr
    Path("organs.tsv").write_text(FIRST.replace(",", "\t"))
    renamed = CliRunner().invoke(app, ["import", "organs.tsv", "--to", "content"])
    assert (renamed.exit_code, Path("content/organs.yaml").read_bytes()) == (2, before)
    assert "if that is the same list, write organs.tsv in its first line" in renamed.stderr


def test_lists_may_be_indented() -> None:
    """A lesson that an editor has reformatted is torn apart by the next import."""
    items = "  - id: x\n    stem: One?\n\n# note\n  - id: y\n    stem: Two?\n"
    lesson = f"format: lesson/1\nconcepts:\n  - id: a\n\n  - id: b\nitems:\n{items}url: u"
    first = marked(lesson)
    assert first.replace("  # imported ", "\0").count("\0") == 2
    again, told = merged(first, lesson.replace("- id: y", "- id: z\n    stem: Some other thing?\n  - id: y"), "l", "f")
    assert told == ()
    assert "  - id: z  # imported " in again
    assert again.endswith("url: u\n")
    with pytest.raises(NotOurs):
        marked("items: {}")
