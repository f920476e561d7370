"""Where in a mapping statements can stand, and how: what both ways of writing less go by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from quizgen.loader.document import Data
from quizgen.model.base import Place, Strict
from quizgen.model.evidence import Statement


@dataclass(frozen=True)
class Part:
    """A field that holds statements, or what has such.

    Attributes:
        name: of the field.
        model: of each of its entries.
        many: what holds the entries: ``list``, ``dict``, or nothing if there is one.
    """

    name: str
    model: type[Strict]
    many: type[list[Any] | dict[str, Any]] | None


@cache
def parts_of(model: type[Strict]) -> tuple[Part, ...]:
    """Return the fields of a model that hold statements, or what has such."""
    return tuple(
        Part(name, one, _container(field.annotation))
        for name, field in model.model_fields.items()
        for one in _types(field.annotation)
        if isinstance(one, type) and issubclass(one, Strict) and (issubclass(one, Statement) or parts_of(one))
    )


def with_parts(
    data: dict[str, Data], model: type[Strict], place: Place, change: Callable[[Data, type[Strict], Place], Data]
) -> dict[str, Data]:
    """Return a mapping in which each statement, or what has such, is replaced by what ``change`` makes of it.

    Args:
        data: as an author wrote it; where it has another shape than the model asks for, it is left as it is.
        model: what it is to be.
        place: of it.
        change: takes an entry, its model and its place.
    """
    made = dict(data)
    for part in parts_of(model):
        here = (*place, part.name)
        match data.get(part.name), part.many:
            case list(entries), kind if kind is list:
                made[part.name] = [change(entry, part.model, (*here, index)) for index, entry in enumerate(entries)]
            case dict(named), kind if kind is dict:
                made[part.name] = {key: change(entry, part.model, (*here, key)) for key, entry in named.items()}
            case (entry, None) if part.name in data:
                made[part.name] = change(entry, part.model, here)
    return made


def statements_of(data: Mapping[str, Data], model: type[Strict]) -> Iterator[Mapping[str, Data]]:
    """Yield each statement of a mapping that an author wrote, and below it."""
    for part in parts_of(model):
        held = data.get(part.name)
        entries = held if isinstance(held, list) else held.values() if isinstance(held, dict) and part.many else [held]
        for entry in entries:
            if isinstance(entry, dict) and issubclass(part.model, Statement):
                yield entry
            elif isinstance(entry, dict):
                yield from statements_of(entry, part.model)


def _container(annotation: Any) -> type[list[Any] | dict[str, Any]] | None:  # noqa: ANN401 - a type
    origin = get_origin(annotation)
    return list if origin is tuple else dict if origin is dict else None


def _types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    yield annotation
    for one in get_args(annotation):
        yield from _types(one)
