"""PDFs to print: ``<lesson>-worksheet.pdf`` shows no answer, ``<lesson>-key.pdf`` all of them.

What else can be printed stands in `quizgen.exporters.pdf.products`. A lesson of more than 500 questions is printed in
parts, ``<lesson>-worksheet-1-of-3.pdf``; a worksheet's part and its key have the same questions and the same numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from quizgen.cards import RenderedLesson
from quizgen.exporters import Progress
from quizgen.exporters.pages import check_pictures, environment, with_pictures
from quizgen.exporters.pdf.drawings import on_paper
from quizgen.exporters.pdf.fonts import check_characters
from quizgen.exporters.pdf.paper import PAPERS, page_rule
from quizgen.exporters.pdf.press import SCHEME, Press, Sheet, press
from quizgen.exporters.pdf.products import PRODUCTS, Options, variants
from quizgen.exporters.pdf.room import is_long, ruled_lines, with_answers, with_breakable_cells, with_lines
from quizgen.exporters.variants import tables
from quizgen.resources import templates
from quizgen.text import markdown, mathematics

DEFAULT = Options()


def export(
    lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, options: Options = DEFAULT
) -> Sequence[Path]:
    """Write the products that are asked for, for each lesson, and return their paths, sorted.

    Raises `ExportError` for a picture that is missing or cannot be drawn, for a character that no font has, and for
    variants of a lesson that has too few questions.
    """
    for lesson in lessons:
        check_pictures(lesson)
        check_characters(lesson)
    written = []
    with press(style()) as machine:
        for lesson in lessons:
            for sheet in sheets(lesson, options):
                progress(f"printing {sheet.name}")
                written.append(_print(machine, sheet, folder))
            written += _write_tables(lesson, options, folder)
    return sorted(written)


def style() -> str:
    """Return the stylesheet of all sheets."""
    own = (templates("pdf") / "print.css").read_text(encoding="utf-8")
    return "\n".join((own, mathematics.stylesheet(), markdown.stylesheet(dark=False)))


def _print(machine: Press, sheet: Sheet, folder: Path) -> Path:
    path = folder / sheet.name
    path.write_bytes(machine.typeset(sheet))
    return path


def _write_tables(lesson: RenderedLesson, options: Options, folder: Path) -> Iterator[Path]:
    """Write the keys of variants for spreadsheets and programs."""
    made = variants(lesson, options)
    for ending, write in (("csv", tables.as_csv), ("json", tables.as_json)) if made else ():
        path = folder / f"{lesson.id}-variants-key.{ending}"
        path.write_text(write(made), encoding="utf-8", newline="")
        yield path


def sheets(lesson: RenderedLesson, options: Options = DEFAULT) -> Iterator[Sheet]:
    """Yield the documents of a lesson, each made only when the one before it is printed."""
    layouts = environment("pdf")
    layouts.globals.update(ruled_lines=ruled_lines, with_answers=with_answers, with_lines=with_lines)
    layouts.globals.update(on_paper=on_paper, is_long=is_long)
    paper = PAPERS[options.paper]
    rule = page_rule(paper.width, paper.height)
    released = datetime.fromisoformat(lesson.released).replace(tzinfo=UTC)
    pictures = {name: path.read_bytes() for name, path in sorted(lesson.assets.items())}
    for name in options.products:
        product = PRODUCTS[name]
        attached = _sources(lesson) if options.embed_source and product.tells_answers else {}
        for document in product.documents(lesson, options):
            template = layouts.get_template(product.template)
            values = {"rule": rule, **document.values}
            page = template.render(lesson=lesson, product=name, document=document, **values)
            html = mathematics.as_svg(with_pictures(with_breakable_cells(page), _place))
            file = f"{lesson.id}-{name}{document.suffix}.pdf"
            yield Sheet(file, html, int(released.timestamp()), pictures, attached, document.duplex)


def _place(name: str) -> str:
    return SCHEME + quote(name)


def _sources(lesson: RenderedLesson) -> Mapping[str, bytes]:
    """Return what a document was made from, as files: the lesson, and from what its answers can be computed again."""
    receipts = {card.id: json.loads(card.receipt) for card in lesson.cards if card.receipt}
    found = {f"{lesson.id}.yaml": lesson.source.encode()} if lesson.source else {}
    if receipts:
        text = json.dumps(receipts, ensure_ascii=False, indent=1, sort_keys=True)
        found["receipts.json"] = f"{text}\n".encode()
    return found
