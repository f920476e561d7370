"""Note types of a collection, in both forms that Anki keeps them in: JSON (schema 11), and tables (schema 18).

Fields and templates count in the order in which they stand there; what JSON calls their ``ord`` is not looked at, as in
Anki (``rslib/src/notetype/schema11.rs``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from quizgen.decks.reading.json_objects import json_object
from quizgen.decks.reading.unreadable import Unreadable
from quizgen.system import wire

CLOZE: Final = 1
_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,18}")
_SIDES: Final = ("qfmt", "afmt", "bqfmt", "bafmt")
_LATEX: Final = ("latexPre", "latexPost")


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type.

    Attributes:
        name: as Anki calls it.
        fields: their names.
        look: a hash of what decides what a learner sees of a note's fields: whether they are a cloze, the style sheet,
            all sides of each template, and what is put around LaTeX.
        modified: when it was last changed, seconds since 1970; 0 if that is not told.
    """

    name: str
    fields: tuple[str, ...]
    look: str
    modified: int = 0


def from_json(text: str) -> dict[int, NoteType]:
    """Read the note types of schema 11 by their ids.

    Raises:
        Unreadable: they are damaged.
    """
    found: dict[int, NoteType] = {}
    for key, model in json_object(text, "its list of note types").items():
        try:
            identifier = _number(model["id"])
            if str(identifier) != key:
                raise ValueError(f"it calls itself {identifier}")  # noqa: TRY301 - as all that is damaged
            found[identifier] = from_model(model)
        except (KeyError, TypeError, ValueError) as problem:
            raise Unreadable(f"its note type {key} is damaged: {problem!r}") from None
    return found


def from_model(model: Mapping[str, Any]) -> NoteType:
    """Read one note type of schema 11, which genanki writes, too.

    Raises:
        KeyError, TypeError, ValueError: it is damaged.
    """
    templates = [[_text(template.get(side, "")) for side in _SIDES] for template in model["tmpls"]]
    latex = [_text(model.get(name, "")) for name in _LATEX]
    look = [model["type"] == CLOZE, _text(model["css"]), templates, latex, model.get("latexsvg") is True]
    made = _note_type(_text(model["name"]), [_text(each["name"]) for each in model["flds"]], look)
    return replace(made, modified=_number(model.get("mod", 0)))


def from_tables(
    types: Iterable[Sequence[Any]], fields: Iterable[Sequence[Any]], templates: Iterable[Sequence[Any]]
) -> dict[int, NoteType]:
    """Read the note types of schema 18 by their ids.

    Their configurations are messages of ``proto/anki/notetypes.proto``.

    Args:
        types: rows of id, name, configuration.
        fields: rows of note type, place, name; sorted.
        templates: rows of note type, place, configuration; sorted.

    Raises:
        Unreadable: they are damaged.
    """
    names = {of: [row[2] for row in rows] for of, rows in groupby(fields, lambda row: row[0])}
    sides = {of: [row[2] for row in rows] for of, rows in groupby(templates, lambda row: row[0])}
    found: dict[int, NoteType] = {}
    for identifier, name, packed in types:
        try:
            config = wire.Message(packed)
            each = [[side.text(number) for number in (1, 2, 3, 4)] for side in map(wire.Message, sides[identifier])]
            latex = [config.text(5), config.text(6)]
            look = [config.number(1) == CLOZE, config.text(3), each, latex, config.number(7) != 0]
            found[identifier] = _note_type(name, names[identifier], look)
        except (KeyError, ValueError) as problem:
            raise Unreadable(f"its note type {identifier} is damaged: {problem!r}") from None
    return found


def _note_type(name: str, fields: Sequence[str], look: Sequence[object]) -> NoteType:
    if len({field.casefold() for field in fields}) < max(len(fields), 1):
        raise ValueError("it has no field, or two of one name")
    return NoteType(name, tuple(fields), hashlib.sha256(json.dumps(look).encode()).hexdigest())


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _number(value: object) -> int:
    """Return a number, which may be written as a text."""
    if not _NUMBER.fullmatch(str(value)) or isinstance(value, bool):
        raise ValueError(f"{value!r:.40} is no number")
    return int(str(value))
