"""``quizgen simulate``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, existing, plug_in, print_diagnostics, usage_error
from quizgen.cli.drawings import HtmlOption, SvgOption, draw


def simulate(  # noqa: PLR0913, PLR0917  # one parameter for each option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file with a scenario, and nothing else.")],
    seed: Annotated[
        int | None,
        typer.Option(help="Which run to make, or which explored state to show.", min=0, show_default=False),
    ] = None,
    misconception: Annotated[
        str | None, typer.Option(help="Follow this wrong rule.", metavar="NAME", show_default=False)
    ] = None,
    content: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="It names rules of this content, not those beside it.", show_default=False),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every event of the run, routine ones too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, for a tool.")] = False,
    svg: SvgOption = None,
    html: HtmlOption = None,
) -> None:
    """Run or explore a scenario that no question asks about, and show what happens.

    The file is what stands under `scenario:` in a lesson, with or without that key. A scenario that explores
    exhaustively is explored: of the properties of the protocol, the first that breaks is shown with the shortest run
    that breaks it.
    """
    from quizgen import simulate as simulation

    plug_in(existing(file))
    bound, found = simulation.read_scenario(file, existing(content) if content else None)
    print_diagnostics(found, "text")
    if bound is None:
        raise typer.Exit(CONTENT_ERROR)
    try:
        simulated = simulation.simulate(bound, seed, misconception)
    except simulation.UnknownRun as problem:
        usage_error(str(problem))
    print(simulation.as_json(simulated) if as_json else simulation.as_text(simulated, full=full), end="")
    if simulated.execution is not None:
        draw(simulated.execution.trace, simulated.simulator, simulated.title, svg, html, quiet=as_json)
    elif svg or html:
        print("quizgen: nothing was drawn: no property broke; choose a state with --seed", file=sys.stderr)
    raise typer.Exit(0 if simulated.sound else CONTENT_ERROR)


COMMAND = Command(
    simulate,
    epilog="""\b
    Examples:
      quizgen simulate scenario.yaml                     the run of seed 0, and how it ends
      quizgen simulate scenario.yaml --seed 7 --full     another run, every event of it
      quizgen simulate scenario.yaml --misconception vote-twice
                                                         the same under a wrong rule
      quizgen simulate scenario.yaml --html run.html     draw it
      quizgen simulate scenario.yaml --content lessons   where it names rules of lessons/

    Exit status: 0 it ran and every property held, 1 a property broke, the script failed or the file is wrong,
    2 wrong usage.
    """,
)
