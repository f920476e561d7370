"""Schedules: all the ways in which something can go on whose rules leave something open, each found once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

W = TypeVar("W")


class Schedule:
    """Decides what rules leave open: first as it is told to, then for the first of what is possible.

    Attributes:
        made: each decision and between how many it was, in order.
    """

    def __init__(self, told: tuple[int, ...] = ()) -> None:
        self._told = told
        self.made: list[tuple[int, int]] = []

    def choose(self, options: int) -> int:
        """Return one of so many options, from 0; with a single one nothing is decided."""
        if options < 2:
            return 0
        decided = self._told[len(self.made)] if len(self.made) < len(self._told) else 0
        self.made.append((decided, options))
        return decided

    def following(self) -> tuple[int, ...] | None:
        """Return what to tell the next schedule; None if this was the last."""
        made = list(self.made)
        while made and made[-1][0] + 1 == made[-1][1]:
            made.pop()
        return (*(decided for decided, _ in made[:-1]), made[-1][0] + 1) if made else None


def every_way(go: Callable[[Schedule], W]) -> Iterator[W]:
    """Yield what comes out of each schedule, in a fixed order; the same may come out of several."""
    told: tuple[int, ...] | None = ()
    while told is not None:
        schedule = Schedule(told)
        yield go(schedule)
        told = schedule.following()
