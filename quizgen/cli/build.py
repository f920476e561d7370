"""``quizgen build``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    Command,
    PathArgument,
    QuietOption,
    Style,
    StyleOption,
    content_path,
    print_diagnostics,
    print_tally,
    usage_error,
)
from quizgen.cli.printing import (
    CardsOption,
    EmbedOption,
    FillableOption,
    FlipOption,
    Given,
    ItemsOption,
    PaperOption,
    ProductOption,
    SectionsOption,
    SeedOption,
    VariantsOption,
    printing,
)
from quizgen.cli.progress import reporting


def build(  # noqa: PLR0913, PLR0917  # one parameter for each option
    path: PathArgument = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            help="What to write: any of anki, pdf, site, tsv, crowdanki, with commas.  [default: anki,pdf,site]",
            metavar="NAME,...",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write into; made if need be.", file_okay=False)] = Path(
        "output"
    ),
    locked: Annotated[
        bool, typer.Option("--locked", help="Build nothing if quizgen.lock would change. For decks, in CI.")
    ] = False,
    product: ProductOption = None,
    paper: PaperOption = None,
    cards: CardsOption = None,
    flip: FlipOption = None,
    variants: VariantsOption = None,
    items: ItemsOption = None,
    seed: SeedOption = None,
    sections: SectionsOption = None,
    fillable: FillableOption = None,
    embed_source: EmbedOption = None,
    style: StyleOption = Style.text,
    quiet: QuietOption = False,
) -> None:
    """Check content and, if it is sound, write Anki decks, PDFs and a website."""
    from quizgen import compiler

    content = compiler.read(content_path(path))
    usual = content.settings
    outputs = _outputs(to, usual.build.to)
    given = Given(variants, items, seed, embed_source, product, paper, flip, cards, fillable, sections)
    pdf = printing(given, usual.print, outputs)
    options = compiler.Options(locked=locked, settings={"pdf": {"options": pdf}} if pdf else {})
    with reporting("building", quiet) as report:
        built = compiler.build(content, outputs, out, report, options)
    print_diagnostics(built.diagnostics, style)
    print_tally(built.checked, style, quiet)
    if style is Style.text and not quiet:
        for written in built.written:
            print(f"wrote {written}{'/' if written.is_dir() else ''}")
        if not built.sound:
            print("nothing was written")
    raise typer.Exit(0 if built.sound else CONTENT_ERROR)


def _outputs(given: list[str] | None, usual: Sequence[str] | None) -> list[str]:
    from quizgen.exporters import EXPORTERS, USUAL

    texts = (usual or USUAL) if given is None else given
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in EXPORTERS]
    if unknown or not names:
        usage_error(f"--to takes any of {', '.join(EXPORTERS)}, not {', '.join(unknown) or 'nothing'}")
    return [name for name in EXPORTERS if name in names]


COMMAND = Command(
    build,
    short_help="Check content and write Anki decks, PDFs and a website.",
    epilog="""\b
    Examples:
      quizgen build                        all outputs of ./content into ./output
      quizgen build --to site --out www    only the website, into ./www
      quizgen build lessons/tcp.yaml       one lesson
      quizgen build --to pdf --variants A,B,C --items 20
                                           three worksheets of 20 questions, and the key to all of them
      quizgen build --to pdf --product cards --paper letter
                                           cards to cut out, for a printer that prints both sides

    Exit status: 0 built, 1 errors in the content (nothing is written), 2 wrong usage.
    """,
)
