"""Which keys a mapping may have at some place of a scenario: what a misspelt one is compared with."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from quizgen.simulators import AnySimulator


def keys_at(simulator: AnySimulator, place: tuple[str | int, ...]) -> list[str]:
    """Return the keys known at a place below a simulator's scenario, in alphabetical order."""
    if not place:
        return sorted({"simulator", *(field.name for field in dataclasses.fields(simulator.scenario))})
    if place[0] == "events":
        event = simulator.script_events.get(str(place[2])) if len(place) > 2 else None
        found, rest = ([event] if event else []), place[2:]
    else:
        found, rest = [simulator.scenario], place
    for step in rest:
        found = [child for annotation in found for child in _children(annotation, step)]
    return sorted({field.name for one in found if _is_record(one) for field in dataclasses.fields(one)})


def _is_record(annotation: object) -> bool:
    return isinstance(annotation, type) and dataclasses.is_dataclass(annotation)


def _children(annotation: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401
    if _is_record(annotation):
        hints = get_type_hints(annotation)
        if step in hints:
            yield from _alternatives(hints[str(step)])
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
