"""Texts, pictures and tables can be shown as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN
from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.kinds.cloze.question import BLANK
from quizgen.simulators.words import counted
from quizgen.text.markdown import images, problems

KINDS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
MAX_BYTES = 5 * 1024 * 1024


def text_refused(content: Content) -> Iterator[Diagnostic]:
    """A text holds no raw HTML, no link or picture from elsewhere, no control character, and no formula that fails."""
    for text, gaps, span in _texts(content):
        marked = BLANK.sub(f"{BLANK_OPEN}0{BLANK_CLOSE}", text) if gaps and BLANK_OPEN not in text else text
        for problem in problems(marked, blanks=gaps):
            yield error("text-refused", span(), problem.message, problem.hint)


def _texts(content: Content) -> Iterator[tuple[str, bool, Callable[[], Span]]]:
    """Yield every text, whether it has gaps, and what tells where it is: few places are ever asked for."""
    for lesson in content.deck.lessons:
        for place, text in lesson.head.texts():
            yield text, False, partial(lesson.head_span, place)
    for lesson, item in content.items:
        for place, text in item.question.texts():
            yield text, place in item.question.gapped(), partial(lesson.item_span, item, place)


def picture(content: Content) -> Iterator[Diagnostic]:
    """Every picture is a file of a known kind inside the content folder, and not too large."""
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
            yield error("picture", span(), f"the picture `{path}` {problem[0]}", problem[1])


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


def row_length(content: Content) -> Iterator[Diagnostic]:
    """Every row of a table has one cell for each column."""
    for lesson in content.deck.lessons:
        for t, table in enumerate(lesson.head.tables):
            for r, row in enumerate(table.rows):
                if len(row.cells) != len(table.columns):
                    cells, columns = counted(len(row.cells), "cell"), counted(len(table.columns), "column")
                    message = f"the row has {cells}; the table has {columns}"
                    yield error(
                        "row-length", lesson.head_span(("tables", t, "rows", r)), message, "fill in what is missing"
                    )
