"""Plain data to the content model; pydantic's errors to diagnostics in an author's words."""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from quizgen.diagnostics import Diagnostic, error
from quizgen.loader.document import Document
from quizgen.model.base import Place
from quizgen.model.scenario import BoundScenario, event_adapter, fields_model
from quizgen.simulators import SIMULATORS

Model = TypeVar("Model", bound=BaseModel)
Locate = Callable[[Place], Place]


def validate(
    model: type[Model], data: object, document: Document, locate: Locate, found: list[Diagnostic]
) -> Model | None:
    """Return the data as a model, or None after adding a diagnostic for each mistake.

    Args:
        model: what it should be.
        data: plain data, scenarios already bound.
        document: the file, for positions.
        locate: from a place below the data to the place in the file where it was written.
        found: receives the diagnostics.
    """
    try:
        return model.model_validate(data)
    except ValidationError as problems:
        found += diagnose(problems, model, document, locate)
        return None


def diagnose(
    problems: ValidationError, model: type[BaseModel] | BoundScenario, document: Document, locate: Locate
) -> list[Diagnostic]:
    """Return a diagnostic for each of pydantic's errors."""
    return [_diagnostic(dict(problem), model, document, locate) for problem in problems.errors(include_url=False)]


def _diagnostic(
    problem: Mapping[str, Any], model: type[BaseModel] | BoundScenario, document: Document, locate: Locate
) -> Diagnostic:
    place: Place = tuple(problem["loc"])
    name = str(place[-1]) if place else ""
    if problem["type"] == "extra_forbidden":
        known = _known_keys(model, place[:-1], problem)
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"keys that are known here: {', '.join(known)}"
        return error("unknown-key", document.key_span(locate(place)), f"unknown key `{name}`", hint)
    span = document.span(locate(place))
    if problem["type"] == "missing":
        return error("missing-key", span, f"the key `{name}` is missing")
    return error("invalid-value", span, f"`{_dotted(place)}`: {_words(problem)}", _value_hint(problem))


def _dotted(place: Place) -> str:
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place if step != "[key]"]
    return "".join(parts).removeprefix(".") or "value"


def _words(problem: Mapping[str, Any]) -> str:
    context = problem.get("ctx", {})
    if problem["type"] == "string_pattern_mismatch":
        return f"{_shown(problem['input'])} does not have the form that is asked for"
    if problem["type"] == "string_type":
        return f"should be text, not {_shown(problem['input'])}"
    if problem["type"] == "literal_error":
        return f"{_shown(problem['input'])} is not one of {context.get('expected', '')}"
    message: str = problem["msg"]
    return message.removeprefix("Value error, ").replace("Input should be", "should be")


def _value_hint(problem: Mapping[str, Any]) -> str:
    if problem["type"] == "string_pattern_mismatch":
        pattern: str = problem.get("ctx", {}).get("pattern", "")
        if pattern.startswith("^[a-z0-9]+(-"):
            return "an id is lower-case words joined by hyphens, such as `majority-quorum`"
        return f"it must match {pattern}"
    if problem["type"] == "string_type" and isinstance(problem["input"], dict | list):
        return "text that holds `: ` or starts with `[` or `{` needs quotes"
    if problem["type"] == "literal_error":
        expected = [word.strip("' ") for word in str(problem["ctx"]["expected"]).replace(" or ", ", ").split(",")]
        close = difflib.get_close_matches(str(problem["input"]), expected, n=1)
        return f"did you mean `{close[0]}`?" if close else ""
    return ""


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value)
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`"


def _known_keys(model: type[BaseModel] | BoundScenario, place: Place, problem: Mapping[str, Any]) -> list[str]:
    """Return the keys that the mapping at the place may have, by following the model's annotations."""
    found: list[Any] = [model]
    data = problem["input"]
    for index, step in enumerate(place):
        found = [child for annotation in found for child in _children(annotation, step)]
        if any(annotation is BoundScenario for annotation in found):
            return _scenario_keys(place[index + 1 :], data)
    if model is BoundScenario:
        return _scenario_keys(place, data)
    return sorted({key for annotation in found for key in _keys(annotation)})


def _scenario_keys(place: Place, data: object) -> list[str]:  # noqa: ARG001
    keys: set[str] = set()
    for simulator in SIMULATORS.values():
        if len(place) >= 3 and place[0] == "events":
            verb = str(place[2])
            if verb in simulator.script_events:
                adapted = event_adapter(simulator.name, verb)
                keys |= _nested_properties(adapted.json_schema())
        elif place:
            keys |= _nested_properties(fields_model(simulator.name).model_json_schema().get("$defs", {}))
        else:
            keys |= {"simulator", *fields_model(simulator.name).model_fields}
    return sorted(keys)


def _nested_properties(schema: object) -> set[str]:
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own.union(*(_nested_properties(value) for value in schema.values()))


def _children(annotation: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401
    for plain in _unwrapped(annotation):
        if isinstance(plain, type) and issubclass(plain, BaseModel):
            for name, field in plain.model_fields.items():
                if step in (name, field.alias):
                    yield from _unwrapped(field.annotation)
        elif get_origin(plain) in (tuple, list) and isinstance(step, int):
            yield from _unwrapped(get_args(plain)[0])
        elif get_origin(plain) is dict:
            yield from _unwrapped(get_args(plain)[1])


def _unwrapped(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _unwrapped(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for argument in get_args(annotation):
            yield from _unwrapped(argument)
    else:
        yield annotation


def _keys(annotation: Any) -> Iterator[str]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield field.alias or name
