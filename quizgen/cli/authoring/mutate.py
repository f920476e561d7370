"""``quizgen mutate``."""

from __future__ import annotations

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    Command,
    PathArgument,
    QuietOption,
    StyleOption,
    content_path,
    print_diagnostics,
)
from quizgen.cli.progress import reporting


def mutate(path: PathArgument = None, style: StyleOption = "text", quiet: QuietOption = False) -> None:
    """Try wrong rules on a deck: which items expose which misconception, and which answers rest on something unsaid?

    Every scenario is run under every misconception of its simulator, and again with every switch turned, such as
    PreVote, and with faults, such as a crash. That takes some twenty-five times as long as a check, unless it
    was done before. With --quiet or --format github only stems are looked for that leave an assumption unsaid, and
    laws that fail, which takes some five times as long as a check.
    """
    from quizgen.mutation.score import as_json, as_text, score

    mistakes_only = quiet or style == "github"
    with reporting("mutating", quiet) as report:
        found = score(content_path(path, tell=style == "text" and not quiet), report, mistakes_only=mistakes_only)
    print_diagnostics(found.diagnostics, style)
    if found.checked.sound and not mistakes_only:
        print(as_json(found) if style == "json" else as_text(found), end="")
    raise typer.Exit(0 if found.sound else CONTENT_ERROR)


COMMAND = Command(
    mutate,
    epilog="""\b
    Examples:
      quizgen mutate                       everything in ./content
      quizgen mutate content/raft.yaml     one lesson
      quizgen mutate --format json         every item of every misconception, for a tool

    Exit status: 0 sound, 1 errors in the content, assumptions unsaid or laws that fail, 2 wrong usage.
    """,
)
