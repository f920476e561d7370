"""What the tests of this package explore."""

from __future__ import annotations

from quizgen.simulators.api import Execution, Value
from quizgen.simulators.raft import SIMULATOR
from quizgen.simulators.raft.scenario import Exhaustive, Scenario


def elections(servers: int, terms: int, *, crashes: int = 0, symmetry: bool = False) -> Scenario:
    """Return a scenario of the elections model."""
    return Scenario(servers=servers, explore=Exhaustive("elections", terms=terms, crashes=crashes, symmetry=symmetry))


def logs(servers: int, terms: int, entries: int, *, crashes: int = 0, symmetry: bool = False) -> Scenario:
    """Return a scenario of the logs model."""
    bounds = Exhaustive("logs", terms=terms, entries=entries, crashes=crashes, symmetry=symmetry)
    return Scenario(servers=servers, explore=bounds)


def observe(state: Execution, name: str, *arguments: str | int) -> Value:
    """Ask an observation by its name."""
    return next(
        observation.observe(state, *arguments)
        for observation in SIMULATOR.observations
        if observation.name == name and len(observation.parameters) == len(arguments)
    )
