"""Who is to blame: if a document cannot be printed, the question that cannot be printed alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from quizgen.cards import Card, Html, RenderedLesson
from quizgen.exporters import Progress
from quizgen.exporters.pages import strings
from quizgen.exporters.pdf.sheets import Order, sheets
from quizgen.press.presses import Presses
from quizgen.press.typesetting import Sheet
from quizgen.press.worker import Failed

_ALONE = {"variant": "worksheet", "variants-key": "key"}
"""Products that need several questions -> which one shows one of them in the same way."""


def why(order: Order, failed: Failed, presses: Presses, progress: Progress) -> str:
    """Return why a document cannot be printed, in words that name the place that an author can mend.

    Each question is printed alone, the longest first, until one fails or the time for this is over.
    """
    name = order.sheet.name
    progress(f"looking for what cannot be printed in {name}")
    limits, slowest = presses.limits, ("", 0.0)
    until = time.monotonic() + limits.search
    for place, outcome in presses.run(suspects(order, until), limits.alone, until):
        if isinstance(outcome, Failed):
            return f"{place}: {_told(outcome, presses, limits.alone)} ({name})"
        slowest = max(slowest, (place, outcome.seconds), key=lambda each: each[1])
    found = f"{name}: {_told(failed, presses, limits.of(order.sheet))}"
    if failed.reason != "time" or not slowest[0]:  # none was laid out in time
        return found
    return f"{found}; {slowest[0]} takes longest, {slowest[1]:.1f} seconds"


def suspects(order: Order, until: float) -> Iterator[tuple[str, Sheet]]:
    """Yield what stands in a document, piece by piece, each as a document of its own."""
    alone = {"products": (_ALONE.get(order.product, order.product),), "variants": None}
    options = order.options.model_copy(update=alone)
    for place, piece in _pieces(order):
        if time.monotonic() > until:
            break
        for sheet in sheets(piece, options):
            yield place, sheet


def _pieces(order: Order) -> Iterator[tuple[str, RenderedLesson]]:
    lesson = order.lesson
    bare = replace(lesson, cards=(), tables=(), opening=Html(""), summary=(), summary_evidence=(), sources=(), tally={})
    cards = [card for card in lesson.cards if not order.items or card.id in order.items]
    for card in sorted(cards, key=lambda card: -_length(bare, card)):
        yield f"item {card.id}", replace(bare, cards=(card,))
    for table in lesson.tables:
        yield f"lesson {lesson.id}, table {table.title}", replace(bare, tables=(table,))
    yield f"lesson {lesson.id}, apart from its items and tables", replace(lesson, cards=(), tables=())


def _length(bare: RenderedLesson, card: Card) -> int:
    return sum(len(text) for _, text in strings(replace(bare, cards=(card,), title="")))


def _told(failed: Failed, presses: Presses, seconds: float) -> str:
    """Return in words why it failed."""
    shorten = "shorten it, or simplify its table or picture"
    return {
        "time": f"it takes longer than {seconds:.0f} seconds to lay out; {shorten}",
        "memory": f"it takes more than {presses.limits.megabytes} MB to lay out; {shorten}",
        "depth": "it is nested too deep to be laid out",
        "refused": failed.detail,
        "defect": f"WeasyPrint cannot lay it out ({failed.detail})",
        "killed": f"the process that lays it out was ended, twice, by {failed.detail}: "
        f"it may have taken too much memory; {shorten}",
    }[failed.reason]
