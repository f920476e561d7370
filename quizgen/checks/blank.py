"""Every gap of a cloze has an answer, and every answer a gap."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error
from quizgen.kinds.cloze.question import Cloze

CODE = "blank"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each gap or answer that has no partner."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, Cloze):
            continue
        used = question.used()
        for name in used:
            if name not in question.blanks:
                span = lesson.item_span(item, ("text",))
                yield error(CODE, span, f"the gap `[[{name}]]` has no answer", f"add `{name}` to `blanks`")
        for name in question.blanks:
            if name not in used:
                span = lesson.item_span(item, ("blanks", name))
                yield error(CODE, span, f"the text has no gap `[[{name}]]`", "put it into the text, or take this out")
