"""Answers to lines of the short form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from quizgen.formatting.fields import fields
from quizgen.formatting.plain import Fields, NotPlain
from quizgen.kinds.choice.question import Option
from quizgen.kinds.matching.question import Pair
from quizgen.kinds.numeric.question import NumericAnswer
from quizgen.kinds.ordering.question import Step
from quizgen.kinds.recall.question import Point
from quizgen.loader.document import Data
from quizgen.loader.short.fields import shapes_of
from quizgen.model.evidence import Statement

Lines = Callable[[Data, Mapping[str, Data], bool], list[str]]
"""Takes what a question holds, all its fields, and whether reasons stand without their name."""


def _marked(mark: str, entry: Fields, model: type[Statement], *, plain: bool) -> list[str]:
    """Return a statement behind a marker, with its fields below."""
    text, reason = entry.get("text"), entry.get("rationale")
    rest = {key: value for key, value in entry.items() if key not in {"text", "key"}}
    head, below, indent = mark, [], " " * (3 if mark[0].isdigit() else 2)
    if isinstance(text, str) and ("\n" not in text or model is not Option):
        first, *others = text.split("\n")
        head = f"{mark} {first}"
        below = [indent + line if line else "" for line in others]
    elif isinstance(text, str):
        rest = {"text": text, **rest}
    if plain and isinstance(reason, str) and head != mark:
        del rest["rationale"]
        below += [indent + line if line else "" for line in reason.split("\n")]
    shapes = shapes_of(model)
    return [head, *fields(rest, shapes, len(indent)), *below]


def _entries(held: Data) -> list[Fields]:
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        raise NotPlain
    return [one for one in held if isinstance(one, dict)]


def _options(held: Data, _: Mapping[str, Data], plain: bool) -> list[str]:  # noqa: FBT001 - called through a table
    boxes = (("- [x]" if one.get("key") is True else "- [ ]", one) for one in _entries(held))
    return [line for box, one in boxes for line in _marked(box, one, Option, plain=plain)]


def _steps(held: Data, _: Mapping[str, Data], plain: bool) -> list[str]:  # noqa: FBT001 - as above
    entries = enumerate(_entries(held), start=1)
    return [line for number, one in entries for line in _marked(f"{number}.", one, Step, plain=plain)]


def _points(held: Data, shown: Mapping[str, Data], plain: bool) -> list[str]:  # noqa: FBT001 - as above
    answer, entries = shown.get("answer"), _entries(held)
    if answer is None and len(entries) == 1:
        return _marked("A:", entries[0], Point, plain=plain)
    first = _marked("A:", {"text": answer} if answer is not None else {}, Point, plain=plain)
    return [*first, *(line for one in entries for line in _marked("-", one, Point, plain=plain))]


def _number(held: Data, _: Mapping[str, Data], plain: bool) -> list[str]:  # noqa: FBT001, ARG001 - as above
    if not isinstance(held, dict):
        raise NotPlain
    rest, parts = dict(held), ["="]
    if "value" in rest:
        parts.append(str(rest.pop("value")))
        if "tolerance" in rest:
            parts += ["±", str(rest.pop("tolerance"))]
        if "unit" in rest:
            parts.append(str(rest.pop("unit")))
    shapes = shapes_of(NumericAnswer)
    return [" ".join(parts), *fields(rest, shapes, 2)]


def _pairs(held: Data, _: Mapping[str, Data], plain: bool) -> list[str]:  # noqa: FBT001, ARG001 - as above
    entries = _entries(held)
    named = list(dict.fromkeys(key for one in entries for key in one if key not in {"left", "right"}))
    cells = [value for one in entries for value in one.values()]
    shapes = shapes_of(Pair)
    if any(not isinstance(cell, str) or "\n" in cell for cell in cells) or not set(named) <= set(shapes):
        return []
    rows = [["", "", *named], ["---"] * (2 + len(named))]
    rows += [[str(one.get(key, "")).replace("|", "\\|") for key in ("left", "right", *named)] for one in entries]
    return [f"| {' | '.join(row)} |".replace("|  |", "| |").replace("|  |", "| |") for row in rows]


LINES: Final[dict[str, tuple[Lines, str]]] = {
    "multiple_choice": (_options, "options"),
    "multiple_response": (_options, "options"),
    "numeric": (_number, "answer"),
    "recall": (_points, "points"),
    "ordering": (_steps, "steps"),
    "matching": (_pairs, "pairs"),
}
"""Kind of question -> what makes the lines of its answer, and the field that this is."""
