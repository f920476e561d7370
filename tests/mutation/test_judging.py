"""Judging: what runs say to a statement that was not written for them."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import pytest

from quizgen.crosscheck import Subject
from quizgen.crosscheck.laboratory import Failure, Outcome
from quizgen.loader import load
from quizgen.mutation.judging import judged, part_of, questions
from tests.small import write

ITEM = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: What?
    options:
      - {text: Always., key: true, always: leaders() == 1}
      - {text: Once., rationale: No., sometimes: leaders() == 2}
  - {id: b, kind: recall, concept: thing, scenario: elected, stem: Q?, points: [{text: P., sometimes: leaders() == 1}]}
  - {id: c, kind: numeric, concept: thing, scenario: elected, stem: N?, answer: {value: 2, measure: votes_needed}}
  - {id: four, kind: recall, concept: thing, stem: Who?, points: [{text: Nobody., cite: paper §1}]}
"""
NOTHING = Failure("no answer")


@pytest.fixture
def subjects(tmp_path: Path) -> dict[str, Subject]:
    """A key, a distractor, a point that holds at times, and a number."""
    deck, _ = load(write(tmp_path, ITEM))
    return dict(zip(("always", "wrong", "sometimes", "number"), (s for s, _ in questions(deck)), strict=True))


def outcome(**runs: int) -> Outcome:
    """Return an outcome with so many runs that say ``true``, ``false`` or ``nothing``."""
    answers: dict[str, Hashable] = {"true": True, "false": False, "nothing": NOTHING}
    counts = {answers[name]: count for name, count in runs.items()}
    return Outcome(sum(runs.values()), counts, dict.fromkeys(counts, 0), {})


@pytest.mark.parametrize(
    ("name", "runs", "expected"),
    [
        ("always", {"true": 3}, (3, 0)),
        ("always", {"true": 3, "false": 2}, (5, 2)),
        ("always", {"false": 2, "nothing": 1}, (2, 2)),
        ("always", {"nothing": 4}, (0, 0)),
        ("wrong", {"false": 3}, (3, 0)),
        ("wrong", {"true": 1, "false": 3}, (4, 1)),
        ("sometimes", {"true": 1, "false": 9}, (10, 0)),
        ("sometimes", {"false": 9}, (9, 9)),
        ("sometimes", {"false": 9, "nothing": 1}, (9, 0)),
    ],
)
def test_runs_that_contradict(
    subjects: dict[str, Subject], name: str, runs: dict[str, int], expected: tuple[int, int]
) -> None:
    """A run that says nothing would count as an answer, and a misconception as exposed that is not."""
    found = judged(subjects[name], outcome(**runs))
    assert (found.answered, found.contradicting) == expected


def test_one_other_value_is_enough(subjects: dict[str, Subject]) -> None:
    """A rule under which the number differs from run to run would pass for the true one."""
    found = judged(subjects["number"], Outcome(5, {2: 3, 4: 2}, {2: 0, 4: 3}, {}))
    assert (found.answered, found.contradicting) == (5, 2)
    assert (found.verdict.right, found.verdict.computed, found.verdict.seed) == (False, "4", 3)


def test_only_what_is_computed_is_asked(subjects: dict[str, Subject]) -> None:
    """A citation cannot be contradicted by a run, whatever its rules."""
    assert len(subjects) == 4
    assert all(subject.form != "cite" for subject in subjects.values())


def test_progress_is_of_the_whole() -> None:
    """A bar that starts anew for each misconception tells nobody how long to wait."""
    told: list[tuple[int, int, str]] = []
    part_of(lambda *step: told.append(step), 2, 5, "vote-twice")(3, 10, "raft")
    assert told == [(23, 50, "vote-twice")]
