"""Batches: mutants are tried together, and what comes out is as if each had been tried alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.crosscheck import Laboratory
from quizgen.crosscheck.laboratory import Request
from quizgen.loader import load
from quizgen.mutation.judging import batches, questions, run_in_batches
from quizgen.system.user_cache import Store
from tests.small import write

ITEMS = """\
items:
  - id: one
    kind: multiple_choice
    concept: thing
    scenario: elected
    stem: What?
    options:
      - {text: One leads., key: true, always: leaders() == 1}
      - {text: Two lead., rationale: No., sometimes: leaders() == 2}
  - {id: two, kind: numeric, concept: thing, scenario: elected, stem: N?, answer: {value: 2, measure: votes_needed}}
"""
RULES = ("all-servers", "half-is-enough", "vote-twice")


@pytest.fixture
def mutants(tmp_path: Path) -> list[list[Request]]:
    """What two items ask under each of three wrong rules."""
    deck, _ = load(write(tmp_path, ITEMS))
    return [[replace(request, misconception=rule) for _, request in questions(deck)] for rule in RULES]


def test_mutants_share_a_batch_up_to_the_bound(mutants: list[list[Request]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A large deck is said to ask for too much, or the processors wait for the last run of each misconception."""
    place = mutants[0][0].scenario
    effort = place.runs_on.effort(place.scenario)  # of each of them, since all its requests share the scenario
    assert effort > 0
    for bound, sizes in ((effort - 1, [1, 1, 1]), (effort, [1, 1, 1]), (2 * effort, [2, 1]), (3 * effort, [3])):
        monkeypatch.setattr("quizgen.mutation.judging.MAX_EFFORT", bound)
        found = list(batches(mutants))
        assert [len(batch) // len(mutants[0]) for batch in found] == sizes
        assert [request for batch in found for request in batch] == [one for mutant in mutants for one in mutant]


@pytest.mark.parametrize("bound", [1, 100_000_000])
def test_what_comes_out_does_not_depend_on_the_batch(
    mutants: list[list[Request]], monkeypatch: pytest.MonkeyPatch, bound: int
) -> None:
    """A deck's score changes when an item is added that has nothing to do with it."""
    monkeypatch.setattr("quizgen.mutation.judging.MAX_EFFORT", bound)
    together = Laboratory()
    run_in_batches(mutants, together, lambda *_: None, "misconceptions")
    for mutant in mutants:
        alone = Laboratory()
        alone.run(mutant, lambda *_: None)
        assert [together.outcome(request) for request in mutant] == [alone.outcome(request) for request in mutant]


def test_progress_is_of_the_whole(mutants: list[list[Request]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar that starts anew for each batch tells nobody how long to wait."""
    monkeypatch.setattr("quizgen.mutation.judging.MAX_EFFORT", 1)
    told: list[tuple[int, int, str]] = []
    run_in_batches(mutants, Laboratory(), lambda *step: told.append(step), "misconceptions")
    assert told == [(0, 3, "misconceptions"), (1, 3, "misconceptions"), (2, 3, "misconceptions")]


def test_what_was_asked_of_successful_runs_only_is_remembered_as_such(
    mutants: list[list[Request]], tmp_path: Path
) -> None:
    """A script that fails with a switch turned would be remembered as an answer, or the other way round."""
    cut = """\
items:
  - id: second
    kind: recall
    concept: thing
    scenario: {simulator: raft, servers: 3, pre_vote: true, events: [{elect: S1}, {elect: S2}], explore: {seeds: 2}}
    stem: Who leads?
    points: [{text: S1, always: leader() == "S1"}]
"""
    ((_, request),) = questions(load(write(tmp_path, cut, "cut"))[0])
    carried_out = replace(request, probe=replace(request.probe, carried_out=True))
    first, second = (Laboratory(1, Store(tmp_path / "cache")) for _ in "ab")
    for laboratory in (first, second):
        laboratory.run([carried_out], lambda *_: None)
        laboratory.run([request, *mutants[0]], lambda *_: None)
    assert first.outcome(request).failure is None
    assert first.outcome(carried_out).failure is not None
    assert [second.outcome(one) for one in (request, carried_out)] == [
        first.outcome(one) for one in (request, carried_out)
    ]
