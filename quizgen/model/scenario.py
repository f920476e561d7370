"""Scenarios in content: YAML is turned into the frozen dataclasses that a simulator takes.

The simulators stay free of pydantic; the types of their dataclasses' fields are all that is needed here.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails, PydanticCustomError, SchemaValidator, core_schema

from quizgen.diagnostics import did_you_mean
from quizgen.model.alternatives import Place, real_place, strict, telling
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.simulators.api import Misconception, Problem, written_name
from quizgen.simulators.domains import Domain
from quizgen.simulators.words import such_as


@dataclass(frozen=True)
class BoundScenario:
    """A scenario together with the simulator that runs it.

    Attributes:
        simulator: its name.
        scenario: what it runs.
        version: of a simulator that content makes, since it may make another of the same name; otherwise empty.
    """

    simulator: str
    scenario: Any
    version: str = dataclasses.field(init=False, default="")

    def __post_init__(self) -> None:
        made = SIMULATORS.authored.get(self.simulator)
        object.__setattr__(self, "version", made.version if made is not None else "")

    @property
    def runs_on(self) -> AnySimulator:
        """The simulator."""
        return SIMULATORS[self.simulator]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Why the simulator cannot run it; empty if it can."""
        return self.runs_on.problems(self.scenario)

    @cached_property
    def misconceptions(self) -> tuple[Misconception, ...]:
        """The wrong rules that can be followed in it."""
        return self.runs_on.misconceptions_of(self.scenario)

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """What can be observed and measured in its runs; asked of a scenario without problems only."""
        return self.runs_on.domains(self.scenario)

    @property
    def variables(self) -> dict[str, int | float | str | bool]:
        """The scenario's plain values, which texts can name: ``{{ limit }}``."""
        return dict(self.runs_on.variables(self.scenario))

    @cached_property
    def figures(self) -> dict[str, str]:
        """What texts can show of it, as Markdown: ``{{ logs }}``; names instead if the simulator cannot run it."""
        figures = self.runs_on.figures
        drawn = {one.name: one.name if self.problems else one.markdown(self.scenario) for one in figures}
        return {name: markdown for name, markdown in drawn.items() if markdown}


@cache
def _validators(simulator: AnySimulator) -> tuple[SchemaValidator, SchemaValidator]:
    """Return what validates a simulator's scenarios, and what tells why one is none."""
    schema = strict(TypeAdapter(simulator.scenario).core_schema)
    return SchemaValidator(schema), SchemaValidator(telling(schema))


def bind(data: object) -> BoundScenario:
    """Validate a scenario as an author wrote it.

    It is read as JSON, strictly: a list stands for a tuple, but ``"5"`` is no number and ``true`` is no 1.

    Raises:
        ValidationError: with the place of each mistake below the scenario.
    """
    if isinstance(data, BoundScenario):
        return data
    if not isinstance(data, Mapping):
        raise _refused(_error((), "scenario_type", "a scenario is a mapping with `simulator:` and its settings", data))
    name = data.get("simulator")
    if not isinstance(name, str) or name not in SIMULATORS:
        known = ", ".join(SIMULATORS)
        message = f"unknown simulator `{name}`" if name is not None else "the scenario does not name its `simulator:`"
        raise _refused(
            _error(() if name is None else ("simulator",), "simulator", f"{message}; there is: {known}", name)
        )
    simulator, rest = SIMULATORS[name], {key: value for key, value in data.items() if key != "simulator"}
    events = _unknown_events(simulator, rest.get("events"))
    validator, tells = _validators(simulator)
    with suppress(ValidationError):
        scenario = validator.validate_json(json.dumps(rest), strict=True)
        if not events:
            return BoundScenario(name, scenario)
    try:
        tells.validate_json(json.dumps(rest), strict=True)
        found = []
    except ValidationError as error:
        found = [_detail(simulator, each) for each in error.errors() if each["loc"][:2] not in events]
    raise _refused(*found, *events.values())


def _unknown_events(simulator: AnySimulator, data: object) -> dict[Place, InitErrorDetails]:
    """Return what is wrong with entries of a script that are no events of the simulator, by their places."""
    found: dict[Place, InitErrorDetails] = {}
    for index, entry in enumerate(data if isinstance(data, list | tuple) else ()):
        place: Place = ("events", index)
        if not isinstance(entry, Mapping) or len(entry) != 1:
            message = f"an event is a mapping with one key{such_as(simulator.words.event)}"
            found[place] = _error(place, "event_type", message, entry)
        elif (verb := str(next(iter(entry)))) not in simulator.script_events:
            hint = did_you_mean(verb, simulator.script_events)
            found[place] = _error((*place, verb), "event_verb", f"unknown event `{verb}`", entry, hint)
    return found


def _error(place: Place, kind: str, message: str, value: object, hint: str = "", **more: Any) -> InitErrorDetails:  # noqa: ANN401
    context = {**more, "text": message, "hint": hint}
    return {"type": PydanticCustomError(kind, "{text}", context), "loc": place, "input": value}


def _detail(simulator: AnySimulator, error: ErrorDetails) -> InitErrorDetails:
    """Return one of pydantic's errors with its place in what was written, and how to write a field that says so."""
    place, fields = real_place(error["loc"]), dataclasses.fields(simulator.scenario)
    examples = (field.metadata.get("example", "") for field in fields if (written_name(field),) == place)
    hint = "".join(f"write {example}" for example in examples if example)
    kind = {"unexpected_keyword_argument": "extra_forbidden"}.get(error["type"], error["type"])
    return _error(place, kind, error["msg"], error["input"], hint, **error.get("ctx", {}))


def _refused(*errors: InitErrorDetails) -> ValidationError:
    return ValidationError.from_exception_data("scenario", list(errors))


class _ScenarioSchema:
    """Tells pydantic how to read a scenario: by `bind`, whose errors keep their places."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(bind)


ScenarioField = Annotated[BoundScenario, _ScenarioSchema]
