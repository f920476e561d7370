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


SHIPPED = "@shipped"
"""The path that means the lessons that come with quizgen."""

Style = Literal["text", "json", "github", "sarif"]
"""How diagnostics are written."""
PathArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        help=f"A folder of content, or one file; {SHIPPED} for quizgen's own lessons. Without it: ./content, or else "
        "this folder.",
        show_default=False,
    ),
]
StyleOption = Annotated[
    Style, typer.Option("--format", help="Diagnostics for people, as JSON lines, as GitHub annotations, or as SARIF.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print diagnostics only.")]


def content_path(path: Path | None, *, tell: bool = True) -> Path:
    """Return the path of the content that is meant, and say on standard error which it is.

    Without an argument that is ./content, or else the current folder if it holds content. quizgen's own lessons are
    meant by their name alone.

    Args:
        path: the argument.
        tell: whether it is said.
    """
    from quizgen.system import resources

    is_shipped = str(path) == SHIPPED and not Path(SHIPPED).exists()
    if path is None:
        path = Path("content") if Path("content").is_dir() else _this_folder()
    found = resources.content() if is_shipped else existing(path)
    if tell:
        told = "the lessons that come with quizgen" if is_shipped else _named(found)
        print(f"reading {told}", file=sys.stderr)
    return found


def _this_folder() -> Path:
    """Return the current folder if it holds content; if it does not, there is nothing to read."""
    from quizgen.loader.files import holds_content

    if not holds_content(Path()):
        message = "there is no content here: no folder content/, and no file of content in this one"
        usage_error(message, f"name a path; `quizgen new lesson` writes a lesson; {SHIPPED} is those of quizgen")
    return Path()


def _named(path: Path) -> str:
    if not path.is_dir():
        return str(path)
    return "this folder" if path == Path() else f"{path}/"


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
    paper = _paper(stream) if diagnostics and style == "text" else None
    print(render_diagnostics(diagnostics, style, paper, _rules(style)), end="", file=stream)


def _rules(style: Style) -> dict[str, str]:
    """Return the rules in words, by their codes, for the format that has them."""
    if style != "sarif":
        return {}
    from quizgen.cli.authoring.pages import pages

    return {code: page.rule for code, page in pages().items()}


def in_words(diagnostics: Sequence[Diagnostic]) -> str:
    """Return diagnostics as a terminal of 80 columns without colours shows them."""
    from quizgen.diagnostics import render_diagnostics

    return render_diagnostics(diagnostics, "text", _paper(None)) if diagnostics else ""


def _paper(stream: TextIO | None) -> Paper:
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
    columns = shutil.get_terminal_size((80, 24)).columns if stream else 80
    return Paper(columns, stream is not None and stream.isatty() and not plain, lines)


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
