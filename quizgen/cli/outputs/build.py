"""``quizgen build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    Command,
    PathArgument,
    QuietOption,
    StyleOption,
    content_path,
    existing,
    print_diagnostics,
    print_tally,
    usage_error,
)
from quizgen.cli.options import WithOutputs, asked, chosen
from quizgen.cli.progress import reporting

if TYPE_CHECKING:
    from quizgen.compiler import Built

FromDecksOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="DECK.apkg", help="Put into quizgen.lock what a published deck tells; repeatable."),
]
NewDecksOption = Annotated[bool, typer.Option("--new-decks", help="Nobody has these decks: make a new quizgen.lock.")]
DatedAheadOption = Annotated[
    bool, typer.Option("--dated-ahead", help="Learners have decks with dates of the future: go on behind these.")
]


def build(  # noqa: PLR0913  # one parameter for each option
    path: PathArgument = None,
    to: Annotated[list[str] | None, typer.Option(metavar="NAME,...")] = None,
    out: Annotated[Path, typer.Option(help="The folder to write into; made if need be.", file_okay=False)] = Path(
        "output"
    ),
    locked: Annotated[
        bool, typer.Option("--locked", help="Build nothing if quizgen.lock would change. For decks, in CI.")
    ] = False,
    rename_decks: Annotated[
        bool,
        typer.Option("--rename-decks", help="Name released decks anew, in the order of study. Learners rename theirs."),
    ] = False,
    *,
    from_decks: FromDecksOption = None,
    new_decks: NewDecksOption = False,
    dated_ahead: DatedAheadOption = False,
    style: StyleOption = "text",
    quiet: QuietOption = False,
    **told: object,
) -> None:
    """Check content and, if it is sound, write Anki decks, PDFs and a website."""
    from quizgen import compiler
    from quizgen.exporters import EXPORTERS

    if out.resolve() in {Path.home().resolve(), Path(out.resolve().anchor)}:
        usage_error(f"--out {out} is no folder for outputs", "name one of their own, such as output")
    content = compiler.read(content_path(path, tell=style == "text" and not quiet))
    usual = content.settings.build.to or [name for name, exporter in EXPORTERS.items() if exporter.usual]
    outputs = chosen("--to", to or usual, EXPORTERS)
    decks = [existing(deck) for deck in from_decks or ()]
    if decks and new_decks:
        usage_error("--from-decks and --new-decks contradict each other", "decks that somebody has are not new")
    wanted = asked(told, outputs, content.settings)
    options = compiler.Options(locked, rename_decks, decks=decks, new_decks=new_decks, ahead=dated_ahead, told=wanted)
    with reporting("building", quiet) as report:
        built = compiler.build(content, outputs, out, report, options)
    print_diagnostics(built.diagnostics, style)
    print_tally(built.checked.told, style, quiet)
    if style == "text" and not quiet:
        _print_written(built)
    raise typer.Exit(0 if built.sound else CONTENT_ERROR)


def _print_written(built: Built) -> None:
    for written in built.written:
        print(f"wrote {written}{'/' if written.is_dir() else ''}")
    if built.lockfile:
        from quizgen.loader.files import shown

        print(f"wrote {shown(built.lockfile)}, which the next build goes by: keep it with the content")
    if any(written.suffix == ".apkg" for written in built.written):
        print(f"note: {OWN_FIELDS}")
    if not built.sound:
        print("nothing was written")


OWN_FIELDS = (
    'learners who gave the note types fields or templates of their own get updates only with "Merge note types" ticked '
    "in Anki's import; their deck's description says so"
)
"""Said whenever decks were written; `docs/anki-releases.md` tells how they go on."""


COMMAND = Command(
    build,
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
    cls=WithOutputs,
)
