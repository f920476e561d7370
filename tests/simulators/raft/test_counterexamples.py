"""Counterexamples: what each misconception leads to, found by running it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizgen.simulators.api import Simulator
from quizgen.simulators.raft import SIMULATOR, counterexamples
from quizgen.simulators.raft.counterexamples import SHOWN, Measured, Scripted, counterexample
from quizgen.simulators.raft.execution import execution
from quizgen.simulators.raft.measures import MEASURES
from quizgen.simulators.raft.problems import problems
from quizgen.simulators.raft.scenario import Scenario

NAMES = [misconception.name for misconception in SIMULATOR.misconceptions]
SCRIPTED = [name for name, shown in SHOWN.items() if isinstance(shown, Scripted)]
MEASURED = [name for name, shown in SHOWN.items() if isinstance(shown, Measured)]


def test_every_misconception_has_one() -> None:
    """A learner who asks what is wrong with a belief gets no answer."""
    assert list(SHOWN) == NAMES
    assert isinstance(SIMULATOR, Simulator)
    assert SIMULATOR.counterexample is counterexample


@pytest.mark.parametrize("name", NAMES)
def test_it_is_found(name: str) -> None:
    """A learner is told that a rule is wrong, and shown nothing that goes wrong."""
    found = counterexample(name)
    assert found is not None
    assert found.broken
    assert found.found
    assert (found.trace is not None) == (name in SCRIPTED)


@pytest.mark.parametrize("name", SCRIPTED)
def test_the_true_rules_keep_the_property(name: str) -> None:
    """The run would blame the misconception for what Raft itself does."""
    shown = SHOWN[name]
    assert isinstance(shown, Scripted)
    scenario = Scenario(servers=shown.servers, events=shown.events)
    assert problems(scenario) == ()
    for seed in range(10):
        assert not shown.sign(execution(scenario, seed))


@pytest.mark.parametrize("name", MEASURED)
def test_no_smaller_cluster_shows_it(name: str) -> None:
    """The bound would be called the smallest although a smaller cluster shows the same."""
    shown = SHOWN[name]
    assert isinstance(shown, Measured)
    measure = next(measure.measure for measure in MEASURES if measure.name == shown.measure)
    for servers in range(1, shown.scenario.servers):
        smaller = replace(shown.scenario, servers=servers)
        values = []
        for rules in (None, name):
            try:
                values.append(measure(smaller, rules))
            except ValueError:  # the cluster elects nobody or commits nothing: there is nothing to measure
                break
        assert len(values) < 2 or values[0] == values[1], (servers, values)


def test_what_makes_no_difference_is_no_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of the true rules would be shown as a proof against them."""
    uncached = counterexample.__wrapped__
    monkeypatch.setattr(
        counterexamples,
        "SHOWN",
        {**SHOWN, "vote-twice": SHOWN["leader-keeps-role"], "all-servers": SHOWN["half-is-enough"]},
    )
    assert uncached("vote-twice") is None
    assert uncached("all-servers") is None
    with pytest.raises(KeyError):
        uncached("no-such-belief")
