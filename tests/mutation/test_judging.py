"""Judging: what runs say to a statement that was not written for them."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import pytest

from quizgen.crosscheck import Subject
from quizgen.crosscheck.asking.orders import ObservedOrder
from quizgen.crosscheck.laboratory import Failure, Outcome
from quizgen.loader import load
from quizgen.mutation.judging import judged, questions
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


ORDERING = """\
items:
  - id: one
    kind: ordering
    concept: thing
    scenario: elected
    stem: What comes when?
    steps:
      - {text: It asks for votes., event: {type: vote_self, actor: S1}}
      - {text: S2's vote arrives., event: {type: vote_granted, actor: S2}}
      - {text: S3's vote arrives., event: {type: vote_granted, actor: S3}}
    free: [[2, 3]]
"""


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ({(0, 1, 2): 3, (0, 2, 1): 2}, (5, 0)),
        ({(0, 1, 2): 3}, (3, 3)),
        ({(0, 1, 2): 3, (0, 2, 1): 2, (1, 0, 2): 1}, (6, 1)),
    ],
    ids=["either order", "one order only", "another order once"],
)
def test_steps_that_are_free_may_come_in_any_order(
    tmp_path: Path, runs: dict[tuple[int, ...], int], expected: tuple[int, int]
) -> None:
    """Every ordering with a free pair would expose every misconception, since each run has the two in some order."""
    deck, _ = load(write(tmp_path, ORDERING))
    ((subject, _),) = questions(deck)
    counts: dict[Hashable, int] = {
        ObservedOrder(order, (), frozenset((a, b) for at, b in enumerate(order) for a in order[:at])): count
        for order, count in runs.items()
    }
    found = judged(subject, Outcome(sum(counts.values()), counts, dict.fromkeys(counts, 0), {}))
    assert (found.answered, found.contradicting) == expected


def test_only_what_is_computed_is_asked(subjects: dict[str, Subject]) -> None:
    """A citation cannot be contradicted by a run, whatever its rules."""
    assert len(subjects) == 4
    assert all(subject.form != "cite" for subject in subjects.values())
