"""What all parts of the content model share: strictness, and the types of short and long text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Annotated, Any, Final, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

MARKDOWN: Final = "Markdown"
"""Marks the type of what is Markdown, which is checked and rendered as such."""

SLUG: Final = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""The form of an id."""

Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG.pattern}$", max_length=80)]
"""An id: lower-case words joined by hyphens. It is for ever: a learner's review history hangs on it."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
"""Plain text, one line: a title, a name, a unit."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True), MARKDOWN]
"""Markdown with ``code``, ``$math$`` and, in a template, ``{{ expressions }}``."""

Expression = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
"""A claim in CEL over a simulator's observations."""

Place = tuple[str | int, ...]
"""Keys and indices that lead from the top of a file to one of its values: ``("items", 3, "options", 0)``."""


class Strict(BaseModel):
    """Base of all that an author writes: unknown keys are refused, values never change, a number may stand for text."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


def parts(whole: Strict) -> Iterator[tuple[Place, Strict]]:
    """Yield a mapping, and all mappings that an author wrote below it, each with its place from there."""
    yield (), whole
    for place, value in _entries(whole, _is_part):
        if isinstance(value, Strict):
            yield from (((*place, *below), part) for below, part in parts(value))


def texts_in(whole: Strict) -> tuple[tuple[Place, str], ...]:
    """Return every text in Markdown of a mapping, and below it: what is of the type `Text`, or marked as Markdown."""
    return tuple(
        ((*place, *below), text)
        for place, part in parts(whole)
        for below, text in _entries(part, _is_marked)
        if isinstance(text, str)
    )


def takes_markdown(models: Iterable[Any], place: Place) -> bool:
    """Tell whether one of some models has Markdown at a place of its own: ``("text",)``, ``("cells", 0)``."""
    name = str(place[0]) if place else ""
    return any(isinstance(one, type) and issubclass(one, Strict) and name in _fields(one, _is_marked) for one in models)


def _entries(whole: Strict, of: Callable[[Any], bool]) -> Iterator[tuple[Place, object]]:
    """Yield the values of fields of some types with their places; of lists and mappings the entries."""
    for name in _fields(type(whole), of):
        value = getattr(whole, name)
        if isinstance(value, tuple | dict):
            entries = value.items() if isinstance(value, dict) else enumerate(value)
            yield from (((name, step), entry) for step, entry in entries)
        else:
            yield (name,), value


@cache
def _fields(model: type[Strict], of: Callable[[Any], bool]) -> tuple[str, ...]:
    """Return the names of the fields that hold something of some types."""
    fields = model.model_fields.items()
    return tuple(name for name, one in fields if any(map(of, (one.annotation, *one.metadata))))


def _is_part(annotation: Any) -> bool:  # noqa: ANN401  # a type, or what is annotated to one
    is_type = isinstance(annotation, type) and issubclass(annotation, Strict)
    return is_type or any(map(_is_part, get_args(annotation)))


def _is_marked(annotation: Any) -> bool:  # noqa: ANN401  # as above
    return annotation is MARKDOWN or any(map(_is_marked, get_args(annotation)))
