"""``quizgen stats``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, PathArgument, content_path, print_diagnostics


def stats(
    path: PathArgument = None,
    style: Annotated[
        Literal["text", "json"], typer.Option("--format", help="Tables for people, or one JSON object.")
    ] = "text",
) -> None:
    """Tell in numbers what content consists of: kinds, levels, evidence, concepts without items, where keys stand.

    Nothing is run for it. Where keys stand is told as cards show them; a key that is often the longest gives itself
    away.
    """
    from quizgen import compiler
    from quizgen.diagnostics import has_errors
    from quizgen.stats import as_json, as_text

    content = compiler.read(content_path(path, tell=style == "text"))
    if has_errors(content.diagnostics):
        print_diagnostics(content.diagnostics, "text", errors=True)
        raise typer.Exit(CONTENT_ERROR)
    print(as_json(content.deck) if style == "json" else as_text(content.deck), end="")


COMMAND = Command(
    stats,
    epilog="""\b
    Examples:
      quizgen stats                        everything in ./content
      quizgen stats content/raft.yaml --format json

    Exit status: 0 told, 1 the content cannot be read, 2 wrong usage.
    """,
)
