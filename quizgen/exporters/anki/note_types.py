"""The note types: one for each kind of card, with the same fields.

Everything here is fixed for ever from the first release. If a field or a template were added, removed or moved, Anki
would set up a second note type at the next import and leave every old note without its updates; a field that is to be
renamed keeps its id and its place. What is not needed yet has a field already, and six more are spare.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from string import Template
from types import MappingProxyType
from typing import Final, cast

import genanki

from quizgen.diagrams import dark_colours
from quizgen.system import resources
from quizgen.text.markdown import stylesheet

FIELDS: Final = (
    "Id",
    "Stem",
    "Body",
    "Answer",
    "Solution",
    "Unit",
    "Explanation",
    "Evidence",
    "Sources",
    "Trace",
    "Lesson",
    "Subject",
    "Concept",
    "Level",
    "Language",
    "Diagram",
    "Receipt",
    "Link",
    "Spare 1",
    "Spare 2",
    "Spare 3",
    "Spare 4",
    "Spare 5",
    "Spare 6",
)
"""In this order for ever. ``Id`` comes first because Anki looks for duplicates in the first field."""

MODEL_IDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "multiple_choice": 1_700_020_170_001,
        "multiple_response": 1_700_020_170_002,
        "numeric": 1_700_020_170_003,
        "cloze": 1_700_020_170_004,
        "recall": 1_700_020_170_005,
        "ordering": 1_700_020_170_006,
        "matching": 1_700_020_170_007,
        "concept": 1_700_020_170_008,
    }
)
"""Kind -> note type id."""

MODIFIED: Final = int(datetime(2026, 11, 23, 13, tzinfo=UTC).timestamp())
"""Seconds since 1970. To be raised whenever anything in ``templates/anki`` changes: Anki takes newer ones only."""

_TEMPLATES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        **{kind: (("Question", kind),) for kind in MODEL_IDS},
        "concept": (("Term to definition", "concept"), ("Definition to term", "concept_reversed")),
    }
)
"""Kind -> its templates: name, and the file's name without ``.front.html`` and ``.back.html``."""

_CHOOSING: Final = ("pressing", "choice")
_SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "multiple_choice": _CHOOSING,
        "multiple_response": _CHOOSING,
        "numeric": ("typing",),
        "cloze": ("typing",),
        "recall": ("pressing", "recall"),
        "ordering": ("pressing", "ordering"),
        "matching": ("matching",),
        "concept": (),
    }
)
"""Kind -> the parts of the cards' script that are its own."""


class _NoteType(genanki.Model):  # type: ignore[misc]  # genanki has no annotations
    """A note type with a time of change of its own."""

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, object]:  # noqa: ARG002 - genanki's interface
        """Return what genanki writes, dated `MODIFIED`."""
        return cast("dict[str, object]", super().to_json(MODIFIED, deck_id))


def note_types() -> Mapping[str, genanki.Model]:
    """Return the note types by kind; read from ``templates/anki`` once for each process."""
    return _note_types()


def card_count(kind: str) -> int:
    """Return how many cards a note of this kind has (a cloze has one for each gap instead)."""
    return len(_TEMPLATES[kind])


@cache
def _note_types() -> Mapping[str, genanki.Model]:
    css = _read("card.css") + stylesheet(dark=False) + stylesheet(dark=True, scope=".nightMode .highlight")
    css += stylesheet(dark=True, scope=".night_mode .highlight")
    css += dark_colours(".nightMode") + dark_colours(".night_mode")
    return MappingProxyType({kind: _note_type(kind, css) for kind in MODEL_IDS})


def _note_type(kind: str, css: str) -> genanki.Model:
    identifier = MODEL_IDS[kind]
    return _NoteType(
        identifier,
        f"quizgen {kind} 1",
        fields=[_field(name, identifier * 100 + place) for place, name in enumerate(FIELDS)],
        templates=[_template(kind, *names, identifier * 100 + 50 + i) for i, names in enumerate(_TEMPLATES[kind])],
        css=css,
        model_type=genanki.Model.CLOZE if kind == "cloze" else genanki.Model.FRONT_BACK,
        sort_field_index=FIELDS.index("Body" if kind == "cloze" else "Stem"),
    )


def _field(name: str, identifier: int) -> dict[str, object]:
    return {"name": name, "id": identifier, "collapsed": name.startswith("Spare"), "font": "sans-serif"}


def _template(kind: str, name: str, file: str, identifier: int) -> dict[str, object]:
    front, back = _read(f"{file}.front.html"), _read(f"{file}.back.html") + _read("grounds.html")
    return {"name": name, "id": identifier, "qfmt": _side(kind, "front", front), "afmt": _side(kind, "back", back)}


def _side(kind: str, side: str, content: str) -> str:
    """Return one side of a card; the front names no concept, which may be what is asked for."""
    heading = "Lesson" if side == "front" else "Concept"
    return Template(_read("frame.html")).substitute(
        kind=kind, side=side, heading=heading, content=content, script=_script(kind)
    )


def _script(kind: str) -> str:
    """Return the script of a kind's cards: its parts, which the template makes one function."""
    parts = ("pieces", "state", "shuffle", *_SCRIPTS[kind], "grounds", "card")
    return "\n".join(_read(f"script/{part}.js") for part in parts)


def _read(name: str) -> str:
    return (resources.templates("anki") / name).read_text(encoding="utf-8")
