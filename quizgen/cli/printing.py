"""What the build is told about print: the options ``--variants``, ``--items``, ``--seed`` and ``--embed-source``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import usage_error

if TYPE_CHECKING:
    from quizgen.exporters.pdf.products import Options

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
EmbedOption = Annotated[bool, typer.Option("--embed-source", help="Attach the lesson's file and receipts to keys.")]


@dataclass(frozen=True)
class Given:
    """The options as they were given."""

    variants: str | None
    items: int | None
    seed: str | None
    embed_source: bool


def printing(given: Given, outputs: list[str]) -> Options | None:
    """Return how to print; None if nothing was said about it. What makes no sense is wrong usage."""
    if given == Given(None, None, None, embed_source=False):
        return None
    from quizgen.exporters.pdf.products import Options
    from quizgen.exporters.variants import Request, RequestProblem, variant_names
    from quizgen.exporters.variants.sheets import check_items

    if "pdf" not in outputs:
        usage_error("--variants, --items, --seed and --embed-source are for PDFs; add pdf to --to")
    if given.variants is None:
        if given.items is not None or given.seed is not None:
            usage_error("--items and --seed say how variants are drawn; say which with --variants")
        return Options(embed_source=given.embed_source)
    try:
        if given.items is not None:
            check_items(given.items)
        request = Request(variant_names(given.variants), given.items, given.seed or "")
    except RequestProblem as problem:
        usage_error(str(problem))
    return Options(("variant", "variants-key"), request, given.embed_source)
