"""The neighbours of a file that is read alone: what the other files of its folder define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from quizgen.loader.document import Reader, Refused
from quizgen.loader.files import document_of, neighbouring_files, read_text
from quizgen.model.lesson import PlacedLesson


def neighbouring_concepts(file: Path, lessons: Iterable[PlacedLesson]) -> frozenset[str]:
    """Return ids of concepts that the other files of the folder define.

    They are read only as long as the lessons name concepts that are nowhere defined, and nothing is said against them:
    a neighbour that cannot be read defines nothing.
    """
    missing = _named(lessons)
    found: set[str] = set()
    for other in neighbouring_files(file) if missing else ():
        found.update(_defined(other))
        if missing <= found:
            break
    return frozenset(found)


def _named(lessons: Iterable[PlacedLesson]) -> set[str]:
    """Return the concepts that the lessons name and do not define."""
    named: set[str] = set()
    defined: set[str] = set()
    for lesson in lessons:
        defined.update(concept.id for concept in lesson.head.concepts)
        named.update(name for concept in lesson.head.concepts for name in concept.requires)
        named.update(item.question.concept for item in lesson.items)
    return named - defined


def _defined(file: Path) -> Iterator[str]:
    """Yield the ids of the concepts in a lesson's file."""
    try:
        data = Reader(document_of(file, read_text(file))[0]).read()
    except Refused:
        return
    concepts = data.get("concepts") if isinstance(data, dict) and data.get("format") == "lesson/1" else None
    for concept in concepts if isinstance(concepts, list) else ():
        name = concept.get("id") if isinstance(concept, dict) else None
        if isinstance(name, str):
            yield name
