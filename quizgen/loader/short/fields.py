"""Fields of the short form, ``key: value``: which there are, and what may stand behind them, as the models say."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from quizgen.kinds import KINDS
from quizgen.loader.short.lines import Kind, Line, field_of, looks_like_field
from quizgen.loader.short.nodes import Maker, Pair, Place, Row
from quizgen.model.evidence import COMPUTED_FORMS, Statement
from quizgen.model.lesson import Concept, Lesson
from quizgen.model.scenario import BoundScenario


class Shape(Enum):
    """What stands behind a field."""

    TEXT = auto()
    """Words, as they are written."""
    WORDS = auto()
    """Several, with commas between them, or a list of YAML."""
    DATA = auto()
    """YAML."""
    EITHER = auto()
    """A name, or a mapping of YAML."""


Shapes = Mapping[str, Shape]

_HANDED_DOWN: Shapes = {
    "cite": Shape.TEXT,
    "unverified": Shape.TEXT,
    "assumes": Shape.TEXT,
    "scenario": Shape.EITHER,
}
"""What of a lesson, a concept or a question holds for the statements in it."""


@cache
def shapes_of(model: type[BaseModel]) -> Shapes:
    """Return the fields of a model, each with what stands behind it."""
    return {one.alias or name: _shape(one.annotation) for name, one in model.model_fields.items()}


@cache
def item_shapes(kind: str = "") -> Shapes:
    """Return the fields of a kind of question; of all kinds, and of statements besides, without one."""
    kinds = KINDS.questions
    models = [kinds[kind].question] if kind in kinds else [one.question for one in kinds.values()]
    found: dict[str, Shape] = {**shapes_of(Statement), **_HANDED_DOWN, "for_each": Shape.DATA, "key": Shape.WORDS}
    for model in models:
        shapes = shapes_of(model)  # type: ignore[arg-type] # mypy takes a type for no key of a cache
        found |= {name: shape for name, shape in shapes.items() if found.get(name) is not Shape.DATA}
    return found


@cache
def lesson_shapes() -> Shapes:
    """Return the fields of a lesson, but for its questions."""
    return {**_HANDED_DOWN, **shapes_of(Lesson), "scenarios": Shape.DATA}


@cache
def known_keys() -> frozenset[str]:
    """Return every key that begins a field where a line begins."""
    return frozenset({*item_shapes(), *lesson_shapes(), *shapes_of(Concept)})


def _shape(annotation: Any) -> Shape:  # noqa: ANN401 - a type
    found = set(_plain_types(annotation))
    if BoundScenario in found:
        return Shape.EITHER
    if found <= {str, types.NoneType, dt.date}:
        return Shape.TEXT
    return Shape.WORDS if found == {tuple} and set(_entries(annotation)) == {str} else Shape.DATA


def _plain_types(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType} or hasattr(annotation, "__metadata__"):
        for one in get_args(annotation)[: 1 if hasattr(annotation, "__metadata__") else None]:
            yield from _plain_types(one)
    elif origin is not None and str(origin) == "typing.Literal":
        yield from map(type, get_args(annotation))
    else:
        yield origin or annotation


def _entries(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    arguments = get_args(annotation)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        yield from _plain_types(arguments[0])
    else:
        yield object


@dataclass
class Body:
    """What stands indented below a marker.

    Attributes:
        fields: its fields.
        text: what else it says, without the indentation.
    """

    fields: list[Pair] = field(default_factory=list)
    text: list[Row] = field(default_factory=list)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Return indented lines without what they are indented by alike; comments are empty, empty ends left out."""
    base = min((line.indent for line in lines if line.kind not in {Kind.BLANK, Kind.COMMENT}), default=0)
    rows = [
        Row(
            "" if line.kind in {Kind.BLANK, Kind.COMMENT} else _cut(line.text, base),
            Place(line.number, base),
            line.kind is Kind.CODE,
        )
        for line in lines
    ]
    while rows and not rows[-1].text.strip():
        rows.pop()
    while rows and not rows[0].text.strip():
        rows.pop(0)
    return rows


def _cut(text: str, base: int) -> str:
    return text[min(base, len(text) - len(text.lstrip(" "))) :]


def body_of(lines: Sequence[Line], shapes: Shapes, maker: Maker) -> Body:
    """Return what indented lines say of what stands above them."""
    found = Body()
    rows = rows_of(lines)
    index = 0
    while index < len(rows):
        row = rows[index]
        starts = 0 if row.code else field_of(row.text, shapes)
        if not starts:
            if not row.code:
                refuse_near_miss(row, shapes, maker)
            found.text.append(row)
            index += 1
            continue
        end = index + 1
        while end < len(rows) and (rows[end].text[:1] in {" ", ""} or (rows[end].code and rows[end - 1].code)):
            end += 1
        found.fields += field_pair(row, starts, rows[index + 1 : end], shapes, maker)
        index = end
    found.text = _trimmed(found.text)
    return found


def _trimmed(rows: list[Row]) -> list[Row]:
    while rows and not rows[-1].text.strip():
        rows = rows[:-1]
    while rows and not rows[0].text.strip():
        rows = rows[1:]
    return rows


def refuse_near_miss(row: Row, known: Collection[str], maker: Maker) -> bool:
    """Tell of a word before a colon that is nearly a field: what is meant as one must not be read by learners.

    Returns:
        Whether there was something to tell.
    """
    word = looks_like_field(row.text)
    if not word or field_of(row.text, known):
        return False
    meant = word if word in known else next((each for each in known if _is_near(word, each)), "")
    if meant:
        written = row.text.partition(":")[0]
        hint = f"write `{meant}:`; if it belongs to the text, write `{written}\\:`"
        maker.wrong(row.place, f"`{written}:` begins no field", hint)
    return bool(meant)


def _is_near(word: str, known: str) -> bool:
    """Tell whether a word is another one with a letter too many, one that lacks, a wrong one, or two that are swapped.

    It takes no longer than the words are long.
    """
    if len(known) < 4 or abs(len(word) - len(known)) > 1:
        return False
    same = next((at for at, (one, two) in enumerate(zip(word, known, strict=False)) if one != two), len(known))
    left, right = word[same:], known[same:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def field_of_line(line: Line, below: Sequence[Line], shapes: Shapes, maker: Maker) -> list[Pair]:
    """Return the field that a line begins, with what stands indented below it; nothing after telling what is wrong."""
    return field_pair(Row(line.text, Place(line.number)), line.starts, rows_of(below), shapes, maker)


def field_pair(row: Row, starts: int, below: Sequence[Row], shapes: Shapes, maker: Maker) -> list[Pair]:
    """Return a key with its value, or nothing after telling what is wrong with it.

    Args:
        row: the key, and what stands behind it.
        starts: where that begins in the row.
        below: what is indented below.
        shapes: the fields that there can be.
        maker: makes the nodes.
    """
    key, rest = row.text[: starts - 1], row.text[starts:]
    column = row.place.column + starts + len(rest) - len(rest.lstrip())
    first = Row(rest.strip(), Place(row.place.line, column))
    if key in COMPUTED_FORMS and len(first.text) > 1 and first.text[0] == first.text[-1] == "'":
        maker.wrong(first.place, "a claim stands here without quotes around it", "take the outer `'` away")
    value = value_of(shapes.get(key, Shape.DATA), first, below, maker)
    return [] if value is None else [maker.pair(key, value, row.place)]


def value_of(shape: Shape, first: Row, below: Sequence[Row], maker: Maker) -> yaml.Node | None:
    """Return what stands behind a key and below it."""
    text = first.text
    if shape is Shape.DATA or (shape is Shape.EITHER and (text.startswith("{") or not text)):
        rows = [first, *below] if text else list(below)
        return maker.fragment(rows) if rows else maker.plain("", first.place)
    if shape is Shape.WORDS:
        if text.startswith("[") or not text:
            return value_of(Shape.DATA, first, below, maker)
        return _words(first, maker)
    return text_node([first] if text else [], below, maker) or maker.plain("", first.place)


def text_node(first: Sequence[Row], below: Sequence[Row], maker: Maker) -> yaml.Node | None:
    """Return a text of some rows and of indented ones below them; None if there is none."""
    if not first and not below:
        return None
    rest = dedented(below)
    rows = [*first, *rest]
    return maker.scalar("\n".join(row.text for row in rows), rows[0].place)


def dedented(rows: Sequence[Row]) -> list[Row]:
    """Return rows without what they are indented by alike."""
    indents = [len(row.text) - len(row.text.lstrip(" ")) for row in rows if row.text.strip()]
    base = min(indents, default=0)
    return [Row(row.text[base:], Place(row.place.line, row.place.column + base), row.code) for row in rows]


def _words(first: Row, maker: Maker) -> yaml.Node:
    nodes, at = [], 0
    for part in first.text.split(","):
        if part.strip():
            indent = len(part) - len(part.lstrip())
            nodes.append(maker.scalar(part.strip(), Place(first.place.line, first.place.column + at + indent)))
        at += len(part) + 1
    return maker.sequence(nodes, first.place)
