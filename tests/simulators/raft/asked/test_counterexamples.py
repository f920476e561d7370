"""Counterexamples: what each misconception leads to, found by running and exploring it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from quizgen.render.traces import MAX_LINES
from quizgen.simulators.api import Simulator
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.asked import counterexamples
from quizgen.simulators.raft.asked.counterexamples import SHOWN, Explored, Measured, Scripted, counterexample
from quizgen.simulators.raft.asked.measures import MEASURES
from quizgen.simulators.raft.exploration.space import explore, search_for
from quizgen.simulators.raft.judged.problems import problems
from quizgen.simulators.raft.protocol.invariants import INVARIANTS
from quizgen.simulators.raft.runs.execution import execution
from quizgen.simulators.raft.scenario import Scenario

EXPLORED = {name: shown for name, shown in SHOWN.items() if isinstance(shown, Explored)}
MEASURED = {name: shown for name, shown in SHOWN.items() if isinstance(shown, Measured)}
SCRIPTED = {name: shown for name, shown in SHOWN.items() if isinstance(shown, Scripted)}

STEPS = {
    "majority-of-reachable": 2,  # campaign, campaign
    "fixed-quorum-of-two": 6,  # two candidates: campaign, vote, answer
    "half-is-enough": 2,
    "half-rounded-down": 2,
    "any-survivor": 2,
    "vote-twice": 6,
    "no-up-to-date-check": 5,  # lead, write, replicate, commit, lead
    "newest-term-rules": 5,
    "stale-messages-obeyed": 8,  # lead, write; lead, write, replicate, commit; late message, lead
    "vote-lost-on-restart": 7,  # two campaigns, vote, answer, restart, vote, answer
    "log-lost-on-restart": 5,  # lead, write, commit, restart, lead
    "term-lost-on-restart": 7,
    "writes-accepted-by-any-server": 2,  # write, write
    "append-replaces-rest": 6,  # lead, write, replicate, commit; late heartbeat, lead
    "commit-old-term-by-counting": 8,  # lead, write; lead, write; lead, replicate, commit; lead
    "commit-on-write": 4,  # lead, write, commit, lead
}
"""How long the shortest run is; counted by hand."""


def test_every_misconception_has_one() -> None:
    """A learner who asks what is wrong with a belief gets no answer."""
    assert list(SHOWN) == [misconception.name for misconception in SIMULATOR.misconceptions]
    assert isinstance(SIMULATOR, Simulator)
    assert SIMULATOR.counterexample("vote-twice") is counterexample("vote-twice") is not None
    assert {*STEPS} == {*EXPLORED}


@pytest.mark.parametrize("name", EXPLORED)
def test_the_shortest_run_breaks_the_property_and_the_true_rules_keep_it(name: str) -> None:
    """The learner is shown a detour, or the run blames the misconception for what Raft itself does."""
    shown, found = EXPLORED[name], counterexample(name)
    assert problems(shown.scenario) == ()
    assert found is not None
    assert found.trace is not None
    assert found.broken == f"{shown.broken}: {INVARIANTS[shown.broken]}"
    assert found.found != INVARIANTS[shown.broken]
    assert found.steps == STEPS[name]
    everything = explore(shown.scenario, name)
    assert everything.survey().exhausted
    assert found.bound == everything.survey().bounds
    nearest = min(
        number
        for number in everything.found.broken
        if shown.broken in {violation.invariant for violation in everything.execution(number).history.violations}
    )
    assert len(everything.found.way(nearest)) - 1 == found.steps
    assert 0 < found.states <= len(everything)
    true = explore(shown.scenario)
    assert true.survey().exhausted
    assert true.found.first == {}
    assert found.states_under_true_rules == len(true)


def smaller(shown: Explored) -> Iterator[Scenario]:
    """Yield what can be explored with one bound lowered by one, and with any smaller number of servers."""
    lowered = [
        replace(shown.bounds, terms=shown.bounds.terms - 1),
        replace(shown.bounds, crashes=shown.bounds.crashes - 1),
    ]
    if shown.bounds.exhaustive == "logs":
        lowered.append(replace(shown.bounds, entries=shown.bounds.entries - 1))
    yield from (Scenario(servers=shown.servers, explore=bounds) for bounds in lowered)
    yield from (Scenario(servers=servers, explore=shown.bounds) for servers in range(1, shown.servers))


@pytest.mark.parametrize("name", EXPLORED)
def test_nothing_breaks_in_any_smaller_bound(name: str) -> None:
    """The bound would be called the smallest although a smaller one shows the same. Figure 8 needs four terms."""
    shown = EXPLORED[name]
    tried = [scenario for scenario in smaller(shown) if problems(scenario) == ()]
    assert tried
    for scenario in tried:
        found = search_for(scenario, name, shown.broken)
        assert (found.trace, found.exhausted) == (None, True), scenario


@pytest.mark.parametrize("name", EXPLORED)
def test_the_catalogue_names_the_property_that_breaks(name: str) -> None:
    """The list says that one property breaks, and the run shows another."""
    breaks = next(one.breaks for one in SIMULATOR.misconceptions if one.name == name)
    assert breaks.startswith(EXPLORED[name].broken.replace("-", " ").title())


@pytest.mark.parametrize("name", [*EXPLORED, *SCRIPTED])
def test_the_run_fits_on_a_page(name: str) -> None:
    """The run is cut before the moment at which the property breaks."""
    found = counterexample(name)
    assert found is not None
    assert found.trace is not None
    assert sum(event.type not in SIMULATOR.routine_events for event in found.trace) <= MAX_LINES


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_script_breaks_the_property_and_the_true_rules_keep_it(name: str) -> None:
    """The run would blame the misconception for what Raft itself does."""
    shown, found = SCRIPTED[name], counterexample(name)
    assert found is not None
    assert found.broken == shown.broken
    assert found.found
    scenario = Scenario(servers=shown.servers, events=shown.events)
    assert problems(scenario) == ()
    for seed in range(10):
        assert not shown.sign(execution(scenario, seed))


@pytest.mark.parametrize("name", MEASURED)
def test_a_measure_changes_and_in_no_smaller_cluster(name: str) -> None:
    """The bound would be called the smallest although a smaller cluster shows the same."""
    shown, found = MEASURED[name], counterexample(name)
    assert found is not None
    assert (found.broken, found.trace, found.states) == (shown.measure, None, 0)
    measure = next(measure.measure for measure in MEASURES if measure.name == shown.measure)
    for servers in range(1, shown.scenario.servers):
        less = replace(shown.scenario, servers=servers)
        values = []
        for rules in (None, name):
            try:
                values.append(measure(less, rules))
            except ValueError:  # the cluster elects nobody or commits nothing: there is nothing to measure
                break
        assert len(values) < 2 or values[0] == values[1], (servers, values)


def test_what_makes_no_difference_is_no_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of the true rules would be shown as a proof against them."""
    uncached = counterexample.__wrapped__
    exchanged = {
        "vote-twice": SHOWN["leader-keeps-role"],
        "no-up-to-date-check": SHOWN["all-servers"],
        "commit-needs-all": SHOWN["commit-on-write"],
    }
    monkeypatch.setattr(counterexamples, "SHOWN", {**SHOWN, **exchanged})
    for name in exchanged:
        assert uncached(name) is None
    with pytest.raises(KeyError):
        uncached("no-such-belief")


def test_a_search_that_was_cut_is_no_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    """The true rules would be said to keep a property although not every state was looked at."""
    monkeypatch.setattr(
        counterexamples, "search_for", lambda scenario, rules, broken: search_for(scenario, rules, broken, limit=3)
    )
    assert counterexample.__wrapped__("half-is-enough") is None
