"""Every picture is a file of a known kind inside the content folder, and not too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.text.markdown import images

CODE = "picture"
KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
MAX_BYTES = 5 * 1024 * 1024


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each picture that cannot be used."""
    for lesson in content.deck.lessons:
        for place, text in lesson.head.texts():
            yield from _pictures(text, lesson.folder, partial(lesson.head_span, place))
    for lesson, item in content.items:
        for place, text in item.question.texts():
            yield from _pictures(text, lesson.folder, partial(lesson.item_span, item, place))


def _pictures(text: str, folder: Path, span: Callable[[], Span]) -> Iterator[Diagnostic]:
    for path in images(text):
        problem = _problem(folder, path)
        if problem:
            yield error(CODE, span(), f"the picture `{path}` {problem[0]}", problem[1])


def _problem(folder: Path, path: str) -> tuple[str, str] | None:
    try:
        return _file_problem(folder.resolve(), (folder / path).resolve())
    except (OSError, ValueError, RuntimeError):  # a name that is too long or holds NUL, a link to itself
        return "is no usable path", "choose a plain name"


def _file_problem(folder: Path, file: Path) -> tuple[str, str] | None:
    if not file.is_relative_to(folder):
        return "lies outside the content folder", "put a copy of it into the content folder"
    if file.suffix.lower() not in KINDS:
        return "is of a kind that is not supported", f"there are: {', '.join(KINDS)}"
    if not file.is_file():
        return "does not exist", "paths start at the content folder"
    if file.stat().st_size > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 2**20} MiB", "make it smaller"
    return None
