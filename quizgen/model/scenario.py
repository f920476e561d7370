"""Scenarios in content: YAML is turned into the frozen dataclasses that a simulator takes.

The simulators stay free of pydantic; the types of their dataclasses' fields are all that is needed here to validate
YAML and to describe it in a JSON Schema.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, TypeAdapter, ValidationError, create_model
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from quizgen.diagnostics import did_you_mean
from quizgen.model.alternatives import told_once
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.simulators.api import Problem, written_name
from quizgen.simulators.words import such_as


class FrozenDict(dict[str, Any]):
    """A mapping that is never changed, and so can be hashed."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


@dataclass(frozen=True)
class BoundScenario:
    """A scenario together with the simulator that runs it."""

    simulator: str
    scenario: Any

    @property
    def runs_on(self) -> AnySimulator:
        """The simulator."""
        return SIMULATORS[self.simulator]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Why the simulator cannot run it; empty if it can."""
        return self.runs_on.problems(self.scenario)

    @property
    def variables(self) -> dict[str, int | float | str | bool]:
        """The scenario's plain values, which texts can name: ``{{ limit }}``."""
        plain = (int, float, str, bool)
        fields = dataclasses.fields(self.scenario)
        return {written_name(f): value for f in fields if isinstance(value := getattr(self.scenario, f.name), plain)}

    @cached_property
    def figures(self) -> dict[str, str]:
        """What texts can show of it, as Markdown: ``{{ logs }}``; names instead if the simulator cannot run it."""
        figures = self.runs_on.figures
        drawn = {one.name: one.name if self.problems else one.markdown(self.scenario) for one in figures}
        return {name: markdown for name, markdown in drawn.items() if markdown}


def fields_model(simulator: str) -> type[BaseModel]:
    """Return a pydantic model with the fields of a simulator's scenario; ``events`` is validated by `event_adapter`."""
    return _fields(SIMULATORS[simulator])


def event_adapter(simulator: str, verb: str) -> TypeAdapter[Any]:
    """Return what validates ``{verb: ...}`` of a simulator's script."""
    return _adapter(SIMULATORS[simulator], verb)


@cache
def _fields(simulator: AnySimulator) -> type[BaseModel]:
    return _model_of(simulator.scenario, events=list[Any])


@cache
def _adapter(simulator: AnySimulator, verb: str) -> TypeAdapter[Any]:
    return TypeAdapter(_model_of(simulator.script_events[verb]))


def _model_of(record: type[Any], **other: Any) -> type[BaseModel]:  # noqa: ANN401  # annotations
    """Return a model with the fields of a dataclass, by the names that authors write; some with other annotations."""
    hints = {**get_type_hints(record), **other}
    made: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        default = ... if field.default is dataclasses.MISSING else field.default
        if field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        made[field.name] = (hints[field.name], Field(default, alias=written_name(field)))
    return create_model(record.__name__, __config__=ConfigDict(extra="forbid"), **made)


def bind(data: object) -> BoundScenario:
    """Validate a scenario as an author wrote it.

    It is read as JSON, strictly: a list stands for a tuple, but ``"5"`` is no number and ``true`` is no 1.

    Raises:
        ValidationError: with the place of each mistake below the scenario.
    """
    if isinstance(data, BoundScenario):
        return data
    if not isinstance(data, Mapping):
        raise _refused((), "scenario_type", "a scenario is a mapping with `simulator:` and its settings", data)
    name = data.get("simulator")
    if not isinstance(name, str) or name not in SIMULATORS:
        known = ", ".join(SIMULATORS)
        message = f"unknown simulator `{name}`" if name is not None else "the scenario does not name its `simulator:`"
        place = () if name is None else ("simulator",)
        raise _refused(place, "simulator", f"{message}; there is: {known}", name)
    simulator = SIMULATORS[name]
    rest = {key: value for key, value in data.items() if key != "simulator"}
    errors: list[InitErrorDetails] = []
    values: dict[str, Any] = {}
    try:
        model = fields_model(simulator.name).model_validate_json(json.dumps(rest), strict=True)
        values = {field: getattr(model, field) for field in type(model).model_fields}
    except ValidationError as error:
        errors += [_detail(e["loc"], e, _example(simulator, e["loc"])) for e in told_once(error.errors(), rest)]
    events = _events(simulator, rest.get("events", ()), errors)
    if errors:
        raise ValidationError.from_exception_data("scenario", errors)
    if "events" in values:
        values["events"] = events
    return BoundScenario(simulator.name, simulator.scenario(**{key: _frozen(value) for key, value in values.items()}))


def _events(simulator: AnySimulator, data: object, errors: list[InitErrorDetails]) -> tuple[Any, ...]:
    events: list[Any] = []
    for index, entry in enumerate(data if isinstance(data, list | tuple) else ()):
        place: tuple[str | int, ...] = ("events", index)
        if not isinstance(entry, Mapping) or len(entry) != 1:
            message = f"an event is a mapping with one key{such_as(simulator.words.event)}"
            errors.append(_error(place, "event_type", message, entry))
            continue
        verb = str(next(iter(entry)))
        if verb not in simulator.script_events:
            hint = did_you_mean(verb, simulator.script_events)
            errors.append(_error((*place, verb), "event_verb", f"unknown event `{verb}`", entry, hint))
            continue
        try:
            checked = event_adapter(simulator.name, verb).validate_json(json.dumps(entry), strict=True)
        except ValidationError as error:
            errors += [_detail((*place, *e["loc"]), e) for e in told_once(error.errors(), entry)]
            continue
        values = {name: _frozen(getattr(checked, name)) for name in type(checked).model_fields}
        events.append(simulator.script_events[verb](**values))
    return tuple(events)


def _frozen(value: object) -> Any:  # noqa: ANN401
    """Return the value with lists as tuples and mappings frozen, so that a scenario can be a key."""
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, Mapping):
        return FrozenDict((key, _frozen(item)) for key, item in value.items())
    return value if isinstance(value, Hashable) else str(value)


def _error(place: tuple[str | int, ...], kind: str, message: str, value: object, hint: str = "") -> InitErrorDetails:
    context = {"text": message, "hint": hint}
    return {"type": PydanticCustomError(kind, "{text}", context), "loc": place, "input": value}


def _example(simulator: AnySimulator, place: tuple[str | int, ...]) -> str:
    """Return how to write a field of a scenario, if the field itself says so."""
    fields = dataclasses.fields(simulator.scenario)
    examples = {written_name(field): field.metadata.get("example", "") for field in fields}
    example = examples.get(str(place[0]), "") if len(place) == 1 else ""
    return f"write {example}" if example else ""


def _detail(place: tuple[str | int, ...], error: Any, hint: str = "") -> InitErrorDetails:  # noqa: ANN401
    kind = {"unexpected_keyword_argument": "extra_forbidden"}.get(error["type"], error["type"])
    return {
        "type": PydanticCustomError(kind, "{text}", {**error.get("ctx", {}), "text": error["msg"], "hint": hint}),
        "loc": place,
        "input": error["input"],
    }


def _refused(*what: Any) -> ValidationError:  # noqa: ANN401  # what `_error` takes
    return ValidationError.from_exception_data("scenario", [_error(*what)])


class _ScenarioSchema:
    """Tells pydantic how to read a scenario: by `bind`, whose errors keep their places."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(bind)


ScenarioField = Annotated[BoundScenario, _ScenarioSchema]
