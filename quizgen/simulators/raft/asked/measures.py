"""Values found by running the protocol: whatever content states as a formula is found here by trying."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from statistics import median_low

from quizgen.simulators.api import Find, Measure, MeasureError
from quizgen.simulators.domains import COUNT
from quizgen.simulators.raft.asked import witnesses
from quizgen.simulators.raft.asked.comparisons import of_those_beside
from quizgen.simulators.raft.asked.experiments import Trial, longest_trial, survived, trials
from quizgen.simulators.raft.asked.exploration_measures import EXPLORATION_MEASURES
from quizgen.simulators.raft.asked.membership import MEMBERSHIP_MEASURES
from quizgen.simulators.raft.asked.next_election import NEXT_ELECTION_MEASURES
from quizgen.simulators.raft.judged.effort import MOST_STEPS, effort, experiment_effort
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.settings import Settings, settings_of

MOST_REPETITIONS = 3
"""How many seeds the experiments are repeated with, at most: each of them is made of 2^N runs."""

Experiment = Callable[[Settings, str | None, int], int]
"""Finds a value for one seed, under the true rules (None) or a misconception."""


def _measured(
    experiment: Experiment, witness: Find[Scenario] = lambda *_: None, domain: str = "servers"
) -> Measure[Scenario]:
    """Return a measure that repeats an experiment and insists that every seed gives the same value.

    It is called as the experiment is, and the experiment's documentation is a line of the author's reference.
    """
    name = experiment.__name__

    def measure(scenario: Scenario, misconception: str | None) -> int:
        settings = settings_of(scenario)
        seeds = range(min(_runs(name, scenario), MOST_REPETITIONS))
        _bound(name, settings, len(seeds))
        values = [experiment(settings, misconception, seed) for seed in seeds]
        if len(set(values)) > 1:
            found = ", ".join(f"{value} with seed {seed}" for seed, value in zip(seeds, values, strict=True))
            raise MeasureError(f"{name} has no single value for this scenario: {found}")
        return values[0]

    doc = experiment.__doc__ or ""
    return Measure(name, "int", doc, measure, _experiment_effort, witness=witness, domain=domain)


def _runs(name: str, scenario: Scenario) -> int:
    """Return how many runs a scenario asks for; without any, there is nothing to measure."""
    if not scenario.runs:
        raise MeasureError(f"{name} needs runs, and this scenario explores states: use `explore: {{seeds: ...}}`")
    return scenario.runs


def _experiment_effort(scenario: Scenario) -> int:
    settings = settings_of(scenario)
    return experiment_effort(settings, min(scenario.runs, MOST_REPETITIONS), longest_trial(settings))


def _bound(name: str, settings: Settings, repetitions: int) -> None:
    """Refuse an experiment that would take too long, before it is begun."""
    time = longest_trial(settings)
    steps = experiment_effort(settings, repetitions, time)
    if steps > MOST_STEPS:
        raise MeasureError(
            f"{name} would take about {steps / 1_000_000:.0f} million steps, more than {MOST_STEPS // 1_000_000}: it "
            f"tries each of {2 ** len(settings.members)} sets of servers with {repetitions} seeds for up to "
            f"{time / 1_000_000:.1f} s of simulated time; use fewer servers, fewer seeds, a longer heartbeat, or "
            "election timeouts and latencies that are less far apart"
        )


# --- crashes


def crashes_survived(settings: Settings, misconception: str | None, seed: int) -> int:
    """The largest k such that, whichever k servers crash, the rest elects a leader and commits a new write."""
    outcome = survived(settings, misconception, seed)
    fatal = min((len(crashed) for crashed, goes_on in outcome if not goes_on), default=len(settings.members) + 1)
    if fatal == 0:
        raise MeasureError("crashes_survived: the cluster commits nothing even with every server up")
    return fatal - 1


# --- sets of servers that can work on their own


def _works(trial: Trial) -> bool:
    return trial.elects and trial.commits


def votes_needed(settings: Settings, misconception: str | None, seed: int) -> int:
    """The fewest votes, its own included, with which a candidate becomes leader."""
    votes = [trial.votes for trial in trials(settings, misconception, seed) if trial.elects]
    if not votes:
        raise MeasureError("votes_needed: no set of servers elects a leader")
    return min(votes)


def acks_needed(settings: Settings, misconception: str | None, seed: int) -> int:
    """The fewest servers, the leader included, that hold an entry when it is committed."""
    holders = [trial.holders for trial in trials(settings, misconception, seed) if trial.commits]
    if not holders:
        raise MeasureError("acks_needed: no set of servers commits a write")
    return min(holders)


def election_quorums(settings: Settings, misconception: str | None, seed: int) -> int:
    """How many sets of the smallest size can elect a leader on their own."""
    sizes = [len(trial.servers) for trial in trials(settings, misconception, seed) if trial.elects]
    return sizes.count(min(sizes)) if sizes else 0


def smallest_overlap(settings: Settings, misconception: str | None, seed: int) -> int:
    """The fewest servers shared by a set that can elect and a set that can commit, over all pairs of such sets."""
    outcome = trials(settings, misconception, seed)
    electing = [frozenset(trial.servers) for trial in outcome if trial.elects]
    committing = [frozenset(trial.servers) for trial in outcome if trial.commits]
    if not electing or not committing:
        raise MeasureError("smallest_overlap: no set of servers elects a leader and commits a write")
    return min(len(one & other) for one in electing for other in committing)


def _minimal_working_sets(settings: Settings, misconception: str | None, seed: int) -> list[frozenset[str]]:
    """Return the sets that elect and commit on their own, and of which no part does."""
    working = [frozenset(trial.servers) for trial in trials(settings, misconception, seed) if _works(trial)]
    return [one for one in working if not any(other < one for other in working)]


def quorum_pairs(settings: Settings, misconception: str | None, seed: int) -> int:
    """How many pairs there are of smallest sets that work on their own (no part of such a set works)."""
    return sum(1 for _ in combinations(_minimal_working_sets(settings, misconception, seed), 2))


def disjoint_pairs(settings: Settings, misconception: str | None, seed: int) -> int:
    """How many of the quorum_pairs share no server."""
    pairs = combinations(_minimal_working_sets(settings, misconception, seed), 2)
    return sum(one.isdisjoint(other) for one, other in pairs)


# --- over all runs of the scenario's own script


def _over_runs(of_runs: Callable[[Iterator[RaftExecution]], int], domain: str = COUNT) -> Measure[Scenario]:
    """Return a measure of the runs of a scenario with all its seeds; named and documented as above."""
    name = of_runs.__name__

    def measure(scenario: Scenario, misconception: str | None) -> int:
        seeds = range(_runs(name, scenario))
        return of_runs(execution(scenario, seed, misconception) for seed in seeds)

    return Measure(name, "int", of_runs.__doc__ or "", measure, effort, domain=domain)


def leaderless_terms(runs: Iterator[RaftExecution]) -> int:
    """Terms in which nobody became leader, in all runs of the script."""
    return sum(term not in run.history.leaders for run in runs for term in run.terms_begun)


def terms(runs: Iterator[RaftExecution]) -> int:
    """Terms that began, in all runs of the script."""
    return sum(len(run.terms_begun) for run in runs)


def worst_stall_ms(runs: Iterator[RaftExecution]) -> int:
    """The longest stall (see longest_stall_ms) of all runs of the script, in ms."""
    return max(run.longest_stall for run in runs) // 1000


def median_stall_ms(runs: Iterator[RaftExecution]) -> int:
    """The median over the runs of the script of the longest stall, in ms."""
    return median_low(run.longest_stall // 1000 for run in runs)


_MEASURES: tuple[Measure[Scenario], ...] = (
    _measured(crashes_survived, witnesses.crashes),
    _measured(votes_needed, witnesses.votes),
    _measured(acks_needed, witnesses.copies),
    _measured(election_quorums, domain=COUNT),
    _measured(smallest_overlap, witnesses.overlap),
    _measured(quorum_pairs, domain=COUNT),
    _measured(disjoint_pairs, domain=COUNT),
    _over_runs(leaderless_terms),
    _over_runs(terms),
    _over_runs(worst_stall_ms, "milliseconds"),
    _over_runs(median_stall_ms, "milliseconds"),
    *NEXT_ELECTION_MEASURES,
    *EXPLORATION_MEASURES,
)

MEASURES = (
    *_MEASURES,
    *(of_those_beside(measure) for measure in _MEASURES if measure.returns == "int"),
    *MEMBERSHIP_MEASURES,
)
