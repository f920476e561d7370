"""Printing lessons: what was printed before is taken from the shelf, the rest is shared out to presses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from quizgen.cards import RenderedLesson
from quizgen.exporters import ExportError, Progress
from quizgen.exporters.pages import check_pictures
from quizgen.exporters.pdf.fonts import check_characters
from quizgen.exporters.pdf.limits import usual_limits
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.press import Sheet
from quizgen.exporters.pdf.presses import Presses
from quizgen.exporters.pdf.products import variants
from quizgen.exporters.pdf.sheets import DEFAULT, Order, orders, style
from quizgen.exporters.pdf.shelf import group, key_of, shelf_beside
from quizgen.exporters.pdf.suspects import why
from quizgen.exporters.pdf.worker import Printed
from quizgen.system.user_cache import Store
from quizgen.variants import tables

_Keep = Callable[[Order, bytes], None]


def export(
    lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, options: PrintOptions = DEFAULT
) -> Sequence[Path]:
    """Write the products that are asked for, for each lesson, and return their paths, sorted.

    Raises `ExportError` for a picture that is missing or cannot be drawn, for a character that no font has, for
    variants of a lesson that has too few questions, and for what takes too long or too much memory to lay out.

    What was printed before is taken from the user's cache, if the options say where the content is, and the cache does
    not lie within that; else all is printed anew.
    """
    for lesson in lessons:
        check_pictures(lesson)
        check_characters(lesson)
    shelf, stylesheet = shelf_beside(options.content), style()
    written: list[Path] = []
    with Presses(stylesheet, usual_limits()) as presses:
        if not (shelf and all(shelf.knows(group(lesson.id)) for lesson in lessons)):
            presses.start()
        clerk = _Clerk(shelf, stylesheet, folder, progress, written)
        for order, outcome in presses.run(clerk.to_print(lessons, options)):
            if not isinstance(outcome, Printed):
                raise ExportError(why(order, outcome, presses, progress))
            clerk.keep(order, outcome.pdf)
    for lesson in lessons:
        written += _write_tables(lesson, options, folder)
    return sorted(written)


class _Clerk:
    """Writes documents, and looks on the shelf for those that need no press."""

    def __init__(
        self, shelf: Store | None, stylesheet: str, folder: Path, progress: Progress, written: list[Path]
    ) -> None:
        self._shelf = shelf
        self._stylesheet = stylesheet
        self._folder = folder
        self._progress = progress
        self._written = written
        self._keys: dict[str, str] = {}

    def to_print(self, lessons: Sequence[RenderedLesson], options: PrintOptions) -> Iterator[tuple[Order, Sheet]]:
        """Yield what has to be printed; write the rest."""
        for lesson in lessons:
            for order in orders(lesson, options):
                kept = self._kept(order)
                if kept is None:
                    self._progress(f"printing {order.sheet.name}")
                    yield order, order.sheet
                else:
                    self._write(order, kept)

    def keep(self, order: Order, pdf: bytes) -> None:
        """Write a document that was printed, and put it on the shelf."""
        self._write(order, pdf)
        if self._shelf:
            self._shelf.put({self._keys.pop(order.sheet.name): pdf})

    def _kept(self, order: Order) -> bytes | None:
        if self._shelf is None:
            return None
        key = self._keys[order.sheet.name] = group(order.lesson.id) + key_of(order.sheet, self._stylesheet)
        return self._shelf.get([key]).get(key)

    def _write(self, order: Order, pdf: bytes) -> None:
        path = self._folder / order.sheet.name
        path.write_bytes(pdf)
        self._written.append(path)


def _write_tables(lesson: RenderedLesson, options: PrintOptions, folder: Path) -> Iterator[Path]:
    """Write the keys of variants for spreadsheets and programs."""
    made = variants(lesson, options)
    for ending, write in (("csv", tables.as_csv), ("json", tables.as_json)) if made else ():
        path = folder / f"{lesson.id}-variants-key.{ending}"
        path.write_text(write(made), encoding="utf-8", newline="")
        yield path
