"""Values of a family that are drawn by lot: by a seed, so that every build draws the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Final

from quizgen.loader.document import Data
from quizgen.loader.template import TemplateProblem, Value, render

MAX_INSTANCES: Final = 500
AMONG: Final = "among"
"""The key of a ``for_each`` that draws, below which the values stand."""
MAX_VALUES: Final = 100_000
_TRIED: Final = 200
"""Draws for each instance, until it is told that there are too few."""

_KEYS: Final = ("draw", AMONG, "where", "seed")
_RANGE: Final = ("from", "to", "step")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")


class FamilyProblem(Exception):  # noqa: N818 - it is shown to the author, it is not an error of the program
    """A ``for_each`` that makes no sense; message for the author."""


def drawn(for_each: Mapping[str, Data]) -> Iterator[dict[str, Value]]:
    """Yield the variables of each instance that is drawn, no two alike.

    ``{draw: 4, among: {n: {from: 10, to: 90, step: 5}, k: [1, 2]}, where: n > 20 * k, seed: 7}``. More of them, drawn
    with the same seed, come behind those that were drawn before.

    Raises:
        FamilyProblem: for another shape, or if there are too few that meet the condition.
    """
    if unknown := [key for key in for_each if key not in _KEYS]:
        raise FamilyProblem(f"`for_each` that draws has no `{unknown[0]}`; it has {', '.join(_KEYS)}")
    wanted, seed, where = for_each.get("draw"), for_each.get("seed", 0), for_each.get("where", "true")
    if not isinstance(wanted, int) or isinstance(wanted, bool) or not 0 < wanted <= MAX_INSTANCES:
        raise FamilyProblem(f"`draw` says how many instances there are: a number from 1 to {MAX_INSTANCES}")
    among = for_each[AMONG]
    if not isinstance(among, dict) or not among:
        raise FamilyProblem("`among` must be `{name: [values]}` or `{name: {from: 10, to: 90, step: 5}}`")
    choices = {variable(name): _choices(name, values) for name, values in among.items()}
    found: set[tuple[Value, ...]] = set()
    for number in range(wanted * _TRIED):
        row = {name: values[_lot(seed, number, name, len(values))] for name, values in choices.items()}
        if (key := tuple(row.values())) not in found and _holds(str(where), row):
            found.add(key)
            yield row
        if len(found) == wanted:
            return
    message = f"only {len(found)} of {wanted} instances were found that differ and meet the condition"
    raise FamilyProblem(f"{message}: draw fewer, or among more values")


def variable(name: str) -> str:
    """Return a variable's name.

    Raises:
        FamilyProblem: it is none.
    """
    if not _NAME.fullmatch(name):
        raise FamilyProblem(f"`{name}` is no name for a variable: use lower-case letters, digits and _")
    return name


def _lot(seed: Data, number: int, name: str, among: int) -> int:
    return int.from_bytes(sha256(f"{seed}:{number}:{name}".encode()).digest()) % among


def _holds(condition: str, row: Mapping[str, Value]) -> bool:
    if "{" in condition or "}" in condition:
        raise FamilyProblem("`where` is a condition and holds braces: write `n > 20 * k`")
    try:
        return bool(render(f"{{{{ 1 if ({condition}) else 0 }}}}", dict(row)))
    except TemplateProblem as problem:
        raise FamilyProblem(f"`where: {condition}`: {problem}") from None


def _choices(name: str, values: Data) -> Sequence[Value]:
    if isinstance(values, list) and values and all(isinstance(value, int | float | str) for value in values):
        return [value for value in values if isinstance(value, int | float | str)]
    if not isinstance(values, dict) or not set(values) <= set(_RANGE) or not {"from", "to"} <= set(values):
        raise FamilyProblem(f"`among.{name}` must be a list of values, or `{{from: 10, to: 90, step: 5}}`")
    parts = [values.get(key, 1) for key in _RANGE]
    if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in parts):
        raise FamilyProblem(f"`among.{name}`: `from`, `to` and `step` are numbers")
    least, most, step = (Decimal(str(part)) for part in parts)
    count = int((most - least) / step) + 1 if step > 0 else 0
    if not 0 < count <= MAX_VALUES:
        raise FamilyProblem(f"`among.{name}` holds {max(count, 0):,} values; it may hold 1 to {MAX_VALUES:,}")
    return [_plain(least + step * number) for number in range(count)]


def _plain(number: Decimal) -> Value:
    return int(number) if number == int(number) else float(number)
