"""A lesson as an author writes it, and a deck: all that one folder of content holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from quizgen.diagnostics import Span
from quizgen.model.base import MARKDOWN, Line, Place, Slug, Strict, Text, texts_in
from quizgen.model.evidence import Statement, statements_in
from quizgen.model.item import Item, Level
from quizgen.model.language import language_tag
from quizgen.model.named import Pieces
from quizgen.model.scenario import ScenarioField

_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Windows has no file of such a name, whatever its extension (Microsoft, "Naming Files, Paths, and Namespaces")."""


def _names_files(name: str) -> str:
    if name in _DEVICES:
        hint = f"choose another, such as `{name}-lesson`"
        raise PydanticCustomError(
            "device_name", "is what Windows calls a device: no file can be called so", {"hint": hint}
        )
    return name


class Source(Strict):
    """A work that evidence can cite."""

    title: Line
    authors: Line | None = None
    year: Annotated[int | None, Field(ge=1000, le=9999)] = None
    url: Annotated[Line | None, Field(pattern=r"^https?://\S+$")] = None


class Concept(Statement):
    """A term that the lesson teaches. Its definition is a statement with evidence; without it there is no card."""

    said_in = "definition"

    id: Slug
    name: Line
    definition: Text | None = None
    requires: Annotated[tuple[Slug, ...], Field(description="concepts to know first", max_length=20)] = ()


class Sentence(Statement):
    """A sentence of the lesson's summary."""

    text: Text


class Row(Statement):
    """A row of a table."""

    said_in = "cells"

    cells: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]


class Table(Strict):
    """A table to study."""

    id: Slug
    title: Line
    columns: Annotated[tuple[Annotated[Line, MARKDOWN], ...], Field(min_length=1, max_length=8)]
    scenario: Annotated[
        ScenarioField | None, Field(description="what is run for the rows, unless a row names its own")
    ] = None
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=50)]


class Lesson(Strict):
    """The head of a lesson's file: everything but its items, which may be families and are expanded first."""

    format: Literal["lesson/1"]
    id: Annotated[Slug, AfterValidator(_names_files)]
    title: Line
    subject: Annotated[
        Line, Field(description="the field it belongs to: `distributed-systems`, `Biologie`", max_length=80)
    ]
    level: Level
    language: Annotated[str, AfterValidator(language_tag), Field(description="BCP 47")] = "en"
    license: Annotated[Line, Field(description="an SPDX identifier: `CC-BY-4.0`")]
    released: Annotated[dt.date, Field(description="date of this edition, `2026-01-31`; raise it when you publish")]
    url: Annotated[Line | None, Field(pattern=r"^https?://\S+$", description="where it can be read on the web")] = None
    opening: Annotated[Text | None, Field(description="the situation that the lesson starts from")] = None
    allow: Annotated[
        dict[str, Line],
        Field(
            description="warnings that are not right in this lesson: code -> why", max_length=20, default_factory=dict
        ),
    ]
    sources: Annotated[dict[Slug, Source], Field(max_length=100, default_factory=dict)]
    concepts: Annotated[tuple[Concept, ...], Field(min_length=1, max_length=500)]
    summary: Annotated[tuple[Sentence, ...], Field(max_length=20)] = ()
    tables: Annotated[tuple[Table, ...], Field(max_length=50)] = ()

    def statements(self) -> tuple[tuple[Place, Statement], ...]:
        """Every statement outside the items, each with its place in the file."""
        stated = statements_in(self)
        return tuple(each for each in stated if not (isinstance(each[1], Concept) and each[1].definition is None))

    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Every text in Markdown outside the items, each with its place in the file."""
        return texts_in(self)


def redirected(place: Place, redirects: Mapping[Place, Place]) -> Place | None:
    """Return the place where something was written elsewhere, such as a scenario that was named; None if it was not."""
    for length in range(len(place), 0, -1):
        if (target := redirects.get(place[:length])) is not None:
            return (*target, *place[length:])
    return None


@dataclass(frozen=True)
class PlacedItem:
    """A question, or one instance of a family, and where it was written.

    Attributes:
        question: the question itself.
        family: id as the author wrote it; differs from ``question.id`` for an instance of a family.
        path: place of the item in the file.
        redirects: places below the item that were written elsewhere: ``("scenario",)`` -> ``("scenarios", "cut")``.
        variables: what its texts could name.
        named: place below the item -> a text that names values which are computed, in pieces.
    """

    question: Item
    family: str
    path: Place
    redirects: Mapping[Place, Place] = field(default_factory=dict)
    variables: Mapping[str, int | float | str | bool] = field(default_factory=dict)
    named: Mapping[Place, Pieces] = field(default_factory=dict)

    def place(self, below: Place) -> Place:
        """Return the place in the file of something below the item."""
        return redirected(below, self.redirects) or (*self.path, *below)


@dataclass(frozen=True)
class PlacedLesson:
    """A lesson with its items, and where everything was written.

    Attributes:
        span: from a place in the file to line and column.
        folder: the folder that paths of pictures start from.
        redirects: as for an item, for scenarios outside the items.
        source: the text of the file, as it was read.
        named: as for an item, for texts outside the items.
    """

    head: Lesson
    items: tuple[PlacedItem, ...]
    span: Callable[[Place], Span]
    folder: Path
    redirects: Mapping[Place, Place] = field(default_factory=dict)
    source: str = field(default="", repr=False)
    named: Mapping[Place, Pieces] = field(default_factory=dict)

    def head_span(self, place: Place) -> Span:
        """Return where something outside the items was written; a named scenario stands under ``scenarios``."""
        return self.span(redirected(place, self.redirects) or place)

    def item_span(self, item: PlacedItem, below: Place = ()) -> Span:
        """Return where something of an item was written."""
        return self.span(item.place(below))

    def named_by(self, item: PlacedItem | None) -> Mapping[Place, Pieces]:
        """Return the texts of an item, or outside the items, that name computed values: place -> pieces."""
        return item.named if item else self.named

    def level_of(self, question: Item) -> Level:
        """The question's level, or the lesson's."""
        return question.level or self.head.level


class CurriculumEntry(Strict):
    """A lesson of a curriculum, by its place in the order of study."""

    order: Annotated[int, Field(ge=1)]
    title: Line
    level: Level
    family: Slug
    lesson: Annotated[
        Slug | None, Field(description="the lesson's id; without it, the lesson of that `title` is meant")
    ] = None


class Curriculum(Strict):
    """Lessons, planned or written, in which a topic comes up again."""

    format: Literal["curriculum/1"]
    title: Line
    lessons: Annotated[tuple[CurriculumEntry, ...], Field(min_length=1, max_length=5_000)]


@dataclass(frozen=True)
class PlacedCurriculum:
    """A curriculum and where it was written."""

    curriculum: Curriculum
    span: Callable[[Place], Span]


@dataclass(frozen=True)
class Deck:
    """All that one folder, or one file, of content holds.

    Attributes:
        lessons: in the order of their files.
        curricula: as well.
        neighbours: ids of concepts that are defined in other files beside a file that was loaded alone.
        files: what was read.
        rules: simulator that one of them makes -> from a place in that file to line and column.
    """

    lessons: tuple[PlacedLesson, ...]
    curricula: tuple[PlacedCurriculum, ...] = ()
    neighbours: frozenset[str] = frozenset()
    files: tuple[Path, ...] = ()
    rules: Mapping[str, Callable[[Place], Span]] = field(default_factory=dict)
