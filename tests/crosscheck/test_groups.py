"""Groups: what explored states answer, and what they cannot."""

from __future__ import annotations

import pytest

from quizgen.crosscheck.asking.claims import environment
from quizgen.crosscheck.asking.orders import Pattern
from quizgen.crosscheck.asking.probes import Failure, Probe
from quizgen.crosscheck.groups import Group, answer
from quizgen.crosscheck.outcomes import Outcome
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Survey
from tests.crosscheck.toy import EXPLORED, Counting

pytestmark = pytest.mark.usefixtures("toy")


def asked(scenario: Counting, *claims: str, misconception: str | None = None) -> list[Outcome]:
    """Return what comes out of claims."""
    probes: tuple[Probe, ...] = tuple(Probe(environment("toy").compile(claim)) for claim in claims)
    return list(answer(Group(BoundScenario("toy", scenario), misconception, probes)).outcomes)


def test_claims_are_asked_of_every_state_and_of_no_trace() -> None:
    """A claim that fails in one state of thousands passes; or the check makes thousands of traces and takes minutes."""
    below, near = asked(Counting(limit=900), "shows() < 899", "shows() < 3")
    assert (below.executions, below.counts, below.first_seeds) == (900, {True: 899, False: 1}, {True: 0, False: 899})
    assert near.first_seeds[False] == 3  # the nearest state that contradicts
    assert below.survey == near.survey == Survey(900, 899, exhausted=True, bounds="a limit of 900")
    assert len(EXPLORED) == 1


def test_state_that_cannot_answer_is_told() -> None:
    """A claim that means nothing in some states is taken for false there, and a distractor passes."""
    (outcome,) = asked(Counting(limit=9), "shows(2) == 2")
    assert outcome.failure == Failure("the counter has not come to 2")
    assert outcome.first_seeds[outcome.failure] == 0


def test_bound_that_was_not_exhausted_decides_nothing() -> None:
    """A card says that something never happens, and nobody looked at all states."""
    (outcome,) = asked(Counting(limit=90, most=50), "shows() < 50")
    seen = "50 states of a limit of 90 were seen"
    message = f"the bound was not exhausted: {seen}, and there are more"
    assert outcome.counts == {Failure(message, "lower the limit"): 1}
    assert EXPLORED == []


@pytest.mark.parametrize("explore", [True, False])
def test_no_run_proves_nothing(*, explore: bool) -> None:
    """Everything is true of all runs where there is none: a wrong key passes, and every "never"."""
    for outcome in asked(Counting(limit=0, explore=explore), "shows() == 7", "shows() != 7"):
        assert (outcome.executions, outcome.failure) == (0, Failure("the scenario makes no run, which proves nothing"))


def test_order_is_not_asked_of_states() -> None:
    """The way to a state is one of many, and its order means nothing."""
    pattern = Pattern("step", None, None, ())
    group = Group(BoundScenario("toy", Counting(limit=9)), None, (Probe((pattern, pattern)),))
    (outcome,) = answer(group).outcomes
    assert outcome.failure is not None
    assert outcome.failure.message == "an order of steps depends on the way, not on the state"
    assert EXPLORED == []


def test_measures_are_found_before_anything_is_asked() -> None:
    """A claim that compares what is observed with what is measured gets both, or the reason why not."""
    claims = ("shows() <= most", "most == 8")
    assert [outcome.counts for outcome in asked(Counting(limit=9), *claims)] == [{True: 9}, {True: 1}]
    believed = asked(Counting(limit=9), *claims, misconception="goes-beyond")
    assert [outcome.counts for outcome in believed] == [{True: 11}, {False: 1}]
    assert {outcome.failure for outcome in asked(Counting(limit=101), *claims)} == {
        Failure("most: that takes too long")
    }
