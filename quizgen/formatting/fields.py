"""Fields to lines of the short form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizgen.formatting.yaml_text import block, in_a_line
from quizgen.loader.document import Data
from quizgen.loader.short.fields import Shape, Shapes

_WIDTH = 100


def fields(held: Mapping[str, Data], shapes: Shapes, indent: int = 0) -> list[str]:
    """Return fields, each on its line, or with what belongs to it indented below."""
    return [" " * indent + line if line else "" for key in held for line in _field(key, held[key], shapes)]


def _field(key: str, value: Data, shapes: Shapes) -> Iterator[str]:
    shape = shapes.get(key, Shape.DATA)
    if isinstance(value, str) and shape in {Shape.TEXT, Shape.EITHER}:
        yield from _text_field(key, value)
        return
    if shape is Shape.WORDS and isinstance(value, list) and value and all(map(_is_word, value)):
        yield f"{key}: {', '.join(map(str, value))}"
        return
    line = in_a_line(value)
    if "\n" not in line and len(line) <= _WIDTH:
        yield f"{key}: {line}"
        return
    yield f"{key}:"
    yield from (f"  {line}" if line else "" for line in block(value).split("\n"))


def _text_field(key: str, text: str) -> Iterator[str]:
    if "\n" not in text:
        yield f"{key}: {text}"
        return
    yield f"{key}:"
    yield from (f"  {line}" if line else "" for line in text.split("\n"))


def _is_word(value: Data) -> bool:
    return isinstance(value, str) and bool(value) and not set(value) & set(",[]\n")
