"""Families: one item written once, and made for each of several values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from quizgen.loader.document import Data
from quizgen.loader.template import Value

MAX_INSTANCES = 500
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


class FamilyProblem(Exception):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A ``for_each`` that makes no sense; message for the author."""


def instances(for_each: Data) -> Iterator[dict[str, Value]]:
    """Yield the variables of each instance.

    ``{n: [3, 5], k: [1, 2]}`` makes every combination; ``[{n: 3, k: 1}, {n: 5, k: 2}]`` makes what it lists.

    Raises:
        FamilyProblem: for another shape, no values, or more than ``MAX_INSTANCES`` instances.
    """
    if isinstance(for_each, dict) and for_each:
        columns = [_values(name, values) for name, values in for_each.items()]
        _check_size(prod(map(len, columns)))
        for combination in product(*columns):
            yield dict(zip(map(_name, for_each), combination, strict=True))
    elif isinstance(for_each, list) and for_each:
        _check_size(len(for_each))
        names = list(for_each[0]) if isinstance(for_each[0], dict) else []
        for row in for_each:
            if not isinstance(row, dict) or not row or list(row) != names:
                raise FamilyProblem("each row of `for_each` must be a mapping with the same names in the same order")
            yield {_name(name): _value(name, value) for name, value in row.items()}
    else:
        raise FamilyProblem("`for_each` must be `{name: [values]}` or a list of `{name: value}`")


def suffix(variables: Mapping[str, Value]) -> str:
    """Return what an instance's id has behind the family's: ``.n-5``, ``.n-5.k-2``."""
    return "".join(f".{_slug(name)}-{_slug(str(value))}" for name, value in variables.items())


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def _check_size(size: int) -> None:
    if size > MAX_INSTANCES:
        raise FamilyProblem(f"`for_each` makes {size} instances; at most {MAX_INSTANCES} are allowed")


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise FamilyProblem(f"`{name}` is no name for a variable: use lower-case letters, digits and _")
    return name


def _values(name: str, values: Data) -> list[Value]:
    if not isinstance(values, list) or not values:
        raise FamilyProblem(f"`for_each.{name}` must be a list of values")
    return [_value(name, value) for value in values]


def _value(name: str, value: Data) -> Value:
    if not isinstance(value, int | float | str):
        raise FamilyProblem(f"a value of `for_each.{name}` must be a number or text")
    return value
