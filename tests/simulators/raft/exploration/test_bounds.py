"""What bounds are called, and how many states to expect."""

from __future__ import annotations

import pytest

from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.exploration.bounds import estimated_states, exploration_effort, in_words
from quizgen.simulators.raft.exploration.space import explore
from quizgen.simulators.raft.scenario import Exhaustive, Scenario, StartState
from tests.simulators.raft.exploration.scenarios import elections, logs


def test_bounds_in_words() -> None:
    """Otherwise a card says that a claim was checked in bounds other than those in which it was."""
    assert in_words(3, Exhaustive("elections", terms=1)) == "3 servers, 1 term, no crashes"
    assert in_words(1, Exhaustive("logs", terms=4, entries=1, crashes=1)) == "1 server, 4 terms, 1 entry, 1 crash"
    assert in_words(5, Exhaustive("logs", terms=3, entries=2, crashes=2)) == "5 servers, 3 terms, 2 entries, 2 crashes"


@pytest.mark.parametrize(
    "scenario",
    [
        elections(2, 4),
        elections(3, 2),
        elections(3, 3),
        elections(3, 2, crashes=1),
        elections(4, 2, symmetry=True),
        logs(2, 3, 2),
        logs(3, 2, 2),
        logs(3, 3, 2),
        logs(3, 3, 3, symmetry=True),
        logs(3, 2, 2, crashes=1),
    ],
    ids=str,
)
def test_the_estimate_is_near_the_count(scenario: Scenario) -> None:
    """Otherwise a small exploration is refused, or one begun that fills the machine's memory."""
    count = len(explore(scenario))
    assert count / 5 < estimated_states(scenario) < count * 5


def test_absurd_bounds_are_refused_before_anything_is_explored() -> None:
    """Otherwise a typing error in a scenario costs a minute and gives no answer."""
    assert SIMULATOR.problems(elections(3, 4)) == ()
    assert SIMULATOR.problems(elections(7, 8))
    assert SIMULATOR.problems(logs(7, 8, 6))


def test_a_start_leaves_less_to_explore() -> None:
    """Otherwise a question on a figure with high terms is refused although it has few states."""
    start = {"S1": StartState(log=(1, 1, 4)), "S2": StartState(log=(1,))}
    scenario = Scenario(servers=3, start=start, explore=Exhaustive("logs", terms=6, entries=4))
    assert estimated_states(scenario) < estimated_states(logs(3, 6, 4)) / 10
    assert len(explore(scenario)) < 5 * estimated_states(scenario)


def test_runs_with_seeds_have_no_such_effort() -> None:
    """Otherwise the effort of runs is that of an exploration."""
    assert exploration_effort(Scenario(servers=3)) == 0
