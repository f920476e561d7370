"""From a sheet's code back to its key, as long as the content is what it was."""

from __future__ import annotations

from collections.abc import Iterable

from quizgen.cards import RenderedLesson
from quizgen.variants.codes import Code, content_bits
from quizgen.variants.fingerprint import fingerprint
from quizgen.variants.sheets import RequestProblem, Variant, again


class ContentChanged(Exception):  # noqa: N818 - a state of the content
    """A lesson that is not the one that a sheet was made from; the message says how it can be told."""


def variant_of(lessons: Iterable[RenderedLesson], code: Code) -> Variant:
    """Return the sheet with that code; the lessons are those that it can be of, at least one.

    Raises `ContentChanged` if none of them has the fingerprint in the code.
    """
    changed = []
    for lesson in lessons:
        content = content_bits(fingerprint(lesson))
        if content == code.content:
            try:
                return again(lesson, code)
            except RequestProblem as problem:  # no build makes such a code, but anybody can write one
                raise ContentChanged(str(problem)) from None
        changed.append(_told(lesson, content, code))
    raise ContentChanged("; ".join(changed))


def _told(lesson: RenderedLesson, content: int, code: Code) -> str:
    same = lesson.released == str(code.released)
    here = "what is here bears the same date" if same else f"what is here is that of {lesson.released}"
    return (
        f"{lesson.id} has changed since this sheet was made: the sheet is of the edition of {code.released} with "
        f"fingerprint {code.content:08x}; {here}, and has fingerprint {content:08x}"
    )
