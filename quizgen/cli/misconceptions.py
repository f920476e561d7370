"""``quizgen misconceptions``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from quizgen.cli.console import Command, usage_error

if TYPE_CHECKING:
    from quizgen.simulators.api import Misconception, Simulator


def misconceptions(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A misconception; all without it.", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show what each of them leads to, with the run.")] = False,
) -> None:
    """List the wrong rules that distractors can name, what each of them breaks, and a run in which it does."""
    from quizgen.diagnostics import did_you_mean
    from quizgen.simulators import SIMULATORS

    known = [(simulator, one) for simulator in SIMULATORS.values() for one in simulator.misconceptions]
    meant = [(simulator, one) for simulator, one in known if name in (None, one.name)]
    if not meant:
        usage_error(f"there is no misconception {name!r}; {did_you_mean(name or '', [one.name for _, one in known])}")
    for simulator, one in meant:
        print(f"{one.name} ({simulator.name})\n    {one.belief}\n    Breaks {one.breaks}")
        if full or name is not None:
            print(_shown(simulator, one), end="")


def _shown(simulator: Simulator, misconception: Misconception) -> str:
    """Return the counterexample as text: where, what was found, and the run."""
    from quizgen.render.traces import short_text

    found = simulator.counterexample(misconception.name)
    if found is None:
        return "    No counterexample is known.\n"
    lines = [f"    {found.broken}", f"    With {found.bound}: {found.found}."]
    if found.states:
        lines.append(
            f"    Found after {found.states:,} states; under the true rules it holds in all "
            f"{found.states_under_true_rules:,} states of this bound."
        )
    if found.trace is not None:
        lines += ["", *short_text(found.trace, simulator.routine_events).splitlines()]
    return "\n".join((*lines, "", ""))


COMMAND = Command(
    misconceptions,
    short_help="List the wrong rules that learners believe, and what each leads to.",
    epilog="""\b
    Examples:
      quizgen misconceptions               all of them
      quizgen misconceptions vote-twice    one, with a run in which it breaks what Raft guarantees
      quizgen misconceptions --full        all of them, with their runs
    """,
)
