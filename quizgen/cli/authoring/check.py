"""``quizgen check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

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

if TYPE_CHECKING:
    from pathlib import Path

    from quizgen.unchanged import Memory, Told


def check(
    path: PathArgument = None,
    style: StyleOption = "text",
    quiet: QuietOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Statements that nobody has read are an error.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Make the changes that are plainly meant, and tell them.")] = False,
) -> None:
    """Check content: is it well formed, and does every stated answer agree with what the simulators compute?"""
    from quizgen.unchanged import Memory

    content = content_path(path, tell=style == "text" and not quiet)
    if fix:
        from quizgen.cli.authoring.fixing import mend_all

        mend_all(content, quiet=quiet or style != "text")
    unread: Literal["error"] | None = "error" if strict else None
    memory = Memory(content, unread)
    told = memory.told() or _told(content, quiet, memory, unread)
    print_diagnostics(told.diagnostics, style)
    print_tally(told, style, quiet)
    raise typer.Exit(0 if told.sound else CONTENT_ERROR)


def _told(content: Path, quiet: bool, memory: Memory, unread: Literal["error"] | None) -> Told:
    from quizgen import compiler

    with reporting("checking", quiet) as report:
        return compiler.told(content, report, memory, unread)


COMMAND = Command(
    check,
    epilog="""\b
    Examples:
      quizgen check                        everything in ./content
      quizgen check content/raft.yaml      one lesson
      quizgen check --format github        annotate a pull request
      quizgen check --fix                  mend what is plainly meant, then check
      quizgen check --strict               everything has been read beside its claims: see quizgen review

    Exit status: 0 sound, 1 errors in the content, 2 wrong usage.
    """,
)
