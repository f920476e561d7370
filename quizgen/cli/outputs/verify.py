"""``quizgen verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from quizgen.cli.console import CONTENT_ERROR, Command, QuietOption, existing, plug_in, usage_error
from quizgen.cli.progress import reporting


def verify(
    deck: Annotated[Path, typer.Argument(metavar="DECK.apkg", help="An Anki deck that quizgen built.")],
    style: Annotated[
        Literal["text", "json"], typer.Option("--format", help="A report for people, or one JSON object.")
    ] = "text",
    plugin: Annotated[
        list[str] | None,
        typer.Option(help="Use what this installed package offers, besides what ./quizgen.toml names.", metavar="NAME"),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Compute the answers of a deck again, from the deck alone, and say which hold.

    Each note carries a receipt: the scenario, the claims, and what came out. What the note marks as right is compared
    with what the simulators say now. Nothing that was remembered of earlier simulations is used, and no simulator only
    because the deck names it: those of other packages you name yourself.
    """
    from quizgen.decks import verify as verification
    from quizgen.decks.reading import Unreadable
    from quizgen.decks.verify.verification import as_json, as_text

    plug_in(Path(), plugin or ())
    try:
        with reporting("verifying", quiet or style == "json") as report:
            found = verification.verify(existing(deck), report.step)
    except (Unreadable, OSError) as problem:
        usage_error(f"{deck}: {problem}", getattr(problem, "hint", ""))
    print(as_json(found) if style == "json" else as_text(found, quiet=quiet), end="")
    raise typer.Exit(0 if found.sound else CONTENT_ERROR)


COMMAND = Command(
    verify,
    epilog="""\b
    Examples:
      quizgen verify output/raft-roles-terms-quorums.apkg
      quizgen verify deck.apkg --quiet         only what does not hold
      quizgen verify deck.apkg --format json   for a tool
      quizgen verify deck.apkg --plugin quizgen-eventloop
                                               with the simulator of a package that you have installed

    Exit status: 0 everything that was computed holds, 1 something does not, or was computed by another version of a
    simulator, 2 no deck that can be read.
    """,
)
