"""``quizgen key``."""

from __future__ import annotations

import sys
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
    from pathlib import Path

    from quizgen.cards import RenderedLesson
    from quizgen.variants import Code


def key(
    text: Annotated[str, typer.Argument(metavar="CODE", help="What stands under the QR code, or in it.")],
    path: PathArgument = None,
    style: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="For people, for programs, or for a spreadsheet.")
    ] = "text",
    quiet: QuietOption = False,
) -> None:
    """Print the key to a sheet, made again from the content and the code alone.

    If the content is no longer that of the sheet, that is told, and no key is printed: it could be wrong.
    """
    from quizgen.diagnostics import printable
    from quizgen.variants import CodeProblem, keys
    from quizgen.variants.codes import decode
    from quizgen.variants.sheets import ContentChanged, variant_of

    try:
        code = decode(text)
    except CodeProblem as problem:
        usage_error(str(problem))
    lessons = _lessons(code, content_path(path, tell=style == "text" and not quiet), quiet)
    try:
        variant = variant_of(lessons, code)
    except ContentChanged as changed:
        print(f"quizgen: {changed}\n{_what_then(code)}", file=sys.stderr)
        raise typer.Exit(CONTENT_ERROR) from None
    written = {
        "text": lambda: printable(keys.as_text(variant)),
        "json": lambda: keys.as_json([variant]),
        "csv": lambda: keys.as_csv([variant]),
    }
    print(written[style](), end="")


def _lessons(code: Code, path: Path, quiet: bool) -> tuple[RenderedLesson, ...]:
    """Return the lessons that a sheet can be of, checked; leave the program if there is none, or if one is not sound.

    There is one, unless ids have the same tag in a code, as one pair in a million has.
    """
    from quizgen import compiler
    from quizgen.model.lesson import Deck
    from quizgen.render import render

    content = compiler.read(path)
    known = [lesson.head.id for lesson in content.deck.lessons]
    if not any(map(code.is_of, known)):
        usage_error(f"this is the code of none of the lessons here ({', '.join(known) or 'there are none'})")
    with reporting("checking", quiet) as report:
        checked = compiler.check(content, report, runs=True)  # how long they are decides what stands on a sheet
        if not checked.sound:
            print_diagnostics(checked.diagnostics, "text", errors=True)
            raise typer.Exit(CONTENT_ERROR)
        meant = Deck(tuple(lesson for lesson in checked.deck.lessons if code.is_of(lesson.head.id)))
        return render(meant, checked.findings, lambda done, total: report.step(done, total, "cards"))


def _what_then(code: Code) -> str:
    """Return how to come by the key of content that has changed."""
    return (
        "    No key was printed, since it could be wrong. The one that came with the sheets still holds.\n"
        "    To make it again, name a folder with the content of then. Under git, look for the commit with\n"
        f"    `git log -S'released: {code.released}'`, and bring it back with `git worktree add ../then COMMIT`."
    )


COMMAND = Command(
    key,
    epilog="""\b
    Examples:
      quizgen key B-35XEE-8Z7ZZ-ZZZZW-1Z020-10MX5       the key to that sheet of a lesson in ./content
      quizgen key B-35XEE-8Z7ZZ-ZZZZW-1Z020-10MX5 content/raft.yaml --format csv
                                                        as a table

    Exit status: 0 printed, 1 the content has changed or has errors, 2 wrong usage or a misread code.
    """,
)
