"""From a lesson to the HTML of its documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from quizgen.cards import RenderedLesson
from quizgen.exporters.pages import Part, environment, with_pictures
from quizgen.exporters.pdf.cutting import PAPERS, page_rule
from quizgen.exporters.pdf.drawings import is_narrow, on_paper
from quizgen.exporters.pdf.names import pdf_name
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.exporters.pdf.products import PRODUCTS, Document
from quizgen.exporters.pdf.room import FOR_TEMPLATES, laid_out
from quizgen.press.typesetting import SCHEME, Sheet
from quizgen.system.resources import templates
from quizgen.text import markdown, mathematics

DEFAULT = PrintOptions()


@dataclass(frozen=True)
class Order:
    """A sheet that is to be printed, and what it was made from.

    Attributes:
        product: its name in `PRODUCTS`.
        items: the ids of the questions on it, if it has some of the lesson's only.
    """

    sheet: Sheet
    lesson: RenderedLesson
    options: PrintOptions
    product: str
    items: frozenset[str] = frozenset()


def style() -> str:
    """Return the stylesheet of all sheets."""
    own = (templates("pdf") / "print.css").read_text(encoding="utf-8")
    return "\n".join((own, mathematics.stylesheet(), markdown.stylesheet(dark=False)))


def sheets(lesson: RenderedLesson, options: PrintOptions = DEFAULT) -> Iterator[Sheet]:
    """Yield the documents of a lesson, each made only when it is asked for."""
    return (order.sheet for order in orders(lesson, options))


def orders(lesson: RenderedLesson, options: PrintOptions = DEFAULT) -> Iterator[Order]:
    """Yield the documents of a lesson with what they were made from, each made only when it is asked for."""
    layouts = environment("pdf")
    layouts.globals.update(FOR_TEMPLATES, on_paper=on_paper, is_narrow=is_narrow)
    paper = PAPERS[options.paper]
    rule = page_rule(paper.width, paper.height)
    released = datetime.fromisoformat(lesson.released).replace(tzinfo=UTC)
    pictures = {name: path.read_bytes() for name, path in sorted(lesson.assets.items())}
    for name in options.printed:
        product = PRODUCTS[name]
        attached = _sources(lesson) if options.embed_source and product.tells_answers else {}
        for document in product.documents(lesson, options):
            template = layouts.get_template(product.template)
            values = {"rule": rule, **document.values}
            page = template.render(lesson=lesson, product=name, document=document, **values)
            html = mathematics.as_svg(with_pictures(laid_out(page), _place))
            file = pdf_name(lesson.id, name, document.suffix)
            sheet = Sheet(file, html, int(released.timestamp()), pictures, attached, document.duplex)
            yield Order(sheet, lesson, options, name, _items(document))


def _items(document: Document) -> frozenset[str]:
    part = document.values.get("part")
    found = (card.id for group in part.groups for _, card in group.questions) if isinstance(part, Part) else ()
    return frozenset(found)


def _place(name: str) -> str:
    return SCHEME + quote(name)


def _sources(lesson: RenderedLesson) -> Mapping[str, bytes]:
    """Return what a document was made from, as files: the lesson, and from what its answers can be computed again."""
    receipts = {card.id: json.loads(card.receipt) for card in lesson.cards if card.receipt}
    found = {f"{lesson.id}{lesson.source_ending}": lesson.source.encode()} if lesson.source else {}
    if receipts:
        text = json.dumps(receipts, ensure_ascii=False, indent=1, sort_keys=True)
        found["receipts.json"] = f"{text}\n".encode()
    return found
