"""Whether a simulator keeps what quizgen relies on: for the tests of whoever writes one. It needs no test runner."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any, get_args, get_type_hints

from quizgen.simulators.api import AnySimulator, Execution, MeasureError, Observation, ObservationError, meanings
from quizgen.simulators.domains import Domain
from quizgen.simulators.kit.ways import Ways
from quizgen.simulators.trace import TraceEvent

MOST_EXECUTIONS = 10
"""The most runs or states of an example that are looked at, under each set of rules."""

_MOST_ARGUMENTS = 12
_HASH_SEEDS = ("1", "2")
_CHILD = "import quizgen.testing as testing; testing._answer_from_here()"
_OF_TYPE: dict[str, Callable[[Any], bool]] = {
    "bool": lambda value: type(value) is bool,
    "int": lambda value: type(value) is int,
    "string": lambda value: type(value) is str,
    "list(int)": lambda value: type(value) is tuple and all(type(one) is int for one in value),
    "list(string)": lambda value: type(value) is tuple and all(type(one) is str for one in value),
}


def conforms(simulator: AnySimulator, examples: Iterable[object]) -> None:
    """Check that a simulator keeps what quizgen relies on.

    It gives the same for the same scenario, also in another process; its runs can be made again by their numbers;
    it declares and documents what it records; observations give what they declare, of the domains that they
    declare; each misconception changes something, and the example that is stated of it shows that.

    Args:
        simulator: what is checked. Its class, and those of the examples, have to stand in a module, since other
            processes import them.
        examples: scenarios without problems; together they show what each misconception changes.

    Raises:
        AssertionError: it does not; the message tells everything that is wrong, a line each.
    """
    scenarios = tuple(examples)
    found = [*_undocumented(simulator), *_of_beliefs(simulator), *([] if scenarios else ["there is no example to try"])]
    sound = True
    for number, scenario in enumerate(scenarios, start=1):
        tried = [f"example {number}: {problem}" for problem in _tried(simulator, scenario)]
        sound, found = sound and not tried, found + tried
    if sound and scenarios:
        found += _over_all(simulator, scenarios)
    if found:
        lines = "".join(f"\n- {problem}" for problem in dict.fromkeys(found))
        raise AssertionError(f"the simulator {simulator.name} does not conform:{lines}")


def _undocumented(simulator: AnySimulator) -> Iterator[str]:
    """Yield what has no line of documentation."""
    told: list[tuple[str, str]] = [("the simulator", simulator.doc)]
    told += [(f"the observation {one.signature}", one.doc) for one in simulator.observations]
    told += [(f"the measure {one.name}", one.doc) for one in simulator.measures]
    told += [(f"the misconception {one.name}", one.belief and one.breaks) for one in simulator.misconceptions]
    told += [(f"the event {name} of a trace", doc) for name, doc in simulator.trace_events.items()]
    told += [(f"the attribute {name} of events", doc) for name, doc in simulator.trace_attributes.items()]
    told += [(f"the switch {one.name}", one.doc) for one in simulator.switches]
    told += [(f"the fault {one.name}", one.doc) for one in simulator.faults]
    told += [(f"the figure {one.name}", one.doc) for one in simulator.figures]
    for record in _records([simulator.scenario, *simulator.script_events.values()]):
        known = meanings(record)
        written = vars(record).get("__doc__") or ""
        told.append((record.__name__, "" if written.startswith(f"{record.__name__}(") else written))
        fields = dataclasses.fields(record)
        told += [(f"the field {one.name} of {record.__name__}", known.get(one.name, "")) for one in fields]
    return (f"{what} is not documented" for what, doc in told if not doc.strip())


def _of_beliefs(simulator: AnySimulator) -> Iterator[str]:
    """Yield what is wrong with the examples that are stated of misconceptions."""
    known = {one.name for one in simulator.misconceptions}
    for name, scenario in simulator.examples.items() if isinstance(simulator, Ways) else ():
        if name not in known:
            yield f"there is an example of {name}, which is no misconception"
            continue
        try:
            problems = simulator.problems(scenario)
            yield from (f"the example of {name} cannot be simulated: {problem.message}" for problem in problems)
            if not problems and simulator.counterexample(name) is None:
                yield f"the example of {name} does not show it: the same comes of it under the true rules"
        except Exception as problem:  # noqa: BLE001  # whatever it does: it is told what
            yield f"{type(problem).__name__} is raised by the example of {name}: {problem}"


def _records(annotations: Iterable[Any]) -> list[type[Any]]:
    """Return the dataclasses that these annotations hold, and those that they hold themselves."""
    found: dict[type[Any], None] = {}
    pending = [*annotations]
    while pending:
        one = pending.pop()
        if isinstance(one, type) and dataclasses.is_dataclass(one) and one not in found:
            found[one] = None
            pending += get_type_hints(one).values()
        pending += get_args(one)
    return sorted(found, key=lambda record: record.__name__)


def _rules(simulator: AnySimulator) -> list[str | None]:
    return [None, *(one.name for one in simulator.misconceptions)]


def _tried(simulator: AnySimulator, scenario: object) -> Iterator[str]:
    """Yield what is wrong with what an example gives."""
    if not isinstance(scenario, simulator.scenario):
        yield f"{scenario!r} is no {simulator.scenario.__name__}"
        return
    problems = simulator.problems(scenario)
    yield from (f"it cannot be simulated: {problem.message}" for problem in problems)
    for misconception in [] if problems else _rules(simulator):
        under = f" under the misconception {misconception}" if misconception else ""
        try:
            yield from (f"{problem}{under}" for problem in _judged(simulator, scenario, misconception))
        except Exception as problem:  # noqa: BLE001  # whatever it does: it is told what
            yield f"{type(problem).__name__} is raised{under}: {problem}"


def _judged(simulator: AnySimulator, scenario: Any, misconception: str | None) -> Iterator[str]:  # noqa: ANN401
    """Yield what is wrong with the executions of a scenario under some rules, and with its measures."""
    executions = _executions(simulator, scenario, misconception)
    if not executions:
        yield "`executions` gives no run"
    if len(executions) > 1 and not simulator.words.seed and simulator.survey(scenario, misconception) is None:
        yield "there are several runs, and `words.seed` does not say what tells them apart"
    for one in executions:
        where = f" (number {one.seed})"
        again = simulator.execution(scenario, one.seed, misconception)
        if _told(simulator, again) != _told(simulator, one):
            yield f"`execution` gives another run than `executions`{where}"
        actors = simulator.actors(scenario)
        for event in one.trace:
            yield from (f"{problem}{where}" for problem in _of_event(simulator, event, actors, one.trace.actors))
        yield from _of_observations(simulator, one, {} if misconception else simulator.domains(scenario))
    measured = _measured(simulator, scenario, misconception)
    for measure in simulator.measures:
        value = measured[measure.name]
        if not isinstance(value, MeasureError) and not _OF_TYPE[measure.returns](value):
            yield f"the measure {measure.name} gives {value!r}, which is no {measure.returns}"


def _of_event(
    simulator: AnySimulator, event: TraceEvent, known: Sequence[str], lifelines: Sequence[str]
) -> Iterator[str]:
    """Yield what is wrong with an event; where a simulator does not tell its actors, those of the trace are known."""
    ends = ((event.actor, known or lifelines), (event.actor, lifelines), (event.peer, (*known, "") if known else ()))
    for name, among in ends:
        if among and name not in among:
            yield f"{name!r} of the event {event.type} is not among the actors {', '.join(filter(None, among))}"
    if event.type not in simulator.trace_events:
        yield f"the event {event.type} is none of the `trace_events`"
    for attribute, _ in event.attributes:
        if attribute not in simulator.trace_attributes:
            yield f"the attribute {attribute} of {event.type} is none of the `trace_attributes`"


def _of_observations(simulator: AnySimulator, execution: Execution, domains: Mapping[str, Domain]) -> Iterator[str]:
    """Yield what is wrong with answers; under a wrong rule, there may be others than the domains hold."""
    for one in simulator.observations:
        for name in (one.domain, *(parameter.domain for parameter in one.parameters)):
            if name and domains and name not in domains:
                yield f"the domain {name} of {one.signature} is none of the `domains`"
        for arguments, answer in _asked(one, execution):
            if isinstance(answer, ObservationError):
                continue
            told = f"the observation {one.name}({', '.join(map(repr, arguments))}) gives {answer!r}, which is"
            if not _OF_TYPE[one.returns](answer):
                yield f"{told} no {one.returns}"
            elif one.domain in domains and any(not domains[one.domain].has(each) for each in _each(answer)):
                yield f"{told} not of its domain: {domains[one.domain].words}"


def _each(answer: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return answer if isinstance(answer, tuple) else (answer,)


# --- what comes out


def _executions(simulator: AnySimulator, scenario: object, misconception: str | None) -> list[Execution]:
    return [*islice(simulator.executions(scenario, misconception), MOST_EXECUTIONS)]


def _answers(simulator: AnySimulator, scenario: object, misconception: str | None) -> str:
    """Return a hash of all that came out: of exploring, of each execution, and of measures."""
    told = [_told(simulator, one) for one in _executions(simulator, scenario, misconception)]
    measured = _measured(simulator, scenario, misconception)
    return hashlib.sha256(repr((simulator.survey(scenario, misconception), told, measured)).encode()).hexdigest()


def _told(simulator: AnySimulator, one: Execution) -> str:
    """Return all that an execution tells, so that it can be compared and sent to another process."""
    answers = [(arguments, answer) for each in simulator.observations for arguments, answer in _asked(each, one)]
    return repr((one.seed, one.trace, one.gave_up, simulator.outcome(one), simulator.broken(one), answers))


def _measured(simulator: AnySimulator, scenario: object, misconception: str | None) -> dict[str, object]:
    values: dict[str, object] = {}
    for measure in simulator.measures:
        try:
            values[measure.name] = measure.measure(scenario, misconception)
        except MeasureError as none:
            values[measure.name] = none
    return values


def _asked(one: Observation, execution: Execution) -> Iterator[tuple[tuple[object, ...], object]]:
    """Yield what an observation answers to some arguments that a run may know."""
    trace = execution.trace
    texts = [*trace.actors[:3], *(event.type for event in trace.events[:3])]
    texts += [str(value) for event in trace.events[:9] for _, value in event.attributes]
    known: dict[str, Sequence[object]] = {
        "string": [*dict.fromkeys(texts), ""],
        "int": (1, 0, 2),
        "bool": (True, False),
    }
    choices = product(*(known.get(parameter.type, ((),)) for parameter in one.parameters))
    for arguments in islice(choices, _MOST_ARGUMENTS):
        try:
            yield arguments, one.observe(execution, *arguments)
        except ObservationError as none:
            yield arguments, none


# --- over all examples


def _over_all(simulator: AnySimulator, scenarios: Sequence[object]) -> Iterator[str]:
    """Yield the misconceptions that change nothing, and the examples that give something else another time."""
    here = _all_answers(simulator, scenarios)
    yield from _differing(here, _all_answers(simulator, scenarios), "when it is run again")
    for number, misconception in enumerate(_rules(simulator)):
        if number and all(answers[number] == answers[0] for answers in here):
            yield f"the misconception {misconception} changes nothing in any of the examples"
    try:
        asked = pickle.dumps((simulator, scenarios))
    except (pickle.PicklingError, AttributeError, TypeError) as problem:
        yield f"it cannot be sent to another process: {problem}"
        return
    for hash_seed in _HASH_SEEDS:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-c", _CHILD]
        made = subprocess.run(command, input=asked, capture_output=True, env=environment, check=False)  # noqa: S603
        if made.returncode:
            yield f"it fails in another process: {made.stderr.decode(errors='replace').strip().splitlines()[-1]}"
            return
        yield from _differing(here, json.loads(made.stdout), "in another process, where sets have another order")


def _differing(here: list[list[str]], other: list[list[str]], when: str) -> Iterator[str]:
    for number, (mine, theirs) in enumerate(zip(here, other, strict=True), start=1):
        if mine != theirs:
            yield f"example {number}: it gives something else {when}"


def _all_answers(simulator: AnySimulator, scenarios: Sequence[object]) -> list[list[str]]:
    return [[_answers(simulator, one, rules) for rules in _rules(simulator)] for one in scenarios]


def _answer_from_here() -> None:
    """Tell the process that started this one what comes out here."""
    sys.stdout.write(json.dumps(_all_answers(*pickle.load(sys.stdin.buffer))))  # noqa: S301  # our own caller's
