"""A text holds no raw HTML, no link or picture from elsewhere, no control character, and no formula that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN
from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.kinds.cloze.question import BLANK
from quizgen.text.markdown import problems

CODE = "text-refused"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each thing in a text that is refused."""
    for text, gaps, span in _texts(content):
        marked = BLANK.sub(f"{BLANK_OPEN}0{BLANK_CLOSE}", text) if gaps and BLANK_OPEN not in text else text
        for problem in problems(marked, blanks=gaps):
            yield error(CODE, span(), problem.message, problem.hint)


def _texts(content: Content) -> Iterator[tuple[str, bool, Callable[[], Span]]]:
    """Yield every text, whether it has gaps, and what tells where it is: few places are ever asked for."""
    for lesson in content.deck.lessons:
        for place, text in lesson.head.texts():
            yield text, False, partial(lesson.head_span, place)
    for lesson, item in content.items:
        for place, text in item.question.texts():
            yield text, place in item.question.gapped(), partial(lesson.item_span, item, place)
