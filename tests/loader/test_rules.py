"""Files of rules in a folder of content: scenarios name them, and what is wrong with them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.compiler import Options, Silent, build, check
from quizgen.crosscheck import Laboratory
from quizgen.decks.verify import Status, verify
from quizgen.diagnostics import render_diagnostics
from quizgen.explaining import Run, explanation
from quizgen.loader import load
from quizgen.loader.files import MAX_RULES_BYTES
from tests.small import write

SUBJECTS = Path(__file__).parents[1] / "simulators" / "rules" / "subjects"
LESSON = """
items:
  - id: worst
    kind: multiple_choice
    concept: thing
    stem: Two requests with one key look it up, note it and charge the card, a step each. How may it end?
    scenario: {simulator: charge, explore: ends}
    options:
      - {text: With two charges., key: true, sometimes: charges() == 2, rationale: Both may look first.}
      - {text: With none., sometimes: charges() == 0, rationale: Who looks first does not meet the key.}
      - text: With one charge, whatever happens.
        misconception: looking-is-noting
        always: outcomes == [1]
        rationale: Somebody may come between.
  - id: how-many
    kind: numeric
    concept: thing
    stem: In how many of the runs is the card not charged once?
    scenario: {simulator: charge}
    answer: {measure: wrong_runs, value: 12}
"""
MEASURES = """measures:
  outcomes: {at_ends: charges, name: the numbers of charges}
  wrong_runs: {runs: charges != 1, name: the number of runs}
misconceptions:"""


def rules(name: str = "charge") -> str:
    """Return a file of rules."""
    return (SUBJECTS / f"{name}.yaml").read_text("utf-8").replace("misconceptions:", MEASURES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with rules, and a lesson whose name comes before theirs."""
    write(tmp_path, LESSON, "a-lesson")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "charge.yaml").write_text(rules(), encoding="utf-8")
    return tmp_path


def codes(path: Path, laboratory: Laboratory | None = None) -> list[str]:
    """Return what is said against content."""
    found = check(path, Silent(), laboratory or Laboratory(1)).diagnostics
    return [f"{each.span}: {each.message}" for each in found if each.severity == "error"]


def test_scenarios_name_rules_of_their_folder(folder: Path) -> None:
    """Otherwise a subject needs a program before a lesson about it can have a computed answer."""
    assert codes(folder) == []
    assert codes(folder, Laboratory(2)) == []
    assert check(folder, Silent(), Laboratory(1)).tally["computed"] == 2


def test_what_is_right_at_some_end_is_no_distractor_and_what_is_said_of_all_may_be(folder: Path) -> None:
    """Otherwise an author is told of "1 of 2 states" and a misconception, and not what a distractor could say."""
    lesson = folder / "a-lesson.yaml"
    lesson.write_text(lesson.read_text("utf-8").replace("always: outcomes == [1]", "always: charges() == 1"), "utf-8")
    (told,) = (one for one in check(folder, Silent(), Laboratory(1)).diagnostics if one.code == "distractor-is-true")
    assert told.message.endswith("it is true in 2 of 3 states of charge, and a distractor is wrong in each")
    assert "or of all at once: `always: outcomes == [...]`" in told.hint


def test_an_answer_that_rules_contradict_is_refused(folder: Path) -> None:
    """Otherwise a deck states of a subject what its own rules contradict."""
    lesson = folder / "a-lesson.yaml"
    lesson.write_text(lesson.read_text("utf-8").replace("value: 12", "value: 10"), encoding="utf-8")
    (found,) = codes(folder)
    assert "12" in found


def test_the_run_behind_an_answer_is_shown(folder: Path) -> None:
    """Otherwise an author cannot see why an answer is what it is."""
    told = explanation(folder, "worst", Run()).text
    assert "look (c1 looks for the key)" in told
    assert "    step  c1 " in told  # rules have no time
    assert "it can end so that exactly 2 charges are made" in told


def test_a_lesson_alone_knows_the_rules_beside_it(tmp_path: Path) -> None:
    """Otherwise an author who checks the open file is told that its simulator is unknown."""
    file = write(tmp_path, LESSON, "alone")
    assert any("unknown simulator `charge`" in one for one in codes(file))
    (tmp_path / "charge.yaml").write_text(rules(), encoding="utf-8")
    assert codes(file) == []


def test_other_rules_of_the_same_name_give_other_answers(folder: Path) -> None:
    """Otherwise who mends a rule goes on to see the answers of the old one."""
    laboratory = Laboratory(1)
    assert codes(folder, laboratory) == []
    file = folder / "rules" / "charge.yaml"
    file.write_text(rules().replace("is: 0..2, start: 0", "is: 0..3, start: 1"), encoding="utf-8")
    assert len(codes(folder, laboratory)) >= 2
    file.write_text(rules(), encoding="utf-8")
    assert codes(folder, laboratory) == []


def test_rules_of_other_content_are_not_known(folder: Path, tmp_path: Path) -> None:
    """Otherwise what a lesson may name depends on what was checked before."""
    assert codes(folder) == []
    (tmp_path / "other").mkdir()
    file = write(tmp_path / "other", LESSON, "other")
    assert any("unknown simulator `charge`" in one for one in codes(file))


@pytest.mark.parametrize("name", ["charge", "raft"])
def test_two_simulators_of_one_name_are_refused(folder: Path, name: str) -> None:
    """Otherwise which of two rules a lesson means depends on the order of files."""
    (folder / "second.yaml").write_text(rules().replace("id: charge", f"id: {name}"), encoding="utf-8")
    assert any("two simulators" in one for one in codes(folder))


def test_a_deck_is_verified_without_its_content(folder: Path, tmp_path: Path) -> None:
    """Otherwise nobody but its author can compute a deck's answers again."""
    out = tmp_path / "out"
    built = build(folder, ["anki"], out, Silent(), Options(namespace=lambda: "ab" * 16))
    assert built.sound, render_diagnostics(built.diagnostics, "text")
    load(write(tmp_path / "out", "items: []\n", "nothing"))  # forgets the rules
    found = {one.item: one.status for one in verify(next(out.glob("*.apkg")), lambda *_: None).items}
    assert found["worst"] == found["how-many"] == Status.HOLDS


def test_rules_of_which_nothing_is_asked_yet_are_looked_at_alone(tmp_path: Path) -> None:
    """Otherwise who writes the rules first, and something wrong in them, is shown an error of quizgen's own."""
    text = rules()
    (tmp_path / "charge.yaml").write_text(text, encoding="utf-8")
    assert [found.code for found in check(tmp_path, Silent(), Laboratory(1)).diagnostics] == []
    (tmp_path / "charge.yaml").write_text(text.replace("charges: {is: 0..2", "charges: {is: 0..1"), encoding="utf-8")
    assert codes(tmp_path) == []  # what leaves its range, `quizgen rules` tells, and every lesson that asks
    wide = text.replace("charges: {is: 0..2", "charges: {is: 0..3")
    (tmp_path / "charge.yaml").write_text(wide, encoding="utf-8")
    assert [found.code for found in check(tmp_path, Silent(), Laboratory(1)).diagnostics] == ["value-never-reached"]


def test_files_of_rules_are_bounded_before_they_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a stranger's folder keeps quizgen busy with reading what is far from any rules."""
    (folder / "large.yaml").write_text(f"format: rules/1\n# {'-' * MAX_RULES_BYTES}\n", encoding="utf-8")
    assert any("larger than 256 KiB" in one for one in codes(folder))
    (folder / "large.yaml").unlink()
    for number in range(3):
        other = rules().replace("id: charge", f"id: other-{number}")
        (folder / "rules" / f"other-{number}.yaml").write_text(other, encoding="utf-8")
    monkeypatch.setattr("quizgen.loader.rules.MAX_RULES", 2)
    assert any("there are 4 files of rules; at most 2 are read" in one for one in codes(folder))
