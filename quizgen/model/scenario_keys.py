"""Which keys a mapping may have at some place of content or a scenario: what a misspelt one is compared with."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from quizgen.simulators.api import AnySimulator, written_name


def keys_at(simulator: AnySimulator, place: tuple[str | int, ...]) -> list[str]:
    """Return the keys known at a place below a simulator's scenario, in alphabetical order."""
    own = () if place else ("simulator",)
    return sorted({*own, *keys_of(below(simulator.scenario, place))})


def below(annotation: Any, place: tuple[str | int, ...]) -> list[Any]:  # noqa: ANN401
    """Return what can stand at a place below a value of some type."""
    found = list(_alternatives(annotation))
    for step in place:
        found = [child for one in found for child in _children(one, step)]
    return found


def keys_of(annotations: Iterable[Any]) -> set[str]:
    """Return the keys of the models and dataclasses among some types."""
    return {name for one in annotations for name in _fields(one)}


def _fields(record: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return the fields of a model or dataclass: what an author writes -> its type."""
    if isinstance(record, type) and issubclass(record, BaseModel):
        return {field.alias or name: field.annotation for name, field in record.model_fields.items()}
    if not dataclasses.is_dataclass(record):
        return {}
    hints = get_type_hints(record)
    return {written_name(field): hints[field.name] for field in dataclasses.fields(record)}


def _children(annotation: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {tuple, list} and isinstance(step, int):
        yield from _alternatives(arguments[0])
    elif origin in {dict, Mapping}:
        yield from _alternatives(arguments[1])
    elif step in (fields := _fields(annotation)):
        yield from _alternatives(fields[str(step)])


def _alternatives(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _alternatives(arguments[0])
    elif origin in {Union, types.UnionType}:
        for argument in arguments:
            yield from _alternatives(argument)
    else:
        yield annotation
