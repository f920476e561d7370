"""Printing lessons: what was printed before is taken from the shelf, the rest is shared out to presses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from quizgen.cards import BLANK_CLOSE, BLANK_OPEN, RenderedLesson
from quizgen.exporters import ExportError, Progress
from quizgen.exporters.pages import check_pictures, strings
from quizgen.exporters.pdf.names import check_names, table_name
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.products import variants
from quizgen.exporters.pdf.sheets import DEFAULT, Order, orders, style
from quizgen.exporters.pdf.suspects import why
from quizgen.press import PressError
from quizgen.press.fonts import what_is_missing
from quizgen.press.limits import usual_limits
from quizgen.press.presses import Presses
from quizgen.press.surroundings import key_of, surroundings
from quizgen.press.typesetting import Sheet
from quizgen.press.worker import Printed
from quizgen.system.user_cache import Store, store_beside
from quizgen.variants import keys

_NOT_PRINTED = re.compile(rf'<span class="math[^"]*" data-tex="[^"]*">[^<]*</span>|[{BLANK_OPEN}{BLANK_CLOSE}]')
"""What becomes something else before it is printed: a drawn formula, a gap."""


def export(
    lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, options: PrintOptions = DEFAULT
) -> Sequence[Path]:
    """Write the products that are asked for, for each lesson, and return their paths, sorted.

    Raises `ExportError` for a picture that is missing or cannot be drawn, for a character that no font has, for
    variants of a lesson that has too few questions, for two documents of one name, and for what takes too long or too
    much memory to lay out.

    What was printed before is taken from the user's cache, if the options say where the content is, and the cache does
    not lie within that; else all is printed anew.
    """
    try:
        for lesson in lessons:
            check_pictures(lesson)
            check_characters(lesson)
        check_names(lessons, options)
        written = _print(lessons, folder, progress, options)
    except PressError as problem:
        raise ExportError(str(problem)) from None
    for lesson in lessons:
        written += _write_tables(lesson, options, folder)
    return sorted(written)


def _print(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, options: PrintOptions) -> list[Path]:
    shelf, stylesheet = shelf_beside(options.content), style()
    keys: dict[str, str] = {}

    def to_print() -> Iterator[tuple[Order, Sheet]]:
        """Yield what has to be printed; write the rest."""
        for order in (order for lesson in lessons for order in orders(lesson, options)):
            name = order.sheet.name
            keys[name] = _group(order.lesson) + key_of(order.sheet, stylesheet) if shelf else ""
            if shelf and (kept := shelf.get([keys[name]])):
                (folder / name).write_bytes(kept[keys[name]])
            else:
                progress(f"printing {name}")
                yield order, order.sheet

    with Presses(stylesheet, usual_limits()) as presses:
        if not (shelf and all(shelf.knows(_group(lesson)) for lesson in lessons)):
            presses.start()
        for order, outcome in presses.run(to_print()):
            if not isinstance(outcome, Printed):
                raise ExportError(why(order, outcome, presses, progress))
            (folder / order.sheet.name).write_bytes(outcome.pdf)
            if shelf:
                shelf.put({keys[order.sheet.name]: outcome.pdf})
    return [folder / name for name in keys]


def check_characters(lesson: RenderedLesson) -> None:
    """Raise `ExportError` for a character that no font here can draw: it would be printed as an empty box."""
    for place, text in strings(lesson):
        if not text.isascii() and (missing := what_is_missing(_NOT_PRINTED.sub("", text))):
            raise ExportError(f"{place}: {missing}")


def shelf_beside(content: Path | None) -> Store | None:
    """Return the user's store for documents of that content; None if there is none, or nothing may be kept.

    Nothing is if the cache folder lies within the content, which could then bring along what is printed; nor if it is
    unknown where the content is, or what versions lay documents out.
    """
    return store_beside(content) if content and surroundings() else None


def _group(lesson: RenderedLesson) -> str:
    """Return what the keys of a lesson's documents begin with."""
    return f"print {blake2b(lesson.id.encode(), digest_size=4).hexdigest()} "


def _write_tables(lesson: RenderedLesson, options: PrintOptions, folder: Path) -> Iterator[Path]:
    """Write the keys of variants for spreadsheets and programs."""
    made = variants(lesson, options)
    for ending, write in (("csv", keys.as_csv), ("json", keys.as_json)) if made else ():
        path = folder / table_name(lesson.id, ending)
        path.write_text(write(made), encoding="utf-8", newline="")
        yield path
