"""``quizgen fmt``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, existing, plug_in, print_diagnostics

if TYPE_CHECKING:
    from quizgen.diagnostics import Diagnostic
    from quizgen.formatting import Formatted


def fmt(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder of content, or one file.")],
    to: Annotated[
        Literal["yaml", "short"] | None,
        typer.Option(help="Write lessons in this form; a file in the other one is replaced.", show_default=False),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; tell which files would be changed.")] = False,
) -> None:
    """Put files of content into good order, or lessons from one form into the other; what they say stays the same."""
    from quizgen.formatting import NotFormatted, formatted
    from quizgen.loader.files import content_files, shown

    plug_in(existing(path))
    files, told = content_files(path)
    wrong, changed = list(told), 0
    for file in files:
        try:
            made = formatted(file, to)
        except NotFormatted as problem:
            wrong.append(problem.diagnostic)
            continue
        if not made.changed:
            continue
        changed += 1
        print(f"{shown(made.path)}{' would be written' if check else ''}")
        if not check:
            wrong += _put(file, made)
    print_diagnostics(tuple(wrong), "text", errors=True)
    raise typer.Exit(CONTENT_ERROR if wrong or (check and changed) else 0)


def _put(file: Path, made: Formatted) -> tuple[Diagnostic, ...]:
    """Put a file into place, then take away the one that it replaces; return what went wrong."""
    from quizgen.diagnostics import Span, error
    from quizgen.loader.files import shown
    from quizgen.system.publish import replace_file

    try:
        replace_file(made.path, made.text.encode())
        if made.path != file:
            file.unlink()
    except OSError as problem:
        message = f"the file cannot be written: {problem.strerror}"
        return (error("not-formatted", Span(shown(file)), message, "change its permissions"),)
    return ()


COMMAND = Command(
    fmt,
    epilog="""\b
    Examples:
      quizgen fmt cells.md                 tidy a file; missing ids are written into it
      quizgen fmt content --check          would anything be changed? For continuous integration
      quizgen fmt cells.yaml --to short    cells.md in its place: see docs/short-form.md
      quizgen fmt content --to yaml        and back

    Exit status: 0 in good order, 1 something is not (--check), or cannot be brought into it, 2 wrong usage.
    """,
)
