"""Which keys a mapping may have at some place of a scenario: what a misspelt one is compared with."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from quizgen.simulators.api import AnySimulator, written_name


def keys_at(simulator: AnySimulator, place: tuple[str | int, ...]) -> list[str]:
    """Return the keys known at a place below a simulator's scenario, in alphabetical order."""
    if not place:
        return sorted({"simulator", *_names(simulator.scenario)})
    if place[0] == "events":
        event = simulator.script_events.get(str(place[2])) if len(place) > 2 else None
        found, rest = ([event] if event else []), place[2:]
    else:
        found, rest = [simulator.scenario], place
    for step in rest:
        found = [child for annotation in found for child in _children(annotation, step)]
    return sorted({name for one in found if dataclasses.is_dataclass(one) for name in _names(one)})


def _names(record: Any) -> Mapping[str, str]:  # noqa: ANN401  # a simulator's own dataclass
    """Return the fields of a dataclass: what an author writes -> its name."""
    return {written_name(field): field.name for field in dataclasses.fields(record)}


def _children(annotation: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401
    if dataclasses.is_dataclass(annotation):
        if (name := _names(annotation).get(str(step))) is not None:
            yield from _alternatives(get_type_hints(annotation)[name])
    elif get_origin(annotation) is tuple:
        yield from _alternatives(get_args(annotation)[0])
    elif get_origin(annotation) is Mapping:
        yield from _alternatives(get_args(annotation)[1])


def _alternatives(annotation: Any) -> Iterator[Any]:  # noqa: ANN401
    if get_origin(annotation) in {Union, types.UnionType}:
        for argument in get_args(annotation):
            yield from _alternatives(argument)
    else:
        yield annotation
