"""Places in an order, with gaps: what comes in between gets a place there, and nothing else has to move."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

GAP: Final = 100
"""From one place to the next, where nothing came in between."""
ROOM: Final = 999_999
"""The last place: beyond it Anki's "Check Database" tells learners to reposition their cards."""


def gap_of(count: int) -> int:
    """Return how far apart so many things can be, at most `GAP`."""
    return max(1, min(GAP, ROOM // (count + 1)))


def positions(known: Sequence[int | None], behind: int = 0, start: int = 0, gap: int = GAP) -> list[int]:
    """Return places for a sequence of things, rising; as many as possible keep the one that they have.

    Args:
        known: the place that each has had, None for what is new.
        behind: the place that all come after.
        start: the place that all come after if none of them keeps its own.
        gap: from one place to the next.
    """
    kept = _rising([place if place and place > behind else None for place in known])
    made: list[int] = []
    before, waiting = (behind if kept else max(behind, start)), 0
    for index, place in enumerate([*known, None]):
        if index < len(known) and index not in kept:
            waiting += 1
            continue
        after = place if place is not None else before + gap * (waiting + 1)
        if after - before <= waiting:  # there is no room left between these two
            return [max(behind, start) + gap * (number + 1) for number in range(len(known))]
        made += [before + (after - before) * (number + 1) // (waiting + 1) for number in range(waiting)]
        made += [after] * (index < len(known))
        before, waiting = after, 0
    return made


def _rising(known: Sequence[int | None]) -> set[int]:
    """Return the indices of a longest part of the sequence that rises (Schensted 1961: by patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    previous: dict[int, int] = {}
    for index, place in enumerate(known):
        if place is None:
            continue
        length = bisect_left(ends, place)
        if length:
            previous[index] = last[length - 1]
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    kept = set[int]()
    here = last[-1] if last else None
    while here is not None:
        kept.add(here)
        here = previous.get(here)
    return kept
