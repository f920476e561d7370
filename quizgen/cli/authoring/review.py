"""``quizgen review``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    Command,
    PathArgument,
    QuietOption,
    content_path,
    print_diagnostics,
    usage_error,
)
from quizgen.cli.progress import reporting

if TYPE_CHECKING:
    from quizgen.compiler import Checked, Report


def review(
    path: PathArgument = None,
    listed: Annotated[bool, typer.Option("--list", help="List what nobody has read, and ask nothing.")] = False,
    style: Annotated[
        Literal["text", "json"],
        typer.Option("--format", help="For people, or every statement as one JSON object a line; json asks nothing."),
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with status 1 if anything is left unread.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Read what is written by hand beside what was computed for it, and sign what says the same.

    Each statement that nobody has read is shown with its claim in words, what came out, and numbers and names that only
    one of the two has. One key accepts it, opens $EDITOR at its line, skips it or stops. What was accepted stands in
    quizgen.review beside the content; a statement is unread again when its text, claim, scenario or question changes.
    """
    from quizgen.cli.terminal import Keys
    from quizgen.compiler import Silent
    from quizgen.diagnostics import has_errors

    content = content_path(path, tell=style == "text" and not quiet)
    alone = listed or style == "json"
    if not alone and not Keys.is_there():
        usage_error("there is no terminal to ask on", "list what is unread with --list, or --format json")
    with reporting("checking", quiet or style == "json") as report:
        checked = _checked(content, report)
    print_diagnostics(checked.diagnostics, "text", errors=True)
    sound = not has_errors(checked.diagnostics)
    if alone:
        _list(checked, style)
    elif sound:
        sound = _ask(content, checked)
    left = strict and any(_checked(content, Silent()).reading.unread)
    raise typer.Exit(0 if sound and not left else CONTENT_ERROR)


def _checked(content: Path, report: Report) -> Checked:
    from quizgen import compiler

    return compiler.check(content, report, unread="ignore")


def _list(checked: Checked, style: Literal["text", "json"]) -> None:
    from quizgen.review.telling import beside
    from quizgen.simulators.words import counted

    reading = checked.reading
    if style == "text":
        for statement in reading.unread:
            print(beside(statement, checked.findings).in_text(marked=False))
        counts = reading.counts
        print(f"{counted(sum(counts.values()), 'statement')}: {', '.join(f'{n} {name}' for name, n in counts.items())}")
        return
    for lesson in reading.lessons:
        for statement in lesson.written:
            print(beside(statement, checked.findings).as_json(reading.day_of(statement)))


def _ask(content: Path, checked: Checked) -> bool:
    """Go through what is unread; return whether the content is sound as it was left."""
    from quizgen.cli.terminal import Keys
    from quizgen.compiler import Silent
    from quizgen.review.session import Session, Unwritable

    def today() -> str:
        return dt.datetime.now(dt.UTC).date().isoformat()

    try:
        return Session(content, checked, lambda: _checked(content, Silent()), Keys(), today).run()
    except Unwritable as problem:
        usage_error(f"it was not put down: {problem}", "what was accepted before is kept")


COMMAND = Command(
    review,
    epilog="""\b
    Examples:
      quizgen review                       everything in ./content that nobody has read, one key for each
      quizgen review content/raft.yaml     one lesson
      quizgen review --list                what is unread, for reading it elsewhere
      quizgen review --list --strict       in CI: status 1 if anything is left unread
      quizgen review --format json         every statement, with its claims in words and the day it was read

    Exit status: 0 sound, 1 errors in the content (or with --strict something unread), 2 wrong usage.
    """,
)
