"""``quizgen explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from quizgen.cli.authoring.pages import pages
from quizgen.cli.console import Command, PathArgument, content_path, usage_error
from quizgen.cli.drawings import HtmlOption, SvgOption, draw


def explain(  # noqa: PLR0913, PLR0917  # one parameter for each option
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id of an item, family, concept, table or lesson; or a code."),
    ],
    path: PathArgument = None,
    seed: Annotated[int | None, typer.Option(help="Which run to show.", min=0, show_default=False)] = None,
    misconception: Annotated[
        str | None, typer.Option(help="Show a run under this wrong rule.", metavar="NAME", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every event of the run, routine ones too.")] = False,
    svg: SvgOption = None,
    html: HtmlOption = None,
) -> None:
    """Show an item, what its answer rests on, and a run that bears it out or contradicts it; or a rule's page.

    With PATH an id is meant, also if a code is called so.
    """
    if path is None and (page := pages().get(name)):
        print(page)
        return
    from quizgen.explaining import Run, UnknownId, explanation

    content = content_path(path)
    try:
        explained = explanation(content, name, Run(seed, misconception, full))
    except UnknownId as problem:
        usage_error(str(problem))
    print(explained.text, end="")
    drawn = next((run for run in explained.runs if run.trace is not None), None)
    if drawn is not None and drawn.trace is not None:
        draw(drawn.trace, drawn.simulator, drawn.title, svg, html)
    elif svg or html:
        usage_error("there is no run to draw")


COMMAND = Command(
    explain,
    epilog="""\b
    Examples:
      quizgen explain key-is-false             what a diagnostic's code means, with examples
      quizgen explain crashes-survived.n-5     an instance of a family
      quizgen explain link-cut-between-dcs --seed 7
                                               the run of that seed, such as one that a diagnostic names
      quizgen explain link-cut-between-dcs --misconception all-servers
                                               a run under a wrong rule
      quizgen explain link-cut-between-dcs --full
                                               with routine events and all
      quizgen explain link-cut-between-dcs --svg run.svg
                                               draw the run as well
    """,
)
