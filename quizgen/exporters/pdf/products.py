"""What can be printed: one entry of `PRODUCTS` for each product, and what is chosen of it.

To add a product: write its template in ``templates/pdf/``, which extends ``document.html``, or ``sheet.html`` if it
shows questions one by one; add an entry to `PRODUCTS`, with a function that says into which documents a lesson is laid
out and what the template gets for each. The file is then called after the lesson, the product and the document's
suffix, and `PrintOptions.products` can name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quizgen.cards import Card, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.pages import Group, arranged, batches, parts
from quizgen.exporters.pdf.cutting import PAPERS, Grid, Place, grid, page_rule
from quizgen.exporters.pdf.drawings import height_of, qr_code, seen_before
from quizgen.exporters.pdf.faces import Cut, Face, cut, lesson_mark
from quizgen.exporters.pdf.options import PrintOptions
from quizgen.kinds import KINDS
from quizgen.variants import RequestProblem, Variant, make
from quizgen.variants.keys import answers, evenness

PART = 500
"""Most questions of one document, because a layout takes memory for each of them."""


@dataclass(frozen=True)
class Document:
    """One document of a product.

    Attributes:
        label: what it is, for its title and its feet: ``key, part 1 of 3``.
        suffix: what its file's name has behind the product's.
        values: what the template gets beside the lesson and the document.
        code: of the sheet, if it has one.
        duplex: the edge on which it is flipped, for what has to be printed on both sides in its true size.
    """

    label: str
    suffix: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    code: str = ""
    duplex: str = ""


@dataclass(frozen=True)
class Product:
    """A kind of document.

    Attributes:
        template: its file.
        documents: lays a lesson out.
        tells_answers: whether it is for those who may know the answers.
    """

    template: str
    documents: Callable[[RenderedLesson, PrintOptions], Iterator[Document]]
    tells_answers: bool = False


def variants(lesson: RenderedLesson, options: PrintOptions) -> tuple[Variant, ...]:
    """Return the variants that are asked for; none if none are.

    Raises `ExportError` if the lesson has too few questions.
    """
    try:
        return make(lesson, options.request) if options.request else ()
    except RequestProblem as problem:
        raise ExportError(str(problem)) from None


def _in_parts(label: str) -> Callable[[RenderedLesson, PrintOptions], Iterator[Document]]:
    """Return a layout of all questions of a lesson, in the same sections and parts for every product."""

    def documents(lesson: RenderedLesson, options: PrintOptions) -> Iterator[Document]:
        for part in parts(batches(lesson, PART, options.sections) or ((),)):
            values = {"part": part, "sections": options.sections, "fillable": options.fillable}
            yield Document(label + part.label, part.suffix, values)

    return documents


def _variant_sheets(lesson: RenderedLesson, options: PrintOptions) -> Iterator[Document]:
    for variant in variants(lesson, options):
        numbered = list(enumerate(variant.cards, 1))
        chunks = [numbered[start : start + PART] for start in range(0, len(numbered), PART)]
        for part in parts([(Group("", "", first=True, questions=tuple(chunk)),) for chunk in chunks]):
            label = f"variant {variant.name}{part.label}"
            values = {"part": part, "sections": "", "fillable": options.fillable, "variant": variant}
            values["picture"] = qr_code(str(variant.code))
            yield Document(label, f"-{variant.name}{part.suffix}", values, str(variant.code))


def _variants_key(lesson: RenderedLesson, options: PrintOptions) -> Iterator[Document]:
    made = variants(lesson, options)
    keys = [(variant, list(answers(variant))) for variant in made]
    free = {answer.card.id: answer.card for _, key in keys for answer in key if KINDS[answer.card.kind].in_words}
    values = {"keys": keys, "free": [free[name] for name in sorted(free)], "evenness": evenness(made)}
    values["points"] = sum(answer.worth for answer in keys[0][1])
    yield Document("key of all variants", "", values)


def _teacher(lesson: RenderedLesson, options: PrintOptions) -> Iterator[Document]:
    for document in _in_parts("teacher's edition")(lesson, options):
        yield replace(document, values={**document.values, "seen": seen_before()})


def _study(lesson: RenderedLesson, options: PrintOptions) -> Iterator[Document]:
    """Lay out what there is to learn, with the shortest run that is drawn for each concept."""
    runs: dict[str, list[tuple[float, int, Card]]] = {}
    for number, card in enumerate(arranged(lesson, options.sections), 1):
        if card.diagram:
            runs.setdefault(card.concept, []).append((height_of(card.diagram), number, card))
    drawn = [min(found, key=lambda entry: entry[:2])[1:] for found in runs.values()]
    yield Document("study sheet", "", {"concepts": lesson.definitions, "drawn": drawn})


def _cards(lesson: RenderedLesson, options: PrintOptions) -> Iterator[Document]:
    sheet = grid(PAPERS[options.paper], options.cards)
    made, too_long = cut(lesson, sheet, options.sections)
    values = {
        "grid": sheet,
        "flip": options.flip,
        "count": len(made),
        "mark": lesson_mark(lesson.id),
        "too_long": too_long,
        "crosses_at": _crosses(sheet),
        "pages": [_sides(made[i : i + sheet.size], sheet, options.flip) for i in range(0, len(made), sheet.size)],
        "rule": page_rule(sheet.width, sheet.height, bare=True),
    }
    yield Document("cards", "", values, duplex=options.flip)


def _crosses(sheet: Grid) -> list[tuple[float, float]]:
    """Return where both sides of the first sheet have a cross: each lies behind another, or itself."""
    inset = 14.0 if sheet.size > 1 else 8.0
    return [(x, y) for y in (inset, sheet.height - inset) for x in (inset, sheet.width - inset)]


def _sides(made: Sequence[Cut], sheet: Grid, flip: str) -> tuple[list[tuple[Place, Cut, Face]], ...]:
    fronts = [(sheet.front(index), each, each.front) for index, each in enumerate(made)]
    return fronts, [(sheet.back(index, flip), each, each.back) for index, each in enumerate(made)]


PRODUCTS: Mapping[str, Product] = {
    "worksheet": Product("worksheet.html", _in_parts("worksheet")),
    "key": Product("key.html", _in_parts("key"), tells_answers=True),
    "teacher": Product("teacher.html", _teacher, tells_answers=True),
    "study": Product("study.html", _study, tells_answers=True),
    "cards": Product("cards.html", _cards, tells_answers=True),
    "variant": Product("variant.html", _variant_sheets),
    "variants-key": Product("variants-key.html", _variants_key, tells_answers=True),
}
"""Name of a product, which is also in the names of its files -> how it is made."""
