"""The commands, one module each. The only package that prints.

What only one command needs is imported in that command, so that ``quizgen --help`` answers at once.
"""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from quizgen import __version__
from quizgen.cli.authoring import check, explain, misconceptions, mutate, record, review, rules, simulate
from quizgen.cli.console import CONTENT_ERROR
from quizgen.cli.outputs import build, diff, key, verify
from quizgen.cli.tools import importing, plugins

COMMANDS = (
    check.COMMAND,
    build.COMMAND,
    review.COMMAND,
    verify.COMMAND,
    diff.COMMAND,
    key.COMMAND,
    explain.COMMAND,
    simulate.COMMAND,
    rules.COMMAND,
    record.COMMAND,
    mutate.COMMAND,
    misconceptions.COMMAND,
    importing.COMMAND,
    plugins.COMMAND,
)
"""Every command, in the order in which the help lists them."""

app = typer.Typer(
    name="quizgen",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts in half the time
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Compile quizzes and flashcards in which every answer is earned.

    You write typed content; simulators compute each answer on their own; a deck in which the two disagree is not built.
    """,
    epilog="""\b
    Examples:
      quizgen check                        check ./content, or the lesson that comes with quizgen
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


def _told(run: Callable[..., None]) -> Callable[..., None]:
    """Return a command that tells in words that a plug-in failed, if it did not itself."""

    @functools.wraps(run)
    def told(*arguments: object, **options: object) -> None:
        try:
            run(*arguments, **options)
        except Exception as problem:
            from quizgen.plugins.guard import PluginFailed

            if not isinstance(problem, PluginFailed):
                raise
            print(f"quizgen: {problem}\n    help: {problem.hint}", file=sys.stderr)
            raise typer.Exit(CONTENT_ERROR) from None

    return told


for _command in COMMANDS:
    app.command(_command.name, short_help=_command.short_help, epilog=_command.epilog, cls=_command.cls)(
        _told(_command.run)
    )


def main() -> None:
    """Run the command line; `quizgen.__main__` sees to it that it can be interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no UTF-8 is no reason to stop
    app()
