"""The first phase: files to a deck, with a diagnostic for everything in them that cannot be understood."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from quizgen.diagnostics import Diagnostic, Span, error, in_order
from quizgen.loader.document import Data, Document, Reader, Refused
from quizgen.loader.files import (
    RULES,
    SHORT,
    begins_as_rules,
    content_files,
    document_of,
    neighbouring_rules,
    read_text,
    shown,
)
from quizgen.loader.lesson import read_lesson
from quizgen.loader.neighbours import neighbouring_concepts
from quizgen.loader.recordings import RecordingsBeside
from quizgen.loader.validate import validate
from quizgen.model.base import Place
from quizgen.model.lesson import Curriculum, Deck, PlacedCurriculum, PlacedLesson
from quizgen.simulators import SIMULATORS

FORMATS = ("lesson/1", "curriculum/1", RULES)


def load(path: Path) -> tuple[Deck, tuple[Diagnostic, ...]]:
    """Read a folder of content, or one file.

    Of the other files beside a single one, only the concepts that they define are known.

    Never raises for what an author wrote: whatever is wrong comes back as diagnostics, for all files at once, and the
    deck holds what could be understood.
    """
    deck, _, found = load_with_programs(path)
    return deck, found


def load_with_programs(
    path: Path, only: Collection[Path] | None = None
) -> tuple[Deck, Mapping[Path, RecordingsBeside], tuple[Diagnostic, ...]]:
    """Read the same, or only some files; return as well the lessons with programs to be run, and their recordings."""
    files, found = content_files(path)
    rules = {file: None for file in files if begins_as_rules(file)}
    places, problems = _simulators(path, [*rules])
    found += problems
    files = [file for file in files if only is None or file in only]
    lessons: list[PlacedLesson] = []
    asked: dict[Path, RecordingsBeside] = {}
    curricula: list[PlacedCurriculum] = []
    root = path if path.is_dir() else path.parent
    for file in (file for file in files if file not in rules):
        told: list[Diagnostic] = []
        try:
            document, said = document_of(file, read_text(file))
            told += said
            data = Reader(document, told).read()
        except Refused as refused:
            found += [*told, refused.diagnostic]
            continue
        found += told
        if is_scenario(data) and path.is_dir():
            continue
        match _format(data, document, found):
            case "lesson/1":
                assert isinstance(data, dict)  # noqa: S101 - _format saw it
                recordings = RecordingsBeside(file)
                lesson, diagnostics = read_lesson(data, document, root, recordings)
                title = document.span(("title",))  # what a short form leaves unsaid stands there, and nobody wrote it
                found += [each for each in diagnostics if (each.code, each.span) != ("evidence-unused", title)]
                if recordings.asked:
                    asked[file] = recordings
                    found += [recordings.damage] if recordings.damage else []
                lessons += [lesson] if lesson else []
            case "curriculum/1":
                curriculum = validate(Curriculum, data, document, lambda place: place, found)
                curricula += [PlacedCurriculum(curriculum, document.span)] if curriculum else []
    if not files and not found:
        message = "there is no content here: no file that ends in .yaml or .yml, nor Markdown that says its `format`"
        found.append(error("content-empty", Span(shown(path)), message, "write a lesson, or name another folder"))
    neighbours = neighbouring_concepts(path, lessons) if path.is_file() else frozenset()
    return Deck(tuple(lessons), tuple(curricula), neighbours, tuple(files), places), asked, in_order(found)


def _simulators(
    path: Path, files: Sequence[Path]
) -> tuple[Mapping[str, Callable[[Place], Span]], Sequence[Diagnostic]]:
    """Let scenarios name the rules that content holds; what runs rules is loaded only where there are some."""
    SIMULATORS.author({})
    beside = neighbouring_rules(path) if path.is_file() else []
    if not files and not beside:
        return {}, []
    from quizgen.loader.rules import known_from  # noqa: PLC0415 - it takes long to load

    return known_from(files, beside)


def is_scenario(data: object) -> bool:
    """Tell whether a file is a scenario alone, for `quizgen simulate`: no content, and passed over among content."""
    return isinstance(data, dict) and "format" not in data and ("simulator" in data or list(data) == ["scenario"])


def _format(data: Data, document: Document, found: list[Diagnostic]) -> str | None:
    hint = f"start the file with `format: {FORMATS[0]}`"
    if not isinstance(data, dict):
        found.append(error("file-format", document.span(()), "a file of content is a mapping", hint))
        return None
    value = data.get("format")
    if is_scenario(data):
        hint = f"`quizgen simulate {shlex.quote(document.file)}` shows what comes of it"
        found.append(error("file-format", document.span(()), "this is a scenario, no content", hint))
        return None
    if value not in FORMATS:
        what = f"unknown format `{value}`" if "format" in data else "the file does not say its `format`"
        found.append(error("file-format", document.span(("format",)), what, f"{hint}; there are: {', '.join(FORMATS)}"))
        return None
    if document.file.endswith(SHORT) and value != FORMATS[0]:
        what = f"`{value}` is written in YAML; in Markdown there are lessons only"
        found.append(error("file-format", document.span(("format",)), what, "give the file the ending `.yaml`"))
        return None
    return str(value)
