"""``quizgen serve``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import Command, PathArgument, content_path, in_words, print_diagnostics, usage_error

if TYPE_CHECKING:
    from quizgen.diagnostics import Diagnostic


def serve(
    path: PathArgument = None,
    port: Annotated[int, typer.Option(help="Where to serve; 0 for any port that is free.", min=0, max=65_535)] = 0,
) -> None:
    """Show content as a site on this machine, and show it again whenever something is saved.

    A mistake is told here and over the page, and the last good page stays. Ctrl-C ends it.
    """
    from quizgen.preview import serve as run
    from quizgen.preview.interrupts import until_interrupted

    content = content_path(path)

    def announce(address: str) -> None:
        print(f"serving {content} at {address} (Ctrl-C ends it)", flush=True)

    try:
        with until_interrupted():
            run(content, port, announce, _tell, in_words)
    except OSError as problem:
        usage_error(f"it cannot be served: {problem.strerror or problem}")


def _tell(diagnostics: Sequence[Diagnostic]) -> None:
    print_diagnostics(tuple(diagnostics), "text")
    print("built" if not any(each.severity == "error" for each in diagnostics) else "not built", file=sys.stderr)
    sys.stdout.flush()


COMMAND = Command(
    serve,
    epilog="""\b
    Examples:
      quizgen serve                        everything in ./content, at an address that is printed
      quizgen serve content/raft.yaml      one lesson
      quizgen serve --port 8000            always at the same address

    Exit status: 0 ended by Ctrl-C, 2 wrong usage.
    """,
)
