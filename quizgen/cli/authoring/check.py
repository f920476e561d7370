"""``quizgen check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from quizgen.cli.console import (
    CONTENT_ERROR,
    SHIPPED,
    Command,
    QuietOption,
    Style,
    StyleOption,
    content_path,
    print_diagnostics,
    print_tally,
    usage_error,
)
from quizgen.cli.progress import reporting

if TYPE_CHECKING:
    from quizgen.unchanged import Memory, Told

_STDIN = Path("-")
_Unread = Literal["error"] | None


def check(  # noqa: PLR0913, PLR0917  # one parameter for each option
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...",
            help=f"Folders of content, or files; - alone for standard input; {SHIPPED} for quizgen's own lessons. "
            "Without any: ./content, or else this folder.",
            show_default=False,
        ),
    ] = None,
    style: StyleOption = "text",
    quiet: QuietOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Statements that nobody has read are an error.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell silenced warnings, with the reasons.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Make the changes that are plainly meant, and tell them.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever something is saved, until Ctrl-C.")
    ] = False,
) -> None:
    """Check content: is it well formed, and does every stated answer agree with what the simulators compute?"""
    tell = style == "text" and not quiet
    with ExitStack() as stack:
        if _STDIN in (paths or ()):
            if fix or len(paths or ()) > 1:
                usage_error("what comes on standard input is checked alone, and cannot be mended")
            contents = [stack.enter_context(_standard_input(tell=tell))]
        else:
            contents = [content_path(path, tell=tell) for path in paths or [None]]  # type: ignore[list-item]
        if fix:
            from quizgen.cli.authoring.fixing import mend_all

            for content in contents:
                mend_all(content, quiet=not tell)
        if watch:
            if len(contents) > 1 or _STDIN in (paths or ()):
                usage_error("--watch takes one folder of content, or one file")
            _watch(contents[0], style, quiet, "error" if strict else None)
            return
        for content in contents if verbose else ():
            _tell_silenced(content)
        told = [_told(content, quiet, "error" if strict else None) for content in contents]
        print_diagnostics(tuple(dict.fromkeys(one for each in told for one in each.diagnostics)), style)
    for each in told:
        print_tally(each, style, quiet)
    raise typer.Exit(0 if all(each.sound for each in told) else CONTENT_ERROR)


def _tell_silenced(content: Path) -> None:
    from quizgen import compiler
    from quizgen.diagnostics import printable

    for one in compiler.check(content, compiler.Silent()).silenced:
        found = one.diagnostic
        print(printable(f"{found.span}: silenced[{found.code}]: {found.message} (reason: {one.reason})"))


def _told(content: Path, quiet: bool, unread: _Unread) -> Told:
    from quizgen.unchanged import Memory

    memory = Memory(content, unread)
    return memory.told() or _checked(content, quiet, memory, unread)


def _watch(content: Path, style: Style, quiet: bool, unread: _Unread) -> None:
    """Check again and again; what was simulated is remembered."""
    from quizgen import compiler
    from quizgen.crosscheck import equipped
    from quizgen.preview import Watch
    from quizgen.preview.interrupts import until_interrupted

    laboratory = equipped(content)

    def checked() -> Told:
        with reporting("checking", quiet) as report:
            return compiler.check(content, report, laboratory, unread=unread).told

    try:
        with until_interrupted(), Watch(content) as watching:
            while True:
                told = watching.settled(checked)
                print_diagnostics(told.diagnostics, style)
                print_tally(told, style, quiet)
                print(f"watching {content} (Ctrl-C ends it)", file=sys.stderr, flush=True)
                watching.changes()
    except OSError as problem:
        usage_error(str(problem))


def _checked(content: Path, quiet: bool, memory: Memory, unread: _Unread) -> Told:
    from quizgen import compiler

    with reporting("checking", quiet) as report:
        return compiler.told(content, report, memory, unread)


@contextmanager
def _standard_input(*, tell: bool) -> Iterator[Path]:
    """Keep what comes on standard input in a file, in a folder of its own in which quizgen works for as long."""
    from tempfile import TemporaryDirectory

    from quizgen.loader.document import MAX_BYTES

    if tell:
        print("reading standard input", file=sys.stderr)
    file = Path("stdin.yaml")
    with TemporaryDirectory(prefix="quizgen-") as folder, chdir(folder):
        file.write_bytes(sys.stdin.buffer.read(MAX_BYTES + 1))
        yield file


COMMAND = Command(
    check,
    epilog="""\b
    Examples:
      quizgen check                        everything in ./content
      quizgen check content/raft.yaml      one lesson; or several, one after the other
      git show HEAD:raft.yaml | quizgen check -
                                           what comes on standard input, without any files beside it
      quizgen check --format github        annotate a pull request
      quizgen check --fix                  mend what is plainly meant, then check
      quizgen check --watch                again whenever something is saved
      quizgen check --strict               everything has been read beside its claims: see quizgen review

    Exit status: 0 sound, 1 errors in the content, 2 wrong usage.
    """,
)
