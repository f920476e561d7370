"""The commands, one module each. The only package that prints.

A command is loaded when it is run, and what only one needs is imported in it, so that ``quizgen --help`` answers at
once.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from quizgen import __version__
from quizgen.cli.commands import Commands

app = typer.Typer(
    name="quizgen",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts in half the time
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Compile quizzes and flashcards in which every answer is earned.

    You write typed content; simulators compute each answer on their own; a deck in which the two disagree is not built.
    """,
    epilog="""\b
    Examples:
      quizgen new lesson capitals          write a small lesson to start from
      quizgen check                        check ./content, or this folder
      quizgen build --to anki,pdf          write Anki decks and printable PDFs into ./output
      quizgen explain link-cut-between-dcs show an item, what its answer rests on, and the run behind it
      quizgen COMMAND --help               more examples for each command
    """,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"quizgen {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


def main() -> None:
    """Run the command line; `quizgen.__main__` sees to it that it can be interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no UTF-8 is no reason to stop
    app()
