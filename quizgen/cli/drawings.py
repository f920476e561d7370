"""Runs drawn into files: the options ``--svg`` and ``--html``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import usage_error

if TYPE_CHECKING:
    from quizgen.simulators import AnySimulator
    from quizgen.simulators.trace import Trace

SvgOption = Annotated[
    Path | None, typer.Option("--svg", help="Draw the run into this file.", metavar="FILE", show_default=False)
]
HtmlOption = Annotated[
    Path | None,
    typer.Option("--html", help="Draw the run on a web page of its own.", metavar="FILE", show_default=False),
]


def draw(  # noqa: PLR0913  # a run, and what the options say
    trace: Trace, simulator: AnySimulator, title: str, svg: Path | None, html: Path | None, *, quiet: bool = False
) -> None:
    """Write a run's diagram into the files that are asked for; say so unless standard output is a tool's."""
    from quizgen.diagrams import diagram, page

    if svg is None and html is None:
        return
    picture = diagram(trace, simulator, title)
    if svg is not None:
        _write_whole(svg, picture, quiet)
    if html is not None:
        _write_whole(html, page(title, picture, trace.to_text(unit=simulator.drawing.unit), simulator.words.run), quiet)


def _write_whole(path: Path, text: str, quiet: bool) -> None:
    """Write it so that nobody ever finds half of it."""
    from quizgen.system.publish import replace_file

    try:
        replace_file(path, text.encode())
    except OSError as problem:
        usage_error(f"{path} cannot be written: {problem.strerror}")
    if not quiet:
        print(f"wrote {path}")
