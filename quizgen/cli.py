"""The commands. The only place that prints.

What only one command needs is imported in that command, so that ``quizgen --help`` answers at once.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from quizgen import __version__

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from quizgen.compiler import Checked, Report
    from quizgen.diagnostics import Diagnostic

CONTENT_ERROR, USAGE_ERROR = 1, 2

app = typer.Typer(
    name="quizgen",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help starts in half the time
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Compile quizzes and flashcards in which every answer is earned.

    You write typed content; simulators compute each answer on their own; a deck in which the two disagree is not built.
    """,
    epilog="""\b
    Examples:
      quizgen check                        check ./content, or the lesson that comes with quizgen
      quizgen build --to anki,pdf          write Anki decks and printable PDFs into ./output
      quizgen explain link-cut-between-dcs show an item, what its answer rests on, and the run behind it
      quizgen COMMAND --help               more examples for each command
    """,
)


class Style(StrEnum):
    """How diagnostics are written."""

    text = "text"
    json = "json"
    github = "github"


PathArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        help="A folder of content, or one file. Without it: ./content if there is one, else quizgen's own lessons.",
        show_default=False,
    ),
]
StyleOption = Annotated[
    Style, typer.Option("--format", help="Diagnostics for people, as JSON lines, or as GitHub annotations.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print diagnostics only.")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"quizgen {__version__}")
        raise typer.Exit


@app.callback()
def _app(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


@app.command(
    short_help="Check content against the rules and the simulators.",
    epilog="""\b
    Examples:
      quizgen check                        everything in ./content
      quizgen check content/raft.yaml      one lesson
      quizgen check --format github        annotate a pull request

    Exit status: 0 sound, 1 errors in the content, 2 wrong usage.
    """,
)
def check(path: PathArgument = None, style: StyleOption = Style.text, quiet: QuietOption = False) -> None:
    """Check content: is it well formed, and does every stated answer agree with what the simulators compute?"""
    from quizgen import compiler

    with _reporting("checking", quiet) as report:
        checked = compiler.check(_content(path), report)
    _print_diagnostics(checked.diagnostics, style)
    _print_tally(checked, style, quiet)
    raise typer.Exit(0 if checked.sound else CONTENT_ERROR)


@app.command(
    short_help="Check content and write Anki decks, PDFs and a website.",
    epilog="""\b
    Examples:
      quizgen build                        all outputs of ./content into ./output
      quizgen build --to site --out www    only the website, into ./www
      quizgen build lessons/tcp.yaml       one lesson

    Exit status: 0 built, 1 errors in the content (nothing is written), 2 wrong usage.
    """,
)
def build(
    path: PathArgument = None,
    to: Annotated[
        list[str] | None, typer.Option(help="What to write: any of anki, pdf, site, with commas.  [default: all]")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write into; made if need be.", file_okay=False)] = Path(
        "output"
    ),
    style: StyleOption = Style.text,
    quiet: QuietOption = False,
) -> None:
    """Check content and, if it is sound, write Anki decks, PDFs and a website."""
    from quizgen import compiler

    outputs = _outputs(to)
    with _reporting("building", quiet) as report:
        built = compiler.build(_content(path), outputs, out, report)
    _print_diagnostics(built.diagnostics, style)
    _print_tally(built.checked, style, quiet)
    if style is Style.text and not quiet:
        for written in built.written:
            print(f"wrote {written}{'/' if written.is_dir() else ''}")
        if not built.sound:
            print("nothing was written")
    raise typer.Exit(0 if built.sound else CONTENT_ERROR)


@app.command(
    short_help="Show an item, its evidence, and the run behind it.",
    epilog="""\b
    Examples:
      quizgen explain crashes-survived.n-5     an instance of a family
      quizgen explain link-cut-between-dcs --seed 7
                                               the run of that seed, such as one that a diagnostic names
      quizgen explain link-cut-between-dcs --misconception all-servers
                                               a run under a wrong rule
      quizgen explain link-cut-between-dcs --full
                                               with heartbeats and all
    """,
)
def explain(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of an item, a family, a concept, a table or a lesson.")
    ],
    path: PathArgument = None,
    seed: Annotated[int | None, typer.Option(help="Which run to show.", min=0, show_default=False)] = None,
    misconception: Annotated[
        str | None, typer.Option(help="Show a run under this wrong rule.", metavar="NAME", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every event of the run, routine ones too.")] = False,
) -> None:
    """Show an item, what its answer rests on, and a run that bears it out or contradicts it."""
    from quizgen.explain import Run, UnknownId, explanation

    try:
        print(explanation(_content(path), name, Run(seed, misconception, full)), end="")
    except UnknownId as problem:
        _usage_error(str(problem))


def _content(path: Path | None) -> Path:
    if path is None:
        from quizgen import resources

        if Path("content").is_dir():
            return Path("content")
        print("there is no ./content: taking the lessons that come with quizgen", file=sys.stderr)
        return resources.content()
    try:
        path.stat()
    except OSError as problem:
        _usage_error(f"{path}: {problem.strerror}")
    return path


def _outputs(given: list[str] | None) -> list[str]:
    from quizgen.exporters import EXPORTERS

    texts = [",".join(EXPORTERS)] if given is None else given
    names = [name.strip() for text in texts for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in EXPORTERS]
    if unknown or not names:
        _usage_error(f"--to takes any of {', '.join(EXPORTERS)}, not {', '.join(unknown) or 'nothing'}")
    return [name for name in EXPORTERS if name in names]


def _usage_error(message: str) -> NoReturn:
    print(f"quizgen: {message}", file=sys.stderr)
    raise typer.Exit(USAGE_ERROR)


def _print_diagnostics(diagnostics: tuple[Diagnostic, ...], style: Style) -> None:
    from quizgen.diagnostics import render_diagnostics

    print(render_diagnostics(diagnostics, style.value), end="")


def _print_tally(checked: Checked, style: Style, quiet: bool) -> None:
    if quiet or style is not Style.text:
        return
    from quizgen.diagnostics import Severity

    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in checked.diagnostics)
    warnings = len(checked.diagnostics) - errors
    total = sum(checked.tally.values())
    shares = ", ".join(f"{count} {basis}" for basis, count in checked.tally.items())
    print(f"{_counted(total, 'item')}: {shares}; {_counted(errors, 'error')}, {_counted(warnings, 'warning')}")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


@contextmanager
def _reporting(what: str, quiet: bool) -> Iterator[Report]:
    """Show progress on standard error: a bar on a terminal, a few lines in a pipe, nothing if quiet."""
    if quiet:
        from quizgen.compiler import Silent

        yield Silent()
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield _Bar(progress, progress.add_task(what, total=None))
    else:
        yield _Lines(what)


class _Bar:
    """A progress bar."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def step(self, done: int, total: int, what: str) -> None:
        self._progress.update(self._task, completed=done, total=total, description=what)


class _Lines:
    """A line now and then: at the start of a phase and at each quarter of it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._last: tuple[str, int] | None = None

    def step(self, done: int, total: int, what: str) -> None:
        quarter = (what, 4 * done // max(total, 1))
        if quarter != self._last:
            self._last = quarter
            print(f"{self._what}: {what} {done}/{total}", file=sys.stderr)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no UTF-8 is no reason to stop
    app()


if __name__ == "__main__":
    main()
