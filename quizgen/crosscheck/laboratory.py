"""The laboratory: asks probes of every execution of a scenario, each scenario run once for all that is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from quizgen.crosscheck.claims import Claim, ClaimProblem
from quizgen.crosscheck.orders import Pattern, observe_order
from quizgen.model.scenario import BoundScenario
from quizgen.simulators.api import Execution, Value

Progress = Callable[[int, int, str], None]
"""Called with how many scenarios are done, how many there are, and the name of what comes next."""


MAX_EFFORT = 100_000_000
"""Steps, as simulators estimate them, that one deck may ask for; about a quarter of an hour."""


@dataclass(frozen=True)
class Failure:
    """A value that could not be found; the message is for the author."""

    message: str


class Probe(Protocol):
    """A question that is asked of every execution; equal probes are asked once."""

    def ask(self, execution: Execution | None, measured: Mapping[str, Value]) -> Hashable:
        """Return the answer; a `Failure` where there is none."""

    @property
    def observes(self) -> bool:
        """Whether executions are needed at all."""

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures that it needs."""


@dataclass(frozen=True)
class ClaimProbe:
    """Asks a claim."""

    claim: Claim

    @property
    def observes(self) -> bool:
        """Whether the claim calls an observation."""
        return self.claim.observes

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the claim names."""
        return self.claim.measures

    def ask(self, execution: Execution | None, measured: Mapping[str, Value]) -> Hashable:
        """Return the claim's value."""
        try:
            return self.claim.ask(execution, measured)
        except ClaimProblem as problem:
            return Failure(str(problem))


@dataclass(frozen=True)
class OrderProbe:
    """Asks in which order the events of an ordering's steps happened."""

    patterns: tuple[Pattern, ...]
    observes: bool = True
    measures: tuple[str, ...] = ()

    def ask(self, execution: Execution | None, measured: Mapping[str, Value]) -> Hashable:  # noqa: ARG002
        """Return the observed order."""
        if execution is None:
            return Failure("an order needs runs")
        return observe_order(execution.trace, self.patterns)


@dataclass(frozen=True)
class Outcome:
    """What all executions of a scenario answered to a probe.

    Attributes:
        executions: how many were run; 0 for a probe that needs none.
        counts: answer -> in how many executions; in the order in which they first came.
        first_seeds: answer -> seed of the first execution that gave it; None without executions.
        measured: name -> value of the measures that the probe needed.
    """

    executions: int
    counts: Mapping[Hashable, int]
    first_seeds: Mapping[Hashable, int | None]
    measured: Mapping[str, Value]

    @property
    def failure(self) -> Failure | None:
        """The first failure, or None."""
        return next((answer for answer in self.counts if isinstance(answer, Failure)), None)


@dataclass(frozen=True)
class Request:
    """A probe to be asked of a scenario under the true rules (None) or a misconception."""

    scenario: BoundScenario
    misconception: str | None
    probe: Probe


@dataclass(frozen=True)
class GaveUp:
    """A run in which the script could not be carried out, such as a server that did not win the election it should."""

    event: str
    detail: str
    seed: int


class Laboratory:
    """Runs scenarios and keeps what came out: the same question is never simulated twice.

    Attributes:
        gave_up: each scenario whose script could not be carried out under the true rules, with the first such run.
    """

    def __init__(self) -> None:
        self.gave_up: dict[BoundScenario, GaveUp] = {}
        self._effort = 0
        self._outcomes: dict[Request, Outcome] = {}
        self._measured: dict[tuple[BoundScenario, str | None, str], Value | Failure] = {}

    def run(self, requests: Iterable[Request], progress: Progress) -> None:
        """Answer all the requests that are new, one scenario after the other."""
        groups: dict[tuple[BoundScenario, str | None], dict[Request, None]] = {}
        for request in requests:
            if request not in self._outcomes:
                groups.setdefault((request.scenario, request.misconception), {})[request] = None
        for done, ((scenario, misconception), wanted) in enumerate(groups.items()):
            progress(done, len(groups), scenario.simulator)
            self._effort += scenario.runs_on.effort(scenario.scenario)
            if self._effort > MAX_EFFORT:
                self._outcomes |= dict.fromkeys(wanted, _TOO_MUCH)
            else:
                self._run_group(scenario, misconception, tuple(wanted))

    def outcome(self, request: Request) -> Outcome:
        """Return what came out; the request must have been run."""
        return self._outcomes[request]

    def _run_group(self, scenario: BoundScenario, misconception: str | None, wanted: tuple[Request, ...]) -> None:
        measured = {request: self._measures(request) for request in wanted}
        answers: dict[Request, list[tuple[Hashable, int | None]]] = {request: [] for request in wanted}
        observing: list[Request] = []
        for request in wanted:
            failed = next((value for value in measured[request].values() if isinstance(value, Failure)), None)
            if failed is not None:
                answers[request].append((failed, None))
            elif request.probe.observes:
                observing.append(request)
            else:
                answers[request].append((request.probe.ask(None, _values(measured[request])), None))
        if observing:
            for execution in scenario.runs_on.executions(scenario.scenario, misconception):
                if misconception is None and scenario not in self.gave_up:
                    self._look_for_giving_up(scenario, execution)
                for request in observing:
                    answer = request.probe.ask(execution, _values(measured[request]))
                    answers[request].append((answer, execution.seed))
        for request in wanted:
            self._outcomes[request] = _summed(answers[request], _values(measured[request]))

    def _look_for_giving_up(self, scenario: BoundScenario, execution: Execution) -> None:
        event = execution.gave_up
        if event is not None:
            self.gave_up[scenario] = GaveUp(event.type, event.detail, execution.seed)

    def _measures(self, request: Request) -> dict[str, Value | Failure]:
        return {name: self._measure(request.scenario, request.misconception, name) for name in request.probe.measures}

    def _measure(self, scenario: BoundScenario, misconception: str | None, name: str) -> Value | Failure:
        key = (scenario, misconception, name)
        if key not in self._measured:
            measure = next(measure for measure in scenario.runs_on.measures if measure.name == name)
            try:
                self._measured[key] = measure.measure(scenario.scenario, misconception)
            except ValueError as problem:
                self._measured[key] = Failure(str(problem))
        return self._measured[key]


_REFUSED = Failure(f"the deck asks for more than {MAX_EFFORT:,} steps of simulation: ask for fewer seeds, or less time")
_TOO_MUCH = Outcome(0, {_REFUSED: 1}, {_REFUSED: None}, {})


def _values(measured: Mapping[str, Value | Failure]) -> dict[str, Value]:
    return {name: value for name, value in measured.items() if not isinstance(value, Failure)}


def _summed(answers: list[tuple[Hashable, int | None]], measured: Mapping[str, Value]) -> Outcome:
    counts: dict[Hashable, int] = {}
    seeds: dict[Hashable, int | None] = {}
    for answer, seed in answers:
        counts[answer] = counts.get(answer, 0) + 1
        seeds.setdefault(answer, seed)
    return Outcome(sum(1 for _, seed in answers if seed is not None), counts, seeds, measured)
