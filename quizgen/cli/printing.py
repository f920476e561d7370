"""What the build is told about print: which products, on which paper, and which variants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import usage_error

if TYPE_CHECKING:
    from quizgen.exporters.pdf.products import Options
    from quizgen.settings import Printing
    from quizgen.variants import Request

VariantsOption = Annotated[
    str | None,
    typer.Option(
        help="Print variants of the worksheet with these names, or this many, instead of worksheet and key.",
        metavar="A,B,C|N",
        show_default=False,
    ),
]
ItemsOption = Annotated[
    int | None,
    typer.Option(help="Questions on each variant.  [default: all; of a family one]", metavar="N", show_default=False),
]
SeedOption = Annotated[
    str | None,
    typer.Option(help="Draw and shuffle the variants in another way.", metavar="TEXT", show_default=False),
]
EmbedOption = Annotated[
    bool | None,
    typer.Option(
        "--embed-source/--no-embed-source", help="Attach the lesson's file and receipts to keys.", show_default=False
    ),
]
FillableOption = Annotated[
    bool | None,
    typer.Option("--fillable/--no-fillable", help="Worksheets that can be filled in on a screen.", show_default=False),
]
ProductOption = Annotated[
    list[str] | None,
    typer.Option(
        help="What to print: any of worksheet, key, teacher (key with drawn runs), study (what there is to learn), "
        "cards (to cut out), with commas.  [default: worksheet,key]",
        metavar="NAME,...",
        show_default=False,
    ),
]


class PaperName(StrEnum):
    """What can be printed on."""

    a4 = "a4"
    letter = "letter"


class Edge(StrEnum):
    """On which a printer can flip a sheet."""

    long = "long"
    short = "short"


class Sections(StrEnum):
    """By what questions are put together."""

    concept = "concept"
    level = "level"


class Cards(StrEnum):
    """How many cards stand on a sheet."""

    eight = "2x4"
    single = "1x1"


PaperOption = Annotated[PaperName | None, typer.Option(help="The paper.  [default: a4]", show_default=False)]
FlipOption = Annotated[
    Edge | None,
    typer.Option(help="The edge on which the printer flips sheets of cards.  [default: long]", show_default=False),
]
SectionsOption = Annotated[
    Sections | None,
    typer.Option(help="What questions are put together by.  [default: concept]", show_default=False),
]
CardsOption = Annotated[
    Cards | None,
    typer.Option(help="Cards on a sheet; 1x1 is an index card.  [default: 2x4]", show_default=False),
]


@dataclass(frozen=True)
class Given:
    """The options as they were given; None for those that were not."""

    variants: str | None = None
    items: int | None = None
    seed: str | None = None
    embed_source: bool | None = None
    products: Sequence[str] | None = None
    paper: str | None = None
    flip: str | None = None
    cards: str | None = None
    fillable: bool | None = None
    sections: str | None = None


def printing(given: Given, usual: Printing, outputs: Sequence[str]) -> Options | None:
    """Return how to print; None if there is nothing to print. What makes no sense is wrong usage.

    Args:
        given: the options, which come first.
        usual: what ``quizgen.toml`` says.
        outputs: what is written.
    """
    if "pdf" not in outputs:
        if named := _named(given):
            usage_error(f"{', '.join(named)} {'is' if len(named) == 1 else 'are'} for PDFs; add pdf to --to")
        return None
    from quizgen.exporters.pdf.products import Options

    wanted = _merged(given, usual)
    products = _products(wanted)
    if "cards" not in products and (given.flip or given.cards):
        usage_error("--flip and --cards are for cards to cut out; add cards to --product")
    chosen = {
        name: getattr(wanted, name) for name in ("embed_source", "paper", "flip", "cards", "fillable", "sections")
    }
    return Options(products, _variants(wanted), **{name: value for name, value in chosen.items() if value is not None})


def _merged(given: Given, usual: Printing) -> Given:
    """Return the options together with what is usual; whoever names products or variants says anew what is printed."""
    anew = given.products is not None or given.variants is not None
    replaced = {"products", "variants", "items", "seed"} if anew else set()
    from_file = {name: value for name, value in usual if name not in replaced}
    return Given(**{**from_file, **{name: value for name, value in vars(given).items() if value is not None}})


def _named(given: Given) -> list[str]:
    """Return the options that were given, as they are written."""
    names = {"products": "--product"}
    return [names.get(name, f"--{name.replace('_', '-')}") for name, value in vars(given).items() if value is not None]


def _products(given: Given) -> tuple[str, ...]:
    """Return what to print: variants come before what is named, and instead of what is not."""
    from quizgen.exporters.pdf.products import TO_CHOOSE, Options

    made = ("variant", "variants-key") if given.variants is not None else ()
    if given.products is None:
        return made or Options().products
    names = [name.strip() for text in given.products for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in TO_CHOOSE]
    if unknown or not names:
        usage_error(f"--product takes any of {', '.join(TO_CHOOSE)}, not {', '.join(unknown) or 'nothing'}")
    return (*made, *(name for name in TO_CHOOSE if name in names))


def _variants(given: Given) -> Request | None:
    from quizgen.variants import Request, RequestProblem, variant_names
    from quizgen.variants.sheets import check_items

    if given.variants is None:
        if given.items is not None or given.seed is not None:
            usage_error("--items and --seed say how variants are drawn; say which with --variants")
        return None
    try:
        if given.items is not None:
            check_items(given.items)
        return Request(variant_names(given.variants), given.items, given.seed or "")
    except RequestProblem as problem:
        usage_error(str(problem))
