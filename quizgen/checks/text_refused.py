"""A text holds no raw HTML, no link or picture from elsewhere, no control character, and no formula that fails."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN
from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.model.questions import BLANK, Cloze
from quizgen.text.markdown import problems

CODE = "text-refused"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each thing in a text that is refused."""
    for lesson in content.deck.lessons:
        for place, text in lesson.head.texts():
            yield from _refused(text, lesson.head_span(place), gaps=False)
    for lesson, item in content.items:
        for place, text in item.question.texts():
            gaps = isinstance(item.question, Cloze) and place == ("text",)
            yield from _refused(text, lesson.item_span(item, place), gaps=gaps)


def _refused(text: str, span: Span, *, gaps: bool) -> Iterator[Diagnostic]:
    if gaps and BLANK_OPEN not in text:
        text = BLANK.sub(f"{BLANK_OPEN}0{BLANK_CLOSE}", text)
    for problem in problems(text, blanks=gaps):
        yield error(CODE, span, problem.message, problem.hint)
