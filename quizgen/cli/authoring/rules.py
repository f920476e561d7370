"""``quizgen rules``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, existing, plug_in, print_diagnostics, usage_error


def rules(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of rules.")],
    tla: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the rules as TLA+ into this file, and a .cfg beside.", show_default=False
        ),
    ] = None,
) -> None:
    """Look at every state that a file of rules leads to, and tell what comes of it.

    That is how many states and runs there are, which rules are never taken, the measures, and the same of each
    misconception.
    """
    from quizgen.loader.rules import read_file, told_of_failure
    from quizgen.simulators.rules.report import report
    from quizgen.simulators.rules.states.exploring import Failed
    from quizgen.simulators.rules.states.machine import machine
    from quizgen.simulators.rules.tla import configuration
    from quizgen.simulators.rules.tla import tla as as_tla

    plug_in(existing(file))
    found, diagnostics = read_file(file)
    print_diagnostics(tuple(diagnostics), "text")
    if found is None:
        raise typer.Exit(CONTENT_ERROR)
    if tla is not None:
        made = machine(found)
        try:
            tla.write_text(as_tla(made, tla.stem), encoding="utf-8")
            tla.with_suffix(".cfg").write_text(configuration(made), encoding="utf-8")
        except OSError as problem:
            usage_error(f"{tla} cannot be written: {problem.strerror}")
        print(f"wrote {tla} and {tla.with_suffix('.cfg')}")
        return
    try:
        for line in report(found):
            print(line)
    except Failed as failed:
        print_diagnostics((told_of_failure(file, failed),), "text")
        raise typer.Exit(CONTENT_ERROR) from None


COMMAND = Command(
    rules,
    epilog="""\b
    Examples:
      quizgen rules river.yaml                   states, runs, measures; rules that are never taken
      quizgen rules river.yaml --tla River.tla   the same rules for TLC, the model checker of TLA+

    Exit status: 0 it can be run, 1 the file is wrong, 2 wrong usage.
    """,
)
