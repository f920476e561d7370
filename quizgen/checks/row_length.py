"""Every row of a table has one cell for each column."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error

CODE = "row-length"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each row that is too short or too long."""
    for lesson in content.deck.lessons:
        for t, table in enumerate(lesson.head.tables):
            for r, row in enumerate(table.rows):
                if len(row.cells) != len(table.columns):
                    cells, columns = _counted(len(row.cells), "cell"), _counted(len(table.columns), "column")
                    message = f"the row has {cells}; the table has {columns}"
                    yield error(CODE, lesson.head_span(("tables", t, "rows", r)), message, "fill in what is missing")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
