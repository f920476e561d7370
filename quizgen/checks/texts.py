"""Texts and tables can be shown as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN
from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.kinds.cloze.question import BLANK
from quizgen.simulators.words import counted
from quizgen.text.losses import lost, marks
from quizgen.text.markdown import problems


def text_refused(content: Content) -> Iterator[Diagnostic]:
    """A text holds no raw HTML, no link or picture from elsewhere, no formula that fails, nothing that vanishes."""
    for text, gaps, span in _texts(content):
        marked = BLANK.sub(f"{BLANK_OPEN}0{BLANK_CLOSE}", text) if gaps and BLANK_OPEN not in text else text
        for problem in problems(marked, blanks=gaps) or lost(marked):
            yield error("text-refused", span(), problem.message, problem.hint)


def markup_shown(content: Content) -> Iterator[Diagnostic]:
    """What looks like Markdown is taken for it, and what is not meant so is not: no mark is seen, or lost."""
    for text, gaps, span in _texts(content):
        marked = BLANK.sub(f"{BLANK_OPEN}0{BLANK_CLOSE}", text) if gaps and BLANK_OPEN not in text else text
        if not problems(marked, blanks=gaps) and not any(lost(marked)):
            for problem in marks(marked):
                yield warning("markup-shown", span(), problem.message, problem.hint)


def _texts(content: Content) -> Iterator[tuple[str, bool, Callable[[], Span]]]:
    """Yield every text, whether it has gaps, and what tells where it is: few places are ever asked for."""
    for lesson in content.deck.lessons:
        for place, text in lesson.head.texts():
            yield text, False, partial(lesson.head_span, place)
    for lesson, item in content.items:
        for place, text in item.question.texts():
            yield text, place in item.question.gapped(), partial(lesson.item_span, item, place)


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
