"""Runs that show why the measures of experiments have their values: of smallest sets of servers that can, or cannot.

The value is known. So experiments are made again, with the first seed, only until one of them has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from quizgen.simulators.api import Value, Witness
from quizgen.simulators.raft.asked.experiments import Subset, Trial, crash_trace, start_alone, survives, trial_trace
from quizgen.simulators.raft.scenario import Scenario
from quizgen.simulators.raft.scenario.settings import Settings, settings_of
from quizgen.simulators.words import counted, listed

_SEED = 0

Test = Callable[[Trial], bool]


def crashes(scenario: Scenario, misconception: str | None, value: Value, named: tuple[str, ...]) -> Witness | None:
    """Return the run of a smallest set of servers whose crash is fatal, or of a largest that is not.

    The one that is survived shows more where a smaller number is stated.
    """
    settings, most = settings_of(scenario), int(str(value))
    if any(name.isdecimal() and int(name) < most for name in named):
        survived = settings.members[len(settings.members) - most :]
        trace = crash_trace(settings, misconception, _SEED, survived)
        return Witness(f"{_crash(survived)}, and the others go on committing writes.", trace)
    for crashed in _by_size(settings.members, most + 1):
        if not survives(settings, misconception, _SEED, crashed):
            trace = crash_trace(settings, misconception, _SEED, crashed)
            return Witness(f"{_crash(crashed)}, and no write is committed any more.", trace)
    return None


def votes(scenario: Scenario, misconception: str | None, value: Value, _: tuple[str, ...]) -> Witness | None:
    """Return the run of a smallest set of servers that elects a leader."""
    settings = settings_of(scenario)
    for trial in _trials(settings, misconception, int(str(value))):
        if trial.elects and trial.votes == value:
            told = f"{_alone(trial.servers)} and elect a leader with {counted(trial.votes, 'vote')}."
            return _of(settings, misconception, trial, told)
    return None


def copies(scenario: Scenario, misconception: str | None, value: Value, _: tuple[str, ...]) -> Witness | None:
    """Return the run of a smallest set of servers that commits a write."""
    settings = settings_of(scenario)
    for trial in _trials(settings, misconception, int(str(value))):
        if trial.commits and trial.holders == value:
            told = f"{_alone(trial.servers)} and commit a write once {counted(trial.holders, 'server')} hold it."
            return _of(settings, misconception, trial, told)
    return None


def overlap(scenario: Scenario, misconception: str | None, value: Value, _: tuple[str, ...]) -> Witness | None:
    """Return the run of a smallest set of servers that elects, and name one that commits and shares few with it."""
    settings = settings_of(scenario)
    electing = _smallest(settings, misconception, settings.members[::-1], lambda trial: trial.elects)
    committing = _smallest(settings, misconception, electing.servers, lambda trial: trial.commits)
    shared = tuple(name for name in electing.servers if name in committing.servers)
    if len(shared) != value:
        return None
    both = f"{listed(shared) or 'no server'} {'is' if len(shared) < 2 else 'are'} in both sets."
    told = f"{listed(electing.servers)} can elect a leader, and {listed(committing.servers)} can commit a write: {both}"
    return _of(settings, misconception, electing, told)


def _by_size(members: Subset, least: int) -> Iterator[Subset]:
    for size in range(least, len(members) + 1):
        yield from combinations(members, size)


def _trials(settings: Settings, misconception: str | None, least: int) -> Iterator[Trial]:
    """Yield what sets of servers do on their own, those of so many first, then the larger ones."""
    return (start_alone(settings, misconception, _SEED, servers) for servers in _by_size(settings.members, least))


def _smallest(settings: Settings, misconception: str | None, spared: Subset, can: Test) -> Trial:
    """Take servers away from all as long as the rest can still do something, beginning with those that are spared."""
    smallest = start_alone(settings, misconception, _SEED, settings.members)
    for name in (*spared, *(name for name in settings.members if name not in spared)):
        rest = tuple(other for other in smallest.servers if other != name)
        trial = start_alone(settings, misconception, _SEED, rest)
        smallest = trial if can(trial) else smallest
    return smallest


def _of(settings: Settings, misconception: str | None, trial: Trial, told: str) -> Witness:
    return Witness(told, trial_trace(settings, misconception, _SEED, trial.servers))


def _alone(servers: Subset) -> str:
    return f"{listed(servers)} {'is' if len(servers) == 1 else 'are'} up alone"


def _crash(crashed: Subset) -> str:
    return f"{listed(crashed)} {'crashes' if len(crashed) == 1 else 'crash'}" if crashed else "Nobody crashes"
