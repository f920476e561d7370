"""What all parts of the content model share: strictness, and the types of short and long text."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""An id: lower-case words joined by hyphens. It is for ever: a learner's review history hangs on it."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
"""Plain text, one line: a title, a name, a unit."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
"""Markdown with ``code``, ``$math$`` and, in a template, ``{{ expressions }}``."""

Expression = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
"""A claim in CEL over a simulator's observations."""

Place = tuple[str | int, ...]
"""Keys and indices that lead from the top of a file to one of its values: ``("items", 3, "options", 0)``."""


class Strict(BaseModel):
    """Base of all that an author writes: unknown keys are refused, values never change, a number may stand for text."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
