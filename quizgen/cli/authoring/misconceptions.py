"""``quizgen misconceptions``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import Command, existing, plug_in, usage_error
from quizgen.cli.drawings import HtmlOption, SvgOption, draw

_WIDTH = 80

if TYPE_CHECKING:
    from quizgen.simulators.api import AnySimulator, Counterexample, Misconception


def misconceptions(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A misconception; all without it.", show_default=False)
    ] = None,
    content: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Also those of the rules in this content.", show_default=False),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every event of the run; without NAME, all runs.")] = False,
    svg: SvgOption = None,
    html: HtmlOption = None,
) -> None:
    """List the wrong rules that distractors can name, and what each of them leads to.

    That is a property of the protocol that breaks, found by exploring every state within the smallest bound in which it
    breaks, or a measure that changes, or a small example of which something else comes than under the true rules. With
    NAME, the shortest run in which it shows is told as well.
    """
    from quizgen.diagnostics import did_you_mean
    from quizgen.simulators import SIMULATORS

    plug_in(existing(content) if content else Path())
    SIMULATORS.author({})
    if content:
        from quizgen.loader.files import content_rules
        from quizgen.loader.rules import known_from

        known_from(content_rules(content))
    simulators = sorted(SIMULATORS.values(), key=lambda one: one.name not in SIMULATORS.authored)  # theirs come first
    known = [(simulator, one) for simulator in simulators for one in simulator.misconceptions]
    meant = [(simulator, one) for simulator, one in known if name in (None, one.name)]
    if not meant:
        hint = "those of rules are found with `--content PATH`" if content is None else "without NAME all are listed"
        hint = did_you_mean(name or "", [one.name for _, one in known], hint)
        usage_error(f"there is no misconception {name!r}; {hint}")
    if name is None and (svg or html):
        usage_error("which run is to be drawn? Name a misconception")
    for simulator, one in meant:
        found = simulator.counterexample(one.name)
        print("\n".join(_told(simulator, one, found)))
        if found is not None and (full or name is not None):
            print(_run(simulator, found, full=full and name is not None), end="")
        elif found is not None and found.compared:
            print()
    if name is not None and (svg or html):
        _draw(*meant[0], svg, html)


def _told(simulator: AnySimulator, misconception: Misconception, found: Counterexample | None) -> Iterator[str]:
    """Yield what is believed, what it breaks, where that was found, and in how many states."""
    yield f"{misconception.name} ({simulator.name})"
    yield f"    {misconception.belief}"
    if simulator.definition is None:
        yield f"    Breaks {misconception.breaks}"
    if found is None:
        yield "    No counterexample is known."
        return
    told = f"    With {found.bound}: {found.found}."
    yield from _example(told, simulator, found) if found.compared else [told]
    if found.states:
        from quizgen.simulators.words import counted

        yield (
            f"    The shortest run has {counted(found.steps, 'step')}, found among {counted(found.states, 'state')}; "
            f"under the true rules it breaks in none of the {counted(found.states_under_true_rules, 'state')}."
        )


def _example(told: str, simulator: AnySimulator, found: Counterexample) -> Iterator[str]:
    """Yield what is told of an example; its scenario, as a file for `quizgen simulate`; and what comes of it."""
    from quizgen.diagnostics import printable
    from quizgen.model.scenario import BoundScenario
    from quizgen.model.unbinding import as_yaml
    from quizgen.simulators.trace import aligned

    yield from textwrap.wrap(told, _WIDTH, subsequent_indent="    ")
    written = as_yaml(BoundScenario(simulator.name, found.scenario))
    rows = [[printable(cell).replace("\n", r"\n") for cell in row] for row in found.compared]
    table = aligned([["", "under the belief", "under the true rules"], *rows])
    for part in (written, table):
        yield ""
        yield from (f"      {line}".rstrip() for line in part.splitlines())


def _run(simulator: AnySimulator, found: Counterexample, *, full: bool) -> str:
    """Return the property in the protocol's own words, and the run in which it shows; nothing if there is none."""
    from quizgen.render.traces import column_text

    if found.trace is None:
        return ""
    head = "\n    The run in which it shows:" if found.compared else f"    {found.broken}"
    return f"{head}\n\n{column_text(found.trace, simulator, full=full)}\n"


def _draw(simulator: AnySimulator, misconception: Misconception, svg: Path | None, html: Path | None) -> None:
    found = simulator.counterexample(misconception.name)
    if found is None or found.trace is None:
        usage_error(f"there is no run to draw: {misconception.name} changes a measure")
    draw(found.trace, simulator, f"{misconception.name}: {found.found}", svg, html)


COMMAND = Command(
    misconceptions,
    epilog="""\b
    Examples:
      quizgen misconceptions               all of them
      quizgen misconceptions vote-twice    one, with the shortest run in which it breaks what is guaranteed
      quizgen misconceptions vote-twice --svg run.svg
                                           draw that run as well
      quizgen misconceptions --full        all of them, with their runs
    """,
)
