"""What can be printed: one entry of `PRODUCTS` for each product, and what is chosen of it.

To add a product: write its template in ``templates/pdf/``, which extends ``document.html``, or ``sheet.html`` if it
shows questions one by one; add an entry to `PRODUCTS`, with a function that says into which documents a lesson is laid
out and what the template gets for each. The file is then called after the lesson, the product and the document's
suffix, and `Options.products` can name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizgen.cards import RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.pages import Group, batches
from quizgen.exporters.pdf.qr import qr_code
from quizgen.exporters.variants import Request, RequestProblem, Variant, make
from quizgen.exporters.variants.answers import answers
from quizgen.exporters.variants.evenness import evenness

PART = 500
"""Most questions of one document, because a layout takes memory for each of them."""


@dataclass(frozen=True)
class Options:
    """What is to be printed.

    Attributes:
        products: names in `PRODUCTS`.
        variants: which variants; those products that are made of them need it.
        embed_source: whether documents that tell answers anyway carry the lesson's file and its receipts.
    """

    products: tuple[str, ...] = ("worksheet", "key")
    variants: Request | None = None
    embed_source: bool = False


@dataclass(frozen=True)
class Document:
    """One document of a product.

    Attributes:
        label: what it is, for its title and its feet: ``key, part 1 of 3``.
        suffix: what its file's name has behind the product's.
        values: what the template gets beside the lesson and the document.
        code: of the sheet, if it has one.
    """

    label: str
    suffix: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    code: str = ""


@dataclass(frozen=True)
class Part:
    """The questions of one document, and which of how many it is."""

    groups: tuple[Group, ...]
    number: int
    count: int

    @property
    def suffix(self) -> str:
        """What the file's name has behind the rest: nothing, if the part is all."""
        return f"-{self.number}-of-{self.count}" if self.count > 1 else ""

    @property
    def label(self) -> str:
        """What stands behind the document's name."""
        return f", part {self.number} of {self.count}" if self.count > 1 else ""

    @property
    def points(self) -> int:
        """One for each question."""
        return sum(len(group.questions) for group in self.groups)


@dataclass(frozen=True)
class Product:
    """A kind of document.

    Attributes:
        template: its file.
        documents: lays a lesson out.
        tells_answers: whether it is for those who may know the answers.
    """

    template: str
    documents: Callable[[RenderedLesson, Options], Iterator[Document]]
    tells_answers: bool = False


def variants(lesson: RenderedLesson, options: Options) -> tuple[Variant, ...]:
    """Return the variants that are asked for; none if none are.

    Raises `ExportError` if the lesson has too few questions.
    """
    try:
        return make(lesson, options.variants) if options.variants else ()
    except RequestProblem as problem:
        raise ExportError(str(problem)) from None


def _in_parts(label: str) -> Callable[[RenderedLesson, Options], Iterator[Document]]:
    """Return a layout of all questions of a lesson, by concept, in the same parts for every product."""

    def documents(lesson: RenderedLesson, _options: Options) -> Iterator[Document]:
        for part in _parts(batches(lesson, PART)):
            yield Document(label + part.label, part.suffix, {"part": part})

    return documents


def _parts(groups: Sequence[tuple[Group, ...]]) -> Iterator[Part]:
    for number, members in enumerate(groups or ((),), 1):
        yield Part(members, number, max(len(groups), 1))


def _variant_sheets(lesson: RenderedLesson, options: Options) -> Iterator[Document]:
    for variant in variants(lesson, options):
        numbered = list(enumerate(variant.cards, 1))
        chunks = [numbered[start : start + PART] for start in range(0, len(numbered), PART)]
        for part in _parts([(Group("", "", first=True, questions=tuple(chunk)),) for chunk in chunks]):
            label = f"variant {variant.name}{part.label}"
            values = {"part": part, "variant": variant, "picture": qr_code(str(variant.code))}
            yield Document(label, f"-{variant.name}{part.suffix}", values, str(variant.code))


def _variants_key(lesson: RenderedLesson, options: Options) -> Iterator[Document]:
    made = variants(lesson, options)
    keys = [(variant, list(answers(variant))) for variant in made]
    free = {answer.card.id: answer.card for _, key in keys for answer in key if answer.card.kind == "recall"}
    values = {"keys": keys, "free": [free[name] for name in sorted(free)], "evenness": evenness(made)}
    yield Document("key of all variants", "", values)


PRODUCTS: Mapping[str, Product] = {
    "worksheet": Product("worksheet.html", _in_parts("worksheet")),
    "key": Product("key.html", _in_parts("key"), tells_answers=True),
    "variant": Product("variant.html", _variant_sheets),
    "variants-key": Product("variants-key.html", _variants_key, tells_answers=True),
}
"""Name of a product, which is also in the names of its files -> how it is made."""
