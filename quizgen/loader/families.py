"""Families: one item written once, and made for each of several values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import product
from math import prod

from quizgen.loader.document import Data
from quizgen.loader.draws import AMONG, MAX_INSTANCES, FamilyProblem, drawn, variable
from quizgen.loader.template import Value

NAME = "as"
"""The key of a row that is no variable, but what the instance is called in its id."""
_MEMBER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SIGNS = {
    "-": "minus",
    "\u2212": "minus",
    "+": "plus",
    "*": "times",
    "/": "by",
    "=": "equals",
    "\u2260": "unequal",
    "<": "less",
    ">": "more",
    "\u2264": "at-most",
    "\u2265": "at-least",
    "!": "not",
    "#": "sharp",
    "%": "percent",
    ".": "point",
    "&": "and",
}


def instances(for_each: Data) -> Iterator[dict[str, Value]]:
    """Yield the variables of each instance.

    ``{n: [3, 5], k: [1, 2]}`` makes every combination; ``[{n: 3, k: 1}, {n: 5, k: 2}]`` makes what it lists, and
    ``[{as: few, n: 3}, {as: many, n: 5}]`` names what it makes. ``{draw: 4, among: {n: [3, 5]}}`` draws
    (`quizgen.loader.draws`).

    Raises:
        FamilyProblem: for another shape, no values, or more than ``MAX_INSTANCES`` instances.
    """
    if isinstance(for_each, dict) and isinstance(for_each.get(AMONG), dict):
        yield from drawn(for_each)
    elif isinstance(for_each, dict) and for_each:
        columns = [_values(name, values) for name, values in for_each.items()]
        _check_size(prod(map(len, columns)))
        for combination in product(*columns):
            yield dict(zip(map(variable, for_each), combination, strict=True))
    elif isinstance(for_each, list) and for_each:
        _check_size(len(for_each))
        names = list(for_each[0]) if isinstance(for_each[0], dict) else []
        for row in for_each:
            if not isinstance(row, dict) or not row or list(row) != names:
                raise FamilyProblem("each row of `for_each` must be a mapping with the same names in the same order")
            yield {variable(name): _value(name, value) for name, value in row.items()}
    else:
        raise FamilyProblem("`for_each` must be `{name: [values]}` or a list of `{name: value}`")


def suffixes(rows: Sequence[Mapping[str, Value]]) -> list[str]:
    """Return what the ids of instances have behind the family's: ``.n-5``, ``.n-5.k-2``; ``.NAME`` if they are named.

    Where values differ only in signs or capitals (1 and -1, C and C++), the one that is written just so in an id keeps
    it, or else the first; the others are told apart by words for their signs, and by a hash where that is not enough.
    So whatever is added behind them changes no id.

    Raises:
        FamilyProblem: a name is none, or stands twice.
    """
    if rows and NAME in rows[0]:
        names = [str(row[NAME]) for row in rows]
        for name in names:
            if not _MEMBER.fullmatch(name):
                raise FamilyProblem(f"`{name}` is no name for a member: use lower-case words and digits with hyphens")
            if names.count(name) > 1:
                raise FamilyProblem(f"two members of the family are called `{name}`")
        return [f".{name}" for name in names]
    plain = [_suffix(row, _slug) for row in rows]
    exact = [_suffix(row, str) for row in rows]
    taken: set[str] = {short for short, whole in zip(plain, exact, strict=True) if short == whole}
    found: dict[str, str] = {whole: whole for whole in taken}
    for row, short, whole in zip(rows, plain, exact, strict=True):
        if whole not in found:
            ways = (short, _suffix(row, _spelt), f"{short}-{sha256(whole.encode()).hexdigest()[:8]}")
            found[whole] = next((way for way in ways if way not in taken), ways[-1])
            taken.add(found[whole])
    return [found[whole] for whole in exact]


def _suffix(row: Mapping[str, Value], slug: Callable[[str], str]) -> str:
    return "".join(f".{_slug(name)}-{slug(str(value))}" for name, value in row.items())


def _spelt(text: str) -> str:
    """Return a value with words for its signs: ``minus-1``, ``c-plus-plus``."""
    return _slug("".join(f"-{_SIGNS[sign]}-" if sign in _SIGNS else sign for sign in text))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def _check_size(size: int) -> None:
    if size > MAX_INSTANCES:
        raise FamilyProblem(f"`for_each` makes {size} instances; at most {MAX_INSTANCES} are allowed")


def _values(name: str, values: Data) -> list[Value]:
    if not isinstance(values, list) or not values:
        raise FamilyProblem(f"`for_each.{name}` must be a list of values")
    return [_value(name, value) for value in values]


def _value(name: str, value: Data) -> Value:
    if not isinstance(value, int | float | str):
        raise FamilyProblem(f"a value of `for_each.{name}` must be a number or text")
    return value
