"""A lesson as it is written, in one way of the several that mean the same: what both forms are compared by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.kinds import KINDS
from quizgen.loader.document import Data, Document
from quizgen.loader.short.fields import Shape, shapes_of
from quizgen.loader.shorthand.plain import WriterOut
from quizgen.loader.shorthand.shapes import with_parts
from quizgen.model.base import Strict
from quizgen.model.lesson import Concept, Lesson

_FIRST = (
    *("format", "id", "kind", "concept", "name", "title", "definition", "stem", "text", "left", "right"),
    *("value", "tolerance", "unit", "answer", "accept", "hint", "key"),
)
"""In which order fields are written; the others follow by their names."""

Fields = dict[str, Data]
"""A mapping that an author wrote."""


class NotPlain(Exception):  # noqa: N818 - a state of a file
    """A lesson is not written as a lesson is; a check tells how."""


@dataclass(frozen=True)
class Written:
    """A lesson as it is written.

    Attributes:
        head: its fields, but for the two below.
        concepts: each with its fields.
        items: as well.
    """

    head: Fields
    concepts: list[Fields]
    items: list[Fields]


def written(document: Document, data: Data) -> Written:
    """Return a lesson in the one way; texts as they were typed, without spaces around them.

    Raises:
        NotPlain: something is no lesson, concept or question.
    """
    if not isinstance(data, dict):
        raise NotPlain
    writer = WriterOut(document.written, _refuse)
    head = {name: value for name, value in data.items() if name not in {"concepts", "items"}}
    defined = _mappings(data.get("concepts"))
    concepts = [plain(writer.whole(one, Concept, ("concepts", index)), Concept) for index, one in enumerate(defined)]
    items = []
    for index, one in enumerate(_mappings(data.get("items"))):
        kind = KINDS.questions.get(str(one.get("kind")))
        if kind is None:
            raise NotPlain
        items.append(plain(writer.whole(one, kind.question, ("items", index)), kind.question))
    return Written(plain(head, Lesson), concepts, items)


def plain(data: Any, model: type[Strict]) -> Fields:  # noqa: ANN401 - what an author wrote
    """Return a mapping with what says nothing left out, and its texts as texts."""
    made = with_parts(data, model, (), lambda entry, one, _: plain(entry, one) if isinstance(entry, dict) else entry)
    shapes = shapes_of(model)
    found = {name: _value(value, shapes.get(name, Shape.DATA)) for name, value in made.items()}
    names = sorted(found, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    return {name: found[name] for name in names if found[name] is not None and (name, found[name]) != ("key", False)}


def _value(value: Data, shape: Shape) -> Data:
    if shape is Shape.WORDS and isinstance(value, list):
        return [_value(one, Shape.TEXT) for one in value]
    if isinstance(value, str):
        return value if shape is Shape.DATA else value.strip()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number and shape is Shape.TEXT else value


def _mappings(data: Data) -> list[Fields]:
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise NotPlain
    return [one for one in data if isinstance(one, dict)]


def _refuse(_: object, message: str, __: str) -> None:
    raise NotPlain(message)


def differing(one: Mapping[str, Data], other: Mapping[str, Data]) -> set[str]:
    """Return the fields that two mappings do not have alike; the order of mappings within them counts."""
    return {name for name in {*one, *other} if json.dumps(one.get(name)) != json.dumps(other.get(name))}
