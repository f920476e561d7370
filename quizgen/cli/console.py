"""What all commands share: how one is described, the arguments they have in common, and what goes to which stream."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, TextIO

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from quizgen.diagnostics import Diagnostic, Paper
    from quizgen.unchanged import Told

CONTENT_ERROR, USAGE_ERROR = 1, 2


@dataclass(frozen=True)
class Command:
    """A command of the program.

    Attributes:
        run: does it; its docstring is the help, its parameters arguments and options.
        epilog: examples, as the end of its help.
        cls: what Typer makes of it.
    """

    run: Callable[..., None]
    epilog: str
    cls: type[TyperCommand] = TyperCommand


Style = Literal["text", "json", "github", "sarif"]
"""How diagnostics are written."""
PathArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        help="A folder of content, or one file. Without it: ./content if there is one, else quizgen's own lessons.",
        show_default=False,
    ),
]
StyleOption = Annotated[
    Style, typer.Option("--format", help="Diagnostics for people, as JSON lines, as GitHub annotations, or as SARIF.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print diagnostics only.")]


def content_path(path: Path | None) -> Path:
    """Return the path of the content that is meant: without an argument ./content, or else quizgen's own lessons."""
    if path is not None:
        return existing(path)
    from quizgen.system import resources

    if Path("content").is_dir():
        return Path("content")
    print("there is no ./content: taking the lessons that come with quizgen", file=sys.stderr)
    return resources.content()


def existing(path: Path) -> Path:
    """Return a path that exists; one that does not is wrong usage."""
    try:
        path.stat()
    except OSError as problem:
        usage_error(f"{path}: {problem.strerror}")
    return path


def usage_error(message: str, hint: str = "") -> NoReturn:
    """Stop with what is wrong with the command line, and how to mend it."""
    print(f"quizgen: {message}{f' ({hint})' if hint else ''}", file=sys.stderr)
    raise typer.Exit(USAGE_ERROR)


def plug_in(path: Path, more: Sequence[str] = ()) -> None:
    """Use the plug-ins that ``quizgen.toml`` beside a path names, and more; the command ends if it cannot."""
    from quizgen.diagnostics import has_errors
    from quizgen.plugins import Limits, use
    from quizgen.settings import read_settings

    settings, found = read_settings(path)
    if has_errors(found):
        print_diagnostics(found, "text")
        raise typer.Exit(CONTENT_ERROR)
    if more and (refused := use((*settings.plugins.use, *more), Limits(settings.plugins.seconds))):
        usage_error(refused[0].message, refused[0].hint)


def print_diagnostics(diagnostics: tuple[Diagnostic, ...], style: Style, *, errors: bool = False) -> None:
    """Print diagnostics on standard output; on standard error where something else is put out."""
    from quizgen.diagnostics import render_diagnostics

    stream = sys.stderr if errors else sys.stdout
    print(render_diagnostics(diagnostics, style, _paper(stream) if style == "text" else None), end="", file=stream)


def _paper(stream: TextIO) -> Paper:
    """Return what a stream can show: as wide as the terminal, coloured if it is one and nobody said `NO_COLOR`."""
    from quizgen.diagnostics import Paper
    from quizgen.diagnostics.fixes import lines_of
    from quizgen.loader.document import MAX_BYTES
    from quizgen.loader.files import Unreadable, bounded

    @cache
    def lines(file: str) -> Sequence[str]:
        try:
            return lines_of(bounded(Path(file), MAX_BYTES).decode("utf-8-sig", "replace"))
        except (FileNotFoundError, Unreadable, ValueError):
            return ()

    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Paper(shutil.get_terminal_size((80, 24)).columns, stream.isatty() and not plain, lines)


def print_tally(told: Told, style: Style, quiet: bool) -> None:
    """Print, for people, what the answers of a deck rest on."""
    if quiet or style != "text":
        return
    from quizgen.diagnostics import Severity

    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in told.diagnostics)
    warnings = len(told.diagnostics) - errors
    total = sum(told.tally.values())
    shares = ", ".join(f"{count} {basis}" for basis, count in told.tally.items())
    stated = ", ".join(f"{count} {state}" for state, count in told.statements.items())
    print(f"{_counted(total, 'item')}: {shares}; {_counted(errors, 'error')}, {_counted(warnings, 'warning')}")
    print(f"{_counted(sum(told.statements.values()), 'statement')}: {stated}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
