"""The note types: one for each kind of card, with the same fields.

Everything here is fixed for ever from the first release. If a field or a template were added, removed or moved, Anki
would set up a second note type at the next import and leave every old note without its updates; a field that is to be
renamed keeps its id and its place. What is not needed yet has a field already, and five more are spare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from string import Template
from typing import Final, cast

import genanki

from quizgen.diagrams import dark_colours
from quizgen.kinds import KINDS, Kind
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
    "Computed",
    "Spare 2",
    "Spare 3",
    "Spare 4",
    "Spare 5",
    "Spare 6",
)
"""In this order for ever. ``Id`` comes first because Anki looks for duplicates in the first field."""


class _ModelIds(Mapping[str, int]):
    """Kind -> note type id, of the kinds that there are when it is asked."""

    def __getitem__(self, kind: str) -> int:
        return KINDS[kind].note.id

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


MODEL_IDS: Final[Mapping[str, int]] = _ModelIds()
"""Kind -> note type id."""

MODIFIED: Final = int(datetime(2026, 11, 29, tzinfo=UTC).timestamp())
"""Seconds since 1970. To be raised whenever anything in ``templates/anki`` changes: Anki takes newer ones only."""


class _NoteType(genanki.Model):  # type: ignore[misc]  # genanki has no annotations
    """A note type with a time of change of its own: Anki takes newer ones only."""

    modified = MODIFIED

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, object]:  # noqa: ARG002 - genanki's interface
        """Return what genanki writes, with that time."""
        return cast("dict[str, object]", super().to_json(self.modified, deck_id))


def kind_of(note_type: int) -> str:
    """Return the kind that has the note type of that id; empty if none has."""
    return next((name for name, identifier in MODEL_IDS.items() if identifier == note_type), "")


def note_types() -> Mapping[str, genanki.Model]:
    """Return the note types by kind; each is read from ``templates/anki`` once for each process."""
    return {name: _note_type(kind) for name, kind in KINDS.items()}


@cache
def _style() -> str:
    css = _read("card.css") + stylesheet(dark=False) + stylesheet(dark=True, scope=".nightMode .highlight")
    css += stylesheet(dark=True, scope=".night_mode .highlight")
    return css + dark_colours(".nightMode") + dark_colours(".night_mode")


@cache
def _note_type(kind: Kind) -> genanki.Model:
    identifier = kind.note.id
    return _NoteType(
        identifier,
        f"quizgen {kind.name} 1",
        fields=[_field(name, identifier * 100 + place) for place, name in enumerate(FIELDS)],
        templates=[_template(kind, *names, identifier * 100 + 50 + i) for i, names in enumerate(kind.note.templates)],
        css=_style(),
        model_type=genanki.Model.CLOZE if kind.note.by_gap else genanki.Model.FRONT_BACK,
        sort_field_index=FIELDS.index("Body" if kind.note.by_gap else "Stem"),
    )


def _field(name: str, identifier: int) -> dict[str, object]:
    return {"name": name, "id": identifier, "collapsed": name.startswith("Spare"), "font": "sans-serif"}


def _template(kind: Kind, name: str, file: str, identifier: int) -> dict[str, object]:
    front, back = _read(f"{file}.front.html", kind), _read(f"{file}.back.html", kind) + _read("grounds.html")
    return {"name": name, "id": identifier, "qfmt": _side(kind, "front", front), "afmt": _side(kind, "back", back)}


def _side(kind: Kind, side: str, content: str) -> str:
    """Return one side of a card; the front names no concept, which may be what is asked for."""
    heading = "Lesson" if side == "front" else "Concept"
    return Template(_read("frame.html")).substitute(
        kind=kind.name, side=side, heading=heading, content=content, script=_script(kind)
    )


def _script(kind: Kind) -> str:
    """Return the script of a kind's cards: its parts, which the template makes one function."""
    parts = ("pieces", "state", "shuffle", *kind.note.scripts, "grounds", "card")
    return "\n".join(_read(f"script/{part}.js", kind) for part in parts)


def _read(name: str, kind: Kind | None = None) -> str:
    """Return a template; a kind's own, if it brings one of that name."""
    own = kind.templates / "anki" / name if kind and kind.templates else None
    path = own if own and own.is_file() else resources.templates("anki") / name
    return path.read_text(encoding="utf-8")
