"""Exposure: which items disagree when a wrong rule is in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.crosscheck import Laboratory
from quizgen.loader import load
from quizgen.mutation import Exposure, exposures
from quizgen.mutation.judging import believing, questions
from quizgen.simulators.raft import SIMULATOR
from tests.small import write

ITEMS = """\
items:
  - {id: votes, kind: numeric, concept: thing, scenario: elected, stem: V?, answer: {value: 2, measure: votes_needed}}
  - id: crashes
    kind: numeric
    concept: thing
    scenario: {simulator: raft, servers: 2, explore: {seeds: 1}}
    stem: Crashes?
    answer: {value: 0, measure: crashes_survived}
  - id: leads
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: Who leads?
    options:
      - {text: S1, key: true, always: leader() == "S1"}
      - {text: S2, rationale: It never campaigned., always: current_term("S2") == 1 && leaders() == 0}
      - {text: All of them., misconception: term-ticks-with-time, always: max_term() > 1}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exposure]:
    """What three items say to each misconception."""
    told: list[tuple[int, int, str]] = []
    deck, diagnostics = load(write(tmp_path_factory.mktemp("deck"), ITEMS))
    assert diagnostics == ()
    exposed = exposures(deck, Laboratory(), lambda *step: told.append(step))
    assert [step for step in told if step[0] >= step[1]] == []
    return {one.misconception.name: one for one in exposed}


def test_every_misconception_is_tried(found: dict[str, Exposure]) -> None:
    """A blind spot that was not looked for is not found."""
    assert list(found) == [misconception.name for misconception in SIMULATOR.misconceptions]


def test_items_that_expose_it(found: dict[str, Exposure]) -> None:
    """An author is told that a belief is tested where it is not, or adds an item where there is one."""
    assert found["all-servers"].items == ("votes",)
    assert found["half-is-enough"].items == ("crashes",)
    assert found["half-rounded-down"].items == ("votes", "crashes")


def test_distractor_that_turns_true_exposes_it(found: dict[str, Exposure]) -> None:
    """The learner who believes it would find two right options: the item tells belief and truth apart."""
    assert found["term-ticks-with-time"].items == ("leads",)


def test_no_answer_is_no_exposure(found: dict[str, Exposure]) -> None:
    """A cluster in which nobody is ever elected says nothing about how many crashes it survives."""
    exposure = found["vote-before-term"]
    assert "crashes" in exposure.silent
    assert "crashes" not in exposure.items


EXPLORED = """\
items:
  - id: at-most-one
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, explore: {exhaustive: elections, terms: %d}}
    stem: How many leaders has a term?
    points:
      - {text: At most one., always: leaders_in_term_max() <= 1}
      - {text: Some server leads alone., sometimes: leaders() == 1}
"""


def test_exploration_under_a_wrong_rule_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An author waits for hours, since a wrong rule leads to millions of states; or what was found first is lost."""
    monkeypatch.setattr("quizgen.mutation.judging.MOST_STATES", 1_000)
    deck, _ = load(write(tmp_path, EXPLORED % 2))
    laboratory = Laboratory()
    found = {one.misconception.name: one for one in exposures(deck, laboratory, lambda *_: None)}
    assert found["any-survivor"].items == ("at-most-one",)
    assert found["commit-on-write"].items == ()
    surveys = [laboratory.outcome(believing("vote-twice", request)).survey for _, request in questions(deck)]
    assert [one and (one.exhausted, one.states < 1_100) for one in surveys] == [(False, True)] * 2


def test_state_that_was_not_found_may_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement that something can happen would be contradicted by a search that was given up too early."""
    monkeypatch.setattr("quizgen.mutation.judging.MOST_STATES", 2)
    deck, _ = load(write(tmp_path, EXPLORED % 1))
    found = {one.misconception.name: one for one in exposures(deck, Laboratory(), lambda *_: None)}
    assert found["no-up-to-date-check"].items == ()
    assert found["no-up-to-date-check"].silent == ("at-most-one",)


def test_blind_spots(found: dict[str, Exposure]) -> None:
    """A learner passes every item and still believes it."""
    assert found["no-up-to-date-check"].items == ()
    assert found["vote-lost-on-restart"].items == ()
