"""Effort: what would take hours is refused before it is run, and what is accepted ends soon."""

from __future__ import annotations

from typing import Any

import pytest

from quizgen.simulators.api import MeasureError
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.asked.experiments import longest_trial
from quizgen.simulators.raft.judged.effort import MOST_STEPS, effort, experiment_effort
from quizgen.simulators.raft.protocol.inputs import Input
from quizgen.simulators.raft.runs import engine as engines
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.events import Crash, Delay, Elect, Event, Run, Settle, SlowLink
from quizgen.simulators.raft.scenario.settings import settings_of
from tests.simulators.raft.scripts import seeds, write

_MEASURES = {measure.name: measure.measure for measure in SIMULATOR.measures}
_EXPERIMENTS = (
    "crashes_survived",
    "votes_needed",
    "acks_needed",
    "election_quorums",
    "smallest_overlap",
    "quorum_pairs",
    "disjoint_pairs",
)
_LATE_ANSWERS: tuple[Event, ...] = (Elect("S1"), Delay(SlowLink("S2", "S1", "1h")), write("S1", "x"))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One item for each step that any server takes."""
    taken: list[str] = []
    take = engines.Engine._take

    def counted(self: engines.Engine, name: str, received: Input, cause: int | None) -> None:
        taken.append(name)
        take(self, name, received, cause)

    monkeypatch.setattr(engines.Engine, "_take", counted)
    return taken


@pytest.mark.parametrize("name", _EXPERIMENTS)
@pytest.mark.parametrize(
    "numbers",
    [
        {"heartbeat": "1us"},
        {"heartbeat": "10us", "election_timeout": ("1h", "2h")},
        {"election_timeout": ("1us", "1us")},
        {"latency": ("0ms", "10m")},
    ],
)
def test_an_experiment_that_would_take_hours_is_refused(name: str, numbers: dict[str, Any], steps: list[str]) -> None:
    """Otherwise one line of content makes a build hang, with nothing said."""
    scenario = Scenario(servers=9, **numbers)
    assert SIMULATOR.problems(scenario) == ()
    with pytest.raises(MeasureError, match=rf"{name} would take about \d+ million steps.*512 sets.*fewer servers"):
        _MEASURES[name](scenario, None)
    assert steps == []


@pytest.mark.parametrize("servers", range(1, 10))
def test_ordinary_experiments_stay_well_below_the_bound(servers: int) -> None:
    """Otherwise good content with a cluster of nine is refused."""
    settings = settings_of(Scenario(servers=servers))
    assert experiment_effort(settings, 3, longest_trial(settings)) < MOST_STEPS / 3


@pytest.mark.parametrize("rules", [None, "commit-needs-all", "any-survivor"])
@pytest.mark.parametrize("loss", [0.0, 1.0])
def test_an_experiment_takes_no_more_than_estimated(rules: str | None, loss: float, steps: list[str]) -> None:
    """Otherwise the bound lets through what hangs."""
    scenario = Scenario(servers=4, loss=loss, explore=seeds(1), heartbeat="5ms")
    settings = settings_of(scenario)
    try:
        _MEASURES["acks_needed"](scenario, rules)
    except MeasureError:
        assert loss  # nobody hears anybody: there is no number, but all the work was done
    assert 0 < len(steps) <= experiment_effort(settings, 1, longest_trial(settings))


@pytest.mark.parametrize(
    "numbers",
    [
        {"events": (*_LATE_ANSWERS, Settle("1h"))},
        {"events": (Elect("S1"),), "election_timeout": ("1h", "2h"), "heartbeat": "10us"},
        {"events": (Elect("S1"), Settle("1h")), "heartbeat": "100us"},
        {"events": (Elect("S1"),), "latency": ("1ms", "10m")},
        {"events": (Run("90s"),), "election_timeout": ("1ms", "2ms"), "heartbeat": "1h", "leader_no_op": True},
        {"events": (Elect("S1"), *(write("S1", f"v{n}") for n in range(900)), Run("1h"))},
    ],
    ids=["late answers", "long elect", "long settle", "slow elect", "many leaders", "long log"],
)
def test_a_script_that_would_take_hours_is_refused(numbers: dict[str, Any]) -> None:
    """Otherwise a build hangs: each of these looks harmless, or is slow in another way than by its messages."""
    (problem,) = SIMULATOR.problems(Scenario(servers=3, explore=seeds(1), **numbers))
    assert problem.path == ("events",)
    assert "simulated time" in problem.message or "million steps" in problem.message


@pytest.mark.parametrize(
    "numbers",
    [
        {"events": (*_LATE_ANSWERS, Settle("20s"))},
        {"events": (Elect("S1"),), "election_timeout": ("1h", "1h"), "heartbeat": "1h"},
        {"events": (Elect("S1"), write("S1", "x"), Settle("1h"))},
        {"events": (Crash(("S2", "S3")), Run("10s")), "election_timeout": ("5ms", "5ms")},
    ],
    ids=["late answers", "long elect", "long settle", "nobody elected"],
)
def test_an_extreme_script_that_is_accepted_takes_no_more_than_estimated(
    numbers: dict[str, Any], steps: list[str]
) -> None:
    """Otherwise the estimate is no bound, and what it lets through may hang."""
    scenario = Scenario(servers=3, explore=seeds(1), **numbers)
    assert SIMULATOR.problems(scenario) == ()
    _MEASURES["terms"](scenario, None)
    assert 0 < len(steps) <= effort(scenario) <= MOST_STEPS


def test_the_simulator_tells_the_estimate_that_it_judges_by() -> None:
    """Otherwise a whole deck cannot be bounded: each scenario is accepted, and all together take hours."""
    one = Scenario(servers=5, events=(Run("1m"),), explore=seeds(1))
    many = Scenario(servers=5, events=(Run("1m"),), explore=seeds(20))
    assert SIMULATOR.effort(one) > 0
    assert SIMULATOR.effort(many) == 20 * SIMULATOR.effort(one)
    too_many = Scenario(servers=5, events=(Run("1m"),), explore=seeds(1 + MOST_STEPS // SIMULATOR.effort(one)))
    assert SIMULATOR.effort(too_many) > MOST_STEPS
    assert SIMULATOR.problems(too_many) != ()


def test_slow_links_cost_nothing_where_nothing_settles() -> None:
    """Otherwise scripts with slow links are refused for work that they do not cause."""
    slow = Scenario(servers=3, events=(Delay(SlowLink("S2", "S1", "1h")), Run("1m")))
    fast = Scenario(servers=3, events=(Delay(SlowLink("S2", "S1", "0s")), Run("1m")))
    assert effort(slow) == effort(fast)


def test_a_slow_link_is_no_reason_to_refuse_a_cluster_that_settles() -> None:
    """Otherwise content about a slow link, with a patient settle, is refused although it takes seconds."""
    events = (Elect("S1"), Delay(SlowLink("S2", "S1", "5s")), write("S1", "x"), Settle("1m"))
    assert SIMULATOR.problems(Scenario(servers=5, events=events)) == ()
