"""What Anki decks can be told, as the command line and ``quizgen.toml`` say it; other outputs of notes go by it too."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from quizgen.exporters.api import Options

Exercises = Literal["tag", "subdeck", "together"]


class DeckOptions(Options):
    """How notes are arranged. The descriptions of its fields are the help of the command line."""

    exercises: Annotated[
        Exercises,
        Field(
            description="Orderings, matchings and long choices: behind the other cards and tagged, also in a deck "
            "below the lesson's, or among the others."
        ),
    ] = "tag"
    short: Annotated[
        tuple[Literal["recall", "statements"], ...],
        Field(
            description="Short cards of long choices as well: any of recall (the stem, answered freely), statements "
            "(each option, true or false), with commas."
        ),
    ] = ()
