"""Values found by running the protocol: whatever content states as a formula is found here by trying."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from quizgen.simulators.api import Find, Measure, MeasureError
from quizgen.simulators.raft.asked import witnesses
from quizgen.simulators.raft.asked.experiments import Trial, longest_trial, survived, trials
from quizgen.simulators.raft.asked.exploration_measures import EXPLORATION_MEASURES
from quizgen.simulators.raft.asked.next_election import NEXT_ELECTION_MEASURES
from quizgen.simulators.raft.judged.effort import MOST_STEPS, effort, experiment_effort
from quizgen.simulators.raft.runs.execution import RaftExecution, execution
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.settings import Settings, settings_of

MOST_REPETITIONS = 3
"""How many seeds the experiments are repeated with, at most: each of them is made of 2^N runs."""

Experiment = Callable[[Settings, str | None, int], int]
"""Finds a value for one seed, under the true rules (None) or a misconception."""


def _measured(name: str, experiment: Experiment, doc: str, witness: Find[Scenario] | None = None) -> Measure[Scenario]:
    """Return a measure that repeats an experiment and insists that every seed gives the same value."""

    def measure(scenario: Scenario, misconception: str | None) -> int:
        settings = settings_of(scenario)
        seeds = range(min(_runs(name, scenario), MOST_REPETITIONS))
        _bound(name, settings, len(seeds))
        values = [experiment(settings, misconception, seed) for seed in seeds]
        if len(set(values)) > 1:
            found = ", ".join(f"{value} with seed {seed}" for seed, value in zip(seeds, values, strict=True))
            raise MeasureError(f"{name} has no single value for this scenario: {found}")
        return values[0]

    made = Measure(name, "int", doc, measure, _experiment_effort)
    return replace(made, witness=witness) if witness else made


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


def _crashes_survived(settings: Settings, misconception: str | None, seed: int) -> int:
    outcome = survived(settings, misconception, seed)
    fatal = min((len(crashed) for crashed, goes_on in outcome if not goes_on), default=len(settings.members) + 1)
    if fatal == 0:
        raise MeasureError("crashes_survived: the cluster commits nothing even with every server up")
    return fatal - 1


# --- sets of servers that can work on their own


def _works(trial: Trial) -> bool:
    return trial.elects and trial.commits


def _votes_needed(settings: Settings, misconception: str | None, seed: int) -> int:
    votes = [trial.votes for trial in trials(settings, misconception, seed) if trial.elects]
    if not votes:
        raise MeasureError("votes_needed: no set of servers elects a leader")
    return min(votes)


def _acks_needed(settings: Settings, misconception: str | None, seed: int) -> int:
    holders = [trial.holders for trial in trials(settings, misconception, seed) if trial.commits]
    if not holders:
        raise MeasureError("acks_needed: no set of servers commits a write")
    return min(holders)


def _election_quorums(settings: Settings, misconception: str | None, seed: int) -> int:
    sizes = [len(trial.servers) for trial in trials(settings, misconception, seed) if trial.elects]
    return sizes.count(min(sizes)) if sizes else 0


def _smallest_overlap(settings: Settings, misconception: str | None, seed: int) -> int:
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


def _quorum_pairs(settings: Settings, misconception: str | None, seed: int) -> int:
    return sum(1 for _ in combinations(_minimal_working_sets(settings, misconception, seed), 2))


def _disjoint_pairs(settings: Settings, misconception: str | None, seed: int) -> int:
    pairs = combinations(_minimal_working_sets(settings, misconception, seed), 2)
    return sum(one.isdisjoint(other) for one, other in pairs)


# --- over all runs of the scenario's own script


def _over_runs(
    name: str, of_run: Callable[[RaftExecution], int], of_all: Callable[[list[int]], int], doc: str
) -> Measure[Scenario]:
    """Return a measure that runs the scenario with all its seeds and combines one number of each run."""

    def measure(scenario: Scenario, misconception: str | None) -> int:
        seeds = range(_runs(name, scenario))
        return of_all([of_run(execution(scenario, seed, misconception)) for seed in seeds])

    return Measure(name, "int", doc, measure, effort)


def _median(values: list[int]) -> int:
    return sorted(values)[(len(values) - 1) // 2]


def _stall_ms(run: RaftExecution) -> int:
    return run.longest_stall // 1000


def _terms(run: RaftExecution) -> int:
    return len(run.terms_begun)


def _leaderless_terms(run: RaftExecution) -> int:
    return sum(term not in run.history.leaders for term in run.terms_begun)


MEASURES: tuple[Measure[Scenario], ...] = (
    _measured(
        "crashes_survived",
        _crashes_survived,
        "The largest k such that, whichever k servers crash, the rest elects a leader and commits a new write.",
        witnesses.crashes,
    ),
    _measured(
        "votes_needed",
        _votes_needed,
        "The fewest votes, its own included, with which a candidate becomes leader.",
        witnesses.votes,
    ),
    _measured(
        "acks_needed",
        _acks_needed,
        "The fewest servers, the leader included, that hold an entry when it is committed.",
        witnesses.copies,
    ),
    _measured(
        "election_quorums",
        _election_quorums,
        "How many sets of the smallest size can elect a leader on their own.",
    ),
    _measured(
        "smallest_overlap",
        _smallest_overlap,
        "The fewest servers shared by a set that can elect and a set that can commit, over all pairs of such sets.",
        witnesses.overlap,
    ),
    _measured(
        "quorum_pairs",
        _quorum_pairs,
        "How many pairs there are of smallest sets that work on their own (no part of such a set works).",
    ),
    _measured("disjoint_pairs", _disjoint_pairs, "How many of the quorum_pairs share no server."),
    _over_runs(
        "leaderless_terms", _leaderless_terms, sum, "Terms in which nobody became leader, in all runs of the script."
    ),
    _over_runs("terms", _terms, sum, "Terms that began, in all runs of the script."),
    _over_runs(
        "worst_stall_ms", _stall_ms, max, "The longest stall (see longest_stall_ms) of all runs of the script, in ms."
    ),
    _over_runs(
        "median_stall_ms", _stall_ms, _median, "The median over the runs of the script of the longest stall, in ms."
    ),
    *NEXT_ELECTION_MEASURES,
    *EXPLORATION_MEASURES,
)
