"""What a lesson asks of rules: parameters, where it starts, steps that are forced, and what is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

STATES: Final = "exhaustive"
ENDS: Final = "ends"
RUNS: Final = "runs"


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is to be run.

    Attributes:
        parameters: name -> value, for those that are otherwise than in the file of rules.
        start: variable -> value, for those that start elsewhere: ``saw[r1]: true``.
        script: steps that are taken first, one after the other: ``check(r1)``.
        explore: ``exhaustive`` for every state that can follow, ``ends`` for those of them in which nothing more can
            happen, ``runs`` for every run from the start to one of these.
        seeds: so many runs in which chance chooses among the steps, instead of an exploration; 0 for none.
    """

    parameters: dict[str, bool | int] = field(default_factory=dict)
    start: dict[str, bool | int | str] = field(default_factory=dict)
    script: tuple[str, ...] = ()
    explore: str = field(default=STATES, metadata={"example": f"`explore: {STATES}`, `{ENDS}` or `{RUNS}`"})
    seeds: int = 0
