"""What the files of a lesson are called, and that no two have one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizgen.cards import RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS


def pdf_name(lesson: str, product: str, suffix: str) -> str:
    """Return the name of a document."""
    return f"{lesson}-{product}{suffix}.pdf"


def table_name(lesson: str, ending: str) -> str:
    """Return the name of the key of a lesson's variants, for spreadsheets and programs."""
    return f"{lesson}-variants-key.{ending}"


def check_names(lessons: Sequence[RenderedLesson], options: PrintOptions) -> None:
    """Find two documents of one name before any is laid out. Case does not count: on Windows and macOS it does not.

    Raises:
        ExportError: for them: `x-variants` has a product `key`, and `x` a product `variants-key`.
    """
    taken: dict[str, tuple[str, str]] = {}
    for lesson in _that_can_meet(lessons):
        for product in options.printed:
            for document in PRODUCTS[product].documents(lesson, options):
                name = pdf_name(lesson.id, product, document.suffix)
                other, before = taken.setdefault(name.casefold(), (lesson.id, name))
                if other != lesson.id:
                    raise ExportError(
                        f"lesson {other} would be printed to {before}, and lesson {lesson.id} to {name}, which is one "
                        "file; print one of the two with another --out, or call the variant or the lesson something "
                        "else"
                    )


def _that_can_meet(lessons: Sequence[RenderedLesson]) -> Iterator[RenderedLesson]:
    """Yield those lessons of which one's id begins with another's and a hyphen: names of all others differ."""
    begin = tuple(f"{lesson.id}-" for lesson in lessons)
    longer = [lesson.id for lesson in lessons if lesson.id.startswith(begin)]
    for lesson in lessons:
        if lesson.id in longer or any(name.startswith(f"{lesson.id}-") for name in longer):
            yield lesson
