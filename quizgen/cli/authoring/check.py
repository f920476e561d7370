"""``quizgen check``."""

from __future__ import annotations

from typing import Annotated

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    Command,
    PathArgument,
    QuietOption,
    StyleOption,
    content_path,
    print_diagnostics,
    print_tally,
)
from quizgen.cli.progress import reporting


def check(
    path: PathArgument = None,
    style: StyleOption = "text",
    quiet: QuietOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Statements that nobody has read are an error.")] = False,
) -> None:
    """Check content: is it well formed, and does every stated answer agree with what the simulators compute?"""
    from quizgen import compiler

    with reporting("checking", quiet) as report:
        checked = compiler.check(content_path(path), report, unread="error" if strict else None)
    print_diagnostics(checked.diagnostics, style)
    print_tally(checked, style, quiet)
    raise typer.Exit(0 if checked.sound else CONTENT_ERROR)


COMMAND = Command(
    check,
    short_help="Check content against the rules and the simulators.",
    epilog="""\b
    Examples:
      quizgen check                        everything in ./content
      quizgen check content/raft.yaml      one lesson
      quizgen check --format github        annotate a pull request
      quizgen check --strict               everything has been read beside its claims: see quizgen review

    Exit status: 0 sound, 1 errors in the content, 2 wrong usage.
    """,
)
